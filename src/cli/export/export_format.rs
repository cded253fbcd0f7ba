//! The formats of `virk export`.

use crate::export::TableFormat;
use clap::builder::PossibleValue;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A REFI-QDA project.
    Project,
    /// A REFI-QDA codebook.
    Codebook,
    /// An SQLite database of plain tables.
    Database,
    /// The log as JSON Lines.
    Log,
    /// SPSS syntax that repeats the tests.
    Syntax,
    Table(TableFormat),
}

impl ExportFormat {
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

    /// The name, which is also the file extension.
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

    /// All names, for messages.
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

    /// The format for a file's extension.
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
