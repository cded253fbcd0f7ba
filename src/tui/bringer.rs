//! What files that are to be imported bring. They are read beside the screen, and only read:
//! what they bring changes the study when a person has seen it and says so.

use crate::import::labels::Shared;
use crate::import::pseudonyms::Pseudonyms;
use crate::study::Command;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// What there is to see, line by line; a heading begins each file.
    pub lines: Vec<Line>,
    /// What brings it into the study; none when nothing can be.
    pub commands: Vec<Command>,
    /// Labels that name nobody and stand in several documents.
    pub labels: Vec<Shared>,
    /// The table of pseudonyms that is written before.
    pub table: Option<Arc<Mutex<Pseudonyms>>>,
}

/// A line about what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Which file it is.
    Head(String),
    /// How it was read.
    Told(String),
    /// Why it cannot come in.
    Fault(String),
    /// What a person should look at.
    Doubt(String),
    /// Who speaks, which a person can put right.
    Label(Label),
    /// A column of a survey, which a person can leave out.
    Column(Column),
}

/// A column of a survey before it comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The file it stands in.
    pub file: PathBuf,
    /// Its name.
    pub name: String,
    /// Whether it is left out.
    pub out: bool,
    /// Whether it may tell who somebody is.
    pub personal: bool,
    /// Its level, its answers, and what was decided.
    pub told: String,
}

/// A label of a transcript and what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file it stands in.
    pub file: PathBuf,
    /// As it stands there.
    pub label: String,
    /// What it is taken for.
    pub part: Part,
    /// How much is said, and why it is taken so.
    pub told: String,
}

/// What a label is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Somebody who is asked.
    Informant,
    /// Somebody who asks.
    Interviewer,
    /// Nobody: words of whoever speaks.
    Words,
}

impl Part {
    /// The one after it, round.
    #[must_use]
    pub fn next(self) -> Part {
        match self {
            Part::Informant => Part::Interviewer,
            Part::Interviewer => Part::Words,
            Part::Words => Part::Informant,
        }
    }

    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Part::Informant => "informant",
            Part::Interviewer => "interviewer",
            Part::Words => "not a speaker",
        }
    }
}
