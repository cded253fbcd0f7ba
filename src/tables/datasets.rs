//! Datasets: how their rows count, and which are left out.

use super::Audience::Team;
use super::TableColumn;
use crate::study::Dataset;
use crate::study::filter::{Exclusion, Weighting};
use serde_json::json;

pub fn weighting_columns<'a>() -> Vec<TableColumn<'a, &'a Dataset>> {
    type Column<'a> = TableColumn<'a, &'a Dataset>;
    vec![
        Column::words("dataset", "Dataset", Team, |_, row| json!(row.body.name)),
        Column::words("weighting", "Rows count", Team, |_, row| {
            json!(row.weighting)
        })
        .shown(|_, row| {
            row.weighting
                .as_ref()
                .map_or_else(|| "one each".to_owned(), Weighting::in_words)
                .into()
        }),
    ]
}

pub fn filter_columns<'a>() -> Vec<TableColumn<'a, (&'a Dataset, &'a Exclusion)>> {
    type Column<'a> = TableColumn<'a, (&'a Dataset, &'a Exclusion)>;
    vec![
        Column::words("dataset", "Dataset", Team, |_, (dataset, _)| {
            json!(dataset.body.name)
        }),
        Column::words("rule", "Left out where", Team, |_, (_, rule)| {
            json!(rule.to_string())
        }),
        Column::numbers("left_out", "Rows", Team, |_, (dataset, rule)| {
            json!(dataset.excluded_count(rule))
        }),
        Column::words("reason", "Because", Team, |_, (_, rule)| json!(rule.reason)),
        Column::figure("rows", "Of", Team, |_, (dataset, _)| {
            json!(dataset.body.rows)
        }),
        Column::figure("n", "Counted", Team, |_, (dataset, _)| {
            json!(dataset.kept_rows.len())
        }),
    ]
}
