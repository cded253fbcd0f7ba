//! `virk informant list`

use super::note_shared_labels;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::study::{Refusal, informant::InformantContribution};
use serde_json::json;

/// List the informants: who they are, and how much of the study is theirs.
///
///   virk informant list
///   virk informant list --json
///
/// The counts show whose voice the study rests on. Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct InformantListArgs {}

pub fn run(
    _: InformantListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    note_shared_labels(study, output);
    let shares = study.contributions();
    if globals.json {
        output.json(
            &shares
                .iter()
                .map(
                    |InformantContribution {
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
        output.paragraph("No informants; they come with the transcripts");
    } else {
        let mut grid = TextGrid::new(&[
            "Informant",
            "Role",
            "Department",
            "Attributes",
            ">Documents",
            ">Turns",
            ">Codings",
        ]);
        for InformantContribution {
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
        grid.show(output);
    }
    Ok(ExitStatus::from_found(!shares.is_empty()))
}
