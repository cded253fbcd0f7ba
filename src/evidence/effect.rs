//! Goal attainment: status before and after from a register, overall and by group, with Wilson's
//! interval, and the transitions between statuses. Which statuses count as reached is declared with
//! the data. Without a comparison group a share is no effect, and wherever one is shown that is
//! stated.

use crate::stats::{Estimate, StatsError, odds};
use crate::study::{
    Dataset, Study, answer, dataset::MeasurementLevel, parsed_column::ParsedColumn,
};
use std::collections::BTreeMap;

/// A variable with more categories is not used for grouping.
const MAX_CATEGORIES: usize = 12;

/// Goal attainment in one dataset.
#[derive(Clone, Debug)]
pub struct GoalAttainment<'a> {
    pub dataset: &'a Dataset,
    /// Index of the variable with the status after.
    pub after: usize,
    /// Index of the variable with the status before.
    pub before: usize,
    /// Everyone first, then by group.
    pub groups: Vec<GoalGroup>,
    /// Transitions between different statuses.
    pub flows: Vec<StatusFlow>,
}

/// Goal attainment of one group.
#[derive(Clone, Debug)]
pub struct GoalGroup {
    /// The grouping variable; empty for everyone.
    pub by: String,
    pub by_label: String,
    /// The category of the group; empty for everyone.
    pub category: String,
    /// Number of people whose status after is known.
    pub n: usize,
    /// Of these, the goal was reached before.
    pub before: usize,
    /// Of these, the goal is reached after.
    pub reached: usize,
    /// Of these, the status differs from before.
    pub moved: usize,
    /// Number of people whose status after is unknown; they are counted nowhere else.
    pub unknown: usize,
    /// Share of those who reached the goal, with Wilson's 95 % interval.
    pub share: Result<Estimate, StatsError>,
}

/// A transition between two statuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusFlow {
    /// Status before.
    pub from: String,
    /// Status after.
    pub to: String,
    /// Number of people.
    pub count: usize,
}

/// One for each dataset with a declared status before and after.
pub fn effects(study: &Study) -> Vec<GoalAttainment<'_>> {
    study
        .datasets()
        .filter_map(|dataset| GoalAttainment::new(dataset, &study.language))
        .collect()
}

impl<'a> GoalAttainment<'a> {
    /// Returns whether the group's category is an answer option rather than free text.
    pub fn is_answer(&self, group: &GoalGroup) -> bool {
        let variable = self
            .dataset
            .body
            .variables
            .iter()
            .find(|variable| variable.name == group.by);
        variable.is_some_and(|variable| {
            variable.values.iter().any(|value| {
                [value.label.en.as_str(), &value.label.da, &value.code]
                    .contains(&group.category.as_str())
            })
        })
    }

    /// `None` if no status before and after is declared.
    pub fn new(dataset: &'a Dataset, language: &str) -> Option<GoalAttainment<'a>> {
        let variables = &dataset.body.variables;
        let after = variables
            .iter()
            .position(|variable| variable.before.is_some() && !variable.goal.is_empty())?;
        let before = dataset.variable_index(variables[after].before.as_deref()?)?;
        let goal = &variables[after].goal;
        let numeric = [before, after].iter().all(|place| {
            dataset
                .parsed_column(*place)
                .is_some_and(ParsedColumn::is_numeric)
        });
        let same = |a: &str, b: &str| answer::same_answer(a, b, numeric);
        let people: Vec<(Option<&str>, Option<&str>)> = dataset
            .answers(before)
            .zip(dataset.answers(after))
            .collect();
        let count =
            |by: &str, by_label: &str, category: &str, members: &mut dyn Iterator<Item = usize>| {
                let (mut n, mut was, mut reached, mut moved, mut unknown) = (0, 0, 0, 0, 0);
                for (before, after) in members.filter_map(|member| people.get(member)) {
                    let Some(after) = after else {
                        unknown += 1;
                        continue;
                    };
                    n += 1;
                    was += usize::from(
                        before.is_some_and(|status| goal.iter().any(|wanted| same(wanted, status))),
                    );
                    reached += usize::from(goal.iter().any(|wanted| same(wanted, after)));
                    moved += usize::from(before.is_some_and(|before| !same(before, after)));
                }
                let share = odds::wilson(reached as u64, n as u64, 0.95);
                GoalGroup {
                    by: by.into(),
                    by_label: by_label.into(),
                    category: category.into(),
                    n,
                    before: was,
                    reached,
                    moved,
                    unknown,
                    share,
                }
            };
        let mut groups = vec![count("", "", "", &mut (0..people.len()))];
        for (place, variable) in variables.iter().enumerate() {
            let categories = dataset.categories(place);
            if place == after
                || !matches!(
                    variable.level,
                    MeasurementLevel::Nominal | MeasurementLevel::Ordinal
                )
                || categories.len() > MAX_CATEGORIES
            {
                continue;
            }
            let answers: Vec<Option<&str>> = dataset.answers(place).collect();
            for category in categories {
                let mut members =
                    (0..answers.len()).filter(|member| answers[*member] == Some(category.as_str()));
                let label = variable.label_of(&category, language);
                groups.push(count(
                    &variable.name,
                    variable.label.in_language(language),
                    label,
                    &mut members,
                ));
            }
        }
        let mut flows: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (from, to) in people
            .iter()
            .filter_map(|(from, to)| Some(((*from)?, (*to)?)))
            .filter(|(from, to)| !same(from, to))
        {
            *flows.entry((from, to)).or_default() += 1;
        }
        let label = |place: usize, code: &str| variables[place].label_of(code, language).to_owned();
        let mut flows: Vec<StatusFlow> = flows
            .into_iter()
            .map(|((from, to), count)| StatusFlow {
                from: label(before, from),
                to: label(after, to),
                count,
            })
            .collect();
        flows.sort_by(|a, b| {
            b.count
                .cmp(&a.count)
                .then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
        });
        Some(GoalAttainment {
            dataset,
            after,
            before,
            groups,
            flows,
        })
    }
}
