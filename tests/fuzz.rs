//! Every reader of files from elsewhere, tried on thousands of broken ones: no
//! panic, no hang, no memory beyond a gigabyte.
//!
//! A few tries of each reader run with every `cargo test`. The long run, ten minutes
//! for each reader, is
//!
//! ```sh
//! VIRK_FUZZ_SECONDS=600 cargo test --release --test fuzz -- --ignored --nocapture
//! VIRK_FUZZ_READER=pdf VIRK_FUZZ_SECONDS=600 cargo test --release --test fuzz -- --ignored --nocapture
//! ```
//!
//! The seeds are the files in `tests/fixtures/import`, `transcripts-sample` and `codebooks`; what
//! breaks a reader is written to `target/fuzz` with the number that makes it again. A new
//! reader joins the list of [`tried`].
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly")]

use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use virk::import::{TextFile, cells, codebook, codings, reader, variables};

/// How long one file may take; far more than any needs, on any machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// The most memory the whole run may ever have taken, in kilobytes.
const MEMORY: u64 = 1 << 20;

/// What reads bytes; whether it takes or refuses them is its own affair.
type Reading = Box<dyn Fn(&[u8]) + Send + Sync>;

/// A reader and the files it begins with.
struct Tried {
    name: &'static str,
    seeds: Vec<PathBuf>,
    read: Reading,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn text(bytes: &[u8]) -> Option<TextFile> {
    TextFile::from_bytes("f", "f".into(), bytes).ok()
}

/// The list: every reader there is.
fn tried() -> Vec<Tried> {
    let fixtures: Vec<PathBuf> =
        std::fs::read_dir(root().join("tests/fixtures/import")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut all: Vec<Tried> = reader::READERS
        .iter()
        .map(|reader| {
            let ends = |path: &&PathBuf| path.extension().is_some_and(|end| reader.extensions.contains(&end.to_str().unwrap()));
            let read = reader.read;
            Tried {
                name: reader.name,
                seeds: fixtures.iter().filter(ends).cloned().collect(),
                read: Box::new(move |bytes| drop(read("f", bytes))),
            }
        })
        .collect();
    let with_text = |name, seeds: &[&str], read: fn(&TextFile)| Tried {
        name,
        seeds: seeds.iter().map(|seed| root().join(seed)).collect(),
        read: Box::new(move |bytes| {
            if let Some(file) = text(bytes) {
                read(&file);
            }
        }),
    };
    all.push(with_text("csv", &["transcripts-sample/data/survey.csv", "transcripts-sample/data/register.csv"], |file| {
        drop(cells::Cells::read(file, None));
    }));
    all.push(with_text("codebook", &["codebooks/realist.json"], |file| drop(codebook::codebook(file))));
    all.push(with_text("codings", &["transcripts-sample/01-mentor-1.codings.json"], |file| drop(codings::codings(file))));
    all.push(with_text("variables", &["transcripts-sample/data/variables.json"], |file| drop(variables::variables(file))));
    all
}

/// Marsaglia's xorshift: the same files for the same number, everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// Bytes that break readers more often than others.
const NASTY: [&[u8]; 20] = [
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x80",
    b"<",
    b"</",
    b"&#xD800;",
    b"&x;",
    b"<!DOCTYPE a>",
    b"<w:tbl>",
    b"</w:tc>",
    b"{",
    b"}",
    b"\\u-1",
    b"\\bin99",
    b"-->",
    b"99999999999999999999",
    b"\"",
    b"stream",
    b"endobj",
    b"\xef\xbb\xbf",
];

fn broken(mut bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let to = (at + 1 + dice.below(64)).min(bytes.len());
        match dice.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            2 if at < to => drop(bytes.drain(at..to)),
            3 if at < to => {
                let piece = bytes[at..to].to_vec();
                let times = 1 + dice.below(40);
                let piece = piece.repeat(times);
                bytes.splice(at..at, piece);
            }
            4 => drop(bytes.splice(at..at, NASTY[dice.below(NASTY.len())].iter().copied())),
            5 if dice.below(4) == 0 => bytes.truncate(at),
            _ => {
                let from = dice.below(bytes.len() + 1);
                let piece = bytes[from..(from + dice.below(200)).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// An archive is broken inside as well: its parts, put together again.
fn broken_archive(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..zip.len() {
        let mut part = zip.by_index(place).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut inside = Vec::new();
        part.read_to_end(&mut inside).ok()?;
        if ["document.xml", "comments.xml", "content.xml", "styles.xml"].iter().any(|end| name.ends_with(end)) {
            inside = broken(inside, dice);
        }
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        out.start_file(name, stored).ok()?;
        out.write_all(&inside).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// Tries one broken file; the number makes it again.
fn attempt(tried: &Tried, seeds: &[Vec<u8>], number: u64) {
    let mut dice = Dice(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let seed = &seeds[dice.below(seeds.len())];
    let inside = seed.starts_with(b"PK") && dice.below(4) > 0;
    let bytes = if inside { broken_archive(seed, &mut dice) } else { None }.unwrap_or_else(|| broken(seed.clone(), &mut dice));
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let went = catch_unwind(AssertUnwindSafe(|| (tried.read)(&bytes)));
            let _ = send.send(went.is_ok());
        });
        let why = match receive.recv_timeout(PATIENCE) {
            Ok(true) => return,
            Ok(false) => "panics",
            Err(_) => "does not end",
        };
        let folder = root().join("target/fuzz");
        let path = folder.join(format!("{}-{number}", tried.name));
        std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, &bytes)).unwrap();
        eprintln!("the reader of {} {why} on {}", tried.name, path.display());
        // A thread that does not end would keep the scope waiting for ever.
        std::process::exit(101);
    });
}

/// The most memory this process ever had, in kilobytes, where the system tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

fn run(go_on: impl Fn(u64, Instant) -> bool) {
    let only = std::env::var("VIRK_FUZZ_READER").ok();
    // What a reader catches itself need not fill the screen.
    std::panic::set_hook(Box::new(|_| {}));
    for tried in tried().iter().filter(|tried| only.as_deref().is_none_or(|only| only == tried.name)) {
        assert!(!tried.seeds.is_empty(), "no seed for {}", tried.name);
        let seeds: Vec<Vec<u8>> = tried.seeds.iter().map(|seed| std::fs::read(seed).unwrap()).collect();
        let (begun, mut number) = (Instant::now(), 0);
        while go_on(number, begun) {
            attempt(tried, &seeds, number);
            number += 1;
        }
        println!(
            "{:10} {number:8} files, {:4} s, most memory so far {:?} kB",
            tried.name,
            begun.elapsed().as_secs(),
            most_memory()
        );
        assert!(most_memory().is_none_or(|memory| memory < MEMORY), "{} took more than a gigabyte", tried.name);
    }
}

#[test]
fn a_few_broken_files_of_each_sort_break_nothing() {
    run(|number, _| number < 60);
}

#[test]
#[ignore = "runs for VIRK_FUZZ_SECONDS (600) for each reader"]
fn long() {
    let seconds = std::env::var("VIRK_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(600);
    run(|_, begun| begun.elapsed() < Duration::from_secs(seconds));
}
