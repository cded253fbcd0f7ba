//! From files to commands, one file per format.
//!
//! An importer reads bytes and answers with a [`crate::study::Command`] and a
//! report of how it read them; it never changes a study itself. It would
//! rather refuse a file than guess in silence: no byte is dropped, no row
//! skipped, no quote placed by likeness, and every guess is said.

mod answers;
mod archive;
mod captions;
pub mod cells;
pub mod changes;
pub mod code_page;
pub mod codebook;
pub mod coded;
pub mod codetable;
pub mod codings;
pub mod configurations;
pub mod corrected;
pub mod database;
pub mod decode;
mod docx;
mod draft;
mod fields;
pub mod file;
pub mod folder;
pub mod foreign;
pub mod guide;
pub mod heading;
mod html;
pub mod informants;
pub mod labels;
pub mod list;
mod markdown;
mod mojibake;
mod number;
mod odt;
mod paragraphs;
pub mod pdf;
pub mod personal;
mod por;
pub mod privacy;
pub mod pseudonyms;
pub mod qualcoder;
pub mod reader;
mod records;
pub mod refi;
pub mod reported;
mod rtf;
pub mod sample;
mod sav;
pub mod segments;
pub mod speakers;
mod stata;
pub mod survey;
mod surveyxact;
mod symbols;
pub mod table;
pub mod taguette;
pub mod theory;
pub mod transcript;
pub mod unreadable;
mod utterances;
pub mod variables;
mod workbook;
mod xml;

pub use file::TextFile;
pub use table::TableFile;
