//! Letters and widths of the codes of a font.

use super::font_data;
use super::font_data::{MOST_SAID, WIDEST, entry, lengths, number, numbers, plain, to_unicode};
use lopdf::{Dictionary, Document, Object};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

#[derive(Default)]
pub struct PdfFont {
    letters: HashMap<u32, Rc<str>>,
    widths: HashMap<u32, f64>,
    /// Width of all other codes.
    other: f64,
    /// Codes are UTF-16 code units.
    utf16: bool,
    /// Code ranges with their length in bytes; empty if codes are single bytes.
    lengths: Vec<(usize, u32, u32)>,
    /// CIDs, by which the widths of some codes are stored.
    numbers: HashMap<u32, u32>,
    /// Size of an em relative to the font size.
    em: f64,
}

impl PdfFont {
    /// Splits `bytes` into codes, each with its length.
    pub fn codes<'b>(&'b self, bytes: &'b [u8]) -> impl Iterator<Item = (u32, usize)> + 'b {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let longest = if self.lengths.is_empty() { 1 } else { 4 }.min(rest.len());
            let value = |length: usize| {
                rest[..length]
                    .iter()
                    .fold(0, |value: u32, byte| (value << 8) | u32::from(*byte))
            };
            let fits = |length: &usize| {
                self.lengths
                    .iter()
                    .any(|(own, from, to)| own == length && (*from..=*to).contains(&value(*length)))
            };
            let usual = self.lengths.first().map_or(1, |(length, _, _)| *length);
            let length = (1..=longest).find(fits).unwrap_or(usual).min(rest.len());
            if length == 0 {
                return None;
            }
            let code = value(length);
            rest = &rest[length..];
            Some((code, length))
        })
    }

    /// `None` where the file does not define them.
    pub fn letters(&self, code: u32) -> Option<Rc<str>> {
        if let Some(letters) = self.letters.get(&code) {
            return Some(letters.clone());
        }
        let unit = u16::try_from(code).ok().filter(|_| self.utf16)?;
        char::decode_utf16([unit])
            .next()?
            .ok()
            .map(|letter| letter.to_string().into())
    }

    /// Advance width relative to the font size.
    pub fn width(&self, code: u32) -> f64 {
        let number = self.numbers.get(&code).unwrap_or(&code);
        self.widths.get(number).copied().unwrap_or(self.other) / 1000.0
    }

    pub fn em(&self) -> f64 {
        self.em
    }
}

/// Cache of a file's fonts.
#[derive(Default)]
pub struct PdfFonts {
    cache: HashMap<*const Dictionary, Rc<PdfFont>>,
    names: HashMap<Vec<u8>, Option<Rc<str>>>,
}

impl PdfFonts {
    pub fn load(&mut self, doc: &Document, dictionary: &Dictionary) -> Rc<PdfFont> {
        if let Some(font) = self.cache.get(&std::ptr::from_ref(dictionary)) {
            return font.clone();
        }
        let kind = entry(doc, dictionary, b"Subtype")
            .and_then(|kind| kind.as_name().ok())
            .unwrap_or_default();
        let mut font = if kind == b"Type0" {
            wide(doc, dictionary)
        } else {
            self.simple(doc, dictionary, kind)
        };
        if let Some(Object::Stream(map)) = entry(doc, dictionary, b"ToUnicode") {
            font.letters.extend(to_unicode(&plain(map)));
        }
        let font = Rc::new(font);
        self.cache
            .insert(std::ptr::from_ref(dictionary), font.clone());
        font
    }

