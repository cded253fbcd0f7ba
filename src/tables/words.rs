//! Words, and how often they occur.

use super::Audience::Team;
use super::TableColumn;
use crate::search::Frequency;

/// A word, and whose it is where words are counted apart.
pub struct WordRow<'a> {
    pub group: Option<&'a str>,
    pub word: &'a Frequency,
}

/// `group` is what words are counted apart for: a key and a heading.
pub fn word_columns<'a>(
    group: Option<(&'static str, &'static str)>,
) -> Vec<TableColumn<'a, WordRow<'a>>> {
    type Column<'a> = TableColumn<'a, WordRow<'a>>;
    let group = group.map(|(key, heading)| {
        Column::words(key, heading, Team, |_, row| row.group.map(str::to_owned))
    });
    let words = [
        Column::words("word", "Word", Team, |_, row| row.word.word.clone()),
        Column::numbers("count", "Count", Team, |_, row| row.word.count),
        Column::numbers("in", "In", Team, |_, row| row.word.holding),
    ];
    group.into_iter().chain(words).collect()
}
