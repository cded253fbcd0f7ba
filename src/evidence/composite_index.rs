//! The composite index of one end of a link: the mean of all its indicators, built for a single
//! test between the two ends.
//!
//! Items on scales of different lengths are standardised first. An item that clearly falls where
//! the others rise is reversed. That decision uses the items of this end only and never the other
//! end, so it cannot create a relation. The reversal is reported, and keeps the link from being
//! called supported until the researcher has declared it.
//!
//! Reliability of the items of an index.

use super::comparison;
use super::comparison::{ValueKind, VariableValues};
use super::crosstab::CrosstabSide;
use crate::stats::reliability::{Reliability, cronbach};
use crate::stats::{Estimate, StatsError, reliability, scores};
use crate::study::dataset::MeasurementLevel;
use crate::study::plan::Percent;
use crate::study::{Code, Dataset, Id, Study};

/// The index of one end of a link within a dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct CompositeIndex {
    /// One value per kept row.
    pub values: VariableValues,
    /// The items averaged.
    pub items: Vec<String>,
    /// Items that were reversed.
    pub reversed: Vec<String>,
    /// Items that contradict each other, without telling which of them is reversed.
    pub conflicting: Vec<String>,
    /// Items that may not fit the others, as far as these answers tell.
    pub doubtful: Vec<String>,
    /// Indicators left out of the mean because they have no order.
    pub without_order: Vec<String>,
    /// Whether the items were standardised first.
    pub standardised: bool,
    /// Cronbach's alpha.
    pub alpha: Result<Estimate, StatsError>,
    /// McDonald's omega.
    pub omega: Result<Estimate, StatsError>,
}

/// An item with one score per kept row and the limits of its scale.
struct IndexItem {
    name: String,
    scores: Vec<Option<f64>>,
    ends: (f64, f64),
}

impl CompositeIndex {
    /// `None` if none of the variables has an order.
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
                None => without_order.extend(dataset.variable_name(*place).map(str::to_owned)),
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
        // A single item is no mean, so only its order counts.
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

    /// Reliability in a few words: "3 items, α = .78, ω = .79".
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

/// To mean 0 and standard deviation 1, after which reversing is a change of sign.
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

/// Reverses items that clearly run against the others: those for which the whole interval of the
/// correlation with the mean of the others is below 0, one at a time, the clearest first. Of two
/// that contradict each other it is impossible to tell which is reversed. Returns the names of the
/// reversed and of the contradicting items.
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

/// Correlation of an item with the mean of the others.
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

/// Items that run against the others of the same end, whichever way the end is tested.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConflictingItems {
    /// Items that clearly fall where the others rise and have not been declared as reversed.
    pub falling: Vec<String>,
    /// Other items with a negative correlation with the mean of the rest, and that correlation.
    pub below: Vec<(String, f64)>,
}

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

/// Items with a negative correlation with the mean of the others, whatever its interval.
fn below(items: &[IndexItem]) -> Vec<(String, f64)> {
    let each = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((item.name.clone(), rest(items, at)?.value)));
    each.filter(|(_, value)| *value < 0.0).collect()
}

/// Cronbach's alpha of the index at `place`, over the kept rows with an answer to every item, after
/// reversing reversed items. `None` for a variable that is no index. The index itself may have more
/// answers, as it tolerates some missing items.
pub fn of_index(dataset: &Dataset, place: usize) -> Option<Result<Reliability, StatsError>> {
    dataset.item_scores(place).map(|rows| cronbach(&rows))
}
