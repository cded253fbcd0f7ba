//! A weighted share with a design-based interval.

use super::{Sample, SampleUnit};
use crate::stats::error::StatsError;
use crate::stats::estimate::{Estimate, Interval};

/// The share of a column among the answers of `row` (or of all), with the interval on the logit
/// scale (as `svyciprop` of R's survey).
pub fn share(
    sample: &Sample<'_>,
    row: Option<usize>,
    column: usize,
) -> Result<Estimate, StatsError> {
    let within = |cell: (usize, usize)| row.is_none_or(|row| cell.0 == row);
    let inside = |units: &[SampleUnit], asked: &dyn Fn((usize, usize)) -> bool| -> f64 {
        units
            .iter()
            .filter(|u| u.cell.is_some_and(asked))
            .map(|u| u.weight)
            .sum()
    };
    let base = inside(sample.units, &|cell| within(cell)) / sample.weight;
    if base <= 0.0 {
        return Err(StatsError::Empty);
    }
    let value =
        inside(sample.units, &|cell| within(cell) && cell.1 == column) / sample.weight / base;
    let add = |cell: (usize, usize)| {
        if within(cell) {
            (f64::from(u8::from(cell.1 == column)) - value) / base
        } else {
            0.0
        }
    };
    let error = sample.covariance(&[&add])[0].sqrt();
    let mut estimate = Estimate::bare(value, sample.answers() as f64, "Weighted share");
    estimate.ase = Some(error);
    if value > 0.0 && value < 1.0 {
        let (logit, reach) = (
            (value / (1.0 - value)).ln(),
            sample.reach() * error / (value * (1.0 - value)),
        );
        let back = |x: f64| 1.0 / (1.0 + (-x).exp());
        let (low, high) = (back(logit - reach), back(logit + reach));
        estimate.interval = Some(Interval {
            low,
            high,
            level: 0.95,
            method: "logit, linearised variance, t",
        });
    }
    Ok(estimate)
}
