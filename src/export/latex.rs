//! Tables as LaTeX: a `table` of `tabular` with booktabs' rules, to be pasted
//! into an article. Every word is escaped: nothing in a label is a command.

use super::{Align, Table};
use crate::text::harmless;

/// Writes `table` with its title as caption and its notes below.
#[must_use]
pub fn write(table: &Table) -> String {
    let mut out = String::from("% needs \\usepackage{booktabs}\n\\begin{table}\n\\centering\n");
    if let Some(title) = &table.title {
        out += &format!("\\caption{{{}}}\n", escape(title));
    }
    let sides: String = table
        .columns
        .iter()
        .map(|column| match column.align {
            Align::Left => 'l',
            Align::Right => 'r',
            Align::Centre => 'c',
        })
        .collect();
    out += &format!("\\begin{{tabular}}{{{sides}}}\n\\toprule\n");
    out += &line(table.columns.iter().map(|column| escape(&column.heading)));
    out += "\\midrule\n";
    for row in &table.rows {
        out += &line(row.iter().map(|cell| escape(cell.as_shown())));
    }
    out += "\\bottomrule\n\\end{tabular}\n";
    for note in &table.notes {
        out += &format!("\n\\par\\smallskip\\footnotesize {}\n", escape(note));
    }
    out + "\\end{table}\n"
}

/// A row. The empty group keeps a cell that begins with `[` from being read as an option of `\\`.
fn line(cells: impl Iterator<Item = String>) -> String {
    format!("{{}}{} \\\\\n", cells.collect::<Vec<_>>().join(" & "))
}

/// Words that LaTeX takes for words, on one line.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in harmless::one_line(words.trim()).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '−' => out.push_str("$-$"),
            '×' => out.push_str("$\\times$"),
            'χ' => out.push_str("$\\chi$"),
            'φ' => out.push_str("$\\varphi$"),
            '²' => out.push_str("$^2$"),
            '%' | '&' | '#' | '_' | '$' | '{' | '}' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Cell, Column};

    #[test]
    fn labels_are_words_and_no_commands() {
        let table = Table {
            title: Some("100 % & \\input{/etc/passwd}".into()),
            columns: vec![Column::words("a", "A_b"), Column::numbers("p", "p")],
            rows: vec![vec!["[x] $y$\n\\end{tabular}".into(), Cell::shown(0.0004, "< .001")]],
            notes: vec!["χ² = 3".into()],
        };
        let tex = write(&table);
        assert!(tex.contains("\\caption{100 \\% \\& \\textbackslash{}input\\{/etc/passwd\\}}"), "{tex}");
        assert!(tex.contains("{}[x] \\$y\\$ \\textbackslash{}end\\{tabular\\} & \\textless{} .001 \\\\\n"), "{tex}");
        assert!(tex.contains("$\\chi$$^2$ = 3"));
        assert_eq!(tex.matches("\\end{tabular}").count(), 1);
    }
}
