//! Exports of survey programs, and data files of Stata and SPSS, read as they come: what was asked,
//! who answered what, and what was decided on the way. How the binary files were made stands beside
//! them.

use serde_json::Value;
use std::path::PathBuf;
use virk::import::survey::{self, Survey, SurveyProgram, SurveyRequest, personal_columns};
use virk::import::table::TableReadOptions;
use virk::import::{TableFile, survey::SurveyReadOptions};
use virk::study::dataset::MeasurementLevel;
use virk::study::{Column, Refusal, Variable};

fn fixture(file: &str) -> PathBuf {
    PathBuf::from("tests/fixtures/surveys").join(file)
}

fn read(file: &str) -> Survey {
    survey::read_survey(&fixture(file), None, None).unwrap()
}

fn asked(file: &str, asked: SurveyRequest) -> Result<Survey, Refusal> {
    survey::read_survey_with_progress(&fixture(file), &asked, &mut |_, _| {})
}

fn names(survey: &Survey) -> Vec<&str> {
    survey
        .variables
        .iter()
        .map(|variable| variable.name.as_str())
        .collect()
}

fn variable<'a>(survey: &'a Survey, name: &str) -> &'a Variable {
    survey
        .variables
        .iter()
        .find(|variable| variable.name == name)
        .unwrap_or_else(|| panic!("no {name} in {:?}", names(survey)))
}

fn column<'a>(survey: &'a Survey, name: &str) -> &'a Column {
    &survey.columns[survey
        .variables
        .iter()
        .position(|variable| variable.name == name)
        .unwrap()]
}

fn text(rows: &str) -> Survey {
    let file = TableFile::from_bytes(
        "s.csv",
        "s.csv".into(),
        rows.as_bytes(),
        &TableReadOptions::default(),
    )
    .unwrap();
    survey::read(file, None).unwrap()
}

#[test]
fn qualtrics_writes_three_rows_and_only_the_rest_are_answers() {
    let survey = read("qualtrics.csv");
    assert_eq!(
        (
            survey.report.rows,
            survey.report.header_rows,
            survey.report.program
        ),
        (25, 3, Some(SurveyProgram::Qualtrics))
    );
    assert_eq!(
        names(&survey),
        [
            "StartDate",
            "EndDate",
            "Progress",
            "ResponseId",
            "RecipientEmail",
            "Q1",
            "Q2_1",
            "Q2_2"
        ]
    );
    let item = variable(&survey, "Q2_1");
    assert_eq!(item.label.in_language("en"), "I feel listened to");
    assert_eq!(
        item.question.in_language("en"),
        "To what extent do you agree? - I feel listened to"
    );
    assert_eq!(survey.dataset().answers(6).flatten().count(), 25);
    for (name, level) in [
        ("StartDate", MeasurementLevel::Id),
        ("ResponseId", MeasurementLevel::Id),
        ("Progress", MeasurementLevel::Interval),
    ] {
        assert_eq!(variable(&survey, name).level, level, "{name}");
        assert!(
            !survey
                .report
                .guessed
                .iter()
                .any(|(guessed, _)| guessed == name),
            "{name}"
        );
    }
    assert!(
        survey
            .report
            .to_string()
            .contains("an export of Qualtrics, with 3 rows of headings"),
        "{}",
        survey.report
    );
    // Whoever knows better says so.
    let one = asked(
        "qualtrics.csv",
        SurveyRequest {
            header_rows: Some(1),
            ..SurveyRequest::default()
        },
    )
    .unwrap();
    assert_eq!(one.report.rows, 27);
    let none = asked(
        "qualtrics.csv",
        SurveyRequest {
            header_rows: Some(0),
            ..SurveyRequest::default()
        },
    )
    .unwrap();
    assert_eq!((none.report.rows, names(&none)[0]), (28, "column 1"));
    let many = asked(
        "qualtrics.csv",
        SurveyRequest {
            header_rows: Some(99),
            ..SurveyRequest::default()
        },
    )
    .unwrap_err();
    assert!(
        many.what.contains("28 rows filled") || many.what.contains("28 row"),
        "{}",
        many.what
    );
}

