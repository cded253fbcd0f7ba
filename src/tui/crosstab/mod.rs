//! The crosstab: the categories of one variable down, of the other across, with a choice of what
//! the cells show. It comes with the result of the test and its warnings.

mod bars;

use super::{canvas::Canvas, theme::StyleRole};
use crate::evidence::{Crosstab, crosstab::CrosstabSide};
use crate::stats::chisq;
use crate::text::{number, sanitize, wrap};
use ratatui::{layout::Rect, style::Style};

#[derive(strum::Display, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CrosstabDisplay {
    #[default]
    #[strum(to_string = "counts")]
    Counts,
    /// Counts expected if the variables were independent.
    #[strum(to_string = "expected counts")]
    Expected,
    /// Row percentages.
    #[strum(to_string = "row %")]
    RowShares,
    /// Adjusted residuals: distance from the expected count.
    #[strum(to_string = "adjusted residuals (beyond ±1.96 marked *)")]
    Residuals,
    /// Row percentages as bars.
    #[strum(to_string = "row % as bars, with counts")]
    Bars,
}

impl CrosstabDisplay {
    /// Cycles through the displays.
    pub fn next(self) -> CrosstabDisplay {
        match self {
            CrosstabDisplay::Counts => CrosstabDisplay::Expected,
            CrosstabDisplay::Expected => CrosstabDisplay::RowShares,
            CrosstabDisplay::RowShares => CrosstabDisplay::Residuals,
            CrosstabDisplay::Residuals => CrosstabDisplay::Bars,
            CrosstabDisplay::Bars => CrosstabDisplay::Counts,
        }
    }
}

/// Width of a cell.
fn width(crosstab: &Crosstab, cells: CrosstabDisplay) -> u16 {
    match cells {
        CrosstabDisplay::Counts if crosstab.table.n() < 1_000.0 => 5,
        _ => 7,
    }
}

/// Rows of the headings and the totals.
const AROUND: u16 = 2;

/// Rows of the whole table.
pub fn height(crosstab: &Crosstab) -> u16 {
    crosstab.table.rows() as u16 + AROUND
}

/// "4 agree", or the value alone if it has no label.
pub fn category(side: &CrosstabSide, place: usize) -> String {
    let (code, label) = (&side.codes[place], &side.labels[place]);
    if label == code {
        sanitize::sanitize_line(code)
    } else {
        sanitize::sanitize_line(&format!("{code} {label}"))
    }
}

/// Legend below the table: the column labels, or the signs of the bars; `None` when the headings
/// say it all.
pub fn legend(crosstab: &Crosstab, cells: CrosstabDisplay) -> Option<String> {
    if cells == CrosstabDisplay::Bars {
        return Some(bars::legend(crosstab));
    }
    let side = &crosstab.column;
    let named = (0..side.codes.len()).filter(|place| side.labels[*place] != side.codes[*place]);
    let meanings: Vec<String> = named
        .map(|place| format!("{} = {}", side.codes[place], side.labels[place]))
        .collect();
    (!meanings.is_empty())
        .then(|| sanitize::sanitize_line(&format!("Columns: {}", meanings.join(", "))))
}

/// Width of the row labels: what the numbers leave, but at least a third.
fn label_width(crosstab: &Crosstab, area: Rect, spare: u16) -> u16 {
    let labels = (0..crosstab.table.rows()).map(|row| wrap::width(&category(&crosstab.row, row)));
    (labels.max().unwrap_or(0) as u16)
        .max(5)
        .min(spare.max(area.width / 3).max(8))
}

/// Draws the table from the category `first` (row, column) on; returns whether all of it fits.
pub fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    crosstab: &Crosstab,
    cells: CrosstabDisplay,
    first: (usize, usize),
) -> bool {
    if cells == CrosstabDisplay::Bars {
        return bars::draw(canvas, area, crosstab, first.0);
    }
    let (rows, columns) = (crosstab.table.rows(), crosstab.table.columns());
    let cell = width(crosstab, cells);
    let (quiet, title) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Title),
    );
    let labels = label_width(
        crosstab,
        area,
        area.width
            .saturating_sub(cell * (columns as u16).saturating_add(1)),
    );
    let room = area.width.saturating_sub(labels + cell) / cell;
    let shown = first.1..columns.min(first.1 + room as usize);
    let x = |place: usize| area.x + labels + cell * (place - first.1 + 1) as u16;
    for place in shown.clone() {
        let head = fitted(
            &sanitize::sanitize_line(&crosstab.column.codes[place]),
            cell - 1,
        );
        canvas.put_right(area.y, x(place), &head, quiet);
    }
    let sum = area.x + labels + cell * (shown.len() + 1) as u16;
    canvas.put_right(area.y, sum, "all", quiet);
    let values = CrosstabValues::new(crosstab, cells);
    let body = area.height.saturating_sub(AROUND) as usize;
    for (y, row) in (area.y + 1..area.bottom()).zip((first.0..rows).take(body)) {
        canvas.put_cut(
            area.x,
            y,
            area.x + labels,
            &category(&crosstab.row, row),
            Style::new(),
        );
        for place in shown.clone() {
            let (text, stands_out) = values.at(row, place);
            canvas.put_right(
                y,
                x(place),
                &text,
                if stands_out {
                    canvas.style(StyleRole::Match)
                } else {
                    Style::new()
                },
            );
        }
        canvas.put_right(
            y,
            sum,
            &number::count(crosstab.table.row(row).iter().sum()),
            quiet,
        );
    }
    let y = area.y + 1 + body.min(rows - first.0.min(rows)) as u16;
    if y < area.bottom() {
        canvas.put(area.x, y, area.x + labels, "all", quiet);
        let totals = crosstab.table.column_totals();
        for place in shown.clone() {
            canvas.put_right(y, x(place), &number::count(totals[place]), quiet);
        }
        canvas.put_right(y, sum, &number::count(crosstab.table.n()), title);
    }
    first == (0, 0) && rows <= body && shown.len() == columns
}

