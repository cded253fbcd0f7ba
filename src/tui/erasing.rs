//! Erasing: afterwards, the places that still hold the words are listed.

use super::{context::AppContext, layer::text_dialog, theme::StyleRole};
use crate::study::{Command, erasure::Erasure};

/// Erases, and shows where the words remain. Returns whether it succeeded.
pub fn erase(context: &mut AppContext, erasure: &Erasure, command: Command) -> bool {
    // Computed before the words are gone: afterwards there is nothing to compare with.
    let still = context.study().erasure_leftovers(erasure);
    if !context.perform(command) {
        return false;
    }
    if !still.is_empty() {
        let about = "Erasing cannot reach these. The command beside each changes it from now on; the log keeps what it was permanently.";
        let mut lines = vec![
            (StyleRole::Text, about.to_owned()),
            (StyleRole::Text, String::new()),
        ];
        let mut copy = String::new();
        for leftover in &still {
            let what = format!("{}: “{}”", leftover.place, leftover.words);
            let change = leftover.change.as_deref().unwrap_or("nothing changes it");
            copy += &format!("{what}\t{change}\n");
            lines.extend([
                (StyleRole::Text, what),
                (StyleRole::Muted, format!("  {change}")),
            ]);
        }
        context.push_layer(
            text_dialog::TextDialog::new("Still readable", lines, copy).copying("the list"),
        );
    }
    true
}
