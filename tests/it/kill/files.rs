//! A file that virk writes is the old one or the new one, whole, wherever virk is killed; and what
//! a killed virk left beside it goes with the next file.

use super::points::{Point, Stage};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use virk::disk;
use virk::log::{RecordStore, Store};

/// What is written, by which command. What holds the time or is packed is whole when it can be
/// unpacked.
const FILES: [(&str, &[&str]); 20] = [
    ("quotes.csv", &["export", "quotes.csv"]),
    ("quotes.docx", &["export", "quotes.docx"]),
    ("quotes.html", &["export", "quotes.html"]),
    ("quotes.md", &["export", "quotes.md"]),
    ("quotes.xlsx", &["export", "quotes.xlsx"]),
    ("quotes.tex", &["export", "quotes.tex"]),
    ("quotes.json", &["export", "quotes.json"]),
    ("matrix.csv", &["matrix", "--output", "matrix.csv"]),
    (
        "matrix.html",
        &[
            "matrix",
            "--form",
            "side-by-side",
            "--output",
            "matrix.html",
        ],
    ),
    ("plain.sqlite", &["export", "plain.sqlite"]),
    ("theory.svg", &["theory", "draw", "--output", "theory.svg"]),
    ("project.qdpx", &["export", "project.qdpx"]),
    ("codes.qdc", &["export", "codes.qdc"]),
    ("log.jsonl", &["export", "log.jsonl", "--content"]),
    ("copy.virk", &["backup", "copy.virk"]),
    ("tests.sps", &["export", "tests.sps"]),
    ("tests-survey.csv", &["export", "tests.sps"]),
    ("report.html", &["report", "report.html"]),
    ("public.zip", &["archive", "public.zip"]),
    (
        "key.csv",
        &["import", "more.txt", "--pseudonyms", "key.csv"],
    ),
];

/// What stands in a file before, where something does.
const BEFORE: &str = "name,pseudonym\nName One,Mentor 1\nName Two,Mentor 2\n";

const TALK: &str =
    "Interviewer: Hvordan gik det?\n\nMentor 1: Jeg så på mig selv udefra. Det var hårdt.\n";
const CODES: &str = r#"{"codes": [
    {"key": "m_refl", "kind": "mechanism", "name": {"en": "Reflection"}},
    {"key": "o_dev", "kind": "output", "name": {"en": "Personal development"}}]}"#;
const THEORY: &str = r#"{"v1": {"nodes": ["m_refl", "o_dev"], "links": [{"from": "m_refl", "to": "o_dev", "statement": "It grows"}]}}"#;
const VARIABLES: &str = r#"{"variables": [
    {"name": "refl", "level": "nominal", "indicator_of": ["m_refl"]}, {"name": "dev", "level": "nominal", "indicator_of": ["o_dev"]}]}"#;

fn set(stage: &Stage) {
    let file = |name: &str, content: &str| fs::write(stage.work.join(name), content).unwrap();
    let rows: String = (0..40)
        .map(|n| format!("{n};{};{}\n", n % 2, (n / 3) % 2))
        .collect();
    file("talk.txt", TALK);
    file("codes.json", CODES);
    file("theory.json", THEORY);
    file("survey.csv", &format!("id;refl;dev\n{rows}"));
    file("variables.json", VARIABLES);
    file(
        "more.txt",
        "Interviewer: Og?\n\nMentor 2: Ring til Name One på 20304050.\n",
    );
    stage.done(&["new", "study.virk", "--title", "Test"]);
    stage.done(&["import", "talk.txt", "codes.json"]);
    stage.done(&["theory", "import", "theory.json", "--version", "v1"]);
    stage.done(&[
        "data",
        "import",
        "survey.csv",
        "--variables",
        "variables.json",
    ]);
    stage.done(&[
        "code",
        "apply",
        "talk",
        "--quote",
        "Jeg så på mig selv udefra.",
        "Refl",
        "Pers",
    ]);
    for (name, _) in FILES.iter().filter(|(name, _)| *name != "copy.virk") {
        file(name, BEFORE);
    }
}

#[test]
fn a_file_is_the_old_one_or_the_new_one_whole() {
    let stage = Stage::new(set);
    let mut kills = 0;
    for (name, words) in super::points::cases(&FILES, 4) {
        stage.reset();
        stage.done(words);
        let whole = fs::read(stage.work.join(name)).unwrap();
        let (mut old, mut new) = (0, 0);
        kills += stage.kill(name, words, &mut |stage: &Stage, point: &Point| {
            let path = stage.work.join(name);
            match fs::read(&path) {
                Err(_) if name == "copy.virk" => old += 1,
                Ok(bytes) if bytes == BEFORE.as_bytes() => old += 1,
                Ok(bytes) => {
                    assert!(
                        is_whole(&path, &bytes, &whole),
                        "half of {name} at {point:?}: {} bytes",
                        bytes.len()
                    );
                    new += 1;
                }
                Err(error) => panic!("{name} at {point:?}: {error}"),
            }
            // What was kept of the table before is one table too.
            if let Ok(kept) = fs::read(stage.work.join("key.csv.bak")) {
                assert_eq!(kept, BEFORE.as_bytes(), "{point:?}");
            }
            let drafts = disk::abandoned_temp_files(&stage.work).len();
            stage.done(&[
                "export",
                "after.csv",
                "--table",
                "codings",
                "--study",
                "study.virk",
            ]);
            assert_eq!(
                disk::abandoned_temp_files(&stage.work),
                Vec::<PathBuf>::new(),
                "{drafts} drafts before, {point:?}"
            );
            let beside = |path: &PathBuf| path.to_string_lossy().contains(".virk-");
            assert_eq!(
                stage.files().keys().find(|path| beside(path)),
                None,
                "{point:?}"
            );
        });
        println!("{name}: {old} old, {new} new");
    }
    println!("{kills} kills, no half file, no draft left");
}

fn is_whole(path: &Path, bytes: &[u8], whole: &[u8]) -> bool {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("virk") => Store::open(path)
            .is_ok_and(|store| store.verify().is_ok_and(|breaks| breaks.is_empty())),
        // Each holds the time at which it was made.
        Some("qdpx" | "xlsx") => {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            (0..archive.len()).all(|at| {
                archive
                    .by_index(at)
                    .unwrap()
                    .read_to_end(&mut Vec::new())
                    .is_ok()
            })
        }
        Some("csv") if path.ends_with("key.csv") => {
            bytes.starts_with(BEFORE.as_bytes()) && bytes.len() == whole.len()
        }
        _ => bytes == whole,
    }
}
