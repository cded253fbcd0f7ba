//! The middle category read in different ways: as it is, as missing, merged with either side, as
//! one of three points.
//!
//! The same reading is applied to every variable whose middle also means "don't know". Readings are
//! shown beside each other; choosing the one with the smallest p is what this is there to prevent.

use super::question::AdviceRequest;
use super::recommend::{recommend, run};
use crate::stats::ordinal;
use crate::stats::side::{MiddleMeaning, SideLevel, TableSide};
use crate::stats::table::Table;
use serde::Serialize;

/// A way to read the middle category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MiddleReading {
    /// As it was answered.
    AsIs,
    /// As no answer.
    Missing,
    /// Together with the categories below.
    WithBelow,
    /// Together with the categories above.
    WithAbove,
    /// Below, middle and above as three points.
    ThreePoints,
}

/// What the recommended test gives under a reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MiddleReadingResult {
    /// The reading.
    pub reading: MiddleReading,
    /// Answers left.
    pub n: f64,
    /// p of the test that fits the table as read; nothing when it cannot be tested.
    pub p: Option<f64>,
    /// Kendall's tau-b, −1 to 1; nothing when it does not exist.
    pub tau_b: Option<f64>,
}

/// The readings of a table, the plain one first; empty when no middle category needs reading.
pub fn readings(table: &Table, question: &AdviceRequest) -> Vec<MiddleReadingResult> {
    let middle = |side: &TableSide| match side.middle {
        Some((index, MiddleMeaning::AlsoDoNotKnow | MiddleMeaning::Undeclared))
            if side.level == SideLevel::Ordinal =>
        {
            Some(index)
        }
        _ => None,
    };
    let (row, column) = (middle(table.row_side()), middle(table.column_side()));
    if row.is_none() && column.is_none() {
        return Vec::new();
    }
    [
        MiddleReading::AsIs,
        MiddleReading::Missing,
        MiddleReading::WithBelow,
        MiddleReading::WithAbove,
        MiddleReading::ThreePoints,
    ]
    .into_iter()
    .filter_map(|reading| {
        let read = match reading {
            MiddleReading::AsIs => table.clone(),
            _ => table
                .regrouped(
                    &places(table.rows(), row, reading),
                    &places(table.columns(), column, reading),
                )
                .ok()?,
        };
        let p = recommend(&read)
            .and_then(|m| run(&read, m, &question.effort))
            .map(|o| o.p)
            .ok();
        Some(MiddleReadingResult {
            reading,
            n: read.n(),
            p,
            tau_b: ordinal::tau_b(&read).map(|t| t.value).ok(),
        })
    })
    .collect()
}

/// Where each category goes under a reading; categories stay when there is no middle.
fn places(categories: usize, middle: Option<usize>, reading: MiddleReading) -> Vec<Option<usize>> {
    let Some(middle) = middle else {
        return (0..categories).map(Some).collect();
    };
    (0..categories)
        .map(|k| match reading {
            MiddleReading::AsIs => Some(k),
            MiddleReading::Missing if k == middle => None,
            MiddleReading::Missing => Some(k),
            MiddleReading::WithBelow => Some(usize::from(k > middle)),
            MiddleReading::WithAbove => Some(usize::from(k >= middle)),
            MiddleReading::ThreePoints => Some(usize::from(k >= middle) + usize::from(k > middle)),
        })
        .collect()
}
