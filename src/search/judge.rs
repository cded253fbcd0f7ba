//! Judging quotes: which of them a query means.
//!
//! First every field and leaf says which quotes it could mean; only those that
//! the whole query could mean are read. See [`super`] for what a code field
//! makes of codings that merely overlap.

use super::bits::Bits;
use super::ground::{Found, Ground};
use super::query::{Expr, Field, Topic};
use super::quotes::{Held, Quotes};
use super::reading::Reader;
use super::word::fold;
use crate::study::{Code, Id};
use std::collections::HashSet;

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

/// How often a leaf is in a quote, and whether exactly.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    places: u32,
    exact: bool,
}

/// The quotes that answer a query about quotes.
pub fn quotes(ground: &Ground<'_>, quotes: &Quotes, reader: &mut Reader) -> Vec<Found> {
    let tree = grow(ground, quotes, &ground.query.expr);
    let mut found = Vec::new();
    let mut counts = vec![Count::default(); ground.hits.len()];
    for number in tree.possible(quotes.len()).iter() {
        counts.fill(Count::default());
        if !counts.is_empty() {
            count(ground, quotes, number, reader, &mut counts);
        }
        if tree.holds(number, &counts) >= Holds::Plainly {
            let length = quotes.list[number].span.len();
            let leaves = counts.iter().zip(&ground.weights).zip(&ground.query.wanted).filter(|(_, wanted)| **wanted);
            let score = leaves.map(|((count, weight), _)| weight.score(count.places, count.exact, length)).sum();
            found.push(Found { number, score });
        }
    }
    found
}

/// Reads a quote for all leaves.
fn count(ground: &Ground<'_>, quotes: &Quotes, number: usize, reader: &mut Reader, counts: &mut [Count]) {
    let quote = quotes.list[number];
    let (Some(document), Some(shelved)) = (ground.study.document(quote.document), ground.turns.shelved(quote.document)) else {
        return;
    };
    let turns = &ground.turns.places[quotes.turns(number)];
    reader.read_across(&document.text, turns, quote.span, shelved.language, &ground.query.leaves, |leaf, place| {
        counts[leaf].places += 1;
        counts[leaf].exact |= place.exact;
    });
}

fn grow(ground: &Ground<'_>, quotes: &Quotes, expr: &Expr) -> Branch {
    let grow_all = |parts: &[Expr]| parts.iter().map(|part| grow(ground, quotes, part)).collect();
    match expr {
        Expr::Words(leaf) => Branch::Words(*leaf, quotes.touching(&ground.hits[*leaf].turns)),
        Expr::Field(field) => Branch::Field(held(ground, quotes, field), field.is_of_quotes()),
        Expr::And(parts) => Branch::And(grow_all(parts)),
        Expr::Or(parts) => Branch::Or(grow_all(parts)),
        Expr::Not(part) => Branch::Not(Box::new(grow(ground, quotes, part))),
    }
}

fn held(ground: &Ground<'_>, quotes: &Quotes, field: &Field) -> Held {
    let study = ground.study;
    match field {
        Field::Coded { what, coder } => {
            let codes: Option<HashSet<Id<Code>>> = match what {
                Topic::Any => None,
                Topic::Code(code) => Some(study.subtree(*code)),
                Topic::Kind(kind) => Some(study.codes().filter(|code| code.body.kind == *kind).map(|code| code.id).collect()),
            };
            quotes.coded(|code| codes.as_ref().is_none_or(|codes| codes.contains(&code)), coder.as_ref())
        }
        Field::Judged { what, link } => {
            let all = study.theories().flat_map(|theory| study.links_of(theory)).map(|link| link.id);
            let links = all.filter(|id| link.is_none_or(|link| link == *id));
            let judged = links.flat_map(|link| study.polarities(link));
            quotes.just(judged.filter(|(_, polarity)| what.is_none_or(|what| what == *polarity)).map(|(quote, _)| quote))
        }
        Field::Theme(wanted) => {
            let meant =
                |theme: &str| !theme.is_empty() && wanted.as_ref().is_none_or(|wanted| fold(theme).contains(wanted.as_str()));
            quotes.just(study.condensations().filter(|(_, condensed)| meant(&condensed.theme)).map(|(quote, _)| quote))
        }
        Field::Informant(_) | Field::Document(_) | Field::Language(_) | Field::Uncoded => {
            quotes.beginning(&ground.turns_with(field))
        }
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
