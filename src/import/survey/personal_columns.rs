//! Answers that identify people, column by column: addresses, numbers, names, and where
//! somebody was.

use super::metadata::is_address;
pub use crate::privacy::PersonalDataKind;
use crate::privacy::{kind_of_bare_digits, scan};
use crate::study::{Column, Refusal};
use crate::text::number;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonalColumn {
    pub variable: String,
    /// What.
    pub kind: PersonalDataKind,
    /// In how many answers.
    pub answers: usize,
}

impl fmt::Display for PersonalColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.answers == 1 {
            self.kind.noun().to_owned()
        } else {
            self.kind.plural_noun()
        };
        write!(f, "`{}` ({} {noun})", self.variable, self.answers)
    }
}

/// One sentence about all columns, and what to do; `None` when there is nothing to tell.
pub fn sentence(found: &[PersonalColumn], way: &str) -> Option<String> {
    let listed: Vec<String> = found.iter().map(ToString::to_string).collect();
    let columns = number::count_noun(columns(found).len(), "column");
    (!found.is_empty()).then(|| {
        format!(
            "{columns} may identify somebody: {}; {way}",
            listed.join(", ")
        )
    })
}

/// The same for the command line.
pub fn command_line_sentence(found: &[PersonalColumn]) -> Option<String> {
    sentence(
        found,
        &format!("leave out what is not needed ({})", without(found)),
    )
}

/// What has been validated: names, places and addresses of computers are told alone, since they may
/// well be needed.
pub fn validated(found: &[PersonalColumn]) -> Vec<PersonalColumn> {
    found
        .iter()
        .filter(|found| !found.kind.is_hint() && found.kind != PersonalDataKind::Name)
        .cloned()
        .collect()
}

/// Refuses answers that surely identify people.
/// Names the columns, and what to do.
pub fn refuse(name: &str, found: &[PersonalColumn]) -> Result<(), Refusal> {
    let sure = validated(found);
    let Some(what) = sentence(&sure, "") else {
        return Ok(());
    };
    Err(Refusal::new(
        format!("{name}: {}", what.trim_end_matches("; ")),
        format!(
            "Nothing was imported; leave out what is not needed ({}), or keep it with --keep-personal",
            without(&sure)
        ),
    ))
}

/// The option that leaves columns out.
fn without(found: &[PersonalColumn]) -> String {
    let quoted = |name: &&str| {
        if name.contains([' ', ',', '*']) {
            format!("'{name}'")
        } else {
            (*name).to_owned()
        }
    };
    let columns: Vec<String> = columns(found).iter().map(quoted).collect();
    format!("--without {}", columns.join(","))
}

fn columns(found: &[PersonalColumn]) -> Vec<&str> {
    let mut columns: Vec<&str> = found.iter().map(|found| found.variable.as_str()).collect();
    columns.dedup();
    columns
}

/// Words in headings, in small letters, by which a column is what it is called.
const HEADINGS: [(PersonalDataKind, &[&str]); 7] = [
    (
        PersonalDataKind::Email,
        &[
            "email",
            "e-mail",
            "mailadresse",
            "mail address",
            "recipientemail",
        ],
    ),
    (
        PersonalDataKind::Phone,
        &[
            "phone",
            "telefon",
            "mobil",
            "mobile number",
            "tlf",
            "cell number",
        ],
    ),
    (
        PersonalDataKind::Cpr,
        &["cpr", "personnummer", "social security", "ssn"],
    ),
    (
        PersonalDataKind::Name,
        &[
            "first name",
            "last name",
            "firstname",
            "lastname",
            "full name",
            "fornavn",
            "efternavn",
            "surname",
            "vorname",
            "nachname",
            "your name",
            "recipientname",
        ],
    ),
    (
        PersonalDataKind::BirthDate,
        &[
            "date of birth",
            "birthdate",
            "birth date",
            "birthday",
            "fødselsdato",
            "fødselsdag",
            "födelsedatum",
            "geburtsdatum",
        ],
    ),
    (PersonalDataKind::Place, &["latitude", "longitude", "gps"]),
    (
        PersonalDataKind::Address,
        &[
            "street address",
            "postal address",
            "home address",
            "adresse",
            "zip code",
            "postcode",
            "postnummer",
        ],
    ),
];

/// Headings that are names of people only when they stand alone.
const NAMES: [&str; 4] = ["name", "navn", "namn", "names"];

