//! Nonresponse analysis: people without an answer to a question (or to one of several), compared by
//! background variables with those who answered.
//!
//! People who were not asked are left out. A difference that is not shown does not mean that
//! answers are missing at random: few missing answers show little, and unmeasured differences
//! cannot be seen.

use super::crosstab::CrosstabSide;
use crate::stats::exact::{self, Effort, ExactTest, ExtremenessCriterion, PValueSource};
use crate::stats::phrase::{BilingualSentence, SentenceLanguage};
use crate::stats::{Interval, StatsError, Table, chisq, estimate, odds, scores};
use crate::study::{Dataset, Refusal, answer, dataset::MeasurementLevel};
use serde::Serialize;

/// Background variables with more categories are used only when named.
const MAX_CATEGORIES: usize = 12;

/// One category of a background variable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NonresponseGroup {
    /// As it appears in the file.
    pub code: String,
    /// Its meaning.
    pub label: String,
    /// Number of people.
    pub n: usize,
    /// Number of people without an answer.
    pub missing: usize,
    /// Share of missing answers, 0 to 1.
    pub share: Option<f64>,
    /// Wilson's 95 % interval of the share.
    pub interval: Option<Interval>,
}

/// Missing answers by one background variable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NonresponseByVariable {
    pub variable: String,
    /// What it measures.
    pub label: String,
    /// Its categories; empty for a numeric variable.
    pub groups: Vec<NonresponseGroup>,
    /// Medians of those who answered and of those who did not, for a numeric variable.
    pub medians: Option<(f64, f64)>,
    /// Number of people whose background is unknown.
    pub unknown: usize,
    /// Name of the test.
    pub test: &'static str,
    pub p: Option<f64>,
    /// How an exact p-value was computed: by enumeration, or from random tables with their seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PValueSource>,
    /// The reason if there is no p-value.
    pub why: Option<String>,
    /// The p-value adjusted by Benjamini–Hochberg among all background variables.
    pub benjamini_hochberg: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NonresponseAnalysis {
    /// The variables, each with the number of missing answers among those asked.
    pub variables: Vec<(String, usize)>,
    /// Number of people who were asked all of them.
    pub n: usize,
    /// Number of people without an answer to at least one.
    pub missing: usize,
    /// Number of people who were not asked, according to the variables.
    pub not_asked: usize,
    /// The budget of exact p-values.
    pub effort: Effort,
    pub against: Vec<NonresponseByVariable>,
    pub sentence: BilingualSentence,
}

/// Compares those without an answer to one of the variables at `places` with the others, by the
/// variables at `by`, or if that is empty by all other variables with few categories.
/// Refused when no one or everyone is missing, or there is nothing to compare by.
pub fn missing(
    dataset: &Dataset,
    places: &[usize],
    by: &[usize],
    (alpha, effort): (f64, Effort),
    language: &str,
) -> Result<NonresponseAnalysis, Refusal> {
    let asked = rows_asked(dataset, places);
    let answers: Vec<Vec<bool>> = places
        .iter()
        .map(|place| dataset.answers(*place).map(|cell| cell.is_some()).collect())
        .collect();
    let rows: Vec<usize> = (0..dataset.kept_rows.len())
        .filter(|row| asked[*row])
        .collect();
    let absent: Vec<bool> = rows
        .iter()
        .map(|row| answers.iter().any(|column| !column[*row]))
        .collect();
    let (n, missing) = (rows.len(), absent.iter().filter(|absent| **absent).count());
    let name = |place: usize| dataset.body.variables[place].name.clone();
    let names: Vec<String> = places
        .iter()
        .map(|place| format!("`{}`", name(*place)))
        .collect();
    if missing == 0 || missing == n {
        let what = if n == 0 {
            format!("nobody was asked {}", names.join(", "))
        } else if missing == 0 {
            format!("all {n} have answered {}", names.join(", "))
        } else {
            format!("nobody of {n} has answered all of {}", names.join(", "))
        };
        return Err(Refusal::new(
            what,
            "There is nobody to compare; see `virk data frequencies`",
        ));
    }
    let background = match by {
        [] => background(dataset, places),
        by => by.to_vec(),
    };
    let mut against = Vec::new();
    for place in background.iter().filter(|place| !places.contains(place)) {
        against.push(one(dataset, *place, (&rows, &absent), &effort, language)?);
    }
    if against.is_empty() {
        return Err(Refusal::new(
            "there is no other variable to compare by",
            "Name one: --by VARIABLE",
        ));
    }
    let adjusted =
        estimate::benjamini_hochberg(&against.iter().map(|found| found.p).collect::<Vec<_>>());
    for (found, p) in against.iter_mut().zip(adjusted) {
        found.benjamini_hochberg = p;
    }
    let variables = places
        .iter()
        .zip(&answers)
        .map(|(place, column)| {
            (
                name(*place),
                rows.iter().filter(|row| !column[**row]).count(),
            )
        })
        .collect();
    let label = |place: &usize| {
        let variable = &dataset.body.variables[*place];
        variable.label_or_name(language)
    };
    let labels: Vec<String> = places.iter().map(label).collect();
    let sentence = sentence(&labels, (n, missing), &against, alpha);
    Ok(NonresponseAnalysis {
        variables,
        n,
        missing,
        not_asked: dataset.kept_rows.len() - n,
        effort,
        against,
        sentence,
    })
}

