//! The archive a project comes in: one `.qde` file at the top, whatever it is
//! called, and sources beside it in a folder written in any case.
//!
//! Nothing is ever unpacked onto the disk, so that a path that leads out of
//! its folder leads nowhere; and nothing is read beyond a limit, whatever size
//! the archive claims.

use super::xml::{self, Element};
use crate::import::decode;
use crate::study::Refusal;
use std::collections::HashMap;
use std::io::{Read, Seek};
use zip::ZipArchive;

/// How large the project's XML and one text may be, and all texts together.
const XML: u64 = 128 << 20;
const TEXT: u64 = 64 << 20;
const TEXTS: u64 = 512 << 20;

/// A project's archive.
pub struct Package<R> {
    name: String,
    archive: ZipArchive<R>,
    /// Entries by their path in lower case.
    entries: HashMap<String, usize>,
    read: u64,
}

/// A source's text, and how its file counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The text as a study holds it: no byte-order mark, line ends LF.
    pub text: String,
    /// Whether it began with a byte-order mark.
    pub marked: bool,
    /// Whether its lines ended in CR LF.
    pub returns: bool,
    /// The encoding it was read by.
    pub encoding: &'static str,
}

impl<R: Read + Seek> Package<R> {
    /// Opens the archive called `name`.
    ///
    /// # Errors
    /// When it is no archive, or a broken one.
    pub fn open(name: &str, reader: R) -> Result<Package<R>, Refusal> {
        let archive = ZipArchive::new(reader).map_err(|_| {
            Refusal::new(
                format!("{name} is no REFI-QDA project: it is no archive, or was cut short"),
                "Copy it once more, or export it again from the program it came from",
            )
        })?;
        let names = archive.file_names().flatten();
        let entries = names.filter_map(|file| Some((file.to_lowercase(), archive.index_for_name(&file)?))).collect();
        Ok(Package { name: name.to_owned(), archive, entries, read: 0 })
    }

    /// The project's XML.
    ///
    /// # Errors
    /// When there is none at the top, or it is broken or too large.
    pub fn project(&mut self) -> Result<Element, Refusal> {
        let top = |path: &&String| path.ends_with(".qde") && !path.contains('/');
        let path = self.entries.keys().filter(top).min().cloned().ok_or_else(|| {
            Refusal::new(
                format!("{} holds no project (no .qde file at the top)", self.name),
                "Check that it is a REFI-QDA project (.qdpx)",
            )
        })?;
        let what = format!("{}: {path}", self.name);
        let bytes = self.bytes(&path, XML)?;
        let decoded = decode::decode(&bytes, &what)?;
        xml::read(&decoded.text, &what)
    }

    /// The text a source names as its own, such as `internal://GUID.txt`;
    /// `None` when the archive does not hold it.
    ///
    /// # Errors
    /// When it is no text, or the texts are too large.
    pub fn words(&mut self, path: &str) -> Result<Option<Words>, Refusal> {
        let file = path.rsplit_once("://").map_or(path, |(_, file)| file).trim_start_matches('/').to_lowercase();
        let path = [format!("sources/{file}"), file].into_iter().find(|path| self.entries.contains_key(path));
        let Some(path) = path else { return Ok(None) };
        let bytes = self.bytes(&path, TEXT)?;
        self.read += bytes.len() as u64;
        if self.read > TEXTS {
            return Err(Refusal::new(format!("the texts of {} are larger than 512 MB", self.name), "Divide the project"));
        }
        words(&bytes, &format!("{}: {path}", self.name)).map(Some)
    }

    fn bytes(&mut self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        let broken =
            |why: String| Refusal::new(format!("{}: {path} {why}", self.name), "Export it again from the program it came from");
        let place = self.entries.get(path).copied().ok_or_else(|| broken("is missing".into()))?;
        let entry = self.archive.by_index(place).map_err(|_| broken("cannot be unpacked".into()))?;
        let mut bytes = Vec::new();
        entry.take(limit + 1).read_to_end(&mut bytes).map_err(|_| broken("is damaged".into()))?;
        if bytes.len() as u64 > limit {
            return Err(broken(format!("is larger than {} MB", limit >> 20)));
        }
        Ok(bytes)
    }
}

/// A source's bytes as words.
///
/// # Errors
/// When they are no text.
pub fn words(bytes: &[u8], name: &str) -> Result<Words, Refusal> {
    let marked = bytes.starts_with(b"\xef\xbb\xbf") || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let returns = bytes.windows(2).any(|pair| pair == b"\r\n");
    let decode::Decoded { text, encoding } = decode::decode(bytes, name)?;
    Ok(Words { text, marked, returns, encoding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    #[test]
    fn nothing_is_unpacked_beyond_its_limit() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("project.qde", zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&[b' '; 5000]).unwrap();
        let mut package = Package::open("f", archive.finish().unwrap()).unwrap();
        assert_eq!(package.bytes("project.qde", 5000).unwrap().len(), 5000);
        assert!(package.bytes("project.qde", 4999).unwrap_err().what.contains("is larger than"));
        assert!(package.bytes("../project.qde", 5000).unwrap_err().what.contains("is missing"));
    }
}
