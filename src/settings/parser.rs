//! Parses the settings. Unknown names are compared with the valid ones, so that `backround` is
//! answered with `background` and its line.

use super::{
    ColourDepth, KeySetting, KeyTable, Settings, SettingsFault, SettingsPosition, WrittenKey,
};
use crate::study::lookup::nearest_name;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Top-level keys of the file.
const NAMES: [&str; 6] = [
    "background",
    "colours",
    "mouse",
    "lock_after",
    "coder",
    "keys",
];

struct SettingsParser<'a> {
    text: &'a str,
    name: &'a str,
    settings: Settings,
}

pub fn read(text: &str, name: &str) -> Settings {
    let mut reader = SettingsParser {
        text,
        name,
        settings: Settings::default(),
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
    let mut settings = reader.settings;
    settings.faults.sort_by_key(|fault| fault.offset);
    settings
}

impl SettingsParser<'_> {
    fn position(&self, offset: usize) -> SettingsPosition {
        let line = self
            .text
            .bytes()
            .take(offset)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1;
        SettingsPosition {
            offset,
            line: format!("{}, line {line}", self.name),
        }
    }

    fn fault(&mut self, at: usize, what: String, hint: impl Into<String>) {
        let fault: SettingsFault = self.position(at).fault(&what, hint);
        self.settings.faults.push(fault);
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
                ("lock_after", DeValue::Integer(minutes))
                    if minutes.as_str().parse::<u32>().is_ok() =>
                {
                    self.settings.lock_after = minutes.as_str().parse().ok();
                }
                ("coder", DeValue::String(name)) if !name.trim().is_empty() => {
                    self.settings.coder = Some(name.trim().to_owned())
                }
                ("keys", DeValue::Table(views)) => self.keys(views),
                ("mouse", _) => self.fault(
                    at,
                    "`mouse` is true or false".into(),
                    "Write mouse = false to leave it to the terminal",
                ),
                ("lock_after", _) => self.fault(
                    at,
                    "`lock_after` is a whole number of minutes".into(),
                    "Write lock_after = 15, or 0 for never",
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
                (other, _) => {
                    let (what, hint) = unknown_name("setting", other, &NAMES);
                    self.fault(key.span().start, what, hint);
                }
            }
        }
    }

    fn colours(&mut self, at: usize, word: &str) {
        match word.parse::<ColourDepth>().ok() {
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

    fn keys(&mut self, views: &DeTable<'_>) {
        for (view, value) in views {
            let actions = match value.get_ref() {
                DeValue::Table(actions) => Some(self.actions(actions)),
                _ => None,
            };
            let table = KeyTable {
                position: self.position(view.span().start),
                view: view.get_ref().to_string(),
                actions,
            };
            self.settings.keys.push(table);
        }
    }

    fn actions(&self, actions: &DeTable<'_>) -> Vec<KeySetting> {
        actions
            .iter()
            .map(|(action, value)| KeySetting {
                position: self.position(action.span().start),
                action: action.get_ref().to_string(),
                keys: self.written(value),
            })
            .collect()
    }

    /// The keys in a word or a list of words.
    fn written(&self, value: &Spanned<DeValue<'_>>) -> Vec<WrittenKey> {
        let one = std::slice::from_ref(value);
        let words: &[Spanned<DeValue<'_>>] = match value.get_ref() {
            DeValue::Array(words) => words,
            _ => one,
        };
        words
            .iter()
            .map(|word| WrittenKey {
                position: self.position(word.span().start),
                words: match word.get_ref() {
                    DeValue::String(words) => Some(words.to_string()),
                    _ => None,
                },
            })
            .collect()
    }
}

/// The message about a name that does not exist, and the nearest one that does; `kind` is
/// "setting", "view" or "action".
pub fn unknown_name(kind: &str, typed: &str, names: &[&str]) -> (String, String) {
    let all = if kind == "action" {
        "`virk config keys` lists all of them".to_owned()
    } else {
        format!("there are: {}", names.join(", "))
    };
    let hint = match nearest_name(&typed.to_lowercase(), names.iter().copied()) {
        Some(name) => format!("Perhaps `{name}`; {all}"),
        None => all.replacen("there", "There", 1),
    };
    (format!("there is no {kind} `{typed}`"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let text = "background = \"light\"\ncolours = 256\nmouse = false\nlock_after = 5\ncoder = \" AB \"\n[keys.transcript]\ncode = [\"c\", 7]\nmemo = []\n";
        let settings = Settings::parse(text, "config.toml");
        assert!(settings.faults.is_empty(), "{:?}", settings.faults);
        assert_eq!(
            (settings.light, settings.depth, settings.mouse),
            (Some(true), Some(ColourDepth::Palette), Some(false))
        );
        assert_eq!(settings.coder.as_deref(), Some("AB"));
        assert_eq!(settings.lock_after, Some(5));
        let actions = settings.keys[0].actions.as_ref().unwrap();
        let written: Vec<Vec<Option<&str>>> = actions
            .iter()
            .map(|action| action.keys.iter().map(|key| key.words.as_deref()).collect())
            .collect();
        assert_eq!(written, [vec![Some("c"), None], vec![]]);
        assert_eq!(actions[1].position.line, "config.toml, line 8");
    }

    #[test]
    fn minutes_are_whole() {
        for (written, minutes) in [
            ("15", Some(15)),
            ("0", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("\"5\"", None),
        ] {
            let settings = Settings::parse(&format!("lock_after = {written}\n"), "config.toml");
            assert_eq!(settings.lock_after, minutes, "{written}");
            assert_eq!(settings.faults.is_empty(), minutes.is_some(), "{written}");
        }
    }

    #[test]
    fn a_line_that_is_no_toml_does_not_take_the_others_with_it() {
        let settings = Settings::parse(
            "mouse = false\nbackground = dark\ncoder = \"AB\"\n",
            "config.toml",
        );
        assert!(
            settings.faults[0]
                .refusal
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
