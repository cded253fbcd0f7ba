//! `virk privacy`

use super::command_output::with_progress;
use super::table_output::TextGrid;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::TextFile;
use crate::import::folder::TranscriptFolder;
use crate::import::personal_data::{self, PersonalDataFinding};
use crate::privacy::{self, PersonalDataMatch, scan};
use crate::study::Refusal;
use crate::text::{code_points::CodePointIndex, number};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Look for numbers, addresses and names that identify people.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct PrivacyArgs {
    #[command(subcommand)]
    command: PrivacyCommand,
}

#[derive(clap::Subcommand, Debug)]
enum PrivacyCommand {
    /// Scan transcripts before they are imported, or the whole study.
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
    /// without findings may still identify people: places, rare diagnoses,
    /// small units.
    #[command(verbatim_doc_comment)]
    Scan {
        /// Files or folders (default: the whole study)
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// File with one name per line
        #[arg(long, value_name = "FILE")]
        names: Option<PathBuf>,
    },
}

pub fn run(
    args: PrivacyArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let PrivacyCommand::Scan { files, names } = args.command;
    let names = match names {
        Some(path) => privacy::parse_name_list(&TextFile::open(&path)?.text),
        None => Vec::new(),
    };
    if files.is_empty() {
        study(&names, globals, output)
    } else {
        transcripts(&files, &names, globals, output)
    }
}

/// Scans the study.
fn study(
    names: &[String],
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let found = with_progress("Looking", |watch| {
        personal_data::scan_study(session.study(), names, watch)
    })?;
    if globals.json {
        output.json(&json!(found));
    } else if found.is_empty() {
        let study = session.study();
        let parts = [
            number::count_noun(study.documents().count(), "document"),
            number::count_noun(study.datasets().count(), "dataset"),
        ];
        output.paragraph(&format!(
            "Nothing found in {}, and in what is written of them",
            parts.join(", ")
        ));
    } else {
        let mut grid = TextGrid::new(&["In", "Of", ">Line", "Found", "Shown by"]);
        for PersonalDataFinding {
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
                || kind.noun().to_owned(),
                |answers| match answers {
                    1 => format!("1 {}", kind.noun()),
                    _ => format!("{answers} {}", kind.plural_noun()),
                },
            );
            let line = line.map(|line| line.to_string()).unwrap_or_default();
            grid.row([(*what).to_owned(), of.clone(), line, several, show.clone()]);
        }
        grid.show(output);
    }
    Ok(if found.is_empty() {
        ExitStatus::Done
    } else {
        ExitStatus::from_found(false)
    })
}

/// Scans files that are not in the study.
fn transcripts(
    files: &[PathBuf],
    names: &[String],
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for path in files {
        let inside = if path.is_dir() {
            TranscriptFolder::open(path)?.files
        } else {
            vec![path.clone()]
        };
        for file in inside {
            let (file, _) = TextFile::parse_transcript(&file)?;
            texts.push((file.name, file.text));
        }
    }
    let mut found: Vec<(String, PersonalDataMatch, usize, Value)> = Vec::new();
    for (name, text) in &texts {
        let points = CodePointIndex::new(text);
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
    if globals.json {
        output.json(&found.iter().map(|(_, _, _, place)| place.clone()).collect());
    } else if found.is_empty() {
        output.paragraph(&format!(
            "Nothing found in {}",
            number::count_noun(texts.len(), "document")
        ));
    } else {
        let mut grid = TextGrid::new(&["Document", ">Line", "Found"]);
        for (name, finding, line, _) in &found {
            grid.row([
                name.clone(),
                line.to_string(),
                finding.kind.noun().to_owned(),
            ]);
        }
        grid.show(output);
    }
    Ok(if found.is_empty() {
        ExitStatus::Done
    } else {
        ExitStatus::from_found(false)
    })
}
