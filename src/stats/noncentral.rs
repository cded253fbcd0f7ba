//! The noncentral chi-square distribution, for power and for intervals of measures based on
//! chi-square.
//!
//! Summed as a Poisson mixture around its mode. Above a noncentrality of 20,000 Sankaran's (1959)
//! transformation is used, which agrees to about six digits there; intervals that far from zero
//! need no more.

use super::power;
use super::tail;
use statrs::function::gamma::ln_gamma;

/// From this noncentrality on Sankaran's transformation is used.
const APPROXIMATION_FROM: f64 = 20_000.0;

/// P(X ≥ x) for noncentral chi-square with `df` degrees of freedom and noncentrality `lambda` ≥ 0,
/// 0 to 1.
pub fn survival(x: f64, df: u32, lambda: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if lambda <= 0.0 {
        return tail::chi_square(x, df);
    }
    if lambda > APPROXIMATION_FROM {
        return sankaran(x, f64::from(df), lambda);
    }
    let mean = lambda / 2.0;
    let spread = 9.0 * mean.sqrt() + 40.0;
    let first = (mean - spread).max(0.0).floor() as u32;
    let last = (mean + spread).ceil() as u32;
    let h = x / 2.0;
    let mut weight =
        (-mean + f64::from(first) * mean.ln() - ln_gamma(f64::from(first) + 1.0)).exp();
    let mut upper = tail::chi_square(x, df + 2 * first);
    let shape = f64::from(df) / 2.0 + f64::from(first);
    let mut step = (shape * h.ln() - h - ln_gamma(shape + 1.0)).exp();
    let mut sum = 0.0;
    for k in first..=last {
        sum += weight * upper;
        upper = (upper + step).min(1.0);
        step *= h / (f64::from(df) / 2.0 + f64::from(k) + 1.0);
        weight *= mean / (f64::from(k) + 1.0);
    }
    sum.min(1.0)
}

/// Sankaran's (1959) normal approximation to the upper tail.
fn sankaran(x: f64, k: f64, lambda: f64) -> f64 {
    let h = 1.0 - 2.0 * (k + lambda) * (k + 3.0 * lambda) / (3.0 * (k + 2.0 * lambda).powi(2));
    let p = (k + 2.0 * lambda) / (k + lambda).powi(2);
    let m = (h - 1.0) * (1.0 - 3.0 * h);
    let mean = 1.0 + h * p * (h - 1.0 - 0.5 * (2.0 - h) * m * p);
    let sd = h * (2.0 * p).sqrt() * (1.0 + 0.5 * m * p);
    tail::normal(((x / (k + lambda)).powf(h) - mean) / sd)
}

/// The noncentrality at which P(X ≥ x) equals `target`; 0 if it is larger at 0 already.
pub fn noncentrality(x: f64, df: u32, target: f64) -> f64 {
    if survival(x, df, 0.0) >= target {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1.0 + x);
    while survival(x, df, high) < target {
        low = high;
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if high - low <= 1e-13 * high {
            break;
        }
        if survival(x, df, middle) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The two noncentralities compatible with a chi-square `x` at `level`, with equal tails.
pub fn limits(x: f64, df: u32, level: f64) -> (f64, f64) {
    let tail = (1.0 - level) / 2.0;
    (noncentrality(x, df, tail), noncentrality(x, df, 1.0 - tail))
}

/// The two noncentralities compatible with a chi-square `x` at `level`, with tails that follow the
/// test.
///
/// Noncentralities up to the one detected with 80 % power put the whole error above, larger ones
/// half of it on either side. Each is then covered with probability `level`, the lower limit
/// exceeds 0 exactly when the test is significant, and a small `x` never gives an interval of zero
/// width, as it does with equal tails everywhere (the flip-flop of Feldman & Cousins 1998, Phys.
/// Rev. D 57:3873, whose remedy this is with tails that can be explained in a sentence; Puza &
/// O'Neill 2006).
pub fn unified(x: f64, df: u32, level: f64) -> (f64, f64) {
    let alpha = 1.0 - level;
    let found = noncentrality(power::critical(alpha, df), df, 0.8);
    let (all, half) = (
        noncentrality(x, df, alpha),
        noncentrality(x, df, alpha / 2.0),
    );
    let low = if all <= found { all } else { half.max(found) };
    (low, noncentrality(x, df, 1.0 - alpha / 2.0).max(found))
}
