//! The ratio of the odds ratios of two 2 × 2 tables.
//!
//! Zelen's (1971) exact test that several 2 × 2 tables have a common odds ratio.
//!
//! Given all margins and the sum of the first cells, the probabilities do not depend on the common
//! odds ratio. The p-value is the probability of all sets of tables that are not more probable than
//! the observed one.

use super::Homogeneity;
use crate::stats::distributions;
use crate::stats::error::StatsError;
use crate::stats::estimate::{Estimate, Interval};
use crate::stats::hypergeometric::Hypergeometric;
use crate::stats::odds::solve;
use crate::stats::table::Table;

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
    let reach = distributions::normal_quantile(0.975) * variance.sqrt();
    let (low, high) = ((value - reach).exp(), (value + reach).exp());
    estimate.interval = Some(Interval::new(
        low,
        high,
        0.95,
        "Woolf 1955, variances added",
    ));
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

/// Largest number of sets of tables enumerated.
const MAX_TABLE_SETS: u64 = 3_000_000;

/// A 2 × 2 table: the distribution of its first cell, and its value.
pub(super) struct StratumCell {
    pub law: Hypergeometric,
    pub observed: u64,
}

/// The tables whose first cell is not determined by the margins.
pub(super) fn cells(strata: &[Table]) -> Result<Vec<StratumCell>, StatsError> {
    let mut cells = Vec::new();
    for table in strata {
        if table.rows() != 2 || table.columns() != 2 {
            return Err(StatsError::NotTwoByTwo);
        }
        let counts = table.whole()?;
        let law = Hypergeometric::of(&counts)?;
        if law.support().0 < law.support().1 {
            cells.push(StratumCell {
                law,
                observed: counts[0],
            });
        }
    }
    StatsError::require_at_least(2, cells.len())?;
    Ok(cells)
}

/// The exact p-value; strata with an empty margin are uninformative and left out.
pub fn zelen(strata: &[Table]) -> Result<Homogeneity, StatsError> {
    let mut cells = cells(strata)?;
    // The widest comes last, where the sum determines the cell.
    cells.sort_by_key(|cell| cell.law.logs().len());
    let sum: u64 = cells
        .iter()
        .map(|cell| cell.observed - cell.law.support().0)
        .sum();
    let own: f64 = cells
        .iter()
        .map(|cell| cell.law.logs()[(cell.observed - cell.law.support().0) as usize])
        .sum();
    let logs: Vec<&[f64]> = cells.iter().map(|cell| cell.law.logs()).collect();
    let mut walk = MarginWalk {
        logs: &logs,
        after: Vec::new(),
        own,
        tail: 0.0,
        all: 0.0,
        spent: 0,
    };
    let mut rest = 0;
    walk.after = logs
        .iter()
        .rev()
        .map(|log| {
            rest += log.len() - 1;
            rest
        })
        .collect();
    walk.after.reverse();
    walk.through(0, sum as usize, 0.0)?;
    Ok(Homogeneity {
        statistic: None,
        df: None,
        residual_df: None,
        p: (walk.tail / walk.all).min(1.0),
        n: strata.iter().map(Table::n).sum(),
        exact: true,
        method: "Zelen's exact test of one odds ratio (1971)",
    })
}

/// Enumerates all first cells with a given sum.
struct MarginWalk<'a> {
    logs: &'a [&'a [f64]],
    /// Largest sum of a stratum and those after it.
    after: Vec<usize>,
    /// ln probability of the observed tables.
    own: f64,
    tail: f64,
    all: f64,
    spent: u64,
}

impl MarginWalk<'_> {
    fn through(&mut self, stratum: usize, left: usize, log: f64) -> Result<(), StatsError> {
        let own = self.logs[stratum];
        if stratum + 1 == self.logs.len() {
            self.spent += 1;
            if self.spent > MAX_TABLE_SETS {
                return Err(StatsError::WorkLimit { spent: self.spent });
            }
            let log = log + own[left];
            // Relative to the observed tables, so that neither sum underflows where it matters.
            let weight = (log - self.own).exp();
            self.all += weight;
            if log <= self.own + 1e-7 {
                self.tail += weight;
            }
            return Ok(());
        }
        let least = left.saturating_sub(self.after[stratum + 1]);
        for (x, own) in own.iter().enumerate().take(left + 1).skip(least) {
            self.through(stratum + 1, left - x, log + own)?;
        }
        Ok(())
    }
}
