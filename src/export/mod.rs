//! From a study to files for others, one file per format.
//!
//! Whatever is exported as a table becomes a [`Table`] first; [`csv`],
//! [`markdown`], [`html`], [`latex`], [`json`], [`xlsx`] and [`docx`] write any table, and know
//! nothing of studies; [`Format`] chooses among them.

pub mod codebook;
pub mod condensations;
pub mod coverage;
pub mod crosstab;
pub mod csv;
pub mod docx;
pub mod drawing;
pub mod file;
pub mod format;
pub mod html;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod matrix;
pub mod pairs;
pub mod paper;
pub mod privacy;
pub mod questions;
pub mod quotes;
pub mod refi;
pub mod report;
pub mod spss;
pub mod table;
pub mod xlsx;

pub use format::Format;
pub use table::{Align, Cell, Column, Table};
