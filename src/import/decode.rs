//! From bytes to text, with a stated encoding and without loss.
//!
//! Valid UTF-8 is taken as such, and UTF-16 where there is a byte-order mark. Everything else is
//! read as Windows-1252, in which older Word and SPSS wrote Danish and English and in which every
//! byte has a meaning, or as a Macintosh or DOS code page where only that makes words of it
//! (`mojibake`). Binary data is refused, and so is UTF-8 with a few broken bytes: read as
//! Windows-1252 it would silently fill a transcript with `Ã¦`.

use super::code_page::CodePage;
use super::mojibake::{self, CodePageGuess};
use crate::study::Refusal;
use crate::text::number;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodedText {
    /// Byte-order mark stripped, line ends LF, otherwise verbatim.
    pub text: String,
    /// `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, or a code page that is certain.
    pub encoding: &'static str,
}

/// Signatures of files that are often mistaken for text: first bytes, what they are, what to do.
const SIGNATURES: [(&[u8], &str, &str); 6] = [
    (
        b"PK\x03\x04",
        "a Word, Excel or zip file",
        "Save it as plain text (.txt) or CSV, encoded as UTF-8",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Word or Excel file",
        "Save it as plain text (.txt) or CSV, encoded as UTF-8",
    ),
    (
        b"{\\rtf",
        "a Rich Text file",
        "Save it as plain text (.txt), encoded as UTF-8",
    ),
    (
        b"%PDF-",
        "a PDF",
        "Copy or export its text to a plain text file (.txt)",
    ),
    (
        b"SQLite format 3\0",
        "a study or another database",
        "Open it with `virk FILE`",
    ),
    (b"\x1f\x8b", "a compressed file", "Unpack it first"),
];

/// Control characters that occur in text, or that logs and terminals leave in it. They are kept,
/// and made harmless on display.
const CONTROLS_IN_TEXT: &[char] = &['\t', '\n', '\r', '\u{b}', '\u{c}', '\u{1b}'];

/// Decodes the file called `name`. An owned buffer that is valid UTF-8 already is not copied.
pub fn decode<'a>(bytes: impl Into<Cow<'a, [u8]>>, name: &str) -> Result<DecodedText, Refusal> {
    let bytes = match bytes.into() {
        Cow::Owned(own) if is_plain(&own) => match String::from_utf8(own) {
            Ok(text) => {
                return Ok(DecodedText {
                    text: clean(text, name)?,
                    encoding: "utf-8",
                });
            }
            Err(error) => Cow::Owned(error.into_bytes()),
        },
        other => other,
    };
    let bytes = &*bytes;
    if let Some((_, what, hint)) = SIGNATURES
        .iter()
        .find(|(start, ..)| bytes.starts_with(start))
    {
        return Err(Refusal::new(
            format!("{name} is {what}, not a text file"),
            *hint,
        ));
    }
    let (text, encoding) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => match std::str::from_utf8(rest) {
            Ok(text) => (text.to_owned(), "utf-8"),
            Err(error) => return Err(broken_utf8(name, rest, error.valid_up_to())),
        },
        [0xff, 0xfe, rest @ ..] => (utf16(rest, UTF_16LE, name)?, "utf-16le"),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, UTF_16BE, name)?, "utf-16be"),
        _ if bytes.contains(&0) => return Err(not_text(name)),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), "utf-8"),
            Err(error) if is_mostly_utf8(bytes) => {
                return Err(broken_utf8(name, bytes, error.valid_up_to()));
            }
            Err(_) => match mojibake::guess_code_page(bytes) {
                CodePageGuess::Certain(page, _) => (page.decode(bytes), known_name(page)),
                CodePageGuess::Windows | CodePageGuess::Doubtful(_) => (
                    WINDOWS_1252
                        .decode_without_bom_handling(bytes)
                        .0
                        .into_owned(),
                    "windows-1252",
                ),
            },
        },
    };
    Ok(DecodedText {
        text: clean(text, name)?,
        encoding,
    })
}

/// True for bytes without a byte-order mark and without a sign of binary data.
fn is_plain(bytes: &[u8]) -> bool {
    let marked = [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"]
        .iter()
        .any(|mark| bytes.starts_with(mark));
    !marked
        && !bytes.contains(&0)
        && !SIGNATURES
            .iter()
            .any(|(start, ..)| bytes.starts_with(start))
}

fn known_name(page: CodePage) -> &'static str {
    let names = [
        (CodePage::MACINTOSH, "macintosh"),
        (CodePage::CP850, "cp850"),
        (CodePage::CP437, "cp437"),
    ];
    names
        .into_iter()
        .find(|(known, _)| *known == page)
        .map_or("cp865", |(_, name)| name)
}

