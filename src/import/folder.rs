//! A folder of transcripts at once.

use super::reader::is_transcript;
use crate::study::Refusal;
use std::fs;
use std::path::{Path, PathBuf};

/// How many folders deep files are looked for.
const DEEPEST: usize = 8;

/// The files of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Those that can be read as transcripts, by name.
    pub files: Vec<PathBuf>,
    /// Those that are passed over, and why.
    pub skipped: Vec<(PathBuf, &'static str)>,
}

impl Folder {
    /// Looks through the folder at `path` and those in it.
    ///
    /// # Errors
    /// When the folder cannot be read, or holds no transcript.
    pub fn open(path: &Path) -> Result<Folder, Refusal> {
        let mut folder = Folder::default();
        folder.look(path, 0).map_err(|error| {
            Refusal::new(format!("cannot read the folder {} ({error})", path.display()), "Name a folder you may read")
        })?;
        if folder.files.is_empty() {
            return Err(Refusal::new(
                format!("{} holds no file that can be read as a transcript", path.display()),
                "Transcripts are txt, md, docx, odt, rtf, pdf, html, srt and vtt files",
            ));
        }
        Ok(folder)
    }

    fn look(&mut self, path: &Path, depth: usize) -> std::io::Result<()> {
        let mut entries = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let (path, kind) = (entry.path(), entry.file_type()?);
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || name.starts_with("~$") {
                self.skipped.push((path, "hidden"));
            } else if kind.is_symlink() {
                // A link may lead out of the folder, or round in a circle.
                self.skipped.push((path, "a link"));
            } else if kind.is_dir() && depth + 1 >= DEEPEST {
                self.skipped.push((path, "too deep"));
            } else if kind.is_dir() {
                self.look(&path, depth + 1)?;
            } else if is_transcript(&name) {
                self.files.push(path);
            } else {
                self.skipped.push((path, "no transcript"));
            }
        }
        Ok(())
    }
}
