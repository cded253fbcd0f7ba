//! Workbooks of LibreOffice (`.ods`).
//!
//! Read here and not by calamine, which repeats cells as often as a file tells it to and waits for
//! ever where a file ends too soon.

use super::{MOST_COLUMNS, MOST_ROWS, WorkbookSheet, chosen, to_try};
use crate::import::xml::{XmlNode, XmlStartTag};
use crate::import::{workbook, xml};
use crate::study::Refusal;

/// What the part called `mimetype` begins with.
pub const MIME_TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// A cell that is being read.
#[derive(Default)]
struct OdsCell {
    /// The value, where it does not stand in the words.
    value: Option<String>,
    words: String,
    paragraphs: usize,
    repeated: usize,
}

/// How far the sheet has been read.
#[derive(Default)]
struct OdsCursor {
    row: usize,
    repeated: usize,
    column: usize,
    /// The cells of this row, each with its column; repeated with it.
    cells: Vec<(usize, String)>,
    open: Option<OdsCell>,
    /// How deep within notes on a cell, which are no part of it.
    annotation_depth: usize,
}

/// Which sheets are out of sight: their styles say so before them.
#[derive(Default)]
struct HiddenSheets {
    style: Option<String>,
    styles: Vec<String>,
    sheets: Vec<String>,
}

impl HiddenSheets {
    fn note_style(&mut self, element: &XmlStartTag<'_>) {
        match element.name() {
            "style" => self.style = element.get("name"),
            "table-properties" if element.get("display").as_deref() == Some("false") => {
                self.styles.extend(self.style.take())
            }
            "table"
                if element
                    .get("style-name")
                    .is_some_and(|style| self.styles.contains(&style)) =>
            {
                self.sheets.extend(element.get("name"));
            }
            _ => {}
        }
    }
}

/// Reads the workbook whose content is the XML in `bytes`.
/// Refused when it is broken or hostile, or has no sheet called so.
pub fn read(name: &str, bytes: &[u8], wanted: Option<&str>) -> Result<WorkbookSheet, Refusal> {
    let mut sheets: Vec<WorkbookSheet> = Vec::new();
    let (mut place, mut hidden) = (OdsCursor::default(), HiddenSheets::default());
    xml::walk_xml(name, bytes, &mut |node| {
        match node {
            XmlNode::Open(element)
                if element.name() == "annotation" || place.annotation_depth > 0 =>
            {
                place.annotation_depth += usize::from(element.name() == "annotation")
            }
            XmlNode::Close(closed) if place.annotation_depth > 0 => {
                place.annotation_depth -= usize::from(closed == "annotation")
            }
            XmlNode::Text(_) if place.annotation_depth > 0 => {}
            XmlNode::Open(element) => {
                hidden.note_style(&element);
                place.begin(&element, &mut sheets);
            }
            XmlNode::Close(closed) => {
                if let Some(sheet) = sheets.last_mut() {
                    place.end(name, closed, sheet)?;
                }
            }
            XmlNode::Text(words) => {
                if let Some(open) = place.open.as_mut().filter(|open| open.paragraphs > 0) {
                    open.words.push_str(words);
                }
            }
        }
        Ok(())
    })?;
    // A hidden sheet is read only when it is asked for.
    let names = sheets
        .iter()
        .map(|sheet| sheet.name.clone())
        .filter(|name| wanted.is_some() || !hidden.sheets.contains(name));
    let names: Vec<String> = names.collect();
    let tried = to_try(name, &names, wanted)?;
    chosen(
        name,
        &names,
        sheets
            .into_iter()
            .filter(|sheet| tried.contains(&sheet.name))
            .collect(),
    )
}

impl OdsCursor {
    fn begin(&mut self, element: &XmlStartTag<'_>, sheets: &mut Vec<WorkbookSheet>) {
        let count = |name: &str| {
            element
                .get(name)
                .and_then(|count| count.parse::<usize>().ok())
                .unwrap_or(1)
                .max(1)
        };
        match element.name() {
            "table" => {
                *self = OdsCursor::default();
                sheets.push(WorkbookSheet {
                    name: element.get("name").unwrap_or_default(),
                    ..WorkbookSheet::default()
                });
            }
            "table-row" => {
                (self.repeated, self.column) = (count("number-rows-repeated"), 0);
                self.cells.clear();
            }
            "table-cell" | "covered-table-cell" => {
                let spans = count("number-columns-spanned").max(count("number-rows-spanned"));
                if let Some(sheet) = sheets.last_mut().filter(|_| spans > 1) {
                    sheet.merged += 1;
                }
                self.open = Some(OdsCell {
                    value: value(element),
                    repeated: count("number-columns-repeated"),
                    ..OdsCell::default()
                });
            }
            other => {
                let Some(open) = &mut self.open else { return };
                match other {
                    "p" => {
                        open.words
                            .push_str(if open.paragraphs > 0 { "\n" } else { "" });
                        open.paragraphs += 1;
                    }
                    "s" => open
                        .words
                        .extend(std::iter::repeat_n(' ', count("c").min(MOST_COLUMNS))),
                    "tab" => open.words.push('\t'),
                    "line-break" => open.words.push('\n'),
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, file: &str, closed: &str, sheet: &mut WorkbookSheet) -> Result<(), Refusal> {
        match closed {
            "table-cell" | "covered-table-cell" => {
                let Some(OdsCell {
                    value,
                    words,
                    repeated,
                    ..
                }) = self.open.take()
                else {
                    return Ok(());
                };
                let error =
                    value.as_ref().is_none_or(String::is_empty) && workbook::is_error(&words);
                // LibreOffice keeps what is true as 1 and shows TRUE.
                let value = value.filter(|value| {
                    !value.is_empty() && !matches!(words.as_str(), "TRUE" | "FALSE")
                });
                let words = value.unwrap_or(words);
                if error {
                    sheet.errors += 1;
                } else if !words.is_empty() {
                    let end = self.column.saturating_add(repeated).min(MOST_COLUMNS);
                    self.cells
                        .extend((self.column..end).map(|column| (column, words.clone())));
                }
                self.column = self.column.saturating_add(repeated);
            }
            "table-row" => {
                let end = self.row.saturating_add(self.repeated);
                if !self.cells.is_empty() {
                    // Beyond the last row one is put where it is refused, and not lost.
                    for row in self.row..end.min(MOST_ROWS).max(self.row.saturating_add(1)) {
                        for (column, words) in &self.cells {
                            sheet.put(file, row, *column, words.clone())?;
                        }
                    }
                }
                self.row = end;
            }
            _ => {}
        }
        Ok(())
    }
}

/// The value of a cell, where it is more exact than the words shown for it.
fn value(element: &XmlStartTag<'_>) -> Option<String> {
    match element.get("value-type")?.as_str() {
        "float" | "percentage" | "currency" => {
            element.get("value")?.parse().ok().map(workbook::number)
        }
        "date" => element
            .get("date-value")
            .map(|words| workbook::iso_moment(&words)),
        "time" => element
            .get("time-value")
            .map(|words| workbook::iso_clock(&words)),
        "boolean" => element
            .get("boolean-value")
            .map(|words| words.to_uppercase()),
        _ => element.get("string-value"),
    }
}
