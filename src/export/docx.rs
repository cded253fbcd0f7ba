//! Tables as Word documents: a heading, a real table whose header row repeats on every page, and
//! the notes below. A wide table is set in landscape; one too wide for that is split into parts.
//! Markup is escaped by construction, and the document has neither macros nor fields.

use super::{
    ColumnAlign, ExportCell, ExportTable,
    page_layout::{PageLayout, TableSlice},
};
use crate::study::Refusal;
use crate::text::{language::bcp47_tag, sanitize};
use maud::{Markup, html};
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Twentieths of a point that a character of the table's print takes.
const CHARACTER: f64 = 110.0;
/// The short and the long side of A4, and the margin, in twentieths of a point.
const A4: (u32, u32) = (11_906, 16_838);
const MARGIN: u32 = 1_134;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
</Types>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
</Relationships>";
const OWN_RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
</Relationships>";
const NAMES: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// `language` is a language code, such as `da`.
pub fn write(table: &ExportTable, language: &str) -> Result<Vec<u8>, Refusal> {
    let document = document(table).into_string();
    let styles = styles(match language {
        "da" => "da-DK",
        "en" => "en-GB",
        other => bcp47_tag(other),
    })
    .into_string();
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document.xml.rels", OWN_RELATIONS),
        ("word/styles.xml", &styles),
        ("word/document.xml", &document),
    ];
    archive(&parts).map_err(|error| {
        Refusal::new(
            format!("the document cannot be put together: {error}"),
            "Write it as HTML",
        )
    })
}

