//! Whatever is done to codings over whatever text: every coding proves the
//! words it lies on, two codes never share their letters, what is folded from
//! the file is what was seen, and undoing all returns the first state exactly.
//!
//! `PROPTEST_CASES=5000 cargo test --test it codings::` runs more of it.

use crate::support::{author, code, codes, start, visible};
use proptest::prelude::*;
use virk::import::decode::decode;
use virk::log::{Author, Session};
use virk::study::command::{CodeTarget, NewLink, NewSpeaker, SplitPart};
use virk::study::configuration::PartBody;
use virk::study::dataset::Indicator;
use virk::study::document::Provenance;
use virk::study::event::MemoTarget;
use virk::study::revision::Justification;
use virk::study::revision::Revision;
use virk::study::theory::{NodeDescription, Origin, QuoteAt};
use virk::study::{Code, CodeKind, Coding, Command, Id, InformantBody, Polarity, Study, Variable};
use virk::text::{Span, TurnFormat, sanitize};

/// A transcript as Windows writes it, with letters of several marks, emoji that
/// are joined, wide characters, and marks that stand alone.
const SOURCE: &str = "\u{feff}Interviewer: Hvad så?\r\nMentor 1: Jeg sa\u{30a} 👩‍👧‍👦 pludselig, øh …\r\nmig selv udefra! 日本語 e\u{301}\u{323}x.\r\n\r\nInterviewer: \u{301}Og 🇩🇰🇳🇴 så?\rMentor 1: Så gik det bedre,\r\n\r\nog værre igen. Ｗｉｄｅ ﷽ æøå\u{200d}\r\n";

#[derive(Clone, Debug)]
enum Deed {
    Code {
        at: usize,
        len: usize,
        codes: Vec<usize>,
    },
    CodeNew {
        at: usize,
        len: usize,
        name: String,
    },
    CodeEach {
        step: usize,
        len: usize,
        code: usize,
    },
    Uncode(usize),
    Recode {
        codings: Vec<usize>,
        code: usize,
    },
    Boundary {
        coding: usize,
        at: usize,
        len: usize,
        together: bool,
    },
    Merge {
        from: Vec<usize>,
        into: usize,
    },
    Split {
        code: usize,
        to: Vec<usize>,
        new: bool,
    },
    Under {
        code: usize,
        parent: usize,
    },
    Retire(usize),
    Condense {
        at: usize,
        len: usize,
        text: String,
    },
    Memo {
        coding: usize,
        text: String,
    },
    CodeMemo {
        code: usize,
        text: String,
    },
    Judge {
        coding: usize,
        link: usize,
        polarity: usize,
    },
    Tell {
        coding: usize,
        polarity: usize,
    },
    RemoveDocument,
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let at = 0usize..260;
    let len = 1usize..60;
    prop_oneof![
        6 => (at.clone(), len.clone(), proptest::collection::vec(0usize..9, 1..4)).prop_map(|(at, len, codes)| Deed::Code { at, len, codes }),
        1 => (at.clone(), len.clone(), "[A-Z][a-zæøå]{0,3}").prop_map(|(at, len, name)| Deed::CodeNew { at, len, name }),
        1 => (9usize..60, 1usize..9, 0usize..9).prop_map(|(step, len, code)| Deed::CodeEach { step, len, code }),
        1 => any::<usize>().prop_map(Deed::Uncode),
        3 => (proptest::collection::vec(any::<usize>(), 1..4), 0usize..9).prop_map(|(codings, code)| Deed::Recode { codings, code }),
        4 => (any::<usize>(), at.clone(), len.clone(), any::<bool>())
            .prop_map(|(coding, at, len, together)| Deed::Boundary { coding, at, len, together }),
        2 => (proptest::collection::vec(0usize..9, 1..3), 0usize..9).prop_map(|(from, into)| Deed::Merge { from, into }),
        2 => (0usize..9, proptest::collection::vec(0usize..9, 1..3), any::<bool>()).prop_map(|(code, to, new)| Deed::Split { code, to, new }),
        1 => (0usize..9, 0usize..10).prop_map(|(code, parent)| Deed::Under { code, parent }),
        1 => (0usize..9).prop_map(Deed::Retire),
        2 => (at, len, "[a-zæøå ]{0,12}").prop_map(|(at, len, text)| Deed::Condense { at, len, text }),
        2 => (any::<usize>(), "[a-z]{0,5}").prop_map(|(coding, text)| Deed::Memo { coding, text }),
        1 => (0usize..9, "[a-z]{0,5}").prop_map(|(code, text)| Deed::CodeMemo { code, text }),
        2 => (any::<usize>(), 0usize..4, 0usize..4).prop_map(|(coding, link, polarity)| Deed::Judge { coding, link, polarity }),
        1 => (any::<usize>(), 0usize..4).prop_map(|(coding, polarity)| Deed::Tell { coding, polarity }),
        1 => Just(Deed::RemoveDocument),
        4 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
    ]
}

