//! The checks on the reasoning: what they find in a printed evaluation, and
//! that they find nothing in a study that reasons well.

use crate::support::{Desk, codes, span_of, start, transcript};
use std::path::Path;
use virk::evidence::lint::{self, RuleFinding};
use virk::import::{TextFile, reported};
use virk::study::command::{NewLink, NewSpeaker};
use virk::study::dataset::{MeasurementLevel, Value};
use virk::study::document::Provenance;
use virk::study::inference::AcceptedFinding;
use virk::study::reported::{
    ClaimKind, Design, Relation, ReportedClaim, ReportedResults, ReportedTest,
};
use virk::study::theory::{Conclusion, QuoteAt};
use virk::study::{BilingualText, Command, InformantBody, Polarity, Refusal, Variable};

fn import(path: &str) -> Result<Command, Refusal> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    reported::parse_reported(&[TextFile::open(&path)?], Some("printed"))
}

fn found(path: &str) -> Vec<RuleFinding> {
    lint::findings(&Desk::given([start(), import(path).unwrap()]).study)
}

/// Rules that find something at a test, or at something else a report names.
#[track_caller]
fn at(findings: &[RuleFinding], rule: &str, place: &str, section: &str) {
    let hit = |finding: &&RuleFinding| {
        let named = finding.place.split_whitespace().next() == Some(place)
            || finding.tests.iter().any(|test| test == place);
        finding.rule.id == rule
            && named
            && finding.section.split(", ").any(|known| known == section)
    };
    let told: Vec<String> = findings
        .iter()
        .map(|finding| format!("{} {}", finding.rule.id, finding.location()))
        .collect();
    assert!(
        findings.iter().any(|finding| hit(&finding)),
        "{rule} finds nothing at {place} in {section}:\n{}",
        told.join("\n")
    );
}

/// The 114 printed tests alone: p, pair, construct and conclusion of each, and nothing that anybody
/// remarked about them.
#[test]
fn the_printed_tests_alone_show_where_they_disagree() {
    let findings = found("tests/fixtures/seed-tests.json");
    at(&findings, "L1", "T100", "7.4.2");
    at(&findings, "L4", "T066", "7.3.1");
    at(&findings, "L4", "T013", "7.2.1.1");
    at(&findings, "L7", "T111", "7.4.2");
    at(&findings, "L7", "T004", "7.2.1.1");
    for test in ["T049", "T050"] {
        at(&findings, "L8", test, "7.2.2.2");
    }
    at(&findings, "L8", "T072", "7.3.4");
    at(&findings, "L8", "T058", "7.2.2.3");
    for variable in ["rel_tilfr", "rel_indfl", "rel_unik"] {
        at(&findings, "L10", variable, "7.4.2");
    }
    at(&findings, "L11", "relation", "7.2.2.3");
    at(&findings, "L11", "internalisering", "7.1.4");
    let mut rules: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
    rules.dedup();
    assert_eq!(
        (rules, findings.len()),
        (vec!["L1", "L10", "L4", "L7", "L8", "L11", "L12"], 15)
    );
}

