//! Undo without limit: whatever was done, taking everything back returns the
//! first state, and repeating it returns the last.

use crate::support::{session, visible};
use proptest::prelude::*;
use virk::log::Session;
use virk::study::{Command, event::MemoTarget, theory::QuoteAt};
use virk::text::Span;

#[derive(Clone, Debug)]
enum Deed {
    Code { at: usize, len: usize, code: usize },
    Uncode(usize),
    Condense { at: usize, len: usize, text: String },
    Memo(String),
    Rename { code: usize, name: String },
    Retire(usize),
    RemoveDocument,
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0usize..200, 1usize..40, 0usize..3).prop_map(|(at, len, code)| Deed::Code { at, len, code }),
        1 => any::<usize>().prop_map(Deed::Uncode),
        2 => (0usize..200, 1usize..40, "[a-zæøå ]{0,12}").prop_map(|(at, len, text)| Deed::Condense { at, len, text }),
        1 => "[a-z]{0,5}".prop_map(Deed::Memo),
        1 => (0usize..3, "[A-Z][a-z]{1,6}").prop_map(|(code, name)| Deed::Rename { code, name }),
        1 => (0usize..3).prop_map(Deed::Retire),
        1 => Just(Deed::RemoveDocument),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

/// Does the deed as far as it makes sense; refusals are part of life.
fn attempt(session: &mut Session, deed: &Deed) {
    let study = session.study();
    let Some(document) = study.documents().next() else {
        let _ = session.undo();
        return;
    };
    let span = |at: usize, len: usize| {
        Span::snap(
            &document.text,
            at.min(document.text.len() - 1)..(at + len).min(document.text.len()),
        )
    };
    let codes: Vec<_> = study
        .codes()
        .map(|code| (code.id, code.body.clone()))
        .collect();
    let command = match deed {
        Deed::Undo => {
            let _ = session.undo();
            return;
        }
        Deed::Redo => {
            let _ = session.redo();
            return;
        }
        Deed::Code { at, len, code } => {
            let (Ok(span), Some((code, _))) = (span(*at, *len), codes.get(*code)) else {
                return;
            };
            Command::Apply {
                document: document.id,
                span,
                codes: vec![*code],
            }
        }
        Deed::Uncode(which) => {
            let codings: Vec<_> = study.codings().map(|coding| coding.id).collect();
            let Some(coding) = codings.get(which % codings.len().max(1)) else {
                return;
            };
            Command::Uncode {
                codings: vec![*coding],
            }
        }
        Deed::Condense { at, len, text } => {
            let Ok(span) = span(*at, *len) else { return };
            Command::Condense {
                quote: QuoteAt {
                    document: document.id,
                    span,
                },
                text: text.clone(),
                theme: String::new(),
            }
        }
        Deed::Memo(text) => Command::SetMemo {
            on: MemoTarget::Document(document.id),
            text: text.clone(),
        },
        Deed::Rename { code, name } => {
            let Some((id, mut body)) = codes.get(*code).cloned() else {
                return;
            };
            body.name.en = name.clone();
            Command::ChangeCode {
                id,
                body: Box::new(body),
                reason: "a better name".into(),
            }
        }
        Deed::Retire(code) => {
            let Some((id, _)) = codes.get(*code) else {
                return;
            };
            Command::RetireCodes {
                codes: vec![*id],
                reason: String::new(),
            }
        }
        Deed::RemoveDocument => Command::RemoveDocument { id: document.id },
    };
    let _ = session.perform(command);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn taking_everything_back_returns_the_first_state(deeds in proptest::collection::vec(deed(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.virk");
        let mut session = session(&path);
        while session.undo().is_ok() {}
        let bare = visible(session.study());
        while session.redo().is_ok() {}
        for deed in &deeds {
            attempt(&mut session, deed);
        }
        let last = visible(session.study());

        // What another process would fold is what this one knows.
        let again = Session::open(&path, crate::support::author("ann")).unwrap();
        prop_assert_eq!(visible(again.study()), last.clone());
        prop_assert!(again.store().verify().unwrap().is_empty());

        let mut steps = 0;
        while session.undo().is_ok() {
            steps += 1;
        }
        prop_assert_eq!(visible(session.study()), bare);
        for _ in 0..steps {
            prop_assert!(session.redo().is_ok());
        }
        prop_assert_eq!(visible(session.study()), last);
    }
}

#[test]
fn undo_takes_back_a_whole_batch_and_says_what() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(&folder.path().join("s.virk"));
    let undone = session.undo().unwrap();
    assert_eq!(undone.event_count, 2, "an informant and a document");
    assert_eq!(session.study().documents().count(), 0);
    session.redo().unwrap();
    assert_eq!(session.study().documents().count(), 1);
}

#[test]
fn undo_reaches_only_my_own_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut mine = session(&path);
    let mut yours = Session::open(&path, crate::support::author("bo")).unwrap();
    assert!(yours.undo().unwrap_err().what.contains("nothing to undo"));
    yours
        .perform(Command::SetMemo {
            on: MemoTarget::Study,
            text: "mine to take back".into(),
        })
        .unwrap();
    mine.undo().unwrap();
    assert_eq!(
        mine.study().memo(MemoTarget::Study),
        Some("mine to take back")
    );
    assert_eq!(mine.study().documents().count(), 0);
}

#[test]
fn undo_refuses_to_overwrite_what_somebody_changed_since() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut mine = session(&path);
    let memo = |text: &str| Command::SetMemo {
        on: MemoTarget::Study,
        text: text.into(),
    };
    mine.perform(memo("first")).unwrap();
    let mut yours = Session::open(&path, crate::support::author("bo")).unwrap();
    yours.perform(memo("second")).unwrap();
    assert!(
        mine.undo()
            .unwrap_err()
            .what
            .contains("changed the same thing since")
    );
    assert_eq!(mine.study().memo(MemoTarget::Study), Some("second"));
}
