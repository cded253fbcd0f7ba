//! The condensation grid's actions and their default keys.

use super::{CondensationsView, unit_rows};
use crate::export::condensations;
use crate::export::condensations::ThemePivot;
use crate::tui::action::{Action, list_moves, view_actions};
use crate::tui::context::{AppCommand, AppContext};
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use crate::tui::layer::save;
use crate::tui::layer::save::TableExport;
use crate::tui::route::Route;
use crate::tui::route::ViewKind;
use crate::tui::transcript::ask_condensation;
use ratatui::style::Style;

pub const ACTIONS: &[Action] = view_actions![
    CondensationsView,
    ViewKind::Condensations,
    (
        "open_unit",
        &["Enter"],
        "open",
        "Open the passage in its transcript",
        CondensationsView::open,
    ),
    (
        "edit_unit",
        &["e"],
        "edit",
        "Edit the meaning and the theme",
        CondensationsView::edit,
    ),
    (
        "turn_grid",
        &["t"],
        "by theme",
        "Switch between the grid and themes by informants",
        |view, _| view.pivoted = !view.pivoted,
    ),
    (
        "whole_grid",
        &["a"],
        "all",
        "Show or hide quotes that are not condensed yet",
        CondensationsView::all,
    ),
    (
        "export_grid",
        &["x"],
        "export",
        "Export the grid: CSV, Excel, Word, HTML",
        CondensationsView::export,
    ),
    (
        "next_uncondensed",
        &["n"],
        "",
        "Go to the next quote that is not condensed",
        CondensationsView::next_uncondensed,
    ),
    (
        "next_informant",
        &["l", "Right", "Tab"],
        "informant",
        "Go to the next informant",
        |view, _| view.by_informant(true),
    ),
    (
        "previous_informant",
        &["h", "Left", "Shift-Tab"],
        "",
        "Go to the previous informant",
        |view, _| view.by_informant(false),
    ),
];

pub const MOVES: &[Action] = list_moves![
    ViewKind::Condensations,
    [
        "next_unit",
        "previous_unit",
        "units_down",
        "units_up",
        "first_unit",
        "last_unit"
    ],
    ("row", "rows"),
    ("five", 5)
];

impl CondensationsView {
    /// Opens the passage; of several in a cell, the selected one.
    pub(super) fn open(&mut self, context: &mut AppContext) {
        self.choose("Open which?", context, |place, view, context| {
            let at = view.table.units[place].at;
            context.send(AppCommand::Open(Route::quote(at)));
        });
    }

    fn edit(&mut self, context: &mut AppContext) {
        self.choose("Edit which?", context, |place, view, context| {
            ask_condensation(view.table.units[place].at, context)
        });
    }

    fn choose(
        &mut self,
        title: &str,
        context: &mut AppContext,
        then: fn(usize, &mut CondensationsView, &mut AppContext),
    ) {
        match self.selected_units().as_slice() {
            [] if self.pivoted => {
                let theme = self
                    .table
                    .pivot
                    .themes
                    .get(self.themes.selected())
                    .map_or("", String::as_str);
                let name = self
                    .table
                    .pivot
                    .informants
                    .get(self.column)
                    .map_or("", String::as_str);
                context.notify(format!(
                    "Nothing of {} is condensed as {}",
                    unit_rows::informant_name(name),
                    unit_rows::theme_name(theme)
                ));
            }
            [] => context.notify("Nothing is condensed yet"),
            [only] => then(*only, self, context),
            several => {
                let choice = |place: &usize| PickerChoice {
                    sign: String::new(),
                    style: Style::new(),
                    text: crate::text::sanitize::sanitize_line(&self.table.units[*place].condensed),
                    tag: String::new(),
                    note: self.table.units[*place].source.clone(),
                    about: self.table.units[*place].text.clone(),
                    other_words: Vec::new(),
                    value: *place,
                };
                context.push_layer(Picker::new(
                    title,
                    several.iter().map(choice).collect(),
                    move |view, context, picked| {
                        let (Some(view), Picked::Some(places)) =
                            (view.downcast_mut::<CondensationsView>(), picked)
                        else {
                            return;
                        };
                        for place in places {
                            if place < view.table.units.len() {
                                then(place, view, context);
                            }
                        }
                    },
                ));
            }
        }
    }

    fn all(&mut self, context: &mut AppContext) {
        self.show_uncondensed = !self.show_uncondensed;
        self.pivoted = false;
        context.notify(if self.show_uncondensed {
            "All quotes, condensed or not"
        } else {
            "Only what is condensed"
        });
    }

    /// Exports the grid in its current orientation.
    fn export(&mut self, context: &mut AppContext) {
        // A grid of who said what has nothing left once informants are hidden.
        if self.pivoted && !context.allow_export("a grid of themes by informants") {
            return;
        }
        let study = context.study();
        let units = condensations::units(study, None, self.show_uncondensed && !self.pivoted);
        if units.is_empty() {
            context.notify("Nothing is condensed yet");
            return;
        }
        let table_export = if self.pivoted {
            let pivot = ThemePivot::new(&units);
            let table = pivot
                .listing(&units, &study.title)
                .file(context.privacy_filter());
            TableExport {
                name: "themes by informants",
                suffix: "themes",
                row: "theme",
                make: Box::new(|_, _| Ok(table)),
            }
        } else {
            let table = condensations::table(context.privacy_filter(), &units);
            TableExport {
                name: "the condensations",
                suffix: "condensations",
                row: "quote",
                make: Box::new(|_, _| Ok(table)),
            }
        };
        save::ask(table_export, context);
    }

    fn next_uncondensed(&mut self, context: &mut AppContext) {
        if !self.show_uncondensed {
            self.all(context);
            self.gather(context);
        }
        let from = self.units.selected() + 1;
        let found = self
            .table
            .units
            .iter()
            .skip(from)
            .position(|unit| unit.condensed.is_empty());
        match found {
            Some(place) => self.units.select(from + place),
            None => context.notify("Every quote after this one is condensed"),
        }
    }

    /// Moves to the first unit of the next or previous informant; in the pivoted grid, to the next
    /// column.
    fn by_informant(&mut self, forward: bool) {
        if self.pivoted {
            // `update` clamps it to the last column.
            self.column = if forward {
                self.column + 1
            } else {
                self.column.saturating_sub(1)
            };
            return;
        }
        let at = self.units.selected();
        let mut heads = self
            .table
            .units
            .iter()
            .enumerate()
            .filter(|(_, unit)| unit.first)
            .map(|(place, _)| place);
        let to = if forward {
            heads.find(|place| *place > at)
        } else {
            heads.rfind(|place| *place < at)
        };
        if let Some(to) = to {
            self.units.select(to);
        }
    }
}
