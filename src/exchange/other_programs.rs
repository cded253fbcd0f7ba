//! Detects and reads files of other programs: projects, codebooks, tables of codings. The content
//! decides what a file is; the extension only where the content is inconclusive.

use super::database::ForeignDatabase;
use super::refi::import as refi;
use super::refi::import::offsets::OffsetUnit;
use super::refi::import::{ProjectImport, package};
use super::{code_list, code_table, coding_table, proprietary, qualcoder, segments, taguette};
use crate::disk;
use crate::import::table::TableReadOptions;
use crate::import::tabular::TabularData;
use crate::import::transcript::PersonalDataPolicy;
use crate::import::{TableFile, TextFile, file};
use crate::study::command::NewCode;
use crate::study::{Command, Refusal, Study};
use crate::text::number;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufReader, Cursor};
use std::path::Path;

/// Files that are neither virk's own nor transcripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignFileKind {
    /// A REFI-QDA project: an archive, its unpacked folder, or a bare `.qde` file.
    Project,
    /// A database of QualCoder or Taguette, by itself, in its folder, or in an archive of the
    /// folder.
    Database,
    /// A REFI-QDA codebook.
    Codebook,
}

/// Extensions of documents and workbooks, which are archives too.
const DOCUMENTS: &[&str] = &[
    "docx", "docm", "odt", "xlsx", "xlsm", "ods", "epub", "pptx", "pages",
];

/// `None` for everything that is neither a project nor a codebook.
pub fn foreign_file_kind(path: &Path) -> Option<ForeignFileKind> {
    if path.is_dir() {
        let holds = |name: &str| path.join(name).is_file();
        let entries = || std::fs::read_dir(path).into_iter().flatten().flatten();
        let qde = || {
            entries()
                .take(1000)
                .any(|entry| extension_of(&entry.path()) == "qde")
        };
        return if holds("data.qda") {
            Some(ForeignFileKind::Database)
        } else {
            qde().then_some(ForeignFileKind::Project)
        };
    }
    let ending = extension_of(path);
    let first = disk::read_prefix(path, 1024);
    if first.starts_with(b"SQLite format 3\0") {
        return (ending != "virk").then_some(ForeignFileKind::Database);
    }
    if first.starts_with(b"PK") {
        return if DOCUMENTS.contains(&ending.as_str()) {
            None
        } else {
            packed(path, &ending)
        };
    }
    let beginning = String::from_utf8_lossy(&first);
    match ending.as_str() {
        "qde" | "qdpx" => Some(ForeignFileKind::Project),
        "qdc" => Some(ForeignFileKind::Codebook),
        "qda" | "sqlite3" | "sqlite" | "db" | "zip" => Some(ForeignFileKind::Database),
        _ if beginning.contains("urn:QDA-XML:project") => Some(ForeignFileKind::Project),
        _ if beginning.contains("urn:QDA-XML:codebook") => Some(ForeignFileKind::Codebook),
        _ => None,
    }
}

/// The kind of project in an archive, by its parts or else by its extension.
fn packed(path: &Path, ending: &str) -> Option<ForeignFileKind> {
    let by_ending = match ending {
        "qdpx" => Some(ForeignFileKind::Project),
        "qda" | "zip" => Some(ForeignFileKind::Database),
        _ => None,
    };
    let archive = File::open(path)
        .ok()
        .and_then(|file| zip::ZipArchive::new(BufReader::new(file)).ok());
    let Some(archive) = archive else {
        return by_ending;
    };
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(|name| name.into_owned())
        .collect();
    if package::project_in(names.iter().map(String::as_str)).is_some() {
        return Some(ForeignFileKind::Project);
    }
    let database = names
        .iter()
        .any(|name| name.rsplit('/').next() == Some("data.qda"));
    if database {
        Some(ForeignFileKind::Database)
    } else {
        by_ending
    }
}

pub fn is_project(path: &Path) -> bool {
    matches!(
        foreign_file_kind(path),
        Some(ForeignFileKind::Project | ForeignFileKind::Database)
    )
}

fn extension_of(path: &Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase()
}

#[derive(Clone, Debug)]
pub struct ForeignImport {
    /// Imports everything, as one undo step.
    pub command: Command,
    /// Description in one line.
    pub what: String,
    /// Further findings, in sentences.
    pub messages: Vec<String>,
    /// One line per kind of item: how many there are, and what becomes of them.
    pub item_counts: Vec<String>,
    pub json_report: Value,
    /// It refers to codes or documents that must be in the study already.
    pub needs_existing_content: bool,
}

