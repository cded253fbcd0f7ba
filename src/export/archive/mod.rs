//! The public archive: what others need to check the study and build on it, and nothing that
//! somebody said and nobody released.
//!
//! Transcripts, survey rows, memos and reasons are left out. What remains is checked word by word
//! before a byte is written, since a definition may quote and a statement may name somebody; a
//! study that would leak is refused. The same study always gives the same bytes: entries carry no
//! timestamps and come in a fixed order.

mod leak_check;
pub(super) mod readme;

use super::format::TableWriteOptions;
use super::privacy::{Privacy, PrivacyFilter};
use super::study_table::StudyTableRequest;
use super::{ExportCell, ExportTable, StudyTable, TableFormat};
use crate::exchange::refi::ConversionLosses;
use crate::privacy::find_names;
use crate::study::inference::AcceptedFinding;
use crate::study::{Command, ProgressMonitor, Refusal, Study, Theory};
use crate::text::sanitize;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[derive(Clone, Copy, Debug)]
pub struct ArchiveRequest<'a> {
    /// The version of the theory; without one the archive has no theory tables.
    pub theory: Option<&'a Theory>,
    /// Counts of people below this are withheld.
    pub small: usize,
    /// True if the user declares the definitions of codes to be public.
    pub definitions: bool,
    /// Replacements made in all files, usually of names: (words, what to write in their place).
    pub replace: &'a [(String, String)],
    pub threads: usize,
    pub watch: ProgressMonitor<'a>,
}

#[derive(Clone, Debug)]
pub struct ArchiveExport {
    pub bytes: Vec<u8>,
    pub files: Vec<String>,
    /// What was left out, with counts.
    pub left_out: ConversionLosses,
    /// Number of places where words were replaced.
    pub replaced: usize,
    /// Number of places that would disclose something and were accepted by the user.
    pub accepted: usize,
}

/// A file of the archive before it is written.
struct ArchiveFile {
    name: &'static str,
    /// Its description in the readme.
    about: &'static str,
    content: ArchiveFileContent,
}

enum ArchiveFileContent {
    Table(ExportTable),
    Text(String),
}

impl ArchiveFile {
    fn table(name: &'static str, about: &'static str, table: ExportTable) -> ArchiveFile {
        ArchiveFile {
            name,
            about,
            content: ArchiveFileContent::Table(table),
        }
    }

    /// Replaces words and returns the number of places.
    fn replace_words(&mut self, replace: &[(String, String)]) -> usize {
        let mut places = 0;
        let mut reword = |text: &mut String| {
            for (words, others) in replace {
                for span in find_names(text, std::slice::from_ref(words))
                    .into_iter()
                    .map(|finding| finding.span)
                    .rev()
                {
                    text.replace_range(span.range(), others);
                    places += 1;
                }
            }
        };
        match &mut self.content {
            ArchiveFileContent::Text(text) => reword(text),
            ArchiveFileContent::Table(table) => table.rows.iter_mut().flatten().for_each(|cell| {
                if let ExportCell::Text(text) = cell {
                    reword(text);
                }
            }),
        }
        places
    }

    fn bytes(&self, language: &str) -> Result<Vec<u8>, Refusal> {
        match &self.content {
            ArchiveFileContent::Text(text) => Ok(text.clone().into_bytes()),
            ArchiveFileContent::Table(table) => Ok(TableFormat::Csv
                .write(
                    table,
                    TableWriteOptions {
                        language,
                        ..TableWriteOptions::default()
                    },
                )?
                .bytes),
        }
    }
}

/// Accepts words in archives of this study, with the reason; an empty reason takes the acceptance
/// back.
pub fn accept_words(words: &str, reason: &str) -> Command {
    let (words, reason) = (words.trim(), reason.trim());
    // The acceptance itself stores only a hash of the words, so the reason has to name them.
    let reason = if reason.is_empty() {
        String::new()
    } else {
        format!("“{words}”: {reason}")
    };
    Command::Accept {
        finding: AcceptedFinding::words(words),
        reason,
    }
}

/// Builds the public archive of a study. Refused if a file would disclose something that nobody
/// released or that identifies somebody, unless a user has accepted it.
pub fn archive(study: &Study, wanted: ArchiveRequest<'_>) -> Result<ArchiveExport, Refusal> {
    let mut files = files(study, wanted)?;
    let replaced = files
        .iter_mut()
        .map(|file| file.replace_words(wanted.replace))
        .sum();
    let left_out = omissions(study, wanted.definitions);
    let mut readme = ArchiveFile {
        name: "README.md",
        about: "",
        content: ArchiveFileContent::Text(readme::readme(
            study,
            &files,
            &left_out,
            wanted.small,
            replaced,
        )),
    };
    readme.replace_words(wanted.replace);
    files.push(readme);
    let accepted = leak_check::check_leaks(study, &files, wanted.watch)?;
    let mut contents: Vec<(String, Vec<u8>)> = Vec::new();
    for file in &files {
        contents.push((file.name.to_owned(), file.bytes(&study.language)?));
    }
    contents.sort();
    let sums: String = contents
        .iter()
        .map(|(name, bytes)| format!("{}  {name}\n", sanitize::sha256(bytes)))
        .collect();
    contents.push(("SHA256SUMS".into(), sums.into_bytes()));
    let bytes = zip_files(&contents).map_err(|error| {
        Refusal::new(format!("the archive cannot be made: {error}"), "Try again")
    })?;
    let files = contents.into_iter().map(|(name, _)| name).collect();
    Ok(ArchiveExport {
        bytes,
        files,
        left_out,
        replaced,
        accepted,
    })
}

