//! What may leave the house: everything, what a supervisor may see, what may be published.
//!
//! A supervisor sees pseudonyms in place of informants' names. In public, quotes
//! that nobody released are withheld, with their condensations, and so are counts
//! of people below a threshold, of which one could tell who they are.

use super::Cell;
use crate::study::{Id, Informant, Study, theory::QuoteAt};

/// What stands in the place of what is withheld.
pub const WITHHELD: &str = "[withheld]";

/// Counts of people below this are withheld in public, when nothing else is said.
pub const SMALL: usize = 5;

/// Who a file is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Privacy {
    /// Those who work on the study.
    #[default]
    Internal,
    /// A supervisor: pseudonyms for informants.
    Supervisor,
    /// Everybody: pseudonyms, released quotes, no small counts.
    Public,
}

impl Privacy {
    /// All of them.
    pub const ALL: [Privacy; 3] = [Privacy::Internal, Privacy::Supervisor, Privacy::Public];

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Privacy::Internal => "internal",
            Privacy::Supervisor => "supervisor",
            Privacy::Public => "public",
        }
    }
}

/// Decides what a reader sees of a study.
#[derive(Clone, Copy, Debug)]
pub struct Shield<'a> {
    study: &'a Study,
    privacy: Privacy,
    small: usize,
}

impl<'a> Shield<'a> {
    /// For these readers; counts of people below `small` are withheld in public.
    #[must_use]
    pub fn new(study: &'a Study, privacy: Privacy, small: usize) -> Shield<'a> {
        Shield { study, privacy, small }
    }

    /// Whom it is for.
    #[must_use]
    pub fn privacy(&self) -> Privacy {
        self.privacy
    }

    /// An informant's name, or a pseudonym that is the same everywhere.
    #[must_use]
    pub fn informant(&self, id: Id<Informant>) -> String {
        match (self.privacy, self.study.informant(id)) {
            (Privacy::Internal, Some(informant)) => informant.body.name.clone(),
            (_, None) => "unknown".to_owned(),
            _ => {
                let place = self.study.informants().position(|informant| informant.id == id).unwrap_or_default();
                format!("Informant {}", place + 1)
            }
        }
    }

    /// Words of a quote, or of its condensation.
    #[must_use]
    pub fn words(&self, quote: QuoteAt, words: &str) -> String {
        if self.privacy == Privacy::Public && !self.study.is_released(quote) { WITHHELD.to_owned() } else { words.to_owned() }
    }

    /// Whether a count of people may be shown. None at all tells nothing of anybody.
    #[must_use]
    pub fn shows(&self, count: usize) -> bool {
        self.privacy != Privacy::Public || count == 0 || count >= self.small
    }

    /// A count of people.
    #[must_use]
    pub fn count(&self, count: usize) -> Cell {
        if self.shows(count) { count.into() } else { Cell::Text(format!("< {}", self.small)) }
    }

    /// What a reader must know of what is left out.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        match self.privacy {
            Privacy::Internal => None,
            Privacy::Supervisor => Some("Informants stand under pseudonyms.".into()),
            Privacy::Public => Some(format!(
                "Informants stand under pseudonyms; quotes that were not released and counts of people below {} are withheld.",
                self.small
            )),
        }
    }
}
