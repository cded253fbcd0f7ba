//! A crosstab of a weighted or clustered sample, with the tests that such a sample allows.

use super::Crosstab;
use super::crosstab::{CrosstabSide, RowWeight, shares};
use crate::stats::phrase::{Scale, SentenceLanguage, VariablePhrase, phrase};
use crate::stats::survey::{RaoScott, Sample, SampleUnit, TwoByTwo, rao_scott, share, two_by_two};
use crate::stats::{Estimate, StatsError, Test};
use crate::study::dataset::MeasurementLevel;
use crate::study::filter::Weighting;
use crate::study::{Dataset, Refusal};
use std::collections::HashMap;

/// Weighted shares times the number of people who answered, with the tests.
#[derive(Clone, Debug)]
pub struct WeightedCrosstab {
    /// Its counts sum to the number of people who answered.
    pub crosstab: Crosstab,
    pub weighting: Weighting,
    /// Rao and Scott's test.
    pub test: Result<RaoScott, StatsError>,
    /// Proportions, their difference and the odds ratio, for two rows and two columns.
    pub two_by_two: Option<TwoByTwo>,
    /// What `two_by_two` compares: both rows and the first column.
    pub compared: [String; 3],
    /// Share of each column within each row, row by row; `None` for a row without answers.
    pub shares: Vec<Option<Estimate>>,
    /// Pearson's r of the scores, with its test, if both sides are ordered.
    pub correlation: Option<(Estimate, Test)>,
}

impl WeightedCrosstab {
    /// Crosses two variables over the kept rows.
    /// Refused when a variable cannot be crossed, a weight is invalid, or there are no clusters to
    /// compare.
    pub fn new(
        dataset: &Dataset,
        (row, column): (usize, usize),
        weighting: &Weighting,
        language: &str,
    ) -> Result<WeightedCrosstab, Refusal> {
        let sides = (
            CrosstabSide::new(dataset, row, language)?,
            CrosstabSide::new(dataset, column, language)?,
        );
        let place = |name: &Option<String>| {
            name.as_ref()
                .map(|name| dataset.find_variable(name))
                .transpose()
        };
        let (weight, cluster) = (place(&weighting.weight)?, place(&weighting.cluster)?);
        let shares = shares(dataset, weight)?;
        let clusters: Option<Vec<Option<&str>>> =
            cluster.map(|place| dataset.answers(place).collect());
        let at = |codes: &[String]| {
            codes
                .iter()
                .enumerate()
                .map(|(at, code)| (code.clone(), at))
                .collect::<HashMap<String, usize>>()
        };
        let (rows, columns) = (at(&sides.0.codes), at(&sides.1.codes));
        let (mut units, mut missing, mut numbers) = (Vec::new(), 0, HashMap::new());
        for (i, ((a, b), share)) in dataset
            .answers(row)
            .zip(dataset.answers(column))
            .zip(&shares)
            .enumerate()
        {
            let named = clusters.as_ref().map(|clusters| clusters[i]);
            let weight = match (share, named) {
                (RowWeight::NotThere, _) => continue,
                // A row without a weight or cluster has no place in the design.
                (RowWeight::Missing, _) | (_, Some(None)) => {
                    missing += 1;
                    continue;
                }
                (RowWeight::Answers(weight), _) => *weight,
            };
            let next = numbers.len();
            let cluster = named
                .flatten()
                .map_or(i, |name| *numbers.entry(name.to_owned()).or_insert(next));
            let cell = a
                .zip(b)
                .and_then(|(a, b)| Some((*rows.get(a)?, *columns.get(b)?)));
            missing += usize::from(cell.is_none());
            units.push(SampleUnit {
                cell,
                weight,
                cluster,
            });
        }
        let refused = |why: StatsError| {
            Refusal::new(
                format!(
                    "{} and {} cannot be crossed: {}",
                    sides.0.name,
                    sides.1.name,
                    why.english()
                ),
                "Choose other variables, or another weight or cluster",
            )
        };
        let sample =
            Sample::new(sides.0.codes.len(), sides.1.codes.len(), &units).map_err(refused)?;
        let empty = Crosstab::counted(
            dataset,
            (row, column),
            sides.clone(),
            std::iter::repeat(RowWeight::NotThere),
        )?;
        let scores = (
            empty.table.row_scores().to_vec(),
            empty.table.column_scores().to_vec(),
        );
        let table = sample
            .table()
            .and_then(|table| table.with_scores(scores.0.clone(), scores.1.clone()))
            .map_err(refused)?;
        let used = |totals: Vec<f64>| {
            (0..totals.len())
                .filter(|i| totals[*i] > 0.0)
                .collect::<Vec<usize>>()
        };
        let mut compared = [String::new(), String::new(), String::new()];
        let two = match (
            used(table.row_totals()).as_slice(),
            used(table.column_totals()).as_slice(),
        ) {
            (&[a, b], &[c, d]) => {
                // The share of yes is reported, and people with the characteristic come first.
                let yes_first = |one: usize, other: usize, yes: Option<usize>| {
                    if yes == Some(other) {
                        (other, one)
                    } else {
                        (one, other)
                    }
                };
                let ((a, b), (c, d)) = (yes_first(a, b, sides.0.yes), yes_first(c, d, sides.1.yes));
                compared =
                    [&sides.0.labels[a], &sides.0.labels[b], &sides.1.labels[c]].map(Clone::clone);
                two_by_two(&sample, (a, b), (c, d)).ok()
            }
            _ => None,
        };
        let ordered = sides.0.level != MeasurementLevel::Nominal
            && sides.1.level != MeasurementLevel::Nominal;
        let correlation = if ordered {
            sample.correlation(&scores.0, &scores.1).ok()
        } else {
            None
        };
        let test = rao_scott(&sample);
        let columns = sides.1.codes.len();
        let shares = (0..sides.0.codes.len() * columns)
            .map(|at| share(&sample, Some(at / columns), at % columns).ok())
            .collect();
        let crosstab = Crosstab {
            table,
            missing,
            ..empty
        };
        Ok(WeightedCrosstab {
            crosstab,
            weighting: weighting.clone(),
            test,
            two_by_two: two,
            compared,
            shares,
            correlation,
        })
    }

