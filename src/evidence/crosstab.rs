//! Two variables of a dataset, counted against each other.

use crate::stats::{Estimate, Table, Why, association, chisq};
use crate::study::{Dataset, Refusal, dataset::Level};
use std::collections::HashMap;

/// More categories than this make a list of people, not a table.
const MOST_CATEGORIES: usize = 40;

/// One side of a crosstab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The variable's name.
    pub name: String,
    /// What it is about, in the study's language; the name when it has no label.
    pub label: String,
    /// What may be done with it.
    pub level: Level,
    /// Its categories as they stand in the file, in order, empty ones included.
    pub codes: Vec<String>,
    /// What each category means.
    pub labels: Vec<String>,
}

/// A contingency table with the names of its sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Crosstab {
    /// The rows.
    pub row: Side,
    /// The columns.
    pub column: Side,
    /// The counts.
    pub table: Table,
    /// Kept answers where either variable is missing.
    pub missing: usize,
}

impl Crosstab {
    /// Counts two variables of `dataset`, by place, over its kept rows. Answers
    /// missing on either side are left out of the table and counted apart.
    ///
    /// # Errors
    /// When a variable has no categories or too many to be crossed.
    pub fn new(dataset: &Dataset, row: usize, column: usize, language: &str) -> Result<Crosstab, Refusal> {
        let (rows, columns) = (Side::new(dataset, row, language)?, Side::new(dataset, column, language)?);
        let (at_row, at_column) = (places(&rows.codes), places(&columns.codes));
        let mut missing = 0;
        let mut cells = vec![0; rows.codes.len() * columns.codes.len()];
        for pair in dataset.answers(row).zip(dataset.answers(column)) {
            let place = |(a, b): (Option<&str>, Option<&str>)| Some((at_row.get(a?)?, at_column.get(b?)?));
            match place(pair) {
                Some((a, b)) => cells[a * columns.codes.len() + b] += 1,
                None => missing += 1,
            }
        }
        let table = Table::from_counts(rows.codes.len(), columns.codes.len(), &cells)
            .and_then(|table| table.with_scores(rows.scores(), columns.scores()));
        let table = table.map_err(|why| {
            Refusal::new(
                format!("{} and {} cannot be crossed: {}", rows.name, columns.name, why.english()),
                "Choose other variables",
            )
        })?;
        Ok(Crosstab { row: rows, column: columns, table, missing })
    }

    /// Answers in the table.
    #[must_use]
    pub fn n(&self) -> usize {
        self.table.n() as usize
    }

    /// Pearson's chi-square without correction, or why there is none.
    ///
    /// # Errors
    /// When fewer than two rows or columns hold answers.
    pub fn pearson(&self) -> Result<chisq::ChiSquare, Why> {
        chisq::pearson(&self.table)
    }

    /// Cramér's V, 0 to 1, or why there is none.
    ///
    /// # Errors
    /// When fewer than two rows or columns hold answers.
    pub fn cramers_v(&self) -> Result<Estimate, Why> {
        association::cramers_v(&self.table)
    }
}

impl Side {
    fn new(dataset: &Dataset, place: usize, language: &str) -> Result<Side, Refusal> {
        let variable = dataset
            .body
            .variables
            .get(place)
            .ok_or_else(|| Refusal::new("there is no such variable", "See `virk data variables`"))?;
        let codes = dataset.categories(place);
        if codes.is_empty() {
            return Err(Refusal::new(
                format!("`{}` has no answers", variable.name),
                "Choose another variable; see `virk data variables`",
            ));
        }
        if variable.level == Level::Id || codes.len() > MOST_CATEGORIES {
            return Err(Refusal::new(
                format!("`{}` has {} different values, too many to cross", variable.name, codes.len()),
                "Group its values into a new variable first, or choose another",
            ));
        }
        let label = variable.label.say(language);
        let label = if label.is_empty() { variable.name.clone() } else { label.to_owned() };
        let labels = codes.iter().map(|code| variable.label_of(code, language).to_owned()).collect();
        Ok(Side { name: variable.name.clone(), label, level: variable.level, codes, labels })
    }

    /// The scores of ordered categories: their numbers when all have one
    /// (with a decimal comma or point), else 1, 2, 3 …
    fn scores(&self) -> Vec<f64> {
        let numbers: Option<Vec<f64>> = self.codes.iter().map(|code| code.replace(',', ".").parse().ok()).collect();
        numbers.unwrap_or_else(|| (1..=self.codes.len()).map(|place| place as f64).collect())
    }
}

fn places(codes: &[String]) -> HashMap<&str, usize> {
    codes.iter().enumerate().map(|(place, code)| (code.as_str(), place)).collect()
}
