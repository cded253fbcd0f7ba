//! Alternative interpretations of the middle category: as it is, as missing, merged with either
//! side, as one of three points.
//!
//! The same interpretation is applied to every variable whose middle also means "don't know". All
//! are shown beside each other, to keep the one with the smallest p from being selected.

use super::question::AdviceRequest;
use super::recommend::{recommend, run};
use crate::stats::ordinal;
use crate::stats::side::{MiddleMeaning, SideLevel, TableSide};
use crate::stats::table::Table;
use serde::Serialize;

/// An interpretation of the middle category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MiddleReading {
    /// As answered.
    AsIs,
    /// As missing.
    Missing,
    /// Merged with the categories below.
    WithBelow,
    /// Merged with the categories above.
    WithAbove,
    /// Below, middle and above as three points.
    ThreePoints,
}

/// The result of the recommended test under an interpretation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MiddleReadingResult {
    /// The reading.
    pub reading: MiddleReading,
    /// Number of answers left.
    pub n: f64,
    /// p of the test that fits the reinterpreted table; `None` if it cannot be tested.
    pub p: Option<f64>,
    /// Kendall's tau-b, −1 to 1; `None` if it does not exist.
    pub tau_b: Option<f64>,
}

/// The plain interpretation comes first; empty if no middle category is ambiguous.
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

/// New index of each category; unchanged without a middle.
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
