//! `virk import`

use super::{Desk, Outcome, Page};
use crate::import::{TextFile, codebook, codings, refi, theory, transcript};
use crate::study::{Command, Refusal, Study};
use crate::text::{TurnFormat, harmless, number};
use serde_json::{Value, json};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Import transcripts, and the JSON files that go with them.
///
///   virk import interviews/*.txt
///   virk import focus-group.txt --title "Focus group" --interviewer AB --language da
///   virk import codebook.json
///   virk import 01-mentor-1.codings.json
///   virk import study.qdpx
///
/// Transcripts are plain text, in UTF-8 or Windows-1252, with turns marked as
/// `Name: …`, `[Name] …` or by blank lines; virk says how it read each of them.
/// Projects and codebooks of NVivo, ATLAS.ti, MAXQDA, QualCoder and others come
/// in as REFI-QDA (.qdpx, .qdc); virk says how it read them and what it left behind.
/// JSON files are codebooks, theories or codings, as their content shows. All
/// files are imported or none. Surveys come in by `virk data import`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What to call the document; without it, as the file
    #[arg(long)]
    title: Option<String>,
    /// The language of the transcripts: en or da; without it virk finds out
    #[arg(long)]
    language: Option<String>,
    /// How turns are marked; without it virk finds out
    #[arg(long, value_enum)]
    turns: Option<Turns>,
    /// The label of one who asks, who is no informant; may be given again
    #[arg(long, value_name = "LABEL")]
    interviewer: Vec<String>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Turns {
    /// `Name: words`
    Colon,
    /// `[Name] words`
    Bracket,
    /// Blocks between blank lines
    Block,
}

/// What a file turned out to be.
struct Found {
    command: Command,
    /// How it was read, for people and for programs.
    said: String,
    read: Value,
    /// Whether it speaks of codes, documents or links that must be known before.
    rests: bool,
}

/// Imports them.
///
/// # Errors
/// When a file is missing, no text, broken, or speaks of what the study does not have; nothing is imported then.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    if args.title.is_some() && args.files.len() > 1 {
        return Err(Refusal::new("one title for several files", "Import the file that --title is for by itself"));
    }
    let mut session = desk.open(page)?;
    let found = args.files.iter().map(|path| read(path, &args, session.study())).collect::<Result<Vec<Found>, Refusal>>()?;
    if found.iter().any(|found| found.rests) && found.iter().any(|found| !found.rests) {
        return Err(Refusal::new(
            "theories and codings cannot come in together with the codes and documents they speak of",
            "Nothing was imported; import transcripts and codebooks first, then the others",
        ));
    }
    let (commands, reports): (Vec<Command>, Vec<(String, Value)>) =
        found.into_iter().map(|found| (found.command, (found.said, found.read))).unzip();
    let done = session.perform(Command::All(commands))?;
    if desk.json {
        page.json(&json!({ "said": done, "files": reports.iter().map(|(_, read)| read).collect::<Vec<_>>() }));
    } else {
        reports.iter().filter(|(said, _)| !said.is_empty()).for_each(|(said, _)| page.say(said));
        page.say(&done);
    }
    Ok(Outcome::Done)
}

fn read(path: &Path, args: &Args, study: &Study) -> Result<Found, Refusal> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match extension.as_str() {
        "qdpx" => read_project(path, study),
        "qdc" => {
            let file = TextFile::open(path)?;
            let codes = refi::codebook(&file.name, &file.text, study)?;
            let read = json!({ "file": file.name, "what": "codebook", "codes": codes.len() });
            Ok(Found { command: Command::AddCodes { codes }, said: String::new(), read, rests: false })
        }
        "json" => read_json(TextFile::open(path)?, study),
        "csv" | "tsv" if path.is_file() => Err(Refusal::new(
            format!("{} is a table, not a transcript", path.display()),
            format!("Nothing was imported; use `virk data import {}`", path.display()),
        )),
        "virk" if path.is_file() => Err(Refusal::new(
            format!("{} is a study itself", path.display()),
            format!("Nothing was imported; open it with `virk {}`", path.display()),
        )),
        _ => read_transcript(path, args),
    }
}

/// A project of another program: codes, documents and codings, as one undo.
fn read_project(path: &Path, study: &Study) -> Result<Found, Refusal> {
    let name = path.display().to_string();
    let file =
        File::open(path).map_err(|error| Refusal::new(format!("cannot read {name}: {error}"), "Check the name and the folder"))?;
    let refi::Incoming { command, report } = refi::read(&name, BufReader::new(file), None, study)?;
    let origin = if report.origin.is_empty() { "an unnamed program" } else { report.origin.as_str() };
    let mut said = format!(
        "{name}: from {}; {}, {}, {}; positions count {}",
        harmless::one_line(origin),
        number::some(report.codes, "code"),
        number::some(report.documents, "document"),
        number::some(report.codings, "coding"),
        report.counting
    );
    for title in &report.missing {
        said += &format!("\nThe words of “{}” are not in the project; its quotes are left out", harmless::one_line(title));
    }
    if !report.losses.is_empty() {
        said += &format!("\nLeft behind, since a study has no place for it: {}", report.losses.say());
    }
    Ok(Found { command, said, read: json!(report), rests: false })
}

fn read_transcript(path: &Path, args: &Args) -> Result<Found, Refusal> {
    let options = transcript::TranscriptOptions {
        title: args.title.clone(),
        language: args.language.clone(),
        format: args.turns.map(|turns| match turns {
            Turns::Colon => TurnFormat::Colon,
            Turns::Bracket => TurnFormat::Bracket,
            Turns::Block => TurnFormat::Block,
        }),
        interviewer: args.interviewer.clone(),
    };
    let transcript::Imported { command, report } = transcript::transcript(path, &options)?;
    let said = format!("{}: {report}", report.title);
    Ok(Found { command, said, read: json!(report), rests: false })
}

/// A codebook has codes, a codings file has quotes, and a theory file has neither.
fn read_json(file: TextFile, study: &Study) -> Result<Found, Refusal> {
    let content: Value = file.json("a codebook, a theory or codings")?;
    let has = |field: &str| content.get(field).is_some();
    let what = if has("codes") {
        "codebook"
    } else if has("quotes") {
        "codings"
    } else {
        "theory"
    };
    let command = match what {
        "codebook" => Command::AddCodes { codes: codebook::codebook(&file)? },
        "codings" => {
            let codings = codings::codings(&file)?;
            let mut commands = codings.informants();
            commands.extend(codings.commands(&file, study)?);
            Command::All(commands)
        }
        _ if has("variables") => {
            return Err(Refusal::new(
                format!("{} describes the variables of a dataset", file.name),
                format!("Nothing was imported; use `virk data import CSV --variables {}`", file.name),
            ));
        }
        _ => theory::theory(&file, None, study)?,
    };
    Ok(Found { command, said: String::new(), read: json!({ "file": file.name, "what": what }), rests: what != "codebook" })
}
