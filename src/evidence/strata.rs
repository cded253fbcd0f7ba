//! Stratified crosstabs: a crosstab within each category of a third variable.
//!
//! A relation that is significant in one stratum and not in another is no evidence of moderation;
//! whether the strata differ is tested on all answers together.

use super::Crosstab;
use super::crosstab::{CrosstabSide, RowWeight, shares};
use crate::stats::mantel::{self, Stratified};
use crate::stats::moderation::{self, Moderation, OrderedSides};
use crate::stats::strata::{self, Generalised};
use crate::stats::{StatsError, Table};
use crate::study::{Dataset, Refusal, dataset::MeasurementLevel};

#[derive(Clone, Debug)]
pub struct Strata {
    /// The stratifying variable.
    pub by: CrosstabSide,
    /// One per category, including empty ones, with the same rows and columns.
    pub tables: Vec<Crosstab>,
    /// The pooled result, if the whole table is 2 × 2.
    pub pooled: Result<Stratified, StatsError>,
    /// Whether, and how much, the relation differs between the strata.
    pub moderation: Result<Moderation, StatsError>,
    /// Whether there is a relation within strata, for tables of any size.
    pub generalised: Result<Generalised, StatsError>,
}

impl Strata {
    /// Stratifies the crosstab of `row` and `column` by the variable at `by`.
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

/// Mantel–Haenszel over the strata, in the two rows and two columns that have answers.
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
