//! Files of rows made by other programs, read as people see them there.
//!
//! How the files were made stands beside them in `tests/fixtures/data`.

use serde_json::Value;
use std::io::{Cursor, Write};
use virk::import::TableFile;
use virk::import::survey::{self, Survey};
use virk::import::table::TableReadOptions;
use virk::study::{Refusal, Variable, dataset::MeasurementLevel};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn sheet(file: &str, sheet: Option<&str>) -> Result<Survey, Refusal> {
    survey::read_survey(format!("tests/fixtures/data/{file}").as_ref(), None, sheet)
}

fn read(name: &str, bytes: &[u8]) -> Result<TableFile, Refusal> {
    TableFile::from_bytes(name, name.into(), bytes, &TableReadOptions::default())
}

// Workbooks

#[test]
fn workbooks_of_three_programs_say_what_people_see_in_them() {
    for (file, sum) in [
        ("openpyxl.xlsx", ""),
        ("libreoffice.xlsx", "6"),
        ("libreoffice.ods", "6"),
    ] {
        let survey = sheet(file, None).unwrap();
        let names: Vec<&str> = survey
            .variables
            .iter()
            .map(|variable| variable.name.as_str())
            .collect();
        assert_eq!(
            names,
            [
                "id", "køn", "sat_1", "share", "began", "seen at", "lasted", "sum", "ok", "remark"
            ],
            "{file}"
        );
        assert_eq!(
            survey.columns[1],
            ["kvinde", "mand", "kvinde", ""],
            "{file}"
        );
        assert_eq!(survey.columns[2], ["5", "5", "", ""], "{file}");
        assert_eq!(
            survey.columns[3],
            ["0.3", "1234567.891", "-0.5", "100"],
            "{file}"
        );
        assert_eq!(
            survey.columns[4],
            ["2024-03-01", "2023-12-31 23:59:30", "1999-01-31", ""],
            "{file}"
        );
        assert_eq!(survey.columns[5], ["09:05", "17:00:05", "", ""], "{file}");
        assert_eq!(survey.columns[6], ["30:05", "", "", ""], "{file}");
        assert_eq!(survey.columns[7], [sum, "7", "3", ""], "{file}");
        assert_eq!(survey.columns[8], ["TRUE", "FALSE", "", ""], "{file}");
        assert_eq!(
            survey.columns[9],
            [
                "så; \"godt\"",
                "to\nlinjer",
                "😀",
                "=1+1 er ikke en formel?"
            ],
            "{file}"
        );
        let report = survey.report.to_string();
        assert!(
            report.contains("sheet `Answers 2024`; 4 rows")
                && report.contains("1 empty row skipped"),
            "{report}"
        );
        assert!(
            report.contains("`Register`")
                && report.contains("1 cell with an error such as #N/A was left out"),
            "{report}"
        );
        assert_eq!(
            report.contains("1 formula without a stored value was left out"),
            sum.is_empty(),
            "{report}"
        );
    }
}

#[test]
fn a_sheet_is_chosen_by_name_and_the_hidden_one_only_so() {
    for file in ["openpyxl.xlsx", "libreoffice.ods"] {
        let survey = sheet(file, Some("register")).unwrap();
        assert_eq!(survey.columns, [["0042"]]);
        assert_eq!(survey.report.sheet.as_deref(), Some("Register"));
        assert_eq!(
            sheet(file, Some("Read me")).unwrap().variables[0].name,
            "Synthetic answers"
        );
        let refusal = sheet(file, Some("2023")).unwrap_err();
        assert!(
            refusal.what.ends_with("has no sheet `2023`")
                && refusal.hint.contains("`Answers 2024`"),
            "{refusal:?}"
        );
        assert!(
            sheet(file, Some("Empty"))
                .unwrap_err()
                .what
                .ends_with("sheet `Empty` is empty")
        );
    }
    assert!(read("s.csv", b"a;b\n1;2\n").is_ok());
    let told = TableReadOptions {
        sheet: Some("A".into()),
        ..TableReadOptions::default()
    };
    assert_eq!(
        TableFile::from_bytes("s.csv", "s.csv".into(), b"a\n", &told)
            .unwrap_err()
            .what,
        "s.csv has no sheets, so none is called `A`"
    );
}

fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn ods(content: &str) -> Result<TableFile, Refusal> {
    let kind = "application/vnd.oasis.opendocument.spreadsheet".to_owned();
    read(
        "f.ods",
        &archive(&[
            ("mimetype", kind),
            (
                "content.xml",
                format!("<c><table name='A'>{content}</table></c>"),
            ),
        ]),
    )
}

