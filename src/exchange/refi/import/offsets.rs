//! The units in which programs count positions.
//!
//! The standard counts code points from 0, end exclusive. Programs count UTF-16 units, line ends as
//! two, the byte-order mark, or include the last character. The quotes of a project show which it
//! is ([`super::offset_detection`]).
//!
//! Codings, comments and notes of sources and quotes, each imported at its place or counted as
//! lost.

use super::attachments::{ImportedCoding, ImportedQuote};
use super::package::SourceText;
use super::plan::ProjectPlan;
use super::project::{CodingEntry, Guid, SelectionEntry, SourceEntry};
use super::tally::ProjectItem;
use super::values::parse_time;
use crate::study::theory::QuoteAt;
use crate::text::Span;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OffsetUnit {
    /// UTF-16 units instead of code points: an emoji counts two.
    pub utf16: bool,
    /// A line end counts two.
    pub returns: bool,
    /// A byte-order mark counts one.
    pub mark: bool,
    /// The end is the last character of the quote, not the one after it.
    pub inclusive: bool,
    /// UTF-8 bytes, which Taguette counts: `å` counts two.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bytes: bool,
}

/// The position of a quote as the project has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedPosition {
    pub start: i64,
    pub end: i64,
    /// The name of the quote: often its words, or their beginning.
    pub name: String,
}

impl fmt::Display for OffsetUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OffsetUnit { bytes: true, .. } => "UTF-8 bytes",
            OffsetUnit { utf16: true, .. } => "UTF-16 units",
            _ => "code points",
        })?;
        for (is, said) in [
            (self.returns, "line ends as two"),
            (self.mark, "the byte-order mark"),
            (self.inclusive, "the end included"),
        ] {
            if is {
                write!(f, ", {said}")?;
            }
        }
        Ok(())
    }
}

impl OffsetUnit {
    /// The units that differ from each other in these texts, the standard's first.
    pub fn possible<'a>(texts: impl Iterator<Item = &'a SourceText> + Clone) -> Vec<OffsetUnit> {
        let any = |test: &dyn Fn(&SourceText) -> bool| {
            if texts.clone().any(test) {
                &[false, true][..]
            } else {
                &[false][..]
            }
        };
        let wide = any(&|words| words.text.chars().any(|c| c.len_utf16() > 1));
        let returns = any(&|words| words.has_crlf);
        let mark = any(&|words| words.has_bom);
        let mut all = Vec::new();
        for inclusive in [false, true] {
            for &mark in mark {
                for &returns in returns {
                    all.extend(wide.iter().map(|&utf16| OffsetUnit {
                        utf16,
                        returns,
                        mark,
                        inclusive,
                        bytes: false,
                    }));
                }
            }
        }
        all
    }

    /// The byte at which each unit of the text begins, and the end of the text.
    pub fn units(self, words: &SourceText) -> Vec<u32> {
        let mut units = Vec::with_capacity(words.text.len() + 1);
        if self.mark && words.has_bom {
            units.push(0);
        }
        for (at, c) in words.text.char_indices() {
            let wide = match self {
                OffsetUnit { bytes: true, .. } => c.len_utf8(),
                OffsetUnit { utf16: true, .. } => c.len_utf16(),
                _ => 1,
            };
            let width = if self.returns && words.has_crlf && c == '\n' {
                2
            } else {
                wide
            };
            units.extend(std::iter::repeat_n(at as u32, width));
        }
        units.push(words.text.len() as u32);
        units
    }

    /// The bytes of a claim; `None` when it lies outside the text or is empty.
    pub fn range(self, units: &[u32], claim: &ClaimedPosition) -> Option<Range<usize>> {
        let start = usize::try_from(claim.start).ok()?;
        let end = usize::try_from(claim.end)
            .ok()?
            .checked_add(usize::from(self.inclusive))?;
        let range = *units.get(start)? as usize..*units.get(end)? as usize;
        (range.start < range.end).then_some(range)
    }
}

