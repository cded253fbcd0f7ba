//! What can be done in the condensation grid, with the keys it has from the start.

use super::{Condensations, gathered};
use crate::export::condensations::{self, Pivot};
use crate::tui::{
    action::{Action, Run},
    desk::{Desk, Go},
    layer::{
        picker::{Choice, Picked, Picker},
        save::{self, Parcel},
    },
    transcript::{Transcript, ask_condensation},
    view::Page,
};
use ratatui::style::Style;

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Condensations, &mut Desk),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: Run::Condensations(run),
    }
}

/// The table.
pub const ACTIONS: &[Action] = &[
    action(
        "open_unit",
        &["Enter"],
        "open",
        "Open the passage in its transcript",
        Condensations::open,
    ),
    action(
        "edit_unit",
        &["e"],
        "edit",
        "Write the meaning and the theme anew",
        Condensations::edit,
    ),
    action(
        "turn_grid",
        &["t"],
        "by theme",
        "Turn the grid: themes by informants, and back",
        |view, _| view.turned = !view.turned,
    ),
    action(
        "whole_grid",
        &["a"],
        "all",
        "Show also quotes that are not condensed yet, or only those that are",
        Condensations::all,
    ),
    action(
        "export_grid",
        &["x"],
        "export",
        "Write the grid into a file: CSV, a workbook, Word, HTML",
        Condensations::export,
    ),
    action(
        "next_uncondensed",
        &["n"],
        "",
        "Go to the next quote that is not condensed",
        Condensations::next_uncondensed,
    ),
    action(
        "next_unit",
        &["j", "Down"],
        "",
        "Go to the next row",
        |view, _| view.list().step(1),
    ),
    action(
        "previous_unit",
        &["k", "Up"],
        "",
        "Go to the row before",
        |view, _| view.list().step(-1),
    ),
    action(
        "next_informant",
        &["l", "Right", "Tab"],
        "informant",
        "Go to the next informant",
        |view, _| view.by_informant(true),
    ),
    action(
        "previous_informant",
        &["h", "Left", "Shift-Tab"],
        "",
        "Go to the informant before",
        |view, _| view.by_informant(false),
    ),
    action(
        "units_down",
        &["PgDn", "Ctrl-d"],
        "",
        "Go five rows down",
        |view, _| view.list().step(5),
    ),
    action(
        "units_up",
        &["PgUp", "Ctrl-u"],
        "",
        "Go five rows up",
        |view, _| view.list().step(-5),
    ),
    action(
        "first_unit",
        &["Home", "g g"],
        "",
        "Go to the first row",
        |view, _| view.list().go(0),
    ),
    action(
        "last_unit",
        &["End", "G"],
        "",
        "Go to the last row",
        |view, _| view.list().step(isize::MAX / 2),
    ),
];

impl Condensations {
    /// Opens the passage; of several in a cell, the one that is chosen.
    pub(super) fn open(&mut self, desk: &mut Desk) {
        self.choose("Open which?", desk, |place, view, desk| {
            let at = view.gathered.units[place].at;
            desk.go(Go::Open(Box::new(Page::Transcript(Box::new(
                Transcript::at(at.document, at.span),
            )))));
        });
    }

    fn edit(&mut self, desk: &mut Desk) {
        self.choose("Edit which?", desk, |place, view, desk| {
            ask_condensation(view.gathered.units[place].at, desk)
        });
    }

    fn choose(
        &mut self,
        title: &str,
        desk: &mut Desk,
        then: fn(usize, &mut Condensations, &mut Desk),
    ) {
        match self.here().as_slice() {
            [] if self.turned => {
                let theme = self
                    .gathered
                    .pivot
                    .themes
                    .get(self.themes.at())
                    .map_or("", String::as_str);
                let name = self
                    .gathered
                    .pivot
                    .informants
                    .get(self.column)
                    .map_or("", String::as_str);
                desk.say(format!(
                    "Nothing of {} is condensed as {}",
                    gathered::informant_name(name),
                    gathered::theme_name(theme)
                ));
            }
            [] => desk.say("Nothing is condensed yet"),
            [only] => then(*only, self, desk),
            several => {
                let choice = |place: &usize| Choice {
                    sign: String::new(),
                    style: Style::new(),
                    text: crate::text::harmless::one_line(&self.gathered.units[*place].condensed),
                    tag: String::new(),
                    note: self.gathered.units[*place].source.clone(),
                    about: self.gathered.units[*place].said.clone(),
                    value: *place,
                };
                desk.ask(Picker::new(
                    title,
                    several.iter().map(choice).collect(),
                    move |page, desk, picked| {
                        let (Page::Condensations(view), Picked::Some(places)) = (page, picked)
                        else {
                            return;
                        };
                        for place in places {
                            if place < view.gathered.units.len() {
                                then(place, view, desk);
                            }
                        }
                    },
                ));
            }
        }
    }

    fn all(&mut self, desk: &mut Desk) {
        self.whole = !self.whole;
        self.turned = false;
        desk.say(if self.whole {
            "All quotes, condensed or not"
        } else {
            "Only what is condensed"
        });
    }

    /// Writes the grid into a file, as it is turned.
    fn export(&mut self, desk: &mut Desk) {
        // A grid of who said what has nothing left when nobody may be told.
        if self.turned && !desk.lets_out("a grid of themes by informants") {
            return;
        }
        let study = desk.study();
        let units = condensations::units(study, None, self.whole && !self.turned);
        if units.is_empty() {
            desk.say("Nothing is condensed yet");
            return;
        }
        let parcel = if self.turned {
            let pivot = Pivot::new(&units);
            let table = pivot.table(&units, &study.title);
            Parcel {
                name: "themes by informants",
                suffix: "themes",
                row: "theme",
                make: Box::new(|_, _| Ok(table)),
            }
        } else {
            let table = condensations::table(desk.shield(), &units);
            Parcel {
                name: "the condensations",
                suffix: "condensations",
                row: "quote",
                make: Box::new(|_, _| Ok(table)),
            }
        };
        save::ask(parcel, desk);
    }

    fn next_uncondensed(&mut self, desk: &mut Desk) {
        if !self.whole {
            self.all(desk);
            self.gather(desk);
        }
        let from = self.units.at() + 1;
        let found = self
            .gathered
            .units
            .iter()
            .skip(from)
            .position(|unit| unit.condensed.is_empty());
        match found {
            Some(place) => self.units.go(from + place),
            None => desk.say("Every quote after this one is condensed"),
        }
    }

    /// To the first unit of the next informant or the one before; in the turned
    /// grid, to the next column.
    fn by_informant(&mut self, forward: bool) {
        if self.turned {
            // Beyond the last one, settling stops it.
            self.column = if forward {
                self.column + 1
            } else {
                self.column.saturating_sub(1)
            };
            return;
        }
        let at = self.units.at();
        let mut heads = self
            .gathered
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
            self.units.go(to);
        }
    }
}
