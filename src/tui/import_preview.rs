//! What files that are to be imported bring. They are read beside the screen, and only read:
//! what they bring changes the study when a person has seen it and says so.

use crate::import::pseudonyms::Pseudonyms;
use crate::import::shared_labels::SharedLabel;
use crate::study::Command;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct ImportPreview {
    /// What there is to see, line by line; a heading begins each file.
    pub lines: Vec<PreviewLine>,
    /// What brings it into the study; none when nothing can be.
    pub commands: Vec<Command>,
    /// Labels that name nobody and stand in several documents.
    pub labels: Vec<SharedLabel>,
    /// The table of pseudonyms that is written before.
    pub pseudonyms: Option<Arc<Mutex<Pseudonyms>>>,
}

/// A line about what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreviewLine {
    /// Which file it is.
    FileHeading(String),
    /// How it was read.
    ReadAs(String),
    /// Why it cannot come in.
    Error(String),
    /// What a person should look at.
    Warning(String),
    /// Who speaks, which a person can put right.
    Label(PreviewLabel),
    /// A column of a survey, which a person can leave out.
    Column(PreviewColumn),
}

/// A column of a survey before it comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewColumn {
    /// The file it stands in.
    pub file: PathBuf,
    /// Its name.
    pub name: String,
    /// Whether it is left out.
    pub excluded: bool,
    /// Whether it may tell who somebody is.
    pub personal: bool,
    /// Its level, its answers, and what was decided.
    pub summary: String,
}

/// A label of a transcript and what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewLabel {
    /// The file it stands in.
    pub file: PathBuf,
    /// As it stands there.
    pub label: String,
    /// What it is taken for.
    pub role: LabelRole,
    /// How much is said, and why it is taken so.
    pub summary: String,
}

/// What a label is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelRole {
    /// Somebody who is asked.
    Informant,
    /// Somebody who asks.
    Interviewer,
    /// Nobody: words of whoever speaks.
    NotASpeaker,
}

impl LabelRole {
    /// The one after it, round.
    #[must_use]
    pub fn next(self) -> LabelRole {
        match self {
            LabelRole::Informant => LabelRole::Interviewer,
            LabelRole::Interviewer => LabelRole::NotASpeaker,
            LabelRole::NotASpeaker => LabelRole::Informant,
        }
    }

    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            LabelRole::Informant => "informant",
            LabelRole::Interviewer => "interviewer",
            LabelRole::NotASpeaker => "not a speaker",
        }
    }
}
