//! The index of an end of a link: the mean of everything that measures it, made for one test of the
//! two ends.
//!
//! Items on scales of different lengths are standardised first. An item that clearly falls where
//! the others rise is turned round, which looks at its own end only and never at the other, so that
//! it cannot make a relation; that it was turned is said, and keeps the link from being called
//! supported until somebody declares it.

use super::comparison::{self, ValueKind, VariableValues};
use super::crosstab::CrosstabSide;
use crate::stats::{Estimate, StatsError, reliability, scores};
use crate::study::{Code, Dataset, Id, Study, dataset::MeasurementLevel, plan::Percent};

/// The index of an end within a dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct CompositeIndex {
    /// Its values over the kept rows.
    pub values: VariableValues,
    /// What it is the mean of.
    pub items: Vec<String>,
    /// Items that were turned round.
    pub reversed: Vec<String>,
    /// Items that fall where others rise, of which it cannot be told which one is reversed.
    pub conflicting: Vec<String>,
    /// Items that do not go along with the others, as far as these answers tell.
    pub doubtful: Vec<String>,
    /// What measures the end and has no order, so that it is no part of the mean.
    pub without_order: Vec<String>,
    /// Whether the items were standardised first.
    pub standardised: bool,
    /// Cronbach's alpha, or why there is none.
    pub alpha: Result<Estimate, StatsError>,
    /// McDonald's omega, or why there is none.
    pub omega: Result<Estimate, StatsError>,
}

/// An item: its name, its scores over the kept rows, and the ends of its scale.
struct IndexItem {
    name: String,
    scores: Vec<Option<f64>>,
    ends: (f64, f64),
}

impl CompositeIndex {
    /// The index of the variables at `places`; `None` when none of them is in order.
    #[must_use]
    pub fn new(
        study: &Study,
        code: Id<Code>,
        dataset: &Dataset,
        places: &[usize],
        least: Percent,
    ) -> Option<CompositeIndex> {
        let mut items = Vec::new();
        let mut without_order = Vec::new();
        for place in places {
            match item(dataset, *place, &study.language) {
                Some(item) => items.push(item),
                None => without_order.extend(
                    dataset
                        .body
                        .variables
                        .get(*place)
                        .map(|variable| variable.name.clone()),
                ),
            }
        }
        let first = items.first()?.ends;
        let standardised = items.iter().any(|item| item.ends != first);
        if standardised {
            items.iter_mut().for_each(standardise);
        }
        let (turned, against) = oriented(&mut items);
        let doubtful = below(&items).into_iter().map(|(name, _)| name).collect();
        let rows = dataset.kept_rows.len();
        let needed = (items.len() as f64 * f64::from(least.0) / 100.0)
            .ceil()
            .max(1.0) as usize;
        let mean = |row: usize| {
            let there: Vec<f64> = items.iter().filter_map(|item| item.scores[row]).collect();
            (there.len() >= needed).then(|| there.iter().sum::<f64>() / there.len() as f64)
        };
        let complete: Vec<Vec<Option<f64>>> = (0..rows)
            .map(|row| items.iter().map(|item| item.scores[row]).collect())
            .collect();
        let found = reliability::cronbach(&complete);
        let names: Vec<String> = items.iter().map(|item| item.name.clone()).collect();
        let name = if names.len() == 1 {
            names[0].clone()
        } else {
            format!("mean of {}", names.join(", "))
        };
        // One item is no mean: only its order is used.
        let several = names.len() > 1;
        Some(CompositeIndex {
            values: VariableValues {
                label: study.code_name(code).to_owned(),
                kind: ValueKind::Scores {
                    values: (0..rows).map(mean).collect(),
                    mean: several || is_index(dataset, &name),
                },
                name,
            },
            items: names,
            reversed: turned,
            conflicting: against,
            doubtful,
            without_order,
            standardised,
            omega: found
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|found| found.omega.clone()),
            alpha: found.map(|found| found.alpha),
        })
    }

    /// How well the items go together in a few words: "3 items, α = .78, ω = .79".
    #[must_use]
    pub fn in_words(&self) -> String {
        let two = |value: f64| {
            format!("{value:.2}")
                .replacen("0.", ".", 1)
                .replace('-', "−")
        };
        let mut words = format!(
            "{} item{}",
            self.items.len(),
            if self.items.len() == 1 { "" } else { "s" }
        );
        if let Ok(alpha) = &self.alpha {
            words += &format!(", α = {}", two(alpha.value));
        }
        if let Ok(omega) = &self.omega {
            words += &format!(", ω = {}", two(omega.value));
        }
        if self.standardised {
            words += ", standardised";
        }
        words
    }
}

fn is_index(dataset: &Dataset, name: &str) -> bool {
    dataset
        .variable_index(name)
        .is_some_and(|place| dataset.item_scores(place).is_some())
}

