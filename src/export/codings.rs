//! Codings as a table: which words have which code, who coded them and when. The table with one row
//! per quote and all its codes is in [`super::quotes`].

use super::{
    ExportCell, ExportColumn, ExportTable, privacy::Privacy, privacy::PrivacyFilter, timestamp,
};
use crate::study::{Coding, Informant, Study, event::MemoTarget, theory::QuoteAt};
use crate::text::{Span, number};
use std::sync::Arc;

/// All codings by document and position; positions are code points, end exclusive. Codings whose
/// words the reader may not see are left out. Memos are left out in public, as there is no way to
/// release them.
pub fn codings(privacy_filter: PrivacyFilter<'_>) -> ExportTable {
    let study = privacy_filter.study();
    let columns = vec![
        ExportColumn::words("document", "Document"),
        ExportColumn::words("informant", "Informant"),
        ExportColumn::numbers("turn", "Turn"),
        ExportColumn::words("turn_time", "Time of turn"),
        ExportColumn::numbers("start", "Start"),
        ExportColumn::numbers("end", "End"),
        ExportColumn::words("text", "Words"),
        ExportColumn::words("code", "Code"),
        ExportColumn::words("kind", "Kind"),
        ExportColumn::words("coder", "Coder"),
        ExportColumn::words("time", "Time"),
        ExportColumn::words("memo", "Memo"),
        ExportColumn::words("code_key", "Code key"),
        ExportColumn::words("id", "Coding"),
    ];
    let coders = coders(study);
    let (mut rows, mut left_out) = (Vec::new(), 0);
    for document in study.documents() {
        for coding in study.codings_in(document.id) {
            let quote = QuoteAt {
                document: document.id,
                span: coding.span,
            };
            if !privacy_filter.may_quote(quote) {
                left_out += 1;
                continue;
            }
            let (start, end) = document.points().of_span(&document.text, coding.span);
            let turn = document.turn_at(coding.span.start as usize);
            let code = study.code(coding.code);
            let memo = if privacy_filter.privacy() == Privacy::Public {
                None
            } else {
                study.memo(MemoTarget::Quote(quote))
            };
            rows.push(vec![
                privacy_filter.document(document.id).into(),
                speaker(study, coding, coding.span)
                    .map(|informant| privacy_filter.informant(informant.id))
                    .into(),
                (turn + 1).into(),
                document.time_of(turn).map(number::clock).into(),
                start.into(),
                end.into(),
                coding.span.text(&document.text).into(),
                study.code_name(coding.code).into(),
                code.map(|code| code.body.kind.name()).into(),
                coder(privacy_filter, &coders, &coding.coder),
                timestamp::utc_timestamp(coding.time).into(),
                memo.into(),
                code.map(|code| code.body.key.as_str()).into(),
                coding.id.to_string().into(),
            ]);
        }
    }
    let mut notes: Vec<String> = privacy_filter.note().into_iter().collect();
    notes.extend(privacy_filter.unreleased_note(left_out, "coding"));
    ExportTable {
        title: Some(format!("Codings of {}", study.title)),
        columns,
        rows,
        notes,
    }
}

fn speaker<'a>(study: &'a Study, coding: &Coding, span: Span) -> Option<&'a Informant> {
    study.informant(study.document(coding.document)?.informant_of(span)?)
}

/// Everybody who coded, in the order in which they began.
pub(super) fn coders(study: &Study) -> Vec<Arc<str>> {
    let mut coders: Vec<Arc<str>> = Vec::new();
    for coding in study.codings() {
        if !coders.contains(&coding.coder) {
            coders.push(coding.coder.clone());
        }
    }
    coders
}

/// A coder's name; in public a number.
fn coder(privacy_filter: PrivacyFilter<'_>, coders: &[Arc<str>], name: &Arc<str>) -> ExportCell {
    match coders.iter().position(|known| known == name) {
        Some(place) if privacy_filter.privacy() == Privacy::Public => {
            format!("Coder {}", place + 1).into()
        }
        _ => name.to_string().into(),
    }
}
