//! Jumps within a document, with a history: to a turn or a position, or to a quote chosen from a
//! list.
//!
//! Finding text in the current document, ignoring case. (Searching the study, with stems and
//! filters, is [`crate::search`].)

use super::TranscriptView;
use crate::study::{Code, Id};
use crate::text::{Span, sanitize};
use crate::tui::context::{AppCommand, AppContext};
use crate::tui::layer::form::{FormDialog, FormField};
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use regex::{Regex, RegexBuilder};

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
                    let Some(transcript) = view.downcast_mut::<TranscriptView>() else {
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
                    other_words: Vec::new(),
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
                if let (Some(transcript), Picked::Some(spans)) =
                    (view.downcast_mut::<TranscriptView>(), picked)
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

/// The text to find, and its hits.
#[derive(Default)]
pub struct FindState {
    pattern: Option<Regex>,
    /// Hits of a search in the study, kept until something else is looked for.
    pub search_hits: Vec<Span>,
    hits: Vec<Span>,
    /// A stretch to select once the document is loaded.
    pub pending_span: Option<Span>,
}

impl FindState {
    /// Recomputes the hits in `text`.
    pub fn again(&mut self, text: &str) {
        let found = self
            .pattern
            .iter()
            .flat_map(|wanted| wanted.find_iter(text))
            .map(|hit| hit.range());
        let given = self
            .search_hits
            .iter()
            .filter(|_| self.pattern.is_none())
            .map(|hit| hit.range());
        // A hit never splits a grapheme, as `a` would in `a` with a ring above.
        self.hits = found
            .chain(given)
            .filter_map(|hit| Span::snap(text, hit).ok())
            .collect();
    }

    /// In the order of the text.
    pub fn hits(&self) -> &[Span] {
        &self.hits
    }

    /// The hits that meet a range.
    pub fn hits_in(&self, stretch: Span) -> &[Span] {
        let from = self.hits.partition_point(|hit| hit.end <= stretch.start);
        let to = self.hits.partition_point(|hit| hit.start < stretch.end);
        &self.hits[from..to.max(from)]
    }
}

impl TranscriptView {
    /// Asks for text to find.
    pub(super) fn ask_find(&mut self, context: &mut AppContext) {
        context.push_layer(
            FormDialog::new(
                "Find in this document",
                "",
                vec![FormField::new("Words", "", 1)],
                |view, context, texts| {
                    if let Some(transcript) = view.downcast_mut::<TranscriptView>() {
                        transcript.find_words(&texts[0], context);
                    }
                    true
                },
            )
            .with_verb("find"),
        );
    }

    fn find_words(&mut self, words: &str, context: &mut AppContext) {
        let words = words.trim();
        let wanted = (!words.is_empty()).then(|| {
            RegexBuilder::new(&regex::escape(words))
                .case_insensitive(true)
                .build()
                .ok()
        });
        self.find.pattern = wanted.flatten();
        self.find.search_hits.clear();
        self.find.again(&self.text);
        if self.find.pattern.is_none() {
            return;
        }
        match self.find.hits.len() {
            0 => context.notify(format!("“{words}” is not in this document")),
            _ => self.by_hit(true, context),
        }
    }

    /// Moves to the next or previous hit, wrapping around.
    pub(super) fn by_hit(&mut self, forward: bool, context: &mut AppContext) {
        let hits = &self.find.hits;
        if hits.is_empty() {
            context.notify(format!(
                "Nothing to find; {} searches for words",
                context.key_for("find")
            ));
            return;
        }
        let at = self.selection().extent();
        let next = if forward {
            hits.iter().position(|hit| {
                hit.start > at.start
                    || (hit.start == at.start && *hit != at && self.selection().selected.is_none())
            })
        } else {
            hits.iter().rposition(|hit| hit.start < at.start)
        };
        let place = next.unwrap_or(if forward { 0 } else { hits.len() - 1 });
        let (hit, count) = (hits[place], hits.len());
        self.jump(|selection, document_text| {
            selection.clear();
            selection.select(document_text, hit);
        });
        let round = if next.is_none() {
            ", wrapped around"
        } else {
            ""
        };
        context.notify(format!("Match {} of {count}{round}", place + 1));
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
