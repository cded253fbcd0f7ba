//! The scope of a search: which words are looked at, and so what an answer is made of.

use std::fmt;

/// What is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SearchScope {
    /// What people said, turn by turn.
    Turns,
    /// The words of quotes: distinct spans that are coded, condensed, judged or have a memo.
    Quotes,
    /// The condensations of quotes.
    Condensations,
    /// The central themes of quotes.
    Themes,
    /// Memos, on whatever they are.
    Memos,
}

impl SearchScope {
    /// All scopes.
    pub const ALL: [SearchScope; 5] = [
        SearchScope::Turns,
        SearchScope::Quotes,
        SearchScope::Condensations,
        SearchScope::Themes,
        SearchScope::Memos,
    ];

    /// The word, as it stands after `in:`.
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

    /// What one answer is called.
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

    /// The scope called so.
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
