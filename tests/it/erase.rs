//! Erasing: the words are gone from the study, from the file's bytes and from
//! the search, the facts stay, and nothing brings the words back.

use crate::support::{Desk, TALK, author, codes, session, span_of, start, transcript, visible};
use std::path::Path;
use virk::log::{Author, RecordStore, Session, Store};
use virk::search::{Query, Searcher};
use virk::study::{
    Command, Id, InformantBody, Variable, dataset::Exclusion, derivation::RecodeRule,
    document::Provenance, event::MemoTarget, theory::QuoteAt,
};

/// Words that stand in the file before, and nowhere after.
const SECRETS: [&str; 5] = [
    "pludselig på mig selv",
    "Så sig selv udefra",
    "en helt tidlig kondensering",
    "uforsigtig note",
    "blev det bedre",
];

fn holds(path: &Path, words: &str) -> bool {
    let folder = path.parent().unwrap();
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes
            .windows(words.len())
            .any(|window| window == words.as_bytes())
    })
}

fn quote(session: &Session) -> QuoteAt {
    let document = session.study().find_document("talk").unwrap();
    QuoteAt {
        document: document.id,
        span: span_of(document, "på mig selv udefra"),
    }
}

/// A study in a file, with codings, notes in several versions, and much else around.
fn worked(path: &Path) -> Session {
    let mut session = session(path);
    let code = session.study().find_code("Refl").unwrap().id;
    for n in 0..40 {
        let text =
            format!("Mentor 2: Noget helt andet, nummer {n}, som en anden sagde en anden dag.");
        session
            .perform(transcript(&format!("other {n}"), &text))
            .unwrap();
    }
    let at = quote(&session);
    session
        .perform(Command::Apply {
            document: at.document,
            span: at.span,
            codes: vec![code],
        })
        .unwrap();
    session
        .perform(Command::Condense {
            quote: at,
            text: "en helt tidlig kondensering".into(),
            theme: String::new(),
        })
        .unwrap();
    session
        .perform(Command::Condense {
            quote: at,
            text: "Så sig selv udefra".into(),
            theme: "blik".into(),
        })
        .unwrap();
    session
        .perform(Command::SetMemo {
            on: MemoTarget::Document(at.document),
            text: "uforsigtig note".into(),
        })
        .unwrap();
    session
        .perform(Command::SetMemo {
            on: MemoTarget::Study,
            text: "Han: jeg SÅ pludselig på mig selv, udefra!".into(),
        })
        .unwrap();
    session
        .perform(Command::SetMemo {
            on: MemoTarget::Code(code),
            text: "en tanke om refleksion".into(),
        })
        .unwrap();
    session
}

#[test]
fn no_byte_of_the_words_stays_in_the_file_or_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut session = worked(&path);
    SECRETS
        .iter()
        .for_each(|words| assert!(holds(&path, words), "{words} before"));
    let id = quote(&session).document;
    let said = session.perform(Command::EraseDocument { id }).unwrap();
    assert_eq!(
        said,
        "Erased `talk`: the words of 1 document and 4 notes on them; 1 coding without words stay"
    );
    SECRETS
        .iter()
        .for_each(|words| assert!(!holds(&path, words), "{words} after"));
    assert!(
        holds(&path, "som en anden sagde"),
        "the words of others stay"
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no journal is left"
    );
}

