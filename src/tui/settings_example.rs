//! The example settings file: every default, commented out, generated from the table of actions so
//! that it is never out of date.

use crate::tui::action::{self, ViewKind};
use std::fmt::Write;
use strum::VariantArray;

/// The text of a settings file that changes nothing yet.
#[must_use]
pub fn example() -> String {
    let mut text = String::from(
        "# Settings of virk. Take the # away in front of what you change.\n\
         # `virk config check` looks the file through; `virk config show` tells where it lies.\n\n\
         # background = \"auto\"   # auto, light, dark\n\
         # colours = \"auto\"      # auto, none, 16, 256, true\n\
         # mouse = true          # false leaves the mouse to the terminal\n\
         # coder = \"AB\"          # who is at work, unless --coder or VIRK_CODER says it\n\n\
         # Keys: w, W, Ctrl-p, Alt-x, Shift-Tab, F2, Space; \"g u\" is g and then u.\n\
         # What is written here replaces the keys an action has from the start; [] takes them away.\n",
    );
    let mut places = ViewKind::VARIANTS.to_vec();
    places.sort_by_key(|place| *place != ViewKind::Anywhere);
    for place in places {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n# {}\n[keys.{}]\n", place.title(), place.name());
        for action in action::all().filter(|action| action.kind() == place) {
            let keys: Vec<String> = action.keys.iter().map(|key| format!("\"{key}\"")).collect();
            let _ = writeln!(
                text,
                "# {} = [{}]  # {}",
                action.name,
                keys.join(", "),
                action.doc
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use crate::tui::key_bindings::read_bindings;

    #[test]
    fn the_example_is_what_is_there_from_the_start() {
        let read = |text: &str| read_bindings(&Settings::parse(text, "example"));
        assert!(read(&example()).1.is_empty());
        // Also with every setting of a key switched on.
        let on = example()
            .replace("\n# ", "\n")
            .lines()
            .filter(|line| line.starts_with('[') || line.contains(" = ["))
            .collect::<Vec<_>>()
            .join("\n");
        let (bindings, faults) = read(&on);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(bindings.len(), action::all().count());
    }
}
