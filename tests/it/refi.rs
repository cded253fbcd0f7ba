//! REFI-QDA, both ways: what virk hands over comes home whole, is valid against
//! the standard's schemas, and projects of other programs are read as they count.

use crate::support::{Desk, TALK, author, codes, span_of, start, transcript, visible};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command as Process;
use virk::exchange::refi::export as out;
use virk::exchange::refi::import as into;
use virk::import::{sample, transcript::PersonalDataPolicy};
use virk::study::{
    Command, ConfigurationBody, InformantBody, Polarity, Study, Time, configuration::PartBody,
    event::MemoTarget, theory::QuoteAt,
};

/// A study with everything REFI-QDA carries, over every kind of letter.
fn rich() -> Desk {
    let mut desk = Desk::given([
        start(),
        codes(),
        transcript("talk", TALK),
        transcript("other \"<&\t>", "Mentor 1: Ja.\n\tNej & <b>."),
    ]);
    let place = |desk: &Desk, title: &str, words: &str| {
        let document = desk.study.find_document(title).unwrap();
        QuoteAt {
            document: document.id,
            span: span_of(document, words),
        }
    };
    let code = |desk: &Desk, key: &str| desk.study.code_by_key(key).unwrap();
    let emoji = place(&desk, "talk", "a\u{30a}rligt talt 👩‍👧 hårdt");
    let wide = place(&desk, "talk", "日本 godt");
    let markup = place(&desk, "other", "Nej & <b>.");
    let (refl, task, dev) = (
        code(&desk, "m_refl"),
        code(&desk, "m_task"),
        code(&desk, "o_dev"),
    );
    let body = InformantBody {
        name: "Mentor 1".into(),
        role: "mentor".into(),
        department: "Unge & voksne".into(),
        attributes: [("years".to_owned(), "6\n½".to_owned())].into(),
    };
    let part = |codes: Vec<_>, quotes: Vec<QuoteAt>| PartBody { codes, quotes };
    for command in [
        Command::DescribeInformant { body },
        Command::Apply {
            document: emoji.document,
            span: emoji.span,
            codes: vec![refl, task],
        },
        Command::Adopt {
            document: wide.document,
            span: wide.span,
            code: dev,
            by: "Ana".into(),
            at: Some(Time(5_000_000)),
        },
        Command::Condense {
            quote: emoji,
            text: "Hårdt & ærligt\n2 linjer".into(),
            theme: "<tema>".into(),
        },
        Command::Condense {
            quote: markup,
            text: String::new(),
            theme: "kun tema".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Quote(markup),
            text: "Ikke kodet endnu".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Document(wide.document),
            text: "rolig".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Code(task),
            text: "skarpere regel?".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Study,
            text: "begyndt i maj".into(),
        },
        Command::AddConfiguration {
            parts: [
                part(vec![], vec![markup]),
                part(vec![refl], vec![]),
                part(vec![dev], vec![wide]),
            ],
            statement: "Hvis …, så …, fordi …".into(),
            quotes: vec![(emoji, Polarity::Contradicts)],
        },
        Command::AddConfiguration {
            parts: [
                part(vec![dev], vec![]),
                part(vec![], vec![]),
                part(vec![], vec![]),
            ],
            statement: String::new(),
            quotes: vec![],
        },
    ] {
        desk.when(command).unwrap();
    }
    let two: Vec<_> = desk.study.configurations().cloned().collect();
    let body = ConfigurationBody {
        next: Some(two[1].id),
        ..two[0].body.clone()
    };
    desk.when(Command::ChangeConfiguration {
        id: two[0].id,
        body: Box::new(body),
        statement: None,
    })
    .unwrap();
    desk
}

fn read(bytes: &[u8], study: &Study) -> into::ProjectImport {
    into::read(
        "study.qdpx",
        Cursor::new(bytes),
        None,
        study,
        &PersonalDataPolicy::Refuse,
    )
    .unwrap()
}

/// What a person sees, with names instead of identities, which are made anew.
fn seen(study: &Study) -> String {
    let text = visible(study);
    let uuid = regex::Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").unwrap();
    uuid.replace_all(&text, "ID").into_owned()
}

#[test]
fn a_study_that_passed_through_comes_home_whole() {
    let desk = rich();
    let handed = out::project(&desk.study, Time(0)).unwrap();
    let mut home = Desk::given([start()]);
    let incoming = read(&handed.bytes, &home.study);
    assert!(
        incoming.report.missing.is_empty() && incoming.report.losses.is_empty(),
        "{:?}",
        incoming.report
    );
    home.when(incoming.command).unwrap();
    assert_eq!(seen(&home.study), seen(&desk.study));
    let there: Vec<Time> = desk
        .study
        .codings()
        .map(|coding| Time(coding.time.0 / 1_000_000 * 1_000_000))
        .collect();
    assert_eq!(
        home.study
            .codings()
            .map(|coding| coding.time)
            .collect::<Vec<_>>(),
        there,
        "when they were coded, to the second"
    );
    let quotes = |study: &Study| {
        let hashes = study.codings().map(|coding| {
            (
                coding.span,
                coding.hash.clone(),
                study.document(coding.document).unwrap().body.source.clone(),
            )
        });
        hashes.collect::<Vec<_>>()
    };
    assert_eq!(quotes(&home.study), quotes(&desk.study));
}

