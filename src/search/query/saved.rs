//! Saved searches in a query: `@name` is replaced by the saved query in brackets, with its scope
//! and folding.

use super::error::{QueryError, QueryErrorKind};
use super::lexer::{Token, tokens};
use super::{QuerySettings, SearchScope, parser};
use crate::study::Study;

/// Limit of the expanded query, since searches that refer to others grow exponentially.
const MAX_TOKENS: usize = 5_000;

/// Expands the saved searches of a query.
pub struct SavedSearchExpander<'a> {
    study: &'a Study,
    setting: QuerySettings,
    /// Names of the searches being expanded, outermost first.
    within: Vec<&'a str>,
    /// All searches met, including those within others.
    pub names: Vec<String>,
}

impl<'a> SavedSearchExpander<'a> {
    pub fn new(study: &'a Study, setting: QuerySettings) -> SavedSearchExpander<'a> {
        SavedSearchExpander {
            study,
            setting,
            within: Vec::new(),
            names: Vec::new(),
        }
    }

    /// Replaces every saved search by its tokens, which take the position of its name.
    pub fn expand(
        &mut self,
        written: Vec<(usize, Token)>,
    ) -> Result<Vec<(usize, Token)>, QueryError> {
        let mut expanded = Vec::with_capacity(written.len());
        for (at, token) in written {
            match token {
                Token::Saved(name) => {
                    let inside = self.saved(&name, at)?;
                    expanded.extend(inside.into_iter().map(|token| (at, token)));
                }
                token => expanded.push((at, token)),
            }
            if expanded.len() > MAX_TOKENS {
                return Err(QueryErrorKind::SavedSearchesTooLong.at(at));
            }
        }
        Ok(expanded)
    }

    fn saved(&mut self, typed: &str, at: usize) -> Result<Vec<Token>, QueryError> {
        let name = self
            .study
            .find_search(typed)
            .map_err(|refusal| QueryErrorKind::Unresolved(refusal).at(at))?;
        if let Some(first) = self.within.iter().position(|known| *known == name) {
            let path = self.within[first..].iter().chain([&name]);
            let path = path.map(|name| (*name).to_owned()).collect();
            let name = name.to_owned();
            return Err(QueryErrorKind::CircularSavedSearch { name, path }.at(at));
        }
        let (text, scope) = self.study.saved_search(name).ok_or_else(|| {
            let name = name.to_owned();
            QueryErrorKind::ErasedSavedSearch { name }.at(at)
        })?;
        self.within.push(name);
        let inside = tokens(text).and_then(|written| self.expand(written));
        self.within.pop();
        // A circle already names its searches; any other mistake is reported with the one it is in.
        let in_this_search = |error: QueryError| match error.kind {
            circle @ QueryErrorKind::CircularSavedSearch { .. } => circle.at(at),
            kind => QueryErrorKind::InSavedSearch {
                name: name.to_owned(),
                kind: Box::new(kind),
            }
            .at(at),
        };
        let mut inside = inside.map_err(in_this_search)?;
        let says_scope = |(_, token): &(usize, Token)| matches!(token, Token::Field(field, _) if field.eq_ignore_ascii_case("in"));
        if let Some(scope) = SearchScope::parse(scope).filter(|_| !inside.iter().any(says_scope)) {
            inside.insert(0, (at, Token::Field("in".into(), scope.name().to_owned())));
        }
        // A saved search must be readable by itself, or its mistake would be reported somewhere
        // else in the query.
        parser::parse_tokens(inside.clone(), at, self.study, self.setting)
            .map_err(in_this_search)?;
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
        let inside = inside.into_iter().map(|(_, token)| token);
        Ok([Token::Open]
            .into_iter()
            .chain(inside)
            .chain([Token::Close])
            .collect())
    }
}
