//! The rules: a condition on the facts, and the message that follows from it.
//!
//! One function per message, all in one list, weightiest first in the result. A rule that needs
//! another test computes it and shows it, but never changes which test was recommended.

mod reading;
mod stability;
mod table;

use super::message::{Code, Message, Severity};
use super::{Facts, sentence};
use crate::stats::table::Table;
use crate::stats::why::Why;

/// A rule: a message when its condition holds.
type Rule = fn(&Facts<'_>) -> Option<Message>;

/// All rules.
const RULES: [Rule; 19] = [
    table::sparse,
    table::inflated_v,
    table::short_interval,
    table::small_base,
    table::empty_and_weights,
    table::collapse,
    stability::middle_doubles,
    stability::middle_decides,
    stability::one_person,
    stability::fragile,
    stability::undecided_message,
    reading::ordinal_under_nominal,
    reading::near_miss,
    reading::absence,
    reading::no_direction,
    reading::other_direction,
    reading::not_straight,
    reading::test_of_many,
    reading::not_after_correction,
];

/// The messages of all rules that apply, the weightiest first.
pub(super) fn messages(facts: &Facts<'_>) -> Vec<Message> {
    let mut all: Vec<Message> = RULES.iter().filter_map(|rule| rule(facts)).collect();
    all.sort_by_key(|m| std::cmp::Reverse(m.severity));
    all
}

/// A message from its parts.
fn say(
    code: Code,
    severity: Severity,
    english: String,
    danish: String,
    source: &'static str,
) -> Option<Message> {
    Some(Message {
        code,
        severity,
        english,
        danish,
        source,
    })
}

/// The message for a table that cannot be tested.
pub(super) fn not_testable(table: &Table, why: &Why) -> Message {
    let (english, danish) = sentence::reason(table, why);
    Message {
        code: Code::NotTestable,
        severity: Severity::Warning,
        english,
        danish,
        source: "definition",
    }
}

/// Whether the p-value is significant.
fn shown(facts: &Facts<'_>) -> bool {
    facts.outcome.p <= facts.question.alpha
}
