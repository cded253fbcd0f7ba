//! Splitting a code by reading its quotes one by one: a key moves each to another code. Nothing
//! changes until the dialog is closed; all of it is then one undo step, also when closed early.

use super::CodebookView;
use crate::study::command::{CodeTarget, NewCode, SplitPart};
use crate::study::{BilingualText, Code, CodeBody, Coding, Command, Id, Refusal, Study};
use crate::text::sanitize;
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::excerpt::Excerpt;
use crate::tui::key::Input;
use crate::tui::layer::dialog_action::DialogAction;
use crate::tui::layer::form::{FormDialog, FormField};
use crate::tui::layer::picker::{Picked, Picker};
use crate::tui::layer::{KeyHint, Layer, LayerResponse};
use crate::tui::theme::StyleRole;
use crate::tui::transcript;
use crate::tui::view::View;
use ratatui::layout::Rect;
use std::cell::RefCell;
use std::rc::Rc;

/// A code to move quotes to, and its key.
struct SplitTarget {
    key: char,
    name: String,
    to: CodeTarget,
}

/// Shared, because a picker on top of the dialog adds codes while the quotes are read.
type SplitTargets = Rc<RefCell<Vec<SplitTarget>>>;

struct SplitDialog {
    code: Id<Code>,
    name: String,
    reason: String,
    codings: Vec<Id<Coding>>,
    /// For each coding the index of its target; `None` leaves it where it is.
    decided: Vec<Option<usize>>,
    at: usize,
    targets: SplitTargets,
    warned: bool,
}

impl CodebookView {
    /// Asks for the codes to split into and for the reason, then opens the quotes.
    pub(super) fn ask_split(&mut self, context: &mut AppContext) {
        let Some(id) = self.selected_code(context) else {
            return;
        };
        let name = sanitize::sanitize_line(context.study().code_name(id));
        if context.study().codings().all(|coding| coding.code != id) {
            context.notify(format!("{name} has no quotes to split"));
            return;
        }
        let picker = Picker::new(
            format!("Split {name} into …"),
            others(context, id),
            move |_, context, picked| {
                let targets: SplitTargets = Rc::default();
                add(&targets, picked, id, context.study());
                let parts = vec![FormField::new("What distinction do the codes make?", "", 2)];
                context.push_layer(
                    FormDialog::new(
                        format!("Split {name}"),
                        "",
                        parts,
                        move |_, context, texts| {
                            if texts[0].trim().is_empty() {
                                context.notify_refusal(Refusal::new(
                                    "splitting a code needs a reason",
                                    "Say in a sentence what distinguishes the codes",
                                ));
                                return false;
                            }
                            context.push_layer(SplitDialog::new(
                                id,
                                texts[0].trim(),
                                targets.clone(),
                                context.study(),
                            ));
                            true
                        },
                    )
                    .with_verb("read the quotes"),
                );
            },
        );
        context.push_layer(picker.several().or_new("New code"));
    }
}

/// Codes that quotes of this one may be moved to.
fn others(
    context: &AppContext,
    code: Id<Code>,
) -> Vec<crate::tui::layer::picker::PickerChoice<Id<Code>>> {
    transcript::choices(context, &[])
        .into_iter()
        .filter(|choice| choice.value != code)
        .collect()
}

