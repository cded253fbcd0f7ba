//! The condensations turned: a row for each central theme, a column for each
//! informant. An empty cell is a finding too: nobody of that name spoke of it.

use super::unit::CondensationUnit;
use crate::export::{ExportCell, ExportColumn, ExportTable};

/// What stands in a cell where an informant says nothing of a theme.
pub const EMPTY: &str = "–";

/// Themes by informants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemePivot {
    /// The informants, in the order of the units.
    pub informants: Vec<String>,
    /// The themes by the alphabet, what has none last (as an empty name).
    pub themes: Vec<String>,
    /// For each theme and informant the places of the units in their list.
    pub cells: Vec<Vec<Vec<usize>>>,
}

impl ThemePivot {
    /// The condensed ones of `units`, turned.
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

    /// As a table for any writer: the condensed sentences, and a dash where there is none.
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
