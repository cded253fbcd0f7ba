//! Output of quotes: for people a paragraph with its source, for programs JSON with positions in
//! code points.

use super::command_output::CommandOutput;
use crate::study::theory::QuoteAt;
use crate::study::{Document, Quote, QuoteSpeaker, Refusal, Study};
use crate::tables::quotes::code_names;
use crate::text::folding::find_quoted;
use crate::text::{Span, SpanError};

pub use crate::tables::quotes::{excerpt, quote_json, quote_json_at};

/// A quote as a paragraph, with `sign` (one cell) before its words.
pub fn show(study: &Study, quote: &Quote<'_>, sign: char, output: &mut CommandOutput) {
    let words: Vec<&str> = quote.words().split_whitespace().collect();
    output.hanging(&format!("{sign} "), &format!("“{}”", words.join(" ")));
    show_source(study, quote, output);
}

/// The source of a quote, and its codes.
pub fn show_place(study: &Study, quote: &Quote<'_>, output: &mut CommandOutput) {
    output.indented(2, &format!("— {}", source_label(quote)));
    let codes = code_names(study, &quote.codes);
    if !codes.is_empty() {
        output.indented(4, &format!("codes: {}", codes.join(", ")));
    }
}

/// What is shown below a quote's words: source, codes, condensed meaning.
pub fn show_source(study: &Study, quote: &Quote<'_>, output: &mut CommandOutput) {
    show_place(study, quote, output);
    if let Some((text, theme)) = quote.condensed(study) {
        let theme = if theme.is_empty() {
            String::new()
        } else {
            format!(" [{theme}]")
        };
        output.indented(4, &format!("condensed: {text}{theme}"));
    }
}

/// "Mentor 2, 02-mentor-2, turn 14, 1204..1290".
pub fn source_label(quote: &Quote<'_>) -> String {
    let (start, end) = quote
        .document
        .points()
        .of_span(&quote.document.text, quote.span);
    // The title of a field note already names whoever's words it holds.
    let who = match quote.speaker() {
        QuoteSpeaker::Unknown(None) => String::new(),
        voice => voice.to_string(),
    };
    let separator = if who.is_empty() { "" } else { ", " };
    format!(
        "{who}{separator}{}, turn {}, {start}..{end}",
        quote.document.body.title,
        quote.turn + 1
    )
}

/// One line of a preview: `02-mentor-2:14:and so I thought …`; empty if the document is gone.
pub fn preview_line(study: &Study, at: QuoteAt) -> String {
    let Some(document) = study.document(at.document) else {
        return String::new();
    };
    let turn = document.turn_at(at.span.start as usize) + 1;
    format!(
        "{}:{turn}:{}",
        document.body.title,
        excerpt(at.span.text(&document.text), 60)
    )
}

/// Finds a passage: the words of `quote` if given, otherwise a span `START..END` in code points,
/// which is taken from the front of `rest`. Words that occur more than once are refused.
pub fn find_quote(
    study: &Study,
    document: &str,
    quote: Option<&str>,
    rest: &mut Vec<String>,
) -> Result<QuoteAt, Refusal> {
    let document = study.find_document(document)?;
    let span = match quote {
        Some(words) => find_words(document, words)?,
        None if rest.is_empty() => {
            return Err(Refusal::new(
                "no words were given",
                "Write START..END or --quote \"WORDS\"",
            ));
        }
        None => parse_span(document, &rest.remove(0))?,
    };
    Ok(QuoteAt {
        document: document.id,
        span,
    })
}

/// Parses `START..END` in code points.
fn parse_span(document: &Document, typed: &str) -> Result<Span, Refusal> {
    let numbers = typed
        .split_once("..")
        .and_then(|(start, end)| Some((start.trim().parse().ok()?, end.trim().parse().ok()?)));
    let Some((start, end)): Option<(usize, usize)> = numbers else {
        return Err(Refusal::new(
            format!("`{typed}` is not a span"),
            "Write START..END in characters counted from 0, such as 120..164, or --quote \"WORDS\"",
        ));
    };
    let (text, points) = (&document.text, document.points());
    let snapped = match (points.to_byte(text, start), points.to_byte(text, end)) {
        (Some(start), Some(end)) => Span::snap(text, start..end),
        _ => Err(SpanError::Outside { len: text.len() }),
    };
    snapped.map_err(|error| {
        let why = match error {
            SpanError::Empty => "holds no character",
            SpanError::Outside { .. } => "lies outside the text",
        };
        Refusal::new(
            format!("the span {typed} of `{}` {why}", document.body.title),
            format!(
                "Its text has {} characters, counted from 0; nothing was changed",
                points.total()
            ),
        )
    })
}

/// Finds words that occur exactly once.
fn find_words(document: &Document, words: &str) -> Result<Span, Refusal> {
    let title = &document.body.title;
    let found = find_quoted(&document.text, words);
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(Refusal::new(
            format!("`{title}` does not say “{words}”"),
            "Copy the words as they stand in the text; `virk search` finds them",
        )),
        several => {
            let places: Vec<String> = several
                .iter()
                .take(4)
                .map(|span| document.points().of_span(&document.text, *span))
                .map(|(start, end)| format!("{start}..{end}"))
                .collect();
            Err(Refusal::new(
                format!("`{title}` says “{words}” {} times", several.len()),
                format!("Quote more words, or choose one of {}", places.join(", ")),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_across_lines_and_no_sign_has_a_meaning() {
        let text = "Ja (så).\nJa\n (så).";
        let found: Vec<&str> = find_quoted(text, "Ja (så).")
            .into_iter()
            .map(|span| span.text(text))
            .collect();
        assert_eq!(found, ["Ja (så).", "Ja\n (så)."]);
        let text = "Den ﬁne kl. 10\u{202f}–\u{202f}12, det’s ok";
        let found: Vec<&str> = find_quoted(text, "fine kl. 10 - 12, det's")
            .into_iter()
            .map(|span| span.text(text))
            .collect();
        assert_eq!(found, ["ﬁne kl. 10\u{202f}–\u{202f}12, det’s"]);
        assert!(find_quoted(text, "  ").is_empty());
        assert!(find_quoted(text, "J.").is_empty());
    }
}
