//! Forms for the meaning of a variable, for derived variables and for excluded rows. The fields use
//! the syntax of the command line.

use super::{DataView, mark_variables};
use crate::study::dataset::{Exclusion, MeasurementLevel};
use crate::study::derivation::{Derivation, RecodeRule, ScaleItem};
use crate::study::{
    BilingualText, Command, Dataset, Id, Refusal, Variable, derivation, parsed_column,
};
use crate::text::sanitize;
use crate::tui::context::AppContext;
use crate::tui::layer::form::{FormDialog, FormField};

/// The selected variable, with its dataset.
fn here(view: &DataView, context: &AppContext) -> Option<(Id<Dataset>, Variable)> {
    let row = view.rows.get(view.list.selected())?;
    let dataset = context.study().dataset(row.dataset)?;
    Some((
        row.dataset,
        dataset
            .body
            .variables
            .get(dataset.variable_index(&row.name)?)?
            .clone(),
    ))
}

/// Opens a form; input that cannot be parsed is reported, and the form stays open.
pub(super) fn ask(
    context: &mut AppContext,
    title: &str,
    about: &str,
    parts: Vec<FormField>,
    read: impl Fn(&[String], &str) -> Result<Command, Refusal> + 'static,
) {
    context.push_layer(FormDialog::new(
        sanitize::sanitize_line(title),
        about,
        parts,
        move |_, context, texts| {
            let language = context.study().language.clone();
            match read(texts, &language) {
                Ok(command) => context.perform(command),
                Err(refusal) => {
                    context.notify_refusal(refusal);
                    false
                }
            }
        },
    ));
}

/// Edits the meaning of the variable.
pub(super) fn describe(view: &mut DataView, context: &mut AppContext) {
    if !view.marked.is_empty() {
        return mark_variables::describe(view, context);
    }
    let Some((dataset, variable)) = here(view, context) else {
        return;
    };
    let language = context.study().language.clone();
    let middle = variable
        .middle
        .as_ref()
        .map(|middle| format!("{} = {}", middle.code, middle.means))
        .unwrap_or_default();
    let parts = vec![
        FormField::new("Label", variable.label.in_language(&language), 1),
        FormField::new(
            "Wording of the question",
            variable.question.in_language(&language),
            2,
        ),
        FormField::new(
            "Level: nominal, ordinal, interval or id",
            variable.level.name(),
            1,
        ),
        FormField::new(
            "Values in order, e.g. 1 = Never; 2 = Often",
            &variable.values_in_words(&language),
            3,
        ),
        FormField::new("Missing values, e.g. 8, 9", &variable.missing.join(", "), 1),
        FormField::new(
            "What the middle category means, e.g. 3 = neutral or don't know",
            &middle,
            1,
        ),
        FormField::new(
            "The value that means yes, if any",
            variable.yes.as_deref().unwrap_or_default(),
            1,
        ),
    ];
    let about = variable
        .made
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    ask(
        context,
        &format!("Describe {}", variable.name),
        &about,
        parts,
        move |texts, language| {
            let mut now = variable.clone();
            now.label = now.label.with(language, &texts[0]);
            now.question = now.question.with(language, &texts[1]);
            now.level = MeasurementLevel::parse(&texts[2])?;
            now.set_values(&texts[3], language)?;
            now.missing = parsed_column::split_list(&texts[4]);
            now.set_middle(&texts[5])?;
            now.yes = Some(texts[6].trim().to_owned()).filter(|yes| !yes.is_empty());
            Ok(Command::DescribeVariable {
                dataset,
                variable: Box::new(now),
            })
        },
    );
}

