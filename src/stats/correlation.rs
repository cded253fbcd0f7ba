//! Correlations of a table: Pearson's r of the scores and Spearman's rho of the midranks.
//!
//! Both measure how close the answers are to a rising or falling line. A curved relation can have a
//! correlation of zero.
//!
//! Dense linear algebra for small regressions and tests. Matrices are square and stored row by row.

use super::error::{StatsError, Warning};
use super::estimate::{Estimate, Interval, Test};
use super::shares::DecidingTest;
use super::table::Table;

/// Pearson's r of row and column scores, −1 to 1; interval by Fisher's z.
pub fn pearson_r(table: &Table) -> Result<Estimate, StatsError> {
    pearson_r_decided(table, DecidingTest::by_score(0.95))
}

/// Pearson's r with the interval that agrees with the deciding test.
pub fn pearson_r_decided(table: &Table, decided: DecidingTest) -> Result<Estimate, StatsError> {
    let small = table.directed()?;
    let r = product_moment(&small)?;
    Ok(transformed(
        r,
        &small,
        1.0,
        decided,
        "Pearson's r of the scores",
        "Fisher z",
    ))
}

/// Spearman's rho with midranks for ties, −1 to 1; interval by Bonett & Wright (2000, Psychometrika
/// 65:23).
pub fn spearman(table: &Table) -> Result<Estimate, StatsError> {
    let small = ranked(&table.directed()?)?;
    let r = product_moment(&small)?;
    let factor = 1.0 + r * r / 2.0;
    Ok(transformed(
        r,
        &small,
        factor,
        DecidingTest::by_score(0.95),
        "Spearman's rho, midranks (Spearman 1904)",
        "Bonett & Wright 2000",
    ))
}

/// Test of Spearman's rho by Student's t with n − 2 degrees of freedom, as SPSS does.
pub fn spearman_test(table: &Table) -> Result<Test, StatsError> {
    let small = ranked(&table.directed()?)?;
    let (r, n) = (product_moment(&small)?, small.n());
    if n < 3.0 {
        return Err(StatsError::TooFew {
            n: n as usize,
            need: 3,
        });
    }
    let df = u32::try_from((n - 2.0).floor() as u64).map_err(|_| StatsError::TooLarge)?;
    let t = if r.abs() >= 1.0 {
        r.signum() * f64::INFINITY
    } else {
        r * (f64::from(df) / (1.0 - r * r)).sqrt()
    };
    Ok(
        Test::student(t, df, n, "t of Spearman's rho, n − 2 degrees of freedom")
            .warned(table.reservations()),
    )
}

/// The compact table with midranks as scores.
pub(crate) fn ranked(small: &Table) -> Result<Table, StatsError> {
    small.clone().with_scores(
        midranks(&small.row_totals()),
        midranks(&small.column_totals()),
    )
}

/// The mean rank of each category when answers are ranked from the first category to the last.
pub fn midranks(totals: &[f64]) -> Vec<f64> {
    let mut below = 0.0;
    let mut ranks = Vec::with_capacity(totals.len());
    for &t in totals {
        ranks.push(below + (t + 1.0) / 2.0);
        below += t;
    }
    ranks
}

/// Product-moment correlation of the scores of a table.
pub(crate) fn product_moment(table: &Table) -> Result<f64, StatsError> {
    let n = table.n();
    let centred = |scores: &[f64], totals: &[f64]| -> (Vec<f64>, f64) {
        let mean = scores.iter().zip(totals).map(|(s, t)| s * t).sum::<f64>() / n;
        let centred: Vec<f64> = scores.iter().map(|s| s - mean).collect();
        let squares = centred.iter().zip(totals).map(|(c, t)| c * c * t).sum();
        (centred, squares)
    };
    let (x, xx) = centred(table.row_scores(), &table.row_totals());
    let (y, yy) = centred(table.column_scores(), &table.column_totals());
    if xx <= 0.0 || yy <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let xy: f64 = x
        .iter()
        .enumerate()
        .map(|(i, u)| u * table.row(i).iter().zip(&y).map(|(c, v)| c * v).sum::<f64>())
        .sum();
    Ok((xy / (xx.sqrt() * yy.sqrt())).clamp(-1.0, 1.0))
}

