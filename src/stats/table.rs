//! A table of counts: rows by columns, row after row, with a score for each category.
//!
//! The table holds numbers and not names. Categories that nobody chose keep their row or column, so that what is shown is what
//! was asked; tests use [`Table::compact`], which leaves the empty ones out and keeps the original scores of the others.

use super::why::{Warning, Why};
use serde::Serialize;

/// Counts (or sums of weights) of `rows` × `columns` categories, all finite and not negative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    rows: usize,
    columns: usize,
    cells: Vec<f64>,
    row_scores: Vec<f64>,
    column_scores: Vec<f64>,
}

impl Table {
    /// A table from its cells, row after row; scores are 1, 2, 3 …; refused when the length or a cell is wrong.
    pub fn new(rows: usize, columns: usize, cells: Vec<f64>) -> Result<Table, Why> {
        if rows.checked_mul(columns) != Some(cells.len()) {
            return Err(Why::Shape);
        }
        if cells.iter().any(|x| !x.is_finite() || *x < 0.0) {
            return Err(Why::Weight);
        }
        let scores = |n: usize| (1..=n).map(|i| i as f64).collect();
        Ok(Table { rows, columns, cells, row_scores: scores(rows), column_scores: scores(columns) })
    }

    /// A table from whole counts, row after row.
    pub fn from_counts(rows: usize, columns: usize, counts: &[u64]) -> Result<Table, Why> {
        Table::new(rows, columns, counts.iter().map(|&x| x as f64).collect())
    }

    /// A table from pairs of category indices (row, column, weight); a pair outside the table or a bad weight is refused.
    pub fn from_pairs<I>(rows: usize, columns: usize, pairs: I) -> Result<Table, Why>
    where
        I: IntoIterator<Item = (usize, usize, f64)>,
    {
        let mut table = Table::new(rows, columns, vec![0.0; rows.checked_mul(columns).ok_or(Why::Shape)?])?;
        for (i, j, weight) in pairs {
            if i >= rows || j >= columns {
                return Err(Why::Shape);
            }
            if !weight.is_finite() || weight < 0.0 {
                return Err(Why::Weight);
            }
            table.cells[i * columns + j] += weight;
        }
        Ok(table)
    }

    /// The same table with other scores (one finite number per row and per column), used by tests that know order.
    pub fn with_scores(mut self, rows: Vec<f64>, columns: Vec<f64>) -> Result<Table, Why> {
        if rows.len() != self.rows || columns.len() != self.columns {
            return Err(Why::Shape);
        }
        if rows.iter().chain(&columns).any(|x| !x.is_finite()) {
            return Err(Why::Weight);
        }
        self.row_scores = rows;
        self.column_scores = columns;
        Ok(self)
    }

