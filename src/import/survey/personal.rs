//! Answers that tell who somebody is, column by column: addresses, numbers, names, and where somebody was.

use super::metadata::is_address;
use crate::import::privacy;
use crate::text::number;
use serde::Serialize;
use std::fmt;

/// What sort of thing a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Danish personal numbers.
    Cpr,
    /// E-mail addresses.
    Email,
    /// Telephone numbers.
    Phone,
    /// Names of people.
    Name,
    /// Addresses of computers.
    Ip,
    /// Places on the earth.
    Place,
    /// Where somebody lives.
    Address,
    /// What the dictionary of the survey calls an identifier.
    Identifier,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Cpr => "CPR number",
            Kind::Email => "e-mail address",
            Kind::Phone => "phone number",
            Kind::Name => "name",
            Kind::Ip => "IP address",
            Kind::Place => "GPS coordinate",
            Kind::Address => "postal address",
            Kind::Identifier => "identifier",
        }
    }
}

/// What was found in a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Personal {
    /// The variable.
    pub variable: String,
    /// What.
    pub kind: Kind,
    /// In how many answers.
    pub answers: usize,
}

impl fmt::Display for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = match (self.kind, self.answers) {
            (Kind::Email | Kind::Ip | Kind::Address, several) if several != 1 => format!("{}es", self.kind.word()),
            (kind, several) if several != 1 => format!("{}s", kind.word()),
            (kind, _) => kind.word().to_owned(),
        };
        write!(f, "`{}` ({} {noun})", self.variable, self.answers)
    }
}

/// One sentence about all columns, and what to do; `None` when there is nothing to tell.
#[must_use]
pub fn sentence(found: &[Personal], way: &str) -> Option<String> {
    let listed: Vec<String> = found.iter().map(ToString::to_string).collect();
    let columns = number::some(columns(found).len(), "column");
    (!found.is_empty()).then(|| format!("{columns} may tell who somebody is: {}; {way}", listed.join(", ")))
}

/// The same for the command line.
#[must_use]
pub fn told(found: &[Personal]) -> Option<String> {
    let quoted = |name: &&str| if name.contains([' ', ',', '*']) { format!("'{name}'") } else { (*name).to_owned() };
    let without: Vec<String> = columns(found).iter().map(quoted).collect();
    sentence(found, &format!("leave out what is not needed (--without {})", without.join(",")))
}

fn columns(found: &[Personal]) -> Vec<&str> {
    let mut columns: Vec<&str> = found.iter().map(|found| found.variable.as_str()).collect();
    columns.dedup();
    columns
}

/// Words in headings, in small letters, by which a column is what it is called.
const HEADINGS: [(Kind, &[&str]); 6] = [
    (Kind::Email, &["email", "e-mail", "mailadresse", "mail address", "recipientemail"]),
    (Kind::Phone, &["phone", "telefon", "mobil", "mobile number", "tlf", "cell number"]),
    (Kind::Cpr, &["cpr", "personnummer", "social security", "ssn"]),
    (
        Kind::Name,
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
    (Kind::Place, &["latitude", "longitude", "gps"]),
    (Kind::Address, &["street address", "postal address", "home address", "adresse", "zip code", "postcode", "postnummer"]),
];

/// Headings that are names of people only when they stand alone.
const NAMES: [&str; 4] = ["name", "navn", "namn", "names"];

/// What a column holds, by its heading, what it is about, and its answers; most answers are passed by at a glance.
pub fn found(variable: &str, heading: &str, about: &str, column: &[String]) -> Vec<Personal> {
    let told = |kind: Kind, answers: usize| Personal { variable: variable.to_owned(), kind, answers };
    let heading = heading.to_lowercase();
    let filled = column.iter().filter(|cell| !cell.is_empty());
    let about = about.to_lowercase();
    let said = |word: &&str| heading.contains(*word) || about.contains(*word);
    let called = HEADINGS.iter().find(|(_, words)| words.iter().any(said)).map(|(kind, _)| *kind);
    let called = called.or(NAMES.contains(&heading.trim()).then_some(Kind::Name));
    let holds = |kind: Kind, cell: &str| match kind {
        Kind::Email => cell.contains('@'),
        Kind::Phone => cell.chars().filter(char::is_ascii_digit).count() >= 6 && !cell.contains('@') && cell.len() < 25,
        Kind::Cpr => cell.chars().filter(char::is_ascii_digit).count() >= 9,
        Kind::Name => cell.chars().any(char::is_alphabetic) && cell.chars().count() < 60,
        Kind::Place => cell.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= 180.0 && cell.contains('.')) || is_pair(cell),
        Kind::Address => cell.chars().any(|c| c.is_ascii_digit()) && cell.chars().filter(|c| c.is_alphanumeric()).count() > 3,
        Kind::Ip | Kind::Identifier => false,
    };
    if let Some(kind) = called {
        let answers = filled.clone().filter(|cell| holds(kind, cell)).count();
        let distinct = filled.clone().collect::<std::collections::HashSet<_>>().len();
        // Yes and no to `Do you have a mobile phone?` are no numbers; few names are categories.
        if answers > 0 && answers * 2 >= filled.clone().count() && (distinct > 5 || distinct * 2 >= answers || kind != Kind::Name) {
            return vec![told(kind, answers)];
        }
    }
    let mut counts = [0_usize; 5];
    let (mut bare, mut all) = (0, 0);
    for cell in filled {
        all += 1;
        match glance(cell) {
            Glance::Nothing => {}
            Glance::Bare => bare += usize::from(privacy::scan(cell, &[]).iter().any(|found| found.kind == privacy::Kind::Cpr)),
            Glance::Address => counts[3] += 1,
            Glance::Pair => counts[4] += 1,
            Glance::Words => {
                let mut kinds: Vec<privacy::Kind> = privacy::scan(cell, &[]).iter().map(|found| found.kind).collect();
                kinds.sort_unstable();
                kinds.dedup();
                for kind in kinds {
                    match kind {
                        privacy::Kind::Cpr => counts[0] += 1,
                        privacy::Kind::Email => counts[1] += 1,
                        privacy::Kind::Phone => counts[2] += 1,
                        privacy::Kind::Name => {}
                    }
                }
            }
        }
    }
    // Ten digits alone are an identity of the program as often as a date; half of them are not by chance.
    if bare * 2 > all {
        counts[0] += bare;
    }
    let kinds = [Kind::Cpr, Kind::Email, Kind::Phone, Kind::Ip, Kind::Place];
    kinds.into_iter().zip(counts).filter(|(_, answers)| *answers > 0).map(|(kind, answers)| told(kind, answers)).collect()
}

