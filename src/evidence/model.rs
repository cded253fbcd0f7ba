//! An outcome explained by a cause, beside covariates, and whether the cause matters differently by
//! a third: a regression of variables of a dataset, the kind of which the outcome decides.

use super::places::Places;
use crate::stats::phrase::Tongue;
use crate::stats::regression::{Fit, Predictors, least_squares, logistic, proportional_odds};
use crate::stats::{Estimate, Why};
use crate::study::{Dataset, Refusal, dataset::Level};

/// Which variables, by place.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is to be explained.
    pub outcome: usize,
    /// What is thought to matter.
    pub cause: usize,
    /// What is held equal.
    pub covariates: Vec<usize>,
    /// By what the cause may matter differently.
    pub whom: Option<usize>,
}

/// What a term of the model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The cause.
    Cause,
    /// By what it may matter differently.
    Whom,
    /// Held equal.
    Covariate,
    /// Cause × whom.
    Interaction,
}

impl Role {
    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Cause => "cause",
            Role::Whom => "for whom",
            Role::Covariate => "covariate",
            Role::Interaction => "interaction",
        }
    }
}

/// A term with the coefficients that belong to it.
#[derive(Clone, Debug)]
pub struct Term {
    /// What it is.
    pub role: Role,
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
        let t = Tongue::of(danish);
        match self {
            Contrast::Against(one, other) => format!("{one} {} {other}", t.say("against", "mod")),
            Contrast::Step(label) => format!("{label}, {}", t.say("per step", "pr. trin")),
            Contrast::Both(a, b) => format!("{} × {}", a.words(danish), b.words(danish)),
        }
    }

    /// The same after a measure in a sentence: "for “Yes” against “No”", "per step of “Age”".
    #[must_use]
    pub fn quoted(&self, t: Tongue) -> String {
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
pub struct Effect {
    /// The group.
    pub group: String,
    /// The coefficient of the cause there.
    pub estimate: Estimate,
}

/// A regression of variables.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The outcome.
    pub outcome: Places,
    /// The category of a yes/no outcome that counts as yes.
    pub yes: Option<String>,
    /// The terms, in the order of the fit's tests.
    pub terms: Vec<Term>,
    /// The regression.
    pub fit: Result<Fit, Why>,
    /// The term that stands in the way, where one does.
    pub fault: Option<String>,
    /// What the cause does in each group, or at both ends of what has order.
    pub effects: Vec<Effect>,
    /// Whether these are the two ends of a scale rather than all groups.
    pub ends: bool,
    /// Kept answers where one of the variables is missing.
    pub missing: usize,
}

/// A variable as columns of a regression.
struct Columns {
    columns: Vec<Vec<f64>>,
    lines: Vec<Contrast>,
    /// What can be told of groups: the name of each, and its number where there is but one column.
    groups: Vec<(String, Vec<f64>)>,
    /// Whether the groups are the ends of a scale.
    scale: bool,
}

impl Explained {
    /// Fits the model that the outcome's level asks for.
    ///
    /// # Errors
    /// When a variable is used twice or cannot be used.
    pub fn new(dataset: &Dataset, asked: &Asked, language: &str) -> Result<Explained, Refusal> {
        let all: Vec<usize> = [asked.outcome, asked.cause]
            .into_iter()
            .chain(asked.whom)
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
            Places::new(dataset, place, language).ok_or_else(|| {
                Refusal::new(
                    format!("`{}` cannot stand in a model: it tells rows apart, or has too many values without order", name(place)),
                    "Choose another, or say what it is with `virk data variable NAME --level interval`",
                )
            })
        };
        let outcome = places(asked.outcome)?;
        let cause = places(asked.cause)?;
        let whom = asked.whom.map(places).transpose()?;
        let covariates = asked
            .covariates
            .iter()
            .map(|place| places(*place))
            .collect::<Result<Vec<_>, Refusal>>()?;
        let used: Vec<&Places> = [&outcome, &cause]
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
        let mut made = Explained {
            yes: None,
            terms: Vec::new(),
            fit: Err(Why::Empty),
            fault: None,
            effects: Vec::new(),
            ends: false,
            missing: n - people.len(),
            outcome: outcome.clone(),
        };
        let cause_columns = columns(&cause, &people);
        let mut parts = vec![(
            Role::Cause,
            cause.label.clone(),
            cause_columns.lines.clone(),
            cause_columns.columns.clone(),
        )];
        let whom_columns = whom.as_ref().map(|whom| columns(whom, &people));
        if let (Some(whom), Some(own)) = (&whom, &whom_columns) {
            parts.push((
                Role::Whom,
                whom.label.clone(),
                own.lines.clone(),
                own.columns.clone(),
            ));
        }
        for covariate in &covariates {
            let own = columns(covariate, &people);
            parts.push((
                Role::Covariate,
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
            parts.push((Role::Interaction, name, lines, products));
        }
        let mut predictors = Predictors::new(people.len());
        for (role, name, lines, columns) in parts {
            if columns.is_empty() {
                (made.fit, made.fault) = (Err(Why::OneValue), Some(name));
                return Ok(made);
            }
            let from = predictors.columns().len();
            made.terms.push(Term {
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
        if let Err(Why::Collinear { term }) = &made.fit {
            made.fault = made.terms.get(*term).map(|term| term.name.clone());
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
    pub fn term(&self, role: Role) -> Option<(usize, &Term)> {
        self.terms
            .iter()
            .enumerate()
            .find(|(_, term)| term.role == role)
    }
}

/// The regression that the outcome's level asks for.
fn fit(
    outcome: &Places,
    people: &[usize],
    predictors: &Predictors,
    yes: &mut Option<String>,
) -> Result<Result<Fit, Why>, Refusal> {
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
            Why::Empty
        } else {
            Why::NoVariance
        }),
        _ if outcome.level == Level::Ordinal => proportional_odds(&answers, predictors),
        _ if outcome.level == Level::Interval => least_squares(
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
fn columns(places: &Places, people: &[usize]) -> Columns {
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
        [] | [_] => Columns {
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
            Columns {
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
            Columns {
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
fn effects(fit: &Fit, terms: &[Term], whom: &Columns) -> Vec<Effect> {
    let of = |role: Role| {
        terms
            .iter()
            .find(|term| term.role == role)
            .map(|term| &term.lines)
    };
    let (Some(cause), Some(interaction)) = (of(Role::Cause), of(Role::Interaction)) else {
        return Vec::new();
    };
    let effect = |(group, place): &(String, Vec<f64>)| {
        let mut weights = vec![0.0; fit.slopes.len()];
        cause.iter().for_each(|(at, _)| weights[*at] = 1.0);
        interaction
            .iter()
            .zip(place)
            .for_each(|((at, _), x)| weights[*at] = *x);
        fit.combined(&weights).ok().map(|estimate| Effect {
            group: group.clone(),
            estimate,
        })
    };
    whom.groups.iter().filter_map(effect).collect()
}
