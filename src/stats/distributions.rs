//! Tail probabilities of the normal, chi-square, Student and beta distributions.
//!
//! Chi-square tails are summed in closed form (degrees of freedom are integers here) and have about
//! twelve digits down to 1e-300; below that the logarithm is still exact. Never computed as one
//! minus a distribution function, which loses all digits.
//!
//! The complementary error function, plain and scaled, to full double precision.
//!
//! The normal distribution and every chi-square with an odd number of degrees of freedom depend on
//! these two.
//!
//! Student's t and Fisher's F with fractional degrees of freedom, and quantiles.
//!
//! Logarithms of factorials, with compensated summation so that thousands of terms keep full
//! precision.
//!
//! The noncentral chi-square distribution, for power and for intervals of measures based on
//! chi-square.
//!
//! Summed as a Poisson mixture around its mode. Above a noncentrality of 20,000 Sankaran's (1959)
//! transformation is used, which agrees to about six digits there; intervals that far from zero
//! need no more.

use super::planning;
use statrs::function::beta::beta_reg;
use statrs::function::gamma::ln_gamma;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// P(χ² ≥ x) with `df` degrees of freedom, 0 to 1; 1 for x ≤ 0; 0 only when the true value is below
/// the smallest double.
pub fn chi_square(x: f64, df: u32) -> f64 {
    if x <= 0.0 || df == 0 {
        return 1.0;
    }
    let h = x / 2.0;
    if h > 650.0 || df > 300 {
        return chi_square_log(x, df).exp();
    }
    let base = (-h).exp();
    if df.is_multiple_of(2) {
        let (mut term, mut sum) = (1.0, 1.0);
        for k in 1..df / 2 {
            term *= h / f64::from(k);
            sum += term;
        }
        (base * sum).min(1.0)
    } else {
        let root = h.sqrt();
        let mut term = 2.0 * root / PI.sqrt();
        let mut sum = 0.0;
        for k in 1..=df / 2 {
            sum += term;
            term *= h / (f64::from(k) + 0.5);
        }
        // Small h: the tail is close to one, where plain erfc is most precise.
        let first = if root < 1.25 {
            erfc(root)
        } else {
            base * erfc_scaled(root)
        };
        (first + base * sum).min(1.0)
    }
}

/// ln P(χ² ≥ x) with `df` degrees of freedom: finite where the probability itself underflows.
pub fn chi_square_log(x: f64, df: u32) -> f64 {
    if x <= 0.0 || df == 0 {
        return 0.0;
    }
    let h = x / 2.0;
    if h <= 650.0 && df <= 300 {
        return chi_square(x, df).ln();
    }
    // Largest term first, the others relative to it: Q(a, h) = h^(a-1) e^-h / Γ(a) · (1 + (a-1)/h +
    // …).
    let a = f64::from(df) / 2.0;
    if h <= a {
        return lower_by_series(a, h);
    }
    let (mut term, mut sum, mut k) = (1.0, 1.0, a - 1.0);
    while k > 0.75 {
        term *= k / h;
        sum += term;
        k -= 1.0;
    }
    let peak = (a - 1.0) * h.ln() - h - statrs::function::gamma::ln_gamma(a);
    if df.is_multiple_of(2) {
        (peak + sum.ln()).min(0.0)
    } else {
        // The half-integer sum ends at h^(-1/2) and leaves erfc(√h), again relative to the peak.
        let rest = (erfc_scaled(h.sqrt()).ln() - h - peak).exp();
        let sum = if k > 0.25 { sum } else { sum - term };
        (peak + (sum + rest).ln()).min(0.0)
    }
}

/// ln(1 − P(a, h)) with the lower incomplete gamma by its series, for h ≤ a where the tail is not
/// small.
fn lower_by_series(a: f64, h: f64) -> f64 {
    let (mut term, mut sum, mut k) = (1.0 / a, 1.0 / a, a);
    while term > sum * 1e-17 {
        k += 1.0;
        term *= h / k;
        sum += term;
    }
    let lower = (a * h.ln() - h - statrs::function::gamma::ln_gamma(a)).exp() * sum;
    (-lower.min(1.0)).ln_1p()
}

/// P(Z ≥ z) for a standard normal Z, 0 to 1, with small relative error in the right tail.
pub fn normal(z: f64) -> f64 {
    if z > 2.0 {
        0.5 * (-z * z / 2.0).exp() * erfc_scaled(z * FRAC_1_SQRT_2)
    } else {
        0.5 * erfc(z * FRAC_1_SQRT_2)
    }
}

