//! Saved searches: questions one asks again and again, kept under a name.

use super::{ContentId, Study};
use serde::{Deserialize, Serialize};

/// A question kept under a name. What it says is a content and not part of a
/// fact: a phrase that is searched for may be somebody's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// The query as it was typed.
    pub query: ContentId,
    /// What it looks at, as the search names it; empty for what the query itself says.
    #[serde(default, rename = "in", skip_serializing_if = "String::is_empty")]
    pub scope: String,
}

impl Study {
    /// The saved searches by name.
    pub fn searches(&self) -> impl Iterator<Item = (&str, &SavedSearch)> {
        self.searches
            .iter()
            .map(|(name, saved)| (name.as_str(), saved))
    }

    /// The query of a saved search and what it looks at; `None` when there is
    /// none of exactly this name, or its words have been erased.
    #[must_use]
    pub fn saved_search(&self, name: &str) -> Option<(&str, &str)> {
        let saved = self.searches.get(name)?;
        Some((self.words(saved.query)?, &saved.scope))
    }
}
