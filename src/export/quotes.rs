//! Quotes as a table: who said what, where, and under which codes.

use super::informants::informant_traits;
use super::privacy::PrivacyFilter;
use super::{ExportCell, ExportColumn, ExportTable};
use crate::study::quote::INTERVIEWER;
use crate::study::{Quote, QuoteSpeaker, Study};
use crate::text::number;

/// One row per quote; positions are code points. Quotes that the reader may not see are left out.
pub fn quotes(privacy_filter: PrivacyFilter<'_>, quotes: &[Quote<'_>]) -> ExportTable {
    let study = privacy_filter.study();
    let columns = vec![
        ExportColumn::words("informant", "Informant"),
        ExportColumn::words("role", "Role"),
        ExportColumn::words("department", "Department"),
        ExportColumn::words("document", "Document"),
        ExportColumn::numbers("turn", "Turn"),
        ExportColumn::words("turn_time", "Time of turn"),
        ExportColumn::numbers("start", "Start"),
        ExportColumn::numbers("end", "End"),
        ExportColumn::words("text", "Quote"),
        ExportColumn::words("codes", "Codes"),
        ExportColumn::words("condensation", "Condensation"),
        ExportColumn::words("theme", "Theme"),
    ];
    let seen: Vec<&Quote<'_>> = quotes
        .iter()
        .filter(|quote| privacy_filter.may_quote(quote.location()))
        .collect();
    let traits = informant_traits(&privacy_filter);
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
                .map(|informant| privacy_filter.informant(informant.id))
                .into(),
            match quote.speaker() {
                QuoteSpeaker::Interviewer(_) => INTERVIEWER.into(),
                _ => role.into(),
            },
            department.into(),
            privacy_filter.document(quote.document.id).into(),
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
    let mut notes: Vec<String> = privacy_filter.note().into_iter().collect();
    notes.extend(privacy_filter.unreleased_note(quotes.len() - seen.len(), "quote"));
    ExportTable {
        title: Some(format!("Quotes of {}", study.title)),
        columns,
        rows,
        notes,
    }
}

pub(super) fn codes(study: &Study, quote: &Quote<'_>) -> ExportCell {
    quote
        .codes
        .iter()
        .map(|code| code.name(&study.language))
        .collect::<Vec<_>>()
        .join("; ")
        .into()
}
