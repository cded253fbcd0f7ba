//! Reasons why a statistic does not exist, and caveats of those that do.
//!
//! No function returns NaN: one without a result returns a [`StatsError`], with a sentence in
//! English and in Danish. A `StatsError` is a finding about the data (one category was never used),
//! not a fault of the program.

use serde::Serialize;
use std::fmt;

/// Why a statistic is not defined for these data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum StatsError {
    /// There are no observations.
    Empty,
    /// Fewer than two non-empty rows or columns, so nothing can be related.
    OneCategory {
        /// Non-empty rows.
        rows: usize,
        /// Non-empty columns.
        columns: usize,
    },
    /// The cells do not fill the stated rows and columns, or an index is out of range.
    Shape,
    /// A count or weight is negative, infinite or not a number.
    Weight,
    /// The method counts whole answers, and the table has fractional weights.
    Fractional,
    /// The method is defined for two rows and two columns only.
    NotTwoByTwo,
    /// The method needs the same categories on both sides.
    NotSquare,
    /// The values do not vary, so a ratio with their variance is undefined.
    NoVariance,
    /// Both sides always give the same value, so agreement by chance is complete and nothing
    /// remains to be measured.
    OneValue,
    /// A predictor is a linear combination of the constant and earlier ones.
    Collinear {
        /// Which term, from 0.
        term: usize,
    },
    /// The predictors separate the answers completely, so the likelihood has no maximum.
    Separated,
    /// Too few cases for so many coefficients.
    FewPerCoefficient {
        /// Effective number of cases.
        cases: f64,
        /// Number of coefficients.
        coefficients: usize,
    },
    /// Too few clusters to estimate a variance between them.
    FewClusters {
        /// Clusters found.
        clusters: usize,
    },
    /// Too few observations for the method.
    TooFew {
        /// Observations found.
        n: usize,
        /// Observations needed.
        need: usize,
    },
    /// Too few items for the method.
    TooFewItems {
        /// Items found.
        items: usize,
        /// Items needed.
        need: usize,
    },
    /// The fit did not converge, so there is no estimate and no p-value.
    NotConverged,
    /// The values are scores and are compared as such.
    ComparedAsScores,
    /// The sample is weighted or clustered, and is tested accordingly.
    ByDesign,
    /// An argument is out of range (a level of 120 %, an alpha of 0).
    Range,
    /// A side has no declared or confirmed order, and the method needs one.
    NoOrder,
    /// No pair differs, so there is nothing to compare.
    NoDifference,
    /// The scores cannot be written as whole multiples of one step, which the exact method needs.
    Scores,
    /// The table is larger than the method can hold.
    TooLarge,
    /// The work limit was exceeded.
    WorkLimit {
        /// Units of work spent.
        spent: u64,
    },
    /// Cancelled by the caller.
    Cancelled,
}

impl StatsError {
    /// Refuses fewer than `need` of them.
    pub(crate) fn require_at_least(need: usize, n: usize) -> Result<(), StatsError> {
        if n < need {
            return Err(StatsError::TooFew { n, need });
        }
        Ok(())
    }

    /// An English sentence for display.
    pub fn english(&self) -> String {
        match self {
            StatsError::Empty => "There are no answers.".into(),
            StatsError::OneCategory { rows, columns } => {
                format!("Only {rows} row(s) and {columns} column(s) hold answers; at least two of each are needed.")
            }
            StatsError::Shape => "The cells do not fit the stated rows and columns.".into(),
            StatsError::Weight => "A count or weight is negative or not a number.".into(),
            StatsError::Fractional => "The method needs whole answers, and the weights are fractions.".into(),
            StatsError::NotTwoByTwo => "The method is for tables with two rows and two columns.".into(),
            StatsError::NotSquare => "The method needs the same categories in rows and columns.".into(),
            StatsError::NoVariance => "The values do not vary.".into(),
            StatsError::OneValue => "Only one value occurs, so agreement beyond chance is undefined.".into(),
            StatsError::Collinear { .. } => "One of the predictors does not vary or follows from the others.".into(),
            StatsError::Separated => "The predictors part the answers without exception, so that no finite estimate exists.".into(),
            StatsError::FewPerCoefficient { cases, coefficients } => format!(
                "{cases:.0} case(s) for {coefficients} coefficient(s); at least {} are needed, five for each.",
                5 * coefficients
            ),
            StatsError::FewClusters { clusters } => {
                format!("{clusters} cluster(s); a variance between clusters needs more than that.")
            }
            StatsError::TooFew { n, need } => format!("{n} observation(s); at least {need} are needed."),
            StatsError::TooFewItems { items, need } => format!("{items} item(s) that vary; at least {need} are needed."),
            StatsError::ComparedAsScores => "Compared as scores, not as categories.".into(),
            StatsError::ByDesign => "Tested by the design of the sample: weights or clusters.".into(),
            StatsError::NotConverged => "The fit did not converge, so there is no estimate and no p-value.".into(),
            StatsError::Range => "A number lies outside the range where the method is defined.".into(),
            StatsError::NoOrder => "The categories of one side have no order that was given or confirmed.".into(),
            StatsError::NoDifference => "No pair differs.".into(),
            StatsError::Scores => "The scores have no common step.".into(),
            StatsError::TooLarge => "The table is too large for the method.".into(),
            StatsError::WorkLimit { .. } => "The work limit was passed before the exact answer was found.".into(),
            StatsError::Cancelled => "Stopped on request.".into(),
        }
    }

