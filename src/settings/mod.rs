//! A user's settings for all studies: keys, colours, mouse, coder. They are in one TOML file in the
//! system's settings folder, which virk only reads: it never writes into a file that users edit by
//! hand.
//!
//! An error in the file never prevents a study from opening: whatever is valid is applied, and
//! errors are reported with the line and the nearest valid name.
//!
//! Which views, actions and keys exist is for the terminal to know: the tables of keys are kept
//! as they are written, and `tui::keymap` reads them.

mod colour_depth;
mod key_table;
mod parser;

pub use colour_depth::ColourDepth;
pub use key_table::{KeySetting, KeyTable, WrittenKey};
pub use parser::unknown_name;

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
    /// The tables of keys, as they are written.
    pub keys: Vec<KeyTable>,
    /// What could not be understood, in the order of the file.
    pub faults: Vec<SettingsFault>,
}

/// Something in the file that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsFault {
    /// The byte where it stands, by which faults found at different times are put in order.
    pub offset: usize,
    /// The message, which names the line, and what to do.
    pub refusal: Refusal,
}

/// A place in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsPosition {
    /// The byte.
    pub offset: usize,
    /// The same for people, e.g. `config.toml, line 7`.
    pub line: String,
}

impl SettingsPosition {
    /// A fault here.
    #[must_use]
    pub fn fault(&self, what: &str, hint: impl Into<String>) -> SettingsFault {
        SettingsFault {
            offset: self.offset,
            refusal: Refusal::new(format!("{}: {what}", self.line), hint),
        }
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
                faults: vec![SettingsFault {
                    offset: 0,
                    refusal: unread(path, &error),
                }],
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