/// Flags the kept rows of people who were asked all the questions, as far as the variables declare
/// it.
fn rows_asked(dataset: &Dataset, places: &[usize]) -> Vec<bool> {
    let mut asked = vec![true; dataset.kept_rows.len()];
    for place in places {
        let Some(condition) = &dataset.body.variables[*place].asked_if else {
            continue;
        };
        let Some(other) = dataset.variable_index(&condition.variable) else {
            continue;
        };
        for (asked, cell) in asked.iter_mut().zip(dataset.answers(other)) {
            *asked &= cell == Some(condition.equals.as_str());
        }
    }
    asked
}

/// All other variables that can divide people into groups: no identifiers, and nothing with too
/// many categories.
fn background(dataset: &Dataset, places: &[usize]) -> Vec<usize> {
    let few = |place: &usize| match dataset.body.variables[*place].level {
        MeasurementLevel::Id => false,
        MeasurementLevel::Interval => dataset.answers(*place).flatten().count() > 0,
        _ => (2..=MAX_CATEGORIES).contains(&dataset.categories(*place).len()),
    };
    (0..dataset.body.variables.len())
        .filter(|place| !places.contains(place))
        .filter(few)
        .collect()
}

fn one(
    dataset: &Dataset,
    place: usize,
    (rows, absent): (&[usize], &[bool]),
    effort: &Effort,
    language: &str,
) -> Result<NonresponseByVariable, Refusal> {
    let variable = &dataset.body.variables[place];
    let cells: Vec<Option<&str>> = dataset.answers(place).collect();
    let mut found = NonresponseByVariable {
        variable: variable.name.clone(),
        label: variable.label_or_name(language),
        groups: Vec::new(),
        medians: None,
        unknown: rows.iter().filter(|row| cells[**row].is_none()).count(),
        test: "",
        p: None,
        by: None,
        why: None,
        benjamini_hochberg: None,
    };
    if variable.level == MeasurementLevel::Interval {
        let value = |row: &usize| cells[*row].and_then(answer::number);
        let of = |wanted: bool| -> Vec<f64> {
            rows.iter()
                .zip(absent)
                .filter(|(_, absent)| **absent == wanted)
                .filter_map(|(row, _)| value(row))
                .collect()
        };
        let (here, gone) = (of(false), of(true));
        found.medians = median(&here).zip(median(&gone));
        found.test = "mann_whitney";
        let p = scores::mann_whitney(&here, &gone).map(|ranks| ranks.test.p);
        found.set_p(p);
        return Ok(found);
    }
    let side = CrosstabSide::new(dataset, place, language)?;
    for (code, label) in side.codes.iter().zip(&side.labels) {
        let of = |wanted: Option<bool>| {
            let group = rows
                .iter()
                .zip(absent)
                .filter(|(row, _)| cells[**row] == Some(code.as_str()));
            group
                .filter(|(_, absent)| wanted.is_none_or(|wanted| **absent == wanted))
                .count()
        };
        let (n, missing) = (of(None), of(Some(true)));
        let share = odds::wilson(missing as u64, n as u64, 0.95).ok();
        found.groups.push(NonresponseGroup {
            code: code.clone(),
            label: label.clone(),
            n,
            missing,
            share: share.as_ref().map(|share| share.value),
            interval: share.and_then(|share| share.interval),
        });
    }
    let cells: Vec<u64> = found
        .groups
        .iter()
        .map(|group| group.missing as u64)
        .chain(
            found
                .groups
                .iter()
                .map(|group| (group.n - group.missing) as u64),
        )
        .collect();
    let table = Table::from_counts(2, found.groups.len(), &cells);
    let ordered = side.level == MeasurementLevel::Ordinal;
    let tested = table.and_then(|table| {
        let own = side
            .codes
            .iter()
            .map(|code| answer::number(code))
            .collect::<Option<Vec<f64>>>();
        let rising = own.filter(|own| own.windows(2).all(|pair| pair[0] < pair[1]));
        let table = match rising {
            Some(scores) => table.with_scores(vec![1.0, 2.0], scores)?,
            None => table,
        };
        test(&table, ordered, effort)
    });
    match tested {
        Ok((name, p, by)) => {
            (found.test, found.by) = (name, by);
            found.set_p(Ok(p));
        }
        Err(why) => found.set_p(Err(why)),
    }
    Ok(found)
}

