//! Old shapes of events, brought to today's.
//!
//! Readers try today's shape first; only a record they do not know comes here.
//! A record that is still unknown afterwards comes from a newer virk, and the
//! study is then opened read-only.

use super::Event;
use serde_json::{Map, Value};

/// Rewrites one old shape in place.
type UpgradeFn = fn(&mut Map<String, Value>);

/// Former names of events, and what turns each into today's.
const UPGRADES: &[(&str, UpgradeFn)] = &[];

/// Reads an event's body, of today's shape or an older one.
///
/// # Errors
/// When no version of virk up to this one wrote such a body.
pub fn read(body: &str) -> Result<Event, serde_json::Error> {
    serde_json::from_str(body).or_else(|error| read_old(body, UPGRADES).ok_or(error))
}

fn read_old(body: &str, steps: &[(&str, UpgradeFn)]) -> Option<Event> {
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

    #[test]
    fn an_old_name_is_read_as_todays() {
        let steps: &[(&str, UpgradeFn)] = &[("coding_deleted", |fields| {
            fields.insert("type".into(), "coding_removed".into());
        })];
        let body = r#"{"type":"coding_deleted","id":"018f0000-0000-7000-8000-000000000001"}"#;
        assert!(matches!(
            read_old(body, steps),
            Some(Event::CodingRemoved { .. })
        ));
        assert!(read(body).is_err());
    }
}