/// Themes, and how people were described, in every version and wherever they stand.
#[test]
fn no_theme_role_or_attribute_stays_of_who_withdraws() {
    const WORDS: [&str; 7] = [
        "zebratema",
        "giraftema",
        "rektorrolle",
        "lærerrolle",
        "nordafdeling",
        "diagnosenavn",
        "migræneværdi",
    ];
    for by_document in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.virk");
        let mut session = session(&path);
        let at = quote(&session);
        for (text, theme) in [
            ("a", "zebratema"),
            ("a", "giraftema"),
            ("b", "giraftema"),
            ("", ""),
        ] {
            let (text, theme) = (text.to_owned(), theme.to_owned());
            session
                .perform(Command::Condense {
                    quote: at,
                    text,
                    theme,
                })
                .unwrap();
        }
        session.undo().unwrap();
        let describe = |role: &str, attributes: &[(&str, &str)]| Command::DescribeInformant {
            body: InformantBody {
                name: "Mentor 1".into(),
                role: role.into(),
                department: "nordafdeling".into(),
                attributes: attributes
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                    .collect(),
            },
        };
        session.perform(describe("rektorrolle", &[])).unwrap();
        session
            .perform(describe("lærerrolle", &[("diagnosenavn", "migræneværdi")]))
            .unwrap();
        let id = session.study().find_informant("Mentor 1").unwrap().id;
        let name = "Mentor X".to_owned();
        session
            .perform(Command::RenameInformant { id, name })
            .unwrap();
        session
            .perform(Command::DescribeInformant {
                body: InformantBody {
                    name: "Mentor 2".into(),
                    role: "andenrolle".into(),
                    ..InformantBody::default()
                },
            })
            .unwrap();
        let known = session.study().informant(id).unwrap().body.clone();
        assert_eq!(
            (known.role.as_str(), known.attributes.len()),
            ("lærerrolle", 1)
        );
        let theme = |session: &Session| {
            session
                .study()
                .condensation(at)
                .map(|known| known.theme.clone())
        };
        assert_eq!(theme(&session).as_deref(), Some("giraftema"));
        for words in WORDS {
            assert!(holds(&path, words), "{words} before");
        }
        session
            .perform(if by_document {
                Command::EraseDocument { id: at.document }
            } else {
                Command::EraseInformant { id }
            })
            .unwrap();
        for words in WORDS {
            assert!(!holds(&path, words), "{words} after");
        }
        assert!(holds(&path, "andenrolle"), "how others are described stays");
        let opened = Session::open(&path, author("ann")).unwrap();
        for study in [session.study(), opened.study()] {
            let left = study.informant(id).map(|known| known.body.is_bare());
            assert_eq!(left, by_document.then_some(true));
            assert_eq!(study.condensations().count(), 0);
        }
        assert!(opened.store().verify().unwrap().is_empty());
    }
}

/// Whoever was taken for one person with another stays described in the file until then.
#[test]
fn how_somebody_was_described_under_another_name_goes_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut session = session(&path);
    session
        .perform(transcript("more", "Mentor 1: Og en gang til."))
        .unwrap();
    let describe = |name: &str, role: &str| Command::DescribeInformant {
        body: InformantBody {
            name: name.into(),
            role: role.into(),
            ..InformantBody::default()
        },
    };
    let id = |session: &Session, name: &str| session.study().find_informant(name).unwrap().id;
    let more = session.study().find_document("more").unwrap().id;
    let (document, label) = (more, "Mentor 1".to_owned());
    let informant = Some("Mentor 8".to_owned());
    session
        .perform(Command::AssignSpeaker {
            document,
            label,
            informant,
        })
        .unwrap();
    session.perform(describe("Mentor 1", "zebrarolle")).unwrap();
    session.perform(describe("Mentor 8", "girafrolle")).unwrap();
    session.perform(describe("Mentor 9", "gnurolle")).unwrap();
    let (into, from) = (id(&session, "Mentor 1"), vec![id(&session, "Mentor 8")]);
    let name = "Mentor X".to_owned();
    session
        .perform(Command::JoinInformants { from, into, name })
        .unwrap();
    assert!(
        ["zebrarolle", "girafrolle", "gnurolle"]
            .iter()
            .all(|words| holds(&path, words))
    );
    // As long as somebody speaks elsewhere, they stay described.
    session
        .perform(Command::EraseDocument { id: more })
        .unwrap();
    assert!(holds(&path, "zebrarolle"));
    let id = id(&session, "Mentor X");
    session.perform(Command::EraseInformant { id }).unwrap();
    assert!(!holds(&path, "zebrarolle") && !holds(&path, "girafrolle"));
    assert!(holds(&path, "gnurolle"));
}

#[test]
fn codings_stay_as_facts_and_the_study_proves_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut session = worked(&path);
    let mut other = Session::open(&path, author("bo")).unwrap();
    let id = quote(&session).document;
    session.perform(Command::EraseDocument { id }).unwrap();
    other.refresh().unwrap();
    let opened = Session::open(&path, author("ann")).unwrap();
    for study in [session.study(), other.study(), opened.study()] {
        let document = study.document(id).unwrap();
        assert!(
            document.erased && document.text.is_empty() && study.was_erased(document.body.content)
        );
        assert_eq!(study.codings_in(id).count(), 1);
        assert_eq!(
            (
                study.condensations().count(),
                study.memo(MemoTarget::Study),
                study.memo(MemoTarget::Document(id))
            ),
            (0, None, None)
        );
        assert_eq!(
            study.memo(MemoTarget::Code(study.find_code("Refl").unwrap().id)),
            Some("en tanke om refleksion")
        );
        assert_eq!(visible(study), visible(session.study()));
    }
    let store = Store::open(&path).unwrap();
    assert!(store.verify().unwrap().is_empty());
}

