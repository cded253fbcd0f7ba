//! Exchange with other programs for qualitative analysis: whole projects (REFI-QDA in both
//! directions, QualCoder, Taguette) and their codebooks, codings and coded segments as tables.
//!
//! An import from any of them is one [`crate::study::Command`], so that one undo takes it back.
//! Formats that several programs share (transcripts, tables, text) are read by [`crate::import`].

pub mod code_list;
pub mod code_table;
pub mod coding_table;
pub mod database;
pub mod other_programs;
pub mod proprietary;
pub mod qualcoder;
mod qualcoder_sources;
pub mod refi;
pub mod segments;
pub mod taguette;
