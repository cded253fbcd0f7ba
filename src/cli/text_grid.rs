//! Rows in aligned columns, without borders.
//!
//! Columns are as wide as their content. If they do not fit, those with the most room to give are
//! narrowed and their cells wrapped, down to the width of the longest word.

use super::command_output::{CommandOutput, wrapped_lines};
use crate::export::{ColumnAlign, ExportTable};
use crate::text::{sanitize, wrap};

/// Space between two columns.
const COLUMN_GAP: usize = 2;
/// Longer words may be broken.
const MAX_UNBROKEN_WORD: usize = 16;

pub struct TextGrid {
    head: Vec<String>,
    numbers: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl TextGrid {
    /// A table with these column titles. A title that begins with `>` marks a right-aligned column
    /// of numbers; the sign is not shown.
    #[must_use]
    pub fn new(head: &[&str]) -> TextGrid {
        TextGrid {
            head: head
                .iter()
                .map(|title| title.trim_start_matches('>').to_owned())
                .collect(),
            numbers: head.iter().map(|title| title.starts_with('>')).collect(),
            rows: Vec::new(),
        }
    }

    #[must_use]
    pub fn from_table(table: &ExportTable) -> TextGrid {
        let right = |align: ColumnAlign| align == ColumnAlign::Right;
        TextGrid {
            head: table
                .columns
                .iter()
                .map(|column| column.heading.clone())
                .collect(),
            numbers: table
                .columns
                .iter()
                .map(|column| right(column.align))
                .collect(),
            rows: table
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| cell.as_shown().to_owned()).collect())
                .collect(),
        }
    }

    /// Prints the table, and its notes below.
    pub fn show_with_notes(self, table: &ExportTable, output: &mut CommandOutput) {
        self.show(output);
        output.blank_line();
        table.notes.iter().for_each(|note| output.paragraph(note));
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// Adds a row whose length is only known at run time.
    pub fn dynamic_row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub fn show(self, output: &mut CommandOutput) {
        let widths = self.widths(output.columns());
        let titled = self.head.iter().any(|title| !title.is_empty());
        let rows = titled.then_some(&self.head).into_iter().chain(&self.rows);
        for row in rows {
            for line in self.row_lines(row, &widths) {
                output.line(&line);
            }
        }
    }

    /// The width of each column, at most `columns` in total unless words are too long for that.
    fn widths(&self, columns: usize) -> Vec<usize> {
        let mut widths = self.widest(|cell| cell.split('\n').map(wrap::width).max());
        let words = self.widest(|cell| {
            cell.split_whitespace()
                .map(|word| wrap::width(word).min(MAX_UNBROKEN_WORD))
                .max()
        });
        let room = columns.saturating_sub(COLUMN_GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let spare = |at: &usize| widths[*at].saturating_sub(words[*at]);
            let Some(most) = (0..widths.len())
                .max_by_key(spare)
                .filter(|at| spare(at) > 0)
            else {
                break;
            };
            widths[most] -= 1;
        }
        widths
    }

    /// The maximum of `measure` over each column's cells, including its title.
    fn widest(&self, measure: impl Fn(&str) -> Option<usize>) -> Vec<usize> {
        let of = |cell: &String| measure(&sanitize::sanitize(cell)).unwrap_or(0);
        let mut widest: Vec<usize> = self.head.iter().map(of).collect();
        for row in &self.rows {
            for (widest, cell) in widest.iter_mut().zip(row) {
                *widest = of(cell).max(*widest);
            }
        }
        widest
    }

    /// The screen lines of a row.
    fn row_lines(&self, row: &[String], widths: &[usize]) -> Vec<String> {
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| wrapped_lines(cell, *width))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        (0..height)
            .map(|at| {
                let mut line = String::new();
                for (column, width) in widths.iter().enumerate() {
                    let cell = cells
                        .get(column)
                        .and_then(|cell| cell.get(at))
                        .map_or("", String::as_str);
                    let blank = " ".repeat(width.saturating_sub(wrap::width(cell)));
                    let number = self.numbers.get(column).copied().unwrap_or(false);
                    line.extend(if number {
                        [&*blank, cell]
                    } else {
                        [cell, &*blank]
                    });
                    line.push_str(&" ".repeat(COLUMN_GAP));
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
        let mut grid = TextGrid::new(&["Code", ">Codings", "Meaning"]);
        grid.row([
            "Åbenhed".into(),
            "12".into(),
            "long words that must be broken here".into(),
        ]);
        grid.row(["日本".into(), "3".into(), "short".into()]);
        let widths = grid.widths(34);
        assert_eq!(widths, [7, 7, 16]);
        let rows: Vec<String> = grid
            .rows
            .iter()
            .flat_map(|row| grid.row_lines(row, &widths))
            .collect();
        assert_eq!(
            rows,
            [
                "Åbenhed       12  long words that",
                "                  must be broken",
                "                  here",
                "日本           3  short",
            ]
        );
        assert_eq!(
            grid.widths(12),
            [7, 7, 7],
            "no word is broken as long as it is not very long"
        );
    }
}
