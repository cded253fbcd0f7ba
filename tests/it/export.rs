//! From the sample study to files and back.

use std::{collections::HashSet, path::Path, sync::Arc};
use uuid::Uuid;
use virk::export::{self, ExportCell, csv::CsvOptions, privacy::PrivacyFilter};
use virk::import::{TextFile, codebook::parse_codebook, sample::create_sample};
use virk::log::{Author, Session};
use virk::study::Command;

fn author() -> Author {
    Author {
        writer: Uuid::now_v7(),
        coder: Arc::from("AB"),
    }
}

fn in_a_new_study<T>(fill: impl FnOnce(&mut Session) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let start = Command::StartStudy {
        title: "T".into(),
        language: "en".into(),
        alpha: 0.05,
    };
    fill(&mut Session::create(&folder.path().join("t.virk"), author(), start).unwrap())
}

fn in_the_sample<T>(look: impl FnOnce(&Session) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    look(&create_sample(&folder.path().join("s.virk"), author()).unwrap())
}

#[test]
fn a_codebook_written_and_read_again_is_the_same() {
    for name in ["mentoring.json", "realist.json"] {
        let file = TextFile::open(&Path::new("codebooks").join(name)).unwrap();
        let codes = parse_codebook(&file).unwrap();
        let written = in_a_new_study(|session| {
            session
                .perform(Command::AddCodes {
                    codes: codes.clone(),
                })
                .unwrap();
            export::codebook::codebook(session.study())
        });
        let again = TextFile::from_bytes(name, name.into(), written.as_bytes()).unwrap();
        assert_eq!(parse_codebook(&again).unwrap(), codes, "{name}");
    }
}

#[test]
fn the_condensation_table_shows_unit_meaning_and_theme() {
    in_the_sample(|session| {
        let study = session.study();
        let units = export::condensations::units(study, None, false);
        let table = export::condensations::table(PrivacyFilter::internal(study), &units);
        assert_eq!(table.rows.len(), study.condensations().count());
        assert!(
            table
                .rows
                .iter()
                .all(|row| row.len() == table.columns.len())
        );
        let first: Vec<&str> = table.rows[0].iter().map(ExportCell::as_shown).collect();
        assert_eq!(
            (first[0], first[1], first[5]),
            ("Mentor 1", "01-mentor-1", "seeing oneself from outside")
        );
        assert!(
            first[3].starts_with("And I had a woman")
                && first[4].starts_with("At the first meeting")
        );
        assert!(
            first[6].contains("Reflection") && first[6].contains("Initial meeting"),
            "{}",
            first[6]
        );
        let one = study.find_document("03").unwrap();
        let of_one = export::condensations::table(
            PrivacyFilter::internal(study),
            &export::condensations::units(study, Some(one.id), false),
        );
        assert_eq!(
            of_one.rows.len(),
            study
                .condensations()
                .filter(|(at, _)| at.document == one.id)
                .count()
        );
        assert!(
            !of_one.rows.is_empty()
                && of_one
                    .rows
                    .iter()
                    .all(|row| row[1].as_shown() == one.body.title)
        );
    });
}

#[test]
fn themes_by_informants_have_every_condensation_once_and_say_what_is_empty() {
    in_the_sample(|session| {
        let study = session.study();
        let units = export::condensations::units(study, None, false);
        assert!(
            units
                .windows(2)
                .all(|pair| pair[0].share().is_some_and(|share| share > 0))
        );
        let pivot = export::condensations::ThemePivot::new(&units);
        let mut places: Vec<usize> = pivot.cells.iter().flatten().flatten().copied().collect();
        places.sort_unstable();
        assert_eq!(places, (0..units.len()).collect::<Vec<_>>());
        let table = pivot
            .listing(&units, &study.title)
            .file(PrivacyFilter::internal(study));
        assert!(
            table
                .rows
                .iter()
                .flatten()
                .any(|cell| cell.as_shown() == "–")
        );
        assert_eq!(table.columns.len(), pivot.informants.len() + 1);
        let whole = export::condensations::units(study, None, true);
        assert!(whole.len() > units.len() && whole.iter().any(|unit| unit.condensed.is_empty()));
    });
}

#[test]
fn a_quotes_place_in_code_points_gives_its_words() {
    in_the_sample(|session| {
        let study = session.study();
        let codes: HashSet<_> = study.codes().map(|code| code.id).collect();
        let quotes = study.quotes_under(&codes);
        let table = export::quotes::quotes(PrivacyFilter::internal(study), &quotes);
        assert!(table.rows.len() > 150);
        for (row, quote) in table.rows.iter().zip(&quotes) {
            let (ExportCell::Number { value: start, .. }, ExportCell::Number { value: end, .. }) =
                (&row[6], &row[7])
            else {
                panic!("{row:?}")
            };
            let words: String = quote
                .document
                .text
                .chars()
                .skip(*start as usize)
                .take((end - start) as usize)
                .collect();
            assert_eq!(words, row[8].as_shown());
        }
        let written = export::csv::write(&table, CsvOptions::default());
        assert_eq!(
            csv::Reader::from_reader(written.text.as_bytes())
                .records()
                .filter(Result::is_ok)
                .count(),
            table.rows.len()
        );
        let rows: serde_json::Value = serde_json::from_str(&export::json::write(&table)).unwrap();
        assert_eq!(rows[0]["document"], "01-mentor-1");
        assert_eq!(
            export::markdown::write(&table)
                .lines()
                .filter(|line| line.starts_with('|'))
                .count(),
            table.rows.len() + 2
        );
        assert!(export::html::write(&table, "en").contains("Mentor 1"));
    });
}
