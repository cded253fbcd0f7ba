//! The grid by informant: the words, wrapped; the condensation with words that were not said
//! marked; theme, codes and length.
//!
//! The data of the grid, gathered once per revision of the study.

use super::CondensationsView;
use crate::export::condensations::{CondensationUnit, ThemePivot, units};
use crate::study::Study;
use crate::study::theory::QuoteAt;
use crate::text::{Span, sanitize, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::excerpt::Excerpt;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Most rows of a unit: `FEW`, or `MANY` for the selected one.
const FEW: u16 = 3;
const MANY: u16 = 12;

/// Positions of the columns.
pub struct CondensationColumns {
    said: (u16, u16),
    condensed: (u16, u16),
    theme: (u16, u16),
    codes: (u16, u16),
    length: (u16, u16),
}

impl CondensationColumns {
    pub fn new(area: Rect) -> CondensationColumns {
        let width = area.width.saturating_sub(2);
        let (codes, length) = (if width >= 110 { 12 } else { 6 }, 5);
        let rest = width.saturating_sub(codes + length + 8);
        let theme = (rest / 6).clamp(9, 26);
        let condensed = (rest - theme.min(rest)) * 9 / 20;
        let said = rest.saturating_sub(theme + condensed);
        let mut x = area.x + 1;
        let mut take = |width: u16| {
            let column = (x, x + width);
            x += width + 2;
            column
        };
        CondensationColumns {
            said: take(said),
            condensed: take(condensed),
            theme: take(theme),
            codes: take(codes),
            length: take(length),
        }
    }
}

fn room((from, to): (u16, u16), y: u16, height: u16) -> Rect {
    Rect {
        x: from,
        y,
        width: to.saturating_sub(from),
        height,
    }
}

fn most(current: bool) -> u16 {
    if current { MANY } else { FEW }
}

fn rows_of(text: &str, (from, to): (u16, u16)) -> u16 {
    let mut rows = 0;
    wrap::wrap(
        text,
        Span::of(0, text.len()),
        to.saturating_sub(from) as usize,
        |_| rows += 1,
    );
    rows
}

/// Rows of a unit with the heading of its informant above and a blank below.
pub fn height(
    gathered: &CondensationTable,
    place: usize,
    columns: &CondensationColumns,
    current: bool,
) -> u16 {
    let Some(row) = gathered.units.get(place) else {
        return 0;
    };
    body(row, columns, current) + u16::from(row.first) + 1
}

fn body(row: &CondensationRow, columns: &CondensationColumns, current: bool) -> u16 {
    let words = rows_of(&row.text, columns.said)
        .max(rows_of(&row.condensed, columns.condensed))
        .max(rows_of(&row.theme, columns.theme));
    // The selected unit shows its source below the condensation.
    let own = rows_of(&row.condensed, columns.condensed) + 1;
    let rows = if current { words.max(own) } else { words };
    rows.clamp(1, most(current))
}

pub fn draw(view: &CondensationsView, canvas: &mut Canvas<'_>, area: Rect) {
    let columns = CondensationColumns::new(area);
    let quiet = canvas.style(StyleRole::Muted);
    for ((from, to), head) in [
        (columns.said, "Natural unit"),
        (columns.condensed, "Condensed"),
        (columns.theme, "Theme"),
        (columns.codes, "Codes"),
        (columns.length, "Length"),
    ] {
        canvas.put_cut(
            from,
            area.y.saturating_sub(1),
            to.max(from + 6),
            head,
            quiet,
        );
    }
    let mut y = area.y;
    for (place, row) in view.table.units.iter().enumerate().skip(view.units.top()) {
        if y >= area.bottom() {
            return;
        }
        if row.first {
            let x = canvas.put(
                area.x + 1,
                y,
                area.right(),
                informant_name(&row.informant),
                canvas.style(StyleRole::Title),
            );
            canvas.put_cut(x + 2, y, area.right() - 1, &row.role, quiet);
            y += 1;
        }
        let current = place == view.units.selected();
        let height = body(row, &columns, current).min(area.bottom().saturating_sub(y));
        draw_unit(row, canvas, &columns, y, height, current);
        if current {
            canvas.restyle(Rect { y, height, ..area }, canvas.style(StyleRole::Current));
        }
        y += height + 1;
    }
}

fn draw_unit(
    row: &CondensationRow,
    canvas: &mut Canvas<'_>,
    columns: &CondensationColumns,
    y: u16,
    height: u16,
    current: bool,
) {
    let (text, quiet) = (
        canvas.style(StyleRole::Text),
        canvas.style(StyleRole::Muted),
    );
    canvas.paragraph(room(columns.said, y, height), &row.text, text);
    let place = room(columns.condensed, y, height);
    let mut used = 0;
    if row.condensed.is_empty() {
        canvas.paragraph(place, "not condensed yet", quiet);
        used = 1;
    } else {
        let whole = Span::of(0, row.condensed.len());
        let excerpt = Excerpt::new(&row.condensed, whole, None, place.width, height);
        let marked = canvas
            .style(StyleRole::Match)
            .add_modifier(Modifier::UNDERLINED);
        excerpt.draw(
            canvas,
            place,
            &row.condensed,
            &row.unsaid_words,
            text,
            marked,
        );
        used += excerpt.height();
    }
    if current && used < height {
        canvas.put_cut(place.x, y + height - 1, place.right(), &row.source, quiet);
    }
    canvas.paragraph(room(columns.theme, y, height), &row.theme, text);
    draw_codes(row, canvas, room(columns.codes, y, height));
    let length = row
        .share
        .map_or_else(|| "–".into(), |share| format!("{share} %"));
    canvas.put_right(y, columns.length.1, &length, text);
    if current && height > 1 {
        canvas.put_right(
            y + 1,
            columns.length.1,
            &format!("{}→{}", row.words.0, row.words.1),
            quiet,
        );
    }
}

fn draw_codes(row: &CondensationRow, canvas: &mut Canvas<'_>, room: Rect) {
    let (mut x, mut y) = (room.x, room.y);
    for (tag, colour) in &row.codes {
        let wide = wrap::width(tag) as u16;
        if x > room.x && x + wide > room.right() {
            (x, y) = (room.x, y + 1);
        }
        if y >= room.bottom() {
            canvas.put(
                room.right().saturating_sub(1),
                room.bottom().saturating_sub(1),
                room.right(),
                "…",
                canvas.style(StyleRole::Muted),
            );
            return;
        }
        let style = canvas.theme.code(colour).add_modifier(Modifier::BOLD);
        x = canvas.put(x, y, room.right(), tag, style) + 1;
    }
}

#[derive(Default)]
pub struct CondensationTable {
    /// Grouped by informant.
    pub units: Vec<CondensationRow>,
    /// Themes by informants.
    pub pivot: ThemePivot,
}

pub struct CondensationRow {
    pub at: QuoteAt,
    pub informant: String,
    /// Other attributes of the informant, e.g. the role.
    pub role: String,
    /// True for the first unit of its informant.
    pub first: bool,
    /// Document and turn.
    pub source: String,
    /// The words, on one line.
    pub text: String,
    pub condensed: String,
    /// Where `condensed` uses words that were not said.
    pub unsaid_words: Vec<Span>,
    pub theme: String,
    /// Tag and colour of each code.
    pub codes: Vec<(String, String)>,
    /// Number of words said, and of words in the condensation.
    pub words: (usize, usize),
    /// Length of the condensation in percent of what was said.
    pub share: Option<usize>,
}

impl CondensationTable {
    /// Gathers the table; `whole` includes units that are not condensed yet.
    pub fn new(study: &Study, whole: bool) -> CondensationTable {
        let units = units(study, None, whole);
        let pivot = ThemePivot::new(&units);
        let rows = units.iter().enumerate().map(|(place, unit)| {
            let before = place.checked_sub(1).map(|before| units[before].informant());
            CondensationRow::new(unit, before != Some(unit.informant()))
        });
        CondensationTable {
            units: rows.collect(),
            pivot,
        }
    }
}

impl CondensationRow {
    fn new(unit: &CondensationUnit<'_>, first: bool) -> CondensationRow {
        let body = unit.quote.informant.map(|informant| &informant.body);
        let codes = unit.quote.codes.iter().map(|code| {
            (
                sanitize::sanitize_line(&code.body.tag),
                code.body.colour.clone(),
            )
        });
        // Kept as it is, because `unsaid_words` index into it; Canvas sanitizes it.
        CondensationRow {
            at: unit.quote.location(),
            informant: sanitize::sanitize_line(unit.informant()),
            role: body
                .map(|body| sanitize::sanitize_line(&body.role))
                .unwrap_or_default(),
            first,
            source: format!(
                "{} · turn {}",
                sanitize::sanitize_line(&unit.quote.document.body.title),
                unit.quote.turn + 1
            ),
            text: sanitize::sanitize_line(unit.quote.words()),
            condensed: unit.condensed.to_owned(),
            unsaid_words: unit.foreign.clone(),
            theme: sanitize::sanitize_line(unit.theme.trim()),
            codes: codes.collect(),
            words: unit.words,
            share: unit.share(),
        }
    }
}

/// Display name of a theme.
pub fn theme_name(theme: &str) -> &str {
    if theme.is_empty() {
        "(no theme)"
    } else {
        theme
    }
}

/// Display name of an informant.
pub fn informant_name(informant: &str) -> &str {
    if informant.is_empty() {
        "(unknown)"
    } else {
        informant
    }
}
