//! Datasets and the indicators that tie their variables to codes.
//!
//! Weights and clusters of a dataset.

use super::{Decision, IdSource, count};
use crate::study::content::ContentData;
use crate::study::dataset::{Exclusion, Indicator, MeasurementLevel};
use crate::study::document::Provenance;
use crate::study::filter::{WeightKind, Weighting};
use crate::study::{
    Addition, Assignment, Code, Column, Dataset, DatasetBody, Event, Id, Ref, Refusal, Study,
    Variable, answer,
};
use std::collections::HashSet;
use std::sync::Arc;

/// A dataset to add.
pub(super) struct NewDataset {
    pub name: String,
    pub variables: Vec<Variable>,
    pub exclusions: Vec<Exclusion>,
    pub columns: Vec<Column>,
    pub indicators: Vec<(String, Id<Code>)>,
    pub source: Provenance,
}

impl Study {
    pub(super) fn add_dataset(
        &self,
        new: NewDataset,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let NewDataset {
            name,
            variables,
            exclusions,
            columns,
            indicators,
            source,
        } = new;
        if self.datasets().any(|dataset| dataset.body.name == name) {
            return Err(Refusal::new(
                format!("there is already a dataset called `{name}`"),
                "Give this one another name with --name",
            ));
        }
        if variables.is_empty() || columns.len() != variables.len() {
            return Err(Refusal::new(
                format!(
                    "`{name}` has {} columns for {} variables",
                    columns.len(),
                    variables.len()
                ),
                "Check the file's first row",
            ));
        }
        let mut names = HashSet::new();
        if let Some(twice) = variables
            .iter()
            .find(|variable| !names.insert(variable.name.as_str()))
        {
            return Err(Refusal::new(
                format!("`{name}` has two variables called `{}`", twice.name),
                "Rename one of them in the file",
            ));
        }
        for rule in &exclusions {
            if !names.contains(rule.variable.as_str()) {
                return Err(Refusal::new(
                    format!(
                        "a rule leaves out rows by `{}`, which `{name}` does not have",
                        rule.variable
                    ),
                    "Correct the variables file",
                ));
            }
        }
        let rows = columns.first().map_or(0, Column::len);
        let mut decision = Decision::default();
        let columns: Arc<[Column]> = columns.into();
        let id = Id::new(mint());
        let content = decision.store_content(mint, ContentData::Rows(columns.clone()));
        let body = DatasetBody {
            name,
            variables,
            exclusions,
            content,
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
            source,
        };
        let dataset = Dataset::new(id, body.clone(), columns);
        decision.message = format!(
            "Imported `{}`: {}, {}",
            body.name,
            count(body.variables.len(), "variable"),
            count(rows, "row")
        );
        let left_out = rows - dataset.kept_rows.len();
        if left_out > 0 {
            let reasons: Vec<String> = body
                .exclusions
                .iter()
                .map(|rule| format!("{} ({rule})", rule.reason))
                .collect();
            decision.message += &format!(
                "; {left_out} left out: {}; N = {}",
                reasons.join(", "),
                dataset.kept_rows.len()
            );
        }
        decision
            .events
            .push(Event::Added(Addition::Dataset { id, body }));
        for (variable, code) in indicators {
            if dataset.variable_index(&variable).is_none() {
                return Err(Refusal::new(
                    format!("`{variable}` is listed as an indicator but is not in the file"),
                    "Correct the variables file",
                ));
            }
            self.require_code(code)?;
            decision.events.push(Event::Added(Addition::Indicator {
                indicator: Indicator {
                    code,
                    dataset: id,
                    variable,
                },
            }));
        }
        Ok(decision)
    }

    pub(super) fn remove_dataset(&self, id: Id<Dataset>) -> Result<Decision, Refusal> {
        let dataset = self.require_dataset(id)?;
        Ok(Decision::from_event(
            Event::Removed(Ref::Dataset { id }),
            format!("Removed `{}` and its tests", dataset.body.name),
        ))
    }

