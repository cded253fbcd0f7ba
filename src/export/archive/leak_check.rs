//! Last check of an archive before it is written: words that an informant said and nobody released,
//! and anything that identifies a person.
//!
//! A common word may also be somebody's name. The refusal therefore lists the words with their
//! places, and a user may accept them with a reason, which is stored in the study.

use super::{ArchiveFile, ArchiveFileContent};
use crate::export::ExportCell;
use crate::privacy;
use crate::study::inference::AcceptedFinding;
use crate::study::{Cancelled, ProgressMonitor, Refusal, Study, erasure};
use crate::text::{FoldMode, FoldedText, sanitize};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Limit on the words listed in a refusal, and on the places listed for each word.
const MAX_LISTED: usize = 5;
/// Shorter names are taken for labels if they are a single letter or contain a digit.
const MIN_NAME_CHARS: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum LeakKind {
    Unreleased,
    Informant,
    Person(privacy::PersonalDataKind),
}

impl LeakKind {
    fn description(self) -> String {
        match self {
            LeakKind::Unreleased => "repeats words that nobody released".into(),
            LeakKind::Informant => "names an informant".into(),
            LeakKind::Person(kind) => format!("identifies somebody ({})", kind.noun()),
        }
    }
}

/// Refuses files that would disclose too much; returns the number of accepted places. The refusal
/// lists the words with file, row and column of each place.
pub(super) fn check_leaks(
    study: &Study,
    files: &[ArchiveFile],
    watch: ProgressMonitor<'_>,
) -> Result<usize, Refusal> {
    let unreleased = unreleased_runs(study, watch)?;
    let names: Vec<String> = study
        .informants()
        .map(|informant| informant.body.name.clone())
        .filter(|name| looks_like_name(name))
        .collect();
    let mut found: BTreeMap<(LeakKind, String), Vec<String>> = BTreeMap::new();
    let mut accepted = 0;
    for (done, file) in files.iter().enumerate() {
        watch.report(done, files.len(), "file")?;
        // Released words have been read by whoever released them, so names in them are deliberate.
        let read = ["quotes.csv", "codings.csv"].contains(&file.name);
        let names = if read { &[][..] } else { &names };
        let mut look = |text: &str, place: &str| {
            for (tells, words) in find_leaks(text, &unreleased, names) {
                if study.acceptance(&AcceptedFinding::words(&words)).is_some() {
                    accepted += 1;
                } else {
                    found
                        .entry((tells, words))
                        .or_default()
                        .push(format!("{}, {place}", file.name));
                }
            }
        };
        match &file.content {
            ArchiveFileContent::Text(text) => text
                .lines()
                .enumerate()
                .for_each(|(line, words)| look(words, &format!("line {}", line + 1))),
            ArchiveFileContent::Table(table) => {
                for (row, cells) in table.rows.iter().enumerate() {
                    for (column, cell) in table.columns.iter().zip(cells) {
                        if let ExportCell::Text(words)
                        | ExportCell::Structured { shown: words, .. } = cell
                        {
                            look(
                                words,
                                &format!(
                                    "row {}, {}",
                                    row + 1,
                                    sanitize::sanitize_line(&column.heading)
                                ),
                            );
                        }
                    }
                }
            }
        }
    }
    if found.is_empty() {
        return Ok(accepted);
    }
    let told: Vec<String> = found
        .iter()
        .take(MAX_LISTED)
        .map(|((tells, words), places)| {
            let more = if places.len() > MAX_LISTED {
                format!("; and {} more places", places.len() - MAX_LISTED)
            } else {
                String::new()
            };
            format!(
                "“{}” {}: {}{more}",
                sanitize::sanitize_line(words),
                tells.description(),
                places[..places.len().min(MAX_LISTED)].join("; ")
            )
        })
        .collect();
    let more = if found.len() > MAX_LISTED {
        format!(". And {} more", found.len() - MAX_LISTED)
    } else {
        String::new()
    };
    Err(Refusal::new(
        format!(
            "the archive would reveal too much. {}{more}",
            told.join(". ")
        ),
        "Nothing was written; reword what stands there, release the quote with `virk quotes release`, write other words \
         with --replace \"WORDS=OTHERS\", or let them stand with --accept \"WORDS\" --why \"REASON\" (in the terminal: Accept, among the exports)",
    ))
}

/// True if an informant's name could be a real name and not just a label such as "P1".
fn looks_like_name(name: &str) -> bool {
    let letters = name.trim().chars().count();
    letters >= MIN_NAME_CHARS || letters > 1 && name.chars().all(char::is_alphabetic)
}

fn find_leaks(
    text: &str,
    unreleased: &HashSet<String>,
    names: &[String],
) -> BTreeSet<(LeakKind, String)> {
    let mut found: BTreeSet<(LeakKind, String)> = repeated_runs(text, unreleased)
        .into_iter()
        .map(|words| (LeakKind::Unreleased, words))
        .collect();
    for finding in privacy::scan(text, names) {
        let words = finding.span.text(text).to_owned();
        match finding.kind {
            // The same name in other capitals, or with a soft hyphen in it, is still the same name.
            privacy::PersonalDataKind::Name => {
                let name = names.iter().find(|name| {
                    crate::text::folding::equal_folded(name.trim(), &words, FoldMode::IgnoreCase)
                });
                found.insert((
                    LeakKind::Informant,
                    name.map_or(words, |name| name.trim().to_owned()),
                ));
            }
            kind => {
                found.insert((LeakKind::Person(kind), words));
            }
        }
    }
    found
}

/// The stretches of `text` that repeat one of `runs`; adjoining runs are joined.
fn repeated_runs(text: &str, runs: &HashSet<String>) -> Vec<String> {
    let folded = FoldedText::new(text, FoldMode::IgnoreCase);
    let words = erasure::words_of(&folded);
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for (first, run) in words.windows(erasure::MIN_REPEATED_WORDS).enumerate() {
        let said: Vec<&str> = run.iter().map(|(_, word)| *word).collect();
        if !runs.contains(&said.join(" ")) {
            continue;
        }
        let last = first + erasure::MIN_REPEATED_WORDS - 1;
        match stretches.last_mut() {
            Some(before) if before.1 + 1 >= first => before.1 = last,
            _ => stretches.push((first, last)),
        }
    }
    let written = |(first, last): (usize, usize)| {
        let (end, word) = words[last];
        folded
            .original_span(words[first].0..end + word.len())
            .text(text)
            .to_owned()
    };
    stretches.into_iter().map(written).collect()
}

/// Every run of words said by informants that is not part of a released quote.
fn unreleased_runs(
    study: &Study,
    watch: ProgressMonitor<'_>,
) -> Result<HashSet<String>, Cancelled> {
    let mut runs = HashSet::new();
    let all = study.documents().count();
    for (done, document) in study.documents().enumerate() {
        watch.report(done, all, "document")?;
        for turn in document.turns().iter() {
            let asked = document.label(turn).is_some() && document.informant(turn).is_none();
            if !asked {
                runs.extend(erasure::word_runs(turn.words.text(&document.text)));
            }
        }
    }
    for quote in study.released() {
        if let Some(document) = study.document(quote.document) {
            for run in erasure::word_runs(quote.span.text(&document.text)) {
                runs.remove(&run);
            }
        }
    }
    Ok(runs)
}
