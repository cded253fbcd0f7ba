//! Informants: whom labels stand for when documents join a study, and how that is put right later.

use crate::support::{Desk, codes, session, span_of, start, visible};

use virk::evidence::lint;
use virk::evidence::lint::unnamed_informants;
use virk::study::{
    Assignment, Command, Event, Id, Informant, InformantBody, Ref, Study,
    command::NewSpeaker,
    document::{DocumentSpeaker, Provenance},
    theory::QuoteAt,
};
use virk::text::TurnFormat;

/// An interview in which `label` answers, told apart by its title.
fn talk(title: &str, label: &str) -> Command {
    Command::AddDocument {
        title: title.into(),
        language: "en".into(),
        format: TurnFormat::Colon,
        text: format!("I: How did you come, {title}?\n{label}: By bus, said {title}.\n").into(),
        speakers: vec![
            NewSpeaker {
                label: "I".into(),
                ..NewSpeaker::default()
            },
            NewSpeaker {
                label: label.into(),
                informant: Some(InformantBody {
                    name: label.into(),
                    ..InformantBody::default()
                }),
                by_name: false,
            },
        ],
        source: Provenance::default(),
    }
}

fn joined(title: &str, label: &str) -> Command {
    let mut command = talk(title, label);
    if let Command::AddDocument { speakers, .. } = &mut command {
        speakers
            .iter_mut()
            .for_each(|speaker| speaker.by_name = true);
    }
    command
}

fn desk(commands: impl IntoIterator<Item = Command>) -> Desk {
    Desk::given([start(), codes()].into_iter().chain(commands))
}

fn names(study: &Study) -> Vec<&str> {
    study
        .informants()
        .map(|informant| informant.body.name.as_str())
        .collect()
}

fn id(study: &Study, name: &str) -> Id<Informant> {
    study
        .informants()
        .find(|informant| informant.body.name == name)
        .unwrap_or_else(|| panic!("no {name}"))
        .id
}

/// Who answers in a document.
fn who<'a>(study: &'a Study, title: &str) -> &'a str {
    let document = study.find_document(title).unwrap();
    let answers = document
        .turns()
        .iter()
        .find_map(|turn| document.informant(turn))
        .unwrap();
    &study.informant(answers).unwrap().body.name
}

/// Does it, takes it back, does it again: the same before and the same after.
fn there_and_back(desk: &mut Desk, command: Command) -> String {
    let before = visible(&desk.study);
    let decision = desk.when(command).unwrap();
    let after = visible(&desk.study);
    let back = desk.study.decide_undo(&decision.events).unwrap();
    desk.take(&back);
    assert_eq!(visible(&desk.study), before);
    let again = desk.study.decide_redo(&decision.events).unwrap();
    desk.take(&again);
    assert_eq!(visible(&desk.study), after);
    decision.message
}

fn describe(name: &str, role: &str, attributes: &[(&str, &str)]) -> Command {
    let attributes = attributes
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Command::DescribeInformant {
        body: InformantBody {
            name: name.into(),
            role: role.into(),
            attributes,
            ..InformantBody::default()
        },
    }
}

#[test]
fn thirty_six_transcripts_labelled_interviewee_have_thirty_six_informants() {
    let talks: Vec<Command> = (1..=36)
        .map(|n| talk(&format!("int-{n:02}"), "Interviewee"))
        .collect();
    let at_once = desk([Command::All(talks.clone())]);
    let one_by_one = desk(talks);
    for study in [&at_once.study, &one_by_one.study] {
        assert_eq!(study.informants().count(), 36);
        for n in 1..=36 {
            assert_eq!(
                who(study, &format!("int-{n:02}")),
                format!("Interviewee · int-{n:02}")
            );
        }
        assert!(unnamed_informants::open(study).is_empty());
    }
}

#[test]
fn a_label_keeps_its_bare_name_until_a_second_document_has_it() {
    let mut desk = desk([talk("a", "R")]);
    assert_eq!(names(&desk.study), ["R"]);
    let said = there_and_back(&mut desk, talk("b", "R"));
    assert_eq!(
        said,
        "Imported `b`: 9 words, 2 speakers; R names nobody and is somebody else there, R · b"
    );
    assert_eq!(names(&desk.study), ["R · a", "R · b"]);
    desk.when(talk("c", "R")).unwrap();
    assert_eq!(names(&desk.study), ["R · a", "R · b", "R · c"]);
    // Capitals tell nobody apart.
    desk.when(talk("d", "r")).unwrap();
    assert_eq!(who(&desk.study, "d"), "r · d");
    assert_eq!(who(&desk.study, "a"), "R · a");
}

