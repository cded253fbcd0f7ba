//! Answers: passages of the study, with the places that made them answers.

use super::eval_context::EvalContext;
use super::notes::SearchableNotes;
use super::query::SearchScope;
use super::quotes::Quotes;
use super::ranked_hits::ScoredHit;
use super::word_reader::WordReader;
use crate::study::{Code, Document, Id, Informant, Study, event::MemoTarget, theory::QuoteAt};
use crate::text::Span;

/// A stretch of what people said that a query found: a turn, or a quote.
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
    /// order, none meeting another. Empty where something written was searched.
    pub matches: Vec<Span>,
    /// The codes whose codings overlap the words, in the order of the codebook.
    pub codes: Vec<Id<Code>>,
    /// The condensation or theme of the quote, where these were searched.
    pub note: Option<Note>,
    /// How well it fits; 0 when no word was asked for.
    pub score: f32,
}

/// Something written, with what to highlight in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The words.
    pub text: Box<str>,
    /// The places in these words that were asked for, in order, none meeting another.
    pub matches: Vec<Span>,
}

/// A memo that a query found.
#[derive(Clone, Debug, PartialEq)]
pub struct Memo {
    /// What it is on.
    pub on: MemoTarget,
    /// Its words.
    pub note: Note,
    /// How well it fits; 0 when no word was asked for.
    pub score: f32,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResults {
    /// The passages, as many as were asked for at most; none when memos were searched.
    pub passages: Vec<Passage>,
    /// The memos, as many as were asked for at most; none unless memos were searched.
    pub memos: Vec<Memo>,
    /// How many there are in all: exact.
    pub total: usize,
}

/// Where something that was found lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitLocation {
    /// In a turn or quote, said by somebody.
    Quote(QuoteAt, Option<Id<Informant>>),
    /// On a whole document.
    Document(Id<Document>),
    /// On a code.
    Code(Id<Code>),
    /// On the study or a link.
    Nowhere,
}

impl HitLocation {
    /// Where a turn, quote or note lies that was found.
    pub(super) fn of(
        ground: &EvalContext<'_>,
        notes: Option<&SearchableNotes<'_>>,
        number: usize,
    ) -> HitLocation {
        let turns = ground.turns;
        let at = match (ground.query.scope(), ground.quotes, notes) {
            (SearchScope::Turns, ..) | (_, None, _) | (_, _, None) => {
                turns.records.get(number).and_then(|place| {
                    Some(QuoteAt {
                        document: turns.documents.get(place.document as usize)?.id,
                        span: place.words,
                    })
                })
            }
            (SearchScope::Quotes, Some(quotes), _) => quotes.list.get(number).copied(),
            (_, _, Some(notes)) => match notes.list.get(number).map(|note| note.on) {
                Some(MemoTarget::Quote(quote)) => Some(quote),
                Some(MemoTarget::Document(document)) => return HitLocation::Document(document),
                Some(MemoTarget::Code(code)) => return HitLocation::Code(code),
                Some(MemoTarget::Study | MemoTarget::Link(_)) | None => None,
            },
        };
        let Some(at) = at else {
            return HitLocation::Nowhere;
        };
        let turn = turns
            .document(at.document)
            .and_then(|shelved| turns.turn_at(shelved, at.span));
        HitLocation::Quote(
            at,
            turn.and_then(|turn| informant(ground, at.document, turn)),
        )
    }
}

/// Who says a turn.
fn informant(
    ground: &EvalContext<'_>,
    document: Id<Document>,
    turn: usize,
) -> Option<Id<Informant>> {
    let place = ground.turns.records.get(turn)?;
    let speaker = ground
        .study
        .document(document)?
        .body
        .speakers
        .get(place.speaker as usize)?;
    ground
        .study
        .informant(speaker.informant?)
        .map(|informant| informant.id)
}

