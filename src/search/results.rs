//! Search results: passages and memos, with the matches in them.

use super::fields::EvalContext;
use super::notes::SearchableNotes;
use super::query::SearchScope;
use super::quotes::Quotes;
use super::rank::ScoredHit;
use super::word_reader::WordReader;
use crate::study::{Code, Document, Id, Informant, Study, event::MemoTarget, theory::QuoteAt};
use crate::text::Span;

/// A turn or quote that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    pub document: Id<Document>,
    /// Index (from 0) of the turn, or of the one in which the quote begins.
    pub turn: usize,
    /// `None` for the interviewer or an unknown speaker.
    pub informant: Option<Id<Informant>>,
    pub span: Span,
    /// What to highlight: disjoint spans of the document, in order. Empty when notes were searched.
    pub matches: Vec<Span>,
    /// Codes with a coding that overlaps the passage, in codebook order.
    pub codes: Vec<Id<Code>>,
    /// The condensation or theme, when these were searched.
    pub note: Option<Note>,
    /// 0 when the query has no words.
    pub score: f32,
}

/// A note with what to highlight in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    pub text: Box<str>,
    /// Disjoint spans of `text`, in order.
    pub matches: Vec<Span>,
}

/// A memo that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Memo {
    pub on: MemoTarget,
    pub note: Note,
    /// 0 when the query has no words.
    pub score: f32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResults {
    /// At most as many as were asked for; empty when memos were searched.
    pub passages: Vec<Passage>,
    /// At most as many as were asked for; empty unless memos were searched.
    pub memos: Vec<Memo>,
    /// Exact number of results, including those not returned.
    pub total: usize,
}

/// What a result belongs to, for counting facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitLocation {
    /// A turn or quote, with its speaker.
    Quote(QuoteAt, Option<Id<Informant>>),
    /// A memo on a document.
    Document(Id<Document>),
    /// A memo on a code.
    Code(Id<Code>),
    /// A memo on the study or on a link.
    Nowhere,
}

impl HitLocation {
    pub(super) fn of(
        context: &EvalContext<'_>,
        notes: Option<&SearchableNotes<'_>>,
        number: usize,
    ) -> HitLocation {
        let turns = context.turns;
        let at = match (context.query.scope(), context.quotes, notes) {
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
            .and_then(|document_turns| turns.turn_at(document_turns, at.span));
        HitLocation::Quote(
            at,
            turn.and_then(|turn| informant(context, at.document, turn)),
        )
    }
}

fn informant(
    context: &EvalContext<'_>,
    document: Id<Document>,
    turn: usize,
) -> Option<Id<Informant>> {
    let place = context.turns.records.get(turn)?;
    let speaker = context
        .study
        .document(document)?
        .body
        .speakers
        .get(place.speaker as usize)?;
    context
        .study
        .informant(speaker.informant?)
        .map(|informant| informant.id)
}

impl Passage {
    /// `None` if its document no longer exists.
    pub(super) fn of(
        context: &EvalContext<'_>,
        found: ScoredHit,
        reader: &mut WordReader,
    ) -> Option<Passage> {
        let turns = context.turns;
        let (at, first, across) = match (context.query.scope(), context.quotes) {
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
        let (document_turns, body) = (
            turns.document(at.document)?,
            context.study.document(at.document)?,
        );
        let mut matches = Vec::new();
        let across = &turns.records[across];
        reader.read_across(
            &body.text,
            across,
            at.span,
            document_turns.language,
            &context.query.clauses,
            |clause, place| {
                if context.query.wanted[clause] {
                    matches.push(Span::of(place.start, place.end));
                }
            },
        );
        let passage = Passage::at(context, at, first)?;
        Some(Passage {
            matches: merge_overlapping(matches),
            score: found.score,
            ..passage
        })
    }

    /// The quote that a condensation or theme is about; `None` if it is about something else.
    pub(super) fn of_note(
        context: &EvalContext<'_>,
        quotes: &Quotes,
        notes: &SearchableNotes<'_>,
        found: ScoredHit,
        reader: &mut WordReader,
    ) -> Option<Passage> {
        let quote = *quotes.list.get((*notes.quotes.get(found.number)?)?)?;
        let first = context
            .turns
            .turn_at(context.turns.document(quote.document)?, quote.span);
        let note = Note::of(context, notes, found.number, reader)?;
        Some(Passage {
            note: Some(note),
            score: found.score,
            ..Passage::at(context, quote, first)?
        })
    }

    /// `turn` is the number among all turns of the one in which the passage begins.
    fn at(context: &EvalContext<'_>, at: QuoteAt, turn: Option<usize>) -> Option<Passage> {
        let QuoteAt { document, span } = at;
        context.study.document(document)?;
        let place = turn.and_then(|turn| context.turns.records.get(turn));
        Some(Passage {
            document,
            turn: place.map_or(0, |place| place.turn as usize),
            informant: turn.and_then(|turn| informant(context, document, turn)),
            span,
            matches: Vec::new(),
            codes: codes(context.study, document, span),
            note: None,
            score: 0.0,
        })
    }
}

impl Memo {
    pub(super) fn of(
        context: &EvalContext<'_>,
        notes: &SearchableNotes<'_>,
        found: ScoredHit,
        reader: &mut WordReader,
    ) -> Option<Memo> {
        let on = notes.list.get(found.number)?.on;
        Some(Memo {
            on,
            note: Note::of(context, notes, found.number, reader)?,
            score: found.score,
        })
    }
}

impl Note {
    fn of(
        context: &EvalContext<'_>,
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
            &context.query.clauses,
            |clause, place| {
                if context.query.wanted[clause] {
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

/// Sorts the spans and merges those that overlap.
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
    // Most codes do not occur here, so the search ends once all that do have been found.
    let met = study
        .codes()
        .map(|code| code.id)
        .filter(|code| here.binary_search(code).is_ok());
    met.take(here.len()).collect()
}

/// Text beside a passage, within one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContextTurn {
    /// Index of the turn, from 0.
    pub turn: usize,
    /// The whole turn, or what is left of the turn that the passage was cut from.
    pub words: Span,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageContext {
    /// In reading order.
    pub before: Vec<ContextTurn>,
    /// In reading order.
    pub after: Vec<ContextTurn>,
}

impl PassageContext {
    /// The rest of the turns that `span` overlaps, and `turns` turns on either side. Empty if
    /// `turns` is 0.
    #[must_use]
    pub fn around(document: &Document, span: Span, turns: usize) -> PassageContext {
        let all = document.turns();
        if turns == 0 || all.is_empty() {
            return PassageContext::default();
        }
        let (first, last) = (
            document.turn_at(span.start as usize),
            document.turn_at(span.end.saturating_sub(1) as usize),
        );
        let whole = |turn: usize| ContextTurn {
            turn,
            words: all[turn].words,
        };
        let rest = |turn: usize, words: Span| {
            let words = if words.start < words.end {
                words.trim(&document.text)
            } else {
                None
            };
            words.map(|words| ContextTurn { turn, words })
        };
        let mut before: Vec<ContextTurn> =
            (first.saturating_sub(turns)..first).map(whole).collect();
        before.extend(rest(
            first,
            Span {
                start: all[first].words.start,
                end: span.start,
            },
        ));
        let mut after: Vec<ContextTurn> = rest(
            last,
            Span {
                start: span.end,
                end: all[last].words.end,
            },
        )
        .into_iter()
        .collect();
        after.extend((last + 1..(last + 1 + turns).min(all.len())).map(whole));
        PassageContext { before, after }
    }
}
