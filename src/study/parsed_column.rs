//! A column as it is read: what counts as an answer, and each different answer once.
//!
//! Stored cells are never rewritten. A variable is *numeric* when everything that is answered is a
//! number; then one number is one answer, however it is spelled, and what programs write for no
//! answer is none. Among words, text stays text.

use super::answer::{compare_answers, compare_numbers, is_no_answer, plain_number};
use super::{Column, Variable, dataset::MeasurementLevel};
use std::borrow::Cow;
use std::collections::HashMap;

/// A column as it is read.
#[derive(Clone, Debug)]
pub struct ParsedColumn {
    numeric: bool,
    /// Whether numbers are codes of one length, such as `0101`, which are shown as they are
    /// written.
    keeps_spelling: bool,
    /// The spellings that are said of the variable itself, by their plain numbers.
    declared_spellings: HashMap<String, String>,
    /// The different answers in order.
    values: Vec<Box<str>>,
    /// For each row the place of its answer, or [`NO_ANSWER`].
    rows: Box<[u32]>,
    /// Cells that are no answer though nobody declared them missing.
    implicit_missing: Vec<String>,
}

/// The place of what is no answer.
const NO_ANSWER: u32 = u32::MAX;

impl ParsedColumn {
    /// Reads the cells of a variable.
    #[must_use]
    pub fn new(variable: &Variable, column: &Column) -> ParsedColumn {
        // Each different cell once, as it is written.
        let mut places: HashMap<&str, u32> = HashMap::new();
        let mut cells: Vec<&str> = Vec::new();
        let place = |cell| {
            let cell = str::trim(cell);
            *places.entry(cell).or_insert_with(|| {
                cells.push(cell);
                cells.len() as u32 - 1
            })
        };
        let mut rows: Box<[u32]> = column.map_rows(place).collect();
        let numeric = is_numeric(variable, cells.iter().copied());
        let mut reading = ParsedColumn {
            numeric,
            keeps_spelling: numeric && are_codes(&cells),
            declared_spellings: if numeric {
                declared_spellings(variable)
            } else {
                HashMap::new()
            },
            values: Vec::new(),
            rows: Box::default(),
            implicit_missing: Vec::new(),
        };
        // What is answered, with the number it is compared by where all are numbers.
        let mut answers: Vec<(Cow<'_, str>, Cow<'_, str>, u32)> = Vec::with_capacity(cells.len());
        for (cell, place) in cells.iter().zip(0..) {
            if reading.is_missing(variable, cell) {
                if !cell.is_empty()
                    && !variable
                        .missing
                        .iter()
                        .any(|missing| reading.is_same_answer(missing, cell))
                {
                    reading.implicit_missing.push((*cell).to_owned());
                }
            } else {
                let number = if numeric {
                    plain_number(cell).unwrap_or_default()
                } else {
                    Cow::Borrowed("")
                };
                answers.push((reading.canonical_value(cell), number, place));
            }
        }
        if numeric {
            answers.sort_by(|a, b| compare_numbers(&a.1, &b.1));
        } else {
            answers.sort_by(|a, b| compare_answers(&a.0, &b.0));
        }
        let mut now = vec![NO_ANSWER; cells.len()];
        let mut values: Vec<Box<str>> = Vec::new();
        for (answer, _, place) in answers {
            if values.last().is_none_or(|last| **last != *answer) {
                values.push(answer.into());
            }
            now[place as usize] = values.len() as u32 - 1;
        }
        rows.iter_mut().for_each(|row| *row = now[*row as usize]);
        reading.implicit_missing.sort_unstable();
        ParsedColumn {
            values,
            rows,
            ..reading
        }
    }

