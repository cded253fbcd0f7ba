//! Power planning for a test of two variables of a dataset: what it can detect with the present
//! number of people, and how many more it would take.

use super::crosstab::Crosstab;
use super::paired::NamedVariable;
use super::power_model::{PowerModel, categories, correlation, detectable, means, percent};
use crate::stats::phrase::{BilingualSentence, SentenceLanguage};
use crate::stats::{StatsError, planning};
use crate::study::{Dataset, Refusal, dataset::MeasurementLevel};
use crate::text::number;
use serde::Serialize;

/// Power and required sample size for one effect.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PowerRow {
    /// In the unit of the plan.
    pub effect: f64,
    /// Power with the present number of people, 0 to 1.
    pub power: f64,
    /// Number of people needed for the requested power.
    pub needed: Option<u64>,
}

/// The kind of effect that a plan is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlannedEffect {
    /// Difference of two proportions.
    ShareDifference,
    /// Kendall's tau-b.
    TauB,
    Correlation,
    /// Difference of two means in standard deviations.
    CohensD,
    /// ε² of ranks among groups.
    EpsilonSquared,
    /// Cramér's V.
    CramersV,
}

/// A plan for one pair of variables.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PowerPlan {
    pub row: NamedVariable,
    pub column: NamedVariable,
    /// Number of people with both answers.
    pub n: usize,
    /// The test that fits.
    pub test: BilingualSentence,
    pub effect: PlannedEffect,
    pub alpha: f64,
    /// The requested power.
    pub wanted: f64,
    /// The smallest effect detectable with the requested power; `None` if no possible effect is.
    pub detectable: Option<f64>,
    /// Ascending by effect.
    pub rows: Vec<PowerRow>,
    pub given: BilingualSentence,
    pub sentence: BilingualSentence,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PowerPlanRequest {
    /// An additional effect besides the usual ones.
    pub effect: Option<f64>,
    pub power: f64,
    pub alpha: f64,
    /// Number of people to plan for, instead of the present number.
    pub n: Option<usize>,
}

/// Plans a test of two variables of the dataset.
/// Refused when they cannot be tested, or the request is impossible.
pub fn plan(
    dataset: &Dataset,
    (row, column): (usize, usize),
    wanted: &PowerPlanRequest,
    language: &str,
) -> Result<PowerPlan, Refusal> {
    if !(wanted.power > wanted.alpha && wanted.power < 1.0) {
        return Err(Refusal::new(
            format!("--power {} cannot be wanted", wanted.power),
            format!(
                "It lies between the level {} and 1; usual is 0.8",
                wanted.alpha
            ),
        ));
    }
    let level = |place: usize| dataset.body.variables[place].level;
    let names = (
        named(dataset, row, language),
        named(dataset, column, language),
    );
    let (model, there) = match (level(row), level(column)) {
        (MeasurementLevel::Interval, MeasurementLevel::Interval) => {
            (correlation(wanted.alpha), both(dataset, row, column))
        }
        (MeasurementLevel::Interval, other) | (other, MeasurementLevel::Interval)
            if other != MeasurementLevel::Id =>
        {
            let (scores, groups) = if level(row) == MeasurementLevel::Interval {
                (row, column)
            } else {
                (column, row)
            };
            let n = both(dataset, row, column);
            if other == MeasurementLevel::Ordinal {
                (correlation(wanted.alpha), n)
            } else {
                (means(dataset, scores, groups, wanted.alpha, language)?, n)
            }
        }
        _ => {
            let crosstab = Crosstab::new(dataset, row, column, language)?;
            let n = crosstab.n();
            (categories(&crosstab, wanted.alpha)?, n)
        }
    };
    let n = wanted.n.unwrap_or(there);
    let wrong = |why: StatsError| {
        Refusal::new(
            format!("no plan for {} and {}: {why}", names.0.name, names.1.name),
            "Choose other variables",
        )
    };
    let mut effects = model.usual.clone();
    if let Some(effect) = wanted.effect {
        if !(effect.abs() > 0.0 && effect.abs() <= model.most) {
            return Err(Refusal::new(
                format!(
                    "--effect {effect} is no {} that these variables can have",
                    model.effect.words(false)
                ),
                format!(
                    "With their shares as they are it lies above 0 and at most at {}",
                    number::decimals(model.most, 2)
                ),
            ));
        }
        effects.push(effect.abs());
    }
    effects.retain(|effect| *effect <= model.most);
    effects.sort_by(f64::total_cmp);
    effects.dedup();
    let mut rows = Vec::with_capacity(effects.len());
    for effect in effects {
        let power = (model.power)(effect, n as f64).map_err(wrong)?;
        let needed =
            planning::least(wanted.power, wanted.alpha, 4, |n| (model.power)(effect, n)).ok();
        rows.push(PowerRow {
            effect,
            power,
            needed,
        });
    }
    let detectable = detectable(&model, n as f64, wanted.power);
    let sentence = sentence(
        &model,
        (&names.0.label, &names.1.label),
        n,
        detectable,
        &rows,
        wanted,
    );
    Ok(PowerPlan {
        row: names.0,
        column: names.1,
        n,
        test: model.test,
        effect: model.effect,
        alpha: wanted.alpha,
        wanted: wanted.power,
        detectable,
        rows,
        given: model.given,
        sentence,
    })
}

