//! Columns that a survey program writes about an answer: when, how long, from where, by whom. Their
//! level is known; nobody tests a moment or an identity.

use super::programs::SurveyProgram;
use crate::study::Column;
use crate::study::dataset::MeasurementLevel;
use regex::Regex;
use std::sync::LazyLock;

/// What a column of this kind holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetadataKind {
    /// What may be done with it.
    pub level: MeasurementLevel,
    pub what: &'static str,
}

impl MetadataKind {
    const fn new(level: MeasurementLevel, what: &'static str) -> MetadataKind {
        MetadataKind { level, what }
    }
}

/// What columns of moments are.
pub const DATE_COLUMN_KIND: &str = "dates and times";

const MOMENT: MetadataKind = MetadataKind::new(MeasurementLevel::Id, DATE_COLUMN_KIND);
const ADDRESS: MetadataKind = MetadataKind::new(MeasurementLevel::Id, "addresses of computers");
const IDENTITY: MetadataKind = MetadataKind::new(MeasurementLevel::Id, "identities");
const PERSON: MetadataKind = MetadataKind::new(MeasurementLevel::Id, "who answered");
const PLACE: MetadataKind = MetadataKind::new(MeasurementLevel::Id, "places");
const LENGTH: MetadataKind = MetadataKind::new(MeasurementLevel::Interval, "lengths of time");
const ORDER: MetadataKind = MetadataKind::new(MeasurementLevel::Id, "row names");
const STATE: MetadataKind = MetadataKind::new(MeasurementLevel::Nominal, "how it was answered");
const SHARE: MetadataKind = MetadataKind::new(MeasurementLevel::Interval, "how much was answered");

/// Headings of each program, in small letters without blanks and signs.
const KNOWN: &[(SurveyProgram, &[(&str, MetadataKind)])] = &[
    (
        SurveyProgram::Qualtrics,
        &[
            ("startdate", MOMENT),
            ("enddate", MOMENT),
            ("recordeddate", MOMENT),
            ("status", STATE),
            ("ipaddress", ADDRESS),
            ("progress", SHARE),
            ("durationinseconds", LENGTH),
            ("finished", STATE),
            ("responseid", IDENTITY),
            ("responseset", STATE),
            ("externaldatareference", IDENTITY),
            ("externalreference", IDENTITY),
            ("recipientlastname", PERSON),
            ("recipientfirstname", PERSON),
            ("recipientemail", PERSON),
            ("locationlatitude", PLACE),
            ("locationlongitude", PLACE),
            ("locationaccuracy", PLACE),
            ("distributionchannel", STATE),
            ("userlanguage", STATE),
        ],
    ),
    (
        SurveyProgram::SurveyMonkey,
        &[
            ("respondentid", IDENTITY),
            ("collectorid", IDENTITY),
            ("startdate", MOMENT),
            ("enddate", MOMENT),
            ("ipaddress", ADDRESS),
            ("emailaddress", PERSON),
            ("firstname", PERSON),
            ("lastname", PERSON),
        ],
    ),
    (
        SurveyProgram::LimeSurvey,
        &[
            ("id", IDENTITY),
            ("responseid", IDENTITY),
            ("submitdate", MOMENT),
            ("datesubmitted", MOMENT),
            ("startdate", MOMENT),
            ("datestarted", MOMENT),
            ("datestamp", MOMENT),
            ("datelastaction", MOMENT),
            ("lastpage", STATE),
            ("startlanguage", STATE),
            ("seed", IDENTITY),
            ("token", IDENTITY),
            ("accesscode", IDENTITY),
            ("ipaddr", ADDRESS),
            ("ipaddress", ADDRESS),
            ("refurl", STATE),
            ("referrerurl", STATE),
            ("interviewtime", LENGTH),
            ("totaltime", LENGTH),
        ],
    ),
    (
        SurveyProgram::GoogleForms,
        &[
            ("timestamp", MOMENT),
            ("tidsstempel", MOMENT),
            ("zeitstempel", MOMENT),
            ("emailaddress", PERSON),
            ("username", PERSON),
            ("mailadresse", PERSON),
        ],
    ),
    (
        SurveyProgram::RedCap,
        &[
            ("recordid", IDENTITY),
            ("redcapeventname", STATE),
            ("redcaprepeatinstrument", STATE),
            ("redcaprepeatinstance", STATE),
            ("redcapdataaccessgroup", STATE),
            ("redcapsurveyidentifier", IDENTITY),
            ("eventname", STATE),
        ],
    ),
];

/// What the column of this heading holds; by the program that wrote it, or by every cell that is
/// filled.
pub fn metadata_kind(
    program: Option<SurveyProgram>,
    heading: &str,
    column: &Column,
) -> Option<MetadataKind> {
    let plain: String = heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let of = KNOWN
        .iter()
        .find(|(known, _)| Some(*known) == program)
        .map_or(&[][..], |(_, all)| all);
    if let Some((_, kind)) = of.iter().find(|(known, _)| *known == plain) {
        return Some(*kind);
    }
    if program == Some(SurveyProgram::RedCap)
        && (heading.ends_with("_complete") || heading == "Complete?")
    {
        return Some(STATE);
    }
    // LimeSurvey writes how long each page and question took.
    if program == Some(SurveyProgram::LimeSurvey)
        && heading.ends_with("Time")
        && all(column, is_number)
    {
        return Some(LENGTH);
    }
    [
        (is_moment as fn(&str) -> bool, MOMENT),
        (is_address, ADDRESS),
        (is_identity, IDENTITY),
    ]
    .into_iter()
    .find_map(|(test, kind)| all(column, test).then_some(kind))
}

