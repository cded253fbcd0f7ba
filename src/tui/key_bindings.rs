//! The keys of a person's settings, compared with the views, actions and keys there are.
//!
//! The example settings file: every default, commented out, generated from the table of actions so
//! that it is never out of date.

use super::action::{Action, ActionHandler, ActionTable};
use super::key::Key;
use super::layer::dialog_action::DialogAction;
use super::route::ViewKind;
use crate::settings::{KeySetting, Settings, SettingsFault, WrittenKey, unknown_name};
use crate::study::Refusal;
use std::fmt::Write;
use strum::VariantArray;

/// An action with the keys a person gave it: they replace those from the start.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The action.
    pub action: &'static Action,
    /// Its keys, each as written and as pressed; none takes the keys away.
    pub keys: Vec<(String, Vec<Key>)>,
    /// Where it is written, for messages, e.g. `config.toml, line 7`.
    pub place: String,
}

impl Binding {
    /// Returns whether it changes the keys of this deed: its own, or those it has from the start.
    pub(super) fn overrides(&self, deed: DialogAction) -> bool {
        let action = deed.action();
        self.action.name == action.name
            || self
                .keys
                .iter()
                .any(|(written, _)| action.keys.contains(&written.as_str()))
    }
}

/// The keys in the settings that can be understood, and all faults of the settings, those of other
/// lines too, in the order of the file.
pub fn read_bindings(actions: ActionTable, settings: &Settings) -> (Vec<Binding>, Vec<Refusal>) {
    let mut faults = settings.faults.clone();
    let mut bindings = Vec::new();
    let names: Vec<String> = ViewKind::VARIANTS.iter().map(|view| view.name()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for table in &settings.keys {
        let view = ViewKind::VARIANTS
            .iter()
            .copied()
            .find(|view| view.name() == table.view);
        match (view, &table.actions) {
            (Some(view), Some(settings)) => bindings.extend(
                settings
                    .iter()
                    .filter_map(|setting| binding(actions, view, setting, &mut faults)),
            ),
            (Some(_), None) => faults.push(table.position.fault(
                &format!("`{}` is a table", table.view),
                format!("Write it as [keys.{}]", table.view),
            )),
            (None, _) => {
                let (what, hint) = unknown_name("view", &table.view, &names);
                faults.push(table.position.fault(&what, hint));
            }
        }
    }
    faults.sort_by_key(|fault| fault.offset);
    let refusals = faults.into_iter().map(|fault| fault.refusal).collect();
    (bindings, refusals)
}

fn binding(
    actions: ActionTable,
    view: ViewKind,
    setting: &KeySetting,
    faults: &mut Vec<SettingsFault>,
) -> Option<Binding> {
    let name = setting.action.as_str();
    match actions.find(name) {
        Some(action) if action.kind() == view => {
            let keys: Vec<(String, Vec<Key>)> = setting
                .keys
                .iter()
                .filter_map(|key| {
                    parse_key(action, key)
                        .map_err(|fault| faults.push(fault))
                        .ok()
                })
                .collect();
            // An empty list takes all keys away; a list of mistakes changes nothing.
            (!keys.is_empty() || setting.keys.is_empty()).then(|| Binding {
                action,
                keys,
                place: setting.position.line.clone(),
            })
        }
        Some(action) => {
            let right = action.kind().name();
            faults.push(setting.position.fault(
                &format!("`{name}` does not belong to {}", view.name()),
                format!("Write it under [keys.{right}]"),
            ));
            None
        }
        None => {
            let names: Vec<&str> = actions
                .all()
                .filter(|action| action.kind() == view)
                .map(|action| action.name)
                .collect();
            let (what, hint) = unknown_name("action", name, &names);
            faults.push(setting.position.fault(&what, hint));
            None
        }
    }
}

/// A key or several in a row, as they are written from now on and as they are pressed.
fn parse_key(action: &Action, key: &WrittenKey) -> Result<(String, Vec<Key>), SettingsFault> {
    let fault = |what: &str, hint: &str| key.position.fault(what, hint);
    let Some(written) = &key.words else {
        return Err(fault(
            "a key is a word in quotation marks",
            "Write keys as [\"w\", \"Ctrl-p\", \"g u\"]",
        ));
    };
    let allowed = Key::parse_all(written).and_then(|pressed| match action.run {
        ActionHandler::Dialog(deed) if !pressed.is_empty() => {
            deed.allows(&pressed).map(|()| pressed)
        }
        _ => Ok(pressed),
    });
    match allowed {
        Ok(pressed) if pressed.is_empty() => Err(fault(
            "this key is empty",
            "An empty list [] removes all keys",
        )),
        Ok(pressed) => {
            let written: Vec<String> = pressed.iter().map(Key::to_string).collect();
            Ok((written.join(" "), pressed))
        }
        Err(Refusal { what, hint }) => Err(fault(&what, &hint)),
    }
}

/// The message about settings that leave no key for an action every dialog needs.
pub(super) fn locked(place: &str, lost: DialogAction) -> Refusal {
    Refusal::new(
        format!("{place}: this leaves no key for {}", lost.action().name),
        "Give it a key that nothing else has; until then questions have the keys from the start",
    )
}

/// The text of a settings file that changes nothing yet.
pub fn example(actions: ActionTable) -> String {
    let mut text = String::from(
        "# Settings of virk. Take the # away in front of what you change.\n\
         # `virk config check` looks the file through; `virk config show` tells where it lies.\n\n\
         # background = \"auto\"   # auto, light, dark\n\
         # colours = \"auto\"      # auto, none, 16, 256, true\n\
         # mouse = true          # false leaves the mouse to the terminal\n\
         # lock_after = 15       # minutes until the screen of an encrypted study is hidden; 0: never\n\
         # coder = \"AB\"          # who is at work, unless --coder or VIRK_CODER says it\n\n\
         # Keys: w, W, Ctrl-p, Alt-x, Shift-Tab, F2, Space; \"g u\" is g and then u.\n\
         # What is written here replaces the keys an action has from the start; [] takes them away.\n",
    );
    let mut places = ViewKind::VARIANTS.to_vec();
    places.sort_by_key(|place| *place != ViewKind::Anywhere);
    for place in places {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n# {}\n[keys.{}]\n", place.title(), place.name());
        for action in actions.all().filter(|action| action.kind() == place) {
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
    use crate::tui::screens::ACTIONS;

    fn faults(text: &str) -> Vec<String> {
        let (_, faults) = read_bindings(ACTIONS, &Settings::parse(text, "config.toml"));
        faults
            .iter()
            .map(|fault| format!("{}. {}", fault.what, fault.hint.split(';').next().unwrap()))
            .collect()
    }

    #[test]
    fn keys_are_read() {
        let text = "[keys.transcript]\ncode = [\"c\", \"g  q\"]\nuncode = \"X\"\n";
        let (bindings, faults) = read_bindings(ACTIONS, &Settings::parse(text, "config.toml"));
        assert!(faults.is_empty(), "{faults:?}");
        let keys: Vec<(&str, Vec<&str>)> = bindings
            .iter()
            .map(|binding| {
                (
                    binding.action.name,
                    binding
                        .keys
                        .iter()
                        .map(|(written, _)| written.as_str())
                        .collect(),
                )
            })
            .collect();
        assert_eq!(keys, [("code", vec!["c", "g q"]), ("uncode", vec!["X"])]);
    }

    #[test]
    fn faults_name_the_line_and_the_nearest_name() {
        assert_eq!(
            faults("mouse = true\nbackround = \"dark\""),
            ["config.toml, line 2: there is no setting `backround`. Perhaps `background`"]
        );
        assert_eq!(
            faults("background = \"drak\""),
            ["config.toml, line 1: `background` cannot be \"drak\". Perhaps \"dark\""]
        );
        let keys = "[keys.transcript]\n\nnext_wrd = \"w\"\nundo = \"z\"\ncode = [\"Ctr-x\", 7]\n[keys.trnscript]\n";
        assert_eq!(
            faults(keys),
            [
                "config.toml, line 3: there is no action `next_wrd`. Perhaps `next_word`",
                "config.toml, line 4: `undo` does not belong to transcript. Write it under [keys.anywhere]",
                "config.toml, line 5: `Ctr-x` is not a key. Write keys like w, Ctrl-p, Shift-Tab, F2 or Space",
                "config.toml, line 5: a key is a word in quotation marks. Write keys as [\"w\", \"Ctrl-p\", \"g u\"]",
                "config.toml, line 6: there is no view `trnscript`. Perhaps `transcript`",
            ]
        );
    }

    #[test]
    fn keys_of_questions_type_nothing() {
        let keys = "[keys.questions]\nleave = [\"q\", \"Ctrl-q\"]\nanswr = \"F8\"\ngo_on = \"g n\"\nmore_codes = [\"*\", \"m\"]\n";
        assert_eq!(
            faults(keys),
            [
                "config.toml, line 2: `q` types a letter or picks a choice in a form. Take a key that types nothing, such as Ctrl-x, Alt-x or F8",
                "config.toml, line 3: there is no action `answr`. Perhaps `answer`",
                "config.toml, line 4: `g n` is more than one key, and forms take one at a time. Take one key, such as Ctrl-x, Alt-x or F8",
                "config.toml, line 5: `m` types a letter or picks a choice in a form. Take a key that types nothing, such as Ctrl-x, Alt-x or F8",
            ]
        );
        // What is left is obeyed.
        let (bindings, _) = read_bindings(ACTIONS, &Settings::parse(keys, "config.toml"));
        let left: Vec<(&str, &str)> = bindings
            .iter()
            .flat_map(|binding| {
                binding
                    .keys
                    .iter()
                    .map(|(written, _)| (binding.action.name, &**written))
            })
            .collect();
        assert_eq!(left, [("leave", "Ctrl-q"), ("more_codes", "*")]);
    }
}

#[cfg(test)]
mod settings_example_tests {
    use super::*;
    use crate::settings::Settings;
    use crate::tui::key_bindings::read_bindings;
    use crate::tui::screens::ACTIONS;

    #[test]
    fn the_example_is_what_is_there_from_the_start() {
        let read = |text: &str| read_bindings(ACTIONS, &Settings::parse(text, "example"));
        assert!(read(&example(ACTIONS)).1.is_empty());
        // Also with every setting of a key switched on.
        let on = example(ACTIONS)
            .replace("\n# ", "\n")
            .lines()
            .filter(|line| line.starts_with('[') || line.contains(" = ["))
            .collect::<Vec<_>>()
            .join("\n");
        let (bindings, faults) = read(&on);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(bindings.len(), ACTIONS.all().count());
    }
}
