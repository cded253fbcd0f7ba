//! What is done with many passages at once: each is one change of the study, or
//! one text to take away.

use super::Search;
use crate::export;
use crate::search::{Passage, Reach, Scope, Uncoded};
use crate::study::{
    Code, Coding, Command, Id, Link, Polarity, Quote, Study, quote::CodedText, theory::QuoteAt,
};
use crate::text::{harmless, number};
use crate::tui::{
    desk::{Desk, Go},
    interviewers,
    layer::{
        menu::{Item, Menu},
        picker::{Choice, Picked, Picker},
        save::{self, Parcel},
    },
    transcript,
    view::Page,
};
use ratatui::style::Style;

impl Search {
    /// What to do something with; says so when there is nothing.
    fn passages_for(&self, what: &str, desk: &mut Desk) -> Option<Vec<Passage>> {
        let meant = self.meant();
        if meant.is_empty() {
            desk.say(format!("There is no passage to {what}"));
            return None;
        }
        Some(meant)
    }
}

/// Asks how much of each passage to code, when that is a question, and then under what.
pub fn code(view: &mut Search, desk: &mut Desk) {
    let Some(passages) = view.passages_for("code", desk) else {
        return;
    };
    let of_turns = view.found.as_ref().and_then(|found| found.scope) == Some(Scope::Turns);
    let asks_words = passages.iter().any(|passage| !passage.matches.is_empty());
    if !of_turns || !asks_words {
        return ask_codes(passages, Reach::Passage, desk);
    }
    let item = |(text, value): (&str, Reach)| Item {
        sign: String::new(),
        style: Style::new(),
        text: text.to_owned(),
        value,
    };
    let reaches = [
        ("Sentences that hold what was asked for", Reach::Sentence),
        ("Turns as they are", Reach::Turn),
        ("Words that were asked for, alone", Reach::Match),
    ];
    desk.ask(Menu::new(
        "Code how much of each?",
        reaches.map(item).into(),
        move |_, desk, reach| ask_codes(passages, reach, desk),
    ));
}

fn ask_codes(passages: Vec<Passage>, reach: Reach, desk: &mut Desk) {
    let quotes = reach.of(desk.study(), &passages);
    let noun = match reach {
        Reach::Sentence => "sentence",
        Reach::Match => "place",
        Reach::Turn | Reach::Passage => "passage",
    };
    interviewers::ask(quotes, noun, desk, move |desk, quotes| {
        ask_code_of(quotes, noun, desk)
    });
}

fn ask_code_of(quotes: Vec<QuoteAt>, noun: &'static str, desk: &mut Desk) {
    let title = format!("Code {}", number::some(quotes.len(), noun));
    let picker = Picker::new(
        title,
        transcript::choices(desk, &[]),
        move |page, desk, picked| {
            let Picked::Some(codes) = picked else { return };
            let coder = desk.session().author().coder.clone();
            let Uncoded { quotes, coded } = Uncoded::of(desk.study(), quotes, &codes, &coder);
            if quotes.is_empty() {
                desk.say(format!(
                    "Nothing to code: {} coded so already",
                    number::some(coded, noun)
                ));
                return;
            }
            let fresh = quotes.len();
            if desk.perform(Command::ApplyEach {
                quotes,
                codes: codes.clone(),
            }) {
                let left = if coded > 0 {
                    format!("; {coded} more are coded so already")
                } else {
                    String::new()
                };
                desk.used(&codes);
                let names: Vec<&str> = codes
                    .iter()
                    .map(|code| desk.study().code_name(*code))
                    .collect();
                let said = format!(
                    "Coded {} as {}{left}",
                    number::some(fresh, noun),
                    names.join(" + ")
                );
                done(page, said, desk);
            }
        },
    );
    desk.ask(picker.several());
}

/// Says what was done to all that was chosen, which is chosen no longer.
fn done(page: &mut Page, said: String, desk: &mut Desk) {
    if let Page::Search(view) = page {
        view.chosen.clear();
    }
    desk.say(format!("{said}; {} takes it back", desk.key("undo")));
}

