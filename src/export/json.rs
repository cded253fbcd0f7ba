//! Tables as JSON: an array of rows, each an object by column key, in the
//! order of the columns. A number is a number, an empty cell is null.

use super::{Cell, Table};
use crate::text::harmless;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// Writes the rows of `table`, with a line feed at the end.
#[must_use]
pub fn write(table: &Table) -> String {
    // Keys are strings and cells plain values: this cannot fail.
    printable(&serde_json::to_string_pretty(&Rows(table)).unwrap_or_default()) + "\n"
}

/// JSON that says the same and is harmless in a terminal: characters that
/// could command it are written as escapes, also those that JSON allows raw.
#[must_use]
pub fn printable(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii_whitespace() || harmless::shown(c) == c {
            out.push(c);
        } else {
            out.extend(
                c.encode_utf16(&mut [0; 2])
                    .iter()
                    .map(|unit| format!("\\u{unit:04x}")),
            );
        }
    }
    out
}

struct Rows<'a>(&'a Table);
struct Row<'a>(&'a Table, &'a [Cell]);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.rows.len()))?;
        for row in &self.0.rows {
            rows.serialize_element(&Row(self.0, row))?;
        }
        rows.end()
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_map(Some(self.1.len()))?;
        for (column, cell) in self.0.columns.iter().zip(self.1) {
            match cell {
                Cell::Empty => row.serialize_entry(&*column.key, &())?,
                Cell::Text(words) => row.serialize_entry(&*column.key, words)?,
                Cell::Number { value, .. } if value.fract() == 0.0 && value.abs() < 1e15 => {
                    row.serialize_entry(&*column.key, &(*value as i64))?;
                }
                Cell::Number { value, .. } => row.serialize_entry(&*column.key, value)?,
            }
        }
        row.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Column;

    #[test]
    fn what_could_command_a_terminal_is_escaped_and_means_the_same() {
        let words = "a\u{9b}31m\u{7f}\u{202e}\u{e0041}æ\n";
        let json = printable(&serde_json::to_string(words).unwrap());
        assert_eq!(json, r#""a\u009b31m\u007f\u202e\udb40\udc41æ\n""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), words);
    }

    #[test]
    fn rows_are_objects_in_the_order_of_the_columns() {
        let table = Table {
            columns: vec![
                Column::words("z", "Z"),
                Column::numbers("a", "A"),
                Column::numbers("p", "p"),
            ],
            rows: vec![
                vec!["\u{1b}[31m".into(), 3.into(), Cell::shown(0.25, ".25")],
                vec![Cell::Empty, Cell::Empty, Cell::Empty],
            ],
            ..Table::default()
        };
        let text = write(&table).replace([' ', '\n'], "");
        assert_eq!(
            text,
            r#"[{"z":"\u001b[31m","a":3,"p":0.25},{"z":null,"a":null,"p":null}]"#
        );
    }
}
