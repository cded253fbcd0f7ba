//! What things look like. Screens speak of meanings, never of colours, and
//! nothing rests on colour alone: with [`Depth::None`] every meaning is still a
//! modifier or a sign.

use super::colour::{Depth, Rgb};
use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// What is there to be read.
    Text,
    /// What may be read over: the interviewer, notes, counts.
    Quiet,
    /// Rules, gutters and frames.
    Rule,
    /// A heading.
    Title,
    /// The status line.
    Status,
    /// A key to press.
    Key,
    /// What was just done.
    Said,
    /// What was refused.
    Refused,
    /// The row one stands on.
    Current,
    /// Selected words.
    Selected,
    /// The word one stands on.
    Cursor,
    /// Letters that match what was typed, and hits of a search.
    Match,
}

/// The colours of one terminal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    depth: Depth,
    /// What the text is written with and on, as far as one can know.
    ink: Rgb,
    paper: Rgb,
    light: bool,
}

impl Theme {
    /// A theme for a terminal of this depth, on a light or a dark background.
    #[must_use]
    pub fn new(depth: Depth, light: bool) -> Theme {
        let (ink, paper) = if light {
            (Rgb(24, 26, 32), Rgb(255, 255, 255))
        } else {
            (Rgb(226, 229, 236), Rgb(22, 24, 29))
        };
        Theme {
            depth,
            ink,
            paper,
            light,
        }
    }

    /// The light theme for the dark one, and the other way round.
    #[must_use]
    pub fn turned(&self) -> Theme {
        Theme::new(self.depth, !self.light)
    }

    /// The look of a meaning.
    #[must_use]
    pub fn style(&self, meaning: Meaning) -> Style {
        match self.depth {
            Depth::None => plain(meaning),
            Depth::Sixteen => self.sixteen(meaning),
            Depth::Palette | Depth::True => self.rich(meaning),
        }
    }

    fn rich(&self, meaning: Meaning) -> Style {
        let ink = |share: f32| self.paper.mix(self.ink, share).at(self.depth);
        let blue = if self.light {
            Rgb(0, 82, 155)
        } else {
            Rgb(130, 180, 240)
        };
        let red = if self.light {
            Rgb(170, 20, 20)
        } else {
            Rgb(255, 140, 120)
        };
        let style = Style::new();
        match meaning {
            Meaning::Text => style,
            Meaning::Quiet => style.fg(ink(0.58)),
            Meaning::Rule => style.fg(ink(0.32)),
            Meaning::Title => style.add_modifier(Modifier::BOLD),
            Meaning::Status => style.fg(ink(0.85)).bg(ink(0.12)),
            Meaning::Key => style.fg(blue.at(self.depth)).add_modifier(Modifier::BOLD),
            Meaning::Said => style.fg(blue.at(self.depth)),
            Meaning::Refused => style.fg(red.at(self.depth)).add_modifier(Modifier::BOLD),
            Meaning::Current => style.bg(self.paper.mix(blue, 0.22).at(self.depth)),
            Meaning::Selected => style
                .fg(self.ink.at(self.depth))
                .bg(self.paper.mix(blue, 0.42).at(self.depth)),
            Meaning::Cursor => style
                .fg(self.paper.at(self.depth))
                .bg(self.ink.at(self.depth)),
            Meaning::Match => style
                .fg(if self.light {
                    Rgb(150, 70, 0)
                } else {
                    Rgb(245, 190, 90)
                }
                .at(self.depth))
                .add_modifier(Modifier::BOLD),
        }
    }

    fn sixteen(&self, meaning: Meaning) -> Style {
        let accent = if self.light {
            Color::Blue
        } else {
            Color::LightCyan
        };
        let style = Style::new();
        match meaning {
            Meaning::Quiet | Meaning::Rule => style.fg(Color::DarkGray),
            Meaning::Key => style.fg(accent).add_modifier(Modifier::BOLD),
            Meaning::Said => style.fg(accent),
            Meaning::Refused => style.fg(Color::LightRed).add_modifier(Modifier::BOLD),
            Meaning::Match => style
                .fg(if self.light {
                    Color::Magenta
                } else {
                    Color::LightYellow
                })
                .add_modifier(Modifier::BOLD),
            other => plain(other),
        }
    }

