//! What becomes of two people's work on copies of one study: fourteen things that happen to teams,
//! each with its outcome. Nothing is lost in silence.

use super::people::{Dice, Person, Words, exports};
use crate::support::{TALK, codes, new_link, span_of, start, transcript};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;
use virk::import::correction::align_words;
use virk::log::{Author, Session};
use virk::study::command::NewCode;
use virk::study::document::Provenance;
use virk::study::theory::QuoteAt;
use virk::study::{
    BilingualText, CodeBody, CodeKind, Coding, Command, ConflictKind, Id, Kept, Polarity, Record,
    Study,
};
use virk::team::{Disagreement, Merge, apart, conflicts};

/// Anna's study and Bente's copy of it.
pub struct Two {
    folder: TempDir,
}

impl Two {
    /// Anna has coded two quotes before Bente gets her copy.
    pub fn new() -> Two {
        let folder = tempfile::tempdir().unwrap();
        let two = Two { folder };
        let mut anna = Session::create(&two.path("Anna"), Two::author("Anna"), start()).unwrap();
        anna.perform(codes()).unwrap();
        anna.perform(transcript("talk", TALK)).unwrap();
        for (words, code) in [("på mig selv udefra", "m_refl"), ("hårdt", "m_task")] {
            code_words(&mut anna, "talk", words, code);
        }
        let ends = ["m_refl", "o_dev"].map(|code| anna.study().find_code(code).unwrap().id);
        anna.perform(Command::AddTheory {
            version: "v1".into(),
            nodes: ends.to_vec(),
            links: vec![new_link(ends[0], ends[1], "it helps")],
        })
        .unwrap();
        drop(anna);
        std::fs::copy(two.path("Anna"), two.path("Bente")).unwrap();
        two
    }

    pub fn path(&self, who: &str) -> PathBuf {
        self.folder.path().join(format!("{who}.virk"))
    }

    fn author(who: &str) -> Author {
        Author {
            writer: Uuid::from_u128(u128::from(who.as_bytes()[0])),
            coder: Arc::from(who),
        }
    }

    pub fn session(&self, who: &str) -> Session {
        Session::open(&self.path(who), Two::author(who)).unwrap()
    }

    /// Merges one's copy into the other's; answers with what both say differently.
    pub fn merge(&self, into: &str, from: &str) -> Vec<ConflictKind> {
        let (mut ours, mut theirs) = (self.session(into), self.session(from));
        let Some(merge) = Merge::plan(&mut ours, &mut theirs).unwrap() else {
            return Vec::new();
        };
        let kinds = merge
            .conflicts
            .iter()
            .map(|conflict| conflict.kind)
            .collect();
        merge.perform(&mut ours).unwrap();
        assert_eq!(ours.store().verify().unwrap(), []);
        kinds
    }

    /// Merges both ways: both have the same then.
    pub fn merge_both(&self) -> Vec<ConflictKind> {
        let kinds = self.merge("Anna", "Bente");
        self.merge("Bente", "Anna");
        self.are_the_same();
        kinds
    }

    fn are_the_same(&self) {
        let [anna, bente] = ["Anna", "Bente"].map(|who| exports(self.session(who).study()));
        assert_eq!(anna, bente);
    }

    /// Settles the only open conflict in Anna's study.
    fn settle(&self, kept: Kept) -> Session {
        let mut session = self.session("Anna");
        let open: Vec<_> = session.study().open_conflicts().collect();
        assert_eq!(open.len(), 1, "{open:?}");
        let records = session.store().latest(usize::MAX).unwrap();
        let record = |id: Uuid| -> &Record { records.iter().find(|known| known.id == id).unwrap() };
        let disagreement = Disagreement {
            conflict: open[0],
            ours: record(open[0].ours),
            theirs: record(open[0].theirs),
        };
        let command = disagreement
            .settle(session.study(), kept, "we talked about it")
            .unwrap();
        session.perform(command).unwrap();
        assert_eq!(session.study().open_conflicts().count(), 0);
        session
    }

    /// Settles so, sees that it holds, that undo takes it back, and that a colleague gets it.
    fn settle_and_undo<T: PartialEq + std::fmt::Debug>(
        &self,
        kept: Kept,
        see: impl Fn(&Study) -> T,
        expected: T,
    ) {
        let before = see(self.session("Anna").study());
        let mut session = self.settle(kept);
        assert_eq!(see(session.study()), expected, "{kept:?}");
        session.undo().unwrap();
        assert_eq!(see(session.study()), before, "{kept:?} taken back");
        assert_eq!(session.study().open_conflicts().count(), 1);
        session.redo().unwrap();
        assert_eq!(see(session.study()), expected);
        drop(session);
        self.merge("Bente", "Anna");
        self.are_the_same();
        assert_eq!(see(self.session("Bente").study()), expected);
    }
}

