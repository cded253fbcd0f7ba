//! What a variable means, variables made of others, and filters.

use super::{Decision, count};
use crate::study::dataset::MeasurementLevel;
use crate::study::derivation::{Derivation, ScaleItem};
use crate::study::filter::Exclusion;
use crate::study::parsed_column::ParsedColumn;
use crate::study::{
    Assignment, Dataset, Event, Id, Ref, Refusal, Study, Variable, answer, parsed_column,
};
use std::collections::HashSet;

impl Study {
    /// Says anew what the variable with this name means.
    pub(super) fn describe_variable(
        &self,
        id: Id<Dataset>,
        now: Variable,
    ) -> Result<Decision, Refusal> {
        let dataset = self.require_dataset(id)?;
        let was = require_variable(dataset, &now.name)?;
        let mut now = Variable {
            made: was.made.clone(),
            ..now
        };
        if (was.level, &was.values, &was.missing) != (now.level, &now.values, &now.missing)
            && now.proposed == was.proposed
        {
            // What was proposed was of other answers.
            now.proposed = if was.level == now.level {
                dataset.propose_scale_for(&now)
            } else {
                None
            };
        }
        if *was == now {
            return Ok(Decision::without_events("That is already the case"));
        }
        check_meaning(dataset, &now)?;
        if (was.level, &was.values, &was.missing) != (now.level, &now.values, &now.missing) {
            check_order(dataset, &now)?;
        }
        let ordered = now.level == MeasurementLevel::Ordinal
            && (was.level != MeasurementLevel::Ordinal || was.values != now.values);
        let said = match ordered && !now.values.is_empty() {
            true => format!(
                "Updated `{}`; its order is {}",
                now.name,
                now.order_in_words(&self.language)
            ),
            false => format!("Updated `{}`", now.name),
        };
        let (was, now) = (Some(Box::new(was.clone())), Some(Box::new(now)));
        Ok(Decision::from_event(
            Event::Set(Assignment::Variable {
                dataset: id,
                was,
                now,
            }),
            said,
        ))
    }

    /// Adds a variable that is made of others.
    pub(super) fn make_variable(
        &self,
        id: Id<Dataset>,
        variable: Variable,
    ) -> Result<Decision, Refusal> {
        let dataset = self.require_dataset(id)?;
        let name = variable.name.trim().to_owned();
        if name.is_empty() {
            return Err(Refusal::new(
                "the new variable has no name",
                "Give it one that the dataset does not have yet",
            ));
        }
        if dataset.variable_index(&name).is_some() {
            return Err(Refusal::new(
                format!(
                    "`{}` already has a variable called `{name}`",
                    dataset.body.name
                ),
                "Choose another name: existing variables are never changed",
            ));
        }
        let variable = Variable { name, ..variable };
        check_meaning(dataset, &variable)?;
        let Some(made) = &variable.made else {
            return Err(Refusal::new(
                format!("`{}` has no source", variable.name),
                "Recode a variable, or make an index",
            ));
        };
        for of in made.source_variables() {
            require_variable(dataset, of)?;
        }
        match made {
            Derivation::Recode {
                rules, others_stay, ..
            } if rules.is_empty() && !others_stay => {
                return Err(Refusal::new(
                    "the recode has no rules",
                    "Write the rules, e.g. `1,2=low; 3..5=high`",
                ));
            }
            Derivation::Recode { .. } => {}
            Derivation::Index { items, least } => {
                let different: HashSet<&str> =
                    items.iter().map(|item| item.variable.as_str()).collect();
                if items.len() < 2 || different.len() < items.len() {
                    return Err(Refusal::new(
                        "an index needs at least two different variables",
                        "Name them, each once",
                    ));
                }
                if *least == 0 || *least as usize > items.len() {
                    return Err(Refusal::new(
                        format!(
                            "at least {least} of {} answers cannot be required",
                            items.len()
                        ),
                        format!("Choose a number from 1 to {}", items.len()),
                    ));
                }
                items
                    .iter()
                    .filter(|item| item.reversed)
                    .try_for_each(|item| check_reversible(dataset, item))?;
            }
        }
        // The dataset as it will be, to see whether anybody has a value.
        let mut draft = dataset.clone();
        draft.add(variable.clone());
        let n = draft
            .variable_index(&variable.name)
            .map_or(0, |place| draft.answers(place).flatten().count());
        if n == 0 && !dataset.kept_rows.is_empty() {
            return Err(Refusal::new(
                format!("nobody would have a value for `{}`", variable.name),
                "Its variables hold no numbers, or the rules mention values that do not occur: see `virk data frequencies`",
            ));
        }
        let said = format!("Made `{}`: {made}; N = {n}", variable.name);
        let proposed = draft
            .variable_index(&variable.name)
            .and_then(|place| draft.proposed_scale(place));
        let variable = Variable {
            proposed,
            ..variable.clone()
        };
        Ok(Decision::from_event(
            Event::Set(Assignment::Variable {
                dataset: id,
                was: None,
                now: Some(Box::new(variable)),
            }),
            said,
        ))
    }

