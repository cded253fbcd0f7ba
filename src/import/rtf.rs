//! Rich Text (RTF 1.9): the words, without everything that says how they look.

use super::reader::{Reading, left_out};
use crate::study::Refusal;
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// Groups whose words are not the document's.
const SILENT: [&str; 20] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "annotation",
    "object",
    "themedata",
    "atnauthor",
    "atnid",
    "listtext",
];
/// How deep groups may lie within each other.
const DEEPEST: usize = 2_000;

/// What holds for a group and those within it.
#[derive(Clone, Copy)]
struct State {
    silent: bool,
    deleted: bool,
    /// How many letters stand in for a `\u` letter, for older readers.
    stand_ins: usize,
}

/// Reads the bytes of the file called `name`.
///
/// # Errors
/// When it is no Rich Text, or nested beyond all measure.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    if !bytes.starts_with(b"{\\rtf") {
        return Err(Refusal::new(format!("{name} is no Rich Text"), "Open it in the program it came from and save it again"));
    }
    let mut reader = Rtf::new(bytes);
    reader.go(name)?;
    reader.flush();
    let mut notes = Vec::new();
    if reader.deletions > 0 {
        notes.push(format!("tracked changes: {} deletions left out", reader.deletions));
    }
    notes.extend(left_out(reader.comments, "comment", "comments"));
    notes.extend(left_out(reader.footnotes, "footnote", "footnotes"));
    notes.extend(left_out(reader.pictures, "picture", "pictures"));
    let text = parted(&reader.text);
    Ok(Reading { text, encoding: format!("rtf, {}", reader.encoding.name().to_lowercase()), notes, ..Reading::default() })
}

/// Paragraphs parted by empty lines, unless the writer did that.
fn parted(text: &str) -> String {
    let mut paragraphs = super::paragraphs::Paragraphs::default();
    text.split('\u{2029}').for_each(|paragraph| paragraphs.push(paragraph.to_owned()));
    let last = paragraphs.len().saturating_sub(1);
    let rest = paragraphs.take_from(last);
    rest.into_iter().filter(|paragraph| !paragraph.trim().is_empty()).for_each(|paragraph| paragraphs.push(paragraph));
    paragraphs.done().0
}

struct Rtf<'a> {
    bytes: &'a [u8],
    at: usize,
    state: State,
    outer: Vec<State>,
    text: String,
    /// Bytes of the code page not decoded yet: a letter may take several.
    pending: Vec<u8>,
    /// The first half of a letter beyond the basic plane.
    half: Option<u16>,
    skip: usize,
    encoding: &'static Encoding,
    deletions: usize,
    comments: usize,
    footnotes: usize,
    pictures: usize,
}

