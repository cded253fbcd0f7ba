//! Who speaks in a transcript, when, and who asks: each layout that programs and people write, and
//! what only looks like one. The files of `tests/fixtures/speakers` are synthetic, in the shapes
//! that Otter, Teams, Word, Rev, f4 and MAXQDA are known to write.

use std::path::Path;
use virk::import::speakers::{SpeakerReason, TurnLayout};
use virk::import::transcript::{self, InterviewerSource, TranscriptImport, TranscriptOptions};
use virk::study::Command;
use virk::text::turn;

/// Speaker, seconds and words of each turn, with an asterisk behind who asks.
fn turns(imported: &TranscriptImport) -> Vec<String> {
    let Command::AddDocument {
        text,
        format,
        speakers,
        ..
    } = &imported.command
    else {
        panic!()
    };
    let labels: Vec<String> = speakers
        .iter()
        .map(|speaker| speaker.label.clone())
        .collect();
    let shown = turn::turns(text, format, &labels).into_iter().map(|turn| {
        let speaker = turn.speaker.map(|place| &speakers[usize::from(place)]);
        let who = speaker.map_or(String::new(), |speaker| {
            format!(
                "{}{}: ",
                speaker.label,
                if speaker.informant.is_none() { "*" } else { "" }
            )
        });
        let time = turn
            .time
            .map(|time| format!("@{} ", time as f64 / 1_000.0))
            .unwrap_or_default();
        format!("{time}{who}{}", turn.words.text(text))
    });
    shown.collect()
}

fn read(name: &str, text: &str) -> TranscriptImport {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    transcript::import_transcript(&path, &TranscriptOptions::default()).unwrap()
}

#[track_caller]
fn is(file: &str, layout: TurnLayout, expected: &[&str]) {
    let path = Path::new("tests/fixtures/speakers").join(file);
    let imported = transcript::import_transcript(&path, &TranscriptOptions::default()).unwrap();
    assert_eq!(turns(&imported), expected, "{}", imported.report);
    assert_eq!(imported.report.format, layout, "{}", imported.report);
}

#[track_caller]
fn says(text: &str, expected: &[&str]) {
    let imported = read("talk.txt", text);
    assert_eq!(turns(&imported), expected, "{}", imported.report);
}

#[test]
fn a_name_and_a_time_above_the_words() {
    let walk = |times: [&str; 4], asks: &str| {
        let [a, b, c, d] = times;
        [
            format!("{a} Anna Host{asks}: How did you come here?"),
            format!("{b} Bo Guest: A friend took me along."),
            format!("{c} Anna Host{asks}: And then?"),
            format!("{d} Bo Guest: Then I stayed."),
        ]
    };
    let rev = walk(["@3", "@9", "@15", "@21"], "*");
    is(
        "rev.txt",
        TurnLayout::TimeLine,
        &rev.each_ref().map(String::as_str),
    );
    is(
        "otter.txt",
        TurnLayout::TimeLine,
        &[
            "@3 Anna Host*: Welcome. How did you come here?",
            "@9 Bo Guest: A friend took me along.",
            "[laughs]",
            "@15 Anna Host*: And then?",
            "@21 Bo Guest: Then I stayed.",
            "Transcribed by https://otter.ai",
        ],
    );
    is(
        "word-dictate.txt",
        TurnLayout::TimeLine,
        &[
            "@3 Speaker 1*: How did you come here?",
            "@9 Speaker 2: A friend took me along.",
            "@15 Speaker 1*: And then?",
            "@21 Speaker 2: Then I stayed.",
        ],
    );
    let path = Path::new("tests/fixtures/speakers/teams-transcript.docx");
    let teams = transcript::import_transcript(path, &TranscriptOptions::default()).unwrap();
    assert_eq!(
        turns(&teams)[3..],
        [
            "@3 Anna Host*: Welcome. How did you come here?",
            "@9 Bo Guest: A friend took me along.",
            "@15 Anna Host*: And then?",
            "@21 Bo Guest: Then I stayed."
        ]
    );
}

