//! Which part of each passage a bulk change applies to.

use super::Passage;
use crate::study::{Code, Document, Id, Study, theory::QuoteAt};
use crate::text::{Span, boundary, overlap::OverlapIndex};
use std::collections::{BTreeSet, HashMap};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodingExtent {
    /// The whole passage: the quote, or the turn.
    Passage,
    /// Every turn that the passage overlaps.
    Turn,
    /// The sentences of the passage that contain a match.
    Sentence,
    /// Only the matches.
    Match,
}

/// Quotes of many passages, separated from those of the interviewer alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpokenQuotes {
    /// Spoken at least in part by someone other than the interviewer.
    pub quotes: Vec<QuoteAt>,
    pub interviewer_only: Vec<QuoteAt>,
}

/// The quotes of a bulk coding, separated from those that are coded already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodingPlan {
    /// In reading order.
    pub quotes: Vec<QuoteAt>,
    /// Quotes that already have all the codes from this coder, directly or inside a longer coding.
    pub already_coded: usize,
}

impl CodingExtent {
    /// The selected spans in reading order, without duplicates.
    pub fn of(self, study: &Study, passages: &[Passage]) -> Vec<QuoteAt> {
        let mut meant = BTreeSet::new();
        for passage in passages {
            if let Some(document) = study.document(passage.document) {
                meant.extend(
                    self.spans(document, passage)
                        .into_iter()
                        .map(|span| QuoteAt {
                            document: document.id,
                            span,
                        }),
                );
            }
        }
        meant.into_iter().collect()
    }

    fn spans(self, document: &Document, passage: &Passage) -> Vec<Span> {
        let text = &document.text;
        match self {
            CodingExtent::Passage => vec![passage.span],
            CodingExtent::Match => {
                let inside = passage
                    .matches
                    .iter()
                    .filter_map(|place| place.intersection(passage.span));
                inside
                    .filter_map(|place| Span::snap(text, place.range()).ok())
                    .collect()
            }
            CodingExtent::Sentence => {
                // Turn by turn, because a sentence never continues in another speaker's turn.
                let spoken = document
                    .turns()
                    .iter()
                    .filter_map(|turn| turn.words.intersection(passage.span));
                let sentences = spoken.flat_map(|words| boundary::sentences(text, words));
                let asked = |sentence: &Span| {
                    passage
                        .matches
                        .iter()
                        .any(|place| place.overlaps(*sentence))
                };
                sentences
                    .filter(asked)
                    .filter_map(|sentence| Span::snap(text, sentence.range()).ok())
                    .collect()
            }
            CodingExtent::Turn => {
                let last = document.turn_at(passage.span.end.saturating_sub(1) as usize);
                let turns = document
                    .turns()
                    .get(passage.turn..=last)
                    .unwrap_or_default();
                turns
                    .iter()
                    .filter_map(|turn| Span::snap(text, turn.words.range()).ok())
                    .collect()
            }
        }
    }
}

impl SpokenQuotes {
    pub fn of(study: &Study, quotes: Vec<QuoteAt>) -> SpokenQuotes {
        let (asked, quotes) = quotes
            .into_iter()
            .partition(|quote| study.is_interviewers(*quote));
        SpokenQuotes {
            quotes,
            interviewer_only: asked,
        }
    }
}

impl CodingPlan {
    /// Leaves out the quotes that `coder` has coded under all of `codes` already.
    pub fn of(study: &Study, quotes: Vec<QuoteAt>, codes: &[Id<Code>], coder: &str) -> CodingPlan {
        let mut known: HashMap<(Id<Document>, Id<Code>), OverlapIndex> = HashMap::new();
        let mut uncoded = CodingPlan::default();
        for quote in quotes {
            let covered = codes.iter().all(|code| {
                let codings = known.entry((quote.document, *code)).or_insert_with(|| {
                    let own = study
                        .codings_in(quote.document)
                        .filter(|coding| coding.code == *code && *coding.coder == *coder);
                    OverlapIndex::new(&own.map(|coding| coding.span).collect::<Vec<_>>())
                });
                let mut covers = false;
                codings.for_each_overlapping(quote.span, |_, span| {
                    covers |= span.start <= quote.span.start && quote.span.end <= span.end
                });
                covers
            });
            if covered {
                uncoded.already_coded += 1;
            } else {
                uncoded.quotes.push(quote);
            }
        }
        uncoded
    }
}
