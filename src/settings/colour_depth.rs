//! How many colours the terminal shows: as set by the user, or as detected.

use strum::{EnumString, IntoStaticStr};

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