fn files(study: &Study, wanted: ArchiveRequest<'_>) -> Result<Vec<ArchiveFile>, Refusal> {
    let privacy_filter = PrivacyFilter::new(study, Privacy::Public, wanted.small)
        .with_definitions(wanted.definitions);
    let version = wanted.theory.map(|theory| theory.version.as_str());
    let sheet = |sheet: StudyTable| {
        sheet.table(StudyTableRequest {
            privacy_filter,
            theory: version,
            small: wanted.small,
            threads: wanted.threads,
            watch: wanted.watch,
        })
    };
    let mut files = vec![
        ArchiveFile::table(
            "codebook.csv",
            "the codes, with their rules",
            sheet(StudyTable::Codebook)?,
        ),
        // Identifiers only lead back into the study, which readers of the archive do not have.
        ArchiveFile::table(
            "codings.csv",
            "the released codings, with places in code points",
            sheet(StudyTable::Codings)?.without(&["id", "memo"]),
        ),
        ArchiveFile::table(
            "quotes.csv",
            "the released quotes, with codes and condensed meaning",
            sheet(StudyTable::Quotes)?,
        ),
        ArchiveFile::table(
            "informants.csv",
            "who speaks, under pseudonyms",
            sheet(StudyTable::Informants)?,
        ),
        ArchiveFile::table(
            "variables.csv",
            "the data dictionary: every variable and what its values mean",
            readme::table(privacy_filter),
        ),
        ArchiveFile {
            name: "method.md",
            about: "how it was done, with caveats",
            content: ArchiveFileContent::Text(readme::method_text(privacy_filter, wanted.theory)),
        },
    ];
    if wanted.theory.is_some() {
        files.push(ArchiveFile::table(
            "theory.csv",
            "every link of every version of the programme theory",
            readme::links(study),
        ));
        files.push(ArchiveFile::table(
            "nodes.csv",
            "the nodes of every version",
            readme::nodes(study),
        ));
        files.push(ArchiveFile::table(
            "tests.csv",
            "every test of every link",
            sheet(StudyTable::Tests)?,
        ));
        // The reason of a verdict may quote somebody, so only the verdict itself is included.
        let matrix = sheet(StudyTable::Matrix)?.without(&["reason"]);
        files.push(ArchiveFile::table(
            "matrix.csv",
            "the evidence of every link in a row",
            matrix,
        ));
    }
    Ok(files)
}

/// What is not included, for the readme.
fn omissions(study: &Study, definitions: bool) -> ConversionLosses {
    let mut left_out = ConversionLosses::default();
    let mut codings = std::collections::BTreeSet::new();
    for coding in study.codings() {
        codings.insert(crate::study::theory::QuoteAt {
            document: coding.document,
            span: coding.span,
        });
    }
    left_out.add("transcript", study.documents().count());
    left_out.add(
        "unreleased quote",
        codings
            .iter()
            .filter(|quote| !study.is_released(**quote))
            .count(),
    );
    left_out.add(
        "unreleased condensation",
        study
            .condensations()
            .filter(|(quote, _)| !study.is_released(*quote))
            .count(),
    );
    left_out.add("memo", study.memos().count());
    let verdicts = study
        .theories()
        .flat_map(|theory| study.links_of(theory))
        .filter(|link| study.verdict(link.id).is_some());
    left_out.add("verdict reason", verdicts.count());
    left_out.add(
        "answer row",
        study
            .datasets()
            .map(|dataset| dataset.body.rows as usize)
            .sum(),
    );
    left_out.add(
        "informant attribute",
        study
            .informants()
            .map(|informant| informant.body.attributes.len())
            .sum(),
    );
    let defined = study
        .codes()
        .filter(|code| !definitions && !code.body.definition.is_empty());
    left_out.add("code definition", defined.count());
    left_out.add(
        "code example",
        study
            .codes()
            .filter(|code| !code.body.example.is_empty())
            .count(),
    );
    left_out
}

fn zip_files(contents: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in contents {
        // Without a timestamp, so that the same study gives the same bytes.
        archive.start_file(
            name.as_str(),
            SimpleFileOptions::default().unix_permissions(0o644),
        )?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
