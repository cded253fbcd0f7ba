//! Copies for colleagues: what they lack, and that nothing else may be missing.

use super::people::exports;
use super::scenarios::{Two, code_words};
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;
use virk::log::{Author, Session};
use virk::study::{Command, Document, Id, Time, event::MemoTarget, theory::QuoteAt};
use virk::team::{CopyOutcome, CopyRequest, Merge};

fn author(coder: &str) -> Author {
    Author {
        writer: Uuid::now_v7(),
        coder: Arc::from(coder),
    }
}

fn copy(session: &mut Session, to: &Path, documents: &[Id<Document>], blind: bool) -> CopyOutcome {
    let request = CopyRequest {
        person: "Bente",
        documents,
        blind,
        author: author("Anna"),
        time: Time(0),
    };
    request.make(session, to).unwrap()
}

/// Anna's study, in which she has coded, condensed and noted, and Bente has coded once.
fn study() -> Two {
    let two = Two::new();
    code_words(&mut two.session("Bente"), "talk", "bedre", "m_refl");
    two.merge("Anna", "Bente");
    let mut anna = two.session("Anna");
    let document = anna.study().find_document("talk").unwrap();
    let quote = QuoteAt {
        document: document.id,
        span: crate::support::span_of(document, "hårdt"),
    };
    anna.perform(Command::Condense {
        quote,
        text: "Hvad Anna mente om det".into(),
        theme: "Annas tema".into(),
    })
    .unwrap();
    anna.perform(Command::SetMemo {
        on: MemoTarget::Quote(quote),
        text: "Annas note".into(),
    })
    .unwrap();
    anna.perform(Command::SetMemo {
        on: MemoTarget::Study,
        text: "for os begge".into(),
    })
    .unwrap();
    let there = anna
        .study()
        .codings_at(quote.document, quote.span)
        .next()
        .unwrap()
        .id;
    let code = anna.study().find_code("o_dev").unwrap().id;
    anna.perform(Command::Recode {
        codings: vec![there],
        code,
    })
    .unwrap();
    two
}

fn holds(path: &Path, words: &str) -> bool {
    let bytes = std::fs::read(path).unwrap();
    bytes
        .windows(words.len())
        .any(|window| window == words.as_bytes())
}

fn faults(path: &Path) -> usize {
    let session = Session::open(path, author("Bente")).unwrap();
    session.store().verify().unwrap().len()
}

#[test]
fn a_blind_copy_holds_nothing_of_what_others_coded() {
    let two = study();
    let mut anna = two.session("Anna");
    let to = two.path("blind");
    let theirs: Vec<String> = anna
        .study()
        .codings()
        .filter(|coding| &*coding.coder == "Anna")
        .map(|coding| coding.id.to_string())
        .collect();
    assert_eq!(theirs.len(), 2);
    let made = copy(&mut anna, &to, &[], true);
    assert!(made.left_out >= 5, "{made:?}");
    for word in
        theirs
            .iter()
            .map(String::as_str)
            .chain(["Hvad Anna mente", "Annas tema", "Annas note"])
    {
        assert!(
            holds(&two.path("Anna"), word) && !holds(&to, word),
            "{word}"
        );
    }
    assert!(holds(&to, "for os begge"));
    let bente = Session::open(&to, author("Bente")).unwrap();
    let coders: Vec<&str> = bente
        .study()
        .codings()
        .map(|coding| &*coding.coder)
        .collect();
    assert_eq!(coders, ["Bente"]);
    assert_eq!(bente.study().id(), anna.study().id());
    assert_eq!(bente.store().verify().unwrap(), []);
    assert!(bente.read_only().is_none());
}

