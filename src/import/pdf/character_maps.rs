//! Character maps (CMaps): the letters, lengths and CIDs of the codes of a font.

use super::objects::{commands, number};
use lopdf::Object;
use std::collections::HashMap;
use std::rc::Rc;

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
