//! Declares the two variables of the crosstab indicators of the two ends of a link; their test then
//! appears in the link's evidence. This only records what measures what: the test is interpreted
//! there like any other.

use super::{DataView, VariableKey};
use crate::study::{Code, Command, Id, Link, Study};
use crate::text::sanitize;
use crate::tui::{
    context::AppContext,
    evidence,
    layer::picker::{Picked, Picker},
    view::AnyView,
};

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
pub(super) fn ask(view: &mut DataView, context: &mut AppContext) {
    let (Some(Ok(_)), Some(row), Some(column)) =
        (&view.crosstab, view.row.clone(), view.column.clone())
    else {
        context.notify("Mark two variables that can be crossed, then tie them to a link");
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
        move |_: &mut AnyView, context, picked| {
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
            "{} and {} are indicators of {name} already",
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
