//! Settings of a whole query, which may stand anywhere in it: `in:` and `fold:`.

use super::error::{QueryError, QueryErrorKind};
use super::field::choose;
use super::lexer::Token;
use super::scope::SearchScope;
use crate::study::Refusal;

/// How a query is to be read where its text does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuerySettings {
    /// What is searched; `None` for turns, or quotes as soon as a field speaks of codings.
    pub scope: Option<SearchScope>,
    /// Whether `å` is also `aa`, `ø` `oe`, `æ` `ae`, and marks on other letters do not count.
    pub fold: bool,
}

impl QuerySettings {
    /// Takes what the query says itself out of its tokens.
    pub fn extract_from(
        self,
        tokens: Vec<(usize, Token)>,
    ) -> Result<(QuerySettings, Vec<(usize, Token)>), QueryError> {
        let (mut said, mut rest) = (ExplicitSettings::default(), Vec::new());
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
            said.set(&name, value, at)?;
            // Nothing else in brackets: they hold nothing any more.
            while matches!(
                (rest.last(), tokens.peek()),
                (Some((_, Token::Open)), Some((_, Token::Close)))
            ) {
                rest.pop();
                tokens.next();
            }
            // Besides everything else it also needs no AND.
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
                scope: said.scope.or(self.scope),
                fold: said.fold.unwrap_or(self.fold),
            },
            rest,
        ))
    }
}

/// What a query has said so far.
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
                &SearchScope::ALL.map(SearchScope::name).into(),
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