/// Word on the web calls the body of what it transcribes `document2.xml`, and says so in the
/// archive's relationships.
#[test]
fn the_body_of_a_word_document_is_where_the_archive_says() {
    use std::io::{Cursor, Read, Write};
    use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};
    let bytes = std::fs::read("tests/fixtures/speakers/teams-transcript.docx").unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).unwrap();
        let mut held = Vec::new();
        part.read_to_end(&mut held).unwrap();
        let name = part
            .name()
            .unwrap()
            .replace("word/document.xml", "word/document2.xml")
            .replace("document.xml.rels", "document2.xml.rels");
        if name == "_rels/.rels" {
            held = String::from_utf8(held)
                .unwrap()
                .replace("word/document.xml", "/word/document2.xml")
                .into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&held).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talk.docx");
    std::fs::write(&path, out.finish().unwrap().into_inner()).unwrap();
    let imported = transcript::import_transcript(&path, &TranscriptOptions::default()).unwrap();
    assert_eq!(imported.report.speakers.len(), 2, "{}", imported.report);
}

#[test]
fn a_time_above_a_name_above_the_words() {
    says(
        "0:0:0.0 --> 0:0:3.290\nPERSON A\nSo here we go.\n\n0:1:34.80 --> 0:1:35.770\nPERSON B\nOhh really.\n\n0:1:36.0 --> 0:1:37.0\nPERSON A\nYes?\n\n0:1:38.0 --> 0:1:39.0\nPERSON B\nNo.",
        &[
            "@0 PERSON A: So here we go.",
            "@94.8 PERSON B: Ohh really.",
            "@96 PERSON A: Yes?",
            "@98 PERSON B: No.",
        ],
    );
    says(
        "Anna\n00:03\nSo?\n\nBo\n00:09\nNo.\n\nAnna\n00:12\nOh?\n\nBo\n00:15\nYes.",
        &[
            "@3 Anna*: So?",
            "@9 Bo: No.",
            "@12 Anna*: Oh?",
            "@15 Bo: Yes.",
        ],
    );
}

