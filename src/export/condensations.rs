//! The condensation table: natural unit, condensed meaning, central theme
//! (Kvale & Brinkmann), with who said it and under which codes.

use super::{Column, Table, quotes::codes};
use crate::study::{Document, Id, Study, quote::CodedText};

/// All condensations by document and place; those of one document when it is named.
#[must_use]
pub fn condensations(study: &Study, only: Option<Id<Document>>) -> Table {
    let columns = vec![
        Column::words("informant", "Informant"),
        Column::words("document", "Document"),
        Column::numbers("turn", "Turn"),
        Column::words("natural_unit", "Natural unit"),
        Column::words("condensation", "Condensed meaning"),
        Column::words("theme", "Central theme"),
        Column::words("codes", "Codes"),
    ];
    let mut rows = Vec::new();
    // Condensations come by document: each document's codings are laid out once.
    let mut open: Option<(Id<Document>, CodedText<'_>)> = None;
    for (at, condensation) in study.condensations().filter(|(at, _)| only.is_none_or(|id| id == at.document)) {
        let Some(document) = study.document(at.document) else { continue };
        let (_, coded) = match open.take().filter(|(id, _)| *id == at.document) {
            Some(same) => open.insert(same),
            None => open.insert((at.document, CodedText::new(study, document))),
        };
        let quote = coded.quote(at.span);
        rows.push(vec![
            quote.informant.map(|informant| informant.body.name.as_str()).into(),
            document.body.title.as_str().into(),
            (quote.turn + 1).into(),
            quote.words().into(),
            study.words(condensation.content).into(),
            condensation.theme.as_str().into(),
            codes(study, &quote),
        ]);
    }
    Table { title: Some(format!("Condensed meaning in {}", study.title)), columns, rows, notes: Vec::new() }
}
