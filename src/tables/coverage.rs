//! The nodes of a theory, what there is for each, and what is missing.

use super::Audience::Everybody;
use super::{ExportCell, Listing, TableColumn, TableForm};
use crate::evidence::matrix::{COLUMNS, NodeCoverage};
use crate::text::number;

const HEADINGS: [&str; 6] = [
    "Definition",
    "Guide items",
    "Survey items",
    "Quotes",
    "Informants",
    "Tests",
];

/// One row per node; a dash is a gap in the coverage.
pub fn coverage(nodes: Vec<NodeCoverage>, version: &str) -> Listing<'static, NodeCoverage> {
    type Column = TableColumn<'static, NodeCoverage>;
    let file = [TableForm::File, TableForm::Json];
    let mut columns = vec![
        Column::words("sign", "", Everybody, |_, node| {
            node.kind.glyph().to_string()
        })
        .only_in(&[TableForm::Screen]),
        Column::words("key", "Key", Everybody, |_, node| node.key.clone()).only_in(&file),
        Column::words("name", "Node", Everybody, |_, node| node.name.clone()),
        Column::words("kind", "Kind", Everybody, |_, node| node.kind.name()).only_in(&file),
    ];
    for (place, (key, heading)) in COLUMNS.into_iter().zip(HEADINGS).enumerate() {
        let count = Column::numbers(key, heading, Everybody, move |_, node| node.counts[place]);
        columns.push(count.shown(move |_, node| match node.counts[place] {
            0 => "–".into(),
            // Defined or not.
            _ if place == 0 => "yes".into(),
            count => ExportCell::from(count),
        }));
    }
    let gaps = |node: &NodeCoverage| node.missing_columns().collect::<Vec<_>>();
    columns.push(
        Column::words("gaps", "Gaps", Everybody, move |_, node| {
            gaps(node).join("; ")
        })
        .only_in(&file),
    );
    let missing: usize = nodes.iter().map(|node| gaps(node).len()).sum();
    let of = number::count_noun(nodes.len(), "node");
    let mut listing = Listing::new(columns, nodes, "The theory has no nodes");
    listing.title = Some(format!("Coverage of theory {version}"));
    listing.footer.push(match missing {
        0 => format!("{of}, no gap"),
        gaps => format!("{of}, {}", number::count_noun(gaps, "gap")),
    });
    listing
}
