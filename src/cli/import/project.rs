//! Projects, codebooks and tables of codings from other programs.

use super::ImportedFile;
use crate::cli::{CommandOutput, GlobalArgs};
use crate::exchange::{
    other_programs::{self, ForeignImport},
    refi::import::offsets::OffsetUnit,
};
use crate::import::transcript::PersonalDataPolicy;
use crate::study::{Refusal, Study};
use serde_json::Value;
use std::path::Path;
use uuid::Uuid;

/// What positions in a project count, beside the standard's code points.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PositionUnitArg {
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

/// The unit of positions given by the user; `None` to detect it.
fn position_counting(said: &[PositionUnitArg]) -> Option<OffsetUnit> {
    let is = |what| said.contains(&what);
    (!said.is_empty()).then(|| OffsetUnit {
        utf16: is(PositionUnitArg::Utf16),
        returns: is(PositionUnitArg::Returns),
        mark: is(PositionUnitArg::Mark),
        inclusive: is(PositionUnitArg::Inclusive),
        bytes: false,
    })
}

/// Imports a file of another program as one undo step; `None` if it is not one.
pub(super) fn read_project(
    path: &Path,
    positions: &[PositionUnitArg],
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<Option<ImportedFile>, Refusal> {
    let brought =
        other_programs::read_foreign(path, position_counting(positions), study, personal)?;
    Ok(brought.map(
        |ForeignImport {
             command,
             what,
             messages: told,
             json_report: read,
             needs_existing_content: rests,
             ..
         }| {
            let said = std::iter::once(format!("{}: {what}", path.display()))
                .chain(told)
                .collect::<Vec<_>>()
                .join("\n");
            ImportedFile {
                commands: vec![command],
                summary: said,
                report: read,
                transcript: None,
                needs_existing: rests,
            }
        },
    ))
}

/// Shows what a file of another program would bring, as text or, in the returned value, as JSON;
/// `None` if it is not one.
pub(super) fn preview(
    path: &Path,
    positions: &[PositionUnitArg],
    personal: &PersonalDataPolicy,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<Option<Value>, Refusal> {
    // Without a study, everything in the file is new.
    let session = globals.open_study(output).ok();
    let empty = Study::default();
    let study = session.as_ref().map_or(&empty, |session| session.study());
    let Some(brought) =
        other_programs::read_foreign(path, position_counting(positions), study, personal)?
    else {
        return Ok(None);
    };
    let decided = study.decide(brought.command, "", &mut Uuid::now_v7);
    let would = match &decided {
        Ok(decision) if decision.events.is_empty() => {
            "Everything in it is already in the study".to_owned()
        }
        Ok(decision) => decision.message.clone(),
        // An empty study would refuse everything, which tells nothing about the file.
        Err(_) if session.is_none() => String::new(),
        Err(refusal) => format!(
            "It could not be imported: {}. {}",
            refusal.what, refusal.hint
        ),
    };
    if globals.json {
        let mut read = brought.json_report;
        read["file"] = path.display().to_string().into();
        read["would"] = would.into();
        return Ok(Some(read));
    }
    output.heading(&path.display().to_string());
    output.paragraph(&brought.what);
    for line in &brought.item_counts {
        output.hanging("  ", line);
    }
    brought
        .messages
        .iter()
        .for_each(|sentence| output.paragraph(sentence));
    if !would.is_empty() {
        output.paragraph(&format!("On import: {would}"));
    }
    Ok(Some(Value::Null))
}
