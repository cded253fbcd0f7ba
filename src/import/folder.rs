//! Finds the transcripts of a folder.

use super::reader::{is_table, is_transcript};
use super::transcript_table;
use crate::study::Refusal;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Depth to which subfolders are searched.
const DEEPEST: usize = 8;

/// Larger tables are not examined; a day of talk takes 1 MB.
const LARGEST_TABLE: u64 = 32 << 20;

/// Number of folders included in a title.
const NAMED: usize = 4;

/// Titles, with the reason, for files whose names are not unique or already in `taken`: the name
/// preceded by as many folders as necessary.
pub fn distinct_titles(
    files: &[PathBuf],
    taken: &HashSet<String>,
) -> Vec<Option<(String, String)>> {
    let stem = |path: &PathBuf| {
        path.file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let mut same: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, path) in files.iter().enumerate() {
        same.entry(stem(path)).or_default().push(place);
    }
    let mut titles = vec![None; files.len()];
    for (stem, places) in same {
        let is_taken = taken.contains(&stem);
        if places.len() == 1 && !is_taken {
            continue;
        }
        let why = match is_taken {
            true => format!("as there is a document `{stem}` already"),
            false => format!("as {} files are called `{stem}`", places.len()),
        };
        let named = [false, true]
            .into_iter()
            .flat_map(|ending| (0..=NAMED).map(move |folders| (folders, ending)));
        let mut tried = named.map(|(folders, ending)| {
            places
                .iter()
                .map(|place| name_with(&files[*place], folders, ending))
                .collect::<Vec<String>>()
        });
        let told_apart = tried.find(|titles| {
            let apart: HashSet<&String> = titles.iter().collect();
            apart.len() == titles.len() && titles.iter().all(|title| !taken.contains(title))
        });
        // For the same file given twice, and where every combination is taken.
        let numbered = || {
            let mut free = (2..)
                .map(|number| format!("{stem} ({number})"))
                .filter(|title| !taken.contains(title));
            places
                .iter()
                .filter_map(|_| free.next())
                .collect::<Vec<String>>()
        };
        for (place, title) in places.iter().zip(told_apart.unwrap_or_else(numbered)) {
            titles[*place] = Some((title, why.clone()));
        }
    }
    titles
}

/// The file name preceded by `folders` of its folders, with or without extension.
fn name_with(path: &Path, folders: usize, ending: bool) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let name = if ending {
        path.file_name()
    } else {
        path.file_stem()
    }
    .unwrap_or_default()
    .to_string_lossy()
    .into_owned();
    let around = path.parent().into_iter().flat_map(Path::components);
    let around: Vec<_> = around
        .filter(|part| matches!(part, std::path::Component::Normal(_)))
        .collect();
    let inner = around.iter().skip(around.len().saturating_sub(folders));
    inner
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .chain([name])
        .collect::<Vec<_>>()
        .join("/")
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TranscriptFolder {
    /// Transcripts, sorted by path.
    pub files: Vec<PathBuf>,
    /// Everything else, with the reason.
    pub skipped: Vec<(PathBuf, &'static str)>,
}

impl TranscriptFolder {
    /// Searches the folder at `path` and its subfolders; refuses one without transcripts.
    pub fn open(path: &Path) -> Result<TranscriptFolder, Refusal> {
        let mut folder = TranscriptFolder::default();
        folder.look(path, 0).map_err(|error| {
            Refusal::new(
                format!("cannot read the folder {} ({error})", path.display()),
                "Name a folder you may read",
            )
        })?;
        if folder.files.is_empty() {
            return Err(Refusal::new(
                format!(
                    "{} holds no file that can be read as a transcript",
                    path.display()
                ),
                "Transcripts are txt, md, docx, odt, rtf, pdf, html, srt, vtt and sbv files, and tables that name columns of speakers or times and words",
            ));
        }
        folder.leave_copies();
        Ok(folder)
    }

    /// Transcription programs write the same words as text and as a table; only the text is used.
    fn leave_copies(&mut self) {
        let named = |path: &PathBuf| {
            path.file_name()
                .is_some_and(|name| is_table(&name.to_string_lossy()))
        };
        let (tables, files): (Vec<PathBuf>, Vec<PathBuf>) =
            std::mem::take(&mut self.files).into_iter().partition(named);
        let stems: HashSet<PathBuf> = files.iter().map(|path| path.with_extension("")).collect();
        self.files = files;
        for table in tables {
            match stems.contains(&table.with_extension("")) {
                true => self
                    .skipped
                    .push((table, "the same name as a transcript beside it")),
                false => self.files.push(table),
            }
        }
        self.files.sort();
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
                // A link may lead out of the folder or form a cycle.
                self.skipped.push((path, "a link"));
            } else if !kind.is_dir() && !kind.is_file() {
                self.skipped.push((path, "a pipe or a device"));
            } else if kind.is_dir() && depth + 1 >= DEEPEST {
                self.skipped.push((path, "too deep"));
            } else if kind.is_dir() {
                self.look(&path, depth + 1)?;
            } else if is_transcript(&name) || is_table(&name) && says_who_speaks(&name, &path) {
                self.files.push(path);
            } else if is_table(&name) {
                self.skipped.push((
                    path,
                    "a table without columns of speakers or times and words",
                ));
            } else {
                self.skipped.push((path, "no transcript"));
            }
        }
        Ok(())
    }
}

/// True if a table is a transcript. One that cannot be read is skipped here; importing it by name
/// reports the reason.
fn says_who_speaks(name: &str, path: &Path) -> bool {
    let small = fs::metadata(path).is_ok_and(|file| file.len() <= LARGEST_TABLE);
    small && fs::read(path).is_ok_and(|bytes| transcript_table::is_named(name, &bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(files: &[&str], taken: &[&str]) -> Vec<String> {
        let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
        let taken = taken.iter().map(|title| (*title).to_owned()).collect();
        distinct_titles(&files, &taken)
            .into_iter()
            .map(|title| title.map(|(title, _)| title).unwrap_or_default())
            .collect()
    }

    #[test]
    fn files_of_one_name_are_told_apart_by_their_folders() {
        assert_eq!(
            told(&["/s/day-1/a.txt", "/s/day-2/a.txt", "/s/b.txt"], &[]),
            ["day-1/a", "day-2/a", ""]
        );
        assert_eq!(
            told(&["/s/x/1/a.txt", "/s/y/1/a.txt"], &[]),
            ["x/1/a", "y/1/a"]
        );
        assert_eq!(told(&["/s/a.txt", "/s/a.docx"], &[]), ["a.txt", "a.docx"]);
        assert_eq!(told(&["/s/a.txt"], &["a"]), ["s/a"]);
        assert_eq!(told(&["/a.txt"], &["a", "a.txt"]), ["a (2)"]);
    }
}
