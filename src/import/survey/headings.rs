//! The headings of a survey: what each column is called, the question behind it, and the part or
//! choice of it.

use super::programs::{SurveyProgram, is_answer, recognize_program};
use crate::import::tabular::TabularData;
use crate::study::{Column, Refusal};
use std::collections::HashMap;
use std::mem::take;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnHeading {
    /// As it stands in the file.
    pub text: String,
    /// What its name is made of; empty when there is nothing.
    pub name_source: String,
    /// The question in full; empty when the heading is none.
    pub question: String,
    /// The row or choice of the question that the column is about; empty when it is about all of
    /// it.
    pub part: String,
    /// Columns with the same number belong to one question.
    pub group: Option<usize>,
}

/// The headings of a file, and how they were found.
#[derive(Clone, Debug, Default)]
pub struct ColumnHeadings {
    /// One for each column.
    pub all: Vec<ColumnHeading>,
    pub program: Option<SurveyProgram>,
    /// How many rows they took.
    pub rows: usize,
}

/// Takes the headings from the cells; `wanted` says how many rows they take.
/// Refused when the file has fewer rows.
pub fn take_headings(
    name: &str,
    cells: &mut TabularData,
    wanted: Option<usize>,
) -> Result<ColumnHeadings, Refusal> {
    let (program, found) = recognize_program(cells);
    let rows = wanted.unwrap_or(found);
    let filled = cells.columns.first().map_or(0, Column::len);
    if rows > filled + 1 {
        return Err(Refusal::new(
            format!(
                "{name} has {} filled, so {rows} cannot be headings",
                crate::text::number::count_noun(filled + 1, "row")
            ),
            "Give --header-rows the number of rows that stand above the answers",
        ));
    }
    if rows == 0 {
        for (column, first) in cells.columns.iter_mut().zip(take(&mut cells.header)) {
            *column = std::iter::once(&*first).chain(&*column).collect();
        }
        return Ok(ColumnHeadings {
            all: vec![ColumnHeading::default(); cells.columns.len()],
            program: None,
            rows,
        });
    }
    let mut above: Vec<Vec<String>> = cells.header.iter().map(|head| vec![head.clone()]).collect();
    for (above, column) in above.iter_mut().zip(&mut cells.columns) {
        above.extend(column.iter().take(rows - 1).map(str::to_owned));
        *column = column.after(rows - 1);
    }
    let program = if rows == found || rows == 1 {
        program
    } else {
        None
    };
    let spread = rows > 1
        && above
            .iter()
            .any(|above| above[0].is_empty() && !above[1].is_empty());
    let all = match program {
        Some(SurveyProgram::Qualtrics) if rows > 1 => named(&above),
        Some(SurveyProgram::SurveyMonkey) if rows > 1 => spread_out(&above),
        _ if spread => spread_out(&above),
        _ if rows > 1 => named(&above),
        _ => alone(&above, program),
    };
    Ok(ColumnHeadings { all, program, rows })
}

/// Names above questions; a third row of identities is nothing for people.
fn named(above: &[Vec<String>]) -> Vec<ColumnHeading> {
    let questions: Vec<String> = above
        .iter()
        .map(|above| {
            let rest = above[1..]
                .iter()
                .filter(|words| !(words.starts_with('{') && words.contains("ImportId")));
            plain_words(&rest.map(String::as_str).collect::<Vec<_>>().join(" "))
        })
        .collect();
    // In `Question - Row` the question is what several columns have in common.
    let mut shared: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, question) in questions.iter().enumerate() {
        question
            .match_indices(" - ")
            .for_each(|(at, _)| shared.entry(&question[..at]).or_default().push(place));
    }
    let stem = |place: usize| {
        above[place][0]
            .rsplit_once('_')
            .map_or("", |(stem, _)| stem)
    };
    let mut heads: Vec<ColumnHeading> = above
        .iter()
        .zip(&questions)
        .enumerate()
        .map(|(place, (above, question))| {
            let cut = question
                .match_indices(" - ")
                .map(|(at, _)| at)
                .filter(|at| {
                    shared.get(&question[..*at]).is_some_and(|others| {
                        others
                            .iter()
                            .any(|other| *other != place && stem(*other) == stem(place))
                    })
                });
            let cut = cut.max().filter(|_| !stem(place).is_empty());
            let part = cut
                .map(|at| question[at + 3..].to_owned())
                .unwrap_or_default();
            let base = if above[0].is_empty() {
                question.clone()
            } else {
                above[0].clone()
            };
            let question = if *question == above[0] {
                String::new()
            } else {
                question.clone()
            };
            ColumnHeading {
                text: base.clone(),
                name_source: base,
                question,
                part,
                group: None,
            }
        })
        .collect();
    let keys: Vec<Option<String>> = heads
        .iter()
        .enumerate()
        .map(|(place, head)| (!head.part.is_empty()).then(|| stem(place).to_owned()))
        .collect();
    group(&mut heads, &keys);
    heads
}