type QuoteCodeKeys = HashMap<Guid, Arc<str>>;

impl ProjectPlan<'_> {
    pub(super) fn import_quotes(
        &mut self,
        source: &SourceEntry,
        words: &SourceText,
        counting: OffsetUnit,
        document: &Arc<str>,
        codes: &QuoteCodeKeys,
    ) {
        self.hashes.insert(source.guid.clone(), document.clone());
        let units = counting.units(words);
        self.tally
            .place(ProjectItem::Description, source.descriptions.len());
        let mut memo = source.descriptions.clone();
        memo.push(self.note_words(&source.notes));
        memo.retain(|said| !said.is_empty());
        if !memo.is_empty() {
            self.attachments
                .document_memos
                .push((document.clone(), memo.join("\n\n")));
        }
        for selection in &source.selections {
            let span = counting
                .range(&units, &selection.claim)
                .and_then(|range| Span::snap(&words.text, range).ok());
            let Some(span) = span else {
                self.lost_quote(selection);
                continue;
            };
            self.places
                .insert(selection.guid.clone(), (document.clone(), span));
            self.selection(selection, document, span, codes);
        }
        let whole = Span::of(0, words.text.len()).trim(&words.text);
        for coding in &source.codings {
            match whole {
                Some(whole) => self.coding(coding, None, document, whole, codes),
                None => self.lose(ProjectItem::Coding, "coding of an empty source", 1),
            }
        }
    }

    fn lost_quote(&mut self, selection: &SelectionEntry) {
        const WHAT: &str = "quote outside its text or without words";
        self.lose(ProjectItem::Selection, WHAT, 1);
        self.lose(
            ProjectItem::Coding,
            format!("coding of a {WHAT}"),
            selection.codings.len(),
        );
        let said = usize::from(!selection.description.trim().is_empty());
        self.lose(
            ProjectItem::Description,
            format!("comment without a place on a {WHAT}"),
            said,
        );
        // Without a place in the text its notes go into the memo of the study.
        self.lose(
            ProjectItem::NoteReference,
            "place of a note",
            selection.notes.len(),
        );
    }

    fn selection(
        &mut self,
        selection: &SelectionEntry,
        document: &Arc<str>,
        span: Span,
        codes: &QuoteCodeKeys,
    ) {
        let said = self.said(selection, document, span);
        if selection.codings.is_empty() && !said {
            self.lose(
                ProjectItem::Selection,
                "quote without a code or a comment",
                1,
            );
            return;
        }
        self.tally.place(ProjectItem::Selection, 1);
        for coding in &selection.codings {
            self.coding(coding, Some(selection), document, span, codes);
        }
        // Coder and date of a selection are those of its codings.
        let user = |coding: &CodingEntry| {
            selection.user.is_some()
                && coding.user.as_ref().or(selection.user.as_ref()) == selection.user.as_ref()
        };
        let date = |coding: &CodingEntry| {
            selection.date.is_some()
                && coding.date.as_ref().or(selection.date.as_ref()) == selection.date.as_ref()
        };
        self.tally.place(
            ProjectItem::Author,
            usize::from(selection.codings.iter().any(user)),
        );
        self.tally.place(
            ProjectItem::Time,
            usize::from(selection.codings.iter().any(date)),
        );
    }

    /// A selection's description is a condensation when virk wrote it, and a comment in other
    /// programs. Returns whether there is any.
    fn said(&mut self, selection: &SelectionEntry, document: &Arc<str>, span: Span) -> bool {
        let said = [
            self.note_words(&selection.notes),
            self.linked_words(&selection.linked),
        ];
        let mut memo = said
            .into_iter()
            .filter(|said| !said.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n");
        let mut condensed = None;
        let described = !selection.description.trim().is_empty();
        if let Some(supplement) = &self.supplement {
            let theme = Uuid::parse_str(&selection.guid)
                .ok()
                .and_then(|guid| supplement.themes.get(&guid))
                .cloned();
            if described || theme.is_some() {
                condensed = Some((selection.description.clone(), theme.unwrap_or_default()));
            }
        } else if described {
            memo = [selection.description.trim().to_owned(), memo]
                .into_iter()
                .filter(|said| !said.is_empty())
                .collect::<Vec<_>>()
                .join("\n\n");
        }
        if let Some((text, _)) = &condensed
            && described
            && self.condensed_otherwise(document, span, text)
        {
            self.lose(
                ProjectItem::Description,
                "condensation of a quote that the study condenses in other words",
                1,
            );
        } else if described {
            self.tally.place(ProjectItem::Description, 1);
        }
        let said = condensed.is_some() || !memo.is_empty();
        // A quote may belong to a configuration without being coded.
        let told = self.supplement.is_some();
        if said {
            self.attachments.quotes.push(ImportedQuote {
                document: document.clone(),
                span,
                condensation: condensed,
                memo,
            });
        }
        said || told
    }

    /// Returns whether the study has another condensation of the quote.
    fn condensed_otherwise(&self, document: &Arc<str>, span: Span, text: &str) -> bool {
        let known = self
            .study
            .documents()
            .find(|known| known.body.hash == **document);
        let there = known.and_then(|known| {
            self.study.condensation(QuoteAt {
                document: known.id,
                span,
            })
        });
        there.is_some_and(|there| self.study.words(there.content) != Some(text.trim()))
    }

    fn coding(
        &mut self,
        coding: &CodingEntry,
        on: Option<&SelectionEntry>,
        document: &Arc<str>,
        span: Span,
        codes: &QuoteCodeKeys,
    ) {
        let Some(key) = codes.get(&coding.code) else {
            let case = self
                .project
                .cases
                .iter()
                .any(|case| case.guid == coding.code);
            self.lose(
                ProjectItem::Coding,
                if case {
                    "passage of a case"
                } else {
                    "coding of an unknown code"
                },
                1,
            );
            return;
        };
        let user = coding.user.as_ref().or(on.and_then(|on| on.user.as_ref()));
        let date = coding.date.as_ref().or(on.and_then(|on| on.date.as_ref()));
        let by = user
            .and_then(|user| self.project.users.get(user))
            .filter(|name| !name.is_empty());
        let at = date.and_then(|date| parse_time(date));
        let by: Option<Arc<str>> = by.map(|by| Arc::from(by.as_str()));
        if !self
            .placed_codings
            .insert((document.clone(), span, key.clone(), by.clone()))
        {
            self.lose(
                ProjectItem::Coding,
                "coding that says the same as another",
                1,
            );
            return;
        }
        self.tally.place(ProjectItem::Coding, 1);
        if by.is_some() {
            self.users.extend(user.cloned());
            self.tally
                .place(ProjectItem::Author, usize::from(coding.user.is_some()));
            self.tally.place(
                ProjectItem::Time,
                usize::from(coding.date.is_some() && at.is_some()),
            );
        }
        self.attachments.codings.push(ImportedCoding {
            document: document.clone(),
            span,
            code: key.clone(),
            coder: by,
            time: at,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_or_is_empty_is_no_quote() {
        let words = SourceText {
            text: "abc".into(),
            ..SourceText::default()
        };
        let counting = OffsetUnit::default();
        let units = counting.units(&words);
        for (start, end) in [(-1, 2), (0, 4), (2, 2), (3, 1), (i64::MAX, i64::MAX)] {
            assert_eq!(
                counting.range(
                    &units,
                    &ClaimedPosition {
                        start,
                        end,
                        name: String::new()
                    }
                ),
                None,
                "{start}..{end}"
            );
        }
        let inclusive = OffsetUnit {
            inclusive: true,
            ..counting
        };
        assert_eq!(
            inclusive.range(
                &units,
                &ClaimedPosition {
                    start: 0,
                    end: 2,
                    name: String::new()
                }
            ),
            Some(0..3)
        );
    }
}