/// The command a deed stands for in this study, if it makes sense there.
fn command(study: &Study, deed: &Deed) -> Option<Command> {
    let document = study.documents().next()?;
    let span = |at: usize, len: usize| {
        let end = (at + len).min(document.text.len());
        Span::snap(&document.text, at.min(end.saturating_sub(1))..end).ok()
    };
    let quote = |at, len| {
        Some(QuoteAt {
            document: document.id,
            span: span(at, len)?,
        })
    };
    let known: Vec<&Code> = study.codes().collect();
    let code = |n: usize| known.get(n % known.len().max(1)).map(|code| code.id);
    let codes = |which: &[usize]| {
        which
            .iter()
            .filter_map(|n| code(*n))
            .collect::<Vec<Id<Code>>>()
    };
    let codings: Vec<&Coding> = study.codings().collect();
    let coding = |n: usize| codings.get(n % codings.len().max(1)).copied();
    let at = |coding: &Coding| QuoteAt {
        document: coding.document,
        span: coding.span,
    };
    let reason = || "a reason".to_owned();
    Some(match deed {
        Deed::Code {
            at,
            len,
            codes: which,
        } => Command::Apply {
            document: document.id,
            span: span(*at, *len)?,
            codes: codes(which),
        },
        Deed::CodeNew { at, len, name } => {
            let fresh = crate::support::code("", CodeKind::Other, name, None);
            Command::ApplyNew {
                document: document.id,
                span: span(*at, *len)?,
                code: Box::new(fresh),
            }
        }
        Deed::CodeEach { step, len, code: n } => {
            let quotes = (0..document.text.len())
                .step_by(*step)
                .filter_map(|at| quote(at, *len))
                .collect();
            Command::ApplyEach {
                quotes,
                codes: vec![code(*n)?],
            }
        }
        Deed::Uncode(n) => Command::Uncode {
            codings: vec![coding(*n)?.id],
        },
        Deed::Recode {
            codings: which,
            code: to,
        } => {
            let mut ids: Vec<Id<Coding>> =
                which.iter().filter_map(|n| Some(coding(*n)?.id)).collect();
            ids.sort();
            ids.dedup();
            Command::Recode {
                codings: ids,
                code: code(*to)?,
            }
        }
        Deed::Boundary {
            coding: n,
            at,
            len,
            together,
        } => {
            let first = coding(*n)?;
            let same = study
                .codings_at(first.document, first.span)
                .filter(|other| *together || other.id == first.id);
            Command::MoveBoundary {
                codings: same.map(|coding| coding.id).collect(),
                span: span(*at, *len)?,
            }
        }
        Deed::Merge { from, into } => Command::MergeCodes {
            from: codes(from),
            into: code(*into)?,
            reason: reason(),
        },
        Deed::Split { code: n, to, new } => {
            let code = code(*n)?;
            let mut targets: Vec<CodeTarget> =
                codes(to).into_iter().map(CodeTarget::Existing).collect();
            if *new {
                targets.push(CodeTarget::New(Box::new(crate::support::code(
                    "",
                    CodeKind::Other,
                    "Part",
                    None,
                ))));
            }
            let mut parts: Vec<SplitPart> = targets
                .into_iter()
                .map(|to| SplitPart {
                    to,
                    codings: Vec::new(),
                })
                .collect();
            let count = parts.len();
            for (n, coding) in codings
                .iter()
                .filter(|coding| coding.code == code)
                .enumerate()
            {
                parts[n % count].codings.push(coding.id);
            }
            Command::SplitCode {
                code,
                parts,
                reason: reason(),
            }
        }
        Deed::Under { code: n, parent } => {
            let id = code(*n)?;
            let mut body = study.code(id)?.body.clone();
            body.parent = known.get(*parent).map(|code| code.id);
            Command::ChangeCode {
                id,
                body: Box::new(body),
                reason: reason(),
            }
        }
        Deed::Retire(n) => Command::RetireCodes {
            codes: vec![code(*n)?],
            reason: reason(),
        },
        Deed::Condense { at, len, text } => Command::Condense {
            quote: quote(*at, *len)?,
            text: text.clone(),
            theme: String::new(),
        },
        Deed::Memo { coding: n, text } => Command::SetMemo {
            on: MemoTarget::Quote(at(coding(*n)?)),
            text: text.clone(),
        },
        Deed::CodeMemo { code: n, text } => Command::SetMemo {
            on: MemoTarget::Code(code(*n)?),
            text: text.clone(),
        },
        Deed::Judge {
            coding: n,
            link,
            polarity,
        } => {
            let links: Vec<_> = study
                .theories()
                .flat_map(|theory| study.links_of(theory))
                .map(|link| link.id)
                .collect();
            let (link, quote) = (*links.get(link % links.len().max(1))?, at(coding(*n)?));
            Command::Judge {
                link,
                quote,
                polarity: Polarity::ALL.get(*polarity).copied(),
            }
        }
        Deed::Tell {
            coding: n,
            polarity,
        } => {
            let (id, quote) = (study.configurations().next()?.id, at(coding(*n)?));
            Command::TellOfConfiguration {
                id,
                quote,
                polarity: Polarity::ALL.get(*polarity).copied(),
            }
        }
        Deed::RemoveDocument => Command::RemoveDocument { id: document.id },
        Deed::Undo | Deed::Redo => return None,
    })
}

