//! Paired data, the same people (or cases) measured twice: change, or agreement of raters.
//!
//! The level of the variables decides the comparison, which is stated with the result: nominal
//! answers by their shares, ordinal ones by signed ranks, numbers by their mean difference. Only
//! the declared order decides which way is "higher". A change without a comparison group is not an
//! effect.

mod agreement;
mod change;
mod hint;
mod order;

pub use agreement::{Agreement, agreement};
pub use agreement::{PairedShares, several};
pub use change::{ChangeOptions, DirectionCounts, PairedChange, ShareChange, change};
pub use hint::{hint, look_like_raters, looks_paired};

pub use crate::stats::phrase::BilingualSentence;

use super::crosstab::CrosstabSide;
use crate::stats::{Interval, StatsError, Test};
use crate::study::{Dataset, Refusal, answer, dataset::MeasurementLevel};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedVariable {
    pub name: String,
    /// In the study's language; the name if it has no label.
    pub label: String,
}

/// A category of the variables compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerCategory {
    /// As it appears in the file.
    pub code: String,
    /// Its meaning.
    pub label: String,
}

/// One of several tests of the same comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairedTest {
    /// Stable key for scripts.
    pub key: &'static str,
    /// Display name.
    pub name: BilingualSentence,
    /// `None` if the test has none.
    pub statistic: Option<f64>,
    pub df: Option<u32>,
    /// `None` if the test could not be computed.
    pub p: Option<f64>,
    /// The reason if there is no p-value.
    pub why: Option<BilingualSentence>,
}

impl PairedTest {
    fn of(
        key: &'static str,
        name: BilingualSentence,
        test: Result<Test, StatsError>,
    ) -> PairedTest {
        match test {
            Ok(test) => PairedTest {
                key,
                name,
                statistic: Some(test.statistic),
                df: test.df,
                p: Some(test.p),
                why: None,
            },
            Err(why) => PairedTest::none(key, name, &why),
        }
    }

    fn exact(key: &'static str, name: BilingualSentence, p: Option<f64>) -> PairedTest {
        PairedTest {
            key,
            name,
            statistic: None,
            df: None,
            p,
            why: None,
        }
    }

    fn none(key: &'static str, name: BilingualSentence, why: &StatsError) -> PairedTest {
        PairedTest {
            key,
            name,
            statistic: None,
            df: None,
            p: None,
            why: Some(BilingualSentence {
                en: why.english(),
                da: why.danish(),
            }),
        }
    }
}

/// An effect measure with its interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairedMeasure {
    /// Stable key for scripts.
    pub key: &'static str,
    /// Display name.
    pub name: BilingualSentence,
    pub value: f64,
    /// At 95 %.
    pub interval: Option<Interval>,
    /// How it was computed.
    pub method: &'static str,
    pub warnings: Vec<BilingualSentence>,
}

impl PairedMeasure {
    fn of(
        key: &'static str,
        name: BilingualSentence,
        estimate: crate::stats::Estimate,
    ) -> PairedMeasure {
        let warnings = estimate.warnings.iter().map(|warning| BilingualSentence {
            en: warning.english(),
            da: warning.danish(),
        });
        PairedMeasure {
            key,
            name,
            value: estimate.value,
            warnings: warnings.collect(),
            interval: estimate.interval,
            method: estimate.method,
        }
    }
}

fn named(dataset: &Dataset, place: usize, language: &str) -> NamedVariable {
    let variable = &dataset.body.variables[place];
    NamedVariable {
        name: variable.name.clone(),
        label: variable.label_or_name(language),
    }
}

/// The lowest level of the variables, which limits what can be computed for all of them.
fn level(dataset: &Dataset, places: &[usize]) -> Result<MeasurementLevel, Refusal> {
    let levels: Vec<MeasurementLevel> = places
        .iter()
        .map(|place| dataset.body.variables[*place].level)
        .collect();
    if let Some(at) = levels
        .iter()
        .position(|level| *level == MeasurementLevel::Id)
    {
        let name = &dataset.body.variables[places[at]].name;
        return Err(Refusal::new(
            format!(
                "`{name}` only tells the rows apart (its level is id), so it cannot be compared"
            ),
            "Choose another variable; if its values are answers, give it the level they have",
        ));
    }
    let lowest = [MeasurementLevel::Nominal, MeasurementLevel::Ordinal]
        .into_iter()
        .find(|level| levels.contains(level));
    Ok(lowest.unwrap_or(MeasurementLevel::Interval))
}

