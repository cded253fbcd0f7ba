//! `virk theory show`

use crate::cli::{Desk, Outcome, Page, grid::Grid};
use crate::study::{Kind, Link, Refusal, Study, Theory, theory::relation};
use serde_json::{Value, json};

/// Show a version of the programme theory: its nodes and its links.
///
///   virk theory show
///   virk theory show v1 --json
///
/// Without a version the latest. Exit code 2 when the study has none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The version
    #[arg(value_name = "VERSION")]
    version: Option<String>,
}

/// Shows it.
///
/// # Errors
/// When there is no such version.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let theory = study.find_theory(args.version.as_deref())?;
    if desk.json {
        page.json(&value(study, theory));
    } else {
        show(study, theory, page);
    }
    Ok(Outcome::Done)
}

/// A theory for programs.
fn value(study: &Study, theory: &Theory) -> Value {
    let nodes = theory.nodes.iter().filter_map(|id| study.code(*id));
    json!({
        "version": theory.version,
        "frozen": theory.frozen,
        "versions": study.theories().map(|theory| &theory.version).collect::<Vec<_>>(),
        "nodes": nodes.map(|code| json!({
            "key": code.body.key,
            "name": code.name(&study.language),
            "kind": code.body.kind.name(),
        })).collect::<Vec<_>>(),
        "links": study.links_of(theory).map(|link| link_value(study, link)).collect::<Vec<_>>(),
    })
}

/// A link for programs.
pub fn link_value(study: &Study, link: &Link) -> Value {
    let key = |id| study.code(id).map(|code| &code.body.key);
    json!({
        "from": study.code_name(link.from),
        "to": study.code_name(link.to),
        "from_key": key(link.from),
        "to_key": key(link.to),
        "relation": relation_of(study, link),
        "statement": link.statement,
        "basis": link.basis,
    })
}

/// What the link says: activates, moderates, produces, leads to.
pub fn relation_of(study: &Study, link: &Link) -> &'static str {
    let kind = |id| study.code(id).map(|code| code.body.kind).unwrap_or_default();
    relation(kind(link.from), kind(link.to))
}

fn show(study: &Study, theory: &Theory, page: &mut Page) {
    page.heading(&format!("Theory {}{}", theory.version, if theory.frozen { " (frozen)" } else { "" }));
    let others: Vec<&str> = study.theories().filter(|other| other.id != theory.id).map(|other| other.version.as_str()).collect();
    if !others.is_empty() {
        page.say(&format!("Other versions: {}", others.join(", ")));
    }
    page.heading("Nodes");
    for kind in Kind::ALL {
        let codes = theory.nodes.iter().filter_map(|id| study.code(*id)).filter(|code| code.body.kind == kind);
        let names: Vec<&str> = codes.map(|code| code.name(&study.language)).collect();
        if !names.is_empty() {
            page.hanging(&format!("{} {kind}: ", kind.glyph()), &names.join(", "));
        }
    }
    page.heading("Links");
    let mut grid = Grid::new(&["From", "", "To", "Claim"]);
    for link in study.links_of(theory) {
        grid.row([
            study.code_name(link.from).to_owned(),
            relation_of(study, link).to_owned(),
            study.code_name(link.to).to_owned(),
            link.statement.clone(),
        ]);
    }
    grid.show(page);
}
