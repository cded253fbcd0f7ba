//! A text file about to be imported: its words, and where they came from.

use super::allowed_fields::AllowedFields;
use super::decode::{DecodedText, decode};
use super::reader::{self, ParsedText, ReadOptions};
use crate::disk;
use crate::study::{Refusal, document::Provenance};
use crate::text::digest;
use std::path::Path;

/// A file that has been read and decoded.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// What it is called in messages: its path as given.
    pub name: String,
    /// Its words.
    pub text: String,
    /// File name, hash, encoding and virk version, for the record.
    pub source: Provenance,
}

impl TextFile {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it is missing, a folder, unreadable, or not text.
    pub fn open(path: &Path) -> Result<TextFile, Refusal> {
        TextFile::from_bytes(&path.display().to_string(), file_name(path), &bytes(path)?)
    }

    /// A file whose bytes are at hand, such as one that comes with the program.
    ///
    /// # Errors
    /// When they are not text.
    pub fn from_bytes(name: &str, file: String, bytes: &[u8]) -> Result<TextFile, Refusal> {
        let DecodedText { text, encoding } = decode(bytes, name)?;
        let source = Provenance {
            file,
            sha256: digest::sha256(bytes),
            encoding: encoding.to_owned(),
            virk: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Ok(TextFile {
            name: name.to_owned(),
            text,
            source,
        })
    }

    /// A transcript in any format that has a reader, and what the reader said of it.
    ///
    /// # Errors
    /// When it is missing, a folder, unreadable, or no such file.
    pub fn parse_transcript(path: &Path) -> Result<(TextFile, ParsedText), Refusal> {
        TextFile::parse_transcript_with(path, ReadOptions::default())
    }

    /// The same, read as the person says.
    ///
    /// # Errors
    /// As [`TextFile::parse_transcript`].
    pub fn parse_transcript_with(
        path: &Path,
        how: ReadOptions,
    ) -> Result<(TextFile, ParsedText), Refusal> {
        let (name, file, bytes) = (
            path.display().to_string(),
            file_name(path),
            disk::read(path, reader::MAX_TRANSCRIPT_BYTES as u64)?,
        );
        let mut reading = reader::read_with(&name, &bytes, how)?;
        let source = Provenance {
            file,
            sha256: digest::sha256(&bytes),
            encoding: reading.encoding.clone(),
            virk: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Ok((
            TextFile {
                name,
                text: std::mem::take(&mut reading.text),
                source,
            },
            reading,
        ))
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

    /// Its content as JSON of the shape `T`, whose objects have no fields but these.
    ///
    /// # Errors
    /// As [`TextFile::json`], and when an object has a field that nobody would read.
    pub(super) fn json_with_fields<T: serde::de::DeserializeOwned>(
        &self,
        what: &str,
        fields: &AllowedFields,
    ) -> Result<T, Refusal> {
        fields.check(self, &self.json(what)?)?;
        self.json(what)
    }

    /// Its content as JSON of the shape `T`.
    ///
    /// # Errors
    /// When it is no JSON or of another shape; the refusal names line and column.
    pub fn json<T: serde::de::DeserializeOwned>(&self, what: &str) -> Result<T, Refusal> {
        serde_json::from_str(&self.text).map_err(|error| {
            let message = error.to_string();
            let why = message.split(" at line ").next().unwrap_or_default();
            Refusal::new(
                format!(
                    "{} line {}, column {}: {why}",
                    self.name,
                    error.line(),
                    error.column()
                ),
                format!("Correct the file: it should be {what}"),
            )
        })
    }
}

/// The bytes of the file at `path`.
///
/// # Errors
/// When it is missing, a folder, or unreadable.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    disk::read(path, disk::MAX_FILE_SIZE)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|file| file.to_string_lossy().into_owned())
        .unwrap_or_default()
}
