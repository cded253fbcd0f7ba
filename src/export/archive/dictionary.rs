//! The data dictionary: every variable of every dataset, without an answer.

use crate::export::{Cell, Column, Table, privacy::Shield};
use crate::study::Variable;

/// A variable in a row, with how many answered it.
pub(super) fn table(shield: Shield<'_>) -> Table {
    let study = shield.study();
    let columns = vec![
        Column::words("dataset", "Dataset"),
        Column::words("variable", "Variable"),
        Column::words("level", "Level"),
        Column::words("label", "Label"),
        Column::words("question", "Question"),
        Column::words("values", "Values"),
        Column::words("missing", "No answer"),
        Column::words("middle", "The middle category means"),
        Column::words("asked_if", "Asked if"),
        Column::words("measures", "Measures"),
        Column::numbers("n", "Answers"),
    ];
    let mut rows = Vec::new();
    for dataset in study.datasets() {
        for (place, variable) in dataset.body.variables.iter().enumerate() {
            let measured = study
                .all_indicators()
                .filter(|known| known.dataset == dataset.id && known.variable == variable.name);
            let measures: Vec<&str> = measured.map(|known| study.code_name(known.code)).collect();
            let asked = variable
                .asked_if
                .as_ref()
                .map(|only| format!("{} = {}", only.variable, only.equals));
            rows.push(vec![
                shield.dataset(dataset.id).into(),
                variable.name.as_str().into(),
                variable.level.name().into(),
                variable.label.say(&study.language).into(),
                variable.question.say(&study.language).into(),
                values(variable, &study.language).into(),
                variable.missing.join("; ").into(),
                variable.middle.as_ref().map_or(Cell::Empty, |middle| {
                    format!("{}: {}", middle.code, middle.means).into()
                }),
                asked.into(),
                measures.join("; ").into(),
                shield.count(dataset.answers(place).flatten().count()),
            ]);
        }
    }
    Table {
        columns,
        rows,
        ..Table::default()
    }
}

fn values(variable: &Variable, language: &str) -> String {
    let one = |value: &crate::study::dataset::Value| {
        format!("{} = {}", value.code, value.label.say(language))
    };
    variable
        .values
        .iter()
        .map(one)
        .collect::<Vec<_>>()
        .join("; ")
}
