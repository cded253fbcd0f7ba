//! Things that come, go, come back, and are described anew.
//!
//! What stands in a place now.
//!
//! Words that are gone for ever.

use super::set_or_remove;
use crate::study::content::ContentData;
use crate::study::informant::InformantDetails;
use crate::study::theory::NodeBody;
use crate::study::{
    Addition, Amendment, Assignment, Change, Code, CodeBody, Column, Condensation,
    CondensationFact, Configuration, ConfigurationBody, ContentId, Dataset, Document, Erasing,
    GuideItem, Id, Informant, InformantBody, InformantFact, Link, Ref, Reported, Study, Theory,
    Time,
};
use crate::text::FoldMode;
use crate::text::folding::fold;
use std::sync::Arc;

/// Puts every field that a change changed in its place, and leaves the others as they are: two
/// people may each have changed something else.
macro_rules! take_changes {
    ($known:expr, $was:expr, $now:expr; $Body:ident { $($field:ident),* $(,)? }) => {
        let was = $was;
        let $Body { $($field),* } = $now;
        $(if $field != was.$field {
            $known.$field = $field;
        })*
    };
}

impl Study {
    /// Takes in what joins the study.
    pub(super) fn add(&mut self, thing: Addition, coder: &Arc<str>, time: Time) {
        use Addition as A;
        match thing {
            A::Document { id, body } => {
                let text = self.contents.get(&body.content).cloned();
                self.documents.insert(id, Document::new(id, body, text));
            }
            A::Informant { id, body } => {
                let informant = self.informant_from(id, body);
                self.informants.insert(id, informant);
            }
            A::Code { id, body } => self.codes.insert(id, Code { id, body }),
            A::Theory {
                id,
                version,
                parent,
            } => {
                self.theories.insert(
                    id,
                    Theory {
                        parent,
                        ..Theory::new(id, version)
                    },
                );
            }
            A::Node { theory, code, at } => self.with_theory(theory, |theory| {
                if !theory.nodes.contains(&code) {
                    let end = theory.nodes.len();
                    theory
                        .nodes
                        .insert(at.map_or(end, |at| end.min(at as usize)), code);
                }
            }),
            A::Link { link } => {
                self.with_theory(link.theory, |theory| {
                    if !theory.links.contains(&link.id) {
                        theory.links.push(link.id);
                    }
                });
                self.links.insert(link.id, link);
            }
            A::Change { id, body } => self.changes.insert(
                id,
                Change {
                    id,
                    body,
                    coder: coder.clone(),
                    time,
                },
            ),
            A::Configuration { id, body } => {
                self.configurations.insert(id, Configuration { id, body })
            }
            A::Dataset { id, body } => {
                let columns = self.columns(body.content);
                self.datasets.insert(id, Dataset::new(id, body, columns));
            }
            A::Indicator { indicator } => {
                self.indicators.insert(indicator);
            }
            A::Reported { id, body } => {
                // Results that cannot be read have been erased.
                let results = self
                    .contents
                    .get(&body.content)
                    .and_then(|text| serde_json::from_str(text).ok())
                    .unwrap_or_default();
                self.reported.insert(id, Reported { id, body, results });
            }
            A::GuideItem { id, body } => self.guide_items.insert(id, GuideItem { id, body }),
        }
    }

    /// Takes something out of sight, or brings it back.
    pub(super) fn show(&mut self, thing: Ref, live: bool) {
        match thing {
            Ref::Document { id } => self.documents.set_live(id, live),
            Ref::Informant { id } => self.informants.set_live(id, live),
            Ref::Code { id, .. } => self.codes.set_live(id, live),
            Ref::Coding { id } => self.codings.set_live(id, live),
            Ref::Theory { id } => self.theories.set_live(id, live),
            Ref::Link { id } => self.links.set_live(id, live),
            Ref::Change { id } => self.changes.set_live(id, live),
            Ref::Configuration { id } => self.configurations.set_live(id, live),
            Ref::Dataset { id } => {
                let erased = self.datasets.get_any(id).is_none_or(|known| known.erased);
                self.datasets.set_live(id, live && !erased);
            }
            Ref::Reported { id } => self.reported.set_live(id, live),
            Ref::GuideItem { id } => self.guide_items.set_live(id, live),
            // These are added anew, and never come back by their names.
            Ref::Node { theory, code, .. } => {
                self.with_theory(theory, |theory| theory.nodes.retain(|node| *node != code))
            }
            Ref::Indicator { indicator } => {
                self.indicators.remove(&indicator);
            }
        }
    }

