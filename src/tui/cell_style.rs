//! The style of a cell packed into one number: two colours and the modifiers, so that comparing
//! thousands of cells is cheap. Screens use [`ratatui::style::Style`]; it is converted here.

use ratatui::style::{Color, Modifier, Style};
use rustc_hash::FxHashMap;

/// Foreground, background and modifiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CellStyle(u64);

/// The effect of a style on another: the bits it keeps and the bits it sets.
#[derive(Clone, Copy, Debug)]
pub struct StylePatch {
    keep_mask: u64,
    set_bits: u64,
}

/// The distinct styles of a screen; cells hold an index into it.
#[derive(Debug)]
pub struct StylePalette {
    styles: Vec<CellStyle>,
    places: FxHashMap<CellStyle, u32>,
}

/// Applies one patch to the styles of a palette.
pub struct PatchedStyles<'a> {
    palette: &'a mut StylePalette,
    patch: StylePatch,
    /// The last style patched and the result: neighbours usually style the same.
    last: Option<(u32, u32)>,
}

/// A colour takes 26 bits: two for its kind, 24 for its value.
const COLOUR: u64 = (1 << 26) - 1;
/// Bit offsets of the background colour and the modifiers.
const BACKGROUND: u32 = 26;
const MODIFIERS: u32 = 52;

/// Modifiers that show on blank cells.
const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// The sixteen ANSI colours, by number.
const NAMED: [Color; 16] = [
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

impl CellStyle {
    /// The terminal's default colours, no modifiers.
    pub const PLAIN: CellStyle = CellStyle(0);

    #[must_use]
    pub fn foreground(self) -> Color {
        unpack(self.0 & COLOUR)
    }

    #[must_use]
    pub fn background(self) -> Color {
        unpack(self.0 >> BACKGROUND & COLOUR)
    }

    #[must_use]
    pub fn modifiers(self) -> Modifier {
        Modifier::from_bits_truncate((self.0 >> MODIFIERS) as u16)
    }

    /// The two colours as a number: equal numbers mean equal colours.
    #[must_use]
    pub fn colours(self) -> u64 {
        self.0 & (COLOUR | COLOUR << BACKGROUND)
    }

    /// This style on another background, without modifiers that would show on a blank cell. Keeping
    /// the foreground saves changing it for blanks.
    #[must_use]
    pub fn with_background(self, background: CellStyle) -> CellStyle {
        let seen = u64::from(SEEN_ON_BLANK.bits()) << MODIFIERS;
        CellStyle(self.0 & !(COLOUR << BACKGROUND) & !seen | background.0 & COLOUR << BACKGROUND)
    }

    /// ANSI number of a named colour, 0 to 15.
    #[must_use]
    pub fn number(named: Color) -> u16 {
        NAMED
            .iter()
            .position(|known| *known == named)
            .unwrap_or_default() as u16
    }

    /// True if a blank cell in this style shows only its background.
    #[must_use]
    pub fn is_flat(self) -> bool {
        !self.modifiers().intersects(SEEN_ON_BLANK)
    }
}

impl StylePatch {
    #[must_use]
    pub fn new(style: Style) -> StylePatch {
        let mut patch = StylePatch {
            keep_mask: !0,
            set_bits: 0,
        };
        if let Some(colour) = style.fg {
            patch.keep_mask &= !COLOUR;
            patch.set_bits |= pack(colour);
        }
        if let Some(colour) = style.bg {
            patch.keep_mask &= !(COLOUR << BACKGROUND);
            patch.set_bits |= pack(colour) << BACKGROUND;
        }
        patch.set_bits |= u64::from(style.add_modifier.bits()) << MODIFIERS;
        patch.keep_mask &= !(u64::from(style.sub_modifier.bits()) << MODIFIERS);
        patch
    }

    #[must_use]
    pub fn apply(self, style: CellStyle) -> CellStyle {
        CellStyle(style.0 & self.keep_mask | self.set_bits)
    }
}

impl Default for StylePalette {
    fn default() -> StylePalette {
        let mut palette = StylePalette {
            styles: Vec::new(),
            places: FxHashMap::default(),
        };
        palette.place(CellStyle::PLAIN);
        palette
    }
}

impl StylePalette {
    /// Index of the plain style in every palette.
    pub const PLAIN: u32 = 0;

    pub fn count(&self) -> usize {
        self.styles.len()
    }

    #[must_use]
    pub fn style(&self, place: u32) -> CellStyle {
        self.styles.get(place as usize).copied().unwrap_or_default()
    }

    pub fn patched(&mut self, patch: StylePatch) -> PatchedStyles<'_> {
        PatchedStyles {
            palette: self,
            patch,
            last: None,
        }
    }

    fn place(&mut self, style: CellStyle) -> u32 {
        let StylePalette { styles, places } = self;
        *places.entry(style).or_insert_with(|| {
            styles.push(style);
            styles.len() as u32 - 1
        })
    }
}

impl PatchedStyles<'_> {
    /// Index of what the patch makes of the style at `place`.
    pub fn index_of_patched(&mut self, place: u32) -> u32 {
        match self.last {
            Some((from, to)) if from == place => to,
            _ => {
                let to = self
                    .palette
                    .place(self.patch.apply(self.palette.style(place)));
                self.last = Some((place, to));
                to
            }
        }
    }
}

fn pack(colour: Color) -> u64 {
    match colour {
        Color::Reset => 0,
        Color::Indexed(number) => 2 << 24 | u64::from(number),
        Color::Rgb(red, green, blue) => {
            3 << 24 | u64::from(red) << 16 | u64::from(green) << 8 | u64::from(blue)
        }
        named => 1 << 24 | u64::from(CellStyle::number(named)),
    }
}

fn unpack(bits: u64) -> Color {
    let [blue, green, red, sort, ..] = bits.to_le_bytes();
    match sort {
        0 => Color::Reset,
        1 => NAMED[usize::from(blue) % NAMED.len()],
        2 => Color::Indexed(blue),
        _ => Color::Rgb(red, green, blue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_what_comes_back() {
        for colour in
            NAMED
                .into_iter()
                .chain([Color::Reset, Color::Indexed(200), Color::Rgb(1, 2, 255)])
        {
            let style = Style::new()
                .fg(colour)
                .bg(Color::Rgb(9, 8, 7))
                .add_modifier(Modifier::all());
            let style = StylePatch::new(style).apply(CellStyle::PLAIN);
            assert_eq!(
                (style.foreground(), style.background(), style.modifiers()),
                (colour, Color::Rgb(9, 8, 7), Modifier::all())
            );
        }
    }

    #[test]
    fn a_style_leaves_what_it_does_not_speak_of() {
        let before = StylePatch::new(
            Style::new()
                .fg(Color::Red)
                .bg(Color::Blue)
                .add_modifier(Modifier::BOLD),
        )
        .apply(CellStyle::PLAIN);
        let after = StylePatch::new(
            Style::new()
                .bg(Color::Green)
                .remove_modifier(Modifier::BOLD)
                .add_modifier(Modifier::DIM),
        )
        .apply(before);
        assert_eq!(
            (after.foreground(), after.background(), after.modifiers()),
            (Color::Red, Color::Green, Modifier::DIM)
        );
    }
}
