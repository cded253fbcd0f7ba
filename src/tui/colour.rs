//! Colour arithmetic: mixing, contrast, and the nearest colour a terminal has.

pub use crate::settings::ColourDepth;
use ratatui::style::Color;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The ANSI colours as most terminals show them, without black, white and the greys.
const SIXTEEN: [(Color, Rgb); 12] = [
    (Color::Red, Rgb(205, 49, 49)),
    (Color::Green, Rgb(13, 160, 110)),
    (Color::Yellow, Rgb(190, 150, 16)),
    (Color::Blue, Rgb(36, 114, 200)),
    (Color::Magenta, Rgb(188, 63, 188)),
    (Color::Cyan, Rgb(17, 168, 205)),
    (Color::LightRed, Rgb(241, 100, 90)),
    (Color::LightGreen, Rgb(35, 209, 139)),
    (Color::LightYellow, Rgb(245, 245, 67)),
    (Color::LightBlue, Rgb(90, 160, 240)),
    (Color::LightMagenta, Rgb(224, 132, 224)),
    (Color::LightCyan, Rgb(100, 214, 235)),
];

impl Rgb {
    /// Parses `#RRGGBB`; anything else is grey.
    pub fn parse(written: &str) -> Rgb {
        let digits = written
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.is_ascii());
        let part = |from: usize| {
            digits.and_then(|digits| u8::from_str_radix(&digits[from..from + 2], 16).ok())
        };
        match (part(0), part(2), part(4)) {
            (Some(red), Some(green), Some(blue)) => Rgb(red, green, blue),
            _ => Rgb(0x99, 0x99, 0x99),
        }
    }

    /// Mixes in `share` (0 to 1) of `other`.
    pub fn mix(self, other: Rgb, share: f32) -> Rgb {
        let part =
            |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
        Rgb(
            part(self.0, other.0),
            part(self.1, other.1),
            part(self.2, other.2),
        )
    }

    /// Relative luminance, 0 to 1 (WCAG 2).
    pub fn luminance(self) -> f32 {
        let part = |byte: u8| {
            let share = f32::from(byte) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(self.0) + 0.7152 * part(self.1) + 0.0722 * part(self.2)
    }

    /// Contrast ratio, 1 to 21 (WCAG 2).
    pub fn contrast(self, other: Rgb) -> f32 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        a.max(b) / a.min(b)
    }

    /// Moves this colour towards `ink` just far enough to be legible on `paper` (contrast 4.5).
    pub fn legible(self, paper: Rgb, ink: Rgb) -> Rgb {
        let steps = (0..=10u8).map(|step| self.mix(ink, f32::from(step) / 10.0));
        steps
            .into_iter()
            .find(|colour| colour.contrast(paper) >= 4.5)
            .unwrap_or(ink)
    }

    /// The nearest colour a terminal of this depth has.
    pub fn nearest(self, depth: ColourDepth) -> Color {
        match depth {
            ColourDepth::None => Color::Reset,
            ColourDepth::True => Color::Rgb(self.0, self.1, self.2),
            ColourDepth::Palette => Color::Indexed(self.palette()),
            ColourDepth::Sixteen => {
                let distance = |(_, other): &&(Color, Rgb)| self.distance(*other);
                SIXTEEN
                    .iter()
                    .min_by_key(distance)
                    .map_or(Color::Reset, |(colour, _)| *colour)
            }
        }
    }

    fn distance(self, other: Rgb) -> u32 {
        let part = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        // The eye distinguishes greens best and blues worst.
        2 * part(self.0, other.0) + 4 * part(self.1, other.1) + 3 * part(self.2, other.2)
    }

    /// Index of the nearest colour in the 6×6×6 cube and the 24 greys.
    fn palette(self) -> u8 {
        let level = |byte: u8| {
            if byte < 48 {
                0
            } else if byte < 115 {
                1
            } else {
                (byte - 35) / 40
            }
        };
        let value = |level: u8| if level == 0 { 0 } else { 55 + 40 * level };
        let (r, g, b) = (level(self.0), level(self.1), level(self.2));
        let grey = ((u16::from(self.0) + u16::from(self.1) + u16::from(self.2)) / 3).clamp(8, 238);
        let step = u8::try_from((grey - 8) / 10).unwrap_or(23).min(23);
        let shade = 8 + 10 * step;
        if self.distance(Rgb(shade, shade, shade))
            < self.distance(Rgb(value(r), value(g), value(b)))
        {
            232 + step
        } else {
            16 + 36 * r + 6 * g + b
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn depth_follows_the_environment() {
        let detect = |pairs: &'static [(&str, &str)]| {
            ColourDepth::detect(|name| {
                pairs
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(detect(&[("TERM", "xterm-256color")]), ColourDepth::Palette);
        assert_eq!(
            detect(&[("TERM", "xterm"), ("COLORTERM", "truecolor")]),
            ColourDepth::True
        );
        assert_eq!(
            detect(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]),
            ColourDepth::None
        );
        assert_eq!(
            detect(&[("TERM", "linux"), ("NO_COLOR", "")]),
            ColourDepth::Sixteen
        );
        assert_eq!(detect(&[("TERM", "dumb")]), ColourDepth::None);
    }

    #[test]
    fn the_palette_has_the_cube_and_the_greys() {
        assert_eq!(
            Rgb(255, 0, 0).nearest(ColourDepth::Palette),
            Color::Indexed(196)
        );
        assert_eq!(
            Rgb(128, 128, 128).nearest(ColourDepth::Palette),
            Color::Indexed(244)
        );
        assert_eq!(
            Rgb::parse("#009E73").nearest(ColourDepth::True),
            Color::Rgb(0, 158, 115)
        );
    }

    proptest! {
        #[test]
        fn every_colour_can_be_made_legible(r: u8, g: u8, b: u8) {
            let (white, black) = (Rgb(255, 255, 255), Rgb(0, 0, 0));
            prop_assert!(Rgb(r, g, b).legible(black, white).contrast(black) >= 4.5);
            prop_assert!(Rgb(r, g, b).legible(white, black).contrast(white) >= 4.5);
        }
    }
}
