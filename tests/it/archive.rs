//! The public archive: released words only, proved by reading it back; the same bytes twice;
//! refused when it would leak.

use crate::support::{Desk, code, codes, new_link, span_of, start, transcript};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use virk::export::archive::{ArchiveExport, ArchiveRequest, archive};
use virk::study::command::NewCode;
use virk::study::event::MemoTarget;
use virk::study::inference::AcceptedFinding;
use virk::study::theory::QuoteAt;
use virk::study::{
    BilingualText, CodeBody, CodeKind, Command, InformantBody, Polarity, ProgressMonitor, Refusal,
};

const TALK: &str = "Interviewer: What did the red notebook do for you?\n\nMentor 1: It let me see myself from outside for once.\n\nMentor 1: But nobody ever told the jobcentre about any of that.\n";

/// A study in which one of two quotes is released.
fn studied() -> (Desk, QuoteAt) {
    let mut desk = Desk::given([start(), codes(), transcript("01-mentor-1", TALK)]);
    let body = InformantBody {
        name: "Mentor 1".into(),
        role: "mentor".into(),
        department: "Northern team".into(),
        attributes: [("born".to_owned(), "1961".to_owned())].into(),
    };
    desk.when(Command::DescribeInformant { body }).unwrap();
    let document = desk.study.documents().next().unwrap();
    let at = |words: &str| QuoteAt {
        document: document.id,
        span: span_of(document, words),
    };
    let (free, kept) = (
        at("see myself from outside for once"),
        at("nobody ever told the jobcentre about any of that"),
    );
    let (from, to) = (
        desk.study.code_by_key("m_refl").unwrap(),
        desk.study.code_by_key("o_dev").unwrap(),
    );
    for command in [
        Command::AddTheory {
            version: "v1".into(),
            nodes: vec![from, to],
            links: vec![new_link(from, to, "Seeing oneself changes one")],
        },
        Command::Apply {
            document: free.document,
            span: free.span,
            codes: vec![from, to],
        },
        Command::Apply {
            document: kept.document,
            span: kept.span,
            codes: vec![from, to],
        },
        Command::Condense {
            quote: free,
            text: "Sees oneself".into(),
            theme: "outside".into(),
        },
        Command::Condense {
            quote: kept,
            text: "Kept from the office".into(),
            theme: "silence".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Quote(free),
            text: "Private thought".into(),
        },
        Command::Release {
            quote: free,
            released: true,
        },
    ] {
        desk.when(command).unwrap();
    }
    let link = desk
        .study
        .links_of(desk.study.theory().unwrap())
        .next()
        .unwrap()
        .id;
    desk.when(Command::Judge {
        link,
        quote: kept,
        polarity: Some(Polarity::Contradicts),
    })
    .unwrap();
    (desk, free)
}

fn made(desk: &Desk) -> Result<ArchiveExport, Refusal> {
    reworded(desk, &[])
}

fn reworded(desk: &Desk, replace: &[(String, String)]) -> Result<ArchiveExport, Refusal> {
    archive(
        &desk.study,
        ArchiveRequest {
            theory: desk.study.theory(),
            small: 5,
            definitions: true,
            replace,
            threads: 1,
            watch: ProgressMonitor::default(),
        },
    )
}

fn unpacked(archive: &ArchiveExport) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(&archive.bytes)).unwrap();
    let names: Vec<String> = (0..zip.len())
        .map(|place| zip.by_index(place).unwrap().name().unwrap().into_owned())
        .collect();
    assert_eq!(names, archive.files);
    let mut read = |name: &String| {
        let mut text = String::new();
        zip.by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        (name.clone(), text)
    };
    names.iter().map(&mut read).collect()
}