#[test]
fn times_among_the_words_are_no_words() {
    let walk = |times: [&str; 4], last: &str| {
        let [a, b, c, d] = times;
        vec![
            format!("{a} I*: How did you come here?"),
            format!("{b} B: A friend took me along."),
            format!("{c} I*: And then?"),
            format!("{d} B: {last}"),
        ]
    };
    let f4 = walk(
        ["@5.2", "@9.8", "@12", "@19.1"],
        "Then I stayed. I liked it.",
    );
    is(
        "f4.txt",
        TurnLayout::Colon,
        &f4.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let maxqda = walk(["@0", "@5.2", "@9.8", "@12"], "Then I stayed.");
    is(
        "maxqda-front.txt",
        TurnLayout::Colon,
        &maxqda.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    says(
        "I: So?\nB: I came [00:01:02] by bus, at 10:30 as ever.\nI: And?\nB: Home.",
        &[
            "I*: So?",
            "B: I came",
            "@62 B: by bus, at 10:30 as ever.",
            "I*: And?",
            "B: Home.",
        ],
    );
    says(
        "We met at (10:30) and went home.",
        &["We met at (10:30) and went home."],
    );
    says(
        "10:30 we met and went home.",
        &["10:30 we met and went home."],
    );
}

#[test]
fn a_name_in_bold_as_a_heading_or_on_a_line_of_its_own() {
    let walk = |asks: &str, answers: &str| {
        vec![
            format!("{asks}*: How did you come here?"),
            format!("{answers}: A friend took me along."),
            format!("{asks}*: And then?"),
            format!("{answers}: Then I stayed."),
        ]
    };
    let bold = walk("Interviewer", "Gardener");
    is(
        "bold-name.md",
        TurnLayout::Strong,
        &bold.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let caps = walk("INTERVIEWER", "GARDENER");
    is(
        "caps.txt",
        TurnLayout::OwnLine,
        &caps.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    is(
        "heading.md",
        TurnLayout::Strong,
        &[
            "Transcript",
            "Interviewer*: How did you come here?",
            "Gardener: A friend took me along.",
            "Interviewer*: And then?",
            "Gardener: Then I stayed. This is what happened:",
            "Gardener: I planted a tree.",
        ],
    );
    says(
        "Right\n\nYes.\n\nRight\n\nWe went on to talk of the garden.\n\nAnd of the fence.",
        &[
            "Right",
            "Yes.",
            "Right",
            "We went on to talk of the garden.",
            "And of the fence.",
        ],
    );
}

#[test]
fn a_tab_a_letter_a_dash() {
    is(
        "tab.txt",
        TurnLayout::Colon,
        &[
            "I*: How did you come here?",
            "B: A friend took me along.",
            "I*: And then?",
            "B: Then I stayed.",
        ],
    );
    says(
        "Q. How?\nA. By bus.\nQ. Why?\nA. It rained.",
        &["Q*: How?", "A: By bus.", "Q*: Why?", "A: It rained."],
    );
    says(
        "I – How?\nC – By bus.\nI - Why?\nC – It rained.",
        &["I*: How?", "C: By bus.", "I*: Why?", "C: It rained."],
    );
    is(
        "dash.txt",
        TurnLayout::Dash,
        &[
            "Speaker 1*: How did you come here?",
            "Speaker 2: A friend took me along.",
            "Speaker 1*: And then?",
            "Speaker 2: Then I stayed.",
        ],
    );
    says(
        "We need:\n- a spade\n- a fork\n- a tree\n- water",
        &["We need:\n- a spade\n- a fork\n- a tree\n- water"],
    );
}

#[test]
fn labels_with_brackets_numbers_and_other_spellings() {
    is(
        "label-parenthesis.txt",
        TurnLayout::Colon,
        &[
            "P1 (woman, 45): I came by bus.",
            "I*: And you?",
            "P2 (man, 50): On foot.",
            "I*: Why?",
            "P1 (woman, 45): It rained.",
            "P2 (man, 50): It did.",
        ],
    );
    let path = Path::new("tests/fixtures/speakers/interviewer2-once.txt");
    let imported = transcript::import_transcript(path, &TranscriptOptions::default()).unwrap();
    let who: Vec<_> = imported
        .report
        .speakers
        .iter()
        .map(|one| (one.label.as_str(), one.turns, one.interviewer, one.why))
        .collect();
    assert_eq!(
        who,
        [
            ("Interviewer 1", 4, true, SpeakerReason::Recurs),
            ("Interviewee", 4, false, SpeakerReason::Recurs),
            ("Interviewer2", 1, true, SpeakerReason::Role)
        ]
    );
    says(
        "Anna (she/her): So?\nHolm, Sofie: No.\nAnna (she/her): Oh?\nHolm, Sofie: Yes.",
        &[
            "Anna (she/her)*: So?",
            "Holm, Sofie: No.",
            "Anna (she/her)*: Oh?",
            "Holm, Sofie: Yes.",
        ],
    );
}

#[test]
fn what_only_looks_like_a_label_is_prose() {
    is(
        "fieldnote.txt",
        TurnLayout::Nobody,
        &[
            "Field note from the visit.",
            "Context: the garden lies behind the school.",
            "Two people were digging when I came. They told me this: it had rained for a week.",
            "Next time: ask about the fence.",
        ],
    );
    says(
        "Date: 12 May\nPlace: Havneby\nModerator: Wei\n\nLi: She has a garden.\n\nBo: So do I.\n\nLi: Good.\n\nBo: Yes.",
        &[
            "Date: 12 May\nPlace: Havneby\nModerator: Wei",
            "Li: She has a garden.",
            "Bo: So do I.",
            "Li: Good.",
            "Bo: Yes.",
        ],
    );
    says(
        "Question 1: How many?\nTwo.\n\nQuestion 2: Why?\nI like them.",
        &[
            "Question 1: How many?\nTwo.",
            "Question 2: Why?\nI like them.",
        ],
    );
    says(
        "[Music]\n\nAnna: So?\n\n[laughs]\n\nBo: No.\n\nAnna: Oh?\n\n[pause]\n\nIt rained.",
        &[
            "[Music]",
            "Anna: So?",
            "[laughs]",
            "Bo: No.",
            "Anna: Oh?",
            "[pause]",
            "Anna: It rained.",
        ],
    );
}

/// A table that was taken apart line by line, as of comments below a film: what recurs above every
/// row is a column.
#[test]
fn a_table_taken_apart_has_no_speakers() {
    let row = |n: usize, film: &str| {
        format!(
            "{film}\nFilm {film}\n2021-10-30T08:45:00Z\n@somebody{n}\nI think so.\n{n}\n2021-10-31T08:45:00Z\n"
        )
    };
    let rows: String = (0..8)
        .map(|n| row(n, if n < 4 { "HhkHmfvlk" } else { "YgCPjh7OU" }))
        .collect();
    let report = read("talk.txt", &rows).report;
    assert!(report.speakers.is_empty(), "{report}");
}

#[test]
fn where_one_alone_is_marked_the_rest_is_nobodys_and_told() {
    let imported = read(
        "talk.txt",
        "How did you come?\n\nAnswer: By bus.\n\nAnd why?\n\nAnswer: It rained.",
    );
    assert_eq!(
        turns(&imported),
        [
            "How did you come?",
            "Answer: By bus.",
            "And why?",
            "Answer: It rained."
        ]
    );
    assert!(
        imported.report.doubts[0]
            .what
            .contains("nobody but “Answer” is marked"),
        "{:?}",
        imported.report.doubts
    );
}

#[test]
fn who_asks_is_guessed_only_when_a_person_would() {
    let told = |text: &str| {
        let report = read("talk.txt", text).report;
        (report.interviewer, report.doubts.len())
    };
    let asks = "Anna: Why so?\nBo: It was like this, and then it was like that.\nAnna: And then?\nBo: Nothing much happened for a year.\nAnna: How was that?\nBo: Quiet.";
    assert_eq!(told(asks), (InterviewerSource::ByQuestions, 0));
    assert_eq!(
        told("Anna: Why?\nBo: Why not?\nAnna: So?\nBo: No."),
        (InterviewerSource::Nobody, 1)
    );
    assert_eq!(
        told("Interviewer 1: Hm.\nInterviewer 2: Yes.\nInterviewer 1: So.\nInterviewer 2: No."),
        (InterviewerSource::Nobody, 1)
    );
    let many = "A: So.\nB: So.\nC: So.\nD: So.\nI: Yes.\nQ: No.\nA: Oh.\nI: Well, no.\nQ: Hm.";
    assert_eq!(
        told(many).0,
        InterviewerSource::Nobody,
        "people who are called by letters"
    );
    assert_eq!(
        told("Researcher: Hm?\nInterviewer: How?\nResearcher: So.\nInterviewer: Why?").0,
        InterviewerSource::ByLabel
    );
}

#[test]
fn whoever_is_called_by_a_common_word_speaks_all_the_same() {
    says(
        "Interviewer: How?\nSubject: Well.\nInterviewer: And?\nSubject: Yes.",
        &[
            "Interviewer*: How?",
            "Subject: Well.",
            "Interviewer*: And?",
            "Subject: Yes.",
        ],
    );
    says(
        "Spørgsmål: Hvordan?\nSvar: Godt.\nSpørgsmål: Og?\nSvar: Ja.",
        &[
            "Spørgsmål*: Hvordan?",
            "Svar: Godt.",
            "Spørgsmål*: Og?",
            "Svar: Ja.",
        ],
    );
    says(
        "Frage: Wie?\nAntwort: Gut.\nFrage: Und?\nAntwort: Ja.",
        &[
            "Frage*: Wie?",
            "Antwort: Gut.",
            "Frage*: Und?",
            "Antwort: Ja.",
        ],
    );
    says(
        "I: So?\nP1.2: One.\nP12: Two.\nI: And?\nP1.2: Three.\nP12: Four.",
        &[
            "I*: So?",
            "P1.2: One.",
            "P12: Two.",
            "I*: And?",
            "P1.2: Three.",
            "P12: Four.",
        ],
    );
    let told = read(
        "talk.txt",
        "I: So?\nM: No.\nNote: one.\nI: So?\nNote: two.\nM: No.\nNote: three.",
    )
    .report
    .doubts;
    assert!(
        told[0].what.starts_with("“Note:” could be a speaker"),
        "{told:?}"
    );
}

#[test]
fn notes_and_times_on_lines_of_their_own() {
    says(
        "Anna: Hello?\n\n[00:01:02]\n\nAnd more.\n\n[laughs]\n\nStill I.\n\nBo: Yes.\n\nAnna: So?\n\nBo: No.",
        &[
            "Anna: Hello?",
            "@62 Anna: And more.",
            "[laughs]",
            "Anna: Still I.",
            "Bo: Yes.",
            "Anna: So?",
            "Bo: No.",
        ],
    );
    let alone = read(
        "talk.txt",
        "Answer: a.\n\nq.\n\n[pause]\n\nq2.\n\nAnswer: b.\n\nAnswer: c.\n\nAnswer: d.",
    );
    assert_eq!(
        turns(&alone),
        [
            "Answer: a.",
            "q.",
            "[pause]",
            "q2.",
            "Answer: b.",
            "Answer: c.",
            "Answer: d."
        ]
    );
    let stamped = read(
        "talk.txt",
        "I: So?\n\nB: One [00:01:02] two [00:02:02] three.\n\nI: Oh?\n\nB: No.",
    );
    let counts: Vec<usize> = stamped
        .report
        .speakers
        .iter()
        .map(|speaker| speaker.turns)
        .collect();
    assert_eq!(counts, [2, 2], "a time begins no turn");
}

#[test]
fn a_name_without_its_time_and_a_letter_with_another_mark_speak_too() {
    says(
        "Speaker 1  0:01\nSo?\n\nSpeaker 2  0:04\nNo.\n\nSpeaker 3\nMay I?\n\nSpeaker 1  0:09\nYes?\n\nSpeaker 2  0:12\nOh.",
        &[
            "@1 Speaker 1: So?",
            "@4 Speaker 2: No.",
            "Speaker 3: May I?",
            "@9 Speaker 1: Yes?",
            "@12 Speaker 2: Oh.",
        ],
    );
    says(
        "Q: How?\nA: Well.\nQ. And?\nA. Good.\nQ: So?",
        &["Q*: How?", "A: Well.", "Q*: And?", "A: Good.", "Q*: So?"],
    );
    says(
        "(Karen) How?\n(Lars) Well.\n(Karen) And?\n(Lars) (laughs) Good.",
        &[
            "Karen*: How?",
            "Lars: Well.",
            "Karen*: And?",
            "Lars: (laughs) Good.",
        ],
    );
    says(
        "@0:02 - Karen Holt (Havneby)\nHow?\n\n@0:04 - Lars Lund\nWell.",
        &["@2 Karen Holt (Havneby): How?", "@4 Lars Lund: Well."],
    );
}

#[test]
fn what_goes_on_from_the_line_above_is_no_label() {
    says(
        "Bo: It was cold. I said to\nKaren: never again. And\nKaren: oh well.\nI: So?\nBo: Yes.\nI: Oh?\nBo: No.",
        &[
            "Bo: It was cold. I said to\nKaren: never again. And\nKaren: oh well.",
            "I*: So?",
            "Bo: Yes.",
            "I*: Oh?",
            "Bo: No.",
        ],
    );
    says(
        "Anna: When?\nBo: At\n14:00\nI think.\nAnna: Why?\nBo: So.",
        &[
            "Anna*: When?",
            "Bo: At\n14:00\nI think.",
            "Anna*: Why?",
            "Bo: So.",
        ],
    );
}

#[test]
fn what_is_written_about_a_recording_is_said_by_nobody() {
    says(
        "Holt, Karen   0:03\nSo?\n\nJens   0:09\nNo.\n\nHolt, Karen   0:12\nOh?\n\nJens   0:15\nYes.\n\nHolt, Karen stopped transcription",
        &[
            "@3 Holt, Karen*: So?",
            "@9 Jens: No.",
            "@12 Holt, Karen*: Oh?",
            "@15 Jens: Yes.",
            "Holt, Karen stopped transcription",
        ],
    );
    says(
        "I: So?\n\nB: No.\n\n*End of interview*",
        &["I*: So?", "B: No.", "*End of interview*"],
    );
}

#[test]
fn doubts_are_told_where_somebody_may_be_missed() {
    let doubt = |text: &str, wanted: &str| {
        let report = read("talk.txt", text).report;
        assert!(
            report
                .doubts
                .iter()
                .any(|doubt| doubt.what.contains(wanted)),
            "{wanted}: {:?}",
            report.doubts
        );
    };
    doubt(
        "Interviewer: What about it?\nBo\nIt was so.\nInterviewer: And then?\nBo\nNothing.",
        "nobody but the interviewer",
    );
    doubt(
        "I: How? Bo: It was so. I: Oh.\nBo: Yes.\nI: And?\nBo: No.",
        "in the middle of lines",
    );
    doubt(
        "What about it?\n\nIt was so.\n\nAnd then?\n\nNothing.\n\nWhy?\n\nSo.",
        "no speaker is marked",
    );
    doubt(
        "int: so?\nrsp: no.\nint: and?\nrsp: yes.\nint: oh?\nrsp: no.\nresp: it was.",
        "“resp:” could be a speaker",
    );
}

#[test]
fn labels_that_a_person_lists_may_hold_commas() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talk.txt");
    std::fs::write(&path, "Holm, Sofie: So?\n\nNow then.\n\nAnna: Yes.").unwrap();
    let listed = |label: &str| TranscriptOptions {
        speakers: vec![label.into()],
        ..TranscriptOptions::default()
    };
    let imported = transcript::import_transcript(&path, &listed("Holm, Sofie")).unwrap();
    assert_eq!(turns(&imported)[0], "Holm, Sofie: So?");
    std::fs::write(&path, "Anna: I came.\n\nThen I stayed.\n\nAnna: And went.").unwrap();
    let imported = transcript::import_transcript(&path, &listed("Anna")).unwrap();
    assert_eq!(
        turns(&imported),
        ["Anna: I came.", "Anna: Then I stayed.", "Anna: And went."]
    );
    assert!(
        imported.report.doubts.is_empty(),
        "{:?}",
        imported.report.doubts
    );
}

#[test]
fn the_person_has_the_last_word() {
    let path = Path::new("tests/fixtures/speakers/fieldnote.txt");
    let options = TranscriptOptions {
        speakers: vec!["Context".into()],
        interviewer: vec!["-".into()],
        ..TranscriptOptions::default()
    };
    let imported = transcript::import_transcript(path, &options).unwrap();
    assert_eq!(
        imported
            .report
            .speakers
            .iter()
            .map(|one| (one.label.as_str(), one.why))
            .collect::<Vec<_>>(),
        [("Context", SpeakerReason::Told)]
    );
    let path = Path::new("tests/fixtures/speakers/dash.txt");
    let options = TranscriptOptions {
        layout: Some(TurnLayout::Nobody),
        ..TranscriptOptions::default()
    };
    let imported = transcript::import_transcript(path, &options).unwrap();
    assert!(imported.report.speakers.is_empty(), "{}", imported.report);
}
