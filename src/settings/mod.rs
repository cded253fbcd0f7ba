//! A user's settings for all studies: keys, colours, mouse, coder. They are in one TOML file in the
//! system's settings folder, which virk only reads: it never writes into a file that users edit by
//! hand.
//!
//! An error in the file never prevents a study from opening: whatever is valid is applied, and
//! errors are reported with the line and the nearest valid name.
//!
//! Which views, actions and keys exist is for the terminal to know: the tables of keys are kept
//! as they are written, and `tui::key_bindings` reads them.
//!
//! How many colours the terminal shows: as set by the user, or as detected.
//!
//! Keys as the file gives them, before anybody asks whether such views, actions and keys exist.

mod parser;

use crate::study::Refusal;
use etcetera::BaseStrategy;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use strum::{EnumString, IntoStaticStr};

pub use parser::unknown_name;

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
    /// Minutes without a key until the screen of an encrypted study is hidden; 0 for never.
    pub lock_after: Option<u32>,
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
    pub fn load() -> Settings {
        Settings::path().map_or_else(Settings::default, |path| Settings::read(&path))
    }

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
    pub fn parse(text: &str, name: &str) -> Settings {
        parser::read(text, name)
    }
}

fn unread(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::new(
        format!("the settings in {} cannot be read: {error}", path.display()),
        "virk continues with the default settings; `virk config check` looks again",
    )
}

/// Number of colours the terminal shows. Its words are those of the settings.
#[derive(Clone, Copy, Debug, EnumString, IntoStaticStr, PartialEq, Eq)]
#[strum(serialize_all = "lowercase")]
pub enum ColourDepth {
    /// No colours: bold, underlined and reversed only.
    None,
    /// The ANSI colours.
    #[strum(serialize = "16")]
    Sixteen,
    /// The 256-colour palette.
    #[strum(serialize = "256")]
    Palette,
    /// 24-bit colours.
    True,
}

impl ColourDepth {
    /// Detects the depth from the environment, by the rules of <https://no-color.org> and
    /// termstandard.
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> ColourDepth {
        let said = |name: &str| variable(name).unwrap_or_default();
        let (term, colorterm) = (said("TERM"), said("COLORTERM"));
        if !said("NO_COLOR").is_empty() || term == "dumb" {
            ColourDepth::None
        } else if matches!(colorterm.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
            ColourDepth::True
        } else if term.contains("256color") || !said("WT_SESSION").is_empty() {
            ColourDepth::Palette
        } else {
            ColourDepth::Sixteen
        }
    }
}

/// A table `[keys.VIEW]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyTable {
    /// Where its name is written.
    pub position: SettingsPosition,
    /// The name of the view.
    pub view: String,
    /// Its lines; `None` when it is something else than a table.
    pub actions: Option<Vec<KeySetting>>,
}

/// A line of such a table: an action and the keys it is to have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySetting {
    /// Where the name of the action is written.
    pub position: SettingsPosition,
    /// The name of the action.
    pub action: String,
    /// The keys; an empty list takes all keys away.
    pub keys: Vec<WrittenKey>,
}

/// One of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenKey {
    /// Where it is written.
    pub position: SettingsPosition,
    /// Its words, such as `Ctrl-p` or `g u`; `None` when it is no text but, say, a number.
    pub words: Option<String>,
}
