//! Tables as one self-contained HTML page: no script, font or link to elsewhere. All text is
//! escaped by construction.

use super::{ColumnAlign, ExportCell, ExportTable};
use crate::text::{language::bcp47_tag, sanitize};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// For paper and phones, in light and dark mode.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;padding:0 1rem;max-width:90rem}\
.wide{overflow-x:auto}\
table{border-collapse:collapse;font-size:.875rem}\
th,td{padding:.4rem .6rem;vertical-align:top;text-align:left;border-bottom:1px solid #8884;white-space:pre-line;min-width:3rem}\
thead th{border-bottom:2px solid #888a;position:sticky;top:0;background:Canvas}\
.right{text-align:right;font-variant-numeric:tabular-nums}.centre{text-align:center}\
td.words{min-width:18rem}\
footer{font-size:.875rem;margin-top:1rem}\
@media print{thead th{position:static}tr{break-inside:avoid}}";

/// `language` is a language code for the page, such as `da`.
pub fn write(table: &ExportTable, language: &str) -> String {
    let title = table.title.as_deref().unwrap_or("virk");
    let page = html! {
        (DOCTYPE)
        html lang=(bcp47_tag(language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (sanitize::sanitize_line(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (sanitize::sanitize_line(title)) }
                (self::table(table))
                @if !table.notes.is_empty() {
                    footer {
                        @for note in &table.notes {
                            p { (sanitize::sanitize(note)) }
                        }
                    }
                }
            }
        }
    };
    page.into_string() + "\n"
}

/// True for sentences, which need a wide column.
fn long(cell: &ExportCell) -> bool {
    cell.as_shown().chars().count() > 40
}

/// Only the table, for a page with other content; that page shows title and notes itself.
pub(super) fn table(table: &ExportTable) -> Markup {
    let side = |place: usize| match table.columns.get(place).map(|column| column.align) {
        Some(ColumnAlign::Right) => Some("right"),
        Some(ColumnAlign::Centre) => Some("centre"),
        _ => None,
    };
    html! {
        div.wide tabindex="0" {
            table {
                thead {
                    tr {
                        @for (place, column) in table.columns.iter().enumerate() {
                            th scope="col" class=[side(place)] { (sanitize::sanitize(&column.heading)) }
                        }
                    }
                }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (place, cell) in row.iter().enumerate() {
                                td class=[side(place).or_else(|| long(cell).then_some("words"))] { (sanitize::sanitize(cell.as_shown())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ExportColumn;

    #[test]
    fn hostile_words_stay_words() {
        let table = ExportTable {
            title: Some("<script>alert(1)</script>".into()),
            columns: vec![ExportColumn::numbers("p", "p")],
            rows: vec![
                vec!["<img src=x onerror=alert(1)>\u{1b}[31m & æ".into()],
                vec![ExportCell::shown(0.0004, "< .001")],
            ],
            notes: vec!["</footer><b>".into()],
        };
        let page = write(&table, "en");
        assert!(
            page.contains("&lt;img src=x onerror=alert(1)&gt;␛[31m &amp; æ"),
            "{page}"
        );
        assert!(page.contains(r#"<td class="right">&lt; .001</td>"#));
        assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("<img"));
        assert!(
            !page.contains("http"),
            "the page needs nothing from elsewhere"
        );
    }
}