/// The journal of the study in a file.
fn journal_of(path: &Path) -> std::path::PathBuf {
    path.with_file_name("s.virk-journal")
}

/// Deletes words as an erasure does that is killed right after it: the pages as they were lie in
/// the journal.
fn half_erase(path: &Path) {
    let file = rusqlite::Connection::open(path).unwrap();
    file.pragma_update(None, "journal_mode", "PERSIST").unwrap();
    file.execute_batch(
        "BEGIN; DELETE FROM content WHERE text LIKE '%pludselig%';
         INSERT INTO content VALUES (zeroblob(16), '', 'an erasure is not finished'); COMMIT",
    )
    .unwrap();
}

#[test]
fn what_a_killed_erasure_left_is_finished_by_whoever_opens_the_study() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    drop(worked(&path));
    half_erase(&path);
    assert!(holds(&path, "pludselig på mig selv"), "in the journal");
    let session = Session::open(&path, author("ann")).unwrap();
    let told = session.interrupted_erasure().unwrap();
    assert!(
        told.what
            .contains("had been interrupted, and is now finished"),
        "{}",
        told.what
    );
    assert!(!holds(&path, "pludselig på mig selv") && !holds(&path, "an erasure is not finished"));
    assert!(!journal_of(&path).exists());
    assert!(
        Session::open(&path, author("ann"))
            .unwrap()
            .interrupted_erasure()
            .is_none()
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_finished_is_told_and_finished_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    drop(worked(&path));
    half_erase(&path);
    // Somebody reads on and on, so that the file cannot be rebuilt.
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM record")
        .unwrap();
    let mut rows = reader.prepare("SELECT 1 FROM record").unwrap();
    let mut rows = rows.query([]).unwrap();
    rows.next().unwrap();
    let session = Session::open(&path, author("ann")).unwrap();
    let told = session.interrupted_erasure().unwrap();
    assert!(
        told.what.contains("cannot be finished now") && told.hint.contains("open it once more"),
        "{told:?}"
    );
    drop(session);
    drop(rows);
    reader.execute_batch("ROLLBACK").unwrap();
    assert!(
        Session::open(&path, author("ann"))
            .unwrap()
            .interrupted_erasure()
            .unwrap()
            .what
            .contains("is now finished")
    );
    assert!(!holds(&path, "pludselig på mig selv"));
}

#[test]
fn a_journal_that_is_needed_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    drop(worked(&path));
    let writer = rusqlite::Connection::open(&path).unwrap();
    writer
        .execute_batch("PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE content SET hash = 'other'")
        .unwrap();
    let before = std::fs::read(journal_of(&path)).unwrap();
    assert!(before.len() > 512 && before.iter().any(|byte| *byte != 0));
    // Whoever opens now waits for the writer or is refused; the journal is the writer's.
    drop(Store::open(&path));
    assert_eq!(
        std::fs::read(journal_of(&path)).unwrap()[512..],
        before[512..]
    );
    writer.execute_batch("ROLLBACK").unwrap();
    drop(writer);
    assert!(Store::open(&path).unwrap().verify().unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn a_journal_that_is_a_link_is_nobodys_to_overwrite() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    drop(worked(&path));
    let (victim, journal) = (folder.path().join("victim"), journal_of(&path));
    for hard in [false, true] {
        std::fs::write(&victim, "precious words of somebody else").unwrap();
        let linked = if hard {
            std::fs::hard_link(&victim, &journal)
        } else {
            std::os::unix::fs::symlink(&victim, &journal)
        };
        linked.unwrap();
        // SQLite may well refuse the study then.
        drop(Session::open(&path, author("ann")));
        assert_eq!(
            std::fs::read_to_string(&victim).unwrap(),
            "precious words of somebody else"
        );
        let _ = std::fs::remove_file(&journal);
    }
}

