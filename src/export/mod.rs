//! From a study to files for others, one module per format.
//!
//! Anything exported as a table becomes an [`ExportTable`] first. [`csv`], [`markdown`], [`html`],
//! [`latex`], [`json`], [`xlsx`] and [`docx`] write any table without knowing about studies;
//! [`TableFormat`] chooses among them.

pub mod archive;
mod circumstances;
pub mod codebook;
pub mod crosstab;
pub mod csv;
pub mod docx;
pub mod drawing;
pub mod file;
pub mod format;
pub mod group_disclosure;
pub mod html;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod matrix;
pub mod page_layout;
pub mod questions;
pub mod records;
pub mod report;
pub mod spss;
pub mod sqlite;
pub mod study_table;
pub mod xlsx;

pub use crate::tables::{ColumnAlign, ExportCell, ExportColumn, ExportTable};
pub use crate::tables::{codings, condensations, informants, privacy, quotes, timestamp};
pub use format::TableFormat;
pub use study_table::StudyTable;
