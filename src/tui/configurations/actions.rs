//! What can be done with configurations, with the keys it has from the start.

use super::{Configurations, ask::Ask};
use crate::study::{Code, Command, Configuration, Id, Polarity, configuration::Part};
use crate::text::harmless;
use crate::tui::{
    action::{Action, Run},
    desk::{Desk, Go},
    layer::{
        form::{Form, Part as Field},
        menu::{Item, Menu},
        picker::{Choice, Picked, Picker},
    },
    transcript::Transcript,
    view::Page,
};
use ratatui::style::Style;

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Configurations, &mut Desk),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: Run::Configurations(run),
    }
}

/// The table.
pub const ACTIONS: &[Action] = &[
    action(
        "add_configuration",
        &["a"],
        "new",
        "Put a configuration together: C, M and O in turn",
        |_, desk| {
            let ask = Ask::new(None, desk);
            desk.ask(ask);
        },
    ),
    action(
        "open_told",
        &["Enter"],
        "open quote",
        "Open the quote of the configuration in its document",
        Configurations::open,
    ),
    action(
        "next_told",
        &["Tab", ">"],
        "",
        "Go to the next quote of the configuration",
        |view, _| view.quote += 1,
    ),
    action(
        "previous_told",
        &["<"],
        "",
        "Go to the quote before",
        |view, _| view.quote = view.quote.saturating_sub(1),
    ),
    action(
        "judge_told",
        &["p"],
        "",
        "Say what the quote does to the configuration",
        Configurations::ask_polarity,
    ),
    action(
        "write_statement",
        &["s"],
        "statement",
        "Write the statement: if … then … because …",
        Configurations::ask_statement,
    ),
    action(
        "name_context",
        &["c"],
        "",
        "Name the circumstances by other codes",
        |view, desk| view.ask_part(Part::Context, desk),
    ),
    action(
        "name_mechanism",
        &["m"],
        "",
        "Name the mechanism by other codes",
        |view, desk| view.ask_part(Part::Mechanism, desk),
    ),
    action(
        "name_outcome",
        &["o"],
        "",
        "Name the outcome by other codes",
        |view, desk| view.ask_part(Part::Outcome, desk),
    ),
    action(
        "chain",
        &["n"],
        "",
        "Say which configuration follows: for which this outcome is the context",
        Configurations::ask_next,
    ),
    action(
        "mark_configuration",
        &["Space", "v"],
        "mark",
        "Mark the configuration, to merge it with others",
        Configurations::mark,
    ),
    action(
        "merge_configurations",
        &["w"],
        "merge",
        "Merge the marked configurations into one",
        Configurations::ask_merge,
    ),
    action(
        "remove_configuration",
        &["x"],
        "",
        "Take the configuration away",
        |view, desk| match view.here() {
            Some(id) => drop(desk.perform(Command::RemoveConfiguration { id })),
            None => desk.say("There is no configuration here"),
        },
    ),
    action(
        "next_configuration",
        &["j", "Down"],
        "",
        "Go to the next configuration",
        |view, _| view.step(1),
    ),
    action(
        "previous_configuration",
        &["k", "Up"],
        "",
        "Go to the configuration before",
        |view, _| view.step(-1),
    ),
    action(
        "configurations_down",
        &["PgDn", "Ctrl-d"],
        "",
        "Go ten rows down",
        |view, _| view.step(10),
    ),
    action(
        "configurations_up",
        &["PgUp", "Ctrl-u"],
        "",
        "Go ten rows up",
        |view, _| view.step(-10),
    ),
    action(
        "first_configuration",
        &["Home", "g g"],
        "",
        "Go to the first configuration",
        |view, _| view.step(-100_000),
    ),
    action(
        "last_configuration",
        &["End", "G"],
        "",
        "Go to the last configuration",
        |view, _| view.step(100_000),
    ),
];

impl Configurations {
    /// Opens the quote in its document.
    pub(super) fn open(&mut self, desk: &mut Desk) {
        match self.quotes(desk.study()).get(self.quote) {
            Some((at, _)) => desk.go(Go::Open(Box::new(Page::Transcript(Box::new(
                Transcript::at(at.document, at.span),
            ))))),
            None => desk.say(format!(
                "It has no quote; in a transcript {} puts one together from the words",
                desk.key("configure")
            )),
        }
    }

    fn mark(&mut self, desk: &mut Desk) {
        let Some(id) = self.here() else { return };
        match self.marked.iter().position(|marked| *marked == id) {
            Some(place) => drop(self.marked.remove(place)),
            None => self.marked.push(id),
        }
        let key = desk.key("merge_configurations");
        desk.say(format!("{} marked; {key} merges them", self.marked.len()));
    }

    fn ask_merge(&mut self, desk: &mut Desk) {
        if self.marked.len() < 2 {
            desk.say(format!(
                "Mark two or more first ({})",
                desk.key("mark_configuration")
            ));
            return;
        }
        let sources = self.marked.clone();
        let study = desk.study();
        let texts = sources
            .iter()
            .filter_map(|id| study.words(study.configuration(*id)?.body.statement?));
        let together = texts.collect::<Vec<_>>().join(" ");
        let parts = vec![Field::new(
            "What they tell together: if … then … because …",
            &together,
            4,
        )];
        desk.ask(
            Form::new(
                "Merge configurations",
                "They stay, listed under the one they become.",
                parts,
                move |page, desk, texts| {
                    let done = desk.perform(Command::MergeConfigurations {
                        sources: sources.clone(),
                        statement: texts[0].clone(),
                    });
                    if let (Page::Configurations(view), true) = (page, done) {
                        view.marked.clear();
                    }
                    done
                },
            )
            .to("merge"),
        );
    }