fn item(dataset: &Dataset, place: usize, language: &str) -> Option<IndexItem> {
    let variable = dataset.body.variables.get(place)?;
    let name = variable.name.clone();
    if comparison::is_score(dataset, place) {
        let scores: Vec<Option<f64>> = dataset
            .answers(place)
            .map(|cell| cell.and_then(comparison::as_number))
            .collect();
        let (low, high) = scores
            .iter()
            .flatten()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| {
                (l.min(*x), h.max(*x))
            });
        return Some(IndexItem {
            name,
            scores,
            ends: (low, high),
        });
    }
    if variable.level == MeasurementLevel::Nominal || variable.level == MeasurementLevel::Id {
        return None;
    }
    let side = CrosstabSide::new(dataset, place, language).ok()?;
    let steps = comparison::steps(&side.codes);
    let at = |cell: &str| {
        side.codes
            .iter()
            .position(|code| code == cell)
            .map(|place| steps[place])
    };
    let scores = dataset
        .answers(place)
        .map(|cell| cell.and_then(at))
        .collect();
    Some(IndexItem {
        name,
        scores,
        ends: (*steps.first()?, *steps.last()?),
    })
}

/// Mean 0 and standard deviation 1; turning round is then a change of sign.
fn standardise(item: &mut IndexItem) {
    let there: Vec<f64> = item.scores.iter().copied().flatten().collect();
    if let Some(summary) = scores::Summary::of(&there)
        .ok()
        .filter(|summary| summary.sd > 0.0)
    {
        item.scores
            .iter_mut()
            .flatten()
            .for_each(|score| *score = (*score - summary.mean) / summary.sd);
        item.ends = (-1.0, 1.0);
    }
}

/// Turns round what clearly falls where the others rise: the whole interval of its correlation with
/// the mean of the others lies below 0, one after the other, the clearest first. Of two that go
/// against each other it cannot be told which is reversed.
fn oriented(items: &mut [IndexItem]) -> (Vec<String>, Vec<String>) {
    let (mut turned, mut against) = (Vec::new(), Vec::new());
    let half = items.len() / 2;
    loop {
        let highs: Vec<f64> = (0..items.len())
            .map(|at| {
                rest(items, at)
                    .and_then(|estimate| estimate.interval)
                    .map_or(0.0, |interval| interval.high)
            })
            .collect();
        let falling: Vec<usize> = (0..items.len()).filter(|at| highs[*at] < 0.0).collect();
        let high = |at: &usize| highs[*at];
        let Some(worst) = falling
            .iter()
            .copied()
            .min_by(|a, b| high(a).total_cmp(&high(b)))
        else {
            break;
        };
        if items.len() < 3 || turned.len() >= half || turned.contains(&items[worst].name) {
            against = falling
                .into_iter()
                .map(|at| items[at].name.clone())
                .collect();
            break;
        }
        let item = &mut items[worst];
        let (low, high) = item.ends;
        item.scores
            .iter_mut()
            .flatten()
            .for_each(|score| *score = low + high - *score);
        turned.push(item.name.clone());
    }
    (turned, against)
}

/// An item's correlation with the mean of the others.
fn rest(items: &[IndexItem], at: usize) -> Option<Estimate> {
    let own = items.get(at)?;
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for (row, score) in own.scores.iter().enumerate() {
        let others: Vec<f64> = items
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .filter_map(|(_, item)| item.scores[row])
            .collect();
        if let (Some(score), false) = (score, others.is_empty()) {
            x.push(*score);
            y.push(others.iter().sum::<f64>() / others.len() as f64);
        }
    }
    Some(scores::spearman(&x, &y).ok()?.estimate)
}

/// Items of an end that go against its others, however the end is tested.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConflictingItems {
    /// Those that clearly fall where the others rise: reversed items nobody has declared.
    pub falling: Vec<String>,
    /// Others whose correlation with the mean of the rest lies below 0, each with it.
    pub below: Vec<(String, f64)>,
}

/// The items of an end that go against its others.
#[must_use]
pub fn conflicting_items(study: &Study, dataset: &Dataset, places: &[usize]) -> ConflictingItems {
    let mut items: Vec<IndexItem> = places
        .iter()
        .filter_map(|place| item(dataset, *place, &study.language))
        .collect();
    items.iter_mut().for_each(standardise);
    let (mut falling, against) = oriented(&mut items);
    falling.extend(against);
    let below = below(&items)
        .into_iter()
        .filter(|(name, _)| !falling.contains(name))
        .collect();
    ConflictingItems { falling, below }
}

/// Items whose correlation with the mean of the others lies below 0, whatever its interval.
fn below(items: &[IndexItem]) -> Vec<(String, f64)> {
    let each = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((item.name.clone(), rest(items, at)?.value)));
    each.filter(|(_, value)| *value < 0.0).collect()
}
