//! Code pages: the characters of single bytes in text that is not Unicode.
//!
//! Windows, Macintosh and East Asian encodings come from the Encoding Standard. DOS code pages,
//! which it leaves out, are tables here.

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
    #[must_use]
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
    #[must_use]
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

    #[must_use]
    pub fn name(self) -> String {
        match self.0 {
            CodePageKind::Standard(standard) => standard.name().to_lowercase(),
            CodePageKind::Dos(name, _) => name.to_owned(),
        }
    }

    #[must_use]
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
