//! Merging codes into one, with a reason.

use super::{CodebookView, mark_codes::names};
use crate::study::{Code, Command, Id};
use crate::text::sanitize;
use crate::tui::{
    context::AppContext,
    layer::{
        form::{FormDialog, FormField},
        picker::{Picked, Picker},
    },
    transcript,
    view::AnyView,
};

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
                    "Merge {} into which code? It is kept",
                    names(context.study(), &sources)
                )
            }
            several => {
                // The marked codes are the likeliest targets.
                choices.sort_by_key(|choice| !several.contains(&choice.value));
                format!("{} codes become one: which is kept?", several.len())
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
    let parts = vec![FormField::new("Why do they mean the same?", "", 2)];
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
                if let (true, AnyView::Codebook(view)) = (done, view) {
                    view.marked.clear();
                    view.select_code(into);
                }
                done
            },
        )
        .with_verb("merge"),
    );
}
