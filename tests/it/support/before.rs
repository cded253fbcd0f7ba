//! The study of the golden log `before` as a file, for the command line and the screen.

use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;
use virk::log::{RecordStore, Store};
use virk::study::{Act, Content, Record, Time, upgrade};

/// Writes it to `path`.
pub fn write(path: &Path) {
    let log = include_str!("../../golden/before.jsonl");
    let (mut records, mut contents) = (Vec::new(), Vec::new());
    for line in log.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        if let Some(id) = value.get("content") {
            let id = serde_json::from_value(id.clone()).unwrap();
            contents.push(Content {
                id,
                text: value["text"].as_str().unwrap().into(),
            });
            continue;
        }
        let n = records.len() as u64 + 1;
        let id = Uuid::from_u128(u128::from(n) + (1 << 64));
        records.push(Record {
            id,
            writer: Uuid::from_u128(99),
            n,
            time: Time(n as i64),
            coder: Arc::from("ann"),
            batch: id,
            act: Act::Do,
            event: upgrade::read(line).unwrap(),
        });
    }
    let mut store = Store::create(path).unwrap();
    store.begin().unwrap();
    store.commit(&records, contents).unwrap();
}
