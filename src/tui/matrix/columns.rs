//! The columns of the matrix: what stands in them, how they are sorted, and
//! which of them there is room for.

use crate::evidence::Row;
use crate::text::{harmless, number, wrap};
use crate::tui::{canvas::Canvas, theme::Meaning};
use ratatui::layout::Rect;
use std::cmp::{Ordering, Reverse};

/// What the links are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// As they stand in the theory.
    #[default]
    Theory,
    /// Their names.
    Link,
    /// Quotes for them, most first.
    Supports,
    /// Quotes against them, most first.
    Contradicts,
    /// Quotes that nuance them, most first.
    Nuances,
    /// Quotes nobody judged, most first.
    Unjudged,
    /// Informants quoted, most first.
    Informants,
    /// Significant tests, most first.
    Tests,
    /// The p of the link as a whole, by the plan.
    PlannedP,
    /// The verdict.
    Verdict,
}

impl By {
    /// All of them.
    pub const ALL: [By; 10] = [
        By::Theory,
        By::Link,
        By::Supports,
        By::Contradicts,
        By::Nuances,
        By::Unjudged,
        By::Informants,
        By::Tests,
        By::PlannedP,
        By::Verdict,
    ];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            By::Theory => "the theory's order",
            By::Link => "link",
            By::Supports => "supporting quotes",
            By::Contradicts => "contradicting quotes",
            By::Nuances => "nuancing quotes",
            By::Unjudged => "quotes not judged",
            By::Informants => "informants",
            By::Tests => "significant tests",
            By::PlannedP => "p by the plan",
            By::Verdict => "verdict",
        }
    }

    /// Which of two rows comes first.
    #[must_use]
    pub fn compare(self, a: &Row, b: &Row) -> Ordering {
        let most = |count: fn(&Row) -> usize| Reverse(count(a)).cmp(&Reverse(count(b)));
        match self {
            By::Theory => Ordering::Equal,
            By::Link => (&a.from.name, &a.to.name).cmp(&(&b.from.name, &b.to.name)),
            By::Supports => most(|row| row.balance.supports),
            By::Contradicts => most(|row| row.balance.contradicts),
            By::Nuances => most(|row| row.balance.nuances),
            By::Unjudged => most(|row| row.balance.unjudged),
            By::Informants => most(|row| row.informants.len()),
            By::Tests => most(|row| row.significant).then_with(|| most(|row| row.tests)),
            By::PlannedP => {
                a.p.unwrap_or(f64::INFINITY)
                    .total_cmp(&b.p.unwrap_or(f64::INFINITY))
            }
            // Links nobody concluded on come last.
            By::Verdict => (a.verdict.is_none(), a.verdict).cmp(&(b.verdict.is_none(), b.verdict)),
        }
    }

    /// The head of its column and the cells it takes; the link takes the rest.
    fn head(self) -> (&'static str, u16) {
        match self {
            By::Theory => ("", 0),
            By::Link => ("Link", 0),
            By::Supports => ("+", 4),
            By::Contradicts => ("−", 4),
            By::Nuances => ("~", 4),
            By::Unjudged => ("·", 4),
            By::Informants => ("Who", 5),
            By::Tests => ("Tests *", 9),
            By::PlannedP => ("Plan p", 8),
            By::Verdict => ("Verdict", 9),
        }
    }

    fn cell(self, row: &Row) -> String {
        let count = |count: usize| {
            if count == 0 {
                String::new()
            } else {
                count.to_string()
            }
        };
        match self {
            By::Theory | By::Link => ends(row).join(" → "),
            By::Supports => count(row.balance.supports),
            By::Contradicts => count(row.balance.contradicts),
            By::Nuances => count(row.balance.nuances),
            By::Unjudged => count(row.balance.unjudged),
            By::Informants => count(row.informants.len()),
            By::Tests if row.tests == 0 => "untested".into(),
            // Hundreds leave no room for the word.
            By::Tests if row.tests > 99 => format!("{}/{}", row.significant, row.tests),
            By::Tests => format!("{} of {}", row.significant, row.tests),
            By::PlannedP => row.p.map(number::bare_p).unwrap_or_default(),
            By::Verdict => row.verdict.unwrap_or("–").to_owned(),
        }
    }
}

