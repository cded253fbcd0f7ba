//! Choosing a colour: those that colour-blind people can tell apart, who has
//! them already, and how well each is read here.

use super::{Codebook, changes};
use crate::study::{CodeBody, palette};
use crate::text::harmless;
use crate::tui::{
    desk::Desk,
    layer::picker::{Choice, Picked, Picker},
};

impl Codebook {
    /// Asks for another colour.
    pub(super) fn ask_colour(&mut self, desk: &mut Desk) {
        let Some((id, body)) = self.body(desk) else {
            return;
        };
        let study = desk.study();
        let choice = |swatch: palette::Swatch| {
            let having: Vec<String> = study
                .codes()
                .filter(|code| code.body.colour.eq_ignore_ascii_case(&swatch.colour))
                .map(|code| harmless::one_line(code.name(&study.language)))
                .collect();
            let (given, shown) = desk.theme.contrast(&swatch.colour);
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
            Choice {
                sign: "███".into(),
                style: desk.theme.code(&swatch.colour),
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
            harmless::one_line(body.name.say(&study.language))
        );
        let picker = Picker::new(title, choices, move |_, desk, picked| {
            let colour = match picked {
                Picked::Some(colours) => colours.into_iter().next().unwrap_or_default(),
                Picked::New(typed) => typed,
            };
            changes::because(id, CodeBody { colour, ..body }, desk);
        });
        desk.ask(picker.or_new_last("Colour"));
    }
}
