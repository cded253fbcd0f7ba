//! Detects text decoded by the wrong code page, and repairs it where that is certain.
//!
//! `s†` and `pÂ` occur in no language: a symbol inside a word, or a capital after a small letter.
//! Each code page is scored by how many of its letters stand where such letters can. Another one
//! replaces Windows-1252 only if Windows-1252 cannot be right, the other fits throughout, and no
//! third one does.

use super::code_page::CodePage;
use std::collections::{HashMap, HashSet};

/// Number of non-ASCII letters examined.
const SAMPLE: usize = 20_000;

const COMMON: &str = "åæøäöüéèêëàâáçîïíôóûùúñßœÿãõìòÅÆØÄÖÜÉÈÊËÀÂÁÇÎÏÍÔÓÛÙÚÑŒŸÃÕÌÒ";
/// Marks before words, behind words, and anywhere.
const OPENING: &str = "‘“„«‹¿¡‚";
const CLOSING: &str = "’”»›™®©…“‘«";
const ANYWHERE: &str = "–—…•·\u{a0}\u{ad}°§€£½¼¾×±´²³ªº¢¥µ÷";

/// The characters of a code page from 0x80 on.
type UpperHalf = [char; 128];

fn letters(page: CodePage) -> UpperHalf {
    let mut all = [char::REPLACEMENT_CHARACTER; 128];
    for (letter, byte) in all.iter_mut().zip(0x80..=0xff_u8) {
        *letter = page
            .decode(&[byte])
            .chars()
            .next()
            .unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    all
}

/// How well the characters of a code page fit a text.
#[derive(Debug, Default)]
struct CodePageFit {
    all: usize,
    good: usize,
    bad: usize,
    /// Byte of the first bad one.
    first: Option<usize>,
    /// Three or more accented letters in a row, which no Western European language has.
    strange: usize,
}

impl CodePageFit {
    fn of(bytes: &[u8], letters: &UpperHalf) -> CodePageFit {
        let letter = |byte: u8| {
            byte.checked_sub(0x80)
                .map_or(char::from(byte), |high| letters[usize::from(high)])
        };
        let mut fit = CodePageFit::default();
        let mut row = 0;
        let beyond = bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| !byte.is_ascii())
            .take(SAMPLE);
        let mut last = usize::MAX;
        for (at, byte) in beyond {
            let (before, after) = (
                at.checked_sub(1).map_or(' ', |at| letter(bytes[at])),
                bytes.get(at + 1).map_or(' ', |byte| letter(*byte)),
            );
            let here = letter(*byte);
            fit.all += 1;
            match stands(here, before, after) {
                Some(true) => fit.good += 1,
                Some(false) => {
                    fit.bad += 1;
                    fit.first = fit.first.or(Some(at));
                }
                None => {}
            }
            row = if at.checked_sub(1) == Some(last) && here.is_alphabetic() {
                row + 1
            } else {
                usize::from(here.is_alphabetic())
            };
            if row == 3 {
                fit.strange += 1;
                fit.first = fit.first.or(Some(at));
            }
            last = at;
        }
        fit
    }

    /// Hardly any letter in an impossible place, and words look like words.
    fn is_sound(&self) -> bool {
        self.bad * 20 <= self.all && (self.strange < 3 || self.strange * 12 < self.all)
    }

    /// Fits without exception.
    fn is_certain(&self) -> bool {
        self.bad == 0 && self.strange == 0 && self.good >= 2 && self.good * 10 >= self.all * 8
    }
}

/// Whether a letter can stand between two others; `None` where that is no evidence.
fn stands(here: char, before: char, after: char) -> Option<bool> {
    let in_word = before.is_alphabetic() || after.is_alphabetic();
    if here.is_alphabetic() {
        let shouted = here.is_uppercase() && before.is_lowercase();
        let known = COMMON.contains(here);
        return match (known, shouted) {
            (_, true) => Some(false),
            (true, _) if in_word || !here.is_uppercase() => Some(true),
            (true, _) => None,
            (false, _) if "ªºµ".contains(here) && in_word => Some(false),
            (false, _) => None,
        };
    }
    // French puts spaces between guillemets and the words they quote.
    if matches!(here, '«' | '»') && before.is_whitespace() && after.is_whitespace() {
        return Some(true);
    }
    let opens = OPENING.contains(here) && !before.is_alphanumeric() && after.is_alphanumeric();
    let closes = CLOSING.contains(here) && !before.is_whitespace() && !after.is_alphanumeric();
    if opens || closes || here == '’' && before.is_alphabetic() && after.is_alphabetic() {
        return Some(true);
    }
    let within = before.is_alphabetic() && after.is_alphabetic();
    match ANYWHERE.contains(here) {
        true if "–—…\u{a0}\u{ad}•·".contains(here) => (!within).then_some(true),
        // `km²` and `5 °C` occur, `p¥` and `¾bler` do not.
        true if "²³".contains(here) && !after.is_alphabetic() => None,
        true if before.is_alphabetic() || after.is_lowercase() && !before.is_numeric() => {
            Some(false)
        }
        true => None,
        false => Some(false),
    }
}

