//! Changing a draft: what is to become of a node or a link, and why. Every
//! question ends in a form that asks for the reason.

use super::Board;
use crate::study::{
    Code, Command, Id, Kind, Link, Theory,
    change::{Element, Ground, Operation, Why},
    command::NewLink,
    node::{Described, Origin},
    revision::Revision,
    theory::Expected,
};
use crate::text::harmless;
use crate::tui::{
    desk::Desk,
    layer::{
        form::{Form, Part},
        menu::{Item, Menu},
        picker::{Choice, Picked, Picker},
    },
};
use ratatui::style::Style;

/// Rows for a reason.
const LONG: u16 = 3;

impl Board {
    /// The draft, or a sentence on why there is none to change.
    fn draft(&self, desk: &mut Desk) -> Option<Id<Theory>> {
        let found = self.theory(desk.study()).map(|theory| {
            (
                theory.id,
                theory.frozen,
                harmless::one_line(&theory.version),
            )
        });
        match found {
            Some((id, false, _)) => Some(id),
            Some((_, true, version)) => {
                let key = desk.key("new_version");
                desk.say(format!(
                    "{version} is frozen and never changes; {key} begins a new version from it"
                ));
                None
            }
            None => {
                let key = desk.key("new_version");
                desk.say(format!("There is no theory yet; {key} begins one"));
                None
            }
        }
    }

    /// The node one stands on, while it is in the version.
    fn node_to_change(&self, desk: &mut Desk) -> Option<(Id<Theory>, Id<Code>, String)> {
        let theory = self.draft(desk)?;
        let node = self.node().map(|node| (node.code, node.name.clone()));
        match node.filter(|(code, _)| {
            desk.study()
                .theory_at(theory)
                .is_some_and(|known| known.nodes.contains(code))
        }) {
            Some((code, name)) => Some((theory, code, name)),
            None => {
                desk.say("There is no node to change");
                None
            }
        }
    }

    fn link_to_change(&self, desk: &mut Desk) -> Option<(Id<Theory>, Id<Link>)> {
        let theory = self.draft(desk)?;
        let link = self.link().map(|arrow| arrow.link).filter(|link| {
            desk.study()
                .link(*link)
                .is_some_and(|link| link.theory == theory)
        });
        if link.is_none() {
            desk.say(format!(
                "{} goes to the links of the node; choose one there",
                desk.key("nodes_or_links")
            ));
        }
        Some((theory, link?))
    }

    pub(super) fn ask_add(&mut self, desk: &mut Desk) {
        let Some(theory) = self.draft(desk) else {
            return;
        };
        let choices = codes(desk, |code| {
            desk.study()
                .theory_at(theory)
                .is_some_and(|known| !known.nodes.contains(&code))
        });
        desk.ask(Picker::new(
            "Which code becomes a node?",
            choices,
            move |_, desk, picked| {
                let Some(code) = one(picked) else { return };
                ask_origin(desk, move |desk, origin| {
                    let node = Described {
                        origin,
                        ..Described::default()
                    };
                    reason(theory, Revision::AddNode { code, node }, "Add a node", desk);
                });
            },
        ));
    }

    /// Takes away the link one stands on, or the node.
    pub(super) fn ask_remove(&mut self, desk: &mut Desk) {
        if self.on_links {
            let Some((theory, link)) = self.link_to_change(desk) else {
                return;
            };
            reason(
                theory,
                Revision::RemoveLink { link },
                "Take the link away",
                desk,
            );
        } else {
            let Some((theory, code, name)) = self.node_to_change(desk) else {
                return;
            };
            reason(
                theory,
                Revision::RemoveNode { code },
                &format!("Take {name} out, with its links"),
                desk,
            );
        }
    }

    pub(super) fn ask_draw(&mut self, desk: &mut Desk) {
        let Some((theory, from, name)) = self.node_to_change(desk) else {
            return;
        };
        let nodes = desk
            .study()
            .theory_at(theory)
            .map(|theory| theory.nodes.clone())
            .unwrap_or_default();
        let choices = codes(desk, |code| code != from && nodes.contains(&code));
        desk.ask(Picker::new(
            format!("{name} leads to"),
            choices,
            move |_, desk, picked| {
                let Some(to) = one(picked) else { return };
                ask_expected(desk, move |desk, expected| {
                    let parts = vec![
                        Part::new("The claim in words", "", 2),
                        Part::new("Why", "", LONG),
                    ];
                    desk.ask(
                        Form::new("Draw a link", "", parts, move |_, desk, texts| {
                            let link = NewLink {
                                statement: texts[0].clone(),
                                expected,
                                ..NewLink::between(from, to)
                            };
                            revise(
                                theory,
                                Revision::DrawLink { link, on: None },
                                &texts[1],
                                desk,
                            )
                        })
                        .to("draw"),
                    );
                });
            },
        ));
    }

