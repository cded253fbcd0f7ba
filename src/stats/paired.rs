//! The same people asked twice: McNemar and Bowker for tables, Cochran's Q for several yes/no items.
//!
//! These tests ask whether answers moved; they say nothing about agreement (see `agreement`).

use super::table::Table;
use super::test::Test;
use super::why::Why;
use serde::Serialize;

/// McNemar's test of a square table of two answers by the same people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct McNemar {
    /// Large-sample test without correction: McNemar 1947 for 2 × 2, Bowker 1948 beyond.
    pub asymptotic: Test,
    /// The same with Edwards's (1948) correction, 2 × 2 only.
    pub corrected: Option<Test>,
    /// Exact binomial p of the changes, 2 × 2 with whole counts only, 0 to 1.
    pub exact_p: Option<f64>,
    /// Mid-p version of the exact p (Fagerland, Lydersen & Laake 2013), 0 to 1.
    pub mid_p: Option<f64>,
}

/// McNemar's (or Bowker's) test; the table keeps its empty categories, because both sides share them.
pub fn mcnemar(table: &Table) -> Result<McNemar, Why> {
    let k = table.rows();
    if k != table.columns() || k < 2 {
        return Err(Why::NotSquare);
    }
    let n = table.n();
    if n <= 0.0 {
        return Err(Why::Empty);
    }
    // Pairs of categories between which nobody changed are left out with their degree of freedom (R gives NaN there).
    let (mut statistic, mut df) = (0.0, 0);
    for i in 0..k {
        for j in 0..i {
            let (up, down) = (table.at(i, j), table.at(j, i));
            if up + down > 0.0 {
                statistic += (up - down).powi(2) / (up + down);
                df += 1;
            }
        }
    }
    if df == 0 {
        return Err(Why::NoDifference);
    }
    if k > 2 {
        let asymptotic = Test::chi_square(statistic, df, n, "Symmetry of a square table (Bowker 1948)");
        return Ok(McNemar { asymptotic, corrected: None, exact_p: None, mid_p: None });
    }
    let asymptotic = Test::chi_square(statistic, 1, n, "McNemar 1947, without correction");
    let (b, c) = (table.at(0, 1), table.at(1, 0));
    let corrected = ((b - c).abs() - 1.0).max(0.0).powi(2) / (b + c);
    let corrected = if b == c { 0.0 } else { corrected };
    let corrected = Some(Test::chi_square(corrected, 1, n, "McNemar with correction (Edwards 1948)"));
    let (exact_p, mid_p) = match table.whole() {
        Ok(x) => {
            let (p, mid) = binomial_half(x[1].min(x[2]), x[1] + x[2]);
            (Some(p), Some(mid))
        }
        Err(_) => (None, None),
    };
    Ok(McNemar { asymptotic, corrected, exact_p, mid_p })
}

/// Two-sided exact p and mid-p of `k` (the smaller side) of `n` fair coin throws.
fn binomial_half(k: u64, n: u64) -> (f64, f64) {
    // P(X ≤ k) by the regularised beta function; the point by its difference of logs.
    let (successes, count) = (k as f64, n as f64);
    let point = (statrs::function::gamma::ln_gamma(count + 1.0)
        - statrs::function::gamma::ln_gamma(successes + 1.0)
        - statrs::function::gamma::ln_gamma(count - successes + 1.0)
        - count * std::f64::consts::LN_2)
        .exp();
    let below = if k >= n { 1.0 } else { statrs::function::beta::beta_reg(count - successes, successes + 1.0, 0.5) };
    ((2.0 * below).min(1.0), (2.0 * below - point).clamp(0.0, 1.0))
}

/// Cochran's (1950) Q: do several yes/no items, answered by the same people, have the same share of yes?
///
/// One row per person, one value per item; all rows must be equally long and without gaps.
pub fn cochran_q(rows: &[Vec<bool>]) -> Result<Test, Why> {
    let k = rows.first().map_or(0, Vec::len);
    if rows.iter().any(|r| r.len() != k) {
        return Err(Why::Shape);
    }
    if k < 2 {
        return Err(Why::TooFew { n: k, need: 2 });
    }
    let count = |r: &Vec<bool>| r.iter().filter(|x| **x).count() as f64;
    let columns: Vec<f64> = (0..k).map(|j| rows.iter().filter(|r| r[j]).count() as f64).collect();
    let total: f64 = columns.iter().sum();
    let size = k as f64;
    let below = size * total - rows.iter().map(|r| count(r).powi(2)).sum::<f64>();
    if below <= 0.0 {
        return Err(Why::NoDifference);
    }
    let above = (size - 1.0) * (size * columns.iter().map(|t| t * t).sum::<f64>() - total * total);
    let df = u32::try_from(k - 1).map_err(|_| Why::TooLarge)?;
    Ok(Test::chi_square(above / below, df, rows.len() as f64, "Cochran's Q (1950)"))
}
