//! Projects, codebooks and tables of codings of other programs.

use super::Found;
use crate::cli::{Desk, Page};
use crate::import::{
    foreign::{self, Brought},
    refi::position::Counting,
    transcript::Personal,
};
use crate::study::{Refusal, Study};
use serde_json::Value;
use std::path::Path;
use uuid::Uuid;

/// What positions in a project count, beside the standard's code points.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Positions {
    /// Code points, end exclusive, as the standard says
    Standard,
    /// UTF-16 units: an emoji counts two
    Utf16,
    /// A line end counts two
    Returns,
    /// The byte-order mark counts one
    Mark,
    /// The end is the last character
    Inclusive,
}

/// What the person says of positions; nothing when nothing is said.
fn counting(said: &[Positions]) -> Option<Counting> {
    let is = |what| said.contains(&what);
    (!said.is_empty()).then(|| Counting {
        utf16: is(Positions::Utf16),
        returns: is(Positions::Returns),
        mark: is(Positions::Mark),
        inclusive: is(Positions::Inclusive),
        bytes: false,
    })
}

/// What a file of another program brings, as one undo; `None` for what is none.
pub(super) fn brought(
    path: &Path,
    positions: &[Positions],
    study: &Study,
    personal: &Personal,
) -> Result<Option<Found>, Refusal> {
    let brought = foreign::brought(path, counting(positions), study, personal)?;
    Ok(brought.map(
        |Brought {
             command,
             what,
             told,
             read,
             rests,
             ..
         }| {
            let said = std::iter::once(format!("{}: {what}", path.display()))
                .chain(told)
                .collect::<Vec<_>>()
                .join("\n");
            Found {
                commands: vec![command],
                said,
                read,
                transcript: None,
                rests,
            }
        },
    ))
}

/// Shows what such a file would bring, in lines for people or, answered, for programs;
/// `None` for what is none.
pub(super) fn preview(
    path: &Path,
    positions: &[Positions],
    personal: &Personal,
    desk: &Desk,
    page: &mut Page,
) -> Result<Option<Value>, Refusal> {
    // Without a study everything in it is new.
    let session = desk.open(page).ok();
    let empty = Study::default();
    let study = session.as_ref().map_or(&empty, |session| session.study());
    let Some(brought) = foreign::brought(path, counting(positions), study, personal)? else {
        return Ok(None);
    };
    let decided = study.decide(brought.command, "", &mut Uuid::now_v7);
    let would = match &decided {
        Ok(decision) if decision.events.is_empty() => {
            "Everything in it is in the study already".to_owned()
        }
        Ok(decision) => decision.said.clone(),
        // A study that is not begun refuses everything.
        Err(_) if session.is_none() => String::new(),
        Err(refusal) => format!("It could not come in: {}. {}", refusal.what, refusal.hint),
    };
    if desk.json {
        let mut read = brought.read;
        read["file"] = path.display().to_string().into();
        read["would"] = would.into();
        return Ok(Some(read));
    }
    page.heading(&path.display().to_string());
    page.say(&brought.what);
    for line in &brought.held {
        page.hanging("  ", line);
    }
    brought.told.iter().for_each(|sentence| page.say(sentence));
    if !would.is_empty() {
        page.say(&format!("On import: {would}"));
    }
    Ok(Some(Value::Null))
}
