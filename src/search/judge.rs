//! Judging quotes and what is written: which of them a query means.
//!
//! First every field and leaf says which ones it could mean; only those that
//! the whole query could mean are read. See [`super`] for what a code field
//! makes of codings that merely overlap.

use super::bits::Bits;
use super::findings::Findings;
use super::ground::Ground;
use super::held::{Held, is_in};
use super::hits::Hits;
use super::leaf::Leaf;
use super::notes::Notes;
use super::query::{About, Expr, Field};
use super::quotes::Quotes;
use super::reading::Reader;
use crate::study::event::Target;
use crate::text::Span;
use std::borrow::Cow;

/// How a condition holds of a quote; later ones outweigh earlier ones in an OR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holds {
    No,
    /// A code is asked for, and only a coding that overlaps the quote has it.
    Near,
    /// Nothing is asked for that quotes carry.
    Plainly,
    /// The quote itself carries what is asked for: a code, a judgement, a theme.
    Own,
}

/// A tree whose fields have been looked up.
enum Branch {
    /// A leaf, and those that could hold it.
    Words(usize, Bits),
    /// A field, and whether it asks for something that quotes carry.
    Field(Held, bool),
    And(Vec<Branch>),
    Or(Vec<Branch>),
    Not(Box<Branch>),
}

/// The quotes that answer a query about quotes; `hits` has those that hold each leaf but patterns.
pub fn quotes<'a>(
    ground: &Ground<'_>,
    quotes: &'a Quotes,
    mut hits: Vec<Hits>,
    reader: &mut Reader,
) -> Findings<'a> {
    let patterns: Vec<bool> = ground
        .query
        .leaves
        .iter()
        .map(|leaf| matches!(leaf, Leaf::Pattern(_)))
        .collect();
    let words = |leaf: usize| {
        if patterns[leaf] {
            Bits::all(quotes.len())
        } else {
            hits[leaf].holding.clone()
        }
    };
    let tree = grow(&ground.query.expr, &words, &|field| {
        ground.quotes_with(quotes, field)
    });
    let possible = tree.possible(quotes.len(), &patterns);
    if patterns.contains(&true) {
        possible
            .iter()
            .for_each(|number| read(ground, quotes, number, reader, &mut hits));
    }
    let mut numbers = Bits::none(quotes.len());
    possible
        .iter()
        .filter(|number| tree.holds(*number, &hits) >= Holds::Plainly)
        .for_each(|number| numbers.insert(number));
    Findings::new(
        numbers,
        hits,
        &ground.query.wanted,
        Cow::Borrowed(&quotes.lengths),
    )
}

/// Reads a quote for the patterns.
fn read(
    ground: &Ground<'_>,
    quotes: &Quotes,
    number: usize,
    reader: &mut Reader,
    hits: &mut [Hits],
) {
    let quote = quotes.list[number];
    let Some(document) = ground.study.document(quote.document) else {
        return;
    };
    let turns = &ground.turns.places[quotes.turns(number)];
    for (leaf, hits) in ground
        .query
        .leaves
        .iter()
        .zip(hits)
        .filter(|(leaf, _)| matches!(leaf, Leaf::Pattern(_)))
    {
        let leaf = std::slice::from_ref(leaf);
        reader.read_across(&document.text, turns, quote.span, None, leaf, |_, place| {
            hits.add(number, 1, place.kin)
        });
    }
}

/// What is written that answers a query about it.
pub fn notes<'a>(
    ground: &Ground<'_>,
    quotes: &Quotes,
    notes: &Notes<'_>,
    reader: &mut Reader,
) -> Findings<'a> {
    let (leaves, count) = (&ground.query.leaves, notes.list.len());
    let mut hits = vec![Hits::none(count); leaves.len()];
    for (number, note) in notes.list.iter().enumerate().filter(|_| !leaves.is_empty()) {
        let all = Span::of(0, note.text.len());
        reader.read(
            note.text,
            all,
            all,
            notes.language,
            leaves,
            |leaf, place| hits[leaf].add(number, 1, place.kin),
        );
    }
    let tree = grow(
        &ground.query.expr,
        &|leaf| hits[leaf].holding.clone(),
        &|field| about(ground, quotes, notes, field),
    );
    let mut numbers = Bits::none(count);
    (0..count)
        .filter(|number| tree.holds(*number, &hits) >= Holds::Plainly)
        .for_each(|number| numbers.insert(number));
    let lengths = notes.list.iter().map(|note| note.text.len()).collect();
    Findings::new(numbers, hits, &ground.query.wanted, Cow::Owned(lengths))
}

