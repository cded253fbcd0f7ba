//! Examines the answers of a survey: which level a column seems to have, on which scale its answers
//! seem to be, and what to ask the researcher.
//!
//! Nothing uncertain is decided here: numbers are not necessarily an order, `99` may be an ordinary
//! number, and `yes` and `Yes` may be two answers. Such doubts are reported with the command that
//! settles them.

use crate::study::dataset::MeasurementLevel;
use crate::study::parsed_column::ParsedColumn;
use crate::study::scale::{DistinctAnswers, ProposedScale, likely_missing_codes};
use crate::study::{Column, Variable, answer, parsed_column, scale};
use crate::text::folding::{FoldMode, fold};
use std::collections::{BTreeMap, HashMap, HashSet};

/// More distinct integers than this are not categories.
const MOST_CATEGORIES: usize = 12;
/// More distinct words than this, most of them unique, identify rows.
const MOST_NAMES: usize = 20;
/// More distinct integers than this are not searched for codes of missing values.
const MOST_NUMBERS: usize = 1_000;

/// The level a column seems to have; `first` for the first column. Never ordinal, since nothing in
/// the cells tells whether they are ordered.
pub fn level(column: &Column, first: bool) -> MeasurementLevel {
    let filled = || {
        column
            .strings()
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
    };
    let mut numbers = filled().any(|cell| answer::plain_number(cell).is_some());
    let mut whole = true;
    let (mut length, mut begins_with_nought) = (None, false);
    for cell in filled() {
        match answer::plain_number(cell) {
            Some(number) => {
                whole &= !number.contains('.');
                begins_with_nought |= cell.starts_with('0');
                length = Some(if length.is_none_or(|length| length == cell.len()) {
                    cell.len()
                } else {
                    0
                });
            }
            None if answer::is_no_answer(cell) => {}
            None => {
                numbers = false;
                break;
            }
        }
    }
    let all_numbers = numbers;
    let answers = || {
        column.count(|cell| {
            !(cell.trim().is_empty() || all_numbers && answer::is_no_answer(cell.trim()))
        })
    };
    // Codes of equal length with leading zeros, such as postal codes, are names.
    numbers &= !(begins_with_nought && length.is_some_and(|length| length > 1));
    let answered = || filled().filter(|cell| !numbers || !answer::is_no_answer(cell));
    let most = if numbers { MOST_CATEGORIES } else { MOST_NAMES };
    let many = different(answered(), most).is_none();
    // Counted only where it decides, since a register may have millions.
    let distinct = || answered().collect::<HashSet<&str>>().len();
    if numbers && whole && many && first && distinct() == column.len() {
        // A first column of unique integers numbers the rows.
        MeasurementLevel::Id
    } else if numbers && (!whole || many) {
        MeasurementLevel::Interval
    } else if many && distinct() * 2 > answers() {
        MeasurementLevel::Id
    } else {
        MeasurementLevel::Nominal
    }
}

/// Findings about the answers of a dataset.
#[derive(Debug, Default)]
pub struct AnswerReview {
    /// By variable: its distinct answers, if they may form a scale.
    scales: Vec<Option<DistinctAnswers>>,
    /// Questions that concern several variables in the same way, with their names.
    shared_questions: BTreeMap<MissingValueQuestion, Vec<String>>,
    single_notes: Vec<String>,
}

/// A question about values that may be missing values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MissingValueQuestion {
    /// Occur next to numbers, and were counted as missing.
    BesideNumbers(Vec<String>),
    /// Words that are missing values elsewhere in the file.
    MissingElsewhere(Vec<String>),
    SuspectWords(Vec<String>),
    SuspectCodes(Vec<String>),
}

