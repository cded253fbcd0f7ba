//! virk: code interviews, condense their meaning, find quotes, and see beside
//! them what the survey says about the same mechanism.
//!
//! The story of the program in four words: **decide → append → apply → draw.**
//! A person's [`study::Command`] is judged by [`study::Study::decide`] against
//! what is known and becomes facts; [`log::Session`] makes them durable in the
//! study file and takes them into account; whoever shows something reads the
//! new [`study::Study`]. The terminal UI, the command line and the importers
//! all go this one way, and nothing else changes a study.
//!
//! Who may know whom is written in `ARCHITECTURE.md` and checked by
//! `tests/it/house.rs`.

pub mod cli;
pub mod crash;
pub mod disk;
pub mod evidence;
pub mod exchange;
pub mod export;
pub mod import;
pub mod log;
pub mod privacy;
pub mod search;
pub mod settings;
pub mod stats;
pub mod study;
pub mod tables;
pub mod team;
pub mod text;
pub mod tui;
