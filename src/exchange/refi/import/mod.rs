//! REFI-QDA 1.5: projects (.qdpx) and codebooks (.qdc) as NVivo, ATLAS.ti,
//! MAXQDA, QualCoder and virk write them.
//!
//! The reader is lenient where programs differ (names of files and namespaces,
//! order of elements, ways of counting) and says what it found out; what a
//! study has no place for is told with counts, never dropped in silence.

mod attachments;
mod extension_import;
mod keys;
pub mod offset_detection;
pub mod offsets;
pub(in crate::exchange) mod package;
mod people;
pub(in crate::exchange) mod plan;
mod project;
mod pseudonymize;
mod quotes;
mod report;
pub(in crate::exchange) mod shared;
mod sources;
pub mod tally;
mod texts;
mod xml;

pub use keys::codebook;
pub use package::Package;
pub use plan::{ProjectImport, open, read};
pub use report::ProjectReport;

use super::{ConversionLosses, ExtensionData, extension_data, values};

/// The ending of a file's name, in lower case.
fn ending(path: &std::path::Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase()
}
