//! The columns of the matrix: their content, sort order, and which of them fit.
//!
//! Under what circumstances: the moderators in the theory, and a regression for each.

use super::MatrixView;
use crate::evidence::circumstance::LinkModeration;
use crate::evidence::regression_analysis::{RegressionAnalysis, RegressionSpec};
use crate::evidence::{MatrixRow, circumstance, strata};
use crate::study::{Dataset, Study};
use crate::text::{number, sanitize, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::context::{AppCommand, AppContext};
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::cmp::{Ordering, Reverse};
use strum::VariantArray;

#[derive(strum::Display, VariantArray, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[strum(serialize_all = "lowercase")]
pub enum MatrixSort {
    /// Order of the theory.
    #[default]
    #[strum(to_string = "the theory's order")]
    Theory,
    Link,
    /// Supporting quotes, most first.
    #[strum(to_string = "supporting quotes")]
    Supports,
    /// Contradicting quotes, most first.
    #[strum(to_string = "contradicting quotes")]
    Contradicts,
    /// Nuancing quotes, most first.
    #[strum(to_string = "nuancing quotes")]
    Nuances,
    #[strum(to_string = "quotes not judged")]
    Unjudged,
    /// Quoted informants, most first.
    Informants,
    /// Significant tests, most first.
    #[strum(to_string = "significant tests")]
    Tests,
    /// p of the link as a whole, by the analysis plan.
    #[strum(to_string = "p by the plan")]
    PlannedP,
    Verdict,
}

impl MatrixSort {
    /// Order of two rows.
    pub fn compare(self, a: &MatrixRow, b: &MatrixRow) -> Ordering {
        let most = |count: fn(&MatrixRow) -> usize| Reverse(count(a)).cmp(&Reverse(count(b)));
        match self {
            MatrixSort::Theory => Ordering::Equal,
            MatrixSort::Link => (&a.from.name, &a.to.name).cmp(&(&b.from.name, &b.to.name)),
            MatrixSort::Supports => most(|row| row.balance.supports),
            MatrixSort::Contradicts => most(|row| row.balance.contradicts),
            MatrixSort::Nuances => most(|row| row.balance.nuances),
            MatrixSort::Unjudged => most(|row| row.balance.unjudged),
            MatrixSort::Informants => most(|row| row.informants.len()),
            MatrixSort::Tests => most(|row| row.significant).then_with(|| most(|row| row.tests)),
            MatrixSort::PlannedP => {
                a.p.unwrap_or(f64::INFINITY)
                    .total_cmp(&b.p.unwrap_or(f64::INFINITY))
            }
            // Links without a verdict come last.
            MatrixSort::Verdict => {
                (a.verdict.is_none(), a.verdict).cmp(&(b.verdict.is_none(), b.verdict))
            }
        }
    }

    /// Heading and width of the column; the link takes the remaining width.
    fn head(self) -> (&'static str, u16) {
        match self {
            MatrixSort::Theory => ("", 0),
            MatrixSort::Link => ("Link", 0),
            MatrixSort::Supports => ("+", 4),
            MatrixSort::Contradicts => ("−", 4),
            MatrixSort::Nuances => ("~", 4),
            MatrixSort::Unjudged => ("·", 4),
            MatrixSort::Informants => ("Who", 5),
            MatrixSort::Tests => ("Tests *", 9),
            MatrixSort::PlannedP => ("Plan p", 8),
            MatrixSort::Verdict => ("Verdict", 9),
        }
    }

    fn cell(self, row: &MatrixRow) -> String {
        let count = |count: usize| {
            if count == 0 {
                String::new()
            } else {
                count.to_string()
            }
        };
        match self {
            MatrixSort::Theory | MatrixSort::Link => ends(row).join(" → "),
            MatrixSort::Supports => count(row.balance.supports),
            MatrixSort::Contradicts => count(row.balance.contradicts),
            MatrixSort::Nuances => count(row.balance.nuances),
            MatrixSort::Unjudged => count(row.balance.unjudged),
            MatrixSort::Informants => count(row.informants.len()),
            MatrixSort::Tests if row.tests == 0 => "untested".into(),
            // No room for the word with three digits.
            MatrixSort::Tests if row.tests > 99 => format!("{}/{}", row.significant, row.tests),
            MatrixSort::Tests => format!("{} of {}", row.significant, row.tests),
            MatrixSort::PlannedP => row.p.map(number::bare_p).unwrap_or_default(),
            MatrixSort::Verdict => row.verdict.unwrap_or("–").to_owned(),
        }
    }
}

/// "◆ Reflection", "▲ Personal development".
fn ends(row: &MatrixRow) -> [String; 2] {
    [&row.from, &row.to]
        .map(|end| sanitize::sanitize_line(&format!("{} {}", end.kind.glyph(), end.name)))
}

/// The columns that fit.
pub struct MatrixColumns {
    area: Rect,
    link: u16,
    shown: &'static [MatrixSort],
    /// Where the claims begin, if there is room for them.
    claim: Option<u16>,
}

const ALL: &[MatrixSort] = &[
    MatrixSort::Supports,
    MatrixSort::Contradicts,
    MatrixSort::Nuances,
    MatrixSort::Unjudged,
    MatrixSort::Informants,
    MatrixSort::Tests,
    MatrixSort::PlannedP,
    MatrixSort::Verdict,
];
const FEW: &[MatrixSort] = &[
    MatrixSort::Supports,
    MatrixSort::Contradicts,
    MatrixSort::Tests,
];

/// No link needs more cells than this.
const LINK: u16 = 72;

impl MatrixColumns {
    pub fn new(area: Rect) -> MatrixColumns {
        let shown = if area.width >= 76 { ALL } else { FEW };
        let others: u16 = shown.iter().map(|by| by.head().1).sum();
        let link = area.width.saturating_sub(others + 3);
        let claim = (link > LINK + 30).then_some(area.x + 1 + LINK + others + 2);
        MatrixColumns {
            area,
            link: if claim.is_some() { LINK } else { link },
            shown,
            claim,
        }
    }

    /// Each column but the link with the cell after its last one.
    fn ends(&self) -> impl Iterator<Item = (MatrixSort, u16)> + '_ {
        let mut x = self.area.x + 1 + self.link;
        self.shown.iter().map(move |by| {
            x += by.head().1;
            (*by, x)
        })
    }

    /// The column at a cell.
    pub fn at(&self, x: u16) -> Option<MatrixSort> {
        if x < self.area.x + 1 + self.link {
            return Some(MatrixSort::Link);
        }
        self.ends().find(|(_, end)| x < *end).map(|(by, _)| by)
    }

    /// Draws the headings, with an arrow for the sort direction.
    pub fn draw_heads(&self, canvas: &mut Canvas<'_>, y: u16, by: MatrixSort, backwards: bool) {
        let arrow = if backwards { "▴" } else { "▾" };
        let look = |canvas: &Canvas<'_>, column: MatrixSort| {
            canvas.style(if column == by {
                StyleRole::Key
            } else {
                StyleRole::Muted
            })
        };
        let head = if by == MatrixSort::Link {
            format!("Link {arrow}")
        } else {
            "Link".to_owned()
        };
        canvas.put(
            self.area.x + 1,
            y,
            self.area.x + 1 + self.link,
            &head,
            look(canvas, MatrixSort::Link),
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
                canvas.style(StyleRole::Muted),
            );
        }
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, y: u16, row: &MatrixRow) {
        let text = canvas.style(StyleRole::Text);
        let (left, end) = (self.area.x + 1, self.area.x + 1 + self.link);
        let [from, to] = ends(row);
        // If both do not fit, each end gets at least half of the room.
        let room = (self.link as usize).saturating_sub(3);
        let before =
            wrap::width(&from).min(room.saturating_sub(wrap::width(&to)).max(room / 2)) as u16;
        let x = canvas.put_cut(left, y, left + before, &from, text);
        let x = canvas.put(x, y, end, " → ", canvas.style(StyleRole::Muted));
        canvas.put_cut(x, y, end, &to, text);
        for (by, end) in self.ends() {
            let style = match by {
                MatrixSort::Contradicts if row.balance.contradicts > 0 => {
                    canvas.style(StyleRole::Error)
                }
                MatrixSort::Tests if row.tests == 0 => canvas.style(StyleRole::Muted),
                MatrixSort::PlannedP | MatrixSort::Tests if row.significant > 0 => {
                    canvas.style(StyleRole::Title)
                }
                _ => text,
            };
            canvas.put_right(y, end, &by.cell(row), style);
        }
        if let Some(x) = self.claim {
            canvas.put_cut(
                x,
                y,
                self.area.right() - 1,
                &sanitize::sanitize_line(&row.statement),
                canvas.style(StyleRole::Muted),
            );
        }
    }
}

