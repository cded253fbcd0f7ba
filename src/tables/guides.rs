//! Questions of interview guides, and what they ask about.

use super::Audience::Team;
use super::TableColumn;
use crate::study::GuideItem;
use serde_json::{Value, json};

pub fn guide_columns<'a>() -> Vec<TableColumn<'a, &'a GuideItem>> {
    type Column<'a> = TableColumn<'a, &'a GuideItem>;
    vec![
        Column::words("guide", "Guide", Team, |_, row| json!(row.body.guide)),
        Column::words("number", "No.", Team, |_, row| json!(row.body.number)),
        Column::words("question", "Question", Team, |study, row| {
            json!(study.words(row.body.content).unwrap_or("(erased)"))
        }),
        Column::words("about", "About", Team, |study, row| {
            study
                .codes_asked_about(row)
                .map(|code| json!(code.body.key))
                .collect::<Value>()
        })
        .shown(|study, row| {
            let names: Vec<&str> = study
                .codes_asked_about(row)
                .map(|code| code.name(&study.language))
                .collect();
            names.join(", ").into()
        }),
    ]
}
