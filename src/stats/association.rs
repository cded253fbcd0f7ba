//! Strength of association between unordered categories, from chi-square: phi, Cramér's V and the
//! contingency coefficient.
//!
//! None of them has a direction (except phi of a 2 × 2 table): they say that answers are related,
//! not which way. Plain V is inflated in small samples (about .36 by chance alone in a 5 × 5 table
//! of 31 answers), which is why the corrected V should be shown first. Both estimate the same
//! population V and have the same interval, from the limits of the noncentrality (Steiger 2004). It
//! excludes 0 exactly when chi-square is significant, and its width is never 0 (see
//! `distributions::unified`).
//!
//! Goodman and Kruskal's lambda: how much one answer helps to predict the other.
//!
//! Lambda is often 0 although the variables are related (if the same category is the best
//! prediction everywhere). It is provided because users of SPSS expect it, and is no test.

use super::chisq::{ChiSquare, is_sparse, pearson};
use super::distributions;
use super::error::{StatsError, Warning};
use super::estimate::{Estimate, Interval};
use super::shares::{DecidingTest, TwoProportions};
use super::table::Table;

/// Method of the intervals.
const NONCENTRAL: &str =
    "limits of the noncentral chi-square (Steiger 2004), with unequal tails near 0";

/// Cramér's V, 0 to 1 (Cramér 1946).
pub fn cramers_v(table: &Table) -> Result<Estimate, StatsError> {
    cramers_v_at(table, 0.95)
}

/// Like [`cramers_v`], with an interval of another level.
pub fn cramers_v_at(table: &Table, level: f64) -> Result<Estimate, StatsError> {
    let (small, test) = prepared(table)?;
    let least = (small.rows().min(small.columns()) - 1) as f64;
    let scale = |share: f64| (share / least).sqrt().min(1.0);
    Ok(from_chi_square(
        table,
        scale(test.statistic / test.n),
        &test,
        level,
        "Cramér's V (Cramér 1946)",
        scale,
    ))
}

/// Cramér's V corrected for its upward bias, 0 to 1 (Bergsma 2013, J. Korean Stat. Soc. 42:323).
pub fn cramers_v_corrected(table: &Table) -> Result<Estimate, StatsError> {
    cramers_v_corrected_at(table, 0.95)
}

/// Cramér's V with the interval that agrees with the deciding test: corrected, unless the corrected
/// V is 0 although the test is significant.
pub fn cramers_v_decided(table: &Table, decided: DecidingTest) -> Result<Estimate, StatsError> {
    let mut estimate = cramers_v_corrected_at(table, decided.level)?;
    if estimate.value == 0.0 && decided.p <= 1.0 - decided.level {
        estimate = cramers_v_at(table, decided.level)?;
    }
    if let Some(interval) = &mut estimate.interval {
        interval.low = decided.end_above_nothing(interval.low, estimate.value);
    }
    Ok(estimate)
}

/// Like [`cramers_v_corrected`], with an interval of another level.
fn cramers_v_corrected_at(table: &Table, level: f64) -> Result<Estimate, StatsError> {
    let (small, test) = prepared(table)?;
    let n = test.n;
    if n <= 1.0 {
        return Err(StatsError::TooFew { n: 1, need: 2 });
    }
    let shrink = |k: usize| k as f64 - (k as f64 - 1.0).powi(2) / (n - 1.0);
    let side = shrink(small.rows()).min(shrink(small.columns())) - 1.0;
    if side <= 0.0 {
        return Err(StatsError::TooFew {
            n: n as usize,
            need: small.rows().max(small.columns()) + 1,
        });
    }
    let least = (small.rows().min(small.columns()) - 1) as f64;
    let value = ((test.statistic / n - f64::from(test.df) / (n - 1.0)).max(0.0) / side)
        .sqrt()
        .min(1.0);
    let scale = |share: f64| (share / least).sqrt().min(1.0);
    Ok(from_chi_square(
        table,
        value,
        &test,
        level,
        "Cramér's V, bias-corrected (Bergsma 2013)",
        scale,
    ))
}

/// The mean V under independence in a table of this size, about √(df/((n − 1)(k − 1))), 0 to 1.
pub fn v_by_chance(table: &Table) -> Result<f64, StatsError> {
    let (small, test) = prepared(table)?;
    let least = (small.rows().min(small.columns()) - 1) as f64;
    if test.n <= 1.0 {
        return Err(StatsError::TooFew { n: 1, need: 2 });
    }
    Ok((f64::from(test.df) / ((test.n - 1.0) * least))
        .sqrt()
        .min(1.0))
}

