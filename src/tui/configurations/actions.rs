//! Actions on configurations and their default keys.

use super::{ConfigurationsView, dialog::ConfigurationDialog};
use crate::study::{Code, Command, Configuration, Id, Polarity, configuration::ConfigurationPart};
use crate::text::sanitize;
use crate::tui::route::Route;
use crate::tui::route::ViewKind;
use crate::tui::{
    action::{Action, list_moves, view_actions},
    context::{AppCommand, AppContext},
    layer::{
        form::{FormDialog, FormField as Field},
        menu::{Menu, MenuItem},
        picker::{Picked, Picker, PickerChoice},
    },
};
use ratatui::style::Style;

pub const ACTIONS: &[Action] = view_actions![
    ConfigurationsView,
    ViewKind::Configurations,
    (
        "add_configuration",
        &["a"],
        "new",
        "Add a configuration: C, M and O in turn",
        |_, context| {
            let ask = ConfigurationDialog::new(None, context);
            context.push_layer(ask);
        },
    ),
    (
        "open_told",
        &["Enter"],
        "open quote",
        "Open the quote of the configuration in its document",
        ConfigurationsView::open,
    ),
    (
        "next_told",
        &["Tab", ">"],
        "",
        "Go to the next quote of the configuration",
        |view, _| view.quote += 1,
    ),
    (
        "previous_told",
        &["<"],
        "",
        "Go to the previous quote",
        |view, _| view.quote = view.quote.saturating_sub(1),
    ),
    (
        "judge_told",
        &["p"],
        "",
        "Judge what the quote does to the configuration",
        ConfigurationsView::ask_polarity,
    ),
    (
        "write_statement",
        &["s"],
        "statement",
        "Write the statement: if … then … because …",
        ConfigurationsView::ask_statement,
    ),
    (
        "name_context",
        &["c"],
        "",
        "Change the codes of the context",
        |view, context| view.ask_part(ConfigurationPart::Context, context),
    ),
    (
        "name_mechanism",
        &["m"],
        "",
        "Change the codes of the mechanism",
        |view, context| view.ask_part(ConfigurationPart::Mechanism, context),
    ),
    (
        "name_outcome",
        &["o"],
        "",
        "Change the codes of the outcome",
        |view, context| view.ask_part(ConfigurationPart::Outcome, context),
    ),
    (
        "chain",
        &["n"],
        "",
        "Choose the next configuration, whose context is this outcome",
        ConfigurationsView::ask_next,
    ),
    (
        "mark_configuration",
        &["Space", "v"],
        "mark",
        "Mark the configuration, to merge it with others",
        ConfigurationsView::mark,
    ),
    (
        "merge_configurations",
        &["w"],
        "merge",
        "Merge the marked configurations into one",
        ConfigurationsView::ask_merge,
    ),
    (
        "remove_configuration",
        &["x"],
        "",
        "Remove the configuration",
        |view, context| match view.selected_configuration() {
            Some(id) => drop(context.perform(Command::RemoveConfiguration { id })),
            None => context.notify("There is no configuration here"),
        },
    ),
];

pub const MOVES: &[Action] = list_moves![
    ViewKind::Configurations,
    [
        "next_configuration",
        "previous_configuration",
        "configurations_down",
        "configurations_up",
        "first_configuration",
        "last_configuration"
    ],
    ("configuration", "rows"),
    ("ten", 10)
];

impl ConfigurationsView {
    /// Opens the quote in its document.
    pub(super) fn open(&mut self, context: &mut AppContext) {
        match self.quotes(context.study()).get(self.quote) {
            Some((at, _)) => context.send(AppCommand::Open(Route::quote(*at))),
            None => context.notify(format!(
                "It has no quotes; in a transcript {} adds a configuration from the selected words",
                context.key_for("configure")
            )),
        }
    }

    fn mark(&mut self, context: &mut AppContext) {
        let Some(id) = self.selected_configuration() else {
            return;
        };
        match self.marked.iter().position(|marked| *marked == id) {
            Some(place) => drop(self.marked.remove(place)),
            None => self.marked.push(id),
        }
        let key = context.key_for("merge_configurations");
        context.notify(format!("{} marked; {key} merges them", self.marked.len()));
    }

    fn ask_merge(&mut self, context: &mut AppContext) {
        if self.marked.len() < 2 {
            context.notify(format!(
                "Mark two or more first ({})",
                context.key_for("mark_configuration")
            ));
            return;
        }
        let sources = self.marked.clone();
        let study = context.study();
        let texts = sources
            .iter()
            .filter_map(|id| study.words(study.configuration(*id)?.body.statement?));
        let together = texts.collect::<Vec<_>>().join(" ");
        let parts = vec![Field::new(
            "Their joint statement: if … then … because …",
            &together,
            4,
        )];
        context.push_layer(
            FormDialog::new(
                "Merge configurations",
                "They stay, listed under the new one.",
                parts,
                move |view, context, texts| {
                    let done = context.perform(Command::MergeConfigurations {
                        sources: sources.clone(),
                        statement: texts[0].clone(),
                    });
                    if let (Some(view), true) = (view.downcast_mut::<ConfigurationsView>(), done) {
                        view.marked.clear();
                    }
                    done
                },
            )
            .with_verb("merge"),
        );
    }