/// The categories of all variables in order.
/// Refused when a code has different meanings, or fewer than half of the categories are common.
fn common_categories(sides: &[CrosstabSide]) -> Result<Vec<AnswerCategory>, Refusal> {
    let Some(widest) = sides.iter().max_by_key(|side| side.codes.len()) else {
        return Err(Refusal::new("no variable is named", "Name two"));
    };
    let labelled = |side: &CrosstabSide, at: usize| side.labels[at] != side.codes[at];
    let mut answers: Vec<AnswerCategory> = widest
        .codes
        .iter()
        .zip(&widest.labels)
        .map(|(code, label)| AnswerCategory {
            code: code.clone(),
            label: label.clone(),
        })
        .collect();
    let mut lonely = Vec::new();
    for side in sides {
        for (at, code) in side.codes.iter().enumerate() {
            match answers.iter_mut().find(|answer| answer.code == *code) {
                Some(answer) if labelled(side, at) && answer.label != answer.code => {
                    if !answer
                        .label
                        .trim()
                        .eq_ignore_ascii_case(side.labels[at].trim())
                    {
                        return Err(Refusal::new(
                            format!(
                                "`{code}` means “{}” in {} and “{}” in {}",
                                answer.label, widest.name, side.labels[at], side.name
                            ),
                            "Recode one of them so that the same value means the same: `virk data recode`",
                        ));
                    }
                }
                Some(answer) if labelled(side, at) => answer.label.clone_from(&side.labels[at]),
                Some(_) => {}
                None => lonely.push((side, at)),
            }
        }
    }
    let common = answers
        .iter()
        .filter(|answer| sides.iter().all(|side| side.codes.contains(&answer.code)))
        .count();
    if common == 0 || common * 2 < answers.len() + lonely.len() {
        let list = |side: &CrosstabSide| {
            side.codes
                .iter()
                .take(6)
                .map(|code| format!("`{code}`"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let theirs: Vec<String> = sides
            .iter()
            .map(|side| format!("{} has {}", side.name, list(side)))
            .collect();
        return Err(Refusal::new(
            format!("the answers are not the same: {}", theirs.join("; ")),
            "Only answers to the same question can be compared; recode one of them if they mean the same (`virk data recode`)",
        ));
    }
    for (side, at) in lonely {
        if !answers.iter().any(|answer| answer.code == side.codes[at]) {
            answers.push(AnswerCategory {
                code: side.codes[at].clone(),
                label: side.labels[at].clone(),
            });
        }
    }
    // Codes without a declared order stay in numeric order.
    let number = |given: &AnswerCategory| answer::number(&given.code);
    let mine: Option<Vec<f64>> = answers[..widest.codes.len()].iter().map(number).collect();
    let rising = mine.is_some_and(|mine| mine.windows(2).all(|pair| pair[0] < pair[1]));
    if rising && answers.iter().all(|answer| number(answer).is_some()) {
        answers.sort_by(|a, b| {
            number(a)
                .unwrap_or(0.0)
                .total_cmp(&number(b).unwrap_or(0.0))
        });
    }
    Ok(answers)
}

/// Scores of ordered categories: their own numbers if they ascend, otherwise 1, 2, 3 …
fn scores(answers: &[AnswerCategory]) -> (Vec<f64>, bool) {
    let own: Option<Vec<f64>> = answers
        .iter()
        .map(|given| answer::number(&given.code))
        .collect();
    match own {
        Some(own) if own.windows(2).all(|pair| pair[0] < pair[1]) => (own, true),
        _ => (
            (1..=answers.len()).map(|place| place as f64).collect(),
            false,
        ),
    }
}

/// Category indices of the rows with an answer to every variable, and the number of rows left out.
fn rows(
    dataset: &Dataset,
    places: &[usize],
    answers: &[AnswerCategory],
) -> (Vec<Vec<usize>>, usize) {
    let columns: Vec<Vec<Option<usize>>> = places
        .iter()
        .map(|place| {
            let at = |cell: Option<&str>| {
                answers
                    .iter()
                    .position(|answer| Some(answer.code.as_str()) == cell)
            };
            dataset.answers(*place).map(at).collect()
        })
        .collect();
    let kept = dataset.kept_rows.len();
    let whole: Vec<Vec<usize>> = (0..kept)
        .filter_map(|row| columns.iter().map(|column| column[row]).collect())
        .collect();
    let missing = kept - whole.len();
    (whole, missing)
}

/// Values of the rows with a number for every variable, and the number of rows left out.
/// Refused when an answer is not a number.
fn numbers(dataset: &Dataset, places: &[usize]) -> Result<(Vec<Vec<f64>>, usize), Refusal> {
    let mut columns = Vec::with_capacity(places.len());
    for place in places {
        let mut column = Vec::with_capacity(dataset.kept_rows.len());
        for cell in dataset.answers(*place) {
            let number =
                cell.map(|cell| answer::number(cell).filter(|x| x.is_finite()).ok_or(cell));
            column.push(number.transpose().map_err(|cell| {
                Refusal::new(
                    format!("`{}` has the answer `{cell}`, which is no number", dataset.body.variables[*place].name),
                    "Say that it is missing (`virk data variable … --missing`), or give the variable another level",
                )
            })?);
        }
        columns.push(column);
    }
    let kept = dataset.kept_rows.len();
    let whole: Vec<Vec<f64>> = (0..kept)
        .filter_map(|row| columns.iter().map(|column| column[row]).collect())
        .collect();
    let missing = kept - whole.len();
    Ok((whole, missing))
}

/// The variable declared to precede `after`.
/// Refused when none is declared.
pub fn before_of(dataset: &Dataset, after: usize) -> Result<usize, Refusal> {
    let variable = &dataset.body.variables[after];
    let Some(before) = &variable.before else {
        let hint = match before_like(dataset, after) {
            Some(like) => {
                let other = &dataset.body.variables[like].name;
                format!(
                    "Is it `{other}`? Then: virk paired '{other}' '{}'",
                    variable.name
                )
            }
            None => "Name both: virk paired BEFORE AFTER".to_owned(),
        };
        return Err(Refusal::new(
            format!("nothing is known of the time before `{}`", variable.name),
            hint,
        ));
    };
    dataset.variable_index(before).ok_or_else(|| {
        Refusal::new(
            format!(
                "`{}` says that `{before}` came before it, and there is no such variable",
                variable.name
            ),
            "Name both: virk paired BEFORE AFTER",
        )
    })
}

/// Guesses the preceding variable from the names if none is declared.
pub fn before_like(dataset: &Dataset, after: usize) -> Option<usize> {
    let name = &dataset.body.variables.get(after)?.name;
    dataset
        .body
        .variables
        .iter()
        .position(|other| looks_paired(&other.name, name))
}
