//! What one writes about a quote: its condensation, a memo, what it does to a
//! link of the theory; and copying it with its source.

use super::Transcript;
use crate::study::{
    Code, Command, Id, Link, Polarity, Quote, event::Target, quote::CodedText, theory::QuoteAt,
};
use crate::text::harmless;
use crate::tui::{
    configurations::ask::Ask,
    desk::{Desk, Go},
    layer::{
        form::{Form, Part},
        menu::{Item, Menu},
    },
};
use ratatui::style::Style;

/// Rows for a text that is more than a few words.
const LONG: u16 = 4;

impl Transcript {
    /// What a memo or a condensation is about: what is selected, else the quote
    /// one stands on, else the sentence.
    fn subject(&self) -> QuoteAt {
        let span = self
            .selection()
            .chosen
            .or_else(|| self.quote_here())
            .unwrap_or_else(|| self.target());
        QuoteAt {
            document: self.document,
            span,
        }
    }

    /// Opens the condensation to write.
    pub(super) fn ask_condensation(&mut self, desk: &mut Desk) {
        ask_condensation(self.subject(), desk);
    }

    /// Opens the memo to write.
    pub(super) fn ask_memo(&mut self, desk: &mut Desk) {
        let quote = self.subject();
        let on = Target::Quote(quote);
        let parts = vec![Part::new(
            "Memo",
            desk.study().memo(on).unwrap_or(""),
            LONG + 2,
        )];
        desk.ask(Form::new(
            "Memo on these words",
            quote.span.text(&self.text),
            parts,
            move |_, desk, texts| {
                desk.perform(Command::SetMemo {
                    on,
                    text: texts[0].clone(),
                })
            },
        ));
    }

    /// Asks what the quote does to a link whose two ends it carries.
    pub(super) fn ask_polarity(&mut self, desk: &mut Desk) {
        let quote = self.subject();
        let study = desk.study();
        let Some(theory) = study.theory() else {
            desk.say(desk.no_theory());
            return;
        };
        let here: Vec<Id<Code>> = self
            .coded
            .meeting(quote.span)
            .into_iter()
            .map(|mark| self.coded.ink(mark).id)
            .collect();
        let carries = |end: Id<Code>| study.subtree(end).iter().any(|code| here.contains(code));
        let links: Vec<Item<Id<Link>>> = study
            .links_of(theory)
            .filter(|link| carries(link.from) && carries(link.to))
            .map(|link| Item {
                sign: study
                    .polarity(link.id, quote)
                    .map_or_else(|| "·".into(), |now| now.sign().to_string()),
                style: Style::new(),
                text: harmless::one_line(&study.link_name(link)),
                value: link.id,
            })
            .collect();
        match links.as_slice() {
            [] => desk.say("These words carry no link: code both ends of one first, e.g. its mechanism and its outcome"),
            [only] => ask_sign(only.value, quote, desk),
            _ => desk.ask(Menu::new("What do these words speak of?", links, move |_, desk, link| ask_sign(link, quote, desk))),
        }
    }

    /// Asks for the configuration that the words tell.
    pub(super) fn ask_configuration(&mut self, desk: &mut Desk) {
        let ask = Ask::new(Some(self.subject()), desk);
        desk.ask(ask);
    }

    /// Copies the quote with who said it and where.
    pub(super) fn copy(&mut self, desk: &mut Desk) {
        let Some(document) = desk.study().document(self.document) else {
            return;
        };
        let quote = CodedText::new(desk.study(), document).quote(self.subject().span);
        let text = citation(&quote);
        desk.say("Copied the quote with its source");
        desk.go(Go::Copy(text));
    }
}

/// Opens the condensation of a quote to write.
pub fn ask_condensation(quote: QuoteAt, desk: &mut Desk) {
    let study = desk.study();
    let known = study.condensation(quote);
    let text = known
        .and_then(|known| study.words(known.content))
        .unwrap_or("");
    let theme = known.map_or("", |known| known.theme.as_str());
    let mut themes: Vec<String> = study
        .condensations()
        .map(|(_, known)| known.theme.clone())
        .filter(|theme| !theme.is_empty())
        .collect();
    themes.sort_unstable();
    themes.dedup();
    let parts = vec![
        Part::new("Condensed: the meaning in a short sentence", text, LONG),
        Part::new("Central theme", theme, 1).offering(themes),
    ];
    let words = study
        .document(quote.document)
        .map_or("", |document| quote.span.text(&document.text));
    let form = Form::new("Condense", words, parts, move |_, desk, texts| {
        desk.perform(Command::Condense {
            quote,
            text: texts[0].clone(),
            theme: texts[1].clone(),
        })
    });
    desk.ask(form);
}

/// Asks what a quote does to a link.
fn ask_sign(link: Id<Link>, quote: QuoteAt, desk: &mut Desk) {
    let mut items: Vec<Item<Option<Polarity>>> = Polarity::ALL
        .into_iter()
        .map(|polarity| Item {
            sign: polarity.sign().to_string(),
            style: Style::new(),
            text: polarity.name().to_owned(),
            value: Some(polarity),
        })
        .collect();
    items.push(Item {
        sign: "·".into(),
        style: Style::new(),
        text: "takes no side (remove)".into(),
        value: None,
    });
    let title = desk.study().link(link).map_or_else(String::new, |known| {
        harmless::one_line(&desk.study().link_name(known))
    });
    desk.ask(Menu::new(title, items, move |_, desk, polarity| {
        desk.perform(Command::Judge {
            link,
            quote,
            polarity,
        });
    }));
}

/// Words, who said them and where: a quote as it is pasted into a report.
#[must_use]
pub fn citation(quote: &Quote<'_>) -> String {
    let who = quote.voice();
    format!(
        "“{}” ({who}, {}, turn {})",
        quote.words(),
        quote.document.body.title,
        quote.turn + 1
    )
}
