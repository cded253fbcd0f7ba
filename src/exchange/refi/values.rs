//! Values as the standard writes them, in both directions: identities, dates, colours, and what the
//! files of a project are called.

use crate::study::{Time, theory::QuoteAt};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The file in a project's archive that holds its XML.
pub(super) const PROJECT_FILE: &str = "project.qde";

pub(super) const SOURCES_FOLDER: &str = "sources/";

/// A GUID for something that has none in the study, such as a coder. It is derived from `name`, so
/// that a second export has the same GUIDs.
pub(super) fn derived_uuid(what: &str, name: &str) -> Uuid {
    let digest = Sha256::new()
        .chain_update(b"virk ")
        .chain_update(what)
        .chain_update(b"\0")
        .chain_update(name)
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}

/// The GUID of a quote's selection, derived from its place.
pub(super) fn selection_uuid(quote: QuoteAt) -> Uuid {
    derived_uuid(
        "selection",
        &format!(
            "{} {} {}",
            quote.document.uuid(),
            quote.span.start,
            quote.span.end
        ),
    )
}

/// `2026-11-22T13:05:00Z`, in whole seconds.
pub(super) fn xml_date(time: Time) -> String {
    let seconds = time.0.div_euclid(1_000_000);
    jiff::Timestamp::from_second(seconds)
        .unwrap_or_default()
        .to_string()
}

/// Reads a date and time of XML; one without a zone, as some programs write it, is taken for UTC.
pub(in crate::exchange) fn parse_time(written: &str) -> Option<Time> {
    let written = written.trim();
    let zoned = written.parse::<jiff::Timestamp>().ok();
    let local = || {
        written
            .parse::<jiff::civil::DateTime>()
            .ok()?
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|time| time.timestamp())
    };
    zoned.or_else(local).map(|time| Time(time.as_microsecond()))
}

/// A colour as `#RRGGBB`, from that or the short form `#RGB`; empty for what is no colour.
pub(super) fn parse_colour(written: &str) -> String {
    let digits = written.trim().trim_start_matches('#');
    let hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    match (hex, digits.len()) {
        (true, 6) => format!("#{digits}"),
        (true, 3) => digits
            .chars()
            .fold("#".to_owned(), |all, digit| format!("{all}{digit}{digit}")),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_a_zone() {
        assert_eq!(
            parse_time("2025-01-02T03:04:05Z"),
            Some(Time(1_735_787_045_000_000))
        );
        assert_eq!(
            parse_time("2025-01-02T04:04:05+01:00"),
            parse_time("2025-01-02T03:04:05")
        );
        assert_eq!(
            parse_time("2025-01-02T03:04:05.5Z"),
            Some(Time(1_735_787_045_500_000))
        );
        assert_eq!(parse_time("yesterday"), None);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let time = Time(1_735_787_045_000_000);
        assert_eq!(parse_time(&xml_date(time)), Some(time));
    }

    #[test]
    fn colours_are_read_long_and_short() {
        let read = ["#0aF", "00aaff", " #00AAFF ", "blue", ""].map(parse_colour);
        assert_eq!(read, ["#00aaFF", "#00aaff", "#00AAFF", "", ""]);
    }
}
