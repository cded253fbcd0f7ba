//! How many colours are used on the screen: as a person sets it, or as the environment tells.

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourDepth {
    /// None: bold, underlined and reversed only.
    None,
    /// The sixteen of old.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// All of them.
    True,
}

impl ColourDepth {
    /// The depth a person names: `none`, `16`, `256` or `true`.
    #[must_use]
    pub fn parse(name: &str) -> Option<ColourDepth> {
        match name {
            "none" => Some(ColourDepth::None),
            "16" => Some(ColourDepth::Sixteen),
            "256" => Some(ColourDepth::Palette),
            "true" => Some(ColourDepth::True),
            _ => None,
        }
    }

    /// What a person calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ColourDepth::None => "none",
            ColourDepth::Sixteen => "16",
            ColourDepth::Palette => "256",
            ColourDepth::True => "true",
        }
    }

    /// What the environment says, in the words of <https://no-color.org> and termstandard.
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
