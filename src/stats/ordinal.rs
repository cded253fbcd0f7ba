//! Measures for ordered categories, from pairs of answers: gamma, tau-b, tau-c and Somers' d.
//!
//! A pair is concordant when the answer that is higher on one question is higher on the other. All measures compare concordant
//! with discordant pairs and differ in what they do with ties. They have a direction, and assume only order. Standard errors
//! are ASE1 (Goodman & Kruskal 1972; Brown & Benedetti 1977), as in SPSS, SAS and DescTools.

use super::estimate::{Estimate, Interval};
use super::table::Table;
use super::test::Test;
use super::why::{Warning, Why};

/// How the interval of every measure here is made.
const WALD: &str = "estimate ± 1.96 ASE1";

/// Concordant and discordant weight of every cell, and twice their sums.
struct Pairs {
    table: Table,
    concordant: Vec<f64>,
    discordant: Vec<f64>,
    p: f64,
    q: f64,
    n: f64,
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Pairs {
    /// Counts the pairs of a table by sums over rectangles.
    fn count(table: &Table) -> Result<Pairs, Why> {
        let table = table.directed()?;
        let (r, c) = (table.rows(), table.columns());
        // below[i][j] = Σ cells with row < i and column < j.
        let mut below = vec![0.0; (r + 1) * (c + 1)];
        let at = |i: usize, j: usize| i * (c + 1) + j;
        for i in 0..r {
            for j in 0..c {
                below[at(i + 1, j + 1)] = below[at(i, j + 1)] + below[at(i + 1, j)] - below[at(i, j)] + table.at(i, j);
            }
        }
        let block = |i0: usize, i1: usize, j0: usize, j1: usize| {
            below[at(i1, j1)] - below[at(i0, j1)] - below[at(i1, j0)] + below[at(i0, j0)]
        };
        let (mut concordant, mut discordant) = (Vec::with_capacity(r * c), Vec::with_capacity(r * c));
        let (mut p, mut q) = (0.0, 0.0);
        for i in 0..r {
            for j in 0..c {
                let con = block(0, i, 0, j) + block(i + 1, r, j + 1, c);
                let dis = block(0, i, j + 1, c) + block(i + 1, r, 0, j);
                p += table.at(i, j) * con;
                q += table.at(i, j) * dis;
                concordant.push(con);
                discordant.push(dis);
            }
        }
        let (n, rows, columns) = (table.n(), table.row_totals(), table.column_totals());
        Ok(Pairs { table, concordant, discordant, p, q, n, rows, columns })
    }

    /// Σ over cells of count × (f − mean of f)², f a function of row, column, concordant and discordant weight.
    fn squares(&self, f: impl Fn(usize, usize, f64, f64) -> f64) -> f64 {
        let columns = self.table.columns();
        let each = |k: usize| f(k / columns, k % columns, self.concordant[k], self.discordant[k]);
        let cells = || self.table.observed().iter().enumerate();
        let mean = cells().map(|(k, x)| x * each(k)).sum::<f64>() / self.n;
        cells().map(|(k, x)| x * (each(k) - mean).powi(2)).sum()
    }

    /// n² − Σ rows², twice the pairs not tied on the row variable.
    fn untied_rows(&self) -> f64 {
        self.n * self.n - self.rows.iter().map(|t| t * t).sum::<f64>()
    }

    /// n² − Σ columns², twice the pairs not tied on the column variable.
    fn untied_columns(&self) -> f64 {
        self.n * self.n - self.columns.iter().map(|t| t * t).sum::<f64>()
    }

    /// The estimate with its ASE1 and interval in [−1, 1].
    fn estimate(&self, value: f64, ase: f64, method: &'static str) -> Estimate {
        let mut estimate = Estimate::bare(value, self.n, method);
        if self.n < 20.0 {
            estimate.warnings.push(Warning::SmallSample { n: self.n });
        }
        let interval = Interval::wald(value, ase, 0.95, (-1.0, 1.0), WALD);
        if interval.low <= -1.0 || interval.high >= 1.0 {
            estimate.warnings.push(Warning::Clipped);
        }
        estimate.ase = Some(ase);
        estimate.interval = Some(interval);
        estimate
    }
}

/// Goodman and Kruskal's gamma, −1 to 1: concordant minus discordant among pairs without ties (1954).
pub fn gamma(table: &Table) -> Result<Estimate, Why> {
    let pairs = Pairs::count(table)?;
    let (p, q) = (pairs.p, pairs.q);
    if p + q <= 0.0 {
        return Err(Why::NoDifference);
    }
    let ase = 4.0 / (p + q).powi(2) * pairs.squares(|_, _, con, dis| q * con - p * dis).sqrt();
    Ok(pairs.estimate((p - q) / (p + q), ase, "Goodman–Kruskal gamma (1954), ASE1"))
}

/// Kendall's tau-b, −1 to 1, with a correction for ties on both sides (Kendall 1945).
pub fn tau_b(table: &Table) -> Result<Estimate, Why> {
    let pairs = Pairs::count(table)?;
    let (dr, dc) = (pairs.untied_rows(), pairs.untied_columns());
    let root = (dr * dc).sqrt();
    let tau = (pairs.p - pairs.q) / root;
    let sum = pairs.squares(|i, j, con, dis| 2.0 * (con - dis) / root + tau * (pairs.rows[i] / dr + pairs.columns[j] / dc));
    Ok(pairs.estimate(tau, sum.sqrt(), "Kendall's tau-b (1945), ASE1"))
}

/// Stuart's tau-c, −1 to 1, scaled for tables that are not square (Stuart 1953).
pub fn tau_c(table: &Table) -> Result<Estimate, Why> {
    let pairs = Pairs::count(table)?;
    let m = pairs.table.rows().min(pairs.table.columns()) as f64;
    let scale = m / ((m - 1.0) * pairs.n * pairs.n);
    let sum = pairs.squares(|_, _, con, dis| con - dis);
    Ok(pairs.estimate(scale * (pairs.p - pairs.q), 2.0 * scale * sum.sqrt(), "Stuart's tau-c (1953), ASE1"))
}

/// Somers' d with the column variable dependent, −1 to 1 (Somers 1962).
pub fn somers_d_column(table: &Table) -> Result<Estimate, Why> {
    let pairs = Pairs::count(table)?;
    let untied = pairs.untied_rows();
    let difference = pairs.p - pairs.q;
    let sum = pairs.squares(|i, _, con, dis| (con - dis) - difference / untied * (pairs.n - pairs.rows[i]));
    Ok(pairs.estimate(difference / untied, 2.0 / untied * sum.sqrt(), "Somers' d, column dependent (1962), ASE1"))
}

/// Somers' d with the row variable dependent, −1 to 1 (Somers 1962).
pub fn somers_d_row(table: &Table) -> Result<Estimate, Why> {
    let mut estimate = somers_d_column(&table.transposed())?;
    estimate.method = "Somers' d, row dependent (1962), ASE1";
    Ok(estimate)
}

/// Large-sample test that concordant and discordant pairs balance (z = measure / ASE0), the same for all measures here.
pub fn pairs_test(table: &Table) -> Result<Test, Why> {
    let pairs = Pairs::count(table)?;
    let difference = pairs.p - pairs.q;
    let spread = pairs.squares(|_, _, con, dis| con - dis);
    if spread <= 0.0 {
        return Err(Why::NoVariance);
    }
    let method = "z of concordant minus discordant pairs, ASE0 (Brown & Benedetti 1977)";
    Ok(Test::normal(difference / (2.0 * spread.sqrt()), pairs.n, method).warned(table.reservations()))
}
