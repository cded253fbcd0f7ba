//! What leaves a study in rows: each noun has one registry of columns, and one [`Listing`] makes the
//! table of it that the command line, files and reports write.
//!
//! A [`TableColumn`] says what it is called, what stands in it, and who may see it. Whether a reader
//! is among its [`Audience`] is asked in one place, when a [`Listing`] becomes an [`ExportTable`].
//! How far the content of a cell is told to readers is decided by the [`privacy::PrivacyFilter`].

pub mod codes;
pub mod codings;
mod column;
pub mod condensations;
pub mod configurations;
pub mod coverage;
pub mod datasets;
pub mod documents;
pub mod guides;
pub mod hits;
pub mod informants;
mod listing;
pub mod orphans;
pub mod privacy;
pub mod quotes;
pub mod reported;
pub mod searches;
mod table;
pub mod tests;
pub mod timestamp;
pub mod variables;
pub mod words;

pub use column::{Audience, TableColumn, TableForm, with_table_keys};
pub use listing::{Listing, TableRequest};
pub use table::{ColumnAlign, ExportCell, ExportColumn, ExportTable};
