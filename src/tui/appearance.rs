//! Whether the background is light: as the user last chose, as the terminal says, or as a variable
//! describes it.

use crate::disk;
use crate::log;
use std::path::PathBuf;
use std::time::Duration;
use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

/// Longest wait for a terminal that does not answer; a line over ssh answers within it.
const PATIENCE: Duration = Duration::from_millis(300);

/// What the user chose by a key, on any day before.
pub fn remembered() -> Option<bool> {
    let chosen = disk::read(&file()?, 16).ok()?;
    match chosen.trim_ascii() {
        b"light" => Some(true),
        b"dark" => Some(false),
        _ => None,
    }
}

/// Remembers what the user chose. That it cannot be written only costs the key again.
pub fn remember(light: bool) {
    let Some(file) = file() else { return };
    if let Some(folder) = file.parent() {
        let _ = disk::create_folder(folder);
    }
    let _ = disk::write(&file, if light { "light\n" } else { "dark\n" });
}

fn file() -> Option<PathBuf> {
    Some(log::data_folder()?.join("background"))
}

/// Reads `COLORFGBG`, by which some terminals describe their colours, e.g. `0;15`; without it asks
/// the terminal. Dark if nobody says.
pub fn has_light_background(variable: impl Fn(&str) -> Option<String>) -> bool {
    match variable("COLORFGBG") {
        Some(value) => is_light(&value),
        None => {
            let mut options = QueryOptions::default();
            options.timeout = PATIENCE;
            matches!(theme_mode(options), Ok(ThemeMode::Light))
        }
    }
}

fn is_light(colours: &str) -> bool {
    colours
        .rsplit(';')
        .next()
        .and_then(|background| background.parse::<u8>().ok())
        .is_some_and(|background| background == 7 || background == 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_names_the_background_last() {
        for (colours, light) in [
            ("0;15", true),
            ("15;0", false),
            ("0;default;7", true),
            ("", false),
        ] {
            assert_eq!(is_light(colours), light, "{colours}");
        }
    }
}
