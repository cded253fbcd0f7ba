//! Corrected versions of documents: carrying codings over, and what to do with
//! those that found no place. Nothing is taken away but by a person.

use super::{Decision, IdSource, count, document::NewDocument};
use crate::study::{
    Assignment, Coding, Document, Event, Id, Ref, Refusal, Study,
    coding::{Anchor, HashedSpan},
    event::MemoTarget,
    theory::QuoteAt,
};
use crate::text::alignment::{AlignedSpan, Alignment};
use crate::text::digest;
use std::collections::BTreeMap;

impl Study {
    pub(super) fn replace_document(
        &self,
        id: Id<Document>,
        new: NewDocument,
        words: &Alignment,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let old = self.require_document(id)?;
        let title = &old.body.title;
        if old.erased || old.text != *words.old_text() {
            return Err(Refusal::new(
                format!("`{title}` does not have the words the file was compared with"),
                "Nothing was changed; somebody may have replaced or erased it since",
            ));
        }
        if old.text == *words.new_text() {
            return Err(Refusal::new(
                format!("`{title}` has these very words already"),
                "Nothing was changed",
            ));
        }
        let text = words.new_text().clone();
        let (by, mut decision) = self.add_document_events(new, Some(id), mint)?;
        let joins = decision.events.len().saturating_sub(1);
        decision
            .events
            .insert(joins, Event::DocumentReplaced { id, by });
        let mut moved = BTreeMap::new();
        let mut told = [0; 3];
        for (from, placed) in self.carry_over(id, words) {
            let (AlignedSpan::Same(span) | AlignedSpan::Changed(span)) = placed else {
                told[2] += 1;
                continue;
            };
            let to = QuoteAt { document: by, span };
            let hash: Box<str> = digest::quote_hash(span.text(&text)).into();
            decision.events.extend(
                self.all_codings_at(from)
                    .map(|coding| carried_event(coding, to, &hash)),
            );
            self.carry_annotations_but_parts(from, to, false, &mut decision);
            if self.released.contains(&from) && from.span.text(&old.text) == span.text(&text) {
                decision.events.extend([
                    Event::QuoteWithheld { quote: from },
                    Event::QuoteReleased { quote: to },
                ]);
            }
            let doubted = self.changed_quotes.get(&from).copied();
            decision
                .events
                .extend(doubted.map(|since| Event::QuoteConfirmed { quote: from, since }));
            let changed = matches!(placed, AlignedSpan::Changed(_)).then_some(from);
            decision.events.extend(
                doubted
                    .or(changed)
                    .map(|since| Event::QuoteDoubted { quote: to, since }),
            );
            told[usize::from(changed.is_some())] += 1;
            moved.insert(from, to);
        }
        decision.events.extend(self.repoint_parts(&moved));
        let (here, there) = (MemoTarget::Document(id), MemoTarget::Document(by));
        if let Some(memo) = self.memos.get(&here).copied() {
            decision.events.push(Event::Set(Assignment::Memo {
                on: there,
                was: None,
                now: Some(memo),
            }));
            decision.events.push(Event::Set(Assignment::Memo {
                on: here,
                was: Some(memo),
                now: None,
            }));
        }
        let [same, changed, orphans] = told;
        decision.message = format!(
            "Put a corrected version in the place of `{title}`: {} with the same words, {changed} with other words to look at, {}",
            count(same, "quote"),
            count(orphans, "orphan"),
        );
        Ok(decision)
    }

