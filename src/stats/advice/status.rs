//! The fixed words for what a test says about a relation.
//!
//! These words and no others: never "proven", never "no relation". One table shows an association
//! or does not; "supported" is said of a link, when its tests are weighed. The researcher's verdict
//! on a link is another thing and lives in the study.

use serde::Serialize;
use std::fmt;

/// What a test says about the expected relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum AssociationStatus {
    /// One table: found.
    #[serde(rename = "association shown")]
    Shown,
    /// One table: whatever there is lies within what was declared too small to matter.
    #[serde(rename = "at most slight")]
    Slight,
    /// One table: neither no relation nor one that matters can be left out.
    #[serde(rename = "too imprecise to say")]
    Imprecise,
    /// The tests of a link: found, and not dependent on an answer or two.
    #[serde(rename = "supported")]
    Supported,
    /// The tests of a link: found, but a moved answer, a correction for many tests or a reading of
    /// the middle category undoes it.
    #[serde(rename = "supported, fragile")]
    Fragile,
    /// Not found; that is no evidence of absence.
    #[serde(rename = "not shown")]
    NotShown,
    /// Found in the other direction.
    #[serde(rename = "contrary")]
    Contrary,
    /// Nobody has tested it.
    #[serde(rename = "untested")]
    Untested,
    /// The data cannot say.
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