#[test]
fn nothing_brings_the_words_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut session = worked(&path);
    let id = quote(&session).document;
    session.perform(Command::EraseDocument { id }).unwrap();
    let refusal = session.undo().unwrap_err();
    assert!(
        refusal.what.contains("cannot be brought back"),
        "{}",
        refusal.what
    );
    let again = session.perform(Command::EraseDocument { id }).unwrap();
    assert!(again.contains("already been erased"), "{again}");
    session
        .perform(Command::SetMemo {
            on: MemoTarget::Study,
            text: "later".into(),
        })
        .unwrap();
    session.undo().unwrap();
    assert!(session.undo().is_err());
}

#[test]
fn copies_taken_out_of_the_study_before_go_too() {
    let mut desk = Desk::given([start(), codes(), transcript("talk", TALK)]);
    let old = desk.study.find_document("talk").unwrap().id;
    desk.when(Command::RemoveDocument { id: old }).unwrap();
    desk.when(transcript("talk", &TALK.replace("bedre", "godt")))
        .unwrap();
    desk.when(transcript("unlike", "Mentor 3: Et helt andet liv."))
        .unwrap();
    let document = desk.study.find_document("talk").unwrap();
    let erasure = desk.study.erasure_of(document);
    assert_eq!(erasure.documents, [old, document.id]);
    // One that is out of the study can still be named.
    let id = desk.study.find_document("unlike").unwrap().id;
    desk.when(Command::RemoveDocument { id }).unwrap();
    assert_eq!(desk.study.find_any_document("unlike").unwrap().id, id);
}

#[test]
fn an_informant_goes_with_all_they_said_unless_others_speak_with_them() {
    let mut desk = Desk::given([
        start(),
        codes(),
        transcript("talk", TALK),
        transcript("more", "Mentor 1: Og en gang til."),
    ]);
    let id = desk.study.find_informant("Mentor 1").unwrap().id;
    let decision = desk.when(Command::EraseInformant { id }).unwrap();
    assert!(
        decision
            .message
            .starts_with("Erased `Mentor 1`: the words of 2 documents"),
        "{}",
        decision.message
    );
    assert!(
        desk.study.informant(id).is_none()
            && desk.study.documents().all(|document| document.erased)
    );

    let mut desk = Desk::given([start(), codes(), transcript("talk", TALK)]);
    let Command::AddDocument {
        title,
        language,
        format,
        text,
        mut speakers,
        source,
    } = transcript("group", "Mentor 1: A.\nMentor 9: B.")
    else {
        panic!("a document")
    };
    speakers.push(virk::study::command::NewSpeaker {
        label: "Mentor 9".into(),
        informant: Some(virk::study::InformantBody {
            name: "Mentor 9".into(),
            ..Default::default()
        }),
        by_name: false,
    });
    desk.when(Command::AddDocument {
        title,
        language,
        format,
        text,
        speakers,
        source,
    })
    .unwrap();
    let id = desk.study.find_informant("Mentor 1").unwrap().id;
    let refusal = desk.when(Command::EraseInformant { id }).unwrap_err();
    assert_eq!(refusal.what, "others speak with Mentor 1 in `group`");
    assert!(desk.study.documents().all(|document| !document.erased));
    let unknown = desk
        .when(Command::EraseInformant {
            id: Id::new(uuid::Uuid::nil()),
        })
        .unwrap_err();
    assert!(unknown.what.contains("not in the study"));
}

/// A survey of three, as it might come in twice.
fn survey(name: &str) -> Command {
    let column = |cells: [&str; 3]| cells.iter().collect();
    let variable = |name: &str| Variable {
        name: name.into(),
        ..Variable::default()
    };
    Command::AddDataset {
        name: name.into(),
        variables: vec![variable("id"), variable("said"), variable("age")],
        exclusions: Vec::new(),
        columns: vec![
            column(["resp-1047", "resp-1048", "resp-1049"]),
            column(["Ja", "Det er zebrahestepasseren der siger sandheden", "Nej"]),
            column(["31", "52", "17"]),
        ],
        indicators: Vec::new(),
        source: Provenance {
            sha256: format!("of {name}"),
            ..Provenance::default()
        },
    }
}

