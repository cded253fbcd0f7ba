//! Cohen's kappa: agreement of two coders beyond what their margins give by chance.
//!
//! With one dominant category kappa can be near zero although coders nearly always agree; a warning
//! then gives the plain share of agreement. For more than two coders or missing codes see
//! `krippendorff`.
//!
//! Krippendorff's alpha: reliability for any number of coders and any level of measurement, with
//! missing values.
//!
//! Undefined, and never 1, if only one value occurs: coders who always say the same have not shown
//! that they can distinguish anything. The interval is a bootstrap over units with a stated seed,
//! with four units added, so that a few units in agreement do not appear certain.

use super::distributions;
use super::error::{StatsError, Warning};
use super::estimate::{Estimate, Interval};
use super::rng::Rng;
use super::table::Table;
use serde::Serialize;

/// Credit for partial agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KappaWeights {
    /// No credit for near misses (Cohen 1960).
    Unweighted,
    /// 1 − |i − j|/(k − 1) (Cicchetti & Allison 1971).
    Linear,
    /// 1 − (i − j)²/(k − 1)² (Fleiss & Cohen 1973).
    Quadratic,
}

fn raw(table: &Table, weights: KappaWeights) -> Result<RawKappa, StatsError> {
    let k = table.rows();
    if k != table.columns() || k < 2 {
        return Err(StatsError::NotSquare);
    }
    let n = table.n();
    if n <= 0.0 {
        return Err(StatsError::Empty);
    }
    let share = |totals: Vec<f64>| -> Vec<f64> { totals.into_iter().map(|t| t / n).collect() };
    let (rows, columns) = (share(table.row_totals()), share(table.column_totals()));
    let weight = |i: usize, j: usize| {
        let apart = i.abs_diff(j) as f64 / (k - 1) as f64;
        match weights {
            KappaWeights::Unweighted => f64::from(u8::from(i == j)),
            KappaWeights::Linear => 1.0 - apart,
            KappaWeights::Quadratic => 1.0 - apart * apart,
        }
    };
    let cells = || (0..k).flat_map(|i| (0..k).map(move |j| (i, j)));
    let seen: f64 = cells()
        .map(|(i, j)| weight(i, j) * table.at(i, j) / n)
        .sum();
    let chance: f64 = cells()
        .map(|(i, j)| weight(i, j) * rows[i] * columns[j])
        .sum();
    if 1.0 - chance <= 1e-12 {
        return Err(StatsError::OneValue);
    }
    let value = (seen - chance) / (1.0 - chance);
    let row_mean: Vec<f64> = (0..k)
        .map(|i| (0..k).map(|j| weight(i, j) * columns[j]).sum())
        .collect();
    let column_mean: Vec<f64> = (0..k)
        .map(|j| (0..k).map(|i| weight(i, j) * rows[i]).sum())
        .collect();
    let squares: f64 = cells()
        .map(|(i, j)| {
            table.at(i, j) / n
                * (weight(i, j) - (row_mean[i] + column_mean[j]) * (1.0 - value)).powi(2)
        })
        .sum();
    let variance =
        (squares - (value - chance * (1.0 - value)).powi(2)) / (n * (1.0 - chance).powi(2));
    let method = match weights {
        KappaWeights::Unweighted => "Cohen's kappa (1960)",
        KappaWeights::Linear => "Weighted kappa, linear weights (Cicchetti & Allison 1971)",
        KappaWeights::Quadratic => "Weighted kappa, quadratic weights (Fleiss & Cohen 1973)",
    };
    Ok(RawKappa {
        value,
        ase: variance.max(0.0).sqrt(),
        n,
        rows,
        columns,
        method,
    })
}

/// Kappa with its standard error, both from the observed table.
struct RawKappa {
    value: f64,
    ase: f64,
    n: f64,
    rows: Vec<f64>,
    columns: Vec<f64>,
    method: &'static str,
}

/// Method of the interval if there is no disagreement.
pub(super) const NO_DISAGREEMENT: &str =
    "largest share of cases at random that leaves no disagreement with probability .025";

/// The smallest agreement beyond chance compatible with `n` cases without a disagreement, if a
/// random case agrees by chance with probability `chance`.
pub(super) fn without_disagreement(n: f64, chance: f64) -> f64 {
    1.0 - ((1.0 - 0.025_f64.powf(1.0 / n)) / (1.0 - chance)).min(1.0)
}

