//! Counts of people group by group, of which none below the threshold is told, nor can be had from
//! the others.
//!
//! What is not told of a group can be had from all less the other groups, and from a coarser
//! variable beside it. So groups are looked at within the categories of every variable that they
//! are parts of: what sums up within each such part sums up over all of them.

use crate::evidence::effect::{GoalAttainment, GoalGroup};
use crate::export::privacy::PrivacyFilter;
use crate::stats::suppression::SuppressionTable;
use crate::study::Dataset;
use std::collections::{BTreeMap, BTreeSet};

/// What of a group may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupDisclosure {
    /// How many they are.
    pub n: bool,
    /// How many of them reached the goal, had reached it before, and have another status. Each
    /// bounds the others, so they are withheld together.
    pub splits: bool,
}

const FULL_DISCLOSURE: GroupDisclosure = GroupDisclosure {
    n: true,
    splits: true,
};

/// What is counted of a group besides its people.
const SPLITS: [fn(&GoalGroup) -> usize; 3] = [
    |group| group.reached,
    |group| group.before,
    |group| group.moved,
];

/// What may be told of each group, all of them first; `None` where the group is to be left out with
/// all of its variable.
#[must_use]
pub fn group_disclosures(
    effect: &GoalAttainment<'_>,
    privacy_filter: &PrivacyFilter<'_>,
) -> Vec<Option<GroupDisclosure>> {
    let mut told: Vec<Option<GroupDisclosure>> = vec![Some(FULL_DISCLOSURE); effect.groups.len()];
    if !privacy_filter.is_public() {
        return told;
    }
    let Some(all) = effect.groups.first() else {
        return told;
    };
    let n = privacy_filter.may_show_count(all.n);
    let splits = n
        && SPLITS.iter().all(|split| {
            privacy_filter.may_show_count(split(all))
                && privacy_filter.may_show_count(all.n - split(all))
        });
    told[0] = Some(GroupDisclosure { n, splits });
    let names: BTreeSet<&str> = effect
        .groups
        .iter()
        .skip(1)
        .map(|group| group.by.as_str())
        .collect();
    for by in names {
        let places: Vec<usize> = (1..effect.groups.len())
            .filter(|place| effect.groups[*place].by == by)
            .collect();
        let here = splits
            .then(|| variable_disclosures(effect, privacy_filter, by, &places))
            .flatten();
        for (at, place) in places.iter().enumerate() {
            told[*place] = here.as_ref().map(|here| here[at]);
        }
    }
    told
}

/// What may be told of the groups of a variable, or nothing.
fn variable_disclosures(
    effect: &GoalAttainment<'_>,
    privacy_filter: &PrivacyFilter<'_>,
    by: &str,
    places: &[usize],
) -> Option<Vec<GroupDisclosure>> {
    let groups: Vec<&GoalGroup> = places.iter().map(|place| &effect.groups[*place]).collect();
    // How many have the category stands elsewhere: those whose status is not known are the
    // difference. And those who say nothing of it are all less the groups.
    if groups
        .iter()
        .any(|group| !privacy_filter.may_show_count(group.unknown))
    {
        return None;
    }
    let nobody = |count: fn(&GoalGroup) -> usize| {
        let sum: usize = groups.iter().map(|group| count(group)).sum();
        effect.groups.first().map_or(0, count) - sum
    };
    let silent = nobody(|group| group.n);
    let small = |count: usize| !privacy_filter.may_show_count(count);
    if small(silent)
        || SPLITS
            .iter()
            .any(|split| small(nobody(*split)) || small(silent - nobody(*split)))
    {
        return None;
    }
    let mut told = vec![FULL_DISCLOSURE; groups.len()];
    for part in parts(effect.dataset, by, &groups) {
        for split in SPLITS {
            let both = |group: &GoalGroup| {
                [split(group), group.n - split(group)].map(|count| count as u64)
            };
            let cells: Vec<u64> = part.iter().flat_map(|at| both(groups[*at])).collect();
            let withheld = SuppressionTable::table(2, &cells, false)
                .withheld(privacy_filter.min_count() as u64)?;
            for (row, at) in part.iter().enumerate() {
                // The one cell is the total less the other.
                told[*at].splits &= !withheld[2 * row] && !withheld[2 * row + 1];
                if withheld[cells.len() + row] {
                    told[*at] = GroupDisclosure::default();
                }
            }
        }
    }
    Some(told)
}

/// The groups of a variable, put together by the categories of all variables that they are parts
/// of.
fn parts(dataset: &Dataset, by: &str, groups: &[&GoalGroup]) -> Vec<Vec<usize>> {
    let Some(place) = dataset.variable_index(by) else {
        return vec![(0..groups.len()).collect()];
    };
    let own: Vec<Option<&str>> = dataset.answers(place).collect();
    let categories = dataset.categories(place);
    let mut signs: Vec<Vec<Option<&str>>> = vec![Vec::new(); categories.len()];
    for other in (0..dataset.body.variables.len()).filter(|other| *other != place) {
        let mut of: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
        for (own, other) in own.iter().zip(dataset.answers(other)) {
            if let Some(own) = own {
                of.entry(own).or_default().insert(other);
            }
        }
        let coarser: BTreeSet<Option<&str>> = of.values().flatten().copied().collect();
        if of.values().all(|within| within.len() == 1) && coarser.len() < of.len() {
            for (sign, category) in signs.iter_mut().zip(&categories) {
                sign.push(
                    of.get(category.as_str())
                        .and_then(|within| within.first().copied().flatten()),
                );
            }
        }
    }
    let mut parts: BTreeMap<Vec<Option<&str>>, Vec<usize>> = BTreeMap::new();
    for at in 0..groups.len() {
        parts
            .entry(signs.get(at).cloned().unwrap_or_default())
            .or_default()
            .push(at);
    }
    parts.into_values().collect()
}

/// Whether the ways from one status to another may be told. Their sums are what the groups by the
/// status before tell, so they are told when nothing is withheld of the groups, and no way is that
/// of few.
#[must_use]
pub fn may_show_flows(effect: &GoalAttainment<'_>, privacy_filter: &PrivacyFilter<'_>) -> bool {
    let told = group_disclosures(effect, privacy_filter)
        .into_iter()
        .all(|told| told == Some(FULL_DISCLOSURE));
    told && effect
        .flows
        .iter()
        .all(|flow| privacy_filter.may_show_count(flow.count))
}
