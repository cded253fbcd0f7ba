//! The programme theory, the polarity of quotes, and verdicts.
//!
//! Versions of the theory that were made elsewhere: the facts they would have left here.

use super::{Decision, IdSource, count};
use crate::study::adopted_theory::{AdoptedChange, AdoptedLink, AdoptedTheory};
use crate::study::command::NewLink;
use crate::study::event::MemoTarget;
use crate::study::revision::{ChangeBody, ChangeGround, TheoryElement};
use crate::study::theory::{Conclusion, NodeBody, QuoteAt};
use crate::study::{
    Addition, Assignment, Basis, Code, Event, Id, Link, Polarity, Refusal, Study, Theory, Verdict,
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

impl Study {
    pub(super) fn add_theory(
        &self,
        version: String,
        nodes: Vec<Id<Code>>,
        links: Vec<NewLink>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let version = self.new_version(&version)?;
        let theory = Id::new(mint());
        let mut decision = Decision::from_event(
            Event::Added(Addition::Theory {
                id: theory,
                version: version.clone(),
                parent: None,
            }),
            "",
        );
        for code in &nodes {
            self.require_code(*code)?;
            decision.events.push(Event::Added(Addition::Node {
                theory,
                code: *code,
                at: None,
            }));
        }
        decision.message = format!(
            "Began theory {version}: {}, {}",
            count(nodes.len(), "node"),
            count(links.len(), "link")
        );
        for NewLink {
            from,
            to,
            statement,
            basis,
            expected,
        } in links
        {
            for end in [from, to] {
                if !nodes.contains(&end) {
                    return Err(Refusal::new(
                        format!(
                            "a link ends in {}, which is no node of the theory",
                            self.code_name(end)
                        ),
                        "Add the node first",
                    ));
                }
            }
            let link = Link {
                statement,
                basis,
                expected,
                ..Link::new(Id::new(mint()), theory, from, to)
            };
            decision.events.push(Event::Added(Addition::Link { link }));
        }
        Ok(decision)
    }

    /// A name that no version has yet.
    pub(super) fn new_version(&self, version: &str) -> Result<String, Refusal> {
        let version = version.trim();
        if version.is_empty() {
            return Err(Refusal::new("a theory needs a version", "Call it v1"));
        }
        if self.theories().any(|theory| theory.version == version) {
            return Err(Refusal::new(
                format!("there is already a theory {version}"),
                "Choose another version",
            ));
        }
        Ok(version.to_owned())
    }

    pub(super) fn freeze_theory(&self, id: Id<Theory>) -> Result<Decision, Refusal> {
        let theory = self.require_theory(id)?;
        if theory.frozen {
            return Err(Refusal::new(
                format!("theory {} is already frozen", theory.version),
                "Begin a new version to change it",
            ));
        }
        Ok(Decision::from_event(
            Event::TheoryFrozen { id },
            format!("Froze theory {}: it will not change again", theory.version),
        ))
    }

    pub(super) fn judge(
        &self,
        link: Id<Link>,
        quote: QuoteAt,
        polarity: Option<Polarity>,
    ) -> Result<Decision, Refusal> {
        let name = self.link_name(self.require_link(link)?);
        self.require_quote(quote)?;
        let was = self.polarity(link, quote);
        let judged = Assignment::Polarity {
            link,
            quote,
            was,
            now: polarity,
        };
        Ok(Decision::from_judgement(
            (was, polarity),
            judged,
            &name,
            || format!("The quote's polarity for {name} is open again"),
        ))
    }

    pub(super) fn judge_each(
        &self,
        link: Id<Link>,
        quotes: &[QuoteAt],
        polarity: Option<Polarity>,
    ) -> Result<Decision, Refusal> {
        let name = self.link_name(self.require_link(link)?);
        let quotes: BTreeSet<QuoteAt> = quotes.iter().copied().collect();
        let mut events = Vec::with_capacity(quotes.len());
        for quote in &quotes {
            self.require_quote(*quote)?;
            let was = self.polarity(link, *quote);
            if was != polarity {
                events.push(Event::Set(Assignment::Polarity {
                    link,
                    quote: *quote,
                    was,
                    now: polarity,
                }));
            }
        }
        if events.is_empty() {
            return Err(Refusal::new(
                format!("these quotes are already judged that way for {name}"),
                "Nothing was changed",
            ));
        }
        let some = count(events.len(), "quote");
        let mut said = match polarity {
            Some(polarity) => format!("{some} judged for {name}: {polarity}"),
            None => format!("{some} judged for {name}: open again"),
        };
        if events.len() < quotes.len() {
            said += &format!("; {} already judged that way", quotes.len() - events.len());
        }
        Ok(Decision {
            events,
            message: said,
            ..Decision::default()
        })
    }

    pub(super) fn conclude(
        &self,
        link: Id<Link>,
        conclusion: Conclusion,
        reason: &str,
        (rests_on, basis): (String, Option<Box<Basis>>),
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let name = self.link_name(self.require_link(link)?);
        if reason.trim().is_empty() {
            return Err(Refusal::new(
                "a verdict needs a reason",
                "Write in a sentence what the quotes and the tests show",
            ));
        }
        let was = self.verdict(link).cloned();
        let mut decision = Decision::without_events(format!("Verdict on {name}: {conclusion}"));
        let reason = decision.store_words(mint, reason.trim());
        decision.events.push(Event::Set(Assignment::Verdict {
            link,
            was,
            now: Some(Verdict {
                conclusion,
                reason,
                rests_on,
                basis,
            }),
        }));
        Ok(decision)
    }

    pub(super) fn require_link(&self, id: Id<Link>) -> Result<&Link, Refusal> {
        self.link(id).ok_or_else(|| {
            Refusal::new(
                "that link is no longer in the theory",
                "See `virk theory show`",
            )
        })
    }
}

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
                    format!("there is already a theory {name}"),
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
            decision.message = format!("Adopted {}", told.join(", "));
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
