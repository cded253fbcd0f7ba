//! What a person has settled once for all studies: keys, colours, mouse, who is
//! at work. It stands in one TOML file in the settings folder of the system, and
//! is only ever read: virk refuses to write into what people keep by hand.
//!
//! A fault in the file is never a reason not to open: what can be understood is
//! obeyed, and the rest is said, with its line and the nearest name there is.

mod example;
mod parser;

pub use example::example;

use super::{action::Action, colour::ColourDepth, key::Key, layer::dialog_action::DialogAction};
use crate::export::privacy::Privacy;
use crate::study::Refusal;
use etcetera::BaseStrategy;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The settings of one person.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The file they are from, whether or not it is there.
    pub file: Option<PathBuf>,
    /// How many colours to use; without it what the environment says.
    pub depth: Option<ColourDepth>,
    /// Whether the background is light; without it what the terminal says.
    pub light: Option<bool>,
    /// Whether the mouse selects text in virk; it does unless switched off.
    pub mouse: Option<bool>,
    /// Who is at work, where neither the command line nor `VIRK_CODER` says it.
    pub coder: Option<String>,
    /// Who may read what leaves the screen, as files and on the clipboard.
    pub privacy: Privacy,
    /// Keys that are other than from the start.
    pub bindings: Vec<Binding>,
    /// What could not be understood, each with its line.
    pub faults: Vec<Refusal>,
}

/// An action with the keys a person gave it: they replace those from the start.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The action.
    pub action: &'static Action,
    /// Its keys, each as written and as pressed; none takes the keys away.
    pub keys: Vec<(String, Vec<Key>)>,
    /// Where it is written, for what is said about it, e.g. `config.toml, line 7`.
    pub place: String,
}

impl Binding {
    /// Whether it is about this deed's keys: its own, or those it has from the start.
    pub(super) fn overrides(&self, deed: DialogAction) -> bool {
        let action = deed.action();
        self.action.name == action.name
            || self
                .keys
                .iter()
                .any(|(written, _)| action.keys.contains(&written.as_str()))
    }
}

impl Settings {
    /// The file settings are read from: `config.toml` in `VIRK_HOME` or, without
    /// that, in the settings folder of the system. None where there is no home.
    #[must_use]
    pub fn path() -> Option<PathBuf> {
        if let Some(home) = std::env::var_os("VIRK_HOME") {
            return Some(PathBuf::from(home).join("config.toml"));
        }
        Some(
            etcetera::choose_base_strategy()
                .ok()?
                .config_dir()
                .join("virk")
                .join("config.toml"),
        )
    }

    /// The settings of this person; those from the start when there is no file.
    #[must_use]
    pub fn load() -> Settings {
        Settings::path().map_or_else(Settings::default, |path| Settings::read(&path))
    }

    /// The settings in a file.
    #[must_use]
    pub fn read(path: &Path) -> Settings {
        let mut settings = match std::fs::read_to_string(path) {
            Ok(text) => Settings::parse(&text, &path.display().to_string()),
            Err(error) if error.kind() == ErrorKind::NotFound => Settings::default(),
            Err(error) => Settings {
                faults: vec![unread(path, &error)],
                ..Settings::default()
            },
        };
        settings.file = Some(path.to_owned());
        settings
    }

    /// The settings in a text; `name` is what its faults call it.
    #[must_use]
    pub fn parse(text: &str, name: &str) -> Settings {
        parser::read(text, name)
    }
}

fn unread(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::new(
        format!("the settings in {} cannot be read: {error}", path.display()),
        "virk goes on with the settings from the start; `virk config check` looks again",
    )
}
