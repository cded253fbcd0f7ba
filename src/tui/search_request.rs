//! What the search job is asked for, and what it answers.

use crate::search::{
    Facets, Frequencies, Query, QueryError, QuerySettings, ResultOrder, SearchResults, SearchScope,
    Suggestion,
};
use crate::study::{Refusal, Study, theory::QuoteAt};
use std::sync::OnceLock;

/// The kind of result requested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchKind {
    /// The passages matching the query.
    #[default]
    Passages,
    /// Word frequencies in the result, without function words.
    Words,
    /// Quotes similar to these words; ignores the query.
    SimilarQuotes(QuoteAt),
    /// Codes that similar quotes suggest for these words; ignores the query.
    CodeSuggestions(QuoteAt),
}

/// A search as the user typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    pub kind: SearchKind,
    pub text: String,
    /// `None` leaves the scope to the query.
    pub scope: Option<SearchScope>,
    /// Order of the passages.
    pub order: ResultOrder,
}

#[derive(Debug)]
pub struct SearchResponse {
    pub request: SearchRequest,
    /// Revision of the study that was searched.
    pub revision: u64,
    /// The scope searched, if the query was valid.
    pub scope: Option<SearchScope>,
    /// The passages, or the error in the query.
    pub answer: Result<SearchResults, Refusal>,
    /// Code points before the mistake, when the query could not be read because of one.
    pub mistake_at: Option<usize>,
    /// For [`SearchKind::Words`].
    pub words: Frequencies,
    /// For [`SearchKind::CodeSuggestions`].
    pub codes: Vec<Suggestion>,
    /// Counts of the whole result, if it is more than was fetched; set after the passages arrive.
    pub facets: OnceLock<Facets>,
}

impl SearchResponse {
    /// True if not all passages were fetched.
    pub fn is_truncated(&self) -> bool {
        self.answer
            .as_ref()
            .is_ok_and(|answer| answer.total > answer.passages.len() + answer.memos.len())
    }
}

impl SearchRequest {
    pub(super) fn query(&self, study: &Study) -> Result<Query, QueryError> {
        let settings = QuerySettings {
            scope: self.scope,
            fold: false,
        };
        Ok(Query::parse_as(&self.text, study, settings)?.ordered(self.order))
    }
}
