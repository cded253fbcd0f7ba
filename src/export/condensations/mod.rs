//! The condensation table: natural unit, condensed meaning, central theme
//! (Kvale & Brinkmann), with who said it and under which codes; by informant,
//! or turned into themes by informants.

mod pivot;
mod unit;

pub use pivot::Pivot;
pub use unit::{Unit, units};

use super::{Cell, Column, Table, privacy::Shield, quotes::codes};

/// The natural units as a table, one row each. `Length` is the condensation in
/// hundredths of what was said; `Not said` are its words that the natural unit does not have.
/// What the readers may not see is left out.
#[must_use]
pub fn table(shield: Shield<'_>, units: &[Unit<'_>]) -> Table {
    let study = shield.study();
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
    let seen: Vec<&Unit<'_>> = units
        .iter()
        .filter(|unit| shield.may_quote(unit.quote.place()))
        .collect();
    let rows = seen.iter().map(|unit| {
        let foreign: Vec<&str> = unit
            .foreign
            .iter()
            .map(|span| span.text(unit.condensed))
            .collect();
        vec![
            unit.quote
                .informant
                .map(|informant| shield.informant(informant.id))
                .into(),
            shield.document(unit.quote.document.id).into(),
            (unit.quote.turn + 1).into(),
            unit.quote.words().into(),
            unit.condensed.into(),
            unit.theme.into(),
            codes(study, &unit.quote),
            unit.share().map_or(Cell::Empty, Cell::from),
            foreign.join(", ").into(),
        ]
    });
    let rows = rows.collect();
    let mut notes: Vec<String> = shield.note().into_iter().collect();
    notes.extend(shield.left_out(units.len() - seen.len(), "quote"));
    Table {
        title: Some(format!("Condensed meaning in {}", study.title)),
        columns,
        rows,
        notes,
    }
}