/// Adds the picked codes to the targets, each with the first free letter of its name.
fn add(targets: &SplitTargets, picked: Picked<Id<Code>>, code: Id<Code>, study: &Study) {
    let fresh: Vec<(String, CodeTarget)> = match picked {
        Picked::Some(codes) => codes
            .into_iter()
            .map(|id| {
                (
                    sanitize::sanitize_line(study.code_name(id)),
                    CodeTarget::Existing(id),
                )
            })
            .collect(),
        Picked::New(name) => {
            let split = study.code(code);
            let words = if study.language == "da" {
                BilingualText {
                    da: name.clone(),
                    en: String::new(),
                }
            } else {
                BilingualText::new(name.clone())
            };
            let body = CodeBody {
                kind: split.map(|code| code.body.kind).unwrap_or_default(),
                name: words,
                ..CodeBody::default()
            };
            let parent = split
                .and_then(|code| code.body.parent)
                .and_then(|id| study.code(id))
                .map(|parent| parent.body.key.clone());
            vec![(
                sanitize::sanitize_line(&name),
                CodeTarget::New(Box::new(NewCode { body, parent })),
            )]
        }
    };
    let mut all = targets.borrow_mut();
    for (name, to) in fresh {
        if all.iter().any(|known| known.to == to) {
            continue;
        }
        let own: Vec<char> = name
            .chars()
            .flat_map(char::to_lowercase)
            .filter(|c| c.is_alphanumeric())
            .collect();
        let free = |letter: &char| all.iter().all(|known| known.key != *letter);
        if let Some(key) = own.into_iter().chain('a'..='z').chain('0'..='9').find(free) {
            all.push(SplitTarget { key, name, to });
        }
    }
}

impl SplitDialog {
    fn new(code: Id<Code>, reason: &str, targets: SplitTargets, study: &Study) -> SplitDialog {
        let in_order = study
            .documents()
            .flat_map(|document| study.codings_in(document.id));
        let codings: Vec<Id<Coding>> = in_order
            .filter(|coding| coding.code == code)
            .map(|coding| coding.id)
            .collect();
        SplitDialog {
            code,
            name: sanitize::sanitize_line(study.code_name(code)),
            reason: reason.to_owned(),
            decided: vec![None; codings.len()],
            codings,
            at: 0,
            targets,
            warned: false,
        }
    }

    fn decide(&mut self, target: Option<usize>, context: &mut AppContext) {
        if let Some(decided) = self.decided.get_mut(self.at) {
            *decided = target;
        }
        if self.at + 1 < self.codings.len() {
            self.at += 1;
        } else {
            context.notify(format!(
                "That was the last one; {} assigns them",
                context.keymap.first_key_for(DialogAction::Confirm)
            ));
        }
    }

    /// Applies the decisions and closes.
    fn finish(&mut self, context: &mut AppContext) -> LayerResponse {
        let of = |place: usize| -> Vec<Id<Coding>> {
            let put = self
                .codings
                .iter()
                .zip(&self.decided)
                .filter(|(_, decided)| **decided == Some(place));
            put.map(|(coding, _)| *coding).collect()
        };
        let targets = self.targets.borrow();
        let parts: Vec<SplitPart> = targets
            .iter()
            .enumerate()
            .map(|(place, target)| SplitPart {
                to: target.to.clone(),
                codings: of(place),
            })
            .filter(|part| !part.codings.is_empty())
            .collect();
        drop(targets);
        if parts.is_empty() {
            context.notify(format!("All quotes keep the code {}", self.name));
            return LayerResponse::Close;
        }
        let done = context.perform(Command::SplitCode {
            code: self.code,
            parts,
            reason: self.reason.clone(),
        });
        // A refusal is reported once; the next attempt closes without applying.
        if done || std::mem::replace(&mut self.warned, true) {
            LayerResponse::Close
        } else {
            LayerResponse::Consumed
        }
    }
}

