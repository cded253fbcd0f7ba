//! Readers of tables (surveys, registers, lists): the bytes of a file become columns and what the
//! file says of its variables, one reader per format.
//!
//! To add a format, write its reader in a file of its own and add it to [`READERS`]: the format is
//! then recognised wherever tables are read, and named in the manual and on the screen. A program
//! whose exports say more than their format does is added to [`EXPORT_READERS`]; one that is known
//! by its headings alone to [`super::survey::PROGRAMS`].

use super::decode::{DecodedText, decode};
use super::survey::PROGRAMS;
use super::tabular::{ReadProgress, TabularData};
use super::{json_records, por, sav, stata, surveyxact, workbook};
use crate::study::{Column, Refusal, Variable};
use std::borrow::Cow;
use std::path::Path;

/// How a table is to be read, where the file does not say so itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableReadOptions {
    /// What stands between two cells of delimited text.
    pub delimiter: Option<char>,
    /// Which sheet of a workbook; without it, the first one that holds something.
    pub sheet: Option<String>,
}

/// A file that is about to be read as a table.
pub struct TableSource<'a> {
    /// What it is called in messages: its path as given.
    pub name: &'a str,
    /// Where it lies; `None` for bytes that are no file.
    pub path: Option<&'a Path>,
    /// Its bytes; empty as soon as they have been decoded, since registers are large.
    bytes: Cow<'a, [u8]>,
    text: Option<DecodedText>,
}

/// What a reader makes of a table, whatever its format.
#[derive(Debug, Default)]
pub struct TableContents {
    /// The columns; what was left out or understood stands in their notes.
    pub cells: TabularData,
    /// What the file says of its variables; most formats say nothing.
    pub variables: Vec<Variable>,
    /// The names of those whose level it does not say.
    pub unsure: Vec<String>,
    /// The format and how its letters were read, for the record.
    pub encoding: String,
    /// The sheets of a workbook that are not hidden.
    pub sheets: Vec<String>,
}

impl TableContents {
    /// What a file says that knows its variables.
    pub fn of_variables(
        variables: Vec<Variable>,
        columns: Vec<Column>,
        notes: Vec<String>,
        unsure: Vec<String>,
        encoding: String,
    ) -> TableContents {
        let header = variables.iter().map(|known| known.name.clone()).collect();
        TableContents {
            cells: TabularData {
                header,
                columns,
                notes,
                ..TabularData::default()
            },
            variables,
            unsure,
            encoding,
            ..TableContents::default()
        }
    }
}

pub struct TableReader {
    /// The program or the kind of file that people know it by.
    pub title: &'static str,
    /// The extensions that its files have; the content decides, not they.
    pub extensions: &'static [&'static str],
    /// Whether people know the format by its program rather than by its extension.
    pub known_by_program: bool,
    /// What is read of it, for the manual; empty where another reader's words say it.
    pub manual: &'static str,
    /// Returns whether the file is in this format.
    pub recognizes: fn(&mut TableSource<'_>) -> Result<bool, Refusal>,
    pub read: ReadTable,
}

/// Reads a table as the options say, and reports how far it has come.
pub type ReadTable =
    fn(&mut TableSource<'_>, &TableReadOptions, ReadProgress<'_>) -> Result<TableContents, Refusal>;