#[test]
fn importing_twice_adds_nothing() {
    let desk = rich();
    let handed = out::project(&desk.study, Time(0)).unwrap();
    let mut home = Desk::given([start()]);
    home.when(read(&handed.bytes, &home.study).command).unwrap();
    for study in [home.study.clone(), desk.study.clone()] {
        let decision = study
            .decide(
                read(&handed.bytes, &study).command,
                "ann",
                &mut uuid::Uuid::now_v7,
            )
            .unwrap();
        assert!(decision.events.is_empty(), "{:?}", decision.events);
    }
}

#[test]
fn the_sample_study_comes_home_and_says_what_it_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let session = sample::create_sample(&folder.path().join("sample.virk"), author("AB")).unwrap();
    let study = session.study();
    let handed = out::project(study, Time(0)).unwrap();
    assert_eq!(handed.losses.count("dataset"), study.datasets().count());
    assert_eq!(
        handed.losses.count("judged quote"),
        0,
        "they travel in virk's own note"
    );
    let mut home = Desk::given([Command::StartStudy {
        title: study.title.clone(),
        language: "en".into(),
        alpha: 0.05,
    }]);
    home.when(read(&handed.bytes, &home.study).command).unwrap();
    let kept = |study: &Study| {
        let seen = seen(study);
        let lines = seen.lines().filter(|line| {
            [
                "document",
                " memo",
                " coding",
                "condensed",
                "informant",
                "code",
                "configuration",
                " Some",
                " None",
            ]
            .iter()
            .any(|start| line.starts_with(start))
        });
        lines
            .map(str::to_owned)
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(kept(&home.study), kept(study));
}

/// The project's XML and the names of the files beside it.
fn unpacked(bytes: &[u8]) -> (String, Vec<String>) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let mut xml = String::new();
    archive
        .by_name("project.qde")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    (xml, names)
}

/// What xmllint says of a file against one of the standard's schemas; `None` where it is not
/// installed.
fn validated(xml: &str, schema: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.xml");
    std::fs::write(&file, xml).unwrap();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/refi")
        .join(schema);
    let output = Process::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(schema)
        .arg(&file)
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(if output.status.success() {
        String::new()
    } else {
        said
    })
}

#[test]
fn every_export_is_valid() {
    let mut empty = Desk::given([start()]);
    let control = transcript("control", "Mentor 1: \u{1b}[31mred\u{c}.");
    let mut hostile = Desk::given([start(), codes(), control]);
    let document = hostile.study.find_document("control").unwrap();
    let quote = QuoteAt {
        document: document.id,
        span: span_of(document, "\u{1b}[31mred\u{c}."),
    };
    hostile
        .when(Command::SetMemo {
            on: MemoTarget::Quote(quote),
            text: "]]> \u{0} & \u{1b} <!--".into(),
        })
        .unwrap();
    empty
        .when(Command::SetMemo {
            on: MemoTarget::Study,
            text: "nothing yet".into(),
        })
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let session = sample::create_sample(&folder.path().join("sample.virk"), author("AB")).unwrap();
    for study in [&empty.study, &hostile.study, &rich().study, session.study()] {
        let handed = out::project(study, Time(1)).unwrap();
        let (xml, names) = unpacked(&handed.bytes);
        assert!(
            names
                .iter()
                .all(|name| name == "project.qde" || name.starts_with("sources/")),
            "{names:?}"
        );
        let Some(said) = validated(&xml, "Project.xsd") else {
            println!("xmllint is not installed: the exports were not validated");
            return;
        };
        assert_eq!(said, "", "{}", study.title);
        if study.codes().next().is_some() {
            let codebook = String::from_utf8(out::codebook(study).bytes).unwrap();
            assert_eq!(validated(&codebook, "Codebook.xsd").unwrap(), "");
        }
    }
    assert_eq!(
        out::project(&hostile.study, Time(1))
            .unwrap()
            .losses
            .count("character that XML cannot hold"),
        2
    );
}

