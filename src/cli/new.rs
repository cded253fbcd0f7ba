//! `virk new`

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::log::Session;
use crate::study::{Command, Refusal};
use crate::text::language;
use std::path::PathBuf;

/// Start a study: one new file that will hold everything about it.
///
///   virk new mentoring.virk --title "Mentoring in two departments" --language da
///
/// The language decides in which language codes and labels are shown (Danish, or
/// else English) and by which stems memos are searched; alpha is the level of
/// significance that its tests are judged by.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct NewArgs {
    /// The file to make; .virk is added when it has no extension
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// What the study is called; without it, as the file
    #[arg(long)]
    title: Option<String>,
    /// The working language: da, en, de, sv, nb, nl, fr, es or other
    #[arg(long, default_value = "en")]
    language: String,
    /// The level of significance
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,
}

pub fn run(
    args: NewArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let path = if args.study.extension().is_some() {
        args.study
    } else {
        args.study.with_extension("virk")
    };
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let title = args
        .title
        .filter(|title| !title.trim().is_empty())
        .unwrap_or(stem);
    let start = Command::StartStudy {
        title: title.clone(),
        language: language::parse_code(&args.language).map_or(args.language, str::to_owned),
        alpha: args.alpha,
    };
    let session = Session::create(&path, globals.author()?, start)?;
    globals.print_message(
        output,
        &format!("Started the study “{title}” in {}", session.location()),
    );
    if !globals.json {
        output.paragraph(
            "Next: `virk codebook import FILE` for a codebook, `virk import FILE…` for transcripts",
        );
    }
    Ok(ExitStatus::Done)
}
