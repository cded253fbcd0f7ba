//! Drafts of the theory: deriving a version from another, and changing it.
//!
//! A version that is derived begins with the nodes and links of its parent,
//! which is frozen then: what is changed must stand still. Links get new
//! identities, so that the verdicts of the old version stay where they were,
//! and say which link they carry on. What quotes do to a link is copied: a
//! quote says the same of a claim that is carried on.

use super::{Decision, IdSource, count};
use crate::study::revision::{
    Change, ChangeBody, Justification, Operation, Revision, TheoryElement,
};
use crate::study::theory::{NodeBody, NodeDescription, Origin};
use crate::study::{
    Addition, Amendment, Assignment, Code, Event, Id, Link, Refusal, Study, Theory, Time,
};
use std::collections::HashMap;
use std::sync::Arc;

impl Study {
    pub(super) fn derive_theory(
        &self,
        from: Id<Theory>,
        version: &str,
        revisions: Vec<(Revision, Justification)>,
        coder: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let parent = self.require_theory(from)?;
        let version = self.new_version(version)?;
        let id = Id::new(mint());
        let mut decision = Decision::default();
        if !parent.frozen {
            decision.events.push(Event::TheoryFrozen { id: from });
        }
        decision.events.push(Event::Added(Addition::Theory {
            id,
            version: version.clone(),
            parent: Some(from),
        }));
        for node in self.nodes_of(parent) {
            decision.events.push(Event::Added(Addition::Node {
                theory: id,
                code: node.id(),
                at: None,
            }));
            if node.node != NodeBody::default() {
                let (was, now) = (NodeBody::default(), node.node);
                decision.events.push(Event::Set(Assignment::Node {
                    theory: id,
                    code: node.id(),
                    was,
                    now,
                }));
            }
        }
        let carried: HashMap<Id<Link>, Id<Link>> = self
            .links_of(parent)
            .map(|link| (link.id, Id::new(mint())))
            .collect();
        for link in self.links_of(parent) {
            let on = link.on.and_then(|on| carried.get(&on).copied());
            let copy = Link {
                id: carried[&link.id],
                theory: id,
                on,
                carried: Some(link.id),
                ..link.clone()
            };
            let copied = copy.id;
            decision
                .events
                .push(Event::Added(Addition::Link { link: copy }));
            let judged = self.polarities(link.id);
            decision.events.extend(judged.map(|(quote, polarity)| {
                Event::Set(Assignment::Polarity {
                    link: copied,
                    quote,
                    was: None,
                    now: Some(polarity),
                })
            }));
        }
        let frozen = if parent.frozen {
            String::new()
        } else {
            ", which is frozen now".into()
        };
        decision.message = format!("Began theory {version} from {}{frozen}", parent.version);
        if !revisions.is_empty() {
            decision.message =
                format!("{}: {}", decision.message, count(revisions.len(), "change"));
            let mut draft = self.clone();
            draft.apply_tentatively(&decision, coder);
            for (revision, why) in revisions {
                let next = draft.revise_theory(id, revision, why, mint)?;
                draft.apply_tentatively(&next, coder);
                decision.events.extend(next.events);
                decision.contents.extend(next.contents);
            }
        }
        Ok(decision)
    }

    /// Takes a decision into account that is not stored yet.
    pub(super) fn apply_tentatively(&mut self, decision: &Decision, coder: &str) {
        for content in &decision.contents {
            self.add_content(content.id, content.text.clone());
        }
        let author: Arc<str> = Arc::from(coder);
        decision
            .events
            .iter()
            .for_each(|event| self.apply_event(event.clone(), &author, Time::default()));
    }

    pub(super) fn revise_theory(
        &self,
        id: Id<Theory>,
        revision: Revision,
        why: Justification,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let theory = self.require_theory(id)?;
        if theory.frozen {
            return Err(Refusal::new(
                format!("theory {} is frozen and never changes", theory.version),
                format!(
                    "Begin a draft from it: `virk theory draft {} NEW`, or n on the theory board",
                    theory.version
                ),
            ));
        }
        if theory.parent.is_some() && why.reason.trim().is_empty() {
            return Err(Refusal::new(
                "a change to the theory needs a reason",
                "Say in a sentence what led to it: changes to the theory are part of your findings",
            ));
        }
        let mut draft = TheoryDraft {
            study: self,
            theory,
            decision: Decision::default(),
            mint,
        };
        draft.revise(revision, &why)?;
        Ok(draft.decision)
    }

