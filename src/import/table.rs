//! A file of rows about to be imported, in any format of [`table_reader::READERS`].

use super::file;
use super::table_reader::{self, TableContents, TableSource};
use super::tabular::{ReadProgress, TabularData};
use crate::study::{Refusal, Variable, document::Provenance};
use crate::text::digest;
use std::path::Path;

pub use super::table_reader::TableReadOptions;

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

impl TableFile {
    /// Reads the file at `path`, and what lies beside it when the program that exported it divides
    /// its exports into several files.
    ///
    /// # Errors
    /// When it is missing, unreadable, broken, hostile, or no file of rows.
    pub fn open(path: &Path, options: &TableReadOptions) -> Result<TableFile, Refusal> {
        TableFile::open_with_progress(path, options, &mut |_, _| {})
    }

    /// As [`TableFile::open`], and reports how far delimited text has been read: registers are
    /// large.
    ///
    /// # Errors
    /// As there.
    pub fn open_with_progress(
        path: &Path,
        options: &TableReadOptions,
        progress: ReadProgress<'_>,
    ) -> Result<TableFile, Refusal> {
        let file_name = path
            .file_name()
            .map(|file| file.to_string_lossy().into_owned())
            .unwrap_or_default();
        let name = path.display().to_string();
        let source = TableSource::new(&name, Some(path), file::bytes(path)?);
        TableFile::read(source, file_name, options, progress)
    }

    /// Reads bytes that belong to no file on the disk, so that nothing can lie beside them.
    ///
    /// # Errors
    /// When they are broken, hostile, or no file of rows.
    pub fn from_bytes(
        name: &str,
        file: String,
        bytes: &[u8],
        options: &TableReadOptions,
    ) -> Result<TableFile, Refusal> {
        let source = TableSource::new(name, None, bytes);
        TableFile::read(source, file, options, &mut |_, _| {})
    }

    fn read(
        mut source: TableSource<'_>,
        file: String,
        options: &TableReadOptions,
        progress: ReadProgress<'_>,
    ) -> Result<TableFile, Refusal> {
        // Before the bytes become text.
        let sha256 = digest::sha256(source.bytes());
        let TableContents {
            cells,
            variables,
            unsure,
            encoding,
            sheets: _,
        } = table_reader::read(&mut source, options, progress)?;
        Ok(TableFile {
            name: source.name.to_owned(),
            cells,
            variables,
            unsure,
            source: Provenance {
                file,
                sha256,
                encoding,
                virk: env!("CARGO_PKG_VERSION").to_owned(),
            },
        })
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
