//! A document's codings, ready to be drawn: which meet a stretch, in which
//! lane each is, and where in the whole document codes lie.

use super::rows::TextRows;
use crate::study::{Code, Coding, Document, Id, Study};
use crate::text::{Span, overlap::OverlapIndex};
use crate::tui::theme::Theme;
use ratatui::style::Style;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// What is drawn of a coding.
#[derive(Clone, Debug)]
pub struct CodingMark {
    /// The coding.
    pub id: Id<Coding>,
    /// Its words.
    pub span: Span,
    /// The place of its code in [`CodingIndex::codes`].
    pub code: usize,
    /// Who made it.
    pub coder: Arc<str>,
}

/// What is drawn of a code.
#[derive(Clone, Debug)]
pub struct CodeBadge {
    /// The code.
    pub id: Id<Code>,
    /// Its kind's sign.
    pub glyph: char,
    /// Its two letters.
    pub tag: String,
    /// `#RRGGBB`.
    pub colour: String,
    /// What it is called.
    pub name: String,
    /// How deep it stands in the tree.
    pub depth: usize,
    /// How many codings it has in the study.
    pub count: usize,
}

/// A document's codings and the codebook, as they were at one revision.
#[derive(Clone, Debug, Default)]
pub struct CodingIndex {
    /// The codes in the order of the tree.
    pub codes: Vec<CodeBadge>,
    /// The codings by start.
    pub marks: Vec<CodingMark>,
    overlaps: OverlapIndex,
}

/// The looks of the codes in one theme: to make a colour legible takes more
/// than to draw a row.
#[derive(Clone, Debug, Default)]
pub struct CodeStyles {
    theme: Option<Theme>,
    /// For each code: its signs, words under it, words under several.
    codes: Vec<[Style; 3]>,
}

impl CodeStyles {
    /// Makes them anew when the theme or the codes are others.
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

    /// The look of a code's own signs.
    #[must_use]
    pub fn sign(&self, code: usize) -> Style {
        self.codes
            .get(code)
            .map_or_else(Style::new, |looks| looks[0])
    }

    /// The look of words under a code, or under several.
    #[must_use]
    pub fn words(&self, code: usize, several: bool) -> Style {
        self.codes
            .get(code)
            .map_or_else(Style::new, |looks| looks[if several { 2 } else { 1 }])
    }
}

/// The codings that meet the rows in sight: found once a frame, since every row is
/// asked for its own twice.
pub struct VisibleCodings {
    marks: Vec<(Span, usize)>,
}

impl VisibleCodings {
    /// Those that meet a part of the stretch, by start.
    pub fn meeting(&self, part: Span) -> impl Iterator<Item = usize> + '_ {
        self.marks
            .iter()
            .filter(move |(span, _)| span.overlaps(part))
            .map(|(_, place)| *place)
    }
}

/// The order of codings: by start, and longest first.
fn order(span: Span) -> (u32, Reverse<u32>) {
    (span.start, Reverse(span.end))
}

impl CodingIndex {
    /// The codings of a document as they are now.
    #[must_use]
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

    /// The codings that meet a stretch, by start.
    #[must_use]
    pub fn meeting(&self, stretch: Span) -> Vec<usize> {
        let mut found = Vec::new();
        self.overlaps
            .for_each_overlapping(stretch, |place, _| found.push(place));
        found
    }

    /// The codings that meet a stretch, to be asked for many a part of it.
    #[must_use]
    pub fn visible_codings(&self, stretch: Span) -> VisibleCodings {
        let mut marks = Vec::new();
        self.overlaps
            .for_each_overlapping(stretch, |place, span| marks.push((span, place)));
        VisibleCodings { marks }
    }

    /// The codings of exactly these words: they follow each other.
    #[must_use]
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

    /// One coding of each code that overlaps these words but is not on exactly them, by start.
    #[must_use]
    pub fn overlapping(&self, span: Span) -> Vec<usize> {
        let mut told = vec![false; self.codes.len()];
        self.marks[self.exactly_at(span)]
            .iter()
            .for_each(|mark| told[mark.code] = true);
        let new = |mark: &usize| !std::mem::replace(&mut told[self.marks[*mark].code], true);
        self.meeting(span).into_iter().filter(new).collect()
    }

    /// The margin lane of a coding.
    #[must_use]
    pub fn lane(&self, mark: usize) -> usize {
        self.overlaps.lane(mark)
    }

    /// The code of a coding.
    #[must_use]
    pub fn badge(&self, mark: usize) -> &CodeBadge {
        &self.codes[self.marks[mark].code]
    }

    /// The shortest coded stretch that holds all of `span`, the latest begun of equals.
    #[must_use]
    pub fn innermost(&self, span: Span) -> Option<Span> {
        self.meeting(span)
            .into_iter()
            .map(|mark| self.marks[mark].span)
            .filter(|coded| coded.contains(span))
            .min_by_key(|coded| coded.len())
    }

    /// How many of these stretches, in the order of the text, meet a coding, and how many there
    /// are.
    #[must_use]
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

    /// The coded stretch after `from` in the order of the text (by start, and
    /// longest first), or the one before it; of one code alone when it is named.
    #[must_use]
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

    /// The document in so many steps, each with the code that most codings in
    /// it are under; a document of fewer rows takes one step for each.
    #[must_use]
    pub fn minimap(&self, rows: &TextRows, steps: usize) -> Vec<Option<usize>> {
        let mut counts: Vec<Vec<(usize, usize)>> = vec![Vec::new(); steps];
        let total = rows.len().max(steps).max(1);
        // Where each step begins: a search in a few of them is a search in the cache.
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

    /// Codings of five codes, in the order of a study.
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
