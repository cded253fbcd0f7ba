//! `virk theory show`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::study::{CodeKind, Link, Refusal, Study, Theory, theory::Prespecification};
use serde_json::{Value, json};

/// Show a version of the programme theory: its nodes and its links.
///
///   virk theory show
///   virk theory show v1 --json
///
/// Without a version the latest. Exit code 2 when the study has none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryShowArgs {
    /// The version
    #[arg(value_name = "VERSION")]
    version: Option<String>,
}

pub fn run(
    args: TheoryShowArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = study.find_theory(args.version.as_deref())?;
    if globals.json {
        output.json(&value(study, theory));
    } else {
        show(study, theory, output);
    }
    Ok(ExitStatus::Done)
}

/// A theory as JSON.
fn value(study: &Study, theory: &Theory) -> Value {
    json!({
        "version": theory.version,
        "frozen": theory.frozen,
        "versions": study.theories().map(|theory| &theory.version).collect::<Vec<_>>(),
        "parent": study.parent_of(theory).map(|parent| &parent.version),
        "frozen_at": theory.frozen_at.map(crate::export::timestamp::utc_timestamp),
        "nodes": study.nodes_of(theory).map(|node| json!({
            "key": node.code.body.key,
            "name": node.code.name(&study.language),
            "kind": node.kind.name(),
            "origin": node.node.origin.map(|origin| origin.name()),
            "resource": node.node.resource.and_then(|id| study.words(id)),
            "reasoning": node.node.reasoning.and_then(|id| study.words(id)),
        })).collect::<Vec<_>>(),
        "links": study.links_of(theory).map(|link| link_value(study, link)).collect::<Vec<_>>(),
    })
}

/// A link as JSON.
pub fn link_value(study: &Study, link: &Link) -> Value {
    let key = |id| study.code(id).map(|code| &code.body.key);
    json!({
        "from": study.code_name(link.from),
        "to": study.code_name(link.to),
        "from_key": key(link.from),
        "to_key": key(link.to),
        "relation": study.relation_of(link),
        "statement": link.statement,
        "basis": link.basis,
        "expected": link.expected.name(),
        "fixed": match study.prespecification(link) {
            Prespecification::NotFrozen => "not_yet",
            Prespecification::Prespecified(_) => "prespecified",
            Prespecification::PostHoc => "post_hoc",
        },
        "acts_on": link.on.and_then(|on| study.link(on)).map(|on| study.link_name(on)),
    })
}

fn show(study: &Study, theory: &Theory, output: &mut CommandOutput) {
    output.heading(&format!(
        "Theory {}{}",
        theory.version,
        if theory.frozen { " (frozen)" } else { "" }
    ));
    let others: Vec<&str> = study
        .theories()
        .filter(|other| other.id != theory.id)
        .map(|other| other.version.as_str())
        .collect();
    if !others.is_empty() {
        output.paragraph(&format!("Other versions: {}", others.join(", ")));
    }
    output.heading("Nodes");
    for kind in CodeKind::ALL {
        let nodes = study.nodes_of(theory).filter(|node| node.kind == kind);
        let names: Vec<String> = nodes
            .map(|node| {
                let origin = node
                    .node
                    .origin
                    .map(|origin| format!(" ({origin})"))
                    .unwrap_or_default();
                format!("{}{origin}", node.code.name(&study.language))
            })
            .collect();
        if !names.is_empty() {
            output.hanging(&format!("{} {kind}: ", kind.glyph()), &names.join(", "));
        }
    }
    output.heading("Links");
    let mut grid = TextGrid::new(&["From", "", "To", "Claim"]);
    for link in study.links_of(theory) {
        grid.row([
            study.code_name(link.from).to_owned(),
            study.relation_of(link).to_owned(),
            study.code_name(link.to).to_owned(),
            link.statement.clone(),
        ]);
    }
    grid.show(output);
}
