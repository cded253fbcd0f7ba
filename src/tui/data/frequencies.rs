//! The frequencies of the selected variable, each category with a bar.

use super::{DataView, variables};
use crate::study::{Variable, dataset::MeasurementLevel, parsed_column::ParsedColumn};
use crate::text::{number, sanitize, wrap};
use crate::tui::{canvas::Canvas, context::AppContext, theme::StyleRole};
use ratatui::layout::Rect;

/// Variables with more values are not listed value by value.
const MOST: usize = 40;

pub fn draw(view: &DataView, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    let study = context.study();
    let Some(row) = view
        .rows
        .get(view.list.selected())
        .filter(|_| area.height > 2)
    else {
        return;
    };
    let Some(dataset) = study.dataset(row.dataset) else {
        return;
    };
    let Some((place, variable)) = dataset
        .variable_index(&row.name)
        .and_then(|place| Some((place, dataset.body.variables.get(place)?)))
    else {
        return;
    };
    let (quiet, end) = (
        canvas.style(StyleRole::Muted),
        area.right().saturating_sub(1),
    );
    let left = area.x + 1;
    let x = canvas.put(
        left,
        area.y,
        end,
        &sanitize::sanitize_line(&format!(" {} ", row.name)),
        canvas.style(StyleRole::Title),
    );
    canvas.put(
        x,
        area.y,
        end,
        &format!("{} ", variable.level.name()),
        quiet,
    );
    let question = variable.question.in_language(&study.language);
    let asked = sanitize::sanitize_line(if question.is_empty() {
        variable.label.in_language(&study.language)
    } else {
        question
    });
    let top = Rect {
        x: left,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: 2.min(area.height - 1),
    };
    let mut y = top.y + canvas.paragraph(top, &asked, quiet);
    if let Some(scale) = &variable.proposed {
        let key = context.key_for("confirm_order");
        let line = format!(
            "Seems to be on a scale of {}: {scale}. {key} confirms this order.",
            scale.scale
        );
        let room = Rect {
            x: left,
            y,
            width: top.width,
            height: 3.min(area.bottom().saturating_sub(y)),
        };
        y += canvas.paragraph(
            room,
            &sanitize::sanitize_line(&line),
            canvas.style(StyleRole::Match),
        );
    }
    let counts = variables::counts(dataset, place);
    if variable.level == MeasurementLevel::Id || counts.len() > MOST {
        let ends = counts
            .first()
            .zip(counts.last())
            .map(|(first, last)| format!(", from {} to {}", first.0, last.0));
        let line = format!(
            "{}{}",
            number::count_noun(counts.len(), "different value"),
            ends.unwrap_or_default()
        );
        canvas.put_cut(
            left,
            y,
            end,
            &sanitize::sanitize_line(&line),
            canvas.style(StyleRole::Text),
        );
        return;
    }
    let valid: usize = counts.iter().map(|(_, count)| count).sum();
    let names: Vec<String> = counts
        .iter()
        .map(|(code, _)| {
            let label = variable.label_of(code, &study.language);
            sanitize::sanitize_line(&if label == code {
                code.clone()
            } else {
                format!("{code} {label}")
            })
        })
        .collect();
    let widest = names
        .iter()
        .map(|name| wrap::width(name))
        .max()
        .unwrap_or(0) as u16;
    let bars = left + widest.clamp(6, (area.width * 2 / 5).max(6)) + 15;
    let most = counts
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0)
        .max(1);
    let nothing = dataset
        .parsed_column(place)
        .map(ParsedColumn::implicit_missing)
        .unwrap_or_default();
    let tail = tail(dataset.kept_rows.len() - valid, nothing, variable);
    let bottom = area.bottom().saturating_sub(tail.len() as u16);
    for (shown, (name, (_, count))) in names.iter().zip(&counts).enumerate() {
        if y + 1 >= bottom && shown + 1 < counts.len() {
            canvas.put(
                left,
                y.min(bottom.saturating_sub(1)),
                end,
                &format!("… {} more", counts.len() - shown),
                quiet,
            );
            y += 1;
            break;
        }
        canvas.put_cut(
            left,
            y,
            bars.saturating_sub(14),
            name,
            canvas.style(StyleRole::Text),
        );
        canvas.put_right(
            y,
            bars.saturating_sub(9),
            &count.to_string(),
            canvas.style(StyleRole::Text),
        );
        canvas.put_right(
            y,
            bars.saturating_sub(1),
            &number::percent(*count, valid),
            quiet,
        );
        let room = end.saturating_sub(bars).min(60) as usize;
        canvas.put(
            bars,
            y,
            end,
            &"▪".repeat((count * room).div_ceil(most)),
            canvas.style(StyleRole::Success),
        );
        y += 1;
    }
    for line in tail {
        canvas.put(left, y, end, &sanitize::sanitize_line(&line), quiet);
        y += 1;
    }
}

/// Further facts about a variable.
fn tail(missing: usize, nothing: &[String], variable: &Variable) -> Vec<String> {
    let read = if nothing.is_empty() {
        String::new()
    } else {
        format!(", {} counted among them", nothing.join(", "))
    };
    let missing = (missing > 0).then(|| format!("{missing} missing{read}"));
    let middle = variable
        .middle
        .as_ref()
        .map(|middle| format!("{} means: {}", middle.code, middle.means));
    let yes = variable.yes.as_ref().map(|yes| format!("Yes is: {yes}"));
    missing.into_iter().chain(middle).chain(yes).collect()
}