    /// Whether every answer is a number.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        self.numeric
    }

    /// The different answers of all rows, numbers by size, then words by letter.
    #[must_use]
    pub fn values(&self) -> &[Box<str>] {
        &self.values
    }

    /// Cells that are no answer among numbers, such as `NA`, though nobody declared them missing.
    #[must_use]
    pub fn implicit_missing(&self) -> &[String] {
        &self.implicit_missing
    }

    /// The place of a row's answer among the values; `None` where there is none.
    #[must_use]
    pub fn value_index(&self, row: usize) -> Option<usize> {
        self.rows
            .get(row)
            .filter(|place| **place != NO_ANSWER)
            .map(|place| *place as usize)
    }

    /// The answer of a row; `None` where there is none.
    #[must_use]
    pub fn answer(&self, row: usize) -> Option<&str> {
        self.values
            .get(self.value_index(row)?)
            .map(|value| &**value)
    }

    /// A value as this variable spells it.
    #[must_use]
    pub fn canonical_value<'a>(&self, value: &'a str) -> Cow<'a, str> {
        if !self.numeric {
            return Cow::Borrowed(value);
        }
        let Some(number) = plain_number(value) else {
            return Cow::Borrowed(value);
        };
        match self.declared_spellings.get(&*number) {
            Some(said) => Cow::Owned(said.clone()),
            None if self.keeps_spelling => Cow::Borrowed(value),
            None => number,
        }
    }

    /// Whether two values are the same answer to this variable.
    #[must_use]
    pub fn is_same_answer(&self, a: &str, b: &str) -> bool {
        super::answer::same_answer(a, b, self.numeric)
    }

    /// Whether a trimmed cell is no answer.
    fn is_missing(&self, variable: &Variable, cell: &str) -> bool {
        cell.is_empty()
            || variable
                .missing
                .iter()
                .any(|missing| self.is_same_answer(missing, cell))
            || self.numeric && is_no_answer(cell)
    }
}

/// Whether everything that is answered in these cells, each different one at least once, is a
/// number.
#[must_use]
pub fn is_numeric<'a>(variable: &Variable, cells: impl IntoIterator<Item = &'a str>) -> bool {
    // Identifiers are told apart by every sign of them.
    if variable.level == MeasurementLevel::Id {
        return false;
    }
    let labelled = |cell: &str| variable.values.iter().any(|value| value.code == cell);
    let (mut some, mut thousands, mut decimals) = (false, false, false);
    for cell in cells {
        let cell = cell.trim();
        if cell.is_empty()
            || variable.missing.iter().any(|missing| missing == cell)
            || is_no_answer(cell) && !labelled(cell)
        {
            continue;
        }
        if plain_number(cell).is_none() {
            return false;
        }
        if cell.contains(',') {
            *(if may_be_thousands(cell) {
                &mut thousands
            } else {
                &mut decimals
            }) = true;
        }
        some = true;
    }
    // Where every comma stands before three digits, nobody can say whether it parts thousands.
    some && (decimals || !thousands)
}

/// Whether a comma in a number may part thousands.
fn may_be_thousands(cell: &str) -> bool {
    cell.split_once(',').is_some_and(|(whole, rest)| {
        let whole = whole.trim_start_matches(['-', '+', '−']);
        rest.len() == 3 && whole.len() <= 3 && !whole.starts_with('0')
    })
}

/// Whether numbers are codes of one length, some of them beginning with a zero, such as postal
/// numbers.
fn are_codes(cells: &[&str]) -> bool {
    let mut numbers = cells.iter().filter(|cell| plain_number(cell).is_some());
    let length = numbers.clone().next().map_or(0, |cell| cell.len());
    length > 1
        && numbers.clone().any(|cell| cell.starts_with('0'))
        && numbers
            .all(|cell| cell.len() == length && cell.bytes().all(|byte| byte.is_ascii_digit()))
}

/// How the variable itself spells its numbers: as its values are labelled, else as something else
/// is said of them.
fn declared_spellings(variable: &Variable) -> HashMap<String, String> {
    let mut said = HashMap::new();
    let values = variable.values.iter().map(|value| &value.code);
    let others = variable
        .middle
        .iter()
        .map(|middle| &middle.code)
        .chain(&variable.yes)
        .chain(&variable.goal);
    for code in values.chain(others) {
        if let Some(number) = plain_number(code) {
            said.entry(number.into_owned())
                .or_insert_with(|| code.clone());
        }
    }
    said
}
