//! The middle category read in different ways: as it is, as missing, merged with either side, as
//! one of three points.
//!
//! The same reading is applied to every variable whose middle also means "don't know". Readings are
//! shown beside each other; choosing the one with the smallest p is what this is there to prevent.

use super::question::Question;
use super::recommend::{recommend, run};
use crate::stats::ordinal;
use crate::stats::side::{Level, Middle, Side};
use crate::stats::table::Table;
use serde::Serialize;

/// A way to read the middle category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
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
pub struct Variation {
    /// The reading.
    pub reading: Reading,
    /// Answers left.
    pub n: f64,
    /// p of the test that fits the table as read; nothing when it cannot be tested.
    pub p: Option<f64>,
    /// Kendall's tau-b, −1 to 1; nothing when it does not exist.
    pub tau_b: Option<f64>,
}

/// The readings of a table, the plain one first; empty when no middle category needs reading.
pub fn readings(table: &Table, question: &Question) -> Vec<Variation> {
    let middle = |side: &Side| match side.middle {
        Some((index, Middle::AlsoDoNotKnow | Middle::Undeclared))
            if side.level == Level::Ordinal =>
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
        Reading::AsIs,
        Reading::Missing,
        Reading::WithBelow,
        Reading::WithAbove,
        Reading::ThreePoints,
    ]
    .into_iter()
    .filter_map(|reading| {
        let read = match reading {
            Reading::AsIs => table.clone(),
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
        Some(Variation {
            reading,
            n: read.n(),
            p,
            tau_b: ordinal::tau_b(&read).map(|t| t.value).ok(),
        })
    })
    .collect()
}

/// Where each category goes under a reading; categories stay when there is no middle.
fn places(categories: usize, middle: Option<usize>, reading: Reading) -> Vec<Option<usize>> {
    let Some(middle) = middle else {
        return (0..categories).map(Some).collect();
    };
    (0..categories)
        .map(|k| match reading {
            Reading::AsIs => Some(k),
            Reading::Missing if k == middle => None,
            Reading::Missing => Some(k),
            Reading::WithBelow => Some(usize::from(k > middle)),
            Reading::WithAbove => Some(usize::from(k >= middle)),
            Reading::ThreePoints => Some(usize::from(k >= middle) + usize::from(k > middle)),
        })
        .collect()
}