    fn ask_statement(&mut self, context: &mut AppContext) {
        let study = context.study();
        let Some(known) = self
            .selected_configuration()
            .and_then(|id| study.configuration(id))
        else {
            context.notify("There is no configuration here");
            return;
        };
        let earlier = known.body.statement.and_then(|id| study.words(id));
        let [c, m, o] =
            ConfigurationPart::ALL.map(|part| study.part_name(known, part).to_lowercase());
        let proposed = format!("If {c}, then {o}, because {m}.");
        let (id, body) = (known.id, known.body.clone());
        let about = sanitize::sanitize_line(&study.configuration_name(known));
        let parts = vec![Field::new(
            "If … then … because …",
            earlier.unwrap_or(&proposed),
            4,
        )];
        context.push_layer(FormDialog::new(
            "Statement",
            &about,
            parts,
            move |_, context, texts| {
                context.perform(Command::ChangeConfiguration {
                    id,
                    body: Box::new(body.clone()),
                    statement: Some(texts[0].clone()),
                })
            },
        ));
    }

    fn ask_part(&mut self, part: ConfigurationPart, context: &mut AppContext) {
        let study = context.study();
        let Some((id, body)) = self
            .selected_configuration()
            .and_then(|id| study.configuration(id))
            .map(|known| (known.id, known.body.clone()))
        else {
            context.notify("There is no configuration here");
            return;
        };
        let choice = |code: &Code| PickerChoice {
            sign: code.body.kind.glyph().to_string(),
            style: context.theme.code(&code.body.colour),
            text: sanitize::sanitize_line(code.name(&study.language)),
            tag: code.body.tag.clone(),
            note: code.body.kind.name().to_owned(),
            about: sanitize::sanitize_line(code.body.definition.in_language(&study.language)),
            other_words: Vec::new(),
            value: Some(code.id),
        };
        let empty = PickerChoice {
            sign: " ".into(),
            style: Style::new(),
            text: "(leave it empty)".into(),
            tag: String::new(),
            note: String::new(),
            about: String::new(),
            other_words: Vec::new(),
            value: None,
        };
        let choices = std::iter::once(empty)
            .chain(study.code_tree().into_iter().map(|(_, code)| choice(code)))
            .collect();
        let picker = Picker::new(
            format!("Which codes are the {}?", part.name()),
            choices,
            move |_, context, picked| {
                let Picked::Some(codes) = picked else { return };
                let mut body = body;
                body.part_mut(part).codes = codes.into_iter().flatten().collect();
                context.perform(Command::ChangeConfiguration {
                    id,
                    body: Box::new(body),
                    statement: None,
                });
            },
        );
        context.push_layer(picker.several());
    }

    fn ask_next(&mut self, context: &mut AppContext) {
        let study = context.study();
        let Some((id, body)) = self
            .selected_configuration()
            .and_then(|id| study.configuration(id))
            .map(|known| (known.id, known.body.clone()))
        else {
            context.notify("There is no configuration here");
            return;
        };
        let choice = |number: usize, text: String, value: Option<Id<Configuration>>| PickerChoice {
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
            other_words: Vec::new(),
            value,
        };
        let others = study
            .configurations()
            .filter(|other| other.id != id)
            .map(|other| {
                choice(
                    study.configuration_number(other.id),
                    sanitize::sanitize_line(&study.configuration_name(other)),
                    Some(other.id),
                )
            });
        let choices = std::iter::once(choice(0, "(nothing follows)".into(), None))
            .chain(others)
            .collect();
        context.push_layer(Picker::new(
            "Which configuration has this outcome as its context?",
            choices,
            move |_, context, picked| {
                let Picked::Some(next) = picked else { return };
                let mut body = body;
                body.next = next.into_iter().next().flatten();
                context.perform(Command::ChangeConfiguration {
                    id,
                    body: Box::new(body),
                    statement: None,
                });
            },
        ));
    }

    fn ask_polarity(&mut self, context: &mut AppContext) {
        let found = self.selected_configuration().zip(
            self.quotes(context.study())
                .get(self.quote)
                .map(|(at, _)| *at),
        );
        let Some((id, quote)) = found else {
            context.notify("There is no quote to judge");
            return;
        };
        let item = |text: &str, value| MenuItem {
            sign: String::new(),
            style: Style::new(),
            text: text.to_owned(),
            value,
        };
        let mut items: Vec<MenuItem<Option<Polarity>>> = Polarity::ALL
            .map(|polarity| item(polarity.name(), Some(polarity)))
            .into();
        items.push(item("remove it", None));
        context.push_layer(Menu::new(
            "What does the quote do to it?",
            items,
            move |_, context, polarity| {
                context.perform(Command::TellOfConfiguration {
                    id,
                    quote,
                    polarity,
                });
            },
        ));
    }
}
