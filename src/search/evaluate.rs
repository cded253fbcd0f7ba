//! Evaluates a query over quotes and over notes.
//!
//! Field filters and indexed clauses first narrow the candidates; only the remaining ones are read
//! for regular expressions. See [`super`] for how code filters treat codings that merely overlap.

use super::bits::BitSet;
use super::eval_context::EvalContext;
use super::field_match::{FieldMatch, contains_folded};
use super::hits::ClauseHits;
use super::notes::SearchableNotes;
use super::query::{Expr, FieldFilter, NoteKind};
use super::quotes::Quotes;
use super::ranked_hits::RankedHits;
use super::text_clause::TextClause;
use super::word_reader::WordReader;
use crate::study::event::MemoTarget;
use crate::text::Span;
use std::borrow::Cow;

/// How well a condition matches a quote, weakest first; OR takes the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MatchStrength {
    NoMatch,
    /// A code filter that only an overlapping coding satisfies.
    Overlapping,
    /// Satisfied, without involving anything attached to quotes.
    Unspecific,
    /// The quote itself has the code, judgement or theme.
    Exact,
}

/// A query whose field filters have been evaluated.
enum ConditionTree {
    /// A clause, and the candidates for it.
    Words(usize, BitSet),
    /// A field filter, and whether it concerns something attached to quotes.
    Field(FieldMatch, bool),
    And(Vec<ConditionTree>),
    Or(Vec<ConditionTree>),
    Not(Box<ConditionTree>),
}

/// The quotes matching a query about quotes. `hits` has the matches of every clause except regular
/// expressions.
pub fn evaluate_quotes<'a>(
    context: &EvalContext<'_>,
    quotes: &'a Quotes,
    mut hits: Vec<ClauseHits>,
    reader: &mut WordReader,
) -> RankedHits<'a> {
    let patterns: Vec<bool> = context
        .query
        .clauses
        .iter()
        .map(|clause| matches!(clause, TextClause::Pattern(_)))
        .collect();
    let words = |clause: usize| {
        if patterns[clause] {
            BitSet::all(quotes.len())
        } else {
            hits[clause].matching.clone()
        }
    };
    let tree = build_tree(&context.query.expr, &words, &|field| {
        context.quotes_with(quotes, field)
    });
    let possible = tree.candidates(quotes.len(), &patterns);
    if patterns.contains(&true) {
        possible
            .iter()
            .for_each(|number| read_for_patterns(context, quotes, number, reader, &mut hits));
    }
    let mut numbers = BitSet::none(quotes.len());
    possible
        .iter()
        .filter(|number| tree.evaluate(*number, &hits) >= MatchStrength::Unspecific)
        .for_each(|number| numbers.insert(number));
    RankedHits::new(
        numbers,
        hits,
        &context.query.wanted,
        Cow::Borrowed(&quotes.lengths),
    )
}

/// Adds the matches of regular expressions in one quote.
fn read_for_patterns(
    context: &EvalContext<'_>,
    quotes: &Quotes,
    number: usize,
    reader: &mut WordReader,
    hits: &mut [ClauseHits],
) {
    let quote = quotes.list[number];
    let Some(document) = context.study.document(quote.document) else {
        return;
    };
    let turns = &context.turns.records[quotes.turns(number)];
    for (clause, hits) in context
        .query
        .clauses
        .iter()
        .zip(hits)
        .filter(|(clause, _)| matches!(clause, TextClause::Pattern(_)))
    {
        let clause = std::slice::from_ref(clause);
        reader.read_across(
            &document.text,
            turns,
            quote.span,
            None,
            clause,
            |_, place| hits.add(number, 1, place.kind),
        );
    }
}

/// The notes matching a query about notes.
pub fn evaluate_notes<'a>(
    context: &EvalContext<'_>,
    quotes: &Quotes,
    notes: &SearchableNotes<'_>,
    reader: &mut WordReader,
) -> RankedHits<'a> {
    let (clauses, count) = (&context.query.clauses, notes.list.len());
    let mut hits = vec![ClauseHits::none(count); clauses.len()];
    for (number, note) in notes
        .list
        .iter()
        .enumerate()
        .filter(|_| !clauses.is_empty())
    {
        let all = Span::of(0, note.text.len());
        reader.read(
            note.text,
            all,
            all,
            notes.language,
            clauses,
            |clause, place| hits[clause].add(number, 1, place.kind),
        );
    }
    let tree = build_tree(
        &context.query.expr,
        &|clause| hits[clause].matching.clone(),
        &|field| match_notes(context, quotes, notes, field),
    );
    let mut numbers = BitSet::none(count);
    (0..count)
        .filter(|number| tree.evaluate(*number, &hits) >= MatchStrength::Unspecific)
        .for_each(|number| numbers.insert(number));
    let lengths = notes.list.iter().map(|note| note.text.len()).collect();
    RankedHits::new(numbers, hits, &context.query.wanted, Cow::Owned(lengths))
}

