//! Reported results: tests as a report prints them, without their data.

use super::{Decision, IdSource, count};
use crate::study::{
    Addition, Event, Id, Ref, Refusal, Reported, ReportedBody, Study,
    document::Provenance,
    reported::{ReportedClaim, ReportedResults},
};
use std::collections::HashSet;

impl Study {
    pub(super) fn add_reported(
        &self,
        name: String,
        results: &ReportedResults,
        source: Provenance,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        if name.trim().is_empty() {
            return Err(Refusal::new(
                "the report has no name",
                "Give it one with --name",
            ));
        }
        if self.reported().any(|reported| reported.body.name == name) {
            return Err(Refusal::new(
                format!("there are reported results called `{name}` already"),
                "Give these another name with --name, or take those away with `virk reported remove`",
            ));
        }
        if results.tests.is_empty() && results.claims.is_empty() {
            return Err(Refusal::new(
                format!("`{name}` reports no test and no claim"),
                "See `virk reported import --help`",
            ));
        }
        if results
            .alpha
            .is_some_and(|alpha| !(alpha > 0.0 && alpha < 1.0))
        {
            return Err(Refusal::new(
                format!("`{name}` declares a level of significance that makes no sense"),
                "Give one between 0 and 1, such as 0.05",
            ));
        }
        let mut known = HashSet::new();
        let names = results
            .tests
            .iter()
            .map(|test| &test.id)
            .chain(results.claims.iter().map(|claim| &claim.id));
        for id in names {
            if id.trim().is_empty() || !known.insert(id.as_str()) {
                return Err(Refusal::new(
                    format!("`{name}` has two results called `{id}`, or one without a name"),
                    "Give every test and every claim an id of its own",
                ));
            }
        }
        for ReportedClaim { id, tests, .. } in &results.claims {
            if let Some(unknown) = tests.iter().find(|test| results.test(test).is_none()) {
                return Err(Refusal::new(
                    format!(
                        "the claim {id} speaks of the test {unknown}, which `{name}` does not have"
                    ),
                    "Name tests by their ids; import the file with the tests together with the one with the claims",
                ));
            }
        }
        let mut decision = Decision {
            message: format!(
                "Wrote down what `{name}` reports: {}, {}",
                count(results.tests.len(), "test"),
                count(results.claims.len(), "claim")
            ),
            ..Decision::default()
        };
        // Strings, numbers and names only: this cannot fail.
        let text = serde_json::to_string(results).unwrap_or_default();
        let (id, content) = (Id::new(mint()), decision.store_words(mint, &text));
        let tests = u32::try_from(results.tests.len()).unwrap_or(u32::MAX);
        decision.events.push(Event::Added(Addition::Reported {
            id,
            body: ReportedBody {
                name,
                content,
                tests,
                source,
            },
        }));
        Ok(decision)
    }

    pub(super) fn remove_reported(&self, id: Id<Reported>) -> Result<Decision, Refusal> {
        let reported = self.reported_results(id).ok_or_else(|| {
            Refusal::new(
                "those reported results are no longer in the study",
                "See `virk reported list`",
            )
        })?;
        Ok(Decision::from_event(
            Event::Removed(Ref::Reported { id }),
            format!("Removed the reported results `{}`", reported.body.name),
        ))
    }
}