/// The code page of bytes that are not Unicode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodePageGuess {
    /// Windows-1252, and nothing speaks against it.
    Windows,
    /// Another one; with a word as Windows-1252 would have shown it.
    Certain(CodePage, String),
    /// Windows-1252, but this word makes it doubtful.
    Doubtful(String),
}

/// Guesses the code page of bytes that are not Unicode.
pub fn guess_code_page(bytes: &[u8]) -> CodePageGuess {
    let windows = CodePageFit::of(bytes, &letters(CodePage::WINDOWS_1252));
    let Some(at) = windows.first.filter(|_| !windows.is_sound()) else {
        return CodePageGuess::Windows;
    };
    let sign = CodePage::WINDOWS_1252.decode(word_around(bytes, at));
    let used: HashSet<usize> = bytes
        .iter()
        .filter_map(|byte| byte.checked_sub(0x80))
        .map(usize::from)
        .collect();
    let mut fitting: Vec<(CodePage, UpperHalf)> = Vec::new();
    for page in [
        CodePage::MACINTOSH,
        CodePage::CP850,
        CodePage::CP437,
        CodePage::CP865,
    ] {
        let letters = letters(page);
        let is_new = fitting
            .iter()
            .all(|(_, known)| used.iter().any(|place| known[*place] != letters[*place]));
        if is_new && CodePageFit::of(bytes, &letters).is_certain() {
            fitting.push((page, letters));
        }
    }
    match fitting.as_slice() {
        [(page, _)] => CodePageGuess::Certain(*page, sign),
        _ => CodePageGuess::Doubtful(sign),
    }
}

fn word_around(bytes: &[u8], at: usize) -> &[u8] {
    let ends = |byte: &u8| byte.is_ascii_whitespace();
    let from = bytes[..at]
        .iter()
        .rposition(ends)
        .map_or(0, |place| place + 1)
        .max(at.saturating_sub(20));
    let to = bytes[at..]
        .iter()
        .position(ends)
        .map_or(bytes.len(), |place| at + place)
        .min(at + 20);
    &bytes[from..to]
}

/// A text that had been encoded as UTF-8, decoded by another code page and encoded again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairedText {
    pub text: String,
    /// Number of letters repaired.
    pub letters: usize,
    /// Number of letters that cannot be recovered; each is shown as �.
    pub lost: usize,
    /// The code page it was wrongly decoded by.
    pub page: CodePage,
    /// An example of a broken letter.
    pub sign: String,
    /// True if every non-ASCII letter was broken in this way.
    pub certain: bool,
}

/// Finds doubly encoded letters and restores them.
pub fn repair(text: &str) -> Option<RepairedText> {
    // Every doubly encoded letter begins with one of these, whichever code page was used.
    if !text.contains(['Ã', 'Â', 'â', '√', '¬', '‚', '├', '┬', 'Ô']) {
        return None;
    }
    [CodePage::WINDOWS_1252, CodePage::MACINTOSH, CodePage::CP850]
        .into_iter()
        .find_map(|page| repair_with(text, page))
}

