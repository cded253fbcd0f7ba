//! Captions and transcripts as tables: every word of the file is in the text once, in the
//! mouth of the one the file gives it to, and leads back to its cue.

use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use virk::import::reader::{ParsedText, read};
use virk::import::transcript::{TranscriptOptions, import_transcript};
use virk::study::origin::original;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import/captions")
        .join(name)
}

fn reading(name: &str) -> ParsedText {
    read(name, &std::fs::read(fixture(name)).unwrap()).unwrap()
}

/// Who speaks, when, and what: each turn, its paragraphs joined.
fn turns(reading: &ParsedText) -> Vec<(String, Option<u64>, String)> {
    let headings = reading.headings.as_deref().unwrap();
    let ends = headings
        .iter()
        .skip(1)
        .map(|heading| heading.span.start as usize)
        .chain([reading.text.len()]);
    let mut turns: Vec<(String, Option<u64>, String)> = Vec::new();
    for (heading, end) in headings.iter().zip(ends) {
        let words = reading.text[heading.span.end as usize..end]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        match turns.last_mut() {
            // A paragraph with a time of its own, by whoever spoke.
            Some((.., said)) if heading.same_speaker => *said = format!("{said} {words}"),
            _ => turns.push((
                heading
                    .label
                    .map_or("", |label| label.text(&reading.text))
                    .to_owned(),
                heading.time,
                words,
            )),
        }
    }
    turns
}

fn said(reading: &ParsedText) -> Vec<String> {
    turns(reading)
        .into_iter()
        .map(|(who, time, words)| format!("{} {who}: {words}", time.unwrap_or(0)))
        .collect()
}

fn labels(name: &str) -> Vec<(String, usize)> {
    let report = import_transcript(&fixture(name), &TranscriptOptions::default())
        .unwrap()
        .report;
    report
        .speakers
        .into_iter()
        .map(|speaker| (speaker.label, speaker.turns))
        .collect()
}

#[test]
fn every_speaker_of_a_meeting_speaks_for_themselves() {
    for name in ["zoom-guest.vtt", "teams-guest.vtt"] {
        let reading = reading(name);
        assert_eq!(
            reading.text,
            "[00:00:01] Anna Host: Welcome to the group.\n\n[00:00:04] Bo: Thank you.\n\n[00:00:07] Anna Host: Who would like to begin?\n\n\
             [00:00:10] Carla Guest: I will. I came to the garden three years ago. I had nobody to talk to then. Now I go there every week.\n\n\
             [00:00:23] Dan: It was the same for me.\n\n[00:00:26] Bo: And for me.\n\n[00:00:29] Dan: Yes.\n",
            "{name}"
        );
        let expected = [("Anna Host", 2), ("Bo", 2), ("Carla Guest", 1), ("Dan", 2)]
            .map(|(who, turns)| (who.to_owned(), turns));
        assert_eq!(labels(name), expected, "{name}");
        assert_eq!(
            reading.notes,
            ["9 cues became 7 turns, each with the time it begins"]
        );
    }
}

#[test]
fn captions_by_their_grammar() {
    assert_eq!(
        said(&reading("line-with-a-space.vtt")),
        [
            "1000 Ann: First cue.",
            "2000 Bo: These words stand after a line that holds one space.",
            "3000 Ann: Third cue. and its second line"
        ]
    );
    assert_eq!(
        said(&reading("position-tag.srt")),
        ["1000 SPEAKER_01: Yes.", "3000 SPEAKER_00: I never said so."]
    );
    assert_eq!(
        said(&reading("amberscript.srt")),
        [
            "1000 Spreker 1: How did you come here?",
            "4000 Spreker 2: A friend took me along. Then I stayed."
        ]
    );
}

#[test]
fn other_files_of_programs_that_write_captions() {
    let two = [
        "1000 Anna: How did you come here?",
        "4000 Bo: A friend took me along.",
    ];
    assert_eq!(said(&reading("talk.sbv")), two);
    assert_eq!(
        said(&reading("whisper.json")),
        [
            "1000 SPEAKER_00: How did you come here?",
            "4000 SPEAKER_01: A friend took me."
        ]
    );
    assert_eq!(
        reading("whisper.tsv").text,
        "[00:00:01] How did you come here?\n\n[00:00:04] A friend took me.\n"
    );
    assert!(
        read("talk.ttml", &std::fs::read(fixture("talk.ttml")).unwrap())
            .unwrap_err()
            .hint
            .contains(".vtt or .srt")
    );
}

