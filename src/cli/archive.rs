//! `virk archive`

use super::command_output::with_progress;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::export::{
    archive::{self, ArchiveExport, ArchiveRequest},
    file,
    privacy::{DEFAULT_MIN_COUNT, Privacy},
};
use crate::study::{Command, Refusal};
use crate::text::number;
use serde_json::json;
use std::path::PathBuf;

/// Write a public archive: what others can check and build on.
///
///   virk archive mentoring.zip
///   virk archive mentoring.zip --dry-run     only says what would be in it
///   virk archive mentoring.zip --accept Mark --why "The verb, not the person"
///   virk archive mentoring.zip --replace "Bo Holm=the leader"
///
/// Released quotes under pseudonyms, codebook, theory, matrix, tests, data dictionary, method, and
/// checksums. Transcripts, answers, memos and reasons stay at home, and what is left out is told.
/// Before anything is written every cell is looked through: an archive that repeats six words in a
/// row that nobody released, names an informant or holds a number that identifies somebody, is
/// refused with the words and their places. Then reword what stands there, release the quote (`virk
/// quotes release`), have other words written (--replace), or accept the words with the reason,
/// which the study keeps: an empty reason takes that back, and so does undo. The same study makes
/// the same bytes.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ArchiveArgs {
    /// File to write; an existing file is replaced
    #[arg(value_name = "FILE.zip")]
    file: PathBuf,
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// Withhold counts of people below this
    #[arg(long, value_name = "N", default_value_t = DEFAULT_MIN_COUNT)]
    small: usize,
    /// Words that may appear in the archive, as the refusal shows them; repeatable
    #[arg(
        long,
        value_name = "WORDS",
        requires = "why",
        conflicts_with = "dry_run"
    )]
    accept: Vec<String>,
    /// Why they may appear
    #[arg(long, value_name = "REASON", requires = "accept")]
    why: Option<String>,
    /// Replace some words by others, in this archive only; repeatable
    #[arg(long, value_name = "WORDS=OTHERS", value_parser = replacement)]
    replace: Vec<(String, String)>,
    /// Declare that definitions of codes were written for publication and quote nobody
    #[arg(long)]
    definitions: bool,
    /// Show what would be in it, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Parses `WORDS=REPLACEMENT`.
fn replacement(typed: &str) -> Result<(String, String), String> {
    let parts = typed
        .split_once('=')
        .map(|(words, others)| (words.trim().to_owned(), others.trim().to_owned()));
    parts
        .filter(|(words, _)| !words.is_empty())
        .ok_or_else(|| "write WORDS=OTHERS, such as \"Bo Holm=the leader\"".into())
}

/// The refusal lists the very words that must not be disclosed, so it is only shown to internal
/// readers.
fn redact_refusal(refusal: Refusal, readers: Privacy) -> Refusal {
    match readers {
        Privacy::Internal => refusal,
        _ => Refusal::new(
            "the archive would reveal too much, or cannot be made",
            "Nothing was written; `virk archive --privacy internal` shows the words and their places",
        ),
    }
}

pub fn run(
    args: &ArchiveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if !args
        .file
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("zip"))
    {
        return Err(Refusal::new(
            format!("{} does not end in .zip", args.file.display()),
            "Name the archive NAME.zip",
        ));
    }
    let mut session = globals.open_study(output)?;
    if let Some(why) = &args.why {
        let said = session.perform(Command::All(
            args.accept
                .iter()
                .map(|words| archive::accept_words(words, why))
                .collect(),
        ))?;
        if !globals.json {
            output.paragraph(&said);
        }
    }
    let study = session.study();
    let theory = match &args.theory {
        Some(version) => Some(study.find_theory(Some(version))?),
        None => study.theory(),
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let made = with_progress("Gathering", |watch| {
        archive::archive(
            study,
            ArchiveRequest {
                theory,
                small: args.small,
                definitions: args.definitions,
                replace: &args.replace,
                threads,
                watch,
            },
        )
    });
    let ArchiveExport {
        bytes,
        files,
        left_out,
        replaced,
        accepted,
    } = made.map_err(|refusal| redact_refusal(refusal, globals.privacy))?;
    if !args.dry_run {
        file::write_file(&bytes, &args.file)?;
    }
    if globals.json {
        output.json(&json!({ "file": args.file, "written": !args.dry_run, "files": files, "left_out": left_out, "replaced": replaced, "accepted": accepted }));
        return Ok(ExitStatus::Done);
    }
    let did = if args.dry_run { "Would write" } else { "Wrote" };
    output.paragraph(&format!(
        "{did} {} with {}: {}",
        args.file.display(),
        number::count_noun(files.len(), "file"),
        files.join(", ")
    ));
    if !left_out.is_empty() {
        output.paragraph(&format!("Left out: {}", left_out.summary()));
    }
    if replaced > 0 {
        output.paragraph(&format!(
            "Other words written in {}",
            number::count_noun(replaced, "place")
        ));
    }
    if accepted > 0 {
        output.paragraph(&format!(
            "Accepted: {}",
            number::count_noun(accepted, "place")
        ));
    }
    Ok(ExitStatus::Done)
}
