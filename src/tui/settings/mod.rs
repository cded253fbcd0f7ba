//! A user's settings for all studies: keys, colours, mouse, coder. They are in one TOML file in the
//! system's settings folder, which virk only reads: it never writes into a file that users edit by
//! hand.
//!
//! An error in the file never prevents a study from opening: whatever is valid is applied, and
//! errors are reported with the line and the nearest valid name.

mod example;
mod parser;

pub use example::example;

use super::{action::Action, colour::ColourDepth, key::Key, layer::dialog_action::DialogAction};
use crate::export::privacy::Privacy;
use crate::study::Refusal;
use etcetera::BaseStrategy;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The settings of one user.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The file they are read from, whether or not it exists.
    pub file: Option<PathBuf>,
    /// `None` uses what the environment says.
    pub depth: Option<ColourDepth>,
    /// `None` uses what the terminal reports.
    pub light: Option<bool>,
    /// Whether virk handles the mouse; on by default.
    pub mouse: Option<bool>,
    /// The user's name, unless the command line or `VIRK_CODER` gives it.
    pub coder: Option<String>,
    /// Who may read what leaves the screen, by file or clipboard.
    pub privacy: Privacy,
    /// Keys that differ from the defaults.
    pub bindings: Vec<Binding>,
    /// What is invalid, each with its line.
    pub faults: Vec<Refusal>,
}

/// Keys of an action set by the user; they replace its default keys.
#[derive(Clone, Debug)]
pub struct Binding {
    pub action: &'static Action,
    /// Each key sequence as written and as parsed; an empty list unbinds the action.
    pub keys: Vec<(String, Vec<Key>)>,
    /// Where it is written, for messages, e.g. `config.toml, line 7`.
    pub place: String,
}

impl Binding {
    /// True if it affects the keys of this dialog action: its own binding, or one that takes its
    /// default keys.
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
    /// The settings file: `config.toml` in `VIRK_HOME`, else in the system's settings folder.
    /// `None` without a home directory.
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

    /// The user's settings, or the defaults if there is no file.
    #[must_use]
    pub fn load() -> Settings {
        Settings::path().map_or_else(Settings::default, |path| Settings::read(&path))
    }

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

    /// `name` is the file name in error messages.
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
