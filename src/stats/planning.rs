//! Planning: the power of a study of a given size, and the number of people needed.
//!
//! Each function is about the test that virk uses for such variables: differences of shares (N − 1
//! chi-square), trends of ordinal answers (linear-by-linear), correlations of scores, means of two
//! groups, and chi-square for nominal answers. The power "of the observed effect" is left out: it
//! only restates the p-value (Hoenig & Heisey 2001).
//!
//! Power of a chi-square test.
//!
//! For planning and for interpreting "not shown": which effects would probably have been detected.
//! The power "of the observed effect" is left out, since it only restates the p-value (Hoenig &
//! Heisey 2001).

use super::distributions;
use super::error::StatsError;
use statrs::function::beta::beta_reg;
use statrs::function::gamma::ln_gamma;

/// Larger samples are not considered.
const MAX_SAMPLE_SIZE: u64 = 100_000_000;

/// Power (0 to 1) to detect a difference between the shares `first` and `second` with the given
/// group sizes; normal approximation, as R's `power.prop.test` for equal sizes.
pub fn shares_power(
    first: f64,
    second: f64,
    (m, n): (f64, f64),
    alpha: f64,
) -> Result<f64, StatsError> {
    level(alpha)?;
    let are_shares = [first, second]
        .iter()
        .all(|share| (0.0..=1.0).contains(share));
    if !are_shares || m <= 0.0 || n <= 0.0 || m.is_nan() || n.is_nan() {
        return Err(StatsError::Range);
    }
    let pooled = (m * first + n * second) / (m + n);
    let null = (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / n)).sqrt();
    let spread = (first * (1.0 - first) / m + second * (1.0 - second) / n).sqrt();
    let apart = (first - second).abs();
    if null <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let over = apart - distributions::normal_quantile(1.0 - alpha / 2.0) * null;
    Ok(if spread > 0.0 {
        distributions::normal(-over / spread)
    } else {
        f64::from(u8::from(over > 0.0))
    })
}

/// Total number of people needed if the first group is the share `part` (0 to 1) of them.
pub fn shares_needed(
    first: f64,
    second: f64,
    part: f64,
    wanted: f64,
    alpha: f64,
) -> Result<u64, StatsError> {
    if !(part > 0.0 && part < 1.0) || first == second {
        return Err(StatsError::Range);
    }
    least(wanted, alpha, 2, |n| {
        shares_power(first, second, (part * n, (1.0 - part) * n), alpha)
    })
}

/// Power to detect a correlation `r` of scores with `n` people (Fisher's z with its bias, against
/// the critical r of Student's t).
pub fn correlation_power(r: f64, n: f64, alpha: f64) -> Result<f64, StatsError> {
    level(alpha)?;
    if !(-1.0..=1.0).contains(&r) {
        return Err(StatsError::Range);
    }
    if n < 4.0 {
        return Err(StatsError::TooFew {
            n: n.max(0.0) as usize,
            need: 4,
        });
    }
    if r.abs() >= 1.0 {
        return Ok(1.0);
    }
    let t = student_quantile(1.0 - alpha / 2.0, n - 2.0);
    let critical = (t * t / (t * t + n - 2.0)).sqrt().atanh();
    let z = r.abs().atanh() + r.abs() / (2.0 * (n - 1.0));
    let root = (n - 3.0).sqrt();
    Ok(distributions::normal((critical - z) * root) + distributions::normal((critical + z) * root))
}

/// Number of people needed to detect a correlation `r`.
pub fn correlation_needed(r: f64, wanted: f64, alpha: f64) -> Result<u64, StatsError> {
    least(wanted, alpha, 4, |n| correlation_power(r, n, alpha))
}

/// Power of Student's t to detect means `d` standard deviations apart (Cohen's d), in either
/// direction.
pub fn means_power(d: f64, (m, n): (f64, f64), alpha: f64) -> Result<f64, StatsError> {
    level(alpha)?;
    if !d.is_finite() || m < 1.0 || n < 1.0 {
        return Err(StatsError::Range);
    }
    if m + n < 3.0 {
        return Err(StatsError::TooFew {
            n: (m + n) as usize,
            need: 3,
        });
    }
    let df = m + n - 2.0;
    let shift = d.abs() * (m * n / (m + n)).sqrt();
    let critical = student_quantile(1.0 - alpha / 2.0, df);
    Ok((noncentral_t(critical, df, shift) + 1.0 - noncentral_t(-critical, df, shift)).min(1.0))
}

/// Total number of people needed if the first group is the share `part` of them.
pub fn means_needed(d: f64, part: f64, wanted: f64, alpha: f64) -> Result<u64, StatsError> {
    if !(part > 0.0 && part < 1.0) {
        return Err(StatsError::Range);
    }
    let first = (1.0 / part.min(1.0 - part)).ceil() as u64;
    least(wanted, alpha, first.max(3), |n| {
        means_power(d, (part * n, (1.0 - part) * n), alpha)
    })
}

