//! Merging a code into another, with the reason.

use super::Codebook;
use crate::study::Command;
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
    /// Asks into which code to merge this one, and why.
    pub(super) fn ask_merge(&mut self, desk: &mut Desk) {
        let Some(id) = self.code(desk) else { return };
        let name = harmless::one_line(desk.study().code_name(id));
        let others = transcript::choices(desk, &[]).into_iter().filter(|choice| choice.value != id).collect();
        desk.ask(Picker::new(format!("Merge {name} into which code? It is kept"), others, move |_, desk, picked| {
            let Picked::Some(codes) = picked else { return };
            let Some(into) = codes.first().copied() else { return };
            let kept = harmless::one_line(desk.study().code_name(into));
            let about = format!(
                "{kept} takes over its codings, the codes under it, indicators, memo and its place in theories that are not frozen. \
                 One u brings all of it back."
            );
            let parts = vec![Part::new("Why do they mean the same?", "", 2)];
            desk.ask(Form::new(format!("Merge {name} into {kept}"), &about, parts, move |page, desk, texts| {
                let done = desk.perform(Command::MergeCodes { from: vec![id], into, reason: texts[0].clone() });
                if let (true, Page::Codebook(view)) = (done, page) {
                    view.stand_on(into);
                }
                done
            }));
        }));
    }
}
