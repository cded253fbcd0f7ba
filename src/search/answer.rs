//! Answers: passages of the study, with the places that made them answers.

use super::ground::{Found, Ground};
use super::query::Unit;
use super::quotes::Quotes;
use super::reading::Reader;
use crate::study::{Code, Document, Id, Informant, Study};
use crate::text::Span;
use std::collections::HashSet;

/// A turn or a quote that a query found.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The document.
    pub document: Id<Document>,
    /// The number (from 0) of the turn, or of the one where the quote begins.
    pub turn: usize,
    /// Who says it; `None` for the interviewer or nobody known.
    pub informant: Option<Id<Informant>>,
    /// The words.
    pub span: Span,
    /// What to highlight: the places in the document that were asked for, in
    /// order, none meeting another.
    pub matches: Vec<Span>,
    /// The codes whose codings overlap the words, in the order of the codebook.
    pub codes: Vec<Id<Code>>,
    /// How well it fits; 0 when no word was asked for.
    pub score: f32,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The passages, as many as were asked for at most.
    pub passages: Vec<Passage>,
    /// How many there are in all: exact.
    pub total: usize,
}

impl Passage {
    /// Writes out what was found; `None` when its document is gone.
    pub(super) fn of(ground: &Ground<'_>, quotes: Option<&Quotes>, found: Found, reader: &mut Reader) -> Option<Passage> {
        let turns = ground.turns;
        let (document, span, first) = match (ground.query.unit(), quotes) {
            (Unit::Quote, Some(quotes)) => {
                let quote = quotes.list.get(found.number)?;
                (quote.document, quote.span, turns.at(turns.shelved(quote.document)?, quote.span))
            }
            _ => {
                let place = turns.places.get(found.number)?;
                (turns.documents.get(place.document as usize)?.id, place.words, Some(found.number))
            }
        };
        let (shelved, body) = (turns.shelved(document)?, ground.study.document(document)?);
        let mut matches = Vec::new();
        let across = &turns.places[turns.meeting(shelved, span)];
        reader.read_across(&body.text, across, span, shelved.language, &ground.query.leaves, |leaf, place| {
            if ground.query.wanted[leaf] {
                matches.push(Span::of(place.start, place.end));
            }
        });
        let place = first.and_then(|first| turns.places.get(first));
        let speaker = place.and_then(|place| body.body.speakers.get(place.speaker as usize));
        Some(Passage {
            document,
            turn: place.map_or(0, |place| place.turn as usize),
            informant: speaker.and_then(|speaker| ground.study.informant(speaker.informant?)).map(|informant| informant.id),
            span,
            matches: joined(matches),
            codes: codes(ground.study, document, span),
            score: found.score,
        })
    }
}

/// Spans in order, those that meet made one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

fn codes(study: &Study, document: Id<Document>, span: Span) -> Vec<Id<Code>> {
    let near = study.codings_in(document).take_while(|coding| coding.span.start < span.end);
    let here: HashSet<Id<Code>> = near.filter(|coding| coding.span.overlaps(span)).map(|coding| coding.code).collect();
    if here.is_empty() { Vec::new() } else { study.codes().filter(|code| here.contains(&code.id)).map(|code| code.id).collect() }
}