fn quote(study: &Study, title: &str, words: &str) -> QuoteAt {
    let document = study.find_document(title).unwrap();
    QuoteAt {
        document: document.id,
        span: span_of(document, words),
    }
}

pub fn code_words(session: &mut Session, title: &str, words: &str, code: &str) {
    let QuoteAt { document, span } = quote(session.study(), title, words);
    let code = session.study().find_code(code).unwrap().id;
    session
        .perform(Command::Apply {
            document,
            span,
            codes: vec![code],
        })
        .unwrap();
}

fn coding(study: &Study, words: &str) -> Id<Coding> {
    let QuoteAt { document, span } = quote(study, "talk", words);
    study.codings_at(document, span).next().unwrap().id
}

/// Every coding in sight: its words, code and coder.
fn codings(study: &Study) -> Vec<String> {
    let codings = study.codings().map(|coding| {
        let document = study.document(coding.document).unwrap();
        format!(
            "{} = {} ({})",
            coding.span.text(&document.text),
            study.code_name(coding.code),
            coding.coder
        )
    });
    let mut codings: Vec<String> = codings.collect();
    codings.sort();
    codings
}

fn rename(session: &mut Session, code: &str, name: &str) {
    let code = session.study().find_code(code).unwrap();
    let mut body = code.body.clone();
    body.name = BilingualText::new(name);
    let (id, body) = (code.id, Box::new(body));
    session
        .perform(Command::ChangeCode {
            id,
            body,
            reason: String::new(),
        })
        .unwrap();
}

fn condense(session: &mut Session, words: &str, text: &str) {
    let quote = quote(session.study(), "talk", words);
    session
        .perform(Command::Condense {
            quote,
            text: text.into(),
            theme: "theme".into(),
        })
        .unwrap();
}

fn add_code(session: &mut Session, key: &str, name: &str) {
    let body = CodeBody {
        key: key.into(),
        kind: CodeKind::Mechanism,
        name: BilingualText::new(name),
        ..CodeBody::default()
    };
    session
        .perform(Command::AddCodes {
            codes: vec![NewCode { body, parent: None }],
        })
        .unwrap();
}

/// 1. A code is renamed on one side, and used on the other: the new name, and both codings.
#[test]
fn a_code_renamed_on_one_side_is_renamed() {
    let two = Two::new();
    rename(&mut two.session("Bente"), "m_refl", "Seeing oneself");
    code_words(&mut two.session("Anna"), "talk", "bedre", "m_refl");
    assert_eq!(two.merge_both(), []);
    assert!(codings(two.session("Anna").study()).contains(&"bedre = Seeing oneself (Anna)".into()));
    // And when the other one defines it meanwhile, it has both.
    let two = Two::new();
    rename(&mut two.session("Bente"), "m_refl", "Seeing oneself");
    let mut anna = two.session("Anna");
    let code = anna.study().find_code("m_refl").unwrap();
    let mut body = code.body.clone();
    body.definition = BilingualText::new("when somebody sees themselves from outside");
    let (id, body) = (code.id, Box::new(body));
    anna.perform(Command::ChangeCode {
        id,
        body,
        reason: String::new(),
    })
    .unwrap();
    drop(anna);
    assert_eq!(two.merge_both(), []);
    let anna = two.session("Anna");
    let body = &anna.study().code(id).unwrap().body;
    assert_eq!(body.name.en, "Seeing oneself");
    assert!(body.definition.en.starts_with("when somebody"));
}

/// … and renamed on both sides, it is a conflict.
#[test]
fn a_code_renamed_on_both_sides_is_told() {
    for (kept, name) in [(Kept::Ours, "Anna's name"), (Kept::Theirs, "Bente's name")] {
        let two = Two::new();
        rename(&mut two.session("Anna"), "m_refl", "Anna's name");
        rename(&mut two.session("Bente"), "m_refl", "Bente's name");
        assert_eq!(two.merge_both(), [ConflictKind::BothSet]);
        let see = |study: &Study| study.find_code("m_refl").unwrap().name("en").to_owned();
        two.settle_and_undo(kept, see, name.to_owned());
    }
}

