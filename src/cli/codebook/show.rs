//! `virk codebook show`

use crate::cli::listing::{Listing, ListingArgs, ListingColumn};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quotes};
use crate::study::{Code, CodeKind, Refusal, Study};
use serde_json::json;

/// Show the codebook, or one code with its definition and rules.
///
///   virk codebook show
///   virk codebook show Reflection
///   virk codebook show --kind mechanism --json
///
/// Subcodes are indented. Exit code 1 if there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookShowArgs {
    /// Only this code and those under it, in full
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// Only codes of this kind
    #[arg(long, value_name = "KIND", value_parser = quotes::kind)]
    kind: Option<CodeKind>,
    #[command(flatten)]
    listing: ListingArgs,
}

/// A code where it stands in the codebook.
struct CodeRow<'a> {
    depth: usize,
    code: &'a Code,
    codings: usize,
}

pub fn run(
    args: CodebookShowArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let family = args
        .code
        .as_ref()
        .map(|typed| study.find_code(typed))
        .transpose()?
        .map(|code| study.subtree(code.id));
    let mut codes = study.code_tree();
    codes.retain(|(_, code)| {
        family
            .as_ref()
            .is_none_or(|family| family.contains(&code.id))
    });
    codes.retain(|(_, code)| args.kind.is_none_or(|kind| code.body.kind == kind));
    let counts = study.coding_counts();
    let rows: Vec<CodeRow<'_>> = codes
        .into_iter()
        .map(|(depth, code)| CodeRow {
            depth,
            code,
            codings: counts.get(&code.id).copied().unwrap_or_default(),
        })
        .collect();
    if family.is_some() && !rows.is_empty() && args.listing.is_plain(globals) {
        rows.iter().for_each(|row| full(study, row, output));
        return Ok(ExitStatus::Done);
    }
    Listing {
        columns: code_columns(),
        rows,
        none: "No codes; import a codebook with `virk codebook import FILE`",
    }
    .show(study, &args.listing, globals, output)
}

fn code_columns<'a>() -> Vec<ListingColumn<CodeRow<'a>>> {
    type Row<'a> = CodeRow<'a>;
    let (words, numbers) = (
        ListingColumn::<Row<'_>>::words,
        ListingColumn::<Row<'_>>::numbers,
    );
    vec![
        words("sign", "", |_, row| json!(row.code.body.kind.glyph())).only_in_tables(),
        // No-break spaces, so that no line breaks within the indentation.
        words("name", "Code", |study, row| {
            json!(row.code.name(&study.language))
        })
        .shown(|study, row| {
            let indent = "\u{a0}".repeat(row.depth * 2);
            format!("{indent}{}", row.code.name(&study.language)).into()
        }),
        words("key", "Key", |_, row| json!(row.code.body.key)),
        words("tag", "Tag", |_, row| json!(row.code.body.tag)),
        words("kind", "Kind", |_, row| json!(row.code.body.kind.name()))
            .shown(|_, row| row.code.body.kind.to_string().into()),
        numbers("codings", "Codings", |_, row| json!(row.codings)),
        words("names", "Names", |_, row| json!(row.code.body.name)).only_in_json(),
        words("colour", "Colour", |_, row| json!(row.code.body.colour)).only_in_json(),
        words("parent", "Under", |study, row| {
            let parent = row.code.body.parent.and_then(|parent| study.code(parent));
            json!(parent.map(|parent| &parent.body.key))
        })
        .only_in_json(),
        words("definition", "Definition", |study, row| {
            json!(row.code.body.definition.in_language(&study.language))
        })
        .only_in_json(),
        words("include", "Include", |study, row| {
            json!(row.code.body.include.in_language(&study.language))
        })
        .only_in_json(),
        words("exclude", "Exclude", |study, row| {
            json!(row.code.body.exclude.in_language(&study.language))
        })
        .only_in_json(),
        words("example", "Example", |study, row| {
            json!(row.code.body.example.in_language(&study.language))
        })
        .only_in_json(),
    ]
}

fn full(study: &Study, row: &CodeRow<'_>, output: &mut CommandOutput) {
    let CodeRow { code, codings, .. } = row;
    let body = &code.body;
    output.heading(&format!(
        "{} {}",
        body.kind.glyph(),
        code.name(&study.language)
    ));
    output.paragraph(&format!(
        "{}, key {}, tag {}, colour {}, codings {codings}",
        body.kind, body.key, body.tag, body.colour
    ));
    if let Some(parent) = body.parent {
        output.paragraph(&format!("under {}", study.code_name(parent)));
    }
    let other = if study.language == "da" {
        &body.name.en
    } else {
        &body.name.da
    };
    if !other.is_empty() && other != code.name(&study.language) {
        output.paragraph(&format!("in the other language: {other}"));
    }
    for (title, words) in [
        ("Means", &body.definition),
        ("Use for", &body.include),
        ("Not for", &body.exclude),
        ("Sounds like", &body.example),
    ] {
        if !words.is_empty() {
            output.paragraph(&format!("{title}: {}", words.in_language(&study.language)));
        }
    }
}