    /// The p-value to report: that of the correlation if both sides are ordered, otherwise Rao and
    /// Scott's.
    pub fn p(&self) -> Result<f64, StatsError> {
        match (&self.correlation, &self.test) {
            (Some((_, test)), _) => Ok(test.p),
            (None, test) => test.as_ref().map(|test| test.p).map_err(Clone::clone),
        }
    }

    /// The finding in a sentence that mentions the weighting.
    pub fn sentence(&self, alpha: f64, danish: bool) -> String {
        let t = SentenceLanguage::of(danish);
        let (row, column) = (&self.crosstab.row, &self.crosstab.column);
        let (a, b) = (t.quoted(&row.label), t.quoted(&column.label));
        let (p, test) = match (self.p(), &self.test) {
            (Ok(p), Ok(test)) => (p, test),
            (Err(why), _) => return untested(t, &a, &b, &why),
            (_, Err(why)) => return untested(t, &a, &b, why),
        };
        let related = match t {
            SentenceLanguage::English => format!("{a} and {b} are related"),
            SentenceLanguage::Danish => format!("{a} og {b} hænger sammen"),
        };
        let not_shown = match t {
            SentenceLanguage::English => format!("A relation between {a} and {b} was not shown"),
            SentenceLanguage::Danish => format!("En sammenhæng mellem {a} og {b} er ikke påvist"),
        };
        let (shown, numbers) = (p <= alpha, self.numbers(t, test, p, alpha));
        if let Some((r, _)) = &self.correlation {
            return if shown {
                format!("{} ({numbers}).", self.slope(t, r.value))
            } else {
                format!("{not_shown} ({numbers}).")
            };
        }
        match (self.shares_in_words(t), shown) {
            (Some(shares), true) => format!("{} ({numbers}).", phrase(&shares, true)),
            (Some(shares), false) => format!("{not_shown}: {shares} ({numbers})."),
            (None, true) => format!("{related} ({numbers})."),
            (None, false) => format!("{not_shown} ({numbers})."),
        }
    }

