//! Evaluates a query over turns, quotes or notes: words and fields are sets of them, and AND, OR
//! and NOT are algebra on these sets.
//!
//! See [`super`] for how code filters treat codings that merely overlap.

use super::bits::BitSet;
use super::fields::{EvalContext, FieldMatch};
use super::hits::ClauseHits;
use super::notes::{SearchableNotes, match_notes};
use super::query::{Expr, FieldFilter};
use super::quote_words::{QuoteNumbering, QuoteWordIndex};
use super::quotes::Quotes;
use super::rank::RankedHits;
use super::text_clause::TextClause;
use super::word_reader::WordReader;
use crate::text::Span;
use std::borrow::Cow;

/// The turns, quotes or notes that match a part of a query, by how well; each set is part of the
/// one before.
struct Matching {
    /// Including those where a code filter is satisfied by an overlapping coding only.
    any: BitSet,
    /// Without those: the results, if this is the whole query.
    fit: BitSet,
    /// Those that have a code, judgement or theme asked for themselves.
    exact: BitSet,
}

/// What the parts of a query mean.
struct Sets<'a> {
    /// How many turns, quotes or notes there are.
    bound: usize,
    words: &'a dyn Fn(usize) -> BitSet,
    field: &'a dyn Fn(&FieldFilter) -> FieldMatch,
    /// The clauses that have not been looked up yet: any turn, quote or note may match.
    open: &'a [bool],
}

impl Sets<'_> {
    fn of(&self, expr: &Expr) -> Matching {
        let same = |fit: BitSet| Matching {
            any: fit.clone(),
            fit,
            exact: BitSet::none(self.bound),
        };
        let parts =
            |parts: &[Expr]| -> Vec<Matching> { parts.iter().map(|part| self.of(part)).collect() };
        match expr {
            Expr::Words(clause) if self.is_open(*clause) => same(BitSet::all(self.bound)),
            Expr::Words(clause) => same((self.words)(*clause)),
            Expr::Field(asked) => {
                let FieldMatch { overlapping, exact } = (self.field)(asked);
                if !asked.is_of_quotes() {
                    return same(exact);
                }
                Matching {
                    any: overlapping.or(&exact),
                    fit: exact.clone(),
                    exact,
                }
            }
            Expr::And(all) => {
                let mut all = parts(all).into_iter();
                let first = all.next().unwrap_or_else(|| same(BitSet::all(self.bound)));
                // One exact match is enough. Without any, a code that only overlaps demotes the
                // whole AND.
                let all = all.fold(first, |all, part| Matching {
                    any: all.any.and(&part.any),
                    fit: all.fit.and(&part.fit),
                    exact: all.exact.or(&part.exact),
                });
                let exact = all.exact.and(&all.any);
                Matching {
                    fit: all.fit.or(&exact),
                    any: all.any,
                    exact,
                }
            }
            Expr::Or(any) => {
                let none = same(BitSet::none(self.bound));
                parts(any).into_iter().fold(none, |any, part| Matching {
                    any: any.any.or(&part.any),
                    fit: any.fit.or(&part.fit),
                    exact: any.exact.or(&part.exact),
                })
            }
            Expr::Not(part) => {
                let is_open =
                    |part: &Expr| matches!(part, Expr::Words(clause) if self.is_open(*clause));
                if part.any(&is_open) {
                    same(BitSet::all(self.bound))
                } else {
                    same(self.of(part).any.not())
                }
            }
        }
    }

    fn is_open(&self, clause: usize) -> bool {
        self.open.get(clause).is_some_and(|open| *open)
    }
}

/// The turns matching a query about turns; `hits` are the matches of each clause.
pub fn evaluate_turns<'a>(context: &EvalContext<'a>, hits: Vec<ClauseHits>) -> RankedHits<'a> {
    let sets = Sets {
        bound: context.turns.len(),
        words: &|clause| hits[clause].matching.clone(),
        field: &|field| FieldMatch::exact_only(context.turns_with(field)),
        open: &[],
    };
    let numbers = sets.of(&context.query.expr).fit;
    RankedHits::new(
        numbers,
        hits,
        &context.query.wanted,
        Cow::Borrowed(&context.turns.lengths),
    )
}

/// The quotes matching each clause except regular expressions: the words of quotes are counted, and
/// anything longer is read in those that have all its words.
pub fn quote_hits(
    context: &EvalContext<'_>,
    quotes: &Quotes,
    words: &QuoteWordIndex,
    numbered: &QuoteNumbering,
    reader: &mut WordReader,
) -> Vec<ClauseHits> {
    let mut hits = vec![ClauseHits::none(quotes.len()); context.query.clauses.len()];
    for (clause, hits) in context.query.clauses.iter().zip(&mut hits) {
        let proposed = match clause {
            TextClause::Pattern(_) => continue,
            TextClause::Phrase(row) if row.len() == 1 => {
                words.count(&row[0], numbered, reader, hits);
                continue;
            }
            TextClause::Phrase(row) => words.propose(row, numbered, reader),
            TextClause::Proximity { left, right, .. } => {
                words.propose(left.iter().chain(right), numbered, reader)
            }
        };
        quotes.read(
            context.study,
            context.turns,
            &proposed,
            clause,
            reader,
            hits,
        );
    }
    hits
}

/// The quotes matching a query about quotes. `hits` has the matches of every clause except regular
/// expressions: those are read only in the quotes that everything else leaves over.
pub fn evaluate_quotes<'a>(
    context: &EvalContext<'_>,
    quotes: &'a Quotes,
    mut hits: Vec<ClauseHits>,
    reader: &mut WordReader,
) -> RankedHits<'a> {
    let clauses = &context.query.clauses;
    let open: Vec<bool> = clauses.iter().map(TextClause::is_pattern).collect();
    let matching = |hits: &[ClauseHits], open: &[bool]| {
        let sets = Sets {
            bound: quotes.len(),
            words: &|clause| hits[clause].matching.clone(),
            field: &|field| context.quotes_with(quotes, field),
            open,
        };
        sets.of(&context.query.expr)
    };
    if open.contains(&true) {
        let possible = matching(&hits, &open).any;
        for (clause, hits) in clauses.iter().zip(&mut hits) {
            if clause.is_pattern() {
                quotes.read(
                    context.study,
                    context.turns,
                    &possible,
                    clause,
                    reader,
                    hits,
                );
            }
        }
    }
    let numbers = matching(&hits, &[]).fit;
    RankedHits::new(
        numbers,
        hits,
        &context.query.wanted,
        Cow::Borrowed(&quotes.lengths),
    )
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
    for (number, note) in notes.list.iter().enumerate() {
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
    let sets = Sets {
        bound: count,
        words: &|clause| hits[clause].matching.clone(),
        field: &|field| match_notes(context, quotes, notes, field),
        open: &[],
    };
    let numbers = sets.of(&context.query.expr).fit;
    let lengths = notes.list.iter().map(|note| note.text.len()).collect();
    RankedHits::new(numbers, hits, &context.query.wanted, Cow::Owned(lengths))
}
