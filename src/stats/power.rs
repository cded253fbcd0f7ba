//! Power of a chi-square test.
//!
//! For planning and for interpreting "not shown": which effects would probably have been detected.
//! The power "of the observed effect" is left out, since it only restates the p-value (Hoenig &
//! Heisey 2001).

use super::error::StatsError;
use super::noncentral;
use super::tail;

/// means that none can be.
pub fn chi_square_power(w: f64, n: f64, df: u32, alpha: f64) -> Result<f64, StatsError> {
    check(n, df, alpha)?;
    if !(w >= 0.0 && w.is_finite()) {
        return Err(StatsError::Range);
    }
    Ok(noncentral::survival(critical(alpha, df), df, n * w * w))
}

/// The smallest Cohen's w (√(χ²/n), ≥ 0) detected with probability `power` by `n` answers, `df` and
/// level `alpha`.
pub fn detectable_w(power: f64, n: f64, df: u32, alpha: f64) -> Result<f64, StatsError> {
    check(n, df, alpha)?;
    if !(power > alpha && power < 1.0) {
        return Err(StatsError::Range);
    }
    Ok((noncentral::noncentrality(critical(alpha, df), df, power) / n).sqrt())
}

/// The smallest Cramér's V detected with probability `power` in a table of `rows` × `columns`; a
/// value above
pub fn detectable_v(
    power: f64,
    n: f64,
    rows: usize,
    columns: usize,
    alpha: f64,
) -> Result<f64, StatsError> {
    if rows < 2 || columns < 2 {
        return Err(StatsError::OneCategory { rows, columns });
    }
    let df = u32::try_from((rows - 1) * (columns - 1)).map_err(|_| StatsError::TooLarge)?;
    Ok(detectable_w(power, n, df, alpha)? / ((rows.min(columns) - 1) as f64).sqrt())
}

/// The critical chi-square for `alpha`.
pub fn critical(alpha: f64, df: u32) -> f64 {
    let (mut low, mut high) = (0.0, f64::from(df) + 10.0);
    while tail::chi_square(high, df) > alpha && high < 1e7 {
        low = high;
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if tail::chi_square(middle, df) > alpha {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Refuses no answers, no degrees of freedom and levels outside (0, 1).
fn check(n: f64, df: u32, alpha: f64) -> Result<(), StatsError> {
    if n <= 0.0 {
        return Err(StatsError::Empty);
    }
    if df == 0 || !(alpha > 0.0 && alpha < 1.0) || !n.is_finite() {
        return Err(StatsError::Range);
    }
    Ok(())
}
