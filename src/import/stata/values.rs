//! What the bytes of a data file of Stata mean: letters, numbers, dates, and variables.

use super::schema::{DtaSchema, StataType, StataVariable, ended, expect};
use crate::import::sav::ByteReader;
use crate::import::workbook;
use crate::study::dataset::{MeasurementLevel, Value};
use crate::study::{BilingualText, Column, Refusal, Variable};
use encoding_rs::WINDOWS_1252;
use std::collections::HashMap;
use std::fmt;

/// Why there is no number: 0 for none, 1 to 26 for `.a` to `.z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StataMissing(pub u8);

impl fmt::Display for StataMissing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => write!(f, "."),
            letter => write!(f, ".{}", char::from(b'a' + letter - 1)),
        }
    }
}

/// How bytes become letters: UTF-8, or what Stata before 14 wrote in Western Europe.
#[derive(Default)]
pub struct StataDecoder {
    /// Whether some words were no UTF-8.
    pub fallen_back: bool,
    /// How many texts were none.
    pub binary: usize,
}

impl StataDecoder {
    pub fn words(&mut self, bytes: &[u8]) -> String {
        match std::str::from_utf8(bytes) {
            Ok(words) => words.to_owned(),
            Err(_) => {
                self.fallen_back = true;
                WINDOWS_1252
                    .decode_without_bom_handling(bytes)
                    .0
                    .into_owned()
            }
        }
    }
}

/// How Stata shows a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StataFormat {
    /// As a number.
    Plain,
    /// Days since 1960.
    Day,
    /// Milliseconds since 1960.
    Moment,
    /// Weeks, months, quarters or halves of years since 1960: the letter, and how many a year has.
    Part(char, i64),
}

impl StataFormat {
    /// The format that `%td`, `%-tcDD_Mon` … tell.
    pub fn of(told: &[u8]) -> StataFormat {
        let words = String::from_utf8_lossy(told);
        let rest = words.trim_start_matches('%').trim_start_matches('-');
        match rest.as_bytes() {
            [b'd', ..] | [b't', b'd', ..] => StataFormat::Day,
            [b't', b'c' | b'C', ..] => StataFormat::Moment,
            [b't', b'w', ..] => StataFormat::Part('w', 52),
            [b't', b'm', ..] => StataFormat::Part('m', 12),
            [b't', b'q', ..] => StataFormat::Part('q', 4),
            [b't', b'h', ..] => StataFormat::Part('h', 2),
            _ => StataFormat::Plain,
        }
    }

    /// Whether it is a date or a time.
    pub fn is_moment(self) -> bool {
        self != StataFormat::Plain
    }

    /// The value in words; `short` for numbers of four bytes, which have fewer digits.
    pub fn shown(self, value: f64, short: bool) -> String {
        let number = || {
            if short && value.is_finite() {
                format!("{}", value as f32 + 0.0)
            } else {
                workbook::number(value)
            }
        };
        // The Stata calendar reaches from the year 100 to 9999.
        let within = |days: f64| (-680_000.0..=2_940_000.0).contains(&days);
        match self {
            StataFormat::Day if within(value) => date(value.floor() as i64, (0, 0, 0)),
            StataFormat::Moment if within(value / DAY) => {
                let seconds = (value / 1000.0).round();
                date(
                    (seconds / 86_400.0).floor() as i64,
                    workbook::hours(seconds.rem_euclid(86_400.0) / 86_400.0),
                )
            }
            StataFormat::Part(letter, parts) if value.abs() < 100_000.0 => {
                let count = value.floor() as i64;
                format!(
                    "{}{letter}{}",
                    1960 + count.div_euclid(parts),
                    count.rem_euclid(parts) + 1
                )
            }
            _ => number(),
        }
    }
}

/// The milliseconds of a day.
const DAY: f64 = 86_400_000.0;

fn date(days: i64, time: (u32, u32, u32)) -> String {
    let begin = jiff::civil::date(1960, 1, 1);
    match begin.checked_add(jiff::Span::new().days(days)) {
        Ok(day) => workbook::moment(
            (
                day.year().unsigned_abs(),
                day.month().unsigned_abs(),
                day.day().unsigned_abs(),
            ),
            time,
        ),
        Err(_) => days.to_string(),
    }
}

/// The values of each set and what they mean.
pub type ValueLabelSets = HashMap<Vec<u8>, Vec<Value>>;

