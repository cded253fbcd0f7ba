//! Documents.

use super::{Decision, IdSource, check_language, count};
use crate::study::{
    Addition, Assignment, Document, DocumentBody, Event, Id, Ref, Refusal, Study,
    command::NewSpeaker,
    document::{DocumentSpeaker, Provenance},
    event::MemoTarget,
    origin::Edit,
    theory::QuoteAt,
};
use crate::text::{Span, TurnFormat, boundary, digest, turn};
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
                format!("`{title}` holds no text"),
                "Nothing was imported; check the file",
            ));
        }
        let hash = digest::sha256(text.as_bytes());
        if let Some(same) = self.documents().find(|document| document.body.hash == hash) {
            return Err(Refusal::new(
                format!(
                    "`{title}` is in the study already, as `{}`",
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
                "Give this one a title of its own with --title",
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
