//! Passages chosen to do something with all of them at once.

use crate::study::theory::QuoteAt;
use std::collections::BTreeSet;

/// The chosen passages, and from where on one is choosing.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    places: BTreeSet<QuoteAt>,
    /// The row from which to where one stands everything is chosen.
    from: Option<usize>,
}

impl Chosen {
    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.from.is_none()
    }

    /// Chooses a passage, or no longer.
    pub fn toggle(&mut self, place: QuoteAt) {
        if !self.places.remove(&place) {
            self.places.insert(place);
        }
    }

    /// Chooses passages.
    pub fn extend(&mut self, places: impl IntoIterator<Item = QuoteAt>) {
        self.places.extend(places);
    }

    /// Begins to choose from a row on; answers with the row where that began, when it had.
    pub fn begin_or_end(&mut self, row: usize) -> Option<usize> {
        match self.from.take() {
            None => {
                self.from = Some(row);
                None
            }
            begun => begun,
        }
    }

    /// Chooses nothing.
    pub fn clear(&mut self) {
        *self = Chosen::default();
    }

    /// Whether a passage on a row is chosen by one who stands `at` a row.
    #[must_use]
    pub fn has(&self, place: QuoteAt, row: usize, at: usize) -> bool {
        self.places.contains(&place)
            || self
                .from
                .is_some_and(|from| (from.min(at)..=from.max(at)).contains(&row))
    }

    /// Keeps only what is still there.
    pub fn keep(&mut self, there: &BTreeSet<QuoteAt>) {
        self.places.retain(|place| there.contains(place));
    }
}
