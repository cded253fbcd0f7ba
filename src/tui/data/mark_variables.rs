//! Marking variables, to describe several or to confirm their order, each as one undo step.
//!
//! Erasing a dataset, or the answers of one respondent.
//!
//! Declares the two variables of the crosstab indicators of the two ends of a link; their test then
//! appears in the link's evidence. This only records what measures what: the test is interpreted
//! there like any other.

use super::{DataView, VariableKey, edit};
use crate::study::dataset::{Exclusion, MeasurementLevel};
use crate::study::erasure::Erasure;
use crate::study::scale::ProposedScale;
use crate::study::{Code, Command, Dataset, Id, Link, Refusal, Study, Variable, parsed_column};
use crate::text::{number, sanitize};
use crate::tui::context::AppContext;
use crate::tui::layer::form::{FormDialog, FormField};
use crate::tui::layer::picker::{Picked, Picker};
use crate::tui::view::View;
use crate::tui::{erasing, evidence};

/// Longer lists of names are cut.
const NAMES: usize = 8;

impl DataView {
    /// The marked variables in list order, else the selected one.
    fn marked_or_selected(&self, context: &AppContext) -> Vec<(Id<Dataset>, Variable)> {
        let here = self.list.selected();
        let is_meant = |place: usize, at: &VariableKey| {
            if self.marked.is_empty() {
                place == here
            } else {
                self.marked.contains(at)
            }
        };
        let all = self
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| (place, (row.dataset, row.name.clone())));
        let found = all
            .filter(|(place, at)| is_meant(*place, at))
            .filter_map(|(_, (id, name))| {
                let dataset = context.study().dataset(id)?;
                Some((
                    id,
                    dataset
                        .body
                        .variables
                        .get(dataset.variable_index(&name)?)?
                        .clone(),
                ))
            });
        found.collect()
    }

    /// Toggles the mark of the selected variable and moves on.
    pub(super) fn mark_several(&mut self, context: &mut AppContext) {
        let Some(row) = self
            .rows
            .get(self.list.selected())
            .filter(|_| !self.at_table)
        else {
            return;
        };
        let at: VariableKey = (row.dataset, row.name.clone());
        if !self.marked.remove(&at) {
            self.marked.insert(at);
        }
        self.list.step(1);
        self.say_marked(context);
    }

    /// Marks all variables with a proposed scale.
    pub(super) fn mark_proposed(&mut self, context: &mut AppContext) {
        self.marked = self
            .rows
            .iter()
            .filter(|row| row.proposed)
            .map(|row| (row.dataset, row.name.clone()))
            .collect();
        self.say_marked(context);
    }

    fn say_marked(&self, context: &mut AppContext) {
        match self.marked.len() {
            0 => context.notify("No variable is marked"),
            count => {
                let (order, describe, none) = (
                    context.key_for("confirm_order"),
                    context.key_for("describe_variable"),
                    context.key_for("unmark"),
                );
                context.notify(format!("{count} marked: {order} confirms their order, {describe} describes them, {none} clears the marks"));
            }
        }
    }

    /// Shows the proposed orders and asks whether they are right.
    pub(super) fn ask_order(&mut self, context: &mut AppContext) {
        let variables = self.marked_or_selected(context);
        let proposed: Vec<(Id<Dataset>, Variable, ProposedScale)> = variables
            .into_iter()
            .filter_map(|(id, variable)| {
                let dataset = context.study().dataset(id)?;
                let scale = dataset.proposed_scale(dataset.variable_index(&variable.name)?)?;
                Some((id, variable, scale))
            })
            .collect();
        if proposed.is_empty() {
            let (describe, all) = (
                context.key_for("describe_variable"),
                context.key_for("mark_proposed"),
            );
            context.notify(format!("No order is proposed here: {describe} sets one, {all} marks the variables that have a proposal"));
            return;
        }
        let title = match proposed.as_slice() {
            [(_, variable, _)] => format!("The order of {}", variable.name),
            several => format!(
                "The order of {}",
                number::count_noun(several.len(), "variable")
            ),
        };
        let parts = vec![FormField::new(
            "Is this order right, lowest first? yes, or no if there is none",
            "yes",
            1,
        )];
        let form = FormDialog::new(
            sanitize::sanitize_line(&title),
            &about(&proposed),
            parts,
            move |view, context, texts| {
                let right = match texts[0].trim().to_lowercase() {
                    word if word.starts_with(['y', 'j']) => true,
                    word if word.starts_with('n') => false,
                    _ => {
                        context.notify_refusal(Refusal::new(
                            "that is neither yes nor no",
                            "Write yes or no",
                        ));
                        return false;
                    }
                };
                let commands = proposed.iter().map(|(dataset, variable, scale)| {
                    let now = match right {
                        true => variable.clone().with_scale(scale),
                        false => Variable {
                            proposed: None,
                            ..variable.clone()
                        },
                    };
                    Command::DescribeVariable {
                        dataset: *dataset,
                        variable: Box::new(now),
                    }
                });
                let done = context.perform(Command::All(commands.collect()));
                if let (true, Some(view)) = (done, view.downcast_mut::<DataView>()) {
                    view.marked.clear();
                }
                done
            },
        );
        context.push_layer(form.with_verb("answer"));
    }
}