struct CrosstabValues<'a> {
    crosstab: &'a Crosstab,
    cells: CrosstabDisplay,
    numbers: Vec<f64>,
}

impl<'a> CrosstabValues<'a> {
    fn new(crosstab: &'a Crosstab, cells: CrosstabDisplay) -> CrosstabValues<'a> {
        let table = &crosstab.table;
        let numbers = match cells {
            CrosstabDisplay::Counts | CrosstabDisplay::RowShares | CrosstabDisplay::Bars => {
                table.observed().to_vec()
            }
            CrosstabDisplay::Expected => table.expected(),
            CrosstabDisplay::Residuals => chisq::residuals(table)
                .map(|found| found.adjusted)
                .unwrap_or_default(),
        };
        CrosstabValues {
            crosstab,
            cells,
            numbers,
        }
    }

    /// Text of a cell, and whether to highlight it.
    fn at(&self, row: usize, column: usize) -> (String, bool) {
        let table = &self.crosstab.table;
        let Some(value) = self.numbers.get(row * table.columns() + column).copied() else {
            return ("–".into(), false);
        };
        match self.cells {
            CrosstabDisplay::Counts if value == 0.0 => ("·".into(), false),
            CrosstabDisplay::Counts | CrosstabDisplay::Bars => (number::count(value), false),
            CrosstabDisplay::Expected => (number::decimals(value, 1), false),
            CrosstabDisplay::RowShares => {
                let sum: f64 = table.row(row).iter().sum();
                (
                    if sum == 0.0 {
                        "–".into()
                    } else {
                        format!("{} %", number::decimals(value * 100.0 / sum, 0))
                    },
                    false,
                )
            }
            CrosstabDisplay::Residuals => {
                let stands_out = value.abs() >= 1.96;
                (
                    format!(
                        "{}{}",
                        number::decimals(value, 1),
                        if stands_out { "*" } else { " " }
                    ),
                    stands_out,
                )
            }
        }
    }
}

/// Cuts `text` to the given number of columns.
fn fitted(text: &str, columns: u16) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let mut used = 0;
    text.graphemes(true)
        .take_while(|grapheme| {
            used += wrap::grapheme_width(grapheme);
            used <= columns as usize
        })
        .collect()
}

/// The test in one line: "p = 0.025  χ² = 17.52  df = 8  N = 31  V = 0.53".
pub fn statistics(crosstab: &Crosstab, alpha: f64) -> String {
    let n = crosstab.n();
    match crosstab.pearson() {
        Ok(test) => {
            let star = if test.p < alpha { " *" } else { "" };
            let v = crosstab
                .cramers_v()
                .map(|v| format!("  V = {}", number::decimals(v.value, 2)))
                .unwrap_or_default();
            format!(
                "{}{star}  χ² = {}  df = {}  N = {n}{v}",
                number::p(test.p),
                number::decimals(test.statistic, 2),
                test.df
            )
        }
        Err(why) => format!("No test: {why}  N = {n}"),
    }
}

/// A sentence each.
pub fn warnings(crosstab: &Crosstab) -> Vec<String> {
    let mut warnings: Vec<String> = crosstab
        .pearson()
        .map(|test| test.warnings.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    warnings.extend(left_out(crosstab));
    warnings
}

/// How many answers the table leaves out, if any.
pub fn left_out(crosstab: &Crosstab) -> Option<String> {
    (crosstab.missing > 0).then(|| {
        format!(
            "Left out: {} without an answer to one of them.",
            number::count_noun(crosstab.missing, "row")
        )
    })
}