    /// Takes what is said anew of something.
    pub(super) fn amend(&mut self, change: Amendment) {
        match change {
            Amendment::Informant { id, was, now } => {
                if was.name != now.name {
                    self.former_informants.insert(was.name.to_lowercase(), id);
                }
                // What was described anew elsewhere meanwhile stays so.
                let mut fact = self
                    .informants
                    .get_any(id)
                    .map_or_else(|| was.clone(), Informant::fact);
                take_changes! { fact, was, now; InformantFact { name, inline, details } }
                let now = self.informant_from(id, fact);
                if let Some(informant) = self.informants.get_any_mut(id) {
                    *informant = now;
                }
            }
            Amendment::Code { id, was, now, .. } => {
                let names = was
                    .names()
                    .filter(|name| now.names().all(|kept| kept != *name));
                self.former_names
                    .extend(names.map(|name| (fold(name, FoldMode::IgnoreCase).into_owned(), id)));
                if let Some(code) = self.codes.get_any_mut(id) {
                    take_changes! { code.body, *was, *now; CodeBody {
                        key, kind, parent, name, tag, colour, definition, include, exclude, example
                    } }
                }
            }
            Amendment::Link { was, now } => {
                if let Some(link) = self.links.get_any_mut(now.id) {
                    take_changes! { *link, *was, *now; Link {
                        id, theory, from, to, statement, basis, expected, on, carried, post_hoc
                    } }
                }
            }
            Amendment::Configuration { id, was, now } => {
                if let Some(configuration) = self.configurations.get_any_mut(id) {
                    take_changes! { configuration.body, *was, *now; ConfigurationBody {
                        context, mechanism, outcome, statement, next, derived_from
                    } }
                }
            }
        }
    }

    /// An informant as described; without, once that has been erased.
    fn informant_from(&self, id: Id<Informant>, fact: InformantFact) -> Informant {
        let InformantFact {
            name,
            inline,
            details,
        } = fact;
        let known = match details {
            Some(kept) => self
                .words(kept)
                .and_then(|words| serde_json::from_str(words).ok())
                .unwrap_or_default(),
            None => inline,
        };
        Informant {
            id,
            body: InformantBody::described(name, known),
            details,
        }
    }

    /// The cells of a dataset, column by column; none where they have been erased.
    pub(super) fn columns(&self, content: ContentId) -> Arc<[Column]> {
        let told = || {
            self.contents
                .get(&content)
                .and_then(|words| ContentData::rows(words))
        };
        self.rows
            .get(&content)
            .cloned()
            .or_else(told)
            .unwrap_or_else(|| Arc::from([]))
    }
}

