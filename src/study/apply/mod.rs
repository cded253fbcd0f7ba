//! Taking stored facts into account. Nothing here can fail or refuse: what is
//! written has happened, and a fact about something unknown changes nothing.

mod thing;

use super::{
    Coding, ContentId, Document, Event, Id, Record, Settlement, Study, Theory, Time,
    coding::{Anchor, HashedSpan},
    content::{Content, ContentData},
    event::Spoken,
    soft_delete_map::SoftDeleteMap,
};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Study {
    /// The study that these records make, in order. Contents must be held
    /// ([`Study::add_content`]) before, as documents and datasets take their words from them.
    pub fn fold(&mut self, records: impl IntoIterator<Item = Record>) {
        self.fold_with(|folder| {
            records
                .into_iter()
                .for_each(|record| folder.apply_record(record))
        });
    }

    /// Lets `work` hand over many records, one by one, and sorts once at the end.
    pub fn fold_with<T>(&mut self, work: impl FnOnce(&mut StudyBuilder<'_>) -> T) -> T {
        self.folding = true;
        let done = work(&mut StudyBuilder(self));
        self.folding = false;
        for document in self.codings_by_document.keys().copied().collect::<Vec<_>>() {
            self.sort_codings(document);
        }
        done
    }

    /// Holds a text that facts will speak of.
    pub fn add_content(&mut self, id: ContentId, text: impl Into<ContentData>) {
        match text.into() {
            ContentData::Words(words) => drop(self.contents.insert(id, words)),
            ContentData::Rows(columns) => drop(self.rows.insert(id, columns)),
        }
    }

    /// Holds several such texts.
    pub fn add_contents(&mut self, contents: Vec<Content>) {
        contents
            .into_iter()
            .for_each(|Content { id, text }| self.add_content(id, text));
    }

    /// Takes one stored fact into account.
    pub fn apply(&mut self, record: &Record) {
        self.history.add_record(record);
        self.apply_event(record.event.clone(), &record.coder, record.time);
    }

    /// Takes a fact into account that is not stored yet: a draft for judging
    /// the next of several commands.
    pub(super) fn apply_event(&mut self, event: Event, coder: &Arc<str>, time: Time) {
        use Event as E;
        match event.speaks_of() {
            Some(Spoken::Document(id)) => {
                self.notes_on
                    .entry(id)
                    .or_default()
                    .extend(event.contents());
            }
            Some(Spoken::Informant(id)) => {
                let details = event.contents();
                self.descriptions.extend(&details);
                self.details_of.entry(id).or_default().extend(details);
            }
            None => {}
        }
        match event {
            E::StudyStarted {
                title,
                language,
                alpha,
            } => (self.title, self.language, self.alpha) = (title, language, alpha),
            E::Added(thing) => self.add(thing, coder, time),
            E::Removed(thing) => self.show(thing, false),
            E::Restored(thing) => self.show(thing, true),
            E::Changed(change) => self.amend(change),
            E::Set(place) => self.assign(place),
            E::Erased(gone) => self.forget_erased(gone),
            E::DocumentReplaced { id, by } => {
                self.documents.set_live(id, false);
                self.replaced_by.insert(id, by);
            }
            E::DocumentReinstated { id, .. } => {
                self.replaced_by.remove(&id);
                self.documents.set_live(id, true);
            }
            E::CodeMerged { id, into, .. } => {
                self.codes.set_live(id, false);
                self.merged_into.insert(id, into);
            }
            E::CodeParted { id, .. } => {
                self.merged_into.remove(&id);
                self.codes.set_live(id, true);
            }
            // Facts of their own tell what becomes of the codings; this one says why.
            E::CodeSplit { .. } | E::CodeRejoined { .. } => {}
            E::Coded {
                id,
                document,
                span,
                code,
                hash,
            } => {
                let coding = Coding {
                    id,
                    document,
                    span,
                    code,
                    hash,
                    coder: coder.clone(),
                    time,
                };
                self.insert_coding(coding);
            }
            E::CodingAdopted {
                id,
                document,
                span,
                code,
                hash,
                by,
                at,
            } => {
                self.insert_coding(Coding {
                    id,
                    document,
                    span,
                    code,
                    hash,
                    coder: by.into(),
                    time: at.unwrap_or(time),
                });
            }
            E::CodingRecoded { id, now, .. } => {
                if let Some(coding) = self.codings.get_any_mut(id) {
                    coding.code = now;
                }
            }
            E::BoundaryMoved { id, now, .. } => self.move_coding(id, None, now),
            E::CodingCarried {
                id,
                now: Anchor { document, extent },
                ..
            } => self.move_coding(id, Some(document), extent),
            E::QuoteDoubted { quote, since } => {
                set_or_remove(&mut self.changed_quotes, quote, Some(since))
            }
            E::QuoteConfirmed { quote, .. } => set_or_remove(&mut self.changed_quotes, quote, None),
            E::TheoryFrozen { id } => self.with_theory(id, |theory| {
                (theory.frozen, theory.frozen_at) = (true, Some(time))
            }),
            E::TheoryThawed { id } => self.with_theory(id, |theory| {
                (theory.frozen, theory.frozen_at) = (false, None)
            }),
            E::QuoteReleased { quote } => {
                self.released.insert(quote);
            }
            E::QuoteWithheld { quote } => {
                self.released.remove(&quote);
            }
            // Only whoever proves the chains has to know what a copy lacks.
            E::CopyMade { .. } => {}
            E::CopyMerged { conflicts, .. } => self.find_conflicts(conflicts),
            E::ConflictSettled {
                conflict,
                kept,
                reason,
            } => self.settle_conflict(conflict, Some(Settlement { kept, reason })),
            E::ConflictReopened { conflict, .. } => self.settle_conflict(conflict, None),
        }
    }

    fn with_theory(&mut self, id: Id<Theory>, change: impl FnOnce(&mut Theory)) {
        if let Some(theory) = self.theories.get_any_mut(id) {
            change(theory);
        }
    }

    fn insert_coding(&mut self, coding: Coding) {
        let document = coding.document;
        let known = self.codings.index_of(coding.id).is_some();
        let id = coding.id;
        self.codings.insert(id, coding);
        if !known {
            self.sort_in(document, id);
        }
    }

    /// Puts a coding on other words, also of another document, and where it belongs among the
    /// others.
    fn move_coding(
        &mut self,
        id: Id<Coding>,
        to: Option<Id<Document>>,
        HashedSpan { span, hash }: HashedSpan,
    ) {
        let Some(place) = self.codings.index_of(id).map(|place| place as u32) else {
            return;
        };
        let Some(coding) = self.codings.get_any_mut(id) else {
            return;
        };
        // Before it moves: the others are sorted by where it stands now.
        if let Some(places) = self.codings_by_document.get_mut(&coding.document) {
            places.retain(|other| *other != place);
        }
        let document = to.unwrap_or(coding.document);
        (coding.document, coding.span, coding.hash) = (document, span, hash);
        self.sort_in(document, id);
    }

    fn sort_in(&mut self, document: Id<Document>, id: Id<Coding>) {
        let Some(place) = self.codings.index_of(id).map(|place| place as u32) else {
            return;
        };
        let places = self.codings_by_document.entry(document).or_default();
        let slot = if self.folding {
            places.len()
        } else {
            places.partition_point(|other| {
                order(&self.codings, *other) <= order(&self.codings, place)
            })
        };
        places.insert(slot, place);
    }

    fn sort_codings(&mut self, document: Id<Document>) {
        let codings = &self.codings;
        if let Some(places) = self.codings_by_document.get_mut(&document) {
            places.sort_by_key(|place| order(codings, *place));
        }
    }
}

/// A study that takes one record after the other.
pub struct StudyBuilder<'a>(&'a mut Study);

impl StudyBuilder<'_> {
    /// Holds texts that the next records will speak of.
    pub fn add_contents(&mut self, contents: Vec<Content>) {
        self.0.add_contents(contents);
    }

    /// Takes the next record into account.
    pub fn apply_record(&mut self, record: Record) {
        self.0.history.add_record(&record);
        self.0.apply_event(record.event, &record.coder, record.time);
    }
}

/// Where a coding stands in its document: by start, longest first, oldest first.
fn order(codings: &SoftDeleteMap<Coding>, place: u32) -> (u32, Reverse<u32>, u32) {
    codings
        .get_any_at(place as usize)
        .map_or((0, Reverse(0), place), |coding| {
            (coding.span.start, Reverse(coding.span.end), place)
        })
}

fn set_or_remove<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, now: Option<V>) {
    match now {
        Some(value) => {
            map.insert(key, value);
        }
        None => {
            map.remove(&key);
        }
    }
}