/// What a column holds, by its heading, what it is about, and its answers; most answers are passed
/// by at a glance.
pub fn find_personal_columns(
    variable: &str,
    heading: &str,
    about: &str,
    column: &Column,
) -> Vec<PersonalColumn> {
    let told = |kind: PersonalDataKind, answers: usize| PersonalColumn {
        variable: variable.to_owned(),
        kind,
        answers,
    };
    let heading = heading.to_lowercase();
    let filled = || column.count(|cell| !cell.is_empty());
    let about = about.to_lowercase();
    let said = |word: &&str| heading.contains(*word) || about.contains(*word);
    let called = HEADINGS
        .iter()
        .find(|(_, words)| words.iter().any(said))
        .map(|(kind, _)| *kind);
    let called = called.or(NAMES
        .contains(&heading.trim())
        .then_some(PersonalDataKind::Name));
    let holds = |kind: PersonalDataKind, cell: &str| match kind {
        PersonalDataKind::Email => cell.contains('@'),
        PersonalDataKind::Phone => {
            cell.chars().filter(char::is_ascii_digit).count() >= 6
                && !cell.contains('@')
                && cell.len() < 25
        }
        PersonalDataKind::Cpr => cell.chars().filter(char::is_ascii_digit).count() >= 9,
        PersonalDataKind::Name => {
            cell.chars().any(char::is_alphabetic) && cell.chars().count() < 60
        }
        PersonalDataKind::Place => {
            cell.parse::<f64>()
                .is_ok_and(|degrees| degrees.abs() <= 180.0 && cell.contains('.'))
                || is_pair(cell)
        }
        PersonalDataKind::Address => {
            cell.chars().any(|c| c.is_ascii_digit())
                && cell.chars().filter(|c| c.is_alphanumeric()).count() > 3
        }
        PersonalDataKind::BirthDate => {
            (6..9).contains(&cell.chars().filter(char::is_ascii_digit).count())
        }
        _ => false,
    };
    if let Some(kind) = called {
        let answers = column.count(|cell| !cell.is_empty() && holds(kind, cell));
        let distinct = column
            .strings()
            .filter(|cell| !cell.is_empty())
            .collect::<std::collections::HashSet<_>>()
            .len();
        // Yes and no to `Do you have a mobile phone?` are no numbers; few names are categories.
        if answers > 0
            && answers * 2 >= filled()
            && (distinct > 5 || distinct * 2 >= answers || kind != PersonalDataKind::Name)
        {
            return vec![told(kind, answers)];
        }
    }
    // Every different answer is looked at once.
    let mut seen: Vec<Vec<PersonalDataKind>> = Vec::new();
    let look = |cell: &str| -> AnswerContent {
        let (kinds, alone) = match glance_at(cell) {
            CellGlance::Nothing => (Vec::new(), None),
            CellGlance::Bare => (Vec::new(), kind_of_bare_digits(whole(cell))),
            CellGlance::Address => (vec![PersonalDataKind::Ip], None),
            CellGlance::Pair => (vec![PersonalDataKind::Place], None),
            CellGlance::Words => {
                let kinds: BTreeSet<PersonalDataKind> =
                    scan(cell, &[]).iter().map(|found| found.kind).collect();
                (kinds.into_iter().collect(), None)
            }
        };
        let kinds = (!kinds.is_empty()).then(|| {
            seen.push(kinds);
            seen.len() - 1
        });
        AnswerContent {
            filled: !cell.is_empty(),
            kinds,
            only_kind: alone,
        }
    };
    let looked: Vec<AnswerContent> = column.map_rows(look).collect();
    let mut counts: BTreeMap<PersonalDataKind, usize> = BTreeMap::new();
    let (mut bares, mut all) = (BTreeMap::new(), 0);
    for answer in looked {
        all += usize::from(answer.filled);
        answer
            .only_kind
            .into_iter()
            .for_each(|kind| *bares.entry(kind).or_insert(0) += 1);
        let kinds = answer
            .kinds
            .and_then(|at| seen.get(at))
            .into_iter()
            .flatten();
        kinds.for_each(|kind| *counts.entry(*kind).or_default() += 1);
    }
    // Ten digits alone are an identity of the program as often as a date; half of them are not by
    // chance.
    for (kind, answers) in bares.into_iter().filter(|(_, answers)| answers * 2 > all) {
        *counts.entry(kind).or_default() += answers;
    }
    counts
        .into_iter()
        .map(|(kind, answers)| told(kind, answers))
        .collect()
}

#[derive(Clone, Copy)]
struct AnswerContent {
    filled: bool,
    /// Where the kinds stand that its words hold.
    kinds: Option<usize>,
    /// What it is when it is a number and nothing else.
    only_kind: Option<PersonalDataKind>,
}

/// What a cell could hold, at a glance.
enum CellGlance {
    /// Nothing that is looked for.
    Nothing,
    /// Digits enough for a personal number, and nothing else.
    Bare,
    /// The address of a computer.
    Address,
    /// Two coordinates.
    Pair,
    /// Words in which something may stand.
    Words,
}

fn glance_at(cell: &str) -> CellGlance {
    // A workbook makes a decimal number of it.
    let cell = whole(cell);
    let (mut digits, mut others, mut at, mut points, mut colons, mut letters) =
        (0, 0, false, 0, 0, false);
    for byte in cell.bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' => points += 1,
            b':' => colons += 1,
            b'-' => {}
            other => {
                // Digits of other alphabets are beyond ASCII.
                at |= other == b'@' || other == 0xef;
                letters |= other.is_ascii_alphabetic() || other > 0x7f;
                others += 1;
            }
        }
    }
    if others == 0 && points == 0 && colons == 0 && digits == cell.len() {
        return if (9..13).contains(&digits) {
            CellGlance::Bare
        } else {
            CellGlance::Nothing
        };
    }
    if (points == 3 || colons > 2) && is_address(cell) {
        return CellGlance::Address;
    }
    if digits > 6 && is_pair(cell) {
        return CellGlance::Pair;
    }
    // A date has eight digits, a date with a time twelve or more.
    let numeric = others == 0 && colons == 0 && points < 2;
    let is_number = numeric && cell.parse::<f64>().is_ok();
    let spelled = || cell.to_ascii_lowercase().contains("(at)") || cell.contains("snabel");
    let words = letters && (digits > 0 || spelled());
    if at || ((words || digits > 7) && !is_number && !super::metadata::is_moment(cell)) {
        CellGlance::Words
    } else {
        CellGlance::Nothing
    }
}

