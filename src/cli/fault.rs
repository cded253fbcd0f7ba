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
    let mut blocks = said.split("\n\n");
    let what = one_line(blocks.next().unwrap_or_default().trim_start_matches("error: "), " ");
    let hints = blocks.filter_map(|block| match block.trim() {
        "" => None,
        usage if usage.starts_with("Usage:") => Some(one_line(usage, " or ")),
        closing if closing.starts_with("For more information") => None,
        other => Some(one_line(&other.replace("tip: ", ""), " ")),
    });
    Refusal::new(what, hints.collect::<Vec<_>>().join(". "))
}

fn one_line(block: &str, between: &str) -> String {
    block.lines().map(str::trim).collect::<Vec<_>>().join(between)
}
