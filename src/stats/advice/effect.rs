//! Effects in figures that people understand: shares and their difference, medians and the
//! probability of a higher value, or the measure of association that matches the test.
//!
//! The first effect is the one to report. Its interval has the level of the test and agrees with
//! it: it contains no effect exactly when p is above the level.

use super::recommend::{Method, TestOutcome, groups_as_rows};
use crate::stats::error::StatsError;
use crate::stats::estimate::Estimate;
use crate::stats::shares::{DecidingTest, GroupShares, ShareComparison};
use crate::stats::table::Table;
use crate::stats::{association, correlation, groups, ordinal};
use serde::Serialize;

/// Kinds of effects; their names are JSON keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectMeasure {
    /// Difference of two shares, −1 to 1.
    Difference,
    /// Ratio of two shares.
    RelativeRisk,
    /// Odds ratio of the sample.
    OddsRatio,
    /// Phi, −1 to 1.
    Phi,
    /// Probability that a value of the first group is higher, 0 to 1; one half without a
    /// difference.
    Superiority,
    /// Share of the ranks' variance between groups, 0 to 1.
    EpsilonSquared,
    /// Kendall's tau-b, −1 to 1.
    TauB,
    /// Pearson's r of the scores, −1 to 1.
    R,
    /// Cramér's V, 0 to 1.
    V,
}

/// One of the groups compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedGroup {
    /// Name of the group.
    pub label: String,
    /// Number of its answers.
    pub n: f64,
    /// Number of answers whose share is reported, if there is one.
    pub count: Option<f64>,
    /// Share of `count`, 0 to 1.
    pub share: Option<f64>,
    /// Median of ordered answers.
    pub median: Option<String>,
    /// The two answers on either side of the median; the same twice if it is one of them.
    #[serde(skip)]
    pub middle: Option<(String, String)>,
}

/// An effect measure with its value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasuredEffect {
    /// Its kind.
    pub measure: EffectMeasure,
    /// Value and interval.
    #[serde(flatten)]
    pub estimate: Estimate,
}

/// The groups compared, and the effects.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effects {
    /// Name of the grouping variable, if groups are compared.
    pub groups_by: Option<String>,
    /// Name of the outcome variable.
    pub outcome: Option<String>,
    /// The answer whose share is reported.
    pub answer: Option<String>,
    /// The groups.
    pub groups: Vec<ComparedGroup>,
    /// The effects, the one to report first.
    pub found: Vec<MeasuredEffect>,
}

impl Effects {
    /// The effect to report.
    pub fn first(&self) -> Option<&MeasuredEffect> {
        self.found.first()
    }

    /// The effect of this kind.
    pub fn of(&self, measure: EffectMeasure) -> Option<&Estimate> {
        self.found
            .iter()
            .find(|effect| effect.measure == measure)
            .map(|effect| &effect.estimate)
    }

    /// The limits of the first effect on the scale of a correlation (the square root for epsilon
    /// squared), as the distance from no effect, 0 to 1: to be compared with the smallest effect of
    /// interest.
    pub fn interval_reach(&self) -> Option<f64> {
        let first = self.first()?;
        // Phi expresses the size of a difference whatever the shares are.
        let estimate = if first.measure == EffectMeasure::Difference {
            self.of(EffectMeasure::Phi)?
        } else {
            &first.estimate
        };
        let interval = estimate.interval.as_ref()?;
        let scale = |x: f64| match first.measure {
            EffectMeasure::Superiority => 2.0 * x - 1.0,
            EffectMeasure::EpsilonSquared => x.max(0.0).sqrt(),
            _ => x,
        };
        Some(scale(interval.low).abs().max(scale(interval.high).abs()))
    }

    /// Effects without groups.
    fn plain(found: Vec<MeasuredEffect>) -> Effects {
        Effects {
            groups_by: None,
            outcome: None,
            answer: None,
            groups: Vec::new(),
            found,
        }
    }
}

