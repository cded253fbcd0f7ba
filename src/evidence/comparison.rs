//! Comparison of two variables of which at least one is a score. The values are used as they are,
//! so that an index or an age needs no categories.
//!
//! Two scores, or a score and an ordinal variable, are correlated. A score is compared between
//! groups by means if it is a mean of several items, otherwise by ranks.

use super::crosstab::MOST_CATEGORIES;
use crate::stats::advice::Expectation;
use crate::stats::scores::{
    self, Correlation, ManyMeans, ManyRanks, ScoreTest, TwoMeans, TwoRanks,
};
use crate::stats::{Estimate, StatsError};
use crate::study::{
    Dataset, Refusal, Variable, answer, dataset::MeasurementLevel, derivation::Derivation,
    plan::BoundedMeasure,
};
use crate::text::number;

/// Up to this many distinct values, as on a scale of 0 to 10, an interval variable is treated as
/// ordered categories; with more it is a score.
const MAX_STEPS: usize = 11;

/// One of the two variables, with a value for each kept row.
#[derive(Clone, Debug, PartialEq)]
pub struct VariableValues {
    /// Name of the variable, or a description of the index.
    pub name: String,
    /// What it measures.
    pub label: String,
    pub kind: ValueKind,
}

/// The values of a variable by how they are compared.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    Scores {
        /// One per kept row.
        values: Vec<Option<f64>>,
        /// Whether each value is the mean of several items.
        mean: bool,
    },
    Categories {
        /// Index of the category of each kept row.
        values: Vec<Option<usize>>,
        labels: Vec<String>,
        /// Whether the categories have an order; of two, the second then means yes.
        ordered: bool,
    },
}

#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one for a comparison, which is boxed where there are many"
)]
pub enum ComparisonResult {
    /// Two scores, or a score and an ordinal variable.
    Correlated {
        /// Pearson's r, if both are scores.
        pearson: Option<Correlation>,
        /// Spearman's rho.
        spearman: Correlation,
        /// Whether r rather than rho fits: both are means of several items.
        by_pearson: bool,
    },
    /// A score in two groups; differences are second minus first.
    TwoGroups {
        labels: [String; 2],
        means: Result<TwoMeans, StatsError>,
        ranks: TwoRanks,
        /// Whether the comparison of means rather than of ranks fits.
        by_means: bool,
        /// Whether the second group means more of something.
        ordered: bool,
    },
    /// A score in three or more groups.
    Groups {
        labels: Vec<String>,
        means: Result<ManyMeans, StatsError>,
        ranks: ManyRanks,
        /// Whether the comparison of means rather than of ranks fits.
        by_means: bool,
    },
}

/// Two variables compared as scores.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreComparison {
    pub a: VariableValues,
    pub b: VariableValues,
    /// Number of rows with both values.
    pub n: usize,
    /// Number of kept rows without one of them.
    pub missing: usize,
    pub result: Result<ComparisonResult, StatsError>,
}

/// Returns whether a variable is compared by value rather than by category.
pub fn is_score(dataset: &Dataset, place: usize) -> bool {
    let Some(variable) = dataset.body.variables.get(place) else {
        return false;
    };
    if matches!(variable.made, Some(Derivation::Index { .. })) {
        return true;
    }
    let different = || {
        let mut found: Vec<&str> = dataset.answers(place).flatten().collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    };
    let numeric = || {
        dataset
            .answers(place)
            .flatten()
            .all(|cell| as_number(cell).is_some())
    };
    match variable.level {
        MeasurementLevel::Interval => different() > MAX_STEPS && numeric(),
        MeasurementLevel::Ordinal | MeasurementLevel::Nominal => {
            different() > MOST_CATEGORIES && numeric()
        }
        MeasurementLevel::Id => false,
    }
}

/// Accepts a decimal point or comma.
pub(super) fn as_number(cell: &str) -> Option<f64> {
    answer::number(cell).filter(|value| value.is_finite())
}

