//! `virk informant list`

use super::offer;
use crate::cli::{Desk, Outcome, Page, grid::Grid};
use crate::study::{Refusal, informant::Share};
use serde_json::json;

/// List the informants: who they are, and how much of the study is theirs.
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
    offer(study, page);
    let shares = study.shares();
    if desk.json {
        page.json(
            &shares
                .iter()
                .map(
                    |Share {
                         informant,
                         turns,
                         codings,
                         ..
                     }| {
                        let body = &informant.body;
                        let documents: Vec<&str> = study
                            .documents_of(informant.id)
                            .map(|document| document.body.title.as_str())
                            .collect();
                        json!({
                            "name": body.name,
                            "role": body.role,
                            "department": body.department,
                            "attributes": body.attributes,
                            "documents": documents,
                            "turns": turns,
                            "codings": codings,
                        })
                    },
                )
                .collect(),
        );
    } else if shares.is_empty() {
        page.say("No informants; they come with the transcripts");
    } else {
        let mut grid = Grid::new(&[
            "Informant",
            "Role",
            "Department",
            "Attributes",
            ">Documents",
            ">Turns",
            ">Codings",
        ]);
        for Share {
            informant,
            documents,
            turns,
            codings,
        } in &shares
        {
            let body = &informant.body;
            let attributes: Vec<String> = body
                .attributes
                .iter()
                .map(|(name, value)| format!("{name} = {value}"))
                .collect();
            grid.row([
                body.name.clone(),
                body.role.clone(),
                body.department.clone(),
                attributes.join(", "),
                documents.to_string(),
                turns.to_string(),
                codings.to_string(),
            ]);
        }
        grid.show(page);
    }
    Ok(Outcome::found(!shares.is_empty()))
}