/// 2. Both make a code of the same name: both stand and are told; made one, it has both codings.
#[test]
fn the_same_name_made_twice_is_told() {
    let two = Two::new();
    for (who, words) in [("Anna", "bedre"), ("Bente", "godt")] {
        let mut session = two.session(who);
        add_code(&mut session, &format!("m_{}", who.to_lowercase()), "Trust");
        code_words(
            &mut session,
            "talk",
            words,
            &format!("m_{}", who.to_lowercase()),
        );
    }
    assert_eq!(two.merge_both(), [ConflictKind::SameName]);
    let see = |study: &Study| {
        (
            study
                .codes()
                .filter(|code| code.name("en") == "Trust")
                .count(),
            codings(study).len(),
        )
    };
    assert_eq!(see(two.session("Anna").study()), (2, 4));
    two.settle_and_undo(Kept::Ours, see, (1, 4));
}

/// 3. A coding that one side removed is removed; one that the other moved meanwhile is told.
#[test]
fn a_removed_coding_stays_removed() {
    let two = Two::new();
    let mut bente = two.session("Bente");
    let codings_there = vec![coding(bente.study(), "hårdt")];
    bente
        .perform(Command::Uncode {
            codings: codings_there,
        })
        .unwrap();
    drop(bente);
    assert_eq!(two.merge_both(), []);
    assert_eq!(
        codings(two.session("Anna").study()),
        ["på mig selv udefra = Reflection (Anna)"]
    );
    let two = Two::new();
    let mut bente = two.session("Bente");
    let there = coding(bente.study(), "hårdt");
    bente
        .perform(Command::Uncode {
            codings: vec![there],
        })
        .unwrap();
    let mut anna = two.session("Anna");
    let span = quote(anna.study(), "talk", "talt 👩‍👧 hårdt").span;
    anna.perform(Command::MoveBoundary {
        codings: vec![there],
        span,
    })
    .unwrap();
    drop((anna, bente));
    assert_eq!(two.merge_both(), [ConflictKind::UsedAndRemoved]);
    two.settle_and_undo(Kept::Ours, |study| codings(study).len(), 2);
}

/// 4. A boundary that one side moved is moved; both moved it: told.
#[test]
fn a_moved_boundary_is_moved() {
    let moved = |session: &mut Session, words: &str| {
        let there = coding(session.study(), "hårdt");
        let span = quote(session.study(), "talk", words).span;
        session
            .perform(Command::MoveBoundary {
                codings: vec![there],
                span,
            })
            .unwrap();
    };
    let two = Two::new();
    moved(&mut two.session("Bente"), "hårdt, men");
    assert_eq!(two.merge_both(), []);
    let see = |study: &Study| codings(study)[0].clone();
    assert_eq!(
        see(two.session("Anna").study()),
        "hårdt, men = Task reflection (Anna)"
    );
    let two = Two::new();
    moved(&mut two.session("Bente"), "hårdt, men");
    moved(&mut two.session("Anna"), "hårdt,");
    assert_eq!(two.merge_both(), [ConflictKind::BothMoved]);
    two.settle_and_undo(
        Kept::Theirs,
        see,
        "hårdt, men = Task reflection (Anna)".into(),
    );
}

/// 5. A coding that one side recoded is recoded; both recoded it: told.
#[test]
fn a_recoded_coding_is_recoded() {
    let recoded = |session: &mut Session, code: &str| {
        let there = coding(session.study(), "hårdt");
        let code = session.study().find_code(code).unwrap().id;
        session
            .perform(Command::Recode {
                codings: vec![there],
                code,
            })
            .unwrap();
    };
    let two = Two::new();
    recoded(&mut two.session("Bente"), "m_refl");
    assert_eq!(two.merge_both(), []);
    let see = |study: &Study| codings(study)[0].clone();
    assert_eq!(
        see(two.session("Anna").study()),
        "hårdt = Reflection (Anna)"
    );
    for (kept, code) in [
        (Kept::Ours, "Reflection"),
        (Kept::Theirs, "Personal development"),
    ] {
        let two = Two::new();
        recoded(&mut two.session("Bente"), "o_dev");
        recoded(&mut two.session("Anna"), "m_refl");
        assert_eq!(two.merge_both(), [ConflictKind::BothRecoded]);
        two.settle_and_undo(kept, see, format!("hårdt = {code} (Anna)"));
    }
}

fn correct(session: &mut Session, from: &str, to: &str) {
    let old = session.study().find_document("talk").unwrap();
    let text: Arc<str> = old.text.replace(from, to).into();
    let command = Command::ReplaceDocument {
        id: old.id,
        title: "talk".into(),
        language: old.body.language.clone(),
        format: old.body.format.clone(),
        speakers: Vec::new(),
        source: Provenance::default(),
        words: Box::new(align_words(&old.text, &text)),
    };
    session.perform(command).unwrap();
}

