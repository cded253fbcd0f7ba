//! Tables as a header and columns of equal length.
//!
//! Delimited text is split into cells in `delimited`, with line numbers in refusals; other formats
//! supply rows (`TabularData::from_rows`).

mod delimited;

use super::TextFile;
use crate::study::{Column, Refusal, column::ColumnBuilder};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabularData {
    pub delimiter: Option<char>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    pub header: Vec<String>,
    /// One per heading.
    pub columns: Vec<Column>,
    /// Number of blank rows that were skipped.
    pub blank_rows: usize,
    /// What was left out or assumed, in sentences.
    pub notes: Vec<String>,
}

/// Cells, including empty ones, that fit into a gigabyte of memory.
pub(super) const MAX_CELLS: usize = 10_000_000;

/// Called with the number of bytes read, and their total.
pub type ReadProgress<'a> = &'a mut dyn FnMut(usize, usize);

impl TabularData {
    /// Reads `file` as [`TabularData::delimited`] does, and refuses columns without a name.
    pub fn read(file: &TextFile, delimiter: Option<char>) -> Result<TabularData, Refusal> {
        let cells = TabularData::delimited(&file.name, &file.text, delimiter, &mut |_, _| {})?;
        cells.refuse_nameless(&file.name)?;
        Ok(cells)
    }

    /// Refuses columns without a name, for tables whose columns are found by name.
    pub fn refuse_nameless(&self, name: &str) -> Result<(), Refusal> {
        let Some(place) = self.header.iter().position(String::is_empty) else {
            return Ok(());
        };
        Err(Refusal::new(
            format!("{name}: column {} has no name in the first row", place + 1),
            "Give every column a name",
        ))
    }

    /// Removes columns with neither a name nor a filled cell.
    fn leave_out_nothing(&mut self) {
        let keep: Vec<bool> = self
            .header
            .iter()
            .zip(&self.columns)
            .map(|(head, column)| !head.is_empty() || column.strings().any(|cell| !cell.is_empty()))
            .collect();
        if keep.contains(&false) {
            let (mut head, mut column) = (keep.iter(), keep.iter());
            self.header.retain(|_| head.next() == Some(&true));
            self.columns.retain(|_| column.next() == Some(&true));
        }
    }

    /// Builds the table from rows of any width, of which the first non-blank one is the header.
    /// Shorter rows are filled up with empty cells, and columns with neither a name nor a filled
    /// cell are dropped.
    pub(super) fn from_rows(name: &str, rows: Vec<Vec<String>>) -> Result<TabularData, Refusal> {
        let width = |row: &Vec<String>| {
            row.iter()
                .rposition(|cell| !cell.trim().is_empty())
                .map_or(0, |last| last + 1)
        };
        let mut rows = rows
            .into_iter()
            .skip_while(|row| width(row) == 0)
            .peekable();
        let Some(mut header) = rows.next() else {
            return Err(Refusal::new(
                format!("{name} is empty"),
                "Nothing was imported; check the file",
            ));
        };
        let mut columns: Vec<ColumnBuilder> = vec![ColumnBuilder::default(); width(&header)];
        let (mut filled, mut blank_rows, mut cells) = (0_usize, 0, 0);
        let mut blanks_so_far = 0;
        for row in rows {
            let width = width(&row);
            if width == 0 {
                blanks_so_far += 1;
                continue;
            }
            // Blank rows at the end of a sheet do not count.
            blank_rows += std::mem::take(&mut blanks_so_far);
            columns.resize(columns.len().max(width), ColumnBuilder::default());
            for (column, cell) in columns.iter_mut().zip(row).take(width) {
                cells += (filled + 1).saturating_sub(column.len());
                if cells > MAX_CELLS {
                    return Err(refuse_too_many(name));
                }
                column.fill(filled);
                column.push(cell.trim());
            }
            filled += 1;
        }
        if columns.len() * filled > MAX_CELLS {
            return Err(refuse_too_many(name));
        }
        columns.iter_mut().for_each(|column| column.fill(filled));
        header.resize(columns.len(), String::new());
        let header: Vec<String> = header.iter().map(|cell| cell.trim().to_owned()).collect();
        let columns = columns.into_iter().map(ColumnBuilder::finish).collect();
        let mut cells = TabularData {
            header,
            columns,
            blank_rows,
            ..TabularData::default()
        };
        cells.leave_out_nothing();
        Ok(cells)
    }
}

