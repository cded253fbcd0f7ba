//! Taking the study away: a menu of its tables, then in which form, then under which name.

use super::{
    desk::Desk,
    layer::{
        menu::{Item, Menu},
        save::{self, Parcel},
    },
};
use crate::export::{
    Sheet,
    privacy::{SMALL, Shield},
    sheet::Ask,
};
use crate::text::number;
use ratatui::style::Style;

/// Asks which table to take away.
pub fn ask(desk: &mut Desk) {
    let item = |sheet: Sheet| Item {
        sign: String::new(),
        style: Style::new(),
        text: format!("{:<14} {}", capital(sheet.name()), sheet.about()),
        value: sheet,
    };
    desk.ask(Menu::new("Write into a file", Sheet::ALL.map(item).into(), |_, desk, sheet| take(sheet, desk)));
}

fn take(sheet: Sheet, desk: &mut Desk) {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let shield = Shield::internal(desk.study());
    match sheet.table(Ask { shield, theory: None, small: SMALL, threads }) {
        Err(refusal) => desk.refuse(refusal),
        Ok(table) if table.rows.is_empty() => desk.say(format!("There is nothing to write yet: no {} in the study", sheet.row())),
        Ok(table) => {
            let content = number::some(table.rows.len(), sheet.row());
            save::ask(Parcel { name: sheet.name(), suffix: sheet.name(), content, table }, desk);
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