/// 6. A document that one side corrected, and the other coded: the codings wait as orphans, told,
///    and go along where their words are.
#[test]
fn a_document_corrected_on_one_side_keeps_the_codings_of_the_other() {
    let two = Two::new();
    correct(&mut two.session("Anna"), "pludselig", "pludseligt");
    code_words(&mut two.session("Bente"), "talk", "bedre", "m_refl");
    assert_eq!(two.merge_both(), [ConflictKind::CodedAndCorrected]);
    let see = |study: &Study| (codings(study).len(), study.orphans().len());
    assert_eq!(see(two.session("Anna").study()), (2, 1));
    two.settle_and_undo(Kept::Both, see, (3, 0));
}

/// 7. The same text imported twice: told; made one, it has the codings of both.
#[test]
fn the_same_text_imported_twice_is_told() {
    let two = Two::new();
    let text = "Interviewer: Og nu?\n\nMentor 1: Nu er det godt igen.";
    for (who, words, code) in [("Anna", "godt", "m_refl"), ("Bente", "igen", "m_task")] {
        let mut session = two.session(who);
        session.perform(transcript("second", text)).unwrap();
        code_words(&mut session, "second", words, code);
        if who == "Bente" {
            let quote = quote(session.study(), "second", words);
            let (text, theme) = ("again".into(), "time".into());
            session
                .perform(Command::Condense { quote, text, theme })
                .unwrap();
        }
    }
    assert_eq!(two.merge_both(), [ConflictKind::SameText]);
    let see = |study: &Study| {
        let second = study
            .documents()
            .filter(|document| document.body.title == "second");
        let texts = second.clone().count();
        let codings: usize = second
            .map(|document| study.codings_in(document.id).count())
            .sum();
        (texts, codings, study.condensations().count())
    };
    assert_eq!(see(two.session("Anna").study()), (2, 2, 1));
    two.settle_and_undo(Kept::Ours, see, (1, 2, 1));
}

/// 8. Both condensed a quote: told; one of the two is kept, and the other stays in the history.
#[test]
fn a_condensation_changed_on_both_sides_is_told() {
    for (kept, text) in [
        (Kept::Ours, "Anna's sentence"),
        (Kept::Theirs, "Bente's sentence"),
    ] {
        let two = Two::new();
        condense(&mut two.session("Anna"), "hårdt", "Anna's sentence");
        condense(&mut two.session("Bente"), "hårdt", "Bente's sentence");
        assert_eq!(two.merge_both(), [ConflictKind::BothSet]);
        let see = |study: &Study| {
            let condensation = study.condensation(quote(study, "talk", "hårdt")).unwrap();
            study.words(condensation.content).unwrap().to_owned()
        };
        two.settle_and_undo(kept, see, text.to_owned());
        let log = two.session("Anna").store().latest(usize::MAX).unwrap();
        let condensed = log
            .iter()
            .filter(|record| record.event.speaks_of().is_some());
        assert!(condensed.count() >= 2, "both are in the history");
    }
}

/// 9. Both judged a quote, and not alike: told, and one is kept for a reason.
#[test]
fn polarities_that_differ_are_told() {
    for (kept, polarity) in [
        (Kept::Ours, Polarity::Supports),
        (Kept::Theirs, Polarity::Nuances),
    ] {
        let two = Two::new();
        for (who, polarity) in [("Anna", Polarity::Supports), ("Bente", Polarity::Nuances)] {
            let mut session = two.session(who);
            let study = session.study();
            let link = study.links_of(study.theory().unwrap()).next().unwrap().id;
            let quote = quote(study, "talk", "hårdt");
            let polarity = Some(polarity);
            session
                .perform(Command::Judge {
                    link,
                    quote,
                    polarity,
                })
                .unwrap();
        }
        assert_eq!(two.merge_both(), [ConflictKind::BothSet]);
        let see = |study: &Study| {
            let link = study.links_of(study.theory().unwrap()).next().unwrap().id;
            study.polarity(link, quote(study, "talk", "hårdt"))
        };
        two.settle_and_undo(kept, see, Some(polarity));
    }
}

