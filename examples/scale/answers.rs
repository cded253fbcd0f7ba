//! Answers nobody gave: each respondent leans to one side, so that variables hang together.

use std::fmt::Write;
use virk::import::table::VariablesFile;
use virk::stats::rng::Rng;
use virk::study::{Variable, dataset::MeasurementLevel};

/// A survey of `rows` rows with all variables of `meaning`.
pub fn csv(meaning: &VariablesFile, rows: usize, rng: &mut Rng) -> String {
    let variables: Vec<&Variable> = meaning
        .variables
        .iter()
        .map(|described| &described.variable)
        .collect();
    let header: Vec<&str> = variables
        .iter()
        .map(|variable| variable.name.as_str())
        .collect();
    let mut text = header.join(";") + "\n";
    for row in 1..=rows {
        let leaning = rng.unit() - 0.5;
        let mut given: Vec<String> = Vec::with_capacity(variables.len());
        for variable in &variables {
            let asked = variable.asked_if.as_ref().is_none_or(|condition| {
                header
                    .iter()
                    .position(|name| *name == condition.variable)
                    .and_then(|place| given.get(place))
                    == Some(&condition.equals)
            });
            given.push(if asked {
                answer(variable, row, leaning, rng)
            } else {
                String::new()
            });
        }
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", given.join(";"));
    }
    text
}

fn answer(variable: &Variable, row: usize, leaning: f64, rng: &mut Rng) -> String {
    if variable.level == MeasurementLevel::Id || variable.values.is_empty() {
        return format!("R{row:05}");
    }
    if rng.below(50) == 0 && variable.name != "completed" {
        return String::new();
    }
    let values = variable.values.len() as f64;
    let place = (rng.unit() + leaning * 0.6).clamp(0.0, 0.999) * values;
    variable.values[place as usize].code.clone()
}
