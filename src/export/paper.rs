//! A table on paper: which way the page is turned, how wide each column is, and
//! how a table too wide for a page goes on in parts, its first column in each.
//!
//! Widths are in characters of small print; each writer has its own unit for them.

use super::{Align, Table};
use crate::text::{harmless, wrap};

/// What an upright A4 page holds, in characters.
pub const UPRIGHT: f64 = 92.0;
/// What a page on its side holds.
pub const TURNED: f64 = 146.0;
/// What separates two columns.
const GAP: f64 = 2.5;
/// Words are broken into lines beyond this width,
const MOST: f64 = 46.0;
/// and are not squeezed below this one, a long word apart.
const LEAST: f64 = 9.0;
/// Nor is there a use in keeping words longer than this whole.
const LONGEST: f64 = 17.0;
/// What a column gets when the table is divided and there is a choice.
const COMFORT: f64 = 24.0;

/// How a table lies on pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// Whether the pages lie on their side.
    pub turned: bool,
    /// The parts, one below the other.
    pub parts: Vec<Part>,
}

/// A part of a table that is no wider than a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The places of its columns.
    pub columns: Vec<usize>,
    /// How wide each is, in characters.
    pub widths: Vec<f64>,
}

/// How wide a column would like to be, and can be.
#[derive(Clone, Copy)]
struct Wish {
    least: f64,
    best: f64,
}

impl Paper {
    /// Lays a table out.
    #[must_use]
    pub fn new(table: &Table) -> Paper {
        let wishes: Vec<Wish> = (0..table.columns.len())
            .map(|place| wish(table, place))
            .collect();
        let all: Vec<usize> = (0..wishes.len()).collect();
        if taken(&wishes, &all, |wish| wish.best) <= UPRIGHT {
            return Paper {
                turned: false,
                parts: vec![part(&wishes, all, UPRIGHT)],
            };
        }
        if taken(&wishes, &all, |wish| wish.least) <= TURNED {
            return Paper {
                turned: true,
                parts: vec![part(&wishes, all, TURNED)],
            };
        }
        let mut parts = Vec::new();
        let mut columns = vec![0];
        for place in 1..wishes.len() {
            columns.push(place);
            if taken(&wishes, &columns, |wish| {
                wish.best.min(COMFORT).max(wish.least)
            }) > TURNED
                && columns.len() > 2
            {
                columns.pop();
                parts.push(part(
                    &wishes,
                    std::mem::replace(&mut columns, vec![0, place]),
                    TURNED,
                ));
            }
        }
        parts.push(part(&wishes, columns, TURNED));
        Paper {
            turned: true,
            parts,
        }
    }
}

/// What `columns` take together.
fn taken(wishes: &[Wish], columns: &[usize], width: impl Fn(&Wish) -> f64) -> f64 {
    columns
        .iter()
        .map(|place| width(&wishes[*place]) + GAP)
        .sum()
}

/// The columns at their best where there is room, else with the room that is left shared by what
/// they lack.
fn part(wishes: &[Wish], columns: Vec<usize>, room: f64) -> Part {
    let (least, best) = (
        taken(wishes, &columns, |wish| wish.least),
        taken(wishes, &columns, |wish| wish.best),
    );
    let share = if best > least {
        ((room - least) / (best - least)).clamp(0.0, 1.0)
    } else {
        1.0
    };
    let widths = columns
        .iter()
        .map(|place| wishes[*place].least + share * (wishes[*place].best - wishes[*place].least))
        .collect();
    Part { columns, widths }
}

fn wish(table: &Table, place: usize) -> Wish {
    let column = &table.columns[place];
    let cells = table
        .rows
        .iter()
        .filter_map(|row| row.get(place))
        .map(super::Cell::as_shown);
    let (mut line, mut word) = (1, 1);
    // Headings are bold, and bold is wider.
    for (text, bold) in cells
        .map(|text| (text, 0))
        .chain([(column.heading.as_str(), 2)])
    {
        let text = harmless::harmless(text);
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
        Align::Left => {
            let best = line.min(MOST);
            Wish {
                least: best.min(word.clamp(LEAST, LONGEST)),
                best,
            }
        }
        // Numbers are not broken; their headings are.
        Align::Right | Align::Centre => Wish {
            least: word.min(LONGEST),
            best: word.min(LONGEST).max(line.min(LEAST)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Column;

    fn table(columns: usize, text: &str) -> Table {
        Table {
            columns: (0..columns)
                .map(|_| Column::words("c", "Heading"))
                .collect(),
            rows: vec![(0..columns).map(|_| text.into()).collect()],
            ..Table::default()
        }
    }

    #[test]
    fn few_columns_stand_upright_and_many_lie() {
        assert!(!Paper::new(&table(3, "short")).turned);
        let six = Paper::new(&table(
            6,
            "a sentence that is a good deal longer than the column it stands in",
        ));
        assert!(six.turned && six.parts.len() == 1, "{six:?}");
        assert!(six.parts[0].widths.iter().sum::<f64>() + 6.0 * GAP <= TURNED + 0.001);
    }

    #[test]
    fn a_table_too_wide_goes_on_with_its_first_column_and_loses_none() {
        let paper = Paper::new(&table(
            40,
            "a sentence that is a good deal longer than the column it stands in",
        ));
        assert!(paper.parts.len() > 1);
        assert!(
            paper
                .parts
                .iter()
                .all(|part| part.columns[0] == 0 && part.columns.len() == part.widths.len())
        );
        let mut places: Vec<usize> = paper
            .parts
            .iter()
            .flat_map(|part| part.columns[1..].to_vec())
            .collect();
        places.insert(0, 0);
        assert_eq!(places, (0..40).collect::<Vec<_>>());
        assert!(
            paper
                .parts
                .iter()
                .all(
                    |part| part.widths.iter().sum::<f64>() + GAP * part.widths.len() as f64
                        <= TURNED + 0.001
                )
        );
    }
}
