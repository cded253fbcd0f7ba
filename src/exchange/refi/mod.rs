//! REFI-QDA 1.5: projects (.qdpx) and codebooks (.qdc), the exchange format of NVivo, ATLAS.ti,
//! MAXQDA, QualCoder and virk, in both directions.
//!
//! [`export`] is strict: whatever is in the study, its XML is valid against the standard's schemas.
//! [`import`] is lenient, because programs differ in file names, namespaces, the order of elements
//! and how they count positions. What the standard has no element for travels in a note that virk
//! reads back ([`ExtensionData`]) or is reported as a loss with a count ([`ConversionLosses`]);
//! nothing is dropped in silence.

pub mod export;
pub mod extension_data;
pub mod import;
mod losses;
mod values;

pub use extension_data::ExtensionData;
pub use losses::ConversionLosses;
