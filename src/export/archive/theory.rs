//! The programme theory as tables: nodes and links of every version.

use crate::export::{ExportCell, ExportColumn, ExportTable};
use crate::study::{Study, theory::Prespecification};

pub(super) fn links(study: &Study) -> ExportTable {
    let columns = vec![
        ExportColumn::words("version", "Version"),
        ExportColumn::words("from", "From"),
        ExportColumn::words("relation", "Relation"),
        ExportColumn::words("to", "To"),
        ExportColumn::words("statement", "Statement"),
        ExportColumn::words("basis", "Basis"),
        ExportColumn::words("expected", "Expected direction"),
        ExportColumn::words("prespecified", "Fixed beforehand"),
        ExportColumn::words("verdict", "Verdict"),
    ];
    let mut rows = Vec::new();
    for theory in study.theories() {
        for link in study.links_of(theory) {
            let fixed = match study.prespecification(link) {
                Prespecification::Prespecified(_) => "yes",
                Prespecification::PostHoc => "post hoc",
                Prespecification::NotFrozen => "not frozen",
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
    ExportTable {
        columns,
        rows,
        ..ExportTable::default()
    }
}

pub(super) fn nodes(study: &Study) -> ExportTable {
    let columns = vec![
        ExportColumn::words("version", "Version"),
        ExportColumn::words("parent", "Derived from"),
        ExportColumn::words("node", "Node"),
        ExportColumn::words("kind", "Kind"),
        ExportColumn::words("code_key", "Code key"),
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
                    .map_or(ExportCell::Empty, |code| code.body.key.as_str().into()),
            ]);
        }
    }
    ExportTable {
        columns,
        rows,
        ..ExportTable::default()
    }
}
