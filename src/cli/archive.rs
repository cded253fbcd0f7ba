//! `virk archive`

use super::{Desk, Outcome, Page, progress::watched};
use crate::export::{
    archive::{self, Archive, Wanted},
    file,
    privacy::SMALL,
};
use crate::study::Refusal;
use crate::text::number;
use serde_json::json;
use std::path::PathBuf;

/// Make an archive for the public: what others may check and build on.
///
///   virk archive mentoring.zip
///   virk archive mentoring.zip --dry-run     only says what would be in it
///
/// Released quotes under pseudonyms, codebook, theory, matrix, tests, data
/// dictionary, method, and checksums. Transcripts, answers, memos and reasons
/// stay at home, and what is left out is told. Before anything is written every
/// cell is looked through: an archive that repeats six words in a row that nobody
/// released, names an informant or holds a number that tells who somebody is, is refused with
/// the places. The same study makes the same bytes. `virk quotes release` releases a quote.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The file to write, which is replaced when it exists
    #[arg(value_name = "FILE.zip")]
    file: PathBuf,
    /// The version of the theory; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// Counts of people below this are withheld
    #[arg(long, value_name = "N", default_value_t = SMALL)]
    small: usize,
    /// Say what would be in it, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Makes it.
///
/// # Errors
/// When it would leak, or the file cannot be written; then nothing is written.
pub fn run(args: &Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    if !args.file.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) {
        return Err(Refusal::new(format!("{} does not end in .zip", args.file.display()), "Name the archive NAME.zip"));
    }
    let session = desk.open(page)?;
    let study = session.study();
    let theory = match &args.theory {
        Some(version) => Some(study.find_theory(Some(version))?),
        None => study.theory(),
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let made = watched("Gathering", |watch| archive::archive(study, Wanted { theory, small: args.small, threads, watch }));
    let Archive { bytes, files, left_out } = made?;
    if !args.dry_run {
        file::put(&bytes, &args.file)?;
    }
    if desk.json {
        page.json(&json!({ "file": args.file, "written": !args.dry_run, "files": files, "left_out": left_out }));
        return Ok(Outcome::Done);
    }
    let did = if args.dry_run { "Would write" } else { "Wrote" };
    page.say(&format!("{did} {} with {}: {}", args.file.display(), number::some(files.len(), "file"), files.join(", ")));
    if !left_out.is_empty() {
        page.say(&format!("Left out: {}", left_out.say()));
    }
    Ok(Outcome::Done)
}
