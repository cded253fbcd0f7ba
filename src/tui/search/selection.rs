//! Passages selected for an action on all of them.

use crate::study::theory::QuoteAt;
use std::collections::BTreeSet;

/// The selected passages, and the start of a range.
#[derive(Clone, Debug, Default)]
pub struct PassageSelection {
    selected: BTreeSet<QuoteAt>,
    /// The row where the range begins; it ends at the current row.
    range_start: Option<usize>,
}

impl PassageSelection {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.selected.is_empty() && self.range_start.is_none()
    }

    /// Selects a passage, or deselects it.
    pub fn toggle(&mut self, place: QuoteAt) {
        if !self.selected.remove(&place) {
            self.selected.insert(place);
        }
    }

    pub fn extend(&mut self, places: impl IntoIterator<Item = QuoteAt>) {
        self.selected.extend(places);
    }

    /// Starts a range at a row, or ends it and returns the row where it began.
    pub fn toggle_range(&mut self, row: usize) -> Option<usize> {
        match self.range_start.take() {
            None => {
                self.range_start = Some(row);
                None
            }
            begun => begun,
        }
    }

    pub fn clear(&mut self) {
        *self = PassageSelection::default();
    }

    /// True if the passage on `row` is selected while the cursor is on row `at`.
    #[must_use]
    pub fn contains(&self, place: QuoteAt, row: usize, at: usize) -> bool {
        self.selected.contains(&place)
            || self
                .range_start
                .is_some_and(|from| (from.min(at)..=from.max(at)).contains(&row))
    }

    /// Drops passages that no longer exist.
    pub fn keep(&mut self, there: &BTreeSet<QuoteAt>) {
        self.selected.retain(|place| there.contains(place));
    }
}
