//! Documents.
//!
//! Corrected versions of documents: carrying codings over, and what to do with
//! those that found no place. Nothing is taken away but by a person.

use super::{Decision, IdSource, check_language, count};
use crate::study::coding::{Anchor, HashedSpan};
use crate::study::command::NewSpeaker;
use crate::study::document::{DocumentSpeaker, Provenance};
use crate::study::event::MemoTarget;
use crate::study::origin::Edit;
use crate::study::theory::QuoteAt;
use crate::study::{
    Addition, Assignment, Coding, Document, DocumentBody, Event, Id, Ref, Refusal, Study,
};
use crate::text::alignment::{AlignedSpan, Alignment};
use crate::text::{Span, TurnFormat, boundary, sanitize, turn};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A document to add.
pub(super) struct NewDocument {
    pub title: String,
    pub language: String,
    pub format: TurnFormat,
    pub text: Arc<str>,
    pub speakers: Vec<NewSpeaker>,
    pub source: Provenance,
}

impl Study {
    pub(super) fn add_document(
        &self,
        new: NewDocument,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        self.add_document_events(new, None, mint)
            .map(|(_, decision)| decision)
    }

    /// A document joins the study, in the place of another or beside the others.
    pub(super) fn add_document_events(
        &self,
        new: NewDocument,
        instead: Option<Id<Document>>,
        mint: IdSource<'_>,
    ) -> Result<(Id<Document>, Decision), Refusal> {
        let NewDocument {
            title,
            language,
            format,
            text,
            speakers,
            source,
        } = new;
        check_language(&language)?;
        if text.trim().is_empty() {
            return Err(Refusal::new(
                format!("`{title}` has no text"),
                "Nothing was imported; check the file",
            ));
        }
        let hash = sanitize::sha256(text.as_bytes());
        if let Some(same) = self.documents().find(|document| document.body.hash == hash) {
            return Err(Refusal::new(
                format!(
                    "`{title}` is already in the study, as `{}`",
                    same.body.title
                ),
                "Nothing was imported",
            ));
        }
        if self
            .documents()
            .any(|document| document.body.title == title && Some(document.id) != instead)
        {
            return Err(Refusal::new(
                format!("there is another document called `{title}`"),
                "Give this one a different title with --title",
            ));
        }
        let mut decision = Decision::default();
        let mut known = Vec::with_capacity(speakers.len());
        let mut apart = String::new();
        for NewSpeaker {
            label,
            informant,
            by_name,
        } in speakers
        {
            let informant = informant.map(|body| match by_name || body.name != label {
                true => self.find_or_add_informant(body, &mut decision, mint),
                false => self.find_or_add_by_label(
                    body,
                    (&title, instead),
                    (&mut decision, &mut apart),
                    mint,
                ),
            });
            known.push(DocumentSpeaker { label, informant });
        }
        let labels: Vec<String> = known.iter().map(|speaker| speaker.label.clone()).collect();
        let words: usize = turn::turns(&text, &format, &labels)
            .iter()
            .map(|turn| boundary::count_words(turn.words.text(&text)))
            .sum();
        decision.message = format!(
            "Imported `{title}`: {}, {}{apart}",
            count(words, "word"),
            count(known.len(), "speaker")
        );
        let content = decision.store_words(mint, &text);
        let body = DocumentBody {
            title,
            language,
            format,
            speakers: known,
            content,
            hash,
            source,
        };
        let id = Id::new(mint());
        decision
            .events
            .push(Event::Added(Addition::Document { id, body }));
        Ok((id, decision))
    }

    pub(super) fn keep_origin(
        &self,
        hash: &str,
        edits: &[Edit],
        comments: Vec<(Span, String)>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let known = self.documents().find(|document| document.body.hash == hash);
        let document = known
            .ok_or_else(|| Refusal::new("that text is not in the study", "Import it first"))?;
        let mut decision = Decision::default();
        if !edits.is_empty() {
            // Edits are numbers and texts: they can always be written.
            let now = decision.store_words(mint, &serde_json::to_string(edits).unwrap_or_default());
            decision.events.push(Event::Set(Assignment::Origin {
                document: document.id,
                was: self.origins.get(&document.id).copied(),
                now: Some(now),
            }));
        }
        let mut memos: BTreeMap<Span, String> = BTreeMap::new();
        for (span, words) in comments {
            let memo = memos.entry(span).or_default();
            *memo = if memo.is_empty() {
                words
            } else {
                format!("{memo}\n{words}")
            };
        }
        for (span, words) in memos {
            let on = MemoTarget::Quote(QuoteAt {
                document: document.id,
                span,
            });
            let now = decision.store_words(mint, &words);
            decision.events.push(Event::Set(Assignment::Memo {
                on,
                was: self.memos.get(&on).copied(),
                now: Some(now),
            }));
        }
        Ok(decision)
    }

    pub(super) fn remove_document(&self, id: Id<Document>) -> Result<Decision, Refusal> {
        let document = self.require_document(id)?;
        Ok(Decision::from_event(
            Event::Removed(Ref::Document { id }),
            format!("Removed `{}` and its codings", document.body.title),
        ))
    }

    pub(super) fn require_document(&self, id: Id<Document>) -> Result<&Document, Refusal> {
        self.document(id).ok_or_else(|| {
            Refusal::new(
                "that document is no longer in the study",
                "Undo its removal first",
            )
        })
    }
}

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
                format!("`{title}` already has exactly these words"),
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
            let hash: Box<str> = sanitize::quote_hash(span.text(&text)).into();
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
            "Replaced `{title}` with a corrected version: {} with the same words, {changed} with changed words to review, {}",
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
                "Choose words in the current version",
            ));
        }
        let words = self.require_quote(to)?;
        if words.trim().is_empty() {
            return Err(Refusal::new(
                "only spaces would be coded",
                "Choose at least one word",
            ));
        }
        let hash: Box<str> = sanitize::quote_hash(words).into();
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
        decision.message = format!("Anchored the orphan to other words{left}");
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
        decision.message = format!("Removed the orphan with {}", count(took, "coding"));
        Ok(decision)
    }

    pub(super) fn confirm_quote(&self, quote: QuoteAt) -> Result<Decision, Refusal> {
        let Some(since) = self.changed_quotes.get(&quote).copied() else {
            return Err(Refusal::new(
                "that quote does not need to be reviewed",
                "See `virk orphan list`",
            ));
        };
        Ok(Decision::from_event(
            Event::QuoteConfirmed { quote, since },
            "Reviewed: the quote stays as it is",
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
                "that is not an orphan, or not any more",
                "See `virk orphan list`",
            ))
        }
    }
}

pub(super) fn carried_event(coding: &Coding, to: QuoteAt, hash: &str) -> Event {
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