/// Questions above the options of those that have several.
fn spread_out(above: &[Vec<String>]) -> Vec<ColumnHeading> {
    let (mut question, mut number) = (String::new(), 0);
    let mut heads: Vec<ColumnHeading> = Vec::with_capacity(above.len());
    for above in above {
        if !above[0].is_empty() {
            question = plain_words(&above[0]);
            number += 1;
        }
        let part = plain_words(&above[1..].join(" "));
        let part = if is_answer(&part) {
            String::new()
        } else {
            part
        };
        let base = if part.is_empty() {
            question.clone()
        } else {
            part.clone()
        };
        let question = if part.is_empty() || question.is_empty() {
            question.clone()
        } else {
            format!("{question} – {part}")
        };
        let told = above
            .iter()
            .find(|words| !words.is_empty())
            .cloned()
            .unwrap_or_default();
        heads.push(ColumnHeading {
            text: told,
            name_source: base,
            question,
            part,
            group: Some(number),
        });
    }
    for place in 0..heads.len() {
        let alone = heads
            .iter()
            .filter(|head| head.group == heads[place].group)
            .count()
            == 1;
        if alone {
            heads[place].group = None;
        }
    }
    heads
}

/// One row: a name, a question, or a question with its part in brackets.
fn alone(above: &[Vec<String>], program: Option<SurveyProgram>) -> Vec<ColumnHeading> {
    let coded = above
        .iter()
        .filter(|above| code_and_question(&above[0]).is_some())
        .count();
    let coded = program == Some(SurveyProgram::LimeSurvey) && coded * 2 > above.len();
    let parts: Vec<Option<(&str, &str)>> = above.iter().map(|above| part_of(&above[0])).collect();
    let common = |key: &str| {
        parts
            .iter()
            .flatten()
            .filter(|(known, _)| *known == key)
            .count()
            > 1
    };
    let mut keys = Vec::with_capacity(above.len());
    let mut heads: Vec<ColumnHeading> = Vec::with_capacity(above.len());
    for (above, part) in above.iter().zip(&parts) {
        let told = above[0].clone();
        let part = part.filter(|(key, _)| common(key));
        keys.push(part.map(|(key, _)| key.to_owned()));
        let (code, question) = match code_and_question(&told).filter(|_| coded) {
            Some((code, question)) => (code.to_owned(), question.to_owned()),
            None => (String::new(), told.clone()),
        };
        let part = part.map(|(_, part)| part.to_owned()).unwrap_or_default();
        let base = if !code.is_empty() {
            code
        } else if is_long(&told) && !part.is_empty() {
            part.clone()
        } else {
            told.clone()
        };
        let question = if question == base && !is_long(&base) {
            String::new()
        } else {
            plain_words(&question)
        };
        heads.push(ColumnHeading {
            text: told,
            name_source: base,
            question,
            part,
            group: None,
        });
    }
    group(&mut heads, &keys);
    heads
}

/// A heading that is no name: longer than people type, or on several lines.
pub fn is_long(heading: &str) -> bool {
    heading.chars().count() > LONG || heading.contains('\n')
}

/// More letters than this are a question.
const LONG: usize = 32;

/// Gives columns with the same key the same number.
fn group(heads: &mut [ColumnHeading], keys: &[Option<String>]) {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (head, key) in heads.iter_mut().zip(keys) {
        let Some(key) = key else { continue };
        let next = numbers.len();
        head.group = Some(*numbers.entry(key).or_insert(next));
    }
}

/// `Question [part]`, `field___code`, `Question (choice=part)`.
fn part_of(heading: &str) -> Option<(&str, &str)> {
    let (key, part) = if let Some(inside) = heading.strip_suffix(']') {
        inside.rsplit_once('[')?
    } else if let Some(inside) = heading
        .strip_suffix(')')
        .filter(|inside| inside.contains("(choice="))
    {
        inside.rsplit_once("(choice=")?
    } else {
        heading.split_once("___")?
    };
    let (key, part) = (key.trim(), part.trim());
    (!key.is_empty() && !part.is_empty()).then_some((key, part))
}

/// `G01Q01[SQ001]. How …?`, as LimeSurvey writes code and question.
fn code_and_question(heading: &str) -> Option<(&str, &str)> {
    let (code, question) = heading.split_once(". ")?;
    let is_code =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '[' | ']' | '_');
    (!code.is_empty() && code.chars().all(is_code) && !question.trim().is_empty())
        .then_some((code, question.trim()))
}

/// Words on one line, without the marks of HTML in which questions are written.
pub fn plain_words(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let is_tag =
            tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        match tag.find('>').filter(|_| is_tag) {
            Some(end) => {
                text.push(' ');
                rest = &tag[end + 1..];
            }
            None => {
                text.push('<');
                rest = &tag[1..];
            }
        }
    }
    text.push_str(rest);
    let text = if text.contains('&') {
        html_escape::decode_html_entities(&text).into_owned()
    } else {
        text
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_lose_the_marks_of_html_and_nothing_else() {
        assert_eq!(
            plain_words("<p>How <b>often</b>?</p>\n&nbsp;a < b &amp; c"),
            "How often ? a < b & c"
        );
        assert_eq!(plain_words("I <3 it <"), "I <3 it <");
        assert_eq!(part_of("Q [a]"), Some(("Q", "a")));
        assert_eq!(part_of("x___1"), Some(("x", "1")));
        assert_eq!(part_of("Which? (choice=Red)"), Some(("Which?", "Red")));
        assert_eq!(part_of("x"), None);
        assert_eq!(
            code_and_question("G1Q1[SQ001]. How?"),
            Some(("G1Q1[SQ001]", "How?"))
        );
        assert_eq!(code_and_question("How many? e.g. two"), None);
    }
}