/// Number of people needed for a chi-square test with `df` to detect Cohen's w (√(χ²/n)).
pub fn w_needed(w: f64, df: u32, wanted: f64, alpha: f64) -> Result<u64, StatsError> {
    level(alpha)?;
    if !(w > 0.0 && w.is_finite()) || df == 0 || !(wanted > alpha && wanted < 1.0) {
        return Err(StatsError::Range);
    }
    let people = distributions::noncentrality(critical(alpha, df), df, wanted) / (w * w);
    if people > MAX_SAMPLE_SIZE as f64 {
        Err(StatsError::TooLarge)
    } else {
        Ok(people.ceil() as u64)
    }
}

/// The smallest integer from `first` on with enough power, which must increase with it.
pub fn least(
    wanted: f64,
    alpha: f64,
    first: u64,
    power: impl Fn(f64) -> Result<f64, StatsError>,
) -> Result<u64, StatsError> {
    if !(wanted > alpha && wanted < 1.0) {
        return Err(StatsError::Range);
    }
    let (mut low, mut high) = (first, first);
    while power(high as f64)? < wanted {
        low = high;
        high = high.saturating_mul(2);
        if high > MAX_SAMPLE_SIZE {
            return Err(StatsError::TooLarge);
        }
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if power(middle as f64)? < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

/// Refuses levels outside (0, 1).
fn level(alpha: f64) -> Result<(), StatsError> {
    if alpha > 0.0 && alpha < 1.0 {
        Ok(())
    } else {
        Err(StatsError::Range)
    }
}

/// The t with P(T ≤ t) = p for Student's t with `df` degrees of freedom, 0 < p < 1.
pub fn student_quantile(p: f64, df: f64) -> f64 {
    if p < 0.5 {
        return -student_quantile(1.0 - p, df);
    }
    if p == 0.5 {
        return 0.0;
    }
    let x = distributions::beta_quantile(2.0 * (1.0 - p), df / 2.0, 0.5);
    (df * (1.0 - x) / x).sqrt()
}

/// P(T ≥ t) for noncentral t with `df` degrees of freedom and shift ≥ 0 (Lenth 1989, AS 243), 0 to
/// 1.
pub fn noncentral_t(t: f64, df: f64, shift: f64) -> f64 {
    if t < 0.0 {
        // P(T(shift) ≤ t) = P(T(−shift) ≥ −t).
        return 1.0 - above(-t, df, -shift);
    }
    above(t, df, shift)
}

/// P(T ≥ t) for t ≥ 0 and any shift.
fn above(t: f64, df: f64, shift: f64) -> f64 {
    // Lenth: P(0 < T < t) is half the sum of two Poisson-weighted incomplete betas.
    let x = t * t / (t * t + df);
    let rate = shift * shift / 2.0;
    let mut sum = 0.0;
    let spread = 10.0 * rate.sqrt() + 60.0;
    let first = (rate - spread).max(0.0).floor();
    let last = (rate + spread).ceil();
    let mut j = first;
    while j <= last {
        let even = (j * rate.max(f64::MIN_POSITIVE).ln() - rate - ln_gamma(j + 1.0)).exp();
        let odd = shift * (j * rate.max(f64::MIN_POSITIVE).ln() - rate - ln_gamma(j + 1.5)).exp()
            / std::f64::consts::SQRT_2;
        let even = if rate == 0.0 {
            f64::from(u8::from(j == 0.0))
        } else {
            even
        };
        let odd = if rate == 0.0 { 0.0 } else { odd };
        if x > 0.0 {
            sum += even * beta_reg(j + 0.5, df / 2.0, x) + odd * beta_reg(j + 1.0, df / 2.0, x);
        }
        j += 1.0;
    }
    (1.0 - distributions::normal(shift) - 0.5 * sum).clamp(0.0, 1.0)
}

/// means that none can be.
pub fn chi_square_power(w: f64, n: f64, df: u32, alpha: f64) -> Result<f64, StatsError> {
    check(n, df, alpha)?;
    if !(w >= 0.0 && w.is_finite()) {
        return Err(StatsError::Range);
    }
    Ok(distributions::survival(critical(alpha, df), df, n * w * w))
}

/// The smallest Cohen's w (√(χ²/n), ≥ 0) detected with probability `power` by `n` answers, `df` and
/// level `alpha`.
pub fn detectable_w(power: f64, n: f64, df: u32, alpha: f64) -> Result<f64, StatsError> {
    check(n, df, alpha)?;
    if !(power > alpha && power < 1.0) {
        return Err(StatsError::Range);
    }
    Ok((distributions::noncentrality(critical(alpha, df), df, power) / n).sqrt())
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
    while distributions::chi_square(high, df) > alpha && high < 1e7 {
        low = high;
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if distributions::chi_square(middle, df) > alpha {
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
