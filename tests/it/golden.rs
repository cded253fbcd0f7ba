//! Golden logs: files of records that every later virk must fold to the same study.
//!
//! A golden log is never changed. When a new event is born, a new file joins
//! the folder: write it with `cargo test --test it golden:: -- --ignored`, look at
//! it, and check it in. `second` holds every kind of fact in the second shape: it is a study that
//! the command line made (`tests/golden/studies/second.sh`). `before` was written by the virk of 22 November 2026, whose
//! tests went by the numbers of codes and took `NA` for an answer; the command line
//! and the screen are asked about it in `tests/it/cli/before.rs` and `tests/it/tui/before.rs`.

use crate::support::{Desk, TALK, codes, span_of, start, transcript, visible};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;
use virk::import::correction::align_words;
use virk::study::basis::{DatasetBasis, PlannedBasis, TestBasis};
use virk::study::command::{CodeTarget, Deferred, NewGuideItem, NewLink, SplitPart};
use virk::study::configuration::PartBody;
use virk::study::dataset::{Exclusion, MeasurementLevel};
use virk::study::derivation::{Derivation, RecodeRule, ScaleItem};
use virk::study::document::Provenance;
use virk::study::event::MemoTarget;
use virk::study::filter::{WeightKind, Weighting};
use virk::study::inference::{AcceptedFinding, FindingSubject};
use virk::study::inference::{Confidence, InferenceText, IntegrationFit};
use virk::study::origin::Edit;
use virk::study::plan::{Adjustment, Percent, PlannedTest, SmallestEffects, TestFamily, TestUnit};
use virk::study::revision::Revision;
use virk::study::revision::{ChangeGround, Justification, Operation, TheoryElement};
use virk::study::scale::ProposedScale;
use virk::study::theory::{Conclusion, ExpectedDirection, NodeDescription, Origin, QuoteAt};
use virk::study::{
    Act, Addition, AnalysisPlan, Assignment, Basis, BilingualText, CodeKind, Command,
    ConfigurationBody, ContentId, Event, Id, InformantBody, Polarity, Record, Ref, Study, Time,
    Variable, sentence, upgrade,
};
use virk::text::{Span, TurnFormat, TurnMark};

fn fold(log: &str) -> Study {
    let mut study = Study::default();
    let mut records = Vec::new();
    for (n, line) in log.lines().enumerate() {
        let line: Value = serde_json::from_str(line).unwrap();
        if let Some(id) = line.get("content") {
            let id: ContentId = serde_json::from_value(id.clone()).unwrap();
            study.add_content(id, line["text"].as_str().unwrap());
            continue;
        }
        let event = upgrade::read(&line.to_string())
            .unwrap_or_else(|error| panic!("line {}: {error}", n + 1));
        let number = n as u64 + 1;
        let id = Uuid::from_u128(u128::from(number));
        records.push(Record {
            id,
            writer: Uuid::nil(),
            n: number,
            time: Time(n as i64),
            coder: Arc::from("ann"),
            batch: id,
            act: Act::Do,
            event,
        });
    }
    study.fold(records);
    study
}

#[test]
fn golden_logs_fold_for_ever() {
    let mut logs = 0;
    for entry in
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")).unwrap()
    {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            logs += 1;
            let study = fold(&std::fs::read_to_string(&path).unwrap());
            let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
            assert_eq!(visible(&study), expected.trim_end(), "{}", path.display());
        }
    }
    assert!(logs > 0);
}

/// The variants of an enum by the words they are stored by, read off its source: those that hold
/// fields, or those that hold facts of their own.
fn variants(file: &str, name: &str, of: char) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(root.join("src/study").join(file)).unwrap();
    let body = source.split(&format!("pub enum {name} {{")).nth(1).unwrap();
    let body = body.split("\n}").next().unwrap();
    let variants = body.lines().filter_map(|line| {
        let line = line.strip_prefix("    ")?;
        let end = line.find([' ', '{', '('])?;
        let holds = line[end..].trim_start().starts_with(of);
        (line.starts_with(char::is_uppercase) && holds).then(|| &line[..end])
    });
    let words = variants.map(|name| {
        name.chars().enumerate().fold(String::new(), |out, (n, c)| {
            let gap = if c.is_uppercase() && n > 0 { "_" } else { "" };
            out + gap + &c.to_lowercase().to_string()
        })
    });
    words.collect()
}

/// Every kind of fact, with the thing it is about where it is about one.
fn kinds() -> Vec<(String, Option<String>)> {
    let mut kinds: Vec<(String, Option<String>)> = variants("event.rs", "Event", '{')
        .into_iter()
        .map(|verb| (verb, None))
        .collect();
    let of = [
        ("added", "thing.rs", "Addition", '{'),
        ("removed", "thing.rs", "Ref", '{'),
        ("restored", "thing.rs", "Ref", '{'),
        ("changed", "thing.rs", "Amendment", '{'),
        ("set", "assignment.rs", "Assignment", '{'),
        ("erased", "thing.rs", "Erasing", '{'),
    ];
    let facts = variants("event.rs", "Event", '(');
    assert_eq!(facts, of.map(|(kind, ..)| kind));
    for (kind, file, name, of) in of {
        let things = variants(file, name, of);
        // These have no identity to come back by: they are added again.
        let things = things
            .into_iter()
            .filter(|thing| kind != "restored" || !["node", "indicator"].contains(&thing.as_str()));
        kinds.extend(things.map(|thing| (kind.to_owned(), Some(thing))));
    }
    assert!(kinds.len() > 70, "{kinds:?}");
    kinds
}

#[test]
fn every_event_stands_in_a_golden_log_of_each_shape() {
    let (mut first, mut second) = (HashSet::new(), HashSet::new());
    for line in logs().iter().flat_map(|log| log.lines()) {
        let line: Value = serde_json::from_str(line).unwrap();
        let word = |value: &Value, field: &str| value[field].as_str().map(str::to_owned);
        if line["shape"] == 2 {
            let fact = &line["fact"];
            second.extend(word(fact, "type").map(|kind| (kind, word(fact, "thing"))));
        } else {
            first.extend(word(&line, "type"));
        }
    }
    let kinds = kinds();
    let missing: Vec<_> = kinds.iter().filter(|kind| !second.contains(kind)).collect();
    assert!(missing.is_empty(), "no golden record of {missing:?}");
    let of_first = |(kind, thing): &(String, Option<String>)| {
        let mut words = upgrade::FIRST_WORDS.iter();
        match thing {
            Some(thing) => words
                .find(|(_, of, about)| of == kind && about == thing)
                .map(|word| word.0.to_owned()),
            None => Some(kind.clone()),
        }
    };
    let missing: Vec<String> = kinds
        .iter()
        .filter_map(of_first)
        .filter(|word| !first.contains(word))
        .collect();
    assert!(missing.is_empty(), "no golden record of {missing:?}");
    assert!(kinds.iter().filter_map(of_first).count() >= 78);
}

