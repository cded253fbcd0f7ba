//! One table in seven forms, read back by other readers than their writers: the same content in
//! each.

use calamine::{Data, Reader, Xlsx};
use regex::Regex;
use std::io::{Cursor, Read};
use std::sync::Arc;
use uuid::Uuid;
use virk::export::{
    ExportCell, ExportColumn, ExportTable, StudyTable, TableFormat,
    format::TableWriteOptions,
    matrix::{MatrixRequest, matrix},
    privacy::{Privacy, PrivacyFilter},
    study_table,
};
use virk::import::sample::create_sample;
use virk::log::Author;
use virk::study::{Command, ProgressMonitor, Study, theory::QuoteAt};

/// A cell with its words on one line; a number as it is.
#[derive(Debug, PartialEq)]
enum Seen {
    Words(String),
    Number(f64),
}

fn words(text: &str) -> Seen {
    Seen::Words(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What a form that keeps numbers holds of a table, and what one that shows them holds.
fn expected(table: &ExportTable, numbers: bool) -> Vec<Vec<Seen>> {
    let cell = |cell: &ExportCell| match cell {
        ExportCell::Number { value, .. } if numbers => Seen::Number(*value),
        cell => words(cell.as_shown()),
    };
    let head = table
        .columns
        .iter()
        .map(|column| words(&column.heading))
        .collect();
    std::iter::once(head)
        .chain(table.rows.iter().map(|row| row.iter().map(cell).collect()))
        .collect()
}

fn number_or(text: &str) -> Seen {
    text.parse().map_or_else(|_| words(text), Seen::Number)
}

fn read(format: TableFormat, bytes: &[u8], table: &ExportTable) -> Vec<Vec<Seen>> {
    let text = || String::from_utf8(bytes.to_vec()).unwrap();
    match format {
        TableFormat::Csv => {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(bytes);
            let unguarded = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
            let rows = reader
                .records()
                .map(|row| row.unwrap().iter().map(unguarded).collect::<Vec<_>>());
            rows.map(|row| {
                row.iter()
                    .enumerate()
                    .map(|(at, cell)| typed(cell, table, at))
                    .collect()
            })
            .collect()
        }
        TableFormat::Xlsx => {
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
            assert!(
                book.worksheet_formula("Table").unwrap().is_empty(),
                "a workbook without a formula"
            );
            let sheet = book.worksheet_range("Table").unwrap();
            let cell = |cell: Option<&Data>| match cell {
                Some(Data::Float(value)) => Seen::Number(*value),
                Some(Data::String(text)) => words(text),
                None | Some(Data::Empty) => words(""),
                other => panic!("{other:?}"),
            };
            let (rows, columns) = (table.rows.len() as u32 + 1, table.columns.len() as u32);
            (0..rows)
                .map(|row| {
                    (0..columns)
                        .map(|column| cell(sheet.get_value((row, column))))
                        .collect()
                })
                .collect()
        }
        TableFormat::Json => {
            let rows: Vec<serde_json::Map<String, serde_json::Value>> =
                serde_json::from_slice(bytes).unwrap();
            let cell = |value: &serde_json::Value| match value {
                serde_json::Value::Null => words(""),
                serde_json::Value::String(text) => words(text),
                number => Seen::Number(number.as_f64().unwrap()),
            };
            // Its headings are the keys; the others' stand in for them.
            let head = table
                .columns
                .iter()
                .map(|column| words(&column.heading))
                .collect();
            let keyed = rows.iter().map(|row| {
                table
                    .columns
                    .iter()
                    .map(|column| cell(&row[&*column.key]))
                    .collect()
            });
            std::iter::once(head).chain(keyed).collect()
        }
        TableFormat::Html => rows_of(
            &text(),
            r"(?s)<tr>(.*?)</tr>",
            r"(?s)<t[hd][^>]*>(.*?)</t[hd]>",
            markup,
        ),
        TableFormat::Md => {
            let text = text();
            let lines = text
                .lines()
                .filter(|line| line.starts_with('|') && !line.starts_with("| ---"));
            let cells = |line: &str| {
                let inner = line
                    .trim_start_matches("| ")
                    .strip_suffix(" |")
                    .unwrap()
                    .replace("\\\\", "\u{1}")
                    .replace("\\|", "\u{2}");
                inner
                    .split(" | ")
                    .map(|cell| words(&unmarked(cell)))
                    .collect()
            };
            lines.map(cells).collect()
        }
        TableFormat::Tex => latex(&text(), table),
        TableFormat::Docx => {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
            let mut text = String::new();
            archive
                .by_name("word/document.xml")
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            let tables = Regex::new(r"(?s)<w:tbl>(.*?)</w:tbl>").unwrap();
            let parts = tables.captures_iter(&text).map(|part| {
                rows_of(
                    &part[1],
                    r"(?s)<w:tr>(.*?)</w:tr>",
                    r"(?s)<w:tc>(.*?)</w:tc>",
                    markup,
                )
            });
            joined(parts.collect())
        }
    }
}

/// A cell of CSV is a number where the table has one.
fn typed(cell: &str, table: &ExportTable, column: usize) -> Seen {
    let numbers = table
        .rows
        .iter()
        .any(|row| matches!(row[column], ExportCell::Number { .. }));
    if numbers {
        number_or(cell)
    } else {
        words(cell)
    }
}

fn rows_of(text: &str, row: &str, cell: &str, clean: fn(&str) -> String) -> Vec<Vec<Seen>> {
    let (row, cell) = (Regex::new(row).unwrap(), Regex::new(cell).unwrap());
    row.captures_iter(text)
        .map(|row| {
            cell.captures_iter(&row[1])
                .map(|cell| words(&clean(&cell[1])))
                .collect()
        })
        .collect()
}

/// The parts of a table that was too wide, put together: each begins with the first column.
fn joined(parts: Vec<Vec<Vec<Seen>>>) -> Vec<Vec<Seen>> {
    let mut parts = parts.into_iter();
    let mut whole = parts.next().unwrap();
    for part in parts {
        for (row, more) in whole.iter_mut().zip(part) {
            assert_eq!(row[0], more[0]);
            row.extend(more.into_iter().skip(1));
        }
    }
    whole
}

fn markup(text: &str) -> String {
    let text = text.replace("<w:br></w:br>", "\n");
    let bare = Regex::new(r"<[^>]*>")
        .unwrap()
        .replace_all(&text, "")
        .into_owned();
    bare.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn unmarked(text: &str) -> String {
    let text = text
        .replace("<br>", "\n")
        .replace("&lt;", "<")
        .replace("&amp;", "&");
    let text = Regex::new(r"\\(.)")
        .unwrap()
        .replace_all(&text, "$1")
        .into_owned();
    text.replace('\u{1}', "\\").replace('\u{2}', "|")
}

fn latex(text: &str, table: &ExportTable) -> Vec<Vec<Seen>> {
    let tables =
        Regex::new(r"(?s)\\begin\{(?:longtable|tabular)\}.*?\\end\{(?:longtable|tabular)\}")
            .unwrap();
    let parts = tables.find_iter(text).map(|found| {
        let mut lines: Vec<&str> = found
            .as_str()
            .lines()
            .filter(|line| line.starts_with("{}"))
            .collect();
        if found.as_str().contains("\\endhead") {
            lines.remove(0);
        }
        let cells = |line: &str| -> Vec<Seen> {
            let line = line
                .strip_prefix("{}")
                .unwrap()
                .strip_suffix(" \\\\")
                .unwrap();
            line.split(" & ")
                .map(|cell| words(&unlatexed(cell)))
                .collect()
        };
        lines.into_iter().map(cells).collect::<Vec<_>>()
    });
    let rows = joined(parts.collect());
    assert_eq!(rows.len(), table.rows.len() + 1);
    rows
}

fn unlatexed(text: &str) -> String {
    let mut text = text.to_owned();
    for (command, sign) in [
        ("\\textbackslash{}", "\u{1}"),
        ("\\textasciitilde{}", "~"),
        ("\\textasciicircum{}", "^"),
        ("\\textless{}", "<"),
        ("\\textgreater{}", ">"),
        ("\\textquotedbl{}", "\""),
        ("\\textperiodcentered{}", "·"),
        ("$\\rightarrow$", "→"),
        ("$\\times$", "×"),
        ("$-$", "−"),
        ("$\\chi$$^2$", "χ²"),
        ("-{}-", "--"),
    ] {
        text = text.replace(command, sign);
    }
    Regex::new(r"\\([%&#_${}])")
        .unwrap()
        .replace_all(&text, "$1")
        .replace('\u{1}', "\\")
}

fn same_in_all(table: &ExportTable) {
    for format in TableFormat::ALL {
        let written = format
            .write(
                table,
                TableWriteOptions {
                    language: "en",
                    ..TableWriteOptions::default()
                },
            )
            .unwrap();
        let numbers = matches!(
            format,
            TableFormat::Csv | TableFormat::Xlsx | TableFormat::Json
        );
        let (seen, expected) = (
            read(format, &written.bytes, table),
            expected(table, numbers),
        );
        assert_eq!(seen.len(), expected.len(), "{format:?}");
        for (row, (seen, expected)) in seen.iter().zip(&expected).enumerate() {
            assert_eq!(seen, expected, "{format:?}, row {row}");
        }
    }
}

fn in_the_sample(look: impl FnOnce(&mut virk::log::Session)) {
    let folder = tempfile::tempdir().unwrap();
    let author = Author {
        writer: Uuid::now_v7(),
        coder: Arc::from("AB"),
    };
    look(&mut create_sample(&folder.path().join("s.virk"), author).unwrap());
}

fn asked(study: &Study, ask: &MatrixRequest) -> ExportTable {
    matrix(
        study,
        study.theory().unwrap(),
        ask,
        2,
        ProgressMonitor::default(),
    )
    .unwrap()
}

#[test]
fn a_hostile_table_says_the_same_in_all_forms() {
    let cells = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-x",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "a & b\nc",
        "100 % of _x_ {y} $z$ \\w ~ ^",
        "*b* [c](d) `e` | f",
    ];
    let table = ExportTable {
        title: Some("=T".into()),
        columns: vec![
            ExportColumn::words("said", "Said"),
            ExportColumn::numbers("p", "p"),
            ExportColumn::words("more", "More"),
        ],
        rows: cells
            .iter()
            .map(|cell| {
                vec![
                    ExportCell::from(*cell),
                    ExportCell::shown(0.0004, "< 0.001"),
                    ExportCell::Empty,
                ]
            })
            .collect(),
        notes: vec!["=note".into()],
    };
    same_in_all(&table);
}

#[test]
fn the_matrix_says_the_same_in_all_forms() {
    in_the_sample(|session| same_in_all(&asked(session.study(), &MatrixRequest::default())));
}

#[test]
fn the_public_sees_no_unreleased_words_no_names_and_no_small_counts() {
    in_the_sample(|session| {
        let public = MatrixRequest {
            privacy: Privacy::Public,
            columns: [
                "from",
                "informant_names",
                "quote",
                "counter_quote",
                "condensed",
                "n",
            ]
            .map(str::to_owned)
            .into(),
            ..MatrixRequest::default()
        };
        let whole = |study: &Study| {
            let table = asked(study, &public);
            table
                .rows
                .iter()
                .flatten()
                .map(|cell| cell.as_shown().to_owned())
                .collect::<Vec<_>>()
                .join("\n")
        };
        let names: Vec<String> = session
            .study()
            .informants()
            .map(|informant| informant.body.name.clone())
            .collect();
        let shown = whole(session.study());
        assert!(
            names.iter().all(|name| !shown.contains(name.as_str())),
            "{shown}"
        );
        assert!(
            !shown.contains('“') && shown.contains("[withheld]") && shown.contains("Informant 1")
        );
        // One quote is released, and only it is seen.
        let study = session.study();
        let link = study.links_of(study.theory().unwrap()).next().unwrap();
        let (quote, _) = study
            .polarities(link.id)
            .find(|(_, polarity)| polarity.name() == "supports")
            .unwrap();
        let said = quote
            .span
            .text(&study.document(quote.document).unwrap().text)
            .to_owned();
        session
            .perform(Command::Release {
                quote: QuoteAt { ..quote },
                released: true,
            })
            .unwrap();
        let shown = whole(session.study());
        assert!(
            shown.matches('“').count() >= 1 && shown.contains(&said),
            "{said}"
        );
        session.undo().unwrap();
        assert!(!whole(session.study()).contains('“'));
        let strict = MatrixRequest {
            small: 32,
            ..public.clone()
        };
        let table = asked(session.study(), &strict);
        assert!(
            table
                .rows
                .iter()
                .all(|row| matches!(&row[5], ExportCell::Empty) || row[5].as_shown() == "< 32")
        );
    });
}

#[test]
fn rows_are_sorted_and_kept() {
    in_the_sample(|session| {
        let study = session.study();
        let columns: Vec<String> = ["from", "to", "p_link", "verdict"]
            .map(str::to_owned)
            .into();
        let table = asked(
            study,
            &MatrixRequest {
                columns: columns.clone(),
                sort: Some("p_link".into()),
                ..MatrixRequest::default()
            },
        );
        let p = |row: &Vec<ExportCell>| {
            if let ExportCell::Number { value, .. } = row[2] {
                value
            } else {
                f64::INFINITY
            }
        };
        assert!(
            table
                .rows
                .iter()
                .zip(&table.rows[1..])
                .all(|(a, b)| p(a) <= p(b))
        );
        let kept = asked(
            study,
            &MatrixRequest {
                columns: columns.clone(),
                filter: Some("from=reflection".into()),
                ..MatrixRequest::default()
            },
        );
        assert_eq!(kept.rows.len(), 3);
        let wrong = MatrixRequest {
            columns: vec!["quotse".into()],
            ..MatrixRequest::default()
        };
        assert!(
            matrix(
                study,
                study.theory().unwrap(),
                &wrong,
                1,
                ProgressMonitor::default()
            )
            .unwrap_err()
            .what
            .contains("no column \"quotse\"")
        );
    });
}

fn sheet(study: &Study, sheet: StudyTable, privacy: Privacy) -> ExportTable {
    let shield = PrivacyFilter::new(study, privacy, 5);
    sheet
        .table(study_table::StudyTableRequest {
            privacy_filter: shield,
            theory: None,
            small: 5,
            threads: 2,
            watch: ProgressMonitor::default(),
        })
        .unwrap()
}

#[test]
fn every_sheet_says_the_same_in_all_forms_and_agrees_with_the_study() {
    in_the_sample(|session| {
        let study = session.study();
        for of in StudyTable::ALL
            .into_iter()
            .filter(|of| *of != StudyTable::Tests)
        {
            same_in_all(&sheet(study, of, Privacy::Internal));
        }
        let rows = |of| sheet(study, of, Privacy::Internal).rows;
        assert_eq!(rows(StudyTable::Codings).len(), study.codings().count());
        assert_eq!(rows(StudyTable::Codebook).len(), study.codes().count());
        assert_eq!(
            rows(StudyTable::Condensations).len(),
            study.condensations().count()
        );
        assert_eq!(rows(StudyTable::Matrix).len(), 28);
        // Everything that is told of informants adds up to what there is.
        let people = rows(StudyTable::Informants);
        let sum = |place: usize| {
            people
                .iter()
                .map(|row| row[row.len() - place].as_shown().parse::<usize>().unwrap())
                .sum::<usize>()
        };
        assert_eq!(people.len(), study.informants().count());
        let theirs = study.codings().filter(|coding| {
            study
                .document(coding.document)
                .unwrap()
                .informant_of(coding.span)
                .is_some()
        });
        assert_eq!(sum(1), theirs.count());
        assert!(sum(2) < sum(1) && sum(5) >= people.len(), "{people:?}");
    });
}

#[test]
fn the_tests_are_those_of_the_links_with_the_same_numbers() {
    in_the_sample(|session| {
        let study = session.study();
        let table = sheet(study, StudyTable::Tests, Privacy::Internal);
        same_in_all(&table);
        let place = |key: &str| {
            table
                .columns
                .iter()
                .position(|column| column.key == key)
                .unwrap()
        };
        let row = table
            .rows
            .iter()
            .find(|row| {
                (row[place("a")].as_shown(), row[place("b")].as_shown()) == ("refl_gen", "pu_selv")
            })
            .unwrap();
        let shown = |key: &str| row[place(key)].as_shown();
        assert_eq!(
            (shown("n"), shown("statistic"), shown("df"), shown("p")),
            ("31", "28.875", "16", "0.025")
        );
        assert_eq!((shown("from"), shown("status")), ("Reflection", "shown"));
        let untested = table
            .rows
            .iter()
            .find(|row| row[place("status")].as_shown() == "untested")
            .unwrap();
        assert!(
            untested[place("note")].as_shown().contains("no indicator")
                && untested[place("p")] == ExportCell::Empty
        );
        let tested = table
            .rows
            .iter()
            .filter(|row| row[place("a")] != ExportCell::Empty)
            .count();
        let links = study.links_of(study.theory().unwrap());
        assert_eq!(
            tested,
            links
                .map(|link| virk::evidence::tests::of_link(study, link).tests.len())
                .sum::<usize>()
        );
    });
}

#[test]
fn sheets_for_the_public_hold_released_words_only() {
    in_the_sample(|session| {
        let everything = |study: &Study| {
            // Tests hold no words of people, and take their time.
            let of_words = StudyTable::ALL
                .into_iter()
                .filter(|of| *of != StudyTable::Tests);
            let tables: Vec<ExportTable> = of_words
                .map(|of| sheet(study, of, Privacy::Public))
                .collect();
            let cells = tables
                .iter()
                .flat_map(|table| table.rows.iter().flatten())
                .map(|cell| cell.as_shown().to_owned());
            cells.collect::<Vec<_>>().join("\n")
        };
        let names: Vec<String> = session
            .study()
            .informants()
            .map(|informant| informant.body.name.clone())
            .collect();
        let titles: Vec<String> = session
            .study()
            .documents()
            .map(|document| document.body.title.clone())
            .collect();
        let (quote, said) = {
            let study = session.study();
            let coding = study
                .codings()
                .find(|coding| {
                    coding.span.len() > 60
                        && study
                            .document(coding.document)
                            .unwrap()
                            .informant_of(coding.span)
                            .is_some()
                })
                .unwrap();
            let words = coding
                .span
                .text(&study.document(coding.document).unwrap().text)
                .to_owned();
            (
                QuoteAt {
                    document: coding.document,
                    span: coding.span,
                },
                words,
            )
        };
        assert!(!everything(session.study()).contains(&said));
        session
            .perform(Command::Release {
                quote,
                released: true,
            })
            .unwrap();
        let public = everything(session.study());
        assert!(public.contains(&said));
        for word in names.iter().chain(&titles) {
            assert!(!public.contains(word.as_str()), "{word} in {public}");
        }
        let study = session.study();
        let table = sheet(study, StudyTable::Codings, Privacy::Public);
        let released = study.codings_at(quote.document, quote.span).count();
        assert_eq!(table.rows.len(), released);
        assert!(table.notes.iter().any(|note| note.starts_with(&format!(
            "{} codings that nobody released",
            study.codings().count() - released
        ))));
    });
}
