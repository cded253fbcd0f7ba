//! Files of rows made by other programs, read as people see them there.
//!
//! How the files were made stands beside them in `tests/fixtures/data`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may fail loudly")]

use std::io::{Cursor, Write};
use virk::import::TableFile;
use virk::import::survey::{self, Survey};
use virk::import::table::Told;
use virk::study::Refusal;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn sheet(file: &str, sheet: Option<&str>) -> Result<Survey, Refusal> {
    survey::survey(format!("tests/fixtures/data/{file}").as_ref(), None, sheet)
}

fn read(name: &str, bytes: &[u8]) -> Result<TableFile, Refusal> {
    TableFile::from_bytes(name, name.into(), bytes, &Told::default())
}

// Workbooks

#[test]
fn workbooks_of_three_programs_say_what_people_see_in_them() {
    for (file, sum) in [("openpyxl.xlsx", ""), ("libreoffice.xlsx", "6"), ("libreoffice.ods", "6")] {
        let survey = sheet(file, None).unwrap();
        let names: Vec<&str> = survey.variables.iter().map(|variable| variable.name.as_str()).collect();
        assert_eq!(names, ["id", "køn", "sat_1", "share", "began", "seen at", "lasted", "sum", "ok", "remark"], "{file}");
        assert_eq!(survey.columns[1], ["kvinde", "mand", "kvinde", ""], "{file}");
        assert_eq!(survey.columns[2], ["5", "5", "", ""], "{file}");
        assert_eq!(survey.columns[3], ["0.3", "1234567.891", "-0.5", "100"], "{file}");
        assert_eq!(survey.columns[4], ["2024-03-01", "2023-12-31 23:59:30", "1999-01-31", ""], "{file}");
        assert_eq!(survey.columns[5], ["09:05", "17:00:05", "", ""], "{file}");
        assert_eq!(survey.columns[6], ["30:05", "", "", ""], "{file}");
        assert_eq!(survey.columns[7], [sum, "7", "3", ""], "{file}");
        assert_eq!(survey.columns[8], ["TRUE", "FALSE", "", ""], "{file}");
        assert_eq!(survey.columns[9], ["så; \"godt\"", "to\nlinjer", "😀", "=1+1 er ikke en formel?"], "{file}");
        let report = survey.report.to_string();
        assert!(report.contains("sheet `Answers 2024`; 4 rows") && report.contains("1 empty row passed over"), "{report}");
        assert!(report.contains("`Register`") && report.contains("1 cell with an error such as #N/A was left out"), "{report}");
        assert_eq!(report.contains("1 formula without a stored value was left out"), sum.is_empty(), "{report}");
    }
}

