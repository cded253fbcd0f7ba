//! The crosstab as a picture: each row a bar of 100 %, divided like its answers. Every part has its
//! own shade or letter and its count, so the picture does not depend on colour.

use super::{AROUND, category, label_width};
use crate::evidence::Crosstab;
use crate::text::{number, sanitize, wrap};
use crate::tui::{canvas::Canvas, theme::StyleRole};
use ratatui::{layout::Rect, style::Style};

/// From light to dark.
const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// For more columns than there are shades.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Shade or letter of a column, out of `columns`.
fn sign(place: usize, columns: usize) -> &'static str {
    match columns {
        0..=1 => SHADES[4],
        2..=5 => SHADES[5 - columns + place.min(columns - 1)],
        _ => LETTERS
            .get(place % LETTERS.len()..=place % LETTERS.len())
            .unwrap_or_default(),
    }
}

/// Legend of the columns: "░ 1 No  ▒ 2 In part  █ 3 Yes".
pub fn legend(crosstab: &Crosstab) -> String {
    let columns = crosstab.table.columns();
    let parts = (0..columns).map(|place| {
        format!(
            "{} {}",
            sign(place, columns),
            category(&crosstab.column, place)
        )
    });
    sanitize::sanitize_line(&parts.collect::<Vec<_>>().join("  "))
}

/// Whole cells for each part of a bar, adding up to `room` (largest remainder method).
fn divided(counts: &[f64], room: u16) -> Vec<u16> {
    let sum: f64 = counts.iter().sum();
    if sum <= 0.0 {
        return vec![0; counts.len()];
    }
    let exact: Vec<f64> = counts
        .iter()
        .map(|count| count / sum * f64::from(room))
        .collect();
    let mut cells: Vec<u16> = exact.iter().map(|share| share.floor() as u16).collect();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()));
    let left = room.saturating_sub(cells.iter().sum());
    order
        .into_iter()
        .take(left as usize)
        .for_each(|place| cells[place] += 1);
    cells
}

/// Draws the bars from row `first` on; returns whether all of them fit.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, crosstab: &Crosstab, first: usize) -> bool {
    let (rows, quiet) = (crosstab.table.rows(), canvas.style(StyleRole::Muted));
    let totals = wrap::width(&number::count(crosstab.table.n())).max(3) as u16 + 1;
    let labels = label_width(crosstab, area, area.width.saturating_sub(totals + 20));
    let bar = Rect {
        x: area.x + labels + 1,
        width: area.width.saturating_sub(labels + 1 + totals),
        height: 1,
        ..area
    };
    if area.height == 0 {
        return false;
    }
    canvas.put(bar.x, area.y, bar.right(), "0 %", quiet);
    if bar.width >= 24 {
        canvas.put(
            bar.x + bar.width / 2 - 2,
            area.y,
            bar.right(),
            "50 %",
            quiet,
        );
    }
    if bar.width >= 12 {
        canvas.put_right(area.y, bar.right(), "100 %", quiet);
    }
    canvas.put_right(area.y, area.right(), "all", quiet);
    let body = area.height.saturating_sub(AROUND) as usize;
    let mut y = area.y + 1;
    for row in (first..rows).take(body) {
        canvas.put_cut(
            area.x,
            y,
            area.x + labels,
            &category(&crosstab.row, row),
            Style::new(),
        );
        draw_one(canvas, Rect { y, ..bar }, crosstab.table.row(row));
        canvas.put_right(
            y,
            area.right(),
            &number::count(crosstab.table.row(row).iter().sum()),
            quiet,
        );
        y += 1;
    }
    if y < area.bottom() {
        canvas.put(area.x, y, area.x + labels, "all", quiet);
        draw_one(canvas, Rect { y, ..bar }, &crosstab.table.column_totals());
        canvas.put_right(
            y,
            area.right(),
            &number::count(crosstab.table.n()),
            canvas.style(StyleRole::Title),
        );
    }
    first == 0 && rows <= body
}

/// Draws one bar, each part with its count where that fits.
fn draw_one(canvas: &mut Canvas<'_>, bar: Rect, counts: &[f64]) {
    let mut x = bar.x;
    for (place, (count, cells)) in counts.iter().zip(divided(counts, bar.width)).enumerate() {
        let end = x + cells;
        canvas.put(
            x,
            bar.y,
            end,
            &sign(place, counts.len()).repeat(cells as usize),
            canvas.style(StyleRole::Success),
        );
        let count = format!(" {} ", number::count(*count));
        let wide = wrap::width(&count) as u16;
        if cells > wide {
            canvas.put(
                x + (cells - wide) / 2,
                bar.y,
                end,
                &count,
                canvas.style(StyleRole::Title),
            );
        }
        x = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_bar_fill_it_and_nothing_makes_none() {
        assert_eq!(divided(&[1.0, 1.0, 1.0], 10), [4, 3, 3]);
        assert_eq!(divided(&[0.0, 5.0], 7), [0, 7]);
        assert_eq!(divided(&[0.0, 0.0], 7), [0, 0]);
    }

    #[test]
    fn no_two_columns_look_the_same() {
        for columns in 1..=40 {
            let mut signs: Vec<&str> = (0..columns).map(|place| sign(place, columns)).collect();
            signs.sort_unstable();
            signs.dedup();
            assert_eq!(signs.len(), columns);
        }
    }
}
