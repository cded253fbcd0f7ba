//! `virk codebook show`

use crate::cli::{Desk, Outcome, Page, grid::Grid, quotes};
use crate::study::{Code, Id, Kind, Refusal, Study};
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
pub struct Args {
    /// Only this code and those under it, in full
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// Only codes of this kind
    #[arg(long, value_name = "KIND", value_parser = quotes::kind)]
    kind: Option<Kind>,
}

/// Shows it.
///
/// # Errors
/// When the code is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
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
    if desk.json {
        page.json(
            &codes
                .iter()
                .map(|(_, code)| value(study, code, &counts))
                .collect(),
        );
    } else if codes.is_empty() {
        page.say("No codes; import a codebook with `virk codebook import FILE`");
    } else if family.is_some() {
        codes
            .iter()
            .for_each(|(_, code)| full(study, code, &counts, page));
    } else {
        list(study, &codes, &counts, page);
    }
    Ok(Outcome::found(!codes.is_empty()))
}

fn list(
    study: &Study,
    codes: &[(usize, &Code)],
    counts: &HashMap<Id<Code>, usize>,
    page: &mut Page,
) {
    let mut grid = Grid::new(&["", "Code", "Key", "Tag", "Kind", ">Codings"]);
    for (depth, code) in codes {
        grid.row([
            code.body.kind.glyph().to_string(),
            // No-break blanks: an indentation is no place to break a line.
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
    grid.show(page);
}

fn full(study: &Study, code: &Code, counts: &HashMap<Id<Code>, usize>, page: &mut Page) {
    let body = &code.body;
    page.heading(&format!(
        "{} {}",
        body.kind.glyph(),
        code.name(&study.language)
    ));
    let codings = counts.get(&code.id).unwrap_or(&0);
    page.say(&format!(
        "{}, key {}, tag {}, colour {}, codings {codings}",
        body.kind, body.key, body.tag, body.colour
    ));
    if let Some(parent) = body.parent {
        page.say(&format!("under {}", study.code_name(parent)));
    }
    let other = if study.language == "da" {
        &body.name.en
    } else {
        &body.name.da
    };
    if !other.is_empty() && other != code.name(&study.language) {
        page.say(&format!("in the other language: {other}"));
    }
    for (title, words) in [
        ("Means", &body.definition),
        ("Use for", &body.include),
        ("Not for", &body.exclude),
        ("Sounds like", &body.example),
    ] {
        if !words.is_empty() {
            page.say(&format!("{title}: {}", words.say(&study.language)));
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
        "definition": body.definition.say(&study.language),
        "include": body.include.say(&study.language),
        "exclude": body.exclude.say(&study.language),
        "example": body.example.say(&study.language),
        "codings": counts.get(&code.id).unwrap_or(&0),
    })
}
