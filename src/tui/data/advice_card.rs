//! The advice on the crosstab: the verdict of the fitting test in a fixed vocabulary, strength and
//! direction of the association, a sentence to paste, and warnings, each with its source.

use super::DataView;
use crate::evidence::{Crosstab, crosstab_analysis, planned_tests};
use crate::stats::advice;
use crate::stats::advice::{
    Advice, AdviceSeverity, AssociationStatus, EffectMeasure, Expectation, MiddleReading,
    MiddleReadingResult,
};
use crate::study::{Dataset, Id, Study};
use crate::text::{Span, number, sanitize, wrap};
use crate::tui::jobs::JobKind;
use crate::tui::{
    canvas::Canvas,
    context::{AppCommand, AppContext},
    theme::StyleRole,
};
use ratatui::layout::Rect;

/// Advice on a crosstab, computed beside the screen because exact tests take too long for a key
/// press.
pub struct AdviceJob;

impl JobKind for AdviceJob {
    type Subject = AdviceSubject;
    type Answer = Advice;
}

/// Two variables, by index, at one revision of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdviceSubject {
    pub revision: u64,
    pub dataset: Id<Dataset>,
    pub row: usize,
    pub column: usize,
}

/// Returns the same advice as `virk crosstab`, read together with the other tests of its link;
/// `None` if the two cannot be crossed.
pub fn advise(
    study: &Study,
    AdviceSubject {
        dataset,
        row,
        column,
        ..
    }: AdviceSubject,
) -> Option<Advice> {
    let dataset = study.dataset(dataset)?;
    let crosstab = Crosstab::new(dataset, row, column, &study.language).ok()?;
    let mut question =
        crosstab_analysis::question(study.alpha, crosstab_analysis::effort(&crosstab.table));
    question.family = planned_tests::of(study, dataset, row, column);
    question.smallest = crosstab_analysis::smallest_effect(&study.plan(), &crosstab.table);
    Some(advice::advise(&crosstab.table, &question))
}

/// Style, indent and text of a row of the card.
struct AdviceLine {
    role: StyleRole,
    indent: u16,
    text: String,
}

/// Breaks a part of the card into rows with a hanging indent after its sign.
fn hang(lines: &mut Vec<AdviceLine>, role: StyleRole, sign: &str, text: &str, columns: u16) {
    let (text, indent) = (sanitize::sanitize_line(text), wrap::width(sign) as u16);
    let mut before = sign;
    wrap::wrap(
        &text,
        Span::of(0, text.len()),
        columns.saturating_sub(indent).max(8) as usize,
        |line| {
            let words = line.text(&text);
            let hung = before.is_empty() && indent > 0;
            lines.push(AdviceLine {
                role,
                indent: if hung { indent } else { 0 },
                text: format!("{before}{words}"),
            });
            before = "";
        },
    );
}

/// "Kendall's tau-b = 0.41 (95 % 0.10 to 0.65), increasing: higher goes with higher".
fn association(advice: &Advice) -> Option<String> {
    let effects = advice.effects.as_ref()?;
    let first = effects.first()?;
    let found = &first.estimate;
    let points = first.measure == EffectMeasure::Difference;
    let number = |value: f64| {
        if points {
            number::decimals(value * 100.0, 1)
        } else {
            number::decimals(value, 2)
        }
    };
    let interval = found.interval.as_ref().map(|interval| {
        let ends = (number(interval.low), number(interval.high));
        format!(
            " ({} % CI {} to {})",
            number::decimals(interval.level * 100.0, 0),
            ends.0,
            ends.1
        )
    });
    // Without a significant result the direction describes these answers only; group differences
    // are described in the sentence.
    let direction = match (advice.direction, advice.status) {
        _ if !effects.groups.is_empty() => "",
        (Some(Expectation::Rising), AssociationStatus::Shown | AssociationStatus::Contrary) => {
            ", increasing: higher goes with higher"
        }
        (Some(Expectation::Falling), AssociationStatus::Shown | AssociationStatus::Contrary) => {
            ", decreasing: higher goes with lower"
        }
        (Some(Expectation::Rising), _) => ", increasing in this sample",
        (Some(Expectation::Falling), _) => ", decreasing in this sample",
        (Some(Expectation::Any) | None, _) => ", without a direction",
    };
    // The source belongs in the report, not in a row of the card.
    let name = found
        .method
        .split([',', '('])
        .next()
        .unwrap_or_default()
        .trim_end();
    let unit = if points { " percentage points" } else { "" };
    Some(format!(
        "{name} = {}{unit}{}{direction}",
        number(found.value),
        interval.unwrap_or_default()
    ))
}

/// The sentence to paste, in the study's language.
fn sentence<'a>(advice: &'a Advice, language: &str) -> &'a str {
    if language == "da" {
        &advice.danish
    } else {
        &advice.english
    }
}

/// The whole card, wrapped to `columns`.
fn lines(advice: Option<&Advice>, language: &str, columns: u16) -> Vec<AdviceLine> {
    let mut lines = Vec::new();
    let Some(advice) = advice else {
        hang(
            &mut lines,
            StyleRole::Muted,
            "",
            "Working out advice …",
            columns,
        );
        return lines;
    };
    let test = advice
        .outcome
        .as_ref()
        .map(|outcome| format!(": {}, {}", outcome.name, number::p(outcome.p)));
    let status = format!("{}{}", advice.status.english(), test.unwrap_or_default());
    hang(&mut lines, StyleRole::Title, "▸ ", &status, columns);
    if let Some(association) = association(advice) {
        hang(&mut lines, StyleRole::Text, "  ", &association, columns);
    }
    hang(
        &mut lines,
        StyleRole::Success,
        "» ",
        sentence(advice, language),
        columns,
    );
    for message in &advice.messages {
        let (role, sign) = match message.severity {
            AdviceSeverity::Warning => (StyleRole::Match, "! "),
            AdviceSeverity::Caution => (StyleRole::Text, "~ "),
            AdviceSeverity::Note => (StyleRole::Muted, "· "),
        };
        hang(
            &mut lines,
            role,
            sign,
            &format!("{} ({})", message.english, message.source),
            columns,
        );
    }
    if !advice.readings.is_empty() {
        hang(
            &mut lines,
            StyleRole::Title,
            "  ",
            "Other readings of the middle category",
            columns,
        );
    }
    for read in &advice.readings {
        hang(&mut lines, StyleRole::Text, "  ", &reading(read), columns);
    }
    lines
}

