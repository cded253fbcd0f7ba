//! The files of a project: an archive with one `.qde` file of any name and its sources in a folder
//! beside it; the folder of an archive that somebody unpacked; or the bare `.qde` file.
//!
//! Nothing is unpacked onto the disk, so a path that leads out of its folder does no harm, and
//! nothing is read beyond a limit, whatever size the archive claims.

use super::values::{PROJECT_FILE, SOURCES_FOLDER};
use super::xml::{self, XmlElement};
use crate::import::{decode, reader};
use crate::study::Refusal;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// Limits in bytes: of the XML and of one text, and of all texts together.
const XML: u64 = 128 << 20;
const TEXT: u64 = 64 << 20;
const TEXTS: u64 = 512 << 20;

/// How many entries of a folder are looked at.
const MOST: usize = 100_000;

pub struct Package<R> {
    name: String,
    /// `None` for a folder.
    archive: Option<ZipArchive<R>>,
    /// By path in lower case, relative to the `.qde` file: programs differ in the case of
    /// `sources`.
    entries: HashMap<String, PackageEntry>,
    read: u64,
}

#[derive(Clone, Debug)]
enum PackageEntry {
    /// The index in the archive.
    Packed(usize),
    File(PathBuf),
}

/// A source's text, and what its file had that a program may have counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceText {
    /// The text as a study holds it: no byte-order mark, line ends LF.
    pub text: String,
    /// Whether it began with a byte-order mark.
    pub has_bom: bool,
    /// Whether its lines ended in CR LF.
    pub has_crlf: bool,
    /// The encoding it was read by.
    pub encoding: &'static str,
}

impl Package<BufReader<File>> {
    /// Opens an archive, a folder, or a `.qde` file.
    pub fn open_path(path: &Path) -> Result<Package<BufReader<File>>, Refusal> {
        let name = path.display().to_string();
        let missing = |error| {
            Refusal::new(
                format!("cannot read {name}: {error}"),
                "Check the name and the folder",
            )
        };
        if path.is_dir() {
            let entries = files(path).map_err(missing)?;
            return Ok(Package {
                name,
                archive: None,
                entries,
                read: 0,
            });
        }
        let mut file = File::open(path).map_err(missing)?;
        let mut first = [0; 2];
        let packed = file.read(&mut first).is_ok_and(|read| read == 2) && &first == b"PK";
        file.rewind().map_err(missing)?;
        if packed || super::ending(path) != "qde" {
            return Package::open(&name, BufReader::new(file));
        }
        // Sources may lie beside a bare `.qde` file.
        let folder = path.parent().unwrap_or(Path::new("."));
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let mut entries = files(folder).unwrap_or_default();
        entries.retain(|path, _| path.starts_with(SOURCES_FOLDER));
        entries.insert(PROJECT_FILE.into(), PackageEntry::File(path.to_owned()));
        Ok(Package {
            name,
            archive: None,
            entries,
            read: 0,
        })
    }
}

/// The files of a folder and its `sources`, by path in lower case. Symbolic links are not followed.
fn files(folder: &Path) -> std::io::Result<HashMap<String, PackageEntry>> {
    let mut entries = HashMap::new();
    let mut look = |folder: &Path, before: &str| -> std::io::Result<Vec<PathBuf>> {
        let mut folders = Vec::new();
        for entry in fs::read_dir(folder)?.take(MOST) {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().to_lowercase();
            match entry.file_type()? {
                kind if kind.is_file() => drop(
                    entries.insert(format!("{before}{name}"), PackageEntry::File(entry.path())),
                ),
                kind if kind.is_dir() && name == "sources" => folders.push(entry.path()),
                _ => {}
            }
        }
        Ok(folders)
    };
    for sources in look(folder, "")? {
        look(&sources, SOURCES_FOLDER)?;
    }
    Ok(entries)
}

/// The path of the `.qde` file in an archive: at the top, or in the folder that was packed.
pub(in crate::exchange) fn project_in<'a>(paths: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let depth = |path: &&str| (path.matches('/').count(), path.len(), path.to_string());
    // Mac OS adds files of its own, such as `__MACOSX/._project.qde`.
    paths
        .filter(|path| {
            path.to_lowercase().ends_with(".qde")
                && !path.starts_with("__MACOSX")
                && !path.contains("/._")
        })
        .min_by_key(depth)
}