/// The text of a transcript and what was found out about its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CleanedText {
    /// As in [`DecodedText::text`].
    pub text: String,
    pub encoding: String,
    /// Signs of a wrong encoding, and what was done about them.
    pub notes: Vec<String>,
}

/// Decodes the file called `name` by the code page the user chose, or as [`decode`] does. Either
/// way signs of a wrong encoding are reported or repaired.
pub fn decode_transcript(
    bytes: &[u8],
    name: &str,
    page: Option<CodePage>,
) -> Result<CleanedText, Refusal> {
    if let Some(page) = page {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let letters = CleanedText {
            text: clean(page.decode(bytes), name)?,
            encoding: page.name(),
            notes: Vec::new(),
        };
        return Ok(CleanedText {
            notes: lost(&letters.text),
            ..letters
        });
    }
    let DecodedText { text, encoding } = decode(bytes, name)?;
    let mut letters = CleanedText {
        text,
        encoding: encoding.to_owned(),
        notes: Vec::new(),
    };
    if !encoding.starts_with("utf") {
        letters.notes = match mojibake::guess_code_page(bytes) {
            CodePageGuess::Windows => Vec::new(),
            CodePageGuess::Certain(_, sign) => vec![format!(
                "read as {encoding}: as windows-1252 there would be `{sign}` (--encoding to change it)"
            )],
            CodePageGuess::Doubtful(sign) => vec![format!(
                "signs of a wrong encoding, such as `{sign}`: name the right encoding with --encoding, such as macintosh, cp850 or windows-1251"
            )],
        };
        return Ok(letters);
    }
    match mojibake::repair(&letters.text) {
        Some(undone) if undone.certain => {
            letters.encoding = format!("{encoding}, encoded twice");
            letters.notes.push(format!(
                "{} had been encoded twice, such as `{}`, and was repaired (--encoding {encoding} reads it as it is)",
                number::count_noun(undone.letters, "letter"),
                undone.sign
            ));
            letters.text = undone.text;
        }
        Some(undone) => letters.notes.push(format!(
            "signs of a wrong encoding, such as `{}`: {} may have been encoded twice; correct them in the program the file came from",
            undone.sign,
            number::count_noun(undone.letters, "letter")
        )),
        None => {}
    }
    letters.notes.extend(lost(&letters.text));
    Ok(letters)
}

fn lost(text: &str) -> Vec<String> {
    match text.matches(char::REPLACEMENT_CHARACTER).count() {
        0 => Vec::new(),
        lost => vec![format!(
            "{} in the file itself, shown as �",
            number::count_noun(lost, "letter lost")
        )],
    }
}

/// Refuses control characters that do not occur in text, and turns line ends into LF.
fn clean(text: String, name: &str) -> Result<String, Refusal> {
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !CONTROLS_IN_TEXT.contains(c))
        .count();
    if text.contains('\0') || controls * 20 > text.chars().count() {
        return Err(not_text(name));
    }
    Ok(if text.contains('\r') {
        with_line_feeds(text)
    } else {
        text
    })
}

/// Converts line ends in place: exports of registers are too large to be copied.
fn with_line_feeds(text: String) -> String {
    let mut bytes = text.into_bytes();
    let (mut to, mut after_return) = (0, false);
    for from in 0..bytes.len() {
        let byte = bytes[from];
        if !(after_return && byte == b'\n') {
            bytes[to] = if byte == b'\r' { b'\n' } else { byte };
            to += 1;
        }
        after_return = byte == b'\r';
    }
    bytes.truncate(to);
    // CR and LF never occur inside a multi-byte sequence, so this is still UTF-8.
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn utf16(
    bytes: &[u8],
    encoding: &'static encoding_rs::Encoding,
    name: &str,
) -> Result<String, Refusal> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| {
            Refusal::new(
                format!("{name} says it is UTF-16, but its bytes are not"),
                "Save it as UTF-8 in the program it came from",
            )
        })
}

/// True if more multi-byte sequences are valid than broken. Real Windows-1252 text has hardly any
/// valid ones, since `æ`, `ø` and `å` begin none.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > wrong
}

fn broken_utf8(name: &str, bytes: &[u8], at: usize) -> Refusal {
    let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    Refusal::new(
        format!("{name} is UTF-8 with a damaged letter in line {line}"),
        "Correct that line, or save the file as UTF-8 again in the program it came from",
    )
}

