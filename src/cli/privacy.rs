//! `virk privacy`

use super::{Desk, Outcome, Page, grid::Grid};
use crate::import::TextFile;
use crate::import::folder::Folder;
use crate::import::privacy::{self, Finding, scan};
use crate::study::Refusal;
use crate::text::{number, points::Points};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Look for numbers, addresses and names that tell who somebody is.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    /// Look through transcripts before they are imported, or the study's documents.
    ///
    ///   virk privacy scan interviews
    ///   virk privacy scan --names staff.txt
    ///
    /// Finds Danish CPR numbers, e-mail addresses, phone numbers, and the names of a
    /// list, one on each line. What is found is told by its place, never repeated.
    /// Exit code 1 when something is found. A text without findings may still tell
    /// who somebody is: places, rare diagnoses, small units.
    #[command(verbatim_doc_comment)]
    Scan {
        /// Files, or folders of them; without any the documents of the study
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// A file with a name on each line
        #[arg(long, value_name = "FILE")]
        names: Option<PathBuf>,
    },
}

/// Looks.
///
/// # Errors
/// When a file or the study cannot be read.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let Command::Scan { files, names } = args.command;
    let names = match names {
        Some(path) => privacy::names(&TextFile::open(&path)?.text),
        None => Vec::new(),
    };
    let mut texts: Vec<(String, String)> = Vec::new();
    for path in &files {
        let inside = if path.is_dir() { Folder::open(path)?.files } else { vec![path.clone()] };
        for file in inside {
            let (file, _) = TextFile::transcript(&file)?;
            texts.push((file.name, file.text));
        }
    }
    if files.is_empty() {
        let session = desk.open(page)?;
        texts.extend(session.study().documents().map(|document| (document.body.title.clone(), document.text.to_string())));
    }
    let mut found: Vec<(String, Finding, usize, Value)> = Vec::new();
    for (name, text) in &texts {
        let points = Points::new(text);
        for finding in scan(text, &names) {
            let (start, end) = (finding.span.start as usize, finding.span.end as usize);
            let line = 1 + text[..start].matches('\n').count();
            let place = json!({
                "document": name, "kind": finding.kind, "line": line,
                "start": points.of_byte(text, start), "end": points.of_byte(text, end),
            });
            found.push((name.clone(), finding, line, place));
        }
    }
    if desk.json {
        page.json(&found.iter().map(|(_, _, _, place)| place.clone()).collect());
    } else if found.is_empty() {
        page.say(&format!("Nothing found in {}", number::some(texts.len(), "document")));
    } else {
        let mut grid = Grid::new(&["Document", ">Line", "Found"]);
        for (name, finding, line, _) in &found {
            grid.row([name.clone(), line.to_string(), finding.kind.word().to_owned()]);
        }
        grid.show(page);
    }
    Ok(if found.is_empty() { Outcome::Done } else { Outcome::found(false) })
}
