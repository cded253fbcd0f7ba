//! `virk new`, `virk demo`, `virk backup` and `virk salvage`

use super::global_args::TuiArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs, global_args, matrix, number};
use crate::evidence::Matrix;
use crate::export::privacy::Privacy;
use crate::import::sample;
use crate::log::Session;
use crate::study::{Command, ProgressMonitor, Refusal};
use crate::text::language;
use crate::{disk, log};
use serde_json::json;
use std::path::{Path, PathBuf};

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

pub fn new(
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
    let mut session = Session::create(&path, globals.author()?, start)?;
    global_args::use_register(&mut session, output);
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

/// Make and open the sample study: fictional interviews, synthetic answers.
///
///   virk demo
///   virk demo ~/virk-course
///
/// On a terminal it opens in the terminal UI; elsewhere the evidence matrix is
/// printed. A second run opens what the first one made.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DemoArgs {
    /// The folder to make it in
    #[arg(value_name = "DIR", default_value = global_args::DEMO_FOLDER)]
    folder: PathBuf,
    #[command(flatten)]
    screen: TuiArgs,
}

const FILE: &str = "mentoring.virk";

pub fn demo(
    args: DemoArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let path = args.folder.join(FILE);
    let made = !path.exists();
    let mut session = if made {
        make(&args.folder, &path, globals)?
    } else {
        Session::open(&path, globals.author()?)?
    };
    global_args::use_register(&mut session, output);
    if TuiArgs::has_terminal(output) && !globals.json {
        drop(session);
        return args.screen.open(
            &GlobalArgs {
                file: Some(path),
                ..globals.clone()
            },
            output,
        );
    }
    let study = session.study();
    let matrix = Matrix::new(study, study.find_theory(None)?, ProgressMonitor::default())?;
    if globals.json {
        output.json(&json!({
            "study": path.display().to_string(),
            "made": made,
            "links": matrix.rows.len(),
            "tests": matrix.tests_in_theory,
        }));
        return Ok(ExitStatus::Done);
    }
    output.paragraph(&format!(
        "{} the sample study {}",
        if made { "Made" } else { "Opened" },
        path.display()
    ));
    // A study that existed before may be anybody's.
    if globals.privacy == Privacy::Internal {
        matrix::show(study, &matrix, output);
        output.blank_line();
    }
    output.paragraph("Fictional interviews and synthetic answers. Next:");
    let quoted = path.display().to_string().replace('\'', "'\\''");
    output.line(&format!("  virk '{quoted}'"));
    output.line(&format!(
        "  virk evidence \"Reflection -> Personal development\" --study '{quoted}'"
    ));
    Ok(ExitStatus::Done)
}

fn make(folder: &Path, path: &Path, globals: &GlobalArgs) -> Result<Session, Refusal> {
    let fresh = !folder.exists();
    disk::create_folder(folder).map_err(|error| {
        Refusal::new(
            format!("cannot make the folder {}: {error}", folder.display()),
            "Name another one: `virk demo DIR`",
        )
    })?;
    sample::create_sample(path, globals.author()?).inspect_err(|_| {
        if fresh {
            // An empty folder would look as if a study had been lost.
            let _ = std::fs::remove_dir(folder);
        }
    })
}

/// Copy the study to a file, also while it is open elsewhere.
///
///   virk backup mentoring-2026-03-01.virk
///
/// The copy is the study as it stands at one moment, and is proved by opening
/// it and recomputing its hash chains. A copy holds what people said: what is
/// erased from the study later must be erased from its copies too.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct BackupArgs {
    /// The file to make
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn backup(
    args: &BackupArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    session.backup_to(&args.file)?;
    let (said, file) = (
        format!("Copied the study to {}", args.file.display()),
        args.file.display().to_string(),
    );
    if globals.json {
        output.json(&json!({ "said": said, "file": file, "records": session.study().revision() }));
    } else {
        output.paragraph(&said);
    }
    Ok(ExitStatus::Done)
}

/// Save what can be read from a damaged study.
///
///   virk salvage damaged.virk saved.virk
///
/// Reads every record and every text that the damage has spared, also from a
/// file that no other command opens, and makes a new study of them. Every row is
/// proved by its hash; what does not fit is left out and counted. The damaged
/// file stays as it is. Exit code 1 when anything is missing.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct SalvageArgs {
    /// The damaged study
    #[arg(value_name = "DAMAGED")]
    damaged: PathBuf,
    /// The study to make
    #[arg(value_name = "NEW")]
    new: PathBuf,
}

pub fn salvage(
    args: &SalvageArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let salvage = log::salvage(&args.damaged, &args.new)?;
    let is_whole =
        salvage.missing_records == 0 && salvage.unproven_records == 0 && salvage.lost_texts == 0;
    if globals.json {
        output.json(&json!({
            "file": args.new.display().to_string(),
            "records": salvage.records,
            "missing_records": salvage.missing_records,
            "unproven_records": salvage.unproven_records,
            "texts": salvage.texts,
            "lost_texts": salvage.lost_texts,
        }));
        return Ok(ExitStatus::from_found(is_whole));
    }
    output.paragraph(&format!(
        "Saved {} and {} to {}",
        number::count_noun(salvage.records, "record"),
        number::count_noun(salvage.texts, "text"),
        args.new.display()
    ));
    let missing = usize::try_from(salvage.missing_records).unwrap_or(usize::MAX);
    for (count, noun, what) in [
        (
            missing,
            "record",
            "could not be read or did not fit its hash",
        ),
        (
            salvage.unproven_records,
            "record",
            "after a gap was saved without proof",
        ),
        (salvage.lost_texts, "text", "is lost; `virk check` names it"),
    ] {
        if count > 0 {
            output.hanging("! ", &format!("{} {what}", number::count_noun(count, noun)));
        }
    }
    output.paragraph(
        "Records that were lost at the end cannot be counted: compare the last lines of `virk log` with what you remember",
    );
    Ok(ExitStatus::from_found(is_whole))
}
