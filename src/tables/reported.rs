//! What reports print of their tests.

use super::Audience::Team;
use super::{TableColumn, TableForm};
use crate::study::Reported;
use crate::study::reported::{Relation, ReportedTest};
use serde_json::json;

/// A test in its report.
pub type ReportedRow<'a> = (&'a Reported, &'a ReportedTest);

pub fn reported_columns<'a>() -> Vec<TableColumn<'a, ReportedRow<'a>>> {
    type Column<'a> = TableColumn<'a, ReportedRow<'a>>;
    vec![
        Column::words("report", "Report", Team, |_, (report, _)| {
            json!(report.body.name)
        })
        .only_in(&[TableForm::File, TableForm::Json]),
        Column::words("id", "Test", Team, |_, (_, test)| json!(test.id)),
        Column::words("section", "Section", Team, |_, (_, test)| {
            json!(test.section)
        }),
        Column::numbers("line", "Line", Team, |_, (_, test)| json!(test.line)),
        Column::words("a", "A", Team, |_, (_, test)| json!(test.a)),
        Column::words("b", "B", Team, |_, (_, test)| json!(test.b)),
        Column::words("link", "Link", Team, |_, (_, test)| {
            test.link.replace("->", " → ")
        })
        .only_in_tables(),
        Column::detail("from", "From", Team, |_, (_, test)| json!(test.ends().0)),
        Column::detail("to", "To", Team, |_, (_, test)| json!(test.ends().1)),
        Column::numbers("p", "p printed", Team, |_, (_, test)| json!(test.p)),
        Column::words("claim", "Said to be", Team, |_, (_, test)| {
            json!(test.claim)
        })
        .shown(|_, (_, test)| test.claim.map(Relation::name).into()),
        Column::detail("design", "Design", Team, |_, (_, test)| json!(test.design)),
    ]
}
