//! The reasons why a number does not exist, and the reservations under which one does.
//!
//! Never NaN without a word: a function that cannot answer returns a [`Why`], which has a sentence
//! in English and in Danish. This is not an error log: a `Why` is a finding about the data (one
//! category was never used), not a fault of the program.

use serde::Serialize;
use std::fmt;

/// Why a statistic is not defined for these data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// There is no observation at all.
    Empty,
    /// Fewer than two non-empty rows or columns, so nothing can vary together.
    OneCategory {
        /// Non-empty rows.
        rows: usize,
        /// Non-empty columns.
        columns: usize,
    },
    /// The cells do not fill the stated rows and columns, or an index lies outside them.
    Shape,
    /// A count or weight is negative, infinite or not a number.
    Weight,
    /// The method counts whole answers, and the table holds fractional weights.
    Fractional,
    /// The method is defined for two rows and two columns only.
    NotTwoByTwo,
    /// The method needs the same categories on both sides.
    NotSquare,
    /// The values do not vary, so that a ratio with their variance is undefined.
    NoVariance,
    /// Both sides always give the same value, so chance agreement is complete and nothing is left
    /// to measure.
    OneValue,
    /// A predictor follows from the constant and those before it.
    Collinear {
        /// Which term, from 0.
        term: usize,
    },
    /// The predictors part the answers without exception, so that the likelihood has no largest
    /// value.
    Separated,
    /// Too few cases for so many coefficients.
    FewPerCoefficient {
        /// Cases that bear the coefficients.
        cases: f64,
        /// The coefficients asked for.
        coefficients: usize,
    },
    /// There are too few clusters for a variance between them.
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
    /// The values are scores, and are compared as such.
    ComparedAsScores,
    /// The rows stand for unequally many people or come in clusters, and the test knows that.
    ByDesign,
    /// A number outside its range was asked for (a level of 120 %, an alpha of 0).
    Range,
    /// A side has no order that was given or confirmed, and the method is about order.
    NoOrder,
    /// No pair differs, so there is nothing to compare.
    NoDifference,
    /// The scores cannot be written as whole multiples of one step, which the exact method needs.
    Scores,
    /// The table is larger than the method can hold.
    TooLarge,
    /// The work limit was passed before an answer was found.
    WorkLimit {
        /// Units of work spent.
        spent: u64,
    },
    /// Someone asked to stop.
    Cancelled,
}

impl Why {
    /// One English sentence for people.
    pub fn english(&self) -> String {
        match self {
            Why::Empty => "There are no answers.".into(),
            Why::OneCategory { rows, columns } => {
                format!("Only {rows} row(s) and {columns} column(s) hold answers; at least two of each are needed.")
            }
            Why::Shape => "The cells do not fit the stated rows and columns.".into(),
            Why::Weight => "A count or weight is negative or not a number.".into(),
            Why::Fractional => "The method needs whole answers, and the weights are fractions.".into(),
            Why::NotTwoByTwo => "The method is for tables with two rows and two columns.".into(),
            Why::NotSquare => "The method needs the same categories in rows and columns.".into(),
            Why::NoVariance => "The values do not vary.".into(),
            Why::OneValue => "Only one value occurs, so agreement beyond chance is undefined.".into(),
            Why::Collinear { .. } => "One of the predictors does not vary or follows from the others.".into(),
            Why::Separated => "The predictors part the answers without exception, so that no finite estimate exists.".into(),
            Why::FewPerCoefficient { cases, coefficients } => format!(
                "{cases:.0} case(s) for {coefficients} coefficient(s); at least {} are needed, five for each.",
                5 * coefficients
            ),
            Why::FewClusters { clusters } => {
                format!("{clusters} cluster(s); a variance between clusters needs more than that.")
            }
            Why::TooFew { n, need } => format!("{n} observation(s); at least {need} are needed."),
            Why::TooFewItems { items, need } => format!("{items} item(s) that vary; at least {need} are needed."),
            Why::ComparedAsScores => "Compared as scores, not as categories.".into(),
            Why::ByDesign => "Tested by the design of the sample: weights or clusters.".into(),
            Why::NotConverged => "The fit did not converge, so there is no estimate and no p-value.".into(),
            Why::Range => "A number lies outside the range where the method is defined.".into(),
            Why::NoOrder => "The categories of one side have no order that was given or confirmed.".into(),
            Why::NoDifference => "No pair differs.".into(),
            Why::Scores => "The scores have no common step.".into(),
            Why::TooLarge => "The table is too large for the method.".into(),
            Why::WorkLimit { .. } => "The work limit was passed before the exact answer was found.".into(),
            Why::Cancelled => "Stopped on request.".into(),
        }
    }

