//! An outcome explained by a cause, beside covariates, and whether the cause matters differently by
//! a third: a regression of variables of a dataset, the kind of which the outcome decides.

use super::categorical::CategoricalVariable;
use crate::stats::phrase::SentenceLanguage;
use crate::stats::regression::{
    Predictors, RegressionFit, least_squares, logistic, proportional_odds,
};
use crate::stats::{Estimate, StatsError};
use crate::study::{Dataset, Refusal, dataset::MeasurementLevel};

/// Which variables, by place.
#[derive(Clone, Debug)]
pub struct RegressionSpec {
    /// What is to be explained.
    pub outcome: usize,
    /// What is thought to matter.
    pub cause: usize,
    /// What is held equal.
    pub covariates: Vec<usize>,
    /// By what the cause may matter differently.
    pub moderator: Option<usize>,
}

/// What a term of the model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermRole {
    /// The cause.
    Cause,
    /// By what it may matter differently.
    Whom,
    /// Held equal.
    Covariate,
    /// Cause × whom.
    Interaction,
}

impl TermRole {
    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TermRole::Cause => "cause",
            TermRole::Whom => "for whom",
            TermRole::Covariate => "covariate",
            TermRole::Interaction => "interaction",
        }
    }
}

/// A term with the coefficients that belong to it.
#[derive(Clone, Debug)]
pub struct ModelTerm {
    /// What it is.
    pub role: TermRole,
    /// What it is called.
    pub name: String,
    /// What each coefficient compares, by its place in the fit.
    pub lines: Vec<(usize, Contrast)>,
}

/// What a coefficient compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contrast {
    /// One category of a variable with another.
    Against(String, String),
    /// Each step of a variable.
    Step(String),
    /// One with another, of an interaction.
    Both(Box<Contrast>, Box<Contrast>),
}

impl Contrast {
    /// "Yes against No", "Age, per step".
    #[must_use]
    pub fn words(&self, danish: bool) -> String {
        let t = SentenceLanguage::of(danish);
        match self {
            Contrast::Against(one, other) => format!("{one} {} {other}", t.say("against", "mod")),
            Contrast::Step(label) => format!("{label}, {}", t.say("per step", "pr. trin")),
            Contrast::Both(a, b) => format!("{} × {}", a.words(danish), b.words(danish)),
        }
    }

    /// The same after a measure in a sentence: "for “Yes” against “No”", "per step of “Age”".
    #[must_use]
    pub fn quoted(&self, t: SentenceLanguage) -> String {
        match self {
            Contrast::Against(one, other) => {
                format!(
                    "{} {} {} {}",
                    t.say("for", "ved"),
                    t.quoted(one),
                    t.say("against", "mod"),
                    t.quoted(other)
                )
            }
            Contrast::Step(label) => format!(
                "{} {}",
                t.say("per step of", "pr. trin af"),
                t.quoted(label)
            ),
            Contrast::Both(a, b) => format!("{} × {}", a.quoted(t), b.quoted(t)),
        }
    }
}

/// What the cause does in one group.
#[derive(Clone, Debug)]
pub struct GroupEffect {
    /// The group.
    pub group: String,
    /// The coefficient of the cause there.
    pub estimate: Estimate,
}

/// A regression of variables.
#[derive(Clone, Debug)]
pub struct RegressionAnalysis {
    /// The outcome.
    pub outcome: CategoricalVariable,
    /// The category of a yes/no outcome that counts as yes.
    pub yes: Option<String>,
    /// The terms, in the order of the fit's tests.
    pub terms: Vec<ModelTerm>,
    /// The regression.
    pub fit: Result<RegressionFit, StatsError>,
    /// The term that stands in the way, where one does.
    pub blocking_term: Option<String>,
    /// What the cause does in each group, or at both ends of what has order.
    pub effects: Vec<GroupEffect>,
    /// Whether these are the two ends of a scale rather than all groups.
    pub ends: bool,
    /// Kept answers where one of the variables is missing.
    pub missing: usize,
}

/// A variable as columns of a regression.
struct RegressionColumns {
    columns: Vec<Vec<f64>>,
    lines: Vec<Contrast>,
    /// What can be told of groups: the name of each, and its number where there is but one column.
    groups: Vec<(String, Vec<f64>)>,
    /// Whether the groups are the ends of a scale.
    scale: bool,
}

