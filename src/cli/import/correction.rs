//! `virk import --replaces`: a corrected version takes a document's place.

use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::import::correction::{Correction, read_correction};
use crate::import::transcript::TranscriptOptions;
use crate::study::{Document, Refusal, Study};
use crate::text::Span;
use crate::text::alignment::AlignedSpan;
use crate::text::number;
use serde_json::{Value, json};
use std::path::Path;

const EXCERPT_CHARS: usize = 50;

/// A quote that is not carried over unchanged, with its words before and after.
struct CorrectedQuote<'a> {
    before: &'a str,
    after: Option<&'a str>,
}

/// Replaces the document `replaces` by the version in `file`, or only reports what would become of
/// its quotes. A file with the same words is refused.
pub fn run(
    replaces: &str,
    file: &Path,
    options: &TranscriptOptions,
    preview: bool,
    save: impl FnOnce() -> Result<(), Refusal>,
    (globals, output): (&GlobalArgs, &mut CommandOutput),
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let document = session.study().find_document(replaces)?.clone();
    let correction = read_correction(file, options, &document, session.study())?;
    let (same, moved) = corrected_quotes(session.study(), &document, &correction);
    let (words, kept) = correction.alignment.kept_tokens();
    let mut read = json!({
        "document": document.body.title,
        "file": correction.report,
        "words": words,
        "words_as_before": kept,
        "same": same,
        "changed": corrections_json(&moved, true),
        "orphans": corrections_json(&moved, false),
    });
    let done = if preview {
        "Nothing was imported".to_owned()
    } else {
        save()?;
        session.perform(correction.command.clone())?
    };
    read["said"] = json!(done);
    if globals.json {
        output.json(&read);
        return Ok(ExitStatus::Done);
    }
    output.paragraph(&format!(
        "{}: {}",
        correction.report.file, correction.report
    ));
    output.paragraph(&format!(
        "{kept} of its {} are also in `{}`; {} with the same words, {} with other words, {} gone",
        number::count_noun(words, "word and mark"),
        document.body.title,
        number::count_noun(same, "quote"),
        moved.iter().filter(|moved| moved.after.is_some()).count(),
        moved.iter().filter(|moved| moved.after.is_none()).count(),
    ));
    if !moved.is_empty() {
        let mut grid = TextGrid::new(&["Words before", "Words now"]);
        for CorrectedQuote { before, after: now } in &moved {
            grid.row([
                quote_output::excerpt(before, EXCERPT_CHARS),
                quote_output::excerpt(now.unwrap_or("gone"), EXCERPT_CHARS),
            ]);
        }
        grid.show(output);
        if !preview {
            output.paragraph("`virk orphan list` shows them again; none was deleted");
        }
    }
    output.paragraph(&done);
    Ok(ExitStatus::Done)
}

fn corrected_quotes<'a>(
    study: &Study,
    document: &'a Document,
    correction: &'a Correction,
) -> (usize, Vec<CorrectedQuote<'a>>) {
    let all = study.carry_over(document.id, &correction.alignment);
    let before = |span: Span| span.text(&document.text);
    let mut moved = Vec::new();
    for (quote, placed) in &all {
        match placed {
            AlignedSpan::Same(_) => {}
            AlignedSpan::Changed(span) => {
                moved.push(CorrectedQuote {
                    before: before(quote.span),
                    after: Some(span.text(correction.alignment.new_text())),
                });
            }
            AlignedSpan::Gone => moved.push(CorrectedQuote {
                before: before(quote.span),
                after: None,
            }),
        }
    }
    (all.len() - moved.len(), moved)
}

fn corrections_json(moved: &[CorrectedQuote<'_>], there: bool) -> Value {
    let some = moved.iter().filter(|moved| moved.after.is_some() == there);
    some.map(|moved| json!({ "before": moved.before, "now": moved.after }))
        .collect()
}
