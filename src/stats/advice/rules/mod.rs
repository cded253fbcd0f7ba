//! The rules: a condition on the facts, and the message that follows from it.
//!
//! One function per message, all in one list; the result is sorted by severity. A rule that needs
//! another test computes and reports it, but never changes which test is recommended.

mod reading;
mod table;

use super::question::{AdviceCode, AdviceMessage, AdviceSeverity};
use super::{AdviceFacts, sentence};
use crate::stats::error::StatsError;
use crate::stats::table::Table;

/// Returns a message if its condition holds.
type AdviceRule = fn(&AdviceFacts<'_>) -> Option<AdviceMessage>;

const RULES: [AdviceRule; 19] = [
    table::sparse,
    table::inflated_v,
    table::short_interval,
    table::small_base,
    table::empty_and_weights,
    table::collapse,
    table::middle_doubles,
    table::middle_decides,
    table::one_person,
    table::fragile,
    table::undecided_message,
    reading::ordinal_under_nominal,
    reading::near_miss,
    reading::absence,
    reading::no_direction,
    reading::other_direction,
    reading::not_straight,
    reading::test_of_many,
    reading::not_after_correction,
];

/// The messages of all rules that apply, most severe first.
pub(super) fn messages(facts: &AdviceFacts<'_>) -> Vec<AdviceMessage> {
    let mut all: Vec<AdviceMessage> = RULES.iter().filter_map(|rule| rule(facts)).collect();
    all.sort_by_key(|m| std::cmp::Reverse(m.severity));
    all
}

fn build_message(
    code: AdviceCode,
    severity: AdviceSeverity,
    english: String,
    danish: String,
    source: &'static str,
) -> Option<AdviceMessage> {
    Some(AdviceMessage {
        code,
        severity,
        english,
        danish,
        source,
    })
}

/// The message for a table that cannot be tested.
pub(super) fn not_testable(table: &Table, why: &StatsError) -> AdviceMessage {
    let (english, danish) = sentence::reason(table, why);
    AdviceMessage {
        code: AdviceCode::NotTestable,
        severity: AdviceSeverity::Warning,
        english,
        danish,
        source: "definition",
    }
}

/// Returns whether the p-value is significant.
fn shown(facts: &AdviceFacts<'_>) -> bool {
    facts.outcome.p <= facts.question.alpha
}