    pub(super) fn require_theory(&self, id: Id<Theory>) -> Result<&Theory, Refusal> {
        self.theory_at(id).ok_or_else(|| {
            Refusal::new(
                "that theory is no longer in the study",
                "See `virk theory show`",
            )
        })
    }
}

/// A draft being changed by one revision.
pub(super) struct TheoryDraft<'a, 'm> {
    pub(super) study: &'a Study,
    pub(super) theory: &'a Theory,
    pub(super) decision: Decision,
    pub(super) mint: IdSource<'m>,
}

impl TheoryDraft<'_, '_> {
    fn revise(&mut self, revision: Revision, why: &Justification) -> Result<(), Refusal> {
        match revision {
            Revision::AddNode { code, node } => {
                self.add(code, &node)?;
                self.append_message(format!(
                    "{} is a node of theory {}",
                    self.name(code),
                    self.theory.version
                ));
                self.log_change(Operation::Added, TheoryElement::Node(code), None, why);
            }
            Revision::RemoveNode { code } => {
                let links = self.remove(code)?;
                let with = if links == 0 {
                    String::new()
                } else {
                    format!(", with {}", count(links, "link"))
                };
                self.append_message(format!(
                    "{} left theory {}{with}",
                    self.name(code),
                    self.theory.version
                ));
                self.log_change(Operation::Removed, TheoryElement::Node(code), None, why);
            }
            Revision::ReplaceNode {
                code,
                by,
                node,
                links,
            } => self.replace(code, by, &node, links, why)?,
            Revision::MoveNode {
                code,
                operation,
                to,
                role,
                links,
            } => {
                let kind = role.unwrap_or_else(|| {
                    to.and_then(|to| self.study.code(to))
                        .map(|code| code.body.kind)
                        .unwrap_or_default()
                });
                match to.filter(|to| *to != code) {
                    Some(to) => {
                        // It may have left already, when something else took its place.
                        if self.theory.nodes.contains(&code) {
                            self.remove(code)?;
                        }
                        self.ensure(
                            to,
                            &NodeDescription {
                                role,
                                ..NodeDescription::default()
                            },
                        )?;
                    }
                    None => self.describe(
                        code,
                        &NodeDescription {
                            role: Some(kind),
                            ..NodeDescription::default()
                        },
                    )?,
                }
                self.draw_all(&links, to)?;
                self.append_message(format!("{} {operation}: it is {kind} now", self.name(code)));
                self.log_change(operation, TheoryElement::Node(code), to, why);
            }
            Revision::DescribeNode { code, node } => {
                self.describe(code, &node)?;
                self.append_message(format!("{} is updated", self.name(code)));
                self.log_change(Operation::Reworded, TheoryElement::Node(code), None, why);
            }
            Revision::DrawLink { link, on } => {
                let said = format!(
                    "Drew the link {} → {}",
                    self.name(link.from),
                    self.name(link.to)
                );
                let id = self.draw(link, on, &[])?;
                self.append_message(said);
                self.log_change(Operation::Added, TheoryElement::Link(id), None, why);
            }
            Revision::RemoveLink { link } => {
                let link = self.link(link)?;
                let (id, name) = (link.id, self.study.link_name(link));
                self.remove_links(&[id]);
                self.append_message(format!("Removed the link {name}"));
                self.log_change(Operation::Removed, TheoryElement::Link(id), None, why);
            }
            Revision::ChangeLink {
                link,
                statement,
                expected,
                operation,
            } => {
                let was = self.link(link)?.clone();
                let mut now = was.clone();
                now.statement =
                    statement.map_or(now.statement, |statement| statement.trim().to_owned());
                now.expected = expected.unwrap_or(now.expected);
                if was == now {
                    return Err(Refusal::new(
                        "the link already says that",
                        "Change its claim or its expected direction",
                    ));
                }
                self.append_message(format!("Changed the link {}", self.study.link_name(&was)));
                self.decision.events.push(Event::Changed(Amendment::Link {
                    was: Box::new(was),
                    now: Box::new(now.clone()),
                }));
                self.log_change(operation, TheoryElement::Link(now.id), None, why);
            }
            Revision::Note { operation, on } => {
                let (on, name) = match on {
                    TheoryElement::Node(code) => {
                        (TheoryElement::Node(self.node(code)?), self.name(code))
                    }
                    TheoryElement::Link(link) => {
                        let link = self.link(link)?;
                        (TheoryElement::Link(link.id), self.study.link_name(link))
                    }
                };
                self.append_message(format!("{name}: {operation}"));
                self.log_change(operation, on, None, why);
            }
        }
        Ok(())
    }