#[test]
fn it_holds_what_was_released_and_nothing_else_of_anybody() {
    let (desk, _) = studied();
    let archive = made(&desk).unwrap();
    let files = unpacked(&archive);
    for name in [
        "README.md",
        "SHA256SUMS",
        "codebook.csv",
        "codings.csv",
        "informants.csv",
        "matrix.csv",
        "method.md",
        "quotes.csv",
        "tests.csv",
        "theory.csv",
        "variables.csv",
    ] {
        assert!(files.contains_key(name), "{name}");
    }
    let whole: String = files.values().map(String::as_str).collect();
    assert!(
        files["quotes.csv"].contains("see myself from outside for once,")
            && files["quotes.csv"].contains("Sees oneself")
    );
    assert!(files["theory.csv"].contains("Seeing oneself changes one"));
    for secret in [
        "jobcentre",
        "Kept from the office",
        "silence",
        "Mentor 1",
        "01-mentor-1",
        "Northern team",
        "1961",
        "Private thought",
        "notebook",
        "ann",
    ] {
        assert!(!whole.contains(secret), "{secret} in {whole}");
    }
    for (what, count) in [
        ("transcript", 1),
        ("unreleased quote", 1),
        ("unreleased condensation", 1),
        ("memo", 1),
        ("informant attribute", 1),
    ] {
        assert_eq!(archive.left_out.count(what), count, "{what}");
        assert!(files["README.md"].contains("unreleased quote"));
    }
    // The checksums are those of the files.
    for line in files["SHA256SUMS"].lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        assert_eq!(
            sum,
            virk::text::sanitize::sha256(files[name].as_bytes()),
            "{name}"
        );
    }
    assert_eq!(files["SHA256SUMS"].lines().count(), files.len() - 1);
}

#[test]
fn the_same_study_makes_the_same_bytes() {
    let (desk, quote) = studied();
    let first = made(&desk).unwrap().bytes;
    assert_eq!(first, made(&desk).unwrap().bytes);
    let mut desk = desk;
    desk.when(Command::Release {
        quote,
        released: false,
    })
    .unwrap();
    let files = unpacked(&made(&desk).unwrap());
    assert!(!files.values().any(|text| text.contains("see myself")));
}

#[test]
fn an_archive_that_would_leak_is_refused_with_the_words_and_their_place() {
    let leaks = |body: CodeBody| {
        let (mut desk, _) = studied();
        desk.when(Command::AddCodes {
            codes: vec![NewCode {
                body: CodeBody {
                    name: BilingualText::new("Extra"),
                    ..body
                },
                parent: None,
            }],
        })
        .unwrap();
        made(&desk).unwrap_err()
    };
    let said = leaks(CodeBody {
        definition: BilingualText::new("As when “nobody ever told the jobcentre about” it"),
        ..code("x", CodeKind::Other, "", None).body
    });
    assert_eq!(
        said.what,
        "the archive would reveal too much. “nobody ever told the jobcentre about” repeats words that nobody released: codebook.csv, row 4, Definition"
    );
    assert!(said.hint.contains("virk quotes release"));
    let said = leaks(CodeBody {
        include: BilingualText::new("What Mentor 1 calls it"),
        ..code("x", CodeKind::Other, "", None).body
    });
    assert!(
        said.what
            .ends_with("“Mentor 1” names an informant: codebook.csv, row 4, Include"),
        "{}",
        said.what
    );
    let said = leaks(CodeBody {
        exclude: BilingualText::new("Ask a@b.dk"),
        ..code("x", CodeKind::Other, "", None).body
    });
    assert!(
        said.what.ends_with(
            "“a@b.dk” identifies somebody (e-mail address): codebook.csv, row 4, Exclude"
        ),
        "{}",
        said.what
    );
    let hidden = BilingualText::new("“Nobody\u{a0}ever told the job\u{ad}centre ABOUT”");
    let said = leaks(CodeBody {
        definition: hidden,
        ..code("x", CodeKind::Other, "", None).body
    });
    assert!(
        said.what.contains("“Nobody\u{a0}ever told the job"),
        "{}",
        said.what
    );
    // Examples stay at home, and released words may be repeated anywhere.
    let (mut desk, _) = studied();
    let example = CodeBody {
        example: BilingualText::new("nobody ever told the jobcentre about any of that"),
        definition: BilingualText::new("To see myself from outside for once"),
        ..code("y", CodeKind::Other, "Y", None).body
    };
    desk.when(Command::AddCodes {
        codes: vec![NewCode {
            body: example,
            parent: None,
        }],
    })
    .unwrap();
    let files = unpacked(&made(&desk).unwrap());
    assert!(!files["codebook.csv"].contains("jobcentre"));
}

