//! Page layout of a table: portrait or landscape, column widths, and how a table too wide for a
//! page is split into slices that repeat its first column.
//!
//! Widths are in characters of small print; each writer converts them to its own unit.

use super::{ColumnAlign, ExportTable};
use crate::text::{sanitize, wrap};

/// Characters that fit across an A4 page in portrait.
pub const PORTRAIT_WIDTH: f64 = 92.0;
/// Characters that fit across an A4 page in landscape.
pub const LANDSCAPE_WIDTH: f64 = 146.0;
/// Space between two columns.
const COLUMN_GAP: f64 = 2.5;
/// Text wraps at this width at the latest.
const MAX_COLUMN_WIDTH: f64 = 46.0;
/// Columns are not narrowed below this, except columns of short words.
const MIN_COLUMN_WIDTH: f64 = 9.0;
/// A word up to this long is never broken; longer ones may be.
const MAX_UNBROKEN_WORD: f64 = 17.0;
/// Aimed at when the table is split anyway.
const PREFERRED_COLUMN_WIDTH: f64 = 24.0;

#[derive(Clone, Debug, PartialEq)]
pub struct PageLayout {
    pub landscape: bool,
    /// One below the other.
    pub slices: Vec<TableSlice>,
}

/// A part of a table that is no wider than a page.
#[derive(Clone, Debug, PartialEq)]
pub struct TableSlice {
    /// Indices of the table's columns.
    pub columns: Vec<usize>,
    /// In characters, one per column.
    pub widths: Vec<f64>,
}

#[derive(Clone, Copy)]
struct ColumnWidthRange {
    minimum: f64,
    preferred: f64,
}

impl PageLayout {
    pub fn new(table: &ExportTable) -> PageLayout {
        let wishes: Vec<ColumnWidthRange> = (0..table.columns.len())
            .map(|place| column_width_range(table, place))
            .collect();
        let all: Vec<usize> = (0..wishes.len()).collect();
        if total_width(&wishes, &all, |wish| wish.preferred) <= PORTRAIT_WIDTH {
            return PageLayout {
                landscape: false,
                slices: vec![fit_slice(&wishes, all, PORTRAIT_WIDTH)],
            };
        }
        if total_width(&wishes, &all, |wish| wish.minimum) <= LANDSCAPE_WIDTH {
            return PageLayout {
                landscape: true,
                slices: vec![fit_slice(&wishes, all, LANDSCAPE_WIDTH)],
            };
        }
        let mut parts = Vec::new();
        let mut columns = vec![0];
        for place in 1..wishes.len() {
            columns.push(place);
            if total_width(&wishes, &columns, |wish| {
                wish.preferred.min(PREFERRED_COLUMN_WIDTH).max(wish.minimum)
            }) > LANDSCAPE_WIDTH
                && columns.len() > 2
            {
                columns.pop();
                parts.push(fit_slice(
                    &wishes,
                    std::mem::replace(&mut columns, vec![0, place]),
                    LANDSCAPE_WIDTH,
                ));
            }
        }
        parts.push(fit_slice(&wishes, columns, LANDSCAPE_WIDTH));
        PageLayout {
            landscape: true,
            slices: parts,
        }
    }
}

/// The width of `columns` with the gaps between them.
fn total_width(
    wishes: &[ColumnWidthRange],
    columns: &[usize],
    width: impl Fn(&ColumnWidthRange) -> f64,
) -> f64 {
    columns
        .iter()
        .map(|place| width(&wishes[*place]) + COLUMN_GAP)
        .sum()
}

/// Gives each column its preferred width if there is room; otherwise the room beyond the minimum
/// widths is shared in proportion to what each lacks.
fn fit_slice(wishes: &[ColumnWidthRange], columns: Vec<usize>, room: f64) -> TableSlice {
    let (least, best) = (
        total_width(wishes, &columns, |wish| wish.minimum),
        total_width(wishes, &columns, |wish| wish.preferred),
    );
    let share = if best > least {
        ((room - least) / (best - least)).clamp(0.0, 1.0)
    } else {
        1.0
    };
    let widths = columns
        .iter()
        .map(|place| {
            wishes[*place].minimum + share * (wishes[*place].preferred - wishes[*place].minimum)
        })
        .collect();
    TableSlice { columns, widths }
}

fn column_width_range(table: &ExportTable, place: usize) -> ColumnWidthRange {
    let column = &table.columns[place];
    let cells = table
        .rows
        .iter()
        .filter_map(|row| row.get(place))
        .map(super::ExportCell::as_shown);
    let (mut line, mut word) = (1, 1);
    // Headings are bold, which is wider.
    for (text, bold) in cells
        .map(|text| (text, 0))
        .chain([(column.heading.as_str(), 2)])
    {
        let text = sanitize::sanitize(text);
        line = text
            .lines()
            .map(|line| wrap::width(line) + bold)
            .fold(line, usize::max);
        word = text
            .split_whitespace()
            .map(|word| wrap::width(word) + bold)
            .fold(word, usize::max);
    }
    let (line, word) = (line as f64, word as f64);
    match column.align {
        ColumnAlign::Left => {
            let best = line.min(MAX_COLUMN_WIDTH);
            ColumnWidthRange {
                minimum: best.min(word.clamp(MIN_COLUMN_WIDTH, MAX_UNBROKEN_WORD)),
                preferred: best,
            }
        }
        // Numbers are not broken across lines, but their headings are.
        ColumnAlign::Right | ColumnAlign::Centre => ColumnWidthRange {
            minimum: word.min(MAX_UNBROKEN_WORD),
            preferred: word.min(MAX_UNBROKEN_WORD).max(line.min(MIN_COLUMN_WIDTH)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ExportColumn;

    fn table(columns: usize, text: &str) -> ExportTable {
        ExportTable {
            columns: (0..columns)
                .map(|_| ExportColumn::words("c", "Heading"))
                .collect(),
            rows: vec![(0..columns).map(|_| text.into()).collect()],
            ..ExportTable::default()
        }
    }

    #[test]
    fn few_columns_stand_upright_and_many_lie() {
        assert!(!PageLayout::new(&table(3, "short")).landscape);
        let six = PageLayout::new(&table(
            6,
            "a sentence that is a good deal longer than the column it stands in",
        ));
        assert!(six.landscape && six.slices.len() == 1, "{six:?}");
        assert!(
            six.slices[0].widths.iter().sum::<f64>() + 6.0 * COLUMN_GAP <= LANDSCAPE_WIDTH + 0.001
        );
    }

    #[test]
    fn a_table_too_wide_goes_on_with_its_first_column_and_loses_none() {
        let paper = PageLayout::new(&table(
            40,
            "a sentence that is a good deal longer than the column it stands in",
        ));
        assert!(paper.slices.len() > 1);
        assert!(
            paper
                .slices
                .iter()
                .all(|part| part.columns[0] == 0 && part.columns.len() == part.widths.len())
        );
        let mut places: Vec<usize> = paper
            .slices
            .iter()
            .flat_map(|part| part.columns[1..].to_vec())
            .collect();
        places.insert(0, 0);
        assert_eq!(places, (0..40).collect::<Vec<_>>());
        assert!(
            paper
                .slices
                .iter()
                .all(|part| part.widths.iter().sum::<f64>()
                    + COLUMN_GAP * part.widths.len() as f64
                    <= LANDSCAPE_WIDTH + 0.001)
        );
    }
}
