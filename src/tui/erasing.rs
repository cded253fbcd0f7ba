//! Erasing on the screen: what cannot be erased is shown when it is done.

use super::{desk::Desk, layer::told, theme::Meaning};
use crate::study::{Command, erasure::Erasure};

/// Erases, and shows where the words still stand. Answers whether it was done.
pub fn erase(desk: &mut Desk, erasure: &Erasure, command: Command) -> bool {
    // Before the words are gone: afterwards nobody could tell.
    let still = desk.study().still_said(erasure);
    if !desk.perform(command) {
        return false;
    }
    if !still.is_empty() {
        let about = "Erasing does not reach these. A command changes what the study says from now on; the log keeps what it said, for ever.";
        let mut lines = vec![
            (Meaning::Text, about.to_owned()),
            (Meaning::Text, String::new()),
        ];
        let mut copy = String::new();
        for told in &still {
            let what = format!("{}: “{}”", told.place, told.words);
            let change = told.change.as_deref().unwrap_or("nothing changes it");
            copy += &format!("{what}\t{change}\n");
            lines.extend([
                (Meaning::Text, what),
                (Meaning::Quiet, format!("  {change}")),
            ]);
        }
        desk.ask(told::Told::new("Still readable", lines, copy).called("the list"));
    }
    true
}
