//! The scope of a search: which words are looked at, and so what an answer is made of.

use std::fmt;

/// What is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
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

impl Scope {
    /// All scopes.
    pub const ALL: [Scope; 5] = [
        Scope::Turns,
        Scope::Quotes,
        Scope::Condensations,
        Scope::Themes,
        Scope::Memos,
    ];

    /// The word, as it stands after `in:`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scope::Turns => "turns",
            Scope::Quotes => "quotes",
            Scope::Condensations => "condensations",
            Scope::Themes => "themes",
            Scope::Memos => "memos",
        }
    }

    /// What one answer is called.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Scope::Turns => "turn",
            Scope::Quotes => "quote",
            Scope::Condensations => "condensation",
            Scope::Themes => "theme",
            Scope::Memos => "memo",
        }
    }

    /// The scope called so.
    #[must_use]
    pub fn parse(name: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
