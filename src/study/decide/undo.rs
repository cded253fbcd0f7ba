//! Taking back and repeating: facts that answer facts.

use crate::study::{
    Amendment, Assignment, Code, Coding, Condensation, Event, Id, Informant, Ref, Refusal, Study,
    document::DocumentSpeaker, filter::Exclusion,
};
use std::collections::{BTreeMap, HashSet};

impl Study {
    /// The facts that take back `events` (a whole batch, in order).
    /// Refused when one cannot be taken back, or somebody has changed the same thing since.
    pub fn decide_undo(&self, events: &[Event]) -> Result<Vec<Event>, Refusal> {
        let mut inverses = Vec::with_capacity(events.len());
        for event in events.iter().rev() {
            let Some(inverse) = event.inverse() else {
                return Err(match event {
                    Event::StudyStarted { .. } => Refusal::new(
                        "the beginning of a study cannot be undone",
                        "Delete the file to start again",
                    ),
                    _ => Refusal::new(
                        "what was erased cannot be brought back, and undo cannot go back past it",
                        "Import it again if you are allowed to",
                    ),
                });
            };
            inverses.push(inverse);
        }
        self.check_still_holds(&inverses)?;
        Ok(inverses)
    }

    /// The facts that repeat `events` after they were taken back.
    /// Refused when somebody has changed the same thing since.
    pub fn decide_redo(&self, events: &[Event]) -> Result<Vec<Event>, Refusal> {
        // What was added once is on its shelf still: bring it back as it was.
        let again: Vec<Event> = events
            .iter()
            .map(|event| {
                event
                    .inverse()
                    .and_then(|inverse| inverse.inverse())
                    .unwrap_or_else(|| event.clone())
            })
            .collect();
        self.check_still_holds(&again)?;
        Ok(again)
    }

    /// Facts that are said again must find what they change as they say it was.
    pub(super) fn check_still_holds(&self, events: &[Event]) -> Result<(), Refusal> {
        self.check_unchanged(events)?;
        self.check_tags(events)?;
        self.check_names(events)
    }

    /// A code that comes back must find its key and its two letters free.
    fn check_tags(&self, events: &[Event]) -> Result<(), Refusal> {
        let leaves = |id| {
            events.iter().any(
                |event| matches!(event, Event::Removed(Ref::Code { id: gone, .. }) | Event::CodeMerged { id: gone, .. } if *gone == id),
            )
        };
        for event in events {
            let (Event::Restored(Ref::Code { id, .. }) | Event::CodeParted { id, .. }) = event
            else {
                continue;
            };
            let Some(back) = self.codes.get_any(*id) else {
                continue;
            };
            let same = |other: &&Code| {
                other.id != *id
                    && (other.body.key == back.body.key || other.body.tag == back.body.tag)
            };
            if let Some(other) = self.codes().filter(|other| !leaves(other.id)).find(same) {
                let name = self.code_name(other.id);
                return Err(Refusal::new(
                    format!(
                        "the code {} would come back, but {name} has taken its key or its two letters since",
                        self.code_name(*id)
                    ),
                    format!("Give {name} other ones first"),
                ));
            }
        }
        Ok(())
    }

    /// An informant who comes back, or gets back a name, must find the name free.
    fn check_names(&self, events: &[Event]) -> Result<(), Refusal> {
        let mut called: BTreeMap<Id<Informant>, Option<&str>> = BTreeMap::new();
        for event in events {
            match event {
                Event::Changed(Amendment::Informant { id, now, .. })
                    if self.informant(*id).is_some() || called.contains_key(id) =>
                {
                    called.insert(*id, Some(&now.name));
                }
                Event::Restored(Ref::Informant { id }) => {
                    called.insert(
                        *id,
                        self.informants
                            .get_any(*id)
                            .map(|known| known.body.name.as_str()),
                    );
                }
                Event::Removed(Ref::Informant { id }) => drop(called.insert(*id, None)),
                _ => {}
            }
        }
        let others = self
            .informants()
            .filter(|known| !called.contains_key(&known.id))
            .map(|known| known.body.name.as_str());
        let mut taken: HashSet<&str> = others.collect();
        match called.values().flatten().find(|name| !taken.insert(**name)) {
            Some(name) => Err(Refusal::new(
                format!("an informant would be called {name} again, as another is now"),
                format!("Rename that one first: `virk informant rename {name:?} NAME`"),
            )),
            None => Ok(()),
        }
    }