    fn ask_statement(&mut self, desk: &mut Desk) {
        let study = desk.study();
        let Some(known) = self.here().and_then(|id| study.configuration(id)) else {
            desk.say("There is no configuration here");
            return;
        };
        let earlier = known.body.statement.and_then(|id| study.words(id));
        let [c, m, o] = Part::ALL.map(|part| study.part_name(known, part).to_lowercase());
        let proposed = format!("If {c}, then {o}, because {m}.");
        let (id, body) = (known.id, known.body.clone());
        let about = harmless::one_line(&study.configuration_name(known));
        let parts = vec![Field::new(
            "If … then … because …",
            earlier.unwrap_or(&proposed),
            4,
        )];
        desk.ask(Form::new(
            "What it says",
            &about,
            parts,
            move |_, desk, texts| {
                desk.perform(Command::ChangeConfiguration {
                    id,
                    body: Box::new(body.clone()),
                    statement: Some(texts[0].clone()),
                })
            },
        ));
    }

    fn ask_part(&mut self, part: Part, desk: &mut Desk) {
        let study = desk.study();
        let Some((id, body)) = self
            .here()
            .and_then(|id| study.configuration(id))
            .map(|known| (known.id, known.body.clone()))
        else {
            desk.say("There is no configuration here");
            return;
        };
        let choice = |code: &Code| Choice {
            sign: code.body.kind.glyph().to_string(),
            style: desk.theme.code(&code.body.colour),
            text: harmless::one_line(code.name(&study.language)),
            tag: code.body.tag.clone(),
            note: code.body.kind.name().to_owned(),
            about: harmless::one_line(code.body.definition.say(&study.language)),
            value: Some(code.id),
        };
        let empty = Choice {
            sign: " ".into(),
            style: Style::new(),
            text: "(leave it empty)".into(),
            tag: String::new(),
            note: String::new(),
            about: String::new(),
            value: None,
        };
        let choices = std::iter::once(empty)
            .chain(study.code_tree().into_iter().map(|(_, code)| choice(code)))
            .collect();
        let picker = Picker::new(
            format!("Which codes name the {}?", part.name()),
            choices,
            move |_, desk, picked| {
                let Picked::Some(codes) = picked else { return };
                let mut body = body;
                body.part_mut(part).codes = codes.into_iter().flatten().collect();
                desk.perform(Command::ChangeConfiguration {
                    id,
                    body: Box::new(body),
                    statement: None,
                });
            },
        );
        desk.ask(picker.several());
    }

    fn ask_next(&mut self, desk: &mut Desk) {
        let study = desk.study();
        let Some((id, body)) = self
            .here()
            .and_then(|id| study.configuration(id))
            .map(|known| (known.id, known.body.clone()))
        else {
            desk.say("There is no configuration here");
            return;
        };
        let choice = |number: usize, text: String, value: Option<Id<Configuration>>| Choice {
            sign: if number == 0 {
                " ".into()
            } else {
                number.to_string()
            },
            style: Style::new(),
            text,
            tag: String::new(),
            note: String::new(),
            about: String::new(),
            value,
        };
        let others = study
            .configurations()
            .filter(|other| other.id != id)
            .map(|other| {
                choice(
                    study.configuration_number(other.id),
                    harmless::one_line(&study.configuration_name(other)),
                    Some(other.id),
                )
            });
        let choices = std::iter::once(choice(0, "(nothing follows)".into(), None))
            .chain(others)
            .collect();
        desk.ask(Picker::new(
            "For which one is this outcome the context?",
            choices,
            move |_, desk, picked| {
                let Picked::Some(next) = picked else { return };
                let mut body = body;
                body.next = next.into_iter().next().flatten();
                desk.perform(Command::ChangeConfiguration {
                    id,
                    body: Box::new(body),
                    statement: None,
                });
            },
        ));
    }

    fn ask_polarity(&mut self, desk: &mut Desk) {
        let found = self
            .here()
            .zip(self.quotes(desk.study()).get(self.quote).map(|(at, _)| *at));
        let Some((id, quote)) = found else {
            desk.say("There is no quote to judge");
            return;
        };
        let item = |text: &str, value| Item {
            sign: String::new(),
            style: Style::new(),
            text: text.to_owned(),
            value,
        };
        let mut items: Vec<Item<Option<Polarity>>> = Polarity::ALL
            .map(|polarity| item(polarity.name(), Some(polarity)))
            .into();
        items.push(item("take it away", None));
        desk.ask(Menu::new(
            "What does the quote do to it?",
            items,
            move |_, desk, polarity| {
                desk.perform(Command::TellOfConfiguration {
                    id,
                    quote,
                    polarity,
                });
            },
        ));
    }
}
