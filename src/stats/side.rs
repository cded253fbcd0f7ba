//! What one side of a table means: its level, its categories in order, their scores and where these
//! come from, which of them means yes, and what the middle one stands for.
//!
//! A table carries a side for its rows and one for its columns. Tests, measures, sensitivity and
//! sentences read order, scores and yes from there and from nowhere else, so that none of them can
//! mean another order than the table shows.

use super::error::StatsError;
use serde::Serialize;

/// Measurement level of a side's categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SideLevel {
    /// Names without order.
    Nominal,
    /// Categories whose order was given or confirmed.
    Ordinal,
}

/// What the middle category of a scale stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MiddleMeaning {
    /// A true position between the sides.
    Neutral,
    /// Also a way out for those who do not know or will not say.
    AlsoDoNotKnow,
    /// Nobody has said.
    Undeclared,
}

/// Where the scores of a side come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreSource {
    /// 1, 2, 3 … in the order of the categories.
    Places,
    /// The categories' own numbers, which rise in their order.
    Codes,
    /// Given by whoever made the table, or means of scores that were merged.
    Given,
}

/// The rows or the columns of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableSide {
    /// The words for it in a sentence.
    pub name: String,
    /// Its level.
    pub level: SideLevel,
    /// What each category is called, in order.
    pub labels: Vec<String>,
    /// Place of the category that means yes, when that has been declared.
    pub yes: Option<usize>,
    /// Place of the middle category and what that means, when it has one.
    pub middle: Option<(usize, MiddleMeaning)>,
    scores: Vec<f64>,
    source: ScoreSource,
}

impl TableSide {
    /// A side without a middle category or a yes; its categories are 1, 2, 3 … until they are
    /// named.
    pub fn new(name: impl Into<String>, level: SideLevel) -> TableSide {
        TableSide {
            name: name.into(),
            level,
            labels: Vec::new(),
            yes: None,
            middle: None,
            scores: Vec::new(),
            source: ScoreSource::Places,
        }
    }

    /// The same side with a middle category.
    pub fn with_middle(mut self, index: usize, meaning: MiddleMeaning) -> TableSide {
        self.middle = Some((index, meaning));
        self
    }

    /// The same side with its categories called so.
    pub fn with_labels<T: Into<String>>(
        mut self,
        labels: impl IntoIterator<Item = T>,
    ) -> TableSide {
        self.labels = labels.into_iter().map(Into::into).collect();
        self
    }

    /// The same side with a category that means yes.
    pub fn with_yes(mut self, place: usize) -> TableSide {
        self.yes = Some(place);
        self
    }

    /// The same side with the numbers of its categories as scores when they rise in its order, else
    /// with 1, 2, 3 …
    ///
    /// Numbers that do not rise are names (1 never, 3 sometimes, 2 always) and would contradict the
    /// order that was given.
    pub fn with_codes(mut self, numbers: Option<Vec<f64>>) -> TableSide {
        let rising = |numbers: &Vec<f64>| {
            numbers.iter().all(|x| x.is_finite()) && numbers.windows(2).all(|w| w[0] < w[1])
        };
        (self.scores, self.source) = match numbers.filter(rising) {
            Some(numbers) => (numbers, ScoreSource::Codes),
            None => (Vec::new(), ScoreSource::Places),
        };
        self
    }

    /// Scores of the categories, in order.
    pub fn scores(&self) -> &[f64] {
        &self.scores
    }

    /// Where the scores come from.
    pub fn source(&self) -> ScoreSource {
        self.source
    }

    /// Whether the scores are 1, 2, 3 … in the order of the categories that are left.
    pub fn is_plainly_scored(&self) -> bool {
        self.scores
            .iter()
            .enumerate()
            .all(|(place, score)| (score - (place + 1) as f64).abs() < 1e-12)
    }

    /// Whether its categories are ordered: by their level, or because there are two and one of them
    /// means yes.
    pub fn is_ordered(&self) -> bool {
        self.level == SideLevel::Ordinal || (self.labels.len() == 2 && self.yes.is_some())
    }

    /// The words for a category; its number from 1 outside the side.
    pub fn label(&self, place: usize) -> String {
        self.labels
            .get(place)
            .cloned()
            .unwrap_or_else(|| (place + 1).to_string())
    }

    /// A side of so many categories with what was not said filled in; refused when what was said is
    /// of another number.
    pub(super) fn of(mut self, categories: usize) -> Result<TableSide, StatsError> {
        if self.labels.is_empty() {
            self.labels = (1..=categories).map(|place| place.to_string()).collect();
        }
        if self.scores.is_empty() {
            (self.scores, self.source) = (
                (1..=categories).map(|place| place as f64).collect(),
                ScoreSource::Places,
            );
        }
        let inside = |place: Option<usize>| place.is_none_or(|place| place < categories);
        let fits = self.labels.len() == categories && self.scores.len() == categories;
        if fits && inside(self.yes) && inside(self.middle.map(|m| m.0)) {
            Ok(self)
        } else {
            Err(StatsError::Shape)
        }
    }

    /// The side with other scores, one finite number per category.
    pub(super) fn scored(mut self, scores: Vec<f64>) -> Result<TableSide, StatsError> {
        if scores.len() != self.scores.len() {
            return Err(StatsError::Shape);
        }
        if scores.iter().any(|x| !x.is_finite()) {
            return Err(StatsError::Weight);
        }
        (self.scores, self.source) = (scores, ScoreSource::Given);
        Ok(self)
    }

    /// The side with these of its categories only. Scores stay, so that what lies between them
    /// stays as far apart.
    pub(super) fn select(&self, places: &[usize]) -> TableSide {
        let now = |place: usize| places.iter().position(|kept| *kept == place);
        TableSide {
            labels: places.iter().map(|&place| self.label(place)).collect(),
            scores: places
                .iter()
                .filter_map(|&place| self.scores.get(place).copied())
                .collect(),
            yes: self.yes.and_then(now),
            middle: self
                .middle
                .and_then(|(place, meaning)| Some((now(place)?, meaning))),
            ..self.clone()
        }
    }

    /// The side with its categories in the opposite order, scores mirrored.
    pub(super) fn reversed(&self) -> TableSide {
        let mut side = self.select(&(0..self.labels.len()).rev().collect::<Vec<_>>());
        side.scores.iter_mut().for_each(|score| *score = -*score);
        side
    }

    /// The side after its categories went to new places, or nowhere; scores of those that meet are
    /// averaged.
    pub(super) fn regrouped(&self, places: &[Option<usize>]) -> TableSide {
        let size = places.iter().flatten().max().map_or(0, |most| most + 1);
        let old = |new: usize| {
            places
                .iter()
                .enumerate()
                .filter(move |(_, to)| **to == Some(new))
                .map(|(from, _)| from)
        };
        let mean = |new: usize| {
            old(new)
                .filter_map(|from| self.scores.get(from))
                .sum::<f64>()
                / old(new).count().max(1) as f64
        };
        let to = |from: usize| places.get(from).copied().flatten();
        let merged = (0..size).any(|new| old(new).count() != 1);
        TableSide {
            labels: (0..size)
                .map(|new| {
                    old(new)
                        .map(|from| self.label(from))
                        .collect::<Vec<_>>()
                        .join(" / ")
                })
                .collect(),
            scores: (0..size).map(mean).collect(),
            source: if merged {
                ScoreSource::Given
            } else {
                self.source
            },
            yes: self.yes.and_then(to).filter(|new| old(*new).count() == 1),
            middle: self
                .middle
                .and_then(|(place, meaning)| Some((to(place)?, meaning))),
            ..self.clone()
        }
    }
}
