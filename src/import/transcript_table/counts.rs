//! The report on the columns and rows of a transcript table.

use super::UtteranceColumns;
use crate::text::{number, sanitize};
use std::collections::BTreeMap;

/// Irregular rows, counted for the report.
#[derive(Default)]
pub(super) struct UtteranceCounts {
    pub wordless: usize,
    pub speakerless: usize,
    /// In rows without a speaker the previous one continues.
    pub goes_on: bool,
    pub empty: usize,
    pub joined: usize,
    pub unread: Vec<String>,
    pub others: BTreeMap<usize, usize>,
}

impl UtteranceCounts {
    pub fn said(&self, columns: UtteranceColumns, heading: Option<&[String]>) -> Vec<String> {
        let name = |column: usize| {
            let named = heading
                .and_then(|heading| heading.get(column))
                .map(|head| head.trim())
                .filter(|head| !head.is_empty());
            named.map_or(format!("column {}", column + 1), |head| {
                format!("`{}`", sanitize::sanitize_line(head))
            })
        };
        let mut notes = Vec::new();
        let mut taken = vec![format!("words from {}", name(columns.words))];
        taken.extend(
            columns
                .speaker
                .map(|column| format!("speakers from {}", name(column))),
        );
        taken.extend(
            columns
                .time
                .map(|column| format!("times from {}", name(column))),
        );
        notes.push(taken.join(", "));
        if self.wordless > 0 {
            notes.push(number::count_noun(self.wordless, "row without words"));
        }
        if self.empty > 0 {
            notes.push(number::count_noun(self.empty, "empty row"));
        }
        if self.speakerless > 0 {
            let who = if self.goes_on {
                "the one before goes on"
            } else {
                "nobody is named for them"
            };
            notes.push(format!(
                "{}: {who}",
                number::count_noun(self.speakerless, "row without a speaker")
            ));
        }
        if self.joined > 0 {
            notes.push(format!(
                "{} with more cells than columns, which are words with a delimiter in them",
                number::count_noun(self.joined, "row")
            ));
        }
        if let Some(first) = self.unread.first() {
            let first = sanitize::sanitize_line(first);
            notes.push(format!(
                "{} that cannot be read, such as `{first}`",
                number::count_noun(self.unread.len(), "time")
            ));
        }
        for (column, cells) in &self.others {
            notes.push(format!(
                "{} was left out ({})",
                name(*column),
                number::count_noun(*cells, "cell")
            ));
        }
        notes
    }
}