/// P(|Z| ≥ |z|) for a standard normal Z, 0 to 1.
pub fn normal_two_sided(z: f64) -> f64 {
    (2.0 * normal(z.abs())).min(1.0)
}

/// The z with P(Z ≤ z) = p, for 0 < p < 1; infinite at the ends.
///
/// Starts from a rational approximation of Hastings (Abramowitz & Stegun 26.2.23) and polishes with
/// Halley steps.
pub fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let t = (-2.0 * p.ln()).sqrt();
    let mut z = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    for _ in 0..4 {
        let density = (-z * z / 2.0).exp() / (2.0 * PI).sqrt();
        let step = (normal(z) - p) / density;
        z += step / (1.0 - z * step / 2.0);
    }
    -z
}

/// P(|T| ≥ |t|) for Student's t with `df` degrees of freedom (may be fractional, > 0), 0 to 1.
pub fn student_two_sided(t: f64, df: f64) -> f64 {
    if t == 0.0 {
        return 1.0;
    }
    if t.is_infinite() {
        return 0.0;
    }
    beta_reg(df / 2.0, 0.5, df / (df + t * t)).clamp(0.0, 1.0)
}

/// The x in (0, 1) with I_x(a, b) = p, the quantile of the beta distribution with shapes `a`, `b` >
/// 0.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if beta_reg(a, b, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// 2/√π.
const TWO_OVER_ROOT_PI: f64 = std::f64::consts::FRAC_2_SQRT_PI;

/// erf(x) for 0 ≤ x < 2 by the all-positive series 2/√π·e^(−x²)·Σ 2ᵏx^(2k+1)/(2k+1)!! (Abramowitz &
/// Stegun 7.1.6).
fn erf_series(x: f64) -> f64 {
    let square = 2.0 * x * x;
    let (mut term, mut sum, mut odd) = (x, x, 1.0);
    while term > sum * 1e-18 {
        odd += 2.0;
        term *= square / odd;
        sum += term;
    }
    TWO_OVER_ROOT_PI * (-x * x).exp() * sum
}

/// e^(x²)·erfc(x) for x ≥ 1 by its continued fraction, evaluated backwards (Abramowitz & Stegun
/// 7.1.14).
fn scaled_fraction(x: f64) -> f64 {
    let terms = (20.0 + 400.0 / (x * x)).min(420.0) as u32;
    let mut tail = 0.0;
    for k in (1..=terms).rev() {
        tail = 0.5 * f64::from(k) / (x + tail);
    }
    1.0 / ((x + tail) * PI.sqrt())
}

/// erfc(x) = 1 − erf(x), between 0 and 2, with small relative error in the right tail.
pub fn erfc(x: f64) -> f64 {
    if x < 0.0 {
        2.0 - erfc(-x)
    } else if x < 1.25 {
        1.0 - erf_series(x)
    } else {
        (-x * x).exp() * scaled_fraction(x)
    }
}

/// e^(x²)·erfc(x) for x ≥ 0: the tail without the factor that underflows.
pub fn erfc_scaled(x: f64) -> f64 {
    if x < 1.25 {
        (x * x).exp() * erfc(x)
    } else {
        scaled_fraction(x)
    }
}

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
    let x = beta_quantile(1.0 - level, df / 2.0, 0.5);
    (df * (1.0 - x) / x).sqrt()
}

/// ln 0!, ln 1!, … ln n!.
pub fn ln_factorials(n: usize) -> Vec<f64> {
    let mut all = Vec::with_capacity(n + 1);
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    all.push(0.0);
    for x in 1..=n {
        let step = (x as f64).ln() - lost;
        let next = sum + step;
        lost = (next - sum) - step;
        sum = next;
        all.push(sum);
    }
    all
}

/// From this noncentrality on Sankaran's transformation is used.
const APPROXIMATION_FROM: f64 = 20_000.0;

/// P(X ≥ x) for noncentral chi-square with `df` degrees of freedom and noncentrality `lambda` ≥ 0,
/// 0 to 1.
pub fn survival(x: f64, df: u32, lambda: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if lambda <= 0.0 {
        return chi_square(x, df);
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
    let mut upper = chi_square(x, df + 2 * first);
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
    normal(((x / (k + lambda)).powf(h) - mean) / sd)
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
    let found = noncentrality(planning::critical(alpha, df), df, 0.8);
    let (all, half) = (
        noncentrality(x, df, alpha),
        noncentrality(x, df, alpha / 2.0),
    );
    let low = if all <= found { all } else { half.max(found) };
    (low, noncentrality(x, df, 1.0 - alpha / 2.0).max(found))
}
