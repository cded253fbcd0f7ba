//! Which engine keeps a study: the one place that knows them all.

use super::{RecordStore, Store};
use crate::study::{Refusal, StudyLocation};

/// Makes an empty store there.
pub fn create(location: &StudyLocation) -> Result<Box<dyn RecordStore>, Refusal> {
    match location {
        StudyLocation::File(path) => Ok(Box::new(Store::create(path)?)),
        StudyLocation::Elsewhere(name) => Err(no_file(name)),
    }
}

/// Opens the store of the study that lies there.
///
/// # Errors
/// When it cannot be opened as a study.
pub fn open(location: &StudyLocation) -> Result<Box<dyn RecordStore>, Refusal> {
    match location {
        StudyLocation::File(path) => Ok(Box::new(Store::open(path)?)),
        StudyLocation::Elsewhere(name) => Err(no_file(name)),
    }
}

fn no_file(name: &str) -> Refusal {
    Refusal::new(
        format!("{name} is not a file, and this version of virk only works with study files"),
        "Name a NAME.virk file",
    )
}