fn archive(parts: &[(&str, &str)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        // Without a timestamp, so that the same table gives the same bytes.
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(HEAD.as_bytes())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn document(table: &ExportTable) -> Markup {
    let paper = PageLayout::new(table);
    let (width, height) = if paper.landscape { (A4.1, A4.0) } else { A4 };
    html! {
        w:document xmlns:w=(NAMES) {
            w:body {
                @if let Some(title) = &table.title { (paragraph("Heading1", None, title)) }
                @for (place, part) in paper.slices.iter().enumerate() {
                    // Word merges two adjacent tables into one; a paragraph between them keeps them
                    // apart.
                    @if place > 0 { (paragraph("Note", None, "")) }
                    (grid(table, part))
                }
                @for note in &table.notes { (paragraph("Note", None, note)) }
                w:sectPr {
                    w:pgSz w:w=(width) w:h=(height) w:orient=[paper.landscape.then_some("landscape")] {}
                    w:pgMar w:top=(MARGIN) w:right=(MARGIN) w:bottom=(MARGIN) w:left=(MARGIN) w:header="708" w:footer="708" w:gutter="0" {}
                }
            }
        }
    }
}

fn grid(table: &ExportTable, part: &TableSlice) -> Markup {
    let widths: Vec<u32> = part
        .widths
        .iter()
        .map(|width| ((width + 2.5) * CHARACTER) as u32)
        .collect();
    let cell = |place: usize, style: &str, text: &str| {
        let side = match table.columns[part.columns[place]].align {
            ColumnAlign::Left => None,
            ColumnAlign::Right => Some("right"),
            ColumnAlign::Centre => Some("center"),
        };
        html! {
            w:tc {
                w:tcPr { w:tcW w:w=(widths[place]) w:type="dxa" {} }
                (paragraph(style, side, text))
            }
        }
    };
    html! {
        w:tbl {
            w:tblPr {
                w:tblStyle w:val="Lines" {}
                w:tblW w:w=(widths.iter().sum::<u32>()) w:type="dxa" {}
                w:tblLayout w:type="fixed" {}
                w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1" {}
            }
            w:tblGrid { @for width in &widths { w:gridCol w:w=(width) {} } }
            w:tr {
                w:trPr { w:cantSplit {} w:tblHeader {} }
                @for (place, column) in part.columns.iter().enumerate() { (cell(place, "Head", &table.columns[*column].heading)) }
            }
            @for row in &table.rows {
                w:tr {
                    w:trPr { w:cantSplit {} }
                    @for (place, column) in part.columns.iter().enumerate() {
                        (cell(place, "Cell", row.get(*column).map_or("", ExportCell::as_shown)))
                    }
                }
            }
        }
    }
}

/// A line feed in `text` becomes a line break.
fn paragraph(style: &str, side: Option<&str>, text: &str) -> Markup {
    // Two code points that pass `sanitize` but are not allowed in XML.
    let text = sanitize::sanitize(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    html! {
        w:p {
            w:pPr {
                w:pStyle w:val=(style) {}
                @if let Some(side) = side { w:jc w:val=(side) {} }
            }
            @if !text.is_empty() {
                w:r {
                    @for (place, line) in text.split('\n').enumerate() {
                        @if place > 0 { w:br {} }
                        w:t xml:space="preserve" { (line) }
                    }
                }
            }
        }
    }
}

fn styles(language: &str) -> Markup {
    let style = |id: &str, name: &str, size: u32, bold: bool, after: u32| {
        html! {
            w:style w:type="paragraph" w:styleId=(id) {
                w:name w:val=(name) {}
                w:basedOn w:val="Normal" {}
                w:qFormat {}
                w:pPr {
                    @if bold { w:keepNext {} }
                    w:spacing w:before="20" w:after=(after) {}
                    @if id == "Heading1" { w:outlineLvl w:val="0" {} }
                }
                w:rPr { @if bold { w:b {} } w:sz w:val=(size) {} }
            }
        }
    };
    let rule = |name: &str, size: u32| html! { (maud::PreEscaped(format!("<w:{name} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"808080\"/>"))) };
    html! {
        w:styles xmlns:w=(NAMES) {
            w:docDefaults {
                w:rPrDefault { w:rPr {
                    w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" {}
                    w:sz w:val="20" {}
                    w:lang w:val=(language) {}
                } }
                w:pPrDefault { w:pPr { w:spacing w:after="0" w:line="240" w:lineRule="auto" {} } }
            }
            w:style w:type="paragraph" w:default="1" w:styleId="Normal" { w:name w:val="Normal" {} w:qFormat {} }
            w:style w:type="table" w:default="1" w:styleId="TableNormal" {
                w:name w:val="Normal Table" {}
                w:tblPr { w:tblCellMar {
                    w:left w:w="108" w:type="dxa" {}
                    w:right w:w="108" w:type="dxa" {}
                } }
            }
            (style("Heading1", "heading 1", 28, true, 160))
            (style("Head", "Table head", 17, true, 20))
            (style("Cell", "Table cell", 17, false, 20))
            (style("Note", "Table note", 17, false, 60))
            w:style w:type="table" w:styleId="Lines" {
                w:name w:val="Table lines" {}
                w:basedOn w:val="TableNormal" {}
                w:tblPr { w:tblBorders { (rule("top", 8)) (rule("bottom", 8)) (rule("insideH", 2)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::ExportColumn;
    use std::io::Read;

    fn document_of(table: &ExportTable) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(write(table, "en").unwrap())).unwrap();
        let mut text = String::new();
        archive
            .by_name("word/document.xml")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn hostile_words_stay_words_and_the_header_is_repeated() {
        let table = ExportTable {
            title: Some("A & B".into()),
            columns: vec![
                ExportColumn::words("said", "Said"),
                ExportColumn::numbers("p", "p"),
            ],
            rows: vec![vec![
                "</w:t><w:fldSimple w:instr=\"DDE\"/>\n=1+1\u{1b}\u{ffff}".into(),
                ExportCell::shown(0.0004, "< .001"),
            ]],
            notes: vec!["A note.".into()],
        };
        let text = document_of(&table);
        assert!(
            text.contains(
                "&lt;/w:t&gt;&lt;w:fldSimple w:instr=&quot;DDE&quot;/&gt;</w:t><w:br></w:br>"
            ),
            "{text}"
        );
        assert!(
            text.contains("=1+1␛\u{fffd}</w:t>")
                && text.contains("&lt; .001")
                && !text.contains("<w:fldSimple")
        );
        assert_eq!(text.matches("<w:tblHeader>").count(), 1);
        assert!(!text.contains("landscape"));
        assert_eq!(
            write(&table, "en").unwrap(),
            write(&table, "en").unwrap(),
            "the same table is the same file"
        );
    }
}
