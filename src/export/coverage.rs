//! The coverage of a theory as a table.

use super::{Cell, Column, Table};
use crate::evidence::coverage::Covered;

/// The table of a theory's coverage; an empty cell is a gap.
#[must_use]
pub fn coverage(nodes: &[Covered], version: &str) -> Table {
    let columns = vec![
        Column::words("key", "Key"),
        Column::words("name", "Node"),
        Column::words("kind", "Kind"),
        Column::numbers("definition", "Definition"),
        Column::numbers("guide", "Guide items"),
        Column::numbers("survey", "Survey items"),
        Column::numbers("quotes", "Quotes"),
        Column::numbers("informants", "Informants"),
        Column::numbers("tests", "Tests"),
        Column::words("gaps", "Gaps"),
    ];
    let rows = nodes.iter().map(|node| {
        let mut cells: Vec<Cell> = vec![
            node.key.as_str().into(),
            node.name.as_str().into(),
            node.kind.name().into(),
        ];
        cells.extend(node.counts.into_iter().map(Cell::from));
        cells.push(node.gaps().collect::<Vec<_>>().join("; ").into());
        cells
    });
    Table {
        title: Some(format!("Coverage of theory {version}")),
        columns,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
