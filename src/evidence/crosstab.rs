//! Crosstabs of two variables of a dataset.

use crate::stats::{self, Estimate, MiddleMeaning, StatsError, Table, association, chisq};
use crate::study::{Dataset, Refusal, Variable, answer, dataset::MeasurementLevel};
use std::collections::HashMap;

/// With more categories the variable identifies people and is no basis for a table.
pub(super) const MOST_CATEGORIES: usize = 40;

/// The rows or columns of a crosstab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrosstabSide {
    pub name: String,
    /// In the study's language; the variable's name if it has no label.
    pub label: String,
    pub level: MeasurementLevel,
    /// Categories in order as they appear in the file, including unused ones.
    pub codes: Vec<String>,
    /// Meaning of each category.
    pub labels: Vec<String>,
    /// Index and meaning of the middle category, if declared.
    pub middle: Option<(usize, MiddleMeaning)>,
    /// Index of the category meaning yes, if declared.
    pub yes: Option<usize>,
}

/// A contingency table with labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Crosstab {
    pub row: CrosstabSide,
    pub column: CrosstabSide,
    pub table: Table,
    /// Number of kept answers with either variable missing.
    pub missing: usize,
}

impl Crosstab {
    /// Crosses two variables over the kept rows. Answers missing on either side are left out of the
    /// table and counted separately.
    /// Refused when a variable has no categories or too many.
    pub fn new(
        dataset: &Dataset,
        row: usize,
        column: usize,
        language: &str,
    ) -> Result<Crosstab, Refusal> {
        let sides = (
            CrosstabSide::new(dataset, row, language)?,
            CrosstabSide::new(dataset, column, language)?,
        );
        Crosstab::counted(
            dataset,
            (row, column),
            sides,
            std::iter::repeat(RowWeight::Answers(1.0)),
        )
    }

    /// Weights each row by the variable `weight`. A row without a weight is missing; a row of
    /// weight 0 is left out.
    /// Refused when a variable cannot be crossed, or a weight is not a number or is negative.
    pub fn weighted(
        dataset: &Dataset,
        row: usize,
        column: usize,
        weight: usize,
        language: &str,
    ) -> Result<Crosstab, Refusal> {
        let sides = (
            CrosstabSide::new(dataset, row, language)?,
            CrosstabSide::new(dataset, column, language)?,
        );
        let mut crosstab = Crosstab::counted(
            dataset,
            (row, column),
            sides,
            shares(dataset, Some(weight))?.into_iter(),
        )?;
        // Even if every weight is 1.
        crosstab.table = crosstab.table.weighted();
        Ok(crosstab)
    }

    /// Counts the kept rows by their weights.
    pub(super) fn counted(
        dataset: &Dataset,
        (row, column): (usize, usize),
        (rows, columns): (CrosstabSide, CrosstabSide),
        shares: impl Iterator<Item = RowWeight>,
    ) -> Result<Crosstab, Refusal> {
        let (at_row, at_column) = (places(&rows.codes), places(&columns.codes));
        let (mut missing, mut weighted) = (0, false);
        let mut cells = vec![0.0; rows.codes.len() * columns.codes.len()];
        for (pair, share) in dataset
            .answers(row)
            .zip(dataset.answers(column))
            .zip(shares)
        {
            let place =
                |(a, b): (Option<&str>, Option<&str>)| Some((at_row.get(a?)?, at_column.get(b?)?));
            match (place(pair), share) {
                (_, RowWeight::NotThere) => {}
                (Some((a, b)), RowWeight::Answers(weight)) => {
                    cells[a * columns.codes.len() + b] += weight;
                    weighted |= weight != 1.0;
                }
                _ => missing += 1,
            }
        }
        let table = Table::new(rows.codes.len(), columns.codes.len(), cells)
            .and_then(|table| table.with_sides(rows.meaning(), columns.meaning()));
        let table = table.map_err(|why| {
            Refusal::new(
                format!(
                    "{} and {} cannot be crossed: {}",
                    rows.name,
                    columns.name,
                    why.english()
                ),
                "Choose other variables",
            )
        })?;
        let table = if weighted { table.weighted() } else { table };
        Ok(Crosstab {
            row: rows,
            column: columns,
            table,
            missing,
        })
    }

    /// Treats both sides as ordered, in the order of their categories.
    /// Refused when a side has text answers without a declared order: alphabetical order means
    /// nothing.
    pub fn as_ordered(mut self) -> Result<Crosstab, Refusal> {
        for side in [&mut self.row, &mut self.column] {
            if side.level == MeasurementLevel::Nominal
                && side.codes.iter().any(|code| answer::number(code).is_none())
            {
                return Err(Refusal::new(
                    format!(
                        "`{}` is answered in words, and the alphabet is not their order",
                        side.name
                    ),
                    format!(
                        "Say the order: virk data variable '{}' --order 'lowest, …, highest'",
                        side.name
                    ),
                ));
            }
            side.level = if side.level == MeasurementLevel::Nominal {
                MeasurementLevel::Ordinal
            } else {
                side.level
            };
        }
        let table = self
            .table
            .clone()
            .with_sides(self.row.meaning(), self.column.meaning());
        self.table = table.unwrap_or(self.table);
        Ok(self)
    }