/// For which notes a field holds: those on quotes as their quotes, the others by what they are on.
fn about(ground: &Ground<'_>, quotes: &Quotes, notes: &Notes<'_>, field: &Field) -> Held {
    let study = ground.study;
    let held = ground.quotes_with(quotes, field);
    let (mut near, mut own) = (Bits::none(notes.list.len()), Bits::none(notes.list.len()));
    let says = |on: Target, text: &str| match (on, field) {
        (Target::Document(on), Field::Document(asked)) => on == *asked,
        (Target::Document(on), Field::Language(asked)) => study
            .document(on)
            .is_some_and(|on| on.body.language == *asked),
        (Target::Code(on), Field::Coded { what, coder: None }) => {
            what.codes(study).is_none_or(|codes| codes.contains(&on))
        }
        (Target::Link(on), Field::Coded { what, coder: None }) => {
            let ends = study
                .link(on)
                .map_or_else(Vec::new, |link| vec![link.from, link.to]);
            what.codes(study)
                .is_none_or(|codes| ends.iter().any(|end| codes.contains(end)))
        }
        (Target::Link(on), Field::Judged { what: None, link }) => {
            link.is_none_or(|link| link == on)
        }
        (
            _,
            Field::Written {
                about: About::Memo,
                holds,
                plain,
            },
        ) => holds
            .as_ref()
            .is_none_or(|wanted| is_in(wanted, text, *plain)),
        _ => false,
    };
    for (number, (note, quote)) in notes.list.iter().zip(&notes.quotes).enumerate() {
        let (is_near, is_own) = match quote {
            Some(quote) => (held.near.has(*quote), held.own.has(*quote)),
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
    Held { near, own }
}

fn grow(expr: &Expr, words: &dyn Fn(usize) -> Bits, field: &dyn Fn(&Field) -> Held) -> Branch {
    let grow_all = |parts: &[Expr]| parts.iter().map(|part| grow(part, words, field)).collect();
    match expr {
        Expr::Words(leaf) => Branch::Words(*leaf, words(*leaf)),
        Expr::Field(asked) => Branch::Field(field(asked), asked.is_of_quotes()),
        Expr::And(parts) => Branch::And(grow_all(parts)),
        Expr::Or(parts) => Branch::Or(grow_all(parts)),
        Expr::Not(part) => Branch::Not(Box::new(grow(part, words, field))),
    }
}

impl Branch {
    /// The quotes that could be meant: all where a pattern has not been read.
    fn possible(&self, quotes: usize, patterns: &[bool]) -> Bits {
        match self {
            Branch::Words(_, holding) => holding.clone(),
            Branch::Field(held, _) => held.near.clone(),
            Branch::And(parts) => {
                let mut parts = parts.iter().map(|part| part.possible(quotes, patterns));
                let first = parts.next().unwrap_or_else(|| Bits::all(quotes));
                parts.fold(first, |all, part| all.and(&part))
            }
            Branch::Or(parts) => parts.iter().fold(Bits::none(quotes), |any, part| {
                any.or(&part.possible(quotes, patterns))
            }),
            Branch::Not(part) if part.has(patterns) => Bits::all(quotes),
            Branch::Not(part) => part.possible(quotes, patterns).not(),
        }
    }

    /// Whether any of these leaves is in it.
    fn has(&self, leaves: &[bool]) -> bool {
        match self {
            Branch::Words(leaf, _) => leaves[*leaf],
            Branch::Field(..) => false,
            Branch::And(parts) | Branch::Or(parts) => parts.iter().any(|part| part.has(leaves)),
            Branch::Not(part) => part.has(leaves),
        }
    }

    fn holds(&self, number: usize, hits: &[Hits]) -> Holds {
        match self {
            Branch::Words(leaf, _) if hits[*leaf].holding.has(number) => Holds::Plainly,
            Branch::Words(..) => Holds::No,
            Branch::Field(held, carried) => match (held.own.has(number), held.near.has(number)) {
                (true, _) if *carried => Holds::Own,
                (true, _) => Holds::Plainly,
                (false, true) => Holds::Near,
                (false, false) => Holds::No,
            },
            Branch::And(parts) => {
                // One thing of its own is enough; without any, a code that is merely near spoils
                // it.
                let mut all = Holds::Plainly;
                for part in parts {
                    all = match (part.holds(number, hits), all) {
                        (Holds::No, _) => return Holds::No,
                        (Holds::Own, _) | (_, Holds::Own) => Holds::Own,
                        (Holds::Near, _) | (_, Holds::Near) => Holds::Near,
                        (Holds::Plainly, Holds::Plainly | Holds::No) => Holds::Plainly,
                    };
                }
                all
            }
            Branch::Or(parts) => parts
                .iter()
                .map(|part| part.holds(number, hits))
                .max()
                .unwrap_or(Holds::No),
            Branch::Not(part) if part.holds(number, hits) == Holds::No => Holds::Plainly,
            Branch::Not(_) => Holds::No,
        }
    }
}
