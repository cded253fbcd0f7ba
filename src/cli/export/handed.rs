//! The formats in which a study or a part of it is handed over.

use crate::export::Format;
use clap::builder::PossibleValue;
use std::path::Path;

/// A format of `virk export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
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
    Table(Format),
}

impl Handed {
    /// All of them.
    const ALL: [Handed; 12] = [
        Handed::Project,
        Handed::Codebook,
        Handed::Database,
        Handed::Log,
        Handed::Syntax,
        Handed::Table(Format::Csv),
        Handed::Table(Format::Xlsx),
        Handed::Table(Format::Docx),
        Handed::Table(Format::Html),
        Handed::Table(Format::Md),
        Handed::Table(Format::Tex),
        Handed::Table(Format::Json),
    ];

    /// Its name, which is the extension of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Handed::Project => "qdpx",
            Handed::Codebook => "qdc",
            Handed::Database => "sqlite",
            Handed::Log => "jsonl",
            Handed::Syntax => "sps",
            Handed::Table(format) => format.name(),
        }
    }

    /// All names, for people.
    #[must_use]
    pub fn names() -> String {
        Handed::ALL.map(Handed::name).join(", ")
    }

    fn about(self) -> &'static str {
        match self {
            Handed::Project => "A REFI-QDA project",
            Handed::Codebook => "A REFI-QDA codebook",
            Handed::Database => "A database of plain tables, for R and DB Browser",
            Handed::Log => "The log as JSON Lines",
            Handed::Syntax => "SPSS syntax that repeats the tests",
            Handed::Table(format) => format.about(),
        }
    }

    /// The format that a file's extension says.
    #[must_use]
    pub fn of(path: &Path) -> Option<Handed> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        let named = Handed::ALL
            .into_iter()
            .find(|handed| handed.name() == extension);
        named.or_else(|| Format::of(path).map(Handed::Table))
    }
}

impl clap::ValueEnum for Handed {
    fn value_variants<'a>() -> &'a [Handed] {
        &Handed::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.about()))
    }
}
