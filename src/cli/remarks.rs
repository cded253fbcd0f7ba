//! Memos that were found: what is written, and on what.

use super::{Desk, Outcome, Page, found::on_one_line, number, quoted};
use crate::search::{Answer, Memo};
use crate::study::{Study, event::Target, quote::CodedText};
use serde_json::{Value, json};

/// Shows the memos of an answer.
pub fn show(study: &Study, answer: &Answer, desk: &Desk, page: &mut Page) -> Outcome {
    if desk.json {
        page.json(&answer.memos.iter().map(|memo| value(study, memo)).collect());
    } else if page.on_terminal() {
        answer
            .memos
            .iter()
            .for_each(|memo| paragraph(study, memo, page));
        page.say(&number::some(answer.total, "memo"));
    } else {
        for memo in &answer.memos {
            let words = memo
                .note
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            page.line(&format!("{}:{words}", study.target_in_words(memo.on)));
        }
    }
    Outcome::found(answer.total > 0)
}

fn paragraph(study: &Study, memo: &Memo, page: &mut Page) {
    let (words, places) = on_one_line(
        &memo.note.text,
        memo.note.matches.iter().map(|place| place.range()),
    );
    page.marked("· ", &words, &places);
    page.indented(2, &format!("— on {}", study.target_in_words(memo.on)));
    page.gap();
}

/// A memo with what it is on: `on` in words, its sort as `target`, and the quote when it is on one.
fn value(study: &Study, memo: &Memo) -> Value {
    let (target, quote) = match memo.on {
        Target::Study => ("study", None),
        Target::Document(_) => ("document", None),
        Target::Code(_) => ("code", None),
        Target::Link(_) => ("link", None),
        Target::Quote(at) => {
            let document = study.document(at.document);
            (
                "quote",
                document.map(|document| {
                    quoted::value(study, &CodedText::new(study, document).quote(at.span))
                }),
            )
        }
    };
    let mut value = quoted::note(&memo.note);
    value["target"] = json!(target);
    value["on"] = json!(study.target_in_words(memo.on));
    value["quote"] = json!(quote);
    value["score"] = json!(memo.score);
    value
}
