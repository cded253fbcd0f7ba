//! Condensations pivoted: one row per central theme, one column per informant. An empty cell is a
//! finding too: this informant did not speak of the theme.

use super::unit::CondensationUnit;
use crate::export::{ExportCell, ExportColumn, ExportTable};

/// Shown in a cell without condensations.
pub const EMPTY: &str = "–";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemePivot {
    /// In the order of the units.
    pub informants: Vec<String>,
    /// Alphabetical; units without a theme come last, under an empty name.
    pub themes: Vec<String>,
    /// Indices into the list of units, by theme and informant.
    pub cells: Vec<Vec<Vec<usize>>>,
}

impl ThemePivot {
    /// Pivots those of `units` that are condensed.
    #[must_use]
    pub fn new(units: &[CondensationUnit<'_>]) -> ThemePivot {
        let condensed = || {
            units
                .iter()
                .enumerate()
                .filter(|(_, unit)| !unit.condensed.is_empty())
        };
        let mut informants: Vec<String> = Vec::new();
        for (_, unit) in condensed() {
            if !informants.iter().any(|known| known == unit.informant()) {
                informants.push(unit.informant().to_owned());
            }
        }
        let mut themes: Vec<String> = condensed()
            .map(|(_, unit)| unit.theme.trim().to_owned())
            .collect();
        themes.sort_by_key(|theme| (theme.is_empty(), theme.to_lowercase()));
        themes.dedup();
        let mut cells = vec![vec![Vec::new(); informants.len()]; themes.len()];
        for (place, unit) in condensed() {
            let row = themes.iter().position(|theme| theme == unit.theme.trim());
            let column = informants.iter().position(|name| name == unit.informant());
            if let (Some(row), Some(column)) = (row, column) {
                cells[row][column].push(place);
            }
        }
        ThemePivot {
            informants,
            themes,
            cells,
        }
    }

    /// As a table of condensed sentences, with a dash in empty cells.
    #[must_use]
    pub fn table(&self, units: &[CondensationUnit<'_>], title: &str) -> ExportTable {
        let mut columns = vec![ExportColumn::words("theme", "Central theme")];
        columns.extend(self.informants.iter().map(|name| {
            ExportColumn::words(
                "informant",
                if name.is_empty() {
                    "(nobody known)"
                } else {
                    name
                },
            )
        }));
        let rows = self.themes.iter().zip(&self.cells).map(|(theme, row)| {
            let said = |places: &Vec<usize>| match places.as_slice() {
                [] => ExportCell::from(EMPTY),
                places => places
                    .iter()
                    .map(|place| units[*place].condensed)
                    .collect::<Vec<_>>()
                    .join("\n")
                    .into(),
            };
            let theme: ExportCell = if theme.is_empty() {
                "(no theme)".into()
            } else {
                theme.as_str().into()
            };
            std::iter::once(theme).chain(row.iter().map(said)).collect()
        });
        let empty = self
            .cells
            .iter()
            .flatten()
            .filter(|cell| cell.is_empty())
            .count();
        let notes = vec![format!(
            "{EMPTY}: nothing condensed under the theme ({empty} of {} cells).",
            self.cells.len() * self.informants.len()
        )];
        ExportTable {
            title: Some(format!("Themes by informants in {title}")),
            columns,
            rows: rows.collect(),
            notes,
        }
    }
}
