//! Portable files of SPSS (`.por`), as the PSPP developers' guide describes the format: lines of
//! eighty letters, numbers in base thirty, everything a record behind one letter.
//!
//! Names, labels and missing values come along; it tells no levels, so they are guessed.

use super::sav::values::SpssFormat;
use super::table_reader::TableContents;
use super::tabular;
use crate::study::dataset::{MeasurementLevel, Value};
use crate::study::{BilingualText, Column, Refusal, Variable, column::ColumnBuilder};

/// What stands after the splash lines and the table of letters.
const SIGN: &[u8] = b"SPSSPORT";
/// How long these are.
const BEFORE: usize = 456;
/// How long a line is.
const LINE: usize = 80;
/// Where the digits begin in the table of letters, and what follows when the file is in ASCII.
const LETTERS: (usize, &[u8]) = (
    200 + 64,
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ",
);

/// Whether `bytes` begin as a portable file does.
pub fn is_por(bytes: &[u8]) -> bool {
    bytes.len() > BEFORE
        && !bytes.starts_with(b"PK")
        && joined(&bytes[..bytes.len().min(BEFORE + 64)])
            .get(BEFORE..)
            .is_some_and(|rest| rest.starts_with(SIGN))
}

/// Reads the portable file that `bytes` of the file called `name` are.
/// Refused when its letters are not ASCII, it ends too soon, contradicts itself, or holds more than
/// memory bears.
pub fn read(name: &str, bytes: &[u8]) -> Result<TableContents, Refusal> {
    let letters = joined(bytes);
    let (from, known) = LETTERS;
    if letters.get(from..from + known.len()) != Some(known) {
        return Err(Refusal::new(
            format!("{name} is a portable file of SPSS written for another kind of computer"),
            "Save it as .sav or CSV in SPSS or PSPP",
        ));
    }
    let mut source = PorCursor {
        name,
        bytes: &letters,
        at: BEFORE + SIGN.len(),
    };
    source.letter()?;
    source.words()?;
    source.words()?;
    let mut raws: Vec<PorVariable> = Vec::new();
    let mut weight = None;
    loop {
        match source.letter()? {
            b'1' | b'2' | b'3' => drop(source.words()?),
            b'4' | b'5' => drop(source.number()?),
            b'6' => weight = Some(source.words()?),
            b'7' => {
                let width = source.count()?;
                let name = source.words()?;
                let kind = source.count()?;
                for _ in 0..5 {
                    source.number()?;
                }
                let format = if width > 0 {
                    SpssFormat::Plain
                } else {
                    SpssFormat::of((kind as i32 & 0xff) << 16)
                };
                raws.push(PorVariable {
                    name,
                    width,
                    format,
                    ..PorVariable::default()
                });
            }
            b'8' => source.missing(&mut raws, |raw, value| raw.missing.push(value))?,
            b'9' => source.missing(&mut raws, |raw, value| {
                raw.ranges.push((f64::MIN, number(&value)))
            })?,
            b'A' => source.missing(&mut raws, |raw, value| {
                raw.ranges.push((number(&value), f64::MAX))
            })?,
            b'B' => {
                source.missing(&mut raws, |raw, value| {
                    raw.ranges.push((number(&value), f64::MAX))
                })?;
                source.missing(&mut raws, |raw, value| {
                    if let Some(last) = raw.ranges.last_mut() {
                        last.1 = number(&value);
                    }
                })?;
            }
            b'C' => {
                let label = source.words()?;
                if let Some(last) = raws.last_mut() {
                    last.label = label;
                }
            }
            b'D' => source.value_labels(&mut raws)?,
            b'E' => {
                for _ in 0..source.count()? {
                    source.words()?;
                }
            }
            b'F' => break,
            other => {
                return Err(source.broken(&format!(
                    "it has a record of kind `{}`",
                    char::from(other).escape_default()
                )));
            }
        }
    }
    if raws.is_empty() {
        return Err(source.broken("it has no variables"));
    }
    let columns = source.rows(&raws)?;
    let mut notes = Vec::new();
    if let Some(weight) = weight {
        notes.push(format!(
            "SPSS weights the rows by `{weight}`; virk counts each row once"
        ));
    }
    let dated: Vec<String> = raws
        .iter()
        .filter(|raw| raw.format.is_moment())
        .map(|raw| format!("`{}`", raw.name))
        .collect();
    if !dated.is_empty() {
        notes.push(format!(
            "dates and times are never tested: {}",
            dated.join(", ")
        ));
    }
    let variables: Vec<Variable> = raws
        .iter()
        .zip(&columns)
        .map(|(raw, column)| raw.variable(column))
        .collect();
    let unsure = raws
        .iter()
        .filter(|raw| !raw.format.is_moment())
        .map(|raw| raw.name.clone())
        .collect();
    Ok(TableContents::of_variables(
        variables,
        columns,
        notes,
        unsure,
        "por".to_owned(),
    ))
}

