//! Error messages on standard error: what is wrong, and what to do.

use super::command_output::QueryMistake;
use crate::export::json::escape_json;
use crate::study::Refusal;
use crate::text::{sanitize, wrap};
use serde_json::json;
use std::io::Write;

/// Reports an error, as lines for people or as JSON for programs. A mistake in
/// a query is shown at its place: below the query, and in JSON as `at`, the
/// number of characters before it.
pub fn print_error(refusal: &Refusal, mistake: Option<&QueryMistake>, json: bool) {
    match mistake {
        Some(QueryMistake { query, at }) if json => print_line(&escape_json(
            &json!({ "error": refusal.what, "hint": refusal.hint, "query": query, "at": at })
                .to_string(),
        )),
        Some(QueryMistake { query, at }) => {
            print_line(&format!(
                "error: {}",
                sanitize::sanitize_line(&refusal.what)
            ));
            let query = sanitize::sanitize_line(query);
            let before: String = query.chars().take(*at).collect();
            print_line(&format!(
                "  {query}\n  {}^",
                " ".repeat(wrap::width(&before))
            ));
            print_line(&format!("hint: {}", sanitize::sanitize_line(&refusal.hint)));
        }
        None => print_refusal("error", refusal, json),
    }
}

/// Prints a remark that did not stop the command.
pub fn print_note(refusal: &Refusal, json: bool) {
    print_refusal("note", refusal, json);
}

fn print_refusal(word: &str, refusal: &Refusal, json: bool) {
    let Refusal { what, hint } = refusal;
    if json {
        return print_line(&escape_json(
            &json!({ word: what, "hint": hint }).to_string(),
        ));
    }
    print_line(&format!("{word}: {}", sanitize::sanitize_line(what)));
    if !hint.is_empty() {
        print_line(&format!("hint: {}", sanitize::sanitize_line(hint)));
    }
}

fn print_line(line: &str) {
    // With standard error closed there is nowhere left to write.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A usage error of clap in the form of all other errors.
#[must_use]
pub fn usage_error(error: &clap::Error) -> Refusal {
    let said = error.render().to_string();
    let mut blocks = said
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty());
    let what = one_line(
        blocks
            .next()
            .unwrap_or_default()
            .trim_start_matches("error: "),
        " ",
    );
    let mut hints: Vec<String> = blocks
        .map(|block| match block.starts_with("Usage:") {
            true => one_line(block, " or "),
            false => one_line(&block.replace("tip: ", ""), " "),
        })
        .collect();
    // clap's last block only points to `--help`, so it is dropped if there is a better hint.
    if hints.len() > 1 {
        hints.retain(|hint| !hint.starts_with("For more information"));
    }
    Refusal::new(what, hints.join(". "))
}

fn one_line(block: &str, between: &str) -> String {
    block
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(between)
}