    /// "Higher values of “Trust” go with lower values of “Stress”".
    fn slope(&self, t: SentenceLanguage, r: f64) -> String {
        let (row, column) = (&self.crosstab.row, &self.crosstab.column);
        let ((a, one), (b, _)) = (
            VariablePhrase::new(&row.label, &row.labels).values(t),
            VariablePhrase::new(&column.label, &column.labels).values(t),
        );
        t.goes_with((&a, one), &b, r > 0.0, true)
    }

    /// "“In a job” is “Yes” for 49 % of those whose “Gender” is “Man” and for 61 % of those whose
    /// “Gender” is “Woman”".
    fn shares_in_words(&self, t: SentenceLanguage) -> Option<String> {
        let two = self.two_by_two.as_ref()?;
        let (row, column) = (&self.crosstab.row, &self.crosstab.column);
        let (by, outcome) = (
            VariablePhrase::new(&row.label, &row.labels),
            VariablePhrase::new(&column.label, &column.labels),
        );
        let [first, second, answer] = &self.compared;
        let one = |share: f64, group: &str| {
            let (percent, whose) = (t.percent(share, 1.0, 0), by.whose(t, group));
            match t {
                SentenceLanguage::English => format!("for {percent} of those {whose}"),
                SentenceLanguage::Danish => format!("for {percent} af dem, {whose}"),
            }
        };
        let both = t.clauses(&[one(two.shares[0], first), one(two.shares[1], second)]);
        Some(format!(
            "{} {} {} {both}",
            outcome.subject(t),
            t.say("is", "er"),
            t.quoted(answer)
        ))
    }

    /// Effect, test, p, N and effective sample size.
    fn numbers(&self, t: SentenceLanguage, test: &RaoScott, p: f64, alpha: f64) -> String {
        let mut parts = Vec::new();
        let p = t.p_against(p, alpha);
        match (&self.correlation, &self.two_by_two) {
            (Some((r, _)), _) => parts.push(format!(
                "r = {}",
                t.estimate(r.value, r.interval.as_ref(), Scale::Unit)
            )),
            (None, Some(two)) => {
                let difference = t.estimate(
                    two.difference.value,
                    two.difference.interval.as_ref(),
                    Scale::Points(0),
                );
                if self.weighting.weight.is_some() {
                    parts.push(
                        t.say("weighted percentages", "vægtede procenter")
                            .to_owned(),
                    );
                }
                parts.push(format!("{} {difference}", t.say("difference", "forskel")));
            }
            (None, None) => {}
        }
        parts.push(match &self.correlation {
            Some((_, slope)) => {
                let name = t.say(
                    "t test with design-based variance",
                    "t-test med designbaseret varians",
                );
                format!(
                    "{name}: t({}) = {}, {p}",
                    slope.df.unwrap_or(0),
                    t.decimals(slope.statistic, 2)
                )
            }
            None => {
                let name = t.say("Rao–Scott test", "Rao–Scott-test");
                format!(
                    "{name}: F({}{} {}) = {}, {p}",
                    t.plain_to(test.df, 2),
                    t.say(",", ";"),
                    t.plain_to(test.residual_df, 1),
                    t.decimals(test.f, 2)
                )
            }
        });
        let mut people = format!("N = {}", t.count(test.answers as f64));
        if let Some(weight) = &self.weighting.weight {
            let by = format!(
                "{} {}",
                t.say("weighted by", "vægtet med"),
                t.quoted(weight)
            );
            people += &format!(
                ", {by}, {} N = {} (Kish)",
                t.say("effective", "effektivt"),
                t.decimals(test.effective, 0)
            );
        }
        if let Some(cluster) = &self.weighting.cluster {
            let clusters = t.count(test.clusters as f64);
            people += &t.choose(
                format!(" in {clusters} clusters by {}", t.quoted(cluster)),
                format!(" i {clusters} klynger efter {}", t.quoted(cluster)),
            );
        }
        parts.push(people);
        parts.join("; ")
    }
}

/// The sentence where there is no test.
pub(super) fn untested(t: SentenceLanguage, a: &str, b: &str, why: &StatsError) -> String {
    t.choose(
        format!(
            "The relation between {a} and {b} cannot be tested: {}",
            why.english()
        ),
        format!(
            "Sammenhængen mellem {a} og {b} kan ikke testes: {}",
            why.danish()
        ),
    )
}