    /// A font with single-byte codes.
    fn simple(&mut self, doc: &Document, dictionary: &Dictionary, kind: &[u8]) -> PdfFont {
        let mut font = PdfFont {
            em: 1.0,
            ..PdfFont::default()
        };
        let name = entry(doc, dictionary, b"BaseFont")
            .and_then(|name| name.as_name().ok())
            .unwrap_or_default();
        let descriptor = entry(doc, dictionary, b"FontDescriptor").and_then(|it| it.as_dict().ok());
        let encoding = entry(doc, dictionary, b"Encoding");
        let base = match encoding {
            Some(Object::Name(name)) => Some(name.as_slice()),
            Some(Object::Dictionary(own)) => {
                entry(doc, own, b"BaseEncoding").and_then(|name| name.as_name().ok())
            }
            _ => None,
        };
        match base {
            Some(base) => font.letters = table(base),
            None if name.ends_with(b"ZapfDingbats") => {
                font.letters = (0x21..=0xfe).filter_map(font_data::dingbat).collect()
            }
            None => {
                font.letters = table(match (kind, name) {
                    (b"TrueType", _) => b"WinAnsiEncoding",
                    (_, name) if name.ends_with(b"Symbol") => b"SymbolEncoding",
                    _ => b"StandardEncoding",
                });
                for (code, name) in descriptor
                    .and_then(|it| built_in(doc, it))
                    .unwrap_or_default()
                {
                    if let Some(letters) = self.named(&name) {
                        font.letters.insert(code, letters);
                    }
                }
            }
        }
        if let Some(Object::Array(differences)) = encoding
            .and_then(|own| own.as_dict().ok())
            .and_then(|own| entry(doc, own, b"Differences"))
        {
            let mut code = 0;
            for difference in differences {
                match doc.dereference(difference) {
                    Ok((_, Object::Name(name))) => {
                        match self.named(name) {
                            Some(letters) => font.letters.insert(code, letters),
                            None => font.letters.remove(&code),
                        };
                        code += 1;
                    }
                    Ok((_, other)) => code = number(other).map_or(code, |code| code as u32),
                    Err(_) => {}
                }
            }
        }
        let first = entry(doc, dictionary, b"FirstChar")
            .and_then(number)
            .unwrap_or(0.0) as u32;
        if let Some(Object::Array(widths)) = entry(doc, dictionary, b"Widths") {
            let widths = widths.iter().map(|width| {
                doc.dereference(width)
                    .ok()
                    .and_then(|(_, width)| number(width))
                    .unwrap_or(0.0)
            });
            font.widths = (first..).zip(widths).collect();
            font.other = descriptor
                .and_then(|it| entry(doc, it, b"MissingWidth"))
                .and_then(number)
                .unwrap_or(0.0);
        } else {
            let widths = font_data::of(name);
            font.widths = font
                .letters
                .iter()
                .map(|(code, letters)| (*code, widths.of(letters)))
                .collect();
            font.other = widths.of("n");
        }
        if kind == b"Type3" {
            let across = match entry(doc, dictionary, b"FontMatrix") {
                Some(Object::Array(matrix)) => {
                    matrix.first().and_then(number).unwrap_or(0.001).abs()
                }
                _ => 0.001,
            };
            font.widths
                .values_mut()
                .for_each(|width| *width *= across * 1000.0);
            let drawn: Vec<f64> = font
                .widths
                .values()
                .copied()
                .filter(|width| *width > 0.0)
                .collect();
            // Type 3 fonts have their own units; assume that letters are half an em wide on
            // average.
            font.em = if drawn.is_empty() {
                1.0
            } else {
                2.0 * drawn.iter().sum::<f64>() / drawn.len() as f64 / 1000.0
            };
        }
        font
    }

    /// The letters of a glyph name.
    fn named(&mut self, name: &[u8]) -> Option<Rc<str>> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let plain = name.split(|byte| *byte == b'.').next().unwrap_or_default();
        let parts: Option<Vec<String>> =
            plain.split(|byte| *byte == b'_').map(letters_of).collect();
        let letters = letters_of(name)
            .or_else(|| parts.map(|parts| parts.concat()))
            .filter(|letters| !letters.is_empty());
        let letters: Option<Rc<str>> = letters.map(Into::into);
        self.names.insert(name.to_vec(), letters.clone());
        letters
    }
}

/// By lopdf's glyph list, or by the code point in names such as `uni00E5`.
fn letters_of(name: &[u8]) -> Option<String> {
    let known = bytes_of(
        0,
        &encoding_of(vec![(
            "Differences",
            vec![0.into(), Object::Name(name.to_vec())].into(),
        )]),
    );
    if known.is_some() {
        return known;
    }
    let name = std::str::from_utf8(name).ok()?;
    let digits = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))
        .filter(|digits| (4..=6).contains(&digits.len()))?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    char::from_u32(code).map(String::from)
}

/// A minimal font dictionary: lopdf's glyph list can only be reached through one.
fn encoding_of(entries: Vec<(&str, Object)>) -> Dictionary {
    let mut encoding = Dictionary::from_iter([("Type", Object::Name(b"Encoding".to_vec()))]);
    entries
        .into_iter()
        .for_each(|(key, value)| encoding.set(key, value));
    Dictionary::from_iter([
        ("Type", Object::Name(b"Font".to_vec())),
        ("Encoding", Object::Dictionary(encoding)),
    ])
}

