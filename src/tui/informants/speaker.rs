//! Who a label of a document stands for: the interviewer, an informant there is, or a new one.

use crate::study::{Command, Document, Id};
use crate::text::{harmless, number};
use crate::tui::{
    desk::Desk,
    layer::picker::{Choice, Picked, Picker},
    theme::Meaning,
};

/// Asks which label of a document, and then who it stands for.
pub fn ask_label(document: Id<Document>, desk: &mut Desk) {
    let Some(known) = desk.study().document(document) else {
        return;
    };
    let choice = |(label, informant): (&String, Option<&str>)| {
        let note = informant.map_or_else(|| "the interviewer".to_owned(), harmless::one_line);
        choice(desk, harmless::one_line(label), note, label.clone())
    };
    let speakers = known.body.speakers.iter().map(|speaker| {
        let informant = speaker.informant.and_then(|id| desk.study().informant(id));
        (
            &speaker.label,
            informant.map(|known| known.body.name.as_str()),
        )
    });
    let labels: Vec<Choice<String>> = speakers.map(choice).collect();
    if labels.is_empty() {
        return desk.say("No speaker is marked in this document");
    }
    let title = format!("Who speaks in {}", harmless::one_line(&known.body.title));
    desk.ask(Picker::new(title, labels, move |_, desk, picked| {
        if let Picked::Some(chosen) = picked
            && let Some(label) = chosen.into_iter().next()
        {
            ask_who(document, label, desk);
        }
    }));
}

/// Asks who the label before the turn at a byte stands for.
pub fn ask_turn(document: Id<Document>, at: usize, desk: &mut Desk) {
    let known = desk.study().document(document);
    let label = known
        .and_then(|known| known.label(known.turns().get(known.turn_at(at))?))
        .map(str::to_owned);
    match label {
        Some(label) => ask_who(document, label, desk),
        None => desk.say("No label says who speaks here"),
    }
}

fn ask_who(document: Id<Document>, label: String, desk: &mut Desk) {
    let study = desk.study();
    let mut choices = vec![choice(
        desk,
        "the interviewer".to_owned(),
        String::new(),
        None,
    )];
    choices.extend(study.informants().map(|informant| {
        let documents = study.documents_of(informant.id).count();
        let name = &informant.body.name;
        choice(
            desk,
            harmless::one_line(name),
            number::some(documents, "document"),
            Some(name.clone()),
        )
    }));
    let title = format!("Who is {} here?", harmless::one_line(&label));
    desk.ask(
        Picker::new(title, choices, move |_, desk, picked| {
            let informant = match picked {
                Picked::Some(chosen) => chosen.into_iter().next().flatten(),
                Picked::New(name) => Some(name),
            };
            desk.perform(Command::AssignSpeaker {
                document,
                label,
                informant,
            });
        })
        .or_new("New informant"),
    );
}

fn choice<T>(desk: &Desk, text: String, note: String, value: T) -> Choice<T> {
    let style = desk.theme.style(Meaning::Text);
    Choice {
        sign: String::new(),
        style,
        text,
        tag: String::new(),
        note,
        about: String::new(),
        value,
    }
}
