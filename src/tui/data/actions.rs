//! The data view's actions and their default keys.

use super::{DataView, VariableKey, edit, mark_variables};
use crate::text::sanitize;
use crate::tui::action::{Action, view_actions};
use crate::tui::context::AppContext;
use crate::tui::importing::survey;
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use crate::tui::route::ViewKind;
use ratatui::style::Style;

pub const ACTIONS: &[Action] = view_actions![
    DataView,
    ViewKind::Data,
    (
        "mark",
        &["Enter", "Space"],
        "mark",
        "Mark the variable as row, then another as column; again removes the mark",
        DataView::mark,
    ),
    (
        "cells",
        &["c"],
        "cells",
        "Show counts, expected counts, row %, adjusted residuals or bars",
        |view, _| {
            view.cells = view.cells.next();
            view.at_table |= view.crosstab.is_some();
        },
    ),
    (
        "list_or_table",
        &["Tab"],
        "list/table",
        "Switch between the list and the crosstab",
        DataView::turn_over,
    ),
    (
        "advice",
        &["a"],
        "advice",
        "Show all advice on the crosstab, or the table again",
        DataView::read_advice,
    ),
    (
        "copy_sentence",
        &["y"],
        "copy",
        "Copy the advice as a sentence",
        DataView::copy_sentence,
    ),
    (
        "paired",
        &["p"],
        "before/after",
        "Compare the row and column variables as before and after for the same people",
        DataView::show_change,
    ),
    (
        "raters",
        &["P"],
        "",
        "Compare the two variables as raters of the same cases: agreement, kappa, alpha",
        DataView::show_agreement,
    ),
    (
        "tie",
        &["l"],
        "link",
        "Link the two variables to the ends of a link, as indicators",
        mark_variables::ask_indicators,
    ),
    (
        "describe_variable",
        &["e"],
        "edit",
        "Describe the variable, or the marked ones: level, values, order, missing",
        edit::describe,
    ),
    (
        "confirm_order",
        &["o"],
        "order",
        "Confirm or reject the proposed order",
        DataView::ask_order,
    ),
    (
        "mark_several",
        &["m"],
        "several",
        "Mark the variable, to describe several at once",
        DataView::mark_several,
    ),
    (
        "mark_proposed",
        &["O"],
        "",
        "Mark all variables that seem to be on a scale",
        DataView::mark_proposed,
    ),
    (
        "recode_variable",
        &["n"],
        "recode",
        "Recode into a new variable",
        edit::recode,
    ),
    (
        "make_index",
        &["i"],
        "index",
        "Make an index of several variables",
        edit::index,
    ),
    (
        "filter_rows",
        &["f"],
        "filter",
        "Filter rows out of every count, with a reason",
        edit::filter,
    ),
    (
        "unmake_variable",
        &["X"],
        "",
        "Remove a recode or an index",
        edit::unmake,
    ),
    (
        "erase_data",
        &["E"],
        "",
        "Permanently erase the dataset or one respondent's answers, when people withdraw",
        mark_variables::ask_erase,
    ),
    (
        "import_data",
        &["I"],
        "import",
        "Import a survey or a register, with a preview",
        |_, context| {
            survey::ask(context);
        },
    ),
    (
        "choose_row",
        &["r"],
        "row",
        "Choose the row variable by its name",
        |_, context| ask(true, context),
    ),
    (
        "choose_column",
        &["v"],
        "column",
        "Choose the column variable by its name",
        |_, context| ask(false, context),
    ),
    (
        "swap",
        &["x"],
        "swap",
        "Swap rows and columns",
        DataView::swap,
    ),
    (
        "unmark",
        &["0", "Esc"],
        "",
        "Back to the list; from there, clear the marks",
        DataView::unmark,
    ),
    (
        "next_variable",
        &["j", "Down"],
        "",
        "Go to the next variable; in a table, scroll",
        |view, _| view.step(1),
    ),
    (
        "previous_variable",
        &["k", "Up"],
        "",
        "Go to the previous variable; in a table, scroll",
        |view, _| view.step(-1),
    ),
    (
        "variables_down",
        &["PgDn", "Ctrl-d"],
        "",
        "Go ten variables down",
        |view, _| view.step(10),
    ),
    (
        "variables_up",
        &["PgUp", "Ctrl-u"],
        "",
        "Go ten variables up",
        |view, _| view.step(-10),
    ),
    (
        "first_variable",
        &["Home", "g g"],
        "",
        "Go to the first variable",
        |view, _| view.list.select(0),
    ),
    (
        "last_variable",
        &["End", "G"],
        "",
        "Go to the last variable",
        |view, _| view.list.step(isize::MAX / 2),
    ),
    (
        "table_down",
        &["J"],
        "",
        "Scroll the crosstab down",
        |view, _| view.scroll((1, 0)),
    ),
    (
        "table_up",
        &["K"],
        "",
        "Scroll the crosstab up",
        |view, _| view.scroll((-1, 0)),
    ),
    (
        "table_right",
        &["L", "Right"],
        "",
        "Scroll the crosstab to the right",
        |view, _| view.scroll((0, 1)),
    ),
    (
        "table_left",
        &["H", "Left"],
        "",
        "Scroll the crosstab to the left",
        |view, _| view.scroll((0, -1)),
    ),
];

