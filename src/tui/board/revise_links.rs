//! Editing the links of a draft: drawing, rewording, and what is expected of them.

use super::BoardView;
use super::revise::{LONG, codes, item, one, reason, revise};
use crate::study::command::NewLink;
use crate::study::revision::{Operation, Revision, TheoryElement};
use crate::study::theory::ExpectedDirection;
use crate::study::{Id, Link, Theory};
use crate::text::sanitize;
use crate::tui::context::AppContext;
use crate::tui::layer::form::{FormDialog, FormField};
use crate::tui::layer::menu::Menu;
use crate::tui::layer::picker::{Picker, PickerChoice};
use ratatui::style::Style;

impl BoardView {
    /// The selected link, if it is part of the version.
    pub(super) fn link_to_change(
        &self,
        context: &mut AppContext,
    ) -> Option<(Id<Theory>, Id<Link>)> {
        let theory = self.draft(context)?;
        let link = self.link().map(|arrow| arrow.link).filter(|link| {
            context
                .study()
                .link(*link)
                .is_some_and(|link| link.theory == theory)
        });
        if link.is_none() {
            context.notify(format!(
                "{} goes to the links of the node; choose one there",
                context.key_for("nodes_or_links")
            ));
        }
        Some((theory, link?))
    }

    pub(super) fn ask_draw(&mut self, context: &mut AppContext) {
        let Some((theory, from, name)) = self.node_to_change(context) else {
            return;
        };
        let nodes = context
            .study()
            .theory_at(theory)
            .map(|theory| theory.nodes.clone())
            .unwrap_or_default();
        let choices = codes(context, |code| code != from && nodes.contains(&code));
        context.push_layer(Picker::new(
            format!("{name} leads to"),
            choices,
            move |_, context, picked| {
                let Some(to) = one(picked) else { return };
                ask_expected(context, move |context, expected| {
                    let parts = vec![
                        FormField::new("The claim in words", "", 2),
                        FormField::new("Why", "", LONG),
                    ];
                    context.push_layer(
                        FormDialog::new("Draw a link", "", parts, move |_, context, texts| {
                            let link = NewLink {
                                statement: texts[0].clone(),
                                expected,
                                ..NewLink::between(from, to)
                            };
                            revise(
                                theory,
                                Revision::DrawLink { link, on: None },
                                &texts[1],
                                context,
                            )
                        })
                        .with_verb("draw"),
                    );
                });
            },
        ));
    }

    /// Draws a link from the selected node to a link: a moderator.
    pub(super) fn ask_moderate(&mut self, context: &mut AppContext) {
        let Some((theory, from, name)) = self.node_to_change(context) else {
            return;
        };
        let study = context.study();
        let links = study
            .theory_at(theory)
            .into_iter()
            .flat_map(|theory| study.links_of(theory));
        let choices = links
            .filter(|link| link.from != from && link.on.is_none() && link.to != from)
            .map(|link| PickerChoice {
                sign: "→".into(),
                style: Style::new(),
                text: sanitize::sanitize_line(&study.link_name(link)),
                tag: String::new(),
                note: String::new(),
                about: sanitize::sanitize_line(&link.statement),
                other_words: Vec::new(),
                value: (link.id, link.to),
            })
            .collect();
        context.push_layer(Picker::new(
            format!("{name} moderates which link?"),
            choices,
            move |_, context, picked| {
                let Some((on, to)) = one(picked) else { return };
                let parts = vec![
                    FormField::new("The claim in words", "", 2),
                    FormField::new("Why", "", LONG),
                ];
                context.push_layer(
                    FormDialog::new(
                        "Draw a moderator onto a link",
                        "",
                        parts,
                        move |_, context, texts| {
                            let link = NewLink {
                                statement: texts[0].clone(),
                                ..NewLink::between(from, to)
                            };
                            revise(
                                theory,
                                Revision::DrawLink { link, on: Some(on) },
                                &texts[1],
                                context,
                            )
                        },
                    )
                    .with_verb("draw"),
                );
            },
        ));
    }

    pub(super) fn ask_reword(&mut self, context: &mut AppContext) {
        if !self.on_links {
            return self.ask_describe(context);
        }
        let Some((theory, link)) = self.link_to_change(context) else {
            return;
        };
        let statement = context
            .study()
            .link(link)
            .map(|link| link.statement.clone())
            .unwrap_or_default();
        let words = [
            Operation::Reworded,
            Operation::Narrowed,
            Operation::Weakened,
        ];
        let items = words
            .map(|word| item(&format!("{word}: {}", means(word)), word))
            .into();
        context.push_layer(Menu::new(
            "What becomes of the link?",
            items,
            move |_, context, operation| {
                let statement = statement.clone();
                let parts = vec![
                    FormField::new("The claim in words", &statement, 3),
                    FormField::new("Why", "", LONG),
                ];
                context.push_layer(FormDialog::new(
                    format!("The link is {operation}"),
                    "",
                    parts,
                    move |_, context, texts| {
                        let revision = if texts[0].trim() == statement {
                            Revision::Note {
                                operation,
                                on: TheoryElement::Link(link),
                            }
                        } else {
                            Revision::ChangeLink {
                                link,
                                statement: Some(texts[0].clone()),
                                expected: None,
                                operation,
                            }
                        };
                        revise(theory, revision, &texts[1], context)
                    },
                ));
            },
        ));
    }

    pub(super) fn ask_expected(&mut self, context: &mut AppContext) {
        let Some((theory, link)) = self.link_to_change(context) else {
            return;
        };
        ask_expected(context, move |context, expected| {
            let operation = Operation::Reworded;
            let revision = Revision::ChangeLink {
                link,
                statement: None,
                expected: Some(expected),
                operation,
            };
            reason(
                theory,
                revision,
                &format!("Expect {} of the link", expected.name()),
                context,
            );
        });
    }
}

fn ask_expected(
    context: &mut AppContext,
    then: impl FnOnce(&mut AppContext, ExpectedDirection) + 'static,
) {
    let item = |expected: ExpectedDirection| {
        item(
            &format!("{} {}", expected.sign(), expected.name()),
            expected,
        )
    };
    context.push_layer(Menu::new(
        "Which direction is expected?",
        ExpectedDirection::ALL.map(item).into(),
        |_, context, expected| then(context, expected),
    ));
}

fn means(operation: Operation) -> &'static str {
    match operation {
        Operation::Narrowed => "it applies to less than before",
        Operation::Weakened => "it is less certain than before",
        _ => "it says the same in other words",
    }
}