    pub(super) fn set_indicator(
        &self,
        dataset: Id<Dataset>,
        variable: String,
        code: Id<Code>,
        measures: bool,
    ) -> Result<Decision, Refusal> {
        let known = self.require_dataset(dataset)?;
        if known.variable_index(&variable).is_none() {
            return Err(Refusal::new(
                format!("`{}` has no variable `{variable}`", known.body.name),
                "See `virk data variables`",
            ));
        }
        let name = self.code_name(self.require_code(code)?.id).to_owned();
        let indicator = Indicator {
            code,
            dataset,
            variable,
        };
        if self.indicators.contains(&indicator) == measures {
            return Ok(Decision::without_events("That is already the case"));
        }
        let said = format!(
            "`{}` {} {name}",
            indicator.variable,
            if measures {
                "now measures"
            } else {
                "no longer measures"
            }
        );
        let event = if measures {
            Event::Added(Addition::Indicator { indicator })
        } else {
            Event::Removed(Ref::Indicator { indicator })
        };
        Ok(Decision::from_event(event, said))
    }

    pub(super) fn require_dataset(&self, id: Id<Dataset>) -> Result<&Dataset, Refusal> {
        self.dataset(id).ok_or_else(|| {
            Refusal::new(
                "that dataset is no longer in the study",
                "Undo its removal first",
            )
        })
    }
}

impl Study {
    pub(super) fn weigh(
        &self,
        id: Id<Dataset>,
        weighting: Option<Weighting>,
    ) -> Result<Decision, Refusal> {
        let dataset = self.require_dataset(id)?;
        let name = &dataset.body.name;
        if dataset.weighting == weighting {
            return Ok(Decision::without_events("That is already the case"));
        }
        let said = match &weighting {
            None => format!("Each row of `{name}` counts once"),
            Some(now) => {
                check(dataset, now)?;
                format!("`{name}` is weighted by {}", now.in_words())
            }
        };
        Ok(Decision::from_event(
            Event::Set(Assignment::Weighting {
                dataset: id,
                was: dataset.weighting.clone(),
                now: weighting,
            }),
            said,
        ))
    }
}

/// Refuses what is no weight or no cluster.
fn check(dataset: &Dataset, now: &Weighting) -> Result<(), Refusal> {
    let place = |name: &String| {
        dataset.variable_index(name).ok_or_else(|| {
            Refusal::new(
                format!("`{}` has no variable `{name}`", dataset.body.name),
                "See `virk data variables`",
            )
        })
    };
    if now.weight.is_none() && now.cluster.is_none() {
        return Err(Refusal::new(
            "neither a weight nor a cluster is named",
            "Name the variable of the weights, or --cluster",
        ));
    }
    if let Some(weight) = &now.weight {
        for cell in dataset.answers(place(weight)?).flatten() {
            let number = answer::number(cell).filter(|x| x.is_finite() && *x >= 0.0);
            let Some(number) = number else {
                return Err(Refusal::new(
                    format!("`{weight}` has the value `{cell}`, which is not a weight"),
                    "Weights are numbers from 0; choose another variable",
                ));
            };
            if now.weights == WeightKind::Frequency && number.fract() != 0.0 {
                return Err(Refusal::new(
                    format!("`{weight}` has the value `{cell}`, which is not a number of people"),
                    "Use --weights sampling for weights that are not whole",
                ));
            }
        }
    }
    if let Some(cluster) = &now.cluster {
        let at = place(cluster)?;
        if dataset.body.variables[at].level == MeasurementLevel::Interval {
            return Err(Refusal::new(
                format!("`{cluster}` holds numbers with equal steps, so it names no clusters"),
                "Say with `virk data variable` that it is nominal, or choose another",
            ));
        }
        if dataset.categories(at).len() < 2 {
            return Err(Refusal::new(
                format!("`{cluster}` names fewer than two clusters"),
                "Choose another variable",
            ));
        }
    }
    Ok(())
}
