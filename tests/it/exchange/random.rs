//! Random studies over every kind of letter: export and import are the identity, and a
//! program that writes as the standard says is never read otherwise.
//!
//! `EXCHANGE_STUDIES=1000 cargo test --release --test it exchange::random` tries a thousand.

use super::{packed, read, seen, unpacked};
use crate::support::{Desk, codes, start};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use virk::exchange::refi::{export as out, import::offsets::OffsetUnit};
use virk::import::TextFile;
use virk::study::{
    Command, Time, command::NewSpeaker, document::Provenance, event::MemoTarget, theory::QuoteAt,
};
use virk::text::{Span, TurnFormat};

const PIECES: [&str; 26] = [
    "Ann: ",
    "Bo: ",
    "\nAnn: ",
    "\nBo: ",
    "\r\n",
    "\n\n",
    " ",
    " ",
    " ",
    ". ",
    "word",
    "walking together ",
    "park",
    "😀",
    "👩‍👧",
    "a\u{30a}rligt",
    "日本",
    "…",
    "...",
    "\t",
    "&<>\"'",
    "ø",
    "e\u{301}\u{323}",
    "\u{1b}[1m",
    "\u{a0}",
    "\u{200d}",
];

/// A document's pieces, and its quotes: where they begin and end, under which code, by whom, and
/// what is said of them.
#[derive(Clone, Debug)]
struct Talk {
    pieces: Vec<usize>,
    quotes: Vec<(usize, usize, usize, usize, usize)>,
}

fn talks() -> impl Strategy<Value = Vec<Talk>> {
    let quote = (
        0..4000_usize,
        1..400_usize,
        0..3_usize,
        0..3_usize,
        0..6_usize,
    );
    let talk = (
        prop::collection::vec(0..PIECES.len(), 1..120),
        prop::collection::vec(quote, 0..12),
    );
    prop::collection::vec(
        talk.prop_map(|(pieces, quotes)| Talk { pieces, quotes }),
        1..4,
    )
}

fn study(talks: &[Talk]) -> Desk {
    let mut desk = Desk::given([start(), codes()]);
    for (place, Talk { pieces, quotes }) in talks.iter().enumerate() {
        let written: String = format!("Ann: talk {place} ")
            + &pieces
                .iter()
                .map(|piece| PIECES[*piece])
                .collect::<String>();
        let file = TextFile::from_bytes("talk.txt", "talk.txt".into(), written.as_bytes()).unwrap();
        let add = Command::AddDocument {
            title: format!("talk {place}"),
            language: "en".into(),
            format: TurnFormat::Colon,
            text: file.text.as_str().into(),
            speakers: vec![NewSpeaker {
                label: "Ann".into(),
                informant: None,
                by_name: false,
            }],
            source: Provenance {
                file: "talk.txt".into(),
                ..Provenance::default()
            },
        };
        desk.when(add).unwrap();
        let document = desk.study.documents().last().unwrap().clone();
        for (from, length, code, coder, said) in quotes {
            let from = from % document.text.len();
            let to = (from + length).min(document.text.len());
            let whole = |mut at: usize| {
                while !document.text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let Ok(span) = Span::snap(&document.text, whole(from)..whole(to)) else {
                continue;
            };
            let code = desk.study.codes().nth(*code).unwrap().id;
            let quote = QuoteAt {
                document: document.id,
                span,
            };
            let by = ["Ana", "Bo & Co", "Ø"][*coder];
            let adopt = Command::Adopt {
                document: document.id,
                span,
                code,
                by: by.into(),
                at: Some(Time(1_000_000 * (from as i64 + 5))),
            };
            drop(desk.when(adopt));
            match said {
                1 => drop(desk.when(Command::Condense {
                    quote,
                    text: "short".into(),
                    theme: "theme".into(),
                })),
                2 => drop(desk.when(Command::SetMemo {
                    on: MemoTarget::Quote(quote),
                    text: "look 😀".into(),
                })),
                _ => {}
            }
        }
    }
    desk
}

/// How many studies are tried: few in every run, a thousand when it is asked for.
fn studies() -> u32 {
    std::env::var("EXCHANGE_STUDIES")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(60)
}

fn runner() -> TestRunner {
    let config = Config {
        cases: studies(),
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn random_studies_come_home_the_same() {
    runner()
        .run(&talks(), |talks| {
            let desk = study(&talks);
            let handed = out::project(&desk.study, Time(0)).unwrap();
            let mut home = Desk::given([start()]);
            let incoming = read(&handed.bytes, &home.study);
            let report = incoming.report.clone();
            prop_assert!(
                report.losses.is_empty() && report.unlike.is_empty() && report.missing.is_empty(),
                "{:?}",
                report
            );
            for (thing, fate) in report.held.all() {
                prop_assert_eq!(fate.held, fate.placed + fate.left, "{}", thing.name());
            }
            home.when(incoming.command).unwrap();
            prop_assert_eq!(seen(&home.study), seen(&desk.study));
            let spans = |desk: &Desk| {
                let mut all: Vec<_> = desk
                    .study
                    .codings()
                    .map(|coding| (coding.hash.clone(), coding.span))
                    .collect();
                all.sort_unstable();
                all
            };
            prop_assert_eq!(spans(&home), spans(&desk));
            Ok(())
        })
        .unwrap();
}

#[test]
fn who_writes_as_the_standard_says_is_read_so() {
    runner()
        .run(&talks(), |talks| {
            let desk = study(&talks);
            let handed = out::project(&desk.study, Time(0)).unwrap();
            // The same file as another program would write it: without virk's note.
            let files: Vec<(String, Vec<u8>)> = unpacked(&handed.bytes)
                .into_iter()
                .map(|(name, bytes)| {
                    if name != "project.qde" {
                        return (name, bytes);
                    }
                    let xml = String::from_utf8(bytes).unwrap();
                    (
                        name,
                        xml.replace("origin=\"virk", "origin=\"other")
                            .replace("name=\"virk\"", "name=\"other\"")
                            .into_bytes(),
                    )
                })
                .collect();
            let files: Vec<(&str, &[u8])> = files
                .iter()
                .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
                .collect();
            let mut home = Desk::given([start()]);
            let incoming = read(&packed(&files), &home.study);
            prop_assert_eq!(
                incoming.report.counting,
                OffsetUnit::default(),
                "{}",
                incoming.report.why
            );
            for (thing, fate) in incoming.report.held.all() {
                prop_assert_eq!(fate.held, fate.placed + fate.left, "{}", thing.name());
            }
            prop_assert!(
                !incoming.report.losses.summary().contains("overlooked"),
                "{}",
                incoming.report.losses.summary()
            );
            home.when(incoming.command).unwrap();
            let spans = |desk: &Desk| {
                let mut all: Vec<_> = desk
                    .study
                    .codings()
                    .map(|coding| (coding.hash.clone(), coding.span))
                    .collect();
                all.sort_unstable();
                all
            };
            prop_assert_eq!(spans(&home), spans(&desk));
            Ok(())
        })
        .unwrap();
}
