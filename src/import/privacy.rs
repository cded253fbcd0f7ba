//! What must not stand in a study: numbers and addresses that name a person.
//!
//! Danish personal numbers (CPR) are told by their date alone: since 2007 they are
//! given out without the check digit of modulus 11 (cpr.dk), so it filters nothing
//! here. Everything found is a place for people to look at, not a proof.
//!
//! Numbers and names are looked for in one folded text ([`crate::text::folded`]): a hyphen
//! that does not break, a soft one or a ligature hides nobody.

use crate::text::{Folded, Folding, Span, folded, letter::is_letter};
use regex::Regex;
use serde::Serialize;
use std::sync::LazyLock;

/// What sort of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A Danish personal number.
    Cpr,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A name of a list.
    Name,
}

impl Kind {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Cpr => "CPR number",
            Kind::Email => "e-mail address",
            Kind::Phone => "phone number",
            Kind::Name => "name",
        }
    }
}

/// A place where something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub kind: Kind,
    /// Where.
    pub span: Span,
}

/// The names of a list with one on each line.
#[must_use]
pub fn names(list: &str) -> Vec<String> {
    list.lines().map(|line| line.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

// As people write it: in one, with a hyphen, a space, a line break behind the hyphen, or the date in parts.
static CPR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x) ([0-9]{2})([0-9]{2})([0-9]{2}) (?:\ ?-[\ \n]?|\ )? ([0-9]{4})
             | ([0-9]{2})[\ ./-]([0-9]{2})[\ ./-]([0-9]{2}) \ ?-[\ \n]? ([0-9]{4})",
    )
    .ok()
});
static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}").ok());
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\+|00)[0-9]{1,3}[ -]?(?:\(0\)[ -]?)?[0-9](?:[ -]?[0-9]){5,11}|[2-9][0-9](?:[ .-][0-9][0-9]){3}|[2-9][0-9]{3}[ -][0-9]{4}|[2-9][0-9]{7}|[2-9][0-9] [0-9]{3} [0-9]{3}").ok()
});

/// Everything found in `text`, in order: numbers, addresses, and the `names` as whole
/// words, also with a genitive s. A name that is listed with capitals is found with
/// capitals only, its own or all: `Bo` is somebody, and `bo` a word.
#[must_use]
pub fn scan(text: &str, names: &[String]) -> Vec<Finding> {
    let mut found = numbers(text);
    found.extend(named(text, names));
    found.sort_by_key(|finding| (finding.span.start, std::cmp::Reverse(finding.span.end), finding.kind));
    // A CPR number is no phone number as well.
    let mut end = 0;
    found.retain(|finding| {
        let free = finding.span.start >= end;
        end = end.max(finding.span.end);
        free
    });
    found
}

/// Numbers and addresses.
fn numbers(text: &str) -> Vec<Finding> {
    let folded = Folded::new(text, Folding::Shape);
    let shaped = folded.text();
    let mut found = Vec::new();
    let mut add = |kind: Kind, pattern: &LazyLock<Option<Regex>>, holds: &dyn Fn(&regex::Captures<'_>, usize, usize) -> bool| {
        let Some(pattern) = pattern.as_ref() else { return };
        for place in pattern.captures_iter(shaped) {
            let Some(whole) = place.get(0) else { continue };
            if holds(&place, whole.start(), whole.end()) {
                found.push(Finding { kind, span: folded.back(whole.range()) });
            }
        }
    };
    add(Kind::Cpr, &CPR, &|digits, start, end| stands_alone(shaped, start, end) && is_date(digits));
    add(Kind::Email, &EMAIL, &|_, _, _| true);
    add(Kind::Phone, &PHONE, &|_, start, end| stands_alone(shaped, start, end) && is_phone(shaped, start, end));
    found
}

/// Every place of the `names`, name by name.
#[must_use]
pub fn named(text: &str, names: &[String]) -> Vec<Finding> {
    let mut found = Vec::new();
    if names.is_empty() {
        return found;
    }
    let folded = Folded::new(text, Folding::Words);
    for listed in names {
        let listed = folded::fold(listed, Folding::Quote);
        let listed = listed.trim();
        let name = folded::fold(listed, Folding::Words);
        let capitals: Vec<usize> =
            words(&name).zip(words(listed)).filter(|(_, (_, word))| is_capital(word)).map(|((at, _), _)| at).collect();
        for (start, _) in folded.text().match_indices(&*name).filter(|_| !name.is_empty()) {
            let end = start + name.len();
            let span = folded.back(start..end);
            let as_listed = || {
                capitals.iter().all(|at| is_capital(text.get(folded.back(start + at..end).start as usize..).unwrap_or_default()))
            };
            // Two of them in one letter are one place.
            let apart = found.last().is_none_or(|last: &Finding| last.span.start > span.start || last.span.end <= span.start);
            if apart && is_whole(folded.text(), start, end) && as_listed() && is_one(span.text(text), &folded.text()[end..]) {
                found.push(Finding { kind: Kind::Name, span });
            }
        }
    }
    found
}

