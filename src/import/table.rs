//! A file of rows about to be imported, in whatever format: delimited text, a
//! workbook, records as JSON, or a data file of SPSS or Stata.

use super::decode::{DecodedText, decode};
use super::tabular::{ReadProgress, TabularData};
use super::{TextFile, file, json_records, por, sav, stata, surveyxact, workbook};
use crate::study::{Refusal, Variable, document::Provenance};
use crate::text::digest;
use std::borrow::Cow;
use std::path::Path;

/// A file of rows that has been read.
#[derive(Clone, Debug)]
pub struct TableFile {
    /// What it is called in messages: its path as given.
    pub name: String,
    /// Its rows, column by column.
    pub cells: TabularData,
    /// What the file itself says of its variables; most formats say nothing.
    pub variables: Vec<Variable>,
    /// Which of them it describes without telling their level.
    pub unsure: Vec<String>,
    /// File name, hash, encoding and virk version, for the record.
    pub source: Provenance,
}

/// How a file of rows is to be read, where it does not say so itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableReadOptions {
    /// What stands between two cells of delimited text.
    pub delimiter: Option<char>,
    /// Which sheet of a workbook; without it, the first one that holds something.
    pub sheet: Option<String>,
}

impl TableFile {
    /// Reads the file at `path`, and what lies beside it when it is a dataset of SurveyXact.
    ///
    /// # Errors
    /// When it is missing, unreadable, broken, hostile, or no file of rows.
    pub fn open(path: &Path, told: &TableReadOptions) -> Result<TableFile, Refusal> {
        TableFile::open_with_progress(path, told, &mut |_, _| {})
    }

    /// The same, telling how far delimited text has been read: registers are large.
    ///
    /// # Errors
    /// As there.
    pub fn open_with_progress(
        path: &Path,
        told: &TableReadOptions,
        watch: ReadProgress<'_>,
    ) -> Result<TableFile, Refusal> {
        let file = path
            .file_name()
            .map(|file| file.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut table = TableFile::build(
            &path.display().to_string(),
            file.clone(),
            file::bytes(path)?.into(),
            told,
            watch,
        )?;
        let beside = |part: &str| {
            let path = path.with_file_name(surveyxact::beside(&file, part)?);
            path.is_file()
                .then(|| TextFile::open(&path).map(|file| TabularData::delimited_rows(&file.text)))
        };
        if table.cells.delimiter.is_some()
            && let (Some(labels), Some(structure)) =
                (beside(surveyxact::LABELS), beside(surveyxact::STRUCTURE))
        {
            table.describe(&labels?, &structure?);
        }
        Ok(table)
    }

    /// A file whose bytes are at hand.
    ///
    /// # Errors
    /// When they are broken, hostile, or no file of rows.
    pub fn from_bytes(
        name: &str,
        file: String,
        bytes: &[u8],
        told: &TableReadOptions,
    ) -> Result<TableFile, Refusal> {
        TableFile::build(name, file, bytes.into(), told, &mut |_, _| {})
    }

    fn build(
        name: &str,
        file: String,
        bytes: Cow<'_, [u8]>,
        told: &TableReadOptions,
        watch: ReadProgress<'_>,
    ) -> Result<TableFile, Refusal> {
        let source = |encoding: String| Provenance {
            file,
            sha256: digest::sha256(&bytes),
            encoding,
            virk: env!("CARGO_PKG_VERSION").to_owned(),
        };
        if sav::is_sav(&bytes) {
            let sav::SavFile {
                cells,
                variables,
                unsure,
                encoding,
            } = sav::read(name, &bytes)?;
            return Ok(TableFile {
                name: name.to_owned(),
                cells,
                variables,
                unsure,
                source: source(encoding),
            });
        }
        if stata::is_dta(&bytes) {
            let stata::DtaFile {
                cells,
                variables,
                unsure,
                encoding,
            } = stata::read(name, &bytes)?;
            return Ok(TableFile {
                name: name.to_owned(),
                cells,
                variables,
                unsure,
                source: source(encoding),
            });
        }
        if por::is_por(&bytes) {
            let por::PorFile {
                cells,
                variables,
                unsure,
            } = por::read(name, &bytes)?;
            return Ok(TableFile {
                name: name.to_owned(),
                cells,
                variables,
                unsure,
                source: source("por".into()),
            });
        }
        if bytes.starts_with(b"PK\x03\x04") {
            let (cells, format) = sheet(name, &bytes, told)?;
            let source = source(format);
            let mut table = TableFile {
                name: name.to_owned(),
                cells,
                variables: Vec::new(),
                unsure: Vec::new(),
                source,
            };
            let is_dataset = |sheet: &String| sheet.eq_ignore_ascii_case(surveyxact::DATASET);
            if told.sheet.is_none() && table.cells.sheet.as_ref().is_some_and(is_dataset) {
                let rows =
                    |part| workbook::read(name, &bytes, Some(part)).map(|(sheet, _)| sheet.rows());
                table.describe(&rows(surveyxact::LABELS)?, &rows(surveyxact::STRUCTURE)?);
            }
            return Ok(table);
        }
        let source = source(String::new());
        let (cells, encoding) = read(name, bytes, told, watch)?;
        let source = Provenance { encoding, ..source };
        Ok(TableFile {
            name: name.to_owned(),
            cells,
            variables: Vec::new(),
            unsure: Vec::new(),
            source,
        })
    }

    /// Describes its variables by the labels and the structure of an export of SurveyXact.
    fn describe(&mut self, labels: &[Vec<String>], structure: &[Vec<String>]) {
        (self.variables, self.unsure) =
            surveyxact::variables(&self.cells.header, labels, structure);
        self.cells
            .notes
            .retain(|note| !note.starts_with("not read:"));
        self.cells
            .notes
            .push("labels and questions as SurveyXact wrote them".into());
    }

    /// The file name without its folders and its last extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let file = &self.source.file;
        file.rsplit_once('.')
            .map(|(stem, _)| stem)
            .filter(|stem| !stem.is_empty())
            .unwrap_or(file)
    }
}

