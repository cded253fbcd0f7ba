//! `virk document list`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::study::{Document, Refusal, Study};
use serde_json::{Value, json};

/// List the documents: who speaks in them, how long they are, how much is coded.
///
///   virk document list
///   virk document list --json
///
/// Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DocumentListArgs {}

pub fn run(
    _: DocumentListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let documents: Vec<&Document> = study.documents().collect();
    if globals.json {
        output.json(
            &documents
                .iter()
                .map(|document| value(study, document))
                .collect(),
        );
    } else if documents.is_empty() {
        output.paragraph("No documents; import some with `virk import FILE…`");
    } else {
        let mut grid = TextGrid::new(&[
            "Document",
            "Language",
            "Informants",
            ">Turns",
            ">Characters",
            ">Codings",
        ]);
        for document in &documents {
            grid.row([
                document.body.title.clone(),
                document.body.language.clone(),
                informants(study, document).join(", "),
                document.turns().len().to_string(),
                if document.erased {
                    "erased".into()
                } else {
                    document.points().total().to_string()
                },
                study.codings_in(document.id).count().to_string(),
            ]);
        }
        grid.show(output);
    }
    Ok(ExitStatus::from_found(!documents.is_empty()))
}

fn informants<'a>(study: &'a Study, document: &'a Document) -> Vec<&'a str> {
    let known = document
        .body
        .speakers
        .iter()
        .filter_map(|speaker| study.informant(speaker.informant?));
    known
        .map(|informant| informant.body.name.as_str())
        .collect()
}

fn value(study: &Study, document: &Document) -> Value {
    let source = &document.body.source;
    json!({
        "title": document.body.title,
        "language": document.body.language,
        "format": document.body.format,
        "informants": informants(study, document),
        "turns": document.turns().len(),
        "characters": document.points().total(),
        "codings": study.codings_in(document.id).count(),
        "hash": document.body.hash,
        "source": source,
        "erased": document.erased,
    })
}
