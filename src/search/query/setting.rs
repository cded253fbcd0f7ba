//! Settings of the whole query, which may appear anywhere in it: `in:` and `fold:`.

use super::error::{QueryError, QueryErrorKind};
use super::field::choose;
use super::lexer::Token;
use crate::study::Refusal;
use strum::VariantArray;

/// What is searched, and therefore what a result is.
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
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
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
        name.parse().ok()
    }
}

/// Settings that apply where the query does not say otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuerySettings {
    /// `None` for turns, or for quotes if a field refers to codings.
    pub scope: Option<SearchScope>,
    /// Whether `å` matches `aa`, `ø` `oe`, `æ` `ae`, and accents are ignored.
    pub fold: bool,
}

impl QuerySettings {
    /// Removes the settings from the tokens of a query and applies them.
    pub fn extract_from(
        self,
        tokens: Vec<(usize, Token)>,
    ) -> Result<(QuerySettings, Vec<(usize, Token)>), QueryError> {
        let (mut explicit, mut rest) = (ExplicitSettings::default(), Vec::new());
        let mut tokens = tokens.into_iter().peekable();
        while let Some((at, token)) = tokens.next() {
            let Token::Field(name, value) = &token else {
                rest.push((at, token));
                continue;
            };
            let name = name.to_lowercase();
            if name != "in" && name != "fold" {
                rest.push((at, token));
                continue;
            }
            explicit.set(&name, value, at)?;
            // Brackets around a setting alone are now empty.
            while matches!(
                (rest.last(), tokens.peek()),
                (Some((_, Token::Open)), Some((_, Token::Close)))
            ) {
                rest.pop();
                tokens.next();
            }
            // An AND that joined the setting to the rest is dropped too.
            match (rest.last(), tokens.peek()) {
                (Some((_, Token::And)), _) => drop(rest.pop()),
                (_, Some((_, Token::And))) => drop(tokens.next()),
                (Some((_, Token::Or | Token::Not)), _) | (_, Some((_, Token::Or))) => {
                    return Err(QueryErrorKind::MisplacedSetting { field: name }.at(at));
                }
                _ => {}
            }
        }
        Ok((
            QuerySettings {
                scope: explicit.scope.or(self.scope),
                fold: explicit.fold.unwrap_or(self.fold),
            },
            rest,
        ))
    }
}

/// Settings found in the query so far.
#[derive(Default)]
struct ExplicitSettings {
    scope: Option<SearchScope>,
    fold: Option<bool>,
}

impl ExplicitSettings {
    fn set(&mut self, name: &str, value: &str, at: usize) -> Result<(), QueryError> {
        let place = |refusal: Refusal| QueryErrorKind::Unresolved(refusal).at(at);
        let again = if name == "in" {
            let scope = choose(
                "scope",
                value,
                &SearchScope::VARIANTS
                    .iter()
                    .map(|scope| scope.name())
                    .collect(),
            )
            .map_err(place)?;
            self.scope
                .replace(SearchScope::parse(scope).unwrap_or(SearchScope::Turns))
                .is_some_and(|before| before.name() != scope)
        } else {
            let on = choose("way to fold", value, &["on", "off"].into()).map_err(place)? == "on";
            self.fold.replace(on).is_some_and(|before| before != on)
        };
        if again {
            let field = name.to_owned();
            Err(QueryErrorKind::RepeatedSetting { field }.at(at))
        } else {
            Ok(())
        }
    }
}