/// Reads the value labels that stand after the rows.
/// Refused when they contradict themselves or end too soon.
pub fn value_labels(
    schema: &DtaSchema,
    source: &mut ByteReader<'_>,
    letters: &mut StataDecoder,
) -> Result<ValueLabelSets, Refusal> {
    let mut sets = ValueLabelSets::new();
    if schema.is_tagged() {
        expect(source, b"<value_labels>")?;
    }
    loop {
        if schema.is_tagged() {
            if !source.begins(b"<lbl>") {
                return Ok(sets);
            }
            expect(source, b"<lbl>")?;
        } else if source.is_done() {
            return Ok(sets);
        }
        source.count()?;
        let name = ended(source.take(schema.name_length())?);
        source.take(3)?;
        let (count, length) = (source.count()?, source.count()?);
        if count.saturating_mul(8) > source.remaining() {
            return Err(source.broken("it has fewer value labels than it says"));
        }
        let begins: Vec<i32> = (0..count).map(|_| source.int()).collect::<Result<_, _>>()?;
        let values: Vec<i32> = (0..count).map(|_| source.int()).collect::<Result<_, _>>()?;
        let text = source.take(length)?;
        let (mut set, mut all) = (Vec::with_capacity(count), 0);
        for (begin, value) in begins.iter().zip(values) {
            let Some(words) = usize::try_from(*begin)
                .ok()
                .and_then(|begin| text.get(begin..))
            else {
                return Err(source.broken("a value label is not where it says"));
            };
            let words = ended(words);
            // Each label has words of its own; shared ones could be told again and again.
            all += words.len();
            if all > length {
                return Err(source.broken("its value labels overlap"));
            }
            let code = match value.checked_sub(2_147_483_621) {
                Some(missing @ 0..=26) => StataMissing(missing as u8).to_string(),
                _ => value.to_string(),
            };
            set.push(Value {
                code,
                label: BilingualText::new(letters.words(&words).trim()),
            });
        }
        sets.insert(name, set);
        if schema.is_tagged() {
            expect(source, b"</lbl>")?;
        }
    }
}

/// The variable for people, its column at hand.
pub fn variable(
    raw: &StataVariable,
    column: &Column,
    sets: &ValueLabelSets,
    letters: &mut StataDecoder,
) -> Variable {
    let name = letters.words(&raw.name);
    let label = letters.words(&raw.label).trim().to_owned();
    let values = sets
        .get(&raw.labels)
        .filter(|_| raw.kind.is_number() && !raw.format.is_moment())
        .cloned()
        .unwrap_or_default();
    let mut missing: Vec<String> = Vec::new();
    if !matches!(raw.kind, StataType::Text(_) | StataType::Long) {
        let codes = values
            .iter()
            .map(|value| value.code.as_str())
            .chain(column.strings());
        missing.extend(codes.filter(|code| is_missing(code)).map(str::to_owned));
        missing.sort();
        missing.dedup();
    }
    Variable {
        label: BilingualText::new(if label.is_empty() { &name } else { &label }),
        level: if raw.format.is_moment() {
            MeasurementLevel::Id
        } else {
            MeasurementLevel::Nominal
        },
        name,
        values,
        missing,
        ..Variable::default()
    }
}

fn is_missing(code: &str) -> bool {
    matches!(code.as_bytes(), [b'.', b'a'..=b'z'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_from_1960() {
        assert_eq!(StataFormat::of(b"%td").shown(0.0, false), "1960-01-01");
        assert_eq!(
            StataFormat::of(b"%-tdDD/NN/CCYY").shown(-1.0, false),
            "1959-12-31"
        );
        assert_eq!(
            StataFormat::of(b"%tc").shown(1_577_966_400_000.0, false),
            "2010-01-01 12:00"
        );
        assert_eq!(StataFormat::of(b"%tm").shown(602.0, false), "2010m3");
        assert_eq!(StataFormat::of(b"%tq").shown(-1.0, false), "1959q4");
        assert_eq!(
            StataFormat::of(b"%9.0g").shown(f64::from(0.1_f32), true),
            "0.1"
        );
        assert_eq!(StataFormat::of(b"%9.0g").shown(0.1, false), "0.1");
        assert_eq!(StataFormat::of(b"%td").shown(1e300, false).len(), 301);
    }
}
