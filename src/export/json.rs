//! Tables as JSON: an array of rows, each an object by column key, in the order of the columns.
//! Numbers are numbers, empty cells null.

use super::{ExportCell, ExportTable};
use crate::text::sanitize;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// The rows of `table`, with a final line feed.
pub fn write(table: &ExportTable) -> String {
    // Keys are strings and cells plain values: serialisation cannot fail.
    escape_json(&serde_json::to_string_pretty(&JsonRows(table)).unwrap_or_default()) + "\n"
}

/// Equivalent JSON that is safe to print: characters that could control a terminal are escaped,
/// including those that JSON allows raw.
pub fn escape_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii_whitespace() || sanitize::visible_char(c) == c {
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

struct JsonRows<'a>(&'a ExportTable);
struct JsonRow<'a>(&'a ExportTable, &'a [ExportCell]);

impl Serialize for JsonRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.rows.len()))?;
        for row in &self.0.rows {
            rows.serialize_element(&JsonRow(self.0, row))?;
        }
        rows.end()
    }
}

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_map(Some(self.1.len()))?;
        for (column, cell) in self.0.columns.iter().zip(self.1) {
            row.serialize_entry(&*column.key, &cell.value())?;
        }
        row.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ExportColumn;

    #[test]
    fn what_could_command_a_terminal_is_escaped_and_means_the_same() {
        let words = "a\u{9b}31m\u{7f}\u{202e}\u{e0041}æ\n";
        let json = escape_json(&serde_json::to_string(words).unwrap());
        assert_eq!(json, r#""a\u009b31m\u007f\u202e\udb40\udc41æ\n""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), words);
    }

    #[test]
    fn rows_are_objects_in_the_order_of_the_columns() {
        let table = ExportTable {
            columns: vec![
                ExportColumn::words("z", "Z"),
                ExportColumn::numbers("a", "A"),
                ExportColumn::numbers("p", "p"),
            ],
            rows: vec![
                vec![
                    "\u{1b}[31m".into(),
                    3.into(),
                    ExportCell::shown(0.25, ".25"),
                ],
                vec![ExportCell::Empty, ExportCell::Empty, ExportCell::Empty],
            ],
            ..ExportTable::default()
        };
        let text = write(&table).replace([' ', '\n'], "");
        assert_eq!(
            text,
            r#"[{"z":"\u001b[31m","a":3,"p":0.25},{"z":null,"a":null,"p":null}]"#
        );
    }
}
