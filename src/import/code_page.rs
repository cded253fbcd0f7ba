//! Code pages: the characters of single bytes in text that is not Unicode.
//!
//! Windows, Macintosh and East Asian encodings come from the Encoding Standard. DOS code pages,
//! which it leaves out, are tables here.
//!
//! Maps characters of symbol fonts to Unicode.
//!
//! Word writes an arrow as character E0 of Wingdings. The table for Symbol is Adobe's; of the other
//! fonts only symbols that occur in texts are covered: arrows, ticks, boxes, bullets and faces.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// Code page 437, the original IBM PC, from 0x80 on.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// Code page 850, DOS in Western Europe.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
/// Code page 852, DOS in Central Europe.
const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";
/// Code page 865, DOS in Denmark and Norway.
const CP865: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodePage(CodePageKind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CodePageKind {
    Standard(&'static Encoding),
    Dos(&'static str, &'static str),
}

impl CodePage {
    pub const WINDOWS_1252: CodePage = CodePage(CodePageKind::Standard(WINDOWS_1252));
    /// Mac OS Roman, used before OS X.
    pub const MACINTOSH: CodePage = CodePage(CodePageKind::Standard(MACINTOSH));
    pub const CP850: CodePage = CodePage(CodePageKind::Dos("cp850", CP850));
    pub const CP437: CodePage = CodePage(CodePageKind::Dos("cp437", CP437));
    pub const CP865: CodePage = CodePage(CodePageKind::Dos("cp865", CP865));

    /// By Windows code page number.
    pub fn from_number(number: i64) -> Option<CodePage> {
        let label = match number {
            437 => return Some(CodePage::CP437),
            850 => return Some(CodePage::CP850),
            852 => return Some(CodePage(CodePageKind::Dos("cp852", CP852))),
            865 => return Some(CodePage::CP865),
            866 => "ibm866",
            932 => "shift_jis",
            936 => "gbk",
            949 => "euc-kr",
            950 => "big5",
            10_000 => "macintosh",
            10_007 => "x-mac-cyrillic",
            20_866 => "koi8-r",
            65_001 => "utf-8",
            28_591..=28_606 => &format!("iso-8859-{}", number - 28_590),
            _ => &format!("windows-{number}"),
        };
        Encoding::for_label(label.as_bytes())
            .map(|standard| CodePage(CodePageKind::Standard(standard)))
    }

    /// By a name that people use: `windows-1252`, `latin1`, `mac`, `cp850`.
    pub fn from_name(name: &str) -> Option<CodePage> {
        let name = name.trim().to_lowercase().replace([' ', '_'], "-");
        match name.as_str() {
            "mac" | "mac-roman" | "macroman" => return Some(CodePage::MACINTOSH),
            "dos" => return Some(CodePage::CP850),
            _ => {}
        }
        let number = ["cp-", "cp", "ibm-", "ibm", "dos-"]
            .into_iter()
            .find_map(|before| name.strip_prefix(before)?.parse::<i64>().ok());
        if let Some(page) = number
            .filter(|number| (100..30_000).contains(number))
            .and_then(CodePage::from_number)
        {
            return Some(page);
        }
        let standard = Encoding::for_label(name.as_bytes())
            .or_else(|| Encoding::for_label(name.replace('-', "_").as_bytes()));
        standard.map(|standard| CodePage(CodePageKind::Standard(standard)))
    }

    pub fn name(self) -> String {
        match self.0 {
            CodePageKind::Standard(standard) => standard.name().to_lowercase(),
            CodePageKind::Dos(name, _) => name.to_owned(),
        }
    }

    pub fn decode(self, bytes: &[u8]) -> String {
        let letters = match self.0 {
            CodePageKind::Standard(standard) => {
                return standard.decode_without_bom_handling(bytes).0.into_owned();
            }
            CodePageKind::Dos(_, letters) => letters.chars().collect::<Vec<char>>(),
        };
        let letter = |byte: &u8| match byte.checked_sub(0x80) {
            None => char::from(*byte),
            Some(high) => letters
                .get(usize::from(high))
                .copied()
                .unwrap_or(char::REPLACEMENT_CHARACTER),
        };
        bytes.iter().map(letter).collect()
    }
}

/// Symbol from 0x20 on.
const SYMBOL_LOW: &str = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// Symbol from 0xA0 on; `\u{fffd}` where it has no character.
const SYMBOL_HIGH: &str = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\u{fffd}〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

const WINGDINGS: &[(u8, char)] = &[
    (0x20, ' '),
    (0x22, '✂'),
    (0x28, '☎'),
    (0x2a, '✉'),
    (0x36, '⌛'),
    (0x3f, '✍'),
    (0x41, '✌'),
    (0x43, '👍'),
    (0x44, '👎'),
    (0x45, '☜'),
    (0x46, '☞'),
    (0x47, '☝'),
    (0x48, '☟'),
    (0x4a, '☺'),
    (0x4b, '😐'),
    (0x4c, '☹'),
    (0x51, '✈'),
    (0x52, '☼'),
    (0x54, '❄'),
    (0x58, '✠'),
    (0x59, '✡'),
    (0x5a, '☪'),
    (0x5b, '☯'),
    (0x6c, '●'),
    (0x6d, '❍'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x70, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0x78, '☒'),
    (0x9e, '·'),
    (0x9f, '•'),
    (0xa1, '○'),
    (0xa2, '○'),
    (0xa4, '◎'),
    (0xa7, '▪'),
    (0xa8, '☐'),
    (0xab, '★'),
    (0xd8, '➢'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe1, '↑'),
    (0xe2, '↓'),
    (0xe3, '↖'),
    (0xe4, '↗'),
    (0xe5, '↙'),
    (0xe6, '↘'),
    (0xe7, '←'),
    (0xe8, '➔'),
    (0xe9, '↑'),
    (0xea, '↓'),
    (0xef, '⇦'),
    (0xf0, '⇨'),
    (0xf1, '⇧'),
    (0xf2, '⇩'),
    (0xf3, '⇔'),
    (0xf4, '⇕'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];
const WINGDINGS_2: &[(u8, char)] = &[
    (0x20, ' '),
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x96, '●'),
    (0x98, '•'),
    (0xa2, '■'),
    (0xa3, '☐'),
];
const WINGDINGS_3: &[(u8, char)] = &[
    (0x20, ' '),
    (0x66, '←'),
    (0x67, '→'),
    (0x68, '↑'),
    (0x69, '↓'),
    (0x70, '▲'),
    (0x71, '▼'),
    (0x74, '◀'),
    (0x75, '▶'),
    (0x7d, '▶'),
];
const WEBDINGS: &[(u8, char)] = &[
    (0x20, ' '),
    (0x33, '◀'),
    (0x34, '▶'),
    (0x35, '▲'),
    (0x36, '▼'),
    (0x3c, '■'),
    (0x3d, '▪'),
    (0x61, '✔'),
    (0x63, '□'),
    (0x6e, '●'),
    (0x72, '✗'),
    (0x73, '?'),
    (0x79, '⊘'),
    (0x97, '★'),
];

pub fn is_symbol_font(font: &str) -> bool {
    let font = font.trim().to_lowercase();
    font.starts_with("symbol")
        || font.starts_with("wingdings")
        || font == "webdings"
        || font.ends_with("dingbats")
}

/// The symbol with this code, with or without the F000 that Word adds; `None` if unknown.
pub fn sign(font: &str, code: u32) -> Option<char> {
    let code = if (0xf000..0xf100).contains(&code) {
        code - 0xf000
    } else {
        code
    };
    let byte = u8::try_from(code).ok()?;
    let table = match font.trim().to_lowercase().as_str() {
        font if font.starts_with("symbol") => {
            let letter = match byte {
                0x20..=0x7e => SYMBOL_LOW.chars().nth(usize::from(byte - 0x20)),
                0xa0..=0xfe => SYMBOL_HIGH.chars().nth(usize::from(byte - 0xa0)),
                _ => None,
            };
            return letter.filter(|letter| *letter != char::REPLACEMENT_CHARACTER);
        }
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        "wingdings 3" => WINGDINGS_3,
        "webdings" => WEBDINGS,
        _ => return None,
    };
    table
        .iter()
        .find(|(known, _)| *known == byte)
        .map(|(_, sign)| *sign)
}

/// A character given by font and code, whether the font is a symbol font or not.
pub fn letter(font: &str, code: u32) -> Option<char> {
    if is_symbol_font(font) {
        return sign(font, code);
    }
    match code {
        // Windows-1252 shifted into the private use area.
        0xf020..=0xf0ff => {
            let byte = [u8::try_from(code - 0xf000).ok()?];
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(&byte)
                .0
                .chars()
                .next()
        }
        _ => char::from_u32(code).filter(|letter| !letter.is_control()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_dos_and_macintosh() {
        for table in [CP437, CP850, CP852, CP865] {
            assert_eq!(table.chars().count(), 128);
        }
        assert_eq!(CodePage::CP850.decode(b"s\x86 \x91rlig \x9b"), "så ærlig ø");
        assert_eq!(CodePage::CP437.decode(b"\x8e\x9b"), "Ä¢");
        assert_eq!(
            CodePage::MACINTOSH.decode(b"s\x8c \xberlig \xbf"),
            "så ærlig ø"
        );
    }

    #[test]
    fn pages_go_by_many_names() {
        let named = |name| CodePage::from_name(name).map(CodePage::name);
        let names = [
            "Windows-1252",
            "latin1",
            "ISO-8859-2",
            "cp850",
            "IBM 437",
            "Mac Roman",
            "Shift_JIS",
            "CP 1252",
            "865",
        ];
        assert_eq!(
            names.map(named),
            [
                "windows-1252",
                "windows-1252",
                "iso-8859-2",
                "cp850",
                "cp437",
                "macintosh",
                "shift_jis",
                "windows-1252",
                ""
            ]
            .map(|name| (!name.is_empty()).then(|| name.to_owned()))
        );
        assert_eq!(
            CodePage::from_number(1251).map(CodePage::name).as_deref(),
            Some("windows-1251")
        );
    }
}

#[cfg(test)]
mod symbols_tests {
    use super::*;

    #[test]
    fn signs_have_their_letters() {
        assert_eq!(SYMBOL_LOW.chars().count(), 0x7f - 0x20);
        assert_eq!(SYMBOL_HIGH.chars().count(), 0xff - 0xa0);
        let signs = [
            ("Symbol", 0xf061),
            ("Symbol", 0xae),
            ("Symbol", 0xb3),
            ("Symbol", 0xfe),
            ("Symbol", 0x7e),
        ];
        assert_eq!(
            signs.map(|(font, code)| sign(font, code).unwrap()),
            ['α', '→', '≥', '⎭', '∼']
        );
        let signs = [
            ("Wingdings", 0xf0e0),
            ("Wingdings", 0xfc),
            ("wingdings", 0x4a),
            ("Webdings", 0x61),
        ];
        assert_eq!(
            signs.map(|(font, code)| letter(font, code).unwrap()),
            ['→', '✓', '☺', '✔']
        );
        assert_eq!(
            (letter("Wingdings", 0xff), letter("ZapfDingbats", 0x34)),
            (None, None)
        );
        assert_eq!(
            (letter("Arial", 0xf0e5), letter("MS Gothic", 0x2612)),
            (Some('å'), Some('☒'))
        );
    }
}