    /// Takes a made variable away, and with it what it measures.
    pub(super) fn unmake_variable(&self, id: Id<Dataset>, name: &str) -> Result<Decision, Refusal> {
        let dataset = self.require_dataset(id)?;
        let variable = require_variable(dataset, name)?;
        if variable.made.is_none() {
            return Err(Refusal::new(
                format!("`{name}` came with the file and stays"),
                "Only recodes and indices can be removed",
            ));
        }
        if let Some(other) = dataset.derived_from(name) {
            return Err(Refusal::new(
                format!("`{}` is made of `{name}`", other.name),
                format!("Take `{}` away first", other.name),
            ));
        }
        if dataset
            .body
            .exclusions
            .iter()
            .any(|rule| rule.variable == name)
        {
            return Err(Refusal::new(
                format!("a filter leaves out rows by `{name}`"),
                "Take the filter away first",
            ));
        }
        let measures = self
            .all_indicators()
            .filter(|indicator| indicator.dataset == id && indicator.variable == name);
        let mut decision = Decision::without_events(format!("Removed `{name}`"));
        decision.events.extend(measures.map(|indicator| {
            Event::Removed(Ref::Indicator {
                indicator: indicator.clone(),
            })
        }));
        decision.events.push(Event::Set(Assignment::Variable {
            dataset: id,
            was: Some(Box::new(variable.clone())),
            now: None,
        }));
        Ok(decision)
    }

    /// Leaves rows out by a rule, or counts them again.
    pub(super) fn filter(
        &self,
        id: Id<Dataset>,
        rule: Exclusion,
        out: bool,
    ) -> Result<Decision, Refusal> {
        let dataset = self.require_dataset(id)?;
        require_variable(dataset, &rule.variable)?;
        let same = |known: &&Exclusion| known.to_string() == rule.to_string();
        let known = dataset.body.exclusions.iter().find(same);
        let name = &dataset.body.name;
        let mut draft = dataset.clone();
        if !out {
            let Some(known) = known else {
                return Err(Refusal::new(
                    format!("`{name}` has no filter `{rule}`"),
                    "See `virk data filter`",
                ));
            };
            draft.set_exclusion(known, false);
            let said = format!(
                "`{rule}` leaves no rows of `{name}` out any more; N = {}",
                draft.kept_rows.len()
            );
            return Ok(Decision::from_event(
                Event::Set(Assignment::Filter {
                    dataset: id,
                    was: Some(known.clone()),
                    now: None,
                }),
                said,
            ));
        }
        if rule.reason.is_empty() {
            return Err(Refusal::new(
                "a filter needs a reason",
                "Give the reason why these rows are left out",
            ));
        }
        if known.is_some() {
            return Err(Refusal::new(
                format!("`{name}` already has the filter `{rule}`"),
                "Remove it first to give another reason",
            ));
        }
        let rows = dataset.excluded_count(&rule);
        if rows == 0 {
            return Err(Refusal::new(
                format!("no row of `{name}` has {rule}"),
                "See `virk data frequencies`",
            ));
        }
        draft.set_exclusion(&rule, true);
        let n = draft.kept_rows.len();
        let said = format!(
            "{} of `{name}` left out: {} ({rule}); N = {n}",
            count(rows, "row"),
            rule.reason
        );
        Ok(Decision::from_event(
            Event::Set(Assignment::Filter {
                dataset: id,
                was: None,
                now: Some(rule),
            }),
            said,
        ))
    }
}

fn require_variable<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Variable, Refusal> {
    dataset
        .variable_index(name)
        .and_then(|place| dataset.body.variables.get(place))
        .ok_or_else(|| {
            Refusal::new(
                format!("`{}` has no variable `{name}`", dataset.body.name),
                "See `virk data variables`",
            )
        })
}

