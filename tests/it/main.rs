//! One program of all integration tests: virk and what it rests on are linked once.
//! `cargo test --test it cli::erase` runs those whose path holds it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests may fail loudly"
)]

mod answers;
mod archive;
mod captions;
mod cli;
mod codings;
mod crash;
mod damage;
mod data;
mod decide;
#[cfg(feature = "encryption")]
mod encryption;
mod erase;
mod exchange;
mod export;
mod foreign;
mod formats;
mod fuzz;
mod golden;
mod house;
mod import;
mod informants;
mod kill;
mod lint;
mod log;

mod pdf;
mod privacy;
mod pty;
mod readers;
mod recoding;
mod refi;
mod relations;
mod renderer;
mod replaced;
mod report;
mod search;
mod search_index;
mod search_scan;
mod search_support;
mod small_counts;
mod speakers;
mod stats;
mod stores;
mod support;
mod surveys;
mod team;
mod theory;
mod tui;
mod undo;
mod variables;
mod verdicts;
mod versions;
mod watch;
