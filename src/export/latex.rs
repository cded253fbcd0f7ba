//! Tables as LaTeX. The file compiles by itself and can also be included in an article with
//! `\input`, where its own preamble is skipped. A table that fits on a page is a `table` with a
//! `tabular`; a long or wide one is a `longtable` with repeated headers, in landscape if necessary.
//! All text is escaped, so nothing in a label is a command.

use super::{
    ColumnAlign, ExportCell, ExportTable,
    page_layout::{LANDSCAPE_WIDTH, PORTRAIT_WIDTH, PageLayout, TableSlice},
};
use crate::text::sanitize;

/// A longer table may not float, so it becomes a `longtable`.
const LINES_PER_PAGE: usize = 30;

/// Once a document has begun, LaTeX makes `\documentclass` an error. The preamble tests for that to
/// find out whether the file was included with `\input`.
const PREAMBLE: &str = r"% Compiles by itself; an article takes it in with \input and then needs
% \usepackage{booktabs,longtable,array,pdflscape}
\makeatletter
\ifx\documentclass\@twoclasseserror
\let\virkend\relax
\else
\documentclass[a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{textcomp}
\usepackage[margin=2cm]{geometry}
\usepackage{booktabs,longtable,array,pdflscape}
\def\virkend{\end{document}}
\begin{document}
\fi
\makeatother
";

/// `table` with its title as caption and its notes below.
pub fn write(table: &ExportTable) -> String {
    let paper = PageLayout::new(table);
    let several = table
        .rows
        .iter()
        .flatten()
        .any(|cell| cell.as_shown().contains('\n'));
    let mut out = String::from(PREAMBLE);
    let mut turned = false;
    match paper.slices.as_slice() {
        [part] if !paper.landscape && !several && table.rows.len() <= LINES_PER_PAGE => {
            out += &floating_table(table, part)
        }
        parts => {
            turned = paper.landscape;
            out += if turned { "\\begin{landscape}\n" } else { "" };
            out += "{\\footnotesize\\setlength{\\tabcolsep}{3pt}\n";
            for (place, part) in parts.iter().enumerate() {
                out += &long_table(table, part, place == 0, paper.landscape);
            }
            out += &notes(table);
            out += "\\par}\n";
        }
    }
    out += if turned { "\\end{landscape}\n" } else { "" };
    out + "\\virkend\n"
}

/// A floating table, no wider than its text.
fn floating_table(table: &ExportTable, part: &TableSlice) -> String {
    let side = |column: &usize| match table.columns[*column].align {
        ColumnAlign::Left => 'l',
        ColumnAlign::Right => 'r',
        ColumnAlign::Centre => 'c',
    };
    let sides: String = part.columns.iter().map(side).collect();
    let mut out = String::from("\\begin{table}[htbp]\n\\centering\n");
    if let Some(title) = &table.title {
        out += &format!("\\caption{{{}}}\n", escape(title));
    }
    out += &format!("\\begin{{tabular}}{{{sides}}}\n\\toprule\n");
    out += &heading(table, part);
    out += "\\midrule\n";
    out += &body(table, part);
    out += "\\bottomrule\n\\end{tabular}\n";
    out += &notes(table);
    out + "\\end{table}\n"
}

/// A table that spans pages, with columns as wide as the page allows.
fn long_table(table: &ExportTable, part: &TableSlice, first: bool, turned: bool) -> String {
    let room = if turned {
        LANDSCAPE_WIDTH
    } else {
        PORTRAIT_WIDTH
    };
    let mut sides = String::new();
    for (column, width) in part.columns.iter().zip(&part.widths) {
        let side = match table.columns[*column].align {
            ColumnAlign::Left => "raggedright",
            ColumnAlign::Right => "raggedleft",
            ColumnAlign::Centre => "centering",
        };
        sides += &format!(
            ">{{\\{side}\\arraybackslash}}p{{{:.4}\\linewidth}}",
            width / room
        );
    }
    let mut out = format!("\\begin{{longtable}}[l]{{@{{}}{sides}@{{}}}}\n");
    if let Some(title) = table.title.as_deref().filter(|_| first) {
        out += &format!("\\caption{{{}}}\\\\\n", escape(title));
    }
    let head = format!("\\toprule\n{}\\midrule\n", heading(table, part));
    out += &format!("{head}\\endfirsthead\n{head}\\endhead\n");
    out += &body(table, part);
    out + "\\bottomrule\n\\end{longtable}\n"
}

fn heading(table: &ExportTable, part: &TableSlice) -> String {
    line(
        part.columns
            .iter()
            .map(|column| escape(&table.columns[*column].heading)),
    )
}

fn body(table: &ExportTable, part: &TableSlice) -> String {
    let shown = |row: &[ExportCell], column: &usize| {
        escape(row.get(*column).map_or("", ExportCell::as_shown))
    };
    table
        .rows
        .iter()
        .map(|row| line(part.columns.iter().map(|column| shown(row, column))))
        .collect()
}

fn notes(table: &ExportTable) -> String {
    table
        .notes
        .iter()
        .map(|note| format!("\n\\par\\smallskip\\footnotesize {}\n", escape(note)))
        .collect()
}

/// One row. The empty group keeps a cell that begins with `[` from being read as an option of `\\`.
fn line(cells: impl Iterator<Item = String>) -> String {
    format!("{{}}{} \\\\\n", cells.collect::<Vec<_>>().join(" & "))
}

/// Escapes all markup and joins lines.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in sanitize::sanitize_line(words.trim()).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            // Two hyphens in a row would become an en dash.
            '-' if out.ends_with('-') => out.push_str("{}-"),
            '−' => out.push_str("$-$"),
            '×' => out.push_str("$\\times$"),
            'χ' => out.push_str("$\\chi$"),
            'φ' => out.push_str("$\\varphi$"),
            '²' => out.push_str("$^2$"),
            '%' | '&' | '#' | '_' | '$' | '{' | '}' => out.extend(['\\', c]),
            '±' => out.push_str("$\\pm$"),
            '→' => out.push_str("$\\rightarrow$"),
            '←' => out.push_str("$\\leftarrow$"),
            '≥' => out.push_str("$\\geq$"),
            '≤' => out.push_str("$\\leq$"),
            '≈' => out.push_str("$\\approx$"),
            '≠' => out.push_str("$\\neq$"),
            '·' => out.push_str("\\textperiodcentered{}"),
            'α' => out.push_str("$\\alpha$"),
            'β' => out.push_str("$\\beta$"),
            'γ' => out.push_str("$\\gamma$"),
            'τ' => out.push_str("$\\tau$"),
            'ρ' => out.push_str("$\\rho$"),
            'κ' => out.push_str("$\\kappa$"),
            '\u{a0}' => out.push('~'),
            '\u{202f}' | '\u{2009}' => out.push_str("\\,"),
            // What the fonts of pdfLaTeX have. Any other character would stop it, and is written as
            // its code point.
            ' '..='\u{7e}' | '\u{a1}'..='\u{17f}' | '‘'..='‟' | '–' | '—' | '…' | '•' | '€' => {
                out.push(c)
            }
            _ => out.push_str(&format!("[U+{:04X}]", c as u32)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ExportColumn;

    #[test]
    fn labels_are_words_and_no_commands() {
        let table = ExportTable {
            title: Some("100 % & \\input{/etc/passwd}".into()),
            columns: vec![
                ExportColumn::words("a", "A_b"),
                ExportColumn::numbers("p", "p"),
            ],
            rows: vec![vec![
                "[x] $y$ \\end{tabular}".into(),
                ExportCell::shown(0.0004, "< .001"),
            ]],
            notes: vec!["χ² = 3".into()],
        };
        let tex = write(&table);
        assert!(
            tex.contains("\\caption{100 \\% \\& \\textbackslash{}input\\{/etc/passwd\\}}"),
            "{tex}"
        );
        assert!(
            tex.contains(
                "{}[x] \\$y\\$ \\textbackslash{}end\\{tabular\\} & \\textless{} .001 \\\\\n"
            ),
            "{tex}"
        );
        assert!(tex.contains("$\\chi$$^2$ = 3"));
        assert_eq!(tex.matches("\\end{tabular}").count(), 1);
        assert_eq!(escape("a--b \u{1f600}"), "a-{}-b [U+1F600]");
    }
}
