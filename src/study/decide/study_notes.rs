//! What a study holds beside its material: interview guides, inferences, reported results, accepted
//! findings and saved searches.

use super::{Decision, IdSource, count};
use crate::study::command::NewGuideItem;
use crate::study::document::Provenance;
use crate::study::inference::{
    ARCHIVE_RULE, AcceptedFinding, Inference, InferenceText, IntegrationFit,
};
use crate::study::plan::AnalysisPlan;
use crate::study::reported::{ReportedClaim, ReportedResults};
use crate::study::theory::QuoteAt;
use crate::study::{
    Addition, Assignment, ContentId, Event, GuideItemBody, Id, Link, Ref, Refusal, Reported,
    ReportedBody, SavedSearch, Study,
};
use std::collections::HashSet;

impl Study {
    pub(super) fn accept(
        &self,
        finding: AcceptedFinding,
        reason: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let was = self.acceptances.get(&finding).copied();
        let reason = reason.trim();
        let found = match finding.rule.as_str() {
            ARCHIVE_RULE => "words of the public archive".to_owned(),
            rule => format!(
                "what {rule} finds at {}",
                self.object_in_words(&finding.object)
            ),
        };
        if reason.is_empty() {
            if was.is_none() {
                return Err(Refusal::new(
                    "accepting a finding needs a reason",
                    "Say in a sentence why it is acceptable",
                ));
            }
            let said = format!("Reopened {found}");
            return Ok(Decision::from_event(
                Event::Set(Assignment::Acceptance {
                    finding,
                    was,
                    now: None,
                }),
                said,
            ));
        }
        let mut decision = Decision::without_events(format!("Accepted {found}"));
        let now = Some(decision.store_words(mint, reason));
        decision
            .events
            .push(Event::Set(Assignment::Acceptance { finding, was, now }));
        Ok(decision)
    }
}

impl Study {
    pub(super) fn add_guide(
        &self,
        guide: &str,
        items: Vec<NewGuideItem>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let guide = guide.trim();
        if guide.is_empty() || items.is_empty() {
            return Err(Refusal::new(
                "a guide needs a name and a question",
                "See `virk guide import --help`",
            ));
        }
        if self.guide_items().any(|item| item.body.guide == guide) {
            return Err(Refusal::new(
                format!("there is already a guide called `{guide}`"),
                "Give this one another name with --name, or remove that one with `virk guide remove`",
            ));
        }
        let mut decision = Decision {
            message: format!(
                "Added the guide `{guide}`: {}",
                count(items.len(), "question")
            ),
            ..Decision::default()
        };
        for NewGuideItem {
            number,
            question,
            about,
        } in items
        {
            if question.trim().is_empty() {
                return Err(Refusal::new(
                    format!("question {number} of `{guide}` is empty"),
                    "Write it, or leave it out",
                ));
            }
            for code in &about {
                self.require_code(*code)?;
            }
            let (id, content) = (Id::new(mint()), decision.store_words(mint, question.trim()));
            let body = GuideItemBody {
                guide: guide.to_owned(),
                number,
                content,
                about,
            };
            decision
                .events
                .push(Event::Added(Addition::GuideItem { id, body }));
        }
        Ok(decision)
    }

    pub(super) fn remove_guide(&self, guide: &str) -> Result<Decision, Refusal> {
        let items = self.guide_items().filter(|item| item.body.guide == guide);
        let events: Vec<Event> = items
            .map(|item| Event::Removed(Ref::GuideItem { id: item.id }))
            .collect();
        if events.is_empty() {
            return Err(Refusal::new(
                format!("there is no guide called `{guide}`"),
                "See `virk guide list`",
            ));
        }
        let said = format!(
            "Removed the guide `{guide}`: {}",
            count(events.len(), "question")
        );
        Ok(Decision {
            events,
            message: said,
            ..Decision::default()
        })
    }
}

impl Study {
    pub(super) fn set_plan(&self, plan: Option<AnalysisPlan>) -> Result<Decision, Refusal> {
        if self.plan == plan {
            return Ok(Decision::without_events("The plan already says that"));
        }
        let said = match plan {
            Some(plan) => format!("Planned: {plan}, at the level {}", self.alpha),
            None => "Removed the analysis plan".to_owned(),
        };
        Ok(Decision::from_event(
            Event::Set(Assignment::Plan {
                was: self.plan,
                now: plan,
            }),
            said,
        ))
    }

    pub(super) fn infer(
        &self,
        link: Id<Link>,
        inferred: &InferenceText,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let name = self.link_name(self.require_link(link)?);
        if inferred.fit == Some(IntegrationFit::Discord) && inferred.explanation.trim().is_empty() {
            return Err(Refusal::new(
                "a discord needs an explanation",
                "Write what may explain it: who was asked, the indicator, the time, the circumstances, or that it is real",
            ));
        }
        let was = self.inference(link).copied();
        let mut decision = Decision::default();
        let known = self.inference_text(link);
        let mut text = |now: &str, before: &str, id: Option<ContentId>| match now.trim() {
            "" => None,
            same if same == before && id.is_some() => id,
            words => Some(decision.store_words(mint, words)),
        };
        let now = Inference {
            quantitative: text(
                &inferred.quantitative,
                &known.quantitative,
                was.and_then(|was| was.quantitative),
            ),
            qualitative: text(
                &inferred.qualitative,
                &known.qualitative,
                was.and_then(|was| was.qualitative),
            ),
            fit: inferred.fit,
            explanation: text(
                &inferred.explanation,
                &known.explanation,
                was.and_then(|was| was.explanation),
            ),
            caveats: text(
                &inferred.caveats,
                &known.caveats,
                was.and_then(|was| was.caveats),
            ),
            confidence: inferred.confidence,
        };
        let now = (now != Inference::default()).then_some(now);
        if now == was {
            decision.message = "That inference is already recorded".into();
            return Ok(decision);
        }
        decision.message = match now.map(|now| now.fit) {
            None => format!("Removed the inference on {name}"),
            Some(Some(fit)) => format!("Inferred of {name}: {fit}"),
            Some(None) => format!("Inferred of {name}"),
        };
        decision
            .events
            .push(Event::Set(Assignment::Inference { link, was, now }));
        Ok(decision)
    }

    pub(super) fn release(&self, quote: QuoteAt, released: bool) -> Result<Decision, Refusal> {
        self.require_quote(quote)?;
        if self.is_released(quote) == released {
            let said = if released {
                "The quote is already released"
            } else {
                "The quote is not released"
            };
            return Ok(Decision::without_events(said));
        }
        Ok(if released {
            Decision::from_event(
                Event::QuoteReleased { quote },
                "Released the quote for publication",
            )
        } else {
            Decision::from_event(
                Event::QuoteWithheld { quote },
                "Withheld the quote from publication",
            )
        })
    }
}

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
                format!("there are already reported results called `{name}`"),
                "Give these another name with --name, or remove those with `virk reported remove`",
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
                format!("`{name}` declares an invalid level of significance"),
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
                        "the claim {id} refers to the test {unknown}, which `{name}` does not have"
                    ),
                    "Name tests by their ids; import the file with the tests together with the one with the claims",
                ));
            }
        }
        let mut decision = Decision {
            message: format!(
                "Recorded what `{name}` reports: {}, {}",
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
                message: format!("The search “{name}” is already saved"),
                ..decision
            });
        }
        let now = (!query.is_empty()).then(|| SavedSearch {
            query: decision.store_words(mint, query),
            scope,
        });
        decision.message = match (&was, &now) {
            (_, None) => format!("Removed the search “{name}”"),
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
