//! Choosing a colour: a palette that colour-blind readers can tell apart, with the codes that use
//! each colour and its contrast in this theme.

use super::{CodebookView, changes};
use crate::study::{CodeBody, palette};
use crate::text::sanitize;
use crate::tui::{
    context::AppContext,
    layer::picker::{Picked, Picker, PickerChoice},
};

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
