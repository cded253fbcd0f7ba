//! REFI-QDA 1.5: projects (.qdpx) and codebooks (.qdc) as NVivo, ATLAS.ti,
//! MAXQDA, QualCoder and virk write them.
//!
//! The reader is lenient where programs differ (names of files and namespaces,
//! order of elements, ways of counting) and says what it found out; what a
//! study has no place for is told with counts, never dropped in silence.

pub(in crate::import) mod foreign;
mod keys;
mod loss;
pub(in crate::import) mod package;
mod personal;
pub(in crate::import) mod plan;
pub mod position;
mod project;
mod rest;
pub mod supplement;
mod xml;

pub use keys::codebook;
pub use loss::Losses;
pub use package::Package;
pub use plan::{Incoming, Report, read};
pub use supplement::Supplement;
