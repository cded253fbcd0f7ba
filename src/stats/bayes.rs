//! Bayes factors of a contingency table: how much likelier the answers are with a relation than
//! without one.
//!
//! Gunel & Dickey (1974, Biometrika 61:545), with the prior of R's BayesFactor and JASP:
//! independent gamma distributions of shape [`CONCENTRATION`] in every cell (Jamil et al. 2017,
//! Behavior Research Methods 49:638). Unlike a p-value, a Bayes factor can be evidence *for* the
//! absence of a relation. It treats categories as nominal and says nothing about the strength of a
//! relation. It depends on what the design fixed in advance, which is why the sampling plan is
//! stated with it.

use super::error::{StatsError, Warning};
use super::table::Table;
use serde::Serialize;
use statrs::function::gamma::ln_gamma;

/// The default shape of the prior in every cell: all tables of shares are equally likely.
pub const CONCENTRATION: f64 = 1.0;

/// What the design fixed in advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// Nothing, not even the number of people.
    Poisson,
    /// The number of people: the usual survey.
    Joint,
    /// The size of each row: so many people per group.
    RowsFixed,
    /// The size of each column.
    ColumnsFixed,
}

/// Strength of evidence, in the categories of Lee & Wagenmakers (2013, after Jeffreys 1961).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Below 3 either way.
    Little,
    /// 3 to below 10.
    Moderate,
    /// 10 to below 30.
    Strong,
    /// 30 to below 100.
    VeryStrong,
    /// 100 and more.
    Extreme,
}

/// A Bayes factor for "related" against "unrelated".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BayesFactor {
    /// Natural logarithm of the Bayes factor for a relation; negative values are evidence for its
    /// absence. Finite even where the factor overflows.
    pub log_for: f64,
    /// How many times likelier the table is with a relation than without (BF₁₀), at most
    /// `f64::MAX`.
    pub for_relation: f64,
    /// How many times likelier the table is without a relation than with one (BF₀₁).
    pub against_relation: f64,
    /// What was assumed fixed.
    pub sampling: Sampling,
    /// Shape of the prior in every cell.
    pub concentration: f64,
    /// Number of answers.
    pub n: f64,
    /// Name and source.
    pub method: &'static str,
    /// Caveats.
    pub warnings: Vec<Warning>,
}

/// The Bayes factor of a table of whole counts; empty rows and columns are left out, as in the
/// tests.
pub fn contingency(
    table: &Table,
    sampling: Sampling,
    concentration: f64,
) -> Result<BayesFactor, StatsError> {
    let small = table.testable()?;
    small.whole()?;
    let (rows, columns, n) = (small.rows() as f64, small.columns() as f64, small.n());
    // What remains of the prior in a margin if the cells are unrelated; it must be a proper
    // distribution.
    let (row_prior, column_prior) = (
        columns * concentration - (columns - 1.0),
        rows * concentration - (rows - 1.0),
    );
    if !concentration.is_finite() || row_prior <= 0.0 || column_prior <= 0.0 {
        return Err(StatsError::Range);
    }
    let (r, c) = (small.row_totals(), small.column_totals());
    let cells = raised(small.observed(), concentration);
    let margin = |totals: &[f64], prior: f64| raised(totals, prior);
    let (row_whole, column_whole) = (columns * concentration, rows * concentration);
    let against = match sampling {
        Sampling::Joint => margin(&r, row_prior) + margin(&c, column_prior) - cells,
        Sampling::RowsFixed => margin(&r, row_whole) + margin(&c, column_prior) - cells,
        Sampling::ColumnsFixed => margin(&c, column_whole) + margin(&r, row_prior) - cells,
        Sampling::Poisson => {
            let df = (rows - 1.0) * (columns - 1.0);
            let whole = rows * columns * concentration;
            // The rate of the prior is set so that the expected number of answers is the observed
            // one.
            df * (n / whole).ln_1p() + rise(whole - df, n) - rise(whole, n)
                + margin(&r, row_prior)
                + margin(&c, column_prior)
                - cells
        }
    };
    Ok(BayesFactor {
        log_for: -against,
        for_relation: (-against).exp().min(f64::MAX),
        against_relation: against.exp().min(f64::MAX),
        sampling,
        concentration,
        n,
        method: "Bayes factor of Gunel & Dickey (1974)",
        warnings: table.reservations(),
    })
}