/// What a cell could hold, at a glance.
enum Glance {
    /// Nothing that is looked for.
    Nothing,
    /// Ten digits and nothing else.
    Bare,
    /// The address of a computer.
    Address,
    /// Two coordinates.
    Pair,
    /// Words in which something may stand.
    Words,
}

fn glance(cell: &str) -> Glance {
    let (mut digits, mut others, mut at, mut points, mut colons) = (0, 0, false, 0, 0);
    for byte in cell.bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' => points += 1,
            b':' => colons += 1,
            b'-' => {}
            other => {
                // Digits of other alphabets are beyond ASCII.
                at |= other == b'@' || other == 0xef;
                others += 1;
            }
        }
    }
    if others == 0 && points == 0 && colons == 0 && digits == cell.len() {
        return if digits == 10 { Glance::Bare } else { Glance::Nothing };
    }
    if (points == 3 || colons > 2) && is_address(cell) {
        return Glance::Address;
    }
    if digits > 6 && is_pair(cell) {
        return Glance::Pair;
    }
    // A date has eight digits, a date with a time twelve or more.
    let numeric = others == 0 && colons == 0 && points < 2;
    let is_number = numeric && cell.parse::<f64>().is_ok();
    if at || (digits > 7 && !is_number && !super::metadata::is_moment(cell)) { Glance::Words } else { Glance::Nothing }
}

/// `55.67610, 12.56830`: degrees of latitude and longitude with four digits behind the point.
fn is_pair(cell: &str) -> bool {
    let Some((north, east)) = cell.split_once([',', ' ', ';']) else { return false };
    let degrees = |words: &str, most: f64| {
        let words = words.trim();
        let fine = words.split_once('.').is_some_and(|(_, rest)| rest.len() > 3);
        fine && words.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most)
    };
    degrees(north, 90.0) && degrees(east, 180.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(heading: &str, cells: &[&str]) -> Vec<(Kind, usize)> {
        let column: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        found(heading, heading, "", &column).into_iter().map(|found| (found.kind, found.answers)).collect()
    }

    #[test]
    fn columns_are_told_by_what_they_hold_and_what_they_are_called() {
        assert_eq!(
            kinds("remarks", &["ring 20 30 40 50", "a.b@example.org and 010190-1234", "no"]),
            [(Kind::Cpr, 1), (Kind::Email, 1), (Kind::Phone, 1)]
        );
        assert_eq!(kinds("phone", &["00000000", "00000000"]), [(Kind::Phone, 2)]);
        assert_eq!(kinds("name", &["Person 1", "Person 2", ""]), [(Kind::Name, 2)]);
        let names = found("q7", "q7", "What is your first name?", &["Ada".into(), "Bo".into()]);
        assert_eq!(names[0].kind, Kind::Name);
        assert_eq!(kinds("x", &["10.1.2.3", "10.1.2.4"]), [(Kind::Ip, 2)]);
        assert_eq!(kinds("LocationLatitude", &["55.676", "12.5"]), [(Kind::Place, 2)]);
        assert_eq!(kinds("where", &["55.67610, 12.56830"]), [(Kind::Place, 1)]);
        assert_eq!(kinds("nr", &["0101901234", "3112851234", "1111111111"]), [(Kind::Cpr, 3)]);
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
            ("How safe is your street address area?", &["very safe", "unsafe"]),
        ] {
            assert_eq!(kinds(heading, cells), [], "{heading}");
        }
    }

    #[test]
    fn one_sentence_says_what_can_be_left_out() {
        let told = [
            found("e mail", "e mail", "", &["a@b.dk".into()]),
            found("phone", "phone", "", &["20304050".into(), "20304051".into()]),
        ]
        .concat();
        assert_eq!(
            super::told(&told).unwrap(),
            "2 columns may tell who somebody is: `e mail` (1 e-mail address), `phone` (2 phone numbers); leave out what is not needed (--without 'e mail',phone)"
        );
    }
}
