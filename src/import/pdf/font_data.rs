//! Access to the objects of a PDF: resolved entries, numbers, and the commands of a stream.
//!
//! Letter widths of the standard fonts, and the letters of the two standard symbol fonts.
//!
//! A file may omit these for standard fonts; the values are from Adobe's font metrics.
//!
//! Character maps (CMaps): the letters, lengths and CIDs of the codes of a font.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream};
use std::collections::HashMap;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;

/// Parses a content stream or a character map; the flag says whether it was readable to its end.
pub fn commands(content: &[u8]) -> (Vec<Operation>, bool) {
    if let Ok(content) = Content::decode_strict(content) {
        return (content.operations, true);
    }
    // Remarks followed by empty lines, and rare white space, trip lopdf's parser.
    let plain = without_remarks(content);
    match Content::decode_strict(&plain) {
        Ok(content) => (content.operations, true),
        Err(_) => (
            Content::decode(&plain)
                .map(|content| content.operations)
                .unwrap_or_default(),
            plain.is_empty(),
        ),
    }
}

fn without_remarks(content: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(content.len());
    // Parenthesis depth in a string, where a per cent sign is literal.
    let (mut depth, mut escaped, mut remark) = (0usize, false, false);
    for byte in content {
        if remark {
            remark = !matches!(byte, b'\r' | b'\n');
        } else if depth > 0 {
            match byte {
                _ if escaped => {}
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            escaped = *byte == b'\\' && !escaped;
        } else {
            match byte {
                b'%' => remark = true,
                b'(' => depth = 1,
                _ => {}
            }
        }
        plain.push(match byte {
            _ if remark => b' ',
            b'\0' | b'\x0c' if depth == 0 => b' ',
            byte => *byte,
        });
    }
    plain.trim_ascii().to_vec()
}

/// The decompressed bytes of a stream.
pub fn plain(stream: &Stream) -> Vec<u8> {
    stream
        .get_plain_content()
        .unwrap_or_else(|_| stream.content.clone())
}

/// An integer or a real number.
pub fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(number) => Some(*number as f64),
        Object::Real(number) => Some(f64::from(*number)),
        _ => None,
    }
}

/// The value under `key`, with references resolved.
pub fn entry<'a>(doc: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    doc.dereference(dictionary.get(key).ok()?)
        .ok()
        .map(|(_, object)| object)
}

/// A resource by kind and name.
pub fn named<'a>(
    doc: &'a Document,
    resources: Option<&'a Dictionary>,
    kind: &[u8],
    name: &[u8],
) -> Option<&'a Object> {
    entry(doc, entry(doc, resources?, kind)?.as_dict().ok()?, name)
}

/// The value under `key` of a page, or inherited from the page tree.
pub fn inherited<'a>(doc: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..64 {
        if let Some(found) = entry(doc, node, key) {
            return Some(found);
        }
        node = entry(doc, node, b"Parent")?.as_dict().ok()?;
    }
    None
}

/// Widths from space to tilde, in thousandths of the font size.
pub struct Widths(Option<&'static [u16; 95]>);

impl Widths {
    /// The width of `letters`; combining accents add nothing.
    pub fn of(&self, letters: &str) -> f64 {
        let Some(widths) = self.0 else { return 600.0 };
        let width = |letter: char| match letter {
            ' '..='~' => widths[letter as usize - 32],
            '–' => 556,
            '—' | '…' => 1000,
            '‘' | '’' => 222,
            _ => widths['n' as usize - 32],
        };
        letters
            .nfd()
            .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter))
            .map(|letter| f64::from(width(letter)))
            .sum()
    }
}

