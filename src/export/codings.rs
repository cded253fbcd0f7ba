//! Codings as a table: which words stand under which code, by whom, since when.
//! What codings say together is the table of [`super::quotes`].

use super::{Cell, Column, Table, privacy::Privacy, privacy::Shield, stamp};
use crate::study::{Coding, Informant, Study, event::Target, theory::QuoteAt};
use crate::text::{Span, number};
use std::sync::Arc;

/// A table of all codings, by document and place; places are code points, end
/// exclusive. Codings that the readers may not see the words of are left out,
/// and so are memos in public: nobody releases those.
#[must_use]
pub fn codings(shield: Shield<'_>) -> Table {
    let study = shield.study();
    let columns = vec![
        Column::words("document", "Document"),
        Column::words("informant", "Informant"),
        Column::numbers("turn", "Turn"),
        Column::words("turn_time", "Time of turn"),
        Column::numbers("start", "Start"),
        Column::numbers("end", "End"),
        Column::words("text", "Words"),
        Column::words("code", "Code"),
        Column::words("kind", "Kind"),
        Column::words("coder", "Coder"),
        Column::words("time", "Time"),
        Column::words("memo", "Memo"),
        Column::words("code_key", "Code key"),
        Column::words("id", "Coding"),
    ];
    let coders = coders(study);
    let (mut rows, mut left_out) = (Vec::new(), 0);
    for document in study.documents() {
        for coding in study.codings_in(document.id) {
            let quote = QuoteAt {
                document: document.id,
                span: coding.span,
            };
            if !shield.may_quote(quote) {
                left_out += 1;
                continue;
            }
            let (start, end) = document.points().of_span(&document.text, coding.span);
            let turn = document.turn_at(coding.span.start as usize);
            let code = study.code(coding.code);
            let memo = if shield.privacy() == Privacy::Public {
                None
            } else {
                study.memo(Target::Quote(quote))
            };
            rows.push(vec![
                shield.document(document.id).into(),
                speaker(study, coding, coding.span)
                    .map(|informant| shield.informant(informant.id))
                    .into(),
                (turn + 1).into(),
                document.time_of(turn).map(number::clock).into(),
                start.into(),
                end.into(),
                coding.span.text(&document.text).into(),
                study.code_name(coding.code).into(),
                code.map(|code| code.body.kind.name()).into(),
                coder(shield, &coders, &coding.coder),
                stamp::utc(coding.time).into(),
                memo.into(),
                code.map(|code| code.body.key.as_str()).into(),
                coding.id.to_string().into(),
            ]);
        }
    }
    let mut notes: Vec<String> = shield.note().into_iter().collect();
    notes.extend(shield.left_out(left_out, "coding"));
    Table {
        title: Some(format!("Codings of {}", study.title)),
        columns,
        rows,
        notes,
    }
}

fn speaker<'a>(study: &'a Study, coding: &Coding, span: Span) -> Option<&'a Informant> {
    study.informant(study.document(coding.document)?.informant_of(span)?)
}

/// All who coded, in the order they began.
pub(super) fn coders(study: &Study) -> Vec<Arc<str>> {
    let mut coders: Vec<Arc<str>> = Vec::new();
    for coding in study.codings() {
        if !coders.contains(&coding.coder) {
            coders.push(coding.coder.clone());
        }
    }
    coders
}

/// A coder's name, or a number in its place in public.
fn coder(shield: Shield<'_>, coders: &[Arc<str>], name: &Arc<str>) -> Cell {
    match coders.iter().position(|known| known == name) {
        Some(place) if shield.privacy() == Privacy::Public => format!("Coder {}", place + 1).into(),
        _ => name.to_string().into(),
    }
}
