//! Saved searches.

use super::{Decision, IdSource};
use crate::study::{Assignment, Event, Refusal, SavedSearch, Study};

impl Study {
    pub(super) fn save_search(
        &self,
        name: &str,
        query: &str,
        scope: String,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let (name, query) = (name.trim(), query.trim());
        if name.is_empty() {
            return Err(Refusal::new(
                "the search has no name",
                "Give it one, such as doubts",
            ));
        }
        let was = self.searches.get(name).cloned();
        let mut decision = Decision::default();
        if query.is_empty() && was.is_none() {
            return Err(Refusal::new(
                "there is no query to save",
                "Write what to search for, such as code:NAME trust*",
            ));
        }
        if was
            .as_ref()
            .is_some_and(|was| self.words(was.query) == Some(query) && was.scope == scope)
        {
            return Ok(Decision {
                message: format!("The search “{name}” is saved already"),
                ..decision
            });
        }
        let now = (!query.is_empty()).then(|| SavedSearch {
            query: decision.store_words(mint, query),
            scope,
        });
        decision.message = match (&was, &now) {
            (_, None) => format!("Took away the search “{name}”"),
            (None, _) => format!("Saved the search “{name}”"),
            (Some(_), _) => format!("Changed the search “{name}”"),
        };
        decision.events.push(Event::Set(Assignment::Search {
            name: name.to_owned(),
            was,
            now,
        }));
        Ok(decision)
    }
}