#[derive(Default)]
struct PorVariable {
    name: String,
    /// The letters of a string; 0 for a number.
    width: usize,
    format: SpssFormat,
    label: String,
    labels: Vec<(String, String)>,
    missing: Vec<String>,
    ranges: Vec<(f64, f64)>,
}

impl PorVariable {
    fn variable(&self, column: &Column) -> Variable {
        let mut missing = self.missing.clone();
        if !self.ranges.is_empty() {
            let codes = self
                .labels
                .iter()
                .map(|(code, _)| code.as_str())
                .chain(column.strings());
            let within = |code: &&str| {
                code.parse().is_ok_and(|value: f64| {
                    self.ranges
                        .iter()
                        .any(|(low, high)| *low <= value && value <= *high)
                })
            };
            missing.extend(codes.filter(within).map(str::to_owned));
            missing.sort();
            missing.dedup();
        }
        let values = self.labels.iter().map(|(code, label)| Value {
            code: code.clone(),
            label: BilingualText::new(label),
        });
        Variable {
            name: self.name.clone(),
            label: BilingualText::new(if self.label.is_empty() {
                &self.name
            } else {
                &self.label
            }),
            level: if self.format.is_moment() {
                MeasurementLevel::Id
            } else {
                MeasurementLevel::Nominal
            },
            values: if self.format.is_moment() {
                Vec::new()
            } else {
                values.collect()
            },
            missing,
            ..Variable::default()
        }
    }
}

fn number(words: &str) -> f64 {
    words.parse().unwrap_or(f64::MAX)
}

/// The letters without their lines, each of which is filled to its length.
fn joined(bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(bytes.len());
    let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        all.extend_from_slice(line);
        if lines.peek().is_some() && line.len() < LINE {
            all.resize(all.len() + LINE - line.len(), b' ');
        }
    }
    all
}