/// The estimate with the interval tanh(atanh r ± z·√(factor/(n − 3))).
fn transformed(
    r: f64,
    table: &Table,
    factor: f64,
    decided: DecidingTest,
    method: &'static str,
    interval: &'static str,
) -> Estimate {
    let n = table.n();
    let mut estimate = Estimate::bare(r, n, method);
    if n > 3.0 && r.abs() < 1.0 {
        let se = (factor / (n - 3.0)).sqrt();
        let (far, near) = decided.critical_values(r.atanh() / se);
        let (down, up) = if r > 0.0 { (near, far) } else { (far, near) };
        let (low, high) = ((r.atanh() - down * se).tanh(), (r.atanh() + up * se).tanh());
        estimate.interval = Some(Interval::new(low, high, decided.level, interval));
    } else {
        estimate.warnings.push(Warning::SmallSample { n });
    }
    estimate
}

/// A column that keeps less than this share of its length after projection counts as linearly
/// dependent (as in R's `lm`).
const DEPENDENT: f64 = 1e-7;

/// Cholesky factor L of a symmetric positive definite matrix LLᵀ, after scaling its diagonal to
/// one.
pub(crate) struct Cholesky {
    n: usize,
    factor: Vec<f64>,
    scale: Vec<f64>,
}

impl Cholesky {
    /// `None` if the matrix is not positive definite to working precision.
    pub(crate) fn of(matrix: &[f64], n: usize) -> Option<Cholesky> {
        let scale: Vec<f64> = (0..n).map(|i| matrix[i * n + i].sqrt()).collect();
        if scale.iter().any(|s| !(s.is_finite() && *s > 0.0)) {
            return None;
        }
        let mut factor = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                let inner: f64 = (0..j).map(|k| factor[i * n + k] * factor[j * n + k]).sum();
                let rest = matrix[i * n + j] / (scale[i] * scale[j]) - inner;
                if i > j {
                    factor[i * n + j] = rest / factor[j * n + j];
                } else if rest > 1e-14 {
                    factor[i * n + i] = rest.sqrt();
                } else {
                    return None;
                }
            }
        }
        Some(Cholesky { n, factor, scale })
    }

    /// The x with matrix · x = `b`.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.n;
        let mut x: Vec<f64> = b.iter().zip(&self.scale).map(|(b, s)| b / s).collect();
        for i in 0..n {
            let inner: f64 = (0..i).map(|k| self.factor[i * n + k] * x[k]).sum();
            x[i] = (x[i] - inner) / self.factor[i * n + i];
        }
        for i in (0..n).rev() {
            let inner: f64 = (i + 1..n).map(|k| self.factor[k * n + i] * x[k]).sum();
            x[i] = (x[i] - inner) / self.factor[i * n + i];
        }
        x.iter().zip(&self.scale).map(|(x, s)| x / s).collect()
    }

    /// The inverse of the matrix.
    pub(crate) fn inverse(&self) -> Vec<f64> {
        let n = self.n;
        let mut inverse = vec![0.0; n * n];
        for j in 0..n {
            let mut unit = vec![0.0; n];
            unit[j] = 1.0;
            for (i, x) in self.solve(&unit).into_iter().enumerate() {
                inverse[i * n + j] = x;
            }
        }
        inverse
    }

    /// ln of the determinant of the matrix.
    pub(crate) fn log_det(&self) -> f64 {
        (0..self.n)
            .map(|i| 2.0 * (self.factor[i * self.n + i].ln() + self.scale[i].ln()))
            .sum()
    }
}