/// The effects that belong to a test of a table.
pub(super) fn effects(
    table: &Table,
    outcome: &TestOutcome,
    alpha: f64,
) -> Result<Effects, StatsError> {
    let decided = DecidingTest {
        p: outcome.p,
        level: 1.0 - alpha,
    };
    let effect = |measure, estimate| MeasuredEffect { measure, estimate };
    match outcome.method.large_sample() {
        Method::NMinusOne | Method::Fisher => shares(table, decided),
        Method::MannWhitney => {
            let rows = groups_as_rows(table, outcome.method)?;
            let first = groups::superiority(&rows, decided)?;
            // The group with the higher answers is named first.
            let (rows, first) = if first.value < 0.5 {
                let turned = rows.row_turned();
                let first = groups::superiority(&turned, decided)?;
                (turned, first)
            } else {
                (rows, first)
            };
            Ok(compared(&rows, effect(EffectMeasure::Superiority, first)))
        }
        Method::KruskalWallis => {
            let rows = groups_as_rows(table, outcome.method)?;
            Ok(compared(
                &rows,
                effect(
                    EffectMeasure::EpsilonSquared,
                    groups::epsilon_squared(&rows, decided)?,
                ),
            ))
        }
        Method::LinearByLinear => {
            let r = correlation::pearson_r_decided(table, decided);
            let tau = ordinal::tau_b_decided(table, decided);
            Ok(Effects::plain(match (tau, r) {
                // If uneven scores and ranks point in different directions, the measure of the
                // scores is the one of the test.
                (Ok(tau), Ok(r)) if tau.value * r.value <= 0.0 && outcome.p <= alpha => {
                    vec![
                        effect(EffectMeasure::R, r),
                        effect(EffectMeasure::TauB, tau),
                    ]
                }
                (Ok(tau), r) => {
                    // For scores on one line r is 1 and has no interval; it is left out then.
                    let r = r.ok().filter(|r| r.interval.is_some());
                    [
                        Some(effect(EffectMeasure::TauB, tau)),
                        r.map(|r| effect(EffectMeasure::R, r)),
                    ]
                    .into_iter()
                    .flatten()
                    .collect()
                }
                (Err(_), Ok(r)) => vec![effect(EffectMeasure::R, r)],
                // A trend between a nominal and an ordered variable has no sign.
                (Err(_), Err(_)) => vec![effect(
                    EffectMeasure::V,
                    association::cramers_v_decided(table, decided)?,
                )],
            }))
        }
        _ => Ok(Effects::plain(vec![effect(
            EffectMeasure::V,
            association::cramers_v_decided(table, decided)?,
        )])),
    }
}

/// The effects of a 2 × 2 table.
fn shares(table: &Table, decided: DecidingTest) -> Result<Effects, StatsError> {
    let shares = GroupShares::of(table)?;
    let all = [
        (EffectMeasure::Difference, ShareComparison::Difference),
        (EffectMeasure::RelativeRisk, ShareComparison::Ratio),
        (EffectMeasure::OddsRatio, ShareComparison::Odds),
    ];
    let mut found: Vec<MeasuredEffect> = all
        .map(|(measure, by)| MeasuredEffect {
            measure,
            estimate: shares.counts.compared(by, decided),
        })
        .into();
    let share = shares.counts.shares();
    let mut phi = association::phi_decided(table, decided)?;
    // Its sign is that of the reported difference.
    if phi.value * (share[0] - share[1]) < 0.0 {
        phi.value = -phi.value;
        if let Some(interval) = &mut phi.interval {
            (interval.low, interval.high) = (-interval.high, -interval.low);
        }
    }
    found.push(MeasuredEffect {
        measure: EffectMeasure::Phi,
        estimate: phi,
    });
    let group = |at: usize| ComparedGroup {
        label: shares.labels[at].clone(),
        n: shares.counts.sizes[at],
        count: Some(shares.counts.hits[at]),
        share: Some(share[at]),
        median: None,
        middle: None,
    };
    let groups = vec![group(0), group(1)];
    Ok(Effects {
        groups_by: Some(shares.groups),
        outcome: Some(shares.outcome),
        answer: Some(shares.answer),
        groups,
        found,
    })
}

/// Groups compared on ordered answers.
fn compared(rows: &Table, first: MeasuredEffect) -> Effects {
    let totals = rows.row_totals();
    let group = |at: usize| {
        let middle = median(rows, at);
        let median = middle.as_ref().map(|(low, high)| {
            if low == high {
                low.clone()
            } else {
                format!("{low} – {high}")
            }
        });
        ComparedGroup {
            label: rows.row_side().label(at),
            n: totals[at],
            count: None,
            share: None,
            median,
            middle,
        }
    };
    Effects {
        groups_by: Some(rows.row_side().name.clone()),
        outcome: Some(rows.column_side().name.clone()),
        answer: None,
        groups: (0..rows.rows()).map(group).collect(),
        found: vec![first],
    }
}

/// The median of a row twice, or both answers if it lies between two.
pub(super) fn median(rows: &Table, at: usize) -> Option<(String, String)> {
    let half = rows.row(at).iter().sum::<f64>() / 2.0;
    let place = |reached: &dyn Fn(f64) -> bool| {
        let mut below = 0.0;
        rows.row(at).iter().position(|count| {
            below += count;
            reached(below)
        })
    };
    let (low, high) = (
        place(&|below| below >= half - 1e-9)?,
        place(&|below| below > half + 1e-9)?,
    );
    let label = |place| rows.column_side().label(place);
    Some((label(low), label(high)))
}
