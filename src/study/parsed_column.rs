//! A column as it is read: what counts as an answer, and each different answer once.
//!
//! Stored cells are never rewritten. A variable is *numeric* when everything that is answered is a
//! number; then one number is one answer, however it is spelled, and what programs write for no
//! answer is none. Among words, text stays text.
//!
//! What people write of a variable in a line or two: its values, their order, its middle category.

use super::answer::{compare_answers, compare_numbers, is_no_answer, plain_number};
use super::dataset::{MeasurementLevel, MiddleAnswer, Value};
use super::{BilingualText, Column, Refusal, Variable};
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
    pub fn is_numeric(&self) -> bool {
        self.numeric
    }

    /// The different answers of all rows, numbers by size, then words by letter.
    pub fn values(&self) -> &[Box<str>] {
        &self.values
    }

    /// Cells that are no answer among numbers, such as `NA`, though nobody declared them missing.
    pub fn implicit_missing(&self) -> &[String] {
        &self.implicit_missing
    }

    /// The place of a row's answer among the values; `None` where there is none.
    pub fn value_index(&self, row: usize) -> Option<usize> {
        self.rows
            .get(row)
            .filter(|place| **place != NO_ANSWER)
            .map(|place| *place as usize)
    }

    /// The answer of a row; `None` where there is none.
    pub fn answer(&self, row: usize) -> Option<&str> {
        self.values
            .get(self.value_index(row)?)
            .map(|value| &**value)
    }

    /// A value as this variable spells it.
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

impl BilingualText {
    /// The same, but for what they say in `language`.
    pub fn with(mut self, language: &str, words: &str) -> BilingualText {
        let words = words.trim().to_owned();
        // What has been said in the other language only is said anew there.
        let other = if language == "da" {
            (&self.da, &self.en)
        } else {
            (&self.en, &self.da)
        };
        let danish = if other.0.is_empty() && !other.1.is_empty() {
            language != "da"
        } else {
            language == "da"
        };
        *(if danish { &mut self.da } else { &mut self.en }) = words;
        self
    }
}

impl MeasurementLevel {
    /// All of them.
    pub const ALL: [MeasurementLevel; 4] = [
        MeasurementLevel::Nominal,
        MeasurementLevel::Ordinal,
        MeasurementLevel::Interval,
        MeasurementLevel::Id,
    ];

    /// The level that a word, or its beginning, says.
    /// Refused when it says none.
    pub fn parse(word: &str) -> Result<MeasurementLevel, Refusal> {
        let word = word.trim().to_lowercase();
        let found = MeasurementLevel::ALL
            .into_iter()
            .find(|level| !word.is_empty() && level.name().starts_with(&word));
        found.ok_or_else(|| {
            Refusal::new(
                format!("`{word}` is not a level"),
                "Use nominal, ordinal, interval or id",
            )
        })
    }
}