impl Layer for SplitDialog {
    fn handle_input(
        &mut self,
        input: &Input,
        _: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        let Input::Key(key) = input else {
            return LayerResponse::Consumed;
        };
        match context.dialog_action(input) {
            Some(DialogAction::Confirm | DialogAction::Cancel) => return self.finish(context),
            Some(DialogAction::KeepCode) => self.decide(None, context),
            Some(
                DialogAction::DeleteBefore
                | DialogAction::Previous
                | DialogAction::Left
                | DialogAction::PreviousField,
            ) => self.at = self.at.saturating_sub(1),
            Some(DialogAction::Next | DialogAction::Right | DialogAction::NextField) => {
                self.at = (self.at + 1).min(self.codings.len().saturating_sub(1))
            }
            Some(DialogAction::MoreCodes) => {
                let (targets, code) = (self.targets.clone(), self.code);
                let picker = Picker::new(
                    "Assign quotes to another code …",
                    others(context, code),
                    move |_, context, picked| {
                        add(&targets, picked, code, context.study());
                    },
                );
                context.push_layer(picker.several().or_new("New code"));
            }
            _ => {
                let place = key.typed().and_then(|letter| {
                    self.targets
                        .borrow()
                        .iter()
                        .position(|target| target.key == letter)
                });
                match place {
                    Some(place) => self.decide(Some(place), context),
                    None => {
                        let (more, stay) = (
                            context.keymap.first_key_for(DialogAction::MoreCodes),
                            context.keymap.first_key_for(DialogAction::KeepCode),
                        );
                        context.notify(format!("{key} is not one of the codes; {more} adds one, {stay} leaves the quote as it is"));
                    }
                }
            }
        }
        LayerResponse::Consumed
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let put = self.decided.iter().flatten().count();
        let title = format!(
            "Split {}: quote {} of {}, {put} reassigned",
            self.name,
            self.at + 1,
            self.codings.len()
        );
        let inside = canvas.frame(area, &title);
        let targets = self.targets.borrow();
        let rows = (targets.len() as u16 + 1).min(inside.height / 2);
        let room = Rect {
            height: inside.height.saturating_sub(rows + 1),
            ..inside
        };
        draw_quote(self.codings.get(self.at).copied(), context, canvas, room);
        let (key, text, quiet) = (
            canvas.style(StyleRole::Key),
            canvas.style(StyleRole::Text),
            canvas.style(StyleRole::Muted),
        );
        let decided = self.decided.get(self.at).copied().flatten();
        let lines = targets
            .iter()
            .map(|target| (target.key.to_string(), target.name.as_str()));
        let stay = context.dialog_hint(DialogAction::KeepCode, "stays where it is");
        for (y, (place, (letter, name))) in
            (room.bottom() + 1..inside.bottom()).zip(lines.chain([stay]).enumerate())
        {
            let chosen = decided == Some(place);
            canvas.put(
                inside.x,
                y,
                inside.right(),
                if chosen { "✓" } else { " " },
                key,
            );
            canvas.put(inside.x + 2, y, inside.right(), &letter, key);
            canvas.put_cut(
                inside.x + 9,
                y,
                inside.right(),
                name,
                if place < targets.len() { text } else { quiet },
            );
        }
    }

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        vec![
            ("letter".into(), "put there"),
            context.dialog_hint(DialogAction::Cancel, "done, keep"),
            context.dialog_hint(DialogAction::KeepCode, "stays"),
            context.dialog_hint(DialogAction::DeleteBefore, "previous"),
            context.dialog_hint(DialogAction::MoreCodes, "another code"),
        ]
    }
}

/// The current quote with its speaker and source.
fn draw_quote(
    coding: Option<Id<Coding>>,
    context: &AppContext,
    canvas: &mut Canvas<'_>,
    room: Rect,
) {
    let study = context.study();
    let Some(coding) = coding.and_then(|id| study.coding(id)) else {
        return;
    };
    let Some(document) = study.document(coding.document) else {
        return;
    };
    let turn = document.turn_at(coding.span.start as usize);
    let who = study.speaker_at(document, coding.span);
    let from = format!(
        "{who} · {} · turn {} · coded by {}",
        document.body.title,
        turn + 1,
        coding.coder
    );
    canvas.put_cut(
        room.x,
        room.y,
        room.right(),
        &sanitize::sanitize_line(&from),
        canvas.style(StyleRole::Muted),
    );
    let whole = document
        .turns()
        .get(turn)
        .map_or(coding.span, |turn| turn.words.union(coding.span));
    let rows = Rect {
        y: room.y + 1,
        height: room.height.saturating_sub(1),
        ..room
    };
    let excerpt = Excerpt::new(
        &document.text,
        whole,
        Some(coding.span),
        rows.width.saturating_sub(1),
        rows.height,
    );
    let colour = study
        .code(coding.code)
        .map_or("", |code| code.body.colour.as_str());
    let marked = canvas.theme.coded_words(colour, false);
    excerpt.draw(
        canvas,
        rows,
        &document.text,
        &[coding.span],
        canvas.style(StyleRole::Muted),
        marked,
    );
}
