//! Requesting results from the search thread, and taking them over: grouped and counted.
//!
//! Order of passages on the screen: as found, or grouped by document or informant with headings.

use super::counts::PassageCounts;
use super::{ResultDisplay, SearchView, kwic, place};
use crate::search::{ConcordanceOrder, Passage, ResultOrder, concordance};
use crate::study::Study;
use crate::text::sanitize;
use crate::tui::context::AppContext;
use crate::tui::search_job::{SearchKind, SearchRequest};
use std::sync::Arc;

impl SearchView {
    /// True while a response is awaited.
    pub(super) fn is_waiting(&self) -> bool {
        let asked = |(asked, revision): &(SearchRequest, u64)| {
            self.latest_response
                .as_ref()
                .is_none_or(|news| news.request != *asked || news.revision != *revision)
        };
        self.last_request.as_ref().is_some_and(asked) && self.cancelled_request != self.last_request
    }

    fn request(&self) -> SearchRequest {
        let order = if self.best_first {
            ResultOrder::Ranked
        } else {
            ResultOrder::Reading
        };
        let wanted = match (self.similar_to, self.display) {
            (Some(quote), _) => SearchKind::SimilarQuotes(quote),
            (None, ResultDisplay::Words) => SearchKind::Words,
            _ => SearchKind::Passages,
        };
        SearchRequest {
            kind: wanted,
            text: self.line.text().trim_end().to_owned(),
            scope: self.scope,
            order,
        }
    }

    /// Sends a request if the query or the study has changed.
    pub(super) fn submit_if_changed(&mut self, context: &AppContext) {
        let now = (self.request(), context.study().revision());
        if now.0.text.trim().is_empty() && self.similar_to.is_none() {
            context.search_job.set_study(&context.snapshot());
            (self.last_request, self.latest_response, self.shown_response) = (None, None, None);
            self.update_groups(context);
        } else if self.last_request.as_ref() != Some(&now) {
            context
                .search_job
                .submit(&context.snapshot(), now.0.clone());
            self.last_request = Some(now);
        }
    }

    /// Takes the response to the last request, once it is there.
    pub(super) fn take_answer(&mut self, context: &AppContext) {
        let Some(found) = context.search_job.response() else {
            return;
        };
        let asked = self
            .last_request
            .as_ref()
            .is_some_and(|(question, revision)| {
                *question == found.request && *revision == found.revision
            });
        if asked && !self.counts.is_whole() && found.facets.get().is_some() {
            self.count(context);
        }
        if !asked
            || self
                .latest_response
                .as_ref()
                .is_some_and(|known| Arc::ptr_eq(known, &found))
        {
            return;
        }
        if found.answer.is_ok() {
            let same = self
                .shown_response
                .as_ref()
                .is_some_and(|known| known.request == found.request);
            if !same {
                self.list.select(0);
            }
            self.shown_response = Some(found.clone());
            self.update_groups(context);
        }
        self.latest_response = Some(found);
    }

    /// Groups and counts the passages, and drops selected ones that are gone.
    pub(super) fn update_groups(&mut self, context: &AppContext) {
        let order = self.request().order;
        let order = if self.similar_to.is_some() {
            ResultOrder::Ranked
        } else {
            order
        };
        self.grouped = GroupedPassages::new(context.study(), self.passages(), self.group_by, order);
        self.lines = match self.display {
            ResultDisplay::Lines => kwic::placed(
                self,
                concordance(
                    context.study(),
                    self.passages(),
                    kwic::WORDS,
                    ConcordanceOrder::Place,
                ),
            ),
            _ => Vec::new(),
        };
        self.count(context);
        self.selection
            .keep(&self.passages().iter().map(place).collect());
    }

    /// Counts the whole result; until that is ready, the passages that were fetched.
    fn count(&mut self, context: &AppContext) {
        let total = self
            .answer()
            .map_or(0, |answer| answer.total.saturating_sub(answer.memos.len()));
        let facets = self
            .shown_response
            .as_ref()
            .and_then(|found| found.facets.get());
        self.counts = facets.map_or_else(
            || PassageCounts::new(context.study(), self.passages(), total),
            PassageCounts::from_facets,
        );
    }
}