pub(super) fn refuse_too_many(name: &str) -> Refusal {
    Refusal::new(
        format!(
            "{name} has more than {} million cells",
            MAX_CELLS / 1_000_000
        ),
        "Divide it into several files",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> TextFile {
        TextFile::from_bytes("f.csv", "f.csv".into(), text.as_bytes()).unwrap()
    }

    fn read(text: &str) -> TabularData {
        TabularData::read(&file(text), None).unwrap()
    }

    fn refused(text: &str) -> String {
        TabularData::read(&file(text), None).unwrap_err().what
    }

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(read("a;b\n1,5;2\n").delimiter, Some(';'));
        assert_eq!(read("a,b\n\"x;y;z\",2\n").delimiter, Some(','));
        assert_eq!(read("a\tb\n1,5\t2,5\n").delimiter, Some('\t'));
        assert_eq!(
            TabularData::read(&file("a,b;c\n1,2;3\n"), Some(','))
                .unwrap()
                .header,
            ["a", "b;c"]
        );
        assert_eq!(
            TabularData::read(&file("a;b\n1;2\n"), Some(','))
                .unwrap()
                .header,
            ["a", "b"]
        );
        assert_eq!(read("\"a, b; c\",b\n1,2\n").header, ["a, b; c", "b"]);
    }

    #[test]
    fn the_line_that_excel_puts_first_is_no_row() {
        let cells = read("sep=,\na,b;c\n1,2\n");
        assert_eq!(
            (cells.header, cells.columns.len()),
            (vec!["a".to_owned(), "b;c".into()], 2)
        );
        assert_eq!(
            refused("sep=;\na;b\n1;2;3\n"),
            "f.csv line 3 has 3 cells where the first row has 2"
        );
    }

    #[test]
    fn quoted_cells_may_hold_delimiters_line_feeds_and_quotation_marks() {
        let cells = read("a;b\n\"1;\n2\";\"say \"\"no\"\"\"\n3;4\n");
        assert_eq!(cells.columns, [["1;\n2", "3"], ["say \"no\"", "4"]]);
    }

    #[test]
    fn every_ragged_row_is_an_error_with_its_line() {
        assert_eq!(
            refused("a;b;c\n1;2;3\n\"x\ny\";2;3\n1;2\n1;2;3;4\n"),
            "f.csv line 5 has 2 cells where the first row has 3, the last one filled is `b`; so it is in line 6"
        );
    }

    #[test]
    fn a_quotation_without_end_is_found_where_it_begins() {
        assert_eq!(
            refused("a;b\n1;2\n3;\"4\n5;6\n"),
            "f.csv line 3: a quotation begins with \" and never ends"
        );
        assert_eq!(read("a;b\n5\" pipe;2\n").columns[0], ["5\" pipe"]);
    }

    #[test]
    fn rows_of_any_length_become_columns_of_one() {
        let rows = |rows: &[&[&str]]| {
            rows.iter()
                .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
                .collect()
        };
        let cells = TabularData::from_rows(
            "f",
            rows(&[
                &[],
                &["a", "b", ""],
                &["1"],
                &[],
                &["2", " x ", "", ""],
                &["", ""],
            ]),
        )
        .unwrap();
        assert_eq!(
            (cells.header, cells.blank_rows),
            (vec!["a".to_owned(), "b".into()], 1)
        );
        assert_eq!(cells.columns, [["1", "2"], ["", "x"]]);
        assert_eq!(
            TabularData::from_rows("f", rows(&[&["a"], &["1", "2"]]))
                .unwrap()
                .header,
            ["a", ""]
        );
        assert_eq!(
            TabularData::from_rows("f", rows(&[&["", ""]]))
                .unwrap_err()
                .what,
            "f is empty"
        );
    }

    #[test]
    fn a_heading_for_row_names_may_be_missing_and_cells_beyond_may_be_empty() {
        let cells = TabularData::delimited(
            "f",
            "sat,dep\n\"1\",Low,A\n\"2\",High,B\n",
            None,
            &mut |_, _| {},
        )
        .unwrap();
        assert_eq!(cells.header, ["", "sat", "dep"]);
        assert_eq!(cells.columns, [["1", "2"], ["Low", "High"], ["A", "B"]]);
        assert_eq!(cells.notes.len(), 1);
        assert_eq!(
            read("a;b\n1;2;\n3;4; ;\n").columns,
            [["1", "3"], ["2", "4"]]
        );
        assert_eq!(read("a;b;\n1;2;\n3;4;\n").header, ["a", "b"]);
        for twice in ["a;b\n1;2;3\n2;2;3\n", "a;b\n\"1\";2;3\n\"1\";2;3\n"] {
            assert!(
                refused(twice).contains("has 3 cells"),
                "the first cells are no names of rows: {twice}"
            );
        }
    }

    #[test]
    fn empty_rows_are_counted_and_empty_files_and_names_refused() {
        assert_eq!(read("a;b\n1;2\n;\n\n3;4\n").blank_rows, 1);
        assert_eq!(refused(""), "f.csv is empty");
        assert_eq!(
            refused("a;;c\n1;2;3\n"),
            "f.csv: column 2 has no name in the first row"
        );
    }
}