/// 10. A code merged here and used there: told; the coding follows, or the code comes back.
#[test]
fn a_code_merged_here_and_used_there_is_told() {
    for (kept, expected) in [
        (Kept::Ours, "bedre = Reflection (Bente)"),
        (Kept::Theirs, "bedre = Task reflection (Bente)"),
    ] {
        let two = Two::new();
        let mut anna = two.session("Anna");
        let code = |key: &str| anna.study().find_code(key).unwrap().id;
        let (from, into) = (vec![code("m_task")], code("m_refl"));
        let reason = "the same".into();
        anna.perform(Command::MergeCodes { from, into, reason })
            .unwrap();
        drop(anna);
        code_words(&mut two.session("Bente"), "talk", "bedre", "m_task");
        assert_eq!(two.merge_both(), [ConflictKind::UsedAndMerged]);
        let see = |study: &Study| {
            let mut mine = codings(study);
            mine.retain(|coding| coding.contains("Bente"));
            mine
        };
        assert_eq!(see(two.session("Anna").study()), Vec::<String>::new());
        two.settle_and_undo(kept, see, vec![expected.to_owned()]);
    }
}

fn bytes_hold(path: &Path, words: &str) -> bool {
    let bytes = std::fs::read(path).unwrap();
    bytes
        .windows(words.len())
        .any(|window| window == words.as_bytes())
}

/// 11. An informant erased here and coded there: the words are gone on both sides, also those that
///     the other wrote meanwhile.
#[test]
fn an_informant_erased_here_is_erased_there() {
    let two = Two::new();
    let mut bente = two.session("Bente");
    code_words(&mut bente, "talk", "bedre", "m_refl");
    condense(&mut bente, "hårdt", "It was tough in a sentence of her own");
    let repeats = "she says: Jeg så pludselig på mig selv udefra, which is much";
    bente
        .perform(Command::SetMemo {
            on: virk::study::event::MemoTarget::Study,
            text: repeats.into(),
        })
        .unwrap();
    drop(bente);
    let mut anna = two.session("Anna");
    let id = anna.study().find_informant("Mentor 1").unwrap().id;
    anna.perform(Command::EraseInformant { id }).unwrap();
    drop(anna);
    let told = [
        "pludselig på mig selv",
        "tough in a sentence",
        "which is much",
    ];
    for words in told {
        assert!(bytes_hold(&two.path("Bente"), words));
    }
    let kinds = two.merge_both();
    assert!(kinds.contains(&ConflictKind::ErasedAndUsed), "{kinds:?}");
    for who in ["Anna", "Bente"] {
        for words in told {
            assert!(!bytes_hold(&two.path(who), words), "{who}: {words}");
        }
        assert_eq!(two.session(who).store().verify().unwrap(), []);
    }
}

/// 12. Merged twice and back: nothing comes twice, and nothing is written where nothing is new.
#[test]
fn merging_twice_and_back_changes_nothing() {
    let two = Two::new();
    code_words(&mut two.session("Anna"), "talk", "bedre", "m_refl");
    code_words(&mut two.session("Bente"), "talk", "godt", "m_refl");
    two.merge_both();
    let before = ["Anna", "Bente"].map(|who| std::fs::read(two.path(who)).unwrap());
    assert_eq!(two.merge("Bente", "Anna"), []);
    assert_eq!(two.merge("Anna", "Bente"), []);
    assert_eq!(two.merge("Anna", "Bente"), []);
    assert_eq!(two.merge("Bente", "Anna"), []);
    let after = ["Anna", "Bente"].map(|who| std::fs::read(two.path(who)).unwrap());
    assert!(before == after, "a merge without news writes nothing");
    assert_eq!(codings(two.session("Anna").study()).len(), 4);
    two.are_the_same();
}

/// 14. Clocks an hour apart: what both say is told whatever their clocks say, and who goes on after
///     the merge comes after it.
#[test]
fn clocks_an_hour_apart_decide_nothing_in_silence() {
    let (mut dice, mut words) = (Dice::new(3), Words::default());
    let mut anna = Person::begins(&mut dice, &mut words);
    let mut bente = anna.copies("Bente", Some(dice.uuid()));
    bente.clock = 3_600_000_000;
    let memo = |text: &str| Command::SetMemo {
        on: virk::study::event::MemoTarget::Study,
        text: text.into(),
    };
    assert!(bente.does(memo("an hour ahead"), &mut dice, &mut words));
    assert!(anna.does(memo("written later"), &mut dice, &mut words));
    let alone = apart(&anna.log, &bente.log);
    let kinds: Vec<_> = conflicts(&alone.ours, &alone.theirs)
        .iter()
        .map(|found| found.kind)
        .collect();
    assert_eq!(kinds, [ConflictKind::BothSet]);
    anna.merges(&bente, &words);
    let on = virk::study::event::MemoTarget::Study;
    assert_eq!(anna.study.memo(on), Some("an hour ahead"));
    assert!(anna.does(memo("after the merge"), &mut dice, &mut words));
    bente.merges(&anna, &words);
    assert_eq!(bente.study.memo(on), Some("after the merge"));
}