impl<'a> Rtf<'a> {
    fn new(bytes: &'a [u8]) -> Rtf<'a> {
        let state = State { silent: false, deleted: false, stand_ins: 1 };
        let (outer, text, pending) = (Vec::new(), String::new(), Vec::new());
        Rtf {
            bytes,
            at: 0,
            state,
            outer,
            text,
            pending,
            half: None,
            skip: 0,
            encoding: WINDOWS_1252,
            deletions: 0,
            comments: 0,
            footnotes: 0,
            pictures: 0,
        }
    }

    fn go(&mut self, name: &str) -> Result<(), Refusal> {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'{' => {
                    if self.outer.len() >= DEEPEST {
                        return Err(Refusal::new(
                            format!("{name} nests its groups too deep"),
                            "Nothing was read: do not trust this file",
                        ));
                    }
                    self.outer.push(self.state);
                    self.skip = 0;
                }
                b'}' => {
                    self.flush();
                    self.skip = 0;
                    self.state = self.outer.pop().unwrap_or(self.state);
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        Ok(())
    }

    fn control(&mut self) {
        let Some(first) = self.bytes.get(self.at).copied() else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let hex = self.bytes.get(self.at..self.at + 2).and_then(|hex| std::str::from_utf8(hex).ok());
                    if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                        self.at += 2;
                        self.byte(byte);
                    }
                }
                b'~' => self.put("\u{a0}"),
                b'_' => self.put("\u{2011}"),
                b'-' => {}
                b'*' => self.state.silent = true,
                b'\r' | b'\n' => self.put("\u{2029}"),
                other => self.byte(other),
            }
            return;
        }
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count().min(32);
        let word = std::str::from_utf8(&rest[..letters]).unwrap_or_default();
        let digits =
            rest[letters..].iter().enumerate().take_while(|(n, byte)| byte.is_ascii_digit() || (*n == 0 && **byte == b'-')).count();
        let number = std::str::from_utf8(&rest[letters..letters + digits]).ok().and_then(|digits| digits.parse::<i64>().ok());
        self.at += letters + digits;
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(word, number);
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        let on = number != Some(0);
        match word {
            "par" | "row" | "sect" => self.put("\u{2029}"),
            "line" => self.put("\n"),
            "tab" | "cell" => self.put("\t"),
            "emdash" => self.put("—"),
            "endash" => self.put("–"),
            "lquote" => self.put("‘"),
            "rquote" => self.put("’"),
            "ldblquote" => self.put("“"),
            "rdblquote" => self.put("”"),
            "bullet" => self.put("•"),
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.state.stand_ins = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            "ansicpg" => self.encoding = code_page(number.unwrap_or(1252)),
            "mac" => self.encoding = MACINTOSH,
            // Bytes of a picture or an object, whatever they look like.
            "bin" => self.at = self.at.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0)).min(self.bytes.len()),
            "deleted" => {
                self.deletions += usize::from(on && !self.state.deleted);
                self.state.deleted = on;
            }
            "plain" => self.state.deleted = false,
            _ if SILENT.contains(&word) => {
                self.flush();
                self.comments += usize::from(word == "annotation");
                self.footnotes += usize::from(word == "footnote");
                self.pictures += usize::from(word == "pict" && !self.state.silent);
                self.state.silent = true;
            }
            _ => {}
        }
    }

    fn unicode(&mut self, number: i64) {
        self.flush();
        // Numbers are signed 16-bit; letters beyond come as two halves.
        let unit = (number & 0xffff) as u16;
        let units: Vec<u16> = self.half.take().into_iter().chain([unit]).collect();
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
        } else {
            let letters: String = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            self.put(&letters);
        }
        self.skip = self.state.stand_ins;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.state.silent && !self.state.deleted {
            self.pending.push(byte);
        }
    }

    fn put(&mut self, words: &str) {
        self.flush();
        if !self.state.silent && !self.state.deleted {
            self.text.push_str(words);
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            self.text.push_str(&self.encoding.decode_without_bom_handling(&bytes).0);
        }
    }
}

fn code_page(number: i64) -> &'static Encoding {
    let label = match number {
        65001 => "utf-8".to_owned(),
        10000 => "macintosh".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rtf: &str) -> String {
        read("f.rtf", rtf.as_bytes()).unwrap().text
    }

    #[test]
    fn letters_come_in_three_ways() {
        assert_eq!(text(r"{\rtf1\ansi\ansicpg1252 s\'e5 \u229?rlig \u-10179?\u-9113? \emdash\par ja}"), "så årlig 👧 —\n\nja\n");
        assert_eq!(text(r"{\rtf1\ansi {\fonttbl{\f0 Arial;}}{\*\generator x}a{\deleted b}\{c\}}"), "a{c}\n");
    }

    #[test]
    fn what_is_cut_short_is_no_disaster() {
        for rtf in [r"{\rtf1 \'", r"{\rtf1 \", r"{\rtf1 }}}}", r"{\rtf1 \bin99999999999 x", r"{\rtf1 \u", r"{\rtf1 \uc99999 \u1 a"]
        {
            let _ = read("f.rtf", rtf.as_bytes());
        }
        assert!(read("f.rtf", format!("{{\\rtf1 {}", "{".repeat(9_999)).as_bytes()).unwrap_err().what.contains("too deep"));
    }
}
