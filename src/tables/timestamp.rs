//! Timestamps in exported files.

use crate::study::Time;

/// RFC 3339 in UTC, such as `2026-03-01T09:30:00Z`.
pub fn utc_timestamp(time: Time) -> String {
    jiff::Timestamp::from_microsecond(time.0)
        .map(|time| time.to_string())
        .unwrap_or_default()
}
