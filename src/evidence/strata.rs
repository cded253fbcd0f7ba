//! A crosstab within each category of a third variable: whether a moderator
//! changes the relation.
//!
//! That one stratum is significant and another is not shows no moderation: whether they differ is
//! asked of all answers at once.

use super::Crosstab;
use super::crosstab::{CrosstabSide, RowWeight, shares};
use crate::stats::mantel::{self, Stratified};
use crate::stats::moderation::{self, Moderation, OrderedSides};
use crate::stats::strata::{self, Generalised};
use crate::stats::{StatsError, Table};
use crate::study::{Dataset, Refusal, dataset::MeasurementLevel};

/// A crosstab and its parts.
#[derive(Clone, Debug)]
pub struct Strata {
    /// The variable that divides the answers.
    pub by: CrosstabSide,
    /// A table for each of its categories, empty ones included, with the same rows and columns.
    pub tables: Vec<Crosstab>,
    /// What the strata say together, when the whole table is 2 × 2.
    pub pooled: Result<Stratified, StatsError>,
    /// Whether the relation differs between the strata, and by how much.
    pub moderation: Result<Moderation, StatsError>,
    /// Whether there is a relation when the strata are held apart, whatever the shape of the
    /// tables.
    pub generalised: Result<Generalised, StatsError>,
}

impl Strata {
    /// Divides the crosstab of `row` and `column` by the variable at `by`; all by place.
    ///
    /// # Errors
    /// When a variable cannot be crossed, or a weight is none.
    pub fn new(
        dataset: &Dataset,
        (row, column, by): (usize, usize, usize),
        weight: Option<usize>,
        language: &str,
    ) -> Result<Strata, Refusal> {
        let divides = CrosstabSide::new(dataset, by, language)?;
        let sides = (
            CrosstabSide::new(dataset, row, language)?,
            CrosstabSide::new(dataset, column, language)?,
        );
        let all = shares(dataset, weight)?;
        let within = |code: &String| {
            let inside = dataset.answers(by).zip(&all);
            let shares = inside.map(|(cell, share)| {
                if cell == Some(code) {
                    *share
                } else {
                    RowWeight::NotThere
                }
            });
            Crosstab::counted(dataset, (row, column), sides.clone(), shares)
        };
        let tables = divides
            .codes
            .iter()
            .map(within)
            .collect::<Result<Vec<_>, Refusal>>()?;
        let together = pool(&tables);
        let counts: Vec<Table> = tables
            .iter()
            .map(|crosstab| crosstab.table.clone())
            .collect();
        let ordered = |side: &CrosstabSide| side.level != MeasurementLevel::Nominal;
        let order = OrderedSides {
            cause: ordered(&sides.0),
            outcome: ordered(&sides.1),
            by: ordered(&divides),
        };
        let moderation = moderation::between(&counts, order);
        Ok(Strata {
            by: divides,
            pooled: together,
            moderation,
            generalised: strata::generalised(&counts),
            tables,
        })
    }
}

/// Mantel–Haenszel over the strata, in the two rows and two columns that hold answers.
fn pool(tables: &[Crosstab]) -> Result<Stratified, StatsError> {
    let sum = |totals: fn(&Table) -> Vec<f64>| {
        let all = tables.iter().map(|crosstab| totals(&crosstab.table));
        all.reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a + b).collect())
            .unwrap_or_default()
    };
    let used = |totals: Vec<f64>| {
        let mut next = 0..;
        totals
            .into_iter()
            .map(|total| if total > 0.0 { next.next() } else { None })
            .collect::<Vec<Option<usize>>>()
    };
    let (rows, columns) = (
        used(sum(Table::row_totals)),
        used(sum(Table::column_totals)),
    );
    if rows.iter().flatten().count() != 2 || columns.iter().flatten().count() != 2 {
        return Err(StatsError::NotTwoByTwo);
    }
    let tables = tables
        .iter()
        .map(|crosstab| crosstab.table.regrouped(&rows, &columns))
        .collect::<Result<Vec<_>, StatsError>>()?;
    mantel::stratified(&tables)
}
