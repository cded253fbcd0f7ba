//! Taking stored facts into account. Nothing here can fail or refuse: what is
//! written has happened, and a fact about something unknown changes nothing.

use super::{
    Change, Code, Coding, Column, Condensation, CondensationFact, Configuration, ContentId,
    Dataset, Document, Event, GuideItem, Id, Informant, InformantBody, InformantFact, Record,
    Reported, Study, Theory, Time,
    coding::{Anchor, HashedSpan},
    content::{Content, ContentData},
    event::Spoken,
    informant::InformantDetails,
    node::NodeBody,
    soft_delete_map::SoftDeleteMap,
};
use crate::text::{FoldMode, folding::fold};
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
        match event.document_quoted() {
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
            E::DocumentAdded { id, body } => {
                let text = self.contents.get(&body.content).cloned();
                self.documents.insert(id, Document::new(id, body, text));
            }
            E::DocumentErased { id, contents } => {
                self.drop_contents(&contents);
                if let Some(document) = self.documents.get_any_mut(id) {
                    *document = Document::new(id, document.body.clone(), None);
                }
            }
            E::DocumentReplaced { id, by } => {
                self.documents.set_live(id, false);
                self.replaced_by.insert(id, by);
            }
            E::DocumentReinstated { id, .. } => {
                self.replaced_by.remove(&id);
                self.documents.set_live(id, true);
            }
            E::InformantErased { id, contents } => {
                self.drop_contents(&contents);
                self.informants.set_live(id, false);
            }
            E::DocumentRemoved { id } => self.documents.set_live(id, false),
            E::DocumentRestored { id } => self.documents.set_live(id, true),
            E::InformantAdded { id, body } => {
                let informant = self.informant_from(id, body);
                self.informants.insert(id, informant);
            }
            E::InformantChanged { id, was, now } => {
                if was.name != now.name {
                    self.former_informants.insert(was.name.to_lowercase(), id);
                }
                let now = self.informant_from(id, now);
                if let Some(informant) = self.informants.get_any_mut(id) {
                    *informant = now;
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
                if let Some(document) = self.documents.get_any_mut(document) {
                    document.assign(&label, now);
                }
            }
            E::CodeAdded { id, body } => self.codes.insert(id, Code { id, body }),
            E::CodeChanged { id, was, now, .. } => {
                let names = was
                    .names()
                    .filter(|name| now.names().all(|kept| kept != *name));
                self.former_names
                    .extend(names.map(|name| (fold(name, FoldMode::IgnoreCase).into_owned(), id)));
                if let Some(code) = self.codes.get_any_mut(id) {
                    code.body = *now;
                }
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
            E::CodingRemoved { id } => self.codings.set_live(id, false),
            E::CodingRestored { id } => self.codings.set_live(id, true),
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
            E::CondensationSet { quote, now, .. } => {
                self.descriptions
                    .extend(now.iter().filter_map(|now| now.theme_content));
                let now = now.map(|fact| self.condensation_from(fact));
                set_or_remove(&mut self.condensations, quote, now);
            }
            E::MemoSet { on, now, .. } => set_or_remove(&mut self.memos, on, now),
            E::OriginSet { document, now, .. } => set_or_remove(&mut self.origins, document, now),
            E::TheoryAdded {
                id,
                version,
                parent,
            } => {
                self.theories.insert(
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
                if now == NodeBody::default() {
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
                self.links.insert(link.id, link);
            }
            E::LinkRemoved { id } => self.links.set_live(id, false),
            E::LinkRestored { id } => self.links.set_live(id, true),
            E::LinkChanged { now, .. } => {
                if let Some(link) = self.links.get_any_mut(now.id) {
                    *link = *now;
                }
            }
            E::ChangeNoted { id, body } => self.changes.insert(
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
                self.configurations.insert(id, Configuration { id, body })
            }
            E::ConfigurationChanged { id, now, .. } => {
                if let Some(configuration) = self.configurations.get_any_mut(id) {
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
            } => set_or_remove(
                &mut self.configuration_polarities,
                (configuration, quote),
                now,
            ),
            E::PolaritySet {
                link, quote, now, ..
            } => set_or_remove(&mut self.polarities, (link, quote), now),
            E::VerdictSet { link, now, .. } => set_or_remove(&mut self.verdicts, link, now),
            E::InferenceSet { link, now, .. } => set_or_remove(&mut self.inferences, link, now),
            E::PlanSet { now, .. } => self.plan = now,
            E::QuoteReleased { quote } => {
                self.released.insert(quote);
            }
            E::QuoteWithheld { quote } => {
                self.released.remove(&quote);
            }
            E::DatasetAdded { id, body } => {
                let columns = self.columns(body.content);
                self.datasets.insert(id, Dataset::new(id, body, columns));
            }
            E::VariableSet { dataset, was, now } => {
                let Some(dataset) = self.datasets.get_any_mut(dataset) else {
                    return;
                };
                match (was, now) {
                    (Some(_), Some(now)) => dataset.describe(*now),
                    (None, Some(now)) => dataset.add(*now),
                    (Some(was), None) => dataset.remove_derived(&was.name),
                    (None, None) => {}
                }
            }
            E::FilterSet { dataset, was, now } => {
                let Some(dataset) = self.datasets.get_any_mut(dataset) else {
                    return;
                };
                was.iter()
                    .for_each(|rule| dataset.set_exclusion(rule, false));
                now.iter()
                    .for_each(|rule| dataset.set_exclusion(rule, true));
            }
            E::WeightingSet { dataset, now, .. } => {
                if let Some(dataset) = self.datasets.get_any_mut(dataset) {
                    dataset.weighting = now;
                }
            }
            E::DatasetRemoved { id } => self.datasets.set_live(id, false),
            E::DatasetRestored { id } => self.datasets.set_live(
                id,
                self.datasets.get_any(id).is_some_and(|known| !known.erased),
            ),
            E::DatasetErased { id, contents } => {
                self.drop_contents(&contents);
                self.datasets.set_live(id, false);
                if let Some(dataset) = self.datasets.get_any_mut(id) {
                    dataset.erase_all_rows();
                }
            }
            E::RowsErased {
                dataset,
                rows,
                now,
                contents,
            } => {
                self.drop_contents(&contents);
                let columns = self.columns(now);
                if let Some(dataset) = self.datasets.get_any_mut(dataset) {
                    dataset.replace_rows(rows, now, columns);
                }
            }
            E::IndicatorAdded { indicator } => {
                self.indicators.insert(indicator);
            }
            E::IndicatorRemoved { indicator } => {
                self.indicators.remove(&indicator);
            }
            E::SearchSaved { name, now, .. } => {
                self.past_queries
                    .extend(now.iter().map(|saved| (name.clone(), saved.query)));
                set_or_remove(&mut self.searches, name, now);
            }
            E::SearchErased { name, contents } => {
                self.drop_contents(&contents);
                self.searches.remove(&name);
            }
            E::ReportedAdded { id, body } => {
                // Results that cannot be read have been erased.
                let results = self
                    .contents
                    .get(&body.content)
                    .and_then(|text| serde_json::from_str(text).ok())
                    .unwrap_or_default();
                self.reported.insert(id, Reported { id, body, results });
            }
            E::ReportedRemoved { id } => self.reported.set_live(id, false),
            E::ReportedRestored { id } => self.reported.set_live(id, true),
            E::GuideItemAdded { id, body } => self.guide_items.insert(id, GuideItem { id, body }),
            E::GuideItemRemoved { id } => self.guide_items.set_live(id, false),
            E::GuideItemRestored { id } => self.guide_items.set_live(id, true),
            E::AcceptanceSet { finding, now, .. } => {
                set_or_remove(&mut self.acceptances, finding, now)
            }
        }
    }

    /// A condensation with its theme; without, once that has been erased.
    fn condensation_from(&self, fact: CondensationFact) -> Condensation {
        let CondensationFact {
            content,
            theme,
            theme_content,
        } = fact;
        let theme = match theme_content {
            Some(kept) => self.words(kept).unwrap_or_default().to_owned(),
            None => theme,
        };
        Condensation {
            content,
            theme,
            theme_content,
        }
    }

    /// An informant as described; without, once that has been erased.
    fn informant_from(&self, id: Id<Informant>, fact: InformantFact) -> Informant {
        let InformantFact {
            name,
            inline,
            details,
        } = fact;
        let known = match details {
            Some(kept) => self
                .words(kept)
                .and_then(|words| serde_json::from_str(words).ok())
                .unwrap_or_default(),
            None => inline,
        };
        Informant {
            id,
            body: InformantBody::described(name, known),
            details,
        }
    }

    /// The cells of a dataset, column by column; none where they have been erased.
    fn columns(&self, content: ContentId) -> Arc<[Column]> {
        let told = || {
            self.contents
                .get(&content)
                .and_then(|words| ContentData::rows(words))
        };
        self.rows
            .get(&content)
            .cloned()
            .or_else(told)
            .unwrap_or_else(|| Arc::from([]))
    }

    /// These texts are gone, and what was nothing else.
    fn drop_contents(&mut self, contents: &[ContentId]) {
        for content in contents {
            self.contents.remove(content);
            self.rows.remove(content);
            self.erased.insert(*content);
        }
        let erased = &self.erased;
        self.condensations
            .retain(|_, condensation| !erased.contains(&condensation.content));
        let gone = |content: Option<ContentId>| content.is_some_and(|id| contents.contains(&id));
        for condensation in self.condensations.values_mut() {
            if gone(condensation.theme_content) {
                condensation.theme = String::new();
            }
        }
        for informant in self.informants.all_mut() {
            if gone(informant.details) {
                let name = std::mem::take(&mut informant.body.name);
                informant.body = InformantBody::described(name, InformantDetails::default());
            }
        }
        self.memos.retain(|_, memo| !erased.contains(memo));
        self.origins.retain(|_, origin| !erased.contains(origin));
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