impl AnswerReview {
    /// Adds the next variable; `told` if the researcher has described its values.
    pub fn review(&mut self, variable: &mut Variable, column: &Column, told: bool) {
        self.single_notes.extend(unlabelled(variable, column));
        let few = few(column);
        if variable.level == MeasurementLevel::Id {
            self.scales.push(None);
            return;
        }
        let name = variable.name.clone();
        let mut ask = |question: MissingValueQuestion| {
            self.shared_questions
                .entry(question)
                .or_default()
                .push(name.clone())
        };
        let declared = |cell: &str| {
            variable
                .missing
                .iter()
                .any(|code| answer::same_answer(code, cell, true))
                || variable.values.iter().any(|value| value.code == cell)
        };
        let mut nothing: Vec<String> = Vec::new();
        let mut numbers = true;
        for cell in column
            .strings()
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
        {
            let says_nothing = answer::is_no_answer(cell) && !declared(cell);
            if says_nothing && !nothing.iter().any(|known| known == cell) {
                nothing.push(cell.to_owned());
            }
            numbers =
                numbers && (says_nothing || answer::plain_number(cell).is_some() || declared(cell));
        }
        nothing.sort_unstable();
        if !nothing.is_empty() && numbers {
            ask(MissingValueQuestion::BesideNumbers(nothing));
        } else if !nothing.is_empty() {
            ask(MissingValueQuestion::SuspectWords(nothing));
        }
        if numbers {
            let suspects = likely_missing_codes(&whole(column, few.as_deref()));
            let suspects: Vec<String> = suspects
                .iter()
                .map(i64::to_string)
                .filter(|code| !declared(code))
                .collect();
            if !suspects.is_empty() && variable.values.is_empty() {
                ask(MissingValueQuestion::SuspectCodes(suspects));
            }
        }
        let Some(few) = few else {
            if variable.level == MeasurementLevel::Nominal && numbers_with_commas(column) {
                self.single_notes
                    .push(format!("`{name}` holds numbers with commas before three digits, such as thousands: read as words"));
            }
            self.scales.push(None);
            return;
        };
        // Parsed as the study would, which is cheap for so few cells.
        let cells: Column = few.iter().collect();
        let reading = ParsedColumn::new(variable, &cells);
        self.single_notes.extend(twins(variable, &reading));
        if let Some(word) = variable
            .answer_without_rank(&reading)
            .filter(|_| variable.level == MeasurementLevel::Ordinal)
        {
            self.single_notes.push(format!(
                "`{name}` is listed as ordinal, but its answer `{word}` has no place in the order: used as nominal"
            ));
            variable.level = MeasurementLevel::Nominal;
        }
        let answers = DistinctAnswers::new(variable, reading.values().iter().map(|value| &**value));
        if variable.yes.is_none() && variable.level == MeasurementLevel::Nominal {
            variable.yes = answers.yes().map(str::to_owned);
        }
        self.scales
            .push(Some(answers).filter(|_| variable.level == MeasurementLevel::Nominal && !told));
    }

    /// Declares words missing that the file uses for missing values in numeric columns.
    pub fn apply_missing_words(&mut self, variables: &mut [Variable]) {
        let mut known: HashSet<String> = HashSet::new();
        for question in self.shared_questions.keys() {
            if let MissingValueQuestion::BesideNumbers(values) = question {
                known.extend(values.iter().cloned());
            }
        }
        let (mut settled, mut open) = (BTreeMap::new(), BTreeMap::new());
        for (question, names) in std::mem::take(&mut self.shared_questions) {
            match question {
                MissingValueQuestion::SuspectWords(values)
                    if values.iter().all(|value| known.contains(value)) =>
                {
                    for variable in variables
                        .iter_mut()
                        .filter(|variable| names.contains(&variable.name))
                    {
                        variable.missing.extend(values.iter().cloned());
                    }
                    settled.insert(MissingValueQuestion::MissingElsewhere(values), names);
                }
                other => {
                    open.insert(other, names);
                }
            }
        }
        open.extend(settled);
        self.shared_questions = open;
    }

    /// Sets the scales that the answers seem to be on, and returns them with their variables.
    pub fn apply_proposed_scales(
        &self,
        variables: &mut [Variable],
    ) -> Vec<(ProposedScale, Vec<String>)> {
        let mut proposed: Vec<(ProposedScale, Vec<String>)> = Vec::new();
        for (variable, scale) in variables.iter_mut().zip(scale::detect_scales(&self.scales)) {
            let Some(scale) = scale else { continue };
            variable.proposed = Some(scale.clone());
            match proposed
                .iter_mut()
                .find(|(known, _)| known.values == scale.values)
            {
                Some((known, names)) => {
                    known.missing.extend(
                        scale
                            .missing
                            .iter()
                            .filter(|code| !known.missing.contains(code))
                            .cloned()
                            .collect::<Vec<_>>(),
                    );
                    names.push(variable.name.clone());
                }
                None => proposed.push((scale, vec![variable.name.clone()])),
            }
        }
        proposed
    }

    /// The findings and questions, in sentences.
    pub fn notes(&self, variables: &[Variable]) -> Vec<String> {
        let asked = self.shared_questions.iter().map(|(question, names)| {
            let hold = format!("{} {}", join_names(names), if names.len() == 1 { "holds" } else { "hold" });
            let quoted = |values: &[String]| values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
            let command = |values: &[String]| {
                let list = values.iter().map(|value| value.replace('"', "\\\"")).collect::<Vec<_>>().join(";");
                let list = if values.len() > 1 { format!("\"{list}\"") } else { parsed_column::shell_quoted(&list) };
                // A leading hyphen would be parsed as an option.
                format!("`virk data variable {} --missing={list}`", pattern(names, variables))
            };
            match question {
                MissingValueQuestion::BesideNumbers(values) => format!("{hold} {} beside numbers: counted as missing", quoted(values)),
                MissingValueQuestion::MissingElsewhere(values) => {
                    let back = format!("`virk data variable {} --missing \"\"`", pattern(names, variables));
                    let values = quoted(values);
                    format!("{hold} {values}, which means missing beside numbers in this file: counted as missing; {back} undoes that")
                }
                MissingValueQuestion::SuspectWords(values) => format!("{hold} {}: missing values? {} marks them", quoted(values), command(values)),
                MissingValueQuestion::SuspectCodes(values) => {
                    format!("{hold} {}, far from the other numbers: missing values? {} marks them", quoted(values), command(values))
                }
            }
        });
        self.single_notes.iter().cloned().chain(asked).collect()
    }
}

