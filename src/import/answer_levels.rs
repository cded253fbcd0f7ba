//! What the answers of a survey look like: which level a column seems to have, on which scale its
//! answers seem to be, and what a person has to be asked about them.
//!
//! Nothing is decided here that cannot be known: a column of numbers has a size and no order of
//! meaning, `99` may be a number, and `yes` and `Yes` may be two answers. It is said, with the
//! command that settles it.

use crate::study::dataset::MeasurementLevel;
use crate::study::parsed_column::ParsedColumn;
use crate::study::scale::{self, DistinctAnswers, ProposedScale, likely_missing_codes};
use crate::study::{Column, Variable, answer, variable_text};
use crate::text::folding::{FoldMode, fold};
use std::collections::{BTreeMap, HashMap, HashSet};

/// More different whole numbers than this are not categories.
const MOST_CATEGORIES: usize = 12;
/// More different names than this, most of them standing once, tell rows apart.
const MOST_NAMES: usize = 20;
/// More different whole numbers than this are not looked through for codes.
const MOST_NUMBERS: usize = 1_000;

/// The level a column seems to have; `first` when no column stands before it.
/// Nothing is guessed to be ordinal: that numbers stand for an order is written nowhere in them.
#[must_use]
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
    // Codes of one length that begin with a nought, such as postal numbers, are names.
    numbers &= !(begins_with_nought && length.is_some_and(|length| length > 1));
    let said = || filled().filter(|cell| !numbers || !answer::is_no_answer(cell));
    let most = if numbers { MOST_CATEGORIES } else { MOST_NAMES };
    let many = different(said(), most).is_none();
    // All of them are counted only where that decides: a register has millions.
    let distinct = || said().collect::<HashSet<&str>>().len();
    if numbers && whole && many && first && distinct() == column.len() {
        // A running number stands first.
        MeasurementLevel::Id
    } else if numbers && (!whole || many) {
        MeasurementLevel::Interval
    } else if many && distinct() * 2 > answers() {
        MeasurementLevel::Id
    } else {
        MeasurementLevel::Nominal
    }
}

/// What is to be asked about the answers of a dataset.
#[derive(Debug, Default)]
pub struct AnswerReview {
    /// What may be seen of each variable's scale.
    scales: Vec<Option<DistinctAnswers>>,
    /// Questions that may be asked of several variables at once, each with their names.
    shared_questions: BTreeMap<MissingValueQuestion, Vec<String>>,
    /// What is said of one variable.
    single_notes: Vec<String>,
}

/// A question about values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MissingValueQuestion {
    /// These stand beside numbers and are no answer.
    BesideNumbers(Vec<String>),
    /// These words are no answer elsewhere in the file.
    MissingElsewhere(Vec<String>),
    /// These words may be no answer.
    SuspectWords(Vec<String>),
    /// These numbers may be no answer.
    SuspectCodes(Vec<String>),
}

impl AnswerReview {
    /// Looks at the answers of the next variable; `told` when a person has said what they mean.
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
            let found = likely_missing_codes(&whole(column, few.as_deref()));
            let found: Vec<String> = found
                .iter()
                .map(i64::to_string)
                .filter(|code| !declared(code))
                .collect();
            if !found.is_empty() && variable.values.is_empty() {
                ask(MissingValueQuestion::SuspectCodes(found));
            }
        }
        let Some(few) = few else {
            if variable.level == MeasurementLevel::Nominal && numbers_with_commas(column) {
                self.single_notes
                    .push(format!("`{name}` holds numbers with commas before three digits, such as thousands: taken as words"));
            }
            self.scales.push(None);
            return;
        };
        // What is few is read as the study will read it.
        let cells: Column = few.iter().collect();
        let reading = ParsedColumn::new(variable, &cells);
        self.single_notes.extend(twins(variable, &reading));
        if let Some(word) = variable
            .answer_without_rank(&reading)
            .filter(|_| variable.level == MeasurementLevel::Ordinal)
        {
            self.single_notes.push(format!(
                "`{name}` is said to be ordinal, but its answer `{word}` has no place in an order: taken as nominal"
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

    /// Takes for no answer among words what the file writes for no answer among numbers.
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

    /// Gives the variables the scales that their answers seem to be on, and says which.
    #[must_use]
    pub fn apply_proposed_scales(
        &self,
        variables: &mut [Variable],
    ) -> Vec<(ProposedScale, Vec<String>)> {
        let mut told: Vec<(ProposedScale, Vec<String>)> = Vec::new();
        for (variable, scale) in variables.iter_mut().zip(scale::detect_scales(&self.scales)) {
            let Some(scale) = scale else { continue };
            variable.proposed = Some(scale.clone());
            match told
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
                None => told.push((scale, vec![variable.name.clone()])),
            }
        }
        told
    }

    /// What a person should know of the answers, and be asked.
    #[must_use]
    pub fn notes(&self, variables: &[Variable]) -> Vec<String> {
        let asked = self.shared_questions.iter().map(|(question, names)| {
            let hold = format!("{} {}", join_names(names), if names.len() == 1 { "holds" } else { "hold" });
            let quoted = |values: &[String]| values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
            let command = |values: &[String]| {
                let list = values.iter().map(|value| value.replace('"', "\\\"")).collect::<Vec<_>>().join(";");
                let list = if values.len() > 1 { format!("\"{list}\"") } else { variable_text::shell_quoted(&list) };
                // A hyphen at the beginning would be taken for an option.
                format!("`virk data variable {} --missing={list}`", pattern(names, variables))
            };
            match question {
                MissingValueQuestion::BesideNumbers(values) => format!("{hold} {} beside numbers: counted as no answer", quoted(values)),
                MissingValueQuestion::MissingElsewhere(values) => {
                    let back = format!("`virk data variable {} --missing \"\"`", pattern(names, variables));
                    let values = quoted(values);
                    format!("{hold} {values}, which stands for no answer beside numbers in this file: counted as no answer; {back} takes it back")
                }
                MissingValueQuestion::SuspectWords(values) => format!("{hold} {}: no answer? {} says so", quoted(values), command(values)),
                MissingValueQuestion::SuspectCodes(values) => {
                    format!("{hold} {}, far from the other numbers: no answer? {} says so", quoted(values), command(values))
                }
            }
        });
        self.single_notes.iter().cloned().chain(asked).collect()
    }
}

/// The different cells of a column, when they are few.
fn few(column: &Column) -> Option<Vec<&str>> {
    different(
        column
            .strings()
            .map(str::trim)
            .filter(|cell| !cell.is_empty()),
        MOST_NAMES + 4,
    )
}

/// The different ones of some cells, when they are at most so many: so few are sooner compared than
/// hashed.
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

/// The different whole numbers of a column, when that is what it holds and they are not too many.
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

/// A note on answers that are one but for capitals, spaces or how their letters are composed.
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
    let joined = variable_text::shell_quoted(&format!("{name}_2"));
    (!twice.is_empty()).then(|| {
        let typed = variable_text::shell_quoted(name);
        format!(
            "`{name}` holds {}: one answer? `virk data recode {typed} {joined} --join` makes a variable where it is",
            twice.join(" and ")
        )
    })
}

/// A note on answers that the labelled values do not cover.
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

/// The names of a few variables, or some of many.
#[must_use]
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

/// Names as they are typed: one pattern where it fits them and no other, else all.
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
        .map(|name| variable_text::shell_quoted(name))
        .collect::<Vec<_>>()
        .join(" ")
}
