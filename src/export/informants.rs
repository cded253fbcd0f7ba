//! Informants as a table: who they are, and how much of the material is theirs.
//!
//! Role and department of informants, as far as the reader may see them.

use super::privacy::{Privacy, PrivacyFilter, WITHHELD};
use super::{ExportCell, ExportColumn, ExportTable};
use crate::study::quote::CodedText;
use crate::study::{Id, Informant};
use crate::text::{Span, boundary};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Role and department; `None` is withheld.
type VisibleTraits<'a> = [Option<&'a str>; 2];

/// Role and department of each informant. In public, each visible combination, including what is
/// withheld of it, belongs to at least `min_count` informants (k-anonymity by local suppression;
/// Sweeney 2002): of a rare combination the rarer of the two is withheld first, then the other; if
/// too few informants have both withheld, the rarest other combination joins them.
pub fn informant_traits(privacy_filter: &PrivacyFilter<'_>) -> HashMap<Id<Informant>, [String; 2]> {
    let study = privacy_filter.study();
    let own = |informant: &'_ Informant| informant.id;
    let full: Vec<VisibleTraits<'_>> = study
        .informants()
        .map(|known| {
            [
                Some(known.body.role.as_str()),
                Some(known.body.department.as_str()),
            ]
        })
        .collect();
    let least = if privacy_filter.privacy() == Privacy::Public {
        privacy_filter.min_count()
    } else {
        0
    };
    let shown = suppress_rare(&full, least);
    let say = |shown: VisibleTraits<'_>| shown.map(|value| value.unwrap_or(WITHHELD).to_owned());
    study
        .informants()
        .map(own)
        .zip(shown.into_iter().map(say))
        .collect()
}

fn suppress_rare<'a>(full: &[VisibleTraits<'a>], least: usize) -> Vec<VisibleTraits<'a>> {
    let mut shown = full.to_vec();
    let having =
        |at: usize, value: Option<&str>| full.iter().filter(|known| known[at] == value).count();
    loop {
        let mut classes: BTreeMap<VisibleTraits<'a>, usize> = BTreeMap::new();
        shown
            .iter()
            .for_each(|known| *classes.entry(*known).or_default() += 1);
        // Two empty values disclose nothing, so they need not be withheld.
        let rare = |class: &VisibleTraits<'_>, count: usize| {
            count < least && *class != [Some(""), Some("")]
        };
        let rarest = |withheld: bool| {
            let found = classes.iter().filter(|(class, count)| {
                (**class == [None, None]) == withheld && rare(class, **count)
            });
            found
                .min_by_key(|(class, count)| {
                    (
                        class.iter().filter(|value| value.is_none()).count(),
                        **count,
                    )
                })
                .map(|(class, _)| *class)
        };
        let (class, next) = if let Some(class) = rarest(false) {
            let next = match class {
                [Some(role), Some(department)] => {
                    let role_is_rarer = having(0, Some(role)) <= having(1, Some(department));
                    if role_is_rarer {
                        [None, Some(department)]
                    } else {
                        [Some(role), None]
                    }
                }
                _ => [None, None],
            };
            (class, next)
        } else if rarest(true).is_some() {
            let others = classes.iter().filter(|(class, _)| **class != [None, None]);
            let Some((class, _)) = others.min_by_key(|(_, count)| **count) else {
                return shown;
            };
            (*class, [None, None])
        } else {
            return shown;
        };
        shown
            .iter_mut()
            .filter(|known| **known == class)
            .for_each(|known| *known = next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(of: &[(&'static str, &'static str, usize)]) -> Vec<VisibleTraits<'static>> {
        of.iter()
            .flat_map(|(role, department, count)| {
                std::iter::repeat_n([Some(*role), Some(*department)], *count)
            })
            .collect()
    }

    #[test]
    fn every_combination_is_that_of_enough() {
        let all = people(&[
            ("mentor", "A", 6),
            ("mentor", "B", 3),
            ("leader", "A", 2),
            ("leader", "B", 4),
        ]);
        let shown = suppress_rare(&all, 5);
        let mut classes: BTreeMap<VisibleTraits<'_>, usize> = BTreeMap::new();
        shown
            .iter()
            .for_each(|known| *classes.entry(*known).or_default() += 1);
        assert!(classes.values().all(|count| *count >= 5), "{classes:?}");
        assert!(
            classes.contains_key(&[Some("mentor"), Some("A")]),
            "{classes:?}"
        );
        assert!(
            shown
                .iter()
                .zip(&all)
                .all(|(shown, full)| (0..2).all(|at| shown[at].is_none() || shown[at] == full[at]))
        );
    }

    #[test]
    fn few_people_are_told_nothing_of() {
        assert!(
            suppress_rare(&people(&[("mentor", "A", 3)]), 5)
                .iter()
                .all(|shown| *shown == [None, None])
        );
        assert_eq!(
            suppress_rare(&people(&[("mentor", "A", 3)]), 0),
            people(&[("mentor", "A", 3)])
        );
    }
}
