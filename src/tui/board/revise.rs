//! Editing a draft: changes to nodes, and what nodes and links have in common. Every dialog ends in a
//! form that asks for the reason.

use super::BoardView;
use crate::study::revision::{ChangeGround, Justification, Operation, Revision, TheoryElement};
use crate::study::theory::{NodeDescription, Origin};
use crate::study::{Code, CodeKind, Command, Id, Theory};
use crate::text::sanitize;
use crate::tui::context::AppContext;
use crate::tui::layer::form::{FormDialog, FormField};
use crate::tui::layer::menu::{Menu, MenuItem};
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use ratatui::style::Style;

/// Rows of the field for the reason.
pub(super) const LONG: u16 = 3;

impl BoardView {
    /// The draft; if there is none to edit, tells the user why.
    pub(super) fn draft(&self, context: &mut AppContext) -> Option<Id<Theory>> {
        let found = self.theory(context.study()).map(|theory| {
            (
                theory.id,
                theory.frozen,
                sanitize::sanitize_line(&theory.version),
            )
        });
        match found {
            Some((id, false, _)) => Some(id),
            Some((_, true, version)) => {
                let key = context.key_for("new_version");
                context.notify(format!(
                    "{version} is frozen; {key} begins a new version from it"
                ));
                None
            }
            None => {
                let key = context.key_for("new_version");
                context.notify(format!("There is no theory yet; {key} begins one"));
                None
            }
        }
    }

    /// The selected node, if it is part of the version.
    pub(super) fn node_to_change(
        &self,
        context: &mut AppContext,
    ) -> Option<(Id<Theory>, Id<Code>, String)> {
        let theory = self.draft(context)?;
        let node = self.node().map(|node| (node.code, node.name.clone()));
        match node.filter(|(code, _)| {
            context
                .study()
                .theory_at(theory)
                .is_some_and(|known| known.nodes.contains(code))
        }) {
            Some((code, name)) => Some((theory, code, name)),
            None => {
                context.notify("There is no node to change");
                None
            }
        }
    }

    pub(super) fn ask_add(&mut self, context: &mut AppContext) {
        let Some(theory) = self.draft(context) else {
            return;
        };
        let choices = codes(context, |code| {
            context
                .study()
                .theory_at(theory)
                .is_some_and(|known| !known.nodes.contains(&code))
        });
        context.push_layer(Picker::new(
            "Which code becomes a node?",
            choices,
            move |_, context, picked| {
                let Some(code) = one(picked) else { return };
                ask_origin(context, move |context, origin| {
                    let node = NodeDescription {
                        origin,
                        ..NodeDescription::default()
                    };
                    reason(
                        theory,
                        Revision::AddNode { code, node },
                        "Add a node",
                        context,
                    );
                });
            },
        ));
    }

    /// Removes the selected link, or the node.
    pub(super) fn ask_remove(&mut self, context: &mut AppContext) {
        if self.on_links {
            let Some((theory, link)) = self.link_to_change(context) else {
                return;
            };
            reason(
                theory,
                Revision::RemoveLink { link },
                "Remove the link",
                context,
            );
        } else {
            let Some((theory, code, name)) = self.node_to_change(context) else {
                return;
            };
            reason(
                theory,
                Revision::RemoveNode { code },
                &format!("Remove {name} and its links"),
                context,
            );
        }
    }

    /// Edits resource, reasoning and origin of a node.
    pub(super) fn ask_describe(&mut self, context: &mut AppContext) {
        let Some((theory, code, name)) = self.node_to_change(context) else {
            return;
        };
        let study = context.study();
        let current = study
            .theory_at(theory)
            .map(|known| study.node_in(known, code))
            .unwrap_or_default();
        let words = |id: Option<_>| {
            id.and_then(|id| study.words(id))
                .unwrap_or_default()
                .to_owned()
        };
        let parts = vec![
            FormField::new(
                "Resource: what the programme offers",
                &words(current.resource),
                2,
            ),
            FormField::new(
                "Reasoning: how people respond to it",
                &words(current.reasoning),
                2,
            ),
            FormField::new(
                "Origin: theory, interview or post hoc",
                &current
                    .origin
                    .map(|origin| origin.to_string())
                    .unwrap_or_default(),
                1,
            )
            .with_suggestions(Origin::ALL.map(|origin| origin.to_string()).into()),
            FormField::new("Why", "", LONG),
        ];
        context.push_layer(FormDialog::new(
            format!("Description of {name}"),
            "",
            parts,
            move |_, context, texts| {
                let origin = Origin::parse(&texts[2]);
                if origin.is_none() && !texts[2].trim().is_empty() {
                    context.notify(format!(
                        "“{}” is not an origin: write theory, interview or post hoc",
                        sanitize::sanitize_line(&texts[2])
                    ));
                    return false;
                }
                let node = NodeDescription {
                    origin,
                    role: None,
                    resource: Some(texts[0].clone()),
                    reasoning: Some(texts[1].clone()),
                };
                revise(
                    theory,
                    Revision::DescribeNode { code, node },
                    &texts[3],
                    context,
                )
            },
        ));
    }