/// Each word of the first shape is that of one kind of fact, and is logged as it was written.
#[test]
fn facts_of_the_first_shape_are_logged_as_they_were_written() {
    for line in logs().iter().flat_map(|log| log.lines()) {
        let written: Value = serde_json::from_str(line).unwrap();
        if written.get("type").is_some() {
            assert_eq!(upgrade::as_logged(&upgrade::read(line).unwrap()), written);
        }
    }
}

/// Names in the history outlive what they name.
#[test]
fn every_fact_has_a_sentence() {
    for log in logs() {
        let study = fold(&log);
        for line in log.lines().filter(|line| line.contains("\"type\"")) {
            let sentence = sentence::describe_event(&upgrade::read(line).unwrap(), &study);
            assert!(
                sentence.starts_with(char::is_uppercase),
                "{sentence}: {line}"
            );
            assert!(
                !sentence
                    .split_whitespace()
                    .any(|word| word.trim_matches(['“', '”']) == "?"),
                "{sentence}: {line}"
            );
        }
    }
}

/// All golden logs.
fn logs() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let paths = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let logs = paths.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    logs.map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

/// Taking a fact back and taking that back again leaves everything as it was.
#[test]
fn facts_come_in_pairs() {
    for line in logs()
        .iter()
        .flat_map(|log| log.lines())
        .filter(|line| line.contains("\"type\""))
    {
        let event = upgrade::read(line).unwrap();
        if let Some(inverse) = event.inverse() {
            let back = inverse.inverse().unwrap();
            assert_eq!(back.inverse().unwrap(), inverse, "{line}");
        }
    }
}

/// What a fact does not name is not erased with it.
#[test]
fn a_fact_names_every_text_that_stands_in_it() {
    let mut named = 0;
    for log in logs() {
        let texts: HashSet<String> = log
            .lines()
            .filter_map(|line| {
                let line: Value = serde_json::from_str(line).unwrap();
                Some(line.get("content")?.as_str()?.to_owned())
            })
            .collect();
        for line in log.lines().filter(|line| line.contains("\"type\"")) {
            let mut there = HashSet::new();
            strings(&serde_json::from_str(line).unwrap(), &mut there);
            there.retain(|id| texts.contains(id));
            let event = upgrade::read(line).unwrap();
            let names: HashSet<String> = event
                .every_content()
                .iter()
                .map(ToString::to_string)
                .collect();
            named += names.len();
            assert!(names.is_superset(&there), "{there:?} of {line}");
        }
    }
    assert!(named > 100, "{named}");
}

