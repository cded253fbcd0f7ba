//! Erasing a dataset, or the answers of one respondent.

use super::DataView;
use crate::study::{Command, Dataset, Refusal, Study, dataset::Exclusion, erasure::Erasure};
use crate::text::number;
use crate::tui::{
    context::AppContext,
    erasing,
    layer::form::{FormDialog, FormField},
};

/// Asks for the rows, and for the name of the dataset, because erasing cannot be undone.
pub fn ask(view: &mut DataView, context: &mut AppContext) {
    let Some(dataset) = view
        .rows
        .get(view.list.selected())
        .and_then(|row| context.study().dataset(row.dataset))
    else {
        return context.notify("There are no data yet");
    };
    let (id, name) = (dataset.id, dataset.body.name.clone());
    let about = format!(
        "Answers go for ever: of the rows you name, by their numbers in the file (12, 40) or by a rule (id = 1047); without any, all {} of `{name}`, and its tests. This cannot be undone, and undo does not reach behind it. Write the name to erase.",
        number::count_noun(dataset.row_numbers().count(), "row"),
    );
    let parts = vec![
        FormField::new("Rows", "", 1),
        FormField::new("Dataset", "", 1),
    ];
    let form = FormDialog::new("Erase", &about, parts, move |_, context, texts| {
        let [rows, typed] = texts else { return false };
        if typed.trim() != name.trim() {
            context.notify("That is not its name: nothing was erased");
            return false;
        }
        let Some(dataset) = context.study().dataset(id) else {
            return true;
        };
        match command(dataset, rows.trim())
            .and_then(|command| Ok((erasure(context.study(), &command)?, command)))
        {
            Ok((erasure, command)) => erasing::erase(context, &erasure, command),
            Err(refusal) => {
                context.notify_refusal(refusal);
                false
            }
        }
    });
    context.push_layer(form.with_verb("erase"));
}

/// The erasure that a command performs.
fn erasure(study: &Study, command: &Command) -> Result<Erasure, Refusal> {
    match command {
        Command::EraseRows { dataset, rows } => study
            .dataset(*dataset)
            .map_or(Ok(Erasure::default()), |dataset| {
                study.erasure_of_rows(dataset, rows)
            }),
        Command::EraseDataset { id } => Ok(study
            .dataset(*id)
            .map(|dataset| study.erasure_of_dataset(dataset))
            .unwrap_or_default()),
        _ => Ok(Erasure::default()),
    }
}

/// The command that erases the rows that were typed, or all rows if none were.
fn command(dataset: &Dataset, typed: &str) -> Result<Command, Refusal> {
    if typed.is_empty() {
        return Ok(Command::EraseDataset { id: dataset.id });
    }
    let numbers: Result<Vec<u32>, _> = typed
        .split([',', ' ', ';'])
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect();
    if let Ok(rows) = numbers {
        return Ok(Command::EraseRows {
            dataset: dataset.id,
            rows,
        });
    }
    let mut rule = Exclusion::parse(typed, "")?;
    rule.variable = dataset.body.variables[dataset.find_variable(&rule.variable)?]
        .name
        .clone();
    let rows = dataset.row_numbers_where(&rule);
    if rows.is_empty() {
        return Err(Refusal::new(
            format!("no row of `{}` has {rule}", dataset.body.name),
            "Nothing was erased; check the value",
        ));
    }
    Ok(Command::EraseRows {
        dataset: dataset.id,
        rows,
    })
}
