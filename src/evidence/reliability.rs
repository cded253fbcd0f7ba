//! How well the items of an index go together.

use crate::stats::StatsError;
use crate::stats::reliability::{Reliability, cronbach};
use crate::study::Dataset;

/// Cronbach's alpha of an index of `dataset`, by place, over the kept rows of those who answered
/// every item, reversed items turned round; `None` for a variable that is no index. The index
/// itself may have more answers: it takes who answered enough.
#[must_use]
pub fn of_index(dataset: &Dataset, place: usize) -> Option<Result<Reliability, StatsError>> {
    dataset.item_scores(place).map(|rows| cronbach(&rows))
}
