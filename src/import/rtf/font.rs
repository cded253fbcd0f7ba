//! The fonts of a Rich Text, which say what its bytes mean.

use crate::import::code_page::CodePage;
use crate::import::symbols;
use std::collections::HashMap;

/// A font of the table at the front.
#[derive(Clone, Debug, Default)]
pub struct Font {
    /// What its bytes mean; `None` for what the document says.
    page: Option<CodePage>,
    name: Vec<u8>,
    /// Whether its letters are signs.
    signs: bool,
}

/// The table of fonts.
#[derive(Debug, Default)]
pub struct Fonts {
    known: HashMap<i64, Font>,
    /// The one under way.
    open: i64,
}

impl Fonts {
    /// The font with this number is described from here on.
    pub fn begin(&mut self, number: i64) {
        self.open = number;
        self.known.insert(number, Font::default());
    }

    /// It has the letters of this character set of Windows.
    pub fn charset(&mut self, charset: i64) {
        let Some(font) = self.known.get_mut(&self.open) else {
            return;
        };
        font.signs = charset == 2;
        font.page = match charset {
            77 => CodePage::numbered(10_000),
            78 | 128 => CodePage::numbered(932),
            79 | 129 => CodePage::numbered(949),
            80 | 134 => CodePage::numbered(936),
            81 | 136 => CodePage::numbered(950),
            161 => CodePage::numbered(1253),
            162 => CodePage::numbered(1254),
            163 => CodePage::numbered(1258),
            177..=181 => CodePage::numbered(if charset == 177 || charset == 181 {
                1255
            } else {
                1256
            }),
            186 => CodePage::numbered(1257),
            204 => CodePage::numbered(1251),
            222 => CodePage::numbered(874),
            238 => CodePage::numbered(1250),
            254 => CodePage::numbered(437),
            255 => CodePage::numbered(850),
            // Of Windows, or whatever holds for the document.
            _ => None,
        };
    }

    /// It has the letters of this code page.
    pub fn page(&mut self, number: i64) {
        if let Some(font) = self.known.get_mut(&self.open) {
            font.page = CodePage::numbered(number);
        }
    }

    /// A letter of its name.
    pub fn name(&mut self, byte: u8) {
        if let Some(font) = self.known.get_mut(&self.open)
            && byte != b';'
            && font.name.len() < 100
        {
            font.name.push(byte);
        }
    }

    /// What the bytes of a font mean; `None` for what the document says.
    pub fn page_of(&self, number: i64) -> Option<CodePage> {
        self.known.get(&number)?.page
    }

    /// The name of a font whose letters are signs.
    pub fn of_signs(&self, number: i64) -> Option<String> {
        let font = self.known.get(&number)?;
        let name = String::from_utf8_lossy(&font.name).trim().to_owned();
        (font.signs || symbols::is_symbol_font(&name)).then_some(name)
    }
}
