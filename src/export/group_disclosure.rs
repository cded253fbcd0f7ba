//! Decides which counts of people can be shown group by group, so that no count below the threshold
//! is shown or can be derived from the others.
//!
//! A withheld group can be derived from the total less the other groups, or from a coarser variable
//! that is shown as well. Groups are therefore examined within the categories of every variable
//! that they subdivide: what adds up within each such part adds up over all of them.

use crate::evidence::effect::{GoalAttainment, GoalGroup};
use crate::export::privacy::PrivacyFilter;
use crate::stats::suppression::SuppressionTable;
use crate::study::Dataset;
use std::collections::{BTreeMap, BTreeSet};

/// What may be shown of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupDisclosure {
    /// The number of people.
    pub n: bool,
    /// How many reached the goal, had reached it before, or have another status. Each of these
    /// bounds the others, so they are withheld together.
    pub splits: bool,
}

const FULL_DISCLOSURE: GroupDisclosure = GroupDisclosure {
    n: true,
    splits: true,
};

/// The counts of a group besides its size.
const SPLITS: [fn(&GoalGroup) -> usize; 3] = [
    |group| group.reached,
    |group| group.before,
    |group| group.moved,
];

/// What may be shown of each group; the first entry is that of all people together. `None` leaves
/// the group out, along with the whole variable.
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

/// What may be shown of the groups of one variable, or `None` if the variable has to be left out.
fn variable_disclosures(
    effect: &GoalAttainment<'_>,
    privacy_filter: &PrivacyFilter<'_>,
    by: &str,
    places: &[usize],
) -> Option<Vec<GroupDisclosure>> {
    let groups: Vec<&GoalGroup> = places.iter().map(|place| &effect.groups[*place]).collect();
    // How many people are in the category can be read elsewhere, so the people whose status is
    // unknown are the difference. Those without an answer to this variable are the total less all
    // groups.
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
                // Each of the two cells is the total less the other, so one withheld cell withholds
                // both.
                told[*at].splits &= !withheld[2 * row] && !withheld[2 * row + 1];
                if withheld[cells.len() + row] {
                    told[*at] = GroupDisclosure::default();
                }
            }
        }
    }
    Some(told)
}

/// Groups of a variable, gathered by the categories of all variables that they subdivide.
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

/// True if the flows from one status to another may be shown. The flows add up to the groups by the
/// status before, so they are shown only if nothing is withheld of any group and no flow is itself
/// a small count.
pub fn may_show_flows(effect: &GoalAttainment<'_>, privacy_filter: &PrivacyFilter<'_>) -> bool {
    let told = group_disclosures(effect, privacy_filter)
        .into_iter()
        .all(|told| told == Some(FULL_DISCLOSURE));
    told && effect
        .flows
        .iter()
        .all(|flow| privacy_filter.may_show_count(flow.count))
}
