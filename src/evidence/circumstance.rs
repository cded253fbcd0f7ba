//! For whom and under which circumstances: the outcome by background variables, and each relation
//! of the theory by the levels of a moderator.
//!
//! A relation that is shown in one stratum and not in the other is no evidence of moderation.
//! Whether strata differ is tested on all answers together, with the model that fits the three
//! variables (`stats::moderation`), and adjusted for the number of such tests.

use super::crosstab::Crosstab;
use super::quarters::CategoricalVariable;
use super::tests::variables;
use crate::stats::exact::Effort;
use crate::stats::{StatsError, advice, estimate, moderation};
use crate::study::dataset::MeasurementLevel;
use crate::study::{Code, CodeKind, Dataset, Id, Link, Study, Theory};
use std::collections::HashMap;

/// An outcome by a background variable.
#[derive(Clone, Debug)]
pub struct BackgroundTest {
    pub crosstab: Crosstab,
    /// Pearson's p.
    pub pearson: Result<f64, StatsError>,
    pub fitting: Result<advice::TestOutcome, StatsError>,
    /// Benjamini–Hochberg p among all background variables.
    pub adjusted: Option<f64>,
}

/// Tests of the theory's outcomes against background variables: those of the same dataset that
/// measure no code and exclude no rows.
pub fn backgrounds(study: &Study, theory: &Theory) -> Vec<BackgroundTest> {
    let outcomes = theory
        .nodes
        .iter()
        .filter(|code| study.kind_in(theory, **code) == CodeKind::Outcome);
    let mut found = Vec::new();
    for (dataset, outcome) in outcomes.flat_map(|code| variables(study, *code)) {
        for (place, variable) in dataset.body.variables.iter().enumerate() {
            let measures = study
                .all_indicators()
                .any(|known| known.dataset == dataset.id && known.variable == variable.name);
            let excludes = dataset
                .body
                .exclusions
                .iter()
                .any(|rule| rule.variable == variable.name);
            if measures
                || excludes
                || !matches!(
                    variable.level,
                    MeasurementLevel::Nominal | MeasurementLevel::Ordinal
                )
            {
                continue;
            }
            let Ok(crosstab) = Crosstab::new(dataset, place, outcome, &study.language) else {
                continue;
            };
            let effort = Effort {
                work: 2_000_000,
                samples: 10_000,
                ..Effort::default()
            };
            let fitting = advice::recommend(&crosstab.table)
                .and_then(|method| advice::run(&crosstab.table, method, &effort));
            found.push(BackgroundTest {
                pearson: crosstab.pearson().map(|test| test.p),
                crosstab,
                fitting,
                adjusted: None,
            });
        }
    }
    let p: Vec<Option<f64>> = found
        .iter()
        .map(|background| background.fitting.as_ref().ok().map(|outcome| outcome.p))
        .collect();
    for (background, adjusted) in found.iter_mut().zip(estimate::benjamini_hochberg(&p)) {
        background.adjusted = adjusted;
    }
    found
}

/// A relation, and a moderator that may change it.
#[derive(Clone, Debug)]
pub struct LinkModeration<'a> {
    pub moderator: Id<Code>,
    /// The indicator of the moderator.
    pub by: String,
    pub link: &'a Link,
    /// The indicators of both ends of the link.
    pub pair: (String, String),
    pub result: Result<moderation::Moderation, StatsError>,
    /// Groups of the moderator with the number of answers in each, if it is used as groups rather
    /// than as a scale.
    pub groups: Vec<(String, usize)>,
    /// Benjamini–Hochberg p among all that could be tested.
    pub adjusted: Option<f64>,
}

/// Every relation that a moderator of the theory may change, following the links from it. Smallest
/// p first.
pub fn moderations<'a>(study: &'a Study, theory: &'a Theory) -> Vec<LinkModeration<'a>> {
    let mut found = Vec::new();
    let mut known: HashMap<(Id<Dataset>, usize), Option<CategoricalVariable>> = HashMap::new();
    let moderates = |link: &&Link| study.kind_in(theory, link.from) == CodeKind::Context;
    for acts in study.links_of(theory).filter(moderates) {
        let onward = study
            .links_of(theory)
            .filter(|link| Some(link.id) == acts.on || (acts.on.is_none() && link.from == acts.to));
        for link in onward {
            for (dataset, by) in variables(study, acts.from) {
                for (one, a) in variables(study, link.from)
                    .into_iter()
                    .filter(|(other, _)| other.id == dataset.id)
                {
                    for (_, b) in variables(study, link.to)
                        .into_iter()
                        .filter(|(other, _)| other.id == one.id)
                    {
                        // A variable cannot moderate itself.
                        if by == a || by == b || a == b {
                            continue;
                        }
                        for place in [by, a, b] {
                            known.entry((dataset.id, place)).or_insert_with(|| {
                                CategoricalVariable::new(dataset, place, &study.language)
                            });
                        }
                        let at =
                            |place: usize| known.get(&(dataset.id, place)).and_then(Option::as_ref);
                        found.push(test_moderation(
                            acts.from,
                            link,
                            (dataset, by, a, b),
                            (at(by), at(a), at(b)),
                        ));
                    }
                }
            }
        }
    }
    let p =
        |moderation: &LinkModeration<'_>| moderation.result.as_ref().ok().map(|found| found.test.p);
    let adjusted = estimate::benjamini_hochberg(&found.iter().map(p).collect::<Vec<_>>());
    found
        .iter_mut()
        .zip(adjusted)
        .for_each(|(moderation, adjusted)| moderation.adjusted = adjusted);
    found.sort_by(|x, y| {
        p(x).unwrap_or(f64::INFINITY)
            .total_cmp(&p(y).unwrap_or(f64::INFINITY))
    });
    found
}

fn test_moderation<'a>(
    moderator: Id<Code>,
    link: &'a Link,
    (dataset, by, a, b): (&Dataset, usize, usize, usize),
    places: (
        Option<&CategoricalVariable>,
        Option<&CategoricalVariable>,
        Option<&CategoricalVariable>,
    ),
) -> LinkModeration<'a> {
    let name = |place: usize| {
        dataset
            .variable_name(place)
            .map(str::to_owned)
            .unwrap_or_default()
    };
    let found = match places {
        (Some(by), Some(a), Some(b)) => moderation::moderation(&a.answers, &b.answers, &by.answers),
        _ => Err(StatsError::TooLarge),
    };
    let groups = match (&found, places.0) {
        (Ok(found), Some(by)) if !by.answers.ordered || found.groups.len() == 2 => found
            .groups
            .iter()
            .map(|group| (by.category(group.place).to_owned(), group.n as usize))
            .collect(),
        _ => Vec::new(),
    };
    LinkModeration {
        moderator,
        by: name(by),
        link,
        pair: (name(a), name(b)),
        result: found,
        groups,
        adjusted: None,
    }
}
