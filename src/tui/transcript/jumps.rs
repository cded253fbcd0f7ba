//! Jumps within a document, with a history: to a turn or a position, or to a quote chosen from a
//! list.

use super::TranscriptView;
use crate::study::{Code, Id};
use crate::text::{Span, sanitize};
use crate::tui::{
    context::{AppCommand, AppContext},
    layer::{
        form::{FormDialog, FormField},
        picker::{Picked, Picker, PickerChoice},
    },
    view::AnyView,
};

/// Length of the history.
const KEPT: usize = 100;

/// Positions before each jump, and positions that were returned from.
#[derive(Debug, Default)]
pub struct JumpHistory {
    before: Vec<Span>,
    after: Vec<Span>,
}

impl JumpHistory {
    /// Records a position before a jump.
    pub fn push(&mut self, from: Span) {
        self.after.clear();
        if self.before.last() != Some(&from) {
            self.before.push(from);
            if self.before.len() > KEPT {
                self.before.remove(0);
            }
        }
    }

    /// The previous position, seen from `here`, or the one that was returned from.
    pub fn step(&mut self, back: bool, here: Span) -> Option<Span> {
        let (from, to) = if back {
            (&mut self.before, &mut self.after)
        } else {
            (&mut self.after, &mut self.before)
        };
        let place = from.pop()?;
        to.push(here);
        Some(place)
    }
}

impl TranscriptView {
    /// Jumps to where `change` goes, recording the position before.
    pub(super) fn jump(
        &mut self,
        change: impl FnOnce(&mut super::Selection, super::DocumentText<'_>),
    ) {
        let from = self.selection().extent();
        self.jumps.push(from);
        self.update_selection(change);
    }

    /// Goes back to before the last jump; from the first position back to the previous view, e.g. a
    /// row of a report.
    pub(super) fn jump_back(&mut self, context: &mut AppContext) {
        let here = self.selection().extent();
        match self.jumps.step(true, here) {
            Some(span) => self.stand_on(span),
            None => context.send(AppCommand::Back),
        }
    }

    /// Goes forward again.
    pub(super) fn jump_forward(&mut self, context: &mut AppContext) {
        let here = self.selection().extent();
        match self.jumps.step(false, here) {
            Some(span) => self.stand_on(span),
            None => context.notify("There is no place to go forward to"),
        }
    }

    fn stand_on(&mut self, span: Span) {
        self.update_selection(|selection, document_text| {
            selection.clear();
            if document_text.word(span.start) == span {
                selection.move_to(span)
            } else {
                selection.select(document_text, span)
            }
        });
    }

    /// Asks for a turn number, or for a position in percent.
    pub(super) fn ask_place(&mut self, context: &mut AppContext) {
        let about = format!(
            "A turn by its number, 1 to {}; or how far into the document, e.g. 50 %.",
            self.turns.len()
        );
        context.push_layer(
            FormDialog::new(
                "Go to",
                &about,
                vec![FormField::new("Turn, or %", "", 1)],
                |view, context, texts| {
                    let AnyView::Transcript(transcript) = view else {
                        return true;
                    };
                    transcript.go_to(texts[0].trim(), context)
                },
            )
            .with_verb("go"),
        );
    }

    fn go_to(&mut self, typed: &str, context: &mut AppContext) -> bool {
        let share = typed
            .strip_suffix('%')
            .and_then(|number| number.trim().parse::<usize>().ok())
            .filter(|share| *share <= 100);
        let at = match (share, typed.parse::<usize>().ok()) {
            (Some(share), _) => {
                let row = (self.rows.len() * share / 100).min(self.rows.len().saturating_sub(1));
                self.rows.get(row).map(|row| row.span.start)
            }
            (None, Some(turn)) => turn
                .checked_sub(1)
                .and_then(|turn| self.turns.get(turn))
                .map(|turn| turn.words.start),
            (None, None) => None,
        };
        match at {
            Some(at) => self.jump(|selection, document_text| {
                selection.clear();
                selection.move_to(document_text.word(at));
            }),
            None => context.notify(format!(
                "“{}” is neither a turn from 1 to {} nor a share like 50 %",
                sanitize::sanitize_line(typed),
                self.turns.len()
            )),
        }
        at.is_some()
    }

    /// Asks for one of the document's quotes, in text order; only of the focused code, if there is
    /// one.
    pub(super) fn ask_quote(&mut self, context: &mut AppContext) {
        let shown = self
            .codings
            .marks
            .iter()
            .enumerate()
            .filter(|(place, _)| self.shows(self.codings.badge(*place).id));
        let choices: Vec<PickerChoice<Span>> = shown
            .map(|(place, mark)| {
                let ink = self.codings.badge(place);
                let turn = self.document_text().turn(mark.span.start) + 1;
                // A quote of many turns is recognised by its beginning.
                let words: String = mark.span.text(&self.text).chars().take(160).collect();
                PickerChoice {
                    sign: format!("{} {}", ink.glyph, ink.tag),
                    style: context.theme.code(&ink.colour),
                    text: sanitize::sanitize_line(&words),
                    tag: ink.tag.clone(),
                    note: format!("turn {turn}"),
                    about: format!("{}\n{}", ink.name, sanitize::sanitize_line(&words)),
                    value: mark.span,
                }
            })
            .collect();
        if choices.is_empty() {
            context.notify("Nothing is coded in this document");
            return;
        }
        context.push_layer(Picker::new(
            "Go to which quote of this document?",
            choices,
            |view, _, picked| {
                if let (AnyView::Transcript(transcript), Picked::Some(spans)) = (view, picked)
                    && let Some(span) = spans.first()
                {
                    transcript.jump(|selection, document_text| {
                        selection.clear();
                        selection.select(document_text, *span);
                    });
                }
            },
        ));
    }

    /// True if quotes of the code are shown, which is not so while another code is focused.
    pub(super) fn shows(&self, code: Id<Code>) -> bool {
        self.focus.is_none_or(|focus| focus == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_and_goes_forward_again() {
        let at = |n: u32| Span {
            start: n,
            end: n + 1,
        };
        let mut jumps = JumpHistory::default();
        jumps.push(at(1));
        jumps.push(at(2));
        assert_eq!(jumps.step(true, at(3)), Some(at(2)));
        assert_eq!(jumps.step(true, at(2)), Some(at(1)));
        assert_eq!(jumps.step(true, at(1)), None);
        assert_eq!(jumps.step(false, at(1)), Some(at(2)));
        assert_eq!(jumps.step(false, at(2)), Some(at(3)));
        jumps.step(true, at(3));
        jumps.push(at(9));
        assert_eq!(jumps.step(false, at(0)), None);
    }
}
