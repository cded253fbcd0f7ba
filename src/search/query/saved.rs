//! Saved searches inside a query: `@name` stands for what is saved under the
//! name, in brackets, with what it searches and how it folds letters.

use super::lexer::{Token, refuse, tokens};
use super::{QuerySettings, SearchScope, parser};
use crate::study::{Refusal, Study};

/// So many marks and words at most; searches that speak of others grow quickly.
const MAX_TOKENS: usize = 5_000;

/// What stands for the saved searches of a query.
pub struct SavedSearchExpander<'a> {
    study: &'a Study,
    setting: QuerySettings,
    /// The searches within which one is, the outermost first.
    within: Vec<&'a str>,
    /// Whether one of them speaks of itself.
    circular: bool,
    /// All that were met, also within others.
    pub names: Vec<String>,
}

impl<'a> SavedSearchExpander<'a> {
    pub fn new(study: &'a Study, setting: QuerySettings) -> SavedSearchExpander<'a> {
        SavedSearchExpander {
            study,
            setting,
            within: Vec::new(),
            circular: false,
            names: Vec::new(),
        }
    }

    /// The tokens with every saved search written out, each at the place where it is named.
    pub fn expand(&mut self, written: Vec<(usize, Token)>) -> Result<Vec<(usize, Token)>, Refusal> {
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
                return Err(refuse(
                    at,
                    "the searches this speaks of are too long together",
                    "Write out what you look for",
                ));
            }
        }
        Ok(expanded)
    }

    fn saved(&mut self, typed: &str, at: usize) -> Result<Vec<Token>, Refusal> {
        let place = |refusal: Refusal| refuse(at, &refusal.what, &refusal.hint);
        let name = self.study.find_search(typed).map_err(place)?;
        if let Some(first) = self.within.iter().position(|known| *known == name) {
            let circle: Vec<String> = self.within[first..]
                .iter()
                .chain([&name])
                .map(|name| format!("@{name}"))
                .collect();
            let what = format!(
                "the saved search “{name}” speaks of itself: {}",
                circle.join(" → ")
            );
            self.circular = true;
            return Err(refuse(
                at,
                &what,
                "Save one of them anew, without the other",
            ));
        }
        let (text, scope) = self.study.saved_search(name).ok_or_else(|| {
            refuse(
                at,
                &format!("the words of the saved search “{name}” have been erased"),
                "Save it anew, or leave it out",
            )
        })?;
        self.within.push(name);
        let inside = tokens(text).and_then(|written| self.expand(written));
        self.within.pop();
        // A circle is told as it is; any other mistake with the search it stands in.
        let circular = self.circular;
        let mistaken = |refusal: Refusal| {
            let what = refusal
                .what
                .rsplit_once(" (character ")
                .map_or(refusal.what.as_str(), |(what, _)| what);
            let what = if circular {
                what.to_owned()
            } else {
                format!("in the saved search “{name}”, {what}")
            };
            refuse(at, &what, &refusal.hint)
        };
        let mut inside = inside.map_err(mistaken)?;
        let says_scope = |(_, token): &(usize, Token)| matches!(token, Token::Field(field, _) if field.eq_ignore_ascii_case("in"));
        if let Some(scope) = SearchScope::parse(scope).filter(|_| !inside.iter().any(says_scope)) {
            inside.insert(0, (at, Token::Field("in".into(), scope.name().to_owned())));
        }
        // By itself it must be readable: what is wrong in it is not to be looked for here.
        parser::parse_tokens(inside.clone(), at, self.study, self.setting).map_err(mistaken)?;
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
