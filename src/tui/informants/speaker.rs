//! Assigning a speaker's label in a document to the interviewer, an existing informant or a new
//! one.

use crate::study::{Command, Document, Id};
use crate::text::{number, sanitize};
use crate::tui::{
    context::AppContext,
    layer::picker::{Picked, Picker, PickerChoice},
    theme::StyleRole,
};

/// Asks for a label of the document, then for whom it stands.
pub fn ask_label(document: Id<Document>, context: &mut AppContext) {
    let Some(known) = context.study().document(document) else {
        return;
    };
    let choice = |(label, informant): (&String, Option<&str>)| {
        let note = informant.map_or_else(|| "the interviewer".to_owned(), sanitize::sanitize_line);
        choice(context, sanitize::sanitize_line(label), note, label.clone())
    };
    let speakers = known.body.speakers.iter().map(|speaker| {
        let informant = speaker
            .informant
            .and_then(|id| context.study().informant(id));
        (
            &speaker.label,
            informant.map(|known| known.body.name.as_str()),
        )
    });
    let labels: Vec<PickerChoice<String>> = speakers.map(choice).collect();
    if labels.is_empty() {
        return context.notify("No speaker is marked in this document");
    }
    let title = format!(
        "Who speaks in {}",
        sanitize::sanitize_line(&known.body.title)
    );
    context.push_layer(Picker::new(title, labels, move |_, context, picked| {
        if let Picked::Some(chosen) = picked
            && let Some(label) = chosen.into_iter().next()
        {
            ask_who(document, label, context);
        }
    }));
}

pub fn ask_turn(document: Id<Document>, at: usize, context: &mut AppContext) {
    let known = context.study().document(document);
    let label = known
        .and_then(|known| known.label(known.turns().get(known.turn_at(at))?))
        .map(str::to_owned);
    match label {
        Some(label) => ask_who(document, label, context),
        None => context.notify("No label says who is speaking here"),
    }
}

fn ask_who(document: Id<Document>, label: String, context: &mut AppContext) {
    let study = context.study();
    let mut choices = vec![choice(
        context,
        "the interviewer".to_owned(),
        String::new(),
        None,
    )];
    choices.extend(study.informants().map(|informant| {
        let documents = study.documents_of(informant.id).count();
        let name = &informant.body.name;
        choice(
            context,
            sanitize::sanitize_line(name),
            number::count_noun(documents, "document"),
            Some(name.clone()),
        )
    }));
    let title = format!("Who is {} here?", sanitize::sanitize_line(&label));
    context.push_layer(
        Picker::new(title, choices, move |_, context, picked| {
            let informant = match picked {
                Picked::Some(chosen) => chosen.into_iter().next().flatten(),
                Picked::New(name) => Some(name),
            };
            context.perform(Command::AssignSpeaker {
                document,
                label,
                informant,
            });
        })
        .or_new("New informant"),
    );
}

fn choice<T>(context: &AppContext, text: String, note: String, value: T) -> PickerChoice<T> {
    let style = context.theme.style(StyleRole::Text);
    PickerChoice {
        sign: String::new(),
        style,
        text,
        tag: String::new(),
        note,
        about: String::new(),
        other_words: Vec::new(),
        value,
    }
}