    /// Number of rows, empty ones included.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns, empty ones included.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Observed count of a cell; 0 outside the table.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        if row < self.rows && column < self.columns { self.cells[row * self.columns + column] } else { 0.0 }
    }

    /// Observed counts, row after row.
    pub fn observed(&self) -> &[f64] {
        &self.cells
    }

    /// Scores of the rows.
    pub fn row_scores(&self) -> &[f64] {
        &self.row_scores
    }

    /// Scores of the columns.
    pub fn column_scores(&self) -> &[f64] {
        &self.column_scores
    }

    /// Sum of each row.
    pub fn row_totals(&self) -> Vec<f64> {
        (0..self.rows).map(|i| self.row(i).iter().sum()).collect()
    }

    /// Sum of each column.
    pub fn column_totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; self.columns];
        for i in 0..self.rows {
            for (total, x) in totals.iter_mut().zip(self.row(i)) {
                *total += x;
            }
        }
        totals
    }

    /// Sum of all cells: the number of answers, or their weight.
    pub fn n(&self) -> f64 {
        self.cells.iter().sum()
    }

    /// The counts of one row; empty outside the table.
    pub fn row(&self, i: usize) -> &[f64] {
        self.cells.get(i * self.columns..(i + 1) * self.columns).unwrap_or(&[])
    }

    /// Expected counts under independence (row total × column total / n), row after row; zeros for an empty table.
    pub fn expected(&self) -> Vec<f64> {
        let (rows, columns, n) = (self.row_totals(), self.column_totals(), self.n());
        rows.iter().flat_map(|r| columns.iter().map(move |c| if n > 0.0 { r * c / n } else { 0.0 })).collect()
    }

    /// The table with rows and columns exchanged.
    pub fn transposed(&self) -> Table {
        let cells = (0..self.columns).flat_map(|j| (0..self.rows).map(move |i| self.at(i, j))).collect();
        Table {
            rows: self.columns,
            columns: self.rows,
            cells,
            row_scores: self.column_scores.clone(),
            column_scores: self.row_scores.clone(),
        }
    }

    /// The table without its empty rows and columns; the remaining categories keep their scores.
    pub fn compact(&self) -> Table {
        let keep = |totals: Vec<f64>| -> Vec<usize> { (0..totals.len()).filter(|&i| totals[i] > 0.0).collect() };
        let (rows, columns) = (keep(self.row_totals()), keep(self.column_totals()));
        Table {
            rows: rows.len(),
            columns: columns.len(),
            cells: rows.iter().flat_map(|&i| columns.iter().map(move |&j| self.at(i, j))).collect(),
            row_scores: rows.iter().map(|&i| self.row_scores[i]).collect(),
            column_scores: columns.iter().map(|&j| self.column_scores[j]).collect(),
        }
    }

    /// The table with categories renamed: each row and column goes to a new place, or nowhere (counted as missing).
    ///
    /// The score of a new category is the mean of the scores that went into it.
    pub fn regrouped(&self, rows: &[Option<usize>], columns: &[Option<usize>]) -> Result<Table, Why> {
        if rows.len() != self.rows || columns.len() != self.columns {
            return Err(Why::Shape);
        }
        let size = |places: &[Option<usize>]| places.iter().flatten().max().map_or(0, |m| m + 1);
        let scores = |places: &[Option<usize>], scores: &[f64]| -> Vec<f64> {
            let of = |k: usize| places.iter().zip(scores).filter(move |(p, _)| **p == Some(k)).map(|(_, s)| *s);
            (0..size(places)).map(|k| of(k).sum::<f64>() / of(k).count().max(1) as f64).collect()
        };
        let pairs = rows.iter().enumerate().flat_map(|(i, to)| {
            let cell = move |(j, place): (usize, &Option<usize>)| Some(((*to)?, (*place)?, self.at(i, j)));
            columns.iter().enumerate().filter_map(cell)
        });
        Table::from_pairs(size(rows), size(columns), pairs)?
            .with_scores(scores(rows, &self.row_scores), scores(columns, &self.column_scores))
    }

    /// The table after one answer has gone from one cell to another; nothing when there is no whole answer to move.
    pub fn moved(&self, from: (usize, usize), to: (usize, usize)) -> Option<Table> {
        let inside = |(i, j): (usize, usize)| i < self.rows && j < self.columns;
        if !inside(from) || !inside(to) || self.at(from.0, from.1) < 1.0 {
            return None;
        }
        let mut table = self.clone();
        table.cells[from.0 * self.columns + from.1] -= 1.0;
        table.cells[to.0 * self.columns + to.1] += 1.0;
        Some(table)
    }

    /// The table without one answer of a cell; nothing when there is no whole answer to take.
    pub fn without(&self, cell: (usize, usize)) -> Option<Table> {
        let mut table = self.moved(cell, cell)?;
        table.cells[cell.0 * self.columns + cell.1] -= 1.0;
        Some(table)
    }

    /// The table that tests use: compact, with at least two rows and two columns, or the reason why there is none.
    pub fn testable(&self) -> Result<Table, Why> {
        let table = self.compact();
        if table.cells.is_empty() {
            return Err(Why::Empty);
        }
        if table.rows < 2 || table.columns < 2 {
            return Err(Why::OneCategory { rows: table.rows, columns: table.columns });
        }
        Ok(table)
    }

    /// The counts as whole numbers, or `Why::Fractional` when a weight is not whole.
    pub fn whole(&self) -> Result<Vec<u64>, Why> {
        let whole = |x: &f64| {
            let near = x.round();
            if (x - near).abs() <= 1e-9 * near.max(1.0) && near < 9e15 { Ok(near as u64) } else { Err(Why::Fractional) }
        };
        self.cells.iter().map(whole).collect()
    }

    /// Reservations that hold for every test of this table: dropped categories and fractional weights.
    pub(crate) fn reservations(&self) -> Vec<Warning> {
        let small = self.compact();
        let (rows, columns) = (self.rows - small.rows, self.columns - small.columns);
        let mut warnings = Vec::new();
        if rows + columns > 0 {
            warnings.push(Warning::Dropped { rows, columns });
        }
        if self.whole().is_err() {
            warnings.push(Warning::Fractional);
        }
        warnings
    }
}