/// Phi = √(χ²/n). For a 2 × 2 table it has a sign, −1 to 1, and ASE1, since there it is a
/// correlation.
pub fn phi(table: &Table) -> Result<Estimate, StatsError> {
    phi_decided(table, DecidingTest::by_score(0.95))
}

/// Phi with the interval that agrees with the deciding test.
///
/// For a 2 × 2 table it is the score interval of the difference of shares, converted to phi: of
/// rows or of columns, whichever is wider, so that transposing the table changes nothing. Wald's
/// interval covers .65 to .93 below 60 answers.
pub fn phi_decided(table: &Table, decided: DecidingTest) -> Result<Estimate, StatsError> {
    let (small, test) = prepared(table)?;
    if small.rows() != 2 || small.columns() != 2 {
        let value = (test.statistic / test.n).sqrt();
        return Ok(from_chi_square(
            table,
            value,
            &test,
            decided.level,
            "Phi, √(χ²/n)",
            f64::sqrt,
        ));
    }
    let small = small.oriented();
    let (a, b, c, d) = (
        small.at(0, 0),
        small.at(0, 1),
        small.at(1, 0),
        small.at(1, 1),
    );
    let (r, k) = (small.row_totals(), small.column_totals());
    let value = (a * d - b * c) / (r[0] * r[1] * k[0] * k[1]).sqrt();
    let mut estimate = Estimate::bare(value, test.n, "Phi, signed (Pearson 1900)");
    estimate.warnings = table.reservations();
    // Delta method: dφ/dn_ij from φ = (ad − bc)/√(r₁r₂c₁c₂).
    let root = (r[0] * r[1] * k[0] * k[1]).sqrt();
    let cross = [d, -c, -b, a];
    let gradient = |m: usize| cross[m] / root - value / 2.0 * (1.0 / r[m / 2] + 1.0 / k[m % 2]);
    let variance: f64 = (0..4)
        .map(|m| small.observed()[m] * gradient(m).powi(2))
        .sum();
    // φ has degree 0 in the counts, so the mean gradient is zero and no term is subtracted.
    estimate.ase = Some(variance.sqrt());
    let rows = TwoProportions {
        hits: [a, c],
        sizes: [r[0], r[1]],
    }
    .phi_ends(decided);
    let columns = TwoProportions {
        hits: [a, b],
        sizes: [k[0], k[1]],
    }
    .phi_ends(decided);
    estimate.interval = Some(Interval {
        low: rows.0.min(columns.0).min(value),
        high: rows.1.max(columns.1).max(value),
        level: decided.level,
        method: "score interval of the difference between shares (Miettinen & Nurminen 1985), as phi",
    });
    Ok(estimate)
}

/// Pearson's contingency coefficient √(χ²/(χ² + n)), 0 to below 1.
pub fn contingency(table: &Table) -> Result<Estimate, StatsError> {
    let (_, test) = prepared(table)?;
    let scale = |share: f64| (share / (1.0 + share)).sqrt();
    Ok(from_chi_square(
        table,
        scale(test.statistic / test.n),
        &test,
        0.95,
        "Contingency coefficient (Pearson 1904)",
        scale,
    ))
}

/// The compact table and its chi-square.
fn prepared(table: &Table) -> Result<(Table, ChiSquare), StatsError> {
    let small = table.testable()?;
    let test = pearson(&small)?;
    Ok((small, test))
}

/// An estimate with its interval, as a function of λ/n. The interval is extended to an estimate
/// inflated beyond it by chance.
fn from_chi_square(
    table: &Table,
    value: f64,
    test: &ChiSquare,
    level: f64,
    method: &'static str,
    scale: impl Fn(f64) -> f64,
) -> Estimate {
    let mut estimate = Estimate::bare(value, test.n, method);
    let (low, high) = distributions::unified(test.statistic, test.df, level);
    let (low, high) = (
        scale(low / test.n).min(value),
        scale(high / test.n).max(value),
    );
    estimate.interval = Some(Interval::new(low, high, level, NONCENTRAL));
    estimate.warnings = table.reservations();
    if is_sparse(test) {
        estimate.warnings.push(match uneven(table) {
            true => Warning::ShortInterval {
                cells_below_5: test.cells_below_5,
                cells: test.cells,
            },
            false => Warning::SmallSample { n: test.n },
        });
    }
    estimate
}

