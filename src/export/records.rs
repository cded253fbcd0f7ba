//! The log as JSON: who did what, when. What people said is not in it unless it is asked for.

use super::{json::escape_json, privacy::WITHHELD, timestamp::utc_timestamp};
use crate::study::{ContentId, Record, Study, record::Act, sentence};
use serde_json::{Map, Value, json};

/// What stands in an event in words of virk's own, by the name of its field; every other word is
/// somebody's.
const SAFE_FIELDS: &[&str] = &[
    "type",
    "language",
    "format",
    "encoding",
    "virk",
    "kind",
    "colour",
    "hash",
    "sha256",
    "expected",
    "origin",
    "operation",
    "polarity",
    "conclusion",
    "fit",
    "confidence",
    "level",
    "unit",
    "test",
    "family",
    "adjust",
];

/// A record, with a sentence that says what was done, in which words of people may stand.
#[must_use]
pub fn record_json(study: &Study, record: &Record) -> Value {
    let mut value = full_record(record);
    value["says"] = sentence::describe_record(record, study).into();
    value
}

/// A record and nothing that anybody said or wrote: what was done to what, by identities, when, by
/// whom. Names, titles, themes, attributes, reasons and what is searched for are left out, so that
/// nobody need know which field is new.
#[must_use]
pub fn redacted_record(record: &Record) -> Value {
    let mut value = full_record(record);
    withhold(&mut value["event"], "");
    value
}

fn withhold(value: &mut Value, field: &str) {
    match value {
        Value::String(text) => {
            let identity = uuid::Uuid::parse_str(text).is_ok();
            if !identity && !text.is_empty() && !SAFE_FIELDS.contains(&field) {
                *value = WITHHELD.into();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| withhold(value, field)),
        // The names of attributes are somebody's too.
        Value::Object(values) if field == "attributes" => *value = values.len().into(),
        Value::Object(values) => values
            .iter_mut()
            .for_each(|(field, value)| withhold(value, field)),
        _ => {}
    }
}

fn full_record(record: &Record) -> Value {
    let (act, of) = match record.act {
        Act::Do => ("do", None),
        Act::Undo(batch) => ("undo", Some(batch)),
        Act::Redo(batch) => ("redo", Some(batch)),
    };
    json!({
        "id": record.id,
        "writer": record.writer,
        "n": record.n,
        "time": utc_timestamp(record.time),
        "coder": &*record.coder,
        "batch": record.batch,
        "act": act,
        "of": of,
        "event": record.event,
    })
}

/// JSON Lines: a record in a line, in their order. With `content` each has the
/// sentence and, by their identities, the texts its event speaks of, as far as they are there.
#[must_use]
pub fn json_lines(study: &Study, records: &[Record], content: bool) -> String {
    let mut out = String::new();
    for record in records {
        let line = if content {
            let mut line = record_json(study, record);
            let mut texts = Map::new();
            collect_texts(study, &line["event"].clone(), &mut texts);
            line["content"] = texts.into();
            line
        } else {
            redacted_record(record)
        };
        out += &escape_json(&line.to_string());
        out.push('\n');
    }
    out
}

/// The texts whose identities stand anywhere in an event.
fn collect_texts(study: &Study, value: &Value, texts: &mut Map<String, Value>) {
    match value {
        Value::String(id) => {
            let content = uuid::Uuid::parse_str(id).ok().map(ContentId::new);
            if let Some(words) = content.and_then(|content| study.words(content)) {
                texts.insert(id.clone(), words.into());
            }
        }
        Value::Array(values) => values
            .iter()
            .for_each(|value| collect_texts(study, value, texts)),
        Value::Object(values) => values
            .values()
            .for_each(|value| collect_texts(study, value, texts)),
        _ => {}
    }
}
