//! Sets, links and graphs that virk's own note explains: configurations and versions of the theory.
//! Others are counted as lost, and their words are kept in the memo of the study.

use super::{
    attachments::{ImportedConfiguration, ImportedTheories},
    extension_data::{self, ConfigurationParts, TheoryVersionEntry},
    plan::ProjectPlan,
    project::{DrawingEntry, Guid, SetEntry},
    tally::{ConversionTally, ProjectItem},
};
use crate::study::Theory;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

type KeysByGuid = HashMap<Guid, Arc<str>>;

impl ProjectPlan<'_> {
    /// Imports sets that represent configurations; others are lost.
    pub(super) fn import_configurations(&mut self, codes: &KeysByGuid) {
        let own = self
            .supplement
            .as_ref()
            .map(|supplement| supplement.configurations.clone())
            .unwrap_or_default();
        let sets: HashMap<&Guid, &SetEntry> = self
            .project
            .sets
            .iter()
            .map(|set| (&set.guid, set))
            .collect();
        let mut known: HashSet<Guid> = HashSet::new();
        for ConfigurationParts {
            set,
            codes: named,
            selections,
            told,
            statement,
            next,
        } in &own
        {
            let Some(entry) = sets.get(&set.to_string()) else {
                self.losses.add("configuration whose set is gone", 1);
                continue;
            };
            known.insert(entry.guid.clone());
            self.tally.place_part(&entry.tally);
            let place = |id: &Uuid| self.places.get(&id.to_string()).cloned();
            self.attachments.configurations.push(ImportedConfiguration {
                set: *set,
                codes: named.clone().map(|all| {
                    all.iter()
                        .filter_map(|code| codes.get(&code.to_string()).cloned())
                        .collect()
                }),
                places: selections
                    .clone()
                    .map(|all| all.iter().filter_map(place).collect()),
                judged_quotes: told
                    .iter()
                    .filter_map(|(quote, polarity)| Some((place(quote)?, *polarity)))
                    .collect(),
                statement: statement.clone(),
                next: *next,
            });
        }
        let project = self.project;
        for set in project.sets.iter().filter(|set| !known.contains(&set.guid)) {
            let mut held = set.tally.clone();
            if !set.description.is_empty() {
                held.place(ProjectItem::Description, 1);
                self.tally.place(ProjectItem::Description, 1);
                self.attachments.add_study_memo(&set.name, &set.description);
            }
            self.leave_behind(&held, "");
        }
    }

    /// Imports the versions of the theory in virk's note, and accounts for the links and graphs
    /// that represent them.
    pub(super) fn import_theories(&mut self, codes: &KeysByGuid) {
        let versions = self
            .supplement
            .as_ref()
            .map(|supplement| supplement.theories.clone())
            .unwrap_or_default();
        let mut own: HashSet<Guid> = HashSet::new();
        let mut adopted: Vec<TheoryVersionEntry> = Vec::new();
        for mut version in versions {
            if let Some(there) = self
                .study
                .theories()
                .find(|theory| theory.version == version.version)
            {
                if !self.same(there, &version, codes) {
                    self.losses.add(
                        "version of the theory that the study has in another form",
                        1,
                    );
                    continue;
                }
                own.insert(version.id.to_string());
                own.extend(version.links.iter().map(|link| link.id.to_string()));
                continue;
            }
            own.insert(version.id.to_string());
            let there = |code: &Uuid| codes.contains_key(&code.to_string());
            let (nodes, links) = (version.nodes.len(), version.links.len());
            version.nodes.retain(|node| there(&node.code));
            let ends: HashSet<Uuid> = version.nodes.iter().map(|node| node.code).collect();
            version
                .links
                .retain(|link| ends.contains(&link.from) && ends.contains(&link.to));
            self.losses.add(
                "node of the theory whose code is gone",
                nodes - version.nodes.len(),
            );
            self.losses.add(
                "link of the theory whose codes are gone",
                links - version.links.len(),
            );
            let gone = version.links.iter().flat_map(|link| &link.judged);
            let gone = gone
                .filter(|(quote, _)| !self.places.contains_key(&quote.to_string()))
                .count();
            self.losses.add("judged quote that is gone", gone);
            own.extend(version.links.iter().map(|link| link.id.to_string()));
            adopted.push(version);
        }
        if !adopted.is_empty() {
            self.attachments.theories = Some(ImportedTheories {
                versions: adopted,
                codes: codes.clone(),
                places: self.places.clone(),
            });
        }
        let project = self.project;
        for DrawingEntry {
            guid,
            notes,
            tally: held,
        } in &project.drawings
        {
            if own.contains(guid) {
                self.tally.place_part(held);
                // The note of a link is its memo in the entry already.
                self.placed_notes.extend(notes.iter().cloned());
            } else {
                self.leave_behind(held, "");
            }
        }
    }

    /// Returns whether the study has a theory with the nodes and links of a version.
    fn same(&self, theory: &Theory, version: &TheoryVersionEntry, codes: &KeysByGuid) -> bool {
        let key = |code: &Uuid| {
            codes
                .get(&code.to_string())
                .map(|key| key.to_string())
                .unwrap_or_default()
        };
        let own = |code| {
            self.study
                .code(code)
                .map(|code| code.body.key.clone())
                .unwrap_or_default()
        };
        let nodes: Vec<String> = version.nodes.iter().map(|node| key(&node.code)).collect();
        let links: Vec<_> = version
            .links
            .iter()
            .map(|link| {
                (
                    key(&link.from),
                    key(&link.to),
                    link.statement.trim().to_owned(),
                )
            })
            .collect();
        let (own_nodes, own_links): (Vec<String>, Vec<_>) = (
            theory.nodes.iter().map(|node| own(*node)).collect(),
            self.study
                .links_of(theory)
                .map(|link| {
                    (
                        own(link.from),
                        own(link.to),
                        link.statement.trim().to_owned(),
                    )
                })
                .collect(),
        );
        nodes == own_nodes && links == own_links
    }

    fn leave_behind(&mut self, held: &ConversionTally, whose: &str) {
        self.tally.leave_part(held, whose, &mut self.losses);
    }

    /// Joins notes on the project, notes without another place, and descriptions of things that
    /// have no memo in virk into the memo of the study. The note for virk is not one of them.
    pub(super) fn import_own_notes(&mut self) {
        let own = self.supplement.is_some();
        let mut rest: Vec<&Guid> = self
            .project
            .notes
            .keys()
            .filter(|note| !self.project.own_notes.contains(note))
            .collect();
        rest.sort_unstable();
        let project = self.project;
        let rest = rest
            .into_iter()
            .filter(|note| !self.placed_notes.contains(*note))
            .collect::<Vec<_>>();
        for note in project.own_notes.iter().chain(rest) {
            let Some((name, words)) = project.notes.get(note) else {
                continue;
            };
            if words.trim().is_empty() || own && name == extension_data::NOTE_NAME {
                continue;
            }
            self.placed_notes.insert(note.clone());
            self.attachments
                .add_study_memo(if own { "" } else { name }, words);
        }
        for (of, words) in &project.stray_remarks {
            self.attachments.add_study_memo(of, words);
        }
        let words = |note: &&Guid| {
            project
                .notes
                .get(*note)
                .is_some_and(|(_, words)| !words.trim().is_empty())
        };
        let supplement = usize::from(own);
        let placed = self.placed_notes.iter().filter(words).count() + supplement;
        let held = self.tally.fate(ProjectItem::Note).held;
        self.tally.place(ProjectItem::Note, placed.min(held));
        self.lose(
            ProjectItem::Note,
            "note without words",
            held.saturating_sub(placed),
        );
    }
}
