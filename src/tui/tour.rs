//! The tour of the sample study: steps that one does. Each is told in the line above the status line
//! and is over when its action has been done.

use super::canvas::Canvas;
use super::context::AppContext;
use super::theme::StyleRole;
use ratatui::layout::Rect;

/// Rows that the tour takes at the bottom of the screen.
pub const ROWS: u16 = 4;

/// What to do, and the action that does it.
struct TourStep {
    action: &'static str,
    /// `{}` stands for the key of the action.
    text: &'static str,
}

const STEPS: [TourStep; 11] = [
    TourStep {
        action: "open_document",
        text: "These are ten interviews. Go down with j to 03-mentor-3; {} opens it.",
    },
    TourStep {
        action: "next_coding",
        text: "{} goes to the next coded words. Below you see the code (◆ mechanism, ● context, ■ outcome), what the words mean in short, and a memo.",
    },
    TourStep {
        action: "sentence",
        text: "{} selects a sentence, and pressed again the next one.",
    },
    TourStep {
        action: "code",
        text: "{} codes it: type a few letters of a code, for example `rel`, and press Enter.",
    },
    TourStep {
        action: "condense",
        text: "{} writes down in a sentence what was meant, and the theme. Enter saves it.",
    },
    TourStep {
        action: "undo",
        text: "{} undoes what you did last, as often as you like. Nothing is ever lost.",
    },
    TourStep {
        action: "search",
        text: "{} searches all interviews: type `trust` and press Enter; Enter once more opens a passage.",
    },
    TourStep {
        action: "evidence",
        text: "{} shows a link of the theory: what people said beside what the survey says. Tab goes to the tests.",
    },
    TourStep {
        action: "data",
        text: "{} shows the survey: Enter on two variables crosses them, with the test that fits and how to read it.",
    },
    TourStep {
        action: "theory_board",
        text: "{} shows the programme theory. Every change of it asks for its reason.",
    },
    TourStep {
        action: "matrix",
        text: "{} puts all links into one table; e writes it into a Word or Excel file.",
    },
];

/// How far a user has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tour {
    step: usize,
}

impl Tour {
    /// Goes on if the step was done by this action.
    pub fn note(&mut self, action: &str) {
        if STEPS
            .get(self.step)
            .is_some_and(|step| step.action == action)
        {
            self.step += 1;
        }
    }

    /// Goes on in any case.
    pub fn skip(&mut self) {
        self.step = (self.step + 1).min(STEPS.len());
    }

    /// The text of the step, with the keys as they are bound.
    fn text(self, context: &AppContext) -> String {
        let end = context.key_for("tour");
        match STEPS.get(self.step) {
            Some(step) => format!(
                "{} of {}  {} ({} skips, {end} ends the tour)",
                self.step + 1,
                STEPS.len(),
                step.text.replace("{}", &context.key_for(step.action)),
                context.key_for("tour_skip"),
            ),
            None => format!(
                "That was the tour. {} finds everything by the words you use, {} goes back, {end} closes this.",
                context.key_for("help"),
                context.key_for("back"),
            ),
        }
    }

    /// Draws the step into the rows kept for it.
    pub fn draw(self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.blank(area);
        let rule = "─".repeat(area.width.into());
        canvas.put(
            area.x,
            area.y,
            area.right(),
            &rule,
            canvas.style(StyleRole::Rule),
        );
        canvas.put(
            area.x + 1,
            area.y,
            area.right(),
            " Tour ",
            canvas.style(StyleRole::Title),
        );
        let text = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: area.height - 1,
        };
        canvas.paragraph(text, &self.text(context), canvas.style(StyleRole::Text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::screens;

    #[test]
    fn every_step_is_an_action_and_says_its_key() {
        for step in &STEPS {
            assert!(
                screens::ACTIONS.find(step.action).is_some(),
                "{}",
                step.action
            );
            assert!(step.text.contains("{}"), "{}", step.text);
        }
    }

    #[test]
    fn only_the_action_of_the_step_leads_on() {
        let mut tour = Tour::default();
        tour.note("undo");
        assert_eq!(tour.step, 0);
        tour.note("open_document");
        assert_eq!(tour.step, 1);
        (0..20).for_each(|_| tour.skip());
        assert_eq!(tour.step, STEPS.len());
    }
}
