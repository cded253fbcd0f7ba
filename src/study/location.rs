//! Where a study lies. Who it is says [`super::Study::id`]: a study may be moved.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

/// A place that keeps a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StudyLocation {
    /// A file.
    File(PathBuf),
    /// What is no file, a server or memory, as people name it.
    Elsewhere(String),
}

impl StudyLocation {
    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            StudyLocation::File(path) => Some(path),
            StudyLocation::Elsewhere(_) => None,
        }
    }

    /// A file of this name in the folder of the study, which is where files made of it go; in the
    /// folder virk was started in when the study is no file.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.file()
            .map_or_else(|| PathBuf::from(name), |file| file.with_file_name(name))
    }

    /// What the names of files made of it begin with.
    pub fn stem(&self) -> Cow<'_, str> {
        self.file()
            .and_then(Path::file_stem)
            .map_or(Cow::Borrowed("study"), |stem| stem.to_string_lossy())
    }
}

impl From<&Path> for StudyLocation {
    fn from(path: &Path) -> StudyLocation {
        StudyLocation::File(path.to_owned())
    }
}

impl fmt::Display for StudyLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StudyLocation::File(path) => path.display().fmt(f),
            StudyLocation::Elsewhere(name) => name.fmt(f),
        }
    }
}