impl Passage {
    /// Writes out a turn or quote that was found; `None` when its document is gone.
    pub(super) fn of(
        ground: &EvalContext<'_>,
        found: ScoredHit,
        reader: &mut WordReader,
    ) -> Option<Passage> {
        let turns = ground.turns;
        let (at, first, across) = match (ground.query.scope(), ground.quotes) {
            (SearchScope::Turns, _) | (_, None) => {
                let place = turns.records.get(found.number)?;
                let document = turns.documents.get(place.document as usize)?.id;
                (
                    QuoteAt {
                        document,
                        span: place.words,
                    },
                    Some(found.number),
                    found.number..found.number + 1,
                )
            }
            (_, Some(quotes)) => {
                let quote = *quotes.list.get(found.number)?;
                (
                    quote,
                    turns.turn_at(turns.document(quote.document)?, quote.span),
                    quotes.turns(found.number),
                )
            }
        };
        let (shelved, body) = (
            turns.document(at.document)?,
            ground.study.document(at.document)?,
        );
        let mut matches = Vec::new();
        let across = &turns.records[across];
        reader.read_across(
            &body.text,
            across,
            at.span,
            shelved.language,
            &ground.query.leaves,
            |leaf, place| {
                if ground.query.wanted[leaf] {
                    matches.push(Span::of(place.start, place.end));
                }
            },
        );
        let passage = Passage::at(ground, at, first)?;
        Some(Passage {
            matches: merge_overlapping(matches),
            score: found.score,
            ..passage
        })
    }

    /// Writes out the quote of a condensation or theme that was found; `None` for what is on
    /// something else.
    pub(super) fn of_note(
        ground: &EvalContext<'_>,
        quotes: &Quotes,
        notes: &SearchableNotes<'_>,
        found: ScoredHit,
        reader: &mut WordReader,
    ) -> Option<Passage> {
        let quote = *quotes.list.get((*notes.quotes.get(found.number)?)?)?;
        let first = ground
            .turns
            .turn_at(ground.turns.document(quote.document)?, quote.span);
        let note = Note::of(ground, notes, found.number, reader)?;
        Some(Passage {
            note: Some(note),
            score: found.score,
            ..Passage::at(ground, quote, first)?
        })
    }

    /// A stretch whose turn, or where it begins, is known by its number among all.
    fn at(ground: &EvalContext<'_>, at: QuoteAt, turn: Option<usize>) -> Option<Passage> {
        let QuoteAt { document, span } = at;
        ground.study.document(document)?;
        let place = turn.and_then(|turn| ground.turns.records.get(turn));
        Some(Passage {
            document,
            turn: place.map_or(0, |place| place.turn as usize),
            informant: turn.and_then(|turn| informant(ground, document, turn)),
            span,
            matches: Vec::new(),
            codes: codes(ground.study, document, span),
            note: None,
            score: 0.0,
        })
    }
}

impl Memo {
    /// Writes out a memo that was found.
    pub(super) fn of(
        ground: &EvalContext<'_>,
        notes: &SearchableNotes<'_>,
        found: ScoredHit,
        reader: &mut WordReader,
    ) -> Option<Memo> {
        let on = notes.list.get(found.number)?.on;
        Some(Memo {
            on,
            note: Note::of(ground, notes, found.number, reader)?,
            score: found.score,
        })
    }
}

impl Note {
    fn of(
        ground: &EvalContext<'_>,
        notes: &SearchableNotes<'_>,
        number: usize,
        reader: &mut WordReader,
    ) -> Option<Note> {
        let text = notes.list.get(number)?.text;
        let (all, mut matches) = (Span::of(0, text.len()), Vec::new());
        reader.read(
            text,
            all,
            all,
            notes.language,
            &ground.query.leaves,
            |leaf, place| {
                if ground.query.wanted[leaf] {
                    matches.push(Span::of(place.start, place.end));
                }
            },
        );
        Some(Note {
            text: text.into(),
            matches: merge_overlapping(matches),
        })
    }
}

/// Spans in order, those that meet made one.
fn merge_overlapping(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.union(span),
            _ => joined.push(span),
        }
    }
    joined
}

fn codes(study: &Study, document: Id<Document>, span: Span) -> Vec<Id<Code>> {
    let near = study
        .codings_in(document)
        .take_while(|coding| coding.span.start < span.end);
    let mut here: Vec<Id<Code>> = near
        .filter(|coding| coding.span.overlaps(span))
        .map(|coding| coding.code)
        .collect();
    here.sort_unstable();
    here.dedup();
    // Most codes are elsewhere: when all have been met, the rest of the codebook is.
    let met = study
        .codes()
        .map(|code| code.id)
        .filter(|code| here.binary_search(code).is_ok());
    met.take(here.len()).collect()
}