impl RegressionAnalysis {
    /// Fits the model that the outcome's level asks for.
    ///
    /// # Errors
    /// When a variable is used twice or cannot be used.
    pub fn new(
        dataset: &Dataset,
        asked: &RegressionSpec,
        language: &str,
    ) -> Result<RegressionAnalysis, Refusal> {
        let all: Vec<usize> = [asked.outcome, asked.cause]
            .into_iter()
            .chain(asked.moderator)
            .chain(asked.covariates.iter().copied())
            .collect();
        let name = |place: usize| {
            dataset
                .body
                .variables
                .get(place)
                .map_or("", |variable| variable.name.as_str())
        };
        if let Some(twice) = all
            .iter()
            .enumerate()
            .find(|(at, place)| all[..*at].contains(place))
        {
            return Err(Refusal::new(
                format!("`{}` stands in the model twice", name(*twice.1)),
                "Name each variable once: as outcome, --by, --for-whom or --covariate",
            ));
        }
        let places = |place: usize| {
            CategoricalVariable::new(dataset, place, language).ok_or_else(|| {
                Refusal::new(
                    format!("`{}` cannot stand in a model: it tells rows apart, or has too many values without order", name(place)),
                    "Choose another, or say what it is with `virk data variable NAME --level interval`",
                )
            })
        };
        let outcome = places(asked.outcome)?;
        let cause = places(asked.cause)?;
        let whom = asked.moderator.map(places).transpose()?;
        let covariates = asked
            .covariates
            .iter()
            .map(|place| places(*place))
            .collect::<Result<Vec<_>, Refusal>>()?;
        let used: Vec<&CategoricalVariable> = [&outcome, &cause]
            .into_iter()
            .chain(&whom)
            .chain(&covariates)
            .collect();
        let n = outcome.answers.places.len();
        let people: Vec<usize> = (0..n)
            .filter(|i| {
                used.iter()
                    .all(|places| places.answers.places[*i].is_some())
            })
            .collect();
        let mut made = RegressionAnalysis {
            yes: None,
            terms: Vec::new(),
            fit: Err(StatsError::Empty),
            blocking_term: None,
            effects: Vec::new(),
            ends: false,
            missing: n - people.len(),
            outcome: outcome.clone(),
        };
        let cause_columns = columns(&cause, &people);
        let mut parts = vec![(
            TermRole::Cause,
            cause.label.clone(),
            cause_columns.lines.clone(),
            cause_columns.columns.clone(),
        )];
        let whom_columns = whom.as_ref().map(|whom| columns(whom, &people));
        if let (Some(whom), Some(own)) = (&whom, &whom_columns) {
            parts.push((
                TermRole::Whom,
                whom.label.clone(),
                own.lines.clone(),
                own.columns.clone(),
            ));
        }
        for covariate in &covariates {
            let own = columns(covariate, &people);
            parts.push((
                TermRole::Covariate,
                covariate.label.clone(),
                own.lines,
                own.columns,
            ));
        }
        if let (Some(whom), Some(own)) = (&whom, &whom_columns) {
            let name = format!("{} × {}", cause.label, whom.label);
            let pairs = || {
                cause_columns
                    .columns
                    .iter()
                    .zip(&cause_columns.lines)
                    .flat_map(|a| own.columns.iter().zip(&own.lines).map(move |b| (a, b)))
            };
            let lines = pairs()
                .map(|((_, a), (_, b))| Contrast::Both(Box::new(a.clone()), Box::new(b.clone())))
                .collect();
            let products = pairs()
                .map(|((a, _), (b, _))| a.iter().zip(b).map(|(x, y)| x * y).collect())
                .collect();
            parts.push((TermRole::Interaction, name, lines, products));
        }
        let mut predictors = Predictors::new(people.len());
        for (role, name, lines, columns) in parts {
            if columns.is_empty() {
                (made.fit, made.blocking_term) = (Err(StatsError::OneValue), Some(name));
                return Ok(made);
            }
            let from = predictors.columns().len();
            made.terms.push(ModelTerm {
                role,
                name,
                lines: lines
                    .into_iter()
                    .enumerate()
                    .map(|(at, line)| (from + at, line))
                    .collect(),
            });
            if let Err(why) = predictors.term(columns) {
                made.fit = Err(why);
                return Ok(made);
            }
        }
        made.fit = fit(&outcome, &people, &predictors, &mut made.yes)?;
        if let Err(StatsError::Collinear { term }) = &made.fit {
            made.blocking_term = made.terms.get(*term).map(|term| term.name.clone());
        }
        if let (Ok(fit), Some(own)) = (&made.fit, &whom_columns)
            && cause_columns.columns.len() == 1
        {
            made.effects = effects(fit, &made.terms, own);
            made.ends = own.scale;
        }
        Ok(made)
    }

    /// The test and the coefficients of a term.
    #[must_use]
    pub fn term(&self, role: TermRole) -> Option<(usize, &ModelTerm)> {
        self.terms
            .iter()
            .enumerate()
            .find(|(_, term)| term.role == role)
    }
}