impl Variable {
    /// Its values in order, as `1 = Never; 2 = Often`.
    pub fn values_in_words(&self, language: &str) -> String {
        let one = |value: &Value| match value.label.in_language(language) {
            "" => value.code.clone(),
            label => format!("{} = {label}", value.code),
        };
        self.values.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    /// Its answers in order, as `Never < Often`.
    pub fn order_in_words(&self, language: &str) -> String {
        let answers = self
            .values
            .iter()
            .filter(|value| !self.missing.contains(&value.code));
        let order = answers
            .map(|value| self.label_of(&value.code, language))
            .collect::<Vec<_>>()
            .join(" < ");
        if self.missing.is_empty() {
            order
        } else {
            format!("{order}; missing: {}", self.missing.join(", "))
        }
    }

    /// Gives it the values that such words say, in their order. A label that is not said anew
    /// stays.
    /// Refused when a part has no value before its `=`.
    pub fn set_values(&mut self, words: &str, language: &str) -> Result<(), Refusal> {
        let parts = words
            .split([';', '\n'])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let values: Result<Vec<Value>, Refusal> = parts
            .map(|part| {
                let (code, label) = part
                    .split_once('=')
                    .map_or((part, None), |(code, label)| (code.trim(), Some(label)));
                if code.is_empty() {
                    return Err(Refusal::new(
                        format!("`{part}` does not label a value"),
                        "Write `1 = Never; 2 = Often`, in their order",
                    ));
                }
                let was = self
                    .values
                    .iter()
                    .find(|value| value.code == code)
                    .map(|value| value.label.clone())
                    .unwrap_or_default();
                let label =
                    label.map_or_else(|| was.clone(), |label| was.clone().with(language, label));
                Ok(Value {
                    code: code.to_owned(),
                    label,
                })
            })
            .collect();
        self.values = values?;
        Ok(())
    }

    /// Puts its values in the order of these; those that are not named follow as they were.
    pub fn set_order(&mut self, codes: &[String]) {
        let named = codes.iter().map(|code| {
            let known = self
                .values
                .iter()
                .find(|value| value.code == *code)
                .cloned();
            known.unwrap_or_else(|| Value {
                code: code.clone(),
                label: BilingualText::default(),
            })
        });
        let rest = self
            .values
            .iter()
            .filter(|value| !codes.contains(&value.code))
            .cloned();
        self.values = named.chain(rest).collect();
    }

    /// Says what its middle category means, as in `3 = neutral or don't know`; nothing takes it
    /// back.
    /// Refused when there is no value or no meaning.
    pub fn set_middle(&mut self, words: &str) -> Result<(), Refusal> {
        self.middle = match words
            .split_once('=')
            .map(|(code, means)| (code.trim(), means.trim()))
        {
            _ if words.trim().is_empty() => None,
            Some((code, means)) if !code.is_empty() && !means.is_empty() => Some(MiddleAnswer {
                code: code.to_owned(),
                means: means.to_owned(),
            }),
            _ => {
                return Err(Refusal::new(
                    format!(
                        "`{}` does not say what the middle category means",
                        words.trim()
                    ),
                    "Write `3 = neutral or don't know`; `3 = neutral` says that it has no second meaning",
                ));
            }
        };
        Ok(())
    }
}

/// A name as it is typed in a shell.
pub fn shell_quoted(name: &str) -> String {
    if !name.is_empty()
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || "_-./".contains(letter))
    {
        return name.to_owned();
    }
    let mut out = String::from("\"");
    for letter in name.chars() {
        if "\"\\$`".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out + "\""
}

/// The parts of a list such as `8, 9`; where a semicolon parts them, a comma belongs to what is
/// said.
pub fn split_list(words: &str) -> Vec<String> {
    let sign = if words.contains(';') { ';' } else { ',' };
    words
        .split(sign)
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_written() {
        let mut variable = Variable::default();
        variable.set_values("2 = Ofte; 1=Aldrig ; 9", "da").unwrap();
        assert_eq!(variable.values_in_words("da"), "2 = Ofte; 1 = Aldrig; 9");
        variable.set_values("1; 2 = Often", "en").unwrap();
        assert_eq!(variable.values_in_words("da"), "1 = Aldrig; 2 = Often");
        variable.set_order(&["2".into(), "3".into()]);
        assert_eq!(variable.values_in_words("en"), "2 = Often; 3; 1 = Aldrig");
        assert!(variable.set_values("= x", "en").is_err());
        variable.set_middle("3 = neutral or don't know").unwrap();
        assert_eq!(
            variable.middle.as_ref().unwrap().means,
            "neutral or don't know"
        );
        assert!(variable.set_middle("neutral").is_err());
        variable.set_middle(" ").unwrap();
        assert_eq!(variable.middle, None);
        assert_eq!(
            MeasurementLevel::parse("Ord").unwrap(),
            MeasurementLevel::Ordinal
        );
        assert!(MeasurementLevel::parse("scale").is_err());
    }
}