fn whole(cell: &str) -> &str {
    cell.strip_suffix(".0").unwrap_or(cell)
}

/// `55.67610, 12.56830`: degrees of latitude and longitude with four digits behind the point.
fn is_pair(cell: &str) -> bool {
    let Some((north, east)) = cell.split_once([',', ' ', ';']) else {
        return false;
    };
    let degrees = |words: &str, most: f64| {
        let words = words.trim();
        let fine = words
            .split_once('.')
            .is_some_and(|(_, rest)| rest.len() > 3);
        fine && words
            .parse::<f64>()
            .is_ok_and(|degrees| degrees.abs() <= most)
    };
    degrees(north, 90.0) && degrees(east, 180.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(heading: &str, cells: &[&str]) -> Vec<(PersonalDataKind, usize)> {
        let column: Column = cells.iter().collect();
        find_personal_columns(heading, heading, "", &column)
            .into_iter()
            .map(|found| (found.kind, found.answers))
            .collect()
    }

    #[test]
    fn columns_are_told_by_what_they_hold_and_what_they_are_called() {
        assert_eq!(
            kinds(
                "remarks",
                &["ring 20 30 40 50", "a.b@example.org and 010190-1234", "no"]
            ),
            [
                (PersonalDataKind::Cpr, 1),
                (PersonalDataKind::Email, 1),
                (PersonalDataKind::Phone, 1)
            ]
        );
        assert_eq!(
            kinds("phone", &["00000000", "00000000"]),
            [(PersonalDataKind::Phone, 2)]
        );
        assert_eq!(
            kinds("name", &["Person 1", "Person 2", ""]),
            [(PersonalDataKind::Name, 2)]
        );
        let names = find_personal_columns(
            "q7",
            "q7",
            "What is your first name?",
            &["Ada", "Bo"].iter().collect(),
        );
        assert_eq!(names[0].kind, PersonalDataKind::Name);
        assert_eq!(
            kinds("x", &["10.1.2.3", "10.1.2.4"]),
            [(PersonalDataKind::Ip, 2)]
        );
        assert_eq!(
            kinds("LocationLatitude", &["55.676", "12.5"]),
            [(PersonalDataKind::Place, 2)]
        );
        assert_eq!(
            kinds("where", &["55.67610, 12.56830"]),
            [(PersonalDataKind::Place, 1)]
        );
        assert_eq!(
            kinds("nr", &["0101901234", "3112851234", "1111111111"]),
            [(PersonalDataKind::Cpr, 3)]
        );
        assert_eq!(
            kinds("nr", &["101901234", "0201901234.0"]),
            [(PersonalDataKind::Cpr, 2)],
            "a workbook took the zero away"
        );
        assert_eq!(
            kinds("nr", &["01019012480"]),
            [(PersonalDataKind::NorwegianNumber, 1)]
        );
        assert_eq!(
            kinds("nr", &["AB 12 34 56 C", "12 High Street"]),
            [
                (PersonalDataKind::BritishNumber, 1),
                (PersonalDataKind::Address, 1)
            ]
        );
        assert_eq!(
            kinds("fødselsdato", &["01-01-1990", "020190"]),
            [(PersonalDataKind::BirthDate, 2)]
        );
    }

    #[test]
    fn answers_are_no_persons() {
        for (heading, cells) in [
            ("Do you have a mobile phone?", &["Yes", "No", "Yes"][..]),
            ("RespondentID", &["3292953864", "3292950324", "3112900000"]),
            ("amount", &["23456789", "20304050.5", "98765432"]),
            ("date", &["2024-03-01 12:30:05", "3/1/2024 9:05"]),
            ("name of your mentor's office", &["North", "South"]),
            ("version", &["1.2.3"]),
            (
                "How safe is your street address area?",
                &["very safe", "unsafe"],
            ),
        ] {
            assert_eq!(kinds(heading, cells), [], "{heading}");
        }
    }

    #[test]
    fn one_sentence_says_what_can_be_left_out() {
        let told = [
            find_personal_columns("e mail", "e mail", "", &["a@b.dk"].iter().collect()),
            find_personal_columns(
                "phone",
                "phone",
                "",
                &["20304050", "20304051"].iter().collect(),
            ),
        ]
        .concat();
        assert_eq!(
            super::command_line_sentence(&told).unwrap(),
            "2 columns may identify somebody: `e mail` (1 e-mail address), `phone` (2 phone numbers); leave out what is not needed (--without 'e mail',phone)"
        );
    }
}
