//! Regression of an outcome on a cause, with covariates and optionally a moderator of the cause.
//! The measurement level of the outcome decides the kind of model.

use super::quarters::CategoricalVariable;
use crate::stats::phrase::SentenceLanguage;
use crate::stats::regression::{
    Predictors, RegressionFit, least_squares, logistic, proportional_odds,
};
use crate::stats::{Estimate, StatsError};
use crate::study::dataset::MeasurementLevel;
use crate::study::{Dataset, Refusal};

/// The variables of a regression, by index.
#[derive(Clone, Debug)]
pub struct RegressionSpec {
    pub outcome: usize,
    pub cause: usize,
    pub covariates: Vec<usize>,
    /// A variable that may change the effect of the cause.
    pub moderator: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
pub enum TermRole {
    #[strum(to_string = "cause")]
    Cause,
    /// The moderator: for whom the cause matters.
    #[strum(to_string = "for whom")]
    Whom,
    #[strum(to_string = "covariate")]
    Covariate,
    /// Cause × moderator.
    #[strum(to_string = "interaction")]
    Interaction,
}

impl TermRole {
    pub fn name(self) -> &'static str {
        self.into()
    }
}

#[derive(Clone, Debug)]
pub struct ModelTerm {
    pub role: TermRole,
    pub name: String,
    /// Index of each coefficient in the fit, and what it compares.
    pub lines: Vec<(usize, Contrast)>,
}

/// The comparison behind a coefficient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contrast {
    /// One category of a variable with another.
    Against(String, String),
    /// Each step of a variable.
    Step(String),
    /// The product of two, for an interaction.
    Both(Box<Contrast>, Box<Contrast>),
}

impl Contrast {
    /// "Yes against No", "Age, per step".
    pub fn words(&self, danish: bool) -> String {
        let t = SentenceLanguage::of(danish);
        match self {
            Contrast::Against(one, other) => format!("{one} {} {other}", t.say("against", "mod")),
            Contrast::Step(label) => format!("{label}, {}", t.say("per step", "pr. trin")),
            Contrast::Both(a, b) => format!("{} × {}", a.words(danish), b.words(danish)),
        }
    }

    /// Within a sentence, after a measure: "for “Yes” against “No”", "per step of “Age”".
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

/// Effect of the cause in one group.
#[derive(Clone, Debug)]
pub struct GroupEffect {
    pub group: String,
    /// Coefficient of the cause in this group.
    pub estimate: Estimate,
}

/// A regression of variables of a dataset.
#[derive(Clone, Debug)]
pub struct RegressionAnalysis {
    pub outcome: CategoricalVariable,
    /// The category that counts as yes, for a yes/no outcome.
    pub yes: Option<String>,
    /// In the order of the fit's tests.
    pub terms: Vec<ModelTerm>,
    pub fit: Result<RegressionFit, StatsError>,
    /// The term that prevents a fit.
    pub blocking_term: Option<String>,
    /// The effect of the cause in each group, or at both ends of an ordered moderator.
    pub effects: Vec<GroupEffect>,
    /// Whether `effects` are for the ends of a scale rather than for groups.
    pub ends: bool,
    /// Number of kept rows with any of the variables missing.
    pub missing: usize,
}

/// A variable as columns of the design matrix.
struct RegressionColumns {
    columns: Vec<Vec<f64>>,
    lines: Vec<Contrast>,
    /// Groups to report effects for: name, and value in each column.
    groups: Vec<(String, Vec<f64>)>,
    /// Whether the groups are the ends of a scale.
    scale: bool,
}

impl RegressionAnalysis {
    /// Fits the model that the outcome's level calls for.
    /// Refused when a variable is used twice or cannot be used.
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
        let name = |place: usize| dataset.variable_name(place).unwrap_or_default();
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

    /// The term with this role, and its index among the tests.
    pub fn term(&self, role: TermRole) -> Option<(usize, &ModelTerm)> {
        self.terms
            .iter()
            .enumerate()
            .find(|(_, term)| term.role == role)
    }
}

/// The regression that the outcome's level calls for.
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

/// The columns of a variable: 0/1 for two categories, centred scores for ordered ones, otherwise a
/// dummy for every category but the first.
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

/// Coefficient of the cause in each group: its own plus that of the interaction.
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