/// The widths of the named font, or of the most similar standard font.
pub fn of(name: &[u8]) -> Widths {
    let name = String::from_utf8_lossy(name).to_lowercase();
    let bold = name.contains("bold");
    let slanted = name.contains("italic") || name.contains("oblique");
    if name.contains("courier") || name.contains("mono") {
        return Widths(None);
    }
    let serif = ["times", "serif", "roman", "garamond", "georgia"]
        .iter()
        .any(|part| name.contains(part))
        && !name.contains("sans");
    Widths(Some(match (serif, bold, slanted) {
        (true, false, false) => &TIMES,
        (true, true, false) => &TIMES_BOLD,
        (true, false, true) => &TIMES_ITALIC,
        (true, true, true) => &TIMES_BOLD_ITALIC,
        (false, true, _) => &HELVETICA_BOLD,
        (false, false, _) => &HELVETICA,
    }))
}

#[rustfmt::skip]
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
#[rustfmt::skip]
const HELVETICA_BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
#[rustfmt::skip]
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
#[rustfmt::skip]
const TIMES_BOLD: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667,
    611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722,
    722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556,
    278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
];
#[rustfmt::skip]
const TIMES_ITALIC: [u16; 95] = [
    250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 333, 333, 675, 675, 675, 500, 920, 611, 611, 667, 722, 611,
    611, 722, 722, 333, 444, 667, 556, 833, 667, 722, 611, 722, 611, 500, 556, 722, 611, 833, 611,
    556, 556, 389, 278, 389, 422, 500, 333, 500, 500, 444, 500, 444, 278, 500, 500, 278, 278, 444,
    278, 722, 500, 500, 500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389, 400, 275, 400, 541,
];
#[rustfmt::skip]
const TIMES_BOLD_ITALIC: [u16; 95] = [
    250, 389, 555, 500, 500, 833, 778, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 832, 667, 667, 667, 722, 667,
    667, 722, 778, 389, 500, 667, 611, 889, 722, 722, 611, 722, 667, 556, 611, 722, 667, 889, 667,
    611, 611, 333, 278, 333, 570, 500, 333, 500, 500, 444, 500, 444, 333, 500, 556, 278, 278, 500,
    278, 778, 556, 500, 500, 500, 389, 389, 278, 556, 444, 667, 500, 444, 389, 348, 220, 348, 570,
];

/// A code of ZapfDingbats; most are in Unicode in the same order.
pub fn dingbat(code: u32) -> Option<(u32, Rc<str>)> {
    let letter = match code {
        0x25 => 0x260e,
        0x2a => 0x261b,
        0x2b => 0x261e,
        0x48 => 0x2605,
        0x6c => 0x25cf,
        0x6e => 0x25a0,
        0x73 => 0x25b2,
        0x74 => 0x25bc,
        0x75 => 0x25c6,
        0x77 => 0x25d7,
        0x21..=0x7e => code + 0x26e0,
        0xa1..=0xa7 | 0xb6..=0xfe => code + 0x26c0,
        _ => return None,
    };
    Some((code, char::from_u32(letter)?.to_string().into()))
}

/// A code of Symbol, if it occurs in ordinary text.
pub fn symbol(code: u32) -> Option<(u32, Rc<str>)> {
    const GREEK: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    let letter = match code {
        0x20..=0x2b | 0x2e..=0x40 if ![0x22, 0x24, 0x27, 0x2a, 0x40].contains(&code) => {
            char::from_u32(code)?
        }
        0x2c => ',',
        0x2d => '−',
        0x41..=0x5a => GREEK.chars().nth(code as usize - 0x41)?,
        0x61..=0x7a => match code {
            0x6a => 'ϕ',
            0x76 => 'ϖ',
            code => GREEK
                .chars()
                .nth(code as usize - 0x61)?
                .to_lowercase()
                .next()?,
        },
        0xa3 => '≤',
        0xb0 => '°',
        0xb1 => '±',
        0xb3 => '≥',
        0xb4 => '×',
        0xb7 => '•',
        0xb9 => '≠',
        0xbb => '≈',
        0xab => '↔',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xbc => '…',
        _ => return None,
    };
    Some((code, letter.to_string().into()))
}

