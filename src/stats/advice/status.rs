//! The fixed vocabulary for the result of a test.
//!
//! No other words are used: never "proven", never "no relation". A single table shows an
//! association or does not; "supported" is reserved for links, whose tests are weighed together.
//! The researcher's verdict on a link is separate and belongs to the study.

use serde::Serialize;
use std::fmt;

/// The result of a test with respect to the expected relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum AssociationStatus {
    /// One table: shown.
    #[serde(rename = "association shown")]
    Shown,
    /// One table: any relation is within what was declared too small to matter.
    #[serde(rename = "at most slight")]
    Slight,
    /// One table: neither the absence of a relation nor one that matters can be excluded.
    #[serde(rename = "too imprecise to say")]
    Imprecise,
    /// The tests of a link: shown, and not dependent on an answer or two.
    #[serde(rename = "supported")]
    Supported,
    /// The tests of a link: shown, but undone by a changed answer, a correction for many tests or
    /// an interpretation of the middle category.
    #[serde(rename = "supported, fragile")]
    Fragile,
    /// Not shown, which is no evidence of absence.
    #[serde(rename = "not shown")]
    NotShown,
    /// Shown in the opposite direction.
    #[serde(rename = "contrary")]
    Contrary,
    /// Not tested.
    #[serde(rename = "untested")]
    Untested,
    /// The data do not allow a test.
    #[serde(rename = "not testable")]
    NotTestable,
}

impl AssociationStatus {
    /// The English word.
    pub fn english(self) -> &'static str {
        match self {
            AssociationStatus::Shown => "association shown",
            AssociationStatus::Slight => "at most slight",
            AssociationStatus::Imprecise => "too imprecise to say",
            AssociationStatus::Supported => "supported",
            AssociationStatus::Fragile => "supported, fragile",
            AssociationStatus::NotShown => "not shown",
            AssociationStatus::Contrary => "contrary",
            AssociationStatus::Untested => "untested",
            AssociationStatus::NotTestable => "not testable",
        }
    }

    /// The Danish word.
    pub fn danish(self) -> &'static str {
        match self {
            AssociationStatus::Shown => "sammenhæng påvist",
            AssociationStatus::Slight => "højst svag",
            AssociationStatus::Imprecise => "for usikkert til at sige",
            AssociationStatus::Supported => "understøttet",
            AssociationStatus::Fragile => "understøttet, men skrøbeligt",
            AssociationStatus::NotShown => "ikke påvist",
            AssociationStatus::Contrary => "modsat",
            AssociationStatus::Untested => "ikke testet",
            AssociationStatus::NotTestable => "kan ikke testes",
        }
    }
}

impl fmt::Display for AssociationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.english())
    }
}
