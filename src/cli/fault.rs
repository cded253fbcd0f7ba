//! Errors as the shell sees them: once, on standard error, what and what to do.

use crate::study::Refusal;
use crate::text::harmless;
use serde_json::json;
use std::io::Write;

/// Reports an error, as lines for people or as JSON for programs.
pub fn report(refusal: &Refusal, json: bool) {
    if json {
        print(&json!({ "error": refusal.what, "hint": refusal.hint }).to_string());
    } else {
        lines("error", refusal);
    }
}

/// Remarks on something that does not stop the command.
pub fn note(refusal: &Refusal) {
    lines("note", refusal);
}

fn lines(word: &str, refusal: &Refusal) {
    print(&format!("{word}: {}", harmless::one_line(&refusal.what)));
    if !refusal.hint.is_empty() {
        print(&format!("hint: {}", harmless::one_line(&refusal.hint)));
    }
}

fn print(line: &str) {
    // With standard error closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// What clap has to say about a command line, in the shape of all our errors.
#[must_use]
pub fn usage(error: &clap::Error) -> Refusal {
    let said = error.render().to_string();
    let mut blocks = said.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    let what = one_line(blocks.next().unwrap_or_default().trim_start_matches("error: "), " ");
    let mut hints: Vec<String> = blocks
        .map(|block| match block.starts_with("Usage:") {
            true => one_line(block, " or "),
            false => one_line(&block.replace("tip: ", ""), " "),
        })
        .collect();
    // The last block only says that there is a manual: worth saying when nothing else is.
    if hints.len() > 1 {
        hints.retain(|hint| !hint.starts_with("For more information"));
    }
    Refusal::new(what, hints.join(". "))
}

fn one_line(block: &str, between: &str) -> String {
    block.lines().map(str::trim).collect::<Vec<_>>().join(between)
}
