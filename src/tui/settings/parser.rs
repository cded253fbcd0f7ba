//! Parses the settings. Unknown names are compared with the valid ones, so that `backround` is
//! answered with `background` and its line.

use super::{Binding, Settings};
use crate::study::{Refusal, lookup::nearest_name};
use crate::tui::{
    action::{self, Action, ActionHandler, ViewKind},
    colour::ColourDepth,
    key::Key,
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Top-level keys of the file.
const NAMES: [&str; 5] = ["background", "colours", "mouse", "coder", "keys"];

struct SettingsParser<'a> {
    text: &'a str,
    name: &'a str,
    settings: Settings,
    /// Byte offset of each error, and its message.
    faults: Vec<(usize, Refusal)>,
}

pub fn read(text: &str, name: &str) -> Settings {
    let mut reader = SettingsParser {
        text,
        name,
        settings: Settings::default(),
        faults: Vec::new(),
    };
    // Recovers from syntax errors, so that the valid lines are still applied.
    let (table, faults) = DeTable::parse_recoverable(text);
    for fault in faults {
        let at = fault.span().map_or(0, |span| span.start);
        let what = fault
            .message()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        reader.fault(
            at,
            format!("this is not TOML: {what}"),
            "Write settings as name = \"value\", one on each line",
        );
    }
    reader.top(table.get_ref());
    reader.faults.sort_by_key(|(at, _)| *at);
    reader.settings.faults = reader.faults.into_iter().map(|(_, fault)| fault).collect();
    reader.settings
}

