//! `virk codebook export`

use crate::cli::{
    Desk, Outcome, Page,
    form::{self, Form, Format},
};
use crate::export::{codebook, privacy::Shield};
use crate::study::Refusal;
use std::path::PathBuf;

/// Write the codebook as JSON, for another study or to edit by hand, or as a table for people.
///
///   virk codebook export codebook.json
///   virk codebook export codebook.docx
///   virk codebook export --format md
///
/// Without a file it is printed. `virk codebook import` reads the JSON again.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The file to write, which is replaced when it exists
    #[arg(value_name = "FILE", conflicts_with = "out")]
    file: Option<PathBuf>,
    #[command(flatten)]
    form: Form,
}

/// Writes it.
///
/// # Errors
/// When the file cannot be written.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let form = Form {
        out: args.file.or(args.form.out),
        ..args.form
    };
    match form.asked(desk)? {
        None | Some(Format::Json) => {
            form::hand_over(&codebook::codebook(study), form.out.as_deref(), desk, page)?
        }
        Some(format) => form.deliver(
            &codebook::table(Shield::internal(study)),
            format,
            &study.language,
            desk,
            page,
        )?,
    }
    Ok(Outcome::Done)
}