/// With what the text says beyond single tests.
#[test]
fn the_inconsistencies_of_a_printed_evaluation_are_found_where_they_are() {
    let findings = found("transcripts-sample/data/reported.json");
    let expected: [(&str, &str, &str, &str, Option<u32>); 27] = [
        ("I1", "L1", "T100", "7.4.2", Some(2236)),
        ("I2", "L2", "T100", "7.4.2", Some(2236)),
        ("I3", "L3", "T066", "7.3.1", Some(2020)),
        ("I3", "L4", "T066", "7.3.1", Some(2020)),
        ("I4", "L5", "T004", "7.2.1.1", Some(1518)),
        ("I4", "L6", "C04", "7.2.1.1", Some(1543)),
        ("I5", "L7", "T111", "7.4.2", Some(2259)),
        ("I6", "L8", "T068", "7.3.4", Some(2068)),
        ("I7", "L8", "T049", "7.2.2.2", Some(1892)),
        ("I7", "L8", "T057", "7.2.2.3", Some(1948)),
        ("I8", "L9", "T049", "7.2.2.2", Some(1892)),
        ("I9", "L2", "T081", "7.4.1", Some(2167)),
        ("I10", "L2", "T094", "7.4.1", Some(2193)),
        ("I11", "L10", "rel_unik", "7.4.2", None),
        ("I11", "L11", "relation", "7.2.2.3", None),
        ("I12", "L11", "internalisering", "7.1.4", None),
        ("I14", "L13", "C05", "8", Some(2456)),
        ("I15", "L2", "C15", "8", Some(2530)),
        ("I16", "L14", "C06", "7.2.2.3", Some(1977)),
        ("I16", "L14", "C09", "7.4.1", Some(2166)),
        ("I17", "L15", "C17", "8", Some(2498)),
        ("I18", "L16", "C01", "", Some(1323)),
        ("I22", "L19", "motivation", "7.4.1", None),
        ("I22", "L19", "match", "7.4.2", None),
        ("I23", "L20", "C10", "7.4.1", Some(2176)),
        ("I24", "L21", "C18", "8", Some(2521)),
        ("I25", "L22", "C19", "", Some(1481)),
    ];
    for (known, rule, place, section, line) in expected {
        let mut hits = findings.iter().filter(|finding| {
            finding.rule.id == rule
                && finding.place.split_whitespace().next() == Some(place)
                && finding.line == line
        });
        assert!(
            hits.any(|finding| finding.section.split(", ").any(|known| known == section)),
            "{known}: {rule} at {place}"
        );
    }
    for (rule, times) in [
        ("L12", 1),
        ("L17", 1),
        ("L18", 3),
        ("L23", 2),
        ("L24", 6),
        ("L25", 2),
        ("L26", 2),
    ] {
        assert_eq!(
            findings
                .iter()
                .filter(|finding| finding.rule.id == rule)
                .count(),
            times,
            "{rule}"
        );
    }
}

/// A finding rests on facts: where they are otherwise, it is gone.
#[test]
fn remarks_of_others_are_not_read() {
    let Command::AddReported { results, .. } = import("tests/fixtures/seed-tests.json").unwrap()
    else {
        panic!()
    };
    assert!(!serde_json::to_string(&*results).unwrap().contains("flags"));
    let mut mended = *results;
    let at = |results: &mut ReportedResults, id: &str| {
        results.tests.iter().position(|test| test.id == id).unwrap()
    };
    let place = at(&mut mended, "T100");
    mended.tests[place].claim = Some(Relation::NotRelated);
    let place = at(&mut mended, "T066");
    mended.tests[place].p = Some("0,054".into());
    let mended = Command::AddReported {
        name: "mended".into(),
        results: Box::new(mended),
        source: Provenance::default(),
    };
    let findings = lint::findings(&Desk::given([start(), mended]).study);
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
    assert!(
        !rules.contains(&"L1") && !rules.contains(&"L7"),
        "{rules:?}"
    );
    assert!(
        !findings
            .iter()
            .any(|finding| finding.place.starts_with("T066"))
    );
}

const TALK: &str = "I: What happens?\n\nMentor 1: They see themselves, and then they grow. It took a year.\n\nI: And you?\n\n\
                    Mentor 2: Who looks back dares more, I find.\n\nMentor 3: One looked back and gave up.";