/// Refuses to turn an item round between ends that nobody has said, or that some answers are
/// outside of.
fn check_reversible(dataset: &Dataset, item: &ScaleItem) -> Result<(), Refusal> {
    let name = &item.variable;
    let Some((low, high)) = dataset.ends(item) else {
        return Err(Refusal::new(
            format!(
                "`{name}` is reversed, but nothing says where its scale begins and ends: the lowest or the highest answer may be one that nobody gave"
            ),
            format!(
                "Say them, as in --ends 1..5, or label its values: virk data variable {} --order 1,2,3,4,5",
                parsed_column::shell_quoted(name)
            ),
        ));
    };
    let scores = dataset
        .variable_index(name)
        .map(|place| dataset.scores(place))
        .unwrap_or_default();
    match scores.iter().find(|score| !(low..=high).contains(*score)) {
        Some(outside) => Err(Refusal::new(
            format!(
                "`{name}` has the answer {outside}, which is outside its scale from {low} to {high}"
            ),
            format!(
                "Make it a missing value: virk data variable {} --missing {outside}; or give other ends",
                parsed_column::shell_quoted(name)
            ),
        )),
        None => Ok(()),
    }
}

/// Refuses what cannot be meant of a variable.
fn check_meaning(dataset: &Dataset, variable: &Variable) -> Result<(), Refusal> {
    let name = &variable.name;
    let mut codes = HashSet::new();
    if let Some(twice) = variable
        .values
        .iter()
        .find(|value| value.code.is_empty() || !codes.insert(value.code.as_str()))
    {
        return Err(Refusal::new(
            format!(
                "`{name}` has the value `{}` twice, or an empty one",
                twice.code
            ),
            "Name each value once",
        ));
    }
    if let Some(middle) = &variable.middle {
        let missing = variable.missing.contains(&middle.code);
        if missing || !variable.values.is_empty() && !codes.contains(middle.code.as_str()) {
            return Err(Refusal::new(
                format!(
                    "`{}` is not a category of `{name}`, so it cannot be its middle one",
                    middle.code
                ),
                "Name a value that counts as an answer",
            ));
        }
    }
    // As it would be read: what is missing and labelled decides what is a number.
    let column = dataset
        .variable_index(name)
        .and_then(|place| dataset.columns.get(place));
    let reading = column.map(|column| ParsedColumn::new(variable, column));
    let Some(reading) = reading.filter(|_| variable.made.is_none()) else {
        return Ok(());
    };
    if let Some(yes) = &variable.yes {
        let answers = variable
            .values
            .iter()
            .map(|value| value.code.as_str())
            .chain(reading.values().iter().map(|value| &**value));
        let missing = variable
            .missing
            .iter()
            .any(|missing| reading.is_same_answer(missing, yes));
        if missing
            || !answers
                .into_iter()
                .any(|answer| reading.is_same_answer(answer, yes))
        {
            return Err(Refusal::new(
                format!("`{yes}` is not an answer to `{name}`, so it cannot mean yes"),
                "Name a value that counts as an answer; `virk data frequencies` shows them",
            ));
        }
    }
    let numeric = reading.is_numeric() || reading.values().is_empty();
    let is_word = |value: &&str| answer::number(value).is_none() || value.contains(',');
    if variable.level == MeasurementLevel::Interval
        && !numeric
        && let Some(word) = reading.values().iter().map(|value| &**value).find(is_word)
    {
        return Err(Refusal::new(
            format!("`{name}` holds `{word}`, which is no number, so its level is not interval"),
            "Choose nominal or ordinal, or say that this value is missing",
        ));
    }
    Ok(())
}

/// Refuses an order of words that leaves an answer without its place.
fn check_order(dataset: &Dataset, variable: &Variable) -> Result<(), Refusal> {
    let name = &variable.name;
    let Some(column) = dataset
        .variable_index(name)
        .and_then(|place| dataset.columns.get(place))
    else {
        return Ok(());
    };
    let reading = ParsedColumn::new(variable, column);
    let Some(word) = variable
        .answer_without_rank(&reading)
        .filter(|_| variable.level == MeasurementLevel::Ordinal)
    else {
        return Ok(());
    };
    let known = dataset
        .variable_index(name)
        .and_then(|place| dataset.proposed_scale(place));
    let hint = match known {
        Some(known) => format!(
            "It may be the scale of {}; if so: virk data variable {} --order \"{}\"",
            known.scale,
            parsed_column::shell_quoted(name),
            known.values.join(";")
        ),
        None => format!(
            "Name all of its values in their order: virk data variable {} --order \"…;…\"",
            parsed_column::shell_quoted(name)
        ),
    };
    Err(Refusal::new(
        format!("`{name}` holds `{word}`, which has no place in its order"),
        hint,
    ))
}