/// The interval on the scale of Fisher's z, for the table with four cases added: two distributed by
/// chance over the margins, and two on which both agree.
///
/// The usual `kappa ± 1.96 ASE` covers .76 to .91 at N = 10 to 31 and calls perfect agreement in
/// ten cases certain. Adding cases towards the middle corrects that as it does for a proportion
/// (Agresti & Coull 1998); simulated coverage is in docs/coverage.md.
fn interval(table: &Table, weights: KappaWeights, value: f64) -> Option<Interval> {
    let (rows, columns, n, k) = (
        table.row_totals(),
        table.column_totals(),
        table.n(),
        table.rows(),
    );
    if (0..k).all(|i| table.at(i, i) == rows[i] && rows[i] == columns[i]) {
        let chance: f64 = rows.iter().map(|r| r * r / (n * n)).sum();
        return Some(Interval::new(
            without_disagreement(n, chance),
            1.0,
            0.95,
            NO_DISAGREEMENT,
        ));
    }
    let mut cells = table.observed().to_vec();
    for i in 0..k {
        for j in 0..k {
            cells[i * k + j] += 2.0 * rows[i] * columns[j] / (n * n);
        }
        cells[i * k + i] += (rows[i] + columns[i]) / n;
    }
    let added = raw(&Table::new(k, k, cells).ok()?, weights).ok()?;
    let centre = added.value.clamp(-0.999_999, 0.999_999);
    let reach = distributions::normal_quantile(0.975) * added.ase * ((n + 4.0) / n).sqrt()
        / (1.0 - centre * centre);
    let end = |z: f64| (centre.atanh() + z).tanh();
    let method = "Fisher z with two cases of chance and two of agreement added";
    Some(Interval::new(
        end(-reach).min(value),
        end(reach).max(value),
        0.95,
        method,
    ))
}

/// Cohen's kappa, at most 1, with the standard error of Fleiss, Cohen & Everitt (1969); the table
/// must be square.
pub fn kappa(table: &Table, weights: KappaWeights) -> Result<Estimate, StatsError> {
    let RawKappa {
        value,
        ase,
        n,
        rows,
        columns,
        method,
    } = raw(table, weights)?;
    let k = table.rows();
    let mut estimate = Estimate::bare(value, n, method);
    estimate.ase = Some(ase);
    estimate.interval = interval(table, weights, value);
    let agreement = (0..k).map(|i| table.at(i, i)).sum::<f64>() / n;
    if rows.iter().chain(&columns).any(|p| *p > 0.9) {
        estimate.warnings.push(Warning::Prevalence { agreement });
    }
    Ok(estimate)
}

/// Distance between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Same or different.
    Nominal,
    /// By the number of values between them.
    Ordinal,
    /// By the squared difference.
    Interval,
    /// By the squared relative difference; values must not be negative.
    Ratio,
}

/// Resamples behind the interval.
const RESAMPLES: usize = 1_000;

