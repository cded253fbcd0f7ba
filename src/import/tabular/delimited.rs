//! Delimited text: CSV and its variants.

use super::{MAX_CELLS, ReadProgress, TabularData, refuse_too_many};
use crate::study::{Refusal, column::ColumnBuilder};
use crate::text::sanitize;

/// Lines examined to find the delimiter.
const SNIFFED_LINES: usize = 50;
/// Rows between two calls of [`ReadProgress`].
const PROGRESS_INTERVAL_ROWS: u64 = 10_000;

impl TabularData {
    /// Reads delimited rows. The delimiter is detected unless the one given occurs in the first
    /// row, or the first line is Excel's `sep=;`.
    /// Refuses an empty file, rows of differing width, and an unclosed quotation.
    pub fn delimited(
        name: &str,
        text: &str,
        delimiter: Option<char>,
        watch: ReadProgress<'_>,
    ) -> Result<TabularData, Refusal> {
        let (announced, text, before) = excel_delimiter(text);
        // The user's delimiter may come from a variables file written for another export of the
        // data.
        let chosen = delimiter.filter(|delimiter| {
            text.lines()
                .next()
                .is_some_and(|first| first.contains(*delimiter))
        });
        let delimiter = announced.or(chosen).unwrap_or_else(|| find_delimiter(text));
        let Ok(byte) = u8::try_from(delimiter) else {
            return Err(Refusal::new(
                format!("`{delimiter}` cannot separate cells"),
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

    /// Delimited rows of any width, without a header.
    pub(in crate::import) fn delimited_rows(text: &str) -> Vec<Vec<String>> {
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
    pub(in crate::import) fn delimited_rows_as_is(
        name: &str,
        text: &str,
    ) -> Result<(char, Vec<Vec<String>>), Refusal> {
        let (announced, text, before) = excel_delimiter(text);
        let delimiter = announced
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
}

/// Splits off Excel's first line `sep=;`: the delimiter, the remaining text, and the number of
/// lines removed.
fn excel_delimiter(text: &str) -> (Option<char>, &str, usize) {
    match text
        .strip_prefix("sep=")
        .and_then(|rest| rest.split_once('\n'))
    {
        Some((delimiter, rest)) => (delimiter.chars().next(), rest, 1),
        None => (None, text, 0),
    }
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
