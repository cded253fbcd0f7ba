//! Hashes, by which a coding proves that its words are unchanged.

use base64::{Engine, prelude::BASE64_STANDARD as STANDARD};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 of `bytes`, 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of `salt` and then `bytes`, 64 lower-case hexadecimal digits.
#[must_use]
pub fn salted_sha256(salt: &str, bytes: &[u8]) -> String {
    let mut sha = Sha256::new();
    sha.update(salt.as_bytes());
    sha.update(bytes);
    hex(&sha.finalize())
}

/// SHA-256 of `text` in the notation of a content security policy: `sha256-` and Base64.
#[must_use]
pub fn sha256_base64(text: &str) -> String {
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

/// The first 64 bits of the SHA-256 of a quote, 16 hexadecimal digits: enough to detect any change
/// of the text, short enough to store with every coding.
#[must_use]
pub fn quote_hash(words: &str) -> String {
    hex(&Sha256::digest(words.as_bytes())[..8])
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            // Writing to a String cannot fail.
            let _ = write!(out, "{byte:02x}");
            out
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_standard_vector() {
        // FIPS 180-4, "abc".
        assert!(super::sha256(b"abc").starts_with("ba7816bf8f01cfea"));
        assert_eq!(super::quote_hash("abc"), "ba7816bf8f01cfea");
    }
}
