//! From files to commands, one file per format.
//!
//! An importer reads bytes and answers with a [`crate::study::Command`] and a
//! report of how it read them; it never changes a study itself. It would
//! rather refuse a file than guess in silence: no byte is dropped, no row
//! skipped, no quote placed by likeness, and every guess is said.

pub mod cells;
pub mod codebook;
pub mod codings;
pub mod decode;
pub mod file;
pub mod guide;
pub mod language;
mod number;
pub mod reported;
pub mod sample;
pub mod speakers;
pub mod survey;
pub mod theory;
pub mod transcript;
pub mod variables;

pub use file::TextFile;
