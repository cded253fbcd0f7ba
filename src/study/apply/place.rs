//! What stands in a place now.

use super::set_or_remove;
use crate::study::{Assignment, Condensation, CondensationFact, Study, node::NodeBody};

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