    /// One Danish sentence for people.
    pub fn danish(&self) -> String {
        match self {
            Why::Empty => "Der er ingen svar.".into(),
            Why::OneCategory { rows, columns } => {
                format!("Kun {rows} række(r) og {columns} kolonne(r) har svar; der skal mindst to af hver til.")
            }
            Why::Shape => "Cellerne passer ikke med antallet af rækker og kolonner.".into(),
            Why::Weight => "Et antal eller en vægt er negativ eller ikke et tal.".into(),
            Why::Fractional => "Metoden kræver hele svar, og vægtene er brøker.".into(),
            Why::NotTwoByTwo => "Metoden er til tabeller med to rækker og to kolonner.".into(),
            Why::NotSquare => "Metoden kræver de samme kategorier i rækker og kolonner.".into(),
            Why::NoVariance => "Værdierne varierer ikke.".into(),
            Why::OneValue => "Kun én værdi forekommer, så enighed ud over tilfældet kan ikke måles.".into(),
            Why::Collinear { .. } => "En af de forklarende variable varierer ikke eller følger af de andre.".into(),
            Why::Separated => "De forklarende variable deler svarene uden undtagelse, så der findes intet endeligt estimat.".into(),
            Why::FewPerCoefficient { cases, coefficients } => format!(
                "{cases:.0} tilfælde til {coefficients} koefficient(er); der skal mindst {} til, fem til hver.",
                5 * coefficients
            ),
            Why::FewClusters { clusters } => format!("{clusters} klynge(r); en varians mellem klynger kræver flere."),
            Why::TooFew { n, need } => format!("{n} observation(er); der skal mindst {need} til."),
            Why::TooFewItems { items, need } => format!("{items} spørgsmål, der varierer; der skal mindst {need} til."),
            Why::ComparedAsScores => "Sammenlignet som tal, ikke som kategorier.".into(),
            Why::ByDesign => "Testet efter stikprøvens design: vægte eller klynger.".into(),
            Why::NotConverged => "Beregningen konvergerede ikke, så der er hverken estimat eller p-værdi.".into(),
            Why::Range => "Et tal ligger uden for det område, hvor metoden gælder.".into(),
            Why::NoOrder => "Kategorierne på den ene side har ingen rækkefølge, der er angivet eller bekræftet.".into(),
            Why::NoDifference => "Ingen par er forskellige.".into(),
            Why::Scores => "Værdierne har intet fælles trin.".into(),
            Why::TooLarge => "Tabellen er for stor til metoden.".into(),
            Why::WorkLimit { .. } => "Arbejdsgrænsen blev nået, før det eksakte svar var fundet.".into(),
            Why::Cancelled => "Stoppet efter ønske.".into(),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl std::error::Error for Why {}

/// A reservation under which a result stands.
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
    /// The counts are weighted with fractions; the p-value treats them as if they were answers.
    Fractional,
    /// Fewer than ten cases for each coefficient of a regression.
    FewPerCoefficient {
        /// Cases that bear the coefficients.
        cases: f64,
        /// The coefficients.
        coefficients: usize,
    },
    /// The predictors part the answers without exception; Firth's penalty keeps the estimates
    /// finite.
    Separated,
    /// Few observations for a large-sample interval.
    SmallSample {
        /// The observations.
        n: f64,
    },
    /// The interval of V is too short: few answers are expected in many cells, and categories are
    /// unevenly filled.
    ShortInterval {
        /// Cells with an expected count below 5.
        cells_below_5: usize,
        /// All cells of the non-empty table.
        cells: usize,
    },
    /// The values have a long tail, and the interval takes them as normal.
    Skewed {
        /// Their skewness, 0 when they are symmetric.
        skewness: f64,
    },
    /// An estimate or bound was held inside its possible range.
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
    /// One English sentence for people.
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

    /// One Danish sentence for people.
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