/// Scores of ordered categories: their numbers if these ascend in the declared order, otherwise 1,
/// 2, 3 …
pub(super) fn steps(codes: &[String]) -> Vec<f64> {
    let numbers: Option<Vec<f64>> = codes.iter().map(|code| as_number(code)).collect();
    let rising = numbers.filter(|numbers| numbers.windows(2).all(|pair| pair[0] < pair[1]));
    rising.unwrap_or_else(|| (1..=codes.len()).map(|place| place as f64).collect())
}

impl VariableValues {
    /// The values of a variable of the dataset.
    /// Refused when it is an identifier, has no answers, or is text with too many different values.
    pub fn new(dataset: &Dataset, place: usize, language: &str) -> Result<VariableValues, Refusal> {
        let unknown = || Refusal::new("there is no such variable", "See `virk data variables`");
        let variable = dataset.body.variables.get(place).ok_or_else(unknown)?;
        let label = variable.label_or_name(language);
        let kind = if is_score(dataset, place) {
            let values = dataset
                .answers(place)
                .map(|cell| cell.and_then(as_number))
                .collect();
            ValueKind::Scores {
                values,
                mean: matches!(variable.made, Some(Derivation::Index { .. })),
            }
        } else {
            categories(dataset, place, variable, language)?
        };
        Ok(VariableValues {
            name: variable.name.clone(),
            label,
            kind,
        })
    }

    fn len(&self) -> usize {
        match &self.kind {
            ValueKind::Scores { values, .. } => values.len(),
            ValueKind::Categories { values, .. } => values.len(),
        }
    }

    fn is_there(&self, row: usize) -> bool {
        match &self.kind {
            ValueKind::Scores { values, .. } => values.get(row).copied().flatten().is_some(),
            ValueKind::Categories { values, .. } => values.get(row).copied().flatten().is_some(),
        }
    }

    /// As ordered numbers; `None` for unordered categories.
    fn in_order(&self) -> Option<Vec<Option<f64>>> {
        match &self.kind {
            ValueKind::Scores { values, .. } => Some(values.clone()),
            ValueKind::Categories {
                values,
                ordered: true,
                ..
            } => Some(
                values
                    .iter()
                    .map(|place| place.map(|place| place as f64))
                    .collect(),
            ),
            ValueKind::Categories { .. } => None,
        }
    }
}

fn categories(
    dataset: &Dataset,
    place: usize,
    variable: &Variable,
    language: &str,
) -> Result<ValueKind, Refusal> {
    let side = super::crosstab::CrosstabSide::new(dataset, place, language)?;
    let values = dataset
        .answers(place)
        .map(|cell| cell.and_then(|cell| side.codes.iter().position(|code| code == cell)));
    let mut values: Vec<Option<usize>> = values.collect();
    let mut labels = side.labels;
    let mut ordered = variable.level != MeasurementLevel::Nominal;
    let used: Vec<usize> = (0..labels.len())
        .filter(|place| values.contains(&Some(*place)))
        .collect();
    if let (false, [first, _], Some(yes)) = (ordered, used.as_slice(), yes(variable, &side.codes)) {
        ordered = true;
        if yes == *first {
            // Yes becomes the second group, so that differences are yes minus no.
            let last = labels.len() - 1;
            labels.reverse();
            values
                .iter_mut()
                .flatten()
                .for_each(|place| *place = last - *place);
        }
    }
    Ok(ValueKind::Categories {
        values,
        labels,
        ordered,
    })
}

/// Index of the category declared to mean yes.
fn yes(variable: &Variable, codes: &[String]) -> Option<usize> {
    let yes = variable.yes.as_ref()?;
    codes.iter().position(|code| code == yes)
}