/// The distinct cells of a column, if there are few.
fn few(column: &Column) -> Option<Vec<&str>> {
    different(
        column
            .strings()
            .map(str::trim)
            .filter(|cell| !cell.is_empty()),
        MOST_NAMES + 4,
    )
}

/// The distinct cells, or `None` if there are more than `most`. For so few, comparing is faster
/// than hashing.
fn different<'a>(cells: impl Iterator<Item = &'a str>, most: usize) -> Option<Vec<&'a str>> {
    let mut known: Vec<&str> = Vec::new();
    for cell in cells {
        if !known.contains(&cell) {
            if known.len() == most {
                return None;
            }
            known.push(cell);
        }
    }
    Some(known)
}

/// The distinct integers of a column, if it holds nothing else and not too many.
fn whole(column: &Column, few: Option<&[&str]>) -> Vec<i64> {
    let number = |cell: &str| answer::plain_number(cell)?.parse::<i64>().ok();
    if let Some(few) = few {
        return few.iter().filter_map(|cell| number(cell)).collect();
    }
    let mut known = HashSet::new();
    for cell in column
        .strings()
        .map(str::trim)
        .filter(|cell| !cell.is_empty() && !answer::is_no_answer(cell))
    {
        match number(cell) {
            Some(number) if known.len() <= MOST_NUMBERS => known.insert(number),
            _ => return Vec::new(),
        };
    }
    known.into_iter().collect()
}

fn numbers_with_commas(column: &Column) -> bool {
    let mut some = column
        .iter()
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .take(50)
        .peekable();
    some.peek().is_some()
        && some.clone().any(|cell| cell.contains(','))
        && some.all(|cell| answer::plain_number(&cell.replace(',', "")).is_some())
}

/// Notes answers that differ only in case, spaces or the composition of letters.
fn twins(variable: &Variable, reading: &ParsedColumn) -> Option<String> {
    let labelled = |answer: &str| variable.values.iter().any(|value| value.code == answer);
    let mut spellings: Vec<(String, Vec<&str>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for answer in reading
        .values()
        .iter()
        .map(|value| &**value)
        .filter(|answer| !labelled(answer))
    {
        let key = fold(answer, FoldMode::IgnoreCase).trim().to_owned();
        let place = *places.entry(key.clone()).or_insert_with(|| {
            spellings.push((key, Vec::new()));
            spellings.len() - 1
        });
        spellings[place].1.push(answer);
    }
    let twice: Vec<String> = spellings
        .iter()
        .filter(|(_, answers)| answers.len() > 1)
        .map(|(_, answers)| {
            answers
                .iter()
                .map(|answer| format!("`{answer}`"))
                .collect::<Vec<_>>()
                .join(", ")
        })
        .collect();
    let name = &variable.name;
    let joined = parsed_column::shell_quoted(&format!("{name}_2"));
    (!twice.is_empty()).then(|| {
        let typed = parsed_column::shell_quoted(name);
        format!(
            "`{name}` holds {}: the same answer? `virk data recode {typed} {joined} --join` makes a variable that joins them",
            twice.join(" and ")
        )
    })
}

/// Notes answers that have no label although others do.
fn unlabelled(variable: &Variable, column: &Column) -> Option<String> {
    if variable.values.is_empty() {
        return None;
    }
    let known = |cell: &str| {
        let listed = variable
            .values
            .iter()
            .map(|value| &value.code)
            .chain(&variable.missing);
        cell.is_empty()
            || listed
                .into_iter()
                .any(|code| answer::same_answer(code, cell, true))
    };
    let first = column.strings().map(str::trim).find(|cell| !known(cell))?;
    let others = column.count(|cell| !known(cell.trim()));
    Some(format!(
        "`{}` has {others} answer{} without a label, such as `{first}`",
        variable.name,
        if others == 1 { "" } else { "s" }
    ))
}

/// The names, or the first few of many.
pub fn join_names(names: &[String]) -> String {
    let some: Vec<String> = names
        .iter()
        .take(4)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len() - some.len() {
        0 => some.join(", "),
        more => format!("{} and {more} more", some.join(", ")),
    }
}

/// A pattern that matches these names and no others, if there is one, or else all names.
fn pattern(names: &[String], variables: &[Variable]) -> String {
    let first = names.first().map_or("", String::as_str);
    let stem = first.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let all = variables
        .iter()
        .filter(|variable| variable.name.starts_with(stem))
        .count();
    if names.len() > 1
        && !stem.is_empty()
        && !stem.contains(['*', '?'])
        && names.iter().all(|name| name.starts_with(stem))
        && all == names.len()
    {
        return format!("\"{stem}*\"");
    }
    names
        .iter()
        .map(|name| parsed_column::shell_quoted(name))
        .collect::<Vec<_>>()
        .join(" ")
}
