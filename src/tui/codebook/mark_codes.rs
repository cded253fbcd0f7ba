//! Marking codes, to merge or retire several as one undo step.

use super::{CodebookView, changes::REASON_LABEL};
use crate::study::{Code, Command, Id, Study};
use crate::text::sanitize;
use crate::tui::{
    context::AppContext,
    layer::form::{FormDialog, FormField},
    view::AnyView,
};

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
                    "{count} marked: {merge} merges, {retire} retires them, {} marks none",
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
                "{its} {some} codings go out of sight; {} brings all of it back. {} merges {it} into another code instead.",
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
                    if let (true, AnyView::Codebook(view)) = (done, view) {
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