/// Reads a project, a codebook, or a table of codes or codings; `None` for all other files.
/// `counting` fixes the unit of positions in a REFI-QDA project.
/// Refuses files that only their own program can read, besides broken ones.
pub fn read_foreign(
    path: &Path,
    counting: Option<OffsetUnit>,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<Option<ForeignImport>, Refusal> {
    let name = path.display().to_string();
    match foreign_file_kind(path) {
        Some(ForeignFileKind::Project) => {
            return Ok(Some(project(refi::open(path, counting, study, personal)?)));
        }
        Some(ForeignFileKind::Database) => {
            return Ok(Some(project(database(path, study, personal)?)));
        }
        Some(ForeignFileKind::Codebook) => {
            return read_foreign_codebook(path, study)
                .map(|(codes, notes)| Some(codes_of(&name, codes, notes)));
        }
        None => {}
    }
    if let Some(refusal) = proprietary::refusal(path).filter(|_| path.is_file()) {
        return Err(refusal);
    }
    let ending = extension_of(path);
    if path.is_file()
        && matches!(ending.as_str(), "html" | "htm")
        && let Ok(page) = TextFile::open(path)
        && segments::passage::is_highlights(&page.text)
    {
        return Ok(Some(coded_segments(
            &name,
            &segments::passage::cells(&page.text),
            study,
        )?));
    }
    if !path.is_file() || !matches!(ending.as_str(), "csv" | "tsv" | "xlsx" | "ods") {
        return Ok(None);
    }
    // virk's own table gives exact positions, so a mistake in it is refused rather than counted as
    // a loss.
    if matches!(ending.as_str(), "csv" | "tsv") {
        let file = TextFile::open(path)?;
        if coding_table::is_coding_table(&file) {
            let command = coding_table::read_codings(&file, study)?;
            let read = json!({ "file": name, "what": "codings" });
            let what = "a table of codings".to_owned();
            return Ok(Some(ForeignImport {
                command,
                what,
                messages: Vec::new(),
                item_counts: Vec::new(),
                json_report: read,
                needs_existing_content: true,
            }));
        }
    }
    // An unreadable table is reported by the reader that is tried next.
    let Ok(table) = TableFile::open(path, &TableReadOptions::default()) else {
        return Ok(None);
    };
    let header = &table.cells.header;
    if segments::is_segment_table(header) {
        return Ok(Some(coded_segments(&name, &table.cells, study)?));
    }
    if code_table::is_code_table(header) {
        let code_table::CodeTable { codes, notes } =
            code_table::read_code_table(&name, &table.cells, study)?;
        return Ok(Some(codes_of(&name, codes, notes)));
    }
    Ok(None)
}

fn project(ProjectImport { command, report }: ProjectImport) -> ForeignImport {
    ForeignImport {
        command,
        what: report.headline(),
        messages: report.sentences(),
        item_counts: report.held.lines(),
        json_report: json!(report),
        needs_existing_content: false,
    }
}

fn coded_segments(
    name: &str,
    cells: &TabularData,
    study: &Study,
) -> Result<ForeignImport, Refusal> {
    let segments::Segments { command, report } = segments::read_segments(name, cells, study)?;
    let what = format!(
        "coded segments; {}",
        number::count_noun(report.placed, "coding")
    );
    let read = json!({ "file": name, "what": "segments", "report": report });
    Ok(ForeignImport {
        command,
        what,
        messages: report.sentences(),
        item_counts: Vec::new(),
        json_report: read,
        needs_existing_content: true,
    })
}

fn codes_of(name: &str, codes: Vec<NewCode>, notes: Vec<String>) -> ForeignImport {
    let what = format!(
        "a codebook; {}",
        number::count_noun(codes.len(), "new code")
    );
    let read = json!({ "file": name, "what": "codebook", "codes": codes.len(), "notes": notes });
    ForeignImport {
        command: Command::AddCodes { codes },
        what,
        messages: notes,
        item_counts: Vec::new(),
        json_report: read,
        needs_existing_content: false,
    }
}

/// Reads a codebook in any form but JSON (REFI-QDA, table or list): the codes that the study does
/// not have yet, and notes on what was not imported.
pub fn read_foreign_codebook(
    path: &Path,
    study: &Study,
) -> Result<(Vec<NewCode>, Vec<String>), Refusal> {
    let name = path.display().to_string();
    if foreign_file_kind(path) == Some(ForeignFileKind::Codebook) {
        return Ok((
            refi::codebook(&name, &TextFile::open(path)?.text, study)?,
            Vec::new(),
        ));
    }
    if let Some(refusal) = proprietary::refusal(path) {
        return Err(refusal);
    }
    match extension_of(path).as_str() {
        "csv" | "tsv" | "xlsx" | "xlsm" | "ods" => {
            let table = TableFile::open(path, &TableReadOptions::default())?;
            let code_table::CodeTable { codes, notes } =
                code_table::read_code_table(&name, &table.cells, study)?;
            Ok((codes, notes))
        }
        _ => Ok((
            code_list::parse_code_list(&TextFile::open(path)?, study)?,
            Vec::new(),
        )),
    }
}

/// Reads the project at `path`, whichever program it is from.
pub fn open(
    path: &Path,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    match foreign_file_kind(path) {
        Some(ForeignFileKind::Project) => refi::open(path, None, study, personal),
        _ => database(path, study, personal),
    }
}

/// Reads a project of QualCoder or Taguette.
fn database(
    path: &Path,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    if path.is_dir() {
        return qualcoder::open(path, study, personal);
    }
    read(
        &path.display().to_string(),
        file::bytes(path)?,
        study,
        personal,
    )
}

/// As [`open`], from the bytes of the file called `name`.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    if bytes.starts_with(b"PK") {
        let archive = zip::ZipArchive::new(Cursor::new(&bytes)).ok();
        let names: Vec<String> = archive
            .iter()
            .flat_map(|archive| archive.file_names().flatten())
            .map(|name| name.into_owned())
            .collect();
        if package::project_in(names.iter().map(String::as_str)).is_some() {
            return refi::read(name, Cursor::new(bytes), None, study, personal);
        }
        return qualcoder::read(name, bytes, study, personal);
    }
    let database = ForeignDatabase::open(name, bytes)?;
    if database.has("highlights") {
        taguette::from(&database, study, personal)
    } else {
        qualcoder::from(&database, study, personal)
    }
}
