//! The coverage of a theory as a table.

use super::{ExportCell, ExportColumn, ExportTable};
use crate::evidence::matrix::NodeCoverage;

/// One row per node; an empty cell is a gap in the coverage.
pub fn coverage(nodes: &[NodeCoverage], version: &str) -> ExportTable {
    let columns = vec![
        ExportColumn::words("key", "Key"),
        ExportColumn::words("name", "Node"),
        ExportColumn::words("kind", "Kind"),
        ExportColumn::numbers("definition", "Definition"),
        ExportColumn::numbers("guide", "Guide items"),
        ExportColumn::numbers("survey", "Survey items"),
        ExportColumn::numbers("quotes", "Quotes"),
        ExportColumn::numbers("informants", "Informants"),
        ExportColumn::numbers("tests", "Tests"),
        ExportColumn::words("gaps", "Gaps"),
    ];
    let rows = nodes.iter().map(|node| {
        let mut cells: Vec<ExportCell> = vec![
            node.key.as_str().into(),
            node.name.as_str().into(),
            node.kind.name().into(),
        ];
        cells.extend(node.counts.into_iter().map(ExportCell::from));
        cells.push(node.missing_columns().collect::<Vec<_>>().join("; ").into());
        cells
    });
    ExportTable {
        title: Some(format!("Coverage of theory {version}")),
        columns,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
