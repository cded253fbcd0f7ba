//! Access to the objects of a PDF: resolved entries, numbers, and the commands of a stream.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream};

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
