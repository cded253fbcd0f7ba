//! `virk code list`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_output, text_grid::TextGrid};
use crate::study::{Coding, Document, Refusal, Study};
use crate::text::number;
use serde_json::{Value, json};

/// List codings: what is coded where, as what and by whom.
///
///   virk code list
///   virk code list 02-mentor-2 --code Reflection --json
///
/// Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodeListArgs {
    /// Only this document
    #[arg(value_name = "DOC")]
    document: Option<String>,
    /// Only this code and those under it
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Only codings by this coder
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

const EXCERPT_CHARS: usize = 40;

pub fn run(
    args: CodeListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let only = args
        .document
        .map(|typed| study.find_document(&typed))
        .transpose()?;
    let codes = args
        .code
        .map(|typed| study.find_code(&typed))
        .transpose()?
        .map(|code| study.subtree(code.id));
    let codings: Vec<(&Document, &Coding)> = study
        .documents()
        .filter(|document| only.is_none_or(|only| only.id == document.id))
        .flat_map(|document| {
            study
                .codings_in(document.id)
                .map(move |coding| (document, coding))
        })
        .filter(|(_, coding)| {
            codes
                .as_ref()
                .is_none_or(|codes| codes.contains(&coding.code))
        })
        .filter(|(_, coding)| args.by.as_ref().is_none_or(|by| **by == *coding.coder))
        .collect();
    if globals.json {
        output.json(
            &codings
                .iter()
                .map(|(document, coding)| value(study, document, coding))
                .collect(),
        );
    } else if codings.is_empty() {
        output.paragraph("No codings");
    } else {
        let mut grid = TextGrid::new(&["Document", "Place", "Code", "Coder", "Words"]);
        for (document, coding) in &codings {
            let (start, end) = document.points().of_span(&document.text, coding.span);
            grid.row([
                document.body.title.clone(),
                format!("{start}..{end}"),
                study.code_name(coding.code).to_owned(),
                coding.coder.to_string(),
                quote_output::excerpt(coding.span.text(&document.text), EXCERPT_CHARS),
            ]);
        }
        grid.show(output);
    }
    Ok(ExitStatus::from_found(!codings.is_empty()))
}

fn value(study: &Study, document: &Document, coding: &Coding) -> Value {
    let (start, end) = document.points().of_span(&document.text, coding.span);
    json!({
        "id": coding.id,
        "document": document.body.title,
        "informant": document.informant_of(coding.span).and_then(|id| study.informant(id)).map(|known| &known.body.name),
        "interviewer": study.speaker_at(document, coding.span).is_interviewer(),
        "turn": document.turn_at(coding.span.start as usize) + 1,
        "seconds": document.time_of(document.turn_at(coding.span.start as usize)).map(number::seconds),
        "start": start,
        "end": end,
        "text": coding.span.text(&document.text),
        "code": study.code_name(coding.code),
        "key": study.code(coding.code).map(|code| &code.body.key),
        "coder": &*coding.coder,
        "time": crate::export::timestamp::utc_timestamp(coding.time),
    })
}
