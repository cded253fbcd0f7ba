//! Requesting results from the search thread, and taking them over: grouped and counted.

use super::{
    ResultDisplay, SearchView, counts::PassageCounts, grouping::GroupedPassages, kwic, place,
};
use crate::search::{ConcordanceOrder, ResultOrder, concordance};
use crate::tui::{
    context::AppContext,
    search_job::{SearchKind, SearchRequest},
};
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
