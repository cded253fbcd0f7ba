//! Facts as they are stored, in today's shape and in those of earlier virks.
//!
//! A stored body is never rewritten: it says by a number which shape it has, and what was written
//! in an earlier one is brought to today's when it is read. The first shape had no number, the
//! body was the fact itself, and had a word for each fact of each thing (`code_added`). Since the
//! second an envelope stands around the fact, which says what happened, and to what:
//!
//! ```text
//! {"shape":2,"fact":{"type":"added","thing":"code",…},"sha256":{"TEXT":"HASH"}}
//! ```
//!
//! * `sha256` proves the words: every text that the fact names, with the salted hash of its words
//!   ([`super::content::salted_hash`]). The chain covers the body, so who changes a text breaks it.
//! * `heads` names the last record of every other writer whom its writer had not named yet, so that
//!   records that are cut off show in what others wrote later.
//! * `by` says who judged, where that is not who wrote it. Nobody writes it yet.
//!
//! A shape or a fact that is still unknown comes from a newer virk, and the study is then opened
//! read-only.

use super::{ContentId, Event};
use serde::de::Error;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use uuid::Uuid;

/// The shape in which facts are written.
pub const SHAPE: u32 = 2;

/// The hashes of texts, salted, by their identities.
pub type Hashes = BTreeMap<ContentId, String>;

/// The last record of other writers, as the writer of a fact saw them: its number and hash.
pub type Heads = BTreeMap<Uuid, (u64, String)>;

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
    /// What others had written meanwhile: it cannot go missing unseen any more.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub heads: Heads,
}

/// How bodies of today's shape and of the first begin, as they are written.
const TODAYS: &str = r#"{"shape":2,"#;
const FIRST: &str = r#"{"type":""#;

/// [`FIRST_WORDS`] by their words.
static BY_WORD: LazyLock<HashMap<&str, (&str, &str)>> = LazyLock::new(|| {
    let words = FIRST_WORDS.iter();
    words
        .map(|(word, kind, thing)| (*word, (*kind, *thing)))
        .collect()
});

/// What decides how the rest is read: the number, and in the first shape the word.
#[derive(Deserialize)]
struct BodyHead<'a> {
    #[serde(default = "first")]
    shape: u32,
    #[serde(default, borrow, rename = "type")]
    word: Option<Cow<'a, str>>,
}

fn first() -> u32 {
    1
}

/// The words of the first shape, which had one for each fact of each thing, with the kind of fact
/// and the thing that they mean. Logs go on telling facts by them: scripts know them.
///
/// A word that does not stand here is the same in every shape.
pub const FIRST_WORDS: &[(&str, &str, &str)] = &[
    ("document_added", "added", "document"),
    ("document_removed", "removed", "document"),
    ("document_restored", "restored", "document"),
    ("document_erased", "erased", "document"),
    ("origin_set", "set", "origin"),
    ("informant_added", "added", "informant"),
    ("informant_changed", "changed", "informant"),
    ("informant_removed", "removed", "informant"),
    ("informant_restored", "restored", "informant"),
    ("informant_erased", "erased", "informant"),
    ("speaker_assigned", "set", "speaker"),
    ("code_added", "added", "code"),
    ("code_changed", "changed", "code"),
    ("code_retired", "removed", "code"),
    ("code_restored", "restored", "code"),
    ("coding_removed", "removed", "coding"),
    ("coding_restored", "restored", "coding"),
    ("condensation_set", "set", "condensation"),
    ("memo_set", "set", "memo"),
    ("theory_added", "added", "theory"),
    ("theory_removed", "removed", "theory"),
    ("theory_restored", "restored", "theory"),
    ("node_added", "added", "node"),
    ("node_removed", "removed", "node"),
    ("node_described", "set", "node"),
    ("link_added", "added", "link"),
    ("link_removed", "removed", "link"),
    ("link_restored", "restored", "link"),
    ("link_changed", "changed", "link"),
    ("change_noted", "added", "change"),
    ("change_withdrawn", "removed", "change"),
    ("change_restored", "restored", "change"),
    ("configuration_added", "added", "configuration"),
    ("configuration_changed", "changed", "configuration"),
    ("configuration_removed", "removed", "configuration"),
    ("configuration_restored", "restored", "configuration"),
    ("configuration_judged", "set", "configuration"),
    ("polarity_set", "set", "polarity"),
    ("verdict_set", "set", "verdict"),
    ("inference_set", "set", "inference"),
    ("plan_set", "set", "plan"),
    ("dataset_added", "added", "dataset"),
    ("dataset_removed", "removed", "dataset"),
    ("dataset_restored", "restored", "dataset"),
    ("dataset_erased", "erased", "dataset"),
    ("rows_erased", "erased", "rows"),
    ("indicator_added", "added", "indicator"),
    ("indicator_removed", "removed", "indicator"),
    ("variable_set", "set", "variable"),
    ("filter_set", "set", "filter"),
    ("weighting_set", "set", "weighting"),
    ("search_saved", "set", "search"),
    ("search_erased", "erased", "search"),
    ("acceptance_set", "set", "acceptance"),
    ("reported_added", "added", "reported"),
    ("reported_removed", "removed", "reported"),
    ("reported_restored", "restored", "reported"),
    ("guide_item_added", "added", "guide_item"),
    ("guide_item_removed", "removed", "guide_item"),
    ("guide_item_restored", "restored", "guide_item"),
];

/// The body to store for a fact.
/// Refused when it cannot be written as JSON, which no fact of today is.
pub fn write(fact: &Event, sha256: Hashes, heads: Heads) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Body {
        shape: SHAPE,
        by: None,
        fact,
        sha256,
        heads,
    })
}

