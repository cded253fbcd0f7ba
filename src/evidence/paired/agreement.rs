//! Inter-rater agreement: how far two or more raters of the same cases agree beyond chance.
//!
//! Several yes/no questions answered by the same people: compares their shares of yes.

use super::{
    AnswerCategory, BilingualSentence, NamedVariable, PairedMeasure, PairedTest, common_categories,
    level, named, numbers, rows, scores,
};
use crate::evidence::crosstab::CrosstabSide;
use crate::stats::agreement::{KappaWeights, Metric, kappa, krippendorff};
use crate::stats::phrase::{Scale, SentenceLanguage};
use crate::stats::{Estimate, Interval, StatsError, Table, odds, paired};
use crate::study::dataset::MeasurementLevel;
use crate::study::{Dataset, Refusal, answer};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// One variable per rater.
    pub raters: Vec<NamedVariable>,
    /// `nominal`, `ordinal` or `interval`.
    pub compared_as: &'static str,
    /// Number of cases rated by everyone.
    pub n: usize,
    /// Number of cases that someone did not rate.
    pub missing: usize,
    /// In order; empty for numbers.
    pub categories: Vec<AnswerCategory>,
    /// Cases by category of the first rater (rows) and of the second (columns), if there are two.
    pub counts: Vec<Vec<usize>>,
    /// Number of cases on which all agree.
    pub agreed: usize,
    /// The measure to report comes first.
    pub measures: Vec<PairedMeasure>,
    /// Why the first measure is missing.
    pub why: Option<BilingualSentence>,
    /// Seed of the bootstrap behind alpha's interval.
    pub seed: u64,
    pub sentence: BilingualSentence,
}

/// Agreement of the raters whose variables are at `places`.
/// Refused when their answers differ in kind, or no case has two ratings.
pub fn agreement(
    dataset: &Dataset,
    places: &[usize],
    seed: u64,
    language: &str,
) -> Result<Agreement, Refusal> {
    let level = level(dataset, places)?;
    let raters: Vec<NamedVariable> = places
        .iter()
        .map(|place| named(dataset, *place, language))
        .collect();
    let mut found = Agreement {
        raters,
        compared_as: level.name(),
        n: 0,
        missing: 0,
        categories: Vec::new(),
        counts: Vec::new(),
        agreed: 0,
        measures: Vec::new(),
        why: None,
        seed,
        sentence: BilingualSentence::default(),
    };
    let mut first: Option<Result<Estimate, StatsError>> = None;
    if level == MeasurementLevel::Interval {
        let (whole, missing) = numbers(dataset, places)?;
        (found.n, found.missing) = (whole.len(), missing);
        found.agreed = whole
            .iter()
            .filter(|row| row.iter().all(|x| *x == row[0]))
            .count();
    } else {
        let sides = places
            .iter()
            .map(|place| CrosstabSide::new(dataset, *place, language))
            .collect::<Result<Vec<_>, _>>()?;
        found.categories = common_categories(&sides)?;
        let (whole, missing) = rows(dataset, places, &found.categories);
        (found.n, found.missing) = (whole.len(), missing);
        found.agreed = whole
            .iter()
            .filter(|row| row.iter().all(|at| *at == row[0]))
            .count();
        if places.len() == 2 {
            let k = found.categories.len();
            found.counts = vec![vec![0; k]; k];
            whole
                .iter()
                .for_each(|row| found.counts[row[0]][row[1]] += 1);
            let cells: Vec<u64> = found
                .counts
                .iter()
                .flatten()
                .map(|count| *count as u64)
                .collect();
            let table = Table::from_counts(k, k, &cells).map(|table| used(&table));
            let weights = if level == MeasurementLevel::Ordinal && k > 2 {
                KappaWeights::Quadratic
            } else {
                KappaWeights::Unweighted
            };
            first = Some(table.clone().and_then(|table| kappa(&table, weights)));
            if weights == KappaWeights::Quadratic {
                found.measure(
                    "kappa_quadratic",
                    ("Weighted kappa, quadratic", "Vægtet kappa, kvadratisk"),
                    first.clone(),
                );
                let linear = table
                    .clone()
                    .and_then(|table| kappa(&table, KappaWeights::Linear));
                found.measure(
                    "kappa_linear",
                    ("Weighted kappa, linear", "Vægtet kappa, lineær"),
                    Some(linear),
                );
            }
            let plain = table.and_then(|table| kappa(&table, KappaWeights::Unweighted));
            found.measure("kappa", ("Cohen’s kappa", "Cohens kappa"), Some(plain));
        }
    }
    if found.n == 0 {
        return Err(Refusal::new(
            "there is no case that all of them rated",
            "Each rater is a variable, and each case a row",
        ));
    }
    let metric = match level {
        MeasurementLevel::Ordinal => Metric::Ordinal,
        MeasurementLevel::Interval => Metric::Interval,
        _ => Metric::Nominal,
    };
    let alpha = krippendorff(&units(dataset, places, &found.categories)?, metric, seed);
    found.measure(
        "alpha",
        ("Krippendorff’s alpha", "Krippendorffs alfa"),
        Some(alpha.clone()),
    );
    let first = first.unwrap_or(alpha);
    if let Err(why) = &first {
        found.why = Some(BilingualSentence::new(why.english(), why.danish()));
    }
    found.say(first.ok());
    Ok(found)
}

