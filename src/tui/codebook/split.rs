//! Splitting a code by reading its quotes one by one: a key puts each under
//! another code. Nothing is changed until one leaves; then all of it is one
//! undo, also when one leaves early.

use super::Codebook;
use crate::study::{
    Code, CodeBody, Coding, Command, Id, Refusal, Study, Words,
    command::{NewCode, SplitPart, Under},
};
use crate::text::harmless;
use crate::tui::{
    canvas::Canvas,
    desk::Desk,
    excerpt::Excerpt,
    input::Input,
    layer::{
        Answer, Hint, Layer,
        deed::Deed,
        form::{Form, Part},
        picker::{Picked, Picker},
    },
    theme::Meaning,
    transcript,
    view::Page,
};
use ratatui::layout::Rect;
use std::{cell::RefCell, rc::Rc};

/// A code to put quotes under, and the key that does.
struct Target {
    key: char,
    name: String,
    to: Under,
}

/// Codes that may still be added while one reads: a picker on top adds them.
type Targets = Rc<RefCell<Vec<Target>>>;

/// The quotes of a code, being read.
struct Split {
    code: Id<Code>,
    name: String,
    reason: String,
    codings: Vec<Id<Coding>>,
    /// For each coding, the target it was put under; `None` stays.
    decided: Vec<Option<usize>>,
    at: usize,
    targets: Targets,
    warned: bool,
}

impl Codebook {
    /// Asks among which codes to divide this one, and why; then its quotes are read.
    pub(super) fn ask_split(&mut self, desk: &mut Desk) {
        let Some(id) = self.code(desk) else { return };
        let name = harmless::one_line(desk.study().code_name(id));
        if desk.study().codings().all(|coding| coding.code != id) {
            desk.say(format!("{name} has no quotes to divide"));
            return;
        }
        let picker = Picker::new(
            format!("Split {name} into …"),
            others(desk, id),
            move |_, desk, picked| {
                let targets: Targets = Rc::default();
                add(&targets, picked, id, desk.study());
                let parts = vec![Part::new("What are the codes to tell apart?", "", 2)];
                desk.ask(
                    Form::new(format!("Split {name}"), "", parts, move |_, desk, texts| {
                        if texts[0].trim().is_empty() {
                            desk.refuse(Refusal::new(
                                "splitting a code needs a reason",
                                "Say in a sentence what the codes are to tell apart",
                            ));
                            return false;
                        }
                        desk.ask(Split::new(
                            id,
                            texts[0].trim(),
                            targets.clone(),
                            desk.study(),
                        ));
                        true
                    })
                    .to("read the quotes"),
                );
            },
        );
        desk.ask(picker.several().or_new("New code"));
    }
}

/// The codes that quotes of this one may be put under.
fn others(desk: &Desk, code: Id<Code>) -> Vec<crate::tui::layer::picker::Choice<Id<Code>>> {
    transcript::choices(desk, &[])
        .into_iter()
        .filter(|choice| choice.value != code)
        .collect()
}

/// Adds what was picked to the targets, each with the first letter of its name that is free.
fn add(targets: &Targets, picked: Picked<Id<Code>>, code: Id<Code>, study: &Study) {
    let fresh: Vec<(String, Under)> = match picked {
        Picked::Some(codes) => codes
            .into_iter()
            .map(|id| (harmless::one_line(study.code_name(id)), Under::Known(id)))
            .collect(),
        Picked::New(name) => {
            let split = study.code(code);
            let words = if study.language == "da" {
                Words {
                    da: name.clone(),
                    en: String::new(),
                }
            } else {
                Words::new(name.clone())
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
                harmless::one_line(&name),
                Under::New(Box::new(NewCode { body, parent })),
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
            all.push(Target { key, name, to });
        }
    }
}

impl Split {
    fn new(code: Id<Code>, reason: &str, targets: Targets, study: &Study) -> Split {
        let in_order = study
            .documents()
            .flat_map(|document| study.codings_in(document.id));
        let codings: Vec<Id<Coding>> = in_order
            .filter(|coding| coding.code == code)
            .map(|coding| coding.id)
            .collect();
        Split {
            code,
            name: harmless::one_line(study.code_name(code)),
            reason: reason.to_owned(),
            decided: vec![None; codings.len()],
            codings,
            at: 0,
            targets,
            warned: false,
        }
    }

    fn decide(&mut self, target: Option<usize>, desk: &mut Desk) {
        if let Some(decided) = self.decided.get_mut(self.at) {
            *decided = target;
        }
        if self.at + 1 < self.codings.len() {
            self.at += 1;
        } else {
            desk.say(format!(
                "That was the last one; {} puts them there",
                desk.keymap.key_of(Deed::Answer)
            ));
        }
    }

    /// Does what was decided, and leaves.
    fn finish(&mut self, desk: &mut Desk) -> Answer {
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
            desk.say(format!("All quotes stay under {}", self.name));
            return Answer::Closed;
        }
        let done = desk.perform(Command::SplitCode {
            code: self.code,
            parts,
            reason: self.reason.clone(),
        });
        // What cannot be done is told once; then one may leave without it.
        if done || std::mem::replace(&mut self.warned, true) {
            Answer::Closed
        } else {
            Answer::Kept
        }
    }
}

