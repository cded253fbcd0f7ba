//! Taking stored facts into account. Nothing here can fail or refuse: what is
//! written has happened, and a fact about something unknown changes nothing.

use super::{
    Change, Code, Coding, Column, Configuration, ContentId, Dataset, Document, Event, GuideItem,
    Id, Informant, Record, Reported, Study, Theory, Time,
    coding::{Anchor, Extent},
    content::{Content, Text},
    node::Node,
    shelf::Shelf,
};
use crate::text::{Folding, folded::fold};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Study {
    /// The study that these records make, in order. Contents must be held
    /// ([`Study::hold`]) before, as documents and datasets take their words from them.
    pub fn fold(&mut self, records: impl IntoIterator<Item = Record>) {
        self.folding(|folder| records.into_iter().for_each(|record| folder.take(record)));
    }

    /// Lets `work` hand over many records, one by one, and sorts once at the end.
    pub fn folding<T>(&mut self, work: impl FnOnce(&mut Folder<'_>) -> T) -> T {
        self.folding = true;
        let done = work(&mut Folder(self));
        self.folding = false;
        for document in self.coded.keys().copied().collect::<Vec<_>>() {
            self.sort_codings(document);
        }
        done
    }

    /// Holds a text that facts will speak of.
    pub fn hold(&mut self, id: ContentId, text: impl Into<Text>) {
        match text.into() {
            Text::Words(words) => drop(self.contents.insert(id, words)),
            Text::Rows(columns) => drop(self.rows.insert(id, columns)),
        }
    }

    /// Holds several such texts.
    pub fn hold_all(&mut self, contents: Vec<Content>) {
        contents
            .into_iter()
            .for_each(|Content { id, text }| self.hold(id, text));
    }

    /// Takes one stored fact into account.
    pub fn apply(&mut self, record: &Record) {
        self.history.note(record);
        self.take(record.event.clone(), &record.coder, record.time);
    }

    /// Takes a fact into account that is not stored yet: a draft for judging
    /// the next of several commands.
    pub(super) fn take(&mut self, event: Event, coder: &Arc<str>, time: Time) {
        use Event as E;
        if let Some(document) = event.speaks_of() {
            self.notes_on
                .entry(document)
                .or_default()
                .extend(event.contents());
        }
        match event {
            E::StudyStarted {
                title,
                language,
                alpha,
            } => (self.title, self.language, self.alpha) = (title, language, alpha),
            E::DocumentAdded { id, body } => {
                let text = self.contents.get(&body.content).cloned();
                self.documents.put(id, Document::new(id, body, text));
            }
            E::DocumentErased { id, contents } => {
                self.forget(&contents);
                if let Some(document) = self.documents.ever_mut(id) {
                    *document = Document::new(id, document.body.clone(), None);
                }
            }
            E::DocumentReplaced { id, by } => {
                self.documents.set_live(id, false);
                self.replaced.insert(id, by);
            }
            E::DocumentReinstated { id, .. } => {
                self.replaced.remove(&id);
                self.documents.set_live(id, true);
            }
            E::InformantErased { id } => self.informants.set_live(id, false),
            E::DocumentRemoved { id } => self.documents.set_live(id, false),
            E::DocumentRestored { id } => self.documents.set_live(id, true),
            E::InformantAdded { id, body } => self.informants.put(id, Informant { id, body }),
            E::InformantChanged { id, was, now } => {
                if was.name != now.name {
                    self.former_informants.insert(was.name.to_lowercase(), id);
                }
                if let Some(informant) = self.informants.ever_mut(id) {
                    informant.body = now;
                }
            }
            E::InformantRemoved { id } => self.informants.set_live(id, false),
            E::InformantRestored { id } => self.informants.set_live(id, true),
            E::SpeakerAssigned {
                document,
                label,
                now,
                ..
            } => {
                if let Some(document) = self.documents.ever_mut(document) {
                    document.assign(&label, now);
                }
            }
            E::CodeAdded { id, body } => self.codes.put(id, Code { id, body }),
            E::CodeChanged { id, was, now, .. } => {
                let names = was
                    .names()
                    .filter(|name| now.names().all(|kept| kept != *name));
                self.former_names
                    .extend(names.map(|name| (fold(name, Folding::Words).into_owned(), id)));
                if let Some(code) = self.codes.ever_mut(id) {
                    code.body = *now;
                }
            }
            E::CodeMerged { id, into, .. } => {
                self.codes.set_live(id, false);
                self.heirs.insert(id, into);
            }
            E::CodeParted { id, .. } => {
                self.heirs.remove(&id);
                self.codes.set_live(id, true);
            }
            // Facts of their own tell what becomes of the codings; this one says why.
            E::CodeSplit { .. } | E::CodeRejoined { .. } => {}
            E::CodeRetired { id, .. } => self.codes.set_live(id, false),
            E::CodeRestored { id } => self.codes.set_live(id, true),
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
                self.shelve_coding(coding);
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
                self.shelve_coding(Coding {
                    id,
                    document,
                    span,
                    code,
                    hash,
                    coder: by.into(),
                    time: at.unwrap_or(time),
                });
            }
            E::CodingRemoved { id } => self.codings.set_live(id, false),
            E::CodingRestored { id } => self.codings.set_live(id, true),
            E::CodingRecoded { id, now, .. } => {
                if let Some(coding) = self.codings.ever_mut(id) {
                    coding.code = now;
                }
            }
            E::BoundaryMoved { id, now, .. } => self.move_coding(id, None, now),
            E::CodingCarried {
                id,
                now: Anchor { document, extent },
                ..
            } => self.move_coding(id, Some(document), extent),
            E::QuoteDoubted { quote, since } => set(&mut self.doubts, quote, Some(since)),
            E::QuoteConfirmed { quote, .. } => set(&mut self.doubts, quote, None),
            E::CondensationSet { quote, now, .. } => set(&mut self.condensations, quote, now),
            E::MemoSet { on, now, .. } => set(&mut self.memos, on, now),
            E::OriginSet { document, now, .. } => set(&mut self.origins, document, now),
            E::TheoryAdded {
                id,
                version,
                parent,
            } => {
                self.theories.put(
                    id,
                    Theory {
                        parent,
                        ..Theory::new(id, version)
                    },
                );
            }
            E::TheoryRemoved { id } => self.theories.set_live(id, false),
            E::TheoryRestored { id } => self.theories.set_live(id, true),
            E::TheoryFrozen { id } => self.with_theory(id, |theory| {
                (theory.frozen, theory.frozen_at) = (true, Some(time))
            }),
            E::TheoryThawed { id } => self.with_theory(id, |theory| {
                (theory.frozen, theory.frozen_at) = (false, None)
            }),
            E::NodeAdded { theory, code, at } => self.with_theory(theory, |theory| {
                if !theory.nodes.contains(&code) {
                    let end = theory.nodes.len();
                    theory
                        .nodes
                        .insert(at.map_or(end, |at| end.min(at as usize)), code);
                }
            }),
            E::NodeRemoved { theory, code, .. } => {
                self.with_theory(theory, |theory| theory.nodes.retain(|node| *node != code))
            }
            E::NodeDescribed {
                theory, code, now, ..
            } => self.with_theory(theory, |theory| {
                if now == Node::default() {
                    theory.described.remove(&code);
                } else {
                    theory.described.insert(code, now);
                }
            }),
            E::LinkAdded { link } => {
                self.with_theory(link.theory, |theory| {
                    if !theory.links.contains(&link.id) {
                        theory.links.push(link.id);
                    }
                });
                self.links.put(link.id, link);
            }
            E::LinkRemoved { id } => self.links.set_live(id, false),
            E::LinkRestored { id } => self.links.set_live(id, true),
            E::LinkChanged { now, .. } => {
                if let Some(link) = self.links.ever_mut(now.id) {
                    *link = *now;
                }
            }
            E::ChangeNoted { id, body } => self.changes.put(
                id,
                Change {
                    id,
                    body,
                    coder: coder.clone(),
                    time,
                },
            ),
            E::ChangeWithdrawn { id } => self.changes.set_live(id, false),
            E::ChangeRestored { id } => self.changes.set_live(id, true),
            E::ConfigurationAdded { id, body } => {
                self.configurations.put(id, Configuration { id, body })
            }
            E::ConfigurationChanged { id, now, .. } => {
                if let Some(configuration) = self.configurations.ever_mut(id) {
                    configuration.body = *now;
                }
            }
            E::ConfigurationRemoved { id } => self.configurations.set_live(id, false),
            E::ConfigurationRestored { id } => self.configurations.set_live(id, true),
            E::ConfigurationJudged {
                configuration,
                quote,
                now,
                ..
            } => set(&mut self.told, (configuration, quote), now),
            E::PolaritySet {
                link, quote, now, ..
            } => set(&mut self.polarities, (link, quote), now),
            E::VerdictSet { link, now, .. } => set(&mut self.verdicts, link, now),
            E::InferenceSet { link, now, .. } => set(&mut self.inferences, link, now),
            E::PlanSet { now, .. } => self.plan = now,
            E::QuoteReleased { quote } => {
                self.released.insert(quote);
            }
            E::QuoteWithheld { quote } => {
                self.released.remove(&quote);
            }
            E::DatasetAdded { id, body } => {
                let columns = self.columns(body.content);
                self.datasets.put(id, Dataset::new(id, body, columns));
            }
            E::VariableSet { dataset, was, now } => {
                let Some(dataset) = self.datasets.ever_mut(dataset) else {
                    return;
                };
                match (was, now) {
                    (Some(_), Some(now)) => dataset.describe(*now),
                    (None, Some(now)) => dataset.add(*now),
                    (Some(was), None) => dataset.take_away(&was.name),
                    (None, None) => {}
                }
            }
            E::FilterSet { dataset, was, now } => {
                let Some(dataset) = self.datasets.ever_mut(dataset) else {
                    return;
                };
                was.iter().for_each(|rule| dataset.leave_out(rule, false));
                now.iter().for_each(|rule| dataset.leave_out(rule, true));
            }
            E::WeightingSet { dataset, now, .. } => {
                if let Some(dataset) = self.datasets.ever_mut(dataset) {
                    dataset.weighting = now;
                }
            }
            E::DatasetRemoved { id } => self.datasets.set_live(id, false),
            E::DatasetRestored { id } => self.datasets.set_live(
                id,
                self.datasets.ever(id).is_some_and(|known| !known.erased),
            ),
            E::DatasetErased { id, contents } => {
                self.forget(&contents);
                self.datasets.set_live(id, false);
                if let Some(dataset) = self.datasets.ever_mut(id) {
                    dataset.forget();
                }
            }
            E::RowsErased {
                dataset,
                rows,
                now,
                contents,
            } => {
                self.forget(&contents);
                let columns = self.columns(now);
                if let Some(dataset) = self.datasets.ever_mut(dataset) {
                    dataset.lose(rows, now, columns);
                }
            }
            E::IndicatorAdded { indicator } => {
                self.indicators.insert(indicator);
            }
            E::IndicatorRemoved { indicator } => {
                self.indicators.remove(&indicator);
            }
            E::SearchSaved { name, now, .. } => {
                self.searched
                    .extend(now.iter().map(|saved| (name.clone(), saved.query)));
                set(&mut self.searches, name, now);
            }
            E::SearchErased { name, contents } => {
                self.forget(&contents);
                self.searches.remove(&name);
            }
            E::ReportedAdded { id, body } => {
                // Results that cannot be read have been erased.
                let results = self
                    .contents
                    .get(&body.content)
                    .and_then(|text| serde_json::from_str(text).ok())
                    .unwrap_or_default();
                self.reported.put(id, Reported { id, body, results });
            }
            E::ReportedRemoved { id } => self.reported.set_live(id, false),
            E::ReportedRestored { id } => self.reported.set_live(id, true),
            E::GuideItemAdded { id, body } => self.guide_items.put(id, GuideItem { id, body }),
            E::GuideItemRemoved { id } => self.guide_items.set_live(id, false),
            E::GuideItemRestored { id } => self.guide_items.set_live(id, true),
            E::AcceptanceSet { finding, now, .. } => set(&mut self.acceptances, finding, now),
        }
    }

    /// The cells of a dataset, column by column; none where they have been erased.
    fn columns(&self, content: ContentId) -> Arc<[Column]> {
        let told = || {
            self.contents
                .get(&content)
                .and_then(|words| Text::rows(words))
        };
        self.rows
            .get(&content)
            .cloned()
            .or_else(told)
            .unwrap_or_else(|| Arc::from([]))
    }

    /// These texts are gone, and what was nothing else.
    fn forget(&mut self, contents: &[ContentId]) {
        for content in contents {
            self.contents.remove(content);
            self.rows.remove(content);
            self.erased.insert(*content);
        }
        let erased = &self.erased;
        self.condensations
            .retain(|_, condensation| !erased.contains(&condensation.content));
        self.memos.retain(|_, memo| !erased.contains(memo));
        self.origins.retain(|_, origin| !erased.contains(origin));
    }

    fn with_theory(&mut self, id: Id<Theory>, change: impl FnOnce(&mut Theory)) {
        if let Some(theory) = self.theories.ever_mut(id) {
            change(theory);
        }
    }

    fn shelve_coding(&mut self, coding: Coding) {
        let document = coding.document;
        let known = self.codings.place(coding.id).is_some();
        let id = coding.id;
        self.codings.put(id, coding);
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
        Extent { span, hash }: Extent,
    ) {
        let Some(place) = self.codings.place(id).map(|place| place as u32) else {
            return;
        };
        let Some(coding) = self.codings.ever_mut(id) else {
            return;
        };
        // Before it moves: the others are sorted by where it stands now.
        if let Some(places) = self.coded.get_mut(&coding.document) {
            places.retain(|other| *other != place);
        }
        let document = to.unwrap_or(coding.document);
        (coding.document, coding.span, coding.hash) = (document, span, hash);
        self.sort_in(document, id);
    }

    fn sort_in(&mut self, document: Id<Document>, id: Id<Coding>) {
        let Some(place) = self.codings.place(id).map(|place| place as u32) else {
            return;
        };
        let places = self.coded.entry(document).or_default();
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
        if let Some(places) = self.coded.get_mut(&document) {
            places.sort_by_key(|place| order(codings, *place));
        }
    }
}

/// A study that takes one record after the other.
pub struct Folder<'a>(&'a mut Study);

impl Folder<'_> {
    /// Holds texts that the next records will speak of.
    pub fn hold(&mut self, contents: Vec<Content>) {
        self.0.hold_all(contents);
    }

    /// Takes the next record into account.
    pub fn take(&mut self, record: Record) {
        self.0.history.note(&record);
        self.0.take(record.event, &record.coder, record.time);
    }
}

/// Where a coding stands in its document: by start, longest first, oldest first.
fn order(codings: &Shelf<Coding>, place: u32) -> (u32, Reverse<u32>, u32) {
    codings
        .ever_at(place as usize)
        .map_or((0, Reverse(0), place), |coding| {
            (coding.span.start, Reverse(coding.span.end), place)
        })
}

fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, now: Option<V>) {
    match now {
        Some(value) => {
            map.insert(key, value);
        }
        None => {
            map.remove(&key);
        }
    }
}