/// Removes categories that neither rater used: they add nothing, but would count as steps in the
/// weights.
fn used(table: &Table) -> Table {
    let (rows, columns) = (table.row_totals(), table.column_totals());
    let keep: Vec<bool> = rows
        .iter()
        .zip(&columns)
        .map(|(r, c)| r + c > 0.0)
        .collect();
    // An unused category at either end may go; one between others is a step nobody took, and stays.
    let first = keep.iter().position(|kept| *kept).unwrap_or(0);
    let last = keep.iter().rposition(|kept| *kept).unwrap_or(0);
    let places: Vec<Option<usize>> = (0..keep.len())
        .map(|at| (first..=last).contains(&at).then(|| at - first))
        .collect();
    table
        .regrouped(&places, &places)
        .unwrap_or_else(|_| table.clone())
}

/// The values of each case, with gaps.
fn units(
    dataset: &Dataset,
    places: &[usize],
    answers: &[AnswerCategory],
) -> Result<Vec<Vec<Option<f64>>>, Refusal> {
    let (scores, _) = scores(answers);
    let value = |cell: &str| match answers {
        [] => answer::number(cell),
        answers => answers
            .iter()
            .position(|answer| answer.code == cell)
            .map(|at| scores[at]),
    };
    let columns: Vec<Vec<Option<f64>>> = places
        .iter()
        .map(|place| {
            dataset
                .answers(*place)
                .map(|cell| cell.and_then(value))
                .collect()
        })
        .collect();
    Ok((0..dataset.kept_rows.len())
        .map(|row| columns.iter().map(|column| column[row]).collect())
        .collect())
}

impl Agreement {
    fn measure(
        &mut self,
        key: &'static str,
        (en, da): (&str, &str),
        estimate: Option<Result<Estimate, StatsError>>,
    ) {
        if let Some(Ok(estimate)) = estimate {
            self.measures.push(PairedMeasure::of(
                key,
                BilingualSentence::new(en, da),
                estimate,
            ));
        }
    }

