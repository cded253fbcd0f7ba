//! Reliability of the items of an index.

use crate::stats::StatsError;
use crate::stats::reliability::{Reliability, cronbach};
use crate::study::Dataset;

/// Cronbach's alpha of the index at `place`, over the kept rows with an answer to every item, after
/// reversing reversed items. `None` for a variable that is no index. The index itself may have more
/// answers, as it tolerates some missing items.
#[must_use]
pub fn of_index(dataset: &Dataset, place: usize) -> Option<Result<Reliability, StatsError>> {
    dataset.item_scores(place).map(|rows| cronbach(&rows))
}
