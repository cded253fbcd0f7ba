//! Changing a code: its name, rules, letters, kind and place in the tree, each
//! with the reason.

use super::Codebook;
use crate::study::{
    Code, CodeBody, Command, Id, Kind, Study, Words, command::NewCode, event::Target,
};
use crate::text::harmless;
use crate::tui::{
    desk::Desk,
    layer::{
        form::{Form, Part},
        menu::{Item, Menu},
        picker::{Choice, Picked, Picker},
    },
    transcript,
    view::Page,
};
use ratatui::style::Style;

/// The field for the reason, which the history keeps.
pub const WHY: &str = "Why? (the history keeps it; may be left empty)";

impl Codebook {
    /// Asks for another name.
    pub(super) fn ask_name(&mut self, desk: &mut Desk) {
        let Some((id, body)) = self.body(desk) else {
            return;
        };
        let name = body.name.say(&desk.study().language).to_owned();
        let parts = vec![Part::new("Name", &name, 1), Part::new(WHY, "", 1)];
        desk.ask(Form::new(
            format!("Rename {}", harmless::one_line(&name)),
            "",
            parts,
            move |_, desk, texts| {
                let mut body = body.clone();
                put(&mut body.name, texts[0].trim(), desk);
                change(id, body, &texts[1], desk)
            },
        ));
    }

    /// Asks what the code means and when to use it.
    pub(super) fn ask_rules(&mut self, desk: &mut Desk) {
        let Some((id, body)) = self.body(desk) else {
            return;
        };
        let language = desk.study().language.clone();
        let part = |label, words: &Words| Part::new(label, words.say(&language), 2);
        let parts = vec![
            part("Definition: what it means", &body.definition),
            part("Include: when to use it", &body.include),
            part("Not: when not to", &body.exclude),
            part("Example: what a coded passage sounds like", &body.example),
            Part::new(WHY, "", 1),
        ];
        let title = format!("Define {}", harmless::one_line(body.name.say(&language)));
        desk.ask(Form::new(title, "", parts, move |_, desk, texts| {
            let mut body = body.clone();
            put(&mut body.definition, texts[0].trim(), desk);
            put(&mut body.include, texts[1].trim(), desk);
            put(&mut body.exclude, texts[2].trim(), desk);
            put(&mut body.example, texts[3].trim(), desk);
            change(id, body, &texts[4], desk)
        }));
    }

    /// Asks for two other letters.
    pub(super) fn ask_tag(&mut self, desk: &mut Desk) {
        let Some((id, body)) = self.body(desk) else {
            return;
        };
        let mut taken: Vec<String> = desk
            .study()
            .codes()
            .filter(|code| code.id != id)
            .map(|code| code.body.tag.clone())
            .collect();
        taken.sort();
        let parts = vec![
            Part::new("Two letters that no other code has", &body.tag, 1),
            Part::new(WHY, "", 1),
        ];
        let title = format!(
            "Letters of {}",
            harmless::one_line(body.name.say(&desk.study().language))
        );
        desk.ask(Form::new(
            title,
            &format!("Taken: {}", taken.join(" ")),
            parts,
            move |_, desk, texts| {
                change(
                    id,
                    CodeBody {
                        tag: texts[0].trim().to_owned(),
                        ..body.clone()
                    },
                    &texts[1],
                    desk,
                )
            },
        ));
    }

    /// Asks which part it plays.
    pub(super) fn ask_kind(&mut self, desk: &mut Desk) {
        let Some((id, body)) = self.body(desk) else {
            return;
        };
        desk.ask(Menu::new(
            "Which part does it play?",
            kinds(),
            move |_, desk, kind| {
                because(id, CodeBody { kind, ..body }, desk);
            },
        ));
    }

    /// Asks where it belongs.
    pub(super) fn ask_parent(&mut self, desk: &mut Desk) {
        let Some((id, body)) = self.body(desk) else {
            return;
        };
        let under = desk.study().subtree(id);
        let mut choices = vec![Choice {
            sign: String::new(),
            style: Style::new(),
            text: "(the top)".into(),
            tag: String::new(),
            note: String::new(),
            about: "It belongs under no other code.".into(),
            value: None,
        }];
        let others = transcript::choices(desk, &[])
            .into_iter()
            .filter(|choice| !under.contains(&choice.value));
        choices.extend(others.map(|choice| Choice {
            sign: choice.sign,
            style: choice.style,
            text: choice.text,
            tag: choice.tag,
            note: choice.note,
            about: choice.about,
            value: Some(choice.value),
        }));
        let title = format!(
            "Move {} under",
            harmless::one_line(body.name.say(&desk.study().language))
        );
        desk.ask(Picker::new(title, choices, move |_, desk, picked| {
            let Picked::Some(parents) = picked else {
                return;
            };
            let parent = parents.first().copied().flatten();
            because(id, CodeBody { parent, ..body }, desk);
        }));
    }