#[test]
fn only_what_a_copy_says_it_lacks_may_be_missing() {
    let two = study();
    let to = two.path("blind");
    copy(&mut two.session("Anna"), &to, &[], true);
    let file = Connection::open(&to).unwrap();
    let numbers: Vec<i64> = file
        .prepare("SELECT seq FROM record ORDER BY seq")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    drop(file);
    let bytes = std::fs::read(&to).unwrap();
    // Any record may go missing but the very last of its writer, whom nobody has seen since.
    let mut noticed = 0;
    for seq in &numbers {
        std::fs::write(&to, &bytes).unwrap();
        let file = Connection::open(&to).unwrap();
        file.execute("DELETE FROM record WHERE seq = ?1", [seq])
            .unwrap();
        drop(file);
        noticed += usize::from(faults(&to) > 0);
    }
    assert!(
        noticed + 2 >= numbers.len(),
        "{noticed} of {}",
        numbers.len()
    );
}

#[test]
fn a_blind_copy_comes_back_and_everything_is_proved_again() {
    let two = study();
    let to = two.path("blind");
    copy(&mut two.session("Anna"), &to, &[], true);
    let mut bente = Session::open(&to, author("Bente")).unwrap();
    code_words(&mut bente, "talk", "godt", "m_refl");
    code_words(&mut two.session("Anna"), "talk", "talt", "m_refl");
    let mut anna = two.session("Anna");
    let merge = Merge::plan(&mut anna, &mut bente).unwrap().unwrap();
    assert_eq!(merge.conflicts, []);
    merge.perform(&mut anna).unwrap();
    assert_eq!(anna.study().codings().count(), 5);
    assert_eq!(anna.store().verify().unwrap(), []);
    // The other way round the gaps are filled, and the file is as whole as the other.
    let merge = Merge::plan(&mut bente, &mut anna).unwrap().unwrap();
    merge.perform(&mut bente).unwrap();
    assert_eq!(exports(bente.study()), exports(anna.study()));
    assert_eq!(bente.store().verify().unwrap(), []);
    drop((anna, bente));
    // What the copy once lacked is not to go missing where it is.
    for path in [two.path("Anna"), to] {
        assert_eq!(faults(&path), 0);
        let file = Connection::open(&path).unwrap();
        let gone = file
            .execute(
                "DELETE FROM record WHERE body LIKE '%\"coding_recoded\"%'",
                [],
            )
            .unwrap();
        assert_eq!(gone, 1);
        drop(file);
        assert!(faults(&path) > 0, "{}", path.display());
    }
}

#[test]
fn a_copy_of_some_documents_has_no_word_of_the_others() {
    let two = study();
    let mut anna = two.session("Anna");
    let text = "Interviewer: Hvem?\n\nMentor 9: Et helt andet menneske.";
    anna.perform(crate::support::transcript("other", text))
        .unwrap();
    let chosen = [anna.study().find_document("other").unwrap().id];
    let to = two.path("part");
    copy(&mut anna, &to, &chosen, false);
    assert!(holds(&to, "Et helt andet menneske") && !holds(&to, "pludselig"));
    let mut bente = Session::open(&to, author("Bente")).unwrap();
    assert_eq!(bente.store().verify().unwrap(), []);
    code_words(&mut bente, "other", "andet", "m_refl");
    let merge = Merge::plan(&mut anna, &mut bente).unwrap().unwrap();
    merge.perform(&mut anna).unwrap();
    assert_eq!(anna.study().codings().count(), 4);
}

#[test]
fn a_whole_copy_is_the_study() {
    let two = study();
    let mut anna = two.session("Anna");
    let to = two.path("whole");
    assert_eq!(copy(&mut anna, &to, &[], false).left_out, 0);
    let bente = Session::open(&to, author("Bente")).unwrap();
    assert_eq!(exports(bente.study()), exports(anna.study()));
    let request = CopyRequest {
        person: "Bente",
        documents: &[],
        blind: false,
        author: author("Anna"),
        time: Time(0),
    };
    let refusal = request.make(&mut anna, &to).unwrap_err();
    assert!(refusal.what.contains("exists already"), "{refusal:?}");
}
