//! Informants as a table: who they are, and how much of the material is theirs.

use super::{
    ExportCell, ExportColumn, ExportTable, informant_traits::informant_traits, privacy::Privacy,
    privacy::PrivacyFilter,
};
use crate::study::{Id, Informant, quote::CodedText};
use crate::text::{Span, boundary};
use std::collections::{BTreeSet, HashMap};

/// An informant's share of the material.
#[derive(Clone, Copy, Debug, Default)]
struct InformantTotals {
    documents: usize,
    turns: usize,
    words: usize,
    quotes: usize,
    codings: usize,
}

/// All informants, one per row, with a column for every attribute that any of them has. Attributes
/// are only for those who work on the study. The public sees role and department only as far as
/// enough informants share them, and no rows at all if informants are few.
#[must_use]
pub fn informants(privacy_filter: PrivacyFilter<'_>) -> ExportTable {
    let study = privacy_filter.study();
    let attributes: BTreeSet<&str> = match privacy_filter.privacy() {
        Privacy::Internal => study
            .informants()
            .flat_map(|informant| informant.body.attributes.keys())
            .map(String::as_str)
            .collect(),
        _ => BTreeSet::new(),
    };
    let mut columns = vec![
        ExportColumn::words("informant", "Informant"),
        ExportColumn::words("role", "Role"),
        ExportColumn::words("department", "Department"),
    ];
    columns.extend(
        attributes
            .iter()
            .map(|name| ExportColumn::words((*name).to_owned(), *name)),
    );
    columns.extend([
        ExportColumn::numbers("documents", "Documents"),
        ExportColumn::numbers("turns", "Turns"),
        ExportColumn::numbers("words", "Words"),
        ExportColumn::numbers("quotes", "Quotes"),
        ExportColumn::numbers("codings", "Codings"),
    ]);
    let shares = shares(privacy_filter);
    let mut traits = informant_traits(&privacy_filter);
    let few = !privacy_filter.may_show_count(study.informants().count());
    let rows = study.informants().filter(|_| !few).map(|informant| {
        let mut row: Vec<ExportCell> = vec![privacy_filter.informant(informant.id).into()];
        row.extend(
            traits
                .remove(&informant.id)
                .unwrap_or_default()
                .map(ExportCell::from),
        );
        row.extend(attributes.iter().map(|name| {
            ExportCell::from(informant.body.attributes.get(*name).map(String::as_str))
        }));
        let InformantTotals {
            documents,
            turns,
            words,
            quotes,
            codings,
        } = shares.get(&informant.id).copied().unwrap_or_default();
        row.extend([documents, turns, words, quotes, codings].map(ExportCell::from));
        row
    });
    let rows = rows.collect();
    let mut notes: Vec<String> = privacy_filter.note().into_iter().collect();
    notes.extend(few.then(|| {
        format!(
            "There are fewer than {} informants: none is listed.",
            privacy_filter.min_count()
        )
    }));
    ExportTable {
        title: Some(format!("Informants of {}", study.title)),
        columns,
        rows,
        notes,
    }
}

fn shares(privacy_filter: PrivacyFilter<'_>) -> HashMap<Id<Informant>, InformantTotals> {
    let study = privacy_filter.study();
    let mut shares: HashMap<Id<Informant>, InformantTotals> = HashMap::new();
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
            // Codings come sorted by position, so codings of one quote are adjacent.
            share.quotes += usize::from(last.replace(coding.span) != Some(coding.span));
        }
    }
    shares
}