#[test]
fn surveymonkey_spreads_the_options_of_a_question() {
    let survey = read("surveymonkey.csv");
    assert_eq!(
        (survey.report.rows, survey.report.program),
        (4, Some(SurveyProgram::SurveyMonkey))
    );
    assert_eq!(
        names(&survey)[5..],
        [
            "How are you today?",
            "Bus",
            "Bicycle",
            "Other (please specify)",
            "I get help",
            "I am heard"
        ]
    );
    assert_eq!(*column(&survey, "Bus"), ["1", "0", "1", ""]);
    assert_eq!(*column(&survey, "Bicycle"), ["0", "1", "1", ""]);
    assert_eq!(
        *column(&survey, "Other (please specify)"),
        ["", "on foot", "", ""]
    );
    assert_eq!(
        *column(&survey, "I get help"),
        ["Agree", "Agree", "", "Disagree"]
    );
    let bus = variable(&survey, "Bus");
    assert_eq!(
        bus.question.in_language("en"),
        "Which do you use? Please select all that apply. – Bus"
    );
    assert_eq!(
        (
            bus.label_of("1", "en"),
            bus.label_of("0", "da"),
            bus.yes.as_deref()
        ),
        ("Yes", "Nej", Some("1"))
    );
    assert_eq!(variable(&survey, "IP Address").level, MeasurementLevel::Id);
    assert_eq!(
        survey.report.personal[0].kind,
        personal_columns::PersonalDataKind::Ip
    );
}

#[test]
fn limesurvey_writes_codes_or_questions() {
    let codes = read("limesurvey-codes.csv");
    assert_eq!(codes.report.program, Some(SurveyProgram::LimeSurvey));
    assert_eq!(
        names(&codes)[5..],
        ["G01Q01", "G01Q02[SQ001]", "G01Q02[SQ002]", "G01Q02[other]"]
    );
    assert_eq!(*column(&codes, "G01Q02[SQ001]"), ["1", "0", "1", ""]);
    assert_eq!(variable(&codes, "seed").level, MeasurementLevel::Id);
    let questions = read("limesurvey-questions.csv");
    assert_eq!(
        names(&questions)[5..],
        ["How satisfied are you", "Bus", "Bicycle"]
    );
    assert_eq!(
        variable(&questions, "Bus").question.in_language("en"),
        "How often do you travel by these means? [Bus]"
    );
    assert_eq!(*column(&questions, "Bus"), ["Often", "Never", "Often"]);
    assert_eq!(
        variable(&questions, "Date submitted").level,
        MeasurementLevel::Id
    );
}

#[test]
fn google_forms_writes_questions_and_several_answers_in_a_cell() {
    let survey = read("google-forms.csv");
    assert_eq!(survey.report.program, Some(SurveyProgram::GoogleForms));
    let made: Vec<&str> = names(&survey)[4..].to_vec();
    assert_eq!(
        made,
        [
            "Which of: Course",
            "Which of: Mentor",
            "Which of: Visit (at work"
        ]
    );
    assert_eq!(
        *column(&survey, made[0]),
        ["1", "0", "1", "", "1", "0", "1"]
    );
    assert_eq!(
        *column(&survey, made[2]),
        ["0", "0", "1", "", "0", "1", "1"]
    );
    assert_eq!(
        &column(&survey, names(&survey)[3])[0],
        "Course;Mentor",
        "the original is kept"
    );
    assert!(
        variable(&survey, names(&survey)[3])
            .question
            .in_language("en")
            .starts_with("Which of these have helped")
    );
    assert!(
        survey
            .report
            .to_string()
            .contains("holds several answers, divided by `;`"),
        "{}",
        survey.report
    );
    assert_eq!(
        survey.report.personal[0].to_string(),
        "`Email Address` (7 e-mail addresses)"
    );
}

#[test]
fn redcap_is_described_by_its_dictionary() {
    let plain = read("redcap.csv");
    assert_eq!(plain.report.program, Some(SurveyProgram::RedCap));
    let survey = asked(
        "redcap.csv",
        SurveyRequest {
            dictionary: Some(fixture("redcap-dictionary.csv")),
            ..SurveyRequest::default()
        },
    )
    .unwrap();
    let sex = variable(&survey, "sex");
    assert_eq!(
        (sex.label.in_language("en"), sex.label_of("2", "en")),
        ("Sex", "Man")
    );
    assert_eq!(
        variable(&survey, "helped").label_of("3", "en"),
        "Yes, very much"
    );
    let bus = variable(&survey, "means___1");
    assert_eq!(
        (bus.label.in_language("en"), bus.question.in_language("en")),
        ("By bus", "How do you get here?")
    );
    assert_eq!(
        (
            variable(&survey, "age").level,
            variable(&survey, "remarks").level
        ),
        (MeasurementLevel::Interval, MeasurementLevel::Id)
    );
    assert!(survey.report.personal.iter().any(|found| found.kind
        == personal_columns::PersonalDataKind::Identifier
        && found.variable == "email"));
    let wrong = asked(
        "redcap.csv",
        SurveyRequest {
            dictionary: Some(fixture("dup.csv")),
            ..SurveyRequest::default()
        },
    )
    .unwrap_err();
    assert!(
        wrong.what.contains("no data dictionary of REDCap"),
        "{}",
        wrong.what
    );
}

