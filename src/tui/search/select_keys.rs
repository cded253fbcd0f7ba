//! Keys to select passages: one, a range, all, none.

use super::{SearchView, place};
use crate::search::Passage;
use crate::study::theory::QuoteAt;
use crate::tui::context::AppContext;

impl SearchView {
    /// The selected passages, else the current one.
    pub(super) fn selected_or_current(&self) -> Vec<Passage> {
        let at = self.list.selected();
        let rows = 0..self.len();
        let is_meant = |row: &usize| {
            if self.selection.is_empty() {
                *row == at
            } else {
                self.has_chosen(*row)
            }
        };
        let mut selected: Vec<Passage> = rows
            .filter(is_meant)
            .filter_map(|row| self.passage(row).cloned())
            .collect();
        // Several lines may belong to one passage.
        selected.dedup_by_key(|passage| place(passage));
        selected
    }

    pub(super) fn has_chosen(&self, row: usize) -> bool {
        self.passage(row).is_some_and(|passage| {
            self.selection
                .contains(place(passage), row, self.list.selected())
        })
    }

    pub(super) fn choose(&mut self, context: &mut AppContext) {
        match self.passage(self.list.selected()).map(place) {
            Some(at) => {
                self.selection.toggle(at);
                self.list.step(1);
                self.say_chosen(context);
            }
            None => context.notify("There is no passage to choose here"),
        }
    }

    pub(super) fn choose_range(&mut self, context: &mut AppContext) {
        if let Some(from) = self.selection.toggle_range(self.list.selected()) {
            let (low, high) = (
                from.min(self.list.selected()),
                from.max(self.list.selected()),
            );
            let places: Vec<QuoteAt> = (low..=high)
                .filter_map(|row| self.passage(row).map(place))
                .collect();
            self.selection.extend(places);
        }
        self.say_chosen(context);
    }

    pub(super) fn choose_all(&mut self, context: &mut AppContext) {
        let all = (0..self.len()).all(|row| self.has_chosen(row));
        self.selection.clear();
        if !all {
            let places: Vec<QuoteAt> = self.passages().iter().map(place).collect();
            self.selection.extend(places);
        }
        self.say_chosen(context);
    }

    pub(super) fn choose_none(&mut self, context: &mut AppContext) {
        if self.is_waiting() {
            context.search_job.cancel();
            self.cancelled_request = self.last_request.clone();
            context.notify("Stopped searching; change the line to search again");
            return;
        }
        self.selection.clear();
        self.say_chosen(context);
    }

    fn say_chosen(&self, context: &mut AppContext) {
        match (0..self.len()).filter(|row| self.has_chosen(*row)).count() {
            0 => context.notify("Nothing is chosen"),
            count => context.notify(format!(
                "{count} chosen: {} codes, {} copies, {} exports them",
                context.key_for("code_passages"),
                context.key_for("copy_passage"),
                context.key_for("export_passages")
            )),
        }
    }
}