fn repair_with(text: &str, page: CodePage) -> Option<RepairedText> {
    let mut bytes: HashMap<char, u8> = (0x80..=0x9f_u8)
        .map(|byte| (char::from(byte), byte))
        .collect();
    bytes.extend(
        letters(page)
            .into_iter()
            .zip(0x80..=0xff_u8)
            .filter(|(letter, _)| *letter != char::REPLACEMENT_CHARACTER),
    );
    let mut undone = RepairedText {
        text: String::with_capacity(text.len()),
        letters: 0,
        lost: 0,
        page,
        sign: String::new(),
        certain: true,
    };
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let ascii = rest.bytes().take_while(u8::is_ascii).count();
        if ascii > 0 {
            undone.text.push_str(&rest[..ascii]);
            rest = &rest[ascii..];
            continue;
        }
        match first_letter(rest, &bytes) {
            Some((was, length)) => {
                undone.letters += usize::from(was.is_some());
                undone.lost += usize::from(was.is_none());
                if undone.sign.is_empty() {
                    rest[..length].clone_into(&mut undone.sign);
                }
                undone.text.push(was.unwrap_or(char::REPLACEMENT_CHARACTER));
                rest = &rest[length..];
            }
            None => {
                undone.certain &= letter == char::REPLACEMENT_CHARACTER;
                undone.text.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    (undone.letters >= 2).then_some(undone)
}

/// Decodes the doubly encoded letter at the beginning of `text`: the letter, `None` if it was lost,
/// and the number of bytes it takes up.
fn first_letter(text: &str, bytes: &HashMap<char, u8>) -> Option<(Option<char>, usize)> {
    let mut letters = text.chars();
    let first = letters
        .next()
        .and_then(|letter| bytes.get(&letter))
        .copied()?;
    let more = match first {
        0xc2..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf4 => 3,
        _ => return None,
    };
    let mut all = vec![first];
    let mut length = text.chars().next().map_or(0, char::len_utf8);
    for place in 1..=more {
        let letter = letters.next()?;
        length += letter.len_utf8();
        match bytes
            .get(&letter)
            .filter(|byte| (0x80..0xc0).contains(*byte))
        {
            Some(byte) => all.push(*byte),
            // Bytes without a character in that code page are lost; “ and ” begin with such bytes.
            None if letter == char::REPLACEMENT_CHARACTER
                && place == more
                && all.starts_with(&[0xe2, 0x80]) =>
            {
                return Some((None, length));
            }
            None => return None,
        }
    }
    let was = std::str::from_utf8(&all).ok()?.chars().next()?;
    (COMMON.contains(was)
        || OPENING.contains(was)
        || CLOSING.contains(was)
        || ANYWHERE.contains(was))
    .then_some((Some(was), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str, page: CodePage) -> Vec<u8> {
        let letters = letters(page);
        let byte = |c: char| {
            if c.is_ascii() {
                c as u8
            } else {
                0x80 + letters.iter().position(|letter| *letter == c).unwrap() as u8
            }
        };
        text.chars().map(byte).collect()
    }

    const DANISH: &str = "Mentor: Jeg så æbler og ål, på øen.\nBorger: Årh, nå! Ærligt: Øl.\n";

    #[test]
    fn a_code_page_is_taken_when_it_is_certain() {
        for page in [CodePage::MACINTOSH, CodePage::CP850] {
            assert!(
                matches!(guess_code_page(&bytes(DANISH, page)), CodePageGuess::Certain(told, _) if told == page),
                "{}",
                page.name()
            );
        }
        let french = "Ma mère a été là, « voilà » — l’été, ça va où ?";
        assert_eq!(
            guess_code_page(&bytes(french, CodePage::WINDOWS_1252)),
            CodePageGuess::Windows
        );
        assert!(
            matches!(guess_code_page(&bytes(french, CodePage::MACINTOSH)), CodePageGuess::Certain(page, _) if page == CodePage::MACINTOSH)
        );
        for text in [
            DANISH,
            "“Hvad?” – så… 5 °C, 10 € ‘ja’, don’t",
            "¿Qué? ¡Año! Señor",
            "Schöne Größe",
            "Š. Žižek, señor",
        ] {
            assert_eq!(
                guess_code_page(&bytes(text, CodePage::WINDOWS_1252)),
                CodePageGuess::Windows,
                "{text}"
            );
        }
    }

    #[test]
    fn in_doubt_the_sign_is_told() {
        let russian = CodePage::from_name("windows-1251").unwrap();
        assert!(
            matches!(guess_code_page(&bytes("Привет, мир, это очень хорошо", russian)), CodePageGuess::Doubtful(word) if word == "Ïðèâåò,")
        );
        // Of Macintosh it is fá, of DOS faç.
        assert!(matches!(
            guess_code_page(b"a fa\x87 a fa\x87"),
            CodePageGuess::Doubtful(_)
        ));
    }

    #[test]
    fn what_was_encoded_twice_is_undone() {
        for page in [CodePage::WINDOWS_1252, CodePage::MACINTOSH, CodePage::CP850] {
            let twice = page.decode(DANISH.as_bytes());
            let undone = repair(&twice).unwrap();
            assert_eq!(
                (undone.text.as_str(), undone.page, undone.certain),
                (DANISH, page, true)
            );
        }
        let lost = repair("pÃ¥ Ã¸en â€œtakâ€\u{fffd}.").unwrap();
        assert_eq!(
            (lost.text.as_str(), lost.lost, lost.certain),
            ("på øen “tak\u{fffd}.", 1, true)
        );
        assert!(!repair("Så skrev han Ã¥ og Ã¸").unwrap().certain);
        for text in [
            DANISH,
            "L’été, j’étais à l’école. Ô là là: « Âge »",
            "“Até” não é",
            "Â",
            "",
        ] {
            assert!(repair(text).is_none_or(|undone| !undone.certain), "{text}");
        }
    }
}
