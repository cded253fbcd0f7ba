//! Identities and dates as the standard writes them.

use crate::study::{Time, theory::QuoteAt};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The identity of something that has no UUID in the study, such as a coder:
/// always the same for the same `name`, so that a second export says the same.
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

/// The identity of a quote's selection.
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

/// `2026-11-22T13:05:00Z`
pub(super) fn xml_date(time: Time) -> String {
    let seconds = time.0.div_euclid(1_000_000);
    jiff::Timestamp::from_second(seconds)
        .unwrap_or_default()
        .to_string()
}
