//! A text file to be imported: its words and their provenance.

use super::allowed_fields::AllowedFields;
use super::decode::{DecodedText, decode};
use super::reader::{self, ParsedText, ReadOptions};
use crate::disk;
use crate::study::{Refusal, document::Provenance};
use crate::text::digest;
use std::path::Path;

#[derive(Clone, Debug)]
pub struct TextFile {
    /// The name used in messages: the path as the user gave it.
    pub name: String,
    pub text: String,
    pub source: Provenance,
}

impl TextFile {
    /// Reads and decodes the file at `path`.
    pub fn open(path: &Path) -> Result<TextFile, Refusal> {
        TextFile::from_bytes(&path.display().to_string(), file_name(path), &bytes(path)?)
    }

    /// A file that is in memory already, such as one embedded in the program.
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

    /// Reads a transcript of any supported format; also returns what the reader reported.
    pub fn parse_transcript(path: &Path) -> Result<(TextFile, ParsedText), Refusal> {
        TextFile::parse_transcript_with(path, ReadOptions::default())
    }

    /// As [`TextFile::parse_transcript`], with what the user chose.
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

    #[must_use]
    pub fn stem(&self) -> &str {
        let file = &self.source.file;
        file.rsplit_once('.')
            .map(|(stem, _)| stem)
            .filter(|stem| !stem.is_empty())
            .unwrap_or(file)
    }

    /// Parses the file as JSON of the shape `T` and refuses fields that are not in `fields`, which
    /// serde would ignore.
    pub(super) fn json_with_fields<T: serde::de::DeserializeOwned>(
        &self,
        what: &str,
        fields: &AllowedFields,
    ) -> Result<T, Refusal> {
        fields.check(self, &self.json(what)?)?;
        self.json(what)
    }

    /// Parses the file as JSON of the shape `T`; a refusal names line and column.
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

pub fn bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    disk::read(path, disk::MAX_FILE_SIZE)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|file| file.to_string_lossy().into_owned())
        .unwrap_or_default()
}
