//! Merging codes: the one that is kept takes over codings, codes under it,
//! indicators, memo, parts of configurations, and the places in theories that are
//! not frozen. Frozen
//! theories never change: there the merged code is named as it was, and the
//! kept one speaks for it ([`Study::current_code`]).

use super::recoding::Recoding;
use super::{Decision, IdSource, count};
use crate::study::configuration::ConfigurationPart;
use crate::study::dataset::Indicator;
use crate::study::event::MemoTarget;
use crate::study::revision::{ChangeBody, Operation, TheoryElement};
use crate::study::theory::NodeBody;
use crate::study::{
    Addition, Amendment, Assignment, Code, ContentId, Event, Id, Link, Ref, Refusal, Study, Theory,
};
use std::collections::{HashMap, HashSet};

/// What makes two links the same: from, to, and the link it acts on.
type LinkIdentity = (Id<Code>, Id<Code>, Option<Id<Link>>);

/// Which codes are merged into which, and why.
#[derive(Clone, Copy)]
struct CodeMerge<'a> {
    gone: &'a HashSet<Id<Code>>,
    into: Id<Code>,
    reason: ContentId,
}

impl Study {
    pub(super) fn merge_codes(
        &self,
        from: &[Id<Code>],
        into: Id<Code>,
        reason: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let kept = self.require_code(into)?.name(&self.language).to_owned();
        if reason.trim().is_empty() {
            return Err(Refusal::new(
                format!("merging into {kept} needs a reason"),
                "Say in a sentence why the codes mean the same",
            ));
        }
        let mut seen = HashSet::new();
        let from: Vec<Id<Code>> = from.iter().copied().filter(|id| seen.insert(*id)).collect();
        if from.contains(&into) {
            return Err(Refusal::new(
                format!("{kept} cannot be merged into itself"),
                "Choose another code to keep",
            ));
        }
        let mut names = Vec::with_capacity(from.len());
        for id in &from {
            names.push(self.require_code(*id)?.name(&self.language).to_owned());
        }
        let mut decision = Decision::default();
        let reason = decision.store_words(mint, reason.trim());
        decision
            .events
            .extend(from.iter().map(|id| Event::CodeMerged {
                id: *id,
                into,
                reason,
            }));
        let gone: HashSet<Id<Code>> = from.iter().copied().collect();
        let mut recoding = Recoding::new(self, &HashSet::from([into]));
        for id in &from {
            let codings: Vec<_> = recoding.codings_of(*id).collect();
            decision.events.extend(
                codings
                    .into_iter()
                    .filter_map(|coding| recoding.recode_event(coding, into)),
            );
        }
        self.merge_tree(&gone, into, &mut decision);
        self.merge_indicators(&gone, into, &mut decision);
        for theory in self.theories().filter(|theory| !theory.frozen) {
            self.merge_theory(
                theory,
                CodeMerge {
                    gone: &gone,
                    into,
                    reason,
                },
                mint,
                &mut decision,
            );
        }
        self.merge_parts(&gone, into, &mut decision);
        for id in from {
            self.merge_memo(
                MemoTarget::Code(id),
                MemoTarget::Code(into),
                mint,
                &mut decision,
            );
        }
        let codings = count(recoding.moved, "coding");
        decision.message = format!(
            "Merged {} into {kept}: {codings}{}",
            names.join(" + "),
            recoding.merged_note()
        );
        Ok(decision)
    }

    /// Codes under a merged one come under the kept one, which itself must not stand under what is
    /// gone.
    fn merge_tree(&self, gone: &HashSet<Id<Code>>, into: Id<Code>, decision: &mut Decision) {
        for code in self.codes().filter(|code| !gone.contains(&code.id)) {
            let Some(mut parent) = code.body.parent else {
                continue;
            };
            if code.id == into {
                // Up to the first code above that stays, and that is not under the kept one.
                let mut above = Some(parent);
                let mut steps = self.codes.len();
                let under = |id: Id<Code>| gone.contains(&id) || self.stands_under_any(id, gone);
                while let Some(id) = above.filter(|id| under(*id) && steps > 0) {
                    above = self.code(id).and_then(|code| code.body.parent);
                    steps -= 1;
                }
                if above == Some(parent) {
                    continue;
                }
                decision.events.push(moved(code, above));
                continue;
            }
            if gone.contains(&parent) {
                parent = into;
                decision.events.push(moved(code, Some(parent)));
            }
        }
    }