    fn say(&mut self, first: Option<Estimate>) {
        let (n, agreed) = (self.n, self.agreed);
        let share = odds::wilson(agreed as u64, n as u64, 0.95)
            .ok()
            .and_then(|share| share.interval);
        let measure = self.measures.first().map(|measure| measure.name.clone());
        let two = self.raters.len() == 2;
        self.sentence = BilingualSentence::both(|t| {
            let names = t.list(
                &self
                    .raters
                    .iter()
                    .map(|rater| t.quoted(&rater.label))
                    .collect::<Vec<_>>(),
            );
            let interval = share
                .as_ref()
                .map(|i| format!(" {}", t.interval(i, Scale::Percent(0))))
                .unwrap_or_default();
            let of = t.of_n(agreed as f64, n as f64);
            let counted = match (t, two) {
                (SentenceLanguage::English, true) => format!("{names} agree on {of} cases"),
                (SentenceLanguage::English, false) => format!("{names} all agree on {of} cases"),
                (SentenceLanguage::Danish, true) => format!("{names} er enige om {of} tilfælde"),
                (SentenceLanguage::Danish, false) => {
                    format!("{names} er alle enige om {of} tilfælde")
                }
            };
            let counted = format!(
                "{counted} ({}{interval})",
                t.percent(agreed as f64, n as f64, 0)
            );
            match (&first, &measure) {
                (Some(estimate), Some(name)) => {
                    let name = name.say(t == SentenceLanguage::Danish);
                    // A name that is not a proper name is in lower case within a sentence.
                    let name = if name.starts_with("Weighted") || name.starts_with("Vægtet") {
                        name.to_lowercase()
                    } else {
                        name.into()
                    };
                    format!(
                        "{counted}; {name} = {}.",
                        t.estimate(estimate.value, estimate.interval.as_ref(), Scale::Unit)
                    )
                }
                _ => format!(
                    "{counted}; {}",
                    t.say(
                        "agreement beyond chance cannot be calculated.",
                        "enighed ud over tilfældet kan ikke beregnes."
                    )
                ),
            }
        });
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariableShare {
    pub variable: NamedVariable,
    /// Number of people who gave the answer.
    pub count: usize,
    /// 0 to 1.
    pub share: f64,
    /// At 95 %.
    pub interval: Option<Interval>,
}

/// Comparison of several shares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairedShares {
    /// The answer counted.
    pub answer: AnswerCategory,
    /// One per variable.
    pub shares: Vec<VariableShare>,
    /// Number of people who answered all questions.
    pub n: usize,
    /// Number of people who did not.
    pub missing: usize,
    /// Cochran's Q.
    pub test: PairedTest,
    pub sentence: BilingualSentence,
}

/// Compares three or more yes/no variables.
/// Refused when they are not yes/no questions with the same two answers.
pub fn several(
    dataset: &Dataset,
    places: &[usize],
    alpha: f64,
    language: &str,
) -> Result<PairedShares, Refusal> {
    level(dataset, places)?;
    let sides = places
        .iter()
        .map(|place| CrosstabSide::new(dataset, *place, language))
        .collect::<Result<Vec<_>, _>>()?;
    let answers = common_categories(&sides)?;
    if answers.len() != 2 {
        return Err(Refusal::new(
            format!(
                "three or more variables are compared when they have two answers, and these have {}",
                answers.len()
            ),
            "Compare two at a time, or recode them to yes and no (`virk data recode`)",
        ));
    }
    let variables = || places.iter().map(|place| &dataset.body.variables[*place]);
    let means_yes = |at: &usize| {
        variables().any(|variable| variable.yes.as_ref() == Some(&answers[*at].code))
            || variables().any(|variable| variable.goal.contains(&answers[*at].code))
    };
    let yes = (0..2).find(means_yes).unwrap_or(1);
    let (rows, missing) = rows(dataset, places, &answers);
    let n = rows.len();
    if n == 0 {
        return Err(Refusal::new(
            "nobody has answered all of them",
            "Leave one out, or compare two at a time",
        ));
    }
    let said: Vec<Vec<bool>> = rows
        .iter()
        .map(|row| row.iter().map(|at| *at == yes).collect())
        .collect();
    let shares: Vec<VariableShare> = places
        .iter()
        .enumerate()
        .map(|(column, place)| {
            let count = said.iter().filter(|row| row[column]).count();
            let interval = odds::wilson(count as u64, n as u64, 0.95)
                .ok()
                .and_then(|share| share.interval);
            VariableShare {
                variable: named(dataset, *place, language),
                count,
                share: count as f64 / n as f64,
                interval,
            }
        })
        .collect();
    let test = paired::cochran_q(&said);
    let answer = answers[yes].clone();
    let result = test
        .as_ref()
        .ok()
        .map(|test| (test.statistic, test.df.unwrap_or(0), test.p));
    let sentence = BilingualSentence::both(|t| {
        let one = |share: &VariableShare| {
            let (count, n) = (share.count as f64, n as f64);
            format!(
                "{} ({}, {})",
                t.quoted(&share.variable.label),
                t.percent(count, n, 0),
                t.of_n(count, n)
            )
        };
        let list = t.list(&shares.iter().map(one).collect::<Vec<_>>());
        let (quoted, count) = (t.quoted(&answer.label), t.count(n as f64));
        let Some((statistic, df, p)) = result else {
            let same = t
                .say(
                    "The share of {} is the same for",
                    "Andelen af {} er den samme for",
                )
                .replace("{}", &quoted);
            return format!("{same} {list}, N = {count}.");
        };
        let name = t.say("Cochran’s Q test", "Cochrans Q-test");
        let test = format!(
            "{name}: Q({df}) = {}, {}; N = {count}",
            t.decimals(statistic, 2),
            t.p_against(p, alpha)
        );
        match (p <= alpha, t) {
            (true, SentenceLanguage::English) => {
                format!("The share of {quoted} differs between {list} ({test}).")
            }
            (true, SentenceLanguage::Danish) => {
                format!("Andelen af {quoted} er forskellig mellem {list} ({test}).")
            }
            (false, SentenceLanguage::English) => format!(
                "A difference in the share of {quoted} between {list} was not shown ({test})."
            ),
            (false, SentenceLanguage::Danish) => {
                format!("En forskel i andelen af {quoted} mellem {list} er ikke påvist ({test}).")
            }
        }
    });
    let name = BilingualSentence::new(
        "Cochran's Q (the same share in all)",
        "Cochrans Q (samme andel i alle)",
    );
    Ok(PairedShares {
        answer,
        shares,
        n,
        missing,
        test: PairedTest::of("cochran_q", name, test),
        sentence,
    })
}
