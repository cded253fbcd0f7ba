//! What may leave the house: everything, what a supervisor may see, what may be published.
//!
//! A supervisor sees pseudonyms in place of informants' names. In public, quotes
//! that nobody released are withheld, with their condensations, and so are counts
//! of people below a threshold, of which one could tell who they are.

use super::Cell;
use crate::study::{Document, Id, Informant, InformantBody, Refusal, Study, theory::QuoteAt};
use crate::text::number;

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

/// Whether a file that holds everything may be made for these readers.
///
/// # Errors
/// When it is for others than those who work on the study: names, quotes that nobody released and rows of the survey stand in it.
pub fn everything_for(privacy: Privacy, what: &str) -> Result<(), Refusal> {
    if privacy == Privacy::Internal {
        return Ok(());
    }
    Err(Refusal::new(
        format!("{what} holds everything, names and unreleased quotes too, and cannot be made for {} readers", privacy.name()),
        "Nothing was written; export tables with --privacy, make a page with `virk report --privacy`, or take `virk archive`",
    ))
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

    /// For those who work on the study: nothing is withheld.
    #[must_use]
    pub fn internal(study: &'a Study) -> Shield<'a> {
        Shield::new(study, Privacy::Internal, SMALL)
    }

    /// The study.
    #[must_use]
    pub fn study(&self) -> &'a Study {
        self.study
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

    /// A document's title, or a number in its place: titles tell who speaks.
    #[must_use]
    pub fn document(&self, id: Id<Document>) -> String {
        match (self.privacy, self.study.document(id)) {
            (Privacy::Internal, Some(document)) => document.body.title.clone(),
            (_, None) => "unknown".to_owned(),
            _ => {
                let place = self.study.documents().position(|document| document.id == id).unwrap_or_default();
                format!("Document {}", place + 1)
            }
        }
    }

    /// Something that is known of an informant, such as the role. In public only what
    /// enough others have in common, since of the rest one could tell who they are.
    #[must_use]
    pub fn known_of(&self, informant: &InformantBody, what: impl Fn(&InformantBody) -> &str) -> String {
        let value = what(informant);
        let alike = || self.study.informants().filter(|other| what(&other.body) == value).count();
        if value.is_empty() || self.privacy != Privacy::Public || self.shows(alike()) {
            value.to_owned()
        } else {
            WITHHELD.to_owned()
        }
    }

    /// Whether the words of a quote may be shown.
    #[must_use]
    pub fn may_quote(&self, quote: QuoteAt) -> bool {
        self.privacy != Privacy::Public || self.study.is_released(quote)
    }

    /// What is said of rows that were left out of a table; `what` is one of them, such as `quote`.
    #[must_use]
    pub fn left_out(&self, count: usize, what: &str) -> Option<String> {
        let were = if count == 1 { "is" } else { "are" };
        (count > 0).then(|| format!("{} that nobody released {were} left out.", number::some(count, what)))
    }

    /// Words of a quote, or of its condensation.
    #[must_use]
    pub fn words(&self, quote: QuoteAt, words: &str) -> String {
        if self.may_quote(quote) { words.to_owned() } else { WITHHELD.to_owned() }
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