    /// Whether a code stands under one of these.
    fn stands_under_any(&self, id: Id<Code>, tops: &HashSet<Id<Code>>) -> bool {
        let mut above = self.code(id).and_then(|code| code.body.parent);
        let mut steps = self.codes.len();
        while let Some(parent) = above.filter(|_| steps > 0) {
            if tops.contains(&parent) {
                return true;
            }
            above = self.code(parent).and_then(|code| code.body.parent);
            steps -= 1;
        }
        false
    }

    fn merge_indicators(&self, gone: &HashSet<Id<Code>>, into: Id<Code>, decision: &mut Decision) {
        let mut known: HashSet<Indicator> = self
            .indicators
            .iter()
            .filter(|indicator| indicator.code == into)
            .cloned()
            .collect();
        for indicator in self
            .indicators
            .iter()
            .filter(|indicator| gone.contains(&indicator.code))
        {
            let heir = Indicator {
                code: into,
                ..indicator.clone()
            };
            decision.events.push(Event::Removed(Ref::Indicator {
                indicator: indicator.clone(),
            }));
            if known.insert(heir.clone()) {
                decision
                    .events
                    .push(Event::Added(Addition::Indicator { indicator: heir }));
            }
        }
    }

    fn merge_theory(
        &self,
        theory: &Theory,
        merging: CodeMerge<'_>,
        mint: IdSource<'_>,
        decision: &mut Decision,
    ) {
        let CodeMerge { gone, into, reason } = merging;
        let mut nodes = theory.nodes.clone();
        let merged: Vec<Id<Code>> = theory
            .nodes
            .iter()
            .copied()
            .filter(|node| gone.contains(node))
            .collect();
        for code in merged {
            let Some(place) = nodes.iter().position(|node| *node == code) else {
                continue;
            };
            let at = u32::try_from(place).ok();
            nodes.remove(place);
            decision.events.push(Event::Removed(Ref::Node {
                theory: theory.id,
                code,
                at,
            }));
            if !nodes.contains(&into) {
                nodes.insert(place, into);
                decision.events.push(Event::Added(Addition::Node {
                    theory: theory.id,
                    code: into,
                    at,
                }));
                let said = |code| theory.described.get(code).copied().unwrap_or_default();
                let (was, now) = (said(&into), said(&code));
                if was == NodeBody::default() && now != was {
                    decision.events.push(Event::Set(Assignment::Node {
                        theory: theory.id,
                        code: into,
                        was,
                        now,
                    }));
                }
            }
            if theory.parent.is_some() {
                let on = TheoryElement::Node(code);
                let body = ChangeBody {
                    theory: theory.id,
                    operation: Operation::Replaced,
                    on,
                    by: Some(into),
                    reason,
                    grounds: Vec::new(),
                };
                decision.events.push(Event::Added(Addition::Change {
                    id: Id::new(mint()),
                    body,
                }));
            }
        }
        self.merge_links(theory, merging, mint, decision);
    }

    /// Links of merged codes begin or lead at the kept one; what acts on a link follows it.
    fn merge_links(
        &self,
        theory: &Theory,
        CodeMerge { gone, into, .. }: CodeMerge<'_>,
        mint: IdSource<'_>,
        decision: &mut Decision,
    ) {
        let heir = |code: Id<Code>| if gone.contains(&code) { into } else { code };
        let mut waiting: Vec<&Link> = self.links_of(theory).collect();
        // Of two that become the same, the one that was so already is kept.
        waiting.sort_by_key(|link| gone.contains(&link.from) || gone.contains(&link.to));
        // What became of each link: itself, the one it became the same as, or nothing.
        let mut became: HashMap<Id<Link>, Option<Id<Link>>> = HashMap::new();
        let mut known: HashMap<LinkIdentity, Id<Link>> = HashMap::new();
        while !waiting.is_empty() {
            let ready = |link: &&Link| {
                link.on
                    .is_none_or(|on| became.contains_key(&on) || self.link(on).is_none())
            };
            let (now, later): (Vec<&Link>, Vec<&Link>) = waiting.into_iter().partition(ready);
            if now.is_empty() {
                break;
            }
            for link in now {
                let (from, to) = (heir(link.from), heir(link.to));
                let on = link
                    .on
                    .map(|on| became.get(&on).copied().unwrap_or(Some(on)));
                // What led from one to the other leads nowhere once they are one, and nothing acts
                // on it.
                if from == to || on == Some(None) {
                    decision
                        .events
                        .push(Event::Removed(Ref::Link { id: link.id }));
                    became.insert(link.id, None);
                    continue;
                }
                let on = on.flatten();
                if let Some(kept) = known.get(&(from, to, on)).copied() {
                    self.merge_link(link.id, kept, mint, decision);
                    became.insert(link.id, Some(kept));
                    continue;
                }
                known.insert((from, to, on), link.id);
                became.insert(link.id, Some(link.id));
                let changed = Link {
                    from,
                    to,
                    on,
                    ..link.clone()
                };
                if changed != *link {
                    decision.events.push(Event::Changed(Amendment::Link {
                        was: Box::new(link.clone()),
                        now: Box::new(changed),
                    }));
                }
            }
            waiting = later;
        }
    }