impl Study {
    /// Takes what stands in a place from now on.
    pub(super) fn assign(&mut self, place: Assignment) {
        use Assignment as A;
        match place {
            A::Origin { document, now, .. } => set_or_remove(&mut self.origins, document, now),
            A::Speaker {
                document,
                label,
                was,
                now,
            } => {
                self.once_spoke.entry(document).or_default().extend(was);
                if let Some(document) = self.documents.get_any_mut(document) {
                    document.assign(&label, now);
                }
            }
            A::Condensation { quote, now, .. } => {
                self.descriptions
                    .extend(now.iter().filter_map(|now| now.theme_content));
                let now = now.map(|fact| self.condensation_from(fact));
                set_or_remove(&mut self.condensations, quote, now);
            }
            A::Memo { on, now, .. } => set_or_remove(&mut self.memos, on, now),
            A::Node {
                theory, code, now, ..
            } => self.with_theory(theory, |theory| {
                if now == NodeBody::default() {
                    theory.described.remove(&code);
                } else {
                    theory.described.insert(code, now);
                }
            }),
            A::Configuration {
                configuration,
                quote,
                now,
                ..
            } => set_or_remove(
                &mut self.configuration_polarities,
                (configuration, quote),
                now,
            ),
            A::Polarity {
                link, quote, now, ..
            } => set_or_remove(&mut self.polarities, (link, quote), now),
            A::Verdict { link, now, .. } => set_or_remove(&mut self.verdicts, link, now),
            A::Inference { link, now, .. } => set_or_remove(&mut self.inferences, link, now),
            A::Plan { now, .. } => self.plan = now,
            A::Variable { dataset, was, now } => {
                let Some(dataset) = self.datasets.get_any_mut(dataset) else {
                    return;
                };
                match (was, now) {
                    (Some(_), Some(now)) => dataset.describe(*now),
                    (None, Some(now)) => dataset.add(*now),
                    (Some(was), None) => dataset.remove_derived(&was.name),
                    (None, None) => {}
                }
            }
            A::Filter { dataset, was, now } => {
                let Some(dataset) = self.datasets.get_any_mut(dataset) else {
                    return;
                };
                was.iter()
                    .for_each(|rule| dataset.set_exclusion(rule, false));
                now.iter()
                    .for_each(|rule| dataset.set_exclusion(rule, true));
            }
            A::Weighting { dataset, now, .. } => {
                if let Some(dataset) = self.datasets.get_any_mut(dataset) {
                    dataset.weighting = now;
                }
            }
            A::Search { name, now, .. } => {
                self.past_queries
                    .extend(now.iter().map(|saved| (name.clone(), saved.query)));
                set_or_remove(&mut self.searches, name, now);
            }
            A::Acceptance { finding, now, .. } => {
                set_or_remove(&mut self.acceptances, finding, now)
            }
        }
    }

    /// A condensation with its theme; without, once that has been erased.
    fn condensation_from(&self, fact: CondensationFact) -> Condensation {
        let CondensationFact {
            content,
            theme,
            theme_content,
        } = fact;
        let theme = match theme_content {
            Some(kept) => self.words(kept).unwrap_or_default().to_owned(),
            None => theme,
        };
        Condensation {
            content,
            theme,
            theme_content,
        }
    }
}

impl Study {
    /// Forgets what was erased.
    pub(super) fn forget_erased(&mut self, gone: Erasing) {
        match gone {
            Erasing::Document { id, contents } => {
                self.forget(&contents);
                if let Some(document) = self.documents.get_any_mut(id) {
                    *document = Document::new(id, document.body.clone(), None);
                }
            }
            Erasing::Informant { id, contents } => {
                self.forget(&contents);
                self.informants.set_live(id, false);
            }
            Erasing::Dataset { id, contents } => {
                self.forget(&contents);
                self.datasets.set_live(id, false);
                if let Some(dataset) = self.datasets.get_any_mut(id) {
                    dataset.erase_all_rows();
                }
            }
            Erasing::Rows {
                dataset,
                rows,
                now,
                contents,
            } => {
                self.forget(&contents);
                let columns = self.columns(now);
                if let Some(dataset) = self.datasets.get_any_mut(dataset) {
                    dataset.replace_rows(rows, now, columns);
                }
            }
            Erasing::Search { name, contents } => {
                self.forget(&contents);
                self.searches.remove(&name);
            }
        }
    }

    /// These texts are gone, and what was nothing else.
    fn forget(&mut self, contents: &[ContentId]) {
        for content in contents {
            self.contents.remove(content);
            self.rows.remove(content);
            self.erased.insert(*content);
        }
        let erased = &self.erased;
        self.condensations
            .retain(|_, condensation| !erased.contains(&condensation.content));
        let gone = |content: Option<ContentId>| content.is_some_and(|id| contents.contains(&id));
        for condensation in self.condensations.values_mut() {
            if gone(condensation.theme_content) {
                condensation.theme = String::new();
            }
        }
        for informant in self.informants.all_mut() {
            if gone(informant.details) {
                let name = std::mem::take(&mut informant.body.name);
                informant.body = InformantBody::described(name, InformantDetails::default());
            }
        }
        self.memos.retain(|_, memo| !erased.contains(memo));
        self.origins.retain(|_, origin| !erased.contains(origin));
    }
}
