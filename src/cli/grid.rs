//! Rows in aligned columns, without a box around them.
//!
//! Columns are as wide as what stands in them. When all together do not fit,
//! the widest give way and their cells are broken into lines.

use super::page::{Page, lines};
use crate::text::{harmless, wrap};

/// Cells between two columns.
const SPACE: usize = 2;
/// No column is made narrower than this.
const NARROWEST: usize = 10;

/// A table under way.
pub struct Grid {
    head: Vec<String>,
    numbers: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A table with these column titles; a title that begins with `>` stands,
    /// without the sign, over numbers and keeps to the right.
    #[must_use]
    pub fn new(head: &[&str]) -> Grid {
        Grid {
            head: head.iter().map(|title| title.trim_start_matches('>').to_owned()).collect(),
            numbers: head.iter().map(|title| title.starts_with('>')).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// Adds a row whose length is known when it runs only.
    pub fn cells(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Puts the table on a page.
    pub fn show(self, page: &mut Page) {
        let widths = self.widths(page.columns());
        let titled = self.head.iter().any(|title| !title.is_empty());
        let rows = titled.then_some(&self.head).into_iter().chain(&self.rows);
        for row in rows {
            for line in self.broken(row, &widths) {
                page.line(&line);
            }
        }
    }

    /// The width of each column, all together at most `columns`.
    fn widths(&self, columns: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.head.iter().map(|title| wrap::width(title)).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.split('\n').map(|line| wrap::width(&harmless::harmless(line))).max().unwrap_or(0).max(*width);
            }
        }
        let room = columns.saturating_sub(SPACE * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let Some(widest) = widths.iter_mut().max() else { break };
            if *widest <= NARROWEST {
                break;
            }
            *widest -= 1;
        }
        widths
    }

    /// A row as screen lines.
    fn broken(&self, row: &[String], widths: &[usize]) -> Vec<String> {
        let cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| lines(cell, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        (0..height)
            .map(|at| {
                let mut line = String::new();
                for (column, width) in widths.iter().enumerate() {
                    let cell = cells.get(column).and_then(|cell| cell.get(at)).map_or("", String::as_str);
                    let blank = " ".repeat(width.saturating_sub(wrap::width(cell)));
                    let number = self.numbers.get(column).copied().unwrap_or(false);
                    line.extend(if number { [&*blank, cell] } else { [cell, &*blank] });
                    line.push_str(&" ".repeat(SPACE));
                }
                line.trim_end().to_owned()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_by_cells_and_the_widest_gives_way() {
        let mut grid = Grid::new(&["Code", ">Codings", "Meaning"]);
        grid.row(["Åbenhed".into(), "12".into(), "long words that must be broken here".into()]);
        grid.row(["日本".into(), "3".into(), "short".into()]);
        let widths = grid.widths(34);
        assert_eq!(widths, [7, 7, 16]);
        let rows: Vec<String> = grid.rows.iter().flat_map(|row| grid.broken(row, &widths)).collect();
        assert_eq!(
            rows,
            [
                "Åbenhed       12  long words that",
                "                  must be broken",
                "                  here",
                "日本           3  short",
            ]
        );
    }
}
