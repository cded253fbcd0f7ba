//! `virk import --replaces`: a corrected version takes a document's place.

use crate::cli::{Desk, Outcome, Page, grid::Grid, quoted};
use crate::import::corrected::{Correction, correction};
use crate::import::transcript::TranscriptOptions;
use crate::study::{Document, Refusal, Study};
use crate::text::Span;
use crate::text::alignment::Placed;
use crate::text::number;
use serde_json::{Value, json};
use std::path::Path;

/// How many characters of a quote a line shows.
const GLIMPSE: usize = 50;

/// What becomes of a quote that does not come along as it is: its words before and now.
struct Moved<'a> {
    before: &'a str,
    now: Option<&'a str>,
}

/// Puts the version in `file` in the place of the document called `replaces`, or says what would
/// become of its quotes.
///
/// # Errors
/// When the document is not known, or the file cannot be read or has the same words.
pub fn run(
    replaces: &str,
    file: &Path,
    options: &TranscriptOptions,
    preview: bool,
    save: impl FnOnce() -> Result<(), Refusal>,
    (desk, page): (&Desk, &mut Page),
) -> Result<Outcome, Refusal> {
    let mut session = desk.open(page)?;
    let document = session.study().find_document(replaces)?.clone();
    let correction = correction(file, options, &document, session.study())?;
    let (same, moved) = moved(session.study(), &document, &correction);
    let (words, kept) = correction.words.kept();
    let mut read = json!({
        "document": document.body.title,
        "file": correction.report,
        "words": words,
        "words_as_before": kept,
        "same": same,
        "changed": of(&moved, true),
        "orphans": of(&moved, false),
    });
    let done = if preview {
        "Nothing was imported".to_owned()
    } else {
        save()?;
        session.perform(correction.command.clone())?
    };
    read["said"] = json!(done);
    if desk.json {
        page.json(&read);
        return Ok(Outcome::Done);
    }
    page.say(&format!(
        "{}: {}",
        correction.report.file, correction.report
    ));
    page.say(&format!(
        "{kept} of its {} stand in `{}` as well; {} with the same words, {} with other words, {} gone",
        number::some(words, "word and mark"),
        document.body.title,
        number::some(same, "quote"),
        moved.iter().filter(|moved| moved.now.is_some()).count(),
        moved.iter().filter(|moved| moved.now.is_none()).count(),
    ));
    if !moved.is_empty() {
        let mut grid = Grid::new(&["Words before", "Words now"]);
        for Moved { before, now } in &moved {
            grid.row([
                quoted::glimpse(before, GLIMPSE),
                quoted::glimpse(now.unwrap_or("gone"), GLIMPSE),
            ]);
        }
        grid.show(page);
        if !preview {
            page.say("`virk orphan list` shows them again; none was deleted");
        }
    }
    page.say(&done);
    Ok(Outcome::Done)
}

fn moved<'a>(
    study: &Study,
    document: &'a Document,
    correction: &'a Correction,
) -> (usize, Vec<Moved<'a>>) {
    let all = study.carriage(document.id, &correction.words);
    let before = |span: Span| span.text(&document.text);
    let mut moved = Vec::new();
    for (quote, placed) in &all {
        match placed {
            Placed::Same(_) => {}
            Placed::Changed(span) => {
                moved.push(Moved {
                    before: before(quote.span),
                    now: Some(span.text(correction.words.new_text())),
                });
            }
            Placed::Gone => moved.push(Moved {
                before: before(quote.span),
                now: None,
            }),
        }
    }
    (all.len() - moved.len(), moved)
}

fn of(moved: &[Moved<'_>], there: bool) -> Value {
    let some = moved.iter().filter(|moved| moved.now.is_some() == there);
    some.map(|moved| json!({ "before": moved.before, "now": moved.now }))
        .collect()
}