/// Derives a variable with other values.
pub(super) fn recode(view: &mut DataView, context: &mut AppContext) {
    let Some((dataset, from)) = here(view, context) else {
        return;
    };
    let parts = vec![
        FormField::new("Name of the new variable", &format!("{}_2", from.name), 1),
        FormField::new("New values, e.g. 1,2=low; 3..5=high; 9= (missing)", "", 2),
        FormField::new("Keep other values? yes or no", "no", 1),
    ];
    let about = "The variable itself does not change; the first rule that matches a value applies.";
    ask(
        context,
        &format!("Recode {}", from.name),
        about,
        parts,
        move |texts, _| {
            let rules = RecodeRule::parse_all(&texts[1])?;
            let variable = Variable::recoded(
                &from,
                texts[0].trim(),
                rules,
                texts[2].trim().starts_with(['y', 'j']),
            );
            Ok(Command::MakeVariable {
                dataset,
                variable: Box::new(variable),
            })
        },
    );
}

/// Derives the mean of several variables.
pub(super) fn index(view: &mut DataView, context: &mut AppContext) {
    let Some((dataset, first)) = here(view, context) else {
        return;
    };
    let parts = vec![
        FormField::new("Name of the index", "", 1),
        FormField::new(
            "Variables; put a minus before reversed ones, e.g. q1, q2, -q3",
            &first.name,
            2,
        ),
        FormField::new(
            "How many of them a person must have answered (empty: all)",
            "",
            1,
        ),
        FormField::new(
            "Ends of the scale of reversed variables, e.g. 1..5 (empty: from their values)",
            "",
            1,
        ),
    ];
    let about = "The mean of the answers; `virk data index` shows Cronbach's alpha and what each variable does to it.";
    ask(context, "Make an index", about, parts, move |texts, _| {
        let ends = derivation::parse_ends(&texts[3])?;
        let items: Vec<ScaleItem> = parsed_column::split_list(&texts[1])
            .into_iter()
            .map(|item| match item.strip_prefix(['-', '−']) {
                Some(variable) => ScaleItem {
                    variable: variable.trim().to_owned(),
                    reversed: true,
                    ends: ends.clone(),
                },
                None => ScaleItem {
                    variable: item,
                    reversed: false,
                    ends: None,
                },
            })
            .collect();
        let least = match texts[2].trim() {
            "" => Ok(items.len() as u32),
            words => words.parse().map_err(|_| {
                Refusal::new(
                    format!("`{words}` is not a number of answers"),
                    "Write 1, 2, 3 …",
                )
            }),
        };
        let made = Some(Derivation::Index {
            items,
            least: least?,
        });
        let name = texts[0].trim().to_owned();
        let variable = Variable {
            label: BilingualText::new(&name),
            name,
            level: MeasurementLevel::Interval,
            made,
            ..Variable::default()
        };
        Ok(Command::MakeVariable {
            dataset,
            variable: Box::new(variable),
        })
    });
}

/// Excludes rows from every count, or includes them again.
pub(super) fn filter(view: &mut DataView, context: &mut AppContext) {
    let Some((id, variable)) = here(view, context) else {
        return;
    };
    let Some(dataset) = context.study().dataset(id) else {
        return;
    };
    let about = dataset
        .filters_in_words()
        .unwrap_or_else(|| "All rows are counted.".into())
        + " To remove an existing rule, leave its reason empty.";
    let parts = vec![
        FormField::new(
            "Leave out rows where, e.g. completed = 0, age < 18, site != North",
            &format!("{} = ", variable.name),
            1,
        ),
        FormField::new("Because", "", 2),
    ];
    let title = format!("Filter rows of {}", dataset.body.name);
    let known: Vec<String> = dataset
        .body
        .exclusions
        .iter()
        .map(ToString::to_string)
        .collect();
    ask(context, &title, &about, parts, move |texts, _| {
        let rule = Exclusion::parse(&texts[0], &texts[1])?;
        let out = !rule.reason.is_empty() || !known.contains(&rule.to_string());
        Ok(Command::Filter {
            dataset: id,
            rule,
            out,
        })
    });
}

/// Removes a derived variable.
pub(super) fn unmake(view: &mut DataView, context: &mut AppContext) {
    if let Some((dataset, variable)) = here(view, context) {
        context.perform(Command::UnmakeVariable {
            dataset,
            variable: variable.name,
        });
    }
}