fn not_text(name: &str) -> Refusal {
    let is_table = [".csv", ".tsv", ".tab"]
        .iter()
        .any(|ending| name.to_ascii_lowercase().ends_with(ending));
    let hint = if is_table {
        "It is damaged, or another kind of file: save it again as CSV, encoded as UTF-8, in the program it came from"
    } else {
        "Save it as plain text (.txt), encoded as UTF-8"
    };
    Refusal::new(format!("{name} is not a text file"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes, "f").unwrap();
        (decoded.text, decoded.encoding)
    }

    fn refused(bytes: &[u8]) -> String {
        decode(bytes, "f").unwrap_err().what
    }

    #[test]
    fn every_encoding_gives_the_same_letters() {
        let letters = "Åse: så, ærligt – øh…\n";
        assert_eq!(read(letters.as_bytes()), (letters.to_owned(), "utf-8"));
        assert_eq!(
            read(&[b"\xef\xbb\xbf", letters.as_bytes()].concat()),
            (letters.to_owned(), "utf-8")
        );
        assert_eq!(
            read(b"\xc5se: s\xe5, \xe6rligt \x96 \xf8h\x85\r\n"),
            (letters.to_owned(), "windows-1252")
        );
        let wide: Vec<u16> = letters.encode_utf16().collect();
        let le: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(wide.iter().flat_map(|unit| unit.to_le_bytes()))
            .collect();
        let be: Vec<u8> = [0xfe, 0xff]
            .into_iter()
            .chain(wide.iter().flat_map(|unit| unit.to_be_bytes()))
            .collect();
        assert_eq!(read(&le), (letters.to_owned(), "utf-16le"));
        assert_eq!(read(&be), (letters.to_owned(), "utf-16be"));
    }

    #[test]
    fn every_kind_of_line_end_becomes_a_line_feed() {
        for bytes in [
            &b"a\r\nb\rc\nd\r\r\ne"[..],
            b"\r\n\n\r",
            b"\xc3\xa5\r\n\xe2\x80\x93\r",
        ] {
            let expected = String::from_utf8_lossy(bytes)
                .replace("\r\n", "\n")
                .replace('\r', "\n");
            assert_eq!(read(bytes).0, expected);
        }
    }

    #[test]
    fn bytes_handed_over_are_read_as_those_that_are_lent() {
        let files: [&[u8]; 7] = [
            b"a\r\nb",
            b"\xef\xbb\xbfa",
            b"\xff\xfea\0",
            b"s\xe5",
            b"a\0b",
            b"%PDF-1.7",
            b"\xc3\xa5\xc3\xa5\xc3\xa5\xc3",
        ];
        for bytes in files {
            assert_eq!(decode(bytes.to_vec(), "f"), decode(bytes, "f"));
        }
    }

    #[test]
    fn every_byte_of_windows_1252_is_kept() {
        let bytes: Vec<u8> = (0x80..=0xff)
            .flat_map(|byte| [b' ', b'.', b'x', b'y', byte])
            .collect();
        assert_eq!(read(&bytes).0.chars().count(), bytes.len());
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        assert_eq!(refused(b"a\0b"), "f is not a text file");
        assert_eq!(refused(&[1, 2, 3, 4, 5, 6]), "f is not a text file");
        assert_eq!(refused(b"%PDF-1.7 ..."), "f is a PDF, not a text file");
        assert_eq!(
            refused(b"PK\x03\x04..."),
            "f is a Word, Excel or zip file, not a text file"
        );
        assert_eq!(
            refused(b"\xff\xfea"),
            "f says it is UTF-16, but its bytes are not"
        );
        assert_eq!(
            refused(
                "\u{feff}a"
                    .as_bytes()
                    .iter()
                    .copied()
                    .chain(*b"\n\xff")
                    .collect::<Vec<_>>()
                    .as_slice()
            ),
            "f is UTF-8 with a damaged letter in line 2"
        );
    }

    #[test]
    fn a_broken_letter_does_not_turn_the_rest_into_mojibake() {
        assert_eq!(
            refused("så\nærlig\n\u{e6}".as_bytes().split_last().unwrap().1),
            "f is UTF-8 with a damaged letter in line 3"
        );
    }

    #[test]
    fn an_escape_sequence_is_text() {
        assert_eq!(read(b"I: \x1b[31mred").0, "I: \x1b[31mred");
        assert_eq!(read(b"").0, "");
    }
}
