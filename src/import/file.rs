//! A text file to be imported: its words and their provenance.
//!
//! A text derived from another, with every difference recorded.

use super::allowed_fields::AllowedFields;
use super::decode::{DecodedText, decode};
use super::reader;
use super::reader::{ParsedText, ReadOptions};
use crate::disk;
use crate::study::Refusal;
use crate::study::document::Provenance;
use crate::study::origin::Edit;
use crate::text::sanitize;
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
            sha256: sanitize::sha256(bytes),
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
            sha256: sanitize::sha256(&bytes),
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

/// Builds a text in one pass over the original and records an [`Edit`] for each difference.
pub struct EditedText<'a> {
    raw: &'a str,
    at: usize,
    text: String,
    edits: Vec<Edit>,
}

impl<'a> EditedText<'a> {
    pub fn new(raw: &'a str) -> EditedText<'a> {
        EditedText {
            raw,
            at: 0,
            text: String::with_capacity(raw.len()),
            edits: Vec::new(),
        }
    }

    /// The text built so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Copies `raw` up to byte `to` unchanged.
    pub fn copy_to(&mut self, to: usize) {
        self.text
            .push_str(self.raw.get(self.at..to).unwrap_or_default());
        self.at = self.at.max(to);
    }

    /// Writes `with` instead of `raw` up to byte `to`; adjacent edits are merged.
    pub fn replace_to(&mut self, to: usize, with: &str) {
        let was = self.raw.get(self.at..to).unwrap_or_default();
        self.at = self.at.max(to);
        if was == with {
            self.text.push_str(with);
            return;
        }
        match self
            .edits
            .last_mut()
            .filter(|last| last.at + last.len == self.text.len())
        {
            Some(last) => {
                last.was.push_str(was);
                last.len += with.len();
            }
            None => self.edits.push(Edit {
                at: self.text.len(),
                len: with.len(),
                was: was.to_owned(),
            }),
        }
        self.text.push_str(with);
    }

    /// Removes the last character, which must have been copied unchanged.
    pub fn take_back(&mut self) {
        let Some(letter) = self.text.pop() else {
            return;
        };
        let at = self.text.len();
        self.edits.push(Edit {
            at,
            len: 0,
            was: letter.to_string(),
        });
    }

    /// Copies the rest of `raw`; returns the text and its edits.
    pub fn done(mut self) -> (String, Vec<Edit>) {
        self.copy_to(self.raw.len());
        (self.text, self.edits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::origin::original;

    #[test]
    fn what_was_changed_leads_back() {
        let raw = "Header\nrela-\ntion\u{c}Header\nså";
        let mut draft = EditedText::new(raw);
        draft.replace_to(7, "");
        draft.copy_to(11);
        draft.replace_to(13, "");
        draft.copy_to(17);
        draft.replace_to(18, " ");
        draft.replace_to(25, "");
        let (text, edits) = draft.done();
        assert_eq!(text, "relation så");
        assert_eq!(edits.len(), 3);
        assert_eq!(original(&text, &edits).as_deref(), Some(raw));
    }
}