    /// Asks for a new code, beside this one or under it.
    pub(super) fn ask_new(&mut self, under: bool, desk: &mut Desk) {
        let here = self.here().and_then(|entry| desk.study().code(entry.id));
        let parent = if under {
            here
        } else {
            here.and_then(|code| code.body.parent)
                .and_then(|id| desk.study().code(id))
        };
        let key = parent.map(|code| code.body.key.clone());
        let title = match parent {
            Some(parent) => format!(
                "New code under {}",
                harmless::one_line(parent.name(&desk.study().language))
            ),
            None => "New code".into(),
        };
        let parts = vec![
            Part::new("Name", "", 1),
            Part::new("Definition: what it means", "", 2),
        ];
        desk.ask(
            Form::new(title, "", parts, move |_, desk, texts| {
                let (mut name, mut definition) = (Words::default(), Words::default());
                put(&mut name, texts[0].trim(), desk);
                put(&mut definition, texts[1].trim(), desk);
                if name.is_empty() {
                    desk.say("A code needs a name");
                    return false;
                }
                let (parent, body) = (
                    key.clone(),
                    CodeBody {
                        name,
                        definition,
                        ..CodeBody::default()
                    },
                );
                desk.ask(Menu::new(
                    "Which part does it play?",
                    kinds(),
                    move |page, desk, kind| {
                        let code = NewCode {
                            body: CodeBody { kind, ..body },
                            parent,
                        };
                        if desk.perform(Command::AddCodes { codes: vec![code] })
                            && let (Page::Codebook(view), Some(made)) =
                                (page, desk.study().codes().next_back())
                        {
                            view.stand_on(made.id);
                        }
                    },
                ));
                true
            })
            .to("go on"),
        );
    }

    /// Asks for a memo on the code.
    pub(super) fn ask_memo(&mut self, desk: &mut Desk) {
        let Some(id) = self.code(desk) else { return };
        let on = Target::Code(id);
        let parts = vec![Part::new("Memo", desk.study().memo(on).unwrap_or(""), 6)];
        let title = format!("Memo on {}", harmless::one_line(desk.study().code_name(id)));
        desk.ask(Form::new(title, "", parts, move |_, desk, texts| {
            desk.perform(Command::SetMemo {
                on,
                text: texts[0].clone(),
            })
        }));
    }

    /// Asks which code to stand on.
    pub(super) fn ask_code(&mut self, desk: &mut Desk) {
        desk.ask(Picker::new(
            "Which code?",
            transcript::choices(desk, &[]),
            |page, _, picked| {
                if let (Page::Codebook(view), Picked::Some(codes)) = (page, picked) {
                    codes.into_iter().for_each(|code| view.stand_on(code));
                }
            },
        ));
    }

    /// The code one stands on, with all that may be changed of it.
    pub(super) fn body(&self, desk: &mut Desk) -> Option<(Id<Code>, CodeBody)> {
        let id = self.code(desk)?;
        Some((id, desk.study().code(id)?.body.clone()))
    }
}

/// Changes a code; answers whether it was done.
fn change(id: Id<Code>, body: CodeBody, reason: &str, desk: &mut Desk) -> bool {
    desk.perform(Command::ChangeCode {
        id,
        body: Box::new(body),
        reason: reason.trim().to_owned(),
    })
}

/// Asks why, and changes a code so.
pub fn because(id: Id<Code>, body: CodeBody, desk: &mut Desk) {
    let title = format!("Change {}", harmless::one_line(desk.study().code_name(id)));
    let parts = vec![Part::new(WHY, "", 1)];
    desk.ask(Form::new(title, "", parts, move |_, desk, texts| {
        change(id, body.clone(), &texts[0], desk)
    }));
}

/// Says something in the study's language.
fn put(words: &mut Words, said: &str, desk: &Desk) {
    let Study { language, .. } = desk.study();
    *(if language == "da" {
        &mut words.da
    } else {
        &mut words.en
    }) = said.to_owned();
}

fn kinds() -> Vec<Item<Kind>> {
    let item = |kind: Kind| Item {
        sign: kind.glyph().to_string(),
        style: Style::new(),
        text: kind.name().to_owned(),
        value: kind,
    };
    Kind::ALL.into_iter().map(item).collect()
}
