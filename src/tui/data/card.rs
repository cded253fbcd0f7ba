//! The advice on the crosstab: what the test that fits says, in one of six
//! words, how strongly and in which direction the two go together, a sentence
//! to paste, and what to beware of, each with its source.

use super::Data;
use crate::stats::advice::{Advice, Expectation, Severity};
use crate::text::{Span, harmless, number, wrap};
use crate::tui::{
    canvas::Canvas,
    desk::{Desk, Go},
    theme::Meaning,
};
use ratatui::layout::Rect;

/// A row of the card: how it looks, how far it is moved in, what stands there.
struct Line {
    meaning: Meaning,
    indent: u16,
    text: String,
}

/// Breaks a part of the card into rows; those after the first hang behind its sign.
fn hang(lines: &mut Vec<Line>, meaning: Meaning, sign: &str, text: &str, columns: u16) {
    let (text, indent) = (harmless::one_line(text), wrap::width(sign) as u16);
    let mut before = sign;
    wrap::wrap(&text, Span::of(0, text.len()), columns.saturating_sub(indent).max(8) as usize, |line| {
        let words = line.text(&text);
        let hung = before.is_empty() && indent > 0;
        lines.push(Line { meaning, indent: if hung { indent } else { 0 }, text: format!("{before}{words}") });
        before = "";
    });
}

/// "Kendall's tau-b = 0.41 (95 % 0.10 to 0.65), rising: higher goes with higher".
fn association(advice: &Advice) -> Option<String> {
    let found = advice.association.as_ref()?;
    let interval = found.interval.as_ref().map(|interval| {
        let ends = (number::decimals(interval.low, 2), number::decimals(interval.high, 2));
        format!(" ({} % interval {} to {})", number::decimals(interval.level * 100.0, 0), ends.0, ends.1)
    });
    let direction = match advice.direction {
        Some(Expectation::Rising) => ", rising: higher goes with higher",
        Some(Expectation::Falling) => ", falling: higher goes with lower",
        Some(Expectation::Any) | None => ", without a direction",
    };
    let value = number::decimals(found.value, 2);
    // Its source belongs to the report, not to a row of a card.
    let name = found.method.split([',', '(']).next().unwrap_or_default().trim_end();
    Some(format!("{name} = {value}{}{direction}", interval.unwrap_or_default()))
}

/// The sentence to paste, in the study's language.
fn sentence<'a>(advice: &'a Advice, language: &str) -> &'a str {
    if language == "da" { &advice.danish } else { &advice.english }
}

/// The whole card for so many columns.
fn lines(advice: Option<&Advice>, language: &str, columns: u16) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some(advice) = advice else {
        hang(&mut lines, Meaning::Quiet, "", "Advice: reckoning …", columns);
        return lines;
    };
    let test = advice.outcome.as_ref().map(|outcome| format!(": {}, {}", outcome.name, number::p(outcome.p)));
    let status = format!("{}{}", advice.status.english(), test.unwrap_or_default());
    hang(&mut lines, Meaning::Title, "▸ ", &status, columns);
    if let Some(association) = association(advice) {
        hang(&mut lines, Meaning::Text, "  ", &association, columns);
    }
    hang(&mut lines, Meaning::Said, "» ", sentence(advice, language), columns);
    for message in &advice.messages {
        let (meaning, sign) = match message.severity {
            Severity::Warning => (Meaning::Match, "! "),
            Severity::Caution => (Meaning::Text, "~ "),
            Severity::Note => (Meaning::Quiet, "· "),
        };
        hang(&mut lines, meaning, sign, &format!("{} ({})", message.english, message.source), columns);
    }
    lines
}

/// Rows of the whole card.
pub fn height(advice: Option<&Advice>, language: &str, columns: u16) -> u16 {
    lines(advice, language, columns).len() as u16
}

/// Draws the card from its row `first` on and answers with the rows it took.
/// A last row says when there is more.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, view: &Data, language: &str, first: u16) -> u16 {
    let lines = lines(view.advice.as_deref(), language, area.width);
    let left = lines.len().saturating_sub(first as usize);
    let more = left > area.height as usize;
    let room = if more { area.height.saturating_sub(1) } else { area.height };
    for (y, line) in (area.y..area.y + room).zip(lines.iter().skip(first as usize)) {
        let style = canvas.style(line.meaning);
        canvas.put(area.x + line.indent, y, area.right(), &line.text, style);
    }
    if more && area.height > 0 {
        let how = if view.reading { "J scrolls" } else { "a shows all of it" };
        let rest = format!("… {} more of the advice: {how}", number::some(left - room as usize, "row"));
        canvas.put(area.x, area.y + room, area.right(), &rest, canvas.style(Meaning::Quiet));
    }
    (left as u16).min(area.height)
}

impl Data {
    /// Gives the advice the whole place of the table, or the table its place back.
    pub(super) fn read_advice(&mut self, desk: &mut Desk) {
        match &self.crosstab {
            Some(Ok(_)) => {
                self.reading = !(self.reading && self.at_table);
                (self.at_table, self.read_from) = (true, 0);
            }
            Some(Err(_)) => desk.say("There is no advice on what cannot be crossed"),
            None => desk.say("Mark two variables with Enter to have advice on their crosstab"),
        }
    }

    /// Puts the sentence on the clipboard.
    pub(super) fn copy_sentence(&mut self, desk: &mut Desk) {
        match (&self.advice, self.asked) {
            (Some(advice), _) => {
                let text = sentence(advice, &desk.study().language).to_owned();
                desk.say("Copied the sentence");
                desk.go(Go::Copy(text));
            }
            (None, Some(_)) => desk.say("The advice is still being reckoned"),
            (None, None) => desk.say("There is no crosstab to copy the sentence of"),
        }
    }
}
