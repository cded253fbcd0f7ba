//! Zelen's (1971) exact test that several 2 × 2 tables have a common odds ratio.
//!
//! Given all margins and the sum of the first cells, the probabilities do not depend on the common
//! odds ratio. The p-value is the probability of all sets of tables that are not more probable than
//! the observed one.

use super::Homogeneity;
use crate::stats::error::StatsError;
use crate::stats::hypergeometric::Hypergeometric;
use crate::stats::table::Table;

/// Largest number of sets of tables enumerated.
const MAX_TABLE_SETS: u64 = 3_000_000;

/// A 2 × 2 table: the distribution of its first cell, and its value.
pub(super) struct StratumCell {
    pub law: Hypergeometric,
    pub observed: u64,
}

/// The tables whose first cell is not determined by the margins.
pub(super) fn cells(strata: &[Table]) -> Result<Vec<StratumCell>, StatsError> {
    let mut cells = Vec::new();
    for table in strata {
        if table.rows() != 2 || table.columns() != 2 {
            return Err(StatsError::NotTwoByTwo);
        }
        let counts = table.whole()?;
        let law = Hypergeometric::of(&counts)?;
        if law.support().0 < law.support().1 {
            cells.push(StratumCell {
                law,
                observed: counts[0],
            });
        }
    }
    if cells.len() < 2 {
        return Err(StatsError::TooFew {
            n: cells.len(),
            need: 2,
        });
    }
    Ok(cells)
}

/// The exact p-value; strata with an empty margin are uninformative and left out.
pub fn zelen(strata: &[Table]) -> Result<Homogeneity, StatsError> {
    let mut cells = cells(strata)?;
    // The widest comes last, where the sum determines the cell.
    cells.sort_by_key(|cell| cell.law.logs().len());
    let sum: u64 = cells
        .iter()
        .map(|cell| cell.observed - cell.law.support().0)
        .sum();
    let own: f64 = cells
        .iter()
        .map(|cell| cell.law.logs()[(cell.observed - cell.law.support().0) as usize])
        .sum();
    let logs: Vec<&[f64]> = cells.iter().map(|cell| cell.law.logs()).collect();
    let mut walk = MarginWalk {
        logs: &logs,
        after: Vec::new(),
        own,
        tail: 0.0,
        all: 0.0,
        spent: 0,
    };
    let mut rest = 0;
    walk.after = logs
        .iter()
        .rev()
        .map(|log| {
            rest += log.len() - 1;
            rest
        })
        .collect();
    walk.after.reverse();
    walk.through(0, sum as usize, 0.0)?;
    Ok(Homogeneity {
        statistic: None,
        df: None,
        residual_df: None,
        p: (walk.tail / walk.all).min(1.0),
        n: strata.iter().map(Table::n).sum(),
        exact: true,
        method: "Zelen's exact test of one odds ratio (1971)",
    })
}

/// Enumerates all first cells with a given sum.
struct MarginWalk<'a> {
    logs: &'a [&'a [f64]],
    /// Largest sum of a stratum and those after it.
    after: Vec<usize>,
    /// ln probability of the observed tables.
    own: f64,
    tail: f64,
    all: f64,
    spent: u64,
}

impl MarginWalk<'_> {
    fn through(&mut self, stratum: usize, left: usize, log: f64) -> Result<(), StatsError> {
        let own = self.logs[stratum];
        if stratum + 1 == self.logs.len() {
            self.spent += 1;
            if self.spent > MAX_TABLE_SETS {
                return Err(StatsError::WorkLimit { spent: self.spent });
            }
            let log = log + own[left];
            // Relative to the observed tables, so that neither sum underflows where it matters.
            let weight = (log - self.own).exp();
            self.all += weight;
            if log <= self.own + 1e-7 {
                self.tail += weight;
            }
            return Ok(());
        }
        let least = left.saturating_sub(self.after[stratum + 1]);
        for (x, own) in own.iter().enumerate().take(left + 1).skip(least) {
            self.through(stratum + 1, left - x, log + own)?;
        }
        Ok(())
    }
}
