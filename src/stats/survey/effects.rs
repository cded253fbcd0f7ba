//! Effects in a weighted, clustered table: shares compared, odds ratios, and the correlation of
//! scores.
//!
//! A weighted share with a design-based interval.

use super::{Sample, SampleUnit};
use crate::stats::error::StatsError;
use crate::stats::estimate::{Estimate, Interval, Test};
use serde::Serialize;

/// Comparison of two rows and two columns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TwoByTwo {
    /// Share of the first column in each row.
    pub shares: [f64; 2],
    /// First row's share minus second's.
    pub difference: Estimate,
    /// Odds ratio, when no cell is empty.
    pub odds_ratio: Result<Estimate, StatsError>,
}

/// Shares, their difference and the odds ratio of two rows and two columns, with linearised
/// variances.
pub fn two_by_two(
    sample: &Sample<'_>,
    rows: (usize, usize),
    columns: (usize, usize),
) -> Result<TwoByTwo, StatsError> {
    let table = sample.table()?;
    let base = |row: usize| table.at(row, columns.0) + table.at(row, columns.1);
    if base(rows.0) <= 0.0 || base(rows.1) <= 0.0 {
        return Err(StatsError::Empty);
    }
    let share = [rows.0, rows.1].map(|row| table.at(row, columns.0) / base(row));
    let n = table.n();
    let add = |cell: (usize, usize), turn: &dyn Fn(f64) -> f64| {
        let one = |at: usize, row: usize| {
            turn(share[at]) * (f64::from(u8::from(cell.1 == columns.0)) - share[at]) * n / base(row)
        };
        match cell.0 {
            row if row == rows.0 => one(0, row),
            row if row == rows.1 => -one(1, row),
            _ => 0.0,
        }
    };
    let error = |turn: &dyn Fn(f64) -> f64| sample.covariance(&[&|cell| add(cell, turn)])[0].sqrt();
    let (reach, answers) = (sample.reach(), sample.answers() as f64);
    let plain = error(&|_| 1.0);
    let mut difference = Estimate::bare(
        share[0] - share[1],
        answers,
        "Difference of weighted shares",
    );
    difference.ase = Some(plain);
    difference.interval = Some(Interval {
        low: (difference.value - reach * plain).max(-1.0),
        high: (difference.value + reach * plain).min(1.0),
        level: 0.95,
        method: "linearised variance, t",
    });
    let odds_ratio = if share.iter().all(|s| *s > 0.0 && *s < 1.0) {
        let error = error(&|s| 1.0 / (s * (1.0 - s)));
        let log = (share[0] / (1.0 - share[0])).ln() - (share[1] / (1.0 - share[1])).ln();
        let mut ratio = Estimate::bare(log.exp(), answers, "Odds ratio of weighted shares");
        let (low, high) = ((log - reach * error).exp(), (log + reach * error).exp());
        ratio.interval = Some(Interval::new(
            low,
            high,
            0.95,
            "linearised variance of the log, t",
        ));
        Ok(ratio)
    } else {
        Err(StatsError::NoVariance)
    };
    Ok(TwoByTwo {
        shares: share,
        difference,
        odds_ratio,
    })
}

impl Sample<'_> {
    /// Pearson's r of weighted scores with a linearised interval on Fisher's scale, and the t of
    /// their covariance.
    pub fn correlation(
        &self,
        row_scores: &[f64],
        column_scores: &[f64],
    ) -> Result<(Estimate, Test), StatsError> {
        if row_scores.len() != self.rows || column_scores.len() != self.columns {
            return Err(StatsError::Shape);
        }
        let mean = |f: &dyn Fn((usize, usize)) -> f64| {
            self.units
                .iter()
                .filter_map(|u| u.cell.map(|cell| u.weight * f(cell)))
                .sum::<f64>()
                / self.weight
        };
        let (mu, mv) = (mean(&|c| row_scores[c.0]), mean(&|c| column_scores[c.1]));
        let (u, v) = (
            |c: (usize, usize)| row_scores[c.0] - mu,
            |c: (usize, usize)| column_scores[c.1] - mv,
        );
        let (uu, vv, uv) = (
            mean(&|c| u(c) * u(c)),
            mean(&|c| v(c) * v(c)),
            mean(&|c| u(c) * v(c)),
        );
        if uu <= 0.0 || vv <= 0.0 {
            return Err(StatsError::NoVariance);
        }
        let r = uv / (uu * vv).sqrt();
        let along = |c: (usize, usize)| {
            u(c) * v(c) / (uu * vv).sqrt() - r / 2.0 * (u(c) * u(c) / uu + v(c) * v(c) / vv)
        };
        let variances = self.covariance(&[&|c| u(c) * v(c) - uv, &along]);
        let (error, own) = (variances[0].sqrt(), variances[3].sqrt());
        if error <= 0.0 {
            return Err(StatsError::NoVariance);
        }
        let df = u32::try_from(self.clusters - 1).map_err(|_| StatsError::TooLarge)?;
        let mut estimate = Estimate::bare(r, self.answers as f64, "Pearson's r of weighted scores");
        estimate.ase = Some(own);
        if r.abs() < 1.0 {
            let reach = self.reach() * own / (1.0 - r * r);
            let (low, high) = ((r.atanh() - reach).tanh(), (r.atanh() + reach).tanh());
            estimate.interval = Some(Interval::new(
                low,
                high,
                0.95,
                "Fisher z, linearised variance, t",
            ));
        }
        Ok((
            estimate,
            Test::student(
                uv / error,
                df,
                self.answers as f64,
                "t of the weighted covariance of scores, linearised variance",
            ),
        ))
    }
}

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
        estimate.interval = Some(Interval::new(
            low,
            high,
            0.95,
            "logit, linearised variance, t",
        ));
    }
    Ok(estimate)
}
