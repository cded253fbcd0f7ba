//! Saved searches.

use super::Audience::Team;
use super::TableColumn;
use serde_json::json;

/// A name, and the words unless they have been erased.
pub fn search_columns<'a>() -> Vec<TableColumn<'a, (&'a str, Option<&'a str>)>> {
    type Column<'a> = TableColumn<'a, (&'a str, Option<&'a str>)>;
    vec![
        Column::words("name", "Name", Team, |_, (name, _)| json!(name)),
        Column::words("query", "Query", Team, |_, (_, query)| json!(query))
            .shown(|_, (_, query)| query.unwrap_or("(erased)").into()),
    ]
}