#[derive(strum::Display, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PassageGrouping {
    #[default]
    #[strum(to_string = "by document")]
    Document,
    #[strum(to_string = "by informant")]
    Informant,
    /// No groups.
    #[strum(to_string = "without headings")]
    Nothing,
}

/// The heading of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupHeading {
    /// The document or informant.
    pub title: String,
    pub count: usize,
}

/// Passages in display order.
#[derive(Clone, Debug, Default)]
pub struct GroupedPassages {
    /// Index into the result for each row.
    pub order: Vec<usize>,
    /// The heading above each row, if any.
    pub headings: Vec<Option<GroupHeading>>,
}

impl PassageGrouping {
    /// Cycles through the groupings.
    pub fn next(self) -> PassageGrouping {
        match self {
            PassageGrouping::Document => PassageGrouping::Informant,
            PassageGrouping::Informant => PassageGrouping::Nothing,
            PassageGrouping::Nothing => PassageGrouping::Document,
        }
    }

    /// Position of a passage's group among all groups, and its title.
    fn group(self, study: &Study, passage: &Passage) -> (usize, String) {
        let name = |name: &str| sanitize::sanitize_line(name);
        match (self, passage.informant) {
            (PassageGrouping::Document, _) => {
                let place = study
                    .documents()
                    .position(|document| document.id == passage.document);
                let title = study
                    .document(passage.document)
                    .map_or("", |document| &document.body.title);
                (place.unwrap_or(usize::MAX), name(title))
            }
            (PassageGrouping::Informant, Some(id)) => {
                let place = study.informants().position(|informant| informant.id == id);
                (
                    place.unwrap_or(usize::MAX),
                    study
                        .informant(id)
                        .map_or_else(String::new, |known| name(&known.body.name)),
                )
            }
            (PassageGrouping::Informant, None) => {
                let document = study.document(passage.document);
                match document.is_some_and(|document| {
                    study.speaker_at(document, passage.span).is_interviewer()
                }) {
                    true => (usize::MAX - 1, "Interviewer".into()),
                    false => (usize::MAX, "No informant".into()),
                }
            }
            (PassageGrouping::Nothing, _) => (0, String::new()),
        }
    }
}

impl GroupedPassages {
    /// Groups are in the order of the study; for ranked results, in the order of their best
    /// passages.
    pub fn new(
        study: &Study,
        passages: &[Passage],
        by: PassageGrouping,
        order: ResultOrder,
    ) -> GroupedPassages {
        let groups: Vec<(usize, String)> = passages
            .iter()
            .map(|passage| by.group(study, passage))
            .collect();
        let mut first: Vec<usize> = Vec::new();
        for (group, _) in &groups {
            if !first.contains(group) {
                first.push(*group);
            }
        }
        if order == ResultOrder::Reading {
            first.sort_unstable();
        }
        let rank = |place: usize| first.iter().position(|group| *group == groups[place].0);
        let mut order: Vec<usize> = (0..passages.len()).collect();
        order.sort_by_cached_key(|place| rank(*place));
        let count = |group: usize| groups.iter().filter(|(other, _)| *other == group).count();
        let head = |row: usize| {
            let (group, title) = &groups[order[row]];
            let begins = row == 0 || groups[order[row - 1]].0 != *group;
            (begins && by != PassageGrouping::Nothing).then(|| GroupHeading {
                title: title.clone(),
                count: count(*group),
            })
        };
        let heads = (0..order.len()).map(head).collect();
        GroupedPassages {
            order,
            headings: heads,
        }
    }

    /// The next or previous row with a heading.
    pub fn neighbour_group(&self, at: usize, forward: bool) -> Option<usize> {
        let headed = |row: &usize| self.headings.get(*row).is_some_and(Option::is_some);
        if forward {
            (at + 1..self.headings.len()).find(headed)
        } else {
            (0..at.min(self.headings.len())).rev().find(headed)
        }
    }
}