#[test]
fn whoever_was_described_or_renamed_keeps_the_name() {
    let mut desk = desk([talk("a", "R"), describe("R", "gardener", &[])]);
    desk.when(talk("b", "R")).unwrap();
    assert_eq!(names(&desk.study), ["R", "R · b"]);
    let r = id(&desk.study, "R");
    desk.when(Command::RenameInformant {
        id: r,
        name: "Karen".into(),
    })
    .unwrap();
    desk.when(talk("c", "R")).unwrap();
    assert_eq!(
        (who(&desk.study, "a"), who(&desk.study, "c")),
        ("Karen", "R · c")
    );
}

#[test]
fn a_pseudonym_is_one_person_also_after_it_was_changed() {
    for label in ["Anna", "P7", "Mentor 3"] {
        let mut desk = desk([talk("a", label), talk("b", label)]);
        assert_eq!(names(&desk.study), [label]);
        let anna = id(&desk.study, label);
        desk.when(Command::RenameInformant {
            id: anna,
            name: "K1".into(),
        })
        .unwrap();
        assert_eq!(
            desk.study.find_informant(label).unwrap().id,
            anna,
            "saved searches name informants, too"
        );
        let said = desk.when(talk("c", label)).unwrap().message;
        assert_eq!(names(&desk.study), ["K1"]);
        assert!(said.ends_with(&format!("; {label} is K1")), "{said}");
    }
}

#[test]
fn labels_are_joined_by_name_when_somebody_says_so() {
    let mut desk = desk([joined("a", "R"), joined("b", "R")]);
    assert_eq!(names(&desk.study), ["R"]);
    assert_eq!(
        unnamed_informants::open(&desk.study).len(),
        1,
        "as studies of before are"
    );
    desk.when(talk("c", "R")).unwrap();
    assert_eq!(names(&desk.study), ["R", "R · c"]);
    desk.when(unnamed_informants::accept(None, "one person"))
        .unwrap();
    assert!(unnamed_informants::open(&desk.study).is_empty());
    desk.when(joined("d", "R")).unwrap();
    assert!(
        unnamed_informants::open(&desk.study).is_empty(),
        "what was accepted holds for the next document too"
    );
}

#[test]
fn a_study_of_before_is_split_as_one_change_and_its_codings_follow() {
    let mut desk = desk([
        joined("a", "R"),
        joined("b", "R"),
        joined("c", "R"),
        joined("d", "Anna"),
    ]);
    let finding = lint::findings(&desk.study)
        .into_iter()
        .find(|finding| finding.rule.id == "L30")
        .unwrap();
    assert_eq!(finding.place, "R");
    let refl = desk.study.find_code("Refl").unwrap().id;
    for title in ["a", "b", "c"] {
        let document = desk.study.find_document(title).unwrap();
        let quote = QuoteAt {
            document: document.id,
            span: span_of(document, "By bus"),
        };
        desk.when(Command::Apply {
            document: quote.document,
            span: quote.span,
            codes: vec![refl],
        })
        .unwrap();
    }
    let informants: Vec<_> = unnamed_informants::open(&desk.study)
        .iter()
        .map(|unnamed| unnamed.informant.id)
        .collect();
    let said = there_and_back(&mut desk, Command::SplitByDocument { informants });
    assert_eq!(said, "Split R into 3 informants");
    assert_eq!(names(&desk.study), ["R · a", "Anna", "R · b", "R · c"]);
    let shares: Vec<_> = desk
        .study
        .contributions()
        .iter()
        .map(|share| (share.documents, share.turns, share.codings))
        .collect();
    assert_eq!(shares, [(1, 1, 1), (1, 1, 0), (1, 1, 1), (1, 1, 1)]);
    assert!(
        lint::findings(&desk.study)
            .iter()
            .all(|finding| finding.rule.id != "L30")
    );
    let anna = id(&desk.study, "Anna");
    let alone = desk
        .when(Command::SplitByDocument {
            informants: vec![anna],
        })
        .unwrap_err();
    assert!(
        alone.what.contains("Anna speaks in `d` alone") && alone.hint.contains("rename"),
        "{alone:?}"
    );
}

