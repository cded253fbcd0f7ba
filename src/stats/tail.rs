//! Tail probabilities of the normal, chi-square, Student and beta distributions.
//!
//! Chi-square tails are summed in closed form (degrees of freedom are integers here) and have about
//! twelve digits down to 1e-300; below that the logarithm is still exact. Never computed as one
//! minus a distribution function, which loses all digits.

use super::erf::{erfc, erfc_scaled};
use statrs::function::beta::beta_reg;
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
