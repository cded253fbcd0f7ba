//! What the readers of other programs' own projects make theirs from: a project
//! in the shape of REFI-QDA, and the way of that into a study. So an import from
//! any program is one undo, adds nothing twice, and tells what it left behind.

pub(in crate::exchange) use super::attachments::{Attachments, ImportedCoding, ImportedQuote};
pub(in crate::exchange) use super::keys::{CodeKeys, new_codes};
pub(in crate::exchange) use super::project::{
    CaseEntry, CodeEntry, CodingEntry, RefiProject, SelectionEntry, SourceEntry,
};
pub(in crate::exchange) use super::values::parse_time;