    /// Draws a link from the node one stands on onto a link: a moderator.
    pub(super) fn ask_moderate(&mut self, desk: &mut Desk) {
        let Some((theory, from, name)) = self.node_to_change(desk) else {
            return;
        };
        let study = desk.study();
        let links = study
            .theory_at(theory)
            .into_iter()
            .flat_map(|theory| study.links_of(theory));
        let choices = links
            .filter(|link| link.from != from && link.on.is_none() && link.to != from)
            .map(|link| Choice {
                sign: "→".into(),
                style: Style::new(),
                text: harmless::one_line(&study.link_name(link)),
                tag: String::new(),
                note: String::new(),
                about: harmless::one_line(&link.statement),
                value: (link.id, link.to),
            })
            .collect();
        desk.ask(Picker::new(
            format!("{name} moderates which link?"),
            choices,
            move |_, desk, picked| {
                let Some((on, to)) = one(picked) else { return };
                let parts = vec![
                    Part::new("The claim in words", "", 2),
                    Part::new("Why", "", LONG),
                ];
                desk.ask(
                    Form::new(
                        "Draw a moderator onto a link",
                        "",
                        parts,
                        move |_, desk, texts| {
                            let link = NewLink {
                                statement: texts[0].clone(),
                                ..NewLink::between(from, to)
                            };
                            revise(
                                theory,
                                Revision::DrawLink { link, on: Some(on) },
                                &texts[1],
                                desk,
                            )
                        },
                    )
                    .to("draw"),
                );
            },
        ));
    }

    pub(super) fn ask_reword(&mut self, desk: &mut Desk) {
        if !self.on_links {
            return self.ask_describe(desk);
        }
        let Some((theory, link)) = self.link_to_change(desk) else {
            return;
        };
        let statement = desk
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
        desk.ask(Menu::new(
            "What becomes of the link?",
            items,
            move |_, desk, operation| {
                let statement = statement.clone();
                let parts = vec![
                    Part::new("The claim in words", &statement, 3),
                    Part::new("Why", "", LONG),
                ];
                desk.ask(Form::new(
                    format!("The link is {operation}"),
                    "",
                    parts,
                    move |_, desk, texts| {
                        let revision = if texts[0].trim() == statement {
                            Revision::Note {
                                operation,
                                on: Element::Link(link),
                            }
                        } else {
                            Revision::ChangeLink {
                                link,
                                statement: Some(texts[0].clone()),
                                expected: None,
                                operation,
                            }
                        };
                        revise(theory, revision, &texts[1], desk)
                    },
                ));
            },
        ));
    }

    /// Resource, reasoning and origin of a node.
    fn ask_describe(&mut self, desk: &mut Desk) {
        let Some((theory, code, name)) = self.node_to_change(desk) else {
            return;
        };
        let study = desk.study();
        let said = study
            .theory_at(theory)
            .map(|known| study.node_in(known, code))
            .unwrap_or_default();
        let words = |id: Option<_>| {
            id.and_then(|id| study.words(id))
                .unwrap_or_default()
                .to_owned()
        };
        let parts = vec![
            Part::new(
                "Resource: what the programme offers",
                &words(said.resource),
                2,
            ),
            Part::new(
                "Reasoning: how people respond to it",
                &words(said.reasoning),
                2,
            ),
            Part::new(
                "Origin: theory, interview or post hoc",
                &said
                    .origin
                    .map(|origin| origin.to_string())
                    .unwrap_or_default(),
                1,
            )
            .offering(Origin::ALL.map(|origin| origin.to_string()).into()),
            Part::new("Why", "", LONG),
        ];
        desk.ask(Form::new(
            format!("What is said of {name}"),
            "",
            parts,
            move |_, desk, texts| {
                let origin = Origin::parse(&texts[2]);
                if origin.is_none() && !texts[2].trim().is_empty() {
                    desk.say(format!(
                        "“{}” is no origin: write theory, interview or post hoc",
                        harmless::one_line(&texts[2])
                    ));
                    return false;
                }
                let node = Described {
                    origin,
                    role: None,
                    resource: Some(texts[0].clone()),
                    reasoning: Some(texts[1].clone()),
                };
                revise(
                    theory,
                    Revision::DescribeNode { code, node },
                    &texts[3],
                    desk,
                )
            },
        ));
    }

