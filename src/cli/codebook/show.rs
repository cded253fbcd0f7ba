//! `virk codebook show`

use crate::cli::listing::ListingArgs;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quotes};
use crate::study::{CodeKind, Refusal, Study};
use crate::tables::codes::{CodeRow, code_columns, code_rows};
use crate::tables::{Listing, privacy::PrivacyFilter};

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
    let mut rows = code_rows(study);
    rows.retain(|CodeRow { code, .. }| {
        let of_family = family.as_ref();
        of_family.is_none_or(|family| family.contains(&code.id))
            && args.kind.is_none_or(|kind| code.body.kind == kind)
    });
    let listing = Listing::new(
        code_columns(PrivacyFilter::internal(study)),
        rows,
        "No codes; import a codebook with `virk codebook import FILE`",
    );
    if family.is_none() {
        return listing.show(study, &args.listing, globals, output);
    }
    listing.show_in_words(study, &args.listing, globals, output, |rows, output| {
        rows.iter().for_each(|row| full(study, row, output));
    })
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
