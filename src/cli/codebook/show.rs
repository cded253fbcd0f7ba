//! `virk codebook show`

use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quotes};
use crate::study::{Code, CodeKind, Id, Refusal, Study};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Show the codebook, or one code with its definition and rules.
///
///   virk codebook show
///   virk codebook show Reflection
///   virk codebook show --kind mechanism --json
///
/// Codes under another are indented. Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookShowArgs {
    /// Only this code and those under it, in full
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// Only codes of this kind
    #[arg(long, value_name = "KIND", value_parser = quotes::kind)]
    kind: Option<CodeKind>,
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
    if globals.json {
        output.json(
            &codes
                .iter()
                .map(|(_, code)| value(study, code, &counts))
                .collect(),
        );
    } else if codes.is_empty() {
        output.paragraph("No codes; import a codebook with `virk codebook import FILE`");
    } else if family.is_some() {
        codes
            .iter()
            .for_each(|(_, code)| full(study, code, &counts, output));
    } else {
        list(study, &codes, &counts, output);
    }
    Ok(ExitStatus::from_found(!codes.is_empty()))
}

fn list(
    study: &Study,
    codes: &[(usize, &Code)],
    counts: &HashMap<Id<Code>, usize>,
    output: &mut CommandOutput,
) {
    let mut grid = TextGrid::new(&["", "Code", "Key", "Tag", "Kind", ">Codings"]);
    for (depth, code) in codes {
        grid.row([
            code.body.kind.glyph().to_string(),
            // No-break spaces, so that no line breaks within the indentation.
            format!(
                "{}{}",
                "\u{a0}".repeat(depth * 2),
                code.name(&study.language)
            ),
            code.body.key.clone(),
            code.body.tag.clone(),
            code.body.kind.to_string(),
            counts.get(&code.id).unwrap_or(&0).to_string(),
        ]);
    }
    grid.show(output);
}

fn full(study: &Study, code: &Code, counts: &HashMap<Id<Code>, usize>, output: &mut CommandOutput) {
    let body = &code.body;
    output.heading(&format!(
        "{} {}",
        body.kind.glyph(),
        code.name(&study.language)
    ));
    let codings = counts.get(&code.id).unwrap_or(&0);
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

fn value(study: &Study, code: &Code, counts: &HashMap<Id<Code>, usize>) -> Value {
    let body = &code.body;
    json!({
        "key": body.key,
        "name": code.name(&study.language),
        "names": body.name,
        "kind": body.kind.name(),
        "tag": body.tag,
        "colour": body.colour,
        "parent": body.parent.and_then(|parent| study.code(parent)).map(|parent| &parent.body.key),
        "definition": body.definition.in_language(&study.language),
        "include": body.include.in_language(&study.language),
        "exclude": body.exclude.in_language(&study.language),
        "example": body.example.in_language(&study.language),
        "codings": counts.get(&code.id).unwrap_or(&0),
    })
}
