//! Odds ratios of 2 × 2 tables: the sample's, and the conditional one with its exact interval.
//!
//! The conditional estimate and interval are those of R's `fisher.test` (solved to full precision,
//! where R stops at about four digits); the sample ratio with its Wald interval is SPSS's risk
//! estimate. An infinite limit is returned as infinity.
//!
//! Intervals for a proportion, k of n.
//!
//! Wilson for display (its coverage is near the nominal level even for small n), Clopper–Pearson
//! for guarantees (its coverage is never below it).

use super::chisq::two_by_two;
use super::distributions;
use super::error::{StatsError, Warning};
use super::estimate::{Estimate, Interval};
use super::hypergeometric::Hypergeometric;
use super::table::Table;

/// Conditional maximum-likelihood odds ratio (0 to ∞) with the exact interval by inverting both
/// one-sided Fisher tests.
pub fn odds_ratio(table: &Table) -> Result<Estimate, StatsError> {
    let small = two_by_two(table)?;
    let x = small.whole()?;
    let law = Hypergeometric::of(&x)?;
    let (least, most) = law.support();
    let observed = x[0];
    let half = 0.025;
    let low = if observed == least {
        0.0
    } else {
        solve(|t| law.tails(observed, t).0 - half)
    };
    let high = if observed == most {
        f64::INFINITY
    } else {
        solve(|t| half - law.tails(observed, t).1)
    };
    let value = if observed == least {
        0.0
    } else if observed == most {
        f64::INFINITY
    } else {
        solve(|t| law.mean(t) - observed as f64)
    };
    let mut estimate = Estimate::bare(
        value,
        small.n(),
        "Odds ratio, conditional maximum likelihood (Fisher 1935)",
    );
    let method = "exact conditional (Cornfield 1956), as R's fisher.test";
    estimate.interval = Some(Interval::new(low, high, 0.95, method));
    Ok(estimate)
}

/// Sample odds ratio ad/bc (0 to ∞) with the interval exp(ln OR ± 1.96 √(1/a + 1/b + 1/c + 1/d))
/// (Woolf 1955).
pub fn odds_ratio_sample(table: &Table) -> Result<Estimate, StatsError> {
    let small = two_by_two(table)?;
    let x = small.observed();
    let (cross, other) = (x[0] * x[3], x[1] * x[2]);
    let mut estimate = Estimate::bare(cross / other, small.n(), "Odds ratio of the sample, ad/bc");
    if cross > 0.0 && other > 0.0 {
        let ase = x.iter().map(|c| 1.0 / c).sum::<f64>().sqrt();
        let reach = distributions::normal_quantile(0.975) * ase;
        let log = estimate.value.ln();
        estimate.interval = Some(Interval::new(
            (log - reach).exp(),
            (log + reach).exp(),
            0.95,
            "Woolf 1955",
        ));
    } else {
        estimate.value = if cross > 0.0 { f64::INFINITY } else { 0.0 };
        estimate
            .warnings
            .push(Warning::SmallSample { n: small.n() });
    }
    Ok(estimate)
}

/// The odds ratio e^t where an increasing function of t crosses zero.
pub(crate) fn solve(f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-1.0, 1.0);
    while f(low) > 0.0 && low > -700.0 {
        low *= 2.0;
    }
    while f(high) < 0.0 && high < 700.0 {
        high *= 2.0;
    }
    for _ in 0..120 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if f(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    (0.5 * (low + high)).exp()
}

/// k of n with Wilson's (1927) interval at `level` (0 to 1, ends excluded).
pub fn wilson(k: u64, n: u64, level: f64) -> Result<Estimate, StatsError> {
    check(k, n, level)?;
    let (count, share) = (n as f64, k as f64 / n as f64);
    let z = distributions::normal_quantile(0.5 + level / 2.0);
    let z2 = z * z;
    let centre = share + z2 / (2.0 * count);
    let reach = z * (share * (1.0 - share) / count + z2 / (4.0 * count * count)).sqrt();
    let scale = 1.0 + z2 / count;
    let low = if k == 0 {
        0.0
    } else {
        (centre - reach) / scale
    };
    let high = if k == n {
        1.0
    } else {
        (centre + reach) / scale
    };
    let mut estimate = Estimate::bare(share, count, "Share");
    estimate.interval = Some(Interval::new(
        low.max(0.0),
        high.min(1.0),
        level,
        "Wilson 1927",
    ));
    Ok(estimate)
}

/// k of n with Clopper and Pearson's (1934) interval at `level`, which never covers less than
/// nominally.
pub fn clopper_pearson(k: u64, n: u64, level: f64) -> Result<Estimate, StatsError> {
    check(k, n, level)?;
    let tail = (1.0 - level) / 2.0;
    let (hits, misses) = (k as f64, (n - k) as f64);
    let low = if k == 0 {
        0.0
    } else {
        distributions::beta_quantile(tail, hits, misses + 1.0)
    };
    let high = if k == n {
        1.0
    } else {
        1.0 - distributions::beta_quantile(tail, misses, hits + 1.0)
    };
    let mut estimate = Estimate::bare(hits / n as f64, n as f64, "Share");
    estimate.interval = Some(Interval::new(low, high, level, "Clopper–Pearson 1934"));
    Ok(estimate)
}

/// Refuses an empty base, more hits than answers and a level outside (0, 1).
fn check(k: u64, n: u64, level: f64) -> Result<(), StatsError> {
    if n == 0 {
        return Err(StatsError::Empty);
    }
    if k > n || !(level > 0.0 && level < 1.0) {
        return Err(StatsError::Range);
    }
    Ok(())
}
