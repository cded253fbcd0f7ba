//! Tables as Markdown (GitHub's pipe tables).

use super::{ColumnAlign, ExportTable};
use crate::text::sanitize;

/// `table` with its title above and its notes below.
pub fn write(table: &ExportTable) -> String {
    let mut out = String::new();
    if let Some(title) = &table.title {
        out += &format!("# {}\n\n", escape(title));
    }
    out += &line(table.columns.iter().map(|column| escape(&column.heading)));
    out += &line(table.columns.iter().map(|column| {
        let rule = match column.align {
            ColumnAlign::Left => "---",
            ColumnAlign::Right => "---:",
            ColumnAlign::Centre => ":---:",
        };
        rule.to_owned()
    }));
    for row in &table.rows {
        out += &line(row.iter().map(|cell| escape(cell.as_shown())));
    }
    for (place, note) in table.notes.iter().enumerate() {
        out += if place == 0 { "\n" } else { "" };
        out += &format!("- {}\n", escape(note));
    }
    out
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// Escapes markup, links and HTML, and joins lines.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in sanitize::sanitize(words.trim()).chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    if out.starts_with(['#', '>', '+', '-', '~']) {
        format!("\\{out}")
    } else {
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{ExportCell, ExportColumn};

    #[test]
    fn a_table_with_title_and_notes() {
        let table = ExportTable {
            title: Some("Quotes".into()),
            columns: vec![
                ExportColumn::words("said", "Said"),
                ExportColumn::numbers("p", "p"),
            ],
            rows: vec![
                vec![
                    "a | b\n<i>c</i> *d*".into(),
                    ExportCell::shown(0.0004, "< .001"),
                ],
                vec![ExportCell::Empty, 3.into()],
            ],
            notes: vec!["Three tests.".into(), "– all of them".into()],
        };
        assert_eq!(
            write(&table),
            "# Quotes\n\n| Said | p |\n| --- | ---: |\n| a \\| b<br>&lt;i>c&lt;/i> \\*d\\* | &lt; .001 |\n|  | 3 |\n\n- Three tests.\n- – all of them\n"
        );
    }
}
