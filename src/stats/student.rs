//! Student's t and Fisher's F with fractional degrees of freedom, and quantiles.

use super::tail;
use statrs::function::beta::beta_reg;

/// P(F ≥ f) with `one` and `two` degrees of freedom (both may be fractions, > 0), 0 to 1.
pub(crate) fn fisher_f(f: f64, one: f64, two: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    if f.is_infinite() {
        return 0.0;
    }
    beta_reg(two / 2.0, one / 2.0, two / (two + one * f)).clamp(0.0, 1.0)
}

/// The t with P(|T| ≥ t) = 1 − `level` and `df` degrees of freedom (> 0): the critical value of an
/// interval.
pub(crate) fn student_quantile(level: f64, df: f64) -> f64 {
    let x = tail::beta_quantile(1.0 - level, df / 2.0, 0.5);
    (df * (1.0 - x) / x).sqrt()
}