/// gᵀV⁻g and the rank of the positive semidefinite V; linearly dependent rows are left out.
pub(crate) fn quadratic(matrix: &[f64], g: &[f64]) -> (f64, usize) {
    let n = g.len();
    let (mut a, mut g) = (matrix.to_vec(), g.to_vec());
    let least = 1e-9 * (0..n).map(|i| a[i * n + i]).fold(0.0, f64::max);
    let mut left: Vec<usize> = (0..n).collect();
    let (mut sum, mut rank) = (0.0, 0);
    while let Some(at) = (0..left.len())
        .max_by(|x, y| a[left[*x] * n + left[*x]].total_cmp(&a[left[*y] * n + left[*y]]))
    {
        let pivot = left.swap_remove(at);
        let size = a[pivot * n + pivot];
        if size <= least {
            break;
        }
        sum += g[pivot] * g[pivot] / size;
        rank += 1;
        for &i in &left {
            let share = a[i * n + pivot] / size;
            g[i] -= share * g[pivot];
            for &j in &left {
                a[i * n + j] -= share * a[pivot * n + j];
            }
        }
    }
    (sum, rank)
}

/// QR decomposition: columns = q · r.
pub(crate) struct Orthogonal {
    columns: Vec<Vec<f64>>,
    triangle: Vec<f64>,
}

impl Orthogonal {
    /// By Gram–Schmidt, applied twice for precision; `Err` is the index of the first linearly
    /// dependent column.
    pub(crate) fn of(columns: &[Vec<f64>]) -> Result<Orthogonal, usize> {
        let k = columns.len();
        let (mut basis, mut triangle): (Vec<Vec<f64>>, _) =
            (Vec::with_capacity(k), vec![0.0; k * k]);
        for (j, column) in columns.iter().enumerate() {
            let mut rest = column.clone();
            for _ in 0..2 {
                for (i, q) in basis.iter().enumerate() {
                    let along = dot(q, &rest);
                    triangle[i * k + j] += along;
                    rest.iter_mut().zip(q).for_each(|(x, q)| *x -= along * q);
                }
            }
            let (length, left) = (dot(column, column).sqrt(), dot(&rest, &rest).sqrt());
            if left <= DEPENDENT * length {
                return Err(j);
            }
            triangle[j * k + j] = left;
            rest.iter_mut().for_each(|x| *x /= left);
            basis.push(rest);
        }
        Ok(Orthogonal {
            columns: basis,
            triangle,
        })
    }

    /// Least-squares coefficients of `y` on the columns.
    pub(crate) fn solve(&self, y: &[f64]) -> Vec<f64> {
        let k = self.columns.len();
        let mut rest = y.to_vec();
        let mut x = vec![0.0; k];
        for (at, q) in self.columns.iter().enumerate() {
            x[at] = dot(q, &rest);
            rest.iter_mut().zip(q).for_each(|(r, q)| *r -= x[at] * q);
        }
        for i in (0..k).rev() {
            let inner: f64 = (i + 1..k).map(|j| self.triangle[i * k + j] * x[j]).sum();
            x[i] = (x[i] - inner) / self.triangle[i * k + i];
        }
        x
    }

    /// The inverse of columnsᵀ · columns.
    pub(crate) fn inverse(&self) -> Vec<f64> {
        let k = self.columns.len();
        // Inverts the triangle column by column, then multiplies it by its transpose.
        let mut inverse = vec![0.0; k * k];
        for j in 0..k {
            for i in (0..=j).rev() {
                let own = if i == j { 1.0 } else { 0.0 };
                let inner: f64 = (i + 1..=j)
                    .map(|m| self.triangle[i * k + m] * inverse[m * k + j])
                    .sum();
                inverse[i * k + j] = (own - inner) / self.triangle[i * k + i];
            }
        }
        let cell = |i: usize, j: usize| {
            (0..k)
                .map(|m| inverse[i * k + m] * inverse[j * k + m])
                .sum()
        };
        (0..k * k).map(|at| cell(at / k, at % k)).collect()
    }
}

/// Σ xy.
pub(crate) fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}
