//! From a study to files for others, one file per format.
//!
//! Whatever is exported as a table becomes a [`Table`] first; [`csv`],
//! [`markdown`], [`html`], [`latex`] and [`json`] write any table, and know nothing of
//! studies.

pub mod codebook;
pub mod condensations;
pub mod crosstab;
pub mod csv;
pub mod file;
pub mod html;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod matrix;
pub mod pairs;
pub mod quotes;
pub mod spss;
pub mod table;

pub use table::{Align, Cell, Column, Table};
