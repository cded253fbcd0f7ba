//! Quotes as a table: who said what, where, and under which codes.

use super::{Cell, Column, Table};
use crate::study::{Quote, Study};

/// A table of `quotes`, one row each; places are code points of the document.
#[must_use]
pub fn quotes(study: &Study, quotes: &[Quote<'_>]) -> Table {
    let columns = vec![
        Column::words("informant", "Informant"),
        Column::words("role", "Role"),
        Column::words("department", "Department"),
        Column::words("document", "Document"),
        Column::numbers("turn", "Turn"),
        Column::numbers("start", "Start"),
        Column::numbers("end", "End"),
        Column::words("text", "Quote"),
        Column::words("codes", "Codes"),
        Column::words("condensation", "Condensation"),
        Column::words("theme", "Theme"),
    ];
    let rows = quotes.iter().map(|quote| {
        let (start, end) = quote.document.points().of_span(&quote.document.text, quote.span);
        let informant = quote.informant.map(|informant| &informant.body);
        let (condensed, theme) = quote.condensed(study).unwrap_or_default();
        vec![
            informant.map(|body| body.name.as_str()).into(),
            informant.map(|body| body.role.as_str()).into(),
            informant.map(|body| body.department.as_str()).into(),
            quote.document.body.title.as_str().into(),
            (quote.turn + 1).into(),
            start.into(),
            end.into(),
            quote.words().into(),
            codes(study, quote),
            condensed.into(),
            theme.into(),
        ]
    });
    Table { title: Some(format!("Quotes of {}", study.title)), columns, rows: rows.collect(), notes: Vec::new() }
}

/// The names of a quote's codes.
pub(super) fn codes(study: &Study, quote: &Quote<'_>) -> Cell {
    quote.codes.iter().map(|code| code.name(&study.language)).collect::<Vec<_>>().join("; ").into()
}