/// A project as another program might write it.
fn foreign(origin: &str, text: &[u8], selections: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\"?><Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"x\" origin=\"{origin}\">\
<Users><User guid=\"{{11111111-1111-1111-1111-11111111111A}}\" name=\"Ana\"/></Users>\
<CodeBook><Codes><Code guid=\"N\" name=\"Nodes\" isCodable=\"false\">\
<Code guid=\"C1\" name=\"Mechanisms\" isCodable=\"true\" color=\"#0a0\"><Code guid=\"C2\" name=\"Trust\" isCodable=\"1\" color=\"rgba(1,2,3)\"/></Code>\
<Code guid=\"C3\" name=\"Trust\" isCodable=\"true\"><Description>elsewhere & again</Description></Code></Code></Codes></CodeBook>\
<Sources><TextSource guid=\"S1\" name=\"Talk\" plainTextPath=\"internal://s1.txt\">{selections}</TextSource>\
<TextSource guid=\"S2\" name=\"Gone\" plainTextPath=\"internal://s2.txt\"><PlainTextSelection guid=\"P9\" startPosition=\"0\" endPosition=\"1\"/></TextSource>\
<PictureSource guid=\"S3\"/></Sources>\
<Notes><Note guid=\"M1\" name=\"Diary\"><PlainTextContent>first day</PlainTextContent></Note></Notes></Project>"
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [
        ("My study.QDE", xml.as_bytes()),
        ("Sources/S1.txt", text),
        ("../evil.txt", b"x"),
        ("Sources/.root", b""),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn selection(start: usize, end: usize, name: &str) -> String {
    format!(
        "<PlainTextSelection guid=\"P1\" startPosition=\"{start}\" endPosition=\"{end}\" name=\"{name}\"><Description>look</Description>\
<Coding guid=\"K1\" creatingUser=\"11111111-1111-1111-1111-11111111111a\" creationDateTime=\"2025-01-02T03:04:05\"><CodeRef targetGUID=\"c2\"/></Coding>\
<Coding guid=\"K2\"><CodeRef targetGUID=\"unknown\"/></Coding></PlainTextSelection>"
    )
}

#[test]
fn other_programs_are_read_as_they_count() {
    let text = "I: Hej 😀😀?\r\nA: Det blev bedre.\r\n";
    let lf = text.replace("\r\n", "\n");
    let points = |words: &str, of: &str| of[..of.find(words).unwrap()].chars().count();
    let units = |words: &str, of: &str| of[..of.find(words).unwrap()].encode_utf16().count();
    for (at, said) in [
        (points("bedre", &lf), "code points"),
        (units("bedre", &lf), "UTF-16 units"),
        (points("bedre", text), "code points, line ends as two"),
        (units("bedre", text), "UTF-16 units, line ends as two"),
    ] {
        let mut desk = Desk::given([start()]);
        let incoming = read(
            &foreign("Other 1", text.as_bytes(), &selection(at, at + 5, "bedre")),
            &desk.study,
        );
        assert_eq!(incoming.report.counting.to_string(), said);
        desk.when(incoming.command).unwrap();
        let coding = desk.study.codings().next().unwrap();
        let document = desk.study.document(coding.document).unwrap();
        assert_eq!(coding.span.text(&document.text), "bedre", "{said}");
        assert_eq!(
            (&*coding.coder, coding.time),
            ("Ana", Time(1_735_787_045_000_000))
        );
        assert_eq!(
            desk.study.memo(MemoTarget::Quote(QuoteAt {
                document: document.id,
                span: coding.span
            })),
            Some("look")
        );
    }
}

#[test]
fn what_a_study_has_no_place_for_is_told() {
    let mut desk = Desk::given([start()]);
    let incoming = read(
        &foreign("Other 1", b"A: Det blev bedre.", &selection(3, 6, "")),
        &desk.study,
    );
    let losses = &incoming.report.losses;
    assert_eq!(incoming.report.missing, ["Gone"]);
    for what in [
        "picture",
        "quote of a source whose words are missing",
        "coding of an unknown code",
    ] {
        assert_eq!(losses.count(what), 1, "{what}: {}", losses.summary());
    }
    desk.when(incoming.command).unwrap();
    let codes: Vec<String> = desk
        .study
        .code_tree()
        .iter()
        .map(|(depth, code)| {
            format!(
                "{depth} {} {} {} {}",
                code.body.key,
                code.name("en"),
                code.body.kind,
                code.body.colour
            )
        })
        .collect();
    assert_eq!(
        codes,
        [
            "0 mechanisms Mechanisms mechanism #00aa00",
            "1 trust Trust mechanism #009E73",
            "0 trust_2 Trust other #707070"
        ]
    );
    assert_eq!(
        desk.study.find_code("trust_2").unwrap().body.definition.en,
        "elsewhere & again"
    );
    assert_eq!(desk.study.memo(MemoTarget::Study), Some("Diary: first day"));
    let again = read(
        &foreign("Other 1", b"A: Det blev bedre.", &selection(3, 6, "")),
        &desk.study,
    );
    assert!(desk.when(again.command).unwrap().events.is_empty());
}

#[test]
fn what_is_no_project_is_refused_in_one_line() {
    let study = Desk::given([start()]).study;
    let refused = |bytes: &[u8]| {
        into::read(
            "f.qdpx",
            Cursor::new(bytes),
            None,
            &study,
            &PersonalDataPolicy::Refuse,
        )
        .unwrap_err()
        .what
    };
    let whole = foreign("x", b"A: Ja.", "");
    assert!(refused(b"no zip").contains("no REFI-QDA project"));
    assert!(refused(&whole[..whole.len() / 2]).contains("f.qdpx"));
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file("project.qde", zip::write::SimpleFileOptions::default())
        .unwrap();
    archive
        .write_all(b"<!DOCTYPE p [<!ENTITY a \"aaaa\">]><Project name=\"&a;\"/>")
        .unwrap();
    assert!(refused(&archive.finish().unwrap().into_inner()).contains("document type"));
}
