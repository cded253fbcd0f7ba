//! From a study to files for others, one file per format.
//!
//! Whatever is exported as a table becomes a [`Table`] first; [`csv`],
//! [`markdown`], [`html`] and [`json`] write any table, and know nothing of
//! studies.

pub mod codebook;
pub mod condensations;
pub mod csv;
pub mod file;
pub mod html;
pub mod json;
pub mod markdown;
pub mod matrix;
pub mod quotes;
pub mod table;

pub use table::{Align, Cell, Column, Table};
