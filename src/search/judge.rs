//! Judging quotes and what is written: which of them a query means.
//!
//! First every field and leaf says which ones it could mean; only those that
//! the whole query could mean are read. See [`super`] for what a code field
//! makes of codings that merely overlap.

use super::bits::Bits;
use super::ground::{Found, Ground};
use super::held::{Held, is_in};
use super::hits::Count;
use super::notes::Notes;
use super::query::{About, Expr, Field};
use super::quotes::Quotes;
use super::rank::Weight;
use super::reading::Reader;
use crate::study::event::Target;
use crate::text::Span;

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
    Words(usize, Bits),
    Field(Held, bool),
    And(Vec<Branch>),
    Or(Vec<Branch>),
    Not(Box<Branch>),
}

/// The quotes that answer a query about quotes.
pub fn quotes(ground: &Ground<'_>, quotes: &Quotes, reader: &mut Reader) -> Vec<Found> {
    let field =
        |field: &Field| if field.is_of_quotes() { quotes.held(ground.study, field) } else { beginning(ground, quotes, field) };
    let tree = grow(&ground.query.expr, &|leaf| quotes.touching(&ground.hits[leaf].turns), &field);
    let mut found = Vec::new();
    let mut counts = vec![Count::default(); ground.hits.len()];
    for number in tree.possible(quotes.len()).iter() {
        counts.fill(Count::default());
        if !counts.is_empty() {
            count(ground, quotes, number, reader, &mut counts);
        }
        if tree.holds(number, &counts) >= Holds::Plainly {
            let length = quotes.list[number].span.len();
            found.push(Found { number, score: score(ground, &ground.weights, &counts, length) });
        }
    }
    found
}

fn beginning(ground: &Ground<'_>, quotes: &Quotes, field: &Field) -> Held {
    quotes.beginning(&ground.turns_with(field))
}

fn score(ground: &Ground<'_>, weights: &[Weight], counts: &[Count], length: usize) -> f32 {
    let leaves = counts.iter().zip(weights).zip(&ground.query.wanted).filter(|(_, wanted)| **wanted);
    leaves.map(|((count, weight), _)| weight.score(*count, length)).sum()
}

/// Reads a quote for all leaves.
fn count(ground: &Ground<'_>, quotes: &Quotes, number: usize, reader: &mut Reader, counts: &mut [Count]) {
    let quote = quotes.list[number];
    let (Some(document), Some(shelved)) = (ground.study.document(quote.document), ground.turns.shelved(quote.document)) else {
        return;
    };
    let turns = &ground.turns.places[quotes.turns(number)];
    reader.read_across(&document.text, turns, quote.span, shelved.language, &ground.query.leaves, |leaf, place| {
        counts[leaf].add(1, place.kin);
    });
}

/// What is written that answers a query about it.
pub fn notes(ground: &Ground<'_>, quotes: &Quotes, notes: &Notes<'_>, reader: &mut Reader) -> Vec<Found> {
    let leaves = &ground.query.leaves;
    let mut counts = vec![Count::default(); notes.list.len() * leaves.len()];
    let mut holding = vec![0; leaves.len()];
    for (number, note) in notes.list.iter().enumerate().filter(|_| !leaves.is_empty()) {
        let own = &mut counts[number * leaves.len()..][..leaves.len()];
        let all = Span::of(0, note.text.len());
        reader.read(note.text, all, all, notes.language, leaves, |leaf, place| own[leaf].add(1, place.kin));
        own.iter().zip(&mut holding).filter(|(count, _)| count.places > 0).for_each(|(_, holding)| *holding += 1);
    }
    let mean = notes.list.iter().map(|note| note.text.len()).sum::<usize>() as f32 / notes.list.len().max(1) as f32;
    let weights: Vec<Weight> = holding.iter().map(|holding| Weight::new(notes.list.len(), *holding, mean)).collect();
    let tree = grow(&ground.query.expr, &|_| Bits::all(notes.list.len()), &|field| about(ground, quotes, notes, field));
    let mut found = Vec::new();
    for (number, note) in notes.list.iter().enumerate() {
        let own = &counts[number * leaves.len()..][..leaves.len()];
        if tree.holds(number, own) >= Holds::Plainly {
            found.push(Found { number, score: score(ground, &weights, own, note.text.len()) });
        }
    }
    found
}