    /// A Danish sentence for display.
    pub fn danish(&self) -> String {
        match self {
            StatsError::Empty => "Der er ingen svar.".into(),
            StatsError::OneCategory { rows, columns } => {
                format!("Kun {rows} række(r) og {columns} kolonne(r) har svar; der skal mindst to af hver til.")
            }
            StatsError::Shape => "Cellerne passer ikke med antallet af rækker og kolonner.".into(),
            StatsError::Weight => "Et antal eller en vægt er negativ eller ikke et tal.".into(),
            StatsError::Fractional => "Metoden kræver hele svar, og vægtene er brøker.".into(),
            StatsError::NotTwoByTwo => "Metoden er til tabeller med to rækker og to kolonner.".into(),
            StatsError::NotSquare => "Metoden kræver de samme kategorier i rækker og kolonner.".into(),
            StatsError::NoVariance => "Værdierne varierer ikke.".into(),
            StatsError::OneValue => "Kun én værdi forekommer, så enighed ud over tilfældet kan ikke måles.".into(),
            StatsError::Collinear { .. } => "En af de forklarende variable varierer ikke eller følger af de andre.".into(),
            StatsError::Separated => "De forklarende variable deler svarene uden undtagelse, så der findes intet endeligt estimat.".into(),
            StatsError::FewPerCoefficient { cases, coefficients } => format!(
                "{cases:.0} tilfælde til {coefficients} koefficient(er); der skal mindst {} til, fem til hver.",
                5 * coefficients
            ),
            StatsError::FewClusters { clusters } => format!("{clusters} klynge(r); en varians mellem klynger kræver flere."),
            StatsError::TooFew { n, need } => format!("{n} observation(er); der skal mindst {need} til."),
            StatsError::TooFewItems { items, need } => format!("{items} spørgsmål, der varierer; der skal mindst {need} til."),
            StatsError::ComparedAsScores => "Sammenlignet som tal, ikke som kategorier.".into(),
            StatsError::ByDesign => "Testet efter stikprøvens design: vægte eller klynger.".into(),
            StatsError::NotConverged => "Beregningen konvergerede ikke, så der er hverken estimat eller p-værdi.".into(),
            StatsError::Range => "Et tal ligger uden for det område, hvor metoden gælder.".into(),
            StatsError::NoOrder => "Kategorierne på den ene side har ingen rækkefølge, der er angivet eller bekræftet.".into(),
            StatsError::NoDifference => "Ingen par er forskellige.".into(),
            StatsError::Scores => "Værdierne har intet fælles trin.".into(),
            StatsError::TooLarge => "Tabellen er for stor til metoden.".into(),
            StatsError::WorkLimit { .. } => "Arbejdsgrænsen blev nået, før det eksakte svar var fundet.".into(),
            StatsError::Cancelled => "Stoppet efter ønske.".into(),
        }
    }
}

impl fmt::Display for StatsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl std::error::Error for StatsError {}

/// A caveat of a result.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum Warning {
    /// More than a fifth of the cells expect fewer than five answers, or one expects less than one
    /// (Cochran 1954).
    Sparse {
        /// Cells with an expected count below 5.
        cells_below_5: usize,
        /// All cells of the non-empty table.
        cells: usize,
        /// The smallest expected count.
        min_expected: f64,
    },
    /// Rows or columns without answers were left out of the test, as SPSS does.
    Dropped {
        /// Empty rows left out.
        rows: usize,
        /// Empty columns left out.
        columns: usize,
    },
    /// The counts have fractional weights; the p-value treats them as answers.
    Fractional,
    /// Fewer than ten cases for each coefficient of a regression.
    FewPerCoefficient {
        /// Effective number of cases.
        cases: f64,
        /// Number of coefficients.
        coefficients: usize,
    },
    /// The predictors separate the answers completely; Firth's penalty keeps the estimates finite.
    Separated,
    /// Few observations for a large-sample interval.
    SmallSample {
        /// The observations.
        n: f64,
    },
    /// The interval of V is too short: expected counts are small in many cells, and categories are
    /// unevenly filled.
    ShortInterval {
        /// Cells with an expected count below 5.
        cells_below_5: usize,
        /// All cells of the non-empty table.
        cells: usize,
    },
    /// The values are skewed, and the interval assumes normality.
    Skewed {
        /// Their skewness, 0 if they are symmetric.
        skewness: f64,
    },
    /// An estimate or bound was clipped to its possible range.
    Clipped,
    /// Items or strata that could not contribute were left out.
    LeftOut {
        /// How many.
        count: usize,
    },
    /// One category dominates so strongly that chance-corrected agreement is misleading (the
    /// prevalence paradox).
    Prevalence {
        /// Share of agreement before any correction, 0 to 1.
        agreement: f64,
    },
}