#[test]
fn a_sheet_is_chosen_by_name_and_the_hidden_one_only_so() {
    for file in ["openpyxl.xlsx", "libreoffice.ods"] {
        let survey = sheet(file, Some("register")).unwrap();
        assert_eq!((survey.columns, survey.report.sheet.as_deref()), (vec![vec!["0042".to_owned()]], Some("Register")));
        assert_eq!(sheet(file, Some("Read me")).unwrap().variables[0].name, "Synthetic answers");
        let refusal = sheet(file, Some("2023")).unwrap_err();
        assert!(refusal.what.ends_with("has no sheet `2023`") && refusal.hint.contains("`Answers 2024`"), "{refusal:?}");
        assert!(sheet(file, Some("Empty")).unwrap_err().what.ends_with("sheet `Empty` is empty"));
    }
    assert!(read("s.csv", b"a;b\n1;2\n").is_ok());
    let told = Told { sheet: Some("A".into()), ..Told::default() };
    assert_eq!(
        TableFile::from_bytes("s.csv", "s.csv".into(), b"a\n", &told).unwrap_err().what,
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
    read("f.ods", &archive(&[("mimetype", kind), ("content.xml", format!("<c><table name='A'>{content}</table></c>"))]))
}

#[test]
fn a_workbook_made_to_hurt_is_refused() {
    let cell = "<table-cell number-columns-repeated='16384' value-type='float' value='1'/>";
    let row = format!("<table-row number-rows-repeated='1000000'>{cell}</table-row>");
    assert!(ods(&row).unwrap_err().what.contains("more than 10 million cells"));
    // Empty cells and rows cost nothing, however often they are repeated.
    let empty = "<table-row number-rows-repeated='99999999999'><table-cell number-columns-repeated='99999999999'/></table-row>";
    let one = "<table-row><table-cell value-type='string'><p>a</p></table-cell></table-row>";
    assert_eq!(ods(&format!("{one}{empty}")).unwrap().cells.header, ["a"]);
    assert!(ods(&format!("{empty}{one}")).unwrap_err().what.contains("row"));
    let spaces = "<table-row><table-cell value-type='string'><p>a<s c='4000000000'/>b</p></table-cell></table-row>";
    assert!(ods(spaces).unwrap().cells.header[0].len() < 20_000);
    // Excel's: a document type, and a part that unpacks to more than memory.
    let workbook = |sheet: String| {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let rels = |kind: &str, target: &str| {
            let one = format!("<Relationship Id='r1' Type='{office}/{kind}' Target='{target}'/>");
            format!("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{one}</Relationships>")
        };
        let book = format!("<workbook xmlns:r='{office}'><sheets><sheet name='A' sheetId='1' r:id='r1'/></sheets></workbook>");
        let parts = [
            ("_rels/.rels", rels("officeDocument", "xl/workbook.xml")),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", rels("worksheet", "worksheets/sheet1.xml")),
            ("xl/worksheets/sheet1.xml", sheet),
        ];
        read("f.xlsx", &archive(&parts))
    };
    let sheet = |cells: &str| format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    assert_eq!(workbook(sheet("<row r='1'><c r='A1'><v>1</v></c></row>")).unwrap().cells.header, ["1"]);
    assert!(workbook(format!("<!DOCTYPE a>{}", sheet(""))).unwrap_err().what.contains("document type"));
    assert!(workbook(sheet(&" ".repeat(60 << 20))).unwrap_err().what.contains("zip bomb"));
    assert!(workbook("<worksheet><sheetData>".into()).unwrap_err().what.contains("ends in the middle"));
    // The last cell of the last row, alone: no more than one cell of memory.
    let far = workbook(sheet("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"));
    assert_eq!(far.unwrap().cells.header, ["1"]);
    let shared = "<row r='1'><c r='A1'><f t='shared' si='4000000000' ref='A1:A2'>1</f><v>1</v></c></row>";
    assert_eq!(workbook(sheet(shared)).unwrap().cells.header, ["1"]);
}

// Records

#[test]
fn records_and_tab_separated_rows_are_datasets_too() {
    let records = read("s.json", "\u{feff}[{\"a\": 1, \"b\": \"x\"},\n {\"b\": null, \"a\": 2.0}]".as_bytes()).unwrap();
    let survey = survey::read(records, None).unwrap();
    assert_eq!(survey.columns, [["1", "2"], ["x", ""]]);
    assert!(survey.report.to_string().starts_with("json, utf-8; 2 rows; N = 2"), "{}", survey.report);
    let tabs = survey::read(read("s.tsv", b"a\tb\n1\tx\n2\t\n").unwrap(), None).unwrap();
    assert_eq!(tabs.columns, survey.columns);
    assert!(tabs.report.to_string().contains("divided by tabs"));
}

#[test]
fn what_is_no_file_of_rows_is_refused_by_name() {
    assert!(read("f.xls", b"\xd0\xcf\x11\xe0....").unwrap_err().what.contains("Excel 2003 or older"));
    let word = archive(&[("word/document.xml", "<w/>".into())]);
    assert!(read("f.docx", &word).unwrap_err().what.contains("no workbook"));
}
