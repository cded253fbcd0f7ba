//! What can be done with the evidence of a link, with the keys it has from the
//! start. `+` and `-` stand on every keyboard; a letter does the same.

use super::{Evidence, Side, proposal, verdict};
use crate::study::{Command, Id, Link, Polarity, Study};
use crate::text::harmless;
use crate::tui::{
    action::{Action, Run},
    desk::{Desk, Go},
    layer::picker::{Choice, Picked, Picker},
    transcript::Transcript,
    view::Page,
};
use ratatui::style::Style;

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Evidence, &mut Desk),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: Run::Evidence(run),
    }
}

/// The table.
pub const ACTIONS: &[Action] = &[
    action(
        "open_quote",
        &["Enter"],
        "open quote",
        "Open the quote in its document",
        Evidence::open,
    ),
    action(
        "turn_over",
        &["Tab"],
        "tests/quotes",
        "Go from the quotes to the tests and back",
        |view, _| view.turn_over(),
    ),
    action(
        "next_link",
        &["l", "Right", ">"],
        "next link",
        "Go to the next link of the theory",
        |view, desk| view.beside(true, desk),
    ),
    action(
        "previous_link",
        &["h", "Left", "<"],
        "",
        "Go to the link before",
        |view, desk| view.beside(false, desk),
    ),
    action(
        "choose_link",
        &["/", "Space"],
        "links",
        "Choose a link by its name",
        Evidence::ask_link,
    ),
    action(
        "verdict",
        &["v"],
        "verdict",
        "Conclude something of the link, with the reason",
        verdict::ask,
    ),
    action(
        "propose",
        &["p"],
        "",
        "Propose a verdict from quotes and tests; again, take the proposal over to edit it",
        proposal::ask,
    ),
    action(
        "release_quote",
        &["r"],
        "",
        "Say that the quote may be published, or that it may not",
        Evidence::release,
    ),
    action(
        "supports",
        &["+", "s"],
        "",
        "Say that the quote supports the link",
        |view, desk| view.judge(Some(Polarity::Supports), desk),
    ),
    action(
        "contradicts",
        &["-", "c"],
        "",
        "Say that the quote contradicts the link",
        |view, desk| view.judge(Some(Polarity::Contradicts), desk),
    ),
    action(
        "nuances",
        &["n"],
        "",
        "Say that the quote nuances the link: when, for whom, how far",
        |view, desk| view.judge(Some(Polarity::Nuances), desk),
    ),
    action(
        "unjudged",
        &["0", "x"],
        "",
        "Take the judgement of the quote back",
        |view, desk| view.judge(None, desk),
    ),
    action(
        "copy_quote",
        &["y"],
        "",
        "Copy the quote with who said it and where",
        Evidence::copy,
    ),
    action(
        "next_evidence",
        &["j", "Down"],
        "",
        "Go to the next quote or test",
        |view, _| view.list().step(1),
    ),
    action(
        "previous_evidence",
        &["k", "Up"],
        "",
        "Go to the quote or test before",
        |view, _| view.list().step(-1),
    ),
    action(
        "evidence_down",
        &["PgDn", "Ctrl-d"],
        "",
        "Go five quotes or tests down",
        |view, _| view.list().step(5),
    ),
    action(
        "evidence_up",
        &["PgUp", "Ctrl-u"],
        "",
        "Go five quotes or tests up",
        |view, _| view.list().step(-5),
    ),
    action(
        "first_evidence",
        &["Home", "g g"],
        "",
        "Go to the first quote or test",
        |view, _| view.list().go(0),
    ),
    action(
        "last_evidence",
        &["End", "G"],
        "",
        "Go to the last quote or test",
        |view, _| view.list().step(isize::MAX / 2),
    ),
];

impl Evidence {
    /// Opens the quote in its document.
    pub(super) fn open(&mut self, desk: &mut Desk) {
        match (self.side, self.quote()) {
            (Side::Quotes, Some(quote)) => {
                let page = Transcript::at(quote.at.document, quote.at.span);
                desk.go(Go::Open(Box::new(Page::Transcript(Box::new(page)))));
            }
            (Side::Quotes, None) => desk.say("There is no quote to open"),
            (Side::Tests, _) => desk.say(format!(
                "{} goes to the quotes; {} opens one in its document",
                desk.key("turn_over"),
                desk.key("open_quote")
            )),
        }
    }

    /// Says what the quote one stands on does to the link.
    fn judge(&mut self, polarity: Option<Polarity>, desk: &mut Desk) {
        match (self.side, self.link(), self.quote()) {
            (Side::Quotes, Some(link), Some(quote)) => {
                desk.perform(Command::Judge {
                    link,
                    quote: quote.at,
                    polarity,
                });
            }
            (Side::Tests, ..) => {
                desk.say(format!(
                    "{} goes to the quotes; they are judged, and tests are not",
                    desk.key("turn_over")
                ));
            }
            _ => desk.say("There is no quote to judge"),
        }
    }

    /// Releases the quote one stands on for publication, or withholds it again.
    fn release(&mut self, desk: &mut Desk) {
        match (self.side, self.quote()) {
            (Side::Quotes, Some(quote)) => {
                let (quote, released) = (quote.at, !desk.study().is_released(quote.at));
                desk.perform(Command::Release { quote, released });
            }
            _ => desk.say(format!(
                "There is no quote to release; {} goes to the quotes",
                desk.key("turn_over")
            )),
        }
    }

    fn copy(&mut self, desk: &mut Desk) {
        match self.quote() {
            Some(quote) => {
                let text = quote.citation.clone();
                desk.say("Copied the quote with its source");
                desk.go(Go::Copy(text));
            }
            None => desk.say("There is no quote to copy"),
        }
    }

    fn ask_link(&mut self, desk: &mut Desk) {
        let choices = link_choices(desk.study());
        desk.ask(Picker::new("Which link?", choices, |page, _, picked| {
            if let (Page::Evidence(view), Picked::Some(links)) = (page, picked)
                && let Some(link) = links.first()
            {
                view.show(*link);
            }
        }));
    }
}

/// Every link to choose from, those of the latest theory first.
pub fn link_choices(study: &Study) -> Vec<Choice<Id<Link>>> {
    let mut choices: Vec<Choice<Id<Link>>> = Vec::new();
    for theory in study.theories().rev() {
        for link in study.links_of(theory) {
            let verdict = study
                .verdict(link.id)
                .map(|verdict| verdict.conclusion.name())
                .unwrap_or_default();
            let version = harmless::one_line(&theory.version);
            choices.push(Choice {
                sign: study
                    .code(link.from)
                    .map(|code| code.body.kind.glyph())
                    .unwrap_or(' ')
                    .to_string(),
                style: Style::new(),
                text: harmless::one_line(&study.link_name(link)),
                tag: String::new(),
                note: if verdict.is_empty() {
                    version
                } else {
                    format!("{verdict} · {version}")
                },
                about: harmless::one_line(&link.statement),
                value: link.id,
            });
        }
    }
    choices
}
