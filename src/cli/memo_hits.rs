//! Memos found by a search, and what they are attached to.

use super::{
    CommandOutput, ExitStatus, GlobalArgs, hit_list::joined_on_one_line, number, quote_output,
};
use crate::search::{Memo, SearchResults};
use crate::study::{Study, event::MemoTarget, quote::CodedText};
use serde_json::{Value, json};

pub fn show(
    study: &Study,
    answer: &SearchResults,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> ExitStatus {
    if globals.json {
        output.json(&answer.memos.iter().map(|memo| value(study, memo)).collect());
    } else if output.on_terminal() {
        answer
            .memos
            .iter()
            .for_each(|memo| paragraph(study, memo, output));
        output.paragraph(&number::count_noun(answer.total, "memo"));
    } else {
        for memo in &answer.memos {
            let words = memo
                .note
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            output.line(&format!("{}:{words}", study.target_in_words(memo.on)));
        }
    }
    ExitStatus::from_found(answer.total > 0)
}

fn paragraph(study: &Study, memo: &Memo, output: &mut CommandOutput) {
    let (words, places) = joined_on_one_line(
        &memo.note.text,
        memo.note.matches.iter().map(|place| place.range()),
    );
    output.highlighted("· ", &words, &places);
    output.indented(2, &format!("— on {}", study.target_in_words(memo.on)));
    output.blank_line();
}

/// A memo with what it is attached to: `on` in words, its kind as `target`, and the quote if it is
/// on one.
fn value(study: &Study, memo: &Memo) -> Value {
    let (target, quote) = match memo.on {
        MemoTarget::Study => ("study", None),
        MemoTarget::Document(_) => ("document", None),
        MemoTarget::Code(_) => ("code", None),
        MemoTarget::Link(_) => ("link", None),
        MemoTarget::Quote(at) => {
            let document = study.document(at.document);
            (
                "quote",
                document.map(|document| {
                    quote_output::quote_json(study, &CodedText::new(study, document).quote(at.span))
                }),
            )
        }
    };
    let mut value = quote_output::note_json(&memo.note);
    value["target"] = json!(target);
    value["on"] = json!(study.target_in_words(memo.on));
    value["quote"] = json!(quote);
    value["score"] = json!(memo.score);
    value
}
