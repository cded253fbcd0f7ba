//! What must not stand in a study: numbers and addresses that name a person.
//!
//! Danish personal numbers (CPR) are told by their date alone: since 2007 they are
//! given out without the check digit of modulus 11 (cpr.dk), so it filters nothing
//! here. Everything found is a place for people to look at, not a proof.

use crate::text::Span;
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

static CPR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(\d{2})(\d{2})(\d{2})[- –]?(\d{4})").ok());
static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}").ok());
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\+|00)\d{1,3}[ -]?(?:\(0\)[ -]?)?\d(?:[ -]?\d){5,11}|[2-9]\d(?:[ .-]\d\d){3}|[2-9]\d{3}[ -]\d{4}|[2-9]\d{7}|[2-9]\d \d{3} \d{3}").ok()
});

/// Everything found in `text`, in order: numbers, addresses, and the `names` as whole
/// words in their own capitals, also with a genitive s.
#[must_use]
pub fn scan(text: &str, names: &[String]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |kind: Kind, pattern: &LazyLock<Option<Regex>>, holds: &dyn Fn(&regex::Captures<'_>, usize, usize) -> bool| {
        let Some(pattern) = pattern.as_ref() else { return };
        for place in pattern.captures_iter(text) {
            let Some(whole) = place.get(0) else { continue };
            if holds(&place, whole.start(), whole.end()) {
                found.push(Finding { kind, span: Span::of(whole.start(), whole.end()) });
            }
        }
    };
    add(Kind::Cpr, &CPR, &|digits, start, end| stands_alone(text, start, end) && is_date(digits));
    add(Kind::Email, &EMAIL, &|_, _, _| true);
    add(Kind::Phone, &PHONE, &|_, start, end| stands_alone(text, start, end) && is_phone(text, start, end));
    for name in names.iter().filter(|name| !name.trim().is_empty()) {
        for (start, name) in text.match_indices(name.trim()) {
            let end = start + name.len();
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let after = text[end..].strip_prefix('s').unwrap_or(&text[end..]);
            if !letter(text[..start].chars().next_back()) && (!letter(text[end..].chars().next()) || !letter(after.chars().next()))
            {
                found.push(Finding { kind: Kind::Name, span: Span::of(start, end) });
            }
        }
    }
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
    let number = |place: usize| digits.get(place).and_then(|digits| digits.as_str().parse::<i16>().ok()).unwrap_or(0);
    let (day, month, year, serial) = (number(1), number(2), number(3), number(4) / 1_000);
    let century = match (serial, year) {
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
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