/// Krippendorff's alpha, at most 1: one row per unit, one entry per coder, `None` where a coder
/// gave no value.
pub fn krippendorff(
    units: &[Vec<Option<f64>>],
    metric: Metric,
    seed: u64,
) -> Result<Estimate, StatsError> {
    let mut values: Vec<f64> = units.iter().flatten().flatten().copied().collect();
    if values
        .iter()
        .any(|v| !v.is_finite() || (metric == Metric::Ratio && *v < 0.0))
    {
        return Err(StatsError::Range);
    }
    values.sort_by(f64::total_cmp);
    values.dedup();
    // Units as counts per value; a unit with a single value cannot be paired.
    let counted: Vec<Vec<f64>> = units
        .iter()
        .map(|unit| {
            values
                .iter()
                .map(|v| unit.iter().flatten().filter(|x| *x == v).count() as f64)
                .collect()
        })
        .filter(|counts: &Vec<f64>| counts.iter().sum::<f64>() >= 2.0)
        .collect();
    StatsError::require_at_least(2, counted.len())?;
    let all: Vec<&Vec<f64>> = counted.iter().collect();
    let value = alpha(&all, &values, metric).ok_or(StatsError::OneValue)?;
    let method = match metric {
        Metric::Nominal => "Krippendorff's alpha, nominal (2011)",
        Metric::Ordinal => "Krippendorff's alpha, ordinal (2011)",
        Metric::Interval => "Krippendorff's alpha, interval (2011)",
        Metric::Ratio => "Krippendorff's alpha, ratio (2011)",
    };
    let mut estimate = Estimate::bare(value, counted.len() as f64, method);
    if counted.len() < units.len() {
        estimate.warnings.push(Warning::LeftOut {
            count: units.len() - counted.len(),
        });
    }
    if counted
        .iter()
        .all(|unit| unit.iter().filter(|count| **count > 0.0).count() == 1)
    {
        let margin: Vec<f64> = (0..values.len())
            .map(|v| counted.iter().map(|unit| unit[v]).sum())
            .collect();
        let all: f64 = margin.iter().sum();
        let same = |unit: &Vec<f64>| {
            margin
                .iter()
                .map(|m| (m / all).powf(unit.iter().sum()))
                .sum::<f64>()
        };
        let n = counted.len() as f64;
        let low = without_disagreement(n, counted.iter().map(same).sum::<f64>() / n);
        estimate.interval = Some(Interval::new(low, 1.0, 0.95, NO_DISAGREEMENT));
        return Ok(estimate);
    }
    let mut rng = Rng::new(seed);
    let mut draws: Vec<f64> = Vec::with_capacity(RESAMPLES);
    let margin: Vec<f64> = (0..values.len())
        .map(|v| counted.iter().map(|unit| unit[v]).sum())
        .collect();
    for _ in 0..RESAMPLES {
        let sample: Vec<Vec<f64>> = counted
            .iter()
            .map(|_| drawn(&mut rng, &counted, &margin))
            .collect();
        let sample: Vec<&Vec<f64>> = sample.iter().collect();
        draws.extend(alpha(&sample, &values, metric));
    }
    draws.sort_by(f64::total_cmp);
    if draws.len() >= RESAMPLES / 2 {
        let at = |q: f64| draws[((draws.len() - 1) as f64 * q).round() as usize];
        let method = "bootstrap over units and four added ones, 1,000 resamples";
        let (low, high) = (at(0.025).min(value), at(0.975).max(value));
        estimate.interval = Some(Interval::new(low, high, 0.95, method));
    }
    Ok(estimate)
}

/// Draws a unit from the existing ones and four more: two whose values come from the margin by
/// chance, and two on which all agree.
///
/// With few units the plain percentiles cover .83 to .92, and units without a disagreement would
/// appear certain.
fn drawn(rng: &mut Rng, counted: &[Vec<f64>], margin: &[f64]) -> Vec<f64> {
    let at = rng.below(counted.len() as u32 + 4) as usize;
    if let Some(unit) = counted.get(at) {
        return unit.clone();
    }
    let pick = |rng: &mut Rng| {
        let mut left = rng.unit() * margin.iter().sum::<f64>();
        let place = margin.iter().position(|m| {
            left -= m;
            left < 0.0
        });
        place.unwrap_or(margin.len() - 1)
    };
    let mut unit = vec![0.0; margin.len()];
    let (first, second) = (pick(rng), pick(rng));
    unit[first] += 1.0;
    unit[if at < counted.len() + 2 {
        second
    } else {
        first
    }] += 1.0;
    unit
}

/// 1 − observed/expected disagreement; `None` if no disagreement is possible.
fn alpha(units: &[&Vec<f64>], values: &[f64], metric: Metric) -> Option<f64> {
    let k = values.len();
    let mut margin = vec![0.0; k];
    for unit in units {
        for (m, x) in margin.iter_mut().zip(unit.iter()) {
            *m += x;
        }
    }
    let n: f64 = margin.iter().sum();
    let apart = |a: usize, b: usize| match metric {
        Metric::Nominal => f64::from(u8::from(a != b)),
        Metric::Interval => (values[a] - values[b]).powi(2),
        Metric::Ratio if values[a] + values[b] == 0.0 => 0.0,
        Metric::Ratio => ((values[a] - values[b]) / (values[a] + values[b])).powi(2),
        Metric::Ordinal => {
            let between: f64 = margin[a.min(b)..=a.max(b)].iter().sum();
            (between - (margin[a] + margin[b]) / 2.0).powi(2)
        }
    };
    let (mut observed, mut expected) = (0.0, 0.0);
    for a in 0..k {
        for b in 0..a {
            let distance = apart(a, b);
            let pairs: f64 = units
                .iter()
                .map(|u| u[a] * u[b] / (u.iter().sum::<f64>() - 1.0))
                .sum();
            observed += distance * pairs;
            expected += distance * margin[a] * margin[b];
        }
    }
    (expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected)
}