/// A program whose exports describe their variables beside the table itself.
pub struct ExportReader {
    pub program: &'static str,
    pub manual: &'static str,
    /// Returns whether a table that has been read is such an export.
    pub recognizes: fn(&TableSource<'_>, &TableReadOptions, &TableContents) -> bool,
    /// Completes it by what the export says of its variables.
    pub complete: fn(&TableSource<'_>, &mut TableContents) -> Result<(), Refusal>,
}

/// Every format of tables. The last is plain text, which is whatever no other reader recognises.
pub const READERS: &[TableReader] = &[
    TableReader {
        title: "Excel",
        extensions: &["xlsx"],
        known_by_program: false,
        manual: "of a workbook one sheet, with names in the first filled row",
        recognizes: |source| source.is_workbook("xlsx"),
        read: read_workbook,
    },
    TableReader {
        title: "LibreOffice",
        extensions: &["ods"],
        known_by_program: false,
        manual: "",
        recognizes: |source| source.is_workbook("ods"),
        read: read_workbook,
    },
    TableReader {
        title: "SPSS",
        extensions: &["sav", "zsav"],
        known_by_program: true,
        manual: "SPSS and Stata with their labels, missing values and levels, which a variables file may correct",
        recognizes: |source| Ok(sav::is_sav(&source.bytes)),
        read: |source, _, _| sav::read(source.name, &source.bytes),
    },
    TableReader {
        title: "SPSS",
        extensions: &["por"],
        known_by_program: true,
        manual: "",
        recognizes: |source| Ok(por::is_por(&source.bytes)),
        read: |source, _, _| por::read(source.name, &source.bytes),
    },
    TableReader {
        title: "Stata",
        extensions: &["dta"],
        known_by_program: true,
        manual: "",
        recognizes: |source| Ok(stata::is_dta(&source.bytes)),
        read: |source, _, _| stata::read(source.name, &source.bytes),
    },
    TableReader {
        title: "JSON",
        extensions: &["json"],
        known_by_program: false,
        manual: "JSON as an array of objects or an object of columns",
        recognizes: |source| Ok(source.decoded()?.trim_start().starts_with(['[', '{'])),
        read: read_json,
    },
    TableReader {
        title: "CSV",
        extensions: &["csv", "tsv"],
        known_by_program: false,
        manual: "Commas, semicolons or tabs between cells, decimal commas or points",
        recognizes: |source| source.decoded().map(|_| true),
        read: read_delimited,
    },
];

/// Programs whose exports describe their variables in other sheets or files.
pub const EXPORT_READERS: &[ExportReader] = &[ExportReader {
    program: "SurveyXact",
    manual: "an export of SurveyXact with its labels and questions (sheets Dataset, Labels, Structure, or files beside each other that are called so)",
    recognizes: surveyxact::is_export,
    complete: surveyxact::complete,
}];

/// Files that look like tables and cannot be read: how they begin, what they are, and what to do.
const UNREAD: &[(&[u8], &str, &str)] = &[
    (
        b"\xd0\xcf\x11\xe0",
        "a workbook of Excel 2003 or older, or has a password",
        "Save it as .xlsx without a password, or as CSV",
    ),
    (
        ZIP,
        "an archive, but not a workbook",
        "Save it as .xlsx, .ods or CSV",
    ),
];

const ZIP: &[u8] = b"PK\x03\x04";

/// Reads a table in whatever format it is.
/// Refused when the file is broken, hostile, or in no format that is read.
pub fn read(
    source: &mut TableSource<'_>,
    options: &TableReadOptions,
    progress: ReadProgress<'_>,
) -> Result<TableContents, Refusal> {
    let reader = reader_for(source)?;
    let mut contents = (reader.read)(source, options, progress)?;
    let export = EXPORT_READERS
        .iter()
        .find(|export| (export.recognizes)(source, options, &contents));
    if let Some(export) = export {
        (export.complete)(source, &mut contents)?;
    }
    Ok(contents)
}

fn reader_for(source: &mut TableSource<'_>) -> Result<&'static TableReader, Refusal> {
    for reader in READERS {
        if (reader.recognizes)(source)? {
            return Ok(reader);
        }
    }
    Err(
        refuse_unread(source.name, &source.bytes).unwrap_or_else(|| {
            Refusal::new(
                format!("{} is not a table that virk can read", source.name),
                format!("Save it as {}", manual_formats()),
            )
        }),
    )
}

/// The refusal of a file whose first bytes tell that it is no table that is read.
pub(super) fn refuse_unread(name: &str, bytes: &[u8]) -> Option<Refusal> {
    UNREAD
        .iter()
        .find(|(magic, ..)| bytes.starts_with(magic))
        .map(|(_, what, hint)| Refusal::new(format!("{name} is {what}"), *hint))
}

impl<'a> TableSource<'a> {
    /// A file with these bytes.
    pub fn new(
        name: &'a str,
        path: Option<&'a Path>,
        bytes: impl Into<Cow<'a, [u8]>>,
    ) -> TableSource<'a> {
        TableSource {
            name,
            path,
            bytes: bytes.into(),
            text: None,
        }
    }

    /// Its bytes; none once it has been read as text.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn is_workbook(&self, format: &str) -> Result<bool, Refusal> {
        Ok(
            self.bytes.starts_with(ZIP)
                && workbook::format(self.name, &self.bytes)? == Some(format),
        )
    }

    /// Its text, decoded when it is first asked for.
    fn decoded(&mut self) -> Result<&str, Refusal> {
        if self.text.is_none() {
            if let Some(refusal) = refuse_unread(self.name, &self.bytes) {
                return Err(refusal);
            }
            self.text = Some(decode(std::mem::take(&mut self.bytes), self.name)?);
        }
        Ok(self.text.as_ref().map_or("", |decoded| &decoded.text))
    }

    /// The text that a reader reads, and its encoding. A text has no sheets to choose from.
    fn text(&mut self, options: &TableReadOptions) -> Result<(&str, &'static str), Refusal> {
        self.decoded()?;
        if let Some(sheet) = &options.sheet {
            return Err(Refusal::new(
                format!("{} has no sheets, so none is called `{sheet}`", self.name),
                "Leave --sheet out",
            ));
        }
        Ok(self
            .text
            .as_ref()
            .map_or(("", "utf-8"), |decoded| (&decoded.text, decoded.encoding)))
    }
}

fn read_workbook(
    source: &mut TableSource<'_>,
    options: &TableReadOptions,
    _: ReadProgress<'_>,
) -> Result<TableContents, Refusal> {
    let (sheet, format) = workbook::read(source.name, &source.bytes, options.sheet.as_deref())?;
    Ok(TableContents {
        sheets: sheet.names().map(str::to_owned).collect(),
        cells: sheet.cells(source.name)?,
        encoding: format.to_owned(),
        ..TableContents::default()
    })
}

fn read_json(
    source: &mut TableSource<'_>,
    options: &TableReadOptions,
    _: ReadProgress<'_>,
) -> Result<TableContents, Refusal> {
    let name = source.name;
    let (text, encoding) = source.text(options)?;
    Ok(TableContents {
        cells: json_records::read(name, text)?,
        encoding: format!("json, {encoding}"),
        ..TableContents::default()
    })
}

fn read_delimited(
    source: &mut TableSource<'_>,
    options: &TableReadOptions,
    progress: ReadProgress<'_>,
) -> Result<TableContents, Refusal> {
    let name = source.name;
    let (text, encoding) = source.text(options)?;
    Ok(TableContents {
        cells: TabularData::delimited(name, text, options.delimiter, progress)?,
        encoding: encoding.to_owned(),
        ..TableContents::default()
    })
}

/// Plain text first, which most people have, then the other formats.
fn for_people() -> impl Iterator<Item = &'static TableReader> {
    let (text, others) = READERS
        .split_last()
        .map_or((None, READERS), |(text, others)| (Some(text), others));
    text.into_iter().chain(others)
}

