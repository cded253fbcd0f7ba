//! Quotes as a table: who said what, where, and under which codes.

use super::{Cell, Column, Table, privacy::Shield, traits::traits};
use crate::study::{Quote, Study, Voice, quote::INTERVIEWER};
use crate::text::number;

/// A table of `quotes`, one row each; places are code points of the document.
/// Quotes that the readers may not see are left out.
#[must_use]
pub fn quotes(shield: Shield<'_>, quotes: &[Quote<'_>]) -> Table {
    let study = shield.study();
    let columns = vec![
        Column::words("informant", "Informant"),
        Column::words("role", "Role"),
        Column::words("department", "Department"),
        Column::words("document", "Document"),
        Column::numbers("turn", "Turn"),
        Column::words("turn_time", "Time of turn"),
        Column::numbers("start", "Start"),
        Column::numbers("end", "End"),
        Column::words("text", "Quote"),
        Column::words("codes", "Codes"),
        Column::words("condensation", "Condensation"),
        Column::words("theme", "Theme"),
    ];
    let seen: Vec<&Quote<'_>> = quotes
        .iter()
        .filter(|quote| shield.may_quote(quote.place()))
        .collect();
    let traits = traits(&shield);
    let rows = seen.iter().map(|quote| {
        let (start, end) = quote
            .document
            .points()
            .of_span(&quote.document.text, quote.span);
        let [role, department] = match quote
            .informant
            .and_then(|informant| traits.get(&informant.id))
        {
            Some([role, department]) => [Some(role.as_str()), Some(department.as_str())],
            None => [None, None],
        };
        let (condensed, theme) = quote.condensed(study).unwrap_or_default();
        vec![
            quote
                .informant
                .map(|informant| shield.informant(informant.id))
                .into(),
            match quote.voice() {
                Voice::Interviewer(_) => INTERVIEWER.into(),
                _ => role.into(),
            },
            department.into(),
            shield.document(quote.document.id).into(),
            (quote.turn + 1).into(),
            quote.document.time_of(quote.turn).map(number::clock).into(),
            start.into(),
            end.into(),
            quote.words().into(),
            codes(study, quote),
            condensed.into(),
            theme.into(),
        ]
    });
    let rows = rows.collect();
    let mut notes: Vec<String> = shield.note().into_iter().collect();
    notes.extend(shield.left_out(quotes.len() - seen.len(), "quote"));
    Table {
        title: Some(format!("Quotes of {}", study.title)),
        columns,
        rows,
        notes,
    }
}

/// The names of a quote's codes.
pub(super) fn codes(study: &Study, quote: &Quote<'_>) -> Cell {
    quote
        .codes
        .iter()
        .map(|code| code.name(&study.language))
        .collect::<Vec<_>>()
        .join("; ")
        .into()
}