#[test]
fn some_documents_are_split_off_under_a_name_of_their_own() {
    let mut desk = desk([
        joined("a", "R"),
        joined("b", "R"),
        joined("c", "R"),
        talk("d", "Anna"),
        describe("R", "mentor", &[]),
    ]);
    let r = id(&desk.study, "R");
    let documents = |desk: &Desk, titles: &[&str]| {
        titles
            .iter()
            .map(|title| desk.study.find_document(title).unwrap().id)
            .collect()
    };
    let split = |desk: &Desk, titles: &[&str], name: &str| Command::SplitInformant {
        id: r,
        documents: documents(desk, titles),
        name: name.into(),
    };
    let command = split(&desk, &["b"], "");
    let said = there_and_back(&mut desk, command);
    assert_eq!(
        said,
        "Split R: R · b speaks in `b`; what was said of them (role, department, attributes) stays with R"
    );
    assert_eq!(
        (
            who(&desk.study, "a"),
            who(&desk.study, "b"),
            who(&desk.study, "c")
        ),
        ("R", "R · b", "R")
    );
    let taken = desk.when(split(&desk, &["c"], "Anna")).unwrap_err();
    assert!(
        taken.what.contains("another informant is called Anna"),
        "{taken:?}"
    );
    assert_eq!(
        taken.hint,
        "`virk document speaker \"c\" \"R\" --informant \"Anna\"` takes R there for Anna"
    );
    assert!(
        desk.when(split(&desk, &["a", "c"], "Bo"))
            .unwrap_err()
            .what
            .contains("nobody would be left")
    );
    assert!(
        desk.when(split(&desk, &["d"], "Bo"))
            .unwrap_err()
            .hint
            .contains("`a`, `c`")
    );
    desk.when(split(&desk, &["c"], "Bo")).unwrap();
    assert_eq!(who(&desk.study, "c"), "Bo");
}

#[test]
fn joining_keeps_what_agrees_and_says_what_does_not() {
    let mut desk = desk([
        talk("a", "R"),
        talk("b", "R"),
        talk("c", "Anna"),
        describe("R · a", "mentor", &[("age", "45"), ("town", "Ribe")]),
        describe("R · b", "leader", &[("age", "45"), ("years", "3")]),
    ]);
    let (a, b, anna) = (
        id(&desk.study, "R · a"),
        id(&desk.study, "R · b"),
        id(&desk.study, "Anna"),
    );
    let join = |from: &[Id<Informant>], name: &str| Command::JoinInformants {
        from: from.to_vec(),
        into: a,
        name: name.into(),
    };
    let taken = desk.when(join(&[b], "Anna")).unwrap_err();
    assert!(
        taken.what.contains("another informant is called Anna"),
        "{taken:?}"
    );
    assert!(
        desk.when(join(&[a], ""))
            .unwrap_err()
            .what
            .contains("two informants")
    );
    let said = there_and_back(&mut desk, join(&[b], "Bo"));
    assert_eq!(
        said,
        "Joined R · b with Bo; they were described in two ways: role mentor stays, not leader"
    );
    let bo = &desk.study.informant(a).unwrap().body;
    assert_eq!(
        (
            bo.role.as_str(),
            bo.attributes.len(),
            bo.attributes["years"].as_str()
        ),
        ("mentor", 3, "3")
    );
    assert_eq!((who(&desk.study, "a"), who(&desk.study, "b")), ("Bo", "Bo"));
    desk.when(join(&[anna], "")).unwrap();
    assert_eq!(names(&desk.study), ["Bo"]);
    // A document taken out of the study comes back to whom its people are now.
    assert!(desk.study.documents().all(|document| {
        document
            .body
            .speakers
            .iter()
            .all(|who| who.informant.is_none_or(|id| id == a))
    }));
}

#[test]
fn a_taken_name_is_refused_with_a_way_on() {
    let mut desk = desk([talk("a", "Anna"), talk("b", "Bo")]);
    let anna = id(&desk.study, "Anna");
    let refusal = desk
        .when(Command::RenameInformant {
            id: anna,
            name: " Bo ".into(),
        })
        .unwrap_err();
    assert_eq!(refusal.what, "another informant is called Bo");
    assert_eq!(
        refusal.hint,
        "`virk informant join \"Anna\" \"Bo\"` makes them one person"
    );
    assert!(
        desk.when(Command::RenameInformant {
            id: anna,
            name: " ".into()
        })
        .unwrap_err()
        .what
        .contains("needs a name")
    );
    assert_eq!(
        there_and_back(
            &mut desk,
            Command::RenameInformant {
                id: anna,
                name: "K1".into()
            }
        ),
        "Renamed Anna to K1"
    );
    // A name that somebody has taken since does not come back twice.
    let renamed = desk
        .when(Command::RenameInformant {
            id: anna,
            name: "K2".into(),
        })
        .unwrap()
        .events;
    desk.when(describe("K1", "mentor", &[])).unwrap();
    let refusal = desk.study.decide_undo(&renamed).unwrap_err();
    assert!(refusal.what.contains("called K1 again"), "{refusal:?}");
}

