//! The ratio of the odds ratios of two 2 × 2 tables.

use super::zelen::{StratumCell, cells};
use crate::stats::error::StatsError;
use crate::stats::estimate::{Estimate, Interval};
use crate::stats::hypergeometric::Hypergeometric;
use crate::stats::odds::solve;
use crate::stats::table::Table;
use crate::stats::tail;

/// Steps of the search for the limit of an exact interval, from outside inwards.
const STEPS: i32 = 240;

/// First odds ratio over second, 0 to ∞. With `exact`, conditional on all margins and the sum of
/// the first cells, with the interval that inverts Zelen's test; otherwise the samples' ratio with
/// Woolf's variances.
pub fn ratio_of_odds_ratios(strata: &[Table], exact: bool) -> Result<Estimate, StatsError> {
    let telling: Vec<&Table> = strata
        .iter()
        .filter(|t| {
            t.testable()
                .is_ok_and(|t| t.rows() == 2 && t.columns() == 2)
        })
        .collect();
    let &[first, second] = telling.as_slice() else {
        return Err(StatsError::TooFew {
            n: telling.len(),
            need: 2,
        });
    };
    let n = first.n() + second.n();
    if exact {
        return conditional(&cells(&[first.clone(), second.clone()])?, n);
    }
    let log = |t: &Table| (t.at(0, 0) * t.at(1, 1) / (t.at(0, 1) * t.at(1, 0))).ln();
    let variance: f64 = [first, second]
        .iter()
        .flat_map(|t| t.observed())
        .map(|x| 1.0 / x)
        .sum();
    let value = log(first) - log(second);
    if !value.is_finite() || !variance.is_finite() {
        return conditional(&cells(&[first.clone(), second.clone()])?, n);
    }
    let mut estimate = Estimate::bare(value.exp(), n, "Ratio of the samples' odds ratios");
    let reach = tail::normal_quantile(0.975) * variance.sqrt();
    let (low, high) = ((value - reach).exp(), (value + reach).exp());
    estimate.interval = Some(Interval {
        low,
        high,
        level: 0.95,
        method: "Woolf 1955, variances added",
    });
    Ok(estimate)
}

/// Given the sum of two first cells, one of them has a tilted distribution, whose tilt is the ratio
/// of odds ratios.
fn conditional(cells: &[StratumCell], n: f64) -> Result<Estimate, StatsError> {
    let [one, two] = cells else {
        return Err(StatsError::TooFew {
            n: cells.len(),
            need: 2,
        });
    };
    let sum = one.observed + two.observed;
    let (a, b) = (one.law.support(), two.law.support());
    let least = a.0.max(sum.saturating_sub(b.1));
    let most = a.1.min(sum - b.0);
    let log =
        |x: u64| one.law.logs()[(x - a.0) as usize] + two.law.logs()[(sum - x - b.0) as usize];
    let law = Hypergeometric::weighed(least, (least..=most).map(log).collect());
    let x = one.observed;
    if least == most {
        return Err(StatsError::NoVariance);
    }
    let value = if x == least {
        0.0
    } else if x == most {
        f64::INFINITY
    } else {
        solve(|t| law.mean(t) - x as f64)
    };
    let mut estimate = Estimate::bare(
        value,
        n,
        "Ratio of odds ratios, conditional maximum likelihood",
    );
    let low = if x == least {
        0.0
    } else {
        edge(&law, x, -1.0).exp()
    };
    let high = if x == most {
        f64::INFINITY
    } else {
        edge(&law, x, 1.0).exp()
    };
    estimate.interval = Some(Interval {
        low,
        high,
        level: 0.95,
        method: "exact conditional, by inverting Zelen's test",
    });
    Ok(estimate)
}

/// The outermost ln ratio that Zelen's test does not reject at 5 %, above (`sign` 1) or below (−1).
fn edge(law: &Hypergeometric, x: u64, sign: f64) -> f64 {
    let tail = |t: f64| {
        if sign > 0.0 {
            law.lower(x, t)
        } else {
            law.upper(x, t)
        }
    };
    // Beyond the far end even a hundred times the one-sided tail is rejected; the near end is never
    // rejected.
    let at = |target: f64| {
        if sign > 0.0 {
            solve(|t| target - tail(t)).ln()
        } else {
            solve(|t| tail(t) - target).ln()
        }
    };
    let (far, near) = (at(0.000_1), at(0.05));
    let kept = |t: f64| law.no_more_probable(x, t) > 0.05;
    let place = |step: i32| far + (near - far) * f64::from(step) / f64::from(STEPS);
    let Some(first) = (0..=STEPS).find(|step| kept(place(*step))) else {
        return near;
    };
    if first == 0 {
        return far;
    }
    let (mut out, mut within) = (place(first - 1), place(first));
    for _ in 0..60 {
        let middle = 0.5 * (out + within);
        if kept(middle) {
            within = middle;
        } else {
            out = middle;
        }
    }
    0.5 * (out + within)
}
