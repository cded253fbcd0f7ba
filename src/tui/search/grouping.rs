//! The order passages stand in on the screen: as they were found, or together
//! by document or informant, with a heading for each.

use crate::search::{Passage, ResultOrder};
use crate::study::Study;
use crate::text::sanitize;

/// What passages are put together by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PassageGrouping {
    /// The document they stand in.
    #[default]
    Document,
    /// Who says them.
    Informant,
    /// Nothing.
    Nothing,
}

/// A heading, and how many passages stand below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupHeading {
    /// The document or informant.
    pub title: String,
    /// How many.
    pub count: usize,
}

/// Passages in the order they are shown.
#[derive(Clone, Debug, Default)]
pub struct GroupedPassages {
    /// The place in the answer of each row.
    pub order: Vec<usize>,
    /// The heading above each row that has one.
    pub headings: Vec<Option<GroupHeading>>,
}

impl PassageGrouping {
    /// The next way, round and round.
    #[must_use]
    pub fn next(self) -> PassageGrouping {
        match self {
            PassageGrouping::Document => PassageGrouping::Informant,
            PassageGrouping::Informant => PassageGrouping::Nothing,
            PassageGrouping::Nothing => PassageGrouping::Document,
        }
    }

    /// In a few words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            PassageGrouping::Document => "by document",
            PassageGrouping::Informant => "by informant",
            PassageGrouping::Nothing => "without headings",
        }
    }

    /// What is said when it is chosen.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            PassageGrouping::Document => "Passages by document",
            PassageGrouping::Informant => "Passages by informant",
            PassageGrouping::Nothing => "Passages without headings",
        }
    }

    /// Where the group of a passage comes among all, and what it is called.
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
    /// Arranges passages. Groups stand in the order of the study; of the best
    /// first, in the order of the best of each.
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

    /// The next row with a heading, or the one before.
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
