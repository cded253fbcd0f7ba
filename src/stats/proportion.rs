//! Intervals for a proportion, k of n.
//!
//! Wilson for display (its coverage is near the nominal level even for small n), Clopper–Pearson
//! for guarantees (its coverage is never below it).

use super::error::StatsError;
use super::estimate::{Estimate, Interval};
use super::tail;

/// k of n with Wilson's (1927) interval at `level` (0 to 1, ends excluded).
pub fn wilson(k: u64, n: u64, level: f64) -> Result<Estimate, StatsError> {
    check(k, n, level)?;
    let (count, share) = (n as f64, k as f64 / n as f64);
    let z = tail::normal_quantile(0.5 + level / 2.0);
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
    estimate.interval = Some(Interval {
        low: low.max(0.0),
        high: high.min(1.0),
        level,
        method: "Wilson 1927",
    });
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
        tail::beta_quantile(tail, hits, misses + 1.0)
    };
    let high = if k == n {
        1.0
    } else {
        1.0 - tail::beta_quantile(tail, misses, hits + 1.0)
    };
    let mut estimate = Estimate::bare(hits / n as f64, n as f64, "Share");
    estimate.interval = Some(Interval {
        low,
        high,
        level,
        method: "Clopper–Pearson 1934",
    });
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