/// The formats in the words of the manual: "CSV, TSV, XLSX, … SPSS".
pub fn manual_formats() -> String {
    let mut names: Vec<String> = Vec::new();
    for reader in for_people() {
        if !reader.known_by_program {
            names.extend(reader.extensions.iter().map(|end| end.to_uppercase()));
        } else if names.last().is_none_or(|last| last != reader.title) {
            names.push(reader.title.to_owned());
        }
    }
    names.join(", ")
}

/// What is read of each format and of the exports of programs, for the manual.
pub fn manual_contents() -> String {
    let formats = for_people().map(|reader| reader.manual);
    let exports = EXPORT_READERS.iter().map(|export| export.manual);
    let parts: Vec<&str> = formats
        .chain(exports)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("; ")
}

/// The formats in the words of the screen: "CSV, Excel, … SPSS (sav, por)".
pub fn screen_formats() -> String {
    let mut names: Vec<(&str, Vec<&str>)> = Vec::new();
    for reader in for_people() {
        let extension = reader
            .extensions
            .first()
            .filter(|_| reader.known_by_program);
        match names.last_mut() {
            Some((title, extensions)) if *title == reader.title => extensions.extend(extension),
            _ => names.push((reader.title, extension.into_iter().copied().collect())),
        }
    }
    let names: Vec<String> = names
        .into_iter()
        .map(|(title, extensions)| {
            if extensions.is_empty() {
                title.to_owned()
            } else {
                format!("{title} ({})", extensions.join(", "))
            }
        })
        .collect();
    names.join(", ")
}

/// The programs whose exports are known by their headings: "Qualtrics, … and REDCap".
pub fn programs_by_headings() -> String {
    join_names(&program_names())
}

/// All programs whose exports are known.
pub fn known_programs() -> String {
    let mut names = program_names();
    names.extend(EXPORT_READERS.iter().map(|export| export.program));
    join_names(&names)
}

fn program_names() -> Vec<&'static str> {
    PROGRAMS.iter().map(|known| known.program.name()).collect()
}

fn join_names(names: &[&str]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_lists_for_people_are_those_of_the_registry() {
        assert_eq!(manual_formats(), "CSV, TSV, XLSX, ODS, SPSS, Stata, JSON");
        assert_eq!(
            screen_formats(),
            "CSV, Excel, LibreOffice, SPSS (sav, por), Stata (dta), JSON"
        );
        assert_eq!(
            known_programs(),
            "Qualtrics, SurveyMonkey, LimeSurvey, Google Forms, REDCap and SurveyXact"
        );
    }

    #[test]
    fn no_two_readers_claim_an_extension() {
        let all: Vec<&str> = READERS
            .iter()
            .flat_map(|reader| reader.extensions.iter().copied())
            .collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn the_content_decides_and_not_the_name() {
        let title = |bytes: &[u8]| {
            reader_for(&mut TableSource::new("f.csv", None, bytes)).map(|reader| reader.title)
        };
        assert_eq!(title(b"$FL2").unwrap(), "SPSS");
        assert_eq!(title(b"<stata_dta>").unwrap(), "Stata");
        assert_eq!(title(b"\xff\xfe[\0]\0").unwrap(), "JSON");
        assert_eq!(title(b"a;b\n1;2\n").unwrap(), "CSV");
        assert_eq!(
            title(b"\xd0\xcf\x11\xe0").unwrap_err().what,
            "f.csv is a workbook of Excel 2003 or older, or has a password"
        );
    }
}
