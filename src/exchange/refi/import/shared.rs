//! What the readers of other programs' own files build on: they produce a project in the shape of
//! REFI-QDA, which is then planned in one way. So every import is one undo, adds nothing twice, and
//! reports what was lost.

pub(in crate::exchange) use super::attachments::{Attachments, ImportedCoding, ImportedQuote};
pub(in crate::exchange) use super::keys::{CodeKeys, new_codes};
pub(in crate::exchange) use super::project::{
    CaseEntry, CodeEntry, CodingEntry, RefiProject, SelectionEntry, SourceEntry,
};
pub(in crate::exchange) use super::values::parse_time;
