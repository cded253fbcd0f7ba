//! Records as JSON: an array of objects, or an object of columns.
//!
//! Cells are strings, numbers, `true`, `false` and `null`. Nested values are refused, not
//! flattened.

use super::tabular::TabularData;
use crate::study::Refusal;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;

/// An object that keeps the order of its keys.
struct JsonRecord(Vec<(String, Value)>);

struct JsonRecordVisitor;

impl<'de> Visitor<'de> for JsonRecordVisitor {
    type Value = JsonRecord;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a value for each variable")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonRecord, A::Error> {
        let mut record = Vec::new();
        while let Some(entry) = map.next_entry()? {
            record.push(entry);
        }
        Ok(JsonRecord(record))
    }
}

impl<'de> Deserialize<'de> for JsonRecord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<JsonRecord, D::Error> {
        deserializer.deserialize_map(JsonRecordVisitor)
    }
}

/// Reads the records in `text`, from the file called `name`. Refuses repeated keys and columns of
/// different length.
pub fn read(name: &str, text: &str) -> Result<TabularData, Refusal> {
    let broken = |error: serde_json::Error| {
        let message = error.to_string();
        let why = message.split(" at line ").next().unwrap_or_default();
        Refusal::new(
            format!(
                "{name} line {}, column {}: {why}",
                error.line(),
                error.column()
            ),
            "It should be an array of objects, [{\"a\": 1, …}, …], or an object of columns, {\"a\": [1, …], …}",
        )
    };
    let rows = if text.trim_start().starts_with('[') {
        of_records(name, serde_json::from_str(text).map_err(broken)?)?
    } else {
        of_columns(name, serde_json::from_str(text).map_err(broken)?)?
    };
    TabularData::from_rows(name, rows)
}

fn of_records(name: &str, records: Vec<JsonRecord>) -> Result<Vec<Vec<String>>, Refusal> {
    let mut header: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows = vec![Vec::new()];
    // Limits the cells present in rows; the number after filling up the columns is limited when
    // they are built.
    let mut cells = 0;
    for (number, JsonRecord(record)) in records.into_iter().enumerate() {
        let mut row = Vec::new();
        for (key, value) in record {
            let place = *places.entry(key.clone()).or_insert_with(|| {
                header.push(key.clone());
                header.len() - 1
            });
            if row.len() <= place {
                cells += place + 1 - row.len();
                if cells > super::tabular::MAX_CELLS {
                    return Err(super::tabular::refuse_too_many(name));
                }
                row.resize(place + 1, None);
            }
            if row[place].is_some() {
                return Err(Refusal::new(
                    format!("{name}: record {} says `{key}` twice", number + 1),
                    "Leave one of them out",
                ));
            }
            row[place] = Some(cell(name, number, &key, &value)?);
        }
        rows.push(row.into_iter().map(Option::unwrap_or_default).collect());
    }
    rows[0] = header;
    Ok(rows)
}

fn of_columns(name: &str, JsonRecord(columns): JsonRecord) -> Result<Vec<Vec<String>>, Refusal> {
    let mut rows: Vec<Vec<String>> = vec![Vec::new()];
    for (key, values) in columns {
        let Value::Array(values) = values else {
            return Err(Refusal::new(
                format!("{name}: `{key}` is not a column"),
                "Each variable should hold an array of its values",
            ));
        };
        if rows[0].is_empty() {
            rows.resize(values.len() + 1, Vec::new());
        } else if rows.len() != values.len() + 1 {
            return Err(Refusal::new(
                format!(
                    "{name}: `{key}` has {} values where `{}` has {}",
                    values.len(),
                    rows[0][0],
                    rows.len() - 1
                ),
                "All columns should be of the same length; write null where there is no answer",
            ));
        }
        for (number, value) in values.iter().enumerate() {
            let cell = cell(name, number, &key, value)?;
            rows[number + 1].push(cell);
        }
        rows[0].push(key);
    }
    Ok(rows)
}

fn cell(name: &str, number: usize, key: &str, value: &Value) -> Result<String, Refusal> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(value) => Ok(value
            .as_f64()
            .filter(|_| value.is_f64())
            .map_or_else(|| value.to_string(), |value| value.to_string())),
        Value::String(words) => Ok(words.clone()),
        Value::Array(_) | Value::Object(_) => Err(Refusal::new(
            format!(
                "{name}: `{key}` of record {} holds several values",
                number + 1
            ),
            "Give each of them a variable of its own",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_and_columns_say_the_same() {
        let records = read(
            "f",
            r#"[{"b":1,"a":"x"},{"a":null,"b":2.50},{"b":3,"c":true}]"#,
        )
        .unwrap();
        assert_eq!(records.header, ["b", "a", "c"]);
        assert_eq!(
            records.columns,
            [["1", "2.5", "3"], ["x", "", ""], ["", "", "true"]]
        );
        let columns = read(
            "f",
            r#"{"b":[1,2.5,3],"a":["x",null,""],"c":[null,null,true]}"#,
        )
        .unwrap();
        assert_eq!(columns, records);
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_place() {
        let refused = |text: &str| read("f", text).unwrap_err().what;
        assert_eq!(
            refused(r#"[{"a":1},{"a":[1]}]"#),
            "f: `a` of record 2 holds several values"
        );
        assert_eq!(refused(r#"[{"a":1,"a":2}]"#), "f: record 1 says `a` twice");
        assert_eq!(
            refused(r#"{"a":[1],"b":[1,2]}"#),
            "f: `b` has 2 values where `a` has 1"
        );
        assert_eq!(refused(r#"{"a":1}"#), "f: `a` is not a column");
        assert_eq!(
            refused("[1]"),
            "f line 1, column 2: invalid type: integer `1`, expected an object with a value for each variable"
        );
        assert_eq!(refused("[]"), "f is empty");
        assert!(
            read(
                "f",
                &format!(
                    "[{}]",
                    (0..9000)
                        .map(|i| format!("{{\"k{i}\":1}}"))
                        .collect::<Vec<_>>()
                        .join(",")
                )
            )
            .unwrap_err()
            .what
            .contains("million cells")
        );
    }
}