fn bytes_of(code: u8, font: &Dictionary) -> Option<String> {
    let nothing = Document::default();
    font.get_font_encoding(&nothing)
        .ok()?
        .bytes_to_string(&[code])
        .ok()
        .filter(|letters| !letters.is_empty())
}

/// The letters of a predefined encoding.
fn table(name: &[u8]) -> HashMap<u32, Rc<str>> {
    let nothing = Document::default();
    let mut font = Dictionary::from_iter([("Type", Object::Name(b"Font".to_vec()))]);
    match name {
        b"SymbolEncoding" => return (0x20..=0xfe).filter_map(font_data::symbol).collect(),
        b"StandardEncoding" => {}
        name => font.set("Encoding", Object::Name(name.to_vec())),
    }
    let Ok(encoding) = font.get_font_encoding(&nothing) else {
        return HashMap::new();
    };
    let letters = |code: u8| {
        encoding
            .bytes_to_string(&[code])
            .ok()
            .filter(|letters| !letters.is_empty())
    };
    (0..=255)
        .filter_map(|code| Some((u32::from(code), letters(code)?.into())))
        .collect()
}

/// Glyph names by code, from the embedded font program.
fn built_in(doc: &Document, descriptor: &Dictionary) -> Option<Vec<(u32, Vec<u8>)>> {
    if let Some(Object::Stream(program)) = entry(doc, descriptor, b"FontFile") {
        // The font parsers panic on unexpected input.
        let names = catch_unwind(AssertUnwindSafe(|| {
            type1_encoding_parser::get_encoding_map(&plain(program))
        }))
        .ok()?
        .ok()?;
        return Some(names.into_iter().collect());
    }
    let Some(Object::Stream(program)) = entry(doc, descriptor, b"FontFile3") else {
        return None;
    };
    let program = plain(program);
    let names = catch_unwind(AssertUnwindSafe(|| {
        let font = cff_parser::Table::parse(&program)?;
        let codes = font.encoding.get_code_to_sid_table(&font.charset);
        let name = |sid| cff_parser::string_by_id(&font, sid).filter(|name| *name != ".notdef");
        Some(
            codes
                .into_iter()
                .filter_map(|(code, sid)| Some((u32::from(code), name(sid)?.as_bytes().to_vec())))
                .collect(),
        )
    }));
    names.ok()?
}

/// A composite font, whose codes may take several bytes.
fn wide(doc: &Document, dictionary: &Dictionary) -> PdfFont {
    let mut font = PdfFont {
        em: 1.0,
        other: 1000.0,
        lengths: vec![(2, 0, 0xffff)],
        ..PdfFont::default()
    };
    match entry(doc, dictionary, b"Encoding") {
        Some(Object::Name(name)) => {
            font.utf16 = name.windows(4).any(|part| part == b"UCS2")
                || name.windows(5).any(|part| part == b"UTF16")
        }
        Some(Object::Stream(map)) => {
            let map = plain(map);
            font.lengths = lengths(&map);
            font.numbers = numbers(&map);
        }
        _ => {}
    }
    let inner = match entry(doc, dictionary, b"DescendantFonts") {
        Some(Object::Array(fonts)) => fonts
            .first()
            .and_then(|inner| doc.dereference(inner).ok())
            .and_then(|(_, inner)| inner.as_dict().ok()),
        _ => None,
    };
    let Some(inner) = inner else { return font };
    font.other = entry(doc, inner, b"DW").and_then(number).unwrap_or(1000.0);
    let Some(Object::Array(widths)) = entry(doc, inner, b"W") else {
        return font;
    };
    let at = |place: usize| {
        widths
            .get(place)
            .and_then(|object| doc.dereference(object).ok())
            .map(|(_, object)| object)
    };
    let mut place = 0;
    let mut said = 0;
    while let (Some(first), Some(next), true) =
        (at(place).and_then(number), at(place + 1), said < MOST_SAID)
    {
        if let Object::Array(each) = next {
            let each = each.iter().map(|width| {
                doc.dereference(width)
                    .ok()
                    .and_then(|(_, width)| number(width))
                    .unwrap_or(font.other)
            });
            font.widths.extend((first as u32..).zip(each));
            place += 2;
        } else {
            let (last, width) = (
                number(next).unwrap_or(first),
                at(place + 2).and_then(number).unwrap_or(font.other),
            );
            let codes = first as u32..=(last as u32).min((first as u32).saturating_add(WIDEST));
            said += codes.clone().count();
            font.widths.extend(codes.map(|code| (code, width)));
            place += 3;
        }
    }
    font
}
