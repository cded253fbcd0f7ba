//! Versions: beginning one, choosing one, freezing one, comparing it with the
//! one it was derived from, and taking its picture away.

use super::Board;
use crate::export::{
    drawing::{dot, mermaid, svg, text},
    file,
};
use crate::study::{Command, Id, Theory};
use crate::text::harmless;
use crate::tui::{
    desk::Desk,
    layer::{
        form::{Form, Part},
        menu::{Item, Menu},
    },
    view::Page,
};
use ratatui::style::Style;
use std::path::PathBuf;

impl Board {
    /// Asks what a new version is called, and derives it from the one shown.
    pub(super) fn ask_new(&mut self, desk: &mut Desk) {
        let study = desk.study();
        let parent = self
            .theory(study)
            .map(|theory| (theory.id, harmless::one_line(&theory.version)));
        let free = (1..)
            .map(|n| format!("v{n}"))
            .find(|name| study.theories().all(|theory| theory.version != *name));
        let (title, about) = match &parent {
            Some((_, version)) => (
                format!("A new version from {version}"),
                format!(
                    "It begins with all nodes and links of {version}, which is frozen with that. Quotes carry over."
                ),
            ),
            None => (
                "The first version of the theory".to_owned(),
                "Nodes and links are added to it on the board.".to_owned(),
            ),
        };
        let parts = vec![Part::new("What it is called", &free.unwrap_or_default(), 1)];
        desk.ask(
            Form::new(title, &about, parts, move |page, desk, texts| {
                let version = texts[0].clone();
                let command = match &parent {
                    Some((from, _)) => Command::DeriveTheory {
                        from: *from,
                        version,
                        revisions: Vec::new(),
                    },
                    None => Command::AddTheory {
                        version,
                        nodes: Vec::new(),
                        links: Vec::new(),
                    },
                };
                let done = desk.perform(command);
                if let (Page::Board(board), true) = (page, done) {
                    board.theory = desk.study().theory().map(|theory| theory.id);
                    board.compares = false;
                }
                done
            })
            .to("begin"),
        );
    }

    /// Asks which version to show.
    pub(super) fn ask_version(&mut self, desk: &mut Desk) {
        let item = |theory: &Theory| Item {
            sign: if theory.frozen { "*" } else { " " }.to_owned(),
            style: Style::new(),
            text: format!(
                "{} ({})",
                harmless::one_line(&theory.version),
                if theory.frozen { "frozen" } else { "draft" }
            ),
            value: theory.id,
        };
        let items: Vec<Item<Id<Theory>>> = desk.study().theories().map(item).collect();
        match items.as_slice() {
            [] | [_] => desk.say("There is no other version"),
            _ => desk.ask(Menu::new("Show which version?", items, |page, _, id| {
                if let Page::Board(board) = page {
                    board.theory = Some(id);
                }
            })),
        }
    }

    /// Asks whether to freeze the version.
    pub(super) fn ask_freeze(&mut self, desk: &mut Desk) {
        let Some((id, version)) = self
            .theory(desk.study())
            .map(|theory| (theory.id, theory.version.clone()))
        else {
            desk.say("There is no version to freeze");
            return;
        };
        let item = |text: &str, value| Item {
            sign: String::new(),
            style: Style::new(),
            text: text.to_owned(),
            value,
        };
        let items = vec![
            item("Yes: from now on it never changes", true),
            item("No", false),
        ];
        desk.ask(Menu::new(
            format!("Freeze {}?", harmless::one_line(&version)),
            items,
            move |_, desk, yes| {
                if yes {
                    desk.perform(Command::FreezeTheory { id });
                }
            },
        ));
    }

    /// Shows what became of the version it was derived from, or the version alone again.
    pub(super) fn compare(&mut self, desk: &mut Desk) {
        let study = desk.study();
        let names = self.theory(study).map(|theory| {
            (
                theory.version.clone(),
                study.parent_of(theory).map(|parent| parent.version.clone()),
            )
        });
        match names {
            Some((version, Some(parent))) => {
                self.compares = !self.compares;
                let (parent, version) = (harmless::one_line(&parent), harmless::one_line(&version));
                desk.say(match self.compares {
                    true => {
                        format!("{parent} → {version}: = kept, - removed, + added, ~ reworded, ↓ demoted, ↑ promoted, → replaced")
                    }
                    false => format!("{version} alone"),
                });
            }
            Some((version, None)) => desk.say(format!(
                "{} was not derived from another version",
                harmless::one_line(&version)
            )),
            None => desk.say("There is no version to compare"),
        }
    }

    /// Asks for a file to draw what is shown into; its name says in which form.
    pub(super) fn ask_picture(&mut self, desk: &mut Desk) {
        let Some(drawing) = self.gathered.current().cloned() else {
            desk.say("There is nothing to draw yet");
            return;
        };
        if !desk.lets_out("a drawing") {
            return;
        }
        let folder = desk
            .session()
            .store()
            .path()
            .parent()
            .map(PathBuf::from)
            .unwrap_or_default();
        let name = if self.compares {
            "theory-change.svg"
        } else {
            "theory.svg"
        };
        let parts = vec![Part::new("File (.svg, .dot, .mmd or .txt)", name, 1)];
        desk.ask(
            Form::new(
                "Draw the theory into a file",
                "",
                parts,
                move |_, desk, texts| {
                    let path = folder.join(texts[0].trim());
                    let form = path
                        .extension()
                        .and_then(|extension| extension.to_str())
                        .map(str::to_lowercase);
                    let drawn = match form.as_deref() {
                        Some("svg") => svg::write(&drawing),
                        Some("dot" | "gv") => dot::write(&drawing),
                        Some("mmd" | "mermaid") => mermaid::write(&drawing),
                        _ => text::write(&drawing),
                    };
                    let result = file::put(drawn, &path)
                        .map(|()| format!("Drew it into {}", path.display()));
                    let done = result.is_ok();
                    desk.report(result);
                    done
                },
            )
            .to("write"),
        );
    }
}