/// Lists each order once, with its variables and the answers outside of it.
fn about(proposed: &[(Id<Dataset>, Variable, ProposedScale)]) -> String {
    let mut orders: Vec<(&ProposedScale, Vec<&str>, Vec<&str>)> = Vec::new();
    for (_, variable, scale) in proposed {
        let outside = scale.missing.iter().map(String::as_str);
        match orders
            .iter_mut()
            .find(|(known, ..)| known.values == scale.values)
        {
            Some((_, names, missing)) => {
                names.push(&variable.name);
                missing.extend(outside);
            }
            None => orders.push((scale, vec![&variable.name], outside.collect())),
        }
    }
    let lines = orders.into_iter().map(|(scale, names, mut missing)| {
        missing.sort_unstable();
        missing.dedup();
        let no_answer = if missing.is_empty() {
            String::new()
        } else {
            format!("; missing: {}", missing.join(", "))
        };
        let more = names.len().saturating_sub(NAMES);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let some = names
            .iter()
            .take(NAMES)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        format!("{scale}{no_answer} ({}: {some}{more}).", scale.scale)
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// Edits what several variables have in common: a field left empty changes nothing.
pub(super) fn describe(view: &mut DataView, context: &mut AppContext) {
    let variables = view.marked_or_selected(context);
    let names: Vec<&str> = variables
        .iter()
        .map(|(_, variable)| variable.name.as_str())
        .collect();
    let about = format!("{}. What you leave empty stays as it is.", names.join(", "));
    let parts = vec![
        FormField::new("Level: nominal, ordinal, interval or id", "", 1),
        FormField::new("Values in order, e.g. 1 = Never; 2 = Often", "", 3),
        FormField::new("Missing values, e.g. 8, 9; a minus for none", "", 1),
    ];
    let title = format!(
        "Describe {}",
        number::count_noun(variables.len(), "variable")
    );
    edit::ask(context, &title, &about, parts, move |texts, language| {
        let name = |(dataset, variable): &(Id<Dataset>, Variable)| {
            let mut now = variable.clone();
            if !texts[1].trim().is_empty() {
                now.set_values(&texts[1], language)?;
                if now.level == MeasurementLevel::Nominal {
                    now.level = MeasurementLevel::Ordinal;
                }
            }
            if !texts[0].trim().is_empty() {
                now.level = MeasurementLevel::parse(&texts[0])?;
                now.proposed = None;
            }
            match texts[2].trim() {
                "" => {}
                "-" | "−" => now.missing.clear(),
                words => now.missing = parsed_column::split_list(words),
            }
            Ok(Command::DescribeVariable {
                dataset: *dataset,
                variable: Box::new(now),
            })
        };
        Ok(Command::All(
            variables
                .iter()
                .map(name)
                .collect::<Result<Vec<_>, Refusal>>()?,
        ))
    });
}

/// Asks for the rows, and for the name of the dataset, because erasing cannot be undone.
pub fn ask_erase(view: &mut DataView, context: &mut AppContext) {
    let Some(dataset) = view
        .rows
        .get(view.list.selected())
        .and_then(|row| context.study().dataset(row.dataset))
    else {
        return context.notify("There are no data yet");
    };
    let (id, name) = (dataset.id, dataset.body.name.clone());
    let about = format!(
        "Permanently erases answers: of the rows you name, by their numbers in the file (12, 40) or by a rule (id = 1047); otherwise all {} of `{name}`, and its tests. This cannot be undone, and undo cannot go back past it. Type the name to erase.",
        number::count_noun(dataset.row_numbers().count(), "row"),
    );
    let parts = vec![
        FormField::new("Rows", "", 1),
        FormField::new("Dataset", "", 1),
    ];
    let form = FormDialog::new("Erase", &about, parts, move |_, context, texts| {
        let [rows, typed] = texts else { return false };
        if typed.trim() != name.trim() {
            context.notify("That is not the name: nothing was erased");
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

/// True if a variable measures a code or anything below it.
fn measures(study: &Study, at: &VariableKey, code: Id<Code>) -> bool {
    let is_it = |code| {
        study
            .indicators(code)
            .iter()
            .any(|found| found.dataset == at.0 && found.variable == at.1)
    };
    study.subtree(code).into_iter().any(is_it)
}

/// Asks for the link.
pub(super) fn ask_indicators(view: &mut DataView, context: &mut AppContext) {
    let (Some(Ok(_)), Some(row), Some(column)) =
        (&view.crosstab, view.row.clone(), view.column.clone())
    else {
        context.notify("Mark two variables that can be crossed, then link them");
        return;
    };
    let choices = evidence::link_choices(context.study());
    if choices.is_empty() {
        context.notify(context.no_links());
        return;
    }
    let title =
        sanitize::sanitize_line(&format!("Which link do {} → {} measure?", row.1, column.1));
    context.push_layer(Picker::new(
        title,
        choices,
        move |_: &mut dyn View, context, picked| {
            if let Picked::Some(links) = picked
                && let Some(link) = links.first()
            {
                tie(*link, &row, &column, context);
            }
        },
    ));
}

/// Makes the row an indicator of the link's origin and the column one of its target; swapped if
/// that declares fewer new indicators.
fn tie(link: Id<Link>, row: &VariableKey, column: &VariableKey, context: &mut AppContext) {
    let study = context.study();
    let Some(link) = study.link(link) else { return };
    let missing = |from: &VariableKey, to: &VariableKey| -> Vec<(VariableKey, Id<Code>)> {
        let ends = [(from.clone(), link.from), (to.clone(), link.to)];
        ends.into_iter()
            .filter(|(at, end)| !measures(study, at, *end))
            .collect()
    };
    let (straight, turned) = (missing(row, column), missing(column, row));
    let missing = if turned.len() < straight.len() {
        turned
    } else {
        straight
    };
    let name = sanitize::sanitize_line(&study.link_name(link));
    let declarations: Vec<String> = missing
        .iter()
        .map(|(at, end)| format!("{} measures {}", at.1, study.code_name(*end)))
        .collect();
    if missing.is_empty() {
        context.notify(format!(
            "{} and {} are already indicators of {name}",
            row.1, column.1
        ));
        return;
    }
    let set = |((dataset, variable), code): (VariableKey, Id<Code>)| Command::SetIndicator {
        dataset,
        variable,
        code,
        measures: true,
    };
    if context.perform(Command::All(missing.into_iter().map(set).collect())) {
        context.notify(format!(
            "Now {}: the test is in the evidence of {name}",
            declarations.join(" and ")
        ));
    }
}