impl SettingsParser<'_> {
    /// Describes the position of a byte offset.
    fn place(&self, at: usize) -> String {
        let line = self
            .text
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1;
        format!("{}, line {line}", self.name)
    }

    fn fault(&mut self, at: usize, what: String, hint: impl Into<String>) {
        let place = self.place(at);
        self.faults
            .push((at, Refusal::new(format!("{place}: {what}"), hint)));
    }

    fn top(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let at = value.span().start;
            match (&*key.get_ref().clone(), value.get_ref()) {
                ("background", DeValue::String(word)) => match &**word {
                    "light" => self.settings.light = Some(true),
                    "dark" => self.settings.light = Some(false),
                    "auto" => self.settings.light = None,
                    other => self.no_value(at, "background", other, &["auto", "light", "dark"]),
                },
                ("colours", DeValue::String(word)) => self.colours(at, word),
                ("colours", DeValue::Integer(number)) => self.colours(at, number.as_str()),
                ("mouse", DeValue::Boolean(on)) => self.settings.mouse = Some(*on),
                ("coder", DeValue::String(name)) if !name.trim().is_empty() => {
                    self.settings.coder = Some(name.trim().to_owned())
                }
                ("keys", DeValue::Table(places)) => self.keys(places),
                ("mouse", _) => self.fault(
                    at,
                    "`mouse` is true or false".into(),
                    "Write mouse = false to leave it to the terminal",
                ),
                ("background" | "colours" | "coder", _) => {
                    self.fault(
                        at,
                        format!("`{}` is a word in quotation marks", key.get_ref()),
                        "`virk config example` shows how",
                    );
                }
                ("keys", _) => {
                    self.fault(
                        at,
                        "`keys` is a table".into(),
                        "Begin it with a line [keys.transcript], as `virk config example` shows",
                    );
                }
                (other, _) => self.unknown(key.span().start, "setting", other, &NAMES),
            }
        }
    }

    fn colours(&mut self, at: usize, word: &str) {
        match ColourDepth::parse(word) {
            Some(depth) => self.settings.depth = Some(depth),
            None if word == "auto" => self.settings.depth = None,
            None => self.no_value(at, "colours", word, &["auto", "none", "16", "256", "true"]),
        }
    }

    fn no_value(&mut self, at: usize, setting: &str, typed: &str, values: &[&str]) {
        let near = nearest_name(typed, values.iter().copied())
            .map(|name| format!("Perhaps \"{name}\"; it"))
            .unwrap_or("It".into());
        self.fault(
            at,
            format!("`{setting}` cannot be \"{typed}\""),
            format!("{near} is one of: {}", values.join(", ")),
        );
    }

    fn unknown(&mut self, at: usize, sort: &str, typed: &str, names: &[&str]) {
        let all = if sort == "action" {
            "`virk config keys` lists all of them".to_owned()
        } else {
            format!("there are: {}", names.join(", "))
        };
        let hint = match nearest_name(&typed.to_lowercase(), names.iter().copied()) {
            Some(name) => format!("Perhaps `{name}`; {all}"),
            None => all.replacen("there", "There", 1),
        };
        self.fault(at, format!("there is no {sort} `{typed}`"), hint);
    }

    fn keys(&mut self, places: &DeTable<'_>) {
        let names: Vec<String> = ViewKind::ALL.iter().map(|place| place.name()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for (key, value) in places {
            let at = key.span().start;
            let place = ViewKind::ALL
                .into_iter()
                .find(|place| place.name() == **key.get_ref());
            match (place, value.get_ref()) {
                (Some(place), DeValue::Table(actions)) => self.actions(place, actions),
                (Some(_), _) => self.fault(
                    at,
                    format!("`{}` is a table", key.get_ref()),
                    format!("Write it as [keys.{}]", key.get_ref()),
                ),
                (None, _) => self.unknown(at, "view", key.get_ref(), &names),
            }
        }
    }

    fn actions(&mut self, place: ViewKind, actions: &DeTable<'_>) {
        for (key, value) in actions {
            let (at, name) = (key.span().start, &**key.get_ref());
            match action::all().find(|action| action.name == name) {
                Some(action) if action.kind() == place => {
                    let keys = self.written(action, value);
                    let place = self.place(at);
                    // An empty list unbinds the action; a list of invalid keys changes nothing.
                    if !keys.is_empty()
                        || matches!(value.get_ref(), DeValue::Array(words) if words.is_empty())
                    {
                        self.settings.bindings.push(Binding {
                            action,
                            keys,
                            place,
                        });
                    }
                }
                Some(action) => {
                    let right = action.kind().name();
                    self.fault(
                        at,
                        format!("`{name}` does not belong to {}", place.name()),
                        format!("Write it under [keys.{right}]"),
                    );
                }
                None => {
                    let names: Vec<&str> = action::all()
                        .filter(|action| action.kind() == place)
                        .map(|action| action.name)
                        .collect();
                    self.unknown(at, "action", name, &names);
                }
            }
        }
    }

    /// Parses a key, or a list of keys, for an action.
    fn written(
        &mut self,
        action: &Action,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<(String, Vec<Key>)> {
        let one = [value.clone()];
        let words: &[Spanned<DeValue<'_>>] = match value.get_ref() {
            DeValue::Array(words) => words,
            _ => &one,
        };
        let mut keys = Vec::new();
        for word in words {
            let at = word.span().start;
            let DeValue::String(written) = word.get_ref() else {
                self.fault(
                    at,
                    "a key is a word in quotation marks".into(),
                    "Write keys as [\"w\", \"Ctrl-p\", \"g u\"]",
                );
                continue;
            };
            let allowed = Key::parse_all(written).and_then(|pressed| match action.run {
                ActionHandler::Dialog(deed) if !pressed.is_empty() => {
                    deed.allows(&pressed).map(|()| pressed)
                }
                _ => Ok(pressed),
            });
            match allowed {
                Ok(pressed) if pressed.is_empty() => self.fault(
                    at,
                    "this key is empty".into(),
                    "An empty list [] takes all keys away",
                ),
                Ok(pressed) => keys.push((
                    pressed
                        .iter()
                        .map(Key::to_string)
                        .collect::<Vec<_>>()
                        .join(" "),
                    pressed,
                )),
                Err(Refusal { what, hint }) => self.fault(at, what, hint),
            }
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let faults = Settings::parse(text, "config.toml").faults.into_iter();
        faults
            .map(|fault| format!("{}. {}", fault.what, fault.hint.split(';').next().unwrap()))
            .collect()
    }

    #[test]
    fn settings_are_read() {
        let text = "background = \"light\"\ncolours = 256\nmouse = false\ncoder = \" AB \"\n[keys.transcript]\ncode = [\"c\", \"g  q\"]\nuncode = \"X\"\n";
        let settings = Settings::parse(text, "config.toml");
        assert!(settings.faults.is_empty(), "{:?}", settings.faults);
        assert_eq!(
            (settings.light, settings.depth, settings.mouse),
            (Some(true), Some(ColourDepth::Palette), Some(false))
        );
        assert_eq!(settings.coder.as_deref(), Some("AB"));
        let keys: Vec<(&str, Vec<&str>)> = settings
            .bindings
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
                "config.toml, line 5: `Ctr-x` is no key. Write keys as w, Ctrl-p, Shift-Tab, F2 or Space",
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
                "config.toml, line 2: `q` is typed or names a choice in a question. Take a key that types nothing, such as Ctrl-x, Alt-x or F8",
                "config.toml, line 3: there is no action `answr`. Perhaps `answer`",
                "config.toml, line 4: `g n` is more than one key, and a question takes one at a time. Take one key, such as Ctrl-x, Alt-x or F8",
                "config.toml, line 5: `m` is typed or names a choice in a question. Take a key that types nothing, such as Ctrl-x, Alt-x or F8",
            ]
        );
        // Valid keys are still applied.
        let bindings = Settings::parse(keys, "config.toml").bindings;
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

    #[test]
    fn a_line_that_is_no_toml_does_not_take_the_others_with_it() {
        let settings = Settings::parse(
            "mouse = false\nbackground = dark\ncoder = \"AB\"\n",
            "config.toml",
        );
        assert!(
            settings.faults[0]
                .what
                .starts_with("config.toml, line 2: this is not TOML"),
            "{:?}",
            settings.faults
        );
        assert_eq!(
            (settings.mouse, settings.coder.as_deref()),
            (Some(false), Some("AB"))
        );
    }
}
