//! REFI-QDA 1.5: projects (.qdpx) and codebooks (.qdc) as NVivo, ATLAS.ti,
//! MAXQDA, QualCoder and virk write them.
//!
//! The reader is lenient where programs differ (names of files and namespaces,
//! order of elements, ways of counting) and says what it found out; what a
//! study has no place for is told with counts, never dropped in silence.

pub mod claims;
pub(in crate::import) mod foreign;
mod keys;
mod loss;
mod own;
pub(in crate::import) mod package;
mod people;
mod personal;
pub(in crate::import) mod plan;
pub mod position;
mod project;
mod quotes;
mod report;
mod rest;
mod sources;
pub mod supplement;
pub mod tally;
mod xml;

pub use keys::codebook;
pub use loss::Losses;
pub use package::Package;
pub use plan::{Incoming, open, read};
pub use report::Report;
pub use supplement::Supplement;

/// The ending of a file's name, in lower case.
fn ending(path: &std::path::Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase()
}
