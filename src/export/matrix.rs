//! The evidence matrix as a table: a row per link, for spreadsheets and papers.

use super::{Cell, Column, Table};
use crate::evidence::{Matrix, Row};

/// The table of an evidence matrix.
#[must_use]
pub fn matrix(matrix: &Matrix, title: &str) -> Table {
    let columns = vec![
        Column::words("from", "From"),
        Column::words("from_kind", "From kind"),
        Column::words("relation", "Relation"),
        Column::words("to", "To"),
        Column::words("to_kind", "To kind"),
        Column::words("statement", "Statement"),
        Column::numbers("quotes", "Quotes"),
        Column::numbers("supports", "Supporting"),
        Column::numbers("contradicts", "Contradicting"),
        Column::numbers("nuances", "Nuancing"),
        Column::numbers("unjudged", "Not judged"),
        Column::numbers("informants", "Informants"),
        Column::words("informant_names", "Who"),
        Column::words("departments", "Departments"),
        Column::words("quote", "A supporting quote"),
        Column::words("counter_quote", "A contradicting quote"),
        Column::numbers("tests_run", "Tests run"),
        Column::numbers("tests_significant", "Tests significant"),
        Column::words("tested", "Tests in words"),
        Column::numbers("smallest_p", "Smallest p"),
        Column::numbers("n", "N"),
        Column::numbers("tests_sparse", "Tests with small expected counts"),
        Column::words("notes", "Notes on the tests"),
        Column::words("verdict", "Verdict"),
        Column::words("reason", "Reason"),
        Column::words("theory", "Theory"),
    ];
    let rows = matrix.rows.iter().map(|row| cells(row, &matrix.version)).collect();
    let notes = vec![
        format!("{} links; {} different tests in the theory.", matrix.rows.len(), matrix.tests_in_theory),
        format!("Tests: Pearson chi-square without correction; significant means p < {}, each test by itself.", matrix.alpha),
        "Where more than a fifth of the cells expect fewer than 5 answers, p is only a rough guide.".to_owned(),
    ];
    Table { title: Some(format!("Evidence matrix of {title}, theory {}", matrix.version)), columns, rows, notes }
}

fn cells(row: &Row, version: &str) -> Vec<Cell> {
    let p = |p: f64| Cell::shown(p, if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") });
    vec![
        row.from.name.as_str().into(),
        row.from.kind.name().into(),
        row.relation.into(),
        row.to.name.as_str().into(),
        row.to.kind.name().into(),
        row.statement.as_str().into(),
        row.quotes.into(),
        row.balance.supports.into(),
        row.balance.contradicts.into(),
        row.balance.nuances.into(),
        row.balance.unjudged.into(),
        row.informants.len().into(),
        row.informants.join("; ").into(),
        row.departments.join("; ").into(),
        row.quote.as_str().into(),
        row.counter_quote.as_str().into(),
        row.tests.into(),
        row.significant.into(),
        row.tested().into(),
        row.smallest_p.map(p).into(),
        row.n.into(),
        row.sparse.into(),
        row.notes.join("; ").into(),
        row.verdict.into(),
        row.reason.as_str().into(),
        version.into(),
    ]
}