/// "as missing               N = 16  p = 0.043   tau-b = 0.41".
fn reading(read: &MiddleReadingResult) -> String {
    let words = match read.reading {
        MiddleReading::AsIs => "as answered",
        MiddleReading::Missing => "as missing",
        MiddleReading::WithBelow => "with those below",
        MiddleReading::WithAbove => "with those above",
        MiddleReading::ThreePoints => "as one of three points",
    };
    let n = number::count(read.n);
    let p = read.p.map_or_else(|| "not testable".to_owned(), number::p);
    let tau = read
        .tau_b
        .map(|tau| format!("tau-b = {}", number::decimals(tau, 2)))
        .unwrap_or_default();
    format!("{words:<24} N = {n:<4} {p:<12} {tau}")
        .trim_end()
        .to_owned()
}

/// Counts of the rows out of view by sign: "3 !  4 ~  5 ·".
fn hidden(lines: &[AdviceLine]) -> String {
    let signs = ['!', '~', '·'].map(|sign| {
        (
            sign,
            lines
                .iter()
                .filter(|line| line.indent == 0 && line.text.starts_with(sign))
                .count(),
        )
    });
    let some: Vec<String> = signs
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(sign, count)| format!("{count} {sign}"))
        .collect();
    some.join("  ")
}

/// Rows of the whole card.
pub fn height(advice: Option<&Advice>, language: &str, columns: u16) -> u16 {
    lines(advice, language, columns).len() as u16
}

/// Draws the card from row `first` on and returns the number of rows used. The last row says if
/// there is more.
pub fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    view: &DataView,
    context: &AppContext,
    first: u16,
) -> u16 {
    let language = &context.study().language;
    let lines = lines(view.advice(), language, area.width);
    let left = lines.len().saturating_sub(first as usize);
    let more = left > area.height as usize;
    let room = if more {
        area.height.saturating_sub(1)
    } else {
        area.height
    };
    for (y, line) in (area.y..area.y + room).zip(lines.iter().skip(first as usize)) {
        let style = canvas.style(line.role);
        canvas.put(area.x + line.indent, y, area.right(), &line.text, style);
    }
    if more && area.height > 0 {
        let how = match view.advice_full_height {
            true => format!("{} scrolls", context.key_for("table_down")),
            false => format!("{} shows all of it", context.key_for("advice")),
        };
        let signs = hidden(
            lines
                .get(first as usize + room as usize..)
                .unwrap_or_default(),
        );
        let rest = format!("… more of the advice: {how}  {signs}");
        canvas.put(
            area.x,
            area.y + room,
            area.right(),
            &rest,
            canvas.style(StyleRole::Muted),
        );
    }
    (left as u16).min(area.height)
}

impl DataView {
    /// Toggles between the table and the advice at full height.
    pub(super) fn read_advice(&mut self, context: &mut AppContext) {
        match &self.crosstab {
            Some(Ok(_)) => {
                self.advice_full_height = !(self.advice_full_height && self.at_table);
                (self.at_table, self.advice_first_row) = (true, 0);
            }
            Some(Err(_)) => {
                context.notify("There is no advice for variables that cannot be crossed")
            }
            None => context.notify(format!(
                "Mark two variables with {} to get advice on their crosstab",
                context.key_for("mark")
            )),
        }
    }

    /// Copies the sentence to the clipboard.
    pub(super) fn copy_sentence(&mut self, context: &mut AppContext) {
        match (self.advice(), &self.crosstab) {
            (Some(advice), _) => {
                let text = sentence(advice, &context.study().language).to_owned();
                context.notify("Copied the sentence");
                context.send(AppCommand::Copy(text));
            }
            (None, Some(Ok(_))) => context.notify("The advice is still being worked out"),
            (None, _) => context.notify("There is no crosstab to copy the sentence of"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Table;
    use crate::stats::advice::{AdviceRequest, SideLevel, TableSide, advise};

    #[test]
    fn the_sentence_speaks_the_language_of_the_study_and_every_row_fits() {
        let side = |name: &str| TableSide::new(name, SideLevel::Ordinal);
        let table = Table::new(2, 3, vec![5.0, 1.0, 0.0, 1.0, 4.0, 6.0]).unwrap();
        let table = table.with_sides(side("Før"), side("Efter")).unwrap();
        let advice = advise(&table, &AdviceRequest::default());
        assert_eq!(
            (sentence(&advice, "da"), sentence(&advice, "en")),
            (advice.danish.as_str(), advice.english.as_str())
        );
        for columns in [20, 40, 78] {
            let lines = lines(Some(&advice), "da", columns);
            let widest = lines
                .iter()
                .map(|line| line.indent as usize + wrap::width(line.text.trim_end()))
                .max();
            assert!(widest.unwrap() <= columns as usize);
            assert!(lines.iter().any(|line| line.text.starts_with("» ")));
        }
    }
}
