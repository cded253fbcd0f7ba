//! Role and department of informants, as far as the reader may see them.

use super::privacy::{Privacy, PrivacyFilter, WITHHELD};
use crate::study::{Id, Informant};
use std::collections::{BTreeMap, HashMap};

/// Role and department; `None` is withheld.
type VisibleTraits<'a> = [Option<&'a str>; 2];

/// Role and department of each informant. In public, each visible combination, including what is
/// withheld of it, belongs to at least `min_count` informants (k-anonymity by local suppression;
/// Sweeney 2002): of a rare combination the rarer of the two is withheld first, then the other; if
/// too few informants have both withheld, the rarest other combination joins them.
#[must_use]
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
