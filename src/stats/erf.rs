//! The complementary error function, plain and scaled, to full double precision.
//!
//! The normal distribution and every chi-square with an odd number of degrees of freedom depend on
//! these two.

use std::f64::consts::PI;

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