#[test]
fn a_workbook_made_to_hurt_is_refused() {
    let cell = "<table-cell number-columns-repeated='16384' value-type='float' value='1'/>";
    let row = format!("<table-row number-rows-repeated='1000000'>{cell}</table-row>");
    assert!(
        ods(&row)
            .unwrap_err()
            .what
            .contains("more than 10 million cells")
    );
    // Empty cells and rows cost nothing, however often they are repeated.
    let empty = "<table-row number-rows-repeated='99999999999'><table-cell number-columns-repeated='99999999999'/></table-row>";
    let one = "<table-row><table-cell value-type='string'><p>a</p></table-cell></table-row>";
    assert_eq!(ods(&format!("{one}{empty}")).unwrap().cells.header, ["a"]);
    assert!(
        ods(&format!("{empty}{one}"))
            .unwrap_err()
            .what
            .contains("row")
    );
    let spaces = "<table-row><table-cell value-type='string'><p>a<s c='4000000000'/>b</p></table-cell></table-row>";
    assert!(ods(spaces).unwrap().cells.header[0].len() < 20_000);
    // Excel's: a document type, and a part that unpacks to more than memory.
    let workbook = |sheet: String| {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let rels = |kind: &str, target: &str| {
            let one = format!("<Relationship Id='r1' Type='{office}/{kind}' Target='{target}'/>");
            format!(
                "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{one}</Relationships>"
            )
        };
        let book = format!(
            "<workbook xmlns:r='{office}'><sheets><sheet name='A' sheetId='1' r:id='r1'/></sheets></workbook>"
        );
        let parts = [
            ("_rels/.rels", rels("officeDocument", "xl/workbook.xml")),
            ("xl/workbook.xml", book),
            (
                "xl/_rels/workbook.xml.rels",
                rels("worksheet", "worksheets/sheet1.xml"),
            ),
            ("xl/worksheets/sheet1.xml", sheet),
        ];
        read("f.xlsx", &archive(&parts))
    };
    let sheet = |cells: &str| format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    assert_eq!(
        workbook(sheet("<row r='1'><c r='A1'><v>1</v></c></row>"))
            .unwrap()
            .cells
            .header,
        ["1"]
    );
    assert!(
        workbook(format!("<!DOCTYPE a>{}", sheet("")))
            .unwrap_err()
            .what
            .contains("document type")
    );
    assert!(
        workbook(sheet(&" ".repeat(60 << 20)))
            .unwrap_err()
            .what
            .contains("zip bomb")
    );
    assert!(
        workbook("<worksheet><sheetData>".into())
            .unwrap_err()
            .what
            .contains("ends in the middle")
    );
    // The last cell of the last row, alone: no more than one cell of memory.
    let far = workbook(sheet(
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    ));
    assert_eq!(far.unwrap().cells.header, ["1"]);
    let shared =
        "<row r='1'><c r='A1'><f t='shared' si='4000000000' ref='A1:A2'>1</f><v>1</v></c></row>";
    assert_eq!(workbook(sheet(shared)).unwrap().cells.header, ["1"]);
}

#[test]
fn merged_cells_are_told() {
    let one = "<table-row><table-cell value-type='string' number-columns-spanned='2'><p>a</p></table-cell><covered-table-cell/></table-row>";
    let two = "<table-row><table-cell value-type='string'><p>1</p></table-cell><table-cell value-type='string'><p>2</p></table-cell></table-row>";
    let cells = ods(&format!("{one}{two}")).unwrap().cells;
    assert!(
        cells
            .notes
            .iter()
            .any(|note| note.starts_with("1 merged cell: ")),
        "{:?}",
        cells.notes
    );
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .merge_range(0, 0, 0, 1, "a", &rust_xlsxwriter::Format::new())
        .unwrap();
    sheet.write(1, 0, 1).unwrap().write(1, 1, 2).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let table = read("m.xlsx", &bytes).unwrap();
    assert!(
        table
            .cells
            .notes
            .iter()
            .any(|note| note.starts_with("1 merged cell: ")),
        "{:?}",
        table.cells.notes
    );
}

// Records

#[test]
fn records_and_tab_separated_rows_are_datasets_too() {
    let records = read(
        "s.json",
        "\u{feff}[{\"a\": 1, \"b\": \"x\"},\n {\"b\": null, \"a\": 2.0}]".as_bytes(),
    )
    .unwrap();
    let survey = survey::read(records, None).unwrap();
    assert_eq!(survey.columns, [["1", "2"], ["x", ""]]);
    assert!(
        survey
            .report
            .to_string()
            .starts_with("json, utf-8; 2 rows; N = 2"),
        "{}",
        survey.report
    );
    let tabs = survey::read(read("s.tsv", b"a\tb\n1\tx\n2\t\n").unwrap(), None).unwrap();
    assert_eq!(tabs.columns, survey.columns);
    assert!(tabs.report.to_string().contains("divided by tabs"));
}

