//! An index of a document's codings for drawing: which codings meet a range, the lane of each, and
//! the distribution of codes over the document.

use super::layout::TextRows;
use crate::study::{Code, Coding, Document, Id, Study};
use crate::text::Span;
use crate::text::overlap::OverlapIndex;
use crate::tui::theme::Theme;
use ratatui::style::Style;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct CodingMark {
    pub id: Id<Coding>,
    pub span: Span,
    /// Index of its code in [`CodingIndex::codes`].
    pub code: usize,
    pub coder: Arc<str>,
}

#[derive(Clone, Debug)]
pub struct CodeBadge {
    pub id: Id<Code>,
    /// The sign of its kind.
    pub glyph: char,
    /// Two letters.
    pub tag: String,
    /// `#RRGGBB`.
    pub colour: String,
    pub name: String,
    /// Depth in the tree.
    pub depth: usize,
    /// Codings in the whole study.
    pub count: usize,
}

/// A document's codings and the codebook at one revision.
#[derive(Clone, Debug, Default)]
pub struct CodingIndex {
    /// In the order of the tree.
    pub codes: Vec<CodeBadge>,
    /// Sorted by start.
    pub marks: Vec<CodingMark>,
    overlaps: OverlapIndex,
}

/// The styles of the codes in one theme, cached: making a colour legible costs more than drawing a
/// row.
#[derive(Clone, Debug, Default)]
pub struct CodeStyles {
    theme: Option<Theme>,
    /// For each code: its signs, words under it, words under several codes.
    codes: Vec<[Style; 3]>,
}

impl CodeStyles {
    /// Recomputes the styles if the theme or the codes have changed.
    pub fn update(&mut self, theme: Theme, codes: &[CodeBadge], changed: bool) {
        if changed || self.theme != Some(theme) {
            let looks = |ink: &CodeBadge| {
                [
                    theme.code(&ink.colour),
                    theme.coded_words(&ink.colour, false),
                    theme.coded_words(&ink.colour, true),
                ]
            };
            *self = CodeStyles {
                theme: Some(theme),
                codes: codes.iter().map(looks).collect(),
            };
        }
    }

    pub fn sign(&self, code: usize) -> Style {
        self.codes
            .get(code)
            .map_or_else(Style::new, |looks| looks[0])
    }

    /// Style of words under a code, or under several.
    pub fn words(&self, code: usize, several: bool) -> Style {
        self.codes
            .get(code)
            .map_or_else(Style::new, |looks| looks[if several { 2 } else { 1 }])
    }
}

/// The codings that meet the visible rows: found once per frame, because every row is queried
/// twice.
pub struct VisibleCodings {
    marks: Vec<(Span, usize)>,
}

impl VisibleCodings {
    /// The codings that meet a part of the range, by start.
    pub fn meeting(&self, part: Span) -> impl Iterator<Item = usize> + '_ {
        self.marks
            .iter()
            .filter(move |(span, _)| span.overlaps(part))
            .map(|(_, place)| *place)
    }
}

/// Sort key: by start, longest first.
fn order(span: Span) -> (u32, Reverse<u32>) {
    (span.start, Reverse(span.end))
}

impl CodingIndex {
    /// Builds the index for the current revision.
    pub fn new(study: &Study, document: Id<Document>) -> CodingIndex {
        let counts = study.coding_counts();
        let codes: Vec<CodeBadge> = study
            .code_tree()
            .into_iter()
            .map(|(depth, code)| CodeBadge {
                id: code.id,
                glyph: code.body.kind.glyph(),
                tag: crate::text::sanitize::sanitize_line(&code.body.tag),
                colour: code.body.colour.clone(),
                name: crate::text::sanitize::sanitize_line(code.name(&study.language)),
                depth,
                count: counts.get(&code.id).copied().unwrap_or(0),
            })
            .collect();
        let places: HashMap<Id<Code>, usize> = codes
            .iter()
            .enumerate()
            .map(|(place, ink)| (ink.id, place))
            .collect();
        let marks: Vec<CodingMark> = study
            .codings_in(document)
            .filter_map(|coding| {
                let code = *places.get(&coding.code)?;
                Some(CodingMark {
                    id: coding.id,
                    span: coding.span,
                    code,
                    coder: coding.coder.clone(),
                })
            })
            .collect();
        let overlaps = OverlapIndex::new(&marks.iter().map(|mark| mark.span).collect::<Vec<_>>());
        CodingIndex {
            codes,
            marks,
            overlaps,
        }
    }

