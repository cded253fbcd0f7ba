//! The condensation table: natural unit, condensed meaning, central theme (Kvale & Brinkmann), with
//! speaker and codes; one row per unit, or pivoted into themes by informants.

mod pivot;
mod unit;

pub use pivot::ThemePivot;
pub use unit::{CondensationUnit, units};

use super::{ExportCell, ExportColumn, ExportTable, privacy::PrivacyFilter, quotes::codes};

/// The natural units as a table, one row each. `Length` is the length of the condensation in per
/// cent of the quote; `Not said` lists the words of the condensation that do not occur in the
/// quote. Quotes that the reader may not see are left out.
#[must_use]
pub fn table(privacy_filter: PrivacyFilter<'_>, units: &[CondensationUnit<'_>]) -> ExportTable {
    let study = privacy_filter.study();
    let columns = vec![
        ExportColumn::words("informant", "Informant"),
        ExportColumn::words("document", "Document"),
        ExportColumn::numbers("turn", "Turn"),
        ExportColumn::words("natural_unit", "Natural unit"),
        ExportColumn::words("condensation", "Condensed meaning"),
        ExportColumn::words("theme", "Central theme"),
        ExportColumn::words("codes", "Codes"),
        ExportColumn::numbers("length", "Length %"),
        ExportColumn::words("not_said", "Not said"),
    ];
    let seen: Vec<&CondensationUnit<'_>> = units
        .iter()
        .filter(|unit| privacy_filter.may_quote(unit.quote.location()))
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
                .map(|informant| privacy_filter.informant(informant.id))
                .into(),
            privacy_filter.document(unit.quote.document.id).into(),
            (unit.quote.turn + 1).into(),
            unit.quote.words().into(),
            unit.condensed.into(),
            unit.theme.into(),
            codes(study, &unit.quote),
            unit.share().map_or(ExportCell::Empty, ExportCell::from),
            foreign.join(", ").into(),
        ]
    });
    let rows = rows.collect();
    let mut notes: Vec<String> = privacy_filter.note().into_iter().collect();
    notes.extend(privacy_filter.unreleased_note(units.len() - seen.len(), "quote"));
    ExportTable {
        title: Some(format!("Condensed meaning in {}", study.title)),
        columns,
        rows,
        notes,
    }
}
