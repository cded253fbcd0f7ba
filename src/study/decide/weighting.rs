//! Weights and clusters of a dataset.

use super::Decision;
use crate::study::{
    Assignment, Dataset, Event, Id, Refusal, Study, answer,
    dataset::MeasurementLevel,
    weighting::{WeightKind, Weighting},
};

impl Study {
    pub(super) fn weigh(
        &self,
        id: Id<Dataset>,
        weighting: Option<Weighting>,
    ) -> Result<Decision, Refusal> {
        let dataset = self.require_dataset(id)?;
        let name = &dataset.body.name;
        if dataset.weighting == weighting {
            return Ok(Decision {
                message: "It is so already".into(),
                ..Decision::default()
            });
        }
        let said = match &weighting {
            None => format!("Rows of `{name}` count one each"),
            Some(now) => {
                check(dataset, now)?;
                format!("`{name}` is counted by {}", now.in_words())
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
                    format!("`{weight}` has the value `{cell}`, which is no weight"),
                    "Weights are numbers from 0; choose another variable",
                ));
            };
            if now.weights == WeightKind::Frequency && number.fract() != 0.0 {
                return Err(Refusal::new(
                    format!("`{weight}` has the value `{cell}`, which is no number of people"),
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
