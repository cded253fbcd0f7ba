//! Files as people have them: what is read, what is said of it, and what is refused.

use proptest::prelude::*;
use std::{fs, path::PathBuf, sync::Arc};
use tempfile::TempDir;
use uuid::Uuid;
use virk::export::{ExportCell, ExportColumn, ExportTable, csv::CsvOptions, csv::write};
use virk::import::codebook::parse_codebook;
use virk::import::sample::create_sample;
use virk::import::table::TableReadOptions;
use virk::import::tabular::TabularData;
use virk::import::theory::parse_theory;
use virk::import::transcript::TranscriptOptions;
use virk::import::{
    TableFile, TextFile, codings, configurations, guide, reported, survey, table, transcript,
};
use virk::log::{Author, Session};
use virk::study::{Command, Refusal, dataset::MeasurementLevel, theory::ExpectedDirection};
use virk::text::TurnFormat;

/// A folder with one file in it.
fn file(name: &str, bytes: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn opened(name: &str, text: &str) -> TextFile {
    TextFile::from_bytes(name, name.into(), text.as_bytes()).unwrap()
}

fn author() -> Author {
    Author {
        writer: Uuid::now_v7(),
        coder: Arc::from("AB"),
    }
}

fn study() -> (TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let start = Command::StartStudy {
        title: "T".into(),
        language: "en".into(),
        alpha: 0.05,
    };
    let session = Session::create(&folder.path().join("t.virk"), author(), start).unwrap();
    (folder, session)
}

/// A study with the codebook of the sample and one short transcript, `talk.txt`.
fn coded_study() -> (TempDir, Session) {
    let (folder, mut session) = study();
    let codes =
        parse_codebook(&TextFile::open("codebooks/mentoring.json".as_ref()).unwrap()).unwrap();
    session.perform(Command::AddCodes { codes }).unwrap();
    let talk = opened(
        "talk.txt",
        "Interviewer: Why?\nMentor 1: We talk. We walk. We talk.\n",
    );
    session
        .perform(
            transcript::read(talk, &TranscriptOptions::default())
                .unwrap()
                .command,
        )
        .unwrap();
    (folder, session)
}

fn imported(name: &str, bytes: impl AsRef<[u8]>) -> Result<transcript::TranscriptImport, Refusal> {
    let (_folder, path) = file(name, bytes);
    transcript::import_transcript(&path, &TranscriptOptions::default())
}

fn surveyed(csv: &str) -> Result<survey::Survey, Refusal> {
    survey::read(
        TableFile::from_bytes(
            "s.csv",
            "s.csv".into(),
            csv.as_bytes(),
            &TableReadOptions::default(),
        )?,
        None,
    )
}

// Transcripts

#[test]
fn a_windows_1252_transcript_with_crlf_is_read_and_reported() {
    let bytes =
        b"Sp\xf8rger: Hvad s\xe5?\r\n\r\n\xc5se: \x93Det g\xf8r ikke noget\x94, siger han.\r\n";
    let imported = imported("03 samtale.txt", bytes).unwrap();
    let Command::AddDocument {
        title,
        language,
        format,
        text,
        speakers,
        source,
    } = imported.command
    else {
        panic!()
    };
    assert_eq!(
        &*text,
        "Spørger: Hvad så?\n\nÅse: “Det gør ikke noget”, siger han.\n"
    );
    assert!(matches!(format, TurnFormat::Marked(_)));
    assert_eq!((title.as_str(), language.as_str()), ("03 samtale", "da"));
    assert_eq!(
        (
            source.file.as_str(),
            source.encoding.as_str(),
            source.sha256.len()
        ),
        ("03 samtale.txt", "windows-1252", 64)
    );
    let who: Vec<(&str, bool)> = speakers
        .iter()
        .map(|s| (s.label.as_str(), s.informant.is_some()))
        .collect();
    assert_eq!(who, [("Spørger", false), ("Åse", true)]);
    assert_eq!(
        imported.report.to_string(),
        "windows-1252, Danish, 8 words; turns marked by name and colon: Spørger (1 turn, the interviewer), Åse (1 turn)"
    );
}

#[test]
fn a_label_inside_speech_is_no_speaker() {
    let text = "I: So?\nM1: He said: well.\nI: And?\nM1: Note: I was not there.\nNote: nobody was.\nI: Oh?\nM1: Remember: nobody.\nThus: none.";
    let report = imported("a.txt", text).unwrap().report;
    let labels: Vec<(&str, usize)> = report
        .speakers
        .iter()
        .map(|s| (s.label.as_str(), s.turns))
        .collect();
    assert_eq!(labels, [("I", 3), ("M1", 3)], "{report}");
    assert!(
        report
            .to_string()
            .ends_with("read as speech: `Note:` and 1 more"),
        "{report}"
    );
}

#[test]
fn what_the_person_says_overrules_what_was_found() {
    let options = TranscriptOptions {
        title: Some("Talk".into()),
        language: Some("en".into()),
        layout: Some(transcript::TurnLayout::OwnLine),
        interviewer: Vec::new(),
        ..TranscriptOptions::default()
    };
    let read = transcript::read(
        opened(
            "a.txt",
            "Åse\nJa, det er det.\n\nBo\nNej, det er ikke.\n\nÅse\nJo.\n\nBo\nNå.",
        ),
        &options,
    )
    .unwrap();
    assert_eq!(
        (read.report.title.as_str(), read.report.language.as_str()),
        ("Talk", "en")
    );
    assert_eq!(read.report.speakers.len(), 2);
    let wrong = TranscriptOptions {
        interviewer: vec!["Ida".into()],
        ..TranscriptOptions::default()
    };
    let refusal = transcript::read(opened("a.txt", "Åse: Ja.\nBo: Nej."), &wrong).unwrap_err();
    assert_eq!(
        (refusal.what.as_str(), refusal.hint.as_str()),
        (
            "a.txt: nobody called `Ida` speaks in it",
            "Choose one of `Åse`, `Bo`"
        )
    );
}

#[test]
fn what_is_no_transcript_is_refused_in_a_line() {
    let refused = |name: &str, bytes: &[u8]| {
        imported(name, bytes)
            .unwrap_err()
            .what
            .rsplit('/')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        refused("nul.txt", b"Mentor 1: a\0b"),
        "nul.txt is not a text file"
    );
    assert_eq!(
        refused("doc.txt", b"PK\x03\x04\x14\0\x06\0"),
        "doc.txt is a Word, Excel or zip file, not a text file"
    );
    assert_eq!(refused("empty.txt", b""), "empty.txt holds no words");
    assert_eq!(
        refused("blank.txt", b"\xef\xbb\xbf \r\n\r\n--\r\n"),
        "blank.txt holds no words"
    );
    let folder = tempfile::tempdir().unwrap();
    let refusal =
        transcript::import_transcript(folder.path(), &TranscriptOptions::default()).unwrap_err();
    assert!(refusal.what.ends_with("is a folder"), "{refusal}");
    let refusal = transcript::import_transcript(
        &folder.path().join("none.txt"),
        &TranscriptOptions::default(),
    )
    .unwrap_err();
    assert!(refusal.what.starts_with("there is no file"), "{refusal}");
    assert!(!refusal.hint.is_empty());
}

#[test]
fn escape_sequences_are_kept_in_the_text_and_never_in_the_report() {
    let imported = imported(
        "esc.txt",
        "M\u{1b}[31m1: Hm.\nM1: \u{1b}]0;owned\u{7}Yes.\nI: So?\nM1: No.",
    )
    .unwrap();
    assert!(!imported.report.to_string().contains('\u{1b}'));
    let Command::AddDocument { text, .. } = imported.command else {
        panic!()
    };
    assert!(text.contains("\u{1b}]0;owned\u{7}"));
}

#[test]
fn a_line_of_half_a_million_words_is_one_turn() {
    let text = format!("I: Why?\nMentor 1: {}\nI: Oh?", "så godt ".repeat(250_000));
    let report = imported("long.txt", text).unwrap().report;
    assert_eq!(
        (report.speakers[1].turns, report.speakers[1].words),
        (1, 500_000)
    );
}

// Surveys

#[test]
fn without_a_variables_file_levels_are_guessed_and_said_and_nothing_is_left_out() {
    let rows: String = (1..=30)
        .map(|n| format!("R{n:02};{};{};{},5;name {n}\n", n % 2, n % 5 + 1, n))
        .collect();
    let survey = surveyed(&format!("id;completed;answer;income;comment\n{rows}")).unwrap();
    let levels: Vec<MeasurementLevel> = survey
        .variables
        .iter()
        .map(|variable| variable.level)
        .collect();
    assert_eq!(
        levels,
        [
            MeasurementLevel::Id,
            MeasurementLevel::Nominal,
            MeasurementLevel::Nominal,
            MeasurementLevel::Interval,
            MeasurementLevel::Id
        ]
    );
    assert_eq!(
        (
            survey.report.rows,
            survey.report.kept,
            survey.report.guessed.len()
        ),
        (30, 30, 5)
    );
    assert_eq!(&survey.columns[3][0], "1.5");
    let said = survey.report.to_string();
    assert!(
        said.contains("answer nominal")
            && said.contains("decimal commas in `income` read as decimal points"),
        "{said}"
    );
}

#[test]
fn the_rule_that_leaves_rows_out_is_stated_with_its_count() {
    let (_folder, mut session) = coded_study();
    let survey = survey::read_survey(
        "transcripts-sample/data/survey.csv".as_ref(),
        Some("transcripts-sample/data/variables.json".as_ref()),
        None,
    )
    .unwrap();
    assert_eq!(
        survey.report.to_string(),
        "utf-8, divided by `;`; 38 rows; 7 left out: answers broken off (completed = 0); N = 31"
    );
    assert_eq!(survey.dataset().kept_rows.len(), 31);
    let command = survey.command(session.study()).unwrap();
    let said = session.perform(command).unwrap();
    assert!(
        said.contains("7 left out: answers broken off (completed = 0); N = 31"),
        "{said}"
    );
    let study = session.study();
    let measured = |key: &str| {
        study
            .indicators(study.code_by_key(key).unwrap())
            .iter()
            .map(|i| i.variable.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(measured("m_refleksion"), ["refl_gen", "refl_opg"]);
    assert_eq!(
        measured("mod_match"),
        ["rel_tilfr", "rel_indfl", "rel_unik"]
    );
}

#[test]
fn indicators_of_unknown_codes_are_refused_by_name() {
    let (_folder, session) = study();
    let path = "transcripts-sample/data/survey.csv".as_ref();
    let survey = survey::read_survey(
        path,
        Some("transcripts-sample/data/variables.json".as_ref()),
        None,
    )
    .unwrap();
    let refusal = survey.command(session.study()).unwrap_err();
    assert!(
        refusal
            .what
            .starts_with("transcripts-sample/data/variables.json refers"),
        "{refusal}"
    );
    assert!(
        refusal.what.contains("`a_afslutning`, `a_individuelt`"),
        "{refusal}"
    );
    assert_eq!(session.study().datasets().count(), 0);
}

#[test]
fn a_variables_file_that_does_not_fit_is_refused() {
    let (_a, csv) = file("s.csv", "answer;completed\n1;0\n9;1\n");
    let (_b, json) = file("v.json", r#"{"variables":[{"name":"anwser"}]}"#);
    let refusal = survey::read_survey(&csv, Some(&json), None).unwrap_err();
    assert!(
        refusal.what.contains("mentions `anwser`") && refusal.hint.contains("`answer`"),
        "{refusal}: {}",
        refusal.hint
    );
    let rule = r#"{"exclude":[{"variable":"finished","equals":"0","reason":"broken off"}],"variables":[]}"#;
    let (_c, json) = file("v.json", rule);
    assert!(
        survey::read_survey(&csv, Some(&json), None)
            .unwrap_err()
            .what
            .contains("mentions `finished`")
    );
    let (_d, json) = file("v.json", "{\"variables\":[\n{\"nam\":\"answer\"}]}");
    let refusal = survey::read_survey(&csv, Some(&json), None).unwrap_err();
    assert!(
        refusal.what.contains("v.json line 2") && refusal.what.contains("no field `nam`"),
        "{refusal}"
    );
    assert!(
        refusal.hint.contains("Did you mean `name`?"),
        "{}",
        refusal.hint
    );
}

#[test]
fn answers_without_a_label_are_noted() {
    let (_a, csv) = file("s.csv", "answer;who\n1;a\n9;b\n8;c\n\n2;d\n");
    let (_b, json) = file(
        "v.json",
        r#"{"variables":[{"name":"answer","level":"ordinal","values":[{"code":"1"},{"code":"2"}],"missing":["8"]},{"name":"who"}]}"#,
    );
    let survey = survey::read_survey(&csv, Some(&json), None).unwrap();
    assert_eq!(
        survey.report.notes,
        ["`answer` has 1 answer without a label, such as `9`"]
    );
    assert_eq!(
        survey.dataset().answers(0).flatten().collect::<Vec<_>>(),
        ["1", "9", "2"]
    );
}

#[test]
fn broken_rows_are_refused_with_their_line() {
    let refused = |csv: &str| surveyed(csv).unwrap_err().what;
    assert_eq!(
        refused("a;b\n1;2\n3\n"),
        "s.csv line 3 has 1 cell where the first row has 2, the last one filled is `a`"
    );
    assert_eq!(
        refused("a;b\n\"1\n1\";2\n3;4;5\n"),
        "s.csv line 4 has 3 cells where the first row has 2"
    );
    assert_eq!(
        refused("a;b\n1;\"2\n3;4\n"),
        "s.csv line 2: a quotation begins with \" and never ends"
    );
    assert_eq!(refused(""), "s.csv is empty");
    // Crossed with a Windows-1252 file: the line is still the line.
    let (_folder, path) = file("w.csv", b"k\xf8n;b\r\nmand;2\r\nkvinde\r\n");
    assert!(
        survey::read_survey(&path, None, None)
            .unwrap_err()
            .what
            .contains("line 3 has 1 cell where the first row has 2")
    );
}

#[test]
fn the_same_dataset_reads_the_same_in_every_encoding_and_delimiter() {
    let plain = "køn;svar;løn\nmand;\"ja; altid\";1,5\nkvinde;nej;2,25\n";
    let expected = surveyed(plain).unwrap().columns;
    assert_eq!(
        expected,
        [["mand", "kvinde"], ["ja; altid", "nej"], ["1.5", "2.25"]]
    );
    let crlf = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    assert_eq!(surveyed(&crlf).unwrap().columns, expected);
    assert_eq!(
        surveyed("køn\tsvar\tløn\nmand\tja; altid\t1,5\nkvinde\tnej\t2,25\n")
            .unwrap()
            .columns,
        expected
    );
    assert_eq!(
        surveyed("køn,svar,løn\nmand,ja; altid,1.5\nkvinde,nej,2.25\n")
            .unwrap()
            .columns,
        expected
    );
    let (_folder, path) = file(
        "w.csv",
        b"k\xf8n;svar;l\xf8n\r\nmand;\"ja; altid\";1,5\r\nkvinde;nej;2,25\r\n",
    );
    let survey = survey::read_survey(&path, None, None).unwrap();
    assert_eq!(
        (survey.columns, survey.report.encoding.as_str()),
        (expected, "windows-1252")
    );
}

proptest! {
    #[test]
    fn whatever_the_bytes_a_file_is_read_whole_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(file) = TextFile::from_bytes("f", "f".into(), &bytes) {
            prop_assert!(!file.text.contains(['\0', '\r']));
            // Nothing is dropped but byte-order marks and the CR of CRLF.
            let ends = bytes.windows(2).filter(|pair| pair == b"\r\n").count();
            prop_assert!(file.source.encoding != "windows-1252" || file.text.chars().count() == bytes.len() - ends);
        }
    }

    #[test]
    fn a_table_written_as_csv_is_read_again_cell_by_cell(
        rows in proptest::collection::vec(("[a-zæøå;,\"\n'.0-9 ]{1,12}", "[a-z;,\"\n ]{0,8}"), 1..12),
        semicolon in any::<bool>(),
    ) {
        let delimiter = if semicolon { ';' } else { ',' };
        // Cells are trimmed when read, and rows without any filled cell skipped.
        let rows: Vec<[String; 2]> = rows
            .into_iter()
            .map(|(a, b)| [a.trim().to_owned(), b.trim().to_owned()])
            .filter(|row| !row[0].is_empty())
            .collect();
        prop_assume!(!rows.is_empty());
        let columns = vec![ExportColumn::words("a", "first"), ExportColumn::words("b", "second")];
        let cells = rows.iter().map(|row| row.iter().map(|words| ExportCell::from(words.as_str())).collect()).collect();
        let written = write(&ExportTable { columns, rows: cells, ..ExportTable::default() }, CsvOptions { delimiter, byte_order_mark: semicolon });
        let read = TabularData::read(&opened("t.csv", &written.text), Some(delimiter)).unwrap();
        let expected: Vec<Vec<String>> = (0..2).map(|place| rows.iter().map(|row| row[place].clone()).collect()).collect();
        prop_assert_eq!(read.columns, expected);
    }
}

// Codebooks, theories, codings

#[test]
fn broken_codebooks_are_refused_with_their_line() {
    let refused = |json: &str| parse_codebook(&opened("c.json", json)).unwrap_err().what;
    assert_eq!(
        refused("{\"codes\":[\n{]}"),
        "c.json line 2, column 2: key must be a string"
    );
    assert_eq!(refused(r#"{"codes":[]}"#), "c.json holds no code");
    assert_eq!(
        refused(r#"{"codes":[{"key":"a","name":{"en":"A"}},{"key":"a","name":{"en":"B"}}]}"#),
        "c.json has two codes with the key `a`"
    );
    assert!(
        refused(r#"{"codes":[{"key":"a","name":{"en":"A"},"kind":"mood"}]}"#)
            .contains("unknown variant `mood`")
    );
}

#[test]
fn a_theory_is_chosen_by_version_and_its_codes_must_be_known() {
    let file = TextFile::open("transcripts-sample/data/theory.json".as_ref()).unwrap();
    let (_folder, session) = coded_study();
    let refused = |version| parse_theory(&file, version, session.study()).unwrap_err();
    assert_eq!(refused(None).hint, "Choose one of `v1`, `v2`");
    assert!(refused(Some("v3")).what.ends_with("has no version `v3`"));
    let strange = opened("s.json", r#"{"mine":{"nodes":["m_nobody"],"links":[]}}"#);
    assert!(
        parse_theory(&strange, None, session.study())
            .unwrap_err()
            .what
            .ends_with("codes that are not in the study: `m_nobody`")
    );
    let Command::AddTheory { nodes, links, .. } =
        parse_theory(&file, Some("v1"), session.study()).unwrap()
    else {
        panic!()
    };
    assert_eq!((nodes.len(), links.len()), (13, 28));
    let small = opened(
        "t.json",
        r#"{"mine":{"nodes":["m_ros","o_udvikling"],"links":[{"from":"m_ros","to":"o_udvikling"}]}}"#,
    );
    let Command::AddTheory { version, links, .. } =
        parse_theory(&small, None, session.study()).unwrap()
    else {
        panic!()
    };
    assert_eq!((version.as_str(), links.len()), ("mine", 1));
}

#[test]
fn a_theory_says_which_direction_a_link_expects() {
    let (_folder, mut session) = coded_study();
    let of = |rest: &str| {
        let link = format!(r#"{{"from":"m_ros","to":"o_udvikling"{rest}}}"#);
        opened(
            "t.json",
            &format!("{{\"mine\":{{\"nodes\":[\"m_ros\",\"o_udvikling\"],\n\"links\":[{link}]}}}}"),
        )
    };
    for (typed, expected) in [
        ("positive", ExpectedDirection::Positive),
        ("negative", ExpectedDirection::Negative),
        ("−", ExpectedDirection::Negative),
        ("none", ExpectedDirection::None),
        ("unstated", ExpectedDirection::Unstated),
    ] {
        let file = of(&format!(r#","expected":"{typed}""#));
        let Command::AddTheory { links, .. } = parse_theory(&file, None, session.study()).unwrap()
        else {
            panic!()
        };
        assert_eq!(links[0].expected, expected);
    }
    let refused = |rest: &str| parse_theory(&of(rest), None, session.study()).unwrap_err();
    assert_eq!(
        refused(r#","expected":"up""#).what,
        "t.json, link m_ros → o_udvikling: `up` is not a direction to expect"
    );
    let odd = refused(r#","expectd":"positive""#);
    assert_eq!(odd.what, "t.json line 2: a link has no field `expectd`");
    assert!(
        odd.hint.contains("Did you mean `expected`?"),
        "{}",
        odd.hint
    );
    session
        .perform(
            parse_theory(
                &of(r#","expected":"negative","note":"N.""#),
                None,
                session.study(),
            )
            .unwrap(),
        )
        .unwrap();
    assert_eq!(
        session
            .study()
            .theories()
            .flat_map(|t| session.study().links_of(t))
            .next()
            .unwrap()
            .expected,
        ExpectedDirection::Negative
    );
}

#[test]
fn no_importer_drops_a_field_in_silence() {
    let what = |refusal: Refusal| refusal.what;
    let codes = opened(
        "c.json",
        r#"{"codes":[{"key":"a","name":{"en":"A"},"defintion":{"en":"D"}}]}"#,
    );
    assert_eq!(
        what(parse_codebook(&codes).unwrap_err()),
        "c.json line 1: a code has no field `defintion`"
    );
    let name = opened(
        "c.json",
        r#"{"codes":[{"key":"a","name":{"en":"A","de":"B"}}]}"#,
    );
    assert_eq!(
        what(parse_codebook(&name).unwrap_err()),
        "c.json line 1: a text in two languages has no field `de`"
    );
    let file = opened(
        "v.json",
        "{\"variables\":[{\"name\":\"a\",\n\"lable\":{\"en\":\"A\"},\"note\":\"N.\"}]}",
    );
    assert_eq!(
        what(table::parse_variables(&file).unwrap_err()),
        "v.json line 2: a variable has no field `lable`"
    );
    let file = opened(
        "v.json",
        r#"{"variables":[{"name":"a","indicator_of":"m","before":"b","values":[{"code":"1","lable":{}}]}]}"#,
    );
    assert_eq!(
        what(table::parse_variables(&file).unwrap_err()),
        "v.json line 1: a value has no field `lable`"
    );
    let file = opened(
        "x.json",
        r#"{"configurations":[{"context":[],"mechanisms":["m"],"outcome":[]}]}"#,
    );
    assert_eq!(
        what(configurations::parse_configurations(&file).unwrap_err()),
        "x.json line 1: a configuration has no field `mechanisms`"
    );
    let file = opened(
        "q.json",
        r#"{"document":"d","quotes":[{"text":"t","codes":[],"memos":"m"}]}"#,
    );
    assert_eq!(
        what(codings::parse_codings(&file).unwrap_err()),
        "q.json line 1: a quote has no field `memos`"
    );
    let (_folder, session) = study();
    let file = opened("g.json", r#"{"items":[{"question":"Q?","abuot":["a"]}]}"#);
    assert_eq!(
        what(guide::parse_guide(&file, None, session.study()).unwrap_err()),
        "g.json line 1: a question has no field `abuot`"
    );
    // Somebody's own remarks stay out of the way in a file of results; a typing error does not.
    let test = |field: &str| {
        opened(
            "r.json",
            &format!(r#"{{"tests":[{{"id":"T","a":"x","b":"y","{field}":"0,04"}}]}}"#),
        )
    };
    assert!(
        reported::parse_reported(&[test("remark")], None).is_ok()
            && reported::parse_reported(&[test("p")], None).is_ok()
    );
    assert_eq!(
        what(reported::parse_reported(&[test("reportd_p")], None).unwrap_err()),
        "r.json line 1: a test has no field `reportd_p`"
    );
}

#[test]
fn a_quote_must_stand_in_the_document_once() {
    let (_folder, mut session) = coded_study();
    let commands = |quote: &str| {
        let text = format!(
            r#"{{"document":"talk.txt","quotes":[{{"text":"{quote}","codes":["m_relation"],"memo":"Hm."}}]}}"#
        );
        let file = opened("talk.codings.json", &text);
        codings::parse_codings(&file)
            .unwrap()
            .commands(&file, session.study())
    };
    assert_eq!(
        commands("We run.").unwrap_err().what,
        "talk.codings.json: “We run.” stands nowhere in `talk`"
    );
    assert_eq!(
        commands("We talk.").unwrap_err().what,
        "talk.codings.json: “We talk.” stands more than once in `talk`"
    );
    let commands = commands("We walk.").unwrap();
    session.perform(Command::All(commands)).unwrap();
    let study = session.study();
    let coding = study.codings().next().unwrap();
    assert_eq!(
        coding
            .span
            .text(&study.document(coding.document).unwrap().text),
        "We walk."
    );
}

#[test]
fn codings_of_an_unknown_document_code_or_link_are_refused() {
    let (_folder, session) = coded_study();
    let refused = |json: &str| {
        let file = opened("x.codings.json", json);
        codings::parse_codings(&file)
            .unwrap()
            .commands(&file, session.study())
            .unwrap_err()
            .what
    };
    assert_eq!(
        refused(r#"{"document":"no.txt","quotes":[]}"#),
        "x.codings.json codes `no.txt`, which is not in the study"
    );
    assert_eq!(
        refused(r#"{"document":"talk.txt","quotes":[{"text":"We walk.","codes":["m_x"]}]}"#),
        "x.codings.json refers to codes that are not in the study: `m_x`"
    );
    let judged = r#"{"document":"talk.txt","quotes":[{"text":"We walk.","codes":["m_ros"],"links":[{"from":"m_ros","to":"m_ros","polarity":"supports"}]}]}"#;
    assert_eq!(
        refused(judged),
        "x.codings.json judges m_ros → m_ros, but the study has no theory yet"
    );
}

// The sample

#[test]
fn every_coding_of_the_sample_lies_in_an_informants_words() {
    let folder = tempfile::tempdir().unwrap();
    let session = create_sample(&folder.path().join("s.virk"), author()).unwrap();
    let study = session.study();
    for coding in study.codings() {
        let document = study.document(coding.document).unwrap();
        let turn = document.turns()[document.turn_at(coding.span.start as usize)];
        assert!(
            turn.words.contains(coding.span),
            "{}",
            coding.span.text(&document.text)
        );
        assert!(
            document.informant(&turn).is_some(),
            "{}",
            coding.span.text(&document.text)
        );
        assert_eq!(&*coding.coder, "AB");
    }
    assert!(study.theory().is_some_and(|theory| {
        study
            .links_of(theory)
            .all(|link| !link.statement.is_empty())
    }));
}

#[test]
fn the_sample_does_not_overwrite_a_file() {
    let (_folder, path) = file("s.virk", "mine");
    assert!(create_sample(&path, author()).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}
