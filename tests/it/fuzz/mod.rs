//! Every reader of files from elsewhere, tried on thousands of broken ones: no
//! panic, no hang, no memory beyond a gigabyte.
//!
//! A few tries of each reader run with every `cargo test`. The long run, ten minutes
//! for each reader, is
//!
//! ```sh
//! VIRK_FUZZ_SECONDS=600 cargo test --release --test it fuzz:: -- --ignored --nocapture
//! VIRK_FUZZ_READER=pdf,qdpx VIRK_FUZZ_JOBS=1 VIRK_FUZZ_SECONDS=600 cargo test --release --test it fuzz:: -- --ignored --nocapture
//! ```
//!
//! Each reader runs in a process of its own, as many at a time as `VIRK_FUZZ_JOBS` says
//! or the machine has processors, so that a reader is charged with its own memory only,
//! and one that takes the whole process down is told by name. The seeds are the files in
//! `tests/fixtures/import`, `transcripts-sample` and `codebooks`, and what virk itself
//! writes; what breaks a reader is written to `target/fuzz` with the number that makes
//! it again. A new reader joins the list in [`readers`].

mod breaking;
mod readers;

use readers::{Around, Tried};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};

/// How long one file may take; far more than any needs, on any machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// The most memory a reader's process may ever have taken, in kilobytes.
const MEMORY: u64 = 1 << 20;
/// The variable by which a process is told the one reader it is to try.
const ALONE: &str = "VIRK_FUZZ_ALONE";

/// Where what broke a reader is written.
fn broken_files() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz")
}

/// Which number the reader of this name has come to.
fn place_of(name: &str) -> PathBuf {
    broken_files().join(format!("{name}.number"))
}

/// What went wrong in the last panic that nobody caught, for the report.
static SAID: Mutex<String> = Mutex::new(String::new());

/// Tries one broken file; says what is wrong, if anything is.
fn attempt(tried: &'static Tried, around: &'static Around, bytes: Vec<u8>) -> Result<(), String> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let went = catch_unwind(AssertUnwindSafe(|| (tried.read)(around, &bytes)));
        let _ = send.send(went.is_ok());
    });
    match receive.recv_timeout(PATIENCE) {
        Ok(true) if most_memory().is_some_and(|memory| memory > MEMORY) => {
            Err("takes more than a gigabyte".into())
        }
        Ok(true) => Ok(()),
        Ok(false) => Err(format!("panics: {}", SAID.lock().unwrap())),
        Err(_) => Err("does not end".into()),
    }
}

/// The most memory this process ever had, in kilobytes, where the system tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .ok()
}

/// One reader in this process, which ends with it.
fn alone(name: &str, go_on: impl Fn(u64, Instant) -> bool) -> ! {
    // What a reader catches itself need not fill the screen.
    std::panic::set_hook(Box::new(|panic| *SAID.lock().unwrap() = panic.to_string()));
    let around: &'static Around = Box::leak(Box::new(Around::new()));
    let all: &'static [Tried] = Vec::leak(readers::all());
    let tried = all.iter().find(|tried| tried.name == name).unwrap();
    let seeds = (tried.seeds)(around);
    let at_first = most_memory();
    let (begun, mut number) = (Instant::now(), 0);
    while go_on(number, begun) {
        // Before it is tried: what takes the process down leaves its number behind.
        std::fs::write(place_of(name), number.to_string()).unwrap();
        if let Err(why) = attempt(tried, around, breaking::file(&seeds, number)) {
            println!("{why}");
            std::process::exit(1);
        }
        number += 1;
    }
    let seconds = begun.elapsed().as_secs();
    let memory = |kilobytes: Option<u64>| {
        kilobytes.map_or("?".into(), |kilobytes| (kilobytes >> 10).to_string())
    };
    println!(
        "{number:9} files in {seconds:4} s, at most {:>4} MB of memory ({} before)",
        memory(most_memory()),
        memory(at_first)
    );
    std::process::exit(0);
}

/// Every reader that is asked for, each in a process of its own that runs `test` again.
fn run(test: &str, go_on: impl Fn(u64, Instant) -> bool) {
    std::fs::create_dir_all(broken_files()).unwrap();
    if let Ok(name) = std::env::var(ALONE) {
        alone(&name, go_on);
    }
    let only = std::env::var("VIRK_FUZZ_READER").ok();
    let wanted = |name: &str| {
        only.as_deref()
            .is_none_or(|only| only.split(',').any(|one| one == name))
    };
    let all = readers::all();
    let names: Vec<&str> = all
        .iter()
        .map(|tried| tried.name)
        .filter(|name| wanted(name))
        .collect();
    assert!(
        !names.is_empty(),
        "no reader is called {only:?}; there are {:?}",
        all.iter().map(|tried| tried.name).collect::<Vec<_>>()
    );
    let jobs = std::env::var("VIRK_FUZZ_JOBS")
        .ok()
        .and_then(|jobs| jobs.parse().ok());
    let jobs = jobs
        .or_else(|| std::thread::available_parallelism().ok())
        .map_or(1, usize::from);
    let (waiting, faults) = (Mutex::new(names.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some(name) = next(&waiting) {
                    // Tried before the list is locked, or one would wait for the other.
                    let fault = in_a_process(name, test).err();
                    faults.lock().unwrap().extend(fault);
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn next<'a>(waiting: &Mutex<std::slice::Iter<'_, &'a str>>) -> Option<&'a str> {
    waiting.lock().unwrap().next().copied()
}

/// Tries a reader in a process of its own, and keeps the file that breaks it.
fn in_a_process(name: &str, test: &str) -> Result<(), String> {
    let mut process = Process::new(std::env::current_exe().unwrap());
    let output = process
        .args(["--exact", test, "--include-ignored", "--nocapture"])
        .env(ALONE, name)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let said = said
        .lines()
        .rfind(|line| !line.is_empty() && !line.starts_with("running"))
        .unwrap_or_default();
    let number = std::fs::read_to_string(place_of(name)).unwrap_or_default();
    let _ = std::fs::remove_file(place_of(name));
    if output.status.success() {
        println!("{name:14} {said}");
        return Ok(());
    }
    let path = broken_files().join(format!("{name}-{number}"));
    let (around, all) = (Around::new(), readers::all());
    let seeds = all
        .iter()
        .find(|tried| tried.name == name)
        .map(|tried| (tried.seeds)(&around))
        .unwrap_or_default();
    if let Ok(number) = number.parse() {
        std::fs::write(&path, breaking::file(&seeds, number)).unwrap();
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    let why = if said.is_empty() {
        errors.lines().last().unwrap_or_default()
    } else {
        said
    };
    Err(format!(
        "the reader of {name} fails on {} ({}): {why}",
        path.display(),
        output.status
    ))
}

#[test]
fn a_few_broken_files_of_each_sort_break_nothing() {
    run(
        "fuzz::a_few_broken_files_of_each_sort_break_nothing",
        |number, _| number < 40,
    );
}

#[test]
#[ignore = "runs for VIRK_FUZZ_SECONDS (600) for each reader"]
fn long() {
    let seconds = std::env::var("VIRK_FUZZ_SECONDS")
        .ok()
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or(600);
    run("fuzz::long", |_, begun| {
        begun.elapsed() < Duration::from_secs(seconds)
    });
}