#[test]
fn one_respondent_goes_and_the_others_keep_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut session = worked(&path);
    session.perform(survey("answers")).unwrap();
    let dataset = session.study().find_dataset(Some("answers")).unwrap().id;
    // Taken out and brought in once more, as people do after a mistake: the first one still lies in
    // the file.
    session
        .perform(Command::RemoveDataset { id: dataset })
        .unwrap();
    session.perform(survey("answers")).unwrap();
    let memo = "Hun skrev: det er ZEBRAHESTEPASSEREN, der siger sandheden";
    session
        .perform(Command::SetMemo {
            on: MemoTarget::Study,
            text: memo.into(),
        })
        .unwrap();
    let id = session.study().find_dataset(Some("answers")).unwrap().id;
    let rule = Exclusion::parse("id = resp-1048", "").unwrap();
    assert_eq!(
        session
            .study()
            .find_dataset(None)
            .unwrap()
            .row_numbers_where(&rule),
        [2]
    );
    let secrets = ["ebrahestepasseren", "EBRAHESTEPASSEREN", "resp-1048"];
    assert!(secrets.iter().all(|words| holds(&path, words)));
    let said = session
        .perform(Command::EraseRows {
            dataset: id,
            rows: vec![2],
        })
        .unwrap();
    assert_eq!(
        said,
        "Erased row 2 of `answers`, 1 note that repeats their words, and 1 copy taken out of the study before; 2 rows stay, and every test was recomputed"
    );
    secrets
        .iter()
        .for_each(|words| assert!(!holds(&path, words), "{words} after"));
    for study in [
        session.study(),
        Session::open(&path, author("ann")).unwrap().study(),
    ] {
        let dataset = study.find_dataset(None).unwrap();
        assert_eq!(
            (
                dataset.body.rows,
                dataset.kept_rows.len(),
                dataset.row_numbers().collect::<Vec<_>>()
            ),
            (2, 2, vec![1, 3])
        );
        assert_eq!(
            dataset.answers(2).collect::<Vec<_>>(),
            [Some("31"), Some("17")]
        );
        assert_eq!(study.memo(MemoTarget::Study), None);
    }
    // The third row is the third still; the second is gone, and there was no fourth.
    let again = session
        .perform(Command::EraseRows {
            dataset: id,
            rows: vec![2],
        })
        .unwrap();
    assert_eq!(again, "Row 2 of `answers` already erased");
    let refusal = session
        .perform(Command::EraseRows {
            dataset: id,
            rows: vec![4],
        })
        .unwrap_err();
    assert_eq!(refusal.what, "there is no row 4 in `answers`");
    assert!(
        session
            .undo()
            .unwrap_err()
            .what
            .contains("cannot be brought back")
    );
    session
        .perform(Command::EraseRows {
            dataset: id,
            rows: vec![3],
        })
        .unwrap();
    assert!(!holds(&path, "resp-1049") && holds(&path, "resp-1047"));
    let refusal = session
        .perform(Command::EraseRows {
            dataset: id,
            rows: vec![1],
        })
        .unwrap_err();
    assert!(
        refusal.hint.contains("virk erase \"answers\""),
        "{}",
        refusal.hint
    );
    let store = Store::open(&path).unwrap();
    assert!(store.verify().unwrap().is_empty());
}

#[test]
fn variables_that_are_made_of_others_are_made_anew_without_the_row() {
    let mut desk = Desk::given([start(), codes(), survey("answers")]);
    let dataset = desk.study.find_dataset(None).unwrap();
    let id = dataset.id;
    let rules = RecodeRule::parse_all("0..20=young; 21..99=old").unwrap();
    let age = dataset.body.variables[2].clone();
    desk.when(Command::MakeVariable {
        dataset: id,
        variable: Box::new(Variable::recoded(&age, "group", rules, false)),
    })
    .unwrap();
    desk.when(Command::Filter {
        dataset: id,
        rule: Exclusion::parse("group = young", "children").unwrap(),
        out: true,
    })
    .unwrap();
    let before = |desk: &Desk| {
        let dataset = desk.study.find_dataset(None).unwrap();
        (
            dataset.columns[3]
                .iter()
                .map(str::to_owned)
                .collect::<Vec<String>>(),
            dataset.kept_rows.to_vec(),
        )
    };
    assert_eq!(
        before(&desk),
        (
            ["old", "old", "young"].map(str::to_owned).to_vec(),
            vec![0, 1]
        )
    );
    desk.when(Command::EraseRows {
        dataset: id,
        rows: vec![1],
    })
    .unwrap();
    assert_eq!(
        before(&desk),
        (["old", "young"].map(str::to_owned).to_vec(), vec![0])
    );
}

