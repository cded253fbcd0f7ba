//! Several answers in one cell, `Bus; Bicycle`, as Google Forms and Qualtrics write the options
//! that were chosen.
//!
//! It is believed only where the same options recur in different company: `Yes, often` beside `No,
//! never` is one answer with a comma in it.

use crate::study::Column;
use crate::study::column::ColumnBuilder;
use std::collections::{HashMap, HashSet};

/// The options of a column, and which rows chose each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MultipleAnswers {
    /// What stands between two answers.
    pub separator: char,
    /// The options that recur, in the order in which they first stand.
    pub options: Vec<String>,
    /// For each option, `1` where it was chosen, `0` where others were, nothing where there is no
    /// answer.
    pub columns: Vec<Column>,
    /// Answers that are none of these options, and stand once.
    pub others: usize,
}

/// More options than this are words of people.
const MOST: usize = 40;
/// An option is no longer than this.
const LONGEST: usize = 120;
/// How many cells are looked at before all are.
const LOOK: usize = 500;

/// The options of a column whose cells hold several; `None` when that is not evident.
pub fn find_multiple_answers(column: &Column) -> Option<MultipleAnswers> {
    [';', ',', '|']
        .into_iter()
        .find_map(|between| by(column, between))
}

fn by(column: &Column, between: char) -> Option<MultipleAnswers> {
    let filled = || column.iter().filter(|cell| !cell.is_empty());
    let (mut seen, mut divided) = (0, 0);
    for cell in filled().take(LOOK) {
        seen += 1;
        divided += usize::from(cell.contains(between));
    }
    if divided < 3 || divided * 20 < seen {
        return None;
    }
    // Each option with how often it stands and in how many different cells.
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut company: HashMap<String, HashSet<&str>> = HashMap::new();
    let mut alone: HashSet<String> = HashSet::new();
    let mut wholes: HashSet<&str> = HashSet::new();
    let (mut several, mut cells, mut most, mut fewest) = (0, 0, 0, usize::MAX);
    for cell in filled() {
        let parts = parts(cell, between);
        let distinct: HashSet<&&str> = parts.iter().collect();
        if distinct.len() < parts.len() || parts.is_empty() {
            return None;
        }
        cells += 1;
        several += usize::from(parts.len() > 1);
        (most, fewest) = (most.max(parts.len()), fewest.min(parts.len()));
        wholes.insert(cell);
        for part in &parts {
            if !counts.contains_key(*part) {
                if order.len() > MOST * 10 {
                    return None;
                }
                order.push((*part).to_owned());
            }
            *counts.entry((*part).to_owned()).or_default() += 1;
            company.entry((*part).to_owned()).or_default().insert(cell);
        }
        if let [only] = parts.as_slice() {
            alone.insert((*only).to_owned());
        }
    }
    let options: Vec<String> = order
        .iter()
        .filter(|part| counts[*part] > 1)
        .cloned()
        .collect();
    let once = order.len() - options.len();
    let stands: usize = options.iter().map(|option| counts[option]).sum();
    let varied = options
        .iter()
        .filter(|option| company[*option].len() > 1)
        .count();
    let numbers = options.iter().all(|option| option.parse::<f64>().is_ok());
    let evident = several >= 3
        && several * 20 >= cells
        && (2..=MOST).contains(&options.len())
        && options.iter().all(|option| option.chars().count() <= LONGEST)
        && once * 10 <= stands
        // Options meet different others, and there are more mixtures than options.
        && varied * 2 > options.len()
        && varied > 2
        && wholes.len() > order.len().min(8)
        && alone.len() > 1
        && alone.len() * 4 >= options.len()
        // Everything in every cell is a ranking.
        && fewest < options.len()
        // `1,5` is a number, `1,234,567` too.
        && (!numbers || between != ',' || most > 2 && options.iter().all(|option| option.len() < 3 && !option.contains('.')));
    evident.then(|| made(column, between, options, once))
}