#[test]
fn a_wrong_guess_of_who_asks_is_put_right() {
    let mut desk = desk([
        talk("a", "Anna"),
        talk("b", "Bo"),
        describe("Bo", "mentor", &[]),
    ]);
    let document = |desk: &Desk, title: &str| desk.study.find_document(title).unwrap().id;
    let assign =
        |desk: &Desk, title: &str, label: &str, informant: Option<&str>| Command::AssignSpeaker {
            document: document(desk, title),
            label: label.into(),
            informant: informant.map(str::to_owned),
        };
    let command = assign(&desk, "a", "Anna", None);
    assert_eq!(
        there_and_back(&mut desk, command),
        "Anna in `a` is the interviewer"
    );
    assert_eq!(names(&desk.study), ["Bo"], "nothing was known of Anna");
    let command = assign(&desk, "a", "i", Some("Ida"));
    assert_eq!(there_and_back(&mut desk, command), "I in `a` is Ida");
    assert_eq!(who(&desk.study, "a"), "Ida");
    let said = desk
        .when(assign(&desk, "b", "Bo", Some("Ida")))
        .unwrap()
        .message;
    assert_eq!(
        said,
        "Bo in `b` is Ida; Bo speaks nowhere now, and stays as described"
    );
    assert_eq!(
        (who(&desk.study, "b"), names(&desk.study)),
        ("Ida", vec!["Bo", "Ida"])
    );
    assert!(
        desk.when(assign(&desk, "b", "Bo", Some("Ida")))
            .unwrap()
            .events
            .is_empty()
    );
    let nobody = desk.when(assign(&desk, "b", "Kim", None)).unwrap_err();
    assert_eq!(
        (nobody.what.as_str(), nobody.hint.as_str()),
        (
            "nobody called `Kim` speaks in `b`",
            "Choose one of `I`, `Bo`"
        )
    );
}

#[test]
fn somebody_else_at_work_since_stops_undo() {
    let mut desk = desk([talk("a", "Anna")]);
    let document = desk.study.find_document("a").unwrap().id;
    let assign = |informant: &str| Command::AssignSpeaker {
        document,
        label: "Anna".into(),
        informant: Some(informant.into()),
    };
    let first = desk.when(assign("Bo")).unwrap().events;
    desk.when(assign("Ida")).unwrap();
    assert!(
        desk.study
            .decide_undo(&first)
            .unwrap_err()
            .what
            .contains("changed the same thing since")
    );
}

#[test]
fn what_was_done_by_a_session_is_undone_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(&folder.path().join("study.virk"));
    session
        .perform(Command::All(vec![talk("a", "R"), talk("b", "R")]))
        .unwrap();
    let before = visible(session.study());
    let (a, b) = (id(session.study(), "R · a"), id(session.study(), "R · b"));
    session
        .perform(Command::JoinInformants {
            from: vec![b],
            into: a,
            name: "Bo".into(),
        })
        .unwrap();
    session
        .perform(Command::SplitByDocument {
            informants: vec![a],
        })
        .unwrap();
    assert_eq!(who(session.study(), "b"), "R · b");
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(visible(session.study()), before);
    session.undo().unwrap();
    assert_eq!(names(session.study()), ["Mentor 1"]);
}

#[test]
fn facts_name_who_it_was_before() {
    let mut desk = desk([talk("a", "R"), talk("b", "R")]);
    let (a, b) = (id(&desk.study, "R · a"), id(&desk.study, "R · b"));
    let document = desk.study.find_document("b").unwrap().id;
    let events = desk
        .when(Command::JoinInformants {
            from: vec![b],
            into: a,
            name: String::new(),
        })
        .unwrap()
        .events;
    let assigned = Event::Set(Assignment::Speaker {
        document,
        label: "R".into(),
        was: Some(b),
        now: Some(a),
    });
    assert_eq!(events, [assigned, Event::Removed(Ref::Informant { id: b })]);
    let speakers = &desk.study.document(document).unwrap().body.speakers;
    assert_eq!(
        speakers[1],
        DocumentSpeaker {
            label: "R".into(),
            informant: Some(a)
        }
    );
}