/// A synthetic study that reasons well: quotes for and against by several, tests by a level, a
/// verdict that follows.
fn clean() -> Desk {
    let Command::AddDocument {
        title,
        language,
        format,
        text,
        source,
        ..
    } = transcript("talk", TALK)
    else {
        panic!()
    };
    let mentor = |name: &str| NewSpeaker {
        label: name.into(),
        informant: Some(InformantBody {
            name: name.into(),
            ..InformantBody::default()
        }),
        by_name: false,
    };
    let mut speakers = ["Mentor 1", "Mentor 2", "Mentor 3"].map(mentor).to_vec();
    speakers.push(NewSpeaker {
        label: "I".into(),
        ..NewSpeaker::default()
    });
    let talk = Command::AddDocument {
        title,
        language,
        format,
        text,
        speakers,
        source,
    };
    let mut desk = Desk::given([start(), codes(), talk]);
    let code = |desk: &Desk, key: &str| desk.study.find_code(key).unwrap().id;
    let (refl, dev) = (code(&desk, "m_refl"), code(&desk, "o_dev"));
    let scale = |name: &str| Variable {
        name: name.into(),
        level: MeasurementLevel::Ordinal,
        label: BilingualText::new(name),
        values: ["1", "2", "3", "4", "5"]
            .map(|code| Value {
                code: code.into(),
                label: BilingualText::default(),
            })
            .into(),
        ..Variable::default()
    };
    let column = |cells: &str| cells.split(' ').collect();
    desk.when(Command::AddTheory {
        version: "v1".into(),
        nodes: vec![refl, dev],
        links: vec![NewLink {
            statement: "Who reflects grows".into(),
            basis: "text".into(),
            ..NewLink::between(refl, dev)
        }],
    })
    .unwrap();
    desk.when(Command::AddDataset {
        name: "survey".into(),
        variables: vec![scale("back"), scale("grown")],
        exclusions: Vec::new(),
        columns: vec![
            column("1 1 2 2 4 4 4 5 5 5 5 5 4 4 1 2"),
            column("1 2 1 2 4 5 4 5 4 5 5 4 4 5 1 1"),
        ],
        indicators: vec![("back".into(), refl), ("grown".into(), dev)],
        source: Provenance::default(),
    })
    .unwrap();
    let link = desk.study.theory().unwrap().links[0];
    let document = desk.study.find_document("talk").unwrap().clone();
    for (words, polarity) in [
        (
            "They see themselves, and then they grow.",
            Polarity::Supports,
        ),
        ("Who looks back dares more, I find.", Polarity::Supports),
        ("One looked back and gave up.", Polarity::Contradicts),
    ] {
        let quote = QuoteAt {
            document: document.id,
            span: span_of(&document, words),
        };
        desk.when(Command::Apply {
            document: document.id,
            span: quote.span,
            codes: vec![refl, dev],
        })
        .unwrap();
        desk.when(Command::Judge {
            link,
            quote,
            polarity: Some(polarity),
        })
        .unwrap();
    }
    desk.when(Command::Conclude {
        link,
        conclusion: Conclusion::Keep,
        reason: "Both say so.".into(),
        rests_on: String::new(),
        basis: None,
    })
    .unwrap();
    let test = |id: &str, a: &str, p: &str, claim, design| ReportedTest {
        id: id.into(),
        section: "4".into(),
        line: None,
        a: a.into(),
        b: "out".into(),
        link: "reflection->development".into(),
        p: Some(p.into()),
        claim: Some(claim),
        design,
        called_a: String::new(),
        called_b: String::new(),
    };
    let claim = |id: &str, says, tests: &[&str]| ReportedClaim {
        id: id.into(),
        section: "5".into(),
        line: None,
        says,
        about: Vec::new(),
        tests: tests.iter().map(|id| (*id).to_owned()).collect(),
        share: None,
        note: String::new(),
    };
    let results = ReportedResults {
        alpha: Some(0.05),
        n: Some(40),
        comparison: true,
        tests: vec![
            test("A1", "one", "0.012", Relation::Related, Design::Directed),
            test(
                "A2",
                "two",
                "0.430",
                Relation::NotRelated,
                Design::Association,
            ),
            test(
                "A3",
                "three",
                "0.051",
                Relation::NotRelated,
                Design::Association,
            ),
            test(
                "A4",
                "four",
                "<0.001",
                Relation::Related,
                Design::Association,
            ),
            test(
                "A5",
                "five",
                "0.350",
                Relation::NotRelated,
                Design::Stratified,
            ),
        ],
        claims: vec![
            claim("B1", ClaimKind::Positive, &["A1"]),
            claim("B2", ClaimKind::Recommended, &["A1", "A4"]),
            claim("B3", ClaimKind::Works, &[]),
        ],
        ..ReportedResults::default()
    };
    desk.when(Command::AddReported {
        name: "printed".into(),
        results: Box::new(results),
        source: Provenance::default(),
    })
    .unwrap();
    desk
}

