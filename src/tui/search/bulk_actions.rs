//! Actions on many passages at once: each is one change of the study, or one export.

use super::SearchView;
use crate::export;
use crate::search::{CodingExtent, CodingPlan, Passage, SearchScope};
use crate::study::{
    Code, Coding, Command, Id, Link, Polarity, Quote, Study, quote::CodedText, theory::QuoteAt,
};
use crate::text::{number, sanitize};
use crate::tui::{
    context::{AppCommand, AppContext},
    interviewers,
    layer::{
        menu::{Menu, MenuItem},
        picker::{Picked, Picker, PickerChoice},
        save::{self, TableExport},
    },
    transcript,
    view::View,
};
use ratatui::style::Style;

impl SearchView {
    /// The passages to act on; tells the user if there are none.
    fn passages_for(&self, what: &str, context: &mut AppContext) -> Option<Vec<Passage>> {
        let selected = self.selected_or_current();
        if selected.is_empty() {
            context.notify(format!("There is no passage to {what}"));
            return None;
        }
        Some(selected)
    }
}

/// Asks how much of each passage to code, where there is a choice, and then for the codes.
pub fn code(view: &mut SearchView, context: &mut AppContext) {
    let Some(passages) = view.passages_for("code", context) else {
        return;
    };
    let of_turns =
        view.shown_response.as_ref().and_then(|found| found.scope) == Some(SearchScope::Turns);
    let asks_words = passages.iter().any(|passage| !passage.matches.is_empty());
    if !of_turns || !asks_words {
        return ask_codes(passages, CodingExtent::Passage, context);
    }
    let item = |(text, value): (&str, CodingExtent)| MenuItem {
        sign: String::new(),
        style: Style::new(),
        text: text.to_owned(),
        value,
    };
    let reaches = [
        ("Sentences that contain the words", CodingExtent::Sentence),
        ("Turns in full", CodingExtent::Turn),
        ("Words only", CodingExtent::Match),
    ];
    context.push_layer(Menu::new(
        "Code how much of each?",
        reaches.map(item).into(),
        move |_, context, reach| ask_codes(passages, reach, context),
    ));
}

fn ask_codes(passages: Vec<Passage>, reach: CodingExtent, context: &mut AppContext) {
    let quotes = reach.of(context.study(), &passages);
    let noun = match reach {
        CodingExtent::Sentence => "sentence",
        CodingExtent::Match => "place",
        CodingExtent::Turn | CodingExtent::Passage => "passage",
    };
    interviewers::ask(quotes, noun, context, move |context, quotes| {
        ask_code_of(quotes, noun, context)
    });
}

fn ask_code_of(quotes: Vec<QuoteAt>, noun: &'static str, context: &mut AppContext) {
    let title = format!("Code {}", number::count_noun(quotes.len(), noun));
    let picker = Picker::new(
        title,
        transcript::choices(context, &[]),
        move |view, context, picked| {
            let Picked::Some(codes) = picked else { return };
            let coder = context.session().author().coder.clone();
            let CodingPlan {
                quotes,
                already_coded: coded,
            } = CodingPlan::of(context.study(), quotes, &codes, &coder);
            if quotes.is_empty() {
                context.notify(format!(
                    "Nothing to code: {} already coded that way",
                    number::count_noun(coded, noun)
                ));
                return;
            }
            let fresh = quotes.len();
            if context.perform(Command::ApplyEach {
                quotes,
                codes: codes.clone(),
            }) {
                let left = if coded > 0 {
                    format!("; {coded} more are already coded that way")
                } else {
                    String::new()
                };
                context.remember_used_codes(&codes);
                let names: Vec<&str> = codes
                    .iter()
                    .map(|code| context.study().code_name(*code))
                    .collect();
                let message = format!(
                    "Coded {} as {}{left}",
                    number::count_noun(fresh, noun),
                    names.join(" + ")
                );
                done(view, message, context);
            }
        },
    );
    context.push_layer(picker.several());
}

/// Reports what was done and clears the selection.
fn done(view: &mut dyn View, message: String, context: &mut AppContext) {
    if let Some(view) = view.downcast_mut::<SearchView>() {
        view.selection.clear();
    }
    context.notify(format!("{message}; {} undoes it", context.key_for("undo")));
}

/// Asks which code of the selected quotes to replace, and by which.
pub fn recode(view: &mut SearchView, context: &mut AppContext) {
    let Some(passages) = view.passages_for("recode", context) else {
        return;
    };
    let study = context.study();
    let codings: Vec<&Coding> = passages
        .iter()
        .flat_map(|passage| study.codings_at(passage.document, passage.span))
        .collect();
    let mut choices = transcript::choices(context, &[]);
    choices.retain(|choice| codings.iter().any(|coding| coding.code == choice.value));
    if choices.is_empty() {
        context
            .notify("None of these words is coded by itself: search for quotes, such as code:NAME");
        return;
    }
    for choice in &mut choices {
        choice.note = codings
            .iter()
            .filter(|coding| coding.code == choice.value)
            .count()
            .to_string();
    }
    let codings: Vec<Coding> = codings.into_iter().cloned().collect();
    context.push_layer(Picker::new(
        "Which code should be changed?",
        choices,
        move |_, context, picked| {
            if let Picked::Some(codes) = picked
                && let [from] = codes[..]
            {
                ask_instead(
                    codings
                        .into_iter()
                        .filter(|coding| coding.code == from)
                        .collect(),
                    from,
                    context,
                );
            }
        },
    ));
}

