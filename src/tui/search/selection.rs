//! Passages chosen to do something with all of them at once.

use crate::study::theory::QuoteAt;
use std::collections::BTreeSet;

/// The chosen passages, and from where on one is choosing.
#[derive(Clone, Debug, Default)]
pub struct PassageSelection {
    selected: BTreeSet<QuoteAt>,
    /// The row from which to where one stands everything is chosen.
    range_start: Option<usize>,
}

impl PassageSelection {
    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.selected.is_empty() && self.range_start.is_none()
    }

    /// Chooses a passage, or no longer.
    pub fn toggle(&mut self, place: QuoteAt) {
        if !self.selected.remove(&place) {
            self.selected.insert(place);
        }
    }

    /// Chooses passages.
    pub fn extend(&mut self, places: impl IntoIterator<Item = QuoteAt>) {
        self.selected.extend(places);
    }

    /// Begins to choose from a row on; answers with the row where that began, when it had.
    pub fn toggle_range(&mut self, row: usize) -> Option<usize> {
        match self.range_start.take() {
            None => {
                self.range_start = Some(row);
                None
            }
            begun => begun,
        }
    }

    /// Chooses nothing.
    pub fn clear(&mut self) {
        *self = PassageSelection::default();
    }

    /// Whether a passage on a row is chosen by one who stands `at` a row.
    #[must_use]
    pub fn contains(&self, place: QuoteAt, row: usize, at: usize) -> bool {
        self.selected.contains(&place)
            || self
                .range_start
                .is_some_and(|from| (from.min(at)..=from.max(at)).contains(&row))
    }

    /// Keeps only what is still there.
    pub fn keep(&mut self, there: &BTreeSet<QuoteAt>) {
        self.selected.retain(|place| there.contains(place));
    }
}