    pub(super) fn ask_replace(&mut self, context: &mut AppContext) {
        let Some((theory, code, name)) = self.node_to_change(context) else {
            return;
        };
        let choices = codes(context, |other| other != code);
        context.push_layer(Picker::new(
            format!("Which code replaces {name}?"),
            choices,
            move |_, context, picked| {
                let Some(by) = one(picked) else { return };
                let revision = Revision::ReplaceNode {
                    code,
                    by,
                    node: NodeDescription::default(),
                    links: None,
                };
                reason(
                    theory,
                    revision,
                    &format!("Replace {name}; its links are redrawn"),
                    context,
                );
            },
        ));
    }

    /// Promotes or demotes the selected node.
    pub(super) fn ask_move(&mut self, operation: Operation, context: &mut AppContext) {
        let Some((theory, code, name)) = self.node_to_change(context) else {
            return;
        };
        let role = Some(if operation == Operation::Demoted {
            CodeKind::Context
        } else {
            CodeKind::Mechanism
        });
        let revision = Revision::MoveNode {
            code,
            operation,
            to: None,
            role,
            links: Vec::new(),
        };
        reason(theory, revision, &format!("{name} is {operation}"), context);
    }

    /// Records that the node or link is kept, and why.
    pub(super) fn ask_keep(&mut self, context: &mut AppContext) {
        let (theory, on) = if self.on_links {
            let Some((theory, link)) = self.link_to_change(context) else {
                return;
            };
            (theory, TheoryElement::Link(link))
        } else {
            let Some((theory, code, _)) = self.node_to_change(context) else {
                return;
            };
            (theory, TheoryElement::Node(code))
        };
        reason(
            theory,
            Revision::Note {
                operation: Operation::Kept,
                on,
            },
            "It is kept",
            context,
        );
    }
}

/// Asks for the reason, then applies the revision.
pub(super) fn reason(
    theory: Id<Theory>,
    revision: Revision,
    title: &str,
    context: &mut AppContext,
) {
    let parts = vec![FormField::new("Why", "", LONG)];
    context.push_layer(FormDialog::new(
        title,
        "",
        parts,
        move |_, context, texts| revise(theory, revision.clone(), &texts[0], context),
    ));
}

/// Applies a revision; one of a link gives the link's evidence as its ground.
pub(super) fn revise(
    id: Id<Theory>,
    revision: Revision,
    reason: &str,
    context: &mut AppContext,
) -> bool {
    let link = match &revision {
        Revision::RemoveLink { link } | Revision::ChangeLink { link, .. } => Some(*link),
        Revision::Note {
            on: TheoryElement::Link(link),
            ..
        } => Some(*link),
        _ => None,
    };
    let grounds = link.map(ChangeGround::Link).into_iter().collect();
    context.perform(Command::ReviseTheory {
        id,
        revision,
        why: Justification {
            reason: reason.to_owned(),
            grounds,
        },
    })
}

fn ask_origin(
    context: &mut AppContext,
    then: impl FnOnce(&mut AppContext, Option<Origin>) + 'static,
) {
    let mut items: Vec<MenuItem<Option<Origin>>> = Origin::ALL
        .map(|origin| item(&origin.to_string(), Some(origin)))
        .into();
    items.push(item("not said", None));
    context.push_layer(Menu::new(
        "Where does it come from?",
        items,
        |_, context, origin| then(context, origin),
    ));
}

pub(super) fn item<T>(text: &str, value: T) -> MenuItem<T> {
    MenuItem {
        sign: String::new(),
        style: Style::new(),
        text: text.to_owned(),
        value,
    }
}

/// Choices for the codes that `wanted` accepts.
pub(super) fn codes(
    context: &AppContext,
    wanted: impl Fn(Id<Code>) -> bool,
) -> Vec<PickerChoice<Id<Code>>> {
    let study = context.study();
    let codes = study
        .code_tree()
        .into_iter()
        .map(|(_, code)| code)
        .filter(|code| wanted(code.id));
    let choice = |code: &Code| PickerChoice {
        sign: code.body.kind.glyph().to_string(),
        style: context.theme.code(&code.body.colour),
        text: sanitize::sanitize_line(code.name(&study.language)),
        tag: code.body.tag.clone(),
        note: code.body.kind.name().to_owned(),
        about: sanitize::sanitize_line(code.body.definition.in_language(&study.language)),
        other_words: Vec::new(),
        value: code.id,
    };
    codes.map(choice).collect()
}

pub(super) fn one<T>(picked: Picked<T>) -> Option<T> {
    match picked {
        Picked::Some(all) => all.into_iter().next(),
        Picked::New(_) => None,
    }
}
