//! The evidence view's actions and their default keys. `+` and `-` are on every keyboard; a letter
//! does the same.

use super::{EvidencePane, EvidenceView, layout, verdict};
use crate::study::{Command, Id, Link, Polarity, Study};
use crate::text::sanitize;
use crate::tui::action::{Action, list_moves, view_actions};
use crate::tui::context::{AppCommand, AppContext};
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use crate::tui::route::Route;
use crate::tui::route::ViewKind;
use ratatui::style::Style;

pub const ACTIONS: &[Action] = view_actions![
    EvidenceView,
    ViewKind::Evidence,
    (
        "open_quote",
        &["Enter"],
        "open quote",
        "Open the quote in its document",
        EvidenceView::open,
    ),
    (
        "turn_over",
        &["Tab"],
        "tests/quotes",
        "Switch between the quotes and the tests",
        |view, _| view.turn_over(),
    ),
    (
        "next_link",
        &["l", "Right", ">"],
        "next link",
        "Go to the next link of the theory",
        |view, context| view.next_link(true, context),
    ),
    (
        "previous_link",
        &["h", "Left", "<"],
        "",
        "Go to the previous link",
        |view, context| view.next_link(false, context),
    ),
    (
        "choose_link",
        &["/", "Space"],
        "links",
        "Choose a link by its name",
        EvidenceView::ask_link,
    ),
    (
        "verdict",
        &["v"],
        "verdict",
        "Write a verdict on the link, with the reason",
        verdict::ask,
    ),
    (
        "propose",
        &["p"],
        "",
        "Propose a verdict from quotes and tests; again, edit the proposal",
        layout::ask,
    ),
    (
        "release_quote",
        &["r"],
        "",
        "Release the quote for publication, or withhold it",
        EvidenceView::release,
    ),
    (
        "supports",
        &["+", "s"],
        "",
        "Judge that the quote supports the link",
        |view, context| view.judge(Some(Polarity::Supports), context),
    ),
    (
        "contradicts",
        &["-", "c"],
        "",
        "Judge that the quote contradicts the link",
        |view, context| view.judge(Some(Polarity::Contradicts), context),
    ),
    (
        "nuances",
        &["n"],
        "",
        "Judge that the quote qualifies the link: when, for whom, how far",
        |view, context| view.judge(Some(Polarity::Nuances), context),
    ),
    (
        "unjudged",
        &["0", "x"],
        "",
        "Remove the judgement of the quote",
        |view, context| view.judge(None, context),
    ),
    (
        "copy_quote",
        &["y"],
        "",
        "Copy the quote with its source",
        EvidenceView::copy,
    ),
];

pub const MOVES: &[Action] = list_moves![
    ViewKind::Evidence,
    [
        "next_evidence",
        "previous_evidence",
        "evidence_down",
        "evidence_up",
        "first_evidence",
        "last_evidence"
    ],
    ("quote or test", "quotes or tests"),
    ("five", 5)
];

impl EvidenceView {
    /// Opens the quote in its document.
    pub(super) fn open(&mut self, context: &mut AppContext) {
        match (self.pane, self.quote()) {
            (EvidencePane::Quotes, Some(quote)) => {
                context.send(AppCommand::Open(Route::quote(quote.at)));
            }
            (EvidencePane::Quotes, None) => context.notify("There is no quote to open"),
            (EvidencePane::Tests, _) => context.notify(format!(
                "{} goes to the quotes; {} opens one in its document",
                context.key_for("turn_over"),
                context.key_for("open_quote")
            )),
        }
    }

    /// Records what the selected quote does to the link.
    fn judge(&mut self, polarity: Option<Polarity>, context: &mut AppContext) {
        match (self.pane, self.link(), self.quote()) {
            (EvidencePane::Quotes, Some(link), Some(quote)) => {
                context.perform(Command::Judge {
                    link,
                    quote: quote.at,
                    polarity,
                });
            }
            (EvidencePane::Tests, ..) => {
                context.notify(format!(
                    "{} goes to the quotes; they are judged, and tests are not",
                    context.key_for("turn_over")
                ));
            }
            _ => context.notify("There is no quote to judge"),
        }
    }

    /// Releases the selected quote for publication, or withdraws it.
    fn release(&mut self, context: &mut AppContext) {
        match (self.pane, self.quote()) {
            (EvidencePane::Quotes, Some(quote)) => {
                let (quote, released) = (quote.at, !context.study().is_released(quote.at));
                context.perform(Command::Release { quote, released });
            }
            _ => context.notify(format!(
                "There is no quote to release; {} goes to the quotes",
                context.key_for("turn_over")
            )),
        }
    }

    fn copy(&mut self, context: &mut AppContext) {
        match self.quote() {
            Some(quote) => {
                let text = quote.citation.clone();
                context.notify("Copied the quote with its source");
                context.send(AppCommand::Copy(text));
            }
            None => context.notify("There is no quote to copy"),
        }
    }

    fn ask_link(&mut self, context: &mut AppContext) {
        let choices = link_choices(context.study());
        context.push_layer(Picker::new("Which link?", choices, |view, _, picked| {
            if let (Some(view), Picked::Some(links)) = (view.downcast_mut::<EvidenceView>(), picked)
                && let Some(link) = links.first()
            {
                view.show(*link);
            }
        }));
    }
}

/// All links, those of the latest theory first.
pub fn link_choices(study: &Study) -> Vec<PickerChoice<Id<Link>>> {
    let mut choices: Vec<PickerChoice<Id<Link>>> = Vec::new();
    for theory in study.theories().rev() {
        for link in study.links_of(theory) {
            let verdict = study
                .verdict(link.id)
                .map(|verdict| verdict.conclusion.name())
                .unwrap_or_default();
            let version = sanitize::sanitize_line(&theory.version);
            choices.push(PickerChoice {
                sign: study
                    .code(link.from)
                    .map(|code| code.body.kind.glyph())
                    .unwrap_or(' ')
                    .to_string(),
                style: Style::new(),
                text: sanitize::sanitize_line(&study.link_name(link)),
                tag: String::new(),
                note: if verdict.is_empty() {
                    version
                } else {
                    format!("{verdict} · {version}")
                },
                about: sanitize::sanitize_line(&link.statement),
                other_words: Vec::new(),
                value: link.id,
            });
        }
    }
    choices
}
