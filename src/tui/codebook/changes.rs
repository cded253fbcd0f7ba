//! Editing a code: its name, rules, tag, kind and place in the tree, each with a reason.

use super::CodebookView;
use crate::study::{
    BilingualText, Code, CodeBody, CodeKind, Command, Id, Study, command::NewCode,
    event::MemoTarget,
};
use crate::text::sanitize;
use crate::tui::{
    context::AppContext,
    layer::{
        form::{FormDialog, FormField},
        menu::{Menu, MenuItem},
        picker::{Picked, Picker, PickerChoice},
    },
    transcript,
};
use ratatui::style::Style;

pub const REASON_LABEL: &str = "Reason (optional; kept in the history)";

impl CodebookView {
    pub(super) fn ask_name(&mut self, context: &mut AppContext) {
        let Some((id, body)) = self.body(context) else {
            return;
        };
        let name = body.name.in_language(&context.study().language).to_owned();
        let parts = vec![
            FormField::new("Name", &name, 1),
            FormField::new(REASON_LABEL, "", 1),
        ];
        context.push_layer(FormDialog::new(
            format!("Rename {}", sanitize::sanitize_line(&name)),
            "",
            parts,
            move |_, context, texts| {
                let mut body = body.clone();
                put(&mut body.name, texts[0].trim(), context);
                change(id, body, &texts[1], context)
            },
        ));
    }

    /// Asks for the definition and the rules for applying the code.
    pub(super) fn ask_rules(&mut self, context: &mut AppContext) {
        let Some((id, body)) = self.body(context) else {
            return;
        };
        let language = context.study().language.clone();
        let part =
            |label, words: &BilingualText| FormField::new(label, words.in_language(&language), 2);
        let parts = vec![
            part("Definition: what it means", &body.definition),
            part("Include: when to use it", &body.include),
            part("Not: when not to", &body.exclude),
            part("Example: what a coded passage sounds like", &body.example),
            FormField::new(REASON_LABEL, "", 1),
        ];
        let title = format!(
            "Define {}",
            sanitize::sanitize_line(body.name.in_language(&language))
        );
        context.push_layer(FormDialog::new(
            title,
            "",
            parts,
            move |_, context, texts| {
                let mut body = body.clone();
                put(&mut body.definition, texts[0].trim(), context);
                put(&mut body.include, texts[1].trim(), context);
                put(&mut body.exclude, texts[2].trim(), context);
                put(&mut body.example, texts[3].trim(), context);
                change(id, body, &texts[4], context)
            },
        ));
    }

    /// Asks for another two-letter tag.
    pub(super) fn ask_tag(&mut self, context: &mut AppContext) {
        let Some((id, body)) = self.body(context) else {
            return;
        };
        let mut taken: Vec<String> = context
            .study()
            .codes()
            .filter(|code| code.id != id)
            .map(|code| code.body.tag.clone())
            .collect();
        taken.sort();
        let parts = vec![
            FormField::new("Two letters that no other code uses", &body.tag, 1),
            FormField::new(REASON_LABEL, "", 1),
        ];
        let title = format!(
            "Letters of {}",
            sanitize::sanitize_line(body.name.in_language(&context.study().language))
        );
        context.push_layer(FormDialog::new(
            title,
            &format!("Taken: {}", taken.join(" ")),
            parts,
            move |_, context, texts| {
                change(
                    id,
                    CodeBody {
                        tag: texts[0].trim().to_owned(),
                        ..body.clone()
                    },
                    &texts[1],
                    context,
                )
            },
        ));
    }

    pub(super) fn ask_kind(&mut self, context: &mut AppContext) {
        let Some((id, body)) = self.body(context) else {
            return;
        };
        context.push_layer(Menu::new(
            "What kind of code?",
            kinds(),
            move |_, context, kind| {
                ask_reason(id, CodeBody { kind, ..body }, context);
            },
        ));
    }

    pub(super) fn ask_parent(&mut self, context: &mut AppContext) {
        let Some((id, body)) = self.body(context) else {
            return;
        };
        let under = context.study().subtree(id);
        let mut choices = vec![PickerChoice {
            sign: String::new(),
            style: Style::new(),
            text: "(the top)".into(),
            tag: String::new(),
            note: String::new(),
            about: "At the top level.".into(),
            other_words: Vec::new(),
            value: None,
        }];
        let others = transcript::choices(context, &[])
            .into_iter()
            .filter(|choice| !under.contains(&choice.value));
        choices.extend(others.map(|choice| PickerChoice {
            sign: choice.sign,
            style: choice.style,
            text: choice.text,
            tag: choice.tag,
            note: choice.note,
            about: choice.about,
            other_words: Vec::new(),
            value: Some(choice.value),
        }));
        let title = format!(
            "Move {} under",
            sanitize::sanitize_line(body.name.in_language(&context.study().language))
        );
        context.push_layer(Picker::new(title, choices, move |_, context, picked| {
            let Picked::Some(parents) = picked else {
                return;
            };
            let parent = parents.first().copied().flatten();
            ask_reason(id, CodeBody { parent, ..body }, context);
        }));
    }

