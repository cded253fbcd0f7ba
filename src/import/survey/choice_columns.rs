//! Questions with several answers whose options each have a column: a mark or the option's own
//! words where it was chosen, nothing where not. They become yes and no; who chose none of a
//! question's options has no answer.

use super::headings::ColumnHeading;
use crate::study::dataset::Value;
use crate::study::{BilingualText, Column};
use std::collections::{BTreeMap, HashSet};

/// Marks of what was chosen.
const MARKS: [&str; 8] = ["1", "Y", "X", "x", "Yes", "Ja", "Checked", "TRUE"];

/// How the option begins under which people write their own words.
const OTHERS: [&str; 6] = ["other", "andet", "annat", "annet", "sonstig", "andere"];

/// The values of a variable of yes and no.
pub fn yes_and_no() -> Vec<Value> {
    let value = |code: &str, en: &str, da: &str| Value {
        code: code.into(),
        label: BilingualText {
            en: en.into(),
            da: da.into(),
        },
    };
    vec![value("1", "Yes", "Ja"), value("0", "No", "Nej")]
}

/// Writes 1 and 0 into the columns of such questions; answers with their places. What is in `kept`
/// is described otherwise, and stays with its question as it is.
pub fn convert_choice_columns(
    headings: &[ColumnHeading],
    columns: &mut [Column],
    kept: &HashSet<&str>,
) -> Vec<usize> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, head) in headings.iter().enumerate() {
        if let Some(group) = head.group.filter(|_| !head.part.is_empty()) {
            groups.entry(group).or_default().push(place);
        }
    }
    let mut done = Vec::new();
    for places in groups.into_values().filter(|places| places.len() > 1) {
        if places
            .iter()
            .any(|place| kept.contains(headings[*place].text.as_str()))
        {
            continue;
        }
        let marks: Vec<Option<ChoiceMark>> = places
            .iter()
            .map(|place| mark(&columns[*place], &headings[*place].part))
            .collect();
        let free = marks.iter().filter(|mark| mark.is_none()).count();
        let own = marks
            .iter()
            .flatten()
            .filter(|mark| **mark == ChoiceMark::Words)
            .count();
        let signs = marks
            .iter()
            .flatten()
            .filter(|mark| **mark == ChoiceMark::Sign)
            .count();
        // Two options in their own words, or marks in all but what is written in freely, and not
        // everywhere.
        let rows = columns[places[0]].len();
        let filled: Vec<bool> = (0..rows)
            .map(|row| places.iter().any(|place| !columns[*place][row].is_empty()))
            .collect();
        let everywhere = places
            .iter()
            .all(|place| (0..rows).all(|row| !filled[row] || !columns[*place][row].is_empty()));
        let is_other = |(place, mark): (&usize, &Option<ChoiceMark>)| {
            mark.is_some()
                || OTHERS
                    .iter()
                    .any(|word| headings[*place].part.to_lowercase().starts_with(word))
        };
        let signed = signs > 1 && own == 0 && places.iter().zip(&marks).all(is_other);
        if everywhere || free > 1 || !(own > 1 || signed) {
            continue;
        }
        for (place, _) in places.iter().zip(&marks).filter(|(_, mark)| mark.is_some()) {
            let chosen = |(cell, filled): (&str, &bool)| match (filled, cell.is_empty()) {
                (false, _) => "",
                (true, true) => "0",
                (true, false) => "1",
            };
            columns[*place] = columns[*place].iter().zip(&filled).map(chosen).collect();
            done.push(*place);
        }
    }
    done.sort_unstable();
    done
}

/// What tells that an option was chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ChoiceMark {
    /// The option's own words.
    Words,
    /// A sign, the same for all.
    Sign,
    /// Nobody chose it.
    Nobody,
}

/// How a column marks the option; `None` when it holds something else.
fn mark(column: &Column, option: &str) -> Option<ChoiceMark> {
    let mut seen: HashSet<&str> = HashSet::new();
    if column
        .strings()
        .any(|cell| !cell.is_empty() && seen.insert(cell) && seen.len() > 1)
    {
        return None;
    }
    match seen.into_iter().next() {
        None => Some(ChoiceMark::Nobody),
        Some(only) if super::headings::plain_words(only) == option => Some(ChoiceMark::Words),
        Some(only) if MARKS.contains(&only) => Some(ChoiceMark::Sign),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(parts: &[&str]) -> Vec<ColumnHeading> {
        parts
            .iter()
            .map(|part| ColumnHeading {
                part: (*part).into(),
                group: Some(1),
                ..ColumnHeading::default()
            })
            .collect()
    }

    fn columns(all: &[&[&str]]) -> Vec<Column> {
        all.iter().map(|column| column.iter().collect()).collect()
    }

    #[test]
    fn options_become_yes_and_no_and_no_choice_stays_empty() {
        let mut cells = columns(&[
            &["Bus", "", "", ""],
            &["", "Car", "", ""],
            &["", "", "on foot", ""],
        ]);
        assert_eq!(
            convert_choice_columns(
                &heads(&["Bus", "Car", "Other (please specify)"]),
                &mut cells,
                &HashSet::new()
            ),
            [0, 1]
        );
        assert_eq!(
            cells,
            columns(&[
                &["1", "0", "0", ""],
                &["0", "1", "0", ""],
                &["", "", "on foot", ""]
            ])
        );
    }

    #[test]
    fn the_rows_of_a_matrix_stay_what_they_are() {
        for cells in [
            columns(&[&["1", "1", "1"], &["1", "1", "1"]]),
            columns(&[&["Agree", "Agree"], &["Disagree", "Agree"]]),
            columns(&[&["1", "2", ""], &["", "1", "1"]]),
        ] {
            let mut after = cells.clone();
            assert!(
                convert_choice_columns(&heads(&["a", "b"]), &mut after, &HashSet::new()).is_empty(),
                "{cells:?}"
            );
            assert_eq!(after, cells);
        }
    }
}
