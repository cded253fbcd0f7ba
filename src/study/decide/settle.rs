//! Copies that were merged in, and what they said otherwise.

use super::document::carried_event;
use super::tags::Tags;
use super::{Decision, IdSource, count};
use crate::study::theory::QuoteAt;
use crate::study::{
    Code, CodeBody, Coding, Conflict, Document, Erasing, Event, Id, Kept, Ref, Refusal, Study,
};
use std::collections::{BTreeMap, HashSet};

impl Study {
    /// Notes that a copy was merged in; `erased` is what else repeats words that one side erased.
    pub(super) fn note_merge(
        &self,
        people: Vec<String>,
        records: u32,
        conflicts: Vec<Conflict>,
        erased: Vec<Erasing>,
    ) -> Decision {
        let said = format!(
            "Merged {} in, {}",
            count(records as usize, "record"),
            count(conflicts.len(), "conflict")
        );
        let mut events: Vec<Event> = erased.into_iter().map(Event::Erased).collect();
        events.push(Event::CopyMerged {
            people,
            records,
            conflicts,
        });
        Decision {
            events,
            contents: Vec::new(),
            message: said,
        }
    }

    /// Settles a conflict; `again` are the facts that make what is kept hold.
    pub(super) fn settle(
        &self,
        conflict: Conflict,
        kept: Kept,
        because: &str,
        again: Vec<Event>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let known = self
            .conflicts()
            .find(|(known, _)| known.key() == conflict.key());
        match known {
            None => {
                return Err(Refusal::new(
                    "the study knows no such conflict",
                    "See `virk conflicts`",
                ));
            }
            Some((_, Some(_))) => {
                return Err(Refusal::new(
                    "that conflict has been settled",
                    "Take it back with `virk undo`, or change what is there now by hand",
                ));
            }
            Some((_, None)) => {}
        }
        if because.trim().is_empty() {
            return Err(Refusal::new(
                "a conflict is settled for a reason",
                "Say why: --because TEXT",
            ));
        }
        self.check_still_holds(&again)?;
        let mut decision = Decision {
            events: again,
            ..Decision::default()
        };
        let reason = decision.store_words(mint, because.trim());
        decision.events.push(Event::ConflictSettled {
            conflict,
            kept,
            reason,
        });
        decision.message = match kept {
            Kept::Ours => "Settled: ours is kept".into(),
            Kept::Theirs => "Settled: theirs is kept".into(),
            Kept::Both => "Settled: both are kept".into(),
        };
        Ok(decision)
    }
}

impl Study {
    /// Whether what a fact would bring back is there already.
    pub fn is_there(&self, back: &Event) -> bool {
        match back {
            Event::Restored(Ref::Document { id }) => self.documents.get(*id).is_some(),
            Event::Restored(Ref::Informant { id }) => self.informants.get(*id).is_some(),
            Event::Restored(Ref::Code { id, .. }) => self.codes.get(*id).is_some(),
            Event::Restored(Ref::Coding { id }) => self.codings.get(*id).is_some(),
            Event::Restored(Ref::Theory { id }) => self.theories.get(*id).is_some(),
            Event::Restored(Ref::Link { id }) => self.links.get(*id).is_some(),
            Event::Restored(Ref::Configuration { id }) => self.configurations.get(*id).is_some(),
            Event::Restored(Ref::Dataset { id }) => self.datasets.get(*id).is_some(),
            _ => false,
        }
    }

    /// A code with letters and a key that no other has; `None` where it has them alone already.
    pub fn told_apart(&self, id: Id<Code>) -> Option<CodeBody> {
        let mut body = self.code(id)?.body.clone();
        let others = || self.codes().filter(|other| other.id != id);
        let keys: HashSet<&str> = others().map(|other| other.body.key.as_str()).collect();
        let mut tags = Tags::of(others());
        let (same_key, same_tag) = (keys.contains(body.key.as_str()), tags.has(&body.tag));
        if same_key {
            let mut numbered = (2..).map(|number| format!("{}_{number}", body.key));
            body.key = numbered.find(|key| !keys.contains(key.as_str()))?;
        }
        if same_tag {
            body.tag = tags.free(&body).ok()?;
        }
        (same_key || same_tag).then_some(body)
    }

    /// What makes codings under a code that was merged follow it; those that would say twice what
    /// their coder says there already leave.
    pub fn following_merge(&self, from: Id<Code>) -> Vec<Event> {
        let now = self.current_code(from);
        if now == from {
            return Vec::new();
        }
        let left_behind = self.codings.iter().filter(|coding| coding.code == from);
        left_behind
            .map(|coding| {
                let quote = QuoteAt {
                    document: coding.document,
                    span: coding.span,
                };
                let same = |other: &Coding| other.code == now && other.coder == coding.coder;
                match self.all_codings_at(quote).any(same) {
                    true => Event::Removed(Ref::Coding { id: coding.id }),
                    false => Event::CodingRecoded {
                        id: coding.id,
                        was: from,
                        now,
                    },
                }
            })
            .collect()
    }

    /// Makes one of two documents with the same words: what was said of `id` is said of `into`.
    pub(super) fn unify_documents(
        &self,
        id: Id<Document>,
        into: Id<Document>,
    ) -> Result<Decision, Refusal> {
        let (one, other) = (self.require_document(id)?, self.require_document(into)?);
        if one.text != other.text || id == into {
            return Err(Refusal::new(
                format!(
                    "`{}` and `{}` do not have the same words",
                    one.body.title, other.body.title
                ),
                "Nothing was changed; a corrected version takes the place of another with `virk import --replaces`",
            ));
        }
        let mut decision = Decision::default();
        decision
            .events
            .push(Event::DocumentReplaced { id, by: into });
        let mut moved = BTreeMap::new();
        for span in self.quoted_spans(id) {
            let (from, to) = (
                QuoteAt { document: id, span },
                QuoteAt {
                    document: into,
                    span,
                },
            );
            for coding in self.all_codings_at(from) {
                let same =
                    |other: &Coding| other.code == coding.code && other.coder == coding.coder;
                decision.events.push(if self.all_codings_at(to).any(same) {
                    Event::Removed(Ref::Coding { id: coding.id })
                } else {
                    carried_event(coding, to, &coding.hash)
                });
            }
            self.carry_annotations_but_parts(from, to, false, &mut decision);
            moved.insert(from, to);
        }
        decision.events.extend(self.repoint_parts(&moved));
        decision.message = format!("Made one document of the two called `{}`", one.body.title);
        Ok(decision)
    }
}
