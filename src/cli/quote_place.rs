//! A passage on the command line: a span in code points, or the words themselves.

use crate::study::{Document, Refusal, Study, theory::QuoteAt};
use crate::text::{Span, SpanError, folding::find_quoted};

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
                "it is not said which words",
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