/// Returns whether the rarest row and the rarest column together contain less than a quarter of
/// what uniform margins would. An answer in a cell with such a small expected count contributes
/// more to chi-square than the noncentral distribution allows for (docs/coverage.md).
fn uneven(table: &Table) -> bool {
    let share = |totals: Vec<f64>| {
        let used = || totals.iter().filter(|total| **total > 0.0);
        used().fold(f64::INFINITY, |least, total| least.min(*total)) * used().count() as f64
            / table.n()
    };
    table.rows().min(table.columns()) > 2
        && share(table.row_totals()) * share(table.column_totals()) < 0.25
}

/// Lambda predicting the column variable, 0 to 1 (Goodman & Kruskal 1954, ASE1 1963).
pub fn lambda_column(table: &Table) -> Result<Estimate, StatsError> {
    reduction(
        table,
        &[GuessedSide::Columns],
        "Lambda, column dependent (Goodman & Kruskal 1954)",
    )
}

/// Lambda predicting the row variable, 0 to 1.
pub fn lambda_row(table: &Table) -> Result<Estimate, StatsError> {
    reduction(
        &table.transposed(),
        &[GuessedSide::Columns],
        "Lambda, row dependent (Goodman & Kruskal 1954)",
    )
}

/// Symmetric lambda, 0 to 1.
pub fn lambda_symmetric(table: &Table) -> Result<Estimate, StatsError> {
    reduction(
        table,
        &[GuessedSide::Columns, GuessedSide::Rows],
        "Lambda, symmetric (Goodman & Kruskal 1954)",
    )
}

/// The variable being predicted.
#[derive(Clone, Copy, PartialEq)]
enum GuessedSide {
    Columns,
    Rows,
}

/// Index of the first largest value.
fn mode(values: impl Iterator<Item = f64>) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (i, x) in values.enumerate() {
        if x > best.1 {
            best = (i, x);
        }
    }
    best.0
}

/// Proportional reduction of prediction errors (A − B)/(kn − B), and its ASE1 by the delta method
/// (with the modes held fixed).
fn reduction(
    table: &Table,
    sides: &[GuessedSide],
    method: &'static str,
) -> Result<Estimate, StatsError> {
    let table = table.testable()?;
    let (r, c, n) = (table.rows(), table.columns(), table.n());
    // For every cell: how often it is a correct prediction given the other side (with), and without
    // it (without).
    let (mut with, mut without) = (vec![0.0; r * c], vec![0.0; r * c]);
    for side in sides {
        let overall = match side {
            GuessedSide::Columns => mode(table.column_totals().into_iter()),
            GuessedSide::Rows => mode(table.row_totals().into_iter()),
        };
        for i in 0..r {
            for j in 0..c {
                let (guess, own) = match side {
                    GuessedSide::Columns => (mode(table.row(i).iter().copied()), j),
                    GuessedSide::Rows => (mode((0..r).map(|k| table.at(k, j))), i),
                };
                with[i * c + j] += f64::from(u8::from(guess == own));
                without[i * c + j] += f64::from(u8::from(overall == own));
            }
        }
    }
    let sum =
        |marks: &[f64]| -> f64 { table.observed().iter().zip(marks).map(|(x, m)| x * m).sum() };
    let (a, b, k) = (sum(&with), sum(&without), sides.len() as f64);
    let wrong = k * n - b;
    if wrong <= 0.0 {
        return Err(StatsError::NoVariance);
    }
    let value = (a - b) / wrong;
    let gradient = |m: usize| ((with[m] - without[m]) - value * (k - without[m])) / wrong;
    let variance: f64 = table
        .observed()
        .iter()
        .enumerate()
        .map(|(m, x)| x * gradient(m).powi(2))
        .sum();
    let mut estimate = Estimate::bare(value, n, method);
    // At 0 and 1 the large-sample distribution is degenerate, and there is no valid interval.
    if value > 0.0 && value < 1.0 {
        let ase = variance.sqrt();
        estimate.ase = Some(ase);
        estimate.interval = Some(Interval::wald(
            value,
            ase,
            0.95,
            (0.0, 1.0),
            "estimate ± 1.96 ASE1",
        ));
    }
    Ok(estimate)
}
