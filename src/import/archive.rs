//! Untrusted ZIP archives: Word, LibreOffice and project files.
//!
//! An archive can be hostile: tiny outside and endless inside, or with names that lead out of its
//! folder. The limits here protect all readers.

use crate::study::Refusal;
use crate::text::sanitize;
use std::io::{Cursor, Read};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

const MOST_PARTS: usize = 20_000;
/// Largest part, unpacked, in bytes.
const LONGEST_PART: u64 = 256 << 20;
/// Total of all parts read, unpacked, in bytes.
const LONGEST: u64 = 512 << 20;
/// Largest compression ratio; XML compresses well, but not this well.
const RATIO: u64 = 250;
/// Below this size any compression ratio is harmless.
const SMALL: u64 = 4 << 20;

/// An archive whose names have been checked.
pub struct ZipContainer<'a> {
    name: String,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    read: u64,
}

impl<'a> ZipContainer<'a> {
    /// Opens the file called `name`. Refuses an archive with too many parts, or with names that
    /// lead out of it.
    pub fn open(name: &str, bytes: &'a [u8]) -> Result<ZipContainer<'a>, Refusal> {
        let broken = |_| unpack_error(name, bytes);
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if zip.len() > MOST_PARTS {
            return Err(Refusal::new(
                format!("{name} has {} parts", zip.len()),
                "Nothing was read: that is not a document",
            ));
        }
        for place in 0..zip.len() {
            let part = zip.by_index_raw(place).map_err(broken)?;
            if part.enclosed_name().is_none() {
                let lost = String::from_utf8_lossy(part.name_raw()).into_owned();
                return Err(Refusal::new(
                    format!(
                        "{name} holds a part called `{}`, which leads out of it",
                        sanitize::sanitize_line(&lost)
                    ),
                    "Nothing was read: do not trust this file",
                ));
            }
        }
        Ok(ZipContainer {
            name: name.to_owned(),
            zip,
            read: 0,
        })
    }

    /// The names of its parts; refuses one that is not text.
    pub fn names(&self) -> Result<Vec<String>, Refusal> {
        let names: Result<Vec<String>, ZipError> = self
            .zip
            .file_names()
            .map(|name| Ok(name?.into_owned()))
            .collect();
        names.map_err(|_| {
            Refusal::new(
                format!("{} holds a part without a proper name", self.name),
                "Save it again in the program it came from",
            )
        })
    }

    /// The bytes of a part, or `None` if there is none of this name. Refuses encrypted parts and
    /// those that exceed the limits.
    pub fn part(&mut self, called: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let name = &self.name;
        let refuse = |why: String| {
            Refusal::new(
                format!("{name}, part `{called}`: {why}"),
                "Nothing was read; save it again in the program it came from",
            )
        };
        let part = match self.zip.by_name(called) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(refuse("it is protected by a password".into()));
            }
            Err(_) => {
                return Err(refuse(
                    "it is damaged, or compressed in an unknown way".into(),
                ));
            }
        };
        let packed = part.compressed_size();
        let most = LONGEST_PART
            .min(LONGEST - self.read)
            .min((packed * RATIO).max(SMALL));
        let mut bytes = Vec::new();
        part.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| refuse("it is damaged".into()))?;
        if bytes.len() as u64 > most {
            return Err(refuse(format!(
                "it unpacks to more than {} MB: a zip bomb",
                most >> 20
            )));
        }
        self.read += bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// As [`ZipContainer::part`], but a missing part is refused too.
    pub fn required_part(&mut self, called: &str) -> Result<Vec<u8>, Refusal> {
        self.part(called)?.ok_or_else(|| {
            Refusal::new(
                format!("{} has no part `{called}`", self.name),
                "Save it again in the program that its extension belongs to",
            )
        })
    }
}

/// Every archive begins with this.
const BEGINNING: &[u8] = b"PK";

fn unpack_error(name: &str, bytes: &[u8]) -> Refusal {
    if bytes.starts_with(BEGINNING) {
        return Refusal::new(
            format!(
                "{name} is incomplete or damaged: it begins as an archive, but its end is missing"
            ),
            "Copy or download it once more, or save it again in the program it came from",
        );
    }
    let sort = Path::new(name)
        .extension()
        .map_or_else(String::new, |extension| {
            format!(".{} ", extension.display())
        });
    Refusal::new(
        format!(
            "{name} is not what its name says: a {sort}file is an archive of several parts, and this is not"
        ),
        "Open it in the program it came from and save it again, or give it the extension of what it is",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_read_by_name() {
        let bytes = packed(&[("a/b.xml", "så".as_bytes())]);
        let mut archive = ZipContainer::open("f.zip", &bytes).unwrap();
        assert_eq!(archive.part("a/b.xml").unwrap().unwrap(), "så".as_bytes());
        assert_eq!(archive.part("c").unwrap(), None);
        assert_eq!(
            archive.required_part("c").unwrap_err().what,
            "f.zip has no part `c`"
        );
    }

    #[test]
    fn a_bomb_is_refused_before_it_fills_the_memory() {
        let bytes = packed(&[("bomb.xml", &vec![b' '; 40 << 20])]);
        let refusal = ZipContainer::open("f.docx", &bytes)
            .unwrap()
            .part("bomb.xml")
            .unwrap_err();
        assert!(refusal.what.contains("zip bomb"), "{}", refusal.what);
    }

    #[test]
    fn a_name_that_leads_out_is_refused() {
        let bytes = packed(&[("../../etc/passwd", b"x")]);
        let refusal = ZipContainer::open("f.docx", &bytes)
            .map(|_| ())
            .unwrap_err();
        assert!(refusal.what.contains("leads out of it"), "{}", refusal.what);
    }

    #[test]
    fn what_is_no_archive_is_told_in_words_of_those_who_sent_it() {
        let said = |bytes: &[u8]| {
            ZipContainer::open("f.docx", bytes)
                .map(|_| ())
                .unwrap_err()
                .what
        };
        assert_eq!(
            said(b"Dear"),
            "f.docx is not what its name says: a .docx file is an archive of several parts, and this is not"
        );
        let bytes = packed(&[("a", "words".as_bytes())]);
        for cut in [&bytes[..bytes.len() - 30], b"PK\x03\x04 and nonsense"] {
            assert_eq!(
                said(cut),
                "f.docx is incomplete or damaged: it begins as an archive, but its end is missing"
            );
        }
    }
}
