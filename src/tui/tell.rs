//! Facts in a person's words, for what undo and redo say.

use crate::study::{Event, Study};

/// The first of so many facts in a few words.
#[must_use]
pub fn fact(study: &Study, first: &Event, facts: usize) -> String {
    use Event as E;
    let what = match first {
        E::StudyStarted { .. } => "starting the study".into(),
        E::DocumentAdded { body, .. } => format!("importing “{}”", body.title),
        E::DocumentRemoved { .. } => "removing a document".into(),
        E::DocumentRestored { .. } => "bringing a document back".into(),
        E::InformantAdded { body, .. } => format!("adding {}", body.name),
        E::InformantChanged { now, .. } => format!("describing {}", now.name),
        E::InformantRemoved { .. } => "removing an informant".into(),
        E::InformantRestored { .. } => "bringing an informant back".into(),
        E::CodeAdded { body, .. } => format!("adding the code {}", body.name.say(&study.language)),
        E::CodeChanged { id, .. } => format!("changing {}", study.code_name(*id)),
        E::CodeRetired { id, .. } => format!("retiring {}", study.code_name(*id)),
        E::CodeRestored { id } => format!("bringing {} back", study.code_name(*id)),
        E::Coded { code, .. } => format!("coding as {}", study.code_name(*code)),
        E::CodingRemoved { .. } => "taking a coding away".into(),
        E::CodingRestored { .. } => "bringing a coding back".into(),
        E::CondensationSet { now: None, .. } => "taking a condensation away".into(),
        E::CondensationSet { .. } => "writing a condensation".into(),
        E::MemoSet { now: None, .. } => "taking a memo away".into(),
        E::MemoSet { .. } => "writing a memo".into(),
        E::TheoryAdded { version, .. } => format!("beginning theory {version}"),
        E::TheoryRemoved { .. } | E::TheoryRestored { .. } => "changing which theories there are".into(),
        E::TheoryFrozen { .. } => "freezing a theory".into(),
        E::TheoryThawed { .. } => "thawing a theory".into(),
        E::NodeAdded { code, .. } => format!("taking {} into the theory", study.code_name(*code)),
        E::NodeRemoved { code, .. } => format!("taking {} out of the theory", study.code_name(*code)),
        E::LinkAdded { link } => format!("drawing {}", study.link_name(link)),
        E::LinkRemoved { id } | E::LinkRestored { id } => {
            format!("changing {}", study.link(*id).map_or_else(|| "a link".into(), |link| study.link_name(link)))
        }
        E::PolaritySet { now, .. } => format!("judging a quote{}", now.map_or(String::new(), |now| format!(" ({now})"))),
        E::VerdictSet { .. } => "concluding on a link".into(),
        E::DatasetAdded { body, .. } => format!("importing the dataset {}", body.name),
        E::DatasetRemoved { .. } => "removing a dataset".into(),
        E::DatasetRestored { .. } => "bringing a dataset back".into(),
        E::IndicatorAdded { indicator } | E::IndicatorRemoved { indicator } => {
            format!("changing what {} measures", indicator.variable)
        }
    };
    match facts {
        0 | 1 => what,
        _ => format!("{what} (and {} more)", facts - 1),
    }
}
