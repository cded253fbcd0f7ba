//! Correlation of two scores: closeness to a line (Pearson), or to any monotone curve (Spearman).

use super::{ScoreTest, finite, long_tail, midranks};
use crate::stats::error::{StatsError, Warning};
use crate::stats::estimate::{Estimate, Interval};
use crate::stats::tail;
use serde::Serialize;

/// A correlation with its test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correlation {
    /// The correlation, −1 to 1, with its interval.
    pub estimate: Estimate,
    /// Whether it differs from 0: Student's t with n − 2 degrees of freedom.
    pub test: ScoreTest,
}

/// Pearson's r; interval by Fisher's (1915) z.
///
/// # Errors
/// When there are fewer than three pairs, or one side does not vary.
pub fn pearson(x: &[f64], y: &[f64]) -> Result<Correlation, StatsError> {
    let r = product_moment(x, y)?;
    let mut found = with(
        r,
        x.len(),
        1.0,
        (
            "Pearson's r",
            "Fisher z (1915)",
            "t of Pearson's r, n − 2 degrees of freedom",
        ),
    );
    found
        .estimate
        .warnings
        .extend([x, y].map(long_tail).into_iter().flatten().next());
    Ok(found)
}

/// Spearman's rho with midranks; interval by Bonett and Wright (2000).
///
/// # Errors
/// When there are fewer than three pairs, or one side does not vary.
pub fn spearman(x: &[f64], y: &[f64]) -> Result<Correlation, StatsError> {
    finite(x)?;
    finite(y)?;
    let rho = product_moment(&midranks(x), &midranks(y))?;
    let names = (
        "Spearman's rho, midranks (1904)",
        "Bonett & Wright 2000",
        "t of Spearman's rho, n − 2 degrees of freedom",
    );
    Ok(with(rho, x.len(), 1.0 + rho * rho / 2.0, names))
}

fn with(
    r: f64,
    n: usize,
    factor: f64,
    names: (&'static str, &'static str, &'static str),
) -> Correlation {
    let mut estimate = Estimate::bare(r, n as f64, names.0);
    if n > 3 && r.abs() < 1.0 {
        let reach = tail::normal_quantile(0.975) * (factor / (n as f64 - 3.0)).sqrt();
        let (low, high) = ((r.atanh() - reach).tanh(), (r.atanh() + reach).tanh());
        estimate.interval = Some(Interval {
            low,
            high,
            level: 0.95,
            method: names.1,
        });
    } else {
        estimate.warnings.push(Warning::SmallSample { n: n as f64 });
    }
    let df = n as f64 - 2.0;
    let t = if r.abs() >= 1.0 {
        r.signum() * f64::INFINITY
    } else {
        r * (df / (1.0 - r * r)).sqrt()
    };
    Correlation {
        estimate,
        test: ScoreTest::student(t, df, n, names.2),
    }
}

fn product_moment(x: &[f64], y: &[f64]) -> Result<f64, StatsError> {
    if x.len() != y.len() {
        return Err(StatsError::Shape);
    }
    if x.len() < 3 {
        return Err(StatsError::TooFew {
            n: x.len(),
            need: 3,
        });
    }
    finite(x)?;
    finite(y)?;
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| value - mean).collect()
    };
    let (x, y) = (centred(x), centred(y));
    let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let scale = sum(&x, &x).sqrt() * sum(&y, &y).sqrt();
    if scale.is_nan() || scale <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    Ok((sum(&x, &y) / scale).clamp(-1.0, 1.0))
}
