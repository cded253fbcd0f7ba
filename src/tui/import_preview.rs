//! A preview of files to import. They are read in the background; the study changes only after the
//! user has seen the preview and confirmed it.

use super::jobs::JobKind;
use crate::import::pseudonyms::Pseudonyms;
use crate::import::shared_labels::SharedLabel;
use crate::study::{Command, Refusal};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use strum::IntoStaticStr;

/// Reading the files for a preview.
pub struct ImportJob;

impl JobKind for ImportJob {
    type Subject = ();
    type Answer = Result<ImportPreview, Refusal>;
}

#[derive(Clone, Debug, Default)]
pub struct ImportPreview {
    /// Line by line; a heading starts each file.
    pub lines: Vec<PreviewLine>,
    /// The commands that import it; empty if nothing can be imported.
    pub commands: Vec<Command>,
    /// Labels that name nobody and occur in several documents.
    pub labels: Vec<SharedLabel>,
    /// The table of pseudonyms, written before the import.
    pub pseudonyms: Option<Arc<Mutex<Pseudonyms>>>,
}

/// A line of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreviewLine {
    /// The file's name.
    FileHeading(String),
    /// The format it was read as.
    ReadAs(String),
    /// Why it cannot be imported.
    Error(String),
    /// Something to check.
    Warning(String),
    Label(PreviewLabel),
    /// A column of a survey, which the user can exclude.
    Column(PreviewColumn),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewColumn {
    /// The file it is in.
    pub file: PathBuf,
    pub name: String,
    /// True if it is not imported.
    pub excluded: bool,
    /// True if it may identify a person.
    pub personal: bool,
    /// Its level, its answers, and what was decided.
    pub summary: String,
}

/// A speaker's label in a transcript and its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewLabel {
    /// The file it is in.
    pub file: PathBuf,
    /// As written in the file.
    pub label: String,
    /// The role it is imported with.
    pub role: LabelRole,
    /// How much it says, and why it has this role.
    pub summary: String,
}

/// The role of a label.
#[derive(Clone, Copy, Debug, IntoStaticStr, PartialEq, Eq)]
#[strum(serialize_all = "lowercase")]
pub enum LabelRole {
    /// Somebody who is interviewed.
    Informant,
    /// Somebody who asks.
    Interviewer,
    /// Not a speaker: the text belongs to the current speaker.
    #[strum(serialize = "not a speaker")]
    NotASpeaker,
}

impl LabelRole {
    /// Cycles through the roles.
    pub fn next(self) -> LabelRole {
        match self {
            LabelRole::Informant => LabelRole::Interviewer,
            LabelRole::Interviewer => LabelRole::NotASpeaker,
            LabelRole::NotASpeaker => LabelRole::Informant,
        }
    }
}