#[test]
fn a_dataset_goes_with_every_copy_and_comes_back_by_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut session = worked(&path);
    session.perform(survey("answers")).unwrap();
    let mut other = Session::open(
        &path,
        Author {
            writer: uuid::Uuid::from_u128(8),
            coder: "bo".into(),
        },
    )
    .unwrap();
    let id = session.study().find_dataset(None).unwrap().id;
    other.perform(Command::RemoveDataset { id }).unwrap();
    session.refresh().unwrap();
    assert!(
        holds(&path, "zebrahestepasseren"),
        "taken out of the study, it is still in the file"
    );
    let said = session.perform(Command::EraseDataset { id }).unwrap();
    assert_eq!(
        said,
        "Erased `answers`: its 3 rows; it left the study, and its tests with it"
    );
    assert!(!holds(&path, "zebrahestepasseren"));
    // Whoever took it out cannot bring back what is no longer there.
    assert!(other.undo().is_err());
    assert!(
        other.study().datasets().next().is_none() && session.study().datasets().next().is_none()
    );
    assert!(
        session
            .perform(Command::EraseDataset { id })
            .unwrap()
            .contains("already been erased")
    );
    assert_eq!(session.study().find_any_dataset("answers").unwrap().id, id);
}

#[test]
fn a_saved_search_goes_in_every_version_and_under_every_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut session = worked(&path);
    let save = |name: &str, query: &str| Command::SaveSearch {
        name: name.into(),
        query: query.into(),
        scope: String::new(),
    };
    session
        .perform(save("first", "\"alpha zebrahest\""))
        .unwrap();
    session
        .perform(Command::All(vec![
            save("first", ""),
            save("doubts", "\"alpha zebrahest\""),
        ]))
        .unwrap();
    session.perform(save("doubts", "beta zebrahest")).unwrap();
    session.perform(save("kept", "gamma")).unwrap();
    assert!(holds(&path, "zebrahest"));
    let said = session
        .perform(Command::EraseSearch {
            name: "doubts".into(),
        })
        .unwrap();
    assert_eq!(said, "Erased the search “doubts”: 3 texts in all");
    assert!(!holds(&path, "zebrahest") && holds(&path, "gamma"));
    assert_eq!(
        session
            .study()
            .searches()
            .map(|(name, _)| name)
            .collect::<Vec<_>>(),
        ["kept"]
    );
    assert!(session.undo().is_err() && session.study().find_any_search("doubts").is_err());
    assert!(
        session
            .perform(Command::EraseSearch {
                name: "doubts".into()
            })
            .unwrap()
            .contains("already been erased")
    );
    assert!(
        session
            .perform(Command::EraseSearch {
                name: "never".into()
            })
            .is_err()
    );
}

#[test]
fn search_forgets() {
    let folder = tempfile::tempdir().unwrap();
    let (path, cache) = (folder.path().join("s.virk"), folder.path().join("cache"));
    let mut session = worked(&path);
    let id = quote(&session).document;
    let mut searcher = Searcher::open_in(&cache, &path.as_path().into()).with_index_threshold(0);
    searcher
        .update_index(session.study(), &mut |_, _| {})
        .unwrap();
    let query = Query::parse("udefra", session.study()).unwrap();
    assert_eq!(
        searcher.search(session.study(), &query, 9).unwrap().total,
        1
    );
    session.perform(Command::EraseDocument { id }).unwrap();
    assert_eq!(
        searcher.search(session.study(), &query, 9).unwrap().total,
        0,
        "before the index has caught up"
    );
    searcher
        .update_index(session.study(), &mut |_, _| {})
        .unwrap();
    assert_eq!(
        searcher.search(session.study(), &query, 9).unwrap().total,
        0,
        "and after"
    );
}

#[test]
fn a_backup_is_a_study_that_proves_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (
        folder.path().join("s.virk"),
        folder.path().join("copy.virk"),
    );
    let session = worked(&path);
    session.backup_to(&copy).unwrap();
    assert_eq!(
        visible(Session::open(&copy, author("ann")).unwrap().study()),
        visible(session.study())
    );
    assert!(
        session
            .backup_to(&copy)
            .unwrap_err()
            .what
            .contains("exists already")
    );
}
