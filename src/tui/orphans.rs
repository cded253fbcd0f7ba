//! What corrected versions left behind, as lists to choose from: orphans, which
//! wait for a place, and quotes whose words changed, which wait for a look.

use super::{
    desk::{Desk, Go},
    layer::{
        menu::{Item, Menu},
        picker::{Choice, Picked, Picker},
    },
    theme::Meaning,
    transcript::Transcript,
    view::Page,
};
use crate::study::{Command, Study, theory::QuoteAt};
use crate::text::harmless;

/// How many characters of its words a line shows.
const GLIMPSE: usize = 160;

#[derive(Clone, Copy)]
enum Left {
    Orphan(QuoteAt),
    Changed(QuoteAt),
}

/// Asks which one to look at.
pub fn ask(desk: &mut Desk) {
    let mut choices = orphans(desk);
    choices.extend(changed(desk));
    if choices.is_empty() {
        return desk.say("No orphans, and no quotes to look at");
    }
    desk.ask(Picker::new(
        "Orphans, and quotes whose words changed",
        choices,
        |_, desk, picked| {
            let Picked::Some(chosen) = picked else { return };
            match chosen.first() {
                Some(Left::Orphan(orphan)) => ask_orphan(*orphan, desk),
                Some(Left::Changed(quote)) => ask_changed(*quote, desk),
                None => {}
            }
        },
    ));
}

/// Asks which orphan is to lie on these words.
pub fn ask_anchor(to: QuoteAt, desk: &mut Desk) {
    let here = |study: &Study, left: &Left| matches!(left, Left::Orphan(orphan) if study.standing(orphan.document) == to.document);
    let choices: Vec<_> = orphans(desk)
        .into_iter()
        .filter(|choice| here(desk.study(), &choice.value))
        .collect();
    if choices.is_empty() {
        return desk.say("This document has no orphans");
    }
    desk.ask(Picker::new(
        "Which orphan belongs to these words?",
        choices,
        move |_, desk, picked| {
            if let Picked::Some(chosen) = picked
                && let Some(Left::Orphan(orphan)) = chosen.first()
            {
                desk.perform(Command::Reanchor {
                    orphan: *orphan,
                    to,
                });
            }
        },
    ));
}

fn ask_orphan(orphan: QuoteAt, desk: &mut Desk) {
    let item = |text: &str, value: bool| Item {
        sign: String::new(),
        style: desk.theme.style(Meaning::Text),
        text: text.to_owned(),
        value,
    };
    let items = vec![
        item("open the document, to choose its words", true),
        item("remove the orphan", false),
    ];
    desk.ask(Menu::new("An orphan", items, move |_, desk, opens| {
        if !opens {
            desk.perform(Command::LetGo { orphan });
            return;
        }
        let document = desk.study().standing(orphan.document);
        desk.go(Go::Open(Box::new(Page::Transcript(Box::new(
            Transcript::new(document),
        )))));
        desk.say(format!(
            "Select the words, then {} puts the orphan on them",
            desk.key("anchor_orphan")
        ));
    }));
}

fn ask_changed(quote: QuoteAt, desk: &mut Desk) {
    let item = |text: &str, value: bool| Item {
        sign: String::new(),
        style: desk.theme.style(Meaning::Text),
        text: text.to_owned(),
        value,
    };
    let items = vec![item("go there", true), item("keep it as it is", false)];
    desk.ask(Menu::new(
        "A quote whose words changed",
        items,
        move |_, desk, goes| {
            if goes {
                let there = Transcript::at(quote.document, quote.span);
                desk.go(Go::Open(Box::new(Page::Transcript(Box::new(there)))));
            } else {
                desk.perform(Command::Confirm { quote });
            }
        },
    ));
}

fn orphans(desk: &Desk) -> Vec<Choice<Left>> {
    let study = desk.study();
    let orphans = study.orphans().into_iter().map(|orphan| {
        let codes: Vec<&str> = orphan
            .codings
            .iter()
            .map(|coding| study.code_name(coding.code))
            .collect();
        let title = harmless::one_line(&orphan.document.body.title);
        choice(
            desk,
            "✗",
            orphan.words(),
            &title,
            &codes,
            Left::Orphan(orphan.quote),
        )
    });
    orphans.collect()
}

fn changed(desk: &Desk) -> Vec<Choice<Left>> {
    let study = desk.study();
    let changed = study.doubts().map(|doubt| {
        let codings = study.codings_at(doubt.quote.document, doubt.quote.span);
        let codes: Vec<&str> = codings.map(|coding| study.code_name(coding.code)).collect();
        let title = harmless::one_line(&doubt.document.body.title);
        let mut choice = choice(
            desk,
            "≈",
            doubt.before,
            &title,
            &codes,
            Left::Changed(doubt.quote),
        );
        choice.about += &format!(
            "\nNow: {}",
            harmless::one_line(doubt.quote.span.text(&doubt.document.text))
        );
        choice
    });
    changed.collect()
}

fn choice(
    desk: &Desk,
    sign: &str,
    words: &str,
    title: &str,
    codes: &[&str],
    value: Left,
) -> Choice<Left> {
    let words: String = words.chars().take(GLIMPSE).collect();
    let words = harmless::one_line(&words);
    Choice {
        sign: sign.to_owned(),
        style: desk.theme.style(Meaning::Refused),
        tag: String::new(),
        note: title.to_owned(),
        about: format!("{}\nBefore: {words}", harmless::one_line(&codes.join(", "))),
        text: words,
        value,
    }
}
