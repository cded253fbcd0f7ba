//! Ordinal variables with given shares and a given strength of relation, for planning trend tests.
//!
//! Two ordinal variables are modelled as a bivariate normal distribution cut at the given shares
//! (Pearson 1900, polychoric correlation). Each tau-b then corresponds to one latent correlation
//! and one power of the linear-by-linear test. The margins are those of the data, so that ties are
//! accounted for.

use super::distributions;
use super::error::StatsError;
use super::ordinal;
use super::planning;
use super::table::Table;

/// Two ordinal variables: shares and scores of their categories.
#[derive(Debug, Clone, PartialEq)]
pub struct LatentOrdinals {
    rows: Vec<f64>,
    columns: Vec<f64>,
    row_scores: Vec<f64>,
    column_scores: Vec<f64>,
}

impl LatentOrdinals {
    /// The margins of a table, without unused categories.
    pub fn of(table: &Table) -> Result<LatentOrdinals, StatsError> {
        let small = table.testable()?;
        let n = small.n();
        Ok(LatentOrdinals {
            rows: small.row_totals().iter().map(|t| t / n).collect(),
            columns: small.column_totals().iter().map(|t| t / n).collect(),
            row_scores: small.row_scores().to_vec(),
            column_scores: small.column_scores().to_vec(),
        })
    }

    /// Shares of the cells, row by row, for the latent correlation `rho`.
    pub fn joint(&self, rho: f64) -> Result<Table, StatsError> {
        let cuts = |shares: &[f64]| -> Vec<f64> {
            let mut below = 0.0;
            let mut cuts = vec![f64::NEG_INFINITY];
            for share in &shares[..shares.len() - 1] {
                below += share;
                cuts.push(distributions::normal_quantile(below));
            }
            cuts.push(f64::INFINITY);
            cuts
        };
        let (r, c) = (cuts(&self.rows), cuts(&self.columns));
        let mut cells = Vec::with_capacity(self.rows.len() * self.columns.len());
        for i in 0..self.rows.len() {
            for j in 0..self.columns.len() {
                let p = below(r[i + 1], c[j + 1], rho)
                    - below(r[i], c[j + 1], rho)
                    - below(r[i + 1], c[j], rho)
                    + below(r[i], c[j], rho);
                cells.push(p.max(0.0));
            }
        }
        Table::new(self.rows.len(), self.columns.len(), cells)?
            .with_scores(self.row_scores.clone(), self.column_scores.clone())
    }

    /// The tau-b that corresponds to the latent correlation `rho`.
    pub fn tau_b(&self, rho: f64) -> Result<f64, StatsError> {
        Ok(ordinal::tau_b(&self.joint(rho)?)?.value)
    }

    /// The latent correlation that corresponds to this tau-b; refused beyond what these shares
    /// allow.
    pub fn rho(&self, tau_b: f64) -> Result<f64, StatsError> {
        let sign = tau_b.signum();
        let (mut low, mut high) = (0.0, 0.999);
        if !tau_b.is_finite() || sign * self.tau_b(sign * high)? < tau_b.abs() {
            return Err(StatsError::Range);
        }
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if sign * self.tau_b(sign * middle)? < tau_b.abs() {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(sign * 0.5 * (low + high))
    }

    /// Power of the linear-by-linear test with `n` people for this tau-b, by noncentral chi-square.
    pub fn power(&self, tau_b: f64, n: f64, alpha: f64) -> Result<f64, StatsError> {
        if n < 2.0 {
            return Err(StatsError::TooFew {
                n: n.max(0.0) as usize,
                need: 2,
            });
        }
        let r = self.scores_correlation(self.rho(tau_b)?)?;
        Ok(distributions::survival(
            planning::critical(alpha, 1),
            1,
            shift(r, n),
        ))
    }

    /// Number of people needed to detect this tau-b with power `wanted`.
    pub fn needed(&self, tau_b: f64, wanted: f64, alpha: f64) -> Result<u64, StatsError> {
        let r = self.scores_correlation(self.rho(tau_b)?)?;
        let critical = planning::critical(alpha, 1);
        super::planning::least(wanted, alpha, 4, |n| {
            Ok(distributions::survival(critical, 1, shift(r, n)))
        })
    }

    /// The smallest tau-b that `n` people detect with power `wanted`; refused if there is none.
    pub fn detectable(&self, wanted: f64, n: f64, alpha: f64) -> Result<f64, StatsError> {
        if !(wanted > alpha && wanted < 1.0) || n < 4.0 {
            return Err(StatsError::Range);
        }
        let critical = planning::critical(alpha, 1);
        let power = |rho: f64| -> Result<f64, StatsError> {
            Ok(distributions::survival(
                critical,
                1,
                shift(self.scores_correlation(rho)?, n),
            ))
        };
        let (mut low, mut high) = (0.0, 0.999);
        if power(high)? < wanted {
            return Err(StatsError::TooFew {
                n: n as usize,
                need: n as usize + 1,
            });
        }
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if power(middle)? < wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        self.tau_b(0.5 * (low + high))
    }

    /// Correlation of the scores.
    fn scores_correlation(&self, rho: f64) -> Result<f64, StatsError> {
        super::correlation::product_moment(&self.joint(rho)?)
    }
}

/// Noncentrality of (n − 1)r². r varies less the stronger it is (Fisher 1915), which the
/// transformed r accounts for.
fn shift(r: f64, n: f64) -> f64 {
    (n - 1.0) * r.abs().min(1.0 - 1e-12).atanh().powi(2)
}

/// P(X ≤ x, Y ≤ y) of a bivariate normal with correlation `rho` (Drezner & Wesolowsky 1990, by
/// Gauss–Legendre over the angle).
fn below(x: f64, y: f64, rho: f64) -> f64 {
    if x == f64::NEG_INFINITY || y == f64::NEG_INFINITY {
        return 0.0;
    }
    if x == f64::INFINITY {
        return if y == f64::INFINITY {
            1.0
        } else {
            distributions::normal(-y)
        };
    }
    if y == f64::INFINITY {
        return distributions::normal(-x);
    }
    // Φ(x)Φ(y) + 1/2π ∫₀^asin ρ exp(−(x² − 2xy sin θ + y²)/(2cos²θ)) dθ, over sixteen intervals of
    // five points.
    let whole = rho.asin();
    let stretches = 16.0;
    let mut sum = 0.0;
    for k in 0..16 {
        let (from, width) = (whole * f64::from(k) / stretches, whole / stretches);
        for (node, weight) in GAUSS {
            let angle = from + width * (0.5 + 0.5 * node);
            let (sine, cosine) = angle.sin_cos();
            sum += 0.5
                * width
                * weight
                * (-(x * x - 2.0 * x * y * sine + y * y) / (2.0 * cosine * cosine)).exp();
        }
    }
    distributions::normal(-x) * distributions::normal(-y) + sum / (2.0 * std::f64::consts::PI)
}

/// Nodes and weights of five-point Gauss–Legendre quadrature on (−1, 1).
const GAUSS: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
];
