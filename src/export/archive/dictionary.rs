//! The data dictionary: every variable of every dataset, with labels and codes but without answers.

use crate::export::{ExportCell, ExportColumn, ExportTable, privacy::PrivacyFilter};
use crate::study::Variable;

/// One row per variable, with the number of people who answered it.
pub(super) fn table(privacy_filter: PrivacyFilter<'_>) -> ExportTable {
    let study = privacy_filter.study();
    let columns = vec![
        ExportColumn::words("dataset", "Dataset"),
        ExportColumn::words("variable", "Variable"),
        ExportColumn::words("level", "Level"),
        ExportColumn::words("label", "Label"),
        ExportColumn::words("question", "Question"),
        ExportColumn::words("values", "Values"),
        ExportColumn::words("missing", "No answer"),
        ExportColumn::words("middle", "The middle category means"),
        ExportColumn::words("asked_if", "Asked if"),
        ExportColumn::words("measures", "Measures"),
        ExportColumn::numbers("n", "Answers"),
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
                privacy_filter.dataset(dataset.id).into(),
                variable.name.as_str().into(),
                variable.level.name().into(),
                variable.label.in_language(&study.language).into(),
                variable.question.in_language(&study.language).into(),
                values(variable, &study.language).into(),
                variable.missing.join("; ").into(),
                variable
                    .middle
                    .as_ref()
                    .map_or(ExportCell::Empty, |middle| {
                        format!("{}: {}", middle.code, middle.means).into()
                    }),
                asked.into(),
                measures.join("; ").into(),
                privacy_filter.count(dataset.answers(place).flatten().count()),
            ]);
        }
    }
    ExportTable {
        columns,
        rows,
        ..ExportTable::default()
    }
}

fn values(variable: &Variable, language: &str) -> String {
    let one = |value: &crate::study::dataset::Value| {
        format!("{} = {}", value.code, value.label.in_language(language))
    };
    variable
        .values
        .iter()
        .map(one)
        .collect::<Vec<_>>()
        .join("; ")
}