    pub(super) fn name(&self, code: Id<Code>) -> String {
        self.study.code_name(code).to_owned()
    }

    pub(super) fn append_message(&mut self, said: String) {
        self.decision.message = said;
    }

    /// A node of the draft.
    pub(super) fn node(&self, code: Id<Code>) -> Result<Id<Code>, Refusal> {
        if self.theory.nodes.contains(&code) {
            return Ok(code);
        }
        Err(Refusal::new(
            format!(
                "{} is not a node of theory {}",
                self.study.code_name(code),
                self.theory.version
            ),
            "Its nodes are listed by `virk theory show`",
        ))
    }

    /// A link of the draft, by itself or by the one it carries on.
    pub(super) fn link(&self, id: Id<Link>) -> Result<&Link, Refusal> {
        self.study
            .links_of(self.theory)
            .find(|link| link.id == id || link.carried == Some(id))
            .ok_or_else(|| {
                Refusal::new(
                    format!("that link is not in theory {}", self.theory.version),
                    "Its links are listed by `virk theory show`",
                )
            })
    }

    /// Makes a code a node unless it is one.
    pub(super) fn ensure(&mut self, code: Id<Code>, node: &NodeDescription) -> Result<(), Refusal> {
        if self.theory.nodes.contains(&code) {
            self.set_description(code, node)
        } else {
            self.add(code, node)
        }
    }

    pub(super) fn add(&mut self, code: Id<Code>, node: &NodeDescription) -> Result<(), Refusal> {
        self.study.require_code(code)?;
        if self.theory.nodes.contains(&code) {
            return Err(Refusal::new(
                format!(
                    "{} is already a node of theory {}",
                    self.name(code),
                    self.theory.version
                ),
                "Draw a link to it, or choose another code",
            ));
        }
        self.decision.events.push(Event::Added(Addition::Node {
            theory: self.theory.id,
            code,
            at: None,
        }));
        // Whoever adds to a version that grew from the data has seen the data.
        let origin = node.origin.or(self.seen_data().then_some(Origin::PostHoc));
        self.set_description(
            code,
            &NodeDescription {
                origin,
                ..node.clone()
            },
        )
    }

    /// Whether the draft was derived when there were data to test it on.
    pub(super) fn seen_data(&self) -> bool {
        self.theory.parent.is_some() && self.study.datasets().next().is_some()
    }

    pub(super) fn describe(
        &mut self,
        code: Id<Code>,
        node: &NodeDescription,
    ) -> Result<(), Refusal> {
        self.node(code)?;
        let before = self.decision.events.len();
        self.set_description(code, node)?;
        if self.decision.events.len() == before {
            return Err(Refusal::new(
                format!("that has already been noted for {}", self.name(code)),
                "Note something else",
            ));
        }
        Ok(())
    }

    pub(super) fn set_description(
        &mut self,
        code: Id<Code>,
        node: &NodeDescription,
    ) -> Result<(), Refusal> {
        let was = self.study.node_in(self.theory, code);
        let mut now = was;
        now.origin = node.origin.or(was.origin);
        let own = self.study.code(code).map(|code| code.body.kind);
        now.role = node.role.map_or(was.role, |role| {
            Some(role).filter(|role| own != Some(*role))
        });
        for (said, before, after) in [
            (&node.resource, was.resource, &mut now.resource),
            (&node.reasoning, was.reasoning, &mut now.reasoning),
        ] {
            let Some(said) = said.as_ref().map(|said| said.trim()) else {
                continue;
            };
            if said
                != before
                    .and_then(|id| self.study.words(id))
                    .unwrap_or_default()
            {
                *after = if said.is_empty() {
                    None
                } else {
                    Some(self.decision.store_words(self.mint, said))
                };
            }
        }
        if was != now {
            self.decision.events.push(Event::Set(Assignment::Node {
                theory: self.theory.id,
                code,
                was,
                now,
            }));
        }
        Ok(())
    }

    /// Writes into the log what became of an element. The first version has no
    /// log: there is nothing that it changes.
    pub(super) fn log_change(
        &mut self,
        operation: Operation,
        on: TheoryElement,
        by: Option<Id<Code>>,
        why: &Justification,
    ) {
        if self.theory.parent.is_none() {
            return;
        }
        let id: Id<Change> = Id::new((self.mint)());
        let reason = self.decision.store_words(self.mint, why.reason.trim());
        let body = ChangeBody {
            theory: self.theory.id,
            operation,
            on,
            by,
            reason,
            grounds: why.grounds.clone(),
        };
        self.decision
            .events
            .push(Event::Added(Addition::Change { id, body }));
    }
}