fn named(dataset: &Dataset, place: usize, language: &str) -> NamedVariable {
    let variable = &dataset.body.variables[place];
    NamedVariable {
        name: variable.name.clone(),
        label: variable.label_or_name(language),
    }
}

fn both(dataset: &Dataset, row: usize, column: usize) -> usize {
    dataset
        .answers(row)
        .zip(dataset.answers(column))
        .filter(|(a, b)| a.is_some() && b.is_some())
        .count()
}

impl PlannedEffect {
    pub fn words(self, danish: bool) -> &'static str {
        match (self, danish) {
            (PlannedEffect::ShareDifference, false) => "difference of shares",
            (PlannedEffect::ShareDifference, true) => "forskel i andele",
            (PlannedEffect::TauB, _) => "tau-b",
            (PlannedEffect::Correlation, false) => "correlation",
            (PlannedEffect::Correlation, true) => "korrelation",
            (PlannedEffect::CohensD, false) => "difference in standard deviations (d)",
            (PlannedEffect::CohensD, true) => "forskel i standardafvigelser (d)",
            (PlannedEffect::EpsilonSquared, _) => "ε²",
            (PlannedEffect::CramersV, _) => "V",
        }
    }

    /// Formats an effect within a sentence: "a difference of 20 percentage points", "tau-b = .30".
    pub fn say(self, effect: f64, danish: bool) -> String {
        let t = SentenceLanguage::of(danish);
        match self {
            PlannedEffect::ShareDifference if danish => {
                format!("en forskel på {} procentpoint", percent(effect))
            }
            PlannedEffect::ShareDifference => {
                format!("a difference of {} percentage points", percent(effect))
            }
            PlannedEffect::CohensD => format!("d = {}", t.decimals(effect, 2)),
            PlannedEffect::TauB => format!("tau-b = {}", t.share(effect)),
            PlannedEffect::Correlation => format!("r = {}", t.share(effect)),
            PlannedEffect::EpsilonSquared => format!("ε² = {}", t.share(effect)),
            PlannedEffect::CramersV => format!("V = {}", t.share(effect)),
        }
    }
}

fn sentence(
    model: &PowerModel,
    (a, b): (&str, &str),
    n: usize,
    detectable: Option<f64>,
    rows: &[PowerRow],
    wanted: &PowerPlanRequest,
) -> BilingualSentence {
    // The requested effect, otherwise the largest of the usual ones that is not detected yet.
    let asked = wanted.effect.map(f64::abs);
    let next = rows
        .iter()
        .rev()
        .find(|row| asked.map_or(row.power < wanted.power, |asked| row.effect == asked));
    BilingualSentence::both(|t| {
        let danish = t == SentenceLanguage::Danish;
        let (a, b, n, power) = (
            t.quoted(a),
            t.quoted(b),
            t.count(n as f64),
            t.percent(wanted.power, 1.0, 0),
        );
        let (test, alpha) = (model.test.say(danish), t.level(wanted.alpha));
        let begin = match (detectable, t) {
            (Some(effect), SentenceLanguage::English) => format!(
                "With N = {n}, {} or more between {a} and {b} is found with a probability of {power} ({test}, α = {alpha})",
                model.effect.say(effect, danish)
            ),
            (Some(effect), SentenceLanguage::Danish) => format!(
                "Med N = {n} bliver {} eller mere mellem {a} og {b} fundet med en sandsynlighed på {power} ({test}, α = {alpha})",
                model.effect.say(effect, danish)
            ),
            (None, SentenceLanguage::English) => format!(
                "With N = {n}, no effect that {a} and {b} can have is found with a probability of {power} ({test}, α = {alpha})"
            ),
            (None, SentenceLanguage::Danish) => format!(
                "Med N = {n} bliver ingen effekt, som {a} og {b} kan have, fundet med en sandsynlighed på {power} ({test}, α = {alpha})"
            ),
        };
        let more = next.and_then(|row| {
            let (effect, now) = (model.effect.say(row.effect, danish), t.percent(row.power, 1.0, 0));
            let needed = t.count(row.needed? as f64);
            Some(t.choose(
                format!(
                    "; {effect} is found with a probability of {now} now, and of {power} with N = {needed}"
                ),
                format!(
                    "; {effect} bliver fundet med en sandsynlighed på {now} nu og på {power} med N = {needed}"
                ),
            ))
        });
        format!("{begin}{}.", more.unwrap_or_default())
    })
}