/// Asks which code of the chosen quotes is to be another, and which.
pub fn recode(view: &mut Search, desk: &mut Desk) {
    let Some(passages) = view.passages_for("recode", desk) else {
        return;
    };
    let study = desk.study();
    let codings: Vec<&Coding> = passages
        .iter()
        .flat_map(|passage| study.codings_at(passage.document, passage.span))
        .collect();
    let mut choices = transcript::choices(desk, &[]);
    choices.retain(|choice| codings.iter().any(|coding| coding.code == choice.value));
    if choices.is_empty() {
        desk.say("None of these words is coded by itself: search for quotes, such as code:NAME");
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
    desk.ask(Picker::new(
        "Which code is to be another?",
        choices,
        move |_, desk, picked| {
            if let Picked::Some(codes) = picked
                && let [from] = codes[..]
            {
                ask_instead(
                    codings
                        .into_iter()
                        .filter(|coding| coding.code == from)
                        .collect(),
                    from,
                    desk,
                );
            }
        },
    ));
}

fn ask_instead(codings: Vec<Coding>, from: Id<Code>, desk: &mut Desk) {
    let name = harmless::one_line(desk.study().code_name(from));
    let title = format!(
        "Instead of {name}, for {}",
        number::some(codings.len(), "coding")
    );
    let mut choices = transcript::choices(desk, &[]);
    choices.retain(|choice| choice.value != from);
    desk.ask(Picker::new(title, choices, move |page, desk, picked| {
        let Picked::Some(codes) = picked else { return };
        if let [code] = codes[..]
            && desk.perform(Command::Recode {
                codings: codings.iter().map(|coding| coding.id).collect(),
                code,
            })
        {
            desk.used(&codes);
            done(page, desk.talk.last().to_string(), desk);
        }
    }));
}

/// Asks to which link the chosen quotes speak, and what they do to it.
pub fn judge(view: &mut Search, desk: &mut Desk) {
    let Some(passages) = view.passages_for("attach to a link", desk) else {
        return;
    };
    let study = desk.study();
    let Some(theory) = study.theory() else {
        desk.say(desk.no_theory());
        return;
    };
    let quotes: Vec<QuoteAt> = passages.iter().map(super::place).collect();
    let choice = |link: &Link| {
        let judged = quotes
            .iter()
            .filter(|quote| study.polarity(link.id, **quote).is_some())
            .count();
        Choice {
            sign: String::new(),
            style: Style::new(),
            text: harmless::one_line(&study.link_name(link)),
            tag: String::new(),
            note: if judged > 0 {
                format!("{judged} judged")
            } else {
                String::new()
            },
            about: harmless::one_line(&link.statement),
            value: link.id,
        }
    };
    let links: Vec<Choice<Id<Link>>> = study.links_of(theory).map(choice).collect();
    if links.is_empty() {
        desk.say("The theory has no link yet");
        return;
    }
    let title = format!(
        "To which link do {} speak?",
        number::some(quotes.len(), "passage")
    );
    desk.ask(Picker::new(title, links, move |_, desk, picked| {
        if let Picked::Some(links) = picked
            && let [link] = links[..]
        {
            ask_polarity(quotes, link, desk);
        }
    }));
}

fn ask_polarity(quotes: Vec<QuoteAt>, link: Id<Link>, desk: &mut Desk) {
    let name = desk.study().link(link).map_or_else(String::new, |known| {
        harmless::one_line(&desk.study().link_name(known))
    });
    let item = |polarity: Polarity| Item {
        sign: polarity.sign().to_string(),
        style: Style::new(),
        text: polarity.name().to_owned(),
        value: Some(polarity),
    };
    let mut items: Vec<Item<Option<Polarity>>> = Polarity::ALL.into_iter().map(item).collect();
    items.push(Item {
        sign: "·".into(),
        style: Style::new(),
        text: "takes no side (remove)".into(),
        value: None,
    });
    desk.ask(Menu::new(
        name.clone(),
        items,
        move |page, desk, polarity| {
            if desk.perform(Command::JudgeEach {
                link,
                quotes,
                polarity,
            }) {
                done(page, desk.talk.last().to_string(), desk);
            }
        },
    ));
}

/// Copies what is chosen as quotes with their sources.
pub fn copy(view: &mut Search, desk: &mut Desk) {
    let Some(passages) = view.passages_for("copy", desk) else {
        return;
    };
    let citations: Vec<String> = quotes(desk.study(), &passages)
        .iter()
        .map(transcript::citation)
        .collect();
    desk.say(match citations.len() {
        1 => "Copied the passage with its source".to_owned(),
        count => format!("Copied {count} passages with their sources"),
    });
    desk.go(Go::Copy(citations.join("\n\n")));
}

/// Asks into which file to write what is chosen, or everything when nothing is.
pub fn export(view: &mut Search, desk: &mut Desk) {
    if view.passages().is_empty() {
        desk.say("There is no passage to write into a file");
        return;
    }
    let passages = if view.chosen.is_empty() {
        view.passages().to_vec()
    } else {
        view.meant()
    };
    let quotes = quotes(desk.study(), &passages);
    let table = export::quotes::quotes(desk.shield(), &quotes);
    save::ask(
        Parcel {
            name: "the passages",
            suffix: "passages",
            row: "passage",
            make: Box::new(|_, _| Ok(table)),
        },
        desk,
    );
}

/// Passages as quotes, with the documents and codes themselves.
fn quotes<'a>(study: &'a Study, passages: &[Passage]) -> Vec<Quote<'a>> {
    let quote = |passage: &Passage| {
        Some(CodedText::new(study, study.document(passage.document)?).quote(passage.span))
    };
    passages.iter().filter_map(quote).collect()
}
