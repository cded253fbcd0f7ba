//! Reads projects (.qdpx) and codebooks (.qdc) as NVivo, ATLAS.ti, MAXQDA, QualCoder and virk write
//! them.
//!
//! `package` opens the files, `xml` and `project` read the XML leniently, [`tally`] counts
//! what is there so that nothing is dropped in silence, [`offset_detection`] finds out what
//! positions count, and `plan` turns all of it into one command.

mod attachments;
mod extension_import;
mod keys;
pub mod offset_detection;
pub mod offsets;
pub(in crate::exchange) mod package;
mod people;
pub(in crate::exchange) mod plan;
mod project;
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

fn ending(path: &std::path::Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase()
}
