//! Facts as they are stored, in today's shape and in those of earlier virks.
//!
//! A stored body is never rewritten: it says by a number which shape it has, and what was written
//! in an earlier one is brought to today's when it is read. The first shape had no number, and the
//! body was the fact itself. Since the second an envelope stands around the fact:
//!
//! ```text
//! {"shape":2,"fact":{"type":…},"sha256":{"TEXT":"HASH"}}
//! ```
//!
//! * `sha256` proves the words: every text that the fact names, with the salted hash of its words
//!   ([`super::content::salted_hash`]). The chain covers the body, so who changes a text breaks it.
//! * `by` says who judged, where that is not who wrote it. Nobody writes it yet.
//!
//! A shape or a fact that is still unknown comes from a newer virk, and the study is then opened
//! read-only.

use super::{ContentId, Event};
use serde::de::Error;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The shape in which facts are written.
pub const SHAPE: u32 = 2;

/// The hashes of texts, salted, by their identities.
pub type Hashes = BTreeMap<ContentId, String>;

/// What is stored of a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body<F> {
    /// The shape of the fact.
    pub shape: u32,
    /// Who judged, when it is not who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Box<str>>,
    /// What happened.
    pub fact: F,
    /// The texts it names, as far as they are there, with what proves their words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sha256: Hashes,
}

/// The number alone, which decides how the rest is read.
#[derive(Deserialize)]
struct Numbered {
    #[serde(default = "first")]
    shape: u32,
}

fn first() -> u32 {
    1
}

/// Rewrites one former fact of the first shape in place.
type UpgradeFn = fn(&mut Map<String, Value>);

/// Former names of facts of the first shape, and what turns each into the last one it had.
const UPGRADES: &[(&str, UpgradeFn)] = &[];

/// The body to store for a fact.
///
/// # Errors
/// When it cannot be written as JSON, which no fact of today is.
pub fn write(fact: &Event, sha256: Hashes) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Body {
        shape: SHAPE,
        by: None,
        fact,
        sha256,
    })
}

/// Reads a stored fact, of today's shape or an older one.
///
/// # Errors
/// When no version of virk up to this one wrote such a body.
pub fn read(body: &str) -> Result<Event, serde_json::Error> {
    read_body(body).map(|body| body.fact)
}

/// Reads a stored fact and what stands around it.
///
/// # Errors
/// When no version of virk up to this one wrote such a body.
pub fn read_body(body: &str) -> Result<Body<Event>, serde_json::Error> {
    match serde_json::from_str::<Numbered>(body)?.shape {
        1 => Ok(Body {
            shape: 1,
            by: None,
            fact: read_first(body, UPGRADES)?,
            sha256: Hashes::new(),
        }),
        SHAPE => serde_json::from_str(body),
        newer => Err(Error::custom(format!("virk knows no shape {newer}"))),
    }
}

/// What a body says that it is, also one that cannot be read.
#[must_use]
pub fn name(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    let fact = body.get("fact").unwrap_or(&body);
    Some(fact.get("type")?.as_str()?.to_owned())
}

fn read_first(body: &str, steps: &[(&str, UpgradeFn)]) -> Result<Event, serde_json::Error> {
    serde_json::from_str(body).or_else(|error| read_former(body, steps).ok_or(error))
}

fn read_former(body: &str, steps: &[(&str, UpgradeFn)]) -> Option<Event> {
    let Ok(Value::Object(mut fields)) = serde_json::from_str(body) else {
        return None;
    };
    let name = fields.get("type")?.as_str()?.to_owned();
    let (_, step) = steps.iter().find(|(old, _)| *old == name)?;
    step(&mut fields);
    serde_json::from_value(Value::Object(fields)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{Id, event::MemoTarget};
    use uuid::Uuid;

    #[test]
    fn an_old_name_is_read_as_todays() {
        let steps: &[(&str, UpgradeFn)] = &[("coding_deleted", |fields| {
            fields.insert("type".into(), "coding_removed".into());
        })];
        let body = r#"{"type":"coding_deleted","id":"018f0000-0000-7000-8000-000000000001"}"#;
        assert!(read_first(body, steps).is_ok());
        assert!(read(body).is_err());
    }

    #[test]
    fn what_is_written_is_read_with_what_stands_around_it() {
        let id: ContentId = Id::new(Uuid::from_u128(7));
        let fact = Event::MemoSet {
            on: MemoTarget::Study,
            was: None,
            now: Some(id),
        };
        let hashes = Hashes::from([(id, "ab12".to_owned())]);
        let stored = write(&fact, hashes.clone()).unwrap();
        let body = read_body(&stored).unwrap();
        assert_eq!(
            (body.shape, &body.fact, &body.sha256),
            (SHAPE, &fact, &hashes)
        );
        let judged = stored.replace("\"fact\"", "\"by\":\"Ann\",\"fact\"");
        assert_eq!(read_body(&judged).unwrap().by.as_deref(), Some("Ann"));
        // The first shape is the fact alone.
        let first = read_body(&serde_json::to_string(&fact).unwrap());
        assert_eq!(
            (first.as_ref().unwrap().shape, &first.unwrap().fact),
            (1, &fact)
        );
    }

    #[test]
    fn a_shape_of_tomorrow_is_unknown_and_has_its_name() {
        let newer = r#"{"shape":3,"fact":{"type":"dream_told"}}"#;
        assert!(read(newer).unwrap_err().to_string().contains("shape 3"));
        assert_eq!(name(newer).as_deref(), Some("dream_told"));
        assert_eq!(
            name(r#"{"type":"dream_told"}"#).as_deref(),
            Some("dream_told")
        );
        assert_eq!(name("{"), None);
    }
}
