//! What of the study may tell who somebody is, as a list to go through.

use super::{
    codebook::Codebook,
    data::Data,
    desk::{Desk, Go},
    evidence::Evidence,
    informants::Informants,
    layer::picker::{Choice, Picked, Picker},
    theme::Meaning,
    transcript::Transcript,
    view::Page,
};
use crate::import::personal::{self, Spot, Told};
use crate::study::Watch;
use crate::text::{harmless, number};

/// Looks through the study, and lists what is found.
pub fn ask(desk: &mut Desk) {
    let found = personal::in_study(desk.study(), &[], Watch::default()).unwrap_or_default();
    if found.is_empty() {
        return desk.say("Nothing is found that tells who somebody is: numbers and addresses are looked for, names are not");
    }
    let title = format!(
        "{} may tell who somebody is",
        number::some(found.len(), "place")
    );
    let choices = found.into_iter().map(|told| choice(told, desk)).collect();
    desk.ask(Picker::new(title, choices, |_, desk, picked| {
        if let Picked::Some(chosen) = picked
            && let Some(told) = chosen.first()
        {
            go(told, desk);
        }
    }));
}

fn choice(told: Told, desk: &Desk) -> Choice<Told> {
    let line = told
        .line
        .filter(|_| told.what == "document")
        .map_or_else(String::new, |line| format!(", line {line}"));
    let answers = told
        .answers
        .map_or_else(String::new, |answers| format!("{answers} × "));
    Choice {
        sign: if told.kind.is_hint() { "?" } else { "!" }.into(),
        style: desk.theme.style(if told.kind.is_hint() {
            Meaning::Quiet
        } else {
            Meaning::Refused
        }),
        text: harmless::one_line(&format!("{}: {}{line}", told.what, told.of)),
        tag: String::new(),
        note: format!("{answers}{}", told.kind.word()),
        about: harmless::one_line(&told.show),
        value: told,
    }
}

fn go(told: &Told, desk: &mut Desk) {
    let page = match &told.spot {
        Spot::Quote(quote) => {
            Page::Transcript(Box::new(Transcript::at(quote.document, quote.span)))
        }
        Spot::Document(document) => Page::Transcript(Box::new(Transcript::new(*document))),
        Spot::Variable(dataset, variable) => {
            Page::Data(Box::new(Data::marking(*dataset, variable)))
        }
        Spot::Informant(informant) => Page::Informants(Box::new(Informants::at(*informant))),
        Spot::Link(link) => Page::Evidence(Box::new(Evidence::of(*link))),
        Spot::Code(_) => Page::Codebook(Box::<Codebook>::default()),
        Spot::Nowhere => return desk.say(format!("{}: `{}` shows it", told.what, told.show)),
    };
    desk.go(Go::Open(Box::new(page)));
    desk.say(format!("{}: {}", told.kind.word(), told.what));
}
