//! Merging codes into one, with a reason.
//!
//! Marking codes, to merge or retire several as one undo step.
//!
//! Choosing a colour: a palette that colour-blind readers can tell apart, with the codes that use
//! each colour and its contrast in this theme.

use super::changes::REASON_LABEL;
use super::{CodebookView, changes};
use crate::study::{Code, CodeBody, Command, Id, Study, palette};
use crate::text::sanitize;
use crate::tui::context::AppContext;
use crate::tui::layer::form::{FormDialog, FormField};
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use crate::tui::transcript;

impl CodebookView {
    /// Asks which of the marked codes is kept, and why they are one. For a single code: into which
    /// code it goes.
    pub(super) fn ask_merge(&mut self, context: &mut AppContext) {
        let sources = self.marked_or_selected(context);
        let mut choices = transcript::choices(context, &[]);
        let title = match sources.as_slice() {
            [] => return,
            [only] => {
                choices.retain(|choice| choice.value != *only);
                format!(
                    "Merge {} into which code?",
                    names(context.study(), &sources)
                )
            }
            several => {
                // The marked codes are the likeliest targets.
                choices.sort_by_key(|choice| !several.contains(&choice.value));
                format!("Merge {} codes: which one is kept?", several.len())
            }
        };
        context.push_layer(Picker::new(title, choices, move |_, context, picked| {
            if let Picked::Some(codes) = picked
                && let [into] = codes[..]
            {
                ask_why(
                    sources.into_iter().filter(|code| *code != into).collect(),
                    into,
                    context,
                );
            }
        }));
    }
}

/// Asks for the reason, then merges.
fn ask_why(from: Vec<Id<Code>>, into: Id<Code>, context: &mut AppContext) {
    let (names, kept) = (
        names(context.study(), &from),
        sanitize::sanitize_line(context.study().code_name(into)),
    );
    let (its, all) = if from.len() == 1 {
        ("its", "it")
    } else {
        ("their", "them")
    };
    let about = format!(
        "{kept} takes over {its} codings, the codes under {all}, indicators, memos and {its} place in theories that are not \
         frozen. One {} brings all of it back.",
        context.key_for("undo")
    );
    let parts = vec![FormField::new("Reason: why do they mean the same?", "", 2)];
    context.push_layer(
        FormDialog::new(
            format!("Merge {names} into {kept}"),
            &about,
            parts,
            move |view, context, texts| {
                let done = context.perform(Command::MergeCodes {
                    from: from.clone(),
                    into,
                    reason: texts[0].clone(),
                });
                if let (true, Some(view)) = (done, view.downcast_mut::<CodebookView>()) {
                    view.marked.clear();
                    view.select_code(into);
                }
                done
            },
        )
        .with_verb("merge"),
    );
}

impl CodebookView {
    /// The marked codes in tree order, else the selected one; tells the user what to do if there is
    /// none.
    pub(super) fn marked_or_selected(&self, context: &mut AppContext) -> Vec<Id<Code>> {
        if self.marked.is_empty() {
            return self.selected_code(context).into_iter().collect();
        }
        self.entries
            .iter()
            .map(|entry| entry.id)
            .filter(|id| self.marked.contains(id))
            .collect()
    }

    /// Toggles the mark of the selected code and moves on.
    pub(super) fn mark(&mut self, context: &mut AppContext) {
        let Some(id) = self.selected_code(context) else {
            return;
        };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.list.step(1);
        match self.marked.len() {
            0 => context.notify("No code is marked"),
            count => {
                let (merge, retire) = (
                    context.key_for("merge_code"),
                    context.key_for("retire_code"),
                );
                context.notify(format!(
                    "{count} marked: {merge} merges, {retire} retires them, {} clears the marks",
                    context.key_for("mark_no_code")
                ));
            }
        }
    }

    pub(super) fn mark_none(&mut self, context: &mut AppContext) {
        self.marked.clear();
        context.notify("No code is marked");
    }

