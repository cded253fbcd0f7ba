//! Exchange with other programs: everything that is read is placed or told, the theory
//! travels, tables of codes and segments find their place, and what passed through is the same.

mod everything;
mod random;
mod tables;
mod travel;

use crate::support::visible;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use virk::exchange::refi::import::{self as refi, ProjectImport};
use virk::import::transcript::PersonalDataPolicy;
use virk::study::Study;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/exchange")
        .join(name)
}

fn read(bytes: &[u8], study: &Study) -> ProjectImport {
    refi::read(
        "study.qdpx",
        Cursor::new(bytes),
        None,
        study,
        &PersonalDataPolicy::Keep,
    )
    .unwrap()
}

/// An archive of these files.
fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The files of an archive.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let mut read = |name: String| {
        let mut bytes = Vec::new();
        archive
            .by_name(&name)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        (name, bytes)
    };
    names.into_iter().map(&mut read).collect()
}

/// What a person sees, with names instead of identities, which are made anew.
fn seen(study: &Study) -> String {
    let text = visible(study);
    let uuid = regex::Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").unwrap();
    uuid.replace_all(&text, "ID").into_owned()
}

/// Every coding as its code and words.
fn codings(study: &Study) -> Vec<(String, String)> {
    let told = |coding: &virk::study::Coding| {
        let words = coding
            .span
            .text(&study.document(coding.document).unwrap().text);
        (study.code_name(coding.code).to_owned(), words.to_owned())
    };
    let mut all: Vec<_> = study.codings().map(told).collect();
    all.sort();
    all
}
