//! Versions: creating, choosing, freezing and comparing them, and exporting a drawing.

use super::BoardView;
use crate::export::{
    drawing::{dot, mermaid, svg, text},
    file,
};
use crate::study::{Command, Id, Theory};
use crate::text::sanitize;
use crate::tui::{
    context::AppContext,
    layer::{
        form::{FormDialog, FormField},
        menu::{Menu, MenuItem},
    },
};
use ratatui::style::Style;

impl BoardView {
    /// Asks for the new version's name and derives it from the one shown.
    pub(super) fn ask_new(&mut self, context: &mut AppContext) {
        let study = context.study();
        let parent = self
            .theory(study)
            .map(|theory| (theory.id, sanitize::sanitize_line(&theory.version)));
        let free = (1..)
            .map(|n| format!("v{n}"))
            .find(|name| study.theories().all(|theory| theory.version != *name));
        let (title, about) = match &parent {
            Some((_, version)) => (
                format!("A new version from {version}"),
                format!(
                    "It begins with all nodes and links of {version}, which is then frozen. Quotes carry over."
                ),
            ),
            None => (
                "The first version of the theory".to_owned(),
                "Nodes and links are added to it on the board.".to_owned(),
            ),
        };
        let parts = vec![FormField::new("Name", &free.unwrap_or_default(), 1)];
        context.push_layer(
            FormDialog::new(title, &about, parts, move |view, context, texts| {
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
                let done = context.perform(command);
                if let (Some(board), true) = (view.downcast_mut::<BoardView>(), done) {
                    board.theory = context.study().theory().map(|theory| theory.id);
                    board.compares = false;
                }
                done
            })
            .with_verb("begin"),
        );
    }

    pub(super) fn ask_version(&mut self, context: &mut AppContext) {
        let item = |theory: &Theory| MenuItem {
            sign: if theory.frozen { "*" } else { " " }.to_owned(),
            style: Style::new(),
            text: format!(
                "{} ({})",
                sanitize::sanitize_line(&theory.version),
                if theory.frozen { "frozen" } else { "draft" }
            ),
            value: theory.id,
        };
        let items: Vec<MenuItem<Id<Theory>>> = context.study().theories().map(item).collect();
        match items.as_slice() {
            [] | [_] => context.notify("There is no other version"),
            _ => context.push_layer(Menu::new("Show which version?", items, |view, _, id| {
                if let Some(board) = view.downcast_mut::<BoardView>() {
                    board.theory = Some(id);
                }
            })),
        }
    }

    pub(super) fn ask_freeze(&mut self, context: &mut AppContext) {
        let Some((id, version)) = self
            .theory(context.study())
            .map(|theory| (theory.id, theory.version.clone()))
        else {
            context.notify("There is no version to freeze");
            return;
        };
        let item = |text: &str, value| MenuItem {
            sign: String::new(),
            style: Style::new(),
            text: text.to_owned(),
            value,
        };
        let items = vec![
            item("Yes, it will not change again", true),
            item("No", false),
        ];
        context.push_layer(Menu::new(
            format!("Freeze {}?", sanitize::sanitize_line(&version)),
            items,
            move |_, context, yes| {
                if yes {
                    context.perform(Command::FreezeTheory { id });
                }
            },
        ));
    }

    /// Toggles the comparison with the version this one was derived from.
    pub(super) fn compare(&mut self, context: &mut AppContext) {
        let study = context.study();
        let names = self.theory(study).map(|theory| {
            (
                theory.version.clone(),
                study.parent_of(theory).map(|parent| parent.version.clone()),
            )
        });
        match names {
            Some((version, Some(parent))) => {
                self.compares = !self.compares;
                let (parent, version) = (
                    sanitize::sanitize_line(&parent),
                    sanitize::sanitize_line(&version),
                );
                context.notify(match self.compares {
                    true => {
                        format!("{parent} → {version}: = kept, - removed, + added, ~ reworded, ↓ demoted, ↑ promoted, → replaced")
                    }
                    false => format!("{version} alone"),
                });
            }
            Some((version, None)) => context.notify(format!(
                "{} was not derived from another version",
                sanitize::sanitize_line(&version)
            )),
            None => context.notify("There is no version to compare"),
        }
    }

    /// Asks for a file to draw into; its extension chooses the format.
    pub(super) fn ask_picture(&mut self, context: &mut AppContext) {
        let Some(drawing) = self.drawing.current().cloned() else {
            context.notify("There is nothing to draw yet");
            return;
        };
        if !context.allow_export("a drawing") {
            return;
        }
        let location = context.session().location().clone();
        let name = if self.compares {
            "theory-change.svg"
        } else {
            "theory.svg"
        };
        let parts = vec![FormField::new("File (.svg, .dot, .mmd or .txt)", name, 1)];
        context.push_layer(
            FormDialog::new(
                "Export the drawing of the theory",
                "",
                parts,
                move |_, context, texts| {
                    let path = location.beside(texts[0].trim());
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
                    let result = file::write_file(drawn, &path)
                        .map(|()| format!("Drew it to {}", path.display()));
                    let done = result.is_ok();
                    context.notify_result(result);
                    done
                },
            )
            .with_verb("write"),
        );
    }
}
