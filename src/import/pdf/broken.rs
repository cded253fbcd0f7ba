//! Lines and words that a page broke, joined again.

use super::Draft;
use super::pages::Plan;
use std::collections::HashSet;

/// Writes the lines of `plan` to `draft`: those of a paragraph joined, empty lines
/// between paragraphs. Answers how many broken words were joined.
pub fn join(draft: &mut Draft<'_>, raw: &str, plan: &Plan) -> usize {
    let known: HashSet<&str> = raw.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| word.contains('-')).collect();
    let mut joined = 0;
    // Whether an empty line, or only the end of a page, stands before the line.
    let (mut gap, mut page) = (false, false);
    for line in &plan.lines {
        let words = raw[line.range.clone()].trim();
        if words.is_empty() || line.left_out {
            // A page's own blank lines and headers end no paragraph.
            gap |= words.is_empty() && !at_page_edge(raw, plan, line.range.start);
            continue;
        }
        let from = line.range.start + raw[line.range.clone()].len() - raw[line.range.clone()].trim_start().len();
        page |= raw[draft.at()..from].contains('\u{c}');
        let before = draft.text();
        let goes_on = !before.is_empty() && (!gap || page) && !ends_paragraph(before, words, gap, page);
        match broken_word(before, words, &known) {
            _ if before.is_empty() => draft.replace_to(from, ""),
            Some(soft) if goes_on => {
                joined += 1;
                if soft {
                    draft.take_back();
                }
                draft.replace_to(from, "");
            }
            _ if goes_on => draft.replace_to(from, " "),
            _ => draft.replace_to(from, "\n\n"),
        }
        draft.keep_to(from + words.len());
        (gap, page) = (false, false);
    }
    draft.replace_to(raw.len(), "\n");
    joined
}

/// Whether the line at `start` lies before the first or behind the last line of a page that says something.
fn at_page_edge(raw: &str, plan: &Plan, start: usize) -> bool {
    let place = plan.lines.partition_point(|line| line.range.start < start);
    let says = |line: &&super::pages::Line| !line.left_out && !raw[line.range.clone()].trim().is_empty();
    let page_from = raw[..start].rfind('\u{c}').map_or(0, |feed| feed + 1);
    let page_to = raw[start..].find('\u{c}').map_or(raw.len(), |feed| start + feed);
    let before = plan.lines[..place].iter().rev().take_while(|line| line.range.start >= page_from).any(|line| says(&line));
    let after = plan.lines[place..].iter().take_while(|line| line.range.start < page_to).any(|line| says(&line));
    !before || !after
}

/// Whether a line begins a paragraph of its own where a page ended between the two.
fn ends_paragraph(before: &str, words: &str, gap: bool, page: bool) -> bool {
    let ended = before.trim_end().ends_with(['.', '?', '!', ':', '”', '"', '…']);
    let begins = words.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
    page && ended && (gap || begins)
}

/// Whether the text ends in the first half of a word whose second half begins the
/// line; `Some(true)` when the hyphen only marks the break.
fn broken_word(before: &str, words: &str, known: &HashSet<&str>) -> Option<bool> {
    let first = before.strip_suffix(['-', '\u{ad}', '\u{2010}'])?;
    let head: String = first.chars().rev().take_while(|c| c.is_alphanumeric()).collect::<Vec<_>>().into_iter().rev().collect();
    let tail: String = words.chars().take_while(|c| c.is_alphanumeric()).collect();
    if head.is_empty() || !tail.chars().next().is_some_and(char::is_lowercase) {
        return None;
    }
    // "ind- og udland": the hyphen stands for a word, and nothing was broken.
    if ["og", "eller", "samt", "and", "or"].contains(&tail.as_str()) {
        return None;
    }
    // Written with its hyphen elsewhere: then it is the word's own.
    Some(!known.contains(format!("{head}-{tail}").as_str()))
}
