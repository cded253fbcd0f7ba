//! Detects separation: the likelihood has no finite maximum if some combination of the predictors
//! separates the answers, completely or with ties (Albert & Anderson 1984).
//!
//! Each row holds the contribution of an answer to the linear predictor, with its sign such that
//! larger fits better. The fit is finite exactly if positive weights balance all rows (Gordan's and
//! Stiemke's theorems), which nonnegative least squares decides (Lawson & Hanson 1974).

use crate::stats::linear::{Orthogonal, dot};

/// Whether the rows are separated.
pub(super) fn separated(rows: &[Vec<f64>]) -> bool {
    let Some(width) = rows.first().map(Vec::len) else {
        return false;
    };
    // Scales the columns to similar size, so that one tolerance serves all.
    let size = |j: usize| {
        rows.iter()
            .map(|row| row[j].abs())
            .fold(0.0, f64::max)
            .max(f64::MIN_POSITIVE)
    };
    let sizes: Vec<f64> = (0..width).map(size).collect();
    let rows: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| row.iter().zip(&sizes).map(|(x, s)| x / s).collect())
        .collect();
    let target: Vec<f64> = (0..width)
        .map(|j| -rows.iter().map(|row| row[j]).sum::<f64>())
        .collect();
    let tolerance = 1e-9 * dot(&target, &target).sqrt().max(1.0);
    let mut weights = vec![0.0; rows.len()];
    let mut used: Vec<usize> = Vec::new();
    for _ in 0..20 * (rows.len() + width) {
        let rest = residual(&rows, &weights, &used, &target);
        if dot(&rest, &rest).sqrt() <= tolerance {
            return false;
        }
        let gain = |i: usize| dot(&rows[i], &rest);
        let best = (0..rows.len())
            .filter(|i| !used.contains(i))
            .max_by(|a, b| gain(*a).total_cmp(&gain(*b)));
        let Some(best) = best.filter(|i| gain(*i) > tolerance) else {
            return true;
        };
        used.push(best);
        loop {
            let columns: Vec<Vec<f64>> = used.iter().map(|i| rows[*i].clone()).collect();
            let Ok(basis) = Orthogonal::of(&columns) else {
                used.pop();
                return dot(&rest, &rest).sqrt() > 1e-6;
            };
            let aimed = basis.solve(&target);
            if aimed.iter().all(|w| *w > 0.0) {
                used.iter().zip(aimed).for_each(|(i, w)| weights[*i] = w);
                break;
            }
            let reach = |(i, w): (&usize, &f64)| {
                if *w > 0.0 {
                    1.0
                } else {
                    weights[*i] / (weights[*i] - w)
                }
            };
            let share = used.iter().zip(&aimed).map(reach).fold(1.0, f64::min);
            used.iter()
                .zip(&aimed)
                .for_each(|(i, w)| weights[*i] += share * (w - weights[*i]));
            let gone: Vec<usize> = used
                .iter()
                .copied()
                .filter(|i| weights[*i] <= 1e-14)
                .collect();
            gone.iter().for_each(|i| weights[*i] = 0.0);
            used.retain(|i| !gone.contains(i));
            if gone.is_empty() || used.is_empty() {
                break;
            }
        }
    }
    false
}

fn residual(rows: &[Vec<f64>], weights: &[f64], used: &[usize], target: &[f64]) -> Vec<f64> {
    let mut rest = target.to_vec();
    for i in used {
        rest.iter_mut()
            .zip(&rows[*i])
            .for_each(|(r, x)| *r -= weights[*i] * x);
    }
    rest
}
