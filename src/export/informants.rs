//! Informants as a table: who they are, and how much of the study is theirs.

use super::{Cell, Column, Table, privacy::Privacy, privacy::Shield, traits::traits};
use crate::study::{Id, Informant, quote::CodedText};
use crate::text::{Span, boundary};
use std::collections::{BTreeSet, HashMap};

/// How much is an informant's.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    documents: usize,
    turns: usize,
    words: usize,
    quotes: usize,
    codings: usize,
}

/// A table of all informants, one in a row, with a column for every attribute that any of them has.
/// Attributes are for those who work on the study; in public there is of role and department only
/// what enough informants have in common, and nobody where informants are few.
#[must_use]
pub fn informants(shield: Shield<'_>) -> Table {
    let study = shield.study();
    let attributes: BTreeSet<&str> = match shield.privacy() {
        Privacy::Internal => study
            .informants()
            .flat_map(|informant| informant.body.attributes.keys())
            .map(String::as_str)
            .collect(),
        _ => BTreeSet::new(),
    };
    let mut columns = vec![
        Column::words("informant", "Informant"),
        Column::words("role", "Role"),
        Column::words("department", "Department"),
    ];
    columns.extend(
        attributes
            .iter()
            .map(|name| Column::words((*name).to_owned(), *name)),
    );
    columns.extend([
        Column::numbers("documents", "Documents"),
        Column::numbers("turns", "Turns"),
        Column::numbers("words", "Words"),
        Column::numbers("quotes", "Quotes"),
        Column::numbers("codings", "Codings"),
    ]);
    let shares = shares(shield);
    let mut traits = traits(&shield);
    let few = !shield.shows(study.informants().count());
    let rows = study.informants().filter(|_| !few).map(|informant| {
        let mut row: Vec<Cell> = vec![shield.informant(informant.id).into()];
        row.extend(
            traits
                .remove(&informant.id)
                .unwrap_or_default()
                .map(Cell::from),
        );
        row.extend(
            attributes
                .iter()
                .map(|name| Cell::from(informant.body.attributes.get(*name).map(String::as_str))),
        );
        let Share {
            documents,
            turns,
            words,
            quotes,
            codings,
        } = shares.get(&informant.id).copied().unwrap_or_default();
        row.extend([documents, turns, words, quotes, codings].map(Cell::from));
        row
    });
    let rows = rows.collect();
    let mut notes: Vec<String> = shield.note().into_iter().collect();
    notes.extend(few.then(|| {
        format!(
            "There are fewer than {} informants: none is listed.",
            shield.small()
        )
    }));
    Table {
        title: Some(format!("Informants of {}", study.title)),
        columns,
        rows,
        notes,
    }
}

fn shares(shield: Shield<'_>) -> HashMap<Id<Informant>, Share> {
    let study = shield.study();
    let mut shares: HashMap<Id<Informant>, Share> = HashMap::new();
    for document in study.documents() {
        let mut here: BTreeSet<Id<Informant>> = BTreeSet::new();
        for turn in document.turns().iter() {
            let Some(id) = document.informant(turn) else {
                continue;
            };
            let share = shares.entry(id).or_default();
            share.turns += 1;
            share.words += boundary::count_words(turn.words.text(&document.text));
            share.documents += usize::from(here.insert(id));
        }
        let coded = CodedText::new(study, document);
        let mut last: Option<Span> = None;
        for coding in &coded.codings {
            let Some(id) = document.informant_of(coding.span) else {
                continue;
            };
            let share = shares.entry(id).or_default();
            share.codings += 1;
            // Codings come by place: those of the same words are neighbours and one quote.
            share.quotes += usize::from(last.replace(coding.span) != Some(coding.span));
        }
    }
    shares
}
