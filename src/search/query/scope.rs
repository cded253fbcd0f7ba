//! Scope of a search: what is searched, and therefore what a result is.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SearchScope {
    /// What people said, turn by turn.
    Turns,
    /// Distinct spans that are coded, condensed, judged or have a memo.
    Quotes,
    /// Condensations of quotes.
    Condensations,
    /// Central themes of quotes.
    Themes,
    /// Memos on anything.
    Memos,
}

impl SearchScope {
    pub const ALL: [SearchScope; 5] = [
        SearchScope::Turns,
        SearchScope::Quotes,
        SearchScope::Condensations,
        SearchScope::Themes,
        SearchScope::Memos,
    ];

    /// The word after `in:`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SearchScope::Turns => "turns",
            SearchScope::Quotes => "quotes",
            SearchScope::Condensations => "condensations",
            SearchScope::Themes => "themes",
            SearchScope::Memos => "memos",
        }
    }

    /// What one result is called.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            SearchScope::Turns => "turn",
            SearchScope::Quotes => "quote",
            SearchScope::Condensations => "condensation",
            SearchScope::Themes => "theme",
            SearchScope::Memos => "memo",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<SearchScope> {
        SearchScope::ALL
            .into_iter()
            .find(|scope| scope.name() == name)
    }
}

impl fmt::Display for SearchScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
