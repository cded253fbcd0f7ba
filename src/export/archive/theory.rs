//! The programme theory as tables: nodes and links of every version.

use crate::export::{Cell, Column, Table};
use crate::study::{Study, theory::Fixed};

/// A link of a version in a row.
pub(super) fn links(study: &Study) -> Table {
    let columns = vec![
        Column::words("version", "Version"),
        Column::words("from", "From"),
        Column::words("relation", "Relation"),
        Column::words("to", "To"),
        Column::words("statement", "Statement"),
        Column::words("basis", "Basis"),
        Column::words("expected", "Expected direction"),
        Column::words("prespecified", "Fixed beforehand"),
        Column::words("verdict", "Verdict"),
    ];
    let mut rows = Vec::new();
    for theory in study.theories() {
        for link in study.links_of(theory) {
            let fixed = match study.fixed(link) {
                Fixed::Prespecified(_) => "yes",
                Fixed::PostHoc => "post hoc",
                Fixed::NotYet => "not frozen",
            };
            rows.push(vec![
                theory.version.as_str().into(),
                study.code_name(link.from).into(),
                study.relation_of(link).into(),
                study.code_name(link.to).into(),
                link.statement.as_str().into(),
                link.basis.as_str().into(),
                link.expected.name().into(),
                fixed.into(),
                study
                    .verdict(link.id)
                    .map(|verdict| verdict.conclusion.name())
                    .into(),
            ]);
        }
    }
    Table {
        columns,
        rows,
        ..Table::default()
    }
}

/// A node of a version in a row.
pub(super) fn nodes(study: &Study) -> Table {
    let columns = vec![
        Column::words("version", "Version"),
        Column::words("parent", "Derived from"),
        Column::words("node", "Node"),
        Column::words("kind", "Kind"),
        Column::words("code_key", "Code key"),
    ];
    let mut rows = Vec::new();
    for theory in study.theories() {
        for code in &theory.nodes {
            rows.push(vec![
                theory.version.as_str().into(),
                study
                    .parent_of(theory)
                    .map(|parent| parent.version.as_str())
                    .into(),
                study.code_name(*code).into(),
                study.kind_in(theory, *code).name().into(),
                study
                    .code(*code)
                    .map_or(Cell::Empty, |code| code.body.key.as_str().into()),
            ]);
        }
    }
    Table {
        columns,
        rows,
        ..Table::default()
    }
}
