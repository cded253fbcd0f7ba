//! What the bytes of a data file mean: letters, numbers, dates, and variables.

use super::dictionary::{SavDictionary, SavVariable, trimmed};
use crate::import::workbook;
use crate::study::dataset::{MeasurementLevel, Value};
use crate::study::{BilingualText, Column, Variable};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How SPSS shows a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpssFormat {
    /// As a number, or as letters.
    #[default]
    Plain,
    /// As a day.
    Date,
    /// As a day and a time.
    Moment,
    /// As a length of time.
    Clock,
}

impl SpssFormat {
    /// The format that a record tells: decimals, width and kind, a byte each.
    pub fn of(told: i32) -> SpssFormat {
        match (told >> 16) & 0xff {
            20 | 23 | 24 | 28..=30 | 38 | 39 => SpssFormat::Date,
            22 | 41 => SpssFormat::Moment,
            21 | 25 | 40 => SpssFormat::Clock,
            _ => SpssFormat::Plain,
        }
    }

    /// Whether it is a date or a time.
    pub fn is_moment(self) -> bool {
        self != SpssFormat::Plain
    }

    /// The value in words; seconds are counted from the first day of the Gregorian calendar, 14
    /// October 1582.
    pub fn shown(self, value: f64) -> String {
        let (day, seconds) = ((value / DAY).floor(), value.rem_euclid(DAY));
        match self {
            SpssFormat::Plain => workbook::number(value),
            SpssFormat::Clock if value >= 0.0 => workbook::clock(workbook::hours(value / DAY)),
            SpssFormat::Date | SpssFormat::Moment if (0.0..=3_000_000.0).contains(&day) => {
                let time = if self == SpssFormat::Date {
                    (0, 0, 0)
                } else {
                    workbook::hours(seconds / DAY)
                };
                workbook::moment(civil(day as i64), time)
            }
            SpssFormat::Date | SpssFormat::Moment | SpssFormat::Clock => workbook::number(value),
        }
    }
}

const DAY: f64 = 86_400.0;

/// Year, month and day, so many days after 14 October 1582 (Fliegel and Van Flandern 1968).
fn civil(days: i64) -> (u16, u8, u8) {
    // The Julian day number of that day is 2,299,160.
    let mut l = days + 2_299_160 + 68_569;
    let n = 4 * l / 146_097;
    l -= (146_097 * n + 3) / 4;
    let year = 4_000 * (l + 1) / 1_461_001;
    l += 31 - 1_461 * year / 4;
    let month = 80 * l / 2_447;
    let day = l - 2_447 * month / 80;
    let late = month / 11;
    (
        (100 * (n - 49) + year + late) as u16,
        (month + 2 - 12 * late) as u8,
        day as u8,
    )
}

/// How the bytes of words become letters.
pub struct SavDecoder {
    encoding: &'static Encoding,
    big: bool,
    /// How many words were not written so.
    pub broken: usize,
}

impl SavDecoder {
    /// As the file says; Windows-1252 where it says nothing and its words are not UTF-8.
    pub fn new(dictionary: &SavDictionary) -> SavDecoder {
        let told = dictionary
            .charset
            .as_deref()
            .and_then(|name| Encoding::for_label(name.as_bytes()));
        let words = dictionary.variables.iter().flat_map(|raw| {
            [&raw.name, &raw.label]
                .into_iter()
                .chain(raw.labels.iter().map(|(_, label)| label))
        });
        let guessed = || {
            if words
                .clone()
                .all(|words| std::str::from_utf8(words).is_ok())
            {
                UTF_8
            } else {
                WINDOWS_1252
            }
        };
        SavDecoder {
            encoding: told.unwrap_or_else(guessed),
            big: dictionary.big,
            broken: 0,
        }
    }

    /// What they are called.
    pub fn name(&self) -> String {
        self.encoding.name().to_lowercase()
    }

    /// Words, without the blanks at their end.
    pub fn words(&mut self, bytes: &[u8]) -> String {
        let bytes = trimmed(bytes);
        let (words, broken) = self.encoding.decode_without_bom_handling(&bytes);
        self.broken += usize::from(broken);
        words.trim().to_owned()
    }

    /// A cell, or a value that stands for one in labels and missing values.
    pub fn cell(&mut self, variable: &SavVariable, bytes: &[u8]) -> String {
        if variable.width > 0 {
            return self.words(bytes);
        }
        match self.number(bytes) {
            Some(value) if value != -f64::MAX => variable.format.shown(value),
            _ => String::new(),
        }
    }

    fn number(&self, bytes: &[u8]) -> Option<f64> {
        let bytes: [u8; 8] = bytes.try_into().ok()?;
        Some(if self.big {
            f64::from_be_bytes(bytes)
        } else {
            f64::from_le_bytes(bytes)
        })
    }
}

/// The variable for people, its column at hand: of a range, the values that occur in it are
/// missing.
pub fn variable(raw: &SavVariable, column: &Column, letters: &mut SavDecoder) -> Variable {
    let name = letters.words(&raw.name);
    let label = letters.words(&raw.label);
    let values: Vec<Value> = raw
        .labels
        .iter()
        .map(|(value, label)| Value {
            code: letters.cell(raw, value),
            label: BilingualText::new(letters.words(label)),
        })
        .filter(|value| !value.code.is_empty())
        .collect();
    let mut missing: Vec<String> = raw
        .missing
        .iter()
        .map(|value| letters.cell(raw, value))
        .collect();
    if let Some((low, high)) = raw.range {
        let known = values
            .iter()
            .map(|value| value.code.as_str())
            .chain(column.strings());
        let mut within: Vec<&str> = known
            .filter(|code| {
                code.parse()
                    .is_ok_and(|value: f64| low <= value && value <= high)
            })
            .collect();
        within.sort();
        within.dedup();
        missing.extend(within.into_iter().map(str::to_owned));
    }
    missing.retain(|code| !code.is_empty());
    missing.dedup();
    let level = match raw.measure {
        _ if raw.format.is_moment() => MeasurementLevel::Id,
        2 => MeasurementLevel::Ordinal,
        3 => MeasurementLevel::Interval,
        _ => MeasurementLevel::Nominal,
    };
    // A value that is no answer is no category; its label still says why there is none.
    Variable {
        label: BilingualText::new(if label.is_empty() { &name } else { &label }),
        name,
        level,
        values,
        missing,
        ..Variable::default()
    }
}

/// What a range of missing values came to.
pub fn range_note(raw: &SavVariable, variable: &Variable) -> Option<String> {
    let (low, high) = raw.range?;
    let end = |value: f64| {
        if value.abs() > 1e300 {
            "…".to_owned()
        } else {
            workbook::number(value)
        }
    };
    let codes = if variable.missing.is_empty() {
        "none occurs".to_owned()
    } else {
        variable.missing.join(", ")
    };
    Some(format!(
        "missing in `{}` is what lies within {} and {}: {codes}",
        variable.name,
        end(low),
        end(high)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_gregorian_calendar() {
        assert_eq!(civil(0), (1582, 10, 14));
        assert_eq!(civil(141_428), (1970, 1, 1));
        assert_eq!(
            SpssFormat::Moment.shown(141_428.0 * DAY + 45_000.0),
            "1970-01-01 12:30"
        );
        assert_eq!(
            SpssFormat::of(20 << 16 | 11 << 8).shown(13_930_704_000.0),
            "2024-03-25"
        );
        assert_eq!(SpssFormat::of(5 << 16 | 8 << 8 | 2).shown(1.5), "1.5");
        assert_eq!(SpssFormat::Clock.shown(109_500.0), "30:25");
    }
}
