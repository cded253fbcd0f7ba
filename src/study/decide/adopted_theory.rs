//! Versions of the theory that were made elsewhere: the facts they would have left here.

use super::{Decision, IdSource, count};
use crate::study::{
    Addition, Assignment, Event, Id, Link, Refusal, Study, Theory, Verdict,
    adopted_theory::{AdoptedChange, AdoptedLink, AdoptedTheory},
    change::{ChangeBody, ChangeGround, TheoryElement},
    event::MemoTarget,
    node::NodeBody,
};
use std::collections::HashMap;
use uuid::Uuid;

impl Study {
    pub(super) fn adopt_theories(
        &self,
        versions: Vec<AdoptedTheory>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let mut decision = Decision::default();
        let mut links: HashMap<Uuid, Id<Link>> = HashMap::new();
        for link in versions.iter().flat_map(|version| &version.links) {
            links.insert(link.foreign_id, Id::new(mint()));
        }
        let mut known: HashMap<String, Id<Theory>> = self
            .theories()
            .map(|theory| (theory.version.clone(), theory.id))
            .collect();
        let mut told = Vec::new();
        for version in versions {
            let name = version.version.trim().to_owned();
            if name.is_empty() || known.contains_key(&name) {
                return Err(Refusal::new(
                    format!("there is a theory {name} already"),
                    "Rename the version where the theory comes from",
                ));
            }
            told.push(format!(
                "theory {name} ({}, {})",
                count(version.nodes.len(), "node"),
                count(version.links.len(), "link")
            ));
            let id = Id::new(mint());
            let parent = version
                .parent
                .as_ref()
                .and_then(|parent| known.get(parent))
                .copied();
            known.insert(name.clone(), id);
            self.adopt_theory(id, (name, parent), version, &links, &mut decision, mint)?;
        }
        if !told.is_empty() {
            decision.message = format!("Took over {}", told.join(", "));
        }
        Ok(decision)
    }

    fn adopt_theory(
        &self,
        id: Id<Theory>,
        (version, parent): (String, Option<Id<Theory>>),
        adopted: AdoptedTheory,
        links: &HashMap<Uuid, Id<Link>>,
        decision: &mut Decision,
        mint: IdSource<'_>,
    ) -> Result<(), Refusal> {
        decision.events.push(Event::Added(Addition::Theory {
            id,
            version,
            parent,
        }));
        for (code, described) in &adopted.nodes {
            self.require_code(*code)?;
            decision.events.push(Event::Added(Addition::Node {
                theory: id,
                code: *code,
                at: None,
            }));
            let mut now = NodeBody {
                origin: described.origin,
                role: described.role,
                ..NodeBody::default()
            };
            let words = |said: &Option<String>| {
                said.as_deref()
                    .map(str::trim)
                    .filter(|said| !said.is_empty())
                    .map(str::to_owned)
            };
            now.resource = words(&described.resource).map(|said| decision.store_words(mint, &said));
            now.reasoning =
                words(&described.reasoning).map(|said| decision.store_words(mint, &said));
            if now != NodeBody::default() {
                decision.events.push(Event::Set(Assignment::Node {
                    theory: id,
                    code: *code,
                    was: NodeBody::default(),
                    now,
                }));
            }
        }
        for AdoptedLink {
            foreign_id: mark,
            link,
            on,
            continues: carried,
            post_hoc,
            polarities: judged,
            verdict,
            memo,
        } in adopted.links
        {
            for end in [link.from, link.to] {
                if !adopted.nodes.iter().any(|(node, _)| *node == end) {
                    return Err(Refusal::new(
                        format!(
                            "a link ends in {}, which is no node of the theory",
                            self.code_name(end)
                        ),
                        "Nothing was taken over",
                    ));
                }
            }
            let own = links.get(&mark).copied().unwrap_or_else(|| Id::new(mint()));
            let known = |mark: Option<Uuid>| mark.and_then(|mark| links.get(&mark)).copied();
            let drawn = Link {
                statement: link.statement,
                basis: link.basis,
                expected: link.expected,
                on: known(on),
                carried: known(carried),
                post_hoc,
                ..Link::new(own, id, link.from, link.to)
            };
            decision
                .events
                .push(Event::Added(Addition::Link { link: drawn }));
            for (quote, polarity) in judged {
                self.require_quote(quote)?;
                decision.events.push(Event::Set(Assignment::Polarity {
                    link: own,
                    quote,
                    was: None,
                    now: Some(polarity),
                }));
            }
            if let Some(verdict) = verdict {
                let reason = decision.store_words(mint, verdict.reason.trim());
                let now = Verdict {
                    conclusion: verdict.conclusion,
                    reason,
                    rests_on: verdict.rests_on,
                    basis: verdict.basis,
                };
                decision.events.push(Event::Set(Assignment::Verdict {
                    link: own,
                    was: None,
                    now: Some(now),
                }));
            }
            if !memo.trim().is_empty() {
                let now = decision.store_words(mint, memo.trim());
                decision.events.push(Event::Set(Assignment::Memo {
                    on: MemoTarget::Link(own),
                    was: None,
                    now: Some(now),
                }));
            }
        }
        for AdoptedChange {
            operation,
            node,
            link,
            by,
            reason,
            quotes,
        } in adopted.changes
        {
            let link = link.and_then(|mark| links.get(&mark)).copied();
            let Some(on) = node
                .map(TheoryElement::Node)
                .or(link.map(TheoryElement::Link))
            else {
                continue;
            };
            let reason = decision.store_words(mint, reason.trim());
            let grounds = quotes.into_iter().map(ChangeGround::Quote).collect();
            let body = ChangeBody {
                theory: id,
                operation,
                on,
                by,
                reason,
                grounds,
            };
            decision.events.push(Event::Added(Addition::Change {
                id: Id::new(mint()),
                body,
            }));
        }
        if adopted.frozen {
            decision.events.push(Event::TheoryFrozen { id });
        }
        Ok(())
    }
}
