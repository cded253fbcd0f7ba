//! Order of passages on the screen: as found, or grouped by document or informant with headings.

use crate::search::{Passage, ResultOrder};
use crate::study::Study;
use crate::text::sanitize;

#[derive(strum::Display, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PassageGrouping {
    #[default]
    #[strum(to_string = "by document")]
    Document,
    #[strum(to_string = "by informant")]
    Informant,
    /// No groups.
    #[strum(to_string = "without headings")]
    Nothing,
}

/// The heading of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupHeading {
    /// The document or informant.
    pub title: String,
    pub count: usize,
}

/// Passages in display order.
#[derive(Clone, Debug, Default)]
pub struct GroupedPassages {
    /// Index into the result for each row.
    pub order: Vec<usize>,
    /// The heading above each row, if any.
    pub headings: Vec<Option<GroupHeading>>,
}

impl PassageGrouping {
    /// Cycles through the groupings.
    #[must_use]
    pub fn next(self) -> PassageGrouping {
        match self {
            PassageGrouping::Document => PassageGrouping::Informant,
            PassageGrouping::Informant => PassageGrouping::Nothing,
            PassageGrouping::Nothing => PassageGrouping::Document,
        }
    }

    /// Position of a passage's group among all groups, and its title.
    fn group(self, study: &Study, passage: &Passage) -> (usize, String) {
        let name = |name: &str| sanitize::sanitize_line(name);
        match (self, passage.informant) {
            (PassageGrouping::Document, _) => {
                let place = study
                    .documents()
                    .position(|document| document.id == passage.document);
                let title = study
                    .document(passage.document)
                    .map_or("", |document| &document.body.title);
                (place.unwrap_or(usize::MAX), name(title))
            }
            (PassageGrouping::Informant, Some(id)) => {
                let place = study.informants().position(|informant| informant.id == id);
                (
                    place.unwrap_or(usize::MAX),
                    study
                        .informant(id)
                        .map_or_else(String::new, |known| name(&known.body.name)),
                )
            }
            (PassageGrouping::Informant, None) => {
                let document = study.document(passage.document);
                match document.is_some_and(|document| {
                    study.speaker_at(document, passage.span).is_interviewer()
                }) {
                    true => (usize::MAX - 1, "Interviewer".into()),
                    false => (usize::MAX, "No informant".into()),
                }
            }
            (PassageGrouping::Nothing, _) => (0, String::new()),
        }
    }
}

impl GroupedPassages {
    /// Groups are in the order of the study; for ranked results, in the order of their best
    /// passages.
    #[must_use]
    pub fn new(
        study: &Study,
        passages: &[Passage],
        by: PassageGrouping,
        order: ResultOrder,
    ) -> GroupedPassages {
        let groups: Vec<(usize, String)> = passages
            .iter()
            .map(|passage| by.group(study, passage))
            .collect();
        let mut first: Vec<usize> = Vec::new();
        for (group, _) in &groups {
            if !first.contains(group) {
                first.push(*group);
            }
        }
        if order == ResultOrder::Reading {
            first.sort_unstable();
        }
        let rank = |place: usize| first.iter().position(|group| *group == groups[place].0);
        let mut order: Vec<usize> = (0..passages.len()).collect();
        order.sort_by_cached_key(|place| rank(*place));
        let count = |group: usize| groups.iter().filter(|(other, _)| *other == group).count();
        let head = |row: usize| {
            let (group, title) = &groups[order[row]];
            let begins = row == 0 || groups[order[row - 1]].0 != *group;
            (begins && by != PassageGrouping::Nothing).then(|| GroupHeading {
                title: title.clone(),
                count: count(*group),
            })
        };
        let heads = (0..order.len()).map(head).collect();
        GroupedPassages {
            order,
            headings: heads,
        }
    }

    /// The next or previous row with a heading.
    #[must_use]
    pub fn neighbour_group(&self, at: usize, forward: bool) -> Option<usize> {
        let headed = |row: &usize| self.headings.get(*row).is_some_and(Option::is_some);
        if forward {
            (at + 1..self.headings.len()).find(headed)
        } else {
            (0..at.min(self.headings.len())).rev().find(headed)
        }
    }
}
