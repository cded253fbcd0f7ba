//! The meaning of one side of a table: its level, its categories in order, their scores and the
//! origin of these, which of them means yes, and the meaning of the middle one.
//!
//! A table has a side for its rows and one for its columns. Tests, measures, sensitivity analyses
//! and sentences read order, scores and yes from there only, so that none can assume another order
//! than the table shows.

use super::error::StatsError;
use serde::Serialize;

/// Measurement level of a side's categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SideLevel {
    /// Names without order.
    Nominal,
    /// Categories whose order was declared or confirmed.
    Ordinal,
}

/// Meaning of the middle category of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MiddleMeaning {
    /// A true position between the two ends.
    Neutral,
    /// Also chosen by people who do not know or will not say.
    AlsoDoNotKnow,
    /// Not declared.
    Undeclared,
}

/// Origin of the scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreSource {
    /// 1, 2, 3 … in the order of the categories.
    Places,
    /// The numeric codes of the categories, which ascend in their order.
    Codes,
    /// Given by the caller, or means of merged scores.
    Given,
}

/// The rows or the columns of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableSide {
    /// The name of the variable within a sentence.
    pub name: String,
    /// Its level.
    pub level: SideLevel,
    /// Name of each category, in order.
    pub labels: Vec<String>,
    /// Index of the category meaning yes, if declared.
    pub yes: Option<usize>,
    /// Index and meaning of the middle category, if there is one.
    pub middle: Option<(usize, MiddleMeaning)>,
    scores: Vec<f64>,
    source: ScoreSource,
}

impl TableSide {
    /// A side without a middle category or a yes; categories are called 1, 2, 3 … until they are
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

    /// Sets the middle category.
    pub fn with_middle(mut self, index: usize, meaning: MiddleMeaning) -> TableSide {
        self.middle = Some((index, meaning));
        self
    }

    /// Sets the names of the categories.
    pub fn with_labels<T: Into<String>>(
        mut self,
        labels: impl IntoIterator<Item = T>,
    ) -> TableSide {
        self.labels = labels.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the category that means yes.
    pub fn with_yes(mut self, place: usize) -> TableSide {
        self.yes = Some(place);
        self
    }

    /// Sets the numeric codes as scores if they ascend in the order of the categories, otherwise 1,
    /// 2, 3 …
    ///
    /// Codes that do not ascend are only names (1 never, 3 sometimes, 2 always) and would
    /// contradict the declared order.
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

    /// Returns whether the scores are 1, 2, 3 … in the order of the remaining categories.
    pub fn is_plainly_scored(&self) -> bool {
        self.scores
            .iter()
            .enumerate()
            .all(|(place, score)| (score - (place + 1) as f64).abs() < 1e-12)
    }

    /// Returns whether its categories are ordered: by their level, or because there are two of
    /// which one means yes.
    pub fn is_ordered(&self) -> bool {
        self.level == SideLevel::Ordinal || (self.labels.len() == 2 && self.yes.is_some())
    }

    /// The name of a category; its number from 1 if out of range.
    pub fn label(&self, place: usize) -> String {
        self.labels
            .get(place)
            .cloned()
            .unwrap_or_else(|| (place + 1).to_string())
    }

    /// Fills in defaults for so many categories; refused if what was set has another number of
    /// them.
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

    /// Sets the scores, one finite number per category.
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

    /// Keeps only these categories. Scores are unchanged, so that the distances between them stay
    /// the same.
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

    /// With the categories in reverse order and mirrored scores.
    pub(super) fn reversed(&self) -> TableSide {
        let mut side = self.select(&(0..self.labels.len()).rev().collect::<Vec<_>>());
        side.scores.iter_mut().for_each(|score| *score = -*score);
        side
    }

    /// Moves categories to new indices, or drops them; the scores of merged categories are
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
