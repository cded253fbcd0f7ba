//! Importers, one file per format.
//!
//! An importer turns bytes into a [`crate::study::Command`] and a report of how it read them; it
//! never changes a study itself. It refuses a file rather than guess silently: no byte is dropped,
//! no row skipped, no quote placed by similarity, and every guess is reported.

mod allowed_fields;
mod answer_levels;
mod archive;
mod captions;
pub mod code_page;
pub mod codebook;
pub mod codings;
pub mod configurations;
pub mod correction;
pub mod decode;
mod docx;
pub mod file;
pub mod folder;
pub mod guide;
pub(crate) mod html;
pub mod informants;
mod json_records;
mod markdown;
mod mojibake;
mod odt;
mod paragraphs;
pub mod pdf;
pub mod personal_data;
mod por;
pub mod pseudonyms;
pub mod reader;
pub mod reported;
mod rtf;
pub mod sample;
mod sav;
pub mod shared_labels;
pub mod speakers;
mod stata;
pub mod survey;
mod surveyxact;
pub mod table;
pub mod table_reader;
pub mod tabular;
pub mod theory;
pub mod theory_changes;
pub mod transcript;
mod transcript_table;
mod workbook;
mod xml;

pub use file::TextFile;
pub use table::TableFile;