/// Notes matching a field filter: notes on quotes match as their quotes do, others by what they are
/// attached to.
fn match_notes(
    context: &EvalContext<'_>,
    quotes: &Quotes,
    notes: &SearchableNotes<'_>,
    field: &FieldFilter,
) -> FieldMatch {
    let study = context.study;
    let held = context.quotes_with(quotes, field);
    let (mut near, mut own) = (
        BitSet::none(notes.list.len()),
        BitSet::none(notes.list.len()),
    );
    let says = |on: MemoTarget, text: &str| match (on, field) {
        (MemoTarget::Document(on), FieldFilter::Document(asked)) => on == *asked,
        (MemoTarget::Document(on), FieldFilter::Language(asked)) => study
            .document(on)
            .is_some_and(|on| on.body.language == *asked),
        (MemoTarget::Code(on), FieldFilter::Coded { what, coder: None }) => {
            what.codes(study).is_none_or(|codes| codes.contains(&on))
        }
        (MemoTarget::Link(on), FieldFilter::Coded { what, coder: None }) => {
            let ends = study
                .link(on)
                .map_or_else(Vec::new, |link| vec![link.from, link.to]);
            what.codes(study)
                .is_none_or(|codes| ends.iter().any(|end| codes.contains(end)))
        }
        (MemoTarget::Link(on), FieldFilter::Judged { what: None, link }) => {
            link.is_none_or(|link| link == on)
        }
        (
            _,
            FieldFilter::Written {
                about: NoteKind::Memo,
                holds,
                plain,
            },
        ) => holds
            .as_ref()
            .is_none_or(|wanted| contains_folded(wanted, text, *plain)),
        _ => false,
    };
    for (number, (note, quote)) in notes.list.iter().zip(&notes.quotes).enumerate() {
        let (is_near, is_own) = match quote {
            Some(quote) => (held.overlapping.has(*quote), held.exact.has(*quote)),
            None => {
                let says = says(note.on, note.text);
                (says, says)
            }
        };
        if is_near {
            near.insert(number);
        }
        if is_own {
            own.insert(number);
        }
    }
    FieldMatch {
        overlapping: near,
        exact: own,
    }
}

fn build_tree(
    expr: &Expr,
    words: &dyn Fn(usize) -> BitSet,
    field: &dyn Fn(&FieldFilter) -> FieldMatch,
) -> ConditionTree {
    let grow_all = |parts: &[Expr]| {
        parts
            .iter()
            .map(|part| build_tree(part, words, field))
            .collect()
    };
    match expr {
        Expr::Words(clause) => ConditionTree::Words(*clause, words(*clause)),
        Expr::Field(asked) => ConditionTree::Field(field(asked), asked.is_of_quotes()),
        Expr::And(parts) => ConditionTree::And(grow_all(parts)),
        Expr::Or(parts) => ConditionTree::Or(grow_all(parts)),
        Expr::Not(part) => ConditionTree::Not(Box::new(build_tree(part, words, field))),
    }
}

impl ConditionTree {
    /// A superset of the matching quotes: a regular expression that has not been run yet may match
    /// any.
    fn candidates(&self, quotes: usize, patterns: &[bool]) -> BitSet {
        match self {
            ConditionTree::Words(_, holding) => holding.clone(),
            ConditionTree::Field(held, _) => held.overlapping.clone(),
            ConditionTree::And(parts) => {
                let mut parts = parts.iter().map(|part| part.candidates(quotes, patterns));
                let first = parts.next().unwrap_or_else(|| BitSet::all(quotes));
                parts.fold(first, |all, part| all.and(&part))
            }
            ConditionTree::Or(parts) => parts.iter().fold(BitSet::none(quotes), |any, part| {
                any.or(&part.candidates(quotes, patterns))
            }),
            ConditionTree::Not(part) if part.has(patterns) => BitSet::all(quotes),
            ConditionTree::Not(part) => part.candidates(quotes, patterns).not(),
        }
    }

    /// Returns whether any of these clauses occurs in the tree.
    fn has(&self, clauses: &[bool]) -> bool {
        match self {
            ConditionTree::Words(clause, _) => clauses[*clause],
            ConditionTree::Field(..) => false,
            ConditionTree::And(parts) | ConditionTree::Or(parts) => {
                parts.iter().any(|part| part.has(clauses))
            }
            ConditionTree::Not(part) => part.has(clauses),
        }
    }

    fn evaluate(&self, number: usize, hits: &[ClauseHits]) -> MatchStrength {
        match self {
            ConditionTree::Words(clause, _) if hits[*clause].matching.has(number) => {
                MatchStrength::Unspecific
            }
            ConditionTree::Words(..) => MatchStrength::NoMatch,
            ConditionTree::Field(held, carried) => {
                match (held.exact.has(number), held.overlapping.has(number)) {
                    (true, _) if *carried => MatchStrength::Exact,
                    (true, _) => MatchStrength::Unspecific,
                    (false, true) => MatchStrength::Overlapping,
                    (false, false) => MatchStrength::NoMatch,
                }
            }
            ConditionTree::And(parts) => {
                // One exact match is enough. Without any, a code that only overlaps demotes the
                // whole AND.
                let mut all = MatchStrength::Unspecific;
                for part in parts {
                    all = match (part.evaluate(number, hits), all) {
                        (MatchStrength::NoMatch, _) => return MatchStrength::NoMatch,
                        (MatchStrength::Exact, _) | (_, MatchStrength::Exact) => {
                            MatchStrength::Exact
                        }
                        (MatchStrength::Overlapping, _) | (_, MatchStrength::Overlapping) => {
                            MatchStrength::Overlapping
                        }
                        (
                            MatchStrength::Unspecific,
                            MatchStrength::Unspecific | MatchStrength::NoMatch,
                        ) => MatchStrength::Unspecific,
                    };
                }
                all
            }
            ConditionTree::Or(parts) => parts
                .iter()
                .map(|part| part.evaluate(number, hits))
                .max()
                .unwrap_or(MatchStrength::NoMatch),
            ConditionTree::Not(part) if part.evaluate(number, hits) == MatchStrength::NoMatch => {
                MatchStrength::Unspecific
            }
            ConditionTree::Not(_) => MatchStrength::NoMatch,
        }
    }
}