#[test]
fn what_captions_show_again_is_taken_once() {
    let highlighted = reading("highlighted-words.srt");
    assert_eq!(
        said(&highlighted),
        [
            "4500 SPEAKER_00: How did you find the place?",
            "5000 SPEAKER_01: A neighbour told me."
        ]
    );
    assert!(
        highlighted.notes[1]
            .starts_with("2 of them repeat words of the cue before (another word highlighted)")
    );
    let rolling = reading("rolling.vtt");
    assert_eq!(
        rolling.text,
        "[00:00:00] how did you come here no one here no one asked\n"
    );
    assert!(
        rolling.notes[1].starts_with("4 of them repeat words of the cue before (rolling captions)"),
        "{:?}",
        rolling.notes
    );
}

#[test]
fn a_table_is_a_transcript_when_its_columns_say_so() {
    for name in ["transcript.csv", "transcript.xlsx"] {
        let reading = reading(name);
        assert_eq!(
            reading.text, "Anna: How did you come here?\n\nBo: A friend took me.\n",
            "{name}"
        );
        assert_eq!(
            said(&reading),
            [
                "3000 Anna: How did you come here?",
                "9000 Bo: A friend took me."
            ]
        );
        assert_eq!(labels(name), [("Anna".to_owned(), 1), ("Bo".to_owned(), 1)]);
    }
    assert!(
        read("survey.csv", b"id;age\n1;20\n")
            .unwrap_err()
            .what
            .contains("is a table, not a transcript")
    );
}

#[test]
fn cells_of_any_kind_are_placed_or_counted() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["Interview with Anna", "", "", ""],
        ["", "", "", ""],
        ["Zeit", "Sprecher:in", "Sprecher", "Inhalt"],
        ["00:00:03", "x", "Anna", "Wie war das?\nUnd dann?"],
        ["00:01:05", "", "", "Noch etwas."],
        ["?", "y", "Bo", "So."],
        ["00:01:09", "", "Bo", ""],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let reading = read("f.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        reading.text,
        "Anna: Wie war das?\nUnd dann? Noch etwas.\n\nBo: So.\n"
    );
    assert_eq!(
        reading.notes,
        [
            "3 rows became 2 turns",
            "words from `Inhalt`, speakers from `Sprecher`, times from `Zeit`",
            "1 row without words",
            "1 row without a speaker: the one before goes on",
            "1 time that cannot be read, such as `?`",
            "`Sprecher:in` was left out (2 cells)",
            "1 row above the columns' names was left out",
        ]
    );
}

/// A word of a cue: as the file has it, and as people say it.
fn word() -> impl Strategy<Value = (String, String)> {
    let plain = "[a-zåæøÅ李]{1,6}[.?!,]?".prop_map(|word: String| (word.clone(), word));
    prop_oneof![
        6 => plain,
        1 => Just(("<i>så</i>".to_owned(), "så".to_owned())),
        1 => Just(("<00:00:01.500><c.yellow>ja</c>".to_owned(), "ja".to_owned())),
        1 => Just(("R&amp;D".to_owned(), "R&D".to_owned())),
        1 => Just(("&lt;x&gt;".to_owned(), "<x>".to_owned())),
        1 => Just(("{\\an8}op".to_owned(), "op".to_owned())),
        1 => Just(("<laughs>".to_owned(), "<laughs>".to_owned())),
        1 => Just(("a<b".to_owned(), "a<b".to_owned())),
    ]
}

const SPEAKERS: [&str; 5] = [
    "Anna Host",
    "Bo",
    "Carla (she/her)",
    "Holm, Sofie",
    "SPEAKER_01",
];

/// A cue: who, its lines, how long after the one before, and what stands before it.
#[derive(Clone, Debug)]
struct CueOf {
    who: usize,
    lines: Vec<Vec<(String, String)>>,
    pause: u64,
    before: u8,
}

