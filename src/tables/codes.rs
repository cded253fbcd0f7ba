//! The codebook: codes with their rules, and the colours there are for them.

use super::Audience::{Everybody, Supervisor, Team};
use super::column::with_table_keys;
use super::privacy::{Privacy, PrivacyFilter};
use super::{ExportTable, Listing, TableColumn};
use crate::study::{BilingualText, Code, Study, palette::Swatch};
use serde_json::{Value, json};

/// A code where it stands in the codebook.
pub struct CodeRow<'a> {
    pub depth: usize,
    pub code: &'a Code,
    pub codings: usize,
}

/// All codes, parents before their children.
pub fn code_rows(study: &Study) -> Vec<CodeRow<'_>> {
    let counts = study.coding_counts();
    let row = |(depth, code): (usize, _)| -> CodeRow<'_> {
        let code: &Code = code;
        CodeRow {
            depth,
            code,
            codings: counts.get(&code.id).copied().unwrap_or_default(),
        }
    };
    study.code_tree().into_iter().map(row).collect()
}

/// Examples quote, so the public does not see them.
pub fn code_columns<'a>(reader: PrivacyFilter<'a>) -> Vec<TableColumn<'a, CodeRow<'a>>> {
    type Column<'a> = TableColumn<'a, CodeRow<'a>>;
    let rule = move |study: &Study, words: &BilingualText| {
        json!(reader.definition(words.in_language(&study.language)))
    };
    vec![
        Column::words("sign", "", Everybody, |_, row| {
            json!(row.code.body.kind.glyph())
        })
        .only_in_tables(),
        // No-break spaces, so that no line breaks within the indentation.
        Column::words("name", "Code", Everybody, |study, row| {
            json!(row.code.name(&study.language))
        })
        .shown(|study, row| {
            let indent = "\u{a0}".repeat(row.depth * 2);
            format!("{indent}{}", row.code.name(&study.language)).into()
        }),
        Column::words("key", "Key", Everybody, |_, row| json!(row.code.body.key)),
        Column::words("tag", "Tag", Everybody, |_, row| json!(row.code.body.tag)),
        Column::words("kind", "Kind", Everybody, |_, row| {
            json!(row.code.body.kind.name())
        })
        .shown(|_, row| row.code.body.kind.to_string().into()),
        Column::numbers("codings", "Codings", Everybody, |_, row| json!(row.codings)),
        Column::detail("names", "Names", Everybody, |_, row| {
            json!(row.code.body.name)
        }),
        Column::detail("colour", "Colour", Everybody, |_, row| {
            json!(row.code.body.colour)
        }),
        Column::detail(
            "parent",
            "Key of the code above",
            Everybody,
            |study, row| {
                let parent = row.code.body.parent.and_then(|parent| study.code(parent));
                json!(parent.map(|parent| &parent.body.key))
            },
        ),
        Column::words("under", "Under", Everybody, |study, row| {
            let parent = row.code.body.parent;
            parent.map(|parent| study.code_name(parent).to_owned())
        })
        .on_request(),
        Column::detail("definition", "Definition", Everybody, move |study, row| {
            rule(study, &row.code.body.definition)
        }),
        Column::detail("include", "Include", Everybody, move |study, row| {
            rule(study, &row.code.body.include)
        }),
        Column::detail("exclude", "Exclude", Everybody, move |study, row| {
            rule(study, &row.code.body.exclude)
        }),
        Column::detail("example", "Example", Supervisor, |study, row| {
            json!(row.code.body.example.in_language(&study.language))
        }),
    ]
}

/// The codebook as a table for a reader. Definitions are public only where they are declared so.
pub fn codebook(reader: PrivacyFilter<'_>) -> ExportTable {
    const KEYS: &str = "name kind under tag definition include exclude example codings key";
    let columns = with_table_keys(code_columns(reader), KEYS);
    let mut listing = Listing::new(columns, code_rows(reader.study()), "");
    listing.title = Some(format!("Codebook of {}", reader.study().title));
    if reader.privacy() == Privacy::Public {
        listing.notes.push("Examples are left out, since they may contain quotes; definitions are withheld unless they are declared public.".to_owned());
    }
    listing.file(reader)
}

pub fn colour_columns() -> Vec<TableColumn<'static, Swatch>> {
    type Column = TableColumn<'static, Swatch>;
    vec![
        Column::words("name", "Name", Team, |_, swatch| json!(swatch.name)),
        Column::words("colour", "Colour", Team, |_, swatch| json!(swatch.colour)),
        Column::words("codes", "Codes", Team, |study, swatch| {
            study
                .codes()
                .filter(|code| code.body.colour.eq_ignore_ascii_case(&swatch.colour))
                .map(|code| json!(code.name(&study.language)))
                .collect::<Value>()
        }),
    ]
}
