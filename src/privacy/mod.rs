//! Personal data that should not be in a study: numbers and addresses that identify a person.
//!
//! The same detectors check all imports and the study itself. Each kind has a file, which searches
//! a folded text ([`crate::text::folding`]), so that a non-breaking or soft hyphen or a full-width
//! digit hides nothing. It returns only what it has validated: an existing date, a check digit, the
//! rules of a country. Where nothing can be validated, the words around it decide (`context`). A
//! match is something for people to look at, not a proof.

mod address;
mod american;
mod birth;
mod british;
mod context;
mod cpr;
mod date;
mod email;
mod finnish;
mod iban;
mod name;
mod near_digits;
mod norwegian;
mod number;
mod phone;
mod swedish;

pub use name::{find_names, parse_name_list};

use crate::text::{FoldMode, FoldedText, Span};
use number::DigitRun;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
pub enum PersonalDataKind {
    /// Danish personal identification number.
    #[strum(serialize = "CPR number")]
    Cpr,
    #[strum(serialize = "e-mail address")]
    Email,
    #[strum(serialize = "phone number")]
    Phone,
    /// From a list of names.
    #[strum(serialize = "name")]
    Name,
    /// Fødselsnummer or D-nummer.
    #[strum(serialize = "Norwegian identity number")]
    NorwegianNumber,
    /// Personnummer or samordningsnummer.
    #[strum(serialize = "Swedish identity number")]
    SwedishNumber,
    /// Henkilötunnus.
    #[strum(serialize = "Finnish identity number")]
    FinnishNumber,
    /// National Insurance number.
    #[strum(serialize = "National Insurance number")]
    BritishNumber,
    /// Social Security number.
    #[strum(serialize = "Social Security number")]
    AmericanNumber,
    #[strum(serialize = "IBAN")]
    Iban,
    #[strum(serialize = "date of birth")]
    BirthDate,
    #[strum(serialize = "street address")]
    Address,
    /// IP address. Like the next two, reported for survey columns only.
    #[strum(serialize = "IP address")]
    Ip,
    /// Geographic position.
    #[strum(serialize = "GPS coordinate")]
    Place,
    /// Marked as an identifier in the survey's data dictionary.
    #[strum(serialize = "identifier")]
    Identifier,
}

impl PersonalDataKind {
    pub fn noun(self) -> &'static str {
        self.into()
    }

    pub fn plural_noun(self) -> String {
        match self {
            PersonalDataKind::BirthDate => "dates of birth".into(),
            PersonalDataKind::Email | PersonalDataKind::Ip | PersonalDataKind::Address => {
                format!("{}es", self.noun())
            }
            kind => format!("{}s", kind.noun()),
        }
    }

    /// True for kinds that cannot be validated; they are reported but refuse nothing.
    pub fn is_hint(self) -> bool {
        matches!(
            self,
            PersonalDataKind::Address
                | PersonalDataKind::Ip
                | PersonalDataKind::Place
                | PersonalDataKind::Identifier
        )
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonalDataMatch {
    pub kind: PersonalDataKind,
    pub span: Span,
}

/// How places of one kind are found.
struct Detector {
    kind: PersonalDataKind,
    find: DetectorFn,
}

/// Maps a folded text to validated byte ranges in it.
enum DetectorFn {
    /// Examines runs of digits.
    Runs(fn(&str, &[DigitRun]) -> Vec<Range<usize>>),
    /// Searches the text around digits.
    NearDigits(fn(&str) -> Vec<Range<usize>>),
    /// Searches the whole text.
    Anywhere(fn(&str) -> Vec<Range<usize>>),
}

/// Most reliable first: where two kinds overlap, the first one wins.
const DETECTORS: [Detector; 11] = [
    iban::DETECTOR,
    email::DETECTOR,
    norwegian::DETECTOR,
    cpr::DETECTOR,
    swedish::DETECTOR,
    finnish::DETECTOR,
    british::DETECTOR,
    american::DETECTOR,
    birth::DETECTOR,
    phone::DETECTOR,
    address::DETECTOR,
];

/// All matches in `text` in order: numbers, addresses, and `names` as whole words, also with a
/// genitive s. A name listed with capitals matches only with these capitals or in upper case: `Bo`
/// is a person, `bo` a word.
pub fn scan(text: &str, names: &[String]) -> Vec<PersonalDataMatch> {
    let mut matches = numbers(text);
    for named in find_names(text, names) {
        let meets = |other: &PersonalDataMatch| {
            other.span.start < named.span.end && named.span.start < other.span.end
        };
        // A name replaces an overlapping hint.
        if !matches
            .iter()
            .any(|other| meets(other) && !other.kind.is_hint())
        {
            matches.retain(|other| !meets(other));
            matches.push(named);
        }
    }
    matches.sort_by_key(|finding| (finding.span.start, finding.span.end));
    matches
}

/// As [`scan`] without hints: what an import refuses.
pub fn scan_sure(text: &str, names: &[String]) -> Vec<PersonalDataMatch> {
    let mut matches = scan(text, names);
    matches.retain(|finding| !finding.kind.is_hint());
    matches
}

/// The kind of digits without context, as in a column of a table.
pub fn kind_of_bare_digits(digits: &str) -> Option<PersonalDataKind> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Workbooks drop a leading zero.
    let padded = format!("0{digits}");
    let is = |holds: fn(&str) -> bool, length: usize| {
        holds(digits) || digits.len() + 1 == length && holds(&padded)
    };
    if is(norwegian::is_bare, 11) {
        Some(PersonalDataKind::NorwegianNumber)
    } else if is(cpr::is_bare, 10) {
        Some(PersonalDataKind::Cpr)
    } else {
        swedish::is_bare(digits).then_some(PersonalDataKind::SwedishNumber)
    }
}