impl ScoreComparison {
    /// Compares two variables of a dataset, over its kept rows.
    /// Refused when a variable cannot be compared, or neither is a score.
    pub fn new(
        dataset: &Dataset,
        a: usize,
        b: usize,
        language: &str,
    ) -> Result<ScoreComparison, Refusal> {
        ScoreComparison::of(
            VariableValues::new(dataset, a, language)?,
            VariableValues::new(dataset, b, language)?,
        )
    }

    /// # Errors
    /// When neither is a score.
    pub fn of(a: VariableValues, b: VariableValues) -> Result<ScoreComparison, Refusal> {
        if !matches!(a.kind, ValueKind::Scores { .. })
            && !matches!(b.kind, ValueKind::Scores { .. })
        {
            return Err(Refusal::new(
                format!("neither `{}` nor `{}` is a score", a.name, b.name),
                format!("Cross them: virk crosstab '{}' '{}'", a.name, b.name),
            ));
        }
        let rows = a.len().min(b.len());
        let both: Vec<usize> = (0..rows)
            .filter(|row| a.is_there(*row) && b.is_there(*row))
            .collect();
        let found = compare(&a, &b, &both);
        Ok(ScoreComparison {
            n: both.len(),
            missing: rows - both.len(),
            result: found,
            a,
            b,
        })
    }

    /// The test that fits.
    pub fn test(&self) -> Result<&ScoreTest, StatsError> {
        match self.result.as_ref().map_err(Clone::clone)? {
            ComparisonResult::Correlated {
                pearson: Some(pearson),
                by_pearson: true,
                ..
            } => Ok(&pearson.test),
            ComparisonResult::Correlated { spearman, .. } => Ok(&spearman.test),
            ComparisonResult::TwoGroups {
                means: Ok(means),
                by_means: true,
                ..
            } => Ok(&means.test),
            ComparisonResult::TwoGroups { ranks, .. } => Ok(&ranks.test),
            ComparisonResult::Groups {
                means: Ok(means),
                by_means: true,
                ..
            } => Ok(&means.test),
            ComparisonResult::Groups { ranks, .. } => Ok(&ranks.test),
        }
    }

    /// The effect measure of the fitting test.
    pub fn measure(&self) -> Option<(BoundedMeasure, Estimate)> {
        match self.result.as_ref().ok()? {
            ComparisonResult::Correlated {
                pearson: Some(pearson),
                by_pearson: true,
                ..
            } => Some((BoundedMeasure::R, pearson.estimate.clone())),
            ComparisonResult::Correlated { spearman, .. } => {
                Some((BoundedMeasure::R, spearman.estimate.clone()))
            }
            ComparisonResult::TwoGroups {
                means: Ok(means),
                by_means: true,
                ..
            } => Some((BoundedMeasure::D, means.hedges_g.clone())),
            ComparisonResult::TwoGroups { ranks, .. } => {
                Some((BoundedMeasure::Superiority, ranks.superiority.clone()))
            }
            ComparisonResult::Groups { ranks, .. } => {
                Some((BoundedMeasure::V, ranks.epsilon_squared.clone()))
            }
        }
    }

    /// The effect on a scale from −1 to 1 with its sign; a standardised difference may exceed it.
    /// `None` for an effect without direction.
    pub fn signed(&self) -> Option<f64> {
        match self.result.as_ref().ok()? {
            ComparisonResult::Correlated { .. } => {
                self.measure().map(|(_, estimate)| estimate.value)
            }
            ComparisonResult::TwoGroups {
                ranks,
                ordered: true,
                ..
            } => Some(2.0 * ranks.superiority.value - 1.0),
            ComparisonResult::TwoGroups { .. } | ComparisonResult::Groups { .. } => None,
        }
    }

    pub fn direction(&self) -> Option<Expectation> {
        match self.signed()? {
            sign if sign > 0.0 => Some(Expectation::Rising),
            sign if sign < 0.0 => Some(Expectation::Falling),
            _ => None,
        }
    }
}