    /// Asks for a new code: a sibling of this one, or a child (`under`).
    pub(super) fn ask_new(&mut self, under: bool, context: &mut AppContext) {
        let here = self
            .selected_entry()
            .and_then(|entry| context.study().code(entry.id));
        let parent = if under {
            here
        } else {
            here.and_then(|code| code.body.parent)
                .and_then(|id| context.study().code(id))
        };
        let key = parent.map(|code| code.body.key.clone());
        let title = match parent {
            Some(parent) => format!(
                "New code under {}",
                sanitize::sanitize_line(parent.name(&context.study().language))
            ),
            None => "New code".into(),
        };
        let parts = vec![
            FormField::new("Name", "", 1),
            FormField::new("Definition: what it means", "", 2),
        ];
        context.push_layer(
            FormDialog::new(title, "", parts, move |_, context, texts| {
                let (mut name, mut definition) =
                    (BilingualText::default(), BilingualText::default());
                put(&mut name, texts[0].trim(), context);
                put(&mut definition, texts[1].trim(), context);
                if name.is_empty() {
                    context.notify("A code needs a name");
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
                context.push_layer(Menu::new(
                    "What kind of code?",
                    kinds(),
                    move |view, context, kind| {
                        let code = NewCode {
                            body: CodeBody { kind, ..body },
                            parent,
                        };
                        if context.perform(Command::AddCodes { codes: vec![code] })
                            && let (Some(view), Some(made)) = (
                                view.downcast_mut::<CodebookView>(),
                                context.study().codes().next_back(),
                            )
                        {
                            view.select_code(made.id);
                        }
                    },
                ));
                true
            })
            .with_verb("go on"),
        );
    }

    pub(super) fn ask_memo(&mut self, context: &mut AppContext) {
        let Some(id) = self.selected_code(context) else {
            return;
        };
        let on = MemoTarget::Code(id);
        let parts = vec![FormField::new(
            "Memo",
            context.study().memo(on).unwrap_or(""),
            6,
        )];
        let title = format!(
            "Memo on {}",
            sanitize::sanitize_line(context.study().code_name(id))
        );
        context.push_layer(FormDialog::new(
            title,
            "",
            parts,
            move |_, context, texts| {
                context.perform(Command::SetMemo {
                    on,
                    text: texts[0].clone(),
                })
            },
        ));
    }

    /// Asks for a code to select.
    pub(super) fn ask_code(&mut self, context: &mut AppContext) {
        context.push_layer(Picker::new(
            "Which code?",
            transcript::choices(context, &[]),
            |view, _, picked| {
                if let (Some(view), Picked::Some(codes)) =
                    (view.downcast_mut::<CodebookView>(), picked)
                {
                    codes.into_iter().for_each(|code| view.select_code(code));
                }
            },
        ));
    }

    /// The selected code with everything about it that can be edited.
    pub(super) fn body(&self, context: &mut AppContext) -> Option<(Id<Code>, CodeBody)> {
        let id = self.selected_code(context)?;
        Some((id, context.study().code(id)?.body.clone()))
    }
}

/// Returns whether the change was made.
fn change(id: Id<Code>, body: CodeBody, reason: &str, context: &mut AppContext) -> bool {
    context.perform(Command::ChangeCode {
        id,
        body: Box::new(body),
        reason: reason.trim().to_owned(),
    })
}

/// Asks for the reason, then changes the code.
pub fn ask_reason(id: Id<Code>, body: CodeBody, context: &mut AppContext) {
    let title = format!(
        "Change {}",
        sanitize::sanitize_line(context.study().code_name(id))
    );
    let parts = vec![FormField::new(REASON_LABEL, "", 1)];
    context.push_layer(FormDialog::new(
        title,
        "",
        parts,
        move |_, context, texts| change(id, body.clone(), &texts[0], context),
    ));
}

/// Sets the text in the study's language.
fn put(words: &mut BilingualText, text: &str, context: &AppContext) {
    let Study { language, .. } = context.study();
    *(if language == "da" {
        &mut words.da
    } else {
        &mut words.en
    }) = text.to_owned();
}

fn kinds() -> Vec<MenuItem<CodeKind>> {
    let item = |kind: CodeKind| MenuItem {
        sign: kind.glyph().to_string(),
        style: Style::new(),
        text: kind.name().to_owned(),
        value: kind,
    };
    CodeKind::ALL.into_iter().map(item).collect()
}