fn made(column: &Column, between: char, options: Vec<String>, others: usize) -> MultipleAnswers {
    let mut columns = vec![ColumnBuilder::default(); options.len()];
    let places: HashMap<&str, usize> = options
        .iter()
        .enumerate()
        .map(|(place, option)| (option.as_str(), place))
        .collect();
    for cell in column {
        let chosen: HashSet<usize> = parts(cell, between)
            .into_iter()
            .filter_map(|part| places.get(part).copied())
            .collect();
        for (place, column) in columns.iter_mut().enumerate() {
            column.push(if chosen.contains(&place) {
                "1"
            } else if cell.is_empty() {
                ""
            } else {
                "0"
            });
        }
    }
    let columns = columns.into_iter().map(ColumnBuilder::finish).collect();
    MultipleAnswers {
        separator: between,
        options,
        columns,
        others,
    }
}

/// The answers in a cell. A comma divides where no bracket is open and no small letter follows a
/// blank: options have commas of their own.
fn parts(cell: &str, between: char) -> Vec<&str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, letter) in cell.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if letter == between && depth == 0 => {
                let rest = &cell[at + letter.len_utf8()..];
                let small = rest
                    .strip_prefix(' ')
                    .and_then(|rest| rest.chars().next())
                    .is_some_and(char::is_lowercase);
                if !(between == ',' && small) {
                    parts.push(cell[from..at].trim());
                    from = at + letter.len_utf8();
                }
            }
            _ => {}
        }
    }
    parts.push(cell[from..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(cells: &[&str]) -> Option<MultipleAnswers> {
        find_multiple_answers(&cells.iter().collect())
    }

    #[test]
    fn options_that_recur_in_different_company_are_columns() {
        let cells = [
            "Bus, Bicycle",
            "Bus",
            "",
            "Bicycle, Car (own, or lent)",
            "Bus, Car (own, or lent)",
            "Bicycle",
            "Bus, Bicycle",
        ];
        let told = found(&cells).unwrap();
        assert_eq!((told.separator, told.others), (',', 0));
        assert_eq!(told.options, ["Bus", "Bicycle", "Car (own, or lent)"]);
        assert_eq!(told.columns[0], ["1", "1", "", "0", "1", "0", "1"]);
        let codes = ["1,2", "1", "2,3", "1,3", "3", "1,2,3", "2"];
        assert_eq!(found(&codes).unwrap().options, ["1", "2", "3"]);
        let semicolons = [
            "Bus;Car",
            "Bus",
            "Car;Bike",
            "Bike;Bus",
            "Car",
            "a boat;Car",
        ]
        .repeat(3);
        assert_eq!(found(&semicolons).unwrap().separator, ';');
    }

    #[test]
    fn one_answer_with_a_comma_is_one_answer() {
        for cells in [
            [
                "Yes, often",
                "No, never",
                "Yes, sometimes",
                "No, rarely",
                "Yes, often",
            ]
            .repeat(9),
            [
                "Yes, Often",
                "No, Never",
                "Yes, Sometimes",
                "No, Rarely",
                "Yes, Often",
            ]
            .repeat(9),
            ["Yes, Often", "Yes", "No", "Yes, Never"].repeat(9),
            ["1,5", "2,5", "3", "1,25", "2", "1,5", "2,5", "3,25"].repeat(9),
            ["1,234,567", "2,234,567", "1,234", "567,234", "234"].repeat(4),
            vec![
                "I like it, but not today. Thanks, Anna",
                "No, it was, in the end, too far",
                "Well, well, it depends",
            ],
            [
                "Copenhagen, Denmark",
                "Aarhus, Denmark",
                "Oslo, Norway",
                "Copenhagen, Denmark",
                "Odense, Denmark",
            ]
            .repeat(5),
        ] {
            assert_eq!(found(&cells), None, "{cells:?}");
        }
    }
}
