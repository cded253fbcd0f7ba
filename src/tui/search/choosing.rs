//! Choosing passages with keys: one, from here on, all, none.

use super::{Search, place};
use crate::search::Passage;
use crate::study::theory::QuoteAt;
use crate::tui::desk::Desk;

impl Search {
    /// What to do something with: what is chosen, else where one stands.
    pub(super) fn meant(&self) -> Vec<Passage> {
        let at = self.list.at();
        let rows = 0..self.len();
        let is_meant = |row: &usize| {
            if self.chosen.is_empty() {
                *row == at
            } else {
                self.has_chosen(*row)
            }
        };
        let mut meant: Vec<Passage> = rows
            .filter(is_meant)
            .filter_map(|row| self.passage(row).cloned())
            .collect();
        // Several lines may stand in one passage.
        meant.dedup_by_key(|passage| place(passage));
        meant
    }

    pub(super) fn has_chosen(&self, row: usize) -> bool {
        self.passage(row)
            .is_some_and(|passage| self.chosen.has(place(passage), row, self.list.at()))
    }

    pub(super) fn choose(&mut self, desk: &mut Desk) {
        match self.passage(self.list.at()).map(place) {
            Some(at) => {
                self.chosen.toggle(at);
                self.list.step(1);
                self.say_chosen(desk);
            }
            None => desk.say("There is no passage to choose here"),
        }
    }

    pub(super) fn choose_range(&mut self, desk: &mut Desk) {
        if let Some(from) = self.chosen.begin_or_end(self.list.at()) {
            let (low, high) = (from.min(self.list.at()), from.max(self.list.at()));
            let places: Vec<QuoteAt> = (low..=high)
                .filter_map(|row| self.passage(row).map(place))
                .collect();
            self.chosen.extend(places);
        }
        self.say_chosen(desk);
    }

    pub(super) fn choose_all(&mut self, desk: &mut Desk) {
        let all = (0..self.len()).all(|row| self.has_chosen(row));
        self.chosen.clear();
        if !all {
            let places: Vec<QuoteAt> = self.passages().iter().map(place).collect();
            self.chosen.extend(places);
        }
        self.say_chosen(desk);
    }

    pub(super) fn choose_none(&mut self, desk: &mut Desk) {
        if self.waits() {
            desk.seeker.stop();
            self.stopped = self.asked.clone();
            desk.say("Stopped searching; change the line to search again");
            return;
        }
        self.chosen.clear();
        self.say_chosen(desk);
    }

    fn say_chosen(&self, desk: &mut Desk) {
        match (0..self.len()).filter(|row| self.has_chosen(*row)).count() {
            0 => desk.say("Nothing is chosen"),
            count => desk.say(format!(
                "{count} chosen: {} codes, {} copies, {} exports them",
                desk.key("code_passages"),
                desk.key("copy_passage"),
                desk.key("export_passages")
            )),
        }
    }
}