/// Matches of all detectors, without overlaps.
fn numbers(text: &str) -> Vec<PersonalDataMatch> {
    let folded = FoldedText::new(text, FoldMode::KeepLayout);
    let text = folded.text();
    let (runs, stretches) = (number::runs(text), near_digits::digits(text));
    // Ordered by position, so that finding overlaps is fast even with many matches.
    let mut claimed: BTreeMap<usize, (usize, PersonalDataKind)> = BTreeMap::new();
    for Detector { kind, find } in &DETECTORS {
        let places = match find {
            DetectorFn::Runs(find) => find(text, &runs),
            DetectorFn::Anywhere(find) => find(text),
            DetectorFn::NearDigits(find) => {
                let of = |stretch: &Range<usize>| {
                    let start = stretch.start;
                    find(&text[stretch.clone()])
                        .into_iter()
                        .map(move |place| start + place.start..start + place.end)
                };
                stretches.iter().flat_map(of).collect()
            }
        };
        for place in places {
            let free = claimed
                .range(..place.end)
                .next_back()
                .is_none_or(|(_, (end, _))| *end <= place.start);
            if free {
                claimed.insert(place.start, (place.end, *kind));
            }
        }
    }
    claimed
        .into_iter()
        .map(|(start, (end, kind))| PersonalDataMatch {
            kind,
            span: folded.original_span(start..end),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(PersonalDataKind, &str)> {
        scan(text, &["Anna".into(), "Bo Holm".into()])
            .into_iter()
            .map(|finding| (finding.kind, finding.span.text(text)))
            .collect()
    }

    #[test]
    fn cpr_numbers_by_their_date_and_century_without_modulus() {
        for cpr in [
            "010190-1234",
            "0101901234",
            "290200 4123",
            "311236-4999",
            "290296-0000",
        ] {
            assert_eq!(
                found(&format!("nr. {cpr}, tak")),
                [(PersonalDataKind::Cpr, cpr)]
            );
        }
        // Impossible dates: 29 February 1900, 31 April. And a longer number is not a CPR number.
        for none in [
            "290200-1234",
            "310490-1234",
            "000090-1234",
            "1010190-12345",
            "0,0101901234",
            "ID0101901234",
        ] {
            assert!(
                found(none)
                    .iter()
                    .all(|(kind, _)| *kind != PersonalDataKind::Cpr),
                "{none}: {:?}",
                found(none)
            );
        }
    }

    #[test]
    fn addresses_phones_and_names() {
        let text = "Skriv til åse.holm@kommune.dk, ring +45 20 30 40 50, 20304050, 2030 4050 eller 20 30 40 50. Annas, ikke annas; Bo Holm, Annalise.";
        let all: Vec<&str> = found(text).into_iter().map(|(_, words)| words).collect();
        assert_eq!(
            all,
            [
                "åse.holm@kommune.dk",
                "+45 20 30 40 50",
                "20304050",
                "2030 4050",
                "20 30 40 50",
                "Anna",
                "Bo Holm"
            ]
        );
    }

    #[test]
    fn what_is_written_otherwise_is_found_as_its_plain_spelling() {
        for (text, kind, words) in [
            (
                "nr. 010190\u{2011}1234 ja",
                PersonalDataKind::Cpr,
                "010190\u{2011}1234",
            ),
            (
                "nr. 010190\u{a0}1234 ja",
                PersonalDataKind::Cpr,
                "010190\u{a0}1234",
            ),
            (
                "nr. 010190\u{ad}1234 ja",
                PersonalDataKind::Cpr,
                "010190\u{ad}1234",
            ),
            (
                "nr. 010190 \u{2212} 1234 ja",
                PersonalDataKind::Cpr,
                "010190 \u{2212} 1234",
            ),
            (
                "nr. 010190-\n1234 ja",
                PersonalDataKind::Cpr,
                "010190-\n1234",
            ),
            (
                "nr. 01.01.90\u{2013}1234 ja",
                PersonalDataKind::Cpr,
                "01.01.90\u{2013}1234",
            ),
            (
                "nr. ０１０１９０-１２３４ ja",
                PersonalDataKind::Cpr,
                "０１０１９０-１２３４",
            ),
            (
                "nr. 0101\u{200b}90\u{2060}1234 ja",
                PersonalDataKind::Cpr,
                "0101\u{200b}90\u{2060}1234",
            ),
            (
                "til ann＠example.org ja",
                PersonalDataKind::Email,
                "ann＠example.org",
            ),
            (
                "til ann.b\u{2011}c@exam\u{ad}ple.org ja",
                PersonalDataKind::Email,
                "ann.b\u{2011}c@exam\u{ad}ple.org",
            ),
            (
                "ring 20\u{a0}30\u{202f}40\u{2009}50 ja",
                PersonalDataKind::Phone,
                "20\u{a0}30\u{202f}40\u{2009}50",
            ),
            (
                "ring 2030\u{2011}4050 ja",
                PersonalDataKind::Phone,
                "2030\u{2011}4050",
            ),
            ("om An\u{ad}na ja", PersonalDataKind::Name, "An\u{ad}na"),
            (
                "om \u{202a}A\u{200b}nna\u{202c} ja",
                PersonalDataKind::Name,
                "A\u{200b}nna",
            ),
            ("om ANNAS ja", PersonalDataKind::Name, "ANNA"),
            ("om Anna’s ja", PersonalDataKind::Name, "Anna"),
            ("om Ａｎｎａ ja", PersonalDataKind::Name, "Ａｎｎａ"),
            ("om Anna¹ ja", PersonalDataKind::Name, "Anna"),
            ("om Bo\u{a0}Holm ja", PersonalDataKind::Name, "Bo\u{a0}Holm"),
            ("om Bo  \nHolm ja", PersonalDataKind::Name, "Bo  \nHolm"),
            ("om BO HOLM ja", PersonalDataKind::Name, "BO HOLM"),
        ] {
            assert_eq!(found(text), [(kind, words)], "{text:?}");
        }
        let named = |name: &str, text: &str| scan(text, &[name.to_owned()]).len();
        assert_eq!(
            named("Müller", "Hr. Mu\u{308}ller, MU\u{308}LLERS, Muller"),
            2
        );
        assert_eq!(named("Mu\u{308}ller", "Hr. Müller"), 1);
        assert_eq!(named("Sofie", "Soﬁe, SOFIE, sofie, Sofies, Sofiesk"), 3);
        assert_eq!(
            named("Anne-Marie", "Anne\u{2011}Marie, Anne–Marie, anne-marie"),
            2
        );
        assert_eq!(named("Åse", "A\u{30a}se, Ase, Aase"), 1);
        assert_eq!(named("sofie", "Sofie sofie"), 2, "listed without capitals");
        assert_eq!(
            named("Lise de Wit", "Lise De Wit, LISE DE WIT, lise de wit"),
            2
        );
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
