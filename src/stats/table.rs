//! A table of counts: rows by columns, stored row by row, with the meaning of its two sides.
//!
//! Categories that nobody chose keep their row or column, so that the table shows what was asked;
//! tests use [`Table::compact`], which drops the empty ones and keeps the scores of the others.

use super::error::{StatsError, Warning};
use super::side::{SideLevel, TableSide};
use serde::Serialize;

/// Counts (or sums of weights) of `rows` × `columns` categories, all finite and not negative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    rows: usize,
    columns: usize,
    cells: Vec<f64>,
    row_side: TableSide,
    column_side: TableSide,
    weighted: bool,
}

impl Table {
    /// A table from its cells, row by row; refused if the length or a cell is invalid. Until
    /// [`Table::with_sides`] is called, both sides are ordered and scored 1, 2, 3 …
    pub fn new(rows: usize, columns: usize, cells: Vec<f64>) -> Result<Table, StatsError> {
        if rows.checked_mul(columns) != Some(cells.len()) {
            return Err(StatsError::Shape);
        }
        if cells.iter().any(|x| !x.is_finite() || *x < 0.0) {
            return Err(StatsError::Weight);
        }
        let side = |name: &str, categories| TableSide::new(name, SideLevel::Ordinal).of(categories);
        Ok(Table {
            rows,
            columns,
            cells,
            row_side: side("rows", rows)?,
            column_side: side("columns", columns)?,
            weighted: false,
        })
    }

    /// A table from whole counts, row by row.
    pub fn from_counts(rows: usize, columns: usize, counts: &[u64]) -> Result<Table, StatsError> {
        Table::new(rows, columns, counts.iter().map(|&x| x as f64).collect())
    }

    /// A table from pairs of category indices (row, column, weight); an index out of range or an
    /// invalid weight is refused.
    pub fn from_pairs<I>(rows: usize, columns: usize, pairs: I) -> Result<Table, StatsError>
    where
        I: IntoIterator<Item = (usize, usize, f64)>,
    {
        let mut table = Table::new(
            rows,
            columns,
            vec![0.0; rows.checked_mul(columns).ok_or(StatsError::Shape)?],
        )?;
        for (i, j, weight) in pairs {
            if i >= rows || j >= columns {
                return Err(StatsError::Shape);
            }
            if !weight.is_finite() || weight < 0.0 {
                return Err(StatsError::Weight);
            }
            table.cells[i * columns + j] += weight;
        }
        Ok(table)
    }

    /// Sets the meaning of the sides; refused if a side has another number of categories.
    pub fn with_sides(mut self, row: TableSide, column: TableSide) -> Result<Table, StatsError> {
        (self.row_side, self.column_side) = (row.of(self.rows)?, column.of(self.columns)?);
        Ok(self)
    }

    /// Sets the scores (one finite number per row and per column), used by tests of a trend.
    pub fn with_scores(mut self, rows: Vec<f64>, columns: Vec<f64>) -> Result<Table, StatsError> {
        (self.row_side, self.column_side) = (
            self.row_side.scored(rows)?,
            self.column_side.scored(columns)?,
        );
        Ok(self)
    }

    /// Marks the cells as sums of weights instead of answers.
    #[must_use]
    pub fn weighted(mut self) -> Table {
        self.weighted = true;
        self
    }

    /// Returns whether the cells are sums of weights: marked as such, or not whole.
    pub fn is_weighted(&self) -> bool {
        self.weighted || self.whole().is_err()
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
        if row < self.rows && column < self.columns {
            self.cells[row * self.columns + column]
        } else {
            0.0
        }
    }

    /// Observed counts, row after row.
    pub fn observed(&self) -> &[f64] {
        &self.cells
    }

    /// The meaning of the rows.
    pub fn row_side(&self) -> &TableSide {
        &self.row_side
    }

    /// The meaning of the columns.
    pub fn column_side(&self) -> &TableSide {
        &self.column_side
    }

