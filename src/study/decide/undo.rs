//! Taking back and repeating: facts that answer facts.

use crate::study::{
    Code, Coding, Condensation, Event, Id, Informant, Refusal, Study, document::DocumentSpeaker,
    filter::Exclusion,
};
use std::collections::{BTreeMap, HashSet};

impl Study {
    /// The facts that take back `events` (a whole batch, in order).
    ///
    /// # Errors
    /// When one cannot be taken back, or somebody has changed the same thing since.
    pub fn decide_undo(&self, events: &[Event]) -> Result<Vec<Event>, Refusal> {
        let mut inverses = Vec::with_capacity(events.len());
        for event in events.iter().rev() {
            let Some(inverse) = event.inverse() else {
                return Err(match event {
                    Event::StudyStarted { .. } => Refusal::new(
                        "the beginning of a study cannot be taken back",
                        "Delete the file to begin anew",
                    ),
                    _ => Refusal::new(
                        "what was erased cannot be brought back, and undo does not reach behind it",
                        "Import it again if you may",
                    ),
                });
            };
            inverses.push(inverse);
        }
        self.check_unchanged(&inverses)?;
        self.check_tags(&inverses)?;
        self.check_names(&inverses)?;
        Ok(inverses)
    }

    /// The facts that repeat `events` after they were taken back.
    ///
    /// # Errors
    /// When somebody has changed the same thing since.
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
        self.check_unchanged(&again)?;
        self.check_tags(&again)?;
        self.check_names(&again)?;
        Ok(again)
    }

    /// A code that comes back must find its key and its two letters free.
    fn check_tags(&self, events: &[Event]) -> Result<(), Refusal> {
        let leaves = |id| {
            events.iter().any(
                |event| matches!(event, Event::CodeRetired { id: gone, .. } | Event::CodeMerged { id: gone, .. } if *gone == id),
            )
        };
        for event in events {
            let (Event::CodeRestored { id } | Event::CodeParted { id, .. }) = event else {
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
                Event::InformantChanged { id, now, .. }
                    if self.informant(*id).is_some() || called.contains_key(id) =>
                {
                    called.insert(*id, Some(&now.name));
                }
                Event::InformantRestored { id } => {
                    called.insert(
                        *id,
                        self.informants
                            .get_any(*id)
                            .map(|known| known.body.name.as_str()),
                    );
                }
                Event::InformantRemoved { id } => drop(called.insert(*id, None)),
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
                Event::CodeChanged { id, was, .. } => (
                    format!("code {id}"),
                    self.codes
                        .get_any(*id)
                        .is_none_or(|code| code.body == **was),
                ),
                Event::InformantChanged { id, was, .. } => (
                    format!("informant {id}"),
                    self.informants
                        .get_any(*id)
                        .is_none_or(|known| known.fact() == *was),
                ),
                Event::SpeakerAssigned {
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
                Event::CondensationSet { quote, was, .. } => (
                    format!("condensation {quote:?}"),
                    self.condensations.get(quote).map(Condensation::fact) == *was,
                ),
                Event::OriginSet { document, was, .. } => (
                    format!("origin {document}"),
                    self.origins.get(document) == was.as_ref(),
                ),
                Event::MemoSet { on, was, .. } => {
                    (format!("memo {on:?}"), self.memos.get(on) == was.as_ref())
                }
                Event::PolaritySet {
                    link, quote, was, ..
                } => (
                    format!("polarity {link} {quote:?}"),
                    self.polarities.get(&(*link, *quote)) == was.as_ref(),
                ),
                Event::VariableSet { dataset, was, now } => {
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
                Event::FilterSet { dataset, was, now } => {
                    let known = |rule: &Exclusion| {
                        self.datasets
                            .get_any(*dataset)
                            .is_none_or(|dataset| dataset.body.exclusions.contains(rule))
                    };
                    let unchanged =
                        was.as_ref().is_none_or(known) && !now.as_ref().is_some_and(known);
                    (format!("filter {dataset} {was:?} {now:?}"), unchanged)
                }
                Event::DatasetRestored { id } => (
                    format!("dataset {id}"),
                    self.datasets
                        .get_any(*id)
                        .is_none_or(|dataset| !dataset.erased),
                ),
                Event::WeightingSet { dataset, was, .. } => {
                    let known = self.datasets.get_any(*dataset);
                    (
                        format!("weighting {dataset}"),
                        known.is_none_or(|dataset| dataset.weighting == *was),
                    )
                }
                Event::SearchSaved { name, was, .. } => (
                    format!("search {name}"),
                    self.searches.get(name) == was.as_ref(),
                ),
                Event::NodeDescribed {
                    theory, code, was, ..
                } => (
                    format!("node {theory} {code}"),
                    self.theories.get_any(*theory).is_none_or(|theory| {
                        theory.described.get(code).copied().unwrap_or_default() == *was
                    }),
                ),
                Event::LinkChanged { was, .. } => (
                    format!("link {}", was.id),
                    self.links.get_any(was.id).is_none_or(|link| *link == **was),
                ),
                Event::ConfigurationChanged { id, was, .. } => (
                    format!("configuration {id}"),
                    self.configurations
                        .get_any(*id)
                        .is_none_or(|known| known.body == **was),
                ),
                Event::ConfigurationJudged {
                    configuration,
                    quote,
                    was,
                    ..
                } => (
                    format!("told {configuration} {quote:?}"),
                    self.configuration_polarities.get(&(*configuration, *quote)) == was.as_ref(),
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
                Event::InferenceSet { link, was, .. } => (
                    format!("inference {link}"),
                    self.inferences.get(link) == was.as_ref(),
                ),
                Event::PlanSet { was, .. } => ("plan".to_owned(), self.plan == *was),
                Event::VerdictSet { link, was, .. } => (
                    format!("verdict {link}"),
                    self.verdicts.get(link) == was.as_ref(),
                ),
                Event::AcceptanceSet { finding, was, .. } => (
                    format!("acceptance {finding:?}"),
                    self.acceptances.get(finding) == was.as_ref(),
                ),
                _ => continue,
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
}