#[test]
fn words_may_stand_with_a_reason_or_others_be_written_for_them() {
    let (mut desk, _) = studied();
    desk.when(Command::DescribeInformant {
        body: InformantBody {
            name: "Bo".into(),
            ..InformantBody::default()
        },
    })
    .unwrap();
    let body = CodeBody {
        name: BilingualText::new("Extra"),
        definition: BilingualText::new("Bo er et godt sted at bo"),
        include: BilingualText::new("Bo´s words"),
        ..code("x", CodeKind::Other, "", None).body
    };
    desk.when(Command::AddCodes {
        codes: vec![NewCode { body, parent: None }],
    })
    .unwrap();
    let said = made(&desk).unwrap_err();
    assert!(
        said.what.ends_with(
            "“Bo” names an informant: codebook.csv, row 4, Definition; codebook.csv, row 4, Include"
        ),
        "{}",
        said.what
    );
    // Others are written in this archive alone.
    let replaced = reworded(&desk, &[("Bo".into(), "[a name]".into())]).unwrap();
    let files = unpacked(&replaced);
    assert!(
        files["codebook.csv"].contains("[a name] er et godt sted at bo,[a name]´s words"),
        "{}",
        files["codebook.csv"]
    );
    assert!(files["README.md"].contains("Other words were written in 2 places."));
    assert_eq!(replaced.replaced, 2);
    assert!(made(&desk).is_err());
    let accepted = |desk: &mut Desk, reason: &str| {
        desk.when(Command::Accept {
            finding: AcceptedFinding::words("Bo"),
            reason: reason.into(),
        })
        .unwrap()
        .message
    };
    assert_eq!(
        accepted(&mut desk, "Also the verb"),
        "Accepted words of the public archive"
    );
    assert_eq!(made(&desk).unwrap().accepted, 2);
    assert_eq!(
        accepted(&mut desk, ""),
        "Reopened words of the public archive"
    );
    assert!(made(&desk).is_err());
}

#[test]
fn what_codes_mean_stays_inside_unless_it_is_declared() {
    let (mut desk, _) = studied();
    let mut body = desk
        .study
        .code_by_key("m_refl")
        .and_then(|code| desk.study.code(code))
        .unwrap()
        .body
        .clone();
    body.definition = BilingualText::new("Sees himself as a stranger would");
    let code = desk.study.code_by_key("m_refl").unwrap();
    desk.when(Command::ChangeCode {
        id: code,
        body: Box::new(body),
        reason: String::new(),
    })
    .unwrap();
    let made = |definitions| {
        let theory = desk.study.theory();
        archive(
            &desk.study,
            ArchiveRequest {
                theory,
                small: 5,
                definitions,
                replace: &[],
                threads: 1,
                watch: ProgressMonitor::default(),
            },
        )
        .unwrap()
    };
    let codebook = |made: &ArchiveExport| unpacked(made)["codebook.csv"].clone();
    assert!(codebook(&made(true)).contains("as a stranger would"));
    let kept = made(false);
    assert!(
        !codebook(&kept).contains("as a stranger would") && codebook(&kept).contains("[withheld]")
    );
    assert!(
        kept.left_out.summary().contains("code definition"),
        "{}",
        kept.left_out.summary()
    );
}