/// The words of a name and where they begin.
fn words(name: &str) -> impl Iterator<Item = (usize, &str)> {
    name.split_inclusive([' ', '-']).scan(0, |at, word| {
        let start = *at;
        *at += word.len();
        Some((start, word))
    })
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(|first| !first.is_lowercase() && first.to_lowercase().next() != Some(first))
}

/// Whether letters are a word by themselves, also with a genitive s.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(is_letter);
    let after = text[end..].strip_prefix('s').unwrap_or(&text[end..]);
    !letter(text[..start].chars().next_back()) && (!letter(text[end..].chars().next()) || !letter(after.chars().next()))
}

/// Whether a name that runs over a line break is one: not over an empty line, and not into a label.
fn is_one(written: &str, after: &str) -> bool {
    let breaks = written.matches('\n').count();
    breaks == 0 || breaks == 1 && !after.starts_with(':')
}

/// Whether a number is not part of a longer one, of a decimal, or of a list of numbers.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let mut before = text[..start].chars().rev();
    let mut after = text[end..].chars();
    let (one, two) = (before.next(), before.next());
    let (next, then) = (after.next(), after.next());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let joins = |c: Option<char>| c.is_some_and(|c| matches!(c, '.' | ',' | ':' | '-' | '/' | ' '));
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c == '_');
    let glued = |c: Option<char>| digit(c) || letter(c);
    let listed = |near: Option<char>, far: Option<char>| joins(near) && digit(far);
    !(glued(one) || glued(next) || one == Some('+') || listed(one, two) || listed(next, then))
}

/// Whether the first six digits are a date, in the century that the seventh says (cpr.dk).
fn is_date(digits: &regex::Captures<'_>) -> bool {
    let digits: Vec<i16> = digits.iter().skip(1).flatten().filter_map(|digits| digits.as_str().parse().ok()).collect();
    let [day, month, year, serial] = digits[..] else { return false };
    let century = match (serial / 1_000, year) {
        (0..=3, _) => 1900,
        (4 | 9, 0..=36) => 2000,
        (4 | 9, _) => 1900,
        (_, 0..=57) => 2000,
        _ => 1800,
    };
    is_day(century + year, month, day)
}

fn is_day(year: i16, month: i16, day: i16) -> bool {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
    jiff::civil::Date::new(year, month, day).is_ok()
}