    /// Asks for the reason to retire the marked codes, or the selected one.
    pub(super) fn ask_retire(&mut self, context: &mut AppContext) {
        let codes = self.marked_or_selected(context);
        let Some(first) = codes.first().copied() else {
            return;
        };
        let carried = |id: &Id<Code>| {
            self.entries
                .iter()
                .find(|entry| entry.id == *id)
                .map_or(0, |entry| entry.own.codings)
        };
        let (its, it) = if codes.len() == 1 {
            ("Its", "it")
        } else {
            ("Their", "them")
        };
        let about = match codes.iter().map(carried).sum::<usize>() {
            0 => format!("Nothing is coded with {it}."),
            some => format!(
                "{its} {some} codings will be hidden; {} undoes that. {} merges {it} into another code instead.",
                context.key_for("undo"),
                context.key_for("merge_code")
            ),
        };
        let title = match codes.len() {
            1 => format!(
                "Retire {}",
                sanitize::sanitize_line(context.study().code_name(first))
            ),
            several => format!("Retire {several} codes: {}", names(context.study(), &codes)),
        };
        context.push_layer(
            FormDialog::new(
                title,
                &about,
                vec![FormField::new(REASON_LABEL, "", 1)],
                move |view, context, texts| {
                    let done = context.perform(Command::RetireCodes {
                        codes: codes.clone(),
                        reason: texts[0].trim().to_owned(),
                    });
                    if let (true, Some(view)) = (done, view.downcast_mut::<CodebookView>()) {
                        view.marked.clear();
                    }
                    done
                },
            )
            .with_verb("retire"),
        );
    }
}

/// "Praise, Recognition".
pub fn names(study: &Study, codes: &[Id<Code>]) -> String {
    sanitize::sanitize_line(
        &codes
            .iter()
            .map(|id| study.code_name(*id))
            .collect::<Vec<_>>()
            .join(", "),
    )
}

impl CodebookView {
    pub(super) fn ask_colour(&mut self, context: &mut AppContext) {
        let Some((id, body)) = self.body(context) else {
            return;
        };
        let study = context.study();
        let choice = |swatch: palette::Swatch| {
            let having: Vec<String> = study
                .codes()
                .filter(|code| code.body.colour.eq_ignore_ascii_case(&swatch.colour))
                .map(|code| sanitize::sanitize_line(code.name(&study.language)))
                .collect();
            let (given, shown) = context.theme.contrast(&swatch.colour);
            let read = if given >= 4.5 {
                format!("Contrast {given:.1} : 1 on this background.")
            } else {
                format!(
                    "Contrast {given:.1} : 1 on this background; signs are shown at {shown:.1} : 1, so that they can be read."
                )
            };
            let taken = if having.is_empty() {
                "No code has it yet.".into()
            } else {
                format!("Taken by {}.", having.join(", "))
            };
            PickerChoice {
                sign: "███".into(),
                style: context.theme.code(&swatch.colour),
                text: swatch.name,
                tag: String::new(),
                note: if having.is_empty() {
                    String::new()
                } else {
                    format!("taken by {}", having.len())
                },
                about: format!("{}\n{read}\n{taken}", swatch.colour),
                other_words: Vec::new(),
                value: swatch.colour,
            }
        };
        let choices = palette::swatches().into_iter().map(choice).collect();
        let title = format!(
            "Colour of {} (or type #RRGGBB)",
            sanitize::sanitize_line(body.name.in_language(&study.language))
        );
        let picker = Picker::new(title, choices, move |_, context, picked| {
            let colour = match picked {
                Picked::Some(colours) => colours.into_iter().next().unwrap_or_default(),
                Picked::New(typed) => typed,
            };
            changes::ask_reason(id, CodeBody { colour, ..body }, context);
        });
        context.push_layer(picker.or_new_last("Colour"));
    }
}