impl Layer for Split {
    fn input(&mut self, input: &Input, _: &mut Page, desk: &mut Desk) -> Answer {
        let Input::Key(key) = input else {
            return Answer::Kept;
        };
        match desk.deed(input) {
            Some(Deed::Answer | Deed::Leave) => return self.finish(desk),
            Some(Deed::Stay) => self.decide(None, desk),
            Some(Deed::DeleteBefore | Deed::Previous | Deed::Left | Deed::GoBack) => {
                self.at = self.at.saturating_sub(1)
            }
            Some(Deed::Next | Deed::Right | Deed::GoOn) => {
                self.at = (self.at + 1).min(self.codings.len().saturating_sub(1))
            }
            Some(Deed::MoreCodes) => {
                let (targets, code) = (self.targets.clone(), self.code);
                let picker = Picker::new(
                    "Put quotes also under …",
                    others(desk, code),
                    move |_, desk, picked| {
                        add(&targets, picked, code, desk.study());
                    },
                );
                desk.ask(picker.several().or_new("New code"));
            }
            _ => {
                let place = key.typed().and_then(|letter| {
                    self.targets
                        .borrow()
                        .iter()
                        .position(|target| target.key == letter)
                });
                match place {
                    Some(place) => self.decide(Some(place), desk),
                    None => {
                        let (more, stay) = (
                            desk.keymap.key_of(Deed::MoreCodes),
                            desk.keymap.key_of(Deed::Stay),
                        );
                        desk.say(format!("{key} is none of the codes; {more} adds one, {stay} leaves the quote where it is"));
                    }
                }
            }
        }
        Answer::Kept
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let put = self.decided.iter().flatten().count();
        let title = format!(
            "Split {}: quote {} of {}, {put} put elsewhere",
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
        draw_quote(self.codings.get(self.at).copied(), desk, canvas, room);
        let (key, text, quiet) = (
            canvas.style(Meaning::Key),
            canvas.style(Meaning::Text),
            canvas.style(Meaning::Quiet),
        );
        let decided = self.decided.get(self.at).copied().flatten();
        let lines = targets
            .iter()
            .map(|target| (target.key.to_string(), target.name.as_str()));
        let stay = desk.hint(Deed::Stay, "stays where it is");
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

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        vec![
            ("letter".into(), "put there"),
            desk.hint(Deed::Leave, "done, keep"),
            desk.hint(Deed::Stay, "stays"),
            desk.hint(Deed::DeleteBefore, "the one before"),
            desk.hint(Deed::MoreCodes, "another code"),
        ]
    }
}

/// The quote in its turn, with who said it and where.
fn draw_quote(coding: Option<Id<Coding>>, desk: &Desk, canvas: &mut Canvas<'_>, room: Rect) {
    let study = desk.study();
    let Some(coding) = coding.and_then(|id| study.coding(id)) else {
        return;
    };
    let Some(document) = study.document(coding.document) else {
        return;
    };
    let turn = document.turn_at(coding.span.start as usize);
    let who = study.voice(document, coding.span);
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
        &harmless::one_line(&from),
        canvas.style(Meaning::Quiet),
    );
    let whole = document
        .turns()
        .get(turn)
        .map_or(coding.span, |turn| turn.words.cover(coding.span));
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
    let marked = canvas.theme.coded(colour, false);
    excerpt.draw(
        canvas,
        rows,
        &document.text,
        &[coding.span],
        canvas.style(Meaning::Quiet),
        marked,
    );
}