/// For which notes a field holds: those on quotes as their quotes, the others by what they are on.
fn about(ground: &Ground<'_>, quotes: &Quotes, notes: &Notes<'_>, field: &Field) -> Held {
    let study = ground.study;
    let held = if field.is_of_quotes() { quotes.held(study, field) } else { beginning(ground, quotes, field) };
    let (mut near, mut own) = (Bits::none(notes.list.len()), Bits::none(notes.list.len()));
    let says = |on: Target, text: &str| match (on, field) {
        (Target::Document(on), Field::Document(asked)) => on == *asked,
        (Target::Document(on), Field::Language(asked)) => study.document(on).is_some_and(|on| on.body.language == *asked),
        (Target::Code(on), Field::Coded { what, coder: None }) => what.codes(study).is_none_or(|codes| codes.contains(&on)),
        (Target::Link(on), Field::Coded { what, coder: None }) => {
            let ends = study.link(on).map_or_else(Vec::new, |link| vec![link.from, link.to]);
            what.codes(study).is_none_or(|codes| ends.iter().any(|end| codes.contains(end)))
        }
        (Target::Link(on), Field::Judged { what: None, link }) => link.is_none_or(|link| link == on),
        (_, Field::Written { about: About::Memo, holds, plain }) => holds.as_ref().is_none_or(|wanted| is_in(wanted, text, *plain)),
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
    /// The quotes that could be meant: words count wherever they touch.
    fn possible(&self, quotes: usize) -> Bits {
        match self {
            Branch::Words(_, touching) => touching.clone(),
            Branch::Field(held, _) => held.near.clone(),
            Branch::And(parts) => parts.iter().fold(Bits::all(quotes), |all, part| all.and(&part.possible(quotes))),
            Branch::Or(parts) => parts.iter().fold(Bits::none(quotes), |any, part| any.or(&part.possible(quotes))),
            // A quote may touch a turn that holds a word and not hold it itself.
            Branch::Not(part) if part.has_words() => Bits::all(quotes),
            Branch::Not(part) => part.possible(quotes).not(),
        }
    }

    fn has_words(&self) -> bool {
        match self {
            Branch::Words(..) => true,
            Branch::Field(..) => false,
            Branch::And(parts) | Branch::Or(parts) => parts.iter().any(Branch::has_words),
            Branch::Not(part) => part.has_words(),
        }
    }

    fn holds(&self, quote: usize, counts: &[Count]) -> Holds {
        match self {
            Branch::Words(leaf, _) if counts[*leaf].places > 0 => Holds::Plainly,
            Branch::Words(..) => Holds::No,
            Branch::Field(held, carried) => match (held.own.has(quote), held.near.has(quote)) {
                (true, _) if *carried => Holds::Own,
                (true, _) => Holds::Plainly,
                (false, true) => Holds::Near,
                (false, false) => Holds::No,
            },
            Branch::And(parts) => {
                let all: Vec<Holds> = parts.iter().map(|part| part.holds(quote, counts)).collect();
                // One thing of its own is enough; without any, a code that is merely near spoils it.
                [Holds::No, Holds::Own, Holds::Near].into_iter().find(|holds| all.contains(holds)).unwrap_or(Holds::Plainly)
            }
            Branch::Or(parts) => parts.iter().map(|part| part.holds(quote, counts)).max().unwrap_or(Holds::No),
            Branch::Not(part) if part.holds(quote, counts) == Holds::No => Holds::Plainly,
            Branch::Not(_) => Holds::No,
        }
    }
}