/// Formats a measure with its interval: "rho = .45 [.30; .58]".
pub fn in_words(name: &str, estimate: &Estimate) -> String {
    let small = |value: f64| {
        let words = number::decimals(value, 2).replace('-', "−");
        let stays = name.contains("difference") || name.contains('g') || value.abs() >= 1.0;
        if stays {
            words
        } else {
            words.replacen("0.", ".", 1)
        }
    };
    match &estimate.interval {
        Some(interval) => {
            let level = if interval.level < 0.95 {
                format!("; {} %", number::decimals(interval.level * 100.0, 0))
            } else {
                String::new()
            };
            format!(
                "{name} = {} [{}; {}{level}]",
                small(estimate.value),
                small(interval.low),
                small(interval.high)
            )
        }
        None => format!("{name} = {}", small(estimate.value)),
    }
}

fn compare(
    a: &VariableValues,
    b: &VariableValues,
    both: &[usize],
) -> Result<ComparisonResult, StatsError> {
    if both.is_empty() {
        return Err(StatsError::Empty);
    }
    let picked = |values: &[Option<f64>]| -> Vec<f64> {
        both.iter().filter_map(|row| values[*row]).collect()
    };
    let groups = [a, b].into_iter().find_map(|side| match &side.kind {
        ValueKind::Categories {
            values,
            labels,
            ordered,
        } => Some((values, labels, *ordered)),
        ValueKind::Scores { .. } => None,
    });
    let many = |values: &[Option<usize>]| {
        let mut used: Vec<usize> = both.iter().filter_map(|row| values[*row]).collect();
        used.sort_unstable();
        used.dedup();
        used
    };
    let correlated = groups
        .as_ref()
        .is_none_or(|(values, _, ordered)| *ordered && many(values).len() > 2);
    if correlated {
        let (Some(x), Some(y)) = (a.in_order(), b.in_order()) else {
            return Err(StatsError::Shape);
        };
        let (x, y) = (picked(&x), picked(&y));
        let is_mean =
            |side: &VariableValues| matches!(side.kind, ValueKind::Scores { mean: true, .. });
        let pearson = if groups.is_none() {
            Some(scores::pearson(&x, &y)?)
        } else {
            None
        };
        return Ok(ComparisonResult::Correlated {
            by_pearson: pearson.is_some() && is_mean(a) && is_mean(b),
            pearson,
            spearman: scores::spearman(&x, &y)?,
        });
    }
    let Some((places, labels, ordered)) = groups else {
        return Err(StatsError::Shape);
    };
    let score = if matches!(a.kind, ValueKind::Scores { .. }) {
        a
    } else {
        b
    };
    let ValueKind::Scores { values, mean } = &score.kind else {
        return Err(StatsError::Shape);
    };
    let used = many(places);
    let group = |place: usize| -> Vec<f64> {
        both.iter()
            .filter(|row| places[**row] == Some(place))
            .filter_map(|row| values[*row])
            .collect()
    };
    let grouped: Vec<Vec<f64>> = used.iter().map(|place| group(*place)).collect();
    let named = |place: &usize| labels.get(*place).cloned().unwrap_or_default();
    match (used.as_slice(), grouped.as_slice()) {
        ([first, second], [low, high]) => {
            let means = scores::welch_t(high, low);
            Ok(ComparisonResult::TwoGroups {
                labels: [named(first), named(second)],
                by_means: *mean && means.is_ok(),
                means,
                ranks: scores::mann_whitney(high, low)?,
                ordered,
            })
        }
        _ => {
            let all: Vec<&[f64]> = grouped.iter().map(Vec::as_slice).collect();
            let means = scores::welch_anova(&all);
            Ok(ComparisonResult::Groups {
                labels: used.iter().map(named).collect(),
                by_means: *mean && means.is_ok(),
                means,
                ranks: scores::kruskal_wallis(&all)?,
            })
        }
    }
}