/// Everything there is to see, and everything beside it that must come back too.
fn whole(study: &Study) -> String {
    let mut lines = vec![visible(study)];
    lines.extend(
        study
            .memos()
            .map(|(on, memo)| format!("memo {on:?} {memo}")),
    );
    let mut codings: Vec<_> = study.codings().collect();
    codings.sort_by_key(|coding| coding.id);
    lines.extend(codings.iter().map(|coding| format!("{coding:?}")));
    for theory in study.theories() {
        lines.push(format!("{theory:?}"));
        lines.extend(study.links_of(theory).map(|link| {
            format!(
                "{link:?} {:?}",
                study.polarities(link.id).collect::<Vec<_>>()
            )
        }));
    }
    for configuration in study.configurations() {
        lines.push(format!(
            "{configuration:?} {:?}",
            study
                .configuration_polarities(configuration.id)
                .collect::<Vec<_>>()
        ));
    }
    lines.extend(
        study
            .theories()
            .flat_map(|theory| study.changes(theory.id))
            .map(|change| format!("{change:?}")),
    );
    let mut indicators: Vec<&Indicator> = study.all_indicators().collect();
    indicators.sort();
    lines.extend(indicators.iter().map(|indicator| format!("{indicator:?}")));
    lines.join("\n")
}

/// What `virk check` proves of texts and codings, and what screens rely on.
fn check(study: &Study) -> Result<(), TestCaseError> {
    for document in study.documents() {
        let codings: Vec<&Coding> = study.codings_in(document.id).collect();
        for coding in &codings {
            prop_assert_eq!(
                Span::snap(&document.text, coding.span.range()),
                Ok(coding.span)
            );
            prop_assert_eq!(
                sanitize::quote_hash(coding.span.text(&document.text)),
                &*coding.hash
            );
            prop_assert!(
                study
                    .codings_at(document.id, coding.span)
                    .any(|found| found.id == coding.id),
                "{:?} is not found",
                coding
            );
        }
        prop_assert!(
            codings
                .is_sorted_by_key(|coding| (coding.span.start, std::cmp::Reverse(coding.span.end)))
        );
    }
    let mut same: Vec<_> = study
        .codings()
        .map(|coding| {
            (
                coding.document,
                coding.span,
                coding.code,
                coding.coder.clone(),
            )
        })
        .collect();
    let all = same.len();
    same.sort();
    same.dedup();
    prop_assert_eq!(same.len(), all, "two codings say the same");
    let mut tags: Vec<String> = study
        .codes()
        .map(|code| code.body.tag.to_lowercase())
        .collect();
    let all = tags.len();
    tags.sort();
    tags.dedup();
    prop_assert_eq!(tags.len(), all, "two codes share their letters");
    prop_assert_eq!(
        study.code_tree().len(),
        all,
        "a code is a subcode of itself"
    );
    Ok(())
}