    /// Facts that say what was before must still find it so. Only the first of
    /// several about the same thing can be judged: the others follow from it.
    fn check_unchanged(&self, events: &[Event]) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        for event in events {
            let (thing, unchanged) = match event {
                Event::Changed(change) => self.before_change(change),
                Event::Set(place) => self.before_set(place),
                Event::Restored(Ref::Dataset { id }) => (
                    format!("dataset {id}"),
                    self.datasets
                        .get_any(*id)
                        .is_none_or(|dataset| !dataset.erased),
                ),
                Event::CodingRecoded { id, was, .. } => (
                    format!("coding {id}"),
                    self.codings
                        .get_any(*id)
                        .is_none_or(|coding| coding.code == *was),
                ),
                Event::BoundaryMoved { id, was, .. } => (
                    format!("boundary {id}"),
                    self.codings
                        .get_any(*id)
                        .is_none_or(|coding| coding.span == was.span),
                ),
                Event::CodingCarried { id, was, .. } => {
                    let there = |coding: &Coding| {
                        coding.document == was.document && coding.span == was.extent.span
                    };
                    (
                        format!("boundary {id}"),
                        self.codings.get_any(*id).is_none_or(there),
                    )
                }
                // These say nothing of what was before.
                Event::StudyStarted { .. }
                | Event::Added(_)
                | Event::Removed(_)
                | Event::Restored(_)
                | Event::Erased(_)
                | Event::DocumentReplaced { .. }
                | Event::DocumentReinstated { .. }
                | Event::CodeMerged { .. }
                | Event::CodeParted { .. }
                | Event::CodeSplit { .. }
                | Event::CodeRejoined { .. }
                | Event::Coded { .. }
                | Event::CodingAdopted { .. }
                | Event::QuoteDoubted { .. }
                | Event::QuoteConfirmed { .. }
                | Event::TheoryFrozen { .. }
                | Event::TheoryThawed { .. }
                | Event::QuoteReleased { .. }
                | Event::QuoteWithheld { .. }
                | Event::CopyMade { .. }
                | Event::CopyMerged { .. }
                | Event::ConflictSettled { .. }
                | Event::ConflictReopened { .. } => continue,
            };
            if !seen.contains(&thing) && !unchanged {
                return Err(Refusal::new(
                    "somebody has changed the same thing since",
                    "Look at `virk log`, then change it by hand",
                ));
            }
            seen.insert(thing);
        }
        Ok(())
    }
    /// What is described anew, and whether it is still as it was.
    fn before_change(&self, change: &Amendment) -> (String, bool) {
        match change {
            Amendment::Code { id, was, .. } => (
                format!("code {id}"),
                self.codes
                    .get_any(*id)
                    .is_none_or(|code| code.body == **was),
            ),
            Amendment::Informant { id, was, .. } => (
                format!("informant {id}"),
                self.informants
                    .get_any(*id)
                    .is_none_or(|known| known.fact() == *was),
            ),
            Amendment::Link { was, .. } => (
                format!("link {}", was.id),
                self.links.get_any(was.id).is_none_or(|link| *link == **was),
            ),
            Amendment::Configuration { id, was, .. } => (
                format!("configuration {id}"),
                self.configurations
                    .get_any(*id)
                    .is_none_or(|known| known.body == **was),
            ),
        }
    }

    /// Which place is written anew, and whether what was there still stands there.
    fn before_set(&self, place: &Assignment) -> (String, bool) {
        match place {
            Assignment::Speaker {
                document,
                label,
                was,
                ..
            } => {
                let speakers = self
                    .documents
                    .get_any(*document)
                    .map(|document| document.body.speakers.as_slice());
                let unchanged = |speaker: &DocumentSpeaker| {
                    speaker.label != *label || speaker.informant == *was
                };
                (
                    format!("speaker {document} {label}"),
                    speakers.unwrap_or_default().iter().all(unchanged),
                )
            }
            Assignment::Condensation { quote, was, .. } => (
                format!("condensation {quote:?}"),
                self.condensations.get(quote).map(Condensation::fact) == *was,
            ),
            Assignment::Origin { document, was, .. } => (
                format!("origin {document}"),
                self.origins.get(document) == was.as_ref(),
            ),
            Assignment::Memo { on, was, .. } => {
                (format!("memo {on:?}"), self.memos.get(on) == was.as_ref())
            }
            Assignment::Polarity {
                link, quote, was, ..
            } => (
                format!("polarity {link} {quote:?}"),
                self.polarities.get(&(*link, *quote)) == was.as_ref(),
            ),
            Assignment::Variable { dataset, was, now } => {
                let name = was
                    .as_ref()
                    .or(now.as_ref())
                    .map_or("", |variable| variable.name.as_str());
                let known = self.datasets.get_any(*dataset);
                let unchanged = known.is_none_or(|dataset| {
                    let found = dataset
                        .body
                        .variables
                        .iter()
                        .find(|variable| variable.name == name);
                    found == was.as_deref() && (now.is_some() || !dataset.is_used(name))
                });
                (format!("variable {dataset} {name}"), unchanged)
            }
            Assignment::Filter { dataset, was, now } => {
                let known = |rule: &Exclusion| {
                    self.datasets
                        .get_any(*dataset)
                        .is_none_or(|dataset| dataset.body.exclusions.contains(rule))
                };
                let unchanged = was.as_ref().is_none_or(known) && !now.as_ref().is_some_and(known);
                (format!("filter {dataset} {was:?} {now:?}"), unchanged)
            }
            Assignment::Weighting { dataset, was, .. } => {
                let known = self.datasets.get_any(*dataset);
                (
                    format!("weighting {dataset}"),
                    known.is_none_or(|dataset| dataset.weighting == *was),
                )
            }
            Assignment::Search { name, was, .. } => (
                format!("search {name}"),
                self.searches.get(name) == was.as_ref(),
            ),
            Assignment::Node {
                theory, code, was, ..
            } => (
                format!("node {theory} {code}"),
                self.theories.get_any(*theory).is_none_or(|theory| {
                    theory.described.get(code).copied().unwrap_or_default() == *was
                }),
            ),
            Assignment::Configuration {
                configuration,
                quote,
                was,
                ..
            } => (
                format!("told {configuration} {quote:?}"),
                self.configuration_polarities.get(&(*configuration, *quote)) == was.as_ref(),
            ),
            Assignment::Inference { link, was, .. } => (
                format!("inference {link}"),
                self.inferences.get(link) == was.as_ref(),
            ),
            Assignment::Plan { was, .. } => ("plan".to_owned(), self.plan == *was),
            Assignment::Verdict { link, was, .. } => (
                format!("verdict {link}"),
                self.verdicts.get(link) == was.as_ref(),
            ),
            Assignment::Acceptance { finding, was, .. } => (
                format!("acceptance {finding:?}"),
                self.acceptances.get(finding) == was.as_ref(),
            ),
        }
    }
}