/// Whether digits are a phone number rather than years or a date.
fn is_phone(text: &str, start: usize, end: usize) -> bool {
    let written = &text[start..end];
    if written.starts_with(['+', '0']) {
        return true;
    }
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|digits| digits.parse::<i16>().ok()).unwrap_or(0);
    let (first, second) = (part(0..4), part(4..8));
    let years = (1800..2100).contains(&first) && (1800..2100).contains(&second);
    let date = is_day(first, second / 100, second % 100) && (1800..2100).contains(&first);
    let turned = is_day(second, part(2..4), part(0..2)) && (1800..2100).contains(&second);
    !years && !date && !turned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Kind, &str)> {
        scan(text, &["Anna".into(), "Bo Holm".into()]).into_iter().map(|finding| (finding.kind, finding.span.text(text))).collect()
    }

    #[test]
    fn cpr_numbers_by_their_date_and_century_without_modulus() {
        for cpr in ["010190-1234", "0101901234", "290200 4123", "311236-4999", "290296-0000"] {
            assert_eq!(found(&format!("nr. {cpr}, tak")), [(Kind::Cpr, cpr)]);
        }
        // The 29th of February 1900 was none, nor is the 31st of April; a longer number is something else.
        for none in ["290200-1234", "310490-1234", "000090-1234", "1010190-12345", "0,0101901234", "x010190-1234"] {
            assert!(found(none).iter().all(|(kind, _)| *kind != Kind::Cpr), "{none}: {:?}", found(none));
        }
    }

    #[test]
    fn addresses_phones_and_names() {
        let text = "Skriv til åse.holm@kommune.dk, ring +45 20 30 40 50, 20304050, 2030 4050 eller 20 30 40 50. Annas, ikke annas; Bo Holm, Annalise.";
        let all: Vec<&str> = found(text).into_iter().map(|(_, words)| words).collect();
        assert_eq!(all, ["åse.holm@kommune.dk", "+45 20 30 40 50", "20304050", "2030 4050", "20 30 40 50", "Anna", "Bo Holm"]);
    }

    #[test]
    fn what_is_written_otherwise_is_found_as_its_plain_spelling() {
        for (text, kind, words) in [
            ("nr. 010190\u{2011}1234 ja", Kind::Cpr, "010190\u{2011}1234"),
            ("nr. 010190\u{a0}1234 ja", Kind::Cpr, "010190\u{a0}1234"),
            ("nr. 010190\u{ad}1234 ja", Kind::Cpr, "010190\u{ad}1234"),
            ("nr. 010190 \u{2212} 1234 ja", Kind::Cpr, "010190 \u{2212} 1234"),
            ("nr. 010190-\n1234 ja", Kind::Cpr, "010190-\n1234"),
            ("nr. 01.01.90\u{2013}1234 ja", Kind::Cpr, "01.01.90\u{2013}1234"),
            ("nr. ０１０１９０-１２３４ ja", Kind::Cpr, "０１０１９０-１２３４"),
            ("nr. 0101\u{200b}90\u{2060}1234 ja", Kind::Cpr, "0101\u{200b}90\u{2060}1234"),
            ("til ann＠example.org ja", Kind::Email, "ann＠example.org"),
            ("til ann.b\u{2011}c@exam\u{ad}ple.org ja", Kind::Email, "ann.b\u{2011}c@exam\u{ad}ple.org"),
            ("ring 20\u{a0}30\u{202f}40\u{2009}50 ja", Kind::Phone, "20\u{a0}30\u{202f}40\u{2009}50"),
            ("ring 2030\u{2011}4050 ja", Kind::Phone, "2030\u{2011}4050"),
            ("om An\u{ad}na ja", Kind::Name, "An\u{ad}na"),
            ("om \u{202a}A\u{200b}nna\u{202c} ja", Kind::Name, "A\u{200b}nna"),
            ("om ANNAS ja", Kind::Name, "ANNA"),
            ("om Anna’s ja", Kind::Name, "Anna"),
            ("om Ａｎｎａ ja", Kind::Name, "Ａｎｎａ"),
            ("om Anna¹ ja", Kind::Name, "Anna"),
            ("om Bo\u{a0}Holm ja", Kind::Name, "Bo\u{a0}Holm"),
            ("om Bo  \nHolm ja", Kind::Name, "Bo  \nHolm"),
            ("om BO HOLM ja", Kind::Name, "BO HOLM"),
        ] {
            assert_eq!(found(text), [(kind, words)], "{text:?}");
        }
        let named = |name: &str, text: &str| scan(text, &[name.to_owned()]).len();
        assert_eq!(named("Müller", "Hr. Mu\u{308}ller, MU\u{308}LLERS, Muller"), 2);
        assert_eq!(named("Mu\u{308}ller", "Hr. Müller"), 1);
        assert_eq!(named("Sofie", "Soﬁe, SOFIE, sofie, Sofies, Sofiesk"), 3);
        assert_eq!(named("Anne-Marie", "Anne\u{2011}Marie, Anne–Marie, anne-marie"), 2);
        assert_eq!(named("Åse", "A\u{30a}se, Ase, Aase"), 1);
        assert_eq!(named("sofie", "Sofie sofie"), 2, "listed without capitals");
        assert_eq!(named("Lise de Wit", "Lise De Wit, LISE DE WIT, lise de wit"), 2);
        assert_eq!(named("Mentor 1", "Mentor 1, Mentor 12"), 1);
        for none in ["Bo\n\nHolm: ja", "Bo\nHolm: ja", "Bo\u{308} Holm"] {
            assert!(found(none).is_empty(), "{none:?}");
        }
    }

    #[test]
    fn numbers_of_an_evaluation_are_no_persons() {
        for text in [
            "p = 0,060; p < 0.044, p=0,000",
            "fra 1998 2004 til 2019-2023",
            "12 23 34 45 56 67 78",
            "uge 23 24 25 26 27 28",
            "d. 20230115 og 24121998",
            "1 Interviewer: Ja\n2 Mentor 1: Nej\n3 30 40",
            "[00:01:06] Mentor 1: kl. 20:30:40",
            "χ²(16) = 27,345, N = 31",
            "ISBN 978-87-412-5678-9",
            "2552 linjer, 507 bindestreger",
            "24-12-98 2000 kr., 01.02.03, 4050",
            "år 2019\u{2013}2023 og 1998\u{a0}2004",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
