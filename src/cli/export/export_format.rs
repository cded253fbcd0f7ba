//! The formats in which a study or a part of it is handed over.

use crate::export::TableFormat;
use clap::builder::PossibleValue;
use std::path::Path;

/// A format of `virk export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A REFI-QDA project.
    Project,
    /// A REFI-QDA codebook.
    Codebook,
    /// A database of plain tables.
    Database,
    /// The log, a record in a line.
    Log,
    /// Syntax that repeats the tests.
    Syntax,
    /// A table.
    Table(TableFormat),
}

impl ExportFormat {
    /// All of them.
    const ALL: [ExportFormat; 12] = [
        ExportFormat::Project,
        ExportFormat::Codebook,
        ExportFormat::Database,
        ExportFormat::Log,
        ExportFormat::Syntax,
        ExportFormat::Table(TableFormat::Csv),
        ExportFormat::Table(TableFormat::Xlsx),
        ExportFormat::Table(TableFormat::Docx),
        ExportFormat::Table(TableFormat::Html),
        ExportFormat::Table(TableFormat::Md),
        ExportFormat::Table(TableFormat::Tex),
        ExportFormat::Table(TableFormat::Json),
    ];

    /// Its name, which is the extension of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ExportFormat::Project => "qdpx",
            ExportFormat::Codebook => "qdc",
            ExportFormat::Database => "sqlite",
            ExportFormat::Log => "jsonl",
            ExportFormat::Syntax => "sps",
            ExportFormat::Table(format) => format.name(),
        }
    }

    /// All names, for people.
    #[must_use]
    pub fn names() -> String {
        ExportFormat::ALL.map(ExportFormat::name).join(", ")
    }

    fn about(self) -> &'static str {
        match self {
            ExportFormat::Project => "A REFI-QDA project",
            ExportFormat::Codebook => "A REFI-QDA codebook",
            ExportFormat::Database => "A database of plain tables, for R and DB Browser",
            ExportFormat::Log => "The log as JSON Lines",
            ExportFormat::Syntax => "SPSS syntax that repeats the tests",
            ExportFormat::Table(format) => format.about(),
        }
    }

    /// The format that a file's extension says.
    #[must_use]
    pub fn from_path(path: &Path) -> Option<ExportFormat> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        let named = ExportFormat::ALL
            .into_iter()
            .find(|handed| handed.name() == extension);
        named.or_else(|| TableFormat::from_path(path).map(ExportFormat::Table))
    }
}

impl clap::ValueEnum for ExportFormat {
    fn value_variants<'a>() -> &'a [ExportFormat] {
        &ExportFormat::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.about()))
    }
}