    pub(super) fn reanchor(&self, orphan: QuoteAt, to: QuoteAt) -> Result<Decision, Refusal> {
        self.require_orphan(orphan)?;
        if self.current_version(orphan.document) != to.document {
            return Err(Refusal::new(
                "these words are in another document",
                "Choose words of the version that stands now",
            ));
        }
        let words = self.require_quote(to)?;
        if words.trim().is_empty() {
            return Err(Refusal::new(
                "nothing but blanks would be coded",
                "Choose at least a word",
            ));
        }
        let hash: Box<str> = digest::quote_hash(words).into();
        let mut decision = Decision::default();
        for coding in self.all_codings_at(orphan) {
            let same = |other: &Coding| other.code == coding.code && other.coder == coding.coder;
            // What these words say already need not be said twice.
            let twice = self.all_codings_at(to).any(same);
            decision.events.push(if twice {
                Event::Removed(Ref::Coding { id: coding.id })
            } else {
                carried_event(coding, to, &hash)
            });
        }
        let left = self.carry_annotations(orphan, to, false, &mut decision);
        decision.message = format!("Put the orphan on other words{left}");
        Ok(decision)
    }

    pub(super) fn remove_orphan(&self, orphan: QuoteAt) -> Result<Decision, Refusal> {
        self.require_orphan(orphan)?;
        let mut decision = Decision::default();
        let codings: Vec<Event> = self
            .all_codings_at(orphan)
            .map(|coding| Event::Removed(Ref::Coding { id: coding.id }))
            .collect();
        let took = codings.len();
        let events = &mut decision.events;
        events.extend(codings);
        if let Some(was) = self.condensations.get(&orphan) {
            events.push(Event::Set(Assignment::Condensation {
                quote: orphan,
                was: Some(was.fact()),
                now: None,
            }));
        }
        let on = MemoTarget::Quote(orphan);
        events.extend(self.memos.get(&on).map(|was| {
            Event::Set(Assignment::Memo {
                on,
                was: Some(*was),
                now: None,
            })
        }));
        let judged = self
            .polarities
            .iter()
            .filter(|((_, quote), _)| *quote == orphan);
        events.extend(judged.map(|((link, quote), was)| {
            Event::Set(Assignment::Polarity {
                link: *link,
                quote: *quote,
                was: Some(*was),
                now: None,
            })
        }));
        let told = self
            .configuration_polarities
            .iter()
            .filter(|((_, quote), _)| *quote == orphan);
        events.extend(told.map(|((configuration, quote), was)| {
            Event::Set(Assignment::Configuration {
                configuration: *configuration,
                quote: *quote,
                was: Some(*was),
                now: None,
            })
        }));
        events.extend(self.detach_parts(orphan));
        decision.message = format!("Took away the orphan with {}", count(took, "coding"));
        Ok(decision)
    }

    pub(super) fn confirm_quote(&self, quote: QuoteAt) -> Result<Decision, Refusal> {
        let Some(since) = self.changed_quotes.get(&quote).copied() else {
            return Err(Refusal::new(
                "that quote is not one to be looked at",
                "See `virk orphan list`",
            ));
        };
        Ok(Decision::from_event(
            Event::QuoteConfirmed { quote, since },
            "Looked at: the quote stays as it is",
        ))
    }

    /// Refuses what is no orphan.
    fn require_orphan(&self, orphan: QuoteAt) -> Result<(), Refusal> {
        let is = self.replaced_by.contains_key(&orphan.document)
            && self
                .document(self.current_version(orphan.document))
                .is_some()
            && self.quoted_spans(orphan.document).contains(&orphan.span);
        if is {
            Ok(())
        } else {
            Err(Refusal::new(
                "that is no orphan, or no longer",
                "See `virk orphan list`",
            ))
        }
    }
}

fn carried_event(coding: &Coding, to: QuoteAt, hash: &str) -> Event {
    let anchor = |quote: QuoteAt, hash: Box<str>| Anchor {
        document: quote.document,
        extent: HashedSpan {
            span: quote.span,
            hash,
        },
    };
    let from = QuoteAt {
        document: coding.document,
        span: coding.span,
    };
    Event::CodingCarried {
        id: coding.id,
        was: anchor(from, coding.hash.clone()),
        now: anchor(to, hash.into()),
    }
}