#[test]
fn what_is_no_file_of_rows_is_refused_by_name() {
    assert!(
        read("f.xls", b"\xd0\xcf\x11\xe0....")
            .unwrap_err()
            .what
            .contains("Excel 2003 or older")
    );
    let word = archive(&[("word/document.xml", "<w/>".into())]);
    assert!(
        read("f.docx", &word)
            .unwrap_err()
            .what
            .contains("not a workbook")
    );
}

// SPSS

/// What pyreadstat read from the SPSS files.
fn told() -> serde_json::Map<String, Value> {
    serde_json::from_str(&std::fs::read_to_string("tests/fixtures/data/sav.json").unwrap()).unwrap()
}

#[test]
fn spss_files_of_two_programs_read_as_pyreadstat_reads_them() {
    let told = told();
    assert_eq!(told.len(), 7);
    for (file, told) in &told {
        let survey = sheet(file, None).unwrap();
        assert_eq!(
            survey.variables.len(),
            told["columns"].as_object().unwrap().len(),
            "{file}"
        );
        for (variable, column) in survey.variables.iter().zip(&survey.columns) {
            let name = &variable.name;
            let expected = told["columns"][name].as_array().unwrap();
            assert_eq!(column.len(), expected.len(), "{file} {name}");
            let format = told["formats"][name].as_str().unwrap();
            let timed = format.contains("DATE") || format.contains("TIME");
            for (cell, expected) in column.iter().zip(expected) {
                match expected {
                    Value::Null => assert_eq!(cell, "", "{file} {name}"),
                    Value::Number(_) if timed => {
                        assert!(cell.contains(['-', ':']), "{file} {name}: {cell}")
                    }
                    Value::Number(number) => {
                        let (cell, number) =
                            (cell.parse::<f64>().unwrap(), number.as_f64().unwrap());
                        assert!(
                            (cell - number).abs() <= number.abs() * 1e-14,
                            "{file} {name}: {cell} {number}"
                        );
                    }
                    Value::String(words) => assert_eq!(cell, words.trim(), "{file} {name}"),
                    other => panic!("{other}"),
                }
            }
            let label = told["labels"][name].as_str().unwrap_or(name);
            assert_eq!(variable.label.in_language("en"), label, "{file}");
            let labels = told["values"]
                .get(name)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default();
            assert_eq!(variable.values.len(), labels.len(), "{file} {name}");
            for value in &variable.values {
                let exact = labels
                    .get(&value.code)
                    .or_else(|| labels.get(&format!("{}.0", value.code)));
                assert_eq!(
                    exact.and_then(Value::as_str),
                    Some(value.label.in_language("en")),
                    "{file} {name} {}",
                    value.code
                );
            }
            let level = match told["measure"][name].as_str().unwrap() {
                _ if timed => Some(MeasurementLevel::Id),
                "nominal" => Some(MeasurementLevel::Nominal),
                "ordinal" => Some(MeasurementLevel::Ordinal),
                "scale" => Some(MeasurementLevel::Interval),
                _ => None,
            };
            let guessed = survey
                .report
                .guessed
                .iter()
                .any(|(guessed, _)| guessed == name);
            assert!(
                level.map_or(guessed, |level| level == variable.level && !guessed),
                "{file} {name} {:?}",
                variable.level
            );
        }
    }
}

#[test]
fn missing_answers_and_dates_of_an_spss_file_keep_what_they_say() {
    for file in [
        "pspp-plain.sav",
        "pspp-packed.sav",
        "pspp.zsav",
        "pspp-1252.sav",
    ] {
        let survey = sheet(file, None).unwrap();
        let dataset = survey.dataset();
        let place = |name: &str| dataset.variable_index(name).unwrap();
        let variable = |name: &str| -> &Variable { &survey.variables[place(name)] };
        // The code stays in its cell, and is no answer.
        assert_eq!(
            survey.columns[place("tilfreds")],
            ["5", "1", "9", "", "2"],
            "{file}"
        );
        assert_eq!(
            dataset
                .answers(place("tilfreds"))
                .flatten()
                .collect::<Vec<_>>(),
            ["5", "1", "2"],
            "{file}"
        );
        assert_eq!(variable("alder").missing, ["-1", "97", "99"], "{file}");
        assert_eq!(variable("køn").missing, ["x"], "{file}");
        assert_eq!(variable("afdeling").missing, ["ej svar"], "{file}");
        assert_eq!(
            survey.columns[place("start")],
            ["2024-03-01", "2000-02-29", "", "", ""],
            "{file}"
        );
        assert!(
            survey.columns[place("set_kl")]
                .iter()
                .take(2)
                .eq(["09:05", "30:05"]),
            "{file}"
        );
        assert!(
            survey.columns[place("slut")]
                .iter()
                .take(2)
                .eq(["2023-12-31 23:59:30", "1970-01-01"]),
            "{file}"
        );
        let report = survey.report.to_string();
        assert!(
            report.contains("missing in `alder` is what lies within 90 and …: -1, 97, 99"),
            "{report}"
        );
        assert!(
            report.contains("dates and times are never tested: start, set_kl, slut"),
            "{report}"
        );
        assert_eq!(
            report.contains("SPSS weights the rows by `vægt`"),
            file == "pspp-packed.sav",
            "{report}"
        );
        let encoding = if file.contains("1252") {
            "windows-1252"
        } else {
            "utf-8"
        };
        assert!(
            report.starts_with(&format!("{}, {encoding}", file.rsplit('.').next().unwrap())),
            "{report}"
        );
    }
    let ranged = sheet("pyreadstat.sav", None).unwrap();
    assert_eq!(ranged.variables[0].missing, ["98"]);
}