/// Reads a stored fact, of today's shape or an older one.
/// Refused when no version of virk up to this one wrote such a body.
pub fn read(body: &str) -> Result<Event, serde_json::Error> {
    read_body(body).map(|body| body.fact)
}

/// Reads a stored fact and what stands around it.
/// Refused when no version of virk up to this one wrote such a body.
pub fn read_body(body: &str) -> Result<Body<Event>, serde_json::Error> {
    // As virk writes them; a study has a million, which are not to be read twice.
    if body.starts_with(TODAYS) {
        return serde_json::from_str(body);
    }
    let word = body
        .strip_prefix(FIRST)
        .and_then(|rest| rest.split_once('"'));
    if let Some((word, _)) = word {
        return read_first(body, word);
    }
    let head = serde_json::from_str::<BodyHead<'_>>(body)?;
    match head.shape {
        1 => read_first(body, head.word.as_deref().unwrap_or_default()),
        SHAPE => serde_json::from_str(body),
        newer => Err(Error::custom(format!("virk knows no shape {newer}"))),
    }
}

/// What a body says that it is, also one that cannot be read.
pub fn name(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    word_of(body.get("fact").unwrap_or(&body).as_object()?)
}

/// A fact as logs tell it: in the words of the first shape.
pub fn as_logged(fact: &Event) -> Value {
    let mut value = serde_json::to_value(fact).unwrap_or_default();
    if let Some(fields) = value.as_object_mut()
        && let Some(word) = word_of(fields)
    {
        fields.remove("thing");
        fields.insert("type".into(), word.into());
    }
    value
}

/// The word by which logs tell a fact.
pub fn word_of_fact(fact: &Event) -> Option<String> {
    word_of(serde_json::to_value(fact).ok()?.as_object()?)
}

/// The word of the first shape for a fact; of a thing that it did not know, one made the same way.
fn word_of(fact: &Map<String, Value>) -> Option<String> {
    let kind = fact.get("type")?.as_str()?;
    let Some(thing) = fact.get("thing").and_then(Value::as_str) else {
        return Some(kind.to_owned());
    };
    let same = |known: &&(&str, &str, &str)| known.1 == kind && known.2 == thing;
    let known = FIRST_WORDS
        .iter()
        .find(same)
        .map(|known| known.0.to_owned());
    Some(known.unwrap_or_else(|| format!("{thing}_{kind}")))
}

fn read_first(body: &str, word: &str) -> Result<Body<Event>, serde_json::Error> {
    let fact = match BY_WORD.get(word) {
        None => serde_json::from_str(body)?,
        Some((kind, thing)) => {
            let mut fields: Map<String, Value> = serde_json::from_str(body)?;
            fields.insert("type".into(), (*kind).into());
            fields.insert("thing".into(), (*thing).into());
            serde_json::from_value(Value::Object(fields))?
        }
    };
    Ok(Body {
        shape: 1,
        by: None,
        fact,
        sha256: Hashes::new(),
        heads: Heads::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{Assignment, Id, Ref, event::MemoTarget};
    use uuid::Uuid;

    #[test]
    fn the_words_of_the_first_shape_are_read_and_logged() {
        let id = "018f0000-0000-7000-8000-000000000001";
        let body = format!(r#"{{"type":"coding_removed","id":"{id}"}}"#);
        let fact = read(&body).unwrap();
        assert!(matches!(fact, Event::Removed(Ref::Coding { .. })));
        assert_eq!(
            as_logged(&fact).to_string(),
            format!(r#"{{"id":"{id}","type":"coding_removed"}}"#)
        );
        let stored = write(&fact, Hashes::new(), Heads::new()).unwrap();
        assert_eq!(
            stored,
            format!(r#"{{"shape":2,"fact":{{"type":"removed","thing":"coding","id":"{id}"}}}}"#)
        );
        assert_eq!(name(&stored).as_deref(), Some("coding_removed"));
        // However the fields stand, and whoever wrote them.
        let turned = format!(r#"{{"id":"{id}","type":"coding_removed"}}"#);
        assert_eq!(read(&turned).unwrap(), fact);
        let turned = stored.replace("{\"shape\":2,", "{ \"shape\" : 2, ");
        assert_eq!(read(&turned).unwrap(), fact);
        // Each shape has its own words.
        let mixed = body.replace("coding_removed", "removed");
        assert!(read(&mixed.replace("\"id\"", "\"of\"")).is_err());
        assert!(read(&stored.replace("\"thing\":\"coding\",", "")).is_err());
    }

    #[test]
    fn what_is_written_is_read_with_what_stands_around_it() {
        let id: ContentId = Id::new(Uuid::from_u128(7));
        let fact = Event::Set(Assignment::Memo {
            on: MemoTarget::Study,
            was: None,
            now: Some(id),
        });
        let hashes = Hashes::from([(id, "ab12".to_owned())]);
        let stored = write(&fact, hashes.clone(), Heads::new()).unwrap();
        let body = read_body(&stored).unwrap();
        assert_eq!(
            (body.shape, &body.fact, &body.sha256),
            (SHAPE, &fact, &hashes)
        );
        let judged = stored.replace("\"fact\"", "\"by\":\"Ann\",\"fact\"");
        assert_eq!(read_body(&judged).unwrap().by.as_deref(), Some("Ann"));
        // The first shape is the fact alone.
        let first = read_body(&as_logged(&fact).to_string());
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
        let thing = r#"{"shape":3,"fact":{"type":"added","thing":"dream"}}"#;
        assert_eq!(name(thing).as_deref(), Some("dream_added"));
        assert_eq!(name("{"), None);
    }
}
