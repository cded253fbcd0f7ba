//! The log as JSON: who did what, when. What people said is only included on request.

use super::json::escape_json;
use super::privacy::WITHHELD;
use super::timestamp::utc_timestamp;
use crate::study::event::Act;
use crate::study::{ContentId, Record, Study, sentence, upgrade};
use serde_json::{Map, Value, json};

/// Fields of events whose values are words of virk's own. Any other text in an event was written by
/// somebody.
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

/// A record with a sentence that describes it. The sentence may contain people's words.
pub fn record_json(study: &Study, record: &Record) -> Value {
    let mut value = full_record(record);
    value["says"] = sentence::describe_record(record, study).into();
    value
}

/// A record without anything that anybody said or wrote: what was done to what, by ids, when, and
/// by whom. Fields are kept by allow-list, so that a field added later is left out until somebody
/// decides about it.
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
        // The names of attributes are users' words too, so only their number is kept.
        Value::Object(values) if field == "attributes" => *value = values.len().into(),
        Value::Object(values) => values
            .iter_mut()
            .for_each(|(field, value)| withhold(value, field)),
        _ => {}
    }
}

/// Everything about a record but what it says.
pub fn full_record(record: &Record) -> Value {
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
        "event": upgrade::as_logged(&record.event),
    })
}

/// JSON Lines, one record per line. `content` adds the sentence and those texts the event refers to
/// that still exist, by id.
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

/// Collects the texts whose ids occur anywhere in `value`.
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
