//! `virk informant list`

use crate::cli::{Desk, Outcome, Page, grid::Grid};
use crate::study::{Id, Informant, Refusal};
use serde_json::json;
use std::collections::HashMap;

/// List the informants: who they are, and how many codings their words have.
///
///   virk informant list
///   virk informant list --json
///
/// The counts show whose voice the study rests on. Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {}

/// Lists them.
///
/// # Errors
/// When the study cannot be read.
pub fn run(_: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let mut codings: HashMap<Id<Informant>, usize> = HashMap::new();
    for document in study.documents() {
        for informant in study.codings_in(document.id).filter_map(|coding| document.informant_of(coding.span)) {
            *codings.entry(informant).or_default() += 1;
        }
    }
    let informants: Vec<&Informant> = study.informants().collect();
    let count = |informant: &Informant| codings.get(&informant.id).copied().unwrap_or(0);
    if desk.json {
        page.json(
            &informants
                .iter()
                .map(|informant| {
                    let body = &informant.body;
                    json!({
                        "name": body.name,
                        "role": body.role,
                        "department": body.department,
                        "attributes": body.attributes,
                        "codings": count(informant),
                    })
                })
                .collect(),
        );
    } else if informants.is_empty() {
        page.say("No informants; they come with the transcripts");
    } else {
        let mut grid = Grid::new(&["Informant", "Role", "Department", "Attributes", ">Codings"]);
        for informant in &informants {
            let body = &informant.body;
            let attributes: Vec<String> = body.attributes.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            grid.row([
                body.name.clone(),
                body.role.clone(),
                body.department.clone(),
                attributes.join(", "),
                count(informant).to_string(),
            ]);
        }
        grid.show(page);
    }
    Ok(Outcome::found(!informants.is_empty()))
}
