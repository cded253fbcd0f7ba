//! Styles by role: screens use roles, never colours, and nothing depends on colour alone. With
//! [`ColourDepth::None`] every role is still a modifier or a sign.

use super::colour::{ColourDepth, Rgb};
use ratatui::style::{Color, Modifier, Style};

/// The role of a piece of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::VariantArray))]
pub enum StyleRole {
    Text,
    /// Secondary text: the interviewer, notes, counts.
    Muted,
    /// Rules, gutters and frames.
    Rule,
    Title,
    Status,
    Key,
    /// Something was done.
    Success,
    /// Something was refused.
    Error,
    /// The selected row.
    Current,
    Selected,
    /// The current word.
    Cursor,
    /// Letters that match typed text, and search hits.
    Match,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    depth: ColourDepth,
    /// Text and background colours, as far as they can be known.
    ink: Rgb,
    paper: Rgb,
    pub light: bool,
}

impl Theme {
    /// A theme for a terminal of this depth with a light or dark background.
    pub fn new(depth: ColourDepth, light: bool) -> Theme {
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

    /// Switches between light and dark.
    pub fn toggled(&self) -> Theme {
        Theme::new(self.depth, !self.light)
    }

    pub fn style(&self, role: StyleRole) -> Style {
        match self.depth {
            ColourDepth::None => plain(role),
            ColourDepth::Sixteen => self.sixteen(role),
            ColourDepth::Palette | ColourDepth::True => self.rich(role),
        }
    }

    fn rich(&self, role: StyleRole) -> Style {
        let ink = |share: f32| self.paper.mix(self.ink, share).nearest(self.depth);
        let blue = if self.light {
            Rgb(0, 70, 140)
        } else {
            Rgb(130, 180, 240)
        };
        let red = if self.light {
            Rgb(170, 20, 20)
        } else {
            Rgb(255, 140, 120)
        };
        let style = Style::new();
        match role {
            // A title stands in a rule, whose colour must not stay.
            StyleRole::Text | StyleRole::Title => plain(role).fg(Color::Reset),
            StyleRole::Muted => style.fg(ink(0.70)),
            StyleRole::Rule => style.fg(ink(0.32)),
            StyleRole::Status => style.fg(ink(0.85)).bg(ink(0.12)),
            StyleRole::Key => style
                .fg(blue.nearest(self.depth))
                .add_modifier(Modifier::BOLD),
            StyleRole::Success => style.fg(blue.nearest(self.depth)),
            StyleRole::Error => style
                .fg(red.nearest(self.depth))
                .add_modifier(Modifier::BOLD),
            StyleRole::Current => style.bg(self.paper.mix(blue, 0.17).nearest(self.depth)),
            StyleRole::Selected => style
                .fg(self.ink.nearest(self.depth))
                .bg(self.paper.mix(blue, 0.42).nearest(self.depth)),
            StyleRole::Cursor => style
                .fg(self.paper.nearest(self.depth))
                .bg(self.ink.nearest(self.depth)),
            StyleRole::Match => style
                .fg(if self.light {
                    Rgb(115, 45, 0)
                } else {
                    Rgb(245, 190, 90)
                }
                .nearest(self.depth))
                .add_modifier(Modifier::BOLD),
        }
    }

    fn sixteen(&self, role: StyleRole) -> Style {
        let accent = if self.light {
            Color::Blue
        } else {
            Color::LightCyan
        };
        let style = Style::new();
        match role {
            StyleRole::Text | StyleRole::Title => plain(role).fg(Color::Reset),
            StyleRole::Rule => style.fg(Color::DarkGray),
            // Dark grey is too faint on either background in some terminals.
            StyleRole::Muted if self.light => style.fg(Color::Black).add_modifier(Modifier::DIM),
            StyleRole::Muted => style.fg(Color::Gray),
            StyleRole::Key => style.fg(accent).add_modifier(Modifier::BOLD),
            StyleRole::Success => style.fg(accent),
            StyleRole::Error => style
                .fg(if self.light {
                    Color::Red
                } else {
                    Color::LightRed
                })
                .add_modifier(Modifier::BOLD),
            StyleRole::Match => style
                .fg(if self.light {
                    Color::Magenta
                } else {
                    Color::LightYellow
                })
                .add_modifier(Modifier::BOLD),
            other => plain(other),
        }
    }

    /// Style of a code's glyph, tag and stripe.
    pub fn code(&self, colour: &str) -> Style {
        match self.depth {
            ColourDepth::None => Style::new(),
            _ => Style::new().fg(Rgb::parse(colour)
                .legible(self.paper, self.ink)
                .nearest(self.depth)),
        }
    }

    /// Contrast of a code's colour with the background, as chosen and as displayed: 1 to 21 (WCAG
    /// 2).
    pub fn contrast(&self, colour: &str) -> (f32, f32) {
        let given = Rgb::parse(colour);
        (
            given.contrast(self.paper),
            given.legible(self.paper, self.ink).contrast(self.paper),
        )
    }

    /// Style of words under a code; under several they are underlined, too.
    pub fn coded_words(&self, colour: &str, several: bool) -> Style {
        let style = match self.depth {
            ColourDepth::None => return plain_coded(several),
            ColourDepth::Sixteen => self.code(colour).add_modifier(Modifier::UNDERLINED),
            ColourDepth::Palette | ColourDepth::True => {
                let share = if self.light { 0.22 } else { 0.34 };
                let tint = self.paper.mix(Rgb::parse(colour), share);
                Style::new()
                    .fg(self.ink.nearest(self.depth))
                    .bg(tint.nearest(self.depth))
            }
        };
        match (several, self.depth) {
            (false, _) => style,
            (true, ColourDepth::Sixteen) => style.add_modifier(Modifier::BOLD),
            (true, _) => style.add_modifier(Modifier::UNDERLINED),
        }
    }
}

/// Modifiers only.
fn plain(role: StyleRole) -> Style {
    let style = Style::new();
    match role {
        StyleRole::Success => style,
        StyleRole::Text => style.remove_modifier(Modifier::DIM),
        StyleRole::Muted | StyleRole::Rule => style.add_modifier(Modifier::DIM),
        StyleRole::Title => style
            .remove_modifier(Modifier::DIM)
            .add_modifier(Modifier::BOLD),
        StyleRole::Key => style.add_modifier(Modifier::BOLD),
        StyleRole::Error => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        StyleRole::Status | StyleRole::Current | StyleRole::Selected | StyleRole::Cursor => {
            style.add_modifier(Modifier::REVERSED)
        }
        StyleRole::Match => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
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
    use strum::VariantArray;

    #[test]
    fn without_colour_there_is_none() {
        let theme = Theme::new(ColourDepth::None, false);
        let styles = StyleRole::VARIANTS.iter().map(|role| theme.style(*role));
        for style in styles.chain([theme.coded_words("#FF0000", true), theme.code("#FF0000")]) {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }

    /// The colours of xterm and of the VGA console, in the order of the sixteen.
    const TABLES: [[Rgb; 16]; 2] = [
        [
            Rgb(0, 0, 0),
            Rgb(205, 0, 0),
            Rgb(0, 205, 0),
            Rgb(205, 205, 0),
            Rgb(0, 0, 238),
            Rgb(205, 0, 205),
            Rgb(0, 205, 205),
            Rgb(229, 229, 229),
            Rgb(127, 127, 127),
            Rgb(255, 0, 0),
            Rgb(0, 255, 0),
            Rgb(255, 255, 0),
            Rgb(92, 92, 255),
            Rgb(255, 0, 255),
            Rgb(0, 255, 255),
            Rgb(255, 255, 255),
        ],
        [
            Rgb(0, 0, 0),
            Rgb(170, 0, 0),
            Rgb(0, 170, 0),
            Rgb(170, 85, 0),
            Rgb(0, 0, 170),
            Rgb(170, 0, 170),
            Rgb(0, 170, 170),
            Rgb(170, 170, 170),
            Rgb(85, 85, 85),
            Rgb(255, 85, 85),
            Rgb(85, 255, 85),
            Rgb(255, 255, 85),
            Rgb(85, 85, 255),
            Rgb(255, 85, 255),
            Rgb(85, 255, 255),
            Rgb(255, 255, 255),
        ],
    ];

    /// What a terminal shows for a colour; `unset` is its own text or background.
    fn shown(colour: Option<Color>, unset: Rgb, table: &[Rgb; 16]) -> Rgb {
        let sixteen = [
            Color::Black,
            Color::Red,
            Color::Green,
            Color::Yellow,
            Color::Blue,
            Color::Magenta,
            Color::Cyan,
            Color::Gray,
            Color::DarkGray,
            Color::LightRed,
            Color::LightGreen,
            Color::LightYellow,
            Color::LightBlue,
            Color::LightMagenta,
            Color::LightCyan,
            Color::White,
        ];
        match colour {
            None | Some(Color::Reset) => unset,
            Some(Color::Rgb(r, g, b)) => Rgb(r, g, b),
            Some(Color::Indexed(index @ 16..=231)) => {
                let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
                let index = index - 16;
                Rgb(level(index / 36), level(index / 6 % 6), level(index % 6))
            }
            Some(Color::Indexed(index)) => {
                let grey = 8 + 10 * (index - 232);
                Rgb(grey, grey, grey)
            }
            Some(named) => {
                let place = sixteen.iter().position(|known| *known == named);
                table[place.expect("one of sixteen")]
            }
        }
    }

    /// Every meaning but lines, on the background, on the selected row and in the status line.
    #[test]
    fn every_word_can_be_read_in_every_theme_and_depth() {
        let mut faint = Vec::new();
        for light in [false, true] {
            let (ink, paper) = if light {
                (Rgb(0, 0, 0), Rgb(255, 255, 255))
            } else {
                (Rgb(229, 229, 229), Rgb(0, 0, 0))
            };
            for depth in [
                ColourDepth::Sixteen,
                ColourDepth::Palette,
                ColourDepth::True,
            ] {
                let theme = Theme::new(depth, light);
                for role in StyleRole::VARIANTS
                    .iter()
                    .filter(|role| **role != StyleRole::Rule)
                {
                    for table in &TABLES {
                        let style = theme.style(*role);
                        let reversed = style.add_modifier.contains(Modifier::REVERSED);
                        let row = theme.style(StyleRole::Current);
                        let on_row = [paper, shown(row.bg, paper, table)];
                        let grounds = if style.bg.is_some() || reversed {
                            vec![shown(style.bg, paper, table)]
                        } else {
                            on_row.to_vec()
                        };
                        for ground in grounds {
                            let contrast = shown(style.fg, ink, table).contrast(ground);
                            if contrast < 4.5 {
                                faint.push(format!(
                                    "{role:?} {depth:?} light {light}: {contrast:.1}"
                                ));
                            }
                        }
                    }
                }
            }
        }
        faint.dedup();
        assert!(faint.is_empty(), "{faint:#?}");
    }

    proptest! {
        #[test]
        fn coded_words_can_be_read_in_any_colour(r: u8, g: u8, b: u8, light: bool) {
            let style = Theme::new(ColourDepth::True, light).coded_words(&format!("#{r:02x}{g:02x}{b:02x}"), false);
            let rgb = |colour| if let Some(Color::Rgb(r, g, b)) = colour { Rgb(r, g, b) } else { panic!() };
            prop_assert!(rgb(style.fg).contrast(rgb(style.bg)) >= 4.5);
        }
    }
}
