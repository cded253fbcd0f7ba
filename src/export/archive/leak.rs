//! Looking through an archive for what must not leave: words that somebody said and nobody
//! released, and what tells who somebody is.

use super::{Content, File};
use crate::export::Cell;
use crate::import::privacy;
use crate::study::{Refusal, Stopped, Study, Watch, erasure};
use crate::text::harmless;
use std::collections::HashSet;

/// How many places are told.
const TOLD: usize = 5;
/// Names shorter than this are too likely to be words.
const SHORT: usize = 4;

/// Refuses files that would tell too much.
///
/// # Errors
/// Names file, row and column of each place, and never the words. When it is stopped.
pub(super) fn refuse(study: &Study, files: &[File], watch: Watch<'_>) -> Result<(), Refusal> {
    let unreleased = unreleased(study, watch)?;
    let names: Vec<String> =
        study.informants().map(|informant| informant.body.name.clone()).filter(|name| name.chars().count() >= SHORT).collect();
    let mut places = Vec::new();
    for (done, file) in files.iter().enumerate() {
        watch.step(done, files.len(), "file")?;
        // What was released was read by the one who released it.
        let read = ["quotes.csv", "codings.csv"].contains(&file.name);
        let names = if read { &[][..] } else { &names };
        let mut look = |words: &str, place: &str| {
            if let Some(what) = told(words, &unreleased, names) {
                places.push(format!("{}, {place}: {what}", file.name));
            }
        };
        match &file.content {
            Content::Text(text) => text.lines().enumerate().for_each(|(line, words)| look(words, &format!("line {}", line + 1))),
            Content::Table(table) => {
                for (row, cells) in table.rows.iter().enumerate() {
                    for (column, cell) in table.columns.iter().zip(cells) {
                        if let Cell::Text(words) = cell {
                            look(words, &format!("row {}, {}", row + 1, harmless::one_line(&column.heading)));
                        }
                    }
                }
            }
        }
    }
    if places.is_empty() {
        return Ok(());
    }
    let more = if places.len() > TOLD { format!("; and {} more", places.len() - TOLD) } else { String::new() };
    Err(Refusal::new(
        format!("the archive would tell too much: {}{more}", places[..places.len().min(TOLD)].join("; ")),
        "Nothing was written; reword what stands there, or release the quote with `virk quotes release`",
    ))
}

/// What some words tell that they must not.
fn told(words: &str, unreleased: &HashSet<String>, names: &[String]) -> Option<String> {
    if erasure::runs_of(words).any(|run| unreleased.contains(&run)) {
        return Some("repeats words that nobody released".into());
    }
    let found = privacy::scan(words, names);
    found.first().map(|finding| match finding.kind {
        privacy::Kind::Name => "names an informant".into(),
        kind => format!("tells who somebody is ({})", kind.word()),
    })
}

/// Every run of words that informants say and that stands in no released quote.
fn unreleased(study: &Study, watch: Watch<'_>) -> Result<HashSet<String>, Stopped> {
    let mut runs = HashSet::new();
    let all = study.documents().count();
    for (done, document) in study.documents().enumerate() {
        watch.step(done, all, "document")?;
        for turn in document.turns().iter() {
            let asked = document.label(turn).is_some() && document.informant(turn).is_none();
            if !asked {
                runs.extend(erasure::runs_of(turn.words.text(&document.text)));
            }
        }
    }
    for quote in study.released() {
        if let Some(document) = study.document(quote.document) {
            for run in erasure::runs_of(quote.span.text(&document.text)) {
                runs.remove(&run);
            }
        }
    }
    Ok(runs)
}
