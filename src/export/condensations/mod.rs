//! The condensation table: natural unit, condensed meaning, central theme
//! (Kvale & Brinkmann), with who said it and under which codes; by informant,
//! or turned into themes by informants.

mod pivot;
mod unit;

pub use pivot::Pivot;
pub use unit::{Unit, units};

use super::{Cell, Column, Table, quotes::codes};
use crate::study::Study;

/// The natural units as a table, one row each. `Length` is the condensation in
/// hundredths of what was said; `Not said` are its words that the natural unit does not have.
#[must_use]
pub fn table(study: &Study, units: &[Unit<'_>]) -> Table {
    let columns = vec![
        Column::words("informant", "Informant"),
        Column::words("document", "Document"),
        Column::numbers("turn", "Turn"),
        Column::words("natural_unit", "Natural unit"),
        Column::words("condensation", "Condensed meaning"),
        Column::words("theme", "Central theme"),
        Column::words("codes", "Codes"),
        Column::numbers("length", "Length %"),
        Column::words("not_said", "Not said"),
    ];
    let rows = units.iter().map(|unit| {
        let foreign: Vec<&str> = unit.foreign.iter().map(|span| span.text(unit.condensed)).collect();
        vec![
            unit.informant().into(),
            unit.quote.document.body.title.as_str().into(),
            (unit.quote.turn + 1).into(),
            unit.quote.words().into(),
            unit.condensed.into(),
            unit.theme.into(),
            codes(study, &unit.quote),
            unit.share().map_or(Cell::Empty, Cell::from),
            foreign.join(", ").into(),
        ]
    });
    Table { title: Some(format!("Condensed meaning in {}", study.title)), columns, rows: rows.collect(), notes: Vec::new() }
}