fn cue() -> impl Strategy<Value = CueOf> {
    let lines = prop::collection::vec(prop::collection::vec(word(), 1..6), 1..4);
    (0..SPEAKERS.len(), lines, 0..5_000_u64, 0..8_u8).prop_map(|(who, lines, pause, before)| {
        CueOf {
            who,
            lines,
            pause,
            before,
        }
    })
}

fn clock(time: u64, sign: char) -> String {
    format!(
        "{:02}:{:02}:{:02}{sign}{:03}",
        time / 3_600_000,
        time / 60_000 % 60,
        time / 1_000 % 60,
        time % 1_000
    )
}

/// How speakers are marked in a made file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    Voices,
    Colons,
    Brackets,
    Nobody,
}

/// The file, and who says what in it.
fn made(cues: &[CueOf], vtt: bool, marks: Marks) -> (String, Vec<(String, String)>) {
    let (mut raw, mut expected, mut time) = (
        String::from(if vtt { "WEBVTT\n\n" } else { "" }),
        Vec::new(),
        0,
    );
    for (place, cue) in cues.iter().enumerate() {
        match (vtt, cue.before) {
            (true, 0) => raw += "NOTE not said: at all\nnor this\n\n",
            (true, 1) => raw += "a name of the cue\n",
            (false, 0..=5) => writeln!(raw, "{}", place + 1).unwrap(),
            _ => {}
        }
        time += cue.pause;
        let sign = if vtt { '.' } else { ',' };
        let settings = if cue.before == 2 {
            " align:start position:0%"
        } else {
            ""
        };
        writeln!(
            raw,
            "{} --> {}{settings}",
            clock(time, sign),
            clock(time + 900, sign)
        )
        .unwrap();
        time += 900;
        // A word of its own, so that no cue repeats another.
        let mut words = vec![format!("w{place}")];
        let mut lines = vec![format!("w{place}")];
        for line in &cue.lines {
            lines.push(
                line.iter()
                    .map(|(raw, _)| raw.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
            );
            words.extend(line.iter().map(|(_, word)| word.clone()));
        }
        let who = SPEAKERS[cue.who];
        let lines = lines.join("\n");
        let lines = match marks {
            Marks::Voices if cue.before == 3 => format!("<v {who}>{lines}"),
            Marks::Voices => format!("<v.loud {who}>{lines}</v>"),
            Marks::Colons => format!("{who}: {lines}"),
            Marks::Brackets => format!("[{who}]: {lines}"),
            Marks::Nobody => lines,
        };
        raw += &format!("{lines}\n\n");
        let who = if marks == Marks::Nobody {
            String::new()
        } else {
            who.to_owned()
        };
        expected.extend(words.into_iter().map(|word| (who.clone(), word)));
    }
    (raw, expected)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_words_of_captions_are_those_of_their_cues(
        cues in prop::collection::vec(cue(), 1..14),
        vtt in any::<bool>(),
        windows in any::<bool>(),
        bom in any::<bool>(),
        marks in prop::sample::select(vec![Marks::Voices, Marks::Colons, Marks::Brackets, Marks::Nobody]),
    ) {
        let marks = if vtt || marks != Marks::Voices { marks } else { Marks::Nobody };
        let (raw, expected) = made(&cues, vtt, marks);
        let file = format!("{}{}", if bom { "\u{feff}" } else { "" }, if windows { raw.replace('\n', "\r\n") } else { raw.clone() });
        let reading = read(if vtt { "f.vtt" } else { "f.srt" }, file.as_bytes()).unwrap();
        let found: Vec<(String, String)> = turns(&reading)
            .into_iter()
            .flat_map(|(who, _, words)| words.split(' ').map(|word| (who.clone(), word.to_owned())).collect::<Vec<_>>())
            .collect();
        prop_assert_eq!(found, expected);
        prop_assert!(reading.text.starts_with('['));
        prop_assert_eq!(original(&reading.text, &reading.edits), Some(raw));
        let told = format!("{} cue{} became", cues.len(), if cues.len() == 1 { "" } else { "s" });
        prop_assert!(reading.notes[0].starts_with(&told), "{:?}", reading.notes);
    }

    #[test]
    fn whatever_captions_hold_leads_back(parts in prop::collection::vec(prop::sample::select(vec![
        "\n", "\n", "\n\n", "00:01.000 --> 00:02.000\n", "00:00:02,000 --> 00:00:02,500 X1:1\n", "1\n", "2\n", " ", "WEBVTT", "NOTE",
        "STYLE", "<v ", "<v Anna>", "</v>", "<i>", "</", ">", "<", "&", "&amp;", "&#x41;", "&nbsp;", ";", "{\\an8}", "{\\", "}", "Anna: ",
        "Anna", ":", "[", "]", "(Bo) ", ">> ", ">>", "- ", "–", "：", "å", "👩‍👧", "-->", "so", "so I", "<u>so</u>", "\t", "<rt>", "<br>", "\u{a0}",
    ]), 0..80)) {
        let raw = format!("00:00.000 --> 00:00.900\n{}", parts.concat());
        for raw in [raw.clone(), format!("WEBVTT\n\n{raw}")] {
            let reading = read("f.vtt", raw.as_bytes()).unwrap();
            let edits = original(&reading.text, &reading.edits);
            prop_assert_eq!(edits.as_deref(), Some(raw.as_str()));
            let mut at = 0;
            for heading in reading.headings.as_deref().unwrap() {
                prop_assert!(heading.span.start >= at && heading.span.end >= heading.span.start);
                prop_assert!(reading.text.get(heading.span.start as usize..heading.span.end as usize).is_some());
                at = heading.span.end;
            }
        }
    }
}

/// Were the time of any of these to grow with the square of their length, this would not end.
#[test]
fn long_and_hostile_captions_take_no_longer_than_others() {
    let many = |what: &str| what.repeat(100_000 / what.len());
    let begin = "WEBVTT\n\n00:01.000 --> 00:02.000\n";
    for what in [
        "<",
        "<v ",
        "<v A>",
        "&",
        "{\\",
        ">>",
        ">> ",
        "- ",
        "a ",
        "A: ",
        "A:\n",
        "\n \n",
        "[",
        "[A]: b\n",
        "-->",
        ":",
        "\"",
        "<u>a</u> ",
    ] {
        drop(read("f.vtt", format!("{begin}{}", many(what)).as_bytes()));
    }
    for cue in [
        "00:01.000 --> 00:02.000\n\"\n\n",
        "00:01.000 --> 00:02.000\na a a a\n\n",
        "00:01.000 --> 00:02.000\nA:\n\n",
        "0:0 -->\n\n1\n\n",
    ] {
        drop(read("f.vtt", format!("WEBVTT\n\n{}", many(cue)).as_bytes()));
        drop(read("f.srt", many(cue).as_bytes()));
    }
    let words = many("a ");
    let roll = format!(
        "{begin}{words}\n\n00:02.000 --> 00:03.000\n{words}\nb\n\n00:03.000 --> 00:04.000\n{words}\nb\nc\n"
    );
    drop(read("f.vtt", roll.as_bytes()));
    drop(read(
        "f.csv",
        format!("time,speaker,words\n{}", many("0:01,A,b\n")).as_bytes(),
    ));
}

/// What a person says is no label was said, and stays where it was.
#[test]
fn a_label_that_is_none_is_words_of_whoever_has_the_word() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.vtt");
    let cue = |at: u32, words: &str| {
        format!("00:00:{at:02}.000 --> 00:00:{:02}.000\n{words}\n\n", at + 1)
    };
    let cues = [
        "Anna: How was it?",
        "Peter: It was March. She said",
        "One Thing: don't give up.",
        "Anna: So?",
        "Peter: Yes.",
        "One Thing: I stayed.",
    ];
    let all: String = (0..)
        .zip(cues)
        .map(|(place, words)| cue(place * 2, words))
        .collect();
    std::fs::write(&path, format!("WEBVTT\n\n{all}")).unwrap();
    let options = TranscriptOptions {
        speakers: vec!["Anna".into(), "Peter".into()],
        ..TranscriptOptions::default()
    };
    let report = import_transcript(&path, &options).unwrap().report;
    let counts: Vec<(&str, usize)> = report
        .speakers
        .iter()
        .map(|one| (one.label.as_str(), one.words))
        .collect();
    assert_eq!(counts, [("Anna", 4), ("Peter", 15)]);
}
