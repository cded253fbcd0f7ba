//! The font table of a Rich Text file, which determines the encoding of its bytes.

use crate::import::code_page::CodePage;
use crate::import::symbols;
use std::collections::HashMap;

#[derive(Clone, Debug, Default)]
pub struct RtfFont {
    /// `None` for the code page of the document.
    page: Option<CodePage>,
    name: Vec<u8>,
    /// A symbol font.
    is_symbol: bool,
}

#[derive(Debug, Default)]
pub struct RtfFonts {
    by_number: HashMap<i64, RtfFont>,
    /// Number of the font being read.
    current: i64,
}

impl RtfFonts {
    /// Begins the font with this number.
    pub fn begin(&mut self, number: i64) {
        self.current = number;
        self.by_number.insert(number, RtfFont::default());
    }

    /// Sets the code page from a Windows character set.
    pub fn charset(&mut self, charset: i64) {
        let Some(font) = self.by_number.get_mut(&self.current) else {
            return;
        };
        font.is_symbol = charset == 2;
        font.page = match charset {
            77 => CodePage::from_number(10_000),
            78 | 128 => CodePage::from_number(932),
            79 | 129 => CodePage::from_number(949),
            80 | 134 => CodePage::from_number(936),
            81 | 136 => CodePage::from_number(950),
            161 => CodePage::from_number(1253),
            162 => CodePage::from_number(1254),
            163 => CodePage::from_number(1258),
            177..=181 => CodePage::from_number(if charset == 177 || charset == 181 {
                1255
            } else {
                1256
            }),
            186 => CodePage::from_number(1257),
            204 => CodePage::from_number(1251),
            222 => CodePage::from_number(874),
            238 => CodePage::from_number(1250),
            254 => CodePage::from_number(437),
            255 => CodePage::from_number(850),
            // 0 and 1 are Windows-1252 or the code page of the document.
            _ => None,
        };
    }

    pub fn page(&mut self, number: i64) {
        if let Some(font) = self.by_number.get_mut(&self.current) {
            font.page = CodePage::from_number(number);
        }
    }

    /// Adds a byte to the name of the font.
    pub fn name(&mut self, byte: u8) {
        if let Some(font) = self.by_number.get_mut(&self.current)
            && byte != b';'
            && font.name.len() < 100
        {
            font.name.push(byte);
        }
    }

    /// `None` for the code page of the document.
    pub fn page_of(&self, number: i64) -> Option<CodePage> {
        self.by_number.get(&number)?.page
    }

    /// The name of a font, if it is a symbol font.
    pub fn symbol_font(&self, number: i64) -> Option<String> {
        let font = self.by_number.get(&number)?;
        let name = String::from_utf8_lossy(&font.name).trim().to_owned();
        (font.is_symbol || symbols::is_symbol_font(&name)).then_some(name)
    }
}
