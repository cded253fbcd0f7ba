//! Codings: which words have which code, who coded them and when. The table with one row per quote
//! and all its codes is in [`super::quotes`].

use super::Audience::{Everybody, Supervisor, Team};
use super::column::with_table_keys;
use super::privacy::{Privacy, PrivacyFilter};
use super::quotes::{EXCERPT_CHARS, excerpt};
use super::timestamp::utc_timestamp;
use super::{ExportTable, Listing, TableColumn};
use crate::study::{Coding, Document, Study, event::MemoTarget, theory::QuoteAt};
use crate::text::number;
use serde_json::json;
use std::sync::Arc;

/// A coding in its document.
#[derive(Clone, Copy)]
pub struct CodingRow<'a> {
    pub document: &'a Document,
    pub coding: &'a Coding,
}

impl<'a> CodingRow<'a> {
    pub fn all(study: &'a Study) -> impl Iterator<Item = CodingRow<'a>> {
        study.documents().flat_map(|document| {
            let here = study.codings_in(document.id);
            here.map(move |coding| CodingRow { document, coding })
        })
    }

    fn location(&self) -> QuoteAt {
        QuoteAt {
            document: self.document.id,
            span: self.coding.span,
        }
    }

    fn places(&self) -> (usize, usize) {
        let document = self.document;
        document.points().of_span(&document.text, self.coding.span)
    }

    fn turn(&self) -> usize {
        self.document.turn_at(self.coding.span.start as usize)
    }

    fn words(&self) -> &'a str {
        self.coding.span.text(&self.document.text)
    }
}

/// Positions are code points, end exclusive; turns count from 1. Memos are not public, as there is
/// no way to release them.
pub fn coding_columns<'a>(reader: PrivacyFilter<'a>) -> Vec<TableColumn<'a, CodingRow<'a>>> {
    type Column<'a> = TableColumn<'a, CodingRow<'a>>;
    let coders = coders(reader.study());
    let coder = move |row: &CodingRow<'_>| {
        let place = coders.iter().position(|known| *known == row.coding.coder);
        let place = place.filter(|_| reader.privacy() == Privacy::Public);
        place.map_or(row.coding.coder.to_string(), |place| {
            format!("Coder {}", place + 1)
        })
    };
    let key = |study: &Study, row: &CodingRow<'_>| {
        let code = study.code(row.coding.code);
        code.map(|code| code.body.key.clone())
    };
    vec![
        Column::detail("id", "Coding", Everybody, |_, row| json!(row.coding.id)),
        Column::words("document", "Document", Everybody, move |_, row| {
            reader.document(row.document.id)
        }),
        Column::detail("informant", "Informant", Everybody, move |_, row| {
            let who = row.document.informant_of(row.coding.span);
            who.map(|informant| reader.informant(informant))
        }),
        Column::detail("interviewer", "Interviewer", Team, |study, row| {
            let speaker = study.speaker_at(row.document, row.coding.span);
            json!(speaker.is_interviewer())
        }),
        Column::figure("turn", "Turn", Everybody, |_, row| row.turn() + 1),
        Column::words("turn_time", "Time of turn", Everybody, |_, row| {
            row.document.time_of(row.turn()).map(number::clock)
        })
        .on_request(),
        Column::figure("seconds", "Seconds", Everybody, |_, row| {
            json!(row.document.time_of(row.turn()).map(number::seconds))
        }),
        Column::words("place", "Place", Everybody, |_, row| {
            let (start, end) = row.places();
            format!("{start}..{end}")
        })
        .only_in_tables(),
        Column::figure("start", "Start", Everybody, |_, row| row.places().0),
        Column::figure("end", "End", Everybody, |_, row| row.places().1),
        Column::words("code", "Code", Everybody, |study, row| {
            json!(study.code_name(row.coding.code))
        }),
        Column::detail("key", "Key", Everybody, key),
        Column::words("code_key", "Code key", Everybody, key).on_request(),
        Column::words("kind", "Kind", Everybody, |study, row| {
            let code = study.code(row.coding.code);
            code.map(|code| code.body.kind.name())
        })
        .on_request(),
        Column::words("coder", "Coder", Everybody, move |_, row| coder(row)),
        Column::detail("time", "Time", Everybody, |_, row| {
            utc_timestamp(row.coding.time)
        }),
        Column::words("text", "Words", Everybody, |_, row| row.words())
            .shown(|_, row| excerpt(row.words(), EXCERPT_CHARS).into()),
        Column::words("memo", "Memo", Supervisor, |study, row| {
            json!(study.memo(MemoTarget::Quote(row.location())))
        })
        .on_request(),
    ]
}

/// All codings by document and position. Codings whose words the reader may not see are left out.
pub fn codings(reader: PrivacyFilter<'_>) -> ExportTable {
    let study = reader.study();
    let (rows, left_out): (Vec<_>, Vec<_>) =
        CodingRow::all(study).partition(|row| reader.may_quote(row.location()));
    const KEYS: &str =
        "document informant turn turn_time start end text code kind coder time memo code_key id";
    let mut listing = Listing::new(with_table_keys(coding_columns(reader), KEYS), rows, "");
    listing.title = Some(format!("Codings of {}", study.title));
    listing.notes.extend(reader.note());
    listing
        .notes
        .extend(reader.unreleased_note(left_out.len(), "coding"));
    listing.file(reader)
}

/// Everybody who coded, in the order in which they began.
fn coders(study: &Study) -> Vec<Arc<str>> {
    let mut coders: Vec<Arc<str>> = Vec::new();
    for coding in study.codings() {
        if !coders.contains(&coding.coder) {
            coders.push(coding.coder.clone());
        }
    }
    coders
}
