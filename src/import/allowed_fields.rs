//! The fields that objects of a JSON file may have.
//!
//! serde ignores unknown fields, so a mistyped one would be lost without notice. Here every object
//! of a file is compared with the fields of its type; an unknown field is refused with its line and
//! the most similar known field. Remarks have fields of their own (`note`, `source`, `comment`).

use super::TextFile;
use crate::study::{Refusal, lookup};
use serde::{
    de::{DeserializeOwned, Deserializer, Error as _, Visitor, value::Error},
    forward_to_deserialize_any,
};
use serde_json::Value;

/// Allowed in any object and never imported.
const REMARKS: [&str; 3] = ["note", "source", "comment"];

/// The fields of an object, and of the objects nested in it.
pub(super) struct AllowedFields {
    /// The kind of object with its article, for messages: `a link`.
    what: &'static str,
    known: Vec<&'static str>,
    /// Fields that may occur but are not read, because virk stores this information elsewhere.
    ignored: &'static [&'static str],
    within: Vec<(&'static str, AllowedFields)>,
    lenient: bool,
}

impl AllowedFields {
    /// The fields of struct `T`.
    pub fn of<T: DeserializeOwned>(what: &'static str) -> AllowedFields {
        AllowedFields {
            what,
            known: names::<T>(),
            ignored: &[],
            within: Vec::new(),
            lenient: false,
        }
    }

    /// A single field.
    pub fn one(what: &'static str, name: &'static str) -> AllowedFields {
        AllowedFields {
            what,
            known: vec![name],
            ignored: &[],
            within: Vec::new(),
            lenient: false,
        }
    }

    pub fn with(mut self, name: &'static str) -> AllowedFields {
        self.known.push(name);
        self
    }

    /// The fields of objects in field `name`, or in a list there.
    pub fn within(mut self, name: &'static str, fields: AllowedFields) -> AllowedFields {
        self.within.push((name, fields));
        self
    }

    /// Allows fields that are not read.
    pub fn ignoring(mut self, names: &'static [&'static str]) -> AllowedFields {
        self.ignored = names;
        self
    }

    /// Refuses only what looks like a mistyped field, for files that may contain anything else.
    pub fn lenient(mut self) -> AllowedFields {
        self.lenient = true;
        self
    }

    /// Refuses a field that would not be read, in any object of `value`.
    pub fn check(&self, file: &TextFile, value: &Value) -> Result<(), Refusal> {
        match value {
            Value::Array(values) => values.iter().try_for_each(|value| self.check(file, value)),
            Value::Object(object) => {
                for (name, value) in object {
                    if !self.knows(name) {
                        self.refuse(file, name)?;
                    }
                    if let Some((_, fields)) = self.within.iter().find(|(at, _)| at == name) {
                        fields.check(file, value)?;
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn knows(&self, name: &str) -> bool {
        self.known.contains(&name) || self.ignored.contains(&name) || REMARKS.contains(&name)
    }

    fn refuse(&self, file: &TextFile, name: &str) -> Result<(), Refusal> {
        let near = lookup::nearest_name(&name.to_lowercase(), self.known.iter().copied());
        let mistyped = near.is_some_and(|near| {
            strsim::damerau_levenshtein(&name.to_lowercase(), near) * 4 <= near.len()
        });
        if self.lenient && !mistyped {
            return Ok(());
        }
        let guess = near
            .map(|near| format!("Did you mean `{near}`? "))
            .unwrap_or_default();
        let known: Vec<String> = self.known.iter().map(|name| format!("`{name}`")).collect();
        Err(Refusal::new(
            format!(
                "{}{}: {} has no field `{name}`",
                file.name,
                line_of(&file.text, name),
                self.what
            ),
            format!(
                "Nothing was imported. {guess}It may have {}; put your own remarks into `note`",
                known.join(", ")
            ),
        ))
    }
}

/// ` line 14` for the first occurrence of the field, or nothing.
fn line_of(text: &str, field: &str) -> String {
    let quoted = Value::from(field).to_string();
    let place = text.match_indices(&quoted).find(|(at, _)| {
        text.get(at + quoted.len()..)
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    });
    place
        .map(|(at, _)| format!(" line {}", text[..at].matches('\n').count() + 1))
        .unwrap_or_default()
}

/// The fields of a struct, as it announces them to a deserializer.
fn names<T: DeserializeOwned>() -> Vec<&'static str> {
    let mut found: &'static [&'static str] = &[];
    // It always fails, as the probe has no value to offer.
    let _ = T::deserialize(FieldNameProbe(&mut found));
    found.to_vec()
}

/// A deserializer that only records the field names.
struct FieldNameProbe<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for FieldNameProbe<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("only a struct has fields"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(Error::custom("the fields are known now"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        dead_code,
        reason = "tests may fail loudly"
    )]
    use super::*;
    use serde_json::json;

    #[derive(serde::Deserialize)]
    struct Inner {
        #[serde(default)]
        second: String,
    }

    #[derive(serde::Deserialize)]
    struct Outer {
        first: Vec<Inner>,
    }

    fn file(text: &str) -> TextFile {
        TextFile::from_bytes("x.json", "x.json".into(), text.as_bytes()).unwrap()
    }

    #[test]
    fn unknown_fields_are_told_with_their_line_and_the_nearest_known() {
        let fields = AllowedFields::of::<Outer>("the file")
            .within("first", AllowedFields::of::<Inner>("an entry"));
        assert!(
            fields
                .check(
                    &file("{}"),
                    &json!({"first": [{"second": "a"}], "note": "n"})
                )
                .is_ok()
        );
        let text =
            "{\n \"note\": \"secnd\",\n \"first\": [{\"second\": \"a\"},\n {\"secnd\" : \"b\"}]}";
        let refusal = fields
            .check(&file(text), &serde_json::from_str(text).unwrap())
            .unwrap_err();
        assert_eq!(refusal.what, "x.json line 4: an entry has no field `secnd`");
        assert!(
            refusal.hint.contains("Did you mean `second`?"),
            "{}",
            refusal.hint
        );
        let odd = json!({"first": [], "zzz": 1});
        assert!(fields.check(&file("{}"), &odd).is_err());
        let lenient = AllowedFields::of::<Outer>("the file").lenient();
        assert!(lenient.check(&file("{}"), &odd).is_ok());
        assert!(lenient.check(&file("{}"), &json!({"frist": []})).is_err());
    }
}