    /// The codings that meet a range, by start.
    pub fn meeting(&self, stretch: Span) -> Vec<usize> {
        let mut found = Vec::new();
        self.overlaps
            .for_each_overlapping(stretch, |place, _| found.push(place));
        found
    }

    /// The codings that meet a range, prepared for many queries about parts of it.
    pub fn visible_codings(&self, stretch: Span) -> VisibleCodings {
        let mut marks = Vec::new();
        self.overlaps
            .for_each_overlapping(stretch, |place, span| marks.push((span, place)));
        VisibleCodings { marks }
    }

    /// The codings of exactly these words, which are consecutive.
    pub fn exactly_at(&self, span: Span) -> Range<usize> {
        let first = self
            .marks
            .partition_point(|mark| order(mark.span) < order(span));
        let count = self.marks[first..]
            .iter()
            .take_while(|mark| mark.span == span)
            .count();
        first..first + count
    }

    /// For each code that overlaps these words but is not assigned to exactly them, one coding; by
    /// start.
    pub fn overlapping(&self, span: Span) -> Vec<usize> {
        let mut seen = vec![false; self.codes.len()];
        self.marks[self.exactly_at(span)]
            .iter()
            .for_each(|mark| seen[mark.code] = true);
        let new = |mark: &usize| !std::mem::replace(&mut seen[self.marks[*mark].code], true);
        self.meeting(span).into_iter().filter(new).collect()
    }

    /// The coding's lane in the margin.
    pub fn lane(&self, mark: usize) -> usize {
        self.overlaps.lane(mark)
    }

    pub fn badge(&self, mark: usize) -> &CodeBadge {
        &self.codes[self.marks[mark].code]
    }

    /// The shortest coded stretch that contains all of `span`; among equals the one that begins
    /// last.
    pub fn innermost(&self, span: Span) -> Option<Span> {
        self.meeting(span)
            .into_iter()
            .map(|mark| self.marks[mark].span)
            .filter(|coded| coded.contains(span))
            .min_by_key(|coded| coded.len())
    }

    /// How many of these stretches (in text order) meet a coding, and how many there are.
    pub fn progress(&self, stretches: impl Iterator<Item = Span>) -> (usize, usize) {
        let (mut next, mut reached) = (0, 0);
        stretches.fold((0, 0), |(coded, all), stretch| {
            while let Some(mark) = self
                .marks
                .get(next)
                .filter(|mark| mark.span.start < stretch.end)
            {
                reached = reached.max(mark.span.end);
                next += 1;
            }
            (coded + usize::from(reached > stretch.start), all + 1)
        })
    }

    /// The coded stretch after or before `from`, by start and longest first; only of one code if
    /// given.
    pub fn neighbour(&self, from: Span, forward: bool, code: Option<Id<Code>>) -> Option<Span> {
        let counts = |mark: &&CodingMark| code.is_none_or(|code| self.codes[mark.code].id == code);
        if forward {
            let next = self
                .marks
                .partition_point(|mark| order(mark.span) <= order(from));
            return self.marks[next..].iter().find(counts).map(|mark| mark.span);
        }
        let next = self
            .marks
            .partition_point(|mark| order(mark.span) < order(from));
        self.marks[..next]
            .iter()
            .rfind(counts)
            .map(|mark| mark.span)
    }