#[test]
fn a_variables_file_goes_before_what_an_spss_file_says() {
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("v.json");
    std::fs::write(
        &json,
        r#"{"variables":[{"name":"tilfreds","level":"interval","missing":["9"]}]}"#,
    )
    .unwrap();
    let survey =
        survey::read_survey("tests/fixtures/data/pspp.zsav".as_ref(), Some(&json), None).unwrap();
    assert_eq!(
        (survey.variables[1].level, survey.variables[1].values.len()),
        (MeasurementLevel::Interval, 0)
    );
    assert_eq!(survey.variables[2].label.in_language("en"), "Alder i år");
}

#[test]
fn an_spss_file_cut_anywhere_or_with_any_number_changed_is_refused_or_read() {
    for file in ["pspp-packed.sav", "pyreadstat.sav", "pspp.zsav"] {
        let whole = std::fs::read(format!("tests/fixtures/data/{file}")).unwrap();
        for end in (4..whole.len()).step_by(41) {
            assert!(
                read("f", &whole[..end]).is_err()
                    || file.ends_with("packed.sav") && end > whole.len() - 16,
                "{file} {end}"
            );
        }
        // Counts, widths and lengths that lie: nothing is taken beyond the bytes that are there.
        for at in (64..whole.len().min(3000) - 4).step_by(12) {
            for lie in [-1_i32, i32::MAX, i32::MIN, 255, 0x0100_0000] {
                let mut bytes = whole.clone();
                bytes[at..at + 4].copy_from_slice(&lie.to_le_bytes());
                if let Ok(table) = read("f", &bytes) {
                    drop(survey::read(table, None));
                }
            }
        }
    }
}

// SurveyXact

#[test]
fn an_export_of_surveyxact_brings_its_labels_and_questions() {
    for file in ["export.xlsx", "european dataset.csv", "tabs dataset.csv"] {
        let survey = sheet(&format!("surveyxact/{file}"), None).unwrap();
        let named = |name: &str| {
            survey
                .variables
                .iter()
                .find(|variable| variable.name == name)
                .unwrap()
        };
        assert_eq!(survey.columns[1], ["1", "2", ""], "{file}");
        assert_eq!(
            named("s_1").values_in_words("da"),
            "1 = Slet ikke; 2 = I høj grad; 3 = Ved ikke",
            "{file}"
        );
        assert_eq!(
            named("s_1").question.in_language("da"),
            "Hvor meget bruger du dine styrker?",
            "{file}"
        );
        assert_eq!(
            (
                named("s_2_2").label.in_language("da"),
                named("s_2_2").question.in_language("da")
            ),
            ("Opgaver på jobbet", "Hvad hjalp?")
        );
        assert_eq!(
            named("s_2_1").values_in_words("da"),
            "0 = Ikke valgt; 1 = Valgt",
            "{file}"
        );
        assert_eq!(
            named("respondent").label.in_language("da"),
            "respondent",
            "{file}"
        );
        let report = survey.report.to_string();
        assert!(
            report.contains("labels and questions as SurveyXact wrote them")
                && !report.contains("not read"),
            "{report}"
        );
        let guessed: Vec<&str> = survey
            .report
            .guessed
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(guessed, ["respondent", "s_1", "s_3", "stato_1"], "{file}");
    }
    // A sheet that is asked for is read as any other.
    assert_eq!(
        sheet("surveyxact/export.xlsx", Some("Structure"))
            .unwrap()
            .variables[0]
            .name,
        "questionName"
    );
}

/// Only together with its labels and its structure is a sheet of that name a part of an export.
#[test]
fn a_sheet_that_is_called_dataset_needs_no_labels() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet().set_name("Dataset").unwrap();
    page.write(0, 0, "a").unwrap();
    page.write(1, 0, 1).unwrap();
    let table = read("s.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        (table.cells.header, table.variables.len()),
        (vec!["a".to_owned()], 0)
    );
}
