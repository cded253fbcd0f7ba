//! `virk privacy`

use super::{Desk, Outcome, Page, grid::Grid, progress::watched};
use crate::import::TextFile;
use crate::import::folder::Folder;
use crate::import::personal::{self, Told};
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
    /// Look through transcripts before they are imported, or through the whole study.
    ///
    ///   virk privacy scan interviews
    ///   virk privacy scan --names staff.txt
    ///
    /// Finds identity numbers of Denmark, Norway, Sweden, Finland, the United
    /// Kingdom and the USA, account numbers (IBAN), e-mail addresses, phone numbers,
    /// days of birth that words say are such, and the names of a list, one on each
    /// line, however they are spelled; street addresses as a hint. What is found is
    /// told by its place, never repeated. Without files all of the study is looked
    /// through: documents, surveys, informants, codes, memos, condensations, theories,
    /// verdicts, searches, and texts that were removed or written anew and lie in the
    /// file until they are erased. Exit code 1 when something is found. A text
    /// without findings may still tell who somebody is: places, rare diagnoses,
    /// small units.
    #[command(verbatim_doc_comment)]
    Scan {
        /// Files, or folders of them; without any the study
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
    if files.is_empty() {
        study(&names, desk, page)
    } else {
        transcripts(&files, &names, desk, page)
    }
}

/// Looks through the study.
fn study(names: &[String], desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let found = watched("Looking", |watch| {
        personal::in_study(session.study(), names, watch)
    })?;
    if desk.json {
        page.json(&json!(found));
    } else if found.is_empty() {
        let study = session.study();
        let parts = [
            number::some(study.documents().count(), "document"),
            number::some(study.datasets().count(), "dataset"),
        ];
        page.say(&format!(
            "Nothing found in {}, and in what is written of them",
            parts.join(", ")
        ));
    } else {
        let mut grid = Grid::new(&["In", "Of", ">Line", "Found", "Shown by"]);
        for Told {
            kind,
            what,
            of,
            line,
            answers,
            show,
            ..
        } in &found
        {
            let several = answers.map_or_else(
                || kind.word().to_owned(),
                |answers| match answers {
                    1 => format!("1 {}", kind.word()),
                    _ => format!("{answers} {}", kind.words()),
                },
            );
            let line = line.map(|line| line.to_string()).unwrap_or_default();
            grid.row([(*what).to_owned(), of.clone(), line, several, show.clone()]);
        }
        grid.show(page);
    }
    Ok(if found.is_empty() {
        Outcome::Done
    } else {
        Outcome::found(false)
    })
}

/// Looks through files that are not in the study.
fn transcripts(
    files: &[PathBuf],
    names: &[String],
    desk: &Desk,
    page: &mut Page,
) -> Result<Outcome, Refusal> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for path in files {
        let inside = if path.is_dir() {
            Folder::open(path)?.files
        } else {
            vec![path.clone()]
        };
        for file in inside {
            let (file, _) = TextFile::transcript(&file)?;
            texts.push((file.name, file.text));
        }
    }
    let mut found: Vec<(String, Finding, usize, Value)> = Vec::new();
    for (name, text) in &texts {
        let points = Points::new(text);
        for finding in scan(text, names) {
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
        page.say(&format!(
            "Nothing found in {}",
            number::some(texts.len(), "document")
        ));
    } else {
        let mut grid = Grid::new(&["Document", ">Line", "Found"]);
        for (name, finding, line, _) in &found {
            grid.row([
                name.clone(),
                line.to_string(),
                finding.kind.word().to_owned(),
            ]);
        }
        grid.show(page);
    }
    Ok(if found.is_empty() {
        Outcome::Done
    } else {
        Outcome::found(false)
    })
}
