//! Keyword in context: one line per hit, with the hit in the middle and its context on both sides.

use super::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::search::{ConcordanceLine, ConcordanceOrder, SearchResults, concordance};
use crate::study::Study;
use crate::text::{Span, sanitize, wrap};
use serde_json::{Value, json};

/// Words of context on either side.
const CONTEXT_WORDS: usize = 12;

/// In which order lines come.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum KwicOrder {
    /// By document and place
    Place,
    /// By the words before
    Before,
    /// By the words after
    After,
}

pub fn show(
    study: &Study,
    answer: &SearchResults,
    by: KwicOrder,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> ExitStatus {
    let sorted = match by {
        KwicOrder::Place => ConcordanceOrder::Place,
        KwicOrder::Before => ConcordanceOrder::Before,
        KwicOrder::After => ConcordanceOrder::After,
    };
    let lines = concordance(study, &answer.passages, CONTEXT_WORDS, sorted);
    if globals.json {
        output.json(&lines.iter().filter_map(|line| value(study, line)).collect());
        return ExitStatus::from_found(!lines.is_empty());
    }
    let room = output.columns().saturating_sub(2);
    for line in &lines {
        let Some(document) = study.document(line.document) else {
            continue;
        };
        let text = |span: Span| {
            sanitize::sanitize_line(
                &span
                    .text(&document.text)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        };
        let (before, at, after) = (text(line.before), text(line.at), text(line.after));
        if output.on_terminal() {
            let side = room.saturating_sub(wrap::width(&at)) / 2;
            output.line(&format!(
                "{} {at} {}",
                fit_end(&before, side),
                fit_start(&after, side)
            ));
        } else {
            output.line(&format!(
                "{}:{}:{before} | {at} | {after}",
                document.body.title,
                line.turn + 1
            ));
        }
    }
    if output.on_terminal() {
        output.paragraph(&number::count_noun(lines.len(), "line"));
    }
    ExitStatus::from_found(!lines.is_empty())
}

fn value(study: &Study, line: &ConcordanceLine) -> Option<Value> {
    let document = study.document(line.document)?;
    let text = |span: Span| span.text(&document.text);
    let (start, end) = document.points().of_span(&document.text, line.at);
    Some(json!({
        "document": document.body.title,
        "informant": line.informant.and_then(|id| study.informant(id)).map(|known| &known.body.name),
        "speaker": document.turns().get(line.turn).and_then(|turn| document.label(turn)),
        "interviewer": study.speaker_at(document, line.at).is_interviewer(),
        "turn": line.turn + 1,
        "start": start,
        "end": end,
        "before": text(line.before),
        "match": text(line.at),
        "after": text(line.after),
    }))
}

/// The beginning of a text, truncated to `cells`.
fn fit_start(text: &str, cells: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|c| {
            used += wrap::grapheme_width(c.encode_utf8(&mut [0; 4]));
            used <= cells
        })
        .collect()
}

/// The end of a text in exactly `cells` cells, padded on the left.
fn fit_end(text: &str, cells: usize) -> String {
    let mut used = 0;
    let mut end: Vec<char> = text
        .chars()
        .rev()
        .take_while(|c| {
            used += wrap::grapheme_width(c.encode_utf8(&mut [0; 4]));
            used <= cells
        })
        .collect();
    end.reverse();
    let end: String = end.into_iter().collect();
    format!(
        "{}{end}",
        " ".repeat(cells.saturating_sub(wrap::width(&end)))
    )
}
