//! `virk codebook export`

use crate::cli::{
    CommandOutput, ExitStatus, GlobalArgs,
    table_output::{self, TableFormat, TableOutputArgs},
};
use crate::export::{codebook, privacy::PrivacyFilter};
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
pub struct CodebookExportArgs {
    /// The file to write, which is replaced when it exists
    #[arg(value_name = "FILE", conflicts_with = "out")]
    file: Option<PathBuf>,
    #[command(flatten)]
    form: TableOutputArgs,
}

pub fn run(
    args: CodebookExportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let form = TableOutputArgs {
        out: args.file.or(args.form.out),
        ..args.form
    };
    match form.requested_format(globals)? {
        None | Some(TableFormat::Json) => table_output::write_text(
            &codebook::codebook(study),
            form.out.as_deref(),
            globals,
            output,
        )?,
        Some(format) => form.write_table(
            &codebook::table(PrivacyFilter::internal(study)),
            format,
            &study.language,
            globals,
            output,
        )?,
    }
    Ok(ExitStatus::Done)
}
