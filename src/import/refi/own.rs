//! What only virk's own note tells, of sets, links and graphs: configurations and
//! the versions of the theory. What stands for nothing of that kind is left behind;
//! its words are kept in the memo of the study.

use super::{
    plan::Plan,
    project::{DrawnEntry, Guid, SetEntry},
    rest::{Theories, Told},
    supplement::{self, Parts, Version},
    tally::{Tally, Thing},
};
use crate::study::Theory;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

type Codes = HashMap<Guid, Arc<str>>;

impl Plan<'_> {
    /// Sets that stand for configurations; others are told.
    pub(super) fn configurations(&mut self, codes: &Codes) {
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
        for Parts {
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
            self.tally.place_part(&entry.held);
            let place = |id: &Uuid| self.places.get(&id.to_string()).cloned();
            self.rest.configurations.push(Told {
                set: *set,
                codes: named.clone().map(|all| {
                    all.iter()
                        .filter_map(|code| codes.get(&code.to_string()).cloned())
                        .collect()
                }),
                places: selections
                    .clone()
                    .map(|all| all.iter().filter_map(place).collect()),
                told: told
                    .iter()
                    .filter_map(|(quote, polarity)| Some((place(quote)?, *polarity)))
                    .collect(),
                statement: statement.clone(),
                next: *next,
            });
        }
        let project = self.project;
        for set in project.sets.iter().filter(|set| !known.contains(&set.guid)) {
            let mut held = set.held.clone();
            if !set.description.is_empty() {
                held.place(Thing::Description, 1);
                self.tally.place(Thing::Description, 1);
                self.rest.say(&set.name, &set.description);
            }
            self.left(&held, "");
        }
    }

    /// Versions of the theory that virk's note tells, and the links and graphs that stand for them.
    pub(super) fn theories(&mut self, codes: &Codes) {
        let versions = self
            .supplement
            .as_ref()
            .map(|supplement| supplement.theories.clone())
            .unwrap_or_default();
        let mut own: HashSet<Guid> = HashSet::new();
        let mut adopted: Vec<Version> = Vec::new();
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
            self.rest.theories = Some(Theories {
                versions: adopted,
                codes: codes.clone(),
                places: self.places.clone(),
            });
        }
        let project = self.project;
        for DrawnEntry { guid, notes, held } in &project.drawn {
            if own.contains(guid) {
                self.tally.place_part(held);
                // The memo of a link comes with the link.
                self.noted.extend(notes.iter().cloned());
            } else {
                self.left(held, "");
            }
        }
    }

    /// Whether a theory of the study has the nodes and links of a version.
    fn same(&self, theory: &Theory, version: &Version, codes: &Codes) -> bool {
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

    fn left(&mut self, held: &Tally, whose: &str) {
        self.tally.leave_part(held, whose, &mut self.losses);
    }

    /// The notes on the project as a whole, those that have no other place, and what is said
    /// of things that have no memo, joined; the note for virk is none.
    pub(super) fn own_notes(&mut self) {
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
            .filter(|note| !self.noted.contains(*note))
            .collect::<Vec<_>>();
        for note in project.own_notes.iter().chain(rest) {
            let Some((name, words)) = project.notes.get(note) else {
                continue;
            };
            if words.trim().is_empty() || own && name == supplement::NAME {
                continue;
            }
            self.noted.insert(note.clone());
            self.rest.say(if own { "" } else { name }, words);
        }
        for (of, words) in &project.sayings {
            self.rest.say(of, words);
        }
        let words = |note: &&Guid| {
            project
                .notes
                .get(*note)
                .is_some_and(|(_, words)| !words.trim().is_empty())
        };
        let supplement = usize::from(own);
        let placed = self.noted.iter().filter(words).count() + supplement;
        let held = self.tally.fate(Thing::Note).held;
        self.tally.place(Thing::Note, placed.min(held));
        self.lose(
            Thing::Note,
            "note without words",
            held.saturating_sub(placed),
        );
    }
}
