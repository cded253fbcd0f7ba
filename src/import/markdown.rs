//! Markdown: the words, without marks of headings and emphasis.
//!
//! Everything else (lists, quotations, links) stays as typed. What was removed is recorded as
//! edits.

use super::decode::decode;
use super::file::EditedText;
use super::reader::{ParsedText, left_out_sentence};
use crate::study::Refusal;
use crate::text::Span;

pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    let decoded = decode(bytes, name)?;
    let raw = decoded.text.as_str();
    let mut draft = EditedText::new(raw);
    let (mut at, mut strong) = (0, Vec::new());
    let mut comments = HtmlComments {
        raw,
        inside: 0,
        count: 0,
    };
    for line in raw.split_inclusive('\n') {
        if comments.inside >= at + line.len() {
            at += line.len();
            continue;
        }
        let marks = line.trim_start_matches('#');
        let depth = line.len() - marks.len();
        let mut from = at;
        let heading = (1..=6).contains(&depth) && marks.starts_with(' ');
        if heading {
            from = at + depth + 1;
            draft.replace_to(from, "");
        }
        let begins = draft.text().len();
        from = from.max(comments.inside);
        let bold = unmark(&mut draft, &mut comments, from, at + line.len());
        match heading {
            true => strong.push((begins, draft.text().len())),
            false => strong.extend(bold),
        }
        at += line.len();
    }
    let (text, edits) = draft.done();
    let mut notes = Vec::new();
    if edits.len() > comments.count {
        notes.push("the markup of headings and emphasis was removed".to_owned());
    }
    notes.extend(left_out_sentence(
        comments.count,
        "comment `<!-- … -->`",
        "comments `<!-- … -->`",
    ));
    let strong = strong
        .into_iter()
        .filter_map(|(from, to)| Span::snap(&text, from..to).ok()?.trim(&text))
        .collect();
    Ok(ParsedText {
        text,
        encoding: format!("markdown, {}", decoded.encoding),
        edits,
        strong,
        notes,
        ..ParsedText::default()
    })
}

/// Finds HTML comments, which are invisible on the rendered page.
struct HtmlComments<'t> {
    raw: &'t str,
    /// Where the last comment ends.
    inside: usize,
    count: usize,
}

impl HtmlComments<'_> {
    /// The end of the comment that begins at `at`, if one does.
    fn end(&mut self, at: usize) -> Option<usize> {
        let inside = self.raw[at..].strip_prefix("<!--")?;
        self.inside = at + "<!--".len() + inside.find("-->")? + "-->".len();
        self.count += 1;
        Some(self.inside)
    }
}

/// Removes `**`, `__`, comments and backslash escapes from one line. Returns the stretches of the
/// text that stood between emphasis marks.
fn unmark(
    draft: &mut EditedText<'_>,
    comments: &mut HtmlComments<'_>,
    from: usize,
    to: usize,
) -> Vec<(usize, usize)> {
    let line = &comments.raw[from..to];
    let (mut strong, mut open) = (Vec::new(), None);
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        if let Some(end) = comments.end(from + at) {
            draft.copy_to(from + at);
            draft.replace_to(end, "");
            if end >= to {
                return strong;
            }
            at = end - from;
            continue;
        }
        let pair = ["**", "__"].into_iter().find(|mark| rest.starts_with(mark));
        // Emphasis marks come in pairs; a single one was meant literally.
        let paired = pair.is_some_and(|mark| line.matches(mark).count() % 2 == 0);
        if paired {
            draft.copy_to(from + at);
            draft.replace_to(from + at + 2, "");
            let here = draft.text().len();
            match open.take() {
                Some(begun) => strong.push((begun, here)),
                None => open = Some(here),
            }
            at += 2;
            continue;
        }
        let escaped = rest[c.len_utf8()..]
            .chars()
            .next()
            .filter(|next| c == '\\' && next.is_ascii_punctuation());
        if let Some(next) = escaped {
            draft.copy_to(from + at);
            draft.replace_to(from + at + 1, "");
            at += 1 + next.len_utf8();
            continue;
        }
        at += c.len_utf8();
    }
    draft.copy_to(to);
    strong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::origin::original;

    #[test]
    fn marks_go_and_words_stay() {
        let raw = "# Samtale 1\n\n**Interviewer:** 2 \\* 3 __så__ er 2**3\n\n- et punkt #1\n";
        let reading = read("f.md", raw.as_bytes()).unwrap();
        assert_eq!(
            reading.text,
            "Samtale 1\n\n**Interviewer:** 2 * 3 så er 2**3\n\n- et punkt #1\n"
        );
        assert_eq!(
            original(&reading.text, &reading.edits).as_deref(),
            Some(raw)
        );
        assert_eq!(read("f.md", b"**I:** a\n").unwrap().text, "I: a\n");
    }

    #[test]
    fn comments_are_left_out_and_told() {
        let raw = "Bo: ja <!-- hvorfor? --> og **nej**\n<!--\nInterviewer: en **note\n--> Anna: godt\n<!-- open\n";
        let reading = read("f.md", raw.as_bytes()).unwrap();
        assert_eq!(reading.text, "Bo: ja  og nej\n Anna: godt\n<!-- open\n");
        assert_eq!(
            original(&reading.text, &reading.edits).as_deref(),
            Some(raw)
        );
        assert!(
            reading.notes.iter().any(|note| note.contains("2 comments")),
            "{:?}",
            reading.notes
        );
    }

    #[test]
    fn headings_and_bold_words_are_on_record() {
        let reading = read(
            "f.md",
            "### Åse Holm\n\n**Bo:** ja, **meget**\n\n# \n".as_bytes(),
        )
        .unwrap();
        let strong: Vec<&str> = reading
            .strong
            .iter()
            .map(|span| span.text(&reading.text))
            .collect();
        assert_eq!(strong, ["Åse Holm", "Bo:", "meget"]);
    }
}