/// "◆ Reflection", "▲ Personal development".
fn ends(row: &Row) -> [String; 2] {
    [&row.from, &row.to]
        .map(|end| harmless::one_line(&format!("{} {}", end.kind.glyph(), end.name)))
}

/// The columns there is room for.
pub struct Columns {
    area: Rect,
    link: u16,
    shown: &'static [By],
    /// Where the claims begin, when there is room for them.
    claim: Option<u16>,
}

const ALL: &[By] = &[
    By::Supports,
    By::Contradicts,
    By::Nuances,
    By::Unjudged,
    By::Informants,
    By::Tests,
    By::PlannedP,
    By::Verdict,
];
const FEW: &[By] = &[By::Supports, By::Contradicts, By::Tests];

/// No link needs more cells than this.
const LINK: u16 = 72;

impl Columns {
    /// The columns of `area`.
    #[must_use]
    pub fn new(area: Rect) -> Columns {
        let shown = if area.width >= 76 { ALL } else { FEW };
        let others: u16 = shown.iter().map(|by| by.head().1).sum();
        let link = area.width.saturating_sub(others + 3);
        let claim = (link > LINK + 30).then_some(area.x + 1 + LINK + others + 2);
        Columns {
            area,
            link: if claim.is_some() { LINK } else { link },
            shown,
            claim,
        }
    }

    /// Each column but the link with the cell behind its last one.
    fn ends(&self) -> impl Iterator<Item = (By, u16)> + '_ {
        let mut x = self.area.x + 1 + self.link;
        self.shown.iter().map(move |by| {
            x += by.head().1;
            (*by, x)
        })
    }

    /// The column that stands at a cell.
    #[must_use]
    pub fn at(&self, x: u16) -> Option<By> {
        if x < self.area.x + 1 + self.link {
            return Some(By::Link);
        }
        self.ends().find(|(_, end)| x < *end).map(|(by, _)| by)
    }

    /// Draws the heads; the one sorted by says in which direction.
    pub fn draw_heads(&self, canvas: &mut Canvas<'_>, y: u16, by: By, backwards: bool) {
        let arrow = if backwards { "▴" } else { "▾" };
        let look = |canvas: &Canvas<'_>, column: By| {
            canvas.style(if column == by {
                Meaning::Key
            } else {
                Meaning::Quiet
            })
        };
        let head = if by == By::Link {
            format!("Link {arrow}")
        } else {
            "Link".to_owned()
        };
        canvas.put(
            self.area.x + 1,
            y,
            self.area.x + 1 + self.link,
            &head,
            look(canvas, By::Link),
        );
        for (column, end) in self.ends() {
            let head = if column == by {
                format!("{}{arrow}", column.head().0)
            } else {
                column.head().0.to_owned()
            };
            canvas.put_right(y, end, &head, look(canvas, column));
        }
        if let Some(x) = self.claim {
            canvas.put(
                x,
                y,
                self.area.right() - 1,
                "Claim",
                canvas.style(Meaning::Quiet),
            );
        }
    }

    /// Draws a row.
    pub fn draw(&self, canvas: &mut Canvas<'_>, y: u16, row: &Row) {
        let text = canvas.style(Meaning::Text);
        let (left, end) = (self.area.x + 1, self.area.x + 1 + self.link);
        let [from, to] = ends(row);
        // Where both do not fit, each end gets at least half of the room.
        let room = (self.link as usize).saturating_sub(3);
        let before =
            wrap::width(&from).min(room.saturating_sub(wrap::width(&to)).max(room / 2)) as u16;
        let x = canvas.put_cut(left, y, left + before, &from, text);
        let x = canvas.put(x, y, end, " → ", canvas.style(Meaning::Quiet));
        canvas.put_cut(x, y, end, &to, text);
        for (by, end) in self.ends() {
            let style = match by {
                By::Contradicts if row.balance.contradicts > 0 => canvas.style(Meaning::Refused),
                By::Tests if row.tests == 0 => canvas.style(Meaning::Quiet),
                By::PlannedP | By::Tests if row.significant > 0 => canvas.style(Meaning::Title),
                _ => text,
            };
            canvas.put_right(y, end, &by.cell(row), style);
        }
        if let Some(x) = self.claim {
            canvas.put_cut(
                x,
                y,
                self.area.right() - 1,
                &harmless::one_line(&row.statement),
                canvas.style(Meaning::Quiet),
            );
        }
    }
}
