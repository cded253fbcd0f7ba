//! What files that are to be imported bring. They are read beside the screen, and only read:
//! what they bring changes the study when a person has seen it and says so.

use crate::import::labels::Shared;
use crate::import::pseudonyms::Pseudonyms;
use crate::study::Command;
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
}