impl MatrixView {
    /// Lists them by p, smallest first, with the adjusted p.
    pub(super) fn ask_circumstances(&mut self, context: &mut AppContext) {
        let study = context.study();
        let found = study
            .theory()
            .map(|theory| circumstance::moderations(study, theory))
            .unwrap_or_default();
        if found.is_empty() {
            context.notify("No context in the theory moderates a link with indicators for all three; see `virk questions circumstances`");
            return;
        }
        let testable = found.iter().filter(|asked| asked.result.is_ok()).count();
        let danish = study.language == "da";
        let choices = found
            .iter()
            .map(|asked| choice(asked, study, danish))
            .collect();
        let title = format!(
            "{testable} of {} testable; a choice is explained and copied",
            number::count_noun(found.len(), "moderation")
        );
        context.push_layer(Picker::new(title, choices, |_, context, picked| {
            if let Picked::Some(picked) = picked
                && let Some(chosen) = picked.into_iter().next()
            {
                let sentence = explained(&chosen, context.study());
                context.notify(sentence.clone());
                context.send(AppCommand::Copy(sentence));
            }
        }));
    }
}

/// The moderator's variable and those of the link's ends.
type ModeratorChoice = (String, String, String);

fn choice(
    asked: &LinkModeration<'_>,
    study: &Study,
    danish: bool,
) -> PickerChoice<ModeratorChoice> {
    let (a, b) = &asked.pair;
    let p = |p: f64| number::bare_p(p);
    let note = match (&asked.result, asked.adjusted) {
        (Ok(found), Some(adjusted)) => format!("p {}, adjusted {}", p(found.test.p), p(adjusted)),
        (Ok(found), None) => format!("p {}", p(found.test.p)),
        (Err(_), _) => "unknown".to_owned(),
    };
    let link = format!(
        "{} · {}",
        study.code_name(asked.moderator),
        study.link_name(asked.link)
    );
    let about = match &asked.result {
        Ok(found) => format!(
            "{link}. {}",
            strata::bracket(found, None, study.alpha, danish)
        ),
        Err(why) => format!(
            "{link}. {}",
            if danish { why.danish() } else { why.english() }
        ),
    };
    PickerChoice {
        sign: String::new(),
        style: Style::new(),
        text: sanitize::sanitize_line(&format!("{a} × {b} by {}", asked.by)),
        tag: sanitize::sanitize_line(&format!("{a} {b} {}", asked.by)),
        note,
        about: sanitize::sanitize_line(&about),
        other_words: Vec::new(),
        value: (asked.by.clone(), a.clone(), b.clone()),
    }
}

/// Describes the regression with the interaction, or why there is none.
fn explained((by, a, b): &ModeratorChoice, study: &Study) -> String {
    let places = |dataset: &Dataset| {
        Some(RegressionSpec {
            outcome: dataset.variable_index(b)?,
            cause: dataset.variable_index(a)?,
            covariates: Vec::new(),
            moderator: Some(dataset.variable_index(by)?),
        })
    };
    let known = study
        .datasets()
        .find_map(|dataset| places(dataset).map(|places| (dataset, places)));
    let Some((dataset, places)) = known else {
        return String::new();
    };
    let sentence = match RegressionAnalysis::new(dataset, &places, &study.language) {
        Ok(found) => found.sentence(study.alpha, study.language == "da"),
        Err(refusal) => refusal.what,
    };
    sanitize::sanitize_line(&sentence)
}