/// Codes taken from one range of a character map; hostile files claim billions.
pub const WIDEST: u32 = 0x1_0000;
/// Entries taken from all character maps of a font: more than there are codes.
pub const MOST_SAID: usize = 0x10_0000;

/// Parses a ToUnicode map.
pub fn to_unicode(map: &[u8]) -> HashMap<u32, Rc<str>> {
    let (mut letters, mut entries) = (HashMap::new(), 0);
    let mut put = |code: u32, units: &[u16]| {
        let words: String = char::decode_utf16(units.iter().copied())
            .filter_map(Result::ok)
            .filter(|letter| *letter != '\0')
            .collect();
        // Mapped to nothing, or to the replacement character: unknown.
        if !words.is_empty() && words != "\u{fffd}" {
            letters.insert(code, Rc::from(words));
        }
    };
    for command in commands(map).0 {
        match command.operator.as_str() {
            "endbfchar" => {
                for pair in command.operands.chunks_exact(2) {
                    if let (Some(code), Object::String(bytes, _)) = (code(&pair[0]), &pair[1]) {
                        put(code, &utf16(bytes));
                    }
                }
            }
            "endbfrange" => {
                for triple in command.operands.chunks_exact(3) {
                    let (Some(from), Some(to)) = (code(&triple[0]), code(&triple[1])) else {
                        continue;
                    };
                    let to = to.min(from.saturating_add(WIDEST));
                    entries += to.saturating_sub(from) as usize;
                    if entries > MOST_SAID {
                        break;
                    }
                    match &triple[2] {
                        Object::String(bytes, _) => {
                            let mut units = utf16(bytes);
                            for code in from..=to {
                                put(code, &units);
                                if let Some(last) = units.last_mut() {
                                    *last = last.wrapping_add(1);
                                }
                            }
                        }
                        Object::Array(each) => {
                            for (code, each) in (from..=to).zip(each) {
                                if let Object::String(bytes, _) = each {
                                    put(code, &utf16(bytes));
                                }
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    letters
}

/// Parses the code space ranges of a character map.
pub fn lengths(map: &[u8]) -> Vec<(usize, u32, u32)> {
    let ranges = commands(map)
        .0
        .into_iter()
        .filter(|command| command.operator == "endcodespacerange");
    let pairs = ranges.flat_map(|command| {
        command
            .operands
            .chunks_exact(2)
            .map(<[Object]>::to_vec)
            .collect::<Vec<_>>()
    });
    let known: Vec<_> = pairs
        .filter_map(|pair| {
            Some((
                pair[0].as_str().ok()?.len(),
                code(&pair[0])?,
                code(&pair[1])?,
            ))
        })
        .collect();
    if known.is_empty() {
        vec![(2, 0, 0xffff)]
    } else {
        known
    }
}

/// Parses the CIDs of a character map.
pub fn numbers(map: &[u8]) -> HashMap<u32, u32> {
    let mut numbers = HashMap::new();
    for command in commands(map).0 {
        let size = match command.operator.as_str() {
            "endcidchar" => 2,
            "endcidrange" => 3,
            _ => continue,
        };
        for part in command.operands.chunks_exact(size) {
            let (Some(from), Some(to), Some(first)) = (
                code(&part[0]),
                code(&part[size - 2]),
                number(&part[size - 1]),
            ) else {
                continue;
            };
            numbers.extend((from..=to.min(from.saturating_add(WIDEST))).zip(first as u32..));
        }
    }
    numbers
}

fn code(object: &Object) -> Option<u32> {
    let Object::String(bytes, _) = object else {
        return None;
    };
    (bytes.len() <= 4).then(|| {
        bytes
            .iter()
            .fold(0, |code: u32, byte| (code << 8) | u32::from(*byte))
    })
}

fn utf16(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [one] => vec![u16::from(*one)],
        bytes => bytes
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect(),
    }
}
