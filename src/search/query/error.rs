//! Why a query cannot be read, and where in it.

use super::field::COLON_FIELDS;
use super::setting::SearchScope;
use crate::study::Refusal;
use thiserror::Error;

/// A query that cannot be read. The screen and the command line mark the place by `at`; the
/// sentence gives it too, counted from 1, for wherever nothing can be marked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind}{}", at.map_or_else(String::new, |at| format!(" (character {} of the query)", at + 1)))]
pub struct QueryError {
    /// What is wrong.
    pub kind: QueryErrorKind,
    /// Code points before the mistake; `None` when it is not in one place.
    pub at: Option<usize>,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QueryErrorKind {
    #[error("there is nothing to look for")]
    Empty,
    #[error("a quotation mark is not closed")]
    UnclosedQuote,
    #[error("a regular expression is not closed")]
    UnclosedPattern,
    #[error("this is not a regular expression: {reason}")]
    BadPattern { reason: String },
    #[error("`{word}` says no distance")]
    BadDistance { word: String },
    #[error("NEAR goes between two words")]
    NearWithoutLeft,
    #[error("NEAR goes between two words or phrases")]
    NearWithoutRight,
    #[error("a bracket is not closed")]
    UnclosedBracket,
    #[error("a bracket is closed that was never opened")]
    UnopenedBracket,
    #[error("there is nothing before this bracket")]
    EmptyBracket,
    #[error("the query is too deep")]
    TooDeep,
    #[error("something is missing before this AND or OR")]
    MissingOperand,
    #[error("something is missing at the end")]
    Incomplete,
    #[error("`{text}` has no letter or digit")]
    NoWord { text: String },
    #[error("`{word}` has a star inside")]
    StarInside { word: String },
    #[error("`{word}` is more than one word")]
    SeveralWords { word: String },
    #[error("`{word}` asks for any word")]
    AnyWord { word: String },
    #[error("`{field}:` asks for nothing")]
    EmptyField { field: String },
    #[error("there is no field `{field}:`")]
    UnknownField {
        field: String,
        /// The field or attribute whose name is most like it.
        nearest: Option<String>,
    },
    #[error("`{field}:` applies to the whole query")]
    MisplacedSetting { field: String },
    #[error("`{field}:` is said twice")]
    RepeatedSetting { field: String },
    #[error("`uncoded` is for turns, but the rest of the query is for quotes")]
    UncodedBesideQuotes,
    #[error("`uncoded` is for turns, but the search is in {0}")]
    UncodedOutsideTurns(SearchScope),
    #[error("`@` names no saved search")]
    UnnamedSavedSearch,
    #[error("`@{name}` has not been written out")]
    UnexpandedSavedSearch { name: String },
    #[error("the words of the saved search “{name}” have been erased")]
    ErasedSavedSearch { name: String },
    #[error("the saved search “{name}” refers to itself: {}", circle(path))]
    CircularSavedSearch {
        name: String,
        /// From its name back to it, both included.
        path: Vec<String>,
    },
    #[error("the saved searches in this query are too long together")]
    SavedSearchesTooLong,
    /// A mistake inside a saved search, whose text is not the one that was typed.
    #[error("in the saved search “{name}”, {kind}")]
    InSavedSearch {
        name: String,
        kind: Box<QueryErrorKind>,
    },
    /// A name or value that the study does not have.
    #[error(transparent)]
    Unresolved(Refusal),
}

impl QueryErrorKind {
    /// With the code points before it.
    pub fn at(self, at: usize) -> QueryError {
        QueryError {
            kind: self,
            at: Some(at),
        }
    }

    /// What to do about it.
    fn hint(&self) -> String {
        let hint = match self {
            QueryErrorKind::Empty => "Type a word, a \"phrase\" or a field such as code:NAME",
            QueryErrorKind::UnclosedQuote => "Close the phrase with \"",
            QueryErrorKind::UnclosedPattern => {
                "Close it with /; to find a slash, put it in quotation marks"
            }
            QueryErrorKind::BadPattern { .. } => {
                "To find such signs in the text, put them in quotation marks"
            }
            QueryErrorKind::BadDistance { .. } => {
                "Write NEAR/5 for at most five words apart (1 to 1000)"
            }
            QueryErrorKind::NearWithoutLeft | QueryErrorKind::NearWithoutRight => {
                "Write: trust NEAR/5 mentor"
            }
            QueryErrorKind::UnclosedBracket => "Close it with )",
            QueryErrorKind::UnopenedBracket => "Remove it, or open one before it",
            QueryErrorKind::EmptyBracket => "Put something to look for into the brackets",
            QueryErrorKind::TooDeep => "Use fewer brackets",
            QueryErrorKind::MissingOperand => "To find the word itself, write it in lower case",
            QueryErrorKind::Incomplete => "Say what is to follow AND, OR, NOT or the bracket",
            QueryErrorKind::NoWord { .. } => "Search finds words; punctuation is not one",
            QueryErrorKind::StarInside { .. } => {
                "Put a star at the end (relat*) or in front (*samtale)"
            }
            QueryErrorKind::SeveralWords { .. } => "Use the star or ~ with a single word",
            QueryErrorKind::AnyWord { .. } => "Put at least one letter beside the star",
            QueryErrorKind::EmptyField { field } => {
                return format!(
                    "Write {field}:NAME, or {field}:\"A LONGER NAME\"; to find the word itself, leave the colon out"
                );
            }
            QueryErrorKind::UnknownField { nearest, .. } => {
                return match nearest.as_deref() {
                    Some("uncoded") => "Did you mean `uncoded`?".into(),
                    Some(near) => format!(
                        "Did you mean `{near}:`? To find the word itself, leave the colon out"
                    ),
                    None => format!(
                        "The fields are {}; to find the word itself, leave the colon out",
                        COLON_FIELDS.join(", ")
                    ),
                };
            }
            QueryErrorKind::MisplacedSetting { .. } => "Put it at the beginning, without OR or NOT",
            QueryErrorKind::RepeatedSetting { .. } => "Keep one of them",
            QueryErrorKind::UncodedBesideQuotes | QueryErrorKind::UncodedOutsideTurns(_) => {
                "Ask for one of them; to leave codes out, write NOT code:NAME"
            }
            QueryErrorKind::UnnamedSavedSearch => {
                "Write @NAME, or @\"A LONGER NAME\"; to find the sign, use /@/"
            }
            QueryErrorKind::UnexpandedSavedSearch { .. } => {
                "Write out what is saved under the name"
            }
            QueryErrorKind::ErasedSavedSearch { .. } => "Save it again, or leave it out",
            QueryErrorKind::CircularSavedSearch { .. } => {
                "Save one of them again, without the other"
            }
            QueryErrorKind::SavedSearchesTooLong => "Write out what you look for",
            QueryErrorKind::InSavedSearch { kind, .. } => return kind.hint(),
            QueryErrorKind::Unresolved(refusal) => &refusal.hint,
        };
        hint.to_owned()
    }
}

fn circle(path: &[String]) -> String {
    let names: Vec<String> = path.iter().map(|name| format!("@{name}")).collect();
    names.join(" → ")
}

impl From<QueryErrorKind> for QueryError {
    /// A mistake of the whole query.
    fn from(kind: QueryErrorKind) -> QueryError {
        QueryError { kind, at: None }
    }
}

impl From<QueryError> for Refusal {
    fn from(error: QueryError) -> Refusal {
        Refusal::new(error.to_string(), error.kind.hint())
    }
}
