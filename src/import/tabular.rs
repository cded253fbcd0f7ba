//! Tables as a header and columns of equal length.
//!
//! Delimited text is read here, with line numbers in refusals; other formats supply rows
//! (`TabularData::of`).

use super::TextFile;
use crate::study::{Column, Refusal, column::ColumnBuilder};
use crate::text::sanitize;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabularData {
    /// The delimiter of delimited text.
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

/// Lines examined to find the delimiter.
const SNIFFED_LINES: usize = 50;

/// Called with the number of bytes read, and their total.
pub type ReadProgress<'a> = &'a mut dyn FnMut(usize, usize);

/// Rows between two calls of [`ReadProgress`].
const PROGRESS_INTERVAL_ROWS: u64 = 10_000;

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

    /// Reads delimited rows. The delimiter is detected unless the one given occurs in the first
    /// row, or the first line is Excel's `sep=;`.
    ///
    /// # Errors
    /// Refuses an empty file, rows of differing width, and an unclosed quotation.
    pub fn delimited(
        name: &str,
        text: &str,
        delimiter: Option<char>,
        watch: ReadProgress<'_>,
    ) -> Result<TabularData, Refusal> {
        let (said, text, before) = match text
            .strip_prefix("sep=")
            .and_then(|rest| rest.split_once('\n'))
        {
            Some((said, rest)) => (said.chars().next(), rest, 1),
            None => (None, text, 0),
        };
        // The user's delimiter may come from a variables file written for another export of the
        // data.
        let told = delimiter.filter(|delimiter| {
            text.lines()
                .next()
                .is_some_and(|first| first.contains(*delimiter))
        });
        let delimiter = said.or(told).unwrap_or_else(|| find_delimiter(text));
        let Ok(byte) = u8::try_from(delimiter) else {
            return Err(Refusal::new(
                format!("`{delimiter}` cannot stand between cells"),
                "Use ; or , or a tab",
            ));
        };
        if let Some(line) = unclosed_quotation(text, delimiter) {
            return Err(refuse_unclosed(name, line + before));
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(byte)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        // The text is valid UTF-8 and rows may have any width, so no error is expected.
        let broken = |error| Refusal::new(format!("{name}: {error}"), "Correct the file");
        // The record is reused for every row.
        let mut row = csv::StringRecord::new();
        if !reader.read_record(&mut row).map_err(broken)? {
            return Err(Refusal::new(
                format!("{name} is empty"),
                "Nothing was imported; check the file",
            ));
        }
        let mut header: Vec<String> = row.iter().map(|cell| cell.trim().to_owned()).collect();
        let mut notes = Vec::new();
        if has_row_names(text, byte, header.len()) {
            header.insert(0, String::new());
            notes.push(
                "the first row has one name less than the others have cells: the first column has none, as R writes it".into(),
            );
        }
        let mut columns: Vec<ColumnBuilder> = vec![ColumnBuilder::default(); header.len()];
        let mut ragged: Vec<(u64, usize)> = Vec::new();
        let mut blank_rows = 0;
        while reader.read_record(&mut row).map_err(broken)? {
            if let Some(place) = row
                .position()
                .filter(|place| place.record() % PROGRESS_INTERVAL_ROWS == 0)
            {
                watch(place.byte() as usize, text.len());
            }
            let beyond = || {
                row.iter()
                    .skip(header.len())
                    .all(|cell| cell.trim().is_empty())
            };
            if row.len() < header.len() || !beyond() {
                ragged.push((
                    row.position().map_or(0, csv::Position::line) + before as u64,
                    row.len(),
                ));
            } else if row.iter().all(|cell| cell.trim().is_empty()) {
                blank_rows += 1;
            } else {
                row.iter()
                    .zip(&mut columns)
                    .for_each(|(cell, column)| column.push(cell.trim()));
            }
        }
        if let Some((line, cells)) = ragged.first() {
            return Err(refuse_ragged(name, *line, *cells, &header, &ragged[1..]));
        }
        let columns = columns.into_iter().map(ColumnBuilder::finish).collect();
        let mut cells = TabularData {
            delimiter: Some(delimiter),
            header,
            columns,
            blank_rows,
            notes,
            ..TabularData::default()
        };
        cells.leave_out_nothing();
        Ok(cells)
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

    /// Delimited rows of any width, without a header.
    pub(super) fn delimited_rows(text: &str) -> Vec<Vec<String>> {
        let delimiter = u8::try_from(find_delimiter(text)).unwrap_or(b';');
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        // The text is valid UTF-8 and rows may have any width, so no error is expected.
        reader
            .into_records()
            .filter_map(Result::ok)
            .map(|row| row.iter().map(str::to_owned).collect())
            .collect()
    }

    /// Rows of any width, untrimmed, with the delimiter that was detected. Refuses an unclosed
    /// quotation.
    pub(super) fn delimited_rows_as_is(
        name: &str,
        text: &str,
    ) -> Result<(char, Vec<Vec<String>>), Refusal> {
        let (said, text, before) = match text
            .strip_prefix("sep=")
            .and_then(|rest| rest.split_once('\n'))
        {
            Some((said, rest)) => (said.chars().next(), rest, 1),
            None => (None, text, 0),
        };
        let delimiter = said
            .filter(char::is_ascii)
            .unwrap_or_else(|| find_delimiter(text));
        if let Some(line) = unclosed_quotation(text, delimiter) {
            return Err(refuse_unclosed(name, line + before));
        }
        let delimiter_byte = u8::try_from(delimiter).unwrap_or(b';');
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter_byte)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let (mut rows, mut cells) = (Vec::new(), 0);
        for row in reader.into_records() {
            let row =
                row.map_err(|error| Refusal::new(format!("{name}: {error}"), "Correct the file"))?;
            cells += row.len();
            if cells > MAX_CELLS {
                return Err(refuse_too_many(name));
            }
            rows.push(row.iter().map(str::to_owned).collect());
        }
        Ok((delimiter, rows))
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

fn refuse_unclosed(name: &str, line: usize) -> Refusal {
    Refusal::new(
        format!("{name} line {line}: a quotation begins with \" and never ends"),
        "Close it with \", or write \"\" for a quotation mark inside a cell",
    )
}

/// True if the first rows have one more cell than the header and begin with a quoted name: R's
/// `write.table` leaves the column of row names without a heading. An unquoted extra cell could be
/// due to a decimal comma.
fn has_row_names(text: &str, delimiter: u8, header: usize) -> bool {
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader
        .into_records()
        .filter_map(Result::ok)
        .skip(1)
        .take(SNIFFED_LINES)
        .collect();
    let mut seen = std::collections::HashSet::new();
    let named = |row: &csv::StringRecord| {
        let begin = row.position().map_or(0, |place| place.byte() as usize);
        text.get(begin..)
            .is_some_and(|rest| rest.trim_start_matches('\n').starts_with('"'))
    };
    rows.len() > 1
        && rows
            .iter()
            .all(|row| row.len() == header + 1 && named(row) && seen.insert(row[0].to_owned()))
}

fn refuse_ragged(
    name: &str,
    line: u64,
    cells: usize,
    header: &[String],
    more: &[(u64, usize)],
) -> Refusal {
    let expected = header.len();
    let place = if cells < expected {
        format!(
            ", the last one filled is `{}`",
            sanitize::sanitize_line(&header[cells.saturating_sub(1)])
        )
    } else {
        String::new()
    };
    let others: Vec<String> = more
        .iter()
        .take(5)
        .map(|(line, _)| line.to_string())
        .collect();
    let dots = if more.len() > 5 {
        format!(", … ({} in all)", more.len() + 1)
    } else {
        String::new()
    };
    let others = if others.is_empty() {
        String::new()
    } else {
        format!("; so it is in line {}{dots}", others.join(", "))
    };
    Refusal::new(
        format!(
            "{name} line {line} has {cells} cell{} where the first row has {expected}{place}{others}",
            if cells == 1 { "" } else { "s" }
        ),
        "Nothing was imported; put \"…\" around cells that hold a delimiter, or add what is missing",
    )
}

/// The delimiter that splits most of the first lines into as many cells as the first one.
fn find_delimiter(text: &str) -> char {
    let cells = |line: &str, delimiter: char| {
        // Ignores delimiters within quotations.
        line.split('"')
            .step_by(2)
            .map(|part| part.matches(delimiter).count())
            .sum::<usize>()
    };
    let lines: Vec<&str> = text.lines().take(SNIFFED_LINES).collect();
    [';', ',', '\t']
        .into_iter()
        .max_by_key(|delimiter| {
            let first = lines.first().map_or(0, |line| cells(line, *delimiter));
            let alike = lines
                .iter()
                .filter(|line| first > 0 && cells(line, *delimiter) == first)
                .count();
            (alike, first)
        })
        .unwrap_or(';')
}

/// The line of a quotation that is never closed; without this check it would swallow the rest of
/// the file.
fn unclosed_quotation(text: &str, delimiter: char) -> Option<usize> {
    memchr::memchr(b'"', text.as_bytes())?;
    let mut line = 1;
    let mut open: Option<usize> = None;
    let mut fresh = true;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        line += usize::from(c == '\n');
        match (c, open) {
            ('"', None) if fresh => open = Some(line),
            ('"', Some(_)) if letters.peek() == Some(&'"') => drop(letters.next()),
            ('"', Some(_)) => open = None,
            _ => {}
        }
        fresh = open.is_none() && (c == delimiter || c == '\n');
    }
    open
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