fn ask_instead(codings: Vec<Coding>, from: Id<Code>, context: &mut AppContext) {
    let name = sanitize::sanitize_line(context.study().code_name(from));
    let title = format!(
        "Instead of {name}, for {}",
        number::count_noun(codings.len(), "coding")
    );
    let mut choices = transcript::choices(context, &[]);
    choices.retain(|choice| choice.value != from);
    context.push_layer(Picker::new(title, choices, move |view, context, picked| {
        let Picked::Some(codes) = picked else { return };
        if let [code] = codes[..]
            && context.perform(Command::Recode {
                codings: codings.iter().map(|coding| coding.id).collect(),
                code,
            })
        {
            context.remember_used_codes(&codes);
            done(view, context.messages.last().to_string(), context);
        }
    }));
}

/// Asks for a link, and for what the selected quotes do to it.
pub fn judge(view: &mut SearchView, context: &mut AppContext) {
    let Some(passages) = view.passages_for("attach to a link", context) else {
        return;
    };
    let study = context.study();
    let Some(theory) = study.theory() else {
        context.notify(context.no_theory());
        return;
    };
    let quotes: Vec<QuoteAt> = passages.iter().map(super::place).collect();
    let choice = |link: &Link| {
        let judged = quotes
            .iter()
            .filter(|quote| study.polarity(link.id, **quote).is_some())
            .count();
        PickerChoice {
            sign: String::new(),
            style: Style::new(),
            text: sanitize::sanitize_line(&study.link_name(link)),
            tag: String::new(),
            note: if judged > 0 {
                format!("{judged} judged")
            } else {
                String::new()
            },
            about: sanitize::sanitize_line(&link.statement),
            other_words: Vec::new(),
            value: link.id,
        }
    };
    let links: Vec<PickerChoice<Id<Link>>> = study.links_of(theory).map(choice).collect();
    if links.is_empty() {
        context.notify("The theory has no link yet");
        return;
    }
    let title = format!(
        "Which link are {} about?",
        number::count_noun(quotes.len(), "passage")
    );
    context.push_layer(Picker::new(title, links, move |_, context, picked| {
        if let Picked::Some(links) = picked
            && let [link] = links[..]
        {
            ask_polarity(quotes, link, context);
        }
    }));
}

fn ask_polarity(quotes: Vec<QuoteAt>, link: Id<Link>, context: &mut AppContext) {
    let name = context
        .study()
        .link(link)
        .map_or_else(String::new, |known| {
            sanitize::sanitize_line(&context.study().link_name(known))
        });
    let item = |polarity: Polarity| MenuItem {
        sign: polarity.sign().to_string(),
        style: Style::new(),
        text: polarity.name().to_owned(),
        value: Some(polarity),
    };
    let mut items: Vec<MenuItem<Option<Polarity>>> = Polarity::ALL.into_iter().map(item).collect();
    items.push(MenuItem {
        sign: "·".into(),
        style: Style::new(),
        text: "takes no side (remove)".into(),
        value: None,
    });
    context.push_layer(Menu::new(
        name.clone(),
        items,
        move |view, context, polarity| {
            if context.perform(Command::JudgeEach {
                link,
                quotes,
                polarity,
            }) {
                done(view, context.messages.last().to_string(), context);
            }
        },
    ));
}

/// Copies the selected passages as quotes with their sources.
pub fn copy(view: &mut SearchView, context: &mut AppContext) {
    let Some(passages) = view.passages_for("copy", context) else {
        return;
    };
    let citations: Vec<String> = quotes(context.study(), &passages)
        .iter()
        .map(transcript::citation)
        .collect();
    context.notify(match citations.len() {
        1 => "Copied the passage with its source".to_owned(),
        count => format!("Copied {count} passages with their sources"),
    });
    context.send(AppCommand::Copy(citations.join("\n\n")));
}

/// Asks for a file for the selected passages, or for all if none are selected.
pub fn export(view: &mut SearchView, context: &mut AppContext) {
    if view.passages().is_empty() {
        context.notify("There are no passages to export");
        return;
    }
    let passages = if view.selection.is_empty() {
        view.passages().to_vec()
    } else {
        view.selected_or_current()
    };
    let quotes = quotes(context.study(), &passages);
    let table = export::quotes::quotes(context.privacy_filter(), &quotes);
    save::ask(
        TableExport {
            name: "the passages",
            suffix: "passages",
            row: "passage",
            make: Box::new(|_, _| Ok(table)),
        },
        context,
    );
}

/// Passages as quotes, with their documents and codes resolved.
fn quotes<'a>(study: &'a Study, passages: &[Passage]) -> Vec<Quote<'a>> {
    let quote = |passage: &Passage| {
        Some(CodedText::new(study, study.document(passage.document)?).quote(passage.span))
    };
    passages.iter().filter_map(quote).collect()
}