impl<R: Read + Seek> Package<R> {
    pub fn open(name: &str, reader: R) -> Result<Package<R>, Refusal> {
        let archive = ZipArchive::new(reader).map_err(|_| {
            Refusal::new(
                format!("{name} is no REFI-QDA project: it is no archive, or was cut short"),
                "Copy it once more, or export it again from the program it came from",
            )
        })?;
        let names: Vec<String> = archive
            .file_names()
            .flatten()
            .map(|file| file.into_owned())
            .collect();
        let folder =
            project_in(names.iter().map(String::as_str)).and_then(|path| path.rsplit_once('/'));
        let folder = folder
            .map(|(folder, _)| format!("{folder}/"))
            .unwrap_or_default();
        let entries = names.iter().filter_map(|file| {
            Some((
                file.strip_prefix(&folder)?.to_lowercase(),
                PackageEntry::Packed(archive.index_for_name(file)?),
            ))
        });
        Ok(Package {
            name: name.to_owned(),
            entries: entries.collect(),
            archive: Some(archive),
            read: 0,
        })
    }

    pub fn project(&mut self) -> Result<XmlElement, Refusal> {
        let top = |path: &&String| path.ends_with(".qde") && !path.contains('/');
        let path = self
            .entries
            .keys()
            .filter(top)
            .min()
            .cloned()
            .ok_or_else(|| {
                Refusal::new(
                    format!("{} holds no project (no .qde file at the top)", self.name),
                    "Check that it is a REFI-QDA project (.qdpx)",
                )
            })?;
        let what = format!("{}: {path}", self.name);
        let bytes = self.bytes(&path, XML)?;
        let decoded = decode::decode(bytes, &what)?;
        xml::read(&decoded.text, &what)
    }

    /// The text at a path such as `internal://GUID.txt`; `None` when it is missing, or is a
    /// document that cannot be read.
    /// Refused when it is no text, or all texts together are too large.
    pub fn words(&mut self, path: &str) -> Result<Option<SourceText>, Refusal> {
        let file = path
            .rsplit_once("://")
            .map_or(path, |(_, file)| file)
            .trim_start_matches('/')
            .to_lowercase();
        let path = [format!("{SOURCES_FOLDER}{file}"), file]
            .into_iter()
            .find(|path| self.entries.contains_key(path));
        let Some(path) = path else { return Ok(None) };
        let bytes = self.bytes(&path, TEXT)?;
        self.read += bytes.len() as u64;
        if self.read > TEXTS {
            return Err(Refusal::new(
                format!("the texts of {} are larger than 512 MB", self.name),
                "Divide the project",
            ));
        }
        let name = format!("{}: {path}", self.name);
        if !path.ends_with(".txt") && reader::is_document(&path) {
            let read = reader::read(&name, &bytes).ok();
            return Ok(read.map(|reading| SourceText {
                text: reading.text,
                encoding: "utf-8",
                ..SourceText::default()
            }));
        }
        words(&bytes, &name).map(Some)
    }

    fn bytes(&mut self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        let broken = |why: String| {
            Refusal::new(
                format!("{}: {path} {why}", self.name),
                "Export it again from the program it came from",
            )
        };
        let entry = self
            .entries
            .get(path)
            .cloned()
            .ok_or_else(|| broken("is missing".into()))?;
        let part: Box<dyn Read + '_> = match (entry, &mut self.archive) {
            (PackageEntry::Packed(place), Some(archive)) => Box::new(
                archive
                    .by_index(place)
                    .map_err(|_| broken("cannot be unpacked".into()))?,
            ),
            (PackageEntry::File(path), _) => Box::new(
                File::open(path).map_err(|error| broken(format!("cannot be opened ({error})")))?,
            ),
            (PackageEntry::Packed(_), None) => return Err(broken("is missing".into())),
        };
        let mut bytes = Vec::new();
        part.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| broken("is damaged".into()))?;
        if bytes.len() as u64 > limit {
            return Err(broken(format!("is larger than {} MB", limit >> 20)));
        }
        Ok(bytes)
    }
}

pub fn words(bytes: &[u8], name: &str) -> Result<SourceText, Refusal> {
    let marked = bytes.starts_with(b"\xef\xbb\xbf")
        || bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff");
    let returns = bytes.windows(2).any(|pair| pair == b"\r\n");
    let decode::DecodedText { text, encoding } = decode::decode(bytes, name)?;
    Ok(SourceText {
        text,
        has_bom: marked,
        has_crlf: returns,
        encoding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    #[test]
    fn nothing_is_unpacked_beyond_its_limit() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .start_file("project.qde", zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(&[b' '; 5000]).unwrap();
        let mut package = Package::open("f", archive.finish().unwrap()).unwrap();
        assert_eq!(package.bytes("project.qde", 5000).unwrap().len(), 5000);
        assert!(
            package
                .bytes("project.qde", 4999)
                .unwrap_err()
                .what
                .contains("is larger than")
        );
        assert!(
            package
                .bytes("../project.qde", 5000)
                .unwrap_err()
                .what
                .contains("is missing")
        );
    }
}