    /// Divides the document into `steps` parts and returns the most frequent code of each; a
    /// document with fewer rows has one part per row.
    pub fn minimap(&self, rows: &TextRows, steps: usize) -> Vec<Option<usize>> {
        let mut counts: Vec<Vec<(usize, usize)>> = vec![Vec::new(); steps];
        let total = rows.len().max(steps).max(1);
        // Precomputed: binary searching these few offsets stays in the CPU cache.
        let begins: Vec<u32> = (0..steps)
            .map(|step| {
                rows.get(step * total / steps)
                    .map_or(u32::MAX, |row| row.span.start)
            })
            .collect();
        let step_at = |at: u32| {
            begins
                .partition_point(|begin| *begin <= at)
                .saturating_sub(1)
        };
        for mark in &self.marks {
            let (from, to) = (
                step_at(mark.span.start),
                step_at(mark.span.end.saturating_sub(1)),
            );
            for step in counts.iter_mut().take(to + 1).skip(from) {
                match step.iter_mut().find(|(code, _)| *code == mark.code) {
                    Some((_, count)) => *count += 1,
                    None => step.push((mark.code, 1)),
                }
            }
        }
        counts
            .into_iter()
            .map(|step| {
                step.into_iter()
                    .max_by_key(|(_, count)| *count)
                    .map(|(code, _)| code)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const CODES: usize = 5;

    /// Codings of five codes, in the order of the study.
    fn coded(mut list: Vec<(Span, usize)>) -> CodingIndex {
        list.sort_by_key(|(span, _)| order(*span));
        let overlaps = OverlapIndex::new(&list.iter().map(|(span, _)| *span).collect::<Vec<_>>());
        let marks = (0..).zip(list).map(|(n, (span, code))| CodingMark {
            id: Id::new(Uuid::from_u128(n)),
            span,
            code,
            coder: Arc::from(""),
        });
        let ink = |n| CodeBadge {
            id: Id::new(Uuid::from_u128(n as u128)),
            glyph: ' ',
            tag: String::new(),
            colour: String::new(),
            name: String::new(),
            depth: 0,
            count: 0,
        };
        CodingIndex {
            codes: (0..CODES).map(ink).collect(),
            marks: marks.collect(),
            overlaps,
        }
    }

    proptest! {
        #[test]
        fn codings_are_found_as_by_looking_at_each(
            list in prop::collection::vec((0u32..12, 1u32..6, 0..CODES), 0..40),
            (from, len) in (0u32..14, 1u32..6),
            (rows, row) in ((0u32..8, 1u32..9), (0u32..9, 0u32..4)),
        ) {
            let stretch = |(start, len)| Span { start, end: start + len };
            let coded = coded(list.into_iter().map(|(start, len, code)| (stretch((start, len)), code)).collect());
            let span = stretch((from, len));
            let places = |wanted: &dyn Fn(&CodingMark) -> bool| -> Vec<usize> {
                (0..coded.marks.len()).filter(|place| wanted(&coded.marks[*place])).collect()
            };
            prop_assert_eq!(coded.exactly_at(span).collect::<Vec<_>>(), places(&|mark| mark.span == span));
            let (rows, row) = (stretch(rows), stretch(row));
            let met = coded.visible_codings(rows).meeting(row).collect::<Vec<_>>();
            prop_assert_eq!(met, places(&|mark| mark.span.overlaps(rows) && mark.span.overlaps(row)));
            let own: Vec<usize> = coded.exactly_at(span).map(|place| coded.marks[place].code).collect();
            let others = coded.overlapping(span);
            for code in 0..CODES {
                let first = coded.marks.iter().position(|mark| mark.code == code && mark.span.overlaps(span) && !own.contains(&code));
                let found: Vec<usize> = others.iter().copied().filter(|place| coded.marks[*place].code == code).collect();
                prop_assert_eq!(found, first.into_iter().collect::<Vec<_>>());
            }
        }
    }
}