    /// Parts of configurations that are named by a merged code are named by the kept one.
    fn merge_parts(&self, gone: &HashSet<Id<Code>>, into: Id<Code>, decision: &mut Decision) {
        for configuration in self.configurations.iter() {
            let mut now = configuration.body.clone();
            for part in ConfigurationPart::ALL {
                let mut codes: Vec<Id<Code>> = Vec::new();
                for code in &now.part(part).codes {
                    let code = if gone.contains(code) { into } else { *code };
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                }
                now.part_mut(part).codes = codes;
            }
            if now != configuration.body {
                let was = Box::new(configuration.body.clone());
                decision
                    .events
                    .push(Event::Changed(Amendment::Configuration {
                        id: configuration.id,
                        was,
                        now: Box::new(now),
                    }));
            }
        }
    }

    /// Of two links that have become the same, one takes over what was judged of the other.
    fn merge_link(
        &self,
        link: Id<Link>,
        kept: Id<Link>,
        mint: IdSource<'_>,
        decision: &mut Decision,
    ) {
        let judged: Vec<_> = self
            .polarities
            .iter()
            .filter(|((at, _), _)| *at == link)
            .collect();
        for ((_, quote), polarity) in judged {
            let told = |event: &Event| matches!(event, Event::Set(Assignment::Polarity { link, quote: at, .. }) if *link == kept && at == quote);
            if self.polarity(kept, *quote).is_none() && !decision.events.iter().any(told) {
                decision.events.push(Event::Set(Assignment::Polarity {
                    link: kept,
                    quote: *quote,
                    was: None,
                    now: Some(*polarity),
                }));
            }
        }
        let concluded = |event: &Event| matches!(event, Event::Set(Assignment::Verdict { link, .. }) if *link == kept);
        if let (Some(verdict), None, false) = (
            self.verdict(link),
            self.verdict(kept),
            decision.events.iter().any(concluded),
        ) {
            decision.events.push(Event::Set(Assignment::Verdict {
                link: kept,
                was: None,
                now: Some(verdict.clone()),
            }));
        }
        self.merge_memo(
            MemoTarget::Link(link),
            MemoTarget::Link(kept),
            mint,
            decision,
        );
        decision.events.push(Event::Removed(Ref::Link { id: link }));
    }

    /// Writes a memo below another.
    fn merge_memo(
        &self,
        from: MemoTarget,
        into: MemoTarget,
        mint: IdSource<'_>,
        decision: &mut Decision,
    ) {
        let Some(mine) = self.memos.get(&from).copied() else {
            return;
        };
        // Another of the merged codes may have left its memo there a moment ago.
        let written = decision.events.iter().rev().find_map(|event| match event {
            Event::Set(Assignment::Memo { on, now, .. }) if *on == into => Some(*now),
            _ => None,
        });
        let was = written.unwrap_or_else(|| self.memos.get(&into).copied());
        let words = |id| {
            let fresh = decision
                .contents
                .iter()
                .find(|content| content.id == id)
                .and_then(|content| content.text.words());
            fresh
                .or_else(|| self.words(id))
                .unwrap_or_default()
                .to_owned()
        };
        let now = match was.map(words) {
            Some(before) => {
                let both = format!("{before}\n\n{}", words(mine));
                decision.store_words(mint, both.trim())
            }
            None => mine,
        };
        decision.events.push(Event::Set(Assignment::Memo {
            on: into,
            was,
            now: Some(now),
        }));
        decision.events.push(Event::Set(Assignment::Memo {
            on: from,
            was: Some(mine),
            now: None,
        }));
    }
}

/// The fact that a code stands under another one.
fn moved(code: &Code, parent: Option<Id<Code>>) -> Event {
    let mut now = code.body.clone();
    now.parent = parent;
    Event::Changed(Amendment::Code {
        id: code.id,
        was: Box::new(code.body.clone()),
        now: Box::new(now),
        reason: String::new(),
    })
}