/// A study by Bo, with a frozen theory and a draft: what Ann does comes after it.
fn given(path: &std::path::Path) -> Session {
    let bo = Author {
        writer: uuid::Uuid::from_u128(8),
        ..author("bo")
    };
    let mut session = Session::create(path, bo, start()).unwrap();
    let text = decode(SOURCE.as_bytes(), "talk.txt").unwrap().text;
    assert!(!text.contains('\r') && text.starts_with("Interviewer"));
    let speakers = vec![
        NewSpeaker {
            label: "Interviewer".into(),
            ..NewSpeaker::default()
        },
        NewSpeaker {
            label: "Mentor 1".into(),
            informant: Some(InformantBody {
                name: "Mentor 1".into(),
                ..InformantBody::default()
            }),
            by_name: false,
        },
    ];
    session.perform(codes()).unwrap();
    let more = [
        ("c_tempo", CodeKind::Context),
        ("o_work", CodeKind::Outcome),
        ("x_other", CodeKind::Other),
    ];
    session
        .perform(Command::AddCodes {
            codes: more.map(|(key, kind)| code(key, kind, key, None)).into(),
        })
        .unwrap();
    let document = Command::AddDocument {
        title: "talk".into(),
        language: "da".into(),
        format: TurnFormat::Colon,
        text: text.as_str().into(),
        speakers,
        source: Provenance::default(),
    };
    session.perform(document).unwrap();
    let all: Vec<Id<Code>> = session.study().codes().map(|code| code.id).collect();
    let link = |from: usize, to: usize| NewLink::between(all[from], all[to]);
    let links = vec![link(0, 2), link(1, 2), link(2, 4), link(3, 0)];
    session
        .perform(Command::AddTheory {
            version: "v1".into(),
            nodes: all[..5].to_vec(),
            links,
        })
        .unwrap();
    let first = session.study().theory().unwrap();
    let (first, on) = (first.id, session.study().links_of(first).next().unwrap().id);
    let said = NodeDescription {
        origin: Some(Origin::Interview),
        resource: Some("someone who asks".into()),
        ..NodeDescription::default()
    };
    // What acts on a link, what is said of a node, and a log of changes must follow a merger too.
    let moderator = Revision::DrawLink {
        link: NewLink::between(all[3], all[2]),
        on: Some(on),
    };
    let revisions = vec![
        (
            Revision::DescribeNode {
                code: all[0],
                node: said,
            },
            Justification::because("they said so"),
        ),
        (moderator, Justification::because("only then")),
    ];
    session
        .perform(Command::DeriveTheory {
            from: first,
            version: "v2".into(),
            revisions,
        })
        .unwrap();
    let variables = ["one", "two"]
        .map(|name| Variable {
            name: name.into(),
            ..Variable::default()
        })
        .to_vec();
    let columns = ["1", "1"].map(|cell| [cell].iter().collect()).to_vec();
    let indicators = vec![
        ("one".to_owned(), all[0]),
        ("two".to_owned(), all[0]),
        ("two".to_owned(), all[2]),
    ];
    let source = Provenance::default();
    session
        .perform(Command::AddDataset {
            name: "survey".into(),
            variables,
            exclusions: vec![],
            columns,
            indicators,
            source,
        })
        .unwrap();
    let document = session.study().documents().next().unwrap();
    let (document_id, span) = (document.id, Span::snap(&document.text, 30..70).unwrap());
    let by_bo = Command::Apply {
        document: document.id,
        span,
        codes: all[..3].to_vec(),
    };
    session.perform(by_bo).unwrap();
    let quote = QuoteAt {
        document: document_id,
        span,
    };
    let part = |codes: &[Id<Code>]| PartBody {
        codes: codes.to_vec(),
        quotes: vec![quote],
    };
    let parts = [part(&all[3..4]), part(&all[..2]), part(&all[2..3])];
    session
        .perform(Command::AddConfiguration {
            parts,
            statement: String::new(),
            quotes: vec![(quote, Polarity::Supports)],
        })
        .unwrap();
    session
}

proptest! {
    // Two dozen cases in every run; more by PROPTEST_CASES.
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn codings_always_prove_their_words_and_undoing_all_returns_the_first_state(
        deeds in proptest::collection::vec(deed(), 1..40)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("study.virk");
        drop(given(&path));
        let mut session = Session::open(&path, author("ann")).unwrap();
        let first = whole(session.study());
        let frozen = |study: &Study| study.find_theory(Some("v1")).map(|theory| format!("{theory:?} {:?}", study.links_of(theory).collect::<Vec<_>>())).unwrap();
        let fixed = frozen(session.study());
        for deed in &deeds {
            match deed {
                Deed::Undo => drop(session.undo()),
                Deed::Redo => drop(session.redo()),
                _ => {
                    if let Some(command) = command(session.study(), deed) {
                        // Refusals are part of life; they change nothing.
                        let before = session.study().revision();
                        if session.perform(command).is_err() {
                            prop_assert_eq!(session.study().revision(), before);
                        }
                    }
                }
            }
            check(session.study())?;
        }
        prop_assert_eq!(frozen(session.study()), fixed);
        let last = whole(session.study());
        let again = Session::open(&path, author("ann")).unwrap();
        prop_assert_eq!(whole(again.study()), &*last, "what is folded from the file is not what was seen");
        check(again.study())?;
        prop_assert!(again.store().verify().unwrap().is_empty());
        let mut undone = 0;
        let end = loop {
            match session.undo() {
                Ok(_) => undone += 1,
                Err(refusal) => break refusal.what,
            }
            check(session.study())?;
        };
        prop_assert_eq!(end, "nothing to undo");
        prop_assert_eq!(whole(session.study()), first);
        for _ in 0..undone {
            session.redo().unwrap();
        }
        prop_assert_eq!(whole(session.study()), last);
    }
}
