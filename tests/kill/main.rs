//! virk is killed: at random moments, and at every system call that changes something on the disk.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests may fail loudly"
)]

#[path = "../support/mod.rs"]
mod support;

#[cfg(target_os = "linux")]
mod erasures;
#[cfg(target_os = "linux")]
mod failures;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod points;
mod writer;
