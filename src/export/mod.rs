//! From a study to files for others, one file per format.
//!
//! Whatever is exported as a table becomes a [`Table`] first; [`csv`],
//! [`markdown`], [`html`], [`latex`], [`json`], [`xlsx`] and [`docx`] write any table, and know
//! nothing of studies; [`Format`] chooses among them.

pub mod archive;
pub mod breakdown;
pub mod codebook;
pub mod codings;
pub mod condensations;
pub mod coverage;
pub mod crosstab;
pub mod csv;
pub mod docx;
pub mod drawing;
pub mod file;
pub mod format;
pub mod html;
pub mod informants;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod matrix;
pub mod pairs;
pub mod paper;
pub mod privacy;
pub mod questions;
pub mod quotes;
pub mod records;
pub mod refi;
pub mod report;
pub mod sheet;
pub mod spss;
pub mod sqlite;
pub mod stamp;
pub mod table;
pub mod tests;
pub mod traits;
pub mod xlsx;

pub use format::Format;
pub use sheet::Sheet;
pub use table::{Align, Cell, Column, Table};
