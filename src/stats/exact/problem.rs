//! A table prepared for enumeration: integer counts, the shorter side as rows, interchangeable rows
//! adjacent.
//!
//! Of the statistic it contains only which rows are interchangeable under it.

use super::ExtremenessCriterion;
use crate::stats::error::StatsError;
use crate::stats::table::Table;

/// Largest number of rows of a state.
pub(super) const MAX_ROWS: usize = 8;

/// A remaining row vector; entries past the last row are 0.
pub(super) type RemainingRows = [u16; MAX_ROWS];

/// Margins, observed cells and row classes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Problem {
    /// Row totals.
    pub rows: Vec<u32>,
    /// Column totals, in the order in which columns are filled.
    pub columns: Vec<u32>,
    /// Observed counts, row after row.
    pub cells: Vec<Vec<u32>>,
    /// Class of each row; rows of a class are adjacent and interchangeable.
    pub class: Vec<usize>,
    /// Row scores, aligned with `rows`.
    pub row_scores: Vec<f64>,
    /// Column scores, aligned with `columns`.
    pub column_scores: Vec<f64>,
    /// Number of answers.
    pub n: u32,
}

impl Problem {
    /// From a compact table; `StatsError::TooLarge` if a side or a count does not fit into a state.
    pub fn new(table: &Table, order: ExtremenessCriterion) -> Result<Problem, StatsError> {
        let size = |t: &Table| t.row_totals().iter().map(|r| (r + 1.0).ln()).sum::<f64>();
        let other = table.transposed();
        let swap = other.rows() < table.rows()
            || (other.rows() == table.rows() && size(&other) < size(table));
        let table = if swap { &other } else { table };
        let (k, m) = (table.rows(), table.columns());
        if k > MAX_ROWS || table.n() >= f64::from(u16::MAX) {
            return Err(StatsError::TooLarge);
        }
        let counts = table.whole()?;
        let totals = |v: Vec<f64>| v.into_iter().map(|x| x as u32).collect::<Vec<_>>();
        let (rows, columns) = (totals(table.row_totals()), totals(table.column_totals()));
        let mut row_order: Vec<usize> = (0..k).collect();
        let score = |i: usize| table.row_scores()[i];
        match order {
            ExtremenessCriterion::Linear => {
                row_order.sort_by(|&a, &b| score(a).total_cmp(&score(b)))
            }
            ExtremenessCriterion::Probability
            | ExtremenessCriterion::Pearson
            | ExtremenessCriterion::Groups => row_order.sort_by_key(|&i| rows[i]),
        }
        // Largest column first, the others ascending, which gave the fewest fillings in the
        // measured cases.
        let mut column_order: Vec<usize> = (0..m).collect();
        column_order.sort_by_key(|&j| columns[j]);
        column_order.rotate_right(1);
        let same = |a: usize, b: usize| match order {
            ExtremenessCriterion::Probability => true,
            ExtremenessCriterion::Groups => false,
            ExtremenessCriterion::Pearson => rows[a] == rows[b],
            ExtremenessCriterion::Linear => score(a) == score(b),
        };
        let mut class = vec![0; k];
        for i in 1..k {
            class[i] = class[i - 1] + usize::from(!same(row_order[i - 1], row_order[i]));
        }
        Ok(Problem {
            cells: row_order
                .iter()
                .map(|&i| {
                    column_order
                        .iter()
                        .map(|&j| counts[i * m + j] as u32)
                        .collect()
                })
                .collect(),
            row_scores: row_order.iter().map(|&i| score(i)).collect(),
            column_scores: column_order
                .iter()
                .map(|&j| table.column_scores()[j])
                .collect(),
            n: rows.iter().sum(),
            rows: row_order.iter().map(|&i| rows[i]).collect(),
            columns: column_order.iter().map(|&j| columns[j]).collect(),
            class,
        })
    }

    /// The initial state with full rows.
    pub fn start(&self) -> RemainingRows {
        let mut rest = [0; MAX_ROWS];
        for (slot, &r) in rest.iter_mut().zip(&self.rows) {
            *slot = r as u16;
        }
        self.canonical(&mut rest);
        rest
    }

    /// Sorts interchangeable rows, so that equivalent states are equal.
    pub fn canonical(&self, rest: &mut RemainingRows) {
        for i in 1..self.rows.len() {
            let mut j = i;
            while j > 0 && self.class[j] == self.class[j - 1] && rest[j - 1] > rest[j] {
                rest.swap(j - 1, j);
                j -= 1;
            }
        }
    }
}
