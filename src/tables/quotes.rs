//! Quotes: who said what, where, and under which codes.

use super::Audience::{Everybody, Team};
use super::informants::informant_traits;
use super::listing::json_object;
use super::privacy::PrivacyFilter;
use super::{ExportCell, ExportTable, Listing, TableColumn};
use crate::study::quote::{CodedText, INTERVIEWER};
use crate::study::theory::QuoteAt;
use crate::study::{Code, Quote, QuoteSpeaker, Study};
use crate::text::number;
use serde_json::{Value, json};
use std::cell::LazyCell;

/// Places are code points, end exclusive; turns count from 1.
pub fn quote_columns<'a>(reader: PrivacyFilter<'a>) -> Vec<TableColumn<'a, Quote<'a>>> {
    type Column<'a> = TableColumn<'a, Quote<'a>>;
    let traits = std::rc::Rc::new(LazyCell::new(move || informant_traits(&reader)));
    let of = traits.clone();
    let trait_of = move |row: &Quote<'_>, place: usize| {
        let known = row.informant.and_then(|informant| of.get(&informant.id));
        known.map(|traits| traits[place].clone())
    };
    let department = trait_of.clone();
    let span = |row: &Quote<'_>| row.document.points().of_span(&row.document.text, row.span);
    vec![
        Column::words("informant", "Informant", Everybody, move |_, row| {
            row.informant
                .map(|informant| reader.informant(informant.id))
        }),
        Column::words("role", "Role", Everybody, move |_, row| {
            match row.speaker() {
                QuoteSpeaker::Interviewer(_) => Some(INTERVIEWER.to_owned()),
                _ => trait_of(row, 0),
            }
        }),
        Column::words("department", "Department", Everybody, move |_, row| {
            department(row, 1)
        }),
        // The label in the transcript, which may be a real name.
        Column::detail("speaker", "Speaker", Team, |_, row| {
            let turn = row.document.turns().get(row.turn);
            json!(turn.and_then(|turn| row.document.label(turn)))
        }),
        Column::detail("interviewer", "Interviewer", Everybody, |_, row| {
            json!(row.speaker().is_interviewer())
        }),
        Column::words("document", "Document", Everybody, move |_, row| {
            reader.document(row.document.id)
        }),
        Column::numbers("turn", "Turn", Everybody, |_, row| row.turn + 1),
        Column::words("turn_time", "Time of turn", Everybody, |_, row| {
            row.document.time_of(row.turn).map(number::clock)
        }),
        Column::figure("seconds", "Seconds", Everybody, |_, row| {
            json!(row.document.time_of(row.turn).map(number::seconds))
        }),
        Column::numbers("start", "Start", Everybody, move |_, row| span(row).0),
        Column::numbers("end", "End", Everybody, move |_, row| span(row).1),
        Column::words("text", "Quote", Everybody, |_, row| row.words().to_owned())
            .shown(|_, row| excerpt(row.words(), EXCERPT_CHARS).into()),
        Column::words("codes", "Codes", Everybody, |study, row| codes(study, row)),
        Column::detail("keys", "Code keys", Everybody, |_, row| {
            row.codes
                .iter()
                .map(|code| json!(code.body.key))
                .collect::<Value>()
        }),
        Column::words("condensation", "Condensation", Everybody, |study, row| {
            row.condensed(study).map(|(text, _)| text.to_owned())
        }),
        Column::words("theme", "Theme", Everybody, |study, row| {
            row.condensed(study).map(|(_, theme)| theme.to_owned())
        }),
    ]
}

/// Characters of a quote that stand in a grid.
pub const EXCERPT_CHARS: usize = 40;

/// One row per quote. Quotes that the reader may not see are left out.
pub fn quotes(reader: PrivacyFilter<'_>, quotes: &[Quote<'_>]) -> ExportTable {
    let seen = |quote: &&Quote<'_>| reader.may_quote(quote.location());
    let rows: Vec<Quote<'_>> = quotes.iter().filter(seen).cloned().collect();
    let left_out = quotes.len() - rows.len();
    let mut listing = Listing::new(quote_columns(reader), rows, "");
    listing.title = Some(format!("Quotes of {}", reader.study().title));
    listing.notes.extend(reader.note());
    listing
        .notes
        .extend(reader.unreleased_note(left_out, "quote"));
    listing.file(reader)
}

pub fn codes(study: &Study, quote: &Quote<'_>) -> ExportCell {
    let names = code_names(study, &quote.codes);
    let shown = names.join("; ");
    ExportCell::structured(json!(names), shown)
}

/// The names of codes in the study's language.
pub fn code_names<'a>(study: &Study, codes: &[&'a Code]) -> Vec<&'a str> {
    codes
        .iter()
        .map(|code| code.name(&study.language))
        .collect()
}

/// A quote as JSON.
pub fn quote_json(study: &Study, quote: &Quote<'_>) -> Value {
    json_object(&quote_columns(PrivacyFilter::internal(study)), study, quote)
}

/// A quote by its location; null if its document is gone.
pub fn quote_json_at(study: &Study, at: QuoteAt) -> Value {
    study.document(at.document).map_or(Value::Null, |document| {
        quote_json(study, &CodedText::new(study, document).quote(at.span))
    })
}

/// The beginning of a text on one line: at most `length` characters, and an ellipsis if more
/// follow.
pub fn excerpt(words: &str, length: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(length) {
        None => line,
        Some((end, _)) => format!(
            "{} …",
            line[..end]
                .rfind(' ')
                .map_or(&line[..end], |blank| &line[..blank])
        ),
    }
}
