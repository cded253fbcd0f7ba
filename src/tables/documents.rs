//! Documents: who speaks in them, how long they are, how much is coded.

use super::Audience::Team;
use super::TableColumn;
use crate::study::{Document, Study};
use serde_json::json;

pub fn document_columns<'a>() -> Vec<TableColumn<'a, &'a Document>> {
    type Column<'a> = TableColumn<'a, &'a Document>;
    vec![
        Column::words("title", "Document", Team, |_, row| json!(row.body.title)),
        Column::words("language", "Language", Team, |_, row| {
            json!(row.body.language)
        }),
        Column::detail("format", "Format", Team, |_, row| json!(row.body.format)),
        Column::words("informants", "Informants", Team, |study, row| {
            json!(informants(study, row))
        }),
        Column::numbers("turns", "Turns", Team, |_, row| json!(row.turns().len())),
        Column::numbers("characters", "Characters", Team, |_, row| {
            json!(row.points().total())
        })
        .shown(|_, row| match row.erased {
            true => "erased".into(),
            false => row.points().total().into(),
        }),
        Column::numbers("codings", "Codings", Team, |study, row| {
            json!(study.codings_in(row.id).count())
        }),
        Column::detail("hash", "SHA-256", Team, |_, row| json!(row.body.hash)),
        Column::detail("source", "File", Team, |_, row| json!(row.body.source)),
        Column::detail("erased", "Erased", Team, |_, row| json!(row.erased)),
    ]
}

fn informants<'a>(study: &'a Study, document: &'a Document) -> Vec<&'a str> {
    let known = document
        .body
        .speakers
        .iter()
        .filter_map(|speaker| study.informant(speaker.informant?));
    known
        .map(|informant| informant.body.name.as_str())
        .collect()
}