impl BayesFactor {
    /// The strength of evidence in either direction.
    pub fn strength(&self) -> Strength {
        let size = self.log_for.abs().exp();
        match size {
            s if s < 3.0 => Strength::Little,
            s if s < 10.0 => Strength::Moderate,
            s if s < 30.0 => Strength::Strong,
            s if s < 100.0 => Strength::VeryStrong,
            _ => Strength::Extreme,
        }
    }

    /// Returns whether it is evidence for a relation rather than for its absence.
    pub fn speaks_for(&self) -> bool {
        self.log_for > 0.0
    }

    /// One English sentence to paste.
    pub fn english(&self) -> String {
        let (with, without) = if self.speaks_for() {
            ("with a relation", "without one")
        } else {
            ("without a relation", "with one")
        };
        let says = match self.strength() {
            Strength::Little => "which says little either way",
            Strength::Moderate => "moderate evidence",
            Strength::Strong => "strong evidence",
            Strength::VeryStrong => "very strong evidence",
            Strength::Extreme => "extreme evidence",
        };
        format!(
            "The answers are {} times as likely {with} as {without} ({}), {says}.",
            self.times('.'),
            self.symbol('.')
        )
    }

    /// One Danish sentence to paste.
    pub fn danish(&self) -> String {
        let (with, without) = if self.speaks_for() {
            ("med en sammenhæng", "uden")
        } else {
            ("uden en sammenhæng", "med")
        };
        let says = match self.strength() {
            Strength::Little => "hvilket kun siger lidt til nogen af siderne",
            Strength::Moderate => "moderat evidens",
            Strength::Strong => "stærk evidens",
            Strength::VeryStrong => "meget stærk evidens",
            Strength::Extreme => "ekstremt stærk evidens",
        };
        format!(
            "Svarene er {} gange så sandsynlige {with} som {without} ({}), {says}.",
            self.times(','),
            self.symbol(',')
        )
    }

    /// `BF₁₀ = 4.2`, or `BF₀₁` if absence is likelier.
    fn symbol(&self, point: char) -> String {
        format!(
            "{} = {}",
            if self.speaks_for() {
                "BF₁₀"
            } else {
                "BF₀₁"
            },
            self.times(point)
        )
    }

    /// The larger of the two factors with a sensible number of digits.
    fn times(&self, point: char) -> String {
        let size = self.log_for.abs().exp();
        let text = if size < 10.0 {
            format!("{size:.1}")
        } else if size < 1e5 {
            format!("{size:.0}")
        } else {
            return format!(
                "10^{:.0}",
                (self.log_for.abs() / std::f64::consts::LN_10).floor()
            );
        };
        text.replace('.', &point.to_string())
    }
}

/// ln of D(counts + prior)/D(prior), D(a) = ∏Γ(aᵢ)/Γ(Σaᵢ): the marginal likelihood of counts under
/// a symmetric Dirichlet prior.
fn raised(counts: &[f64], prior: f64) -> f64 {
    let whole = prior * counts.len() as f64;
    counts.iter().map(|x| rise(prior, *x)).sum::<f64>() - rise(whole, counts.iter().sum())
}

/// ln Γ(start + by)/Γ(start).
fn rise(start: f64, by: f64) -> f64 {
    ln_gamma(start + by) - ln_gamma(start)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly")]
    use super::*;

    #[test]
    fn a_prior_that_leaves_no_margin_is_refused() {
        let table = Table::from_counts(2, 2, &[3, 1, 4, 6]).unwrap();
        assert_eq!(
            contingency(&table, Sampling::Joint, 0.5).unwrap_err(),
            StatsError::Range
        );
        assert!(contingency(&table, Sampling::Joint, 0.6).is_ok());
        let parts = Table::new(2, 2, vec![0.5, 1.0, 2.0, 3.0]).unwrap();
        assert_eq!(
            contingency(&parts, Sampling::Joint, 1.0).unwrap_err(),
            StatsError::Fractional
        );
    }

    #[test]
    fn six_thousand_even_answers_speak_for_absence() {
        let table = Table::from_counts(2, 2, &[1500, 1500, 1500, 1500]).unwrap();
        let ours = contingency(&table, Sampling::RowsFixed, CONCENTRATION).unwrap();
        assert!(
            !ours.speaks_for() && ours.strength() == Strength::VeryStrong,
            "{ours:?}"
        );
        assert!(
            ours.english()
                .contains("without a relation as with one (BF₀₁ = "),
            "{}",
            ours.english()
        );
        assert!(
            ours.danish().contains("uden en sammenhæng som med"),
            "{}",
            ours.danish()
        );
    }
}
