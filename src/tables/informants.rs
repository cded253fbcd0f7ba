//! Informants as a table: who they are, and how much of the material is theirs.
//!
//! Role and department of informants, as far as the reader may see them.

use super::Audience::{Everybody, Team};
use super::column::with_table_keys;
use super::privacy::{Privacy, PrivacyFilter, WITHHELD};
use super::{ExportTable, Listing, TableColumn};
use crate::study::informant::InformantContribution;
use crate::study::{Id, Informant, Study};
use crate::text::{Span, boundary};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Attributes, and which documents are whose, are for those who work on the study.
pub fn informant_columns<'a>(
    reader: PrivacyFilter<'a>,
) -> Vec<TableColumn<'a, InformantContribution<'a>>> {
    type Column<'a> = TableColumn<'a, InformantContribution<'a>>;
    let traits = informant_traits(&reader);
    let of = |place: usize| {
        let named = |(id, traits): (&_, &[String; 2])| (*id, traits[place].clone());
        let visible: HashMap<Id<Informant>, String> = traits.iter().map(named).collect();
        move |_: &Study, row: &InformantContribution<'_>| json!(visible.get(&row.informant.id))
    };
    vec![
        Column::words("name", "Informant", Everybody, move |_, row| {
            reader.informant(row.informant.id)
        }),
        Column::words("role", "Role", Everybody, of(0)),
        Column::words("department", "Department", Everybody, of(1)),
        Column::words("attributes", "Attributes", Team, |_, row| {
            json!(row.informant.body.attributes)
        }),
        Column::numbers("documents", "Documents", Team, |study, row| {
            let documents = study.documents_of(row.informant.id);
            documents
                .map(|document| json!(document.body.title))
                .collect::<Value>()
        })
        .shown(|_, row| row.documents.into()),
        Column::numbers("turns", "Turns", Everybody, |_, row| row.turns),
        Column::numbers("words", "Words", Everybody, |study, row| {
            let words = turns(study, row.informant.id).flatten();
            words.map(boundary::count_words).sum::<usize>()
        })
        .on_request(),
        Column::numbers("quotes", "Quotes", Everybody, |study, row| {
            quotes(study, row.informant.id)
        })
        .on_request(),
        Column::numbers("codings", "Codings", Everybody, |_, row| row.codings),
    ]
}

/// Their turns in the documents that name them, document by document.
fn turns(study: &Study, id: Id<Informant>) -> impl Iterator<Item = Vec<&str>> {
    study.documents_of(id).map(move |document| {
        let turns = document.turns().iter();
        let own = turns.filter(|turn| document.informant(turn) == Some(id));
        own.map(|turn| turn.words.text(&document.text)).collect()
    })
}

fn quotes(study: &Study, id: Id<Informant>) -> usize {
    let coded = study.documents_of(id).map(|document| {
        let own = study.codings_in(document.id).map(|coding| coding.span);
        let own = own.filter(|span| document.informant_of(*span) == Some(id));
        own.collect::<BTreeSet<Span>>().len()
    });
    coded.sum()
}

/// All informants, one per row, with a column for every attribute that any of them has. The public
/// sees role and department only as far as enough informants share them, and no rows at all if
/// informants are few.
pub fn informants(reader: PrivacyFilter<'_>) -> ExportTable {
    let study = reader.study();
    let mut rows = study.contributions();
    let few = !reader.may_show_count(rows.len());
    let attributes: BTreeSet<&String> = rows
        .iter()
        .filter(|_| Team.admits(reader.privacy()))
        .flat_map(|row| row.informant.body.attributes.keys())
        .collect();
    if few {
        rows.clear();
    }
    let mut columns = with_table_keys(
        informant_columns(reader),
        "name role department turns words quotes codings",
    );
    columns[0].column.key = "informant".into();
    let attributes = attributes.into_iter().map(|name| {
        let cell = move |_: &Study, row: &InformantContribution<'_>| {
            json!(row.informant.body.attributes.get(name))
        };
        TableColumn::words(name.clone(), name, Team, cell)
    });
    // Where they are named and say nothing, as where the words were erased, they do not count.
    let spoken = |study: &Study, row: &InformantContribution<'_>| {
        let turns = turns(study, row.informant.id);
        turns.filter(|turns| !turns.is_empty()).count()
    };
    let documents = TableColumn::numbers("documents", "Documents", Everybody, spoken);
    columns.splice(3..3, attributes.chain([documents]));
    let mut listing = Listing::new(columns, rows, "");
    listing.title = Some(format!("Informants of {}", study.title));
    listing.notes.extend(reader.note());
    listing.notes.extend(few.then(|| {
        format!(
            "There are fewer than {} informants: none is listed.",
            reader.min_count()
        )
    }));
    listing.file(reader)
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