#[test]
fn names_of_rows_and_empty_and_double_headings_are_named() {
    for (file, rows) in [("rownames.csv", 20), ("pandas.csv", 3)] {
        let survey = read(file);
        assert_eq!(
            (names(&survey)[0], survey.report.rows),
            ("column 1", rows),
            "{file}"
        );
        assert_eq!(
            variable(&survey, "column 1").level,
            MeasurementLevel::Id,
            "{file}"
        );
        assert!(
            survey
                .report
                .to_string()
                .contains("column without a heading"),
            "{}",
            survey.report
        );
    }
    assert_eq!(names(&read("dup.csv")), ["Other", "Sat", "Other (2)"]);
    let table = text("\"sat\",\"dep\"\n\"a\",\"Low\",\"A\"\n\"b\",\"High\",\"B\"\n");
    assert_eq!(names(&table), ["column 1", "sat", "dep"]);
    assert_eq!(*column(&table, "sat"), ["Low", "High"]);
}

#[test]
fn names_that_differ_in_capitals_alone_are_two() {
    let dataset = text("x,X\na,b\na,c\n").dataset();
    assert_eq!(
        (
            dataset.find_variable("x").unwrap(),
            dataset.find_variable("X").unwrap()
        ),
        (0, 1)
    );
}

#[test]
fn long_headings_become_short_names_that_are_the_same_every_time() {
    let survey = read("long-headers.csv");
    assert_eq!(
        names(&survey),
        [
            "Timestamp",
            "Issue: it is hard to get",
            "Issue: the keys are lost"
        ]
    );
    let variable = &survey.variables[1];
    assert!(
        variable.question.in_language("en").len() > 700
            && variable.label.in_language("en").chars().count() <= 80
    );
    assert!(names(&survey).iter().all(|name| name.chars().count() <= 24));
    assert_eq!(names(&survey), names(&read("long-headers.csv")));
}

#[test]
fn columns_that_tell_who_somebody_is_are_told_and_can_be_left_out() {
    let survey = read("personal.csv");
    let told = survey.report.to_string();
    let sentence = "3 columns may identify somebody: `name` (30 names), `email` (30 e-mail addresses), `phone` (30 phone numbers); leave out what is not needed (--without name,email,phone)";
    assert!(told.contains(sentence), "{told}");
    let without = |names: &[&str]| {
        asked(
            "personal.csv",
            SurveyRequest {
                excluded_columns: names.iter().map(|name| (*name).to_owned()).collect(),
                ..SurveyRequest::default()
            },
        )
    };
    let less = without(&["NAME", "*mail", "phone"]).unwrap();
    assert_eq!((names(&less), less.report.personal.len()), (vec!["sat"], 0));
    assert!(
        less.report
            .to_string()
            .contains("left out as told: `name`, `email`, `phone`"),
        "{}",
        less.report
    );
    let wrong = without(&["emial"]).unwrap_err();
    assert!(
        wrong.what.contains("no column `emial`") && wrong.hint.contains("`email`"),
        "{wrong:?}"
    );
    assert!(without(&["*"]).unwrap_err().what.contains("every column"));
}