/// What a column without a heading holds when it stands first and counts the rows, as R and pandas
/// name them.
pub fn row_names(heading: &str, column: &Column) -> Option<MetadataKind> {
    let nameless = heading.is_empty() || heading == "Unnamed: 0" || heading == "...1";
    let counts = |from: usize| {
        column
            .iter()
            .enumerate()
            .all(|(row, cell)| cell.parse() == Ok(row + from))
    };
    let distinct = || {
        let mut seen = std::collections::HashSet::with_capacity(column.len());
        column
            .iter()
            .all(|cell| !cell.is_empty() && seen.insert(cell))
    };
    (nameless && !column.is_empty() && (counts(1) || counts(0) || distinct())).then_some(ORDER)
}

fn all(column: &Column, test: impl Fn(&str) -> bool) -> bool {
    let mut filled = column.strings().filter(|cell| !cell.is_empty()).peekable();
    filled.peek().is_some() && filled.all(test)
}

fn is_number(cell: &str) -> bool {
    cell.parse::<f64>().is_ok_and(f64::is_finite)
}

static MOMENTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?: ([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2}) | ([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2}) )
          (?: [T\ ,]{1,2} [0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)? (?:\ ?[AaPp]\.?[Mm]\.?)?
              (?:\ ?(?:Z|[A-Z]{3,4}(?:[+-][0-9]{1,2})?|[+-][0-9]{2}:?[0-9]{2}))? )?$",
    )
    .ok()
});

/// Whether a cell is a date, with or without a time.
pub fn is_moment(cell: &str) -> bool {
    // Most cells are none, and show it at once.
    if cell.len() < 6 || !cell.as_bytes()[0].is_ascii_digit() {
        return false;
    }
    let Some(parts) = MOMENTS.as_ref().and_then(|pattern| pattern.captures(cell)) else {
        return false;
    };
    let part = |at: usize| {
        parts
            .get(at)
            .and_then(|part| part.as_str().parse::<u32>().ok())
    };
    let (first, second) = match (part(2), part(3), part(4), part(5)) {
        (Some(month), Some(day), ..) => (month, day),
        (_, _, Some(first), Some(second)) => (first, second),
        _ => return false,
    };
    (1..=31).contains(&first) && (1..=31).contains(&second) && (first <= 12 || second <= 12)
}

/// Whether a cell is the address of a computer in the internet.
pub fn is_address(cell: &str) -> bool {
    // Of numbers alone only four: versions and headings have fewer.
    cell.parse::<std::net::Ipv4Addr>().is_ok()
        || (cell.matches(':').count() > 2 && cell.parse::<std::net::Ipv6Addr>().is_ok())
}

/// Whether a cell is a universal identity, or that of a response of Qualtrics.
fn is_identity(cell: &str) -> bool {
    let qualtrics = cell.strip_prefix("R_").is_some_and(|rest| {
        rest.len() >= 15 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    qualtrics || (cell.len() == 36 && uuid::Uuid::try_parse(cell).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_programs_write_them() {
        for yes in [
            "2024-03-01",
            "2024-03-01 12:30:05",
            "2024-03-01T12:30:05.123Z",
            "3/1/2024 9:05",
            "01.03.2024 09.05.10",
            "2024/03/01 4:05:06 PM GMT+1",
            "01-03-24",
            "2024/03/01 4:05:06 em CET",
        ] {
            assert_eq!(is_moment(yes), yes != "2024/03/01 4:05:06 em CET", "{yes}");
        }
        for no in [
            "2024",
            "12",
            "1.2.3",
            "2024-13-40",
            "20-30-2024",
            "12:30",
            "5-10",
            "2024-03-01 and later",
            "1/2",
            "",
        ] {
            assert!(!is_moment(no), "{no}");
        }
    }

    #[test]
    fn columns_about_an_answer_are_known() {
        let column = |cells: &[&str]| cells.iter().collect::<Column>();
        let told = |program, heading, cells: &[&str]| {
            metadata_kind(program, heading, &column(cells)).map(|kind| kind.level)
        };
        assert_eq!(
            told(None, "when", &["2024-03-01", "", "2024-04-01"]),
            Some(MeasurementLevel::Id)
        );
        assert_eq!(
            told(None, "from", &["10.0.0.1", "::1:2:3"]),
            Some(MeasurementLevel::Id)
        );
        assert_eq!(told(None, "sat", &["1", "2"]), None);
        assert_eq!(
            told(
                Some(SurveyProgram::Qualtrics),
                "Duration (in seconds)",
                &["12"]
            ),
            Some(MeasurementLevel::Interval)
        );
        assert_eq!(told(None, "Duration (in seconds)", &["12"]), None);
        assert!(
            row_names("", &column(&["1", "2"])).is_some()
                && row_names("", &column(&["5", "5"])).is_none()
        );
        assert!(row_names("id", &column(&["1", "2"])).is_none());
    }
}