    pub(super) fn ask_expected(&mut self, desk: &mut Desk) {
        let Some((theory, link)) = self.link_to_change(desk) else {
            return;
        };
        ask_expected(desk, move |desk, expected| {
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
                desk,
            );
        });
    }

    pub(super) fn ask_replace(&mut self, desk: &mut Desk) {
        let Some((theory, code, name)) = self.node_to_change(desk) else {
            return;
        };
        let choices = codes(desk, |other| other != code);
        desk.ask(Picker::new(
            format!("What takes the place of {name}?"),
            choices,
            move |_, desk, picked| {
                let Some(by) = one(picked) else { return };
                let revision = Revision::ReplaceNode {
                    code,
                    by,
                    node: Described::default(),
                    links: None,
                };
                reason(
                    theory,
                    revision,
                    &format!("Replace {name}; its links are drawn anew"),
                    desk,
                );
            },
        ));
    }

    /// Promotes or demotes the node one stands on.
    pub(super) fn ask_move(&mut self, operation: Operation, desk: &mut Desk) {
        let Some((theory, code, name)) = self.node_to_change(desk) else {
            return;
        };
        let role = Some(if operation == Operation::Demoted {
            Kind::Context
        } else {
            Kind::Mechanism
        });
        let revision = Revision::MoveNode {
            code,
            operation,
            to: None,
            role,
            links: Vec::new(),
        };
        reason(theory, revision, &format!("{name} is {operation}"), desk);
    }

    /// Writes down that the node or link is kept, and why.
    pub(super) fn ask_keep(&mut self, desk: &mut Desk) {
        let (theory, on) = if self.on_links {
            let Some((theory, link)) = self.link_to_change(desk) else {
                return;
            };
            (theory, Element::Link(link))
        } else {
            let Some((theory, code, _)) = self.node_to_change(desk) else {
                return;
            };
            (theory, Element::Node(code))
        };
        reason(
            theory,
            Revision::Note {
                operation: Operation::Kept,
                on,
            },
            "It is kept",
            desk,
        );
    }
}

/// Asks for the reason, and does it.
fn reason(theory: Id<Theory>, revision: Revision, title: &str, desk: &mut Desk) {
    let parts = vec![Part::new("Why", "", LONG)];
    desk.ask(Form::new(title, "", parts, move |_, desk, texts| {
        revise(theory, revision.clone(), &texts[0], desk)
    }));
}

/// Changes the draft; what is changed of a link rests on the link's evidence.
fn revise(id: Id<Theory>, revision: Revision, reason: &str, desk: &mut Desk) -> bool {
    let link = match &revision {
        Revision::RemoveLink { link } | Revision::ChangeLink { link, .. } => Some(*link),
        Revision::Note {
            on: Element::Link(link),
            ..
        } => Some(*link),
        _ => None,
    };
    let grounds = link.map(Ground::Link).into_iter().collect();
    desk.perform(Command::ReviseTheory {
        id,
        revision,
        why: Why {
            reason: reason.to_owned(),
            grounds,
        },
    })
}

fn ask_expected(desk: &mut Desk, then: impl FnOnce(&mut Desk, Expected) + 'static) {
    let item = |expected: Expected| {
        item(
            &format!("{} {}", expected.sign(), expected.name()),
            expected,
        )
    };
    desk.ask(Menu::new(
        "Which direction is expected?",
        Expected::ALL.map(item).into(),
        |_, desk, expected| then(desk, expected),
    ));
}

fn ask_origin(desk: &mut Desk, then: impl FnOnce(&mut Desk, Option<Origin>) + 'static) {
    let mut items: Vec<Item<Option<Origin>>> = Origin::ALL
        .map(|origin| item(&origin.to_string(), Some(origin)))
        .into();
    items.push(item("not said", None));
    desk.ask(Menu::new(
        "Where does it come from?",
        items,
        |_, desk, origin| then(desk, origin),
    ));
}

fn item<T>(text: &str, value: T) -> Item<T> {
    Item {
        sign: String::new(),
        style: Style::new(),
        text: text.to_owned(),
        value,
    }
}

fn means(operation: Operation) -> &'static str {
    match operation {
        Operation::Narrowed => "it holds for less than it did",
        Operation::Weakened => "it holds less firmly than it did",
        _ => "it says the same in other words",
    }
}

/// The codes to choose from.
fn codes(desk: &Desk, wanted: impl Fn(Id<Code>) -> bool) -> Vec<Choice<Id<Code>>> {
    let study = desk.study();
    let codes = study
        .code_tree()
        .into_iter()
        .map(|(_, code)| code)
        .filter(|code| wanted(code.id));
    let choice = |code: &Code| Choice {
        sign: code.body.kind.glyph().to_string(),
        style: desk.theme.code(&code.body.colour),
        text: harmless::one_line(code.name(&study.language)),
        tag: code.body.tag.clone(),
        note: code.body.kind.name().to_owned(),
        about: harmless::one_line(code.body.definition.say(&study.language)),
        value: code.id,
    };
    codes.map(choice).collect()
}

fn one<T>(picked: Picked<T>) -> Option<T> {
    match picked {
        Picked::Some(all) => all.into_iter().next(),
        Picked::New(_) => None,
    }
}
