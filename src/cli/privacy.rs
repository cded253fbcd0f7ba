//! `virk privacy`

use super::command_output::with_progress;
use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::TextFile;
use crate::import::folder::TranscriptFolder;
use crate::import::personal_data::{self, PersonalDataFinding};
use crate::privacy::{self, PersonalDataMatch, scan};
use crate::study::{Refusal, Study};
use crate::tables::{Audience::Team, Listing, TableColumn};
use crate::text::{code_points::CodePointIndex, number};
use serde_json::json;
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
        #[command(flatten)]
        listing: ListingArgs,
    },
}

pub fn run(
    args: PrivacyArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let PrivacyCommand::Scan {
        files,
        names,
        listing,
    } = args.command;
    let names = match names {
        Some(path) => privacy::parse_name_list(&TextFile::open(&path)?.text),
        None => Vec::new(),
    };
    if files.is_empty() {
        study(&names, &listing, globals, output)
    } else {
        transcripts(&files, &names, &listing, globals, output)
    }
}

/// Scans the study.
fn study(
    names: &[String],
    listing: &ListingArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let found = with_progress("Looking", |watch| {
        personal_data::scan_study(session.study(), names, watch)
    })?;
    let study = session.study();
    let none = format!(
        "Nothing found in {}, {}, and in what is written of them",
        number::count_noun(study.documents().count(), "document"),
        number::count_noun(study.datasets().count(), "dataset"),
    );
    let clean = found.is_empty();
    Listing::new(finding_columns(), found, none).show(study, listing, globals, output)?;
    Ok(listing.exit_status(clean))
}

fn finding_columns() -> Vec<TableColumn<'static, PersonalDataFinding>> {
    type Column = TableColumn<'static, PersonalDataFinding>;
    vec![
        Column::words("what", "In", Team, |_, finding| finding.what),
        Column::words("of", "Of", Team, |_, finding| json!(finding.of)),
        Column::numbers("line", "Line", Team, |_, finding| finding.line),
        Column::words("kind", "Found", Team, |_, finding| json!(finding.kind)).shown(
            |_, PersonalDataFinding { kind, answers, .. }| match answers {
                None => kind.noun().into(),
                Some(1) => format!("1 {}", kind.noun()).into(),
                Some(answers) => format!("{answers} {}", kind.plural_noun()).into(),
            },
        ),
        Column::figure("answers", "Answers", Team, |_, finding| finding.answers),
        Column::figure("start", "Start", Team, |_, finding| finding.start),
        Column::figure("end", "End", Team, |_, finding| finding.end),
        Column::words("show", "Shown by", Team, |_, finding| json!(finding.show)),
    ]
}

/// Scans files that are not in the study.
fn transcripts(
    files: &[PathBuf],
    names: &[String],
    listing: &ListingArgs,
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
    let mut found: Vec<PlaceInFile<'_>> = Vec::new();
    for (name, text) in &texts {
        let points = CodePointIndex::new(text);
        found.extend(scan(text, names).into_iter().map(|finding| PlaceInFile {
            document: name,
            line: 1 + text[..finding.span.start as usize].matches('\n').count(),
            places: points.of_span(text, finding.span),
            finding,
        }));
    }
    let none = format!(
        "Nothing found in {}",
        number::count_noun(texts.len(), "document")
    );
    let clean = found.is_empty();
    Listing::new(place_columns(), found, none).show(&Study::default(), listing, globals, output)?;
    Ok(listing.exit_status(clean))
}

struct PlaceInFile<'a> {
    document: &'a str,
    line: usize,
    places: (usize, usize),
    finding: PersonalDataMatch,
}

fn place_columns<'a>() -> Vec<TableColumn<'a, PlaceInFile<'a>>> {
    type Column<'a> = TableColumn<'a, PlaceInFile<'a>>;
    vec![
        Column::words("document", "Document", Team, |_, place| {
            place.document.to_owned()
        }),
        Column::numbers("line", "Line", Team, |_, place| place.line),
        Column::words("kind", "Found", Team, |_, place| json!(place.finding.kind))
            .shown(|_, place| place.finding.kind.noun().into()),
        Column::figure("start", "Start", Team, |_, place| place.places.0),
        Column::figure("end", "End", Team, |_, place| place.places.1),
    ]
}