    /// Number of answers in the table.
    pub fn n(&self) -> usize {
        // Weights scaled to the number of answers sum to it except for rounding.
        (self.table.n() + 1e-6) as usize
    }

    /// Pearson's chi-square without correction.
    /// Refused when fewer than two rows or columns contain answers.
    pub fn pearson(&self) -> Result<chisq::ChiSquare, StatsError> {
        chisq::pearson(&self.table)
    }

    /// Cramér's V, 0 to 1.
    /// Refused when fewer than two rows or columns contain answers.
    pub fn cramers_v(&self) -> Result<Estimate, StatsError> {
        association::cramers_v(&self.table)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum RowWeight {
    Answers(f64),
    /// The row should count, but its weight is missing.
    Missing,
    /// The row does not count.
    NotThere,
}

/// The weight of each kept row.
pub(super) fn shares(dataset: &Dataset, weight: Option<usize>) -> Result<Vec<RowWeight>, Refusal> {
    let Some(place) = weight else {
        return Ok(vec![RowWeight::Answers(1.0); dataset.kept_rows.len()]);
    };
    let name = dataset.variable_name(place).unwrap_or_default();
    let share = |cell: Option<&str>| match cell.map(str::parse::<f64>) {
        None => Ok(RowWeight::Missing),
        Some(Ok(0.0)) => Ok(RowWeight::NotThere),
        Some(Ok(weight)) if weight.is_finite() && weight > 0.0 => Ok(RowWeight::Answers(weight)),
        Some(_) => Err(Refusal::new(
            format!(
                "`{name}` has the value `{}`, which is not a weight",
                cell.unwrap_or_default()
            ),
            "Weights are numbers from 0; choose another variable for --weight",
        )),
    };
    dataset.answers(place).map(share).collect()
}

impl CrosstabSide {
    /// # Errors
    /// When it has no categories or too many.
    pub fn new(dataset: &Dataset, place: usize, language: &str) -> Result<CrosstabSide, Refusal> {
        let variable = dataset.body.variables.get(place).ok_or_else(|| {
            Refusal::new("there is no such variable", "See `virk data variables`")
        })?;
        let codes = dataset.categories(place);
        if codes.is_empty() {
            return Err(Refusal::new(
                format!("`{}` has no answers", variable.name),
                "Choose another variable; see `virk data variables`",
            ));
        }
        if variable.level == MeasurementLevel::Id {
            return Err(Refusal::new(
                format!(
                    "`{}` only tells the rows apart (its level is id), so it cannot be crossed",
                    variable.name
                ),
                "Choose another variable; if its values are answers, give it the level they have",
            ));
        }
        if codes.len() > MOST_CATEGORIES {
            return Err(Refusal::new(
                format!(
                    "`{}` has {} different values, too many to cross",
                    variable.name,
                    codes.len()
                ),
                format!(
                    "A table takes at most {MOST_CATEGORIES}. Compare its numbers as they are: virk data compare '{}' OTHER",
                    variable.name
                ),
            ));
        }
        let label = variable.label_or_name(language);
        let labels = codes
            .iter()
            .map(|code| variable.label_of(code, language).to_owned())
            .collect();
        let middle = middle(variable, &codes);
        let yes = variable
            .yes
            .as_ref()
            .and_then(|yes| codes.iter().position(|code| code == yes));
        Ok(CrosstabSide {
            name: variable.name.clone(),
            label,
            level: variable.level,
            codes,
            labels,
            middle,
            yes,
        })
    }

    /// The properties that decide which statistics apply.
    pub fn meaning(&self) -> stats::TableSide {
        let level = if self.level == MeasurementLevel::Nominal {
            stats::SideLevel::Nominal
        } else {
            stats::SideLevel::Ordinal
        };
        let numbers: Option<Vec<f64>> =
            self.codes.iter().map(|code| answer::number(code)).collect();
        let labels = self
            .codes
            .iter()
            .zip(&self.labels)
            .map(|(code, label)| if label.is_empty() { code } else { label });
        let mut side = stats::TableSide::new(self.label.clone(), level)
            .with_codes(numbers)
            .with_labels(labels.cloned());
        (side.middle, side.yes) = (self.middle, self.yes);
        side
    }
}

/// Index and meaning of the middle category. The variables file may declare a meaning; "neutral"
/// means that it has none.
fn middle(variable: &Variable, codes: &[String]) -> Option<(usize, MiddleMeaning)> {
    let declared = variable.middle.as_ref()?;
    let meaning = if declared.means.trim().eq_ignore_ascii_case("neutral") {
        MiddleMeaning::Neutral
    } else {
        MiddleMeaning::AlsoDoNotKnow
    };
    Some((
        codes.iter().position(|code| *code == declared.code)?,
        meaning,
    ))
}

fn places(codes: &[String]) -> HashMap<&str, usize> {
    codes
        .iter()
        .enumerate()
        .map(|(place, code)| (code.as_str(), place))
        .collect()
}
