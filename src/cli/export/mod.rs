//! `virk export`

mod handed;
mod syntax;
mod table;

use super::{Desk, Outcome, Page, progress::watched};
use crate::export::{
    Sheet, file,
    privacy::{SMALL, everything_for},
    records, refi, sqlite,
};
use crate::study::{Refusal, Time};
use crate::text::number;
use handed::Handed;
use serde_json::json;
use std::path::PathBuf;

/// Hand the study over to another program, or take a table of it.
///
///   virk export study.qdpx            for NVivo, ATLAS.ti, MAXQDA, QualCoder (REFI-QDA 1.5)
///   virk export codebook.qdc          the codebook alone
///   virk export quotes.xlsx           a table, by the name of the file
///   virk export study.csv --table codings --delimiter ";"
///   virk export tests.docx --theory v1
///   virk export informants.csv --privacy supervisor
///   virk export study.sqlite          plain tables for R, Python and DB Browser
///   virk export tests.sps             SPSS syntax that repeats every test, with the rows as CSV beside it
///   virk export log.jsonl             every record in a line, without the words of people
///
/// Tables are codings, quotes, condensations, codebook, tests, informants and
/// matrix, as csv, xlsx, html, md, tex, docx or json. virk says what a format
/// has no place for. A project that comes back with `virk import study.qdpx` is
/// whole again. --privacy decides what a table tells: internal, everything;
/// supervisor, pseudonyms; public, what was released, and no small counts. What is
/// no table holds everything and is refused for other readers than internal ones.
/// VIRK_PRIVACY says for whom files are where --privacy does not.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The file to write, which is replaced when it exists
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The format; without it, as the file's extension says
    #[arg(long, value_enum)]
    format: Option<Handed>,
    /// Which table; without it, the one the file is called after
    #[arg(long, value_name = "TABLE", value_parser = table::sheet)]
    table: Option<Sheet>,
    /// The version of the theory, for tests and matrix; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// Counts of people below this are withheld in public
    #[arg(long, value_name = "N", default_value_t = SMALL)]
    small: usize,
    /// Say that definitions of codes were written to be published, and quote nobody
    #[arg(long)]
    definitions: bool,
    /// With .jsonl: also what each record says, and the texts it speaks of
    #[arg(long)]
    content: bool,
    /// What stands between two cells of CSV; after ";" numbers have a decimal comma, as Excel
    /// expects in Denmark
    #[arg(long, value_name = "SIGN", default_value_t = ',')]
    delimiter: char,
}

/// Hands it over.
///
/// # Errors
/// When the format or the table is not known or the file cannot be written; then nothing has
/// changed.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let handed = args
        .format
        .or_else(|| Handed::of(&args.file))
        .ok_or_else(|| {
            Refusal::new(
                format!("virk does not know the format of {}", args.file.display()),
                format!(
                    "End the name in one of {}, or choose with --format",
                    Handed::names()
                ),
            )
        })?;
    if args.table.is_some() && !matches!(handed, Handed::Table(_)) {
        return Err(Refusal::new(
            format!("--table goes with a table, and {} is none", handed.name()),
            "End the file's name in csv, xlsx, docx, html, md, tex or json",
        ));
    }
    if !matches!(handed, Handed::Table(_)) {
        everything_for(desk.privacy, handed.name())?;
    }
    let incoming = match handed {
        Handed::Table(format) => return table::run(args, format, study, desk, page),
        Handed::Database => {
            watched("Writing", |watch| sqlite::write(study, &args.file, watch))?;
            desk.answer(
                page,
                &format!(
                    "Wrote {}; it holds what people said, and only you may read it",
                    args.file.display()
                ),
            );
            return Ok(Outcome::Done);
        }
        Handed::Log => {
            let records = session.store().latest(usize::MAX)?;
            file::put(records::lines(study, &records, args.content), &args.file)?;
            desk.answer(
                page,
                &format!(
                    "Wrote {} to {}",
                    number::some(records.len(), "record"),
                    args.file.display()
                ),
            );
            return Ok(Outcome::Done);
        }
        Handed::Syntax => return syntax::run(&args, study, desk, page),
        Handed::Project => refi::project(study, Time(jiff::Timestamp::now().as_microsecond()))?,
        Handed::Codebook => refi::codebook(study),
    };
    file::put(&incoming.bytes, &args.file)?;
    if desk.json {
        page.json(&json!({ "file": args.file, "bytes": incoming.bytes.len(), "left_behind": incoming.losses }));
        return Ok(Outcome::Done);
    }
    page.say(&format!("Wrote {}", args.file.display()));
    if !incoming.losses.is_empty() {
        page.say(&format!(
            "Left behind, since the format has no place for it: {}",
            incoming.losses.say()
        ));
    }
    Ok(Outcome::Done)
}
