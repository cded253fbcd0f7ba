//! Notes on a quote: its condensation, a memo, what it does to a link of the theory; and copying it
//! with its source.

use super::TranscriptView;
use crate::study::{
    Code, Command, Id, Link, Polarity, Quote, event::MemoTarget, quote::CodedText, theory::QuoteAt,
};
use crate::text::sanitize;
use crate::tui::{
    configurations::dialog::ConfigurationDialog,
    context::{AppCommand, AppContext},
    layer::{
        form::{FormDialog, FormField},
        menu::{Menu, MenuItem},
    },
};
use ratatui::style::Style;

/// Rows of a field for longer text.
const LONG: u16 = 4;

impl TranscriptView {
    /// What a memo or a condensation is about: the selection, else the current quote, else the
    /// sentence.
    fn subject(&self) -> QuoteAt {
        let span = self
            .selection()
            .selected
            .or_else(|| self.current_quote())
            .unwrap_or_else(|| self.target());
        QuoteAt {
            document: self.document,
            span,
        }
    }

    /// Edits the condensation.
    pub(super) fn ask_condensation(&mut self, context: &mut AppContext) {
        ask_condensation(self.subject(), context);
    }

    /// Edits the memo.
    pub(super) fn ask_memo(&mut self, context: &mut AppContext) {
        let quote = self.subject();
        let on = MemoTarget::Quote(quote);
        let parts = vec![FormField::new(
            "Memo",
            context.study().memo(on).unwrap_or(""),
            LONG + 2,
        )];
        context.push_layer(FormDialog::new(
            "Memo on these words",
            quote.span.text(&self.text),
            parts,
            move |_, context, texts| {
                context.perform(Command::SetMemo {
                    on,
                    text: texts[0].clone(),
                })
            },
        ));
    }

    /// Asks what the quote does to a link that has codes of the quote at both ends.
    pub(super) fn ask_polarity(&mut self, context: &mut AppContext) {
        let quote = self.subject();
        let study = context.study();
        let Some(theory) = study.theory() else {
            context.notify(context.no_theory());
            return;
        };
        let here: Vec<Id<Code>> = self
            .codings
            .meeting(quote.span)
            .into_iter()
            .map(|mark| self.codings.badge(mark).id)
            .collect();
        let carries = |end: Id<Code>| study.subtree(end).iter().any(|code| here.contains(code));
        let links: Vec<MenuItem<Id<Link>>> = study
            .links_of(theory)
            .filter(|link| carries(link.from) && carries(link.to))
            .map(|link| MenuItem {
                sign: study
                    .polarity(link.id, quote)
                    .map_or_else(|| "·".into(), |now| now.sign().to_string()),
                style: Style::new(),
                text: sanitize::sanitize_line(&study.link_name(link)),
                value: link.id,
            })
            .collect();
        match links.as_slice() {
            [] => context.notify("These words are not about a link: first code both ends of one, e.g. its mechanism and its outcome"),
            [only] => ask_sign(only.value, quote, context),
            _ => context.push_layer(Menu::new("Which link are these words about?", links, move |_, context, link| ask_sign(link, quote, context))),
        }
    }

    /// Asks for the configuration told in these words.
    pub(super) fn ask_configuration(&mut self, context: &mut AppContext) {
        let ask = ConfigurationDialog::new(Some(self.subject()), context);
        context.push_layer(ask);
    }

    /// Copies the quote with speaker and source.
    pub(super) fn copy(&mut self, context: &mut AppContext) {
        let Some(document) = context.study().document(self.document) else {
            return;
        };
        let quote = CodedText::new(context.study(), document).quote(self.subject().span);
        let text = citation(&quote);
        context.notify("Copied the quote with its source");
        context.send(AppCommand::Copy(text));
    }
}

/// Edits the condensation of a quote.
pub fn ask_condensation(quote: QuoteAt, context: &mut AppContext) {
    let study = context.study();
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
        FormField::new("Condensed: the meaning in a short sentence", text, LONG),
        FormField::new("Central theme", theme, 1).with_suggestions(themes),
    ];
    let words = study
        .document(quote.document)
        .map_or("", |document| quote.span.text(&document.text));
    let form = FormDialog::new("Condense", words, parts, move |_, context, texts| {
        context.perform(Command::Condense {
            quote,
            text: texts[0].clone(),
            theme: texts[1].clone(),
        })
    });
    context.push_layer(form);
}

/// Asks what a quote does to a link.
fn ask_sign(link: Id<Link>, quote: QuoteAt, context: &mut AppContext) {
    let mut items: Vec<MenuItem<Option<Polarity>>> = Polarity::ALL
        .into_iter()
        .map(|polarity| MenuItem {
            sign: polarity.sign().to_string(),
            style: Style::new(),
            text: polarity.name().to_owned(),
            value: Some(polarity),
        })
        .collect();
    items.push(MenuItem {
        sign: "·".into(),
        style: Style::new(),
        text: "takes no side (remove)".into(),
        value: None,
    });
    let title = context
        .study()
        .link(link)
        .map_or_else(String::new, |known| {
            sanitize::sanitize_line(&context.study().link_name(known))
        });
    context.push_layer(Menu::new(title, items, move |_, context, polarity| {
        context.perform(Command::Judge {
            link,
            quote,
            polarity,
        });
    }));
}

/// Words, speaker and source: a quote as pasted into a report.
pub fn citation(quote: &Quote<'_>) -> String {
    let who = quote.speaker();
    format!(
        "“{}” ({who}, {}, turn {})",
        quote.words(),
        quote.document.body.title,
        quote.turn + 1
    )
}