    /// The look of a code's own signs: its glyph, its tag, its stripe.
    #[must_use]
    pub fn code(&self, colour: &str) -> Style {
        match self.depth {
            Depth::None => Style::new(),
            _ => Style::new().fg(Rgb::parse(colour)
                .legible(self.paper, self.ink)
                .at(self.depth)),
        }
    }

    /// How well a code's colour is read on this background, as it is given and
    /// as it is shown: 1 to 21 (WCAG 2 contrast ratio).
    #[must_use]
    pub fn contrast(&self, colour: &str) -> (f32, f32) {
        let given = Rgb::parse(colour);
        (
            given.contrast(self.paper),
            given.legible(self.paper, self.ink).contrast(self.paper),
        )
    }

    /// The look of words under a code, or under several: then also underlined.
    #[must_use]
    pub fn coded(&self, colour: &str, several: bool) -> Style {
        let style = match self.depth {
            Depth::None => return plain_coded(several),
            Depth::Sixteen => self.code(colour).add_modifier(Modifier::UNDERLINED),
            Depth::Palette | Depth::True => {
                let share = if self.light { 0.22 } else { 0.34 };
                let tint = self.paper.mix(Rgb::parse(colour), share);
                Style::new()
                    .fg(self.ink.at(self.depth))
                    .bg(tint.at(self.depth))
            }
        };
        match (several, self.depth) {
            (false, _) => style,
            (true, Depth::Sixteen) => style.add_modifier(Modifier::BOLD),
            (true, _) => style.add_modifier(Modifier::UNDERLINED),
        }
    }
}

/// Without colours: modifiers only.
fn plain(meaning: Meaning) -> Style {
    let style = Style::new();
    match meaning {
        Meaning::Text | Meaning::Said => style,
        Meaning::Quiet | Meaning::Rule => style.add_modifier(Modifier::DIM),
        Meaning::Title | Meaning::Key => style.add_modifier(Modifier::BOLD),
        Meaning::Refused => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Meaning::Status | Meaning::Current | Meaning::Selected | Meaning::Cursor => {
            style.add_modifier(Modifier::REVERSED)
        }
        Meaning::Match => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
    }
}

fn plain_coded(several: bool) -> Style {
    let style = Style::new().add_modifier(Modifier::UNDERLINED);
    if several {
        style.add_modifier(Modifier::BOLD)
    } else {
        style
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Meaning; 12] = [
        Meaning::Text,
        Meaning::Quiet,
        Meaning::Rule,
        Meaning::Title,
        Meaning::Status,
        Meaning::Key,
        Meaning::Said,
        Meaning::Refused,
        Meaning::Current,
        Meaning::Selected,
        Meaning::Cursor,
        Meaning::Match,
    ];

    #[test]
    fn without_colour_there_is_none() {
        let theme = Theme::new(Depth::None, false);
        let styles = ALL.map(|meaning| theme.style(meaning));
        for style in styles
            .into_iter()
            .chain([theme.coded("#FF0000", true), theme.code("#FF0000")])
        {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }

    proptest! {
        #[test]
        fn coded_words_can_be_read_in_any_colour(r: u8, g: u8, b: u8, light: bool) {
            let style = Theme::new(Depth::True, light).coded(&format!("#{r:02x}{g:02x}{b:02x}"), false);
            let rgb = |colour| if let Some(Color::Rgb(r, g, b)) = colour { Rgb(r, g, b) } else { panic!() };
            prop_assert!(rgb(style.fg).contrast(rgb(style.bg)) >= 4.5);
        }
    }
}