/// Letters with a place in them.
struct PorCursor<'a> {
    name: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl PorCursor<'_> {
    fn broken(&self, why: &str) -> Refusal {
        Refusal::new(
            format!("{} is not a valid SPSS portable file: {why}", self.name),
            "Save it as .sav or CSV in SPSS or PSPP",
        )
    }

    fn letter(&mut self) -> Result<u8, Refusal> {
        let Some(letter) = self.bytes.get(self.at) else {
            return Err(self.broken("it ends in the middle"));
        };
        self.at += 1;
        Ok(*letter)
    }

    /// A number in base thirty; `None` for what SPSS calls system-missing.
    fn number(&mut self) -> Result<Option<f64>, Refusal> {
        let mut letter = self.letter()?;
        while letter == b' ' {
            letter = self.letter()?;
        }
        if letter == b'*' {
            self.letter()?;
            return Ok(None);
        }
        let negative = letter == b'-';
        if negative {
            letter = self.letter()?;
        }
        let (mut value, mut point, mut digits, mut places) = (0.0_f64, false, 0, 0);
        let exponent = loop {
            match letter {
                b'/' => break 0,
                b'.' if !point => point = true,
                b'+' | b'-' if digits > 0 => break self.exponent(letter == b'-')?,
                _ => {
                    let Some(digit) = char::from(letter).to_digit(30) else {
                        return Err(self.broken("a number is none"));
                    };
                    value = value * 30.0 + f64::from(digit);
                    digits += 1;
                    places -= i32::from(point);
                }
            }
            letter = self.letter()?;
        };
        if digits == 0 {
            return Err(self.broken("a number is none"));
        }
        let power = places.saturating_add(exponent);
        // Divided, not multiplied by a fraction: 1/30 is none in binary.
        let value = if power < 0 {
            value / 30_f64.powi(-power)
        } else {
            value * 30_f64.powi(power)
        };
        Ok(Some(if negative { -value } else { value }))
    }

    fn exponent(&mut self, negative: bool) -> Result<i32, Refusal> {
        let mut value = 0_i32;
        loop {
            match self.letter()? {
                b'/' => return Ok(if negative { -value } else { value }),
                letter => {
                    let Some(digit) = char::from(letter).to_digit(30) else {
                        return Err(self.broken("a number is none"));
                    };
                    value = value
                        .saturating_mul(30)
                        .saturating_add(digit as i32)
                        .min(10_000);
                }
            }
        }
    }

    fn count(&mut self) -> Result<usize, Refusal> {
        match self.number()? {
            Some(value) if (0.0..=1e9).contains(&value) && value.fract() == 0.0 => {
                Ok(value as usize)
            }
            _ => Err(self.broken("a count is none")),
        }
    }

    fn words(&mut self) -> Result<String, Refusal> {
        let length = self.count()?;
        let Some(words) = self.bytes.get(self.at..self.at.saturating_add(length)) else {
            return Err(self.broken("it ends in the middle"));
        };
        self.at += length;
        let words = match std::str::from_utf8(words) {
            Ok(words) => words.trim().to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(words)
                .0
                .trim()
                .to_owned(),
        };
        Ok(words)
    }

    /// A value of a variable, as a cell.
    fn value(&mut self, raw: &PorVariable) -> Result<String, Refusal> {
        if raw.width > 0 {
            self.words()
        } else {
            Ok(self
                .number()?
                .map(|value| raw.format.shown(value))
                .unwrap_or_default())
        }
    }

    fn missing(
        &mut self,
        raws: &mut [PorVariable],
        add: impl Fn(&mut PorVariable, String),
    ) -> Result<(), Refusal> {
        let Some(last) = raws.last_mut() else {
            return Err(self.broken("missing values are for no variable"));
        };
        let value = self.value(last)?;
        add(last, value);
        Ok(())
    }

    fn value_labels(&mut self, raws: &mut [PorVariable]) -> Result<(), Refusal> {
        let mut places = Vec::new();
        for _ in 0..self.count()? {
            let name = self.words()?;
            let Some(place) = raws
                .iter()
                .position(|raw| raw.name.eq_ignore_ascii_case(&name))
            else {
                return Err(self.broken("value labels are for a variable that does not exist"));
            };
            places.push(place);
        }
        let Some(first) = places.first().map(|place| &raws[*place]) else {
            return Err(self.broken("value labels are for no variable"));
        };
        let mut labels = Vec::new();
        for _ in 0..self.count()? {
            labels.push((self.value(first)?, self.words()?));
        }
        // A variable has one set; a file that tells the same for many would take its length many
        // times.
        if labels.len().saturating_mul(places.len()) > self.bytes.len() {
            return Err(self.broken("it tells more labels than it has letters"));
        }
        for place in places {
            raws[place].labels.clone_from(&labels);
        }
        Ok(())
    }

    fn rows(&mut self, raws: &[PorVariable]) -> Result<Vec<Column>, Refusal> {
        let mut columns: Vec<ColumnBuilder> = vec![ColumnBuilder::default(); raws.len()];
        let mut rows = 0;
        while self
            .bytes
            .get(self.at)
            .is_some_and(|letter| *letter != b'Z')
        {
            for (raw, column) in raws.iter().zip(&mut columns) {
                column.push(&self.value(raw)?);
            }
            rows += 1;
            if rows * raws.len() > tabular::MAX_CELLS {
                return Err(tabular::refuse_too_many(self.name));
            }
        }
        Ok(columns.into_iter().map(ColumnBuilder::finish).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(words: &str) -> Option<f64> {
        PorCursor {
            name: "f",
            bytes: words.as_bytes(),
            at: 0,
        }
        .number()
        .unwrap()
    }

    #[test]
    fn numbers_are_in_base_thirty() {
        for (words, value) in [
            ("5C/", 162.0),
            ("-1.F/", -1.5),
            ("*.", f64::NAN),
            ("T/", 29.0),
            ("1+2/", 900.0),
            ("F-1/", 0.5),
        ] {
            assert_eq!(
                number(words),
                Some(value).filter(|value| !value.is_nan()),
                "{words}"
            );
        }
        assert!(
            PorCursor {
                name: "f",
                bytes: b"?/",
                at: 0
            }
            .number()
            .is_err()
        );
    }
}