impl DataView {
    fn step(&mut self, by: isize) {
        if self.at_table {
            self.scroll((by, 0))
        } else {
            self.list.step(by)
        }
    }

    /// Scrolls the table by categories, or the advice by rows.
    pub(super) fn scroll(&mut self, by: (isize, isize)) {
        if self.advice_full_height {
            self.advice_first_row = (self.advice_first_row as usize)
                .saturating_add_signed(by.0)
                .min(u16::MAX.into()) as u16;
            return;
        }
        self.first_category = (
            self.first_category.0.saturating_add_signed(by.0),
            self.first_category.1.saturating_add_signed(by.1),
        );
    }

    /// Toggles the mark of the selected variable.
    pub(super) fn mark(&mut self, context: &mut AppContext) {
        let Some(row) = self.rows.get(self.list.selected()) else {
            return;
        };
        let at: VariableKey = (row.dataset, row.name.clone());
        if self.at_table {
            self.at_table = false;
        } else if self.row.as_ref() == Some(&at) {
            self.row = self.column.take();
            self.cross(context);
        } else if self.column.as_ref() == Some(&at) {
            self.column = None;
            self.cross(context);
        } else {
            self.set(at, self.row.is_none(), context);
        }
    }

    /// Makes a variable the row or the column of the crosstab.
    fn set(&mut self, at: VariableKey, row: bool, context: &mut AppContext) {
        let name = sanitize::sanitize_line(&at.1);
        if row {
            self.row = Some(at);
        } else {
            self.column = Some(at);
        }
        (self.first_category, self.advice_first_row) = ((0, 0), 0);
        self.cross(context);
        self.at_table = self.crosstab.is_some();
        match (&self.crosstab, row) {
            (Some(_), _) => {}
            (None, true) => context.notify(format!(
                "{name} is the row; {} on another variable makes it the column",
                context.key_for("mark")
            )),
            (None, false) => context.notify(format!(
                "{name} is the column; {} chooses the row",
                context.key_for("choose_row")
            )),
        }
    }

    fn turn_over(&mut self, context: &mut AppContext) {
        if self.crosstab.is_none() {
            context.notify(format!(
                "Mark two variables with {} to see their crosstab",
                context.key_for("mark")
            ));
        }
        self.at_table = !self.at_table && self.crosstab.is_some();
    }

    fn swap(&mut self, context: &mut AppContext) {
        std::mem::swap(&mut self.row, &mut self.column);
        (self.first_category, self.advice_first_row) = ((0, 0), 0);
        self.cross(context);
    }

    fn unmark(&mut self, context: &mut AppContext) {
        if std::mem::take(&mut self.advice_full_height) && self.at_table {
            return;
        }
        if !self.at_table && !self.marked.is_empty() {
            self.marked.clear();
        } else if !std::mem::take(&mut self.at_table) {
            (self.row, self.column) = (None, None);
            self.cross(context);
        }
    }
}

/// Asks for the row or the column variable.
fn ask(row: bool, context: &mut AppContext) {
    let study = context.study();
    let mut choices: Vec<PickerChoice<VariableKey>> = Vec::new();
    for dataset in study.datasets() {
        for variable in &dataset.body.variables {
            let about = variable.question.in_language(&study.language);
            let label = variable.label.in_language(&study.language);
            choices.push(PickerChoice {
                sign: String::new(),
                style: Style::new(),
                text: sanitize::sanitize_line(&format!("{}  {label}", variable.name)),
                tag: variable.name.clone(),
                note: sanitize::sanitize_line(&dataset.body.name),
                about: sanitize::sanitize_line(about),
                other_words: Vec::new(),
                value: (dataset.id, variable.name.clone()),
            });
        }
    }
    let title = if row {
        "Which variable for the rows?"
    } else {
        "Which variable for the columns?"
    };
    context.push_layer(Picker::new(title, choices, move |view, context, picked| {
        if let (Some(view), Picked::Some(found)) = (view.downcast_mut::<DataView>(), picked)
            && let Some(at) = found.into_iter().next()
        {
            if let Some(place) = view.place_of(&at) {
                view.list.select(place);
            }
            view.set(at, row, context);
        }
    }));
}