impl Warning {
    /// An English sentence for display.
    pub fn english(&self) -> String {
        match self {
            Warning::Sparse { cells_below_5, cells, min_expected } => format!(
                "{cells_below_5} of {cells} cells expect fewer than 5 answers (the smallest {min_expected:.2}): the p-value is only a rough guide."
            ),
            Warning::Dropped { rows, columns } => {
                format!("{rows} empty row(s) and {columns} empty column(s) are left out of the test.")
            }
            Warning::Fractional => "The weights are fractions; the p-value treats them as if they were answers.".into(),
            Warning::FewPerCoefficient { cases, coefficients } => {
                format!("{:.1} cases per coefficient are few: ten are usual.", cases / *coefficients as f64)
            }
            Warning::Separated => {
                "The predictors part the answers without exception; the estimates are finite only by Firth’s correction.".into()
            }
            Warning::SmallSample { n } => format!("{n} answers are few for this interval."),
            Warning::ShortInterval { cells_below_5, cells } => format!(
                "Answers crowd in a few categories, and {cells_below_5} of {cells} cells ({:.0} %) expect fewer than 5: the interval of V is too short. Simulated at such margins it held V in 82 to 94 of 100 samples.",
                100.0 * *cells_below_5 as f64 / *cells as f64
            ),
            Warning::Skewed { skewness } => format!(
                "The values have a long tail (skewness {}), so that an interval for normal ones is too short; what goes by ranks does not mind.",
                format!("{skewness:.1}").replace('-', "−")
            ),
            Warning::Clipped => "The number was held inside its possible range.".into(),
            Warning::LeftOut { count } => format!("{count} item(s) or group(s) that say nothing are left out."),
            Warning::Prevalence { agreement } => {
                format!("One category dominates ({:.0} % agree), so agreement beyond chance looks small.", agreement * 100.0)
            }
        }
    }

    /// A Danish sentence for display.
    pub fn danish(&self) -> String {
        match self {
            Warning::Sparse { cells_below_5, cells, min_expected } => format!(
                "{cells_below_5} af {cells} celler har en forventet værdi under 5 (den mindste {min_expected:.2}): p-værdien er kun en rettesnor."
            ),
            Warning::Dropped { rows, columns } => {
                format!("{rows} tomme række(r) og {columns} tomme kolonne(r) er holdt ude af testen.")
            }
            Warning::Fractional => "Vægtene er brøker; p-værdien regner dem som hele svar.".into(),
            Warning::FewPerCoefficient { cases, coefficients } => {
                format!("{:.1} tilfælde pr. koefficient er få: ti er det sædvanlige.", cases / *coefficients as f64)
            }
            Warning::Separated => {
                "De forklarende variable deler svarene uden undtagelse; kun Firths korrektion gør estimaterne endelige.".into()
            }
            Warning::SmallSample { n } => format!("{n} svar er få til dette interval."),
            Warning::ShortInterval { cells_below_5, cells } => format!(
                "Svarene samler sig i få kategorier, og {cells_below_5} af {cells} celler ({:.0} %) har en forventet værdi under 5: intervallet for V er for kort. Simuleret ved sådanne fordelinger rummede det V i 82 til 94 af 100 stikprøver.",
                100.0 * *cells_below_5 as f64 / *cells as f64
            ),
            Warning::Skewed { skewness } => format!(
                "Værdierne har en lang hale (skævhed {}), så et interval for normalfordelte er for kort; det, der går efter range, er uberørt.",
                format!("{skewness:.1}").replace('.', ",").replace('-', "−")
            ),
            Warning::Clipped => "Tallet er holdt inden for sit mulige område.".into(),
            Warning::LeftOut { count } => format!("{count} spørgsmål eller grupper uden betydning er udeladt."),
            Warning::Prevalence { agreement } => {
                format!("Én kategori dominerer ({:.0} % er enige), så enighed ud over tilfældet ser lille ud.", agreement * 100.0)
            }
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}