    /// Scores of the rows.
    pub fn row_scores(&self) -> &[f64] {
        self.row_side.scores()
    }

    /// Scores of the columns.
    pub fn column_scores(&self) -> &[f64] {
        self.column_side.scores()
    }

    /// Indices of the rows and of the columns with answers.
    pub fn used(&self) -> (Vec<usize>, Vec<usize>) {
        let used = |totals: Vec<f64>| {
            (0..totals.len())
                .filter(|&place| totals[place] > 0.0)
                .collect()
        };
        (used(self.row_totals()), used(self.column_totals()))
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

    /// The counts of one row; empty if out of range.
    pub fn row(&self, i: usize) -> &[f64] {
        self.cells
            .get(i * self.columns..(i + 1) * self.columns)
            .unwrap_or(&[])
    }

    /// Expected counts under independence (row total × column total / n), row after row; zeros for
    /// an empty table.
    pub fn expected(&self) -> Vec<f64> {
        let (rows, columns, n) = (self.row_totals(), self.column_totals(), self.n());
        rows.iter()
            .flat_map(|r| {
                columns
                    .iter()
                    .map(move |c| if n > 0.0 { r * c / n } else { 0.0 })
            })
            .collect()
    }

    /// With rows and columns exchanged.
    pub fn transposed(&self) -> Table {
        let cells = (0..self.columns)
            .flat_map(|j| (0..self.rows).map(move |i| self.at(i, j)))
            .collect();
        Table {
            rows: self.columns,
            columns: self.rows,
            cells,
            row_side: self.column_side.clone(),
            column_side: self.row_side.clone(),
            weighted: self.weighted,
        }
    }

    /// Without empty rows and columns; the remaining categories keep their scores.
    pub fn compact(&self) -> Table {
        let (rows, columns) = self.used();
        if rows.len() == self.rows && columns.len() == self.columns {
            return self.clone();
        }
        let (row_side, column_side) = (
            self.row_side.select(&rows),
            self.column_side.select(&columns),
        );
        self.of_cells(&rows, &columns, row_side, column_side)
    }

    /// Makes yes the later category wherever it is one of two with answers, so that order means the
    /// same however the codes were assigned. Other sides are unchanged.
    pub fn oriented(&self) -> Table {
        let falls = |side: &TableSide, used: &[usize]| {
            side.level == SideLevel::Nominal && used.len() == 2 && side.yes == used.first().copied()
        };
        let (rows, columns) = self.used();
        let turned = |size: usize, falls: bool| -> Vec<usize> {
            if falls {
                (0..size).rev().collect()
            } else {
                (0..size).collect()
            }
        };
        let (down, across) = (
            falls(&self.row_side, &rows),
            falls(&self.column_side, &columns),
        );
        if !down && !across {
            return self.clone();
        }
        let side =
            |side: &TableSide, falls: bool| if falls { side.reversed() } else { side.clone() };
        let sides = (side(&self.row_side, down), side(&self.column_side, across));
        self.of_cells(
            &turned(self.rows, down),
            &turned(self.columns, across),
            sides.0,
            sides.1,
        )
    }

    /// With the rows in reverse order.
    pub fn row_turned(&self) -> Table {
        let (rows, columns): (Vec<usize>, Vec<usize>) =
            ((0..self.rows).rev().collect(), (0..self.columns).collect());
        self.of_cells(
            &rows,
            &columns,
            self.row_side.reversed(),
            self.column_side.clone(),
        )
    }

    /// The cells of these rows and columns, in this order, with their sides.
    fn of_cells(
        &self,
        rows: &[usize],
        columns: &[usize],
        row_side: TableSide,
        column_side: TableSide,
    ) -> Table {
        Table {
            rows: rows.len(),
            columns: columns.len(),
            cells: rows
                .iter()
                .flat_map(|&i| columns.iter().map(move |&j| self.at(i, j)))
                .collect(),
            row_side,
            column_side,
            weighted: self.weighted,
        }
    }

    /// Moves each row and column to a new index, or drops it (counted as missing).
    ///
    /// The score of a new category is the mean of the scores merged into it.
    pub fn regrouped(
        &self,
        rows: &[Option<usize>],
        columns: &[Option<usize>],
    ) -> Result<Table, StatsError> {
        if rows.len() != self.rows || columns.len() != self.columns {
            return Err(StatsError::Shape);
        }
        let size = |places: &[Option<usize>]| places.iter().flatten().max().map_or(0, |m| m + 1);
        let pairs = rows.iter().enumerate().flat_map(|(i, to)| {
            let cell =
                move |(j, place): (usize, &Option<usize>)| Some(((*to)?, (*place)?, self.at(i, j)));
            columns.iter().enumerate().filter_map(cell)
        });
        let table = Table::from_pairs(size(rows), size(columns), pairs)?.with_sides(
            self.row_side.regrouped(rows),
            self.column_side.regrouped(columns),
        )?;
        Ok(Table {
            weighted: self.weighted,
            ..table
        })
    }

    /// Moves one answer from one cell to another; `None` if there is no whole answer to move.
    pub fn with_answer_moved(&self, from: (usize, usize), to: (usize, usize)) -> Option<Table> {
        let inside = |(i, j): (usize, usize)| i < self.rows && j < self.columns;
        if !inside(from) || !inside(to) || self.at(from.0, from.1) < 1.0 {
            return None;
        }
        let mut table = self.clone();
        table.cells[from.0 * self.columns + from.1] -= 1.0;
        table.cells[to.0 * self.columns + to.1] += 1.0;
        Some(table)
    }

    /// Removes one answer from a cell; `None` if there is no whole answer to remove.
    pub fn without_answer(&self, cell: (usize, usize)) -> Option<Table> {
        let mut table = self.with_answer_moved(cell, cell)?;
        table.cells[cell.0 * self.columns + cell.1] -= 1.0;
        Some(table)
    }

    /// The table that tests use: compact, with at least two rows and two columns.
    pub fn testable(&self) -> Result<Table, StatsError> {
        let table = self.compact();
        if table.cells.is_empty() {
            return Err(StatsError::Empty);
        }
        if table.rows < 2 || table.columns < 2 {
            return Err(StatsError::OneCategory {
                rows: table.rows,
                columns: table.columns,
            });
        }
        Ok(table)
    }

    /// The testable table with both sides ordered and yes last, or `StatsError::NoOrder`: for
    /// measures with a direction.
    pub fn directed(&self) -> Result<Table, StatsError> {
        let table = self.testable()?.oriented();
        if table.row_side.is_ordered() && table.column_side.is_ordered() {
            Ok(table)
        } else {
            Err(StatsError::NoOrder)
        }
    }

    /// The testable table if each side is ordered or binary (in either order), or
    /// `StatsError::NoOrder`: for tests of a trend in either direction.
    pub fn trended(&self) -> Result<Table, StatsError> {
        let table = self.testable()?.oriented();
        let lies = |side: &TableSide, categories: usize| side.is_ordered() || categories == 2;
        if lies(&table.row_side, table.rows) && lies(&table.column_side, table.columns) {
            Ok(table)
        } else {
            Err(StatsError::NoOrder)
        }
    }

    /// The counts as integers, or `StatsError::Fractional` if one is not whole.
    pub fn whole(&self) -> Result<Vec<u64>, StatsError> {
        let whole = |x: &f64| {
            let near = x.round();
            if (x - near).abs() <= 1e-9 * near.max(1.0) && near < 9e15 {
                Ok(near as u64)
            } else {
                Err(StatsError::Fractional)
            }
        };
        self.cells.iter().map(whole).collect()
    }

    /// Caveats for every test of this table: dropped categories and fractional weights.
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