/// The cells of a workbook, and its format.
fn sheet(
    name: &str,
    bytes: &[u8],
    told: &TableReadOptions,
) -> Result<(TabularData, String), Refusal> {
    let (mut sheet, format) = workbook::read(name, bytes, told.sheet.as_deref())?;
    let is_there = |part: &str| sheet.names().any(|name| name.eq_ignore_ascii_case(part));
    if told.sheet.is_none()
        && [
            surveyxact::DATASET,
            surveyxact::LABELS,
            surveyxact::STRUCTURE,
        ]
        .into_iter()
        .all(is_there)
    {
        (sheet, _) = workbook::read(name, bytes, Some(surveyxact::DATASET))?;
    }
    Ok((sheet.cells(name)?, format.to_owned()))
}

/// The cells of a text, and how its bytes were read. What a file is shows in its first bytes sooner
/// than in its name.
fn read(
    name: &str,
    bytes: Cow<'_, [u8]>,
    told: &TableReadOptions,
    watch: ReadProgress<'_>,
) -> Result<(TabularData, String), Refusal> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Refusal::new(
            format!("{name} is a workbook of Excel 2003 or older, or has a password"),
            "Save it as .xlsx without a password, or as CSV",
        ));
    }
    let DecodedText { text, encoding } = decode(bytes, name)?;
    if let Some(sheet) = &told.sheet {
        return Err(Refusal::new(
            format!("{name} has no sheets, so none is called `{sheet}`"),
            "Leave --sheet out",
        ));
    }
    if text.trim_start().starts_with(['[', '{']) {
        return Ok((
            json_records::read(name, &text)?,
            format!("json, {encoding}"),
        ));
    }
    Ok((
        TabularData::delimited(name, &text, told.delimiter, watch)?,
        encoding.to_owned(),
    ))
}
