//! Scope of a search: what is searched, and therefore what a result is.

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "lowercase")]
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
    /// The word after `in:`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What one result is called.
    pub fn noun(self) -> &'static str {
        match self {
            SearchScope::Turns => "turn",
            SearchScope::Quotes => "quote",
            SearchScope::Condensations => "condensation",
            SearchScope::Themes => "theme",
            SearchScope::Memos => "memo",
        }
    }

    pub fn parse(name: &str) -> Option<SearchScope> {
        name.parse().ok()
    }
}
