//! The colours codes are given: the seven of Okabe and Ito (2008) and a grey,
//! which people with any of the common colour blindnesses can tell apart, each
//! also paler and deeper for codes of one family.
//!
//! More than that nobody can tell apart by colour, so every code has its two
//! letters; a colour says which family it is of.

use super::CodeKind;

/// The eight, by name, as `#RRGGBB`.
pub const HUES: [(&str, [u8; 3]); 8] = [
    ("orange", [0xE6, 0x9F, 0x00]),
    ("sky blue", [0x56, 0xB4, 0xE9]),
    ("green", [0x00, 0x9E, 0x73]),
    ("yellow", [0xF0, 0xE4, 0x42]),
    ("blue", [0x00, 0x72, 0xB2]),
    ("vermilion", [0xD5, 0x5E, 0x00]),
    ("purple", [0xCC, 0x79, 0xA7]),
    ("grey", [0x70, 0x70, 0x70]),
];

/// A colour to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swatch {
    /// What it is called, e.g. `pale green`.
    pub name: String,
    /// `#RRGGBB`.
    pub colour: String,
}

/// All colours to give: the eight, then each paler, then each deeper.
pub fn swatches() -> Vec<Swatch> {
    // A third of the way to white and to black is far enough to be seen beside the hue itself.
    let shades: [(&str, u16); 3] = [("", 0), ("pale ", 255), ("deep ", 0)];
    let share = |shade: &str| if shade.is_empty() { 0 } else { 2 };
    let mut all = Vec::with_capacity(shades.len() * HUES.len());
    for (shade, towards) in shades {
        for (name, hue) in HUES {
            let [r, g, b] =
                hue.map(|part| (u16::from(part) * (5 - share(shade)) + towards * share(shade)) / 5);
            all.push(Swatch {
                name: format!("{shade}{name}"),
                colour: format!("#{r:02X}{g:02X}{b:02X}"),
            });
        }
    }
    all
}

/// The colour called so, or written `#RRGGBB`; `None` when it is neither.
pub fn parse_colour(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let digits = typed.strip_prefix('#').filter(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    });
    if digits.is_some() {
        return Some(typed.to_uppercase());
    }
    let wanted = typed.to_lowercase();
    swatches()
        .into_iter()
        .find(|swatch| swatch.name == wanted)
        .map(|swatch| swatch.colour)
}

/// The colour of a new code: one hue for each kind.
pub fn family(kind: CodeKind) -> String {
    let hue = match kind {
        CodeKind::Context => 0,
        CodeKind::Activity => 1,
        CodeKind::Mechanism => 2,
        CodeKind::Outcome => 3,
        CodeKind::Output => 5,
        CodeKind::Other => 7,
    };
    let [r, g, b] = HUES[hue].1;
    format!("#{r:02X}{g:02X}{b:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What somebody without one sort of cones sees of a colour (Viénot, Brettel
    /// & Mollon 1999 for red and green, Brettel, Viénot & Mollon 1997 in the
    /// form of one plane for blue), in linear light.
    const BLIND: [[[f64; 3]; 3]; 3] = [
        [
            [0.112_38, 0.887_62, 0.0],
            [0.112_38, 0.887_62, 0.0],
            [0.004_01, -0.004_01, 1.0],
        ],
        [
            [0.292_75, 0.707_25, 0.0],
            [0.292_75, 0.707_25, 0.0],
            [-0.022_34, 0.022_34, 1.0],
        ],
        [
            [1.0, 0.152_36, -0.152_36],
            [0.0, 0.867_17, 0.132_83],
            [0.0, 0.867_17, 0.132_83],
        ],
    ];

    fn lab(hue: [u8; 3], blind: Option<[[f64; 3]; 3]>) -> [f64; 3] {
        let mut rgb = hue.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        if let Some(rows) = blind {
            rgb = rows.map(|row| (0..3).map(|n| row[n] * rgb[n]).sum::<f64>().clamp(0.0, 1.0));
        }
        let xyz = [
            (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.950_47,
            0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2],
            (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.088_83,
        ];
        let [x, y, z] = xyz.map(|part| {
            if part > 0.008_856 {
                part.cbrt()
            } else {
                7.787 * part + 16.0 / 116.0
            }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    #[test]
    fn the_hues_can_be_told_apart_by_everybody() {
        for blind in std::iter::once(None).chain(BLIND.map(Some)) {
            for (place, (name, hue)) in HUES.iter().enumerate() {
                for (other, second) in &HUES[..place] {
                    let (a, b) = (lab(*hue, blind), lab(*second, blind));
                    let distance = (0..3).map(|n| (a[n] - b[n]).powi(2)).sum::<f64>().sqrt();
                    // A difference of 2.3 is just seen; 9 is seen at a glance.
                    assert!(
                        distance > 9.0,
                        "{name} and {other}: {distance:.1} {blind:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn colours_are_found_by_name_and_number() {
        assert_eq!(parse_colour("deep Green").as_deref(), Some("#005E45"));
        assert_eq!(parse_colour("#00a0b0").as_deref(), Some("#00A0B0"));
        assert_eq!(
            (parse_colour("beige"), parse_colour("#00a0b")),
            (None, None)
        );
        let mut all: Vec<String> = swatches().into_iter().map(|swatch| swatch.colour).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 24);
    }
}
