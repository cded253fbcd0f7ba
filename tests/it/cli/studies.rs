//! Studies that an earlier virk wrote: every later one opens them, writes the same files from them,
//! and leaves their rows alone.
//!
//! `VIRK_EXPORTS=FOLDER cargo test --test it cli::studies` keeps what was written, to be laid beside
//! what another version writes, and puts the sums of today into the folder; who means a file to
//! change copies them over those in `tests/golden/studies`.

use super::virk::Virk;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

/// What is written of each study, and by which words of the command line.
const FILES: &[(&str, &[&str])] = &[
    ("study.qdpx", &["export"]),
    ("codebook.qdc", &["export"]),
    ("study.sqlite", &["export"]),
    ("tests.sps", &["export"]),
    ("log.jsonl", &["export", "--content"]),
    ("codings.csv", &["export", "--delimiter", ";"]),
    ("quotes.xlsx", &["export"]),
    ("condensations.docx", &["export"]),
    ("codebook.md", &["export"]),
    ("tests.html", &["export"]),
    ("informants.json", &["export"]),
    ("matrix.tex", &["export"]),
    ("report.html", &["report"]),
    ("archive.zip", &["archive"]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/studies")
}

/// The studies of the folder by name, without the ending.
fn studies() -> Vec<String> {
    let paths = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let studies = paths.filter(|path| path.extension().is_some_and(|ending| ending == "virk"));
    let mut names: Vec<String> = studies
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// Every row of a database in order, with the words its tables were made by.
fn rows(path: &Path) -> String {
    let file = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut tables = file
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap();
    let tables: Vec<(String, String)> = tables
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut out = String::new();
    for (name, sql) in tables {
        writeln!(out, "{sql}").unwrap();
        let mut rows = file.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let width = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<Value> = (0..width).map(|at| row.get(at).unwrap()).collect();
            writeln!(out, "{cells:?}").unwrap();
        }
    }
    out
}

/// What a file says: the parts of an archive by name, the rows of a database, and no time at which
/// it was written.
fn said(path: &Path) -> Vec<u8> {
    if path.extension().is_some_and(|ending| ending == "sqlite") {
        return rows(path).into_bytes();
    }
    let bytes = fs::read(path).unwrap();
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) else {
        return bytes;
    };
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), text));
    }
    parts.sort();
    let now = regex::Regex::new(
        r#"(<dcterms:(?:created|modified)[^>]*>)[^<]*|(<Project [^>]*?)creationDateTime="[^"]*"|(<User [^>]*?)modifiedDateTime="[^"]*""#,
    )
    .unwrap();
    let mut out = Vec::new();
    for (name, text) in parts {
        out.extend(format!("== {name}\n").bytes());
        match String::from_utf8(text) {
            Ok(text) => out.extend(now.replace_all(&text, "$1$2$3").bytes()),
            Err(bytes) => out.extend(bytes.into_bytes()),
        }
    }
    out
}

/// The sums of all files that are written of a study.
fn sums(name: &str, kept: Option<&Path>) -> String {
    let file = format!("{name}.virk");
    let virk = Virk::new().file(&file, fs::read(folder().join(&file)).unwrap());
    let before = rows(&virk.path(&file));
    virk.run(["check", "--study", &file])
        .says("Everything is in order")
        .exits(0);
    let mut sums = String::new();
    // The sample's tests take long; its archive and its report hold them too.
    let files = FILES
        .iter()
        .filter(|(output, _)| name != "sample" || !["tests.html", "matrix.tex"].contains(output));
    for (output, words) in files {
        let done = virk
            .process(env!("CARGO_BIN_EXE_virk"))
            .arg(words[0])
            .arg(output)
            .args(&words[1..])
            .args(["--study", &file])
            .output()
            .unwrap();
        if !done.status.success() {
            // What cannot be made of a study is refused in the same words.
            let refusal: String = String::from_utf8_lossy(&done.stderr)
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            writeln!(sums, "{output}: {refusal}").unwrap();
            continue;
        }
        let said = said(&virk.path(output));
        writeln!(sums, "{output}: {}", hex(&Sha256::digest(&said))).unwrap();
        if let Some(kept) = kept {
            fs::create_dir_all(kept.join(name)).unwrap();
            fs::write(kept.join(name).join(output), said).unwrap();
        }
    }
    assert!(
        before == rows(&virk.path(&file)),
        "{name}: opening it and writing files of it changed its rows"
    );
    sums
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").unwrap();
        out
    })
}

/// Writes all files of the studies that `mine` picks, and compares their sums with those that are
/// kept.
fn same(mine: impl Fn(&str) -> bool) {
    let kept = std::env::var_os("VIRK_EXPORTS").map(PathBuf::from);
    let names: Vec<String> = studies().into_iter().filter(|name| mine(name)).collect();
    assert!(!names.is_empty());
    let mut differing = String::new();
    for name in names {
        let now = sums(&name, kept.as_deref());
        if let Some(kept) = &kept {
            fs::write(kept.join(format!("{name}.sums")), &now).unwrap();
        }
        let before = fs::read_to_string(folder().join(format!("{name}.sums"))).unwrap_or_default();
        for line in now
            .lines()
            .filter(|line| !before.lines().any(|known| known == *line))
        {
            writeln!(differing, "{name}: {line}").unwrap();
        }
    }
    assert!(
        differing.is_empty(),
        "written otherwise than before:\n{differing}"
    );
}

#[test]
fn studies_of_before_are_written_as_before() {
    same(|name| !name.starts_with("log-") && name != "sample");
}

#[test]
fn the_sample_of_before_is_written_as_before() {
    same(|name| name == "sample");
}

#[test]
fn golden_logs_are_written_as_before() {
    same(|name| name.starts_with("log-"));
}

#[test]
fn every_golden_log_stands_as_a_study() {
    let logs = fs::read_dir(folder().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for log in logs.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")) {
        let study = folder().join(format!(
            "log-{}.virk",
            log.file_stem().unwrap().to_str().unwrap()
        ));
        assert!(
            study.exists(),
            "make {} by tests/golden/studies/logs.py",
            study.display()
        );
    }
}