/// Every string in a value.
fn strings(value: &Value, found: &mut HashSet<String>) {
    match value {
        Value::String(text) => drop(found.insert(text.clone())),
        Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        Value::Object(values) => values.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

/// A fact as it is stored today.
fn stored(fact: &Event) -> Result<String, serde_json::Error> {
    upgrade::write(fact, upgrade::Hashes::new(), upgrade::Heads::new())
}

/// Every kind of fact once: what people do, and then what undo would add.
fn everything() -> String {
    let mut log = Vec::new();
    let mut desk = Desk::default();
    let when = |desk: &mut Desk, log: &mut Vec<String>, command: Command| {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
        decision.events
    };
    let mut facts: Vec<Event> = Vec::new();
    for command in [start(), codes(), transcript("talk", TALK)] {
        facts.extend(when(&mut desk, &mut log, command));
    }
    let document = desk.study.documents().next().unwrap();
    let quote = QuoteAt {
        document: document.id,
        span: span_of(document, "på mig selv udefra"),
    };
    let other = QuoteAt {
        document: document.id,
        span: span_of(document, "hårdt"),
    };
    let (refl, task, dev) = (
        desk.study.find_code("m_refl").unwrap().id,
        desk.study.find_code("m_task").unwrap().id,
        desk.study.find_code("o_dev").unwrap().id,
    );
    let mut changed = desk.study.code(task).unwrap().body.clone();
    changed.name.da = "Opgaverefleksion".into();
    let survey = Command::AddDataset {
        name: "survey".into(),
        variables: ["done", "refl", "dev"]
            .map(|name| Variable {
                name: name.into(),
                ..Variable::default()
            })
            .to_vec(),
        exclusions: vec![Exclusion::parse("done = 0", "broken off").unwrap()],
        columns: [["1", "0", "1"], ["4", "", "5"], ["2", "3", "4"]]
            .map(|column| column.iter().collect())
            .to_vec(),
        indicators: vec![("refl".into(), refl), ("dev".into(), dev)],
        source: Provenance::default(),
    };
    let commands = [
        Command::Apply {
            document: quote.document,
            span: quote.span,
            codes: vec![refl, dev],
        },
        Command::Apply {
            document: other.document,
            span: other.span,
            codes: vec![task],
        },
        Command::Condense {
            quote,
            text: "Så sig selv udefra".into(),
            theme: "at se sig selv".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Quote(quote),
            text: "a turning point".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Document(quote.document),
            text: "calm".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Code(refl),
            text: "wide".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Study,
            text: "begun".into(),
        },
        Command::ChangeCode {
            id: task,
            body: Box::new(changed),
            reason: "a Danish name".into(),
        },
        Command::DescribeInformant {
            body: InformantBody {
                name: "Mentor 1".into(),
                role: "mentor".into(),
                department: "under 30".into(),
                ..InformantBody::default()
            },
        },
        Command::AddTheory {
            version: "v1".into(),
            nodes: vec![refl, dev],
            links: vec![NewLink {
                statement: "Who reflects grows".into(),
                basis: "text".into(),
                ..NewLink::between(refl, dev)
            }],
        },
        survey,
    ];
    for command in commands {
        facts.extend(when(&mut desk, &mut log, command));
    }
    let theory = desk.study.theory().unwrap();
    let (theory, link) = (theory.id, desk.study.links_of(theory).next().unwrap().id);
    for command in [
        Command::Judge {
            link,
            quote,
            polarity: Some(Polarity::Nuances),
        },
        Command::SetMemo {
            on: MemoTarget::Link(link),
            text: "look again".into(),
        },
        Command::Conclude {
            link,
            conclusion: Conclusion::Keep,
            reason: "Both say so.".into(),
            rests_on: "1 quote; 1 test".into(),
            basis: None,
        },
        Command::FreezeTheory { id: theory },
    ] {
        facts.extend(when(&mut desk, &mut log, command));
    }
    // What undo and redo of all this would add, ending where it stood.
    for event in facts
        .iter()
        .rev()
        .filter(|event| !matches!(event, Event::Added(Addition::Document { .. })))
    {
        if let Some(inverse) = event.inverse() {
            let again = inverse.inverse().unwrap();
            log.push(stored(&inverse).unwrap());
            log.push(stored(&again).unwrap());
        }
    }
    log.push(stored(&Event::Removed(Ref::Document { id: quote.document })).unwrap());
    log.push(stored(&Event::Restored(Ref::Document { id: quote.document })).unwrap());
    let codings: Vec<Id<_>> = desk.study.codings().map(|coding| coding.id).collect();
    log.push(stored(&Event::Removed(Ref::Coding { id: codings[2] })).unwrap());
    log.push(
        stored(&Event::Removed(Ref::Code {
            id: task,
            reason: "merged by hand".into(),
        }))
        .unwrap(),
    );
    log.join("\n") + "\n"
}

/// Weights and clusters of a dataset: said, said anew, taken away, and what undo would add.
fn weights() -> String {
    let mut desk = Desk::default();
    let survey = Command::AddDataset {
        name: "survey".into(),
        variables: ["a", "w", "team"]
            .map(|name| Variable {
                name: name.into(),
                ..Variable::default()
            })
            .to_vec(),
        exclusions: Vec::new(),
        columns: [["1", "2", "1"], ["2", "1", "3"], ["x", "x", "y"]]
            .map(|column| column.iter().collect())
            .to_vec(),
        indicators: Vec::new(),
        source: Provenance::default(),
    };
    let mut log = Vec::new();
    let mut tell = |desk: &mut Desk, command: Command| {
        let decision = desk.when(command).unwrap();
        log.extend(decision.contents.iter().map(|content| {
            json!({"content": content.id, "text": content.text.stored()}).to_string()
        }));
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
    };
    tell(&mut desk, start());
    tell(&mut desk, survey);
    let dataset = desk.study.datasets().next().unwrap().id;
    let by = |weights, cluster: Option<&str>| Weighting {
        weight: Some("w".into()),
        weights,
        cluster: cluster.map(str::to_owned),
    };
    let both = by(WeightKind::Sampling, Some("team"));
    for weighting in [
        Some(by(WeightKind::Frequency, None)),
        Some(both.clone()),
        None,
        Some(both),
    ] {
        tell(&mut desk, Command::Weigh { dataset, weighting });
    }
    log.join("\n") + "\n"
}

/// Saved searches: saved, changed, renamed and taken away, and what undo would add.
fn searches() -> String {
    let mut desk = Desk::default();
    let save = |name: &str, query: &str| Command::SaveSearch {
        name: name.into(),
        query: query.into(),
        scope: String::new(),
    };
    let commands = [
        start(),
        save("doubts", "but OR however"),
        save("doubts", "\"I would not have thought\""),
        Command::SaveSearch {
            name: "gone".into(),
            query: "polarity:contradicts".into(),
            scope: "memos".into(),
        },
        Command::All(vec![
            save("gone", ""),
            save("against", "polarity:contradicts"),
        ]),
    ];
    let mut log = Vec::new();
    for (number, command) in commands.into_iter().enumerate() {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
        if number == 4 {
            let inverses = decision.events.iter().rev().filter_map(Event::inverse);
            log.extend(inverses.map(|event| stored(&event).unwrap()));
        }
    }
    log.join("\n") + "\n"
}

/// A text that differs from its file, with a comment that stood there, and what undo would add.
fn origins() -> String {
    let mut desk = Desk::default();
    let mut log = Vec::new();
    let edits = vec![Edit {
        at: 0,
        len: 0,
        was: "Page 1\n".into(),
    }];
    let comments = vec![(Span::of(13, 18), "ask again".to_owned())];
    let hash = virk::text::sanitize::sha256(TALK.as_bytes());
    for command in [
        start(),
        transcript("talk", TALK),
        Command::KeepOrigin {
            hash,
            edits,
            comments,
        },
    ] {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
        if let [origin @ Event::Set(Assignment::Origin { .. }), ..] = decision.events.as_slice() {
            let inverse = origin.inverse().unwrap();
            log.push(stored(&inverse).unwrap());
            log.push(stored(&inverse.inverse().unwrap()).unwrap());
        }
    }
    log.join("\n") + "\n"
}

/// A document and an informant are erased, with all that was noted of them.
fn erased() -> String {
    let mut desk = Desk::default();
    let mut log = Vec::new();
    let mut when = |desk: &mut Desk, command: Command| {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
    };
    for command in [
        start(),
        codes(),
        transcript("talk", TALK),
        transcript("other", "Mentor 2: Noget andet, sagt af en anden."),
    ] {
        when(&mut desk, command);
    }
    let document = desk.study.find_document("talk").unwrap();
    let quote = QuoteAt {
        document: document.id,
        span: span_of(document, "på mig selv udefra"),
    };
    let refl = desk.study.find_code("m_refl").unwrap().id;
    for command in [
        Command::Apply {
            document: quote.document,
            span: quote.span,
            codes: vec![refl],
        },
        Command::Condense {
            quote,
            text: "Så sig selv udefra".into(),
            theme: "at se sig selv".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Document(quote.document),
            text: "calm".into(),
        },
        Command::EraseDocument { id: quote.document },
    ] {
        when(&mut desk, command);
    }
    let id = desk.study.find_informant("Mentor 1").unwrap().id;
    when(&mut desk, Command::EraseInformant { id });
    log.join("\n") + "\n"
}

/// Answers of one respondent, a survey that was imported twice, and a saved search are erased.
fn withdrawn() -> String {
    let mut desk = Desk::default();
    let mut log = Vec::new();
    let mut when = |desk: &mut Desk, command: Command| {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": &*content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
    };
    let survey = |name: &str| {
        let variable = |name: &str| Variable {
            name: name.into(),
            ..Variable::default()
        };
        let column = |cells: [&str; 3]| cells.iter().collect();
        Command::AddDataset {
            name: name.into(),
            variables: vec![variable("id"), variable("said")],
            exclusions: Vec::new(),
            columns: vec![
                column(["7", "8", "9"]),
                column(["Ja", "Nej, det er jeg ked af at sige", ""]),
            ],
            indicators: Vec::new(),
            source: Provenance {
                sha256: format!("of {name}"),
                ..Provenance::default()
            },
        }
    };
    let save = |query: &str| Command::SaveSearch {
        name: "doubts".into(),
        query: query.into(),
        scope: String::new(),
    };
    when(&mut desk, start());
    when(&mut desk, survey("answers"));
    let once = desk.study.find_dataset(Some("answers")).unwrap().id;
    when(&mut desk, Command::RemoveDataset { id: once });
    when(&mut desk, survey("answers"));
    when(&mut desk, survey("register"));
    when(
        &mut desk,
        Command::SetMemo {
            on: MemoTarget::Study,
            text: "Nej, det er jeg ked af at sige, sagde en".into(),
        },
    );
    when(&mut desk, save("but"));
    when(&mut desk, save("however"));
    let dataset = |desk: &Desk, name: &str| desk.study.find_dataset(Some(name)).unwrap().id;
    let id = dataset(&desk, "answers");
    when(
        &mut desk,
        Command::EraseRows {
            dataset: id,
            rows: vec![2],
        },
    );
    let id = dataset(&desk, "register");
    when(&mut desk, Command::EraseDataset { id });
    when(
        &mut desk,
        Command::EraseSearch {
            name: "doubts".into(),
        },
    );
    log.join("\n") + "\n"
}

/// Versions of a theory with their change log, and configurations.
fn theories() -> String {
    let mut desk = Desk::default();
    let mut log = Vec::new();
    let mut facts: Vec<Event> = Vec::new();
    let mut when = |desk: &mut Desk, log: &mut Vec<String>, command: Command| {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
        facts.extend(decision.events);
    };
    for command in [start(), codes(), transcript("talk", TALK)] {
        when(&mut desk, &mut log, command);
    }
    let document = desk.study.documents().next().unwrap();
    let quote = QuoteAt {
        document: document.id,
        span: span_of(document, "på mig selv udefra"),
    };
    let other = QuoteAt {
        document: document.id,
        span: span_of(document, "hårdt"),
    };
    let code = |desk: &Desk, key: &str| desk.study.find_code(key).unwrap().id;
    let (refl, task, dev) = (
        code(&desk, "m_refl"),
        code(&desk, "m_task"),
        code(&desk, "o_dev"),
    );
    let links = vec![crate::support::new_link(refl, dev, "Who reflects grows")];
    when(
        &mut desk,
        &mut log,
        Command::AddTheory {
            version: "v1".into(),
            nodes: vec![refl, dev],
            links,
        },
    );
    let first = desk.study.theory().unwrap();
    let (first, link) = (first.id, desk.study.links_of(first).next().unwrap().id);
    let because = |reason: &str| Justification {
        reason: reason.into(),
        grounds: vec![ChangeGround::Quote(quote), ChangeGround::Link(link)],
    };
    let said = NodeDescription {
        origin: Some(Origin::Interview),
        role: None,
        resource: Some("someone who asks".into()),
        reasoning: Some("I saw myself".into()),
    };
    when(
        &mut desk,
        &mut log,
        Command::Judge {
            link,
            quote,
            polarity: Some(Polarity::Supports),
        },
    );
    let revisions = vec![
        (
            Revision::DescribeNode {
                code: refl,
                node: said,
            },
            because("they said so"),
        ),
        (
            Revision::AddNode {
                code: task,
                node: NodeDescription::default(),
            },
            because("it came up"),
        ),
        (
            Revision::ChangeLink {
                link,
                statement: Some("Who reflects may grow".into()),
                expected: Some(ExpectedDirection::Positive),
                operation: Operation::Weakened,
            },
            because("one doubts it"),
        ),
        (
            Revision::DrawLink {
                link: NewLink::between(task, dev),
                on: Some(link),
            },
            because("when"),
        ),
        (
            Revision::Note {
                operation: Operation::Kept,
                on: TheoryElement::Node(dev),
            },
            because("undisputed"),
        ),
    ];
    when(
        &mut desk,
        &mut log,
        Command::DeriveTheory {
            from: first,
            version: "v2".into(),
            revisions,
        },
    );
    let second = desk.study.theory().unwrap().id;
    let demoted = Revision::MoveNode {
        code: task,
        operation: Operation::Demoted,
        to: None,
        role: Some(CodeKind::Context),
        links: vec![],
    };
    when(
        &mut desk,
        &mut log,
        Command::ReviseTheory {
            id: second,
            revision: demoted,
            why: because("a circumstance"),
        },
    );
    let gone = Revision::RemoveNode { code: task };
    when(
        &mut desk,
        &mut log,
        Command::ReviseTheory {
            id: second,
            revision: gone,
            why: because("not needed"),
        },
    );
    let part = |codes: Vec<Id<_>>| PartBody {
        codes,
        quotes: vec![other],
    };
    let empty = PartBody::default();
    let whole = Command::AddConfiguration {
        parts: [part(vec![task]), part(vec![refl]), part(vec![dev])],
        statement: "If a task is set, then one grows, because one sees oneself.".into(),
        quotes: vec![(quote, Polarity::Supports)],
    };
    let partial = Command::AddConfiguration {
        parts: [empty.clone(), part(vec![refl]), empty],
        statement: String::new(),
        quotes: vec![],
    };
    when(&mut desk, &mut log, whole);
    when(&mut desk, &mut log, partial);
    let both: Vec<_> = desk
        .study
        .configurations()
        .map(|configuration| configuration.id)
        .collect();
    when(
        &mut desk,
        &mut log,
        Command::TellOfConfiguration {
            id: both[1],
            quote: other,
            polarity: Some(Polarity::Contradicts),
        },
    );
    let chained = ConfigurationBody {
        next: Some(both[0]),
        ..desk.study.configuration(both[1]).unwrap().body.clone()
    };
    let chain = Command::ChangeConfiguration {
        id: both[1],
        body: Box::new(chained),
        statement: Some("because".into()),
    };
    when(&mut desk, &mut log, chain);
    when(
        &mut desk,
        &mut log,
        Command::MergeConfigurations {
            sources: both,
            statement: "both".into(),
        },
    );
    // What undo and redo of all this would add, ending where it stood.
    for event in facts
        .iter()
        .rev()
        .filter(|event| !matches!(event, Event::Added(Addition::Document { .. })))
    {
        if let Some(inverse) = event.inverse() {
            let again = inverse.inverse().unwrap();
            log.push(stored(&inverse).unwrap());
            log.push(stored(&again).unwrap());
        }
    }
    log.join("\n") + "\n"
}

/// Codings made elsewhere, with and without a time, and what undo would add.
fn adopted() -> String {
    let mut desk = Desk::default();
    let mut log = Vec::new();
    let adopt = Deferred::new(|study: &Study| {
        let (document, code) = (study.find_document("talk")?, study.find_code("m_refl")?.id);
        let adopt = |words: &str, at: Option<Time>| Command::Adopt {
            document: document.id,
            span: span_of(document, words),
            code,
            by: Arc::from("Ana"),
            at,
        };
        Ok(Command::All(vec![
            adopt("på mig selv udefra", Some(Time(1_735_787_045_000_000))),
            adopt("selv udefra", None),
        ]))
    });
    for command in [
        start(),
        codes(),
        Command::All(vec![transcript("talk", TALK), Command::Later(adopt)]),
    ] {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
    }
    log.join("\n") + "\n"
}

/// Reported results, an interview guide and accepted findings, and what undo would add.
fn reasoning() -> String {
    let mut desk = Desk::default();
    let mut log = Vec::new();
    let when = |desk: &mut Desk, log: &mut Vec<String>, command: Command| {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
        decision.events
    };
    let mut facts = Vec::new();
    for command in [start(), codes()] {
        when(&mut desk, &mut log, command);
    }
    let refl = desk.study.find_code("m_refl").unwrap().id;
    let results = json!({
        "alpha": 0.05,
        "tests": [{"id": "T1", "section": "4.1", "line": 12, "a": "back", "b": "grown", "link": "reflection->development",
                   "reported_p": "0,060", "claim": "related", "flags": ["not taken over"]}],
        "claims": [{"id": "C1", "says": "near_miss", "tests": ["T1"]}],
        "elements": [{"key": "reflection", "kind": "mechanism"}],
    });
    let results = Box::new(serde_json::from_value(results).unwrap());
    let item = |number: &str, about| NewGuideItem {
        number: number.into(),
        question: format!("Question {number}?"),
        about,
    };
    for command in [
        Command::AddReported {
            name: "printed".into(),
            results,
            source: Provenance::default(),
        },
        Command::AddGuide {
            guide: "mentors".into(),
            items: vec![item("1", vec![refl]), item("2", Vec::new())],
        },
    ] {
        facts.extend(when(&mut desk, &mut log, command));
    }
    let of = desk.study.reported().next().unwrap().id;
    for object in [
        FindingSubject::Reported {
            of,
            item: "T1".into(),
        },
        FindingSubject::Code(refl),
        FindingSubject::Study,
    ] {
        let finding = AcceptedFinding {
            rule: "L1".into(),
            object,
            says: "0123456789abcdef".into(),
        };
        facts.extend(when(
            &mut desk,
            &mut log,
            Command::Accept {
                finding,
                reason: "Known.".into(),
            },
        ));
    }
    for event in facts.iter().rev().filter_map(Event::inverse) {
        log.push(stored(&event).unwrap());
        log.push(stored(&event.inverse().unwrap()).unwrap());
    }
    let item = desk.study.guide_items().nth(1).unwrap().id;
    log.push(stored(&Event::Removed(Ref::GuideItem { id: item })).unwrap());
    log.join("\n") + "\n"
}

/// Codings put elsewhere, codes merged and split, and what undo and redo would add.
fn recodings() -> String {
    let mut desk = Desk::default();
    let mut log: Vec<String> = Vec::new();
    let note = |log: &mut Vec<String>, decision: &virk::study::Decision| {
        let texts = decision.contents.iter().map(|content| {
            json!({"content": content.id, "text": content.text.stored()}).to_string()
        });
        log.extend(texts);
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
    };
    for command in [start(), codes(), transcript("talk", TALK)] {
        note(&mut log, &desk.when(command).unwrap());
    }
    let [refl, task, dev] =
        ["m_refl", "m_task", "o_dev"].map(|key| desk.study.code_by_key(key).unwrap());
    let document = desk.study.documents().next().unwrap();
    let quotes = ["på mig selv udefra", "hårdt", "mig selv"].map(|words| QuoteAt {
        document: document.id,
        span: span_of(document, words),
    });
    let link = |from, to| NewLink::between(from, to);
    for command in [
        Command::ApplyEach {
            quotes: quotes[..2].to_vec(),
            codes: vec![refl],
        },
        Command::SetMemo {
            on: MemoTarget::Quote(quotes[0]),
            text: "a turning point".into(),
        },
        Command::AddTheory {
            version: "v1".into(),
            nodes: vec![task, dev, refl],
            links: vec![link(task, dev), link(refl, dev), link(dev, task)],
        },
    ] {
        note(&mut log, &desk.when(command).unwrap());
    }
    let codings: Vec<Id<_>> = desk.study.codings().map(|coding| coding.id).collect();
    let fresh = crate::support::code("x_effort", virk::study::CodeKind::Mechanism, "Effort", None);
    let part = SplitPart {
        to: CodeTarget::New(Box::new(fresh)),
        codings: vec![codings[1]],
    };
    for command in [
        Command::MoveBoundary {
            codings: vec![codings[0]],
            span: quotes[2].span,
        },
        Command::Recode {
            codings: vec![codings[0]],
            code: dev,
        },
        Command::SplitCode {
            code: refl,
            parts: vec![part],
            reason: "effort is something else".into(),
        },
        Command::MergeCodes {
            from: vec![task],
            into: refl,
            reason: "nobody tells them apart".into(),
        },
        Command::MergeCodes {
            from: vec![dev],
            into: refl,
            reason: "too fine".into(),
        },
    ] {
        let decision = desk.when(command).unwrap();
        note(&mut log, &decision);
        // What undo and redo of it would add, ending where it stood.
        let inverses: Vec<Event> = decision
            .events
            .iter()
            .rev()
            .filter_map(Event::inverse)
            .collect();
        let again: Vec<Event> = inverses.iter().rev().filter_map(Event::inverse).collect();
        log.extend(
            inverses
                .iter()
                .chain(&again)
                .map(|event| stored(event).unwrap()),
        );
    }
    log.join("\n") + "\n"
}

/// A plan, inferences, a verdict with what it rested on, and quotes released and withheld.
fn verdicts() -> String {
    let mut desk = Desk::default();
    let mut log = Vec::new();
    let mut facts: Vec<Event> = Vec::new();
    let mut when = |desk: &mut Desk, log: &mut Vec<String>, command: Command| {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
        facts.extend(decision.events);
    };
    for command in [start(), codes(), transcript("talk", TALK)] {
        when(&mut desk, &mut log, command);
    }
    let document = desk.study.documents().next().unwrap();
    let quote = QuoteAt {
        document: document.id,
        span: span_of(document, "på mig selv udefra"),
    };
    let (refl, dev) = (
        desk.study.find_code("m_refl").unwrap().id,
        desk.study.find_code("o_dev").unwrap().id,
    );
    let links = vec![crate::support::new_link(refl, dev, "Who reflects grows")];
    when(
        &mut desk,
        &mut log,
        Command::AddTheory {
            version: "v1".into(),
            nodes: vec![refl, dev],
            links,
        },
    );
    let link = desk
        .study
        .links_of(desk.study.theory().unwrap())
        .next()
        .unwrap()
        .id;
    let plan = AnalysisPlan {
        test: PlannedTest::Pearson,
        family: TestFamily::Stage,
        adjustment: Adjustment::None,
        ..AnalysisPlan::default()
    };
    let other = AnalysisPlan {
        adjustment: Adjustment::Holm,
        ..plan
    };
    let inferred = InferenceText {
        quantitative: "All rise.".into(),
        qualitative: "They say so.".into(),
        fit: Some(IntegrationFit::Discord),
        explanation: "Others were asked.".into(),
        caveats: "Few answers.".into(),
        confidence: Some(Confidence::Low),
    };
    let test = TestBasis {
        a: "x".into(),
        b: "y".into(),
        n: 31,
        p: Some(0.025),
        method: "Pearson chi-square".into(),
        ..TestBasis::default()
    };
    let dataset = DatasetBasis {
        name: "survey".into(),
        digest: "ab12".into(),
        rows: 31,
        erased: 0,
    };
    let basis = Basis {
        theory: "v1".into(),
        supports: 1,
        informants: 1,
        tests: vec![test],
        datasets: vec![dataset],
        ..Basis::default()
    };
    for command in [
        Command::SetPlan { plan: Some(plan) },
        Command::SetPlan { plan: Some(other) },
        Command::Infer {
            link,
            inferred: Box::new(inferred.clone()),
        },
        Command::Infer {
            link,
            inferred: Box::new(InferenceText {
                fit: Some(IntegrationFit::QualOnly),
                ..inferred
            }),
        },
        Command::Conclude {
            link,
            conclusion: Conclusion::Keep,
            reason: "Both say so.".into(),
            rests_on: "1 quote; 1 test".into(),
            basis: Some(Box::new(basis)),
        },
        Command::Release {
            quote,
            released: true,
        },
        Command::Release {
            quote,
            released: false,
        },
        Command::Release {
            quote,
            released: true,
        },
    ] {
        when(&mut desk, &mut log, command);
    }
    // What undo and redo of all this would add, ending where it stood.
    for event in facts
        .iter()
        .rev()
        .filter(|event| !matches!(event, Event::Added(Addition::Document { .. })))
    {
        if let Some(inverse) = event.inverse() {
            let again = inverse.inverse().unwrap();
            log.push(stored(&inverse).unwrap());
            log.push(stored(&again).unwrap());
        }
    }
    log.join("\n") + "\n"
}

/// A corrected version takes a document's place: what goes along, what changes, what stays behind.
fn versions() -> String {
    let mut log = Vec::new();
    let mut desk = Desk::default();
    let when = |desk: &mut Desk, log: &mut Vec<String>, command: Command| {
        let decision = desk.when(command).unwrap();
        for content in &decision.contents {
            log.push(json!({"content": content.id, "text": content.text.stored()}).to_string());
        }
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
        decision.events
    };
    for command in [start(), codes(), transcript("talk", TALK)] {
        when(&mut desk, &mut log, command);
    }
    let document = desk.study.find_document("talk").unwrap().clone();
    let quote = |words: &str| QuoteAt {
        document: document.id,
        span: span_of(&document, words),
    };
    let (refl, dev) = (
        desk.study.find_code("m_refl").unwrap().id,
        desk.study.find_code("o_dev").unwrap().id,
    );
    for words in [
        "på mig selv udefra",
        "hårdt, men 日本 godt",
        "Så blev det bedre",
    ] {
        let QuoteAt { document, span } = quote(words);
        when(
            &mut desk,
            &mut log,
            Command::Apply {
                document,
                span,
                codes: vec![refl, dev],
            },
        );
        when(
            &mut desk,
            &mut log,
            Command::Condense {
                quote: quote(words),
                text: words.to_uppercase(),
                theme: "t".into(),
            },
        );
    }
    let new = TALK
        .replace("hårdt, men", "hårdt, men også")
        .replace("Så blev det bedre", "Ja");
    let words = Box::new(align_words(&document.text, &Arc::from(new)));
    let Command::AddDocument {
        title,
        language,
        format,
        speakers,
        source,
        ..
    } = transcript("talk", TALK)
    else {
        panic!()
    };
    let replaces = Command::ReplaceDocument {
        id: document.id,
        title,
        language,
        format,
        speakers,
        source,
        words,
    };
    let replaced = when(&mut desk, &mut log, replaces);
    let doubt = desk.study.changed_quotes().next().unwrap().quote;
    let seen = when(&mut desk, &mut log, Command::Confirm { quote: doubt });
    // What undo of the two adds, and then redo of the first.
    let back = |batch: &[Event]| {
        batch
            .iter()
            .rev()
            .map(|event| event.inverse().unwrap())
            .collect::<Vec<_>>()
    };
    let again = back(&replaced)
        .into_iter()
        .rev()
        .map(|event| event.inverse().unwrap());
    log.extend(
        [back(&seen), back(&replaced), again.collect()]
            .concat()
            .iter()
            .map(|event| stored(event).unwrap()),
    );
    log.join("\n") + "\n"
}

/// Variables described anew, made of others and taken away, and filters, with what undo and redo
/// would add.
fn variables() -> String {
    let mut desk = Desk::default();
    let mut log: Vec<String> = Vec::new();
    let survey = Command::AddDataset {
        name: "survey".into(),
        variables: ["done", "a", "b"]
            .map(|name| Variable {
                name: name.into(),
                ..Variable::default()
            })
            .to_vec(),
        exclusions: Vec::new(),
        columns: [["1", "0", ""], ["1", "2", "9"], ["5", "4", "1"]]
            .map(|column| column.iter().collect())
            .to_vec(),
        indicators: Vec::new(),
        source: Provenance::default(),
    };
    for command in [start(), codes(), survey] {
        let decision = desk.when(command).unwrap();
        let texts = decision.contents.iter().map(|content| {
            json!({"content": content.id, "text": content.text.stored()}).to_string()
        });
        log.extend(texts);
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
    }
    let dataset = desk.study.datasets().next().unwrap().id;
    let mut described = Variable {
        name: "a".into(),
        missing: vec!["9".into()],
        ..Variable::default()
    };
    described.set_values("2 = Often; 1 = Never", "en").unwrap();
    described.set_middle("2 = neutral or don't know").unwrap();
    let rules = RecodeRule::parse_all("1,2=low; 3..4,5=high; 9=").unwrap();
    let recoded = Variable::recoded(&described, "a2", rules, true);
    let items = vec![
        ScaleItem {
            variable: "a2".into(),
            reversed: false,
            ends: None,
        },
        ScaleItem {
            variable: "b".into(),
            reversed: true,
            ends: None,
        },
    ];
    let index = Variable {
        name: "ab".into(),
        made: Some(Derivation::Index { items, least: 1 }),
        ..Variable::default()
    };
    let rules = ["done = 0", "done =", "b < 2", "b > 4.5", "done != 1"]
        .map(|rule| Exclusion::parse(rule, "not asked").unwrap());
    let [zero, empty, below, above, not] = rules;
    for command in [
        Command::DescribeVariable {
            dataset,
            variable: Box::new(described),
        },
        Command::MakeVariable {
            dataset,
            variable: Box::new(recoded),
        },
        Command::MakeVariable {
            dataset,
            variable: Box::new(index),
        },
        Command::Filter {
            dataset,
            rule: zero.clone(),
            out: true,
        },
        Command::Filter {
            dataset,
            rule: empty,
            out: true,
        },
        Command::Filter {
            dataset,
            rule: below.clone(),
            out: true,
        },
        Command::Filter {
            dataset,
            rule: above.clone(),
            out: true,
        },
        Command::Filter {
            dataset,
            rule: not,
            out: true,
        },
        Command::Filter {
            dataset,
            rule: below,
            out: false,
        },
        Command::Filter {
            dataset,
            rule: above,
            out: false,
        },
        Command::Filter {
            dataset,
            rule: zero,
            out: false,
        },
        Command::UnmakeVariable {
            dataset,
            variable: "ab".into(),
        },
    ] {
        let decision = desk.when(command).unwrap();
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
        let inverses: Vec<Event> = decision
            .events
            .iter()
            .rev()
            .filter_map(Event::inverse)
            .collect();
        let again: Vec<Event> = inverses.iter().rev().filter_map(Event::inverse).collect();
        log.extend(
            inverses
                .iter()
                .chain(&again)
                .map(|event| stored(event).unwrap()),
        );
    }
    log.join("\n") + "\n"
}

/// Who speaks is said anew: informants joined and split, and the interviewer told.
fn speakers() -> String {
    let mut desk = Desk::default();
    let mut log: Vec<String> = Vec::new();
    let mut do_it = |desk: &mut Desk, command: Command| {
        let decision = desk.when(command).unwrap();
        log.extend(decision.contents.iter().map(|content| {
            json!({"content": content.id, "text": content.text.stored()}).to_string()
        }));
        let inverses: Vec<Event> = decision
            .events
            .iter()
            .rev()
            .filter_map(Event::inverse)
            .collect();
        let again: Vec<Event> = inverses.iter().rev().filter_map(Event::inverse).collect();
        let all = decision.events.iter().chain(&inverses).chain(&again);
        log.extend(all.map(|event| stored(event).unwrap()));
    };
    let second = TALK.replace("Så blev det bedre", "Ja");
    for command in [
        start(),
        codes(),
        transcript("talk", TALK),
        transcript("second", &second),
    ] {
        do_it(&mut desk, command);
    }
    let document = desk.study.find_document("second").unwrap().id;
    let known = desk.study.find_informant("Mentor 1").unwrap().id;
    let assign = |label: &str, informant: Option<&str>| Command::AssignSpeaker {
        document,
        label: label.into(),
        informant: informant.map(str::to_owned),
    };
    do_it(
        &mut desk,
        Command::RenameInformant {
            id: known,
            name: "Karen".into(),
        },
    );
    do_it(
        &mut desk,
        Command::SplitByDocument {
            informants: vec![known],
        },
    );
    do_it(&mut desk, assign("Interviewer", Some("Ida")));
    do_it(&mut desk, assign("Mentor 1", None));
    let ida = desk.study.find_informant("Ida").unwrap().id;
    do_it(
        &mut desk,
        Command::JoinInformants {
            from: vec![ida],
            into: known,
            name: String::new(),
        },
    );
    log.join("\n") + "\n"
}

/// A transcript whose turns were decided at import, with their times.
fn marks() -> String {
    let mut desk = Desk::default();
    let Command::AddDocument {
        title,
        language,
        speakers,
        source,
        ..
    } = transcript("talk", "")
    else {
        panic!()
    };
    let text =
        "Interviewer  0:03\nHvad så?\n\nMentor 1  0:05\nDet går.\n\nDet gør det.\n\n[pause]\n";
    let at = |part: &str| text.find(part).unwrap() as u32;
    let marks = [
        TurnMark {
            start: 0,
            words: at("Hvad"),
            speaker: Some(0),
            time: Some(3_000),
        },
        TurnMark {
            start: at("Mentor"),
            words: at("Det går"),
            speaker: Some(1),
            time: Some(5_000),
        },
        TurnMark {
            start: at("[pause]"),
            words: at("[pause]"),
            speaker: None,
            time: None,
        },
    ];
    let format = TurnFormat::Marked(marks.into());
    let add = Command::AddDocument {
        title,
        language,
        format,
        text: Arc::from(text),
        speakers,
        source,
    };
    let mut log: Vec<String> = Vec::new();
    for command in [start(), add] {
        let decision = desk.when(command).unwrap();
        log.extend(decision.contents.iter().map(|content| {
            json!({"content": content.id, "text": content.text.stored()}).to_string()
        }));
        log.extend(decision.events.iter().map(|event| stored(event).unwrap()));
    }
    log.join("\n") + "\n"
}

/// What a variable's answers seem to be and what means yes, a scale confirmed and one described by
/// hand, a plan with all it can say, and a verdict that keeps the p of the planned test.
fn scales() -> String {
    let mut desk = Desk::default();
    let mut log: Vec<String> = Vec::new();
    let mut when = |desk: &mut Desk, command: Command| {
        let decision = desk.when(command).unwrap();
        log.extend(decision.contents.iter().map(|content| {
            json!({"content": content.id, "text": &*content.text.stored()}).to_string()
        }));
        // What undo and redo of it would add, ending where it stood; what brings a file is not
        // taken back.
        let back: Vec<Event> = decision
            .events
            .iter()
            .rev()
            .filter_map(Event::inverse)
            .collect();
        let again: Vec<Event> = back.iter().rev().filter_map(Event::inverse).collect();
        log.extend(
            decision
                .events
                .iter()
                .chain(&back)
                .chain(&again)
                .map(|event| stored(event).unwrap()),
        );
    };
    let scale = ProposedScale {
        scale: "frequency".into(),
        values: ["Never", "Sometimes", "Often"].map(str::to_owned).into(),
        missing: vec!["Don't know".into()],
    };
    let named = |name: &str| Variable {
        name: name.into(),
        label: BilingualText::new(name),
        ..Variable::default()
    };
    let columns = [
        ["Never", "Often", "Don't know"],
        ["Often", "Sometimes", "Never"],
        ["Yes", "No", "Yes"],
    ];
    let survey = Command::AddDataset {
        name: "survey".into(),
        variables: vec![
            Variable {
                proposed: Some(scale.clone()),
                ..named("reflects")
            },
            Variable {
                proposed: Some(ProposedScale {
                    missing: Vec::new(),
                    ..scale.clone()
                }),
                ..named("grows")
            },
            Variable {
                yes: Some("Yes".into()),
                ..named("mentor")
            },
        ],
        exclusions: Vec::new(),
        columns: columns.map(|column| column.iter().collect()).to_vec(),
        indicators: Vec::new(),
        source: Provenance::default(),
    };
    for command in [start(), codes(), survey] {
        when(&mut desk, command);
    }
    let dataset = desk.study.datasets().next().unwrap().id;
    let variable =
        |desk: &Desk, at: usize| desk.study.datasets().next().unwrap().body.variables[at].clone();
    // One scale is confirmed, the other is put in an order of its own; which answer means yes is
    // said the other way round.
    let confirmed = variable(&desk, 0).with_scale(&scale);
    when(
        &mut desk,
        Command::DescribeVariable {
            dataset,
            variable: Box::new(confirmed),
        },
    );
    let mut own = variable(&desk, 1);
    own.set_order(&["Often", "Sometimes", "Never"].map(str::to_owned));
    (own.level, own.proposed) = (MeasurementLevel::Ordinal, None);
    when(
        &mut desk,
        Command::DescribeVariable {
            dataset,
            variable: Box::new(own),
        },
    );
    let other_yes = Variable {
        yes: Some("No".into()),
        ..variable(&desk, 2)
    };
    when(
        &mut desk,
        Command::DescribeVariable {
            dataset,
            variable: Box::new(other_yes),
        },
    );
    let (refl, dev) = (
        desk.study.find_code("m_refl").unwrap().id,
        desk.study.find_code("o_dev").unwrap().id,
    );
    for (name, code) in [("reflects", refl), ("grows", dev)] {
        when(
            &mut desk,
            Command::SetIndicator {
                dataset,
                variable: name.into(),
                code,
                measures: true,
            },
        );
    }
    let links = vec![crate::support::new_link(refl, dev, "Who reflects grows")];
    when(
        &mut desk,
        Command::AddTheory {
            version: "v1".into(),
            nodes: vec![refl, dev],
            links,
        },
    );
    let plan = AnalysisPlan {
        unit: TestUnit::Indices,
        test: PlannedTest::Fitting,
        family: TestFamily::Theory,
        adjustment: Adjustment::MaxT,
        least_answered: Percent(70),
        smallest: SmallestEffects::parse("tau-b=.15, V=.2").unwrap(),
    };
    when(&mut desk, Command::SetPlan { plan: Some(plan) });
    let link = desk
        .study
        .links_of(desk.study.theory().unwrap())
        .next()
        .unwrap()
        .id;
    let planned = Some(PlannedBasis {
        p: 0.04,
        method: "Linear-by-linear association".into(),
        drawn: 1_000,
    });
    let method = "Pearson chi-square".to_owned();
    let test = TestBasis {
        a: "reflects".into(),
        b: "grows".into(),
        n: 2,
        p: Some(0.08),
        method,
        planned,
        by_codes: None,
    };
    let basis = Some(Box::new(Basis {
        theory: "v1".into(),
        tests: vec![test],
        ..Basis::default()
    }));
    let (reason, rests_on) = ("Few answers.".to_owned(), "1 test".to_owned());
    when(
        &mut desk,
        Command::Conclude {
            link,
            conclusion: Conclusion::Open,
            reason,
            rests_on,
            basis,
        },
    );
    log.join("\n") + "\n"
}

#[test]
#[ignore = "writes a new golden log; an old one is never written again"]
fn write() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (name, log) in [
        ("v1", everything as fn() -> String),
        ("searches", searches),
        ("erase", erased),
        ("withdrawn", withdrawn),
        ("reasoning", reasoning),
        ("adopted", adopted),
        ("recodings", recodings),
        ("origin", origins),
        ("theories", theories),
        ("verdicts", verdicts),
        ("versions", versions),
        ("variables", variables),
        ("speakers", speakers),
        ("marks", marks),
        ("weights", weights),
        ("scales", scales),
    ] {
        let path = folder.join(name).with_extension("jsonl");
        if !path.exists() {
            let log = log();
            std::fs::write(path.with_extension("txt"), visible(&fold(&log)) + "\n").unwrap();
            std::fs::write(path, log).unwrap();
        }
    }
    // One that was made of a study has no words yet.
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let words = path.with_extension("txt");
        if path.extension().is_some_and(|ending| ending == "jsonl") && !words.exists() {
            let study = fold(&std::fs::read_to_string(path).unwrap());
            std::fs::write(words, visible(&study) + "\n").unwrap();
        }
    }
}