#[test]
fn nothing_is_found_in_a_study_that_reasons_well() {
    let findings = lint::findings(&clean().study);
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn a_verdict_against_its_evidence_is_found_at_the_link() {
    let mut desk = clean();
    let (refl, dev) = (
        desk.study.find_code("m_refl").unwrap().id,
        desk.study.find_code("o_dev").unwrap().id,
    );
    let back = Command::AddTheory {
        version: "v2".into(),
        nodes: vec![refl, dev, desk.study.find_code("m_task").unwrap().id],
        links: vec![NewLink::between(
            desk.study.find_code("m_task").unwrap().id,
            dev,
        )],
    };
    desk.when(back).unwrap();
    let rules = |desk: &Desk| {
        lint::findings(&desk.study)
            .iter()
            .map(|finding| finding.rule.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(&desk), ["L27"], "a link that nothing measures");
    let link = desk.study.theory().unwrap().links[0];
    desk.when(Command::Conclude {
        link,
        conclusion: Conclusion::Keep,
        reason: "It must be so.".into(),
        rests_on: String::new(),
        basis: None,
    })
    .unwrap();
    assert_eq!(rules(&desk), ["L13", "L27"], "kept with no evidence at all");
}

#[test]
fn what_is_accepted_stays_so_until_it_says_something_else() {
    let mut desk = Desk::given([start(), import("tests/fixtures/seed-tests.json").unwrap()]);
    let (open, accepted) = lint::open_findings(&desk.study);
    assert_eq!((open.len(), accepted), (15, 0));
    let finding = open
        .iter()
        .find(|finding| finding.rule.id == "L1")
        .unwrap()
        .clone();
    let refused = desk
        .when(Command::Accept {
            finding: finding.key(&desk.study),
            reason: " ".into(),
        })
        .unwrap_err();
    assert!(refused.what.contains("needs a reason"));
    let decision = desk
        .when(Command::Accept {
            finding: finding.key(&desk.study),
            reason: "A slip; mended in the next print.".into(),
        })
        .unwrap();
    assert_eq!(
        decision.message,
        "Accepted what L1 finds at T100 of “printed”"
    );
    assert_eq!(
        (
            lint::open_findings(&desk.study).0.len(),
            lint::open_findings(&desk.study).1
        ),
        (14, 1)
    );
    assert_eq!(
        desk.study.acceptance(&finding.key(&desk.study)),
        Some("A slip; mended in the next print.")
    );
    // The same test with another p is another finding.
    let id = desk.study.reported().next().unwrap().id;
    let mut results = desk.study.reported().next().unwrap().results.clone();
    results
        .tests
        .iter_mut()
        .find(|test| test.id == "T100")
        .unwrap()
        .p = Some("0,070".into());
    desk.when(Command::RemoveReported { id }).unwrap();
    desk.when(Command::AddReported {
        name: "printed".into(),
        results: Box::new(results),
        source: Provenance::default(),
    })
    .unwrap();
    assert_eq!(lint::open_findings(&desk.study).1, 0);
    // An empty reason opens it again.
    let finding = lint::open_findings(&desk.study)
        .0
        .into_iter()
        .find(|finding| finding.rule.id == "L1")
        .unwrap();
    desk.when(Command::Accept {
        finding: finding.key(&desk.study),
        reason: "Known.".into(),
    })
    .unwrap();
    assert_eq!(lint::open_findings(&desk.study).1, 1);
    desk.when(Command::Accept {
        finding: finding.key(&desk.study),
        reason: String::new(),
    })
    .unwrap();
    assert_eq!(lint::open_findings(&desk.study).1, 0);
}

#[test]
fn what_is_accepted_stays_so_when_a_code_it_names_is_renamed_and_when_an_earlier_virk_accepted_it()
{
    let mut desk = clean();
    let task = desk.study.find_code("m_task").unwrap().id;
    let links = vec![NewLink::between(
        task,
        desk.study.find_code("o_dev").unwrap().id,
    )];
    desk.when(Command::AddTheory {
        version: "v2".into(),
        nodes: vec![task, links[0].to],
        links,
    })
    .unwrap();
    let finding = lint::open_findings(&desk.study).0.remove(0);
    assert!(
        finding.message.contains("Task reflection"),
        "{}",
        finding.message
    );
    desk.when(Command::Accept {
        finding: finding.key(&desk.study),
        reason: "Asked next year.".into(),
    })
    .unwrap();
    let rename = |desk: &mut Desk, name: &str| {
        let mut body = desk.study.code(task).unwrap().body.clone();
        body.name = BilingualText::new(name);
        desk.when(Command::ChangeCode {
            id: task,
            body: Box::new(body),
            reason: String::new(),
        })
        .unwrap();
    };
    rename(&mut desk, "Reflection on tasks");
    assert!(
        lint::findings(&desk.study)[0]
            .message
            .contains("Reflection on tasks")
    );
    assert_eq!(
        (
            lint::open_findings(&desk.study).0.len(),
            lint::open_findings(&desk.study).1
        ),
        (0, 1)
    );
    let (key, reason) = lint::findings(&desk.study)[0]
        .acceptance(&desk.study)
        .unwrap();
    assert_eq!(reason, "Asked next year.");
    desk.when(Command::Accept {
        finding: key,
        reason: String::new(),
    })
    .unwrap();
    // Before, the words as they stand were what an acceptance knew.
    let finding = lint::open_findings(&desk.study).0.remove(0);
    let says = virk::text::sanitize::quote_hash(&finding.message).into();
    desk.when(Command::Accept {
        finding: AcceptedFinding {
            says,
            ..finding.key(&desk.study)
        },
        reason: "So be it.".into(),
    })
    .unwrap();
    assert_eq!(lint::open_findings(&desk.study).1, 1);
}

#[test]
fn reported_results_are_judged_before_they_are_taken() {
    let mut desk = Desk::given([start(), import("tests/fixtures/seed-tests.json").unwrap()]);
    let again = desk
        .when(import("tests/fixtures/seed-tests.json").unwrap())
        .unwrap_err();
    assert!(
        again
            .what
            .contains("already reported results called `printed`")
            && again.hint.contains("--name"),
        "{again:?}"
    );
    let add = |desk: &mut Desk, results: ReportedResults| {
        desk.when(Command::AddReported {
            name: "other".into(),
            results: Box::new(results),
            source: Provenance::default(),
        })
        .unwrap_err()
        .what
    };
    assert!(add(&mut desk, ReportedResults::default()).contains("no test and no claim"));
    let tests = desk.study.reported().next().unwrap().results.tests[..2].to_vec();
    let twice = ReportedResults {
        tests: [tests.clone(), tests.clone()].concat(),
        ..ReportedResults::default()
    };
    assert!(add(&mut desk, twice).contains("two results called `T001`"));
    let claim = ReportedClaim {
        id: "C1".into(),
        section: String::new(),
        line: None,
        says: ClaimKind::Low,
        about: Vec::new(),
        tests: vec!["T999".into()],
        share: None,
        note: String::new(),
    };
    assert!(
        add(
            &mut desk,
            ReportedResults {
                tests,
                claims: vec![claim],
                ..ReportedResults::default()
            }
        )
        .contains("refers to the test T999")
    );
    assert!(
        add(
            &mut desk,
            ReportedResults {
                alpha: Some(5.0),
                ..desk_results()
            }
        )
        .contains("level of significance")
    );
}

fn desk_results() -> ReportedResults {
    let Command::AddReported { results, .. } = import("tests/fixtures/seed-tests.json").unwrap()
    else {
        panic!()
    };
    *results
}

#[test]
fn rules_have_names_and_sources_of_their_own() {
    let mut ids: Vec<&str> = lint::rule::ALL.iter().map(|rule| rule.id).collect();
    for (place, rule) in lint::rule::ALL.iter().enumerate() {
        assert_eq!(rule.id, format!("L{}", place + 1));
        assert!(
            !rule.name.ends_with('.') && rule.source.ends_with('.'),
            "{}",
            rule.id
        );
        assert_eq!(lint::rule::named(&rule.id.to_lowercase()), Some(*rule));
    }
    ids.dedup();
    assert_eq!(ids.len(), lint::rule::ALL.len());
}