/// The regression that the outcome's level asks for.
fn fit(
    outcome: &CategoricalVariable,
    people: &[usize],
    predictors: &Predictors,
    yes: &mut Option<String>,
) -> Result<Result<RegressionFit, StatsError>, Refusal> {
    let answers: Vec<usize> = people
        .iter()
        .filter_map(|i| outcome.answers.places[*i])
        .collect();
    let mut used = answers.clone();
    used.sort_unstable();
    used.dedup();
    Ok(match used.as_slice() {
        [_, second] => {
            let means_yes = outcome
                .yes
                .filter(|yes| used.contains(yes))
                .unwrap_or(*second);
            *yes = Some(outcome.category(means_yes).to_owned());
            logistic(
                &answers
                    .iter()
                    .map(|at| *at == means_yes)
                    .collect::<Vec<bool>>(),
                predictors,
            )
        }
        [] | [_] => Err(if answers.is_empty() {
            StatsError::Empty
        } else {
            StatsError::NoVariance
        }),
        _ if outcome.level == MeasurementLevel::Ordinal => proportional_odds(&answers, predictors),
        _ if outcome.level == MeasurementLevel::Interval => least_squares(
            &answers
                .iter()
                .map(|at| outcome.answers.scores[*at])
                .collect::<Vec<f64>>(),
            predictors,
        ),
        _ => {
            return Err(Refusal::new(
                format!(
                    "`{}` has {} answers without an order, so it is no outcome of a regression",
                    outcome.name,
                    used.len()
                ),
                "Make a yes/no variable of it with `virk data recode`, or say its order with `virk data variable NAME --level ordinal --order …`",
            ));
        }
    })
}

/// A variable's columns: 0/1 of two categories, centred numbers of what has order, a column for
/// each category but the first else.
fn columns(places: &CategoricalVariable, people: &[usize]) -> RegressionColumns {
    let at: Vec<usize> = people
        .iter()
        .filter_map(|i| places.answers.places[*i])
        .collect();
    let mut used = at.clone();
    used.sort_unstable();
    used.dedup();
    let category = |place: usize| places.category(place).to_owned();
    let named = |groups: Vec<(usize, Vec<f64>)>| {
        groups
            .into_iter()
            .map(|(place, x)| (category(place), x))
            .collect()
    };
    match used.as_slice() {
        [] | [_] => RegressionColumns {
            columns: Vec::new(),
            lines: Vec::new(),
            groups: Vec::new(),
            scale: false,
        },
        [first, rest @ ..] if !places.answers.ordered || rest.len() == 1 => {
            let own = |k: &usize| at.iter().map(|at| f64::from(u8::from(at == k))).collect();
            let groups = used.iter().map(|place| {
                (
                    *place,
                    rest.iter()
                        .map(|k| f64::from(u8::from(place == k)))
                        .collect(),
                )
            });
            RegressionColumns {
                columns: rest.iter().map(own).collect(),
                lines: rest
                    .iter()
                    .map(|k| Contrast::Against(category(*k), category(*first)))
                    .collect(),
                groups: named(groups.collect()),
                scale: false,
            }
        }
        [first, .., last] => {
            let score = |place: usize| {
                places
                    .answers
                    .scores
                    .get(place)
                    .copied()
                    .unwrap_or_default()
            };
            let mean = at.iter().map(|at| score(*at)).sum::<f64>() / at.len() as f64;
            RegressionColumns {
                columns: vec![at.iter().map(|at| score(*at) - mean).collect()],
                lines: vec![Contrast::Step(places.label.clone())],
                groups: named(vec![
                    (*first, vec![score(*first) - mean]),
                    (*last, vec![score(*last) - mean]),
                ]),
                scale: true,
            }
        }
    }
}

/// The cause's coefficient in each group: its own plus what the interaction adds there.
fn effects(fit: &RegressionFit, terms: &[ModelTerm], whom: &RegressionColumns) -> Vec<GroupEffect> {
    let of = |role: TermRole| {
        terms
            .iter()
            .find(|term| term.role == role)
            .map(|term| &term.lines)
    };
    let (Some(cause), Some(interaction)) = (of(TermRole::Cause), of(TermRole::Interaction)) else {
        return Vec::new();
    };
    let effect = |(group, place): &(String, Vec<f64>)| {
        let mut weights = vec![0.0; fit.slopes.len()];
        cause.iter().for_each(|(at, _)| weights[*at] = 1.0);
        interaction
            .iter()
            .zip(place)
            .for_each(|((at, _), x)| weights[*at] = *x);
        fit.combined(&weights).ok().map(|estimate| GroupEffect {
            group: group.clone(),
            estimate,
        })
    };
    whom.groups.iter().filter_map(effect).collect()
}