#[test]
fn a_variables_file_goes_before_what_was_understood() {
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("v.json");
    let heading = "Which of these have helped you in the last year?";
    std::fs::write(
        &json,
        format!(r#"{{"variables":[{{"name":"{heading}","level":"nominal"}}]}}"#),
    )
    .unwrap();
    let survey = asked(
        "google-forms.csv",
        SurveyRequest {
            variables_file: Some(json),
            ..SurveyRequest::default()
        },
    )
    .unwrap();
    assert_eq!(
        names(&survey)[3..],
        [heading],
        "it keeps its heading, and is not taken apart"
    );
}

/// What pyreadstat read in the same files.
#[test]
fn files_of_stata_and_portable_files_read_as_pyreadstat_reads_them() {
    let told: serde_json::Map<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(fixture("stata.json")).unwrap()).unwrap();
    assert_eq!(told.len(), 9);
    for (file, told) in &told {
        let survey = read(file);
        let columns = told["columns"].as_object().unwrap();
        assert_eq!(survey.variables.len(), columns.len(), "{file}");
        for (variable, column) in survey.variables.iter().zip(&survey.columns) {
            let name = &variable.name;
            let expected = columns[name].as_array().unwrap();
            assert_eq!(column.len(), expected.len(), "{file} {name}");
            for (cell, expected) in column.iter().zip(expected) {
                match expected {
                    Value::Null => assert_eq!(cell, "", "{file} {name}"),
                    Value::Number(number) => {
                        let (cell, number) =
                            (cell.parse::<f64>().unwrap(), number.as_f64().unwrap());
                        assert!(
                            (cell - number).abs() <= number.abs() * 1e-7,
                            "{file} {name}: {cell} {number}"
                        );
                    }
                    Value::String(letter) if file == "tagged.dta" && name == "x" => {
                        assert_eq!(*cell, format!(".{letter}"))
                    }
                    Value::String(words) => assert_eq!(cell, words.trim(), "{file} {name}"),
                    other => panic!("{other}"),
                }
            }
            assert_eq!(
                variable.label.in_language("en"),
                told["labels"][name].as_str().unwrap_or(name),
                "{file}"
            );
            let labels = told["values"]
                .get(name)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default();
            assert_eq!(variable.values.len(), labels.len(), "{file} {name}");
            for value in &variable.values {
                let code = value.code.trim_start_matches('.');
                let known = labels
                    .get(code)
                    .or_else(|| labels.get(&format!("{code}.0")));
                assert_eq!(
                    known.and_then(Value::as_str),
                    Some(value.label.in_language("en")),
                    "{file} {name}"
                );
            }
        }
    }
    let tagged = read("tagged.dta");
    assert_eq!(variable(&tagged, "x").missing, [".a", ".b"]);
    assert_eq!(tagged.dataset().answers(0).flatten().count(), 2);
    assert!(
        tagged
            .report
            .to_string()
            .contains("missing in `x` for a reason: .a 2, .b 1"),
        "{}",
        tagged.report
    );
    let long = read("pandas-118.dta");
    assert!(
        long.report
            .to_string()
            .contains("texts of any length (strL): `dep`"),
        "{}",
        long.report
    );
    assert_eq!(variable(&long, "start").level, MeasurementLevel::Id);
    assert_eq!(
        &column(&long, "share")[0],
        "0.1",
        "as many digits as four bytes have"
    );
    assert_eq!(read("pyreadstat.por").report.encoding, "por");
}

#[test]
fn a_file_of_stata_cut_anywhere_or_with_any_number_changed_is_refused_or_read() {
    let read =
        |bytes: &[u8]| TableFile::from_bytes("f", "f".into(), bytes, &TableReadOptions::default());
    for file in [
        "pandas-114.dta",
        "pandas-118.dta",
        "tagged.dta",
        "pyreadstat.por",
    ] {
        let whole = std::fs::read(fixture(file)).unwrap();
        for end in (12..whole.len()).step_by(29) {
            drop(read(&whole[..end]).map(|table| survey::read(table, None)));
        }
        for at in (0..whole.len() - 4).step_by(7) {
            for lie in [-1_i32, i32::MAX, i32::MIN, 255, 0x0100_0000] {
                let mut bytes = whole.clone();
                bytes[at..at + 4].copy_from_slice(&lie.to_le_bytes());
                if let Ok(table) = read(&bytes) {
                    drop(survey::read_with(
                        table,
                        None,
                        &SurveyReadOptions::default(),
                    ));
                }
            }
        }
    }
    let old = [&[108, 2, 1, 0][..], &[0; 200]].concat();
    let refusal = read(&old).unwrap_err();
    assert!(
        refusal.what.contains("format 108") && refusal.hint.contains("saveold"),
        "{refusal:?}"
    );
}

#[test]
fn a_preview_says_what_would_come_in() {
    let survey = read("google-forms.csv");
    let rows = survey.preview();
    assert_eq!((rows.len(), rows[2].n, rows[2].missing), (7, 7, 0));
    assert_eq!(rows[2].first, ["Often", "Never"]);
    assert!(
        rows[2].guessed && rows[2].decision_line().contains("level guessed"),
        "{}",
        rows[2].decision_line()
    );
    let matrix = text(
        "id;a;b\n1;Agree;Disagree\n2;Disagree;Neutral\n3;Strongly agree;Agree\n4;Strongly disagree;Agree\n",
    );
    assert!(
        matrix.preview()[1]
            .decision_line()
            .contains("scale of agreement"),
        "{}",
        matrix.preview()[1].decision_line()
    );
    assert!(
        rows[4].decision_line().contains("holds `Course`"),
        "{}",
        rows[4].decision_line()
    );
    assert_eq!(rows[3].value("en")["missing"], 1);
}
