//! Merging codes into one that is kept, with the reason.

use super::{Codebook, several::names};
use crate::study::{Code, Command, Id};
use crate::text::harmless;
use crate::tui::{
    desk::Desk,
    layer::{
        form::{Form, Part},
        picker::{Picked, Picker},
    },
    transcript,
    view::Page,
};

impl Codebook {
    /// Asks which code is kept of those that are meant, and why they are one. Of
    /// one code: into which other one it goes.
    pub(super) fn ask_merge(&mut self, desk: &mut Desk) {
        let meant = self.meant(desk);
        let mut choices = transcript::choices(desk, &[]);
        let title = match meant.as_slice() {
            [] => return,
            [only] => {
                choices.retain(|choice| choice.value != *only);
                format!(
                    "Merge {} into which code? It is kept",
                    names(desk.study(), &meant)
                )
            }
            several => {
                // One of the marked ones is the likeliest to be kept.
                choices.sort_by_key(|choice| !several.contains(&choice.value));
                format!("{} codes become one: which is kept?", several.len())
            }
        };
        desk.ask(Picker::new(title, choices, move |_, desk, picked| {
            if let Picked::Some(codes) = picked
                && let [into] = codes[..]
            {
                ask_why(
                    meant.into_iter().filter(|code| *code != into).collect(),
                    into,
                    desk,
                );
            }
        }));
    }
}

/// Asks why the codes mean the same, and merges them.
fn ask_why(from: Vec<Id<Code>>, into: Id<Code>, desk: &mut Desk) {
    let (names, kept) = (
        names(desk.study(), &from),
        harmless::one_line(desk.study().code_name(into)),
    );
    let (its, all) = if from.len() == 1 {
        ("its", "it")
    } else {
        ("their", "them")
    };
    let about = format!(
        "{kept} takes over {its} codings, the codes under {all}, indicators, memos and {its} place in theories that are not \
         frozen. One {} brings all of it back.",
        desk.key("undo")
    );
    let parts = vec![Part::new("Why do they mean the same?", "", 2)];
    desk.ask(
        Form::new(
            format!("Merge {names} into {kept}"),
            &about,
            parts,
            move |page, desk, texts| {
                let done = desk.perform(Command::MergeCodes {
                    from: from.clone(),
                    into,
                    reason: texts[0].clone(),
                });
                if let (true, Page::Codebook(view)) = (done, page) {
                    view.marked.clear();
                    view.stand_on(into);
                }
                done
            },
        )
        .to("merge"),
    );
}