/// The fitting test: exact for small expected counts, a trend test for ordered categories.
fn test(
    table: &Table,
    ordered: bool,
    effort: &Effort,
) -> Result<(&'static str, f64, Option<PValueSource>), StatsError> {
    let small = table.testable()?;
    let thin = small.expected().iter().any(|cell| *cell < 5.0);
    let exact = |name: &'static str, order: ExtremenessCriterion| {
        let ExactTest { p, by, .. } = exact::test(&small, order, effort)?;
        Ok((name, p, Some(by)))
    };
    match (ordered && small.columns() > 2, small.columns() == 2) {
        (true, _) if thin => exact("linear_by_linear_exact", ExtremenessCriterion::Linear),
        (true, _) => chisq::linear_by_linear(&small).map(|test| ("linear_by_linear", test.p, None)),
        (_, true) if small.expected().iter().any(|cell| *cell < 1.0) => {
            exact("fisher_exact", ExtremenessCriterion::Probability)
        }
        (_, true) => chisq::n_minus_one(&small).map(|test| ("n_minus_one", test.p, None)),
        _ if thin => exact("fisher_exact", ExtremenessCriterion::Probability),
        _ => chisq::pearson(&small).map(|test| ("pearson", test.p, None)),
    }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle).copied()?;
    Some(if sorted.len().is_multiple_of(2) {
        0.5 * (sorted[middle - 1] + upper)
    } else {
        upper
    })
}

impl NonresponseByVariable {
    fn set_p(&mut self, p: Result<f64, StatsError>) {
        match p {
            Ok(p) => self.p = Some(p),
            Err(why) => self.why = Some(why.english()),
        }
    }

    /// "35 % for “Man” and 8 % for “Woman”", or the medians.
    fn words(&self, t: SentenceLanguage) -> String {
        if let Some((here, gone)) = self.medians {
            let [gone, here] = [gone, here].map(|x| t.plain_to(x, 1));
            return t.choose(
                format!("median {gone} where it is missing and {here} where it is not"),
                format!("median {gone}, hvor den mangler, og {here}, hvor den ikke mangler"),
            );
        }
        let groups = self.groups.iter().filter(|group| group.n > 0);
        let shares = groups.map(|group| {
            format!(
                "{} for {}",
                t.percent(group.missing as f64, group.n as f64, 0),
                t.quoted(&group.label)
            )
        });
        t.list(&shares.collect::<Vec<String>>())
    }
}

fn sentence(
    labels: &[String],
    (n, missing): (usize, usize),
    against: &[NonresponseByVariable],
    alpha: f64,
) -> BilingualSentence {
    let found: Vec<&NonresponseByVariable> = against
        .iter()
        .filter(|found| found.benjamini_hochberg.is_some_and(|p| p <= alpha))
        .collect();
    let tested = against.iter().filter(|found| found.p.is_some()).count();
    BilingualSentence::both(|t| {
        let quoted: Vec<String> = labels.iter().map(|label| t.quoted(label)).collect();
        let (part, level) = (t.part(missing as f64, n as f64, 0), t.level(alpha));
        let begin = match (quoted.as_slice(), t) {
            ([one], SentenceLanguage::English) => format!("{one} is missing for {part}."),
            ([one], SentenceLanguage::Danish) => format!("{one} mangler for {part}."),
            (_, SentenceLanguage::English) => {
                format!("At least one of {} is missing for {part}.", t.list(&quoted))
            }
            (_, SentenceLanguage::Danish) => {
                format!("Mindst én af {} mangler for {part}.", t.list(&quoted))
            }
        };
        let by: Vec<String> = found
            .iter()
            .map(|found| {
                let p = t.p_against(found.benjamini_hochberg.unwrap_or(1.0), alpha);
                format!("{} ({}; {p})", t.quoted(&found.label), found.words(t))
            })
            .collect();
        let (by, tested) = (t.list(&by), t.count(tested as f64));
        let differs = match (found.is_empty(), t) {
            (true, SentenceLanguage::English) => format!(
                "That this differs by any of {tested} background variables was not shown (Benjamini–Hochberg-adjusted p > {level}), which does not show that it differs by none."
            ),
            (true, SentenceLanguage::Danish) => format!(
                "At det er forskelligt efter nogen af {tested} baggrundsvariable, er ikke påvist (Benjamini–Hochberg-justeret p > {level}), hvilket ikke viser, at det ikke er forskelligt."
            ),
            (false, SentenceLanguage::English) => {
                format!(
                    "This differs by {by}; p is Benjamini–Hochberg-adjusted among {tested} background variables."
                )
            }
            (false, SentenceLanguage::Danish) => {
                format!(
                    "Det er forskelligt efter {by}; p er Benjamini–Hochberg-justeret blandt {tested} baggrundsvariable."
                )
            }
        };
        format!("{begin} {differs}")
    })
}
