//! Dense linear algebra for small regressions and tests. Matrices are square and stored row by row.

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
