//! What corrected versions left behind, as lists to choose from: orphans, which need a new place,
//! and quotes whose words changed, which need a look.

use super::route::Route;
use super::{
    context::{AppCommand, AppContext},
    layer::{
        menu::{Menu, MenuItem},
        picker::{Picked, Picker, PickerChoice},
    },
    theme::StyleRole,
};
use crate::study::{Command, Study, theory::QuoteAt};
use crate::text::sanitize;

/// Characters of the words shown in a list.
const GLIMPSE: usize = 160;

#[derive(Clone, Copy)]
enum OrphanOrChanged {
    Orphan(QuoteAt),
    Changed(QuoteAt),
}

/// Asks which one to look at.
pub fn ask(context: &mut AppContext) {
    let mut choices = orphans(context);
    choices.extend(changed(context));
    if choices.is_empty() {
        return context.notify("No orphans, and no quotes to review");
    }
    context.push_layer(Picker::new(
        "Orphans, and quotes whose words changed",
        choices,
        |_, context, picked| {
            let Picked::Some(chosen) = picked else { return };
            match chosen.first() {
                Some(OrphanOrChanged::Orphan(orphan)) => ask_orphan(*orphan, context),
                Some(OrphanOrChanged::Changed(quote)) => ask_changed(*quote, context),
                None => {}
            }
        },
    ));
}

/// Asks which orphan to anchor to these words.
pub fn ask_anchor(to: QuoteAt, context: &mut AppContext) {
    let here = |study: &Study, left: &OrphanOrChanged| matches!(left, OrphanOrChanged::Orphan(orphan) if study.current_version(orphan.document) == to.document);
    let choices: Vec<_> = orphans(context)
        .into_iter()
        .filter(|choice| here(context.study(), &choice.value))
        .collect();
    if choices.is_empty() {
        return context.notify("This document has no orphans");
    }
    context.push_layer(Picker::new(
        "Which orphan belongs to these words?",
        choices,
        move |_, context, picked| {
            if let Picked::Some(chosen) = picked
                && let Some(OrphanOrChanged::Orphan(orphan)) = chosen.first()
            {
                context.perform(Command::Reanchor {
                    orphan: *orphan,
                    to,
                });
            }
        },
    ));
}

fn ask_orphan(orphan: QuoteAt, context: &mut AppContext) {
    let item = |text: &str, value: bool| MenuItem {
        sign: String::new(),
        style: context.theme.style(StyleRole::Text),
        text: text.to_owned(),
        value,
    };
    let items = vec![
        item("open the document, to choose its words", true),
        item("remove the orphan", false),
    ];
    context.push_layer(Menu::new("An orphan", items, move |_, context, opens| {
        if !opens {
            context.perform(Command::LetGo { orphan });
            return;
        }
        let document = context.study().current_version(orphan.document);
        context.send(AppCommand::Open(Route::document(document)));
        context.notify(format!(
            "Select the words, then {} anchors the orphan to them",
            context.key_for("anchor_orphan")
        ));
    }));
}

fn ask_changed(quote: QuoteAt, context: &mut AppContext) {
    let item = |text: &str, value: bool| MenuItem {
        sign: String::new(),
        style: context.theme.style(StyleRole::Text),
        text: text.to_owned(),
        value,
    };
    let items = vec![item("go there", true), item("keep it as it is", false)];
    context.push_layer(Menu::new(
        "A quote whose words changed",
        items,
        move |_, context, goes| {
            if goes {
                context.send(AppCommand::Open(Route::quote(quote)));
            } else {
                context.perform(Command::Confirm { quote });
            }
        },
    ));
}

fn orphans(context: &AppContext) -> Vec<PickerChoice<OrphanOrChanged>> {
    let study = context.study();
    let orphans = study.orphans().into_iter().map(|orphan| {
        let codes: Vec<&str> = orphan
            .codings
            .iter()
            .map(|coding| study.code_name(coding.code))
            .collect();
        let title = sanitize::sanitize_line(&orphan.document.body.title);
        choice(
            context,
            "✗",
            orphan.words(),
            &title,
            &codes,
            OrphanOrChanged::Orphan(orphan.quote),
        )
    });
    orphans.collect()
}

fn changed(context: &AppContext) -> Vec<PickerChoice<OrphanOrChanged>> {
    let study = context.study();
    let changed = study.changed_quotes().map(|doubt| {
        let codings = study.codings_at(doubt.quote.document, doubt.quote.span);
        let codes: Vec<&str> = codings.map(|coding| study.code_name(coding.code)).collect();
        let title = sanitize::sanitize_line(&doubt.document.body.title);
        let mut choice = choice(
            context,
            "≈",
            doubt.before,
            &title,
            &codes,
            OrphanOrChanged::Changed(doubt.quote),
        );
        choice.about += &format!(
            "\nNow: {}",
            sanitize::sanitize_line(doubt.quote.span.text(&doubt.document.text))
        );
        choice
    });
    changed.collect()
}

fn choice(
    context: &AppContext,
    sign: &str,
    words: &str,
    title: &str,
    codes: &[&str],
    value: OrphanOrChanged,
) -> PickerChoice<OrphanOrChanged> {
    let words: String = words.chars().take(GLIMPSE).collect();
    let words = sanitize::sanitize_line(&words);
    PickerChoice {
        sign: sign.to_owned(),
        style: context.theme.style(StyleRole::Error),
        tag: String::new(),
        note: title.to_owned(),
        about: format!(
            "{}\nBefore: {words}",
            sanitize::sanitize_line(&codes.join(", "))
        ),
        text: words,
        other_words: Vec::new(),
        value,
    }
}
