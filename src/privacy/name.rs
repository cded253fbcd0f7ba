//! Finds listed names as whole words.

use super::{PersonalDataKind, PersonalDataMatch};
use crate::text::boundary::is_letter;
use crate::text::{FoldMode, FoldedText, folding};

/// One name per line.
pub fn parse_name_list(list: &str) -> Vec<String> {
    list.lines()
        .map(|line| line.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Matches are ordered name by name, not by position.
pub fn find_names(text: &str, names: &[String]) -> Vec<PersonalDataMatch> {
    let mut matches = Vec::new();
    if names.is_empty() {
        return matches;
    }
    let folded = FoldedText::new(text, FoldMode::IgnoreCase);
    for listed in names {
        let listed = folding::fold(listed, FoldMode::KeepCase);
        let listed = listed.trim();
        let name = folding::fold(listed, FoldMode::IgnoreCase);
        let capitals: Vec<usize> = words(&name)
            .zip(words(listed))
            .filter(|(_, (_, word))| is_capital(word))
            .map(|((at, _), _)| at)
            .collect();
        for (start, _) in folded
            .text()
            .match_indices(&*name)
            .filter(|_| !name.is_empty())
        {
            let end = start + name.len();
            let span = folded.original_span(start..end);
            let as_listed = || {
                capitals.iter().all(|at| {
                    is_capital(
                        text.get(folded.original_span(start + at..end).start as usize..)
                            .unwrap_or_default(),
                    )
                })
            };
            // Two matches within one letter of the original text are one.
            let apart = matches.last().is_none_or(|last: &PersonalDataMatch| {
                last.span.start > span.start || last.span.end <= span.start
            });
            if apart
                && is_whole(folded.text(), start, end)
                && as_listed()
                && is_one(span.text(text), &folded.text()[end..])
            {
                matches.push(PersonalDataMatch {
                    kind: PersonalDataKind::Name,
                    span,
                });
            }
        }
    }
    matches
}

/// The words of a name with their positions.
fn words(name: &str) -> impl Iterator<Item = (usize, &str)> {
    name.split_inclusive([' ', '-']).scan(0, |at, word| {
        let start = *at;
        *at += word.len();
        Some((start, word))
    })
}

fn is_capital(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|first| !first.is_lowercase() && first.to_lowercase().next() != Some(first))
}

/// True if the match is a whole word, possibly with a genitive s.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(is_letter);
    let after = text[end..].strip_prefix('s').unwrap_or(&text[end..]);
    !letter(text[..start].chars().next_back())
        && (!letter(text[end..].chars().next()) || !letter(after.chars().next()))
}

/// A name may continue on the next line, but not after an empty line or into a label.
fn is_one(written: &str, after: &str) -> bool {
    let breaks = written.matches('\n').count();
    breaks == 0 || breaks == 1 && !after.starts_with(':')
}
