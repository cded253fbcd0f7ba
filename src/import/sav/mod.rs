//! Data files of SPSS (`.sav`, `.zsav`), as the PSPP developers' guide describes the format.
//!
//! Names, labels, missing values and measurement levels come along; the code of a missing answer
//! stays in its cell, as it may mean something, and only what SPSS calls system-missing is empty.
//! Weights, roles and multiple response sets mean nothing here. A count in the file is never
//! believed beyond the bytes that are there.
//!
//! The bytes of a data file, read front to back and never beyond their end.
//!
//! The rows of a data file: as they are, by codes of one byte, or by zlib over these.

mod dictionary;
pub(super) mod values;

use super::table_reader::TableContents;
use super::tabular;
use crate::study::column::ColumnBuilder;
use crate::study::{Column, Refusal, Variable};
use dictionary::SavDictionary;
use flate2::bufread::ZlibDecoder;
use std::io::Read;
use values::SavDecoder;

/// Whether `bytes` begin as a data file of SPSS does.
pub fn is_sav(bytes: &[u8]) -> bool {
    bytes.starts_with(b"$FL2") || bytes.starts_with(b"$FL3")
}

/// Reads the data file that `bytes` of the file called `name` are.
/// Refused when it ends too soon, contradicts itself, or holds more than memory bears.
pub fn read(name: &str, bytes: &[u8]) -> Result<TableContents, Refusal> {
    let (dictionary, rest) = dictionary::SavDictionary::read(name, bytes)?;
    let mut letters = values::SavDecoder::new(&dictionary);
    let columns = read_cases(name, &dictionary, rest, &mut letters)?;
    let variables: Vec<Variable> = dictionary
        .variables
        .iter()
        .zip(&columns)
        .map(|(raw, column)| values::variable(raw, column, &mut letters))
        .collect();
    let mut notes = Vec::new();
    if let Some(weight) = dictionary.weight.and_then(|place| variables.get(place)) {
        notes.push(format!(
            "SPSS weights the rows by `{}`; virk counts each row once",
            weight.name
        ));
    }
    let dates = variables
        .iter()
        .zip(&dictionary.variables)
        .filter(|(_, raw)| raw.format.is_moment())
        .map(|(known, _)| known.name.as_str());
    let dates: Vec<&str> = dates.collect();
    if !dates.is_empty() {
        notes.push(format!(
            "dates and times are never tested: {}",
            dates.join(", ")
        ));
    }
    notes.extend(
        dictionary
            .variables
            .iter()
            .zip(&variables)
            .filter_map(|(raw, known)| values::range_note(raw, known)),
    );
    if letters.broken > 0 {
        notes.push(format!(
            "{} text(s) hold letters that are not {}: shown as \u{fffd}",
            letters.broken,
            letters.name()
        ));
    }
    let unsure = dictionary
        .variables
        .iter()
        .zip(&variables)
        .filter(|(raw, _)| raw.measure == 0 && !raw.format.is_moment());
    let unsure = unsure.map(|(_, known)| known.name.clone()).collect();
    let encoding = format!(
        "{}, {}",
        if bytes.starts_with(b"$FL3") {
            "zsav"
        } else {
            "sav"
        },
        letters.name()
    );
    Ok(TableContents::of_variables(
        variables, columns, notes, unsure, encoding,
    ))
}

/// Bytes with a place in them and an order of the bytes of a number.
#[derive(Clone)]
pub struct ByteReader<'a> {
    name: &'a str,
    kind: &'static str,
    bytes: &'a [u8],
    at: usize,
    big: bool,
}

impl<'a> ByteReader<'a> {
    /// The bytes of the file called `name`.
    pub fn new(name: &'a str, bytes: &'a [u8], big: bool) -> ByteReader<'a> {
        ByteReader::of("SPSS file", name, bytes, big)
    }

    /// The same of a file of another `kind`.
    pub fn of(kind: &'static str, name: &'a str, bytes: &'a [u8], big: bool) -> ByteReader<'a> {
        ByteReader {
            name,
            kind,
            bytes,
            at: 0,
            big,
        }
    }

    /// Other bytes of the same file, from their beginning.
    pub fn within(&self, bytes: &'a [u8]) -> ByteReader<'a> {
        ByteReader {
            bytes,
            at: 0,
            ..self.clone()
        }
    }

    /// The refusal of what contradicts itself.
    pub fn broken(&self, why: &str) -> Refusal {
        Refusal::new(
            format!("{} is no sound {}: {why}", self.name, self.kind),
            "Save it again in the program it came from",
        )
    }

    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        let end = self
            .at
            .checked_add(count)
            .filter(|end| *end <= self.bytes.len());
        let Some(end) = end else {
            return Err(self.broken("it ends in the middle"));
        };
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    /// The next bytes, as many as the array has.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// A whole number of four bytes.
    pub fn int(&mut self) -> Result<i32, Refusal> {
        let bytes = self.array()?;
        Ok(if self.big {
            i32::from_be_bytes(bytes)
        } else {
            i32::from_le_bytes(bytes)
        })
    }

    /// A whole number of eight bytes.
    pub fn long(&mut self) -> Result<i64, Refusal> {
        let bytes = self.array()?;
        Ok(if self.big {
            i64::from_be_bytes(bytes)
        } else {
            i64::from_le_bytes(bytes)
        })
    }

    /// A count, which is never negative.
    pub fn count(&mut self) -> Result<usize, Refusal> {
        let count = self.int()?;
        usize::try_from(count).map_err(|_| self.broken("it counts below zero"))
    }

    /// The number that eight bytes are.
    pub fn number(&self, bytes: [u8; 8]) -> f64 {
        if self.big {
            f64::from_be_bytes(bytes)
        } else {
            f64::from_le_bytes(bytes)
        }
    }

    /// Whether what is left begins so.
    pub fn begins(&self, words: &[u8]) -> bool {
        self.bytes[self.at..].starts_with(words)
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// Whether numbers begin with their greatest byte.
    pub fn is_big(&self) -> bool {
        self.big
    }

    /// How far it has been read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// All bytes, also those that were read.
    pub fn all(&self) -> &'a [u8] {
        self.bytes
    }
}

/// How long all rows may be, unpacked by zlib.
const LONGEST: u64 = 256 << 20;

/// Where elements of eight bytes come from.
struct CaseElements<'a> {
    source: ByteReader<'a>,
    /// Whether they are packed by codes, and what is subtracted from these.
    bias: Option<f64>,
    big: bool,
    codes: [u8; 8],
    next: usize,
}

/// The element of a number that is no answer.
const NOTHING: f64 = -f64::MAX;

impl CaseElements<'_> {
    /// The next element; `None` where the rows end.
    fn next(&mut self) -> Result<Option<[u8; 8]>, Refusal> {
        let bytes = |number: f64| {
            if self.big {
                number.to_be_bytes()
            } else {
                number.to_le_bytes()
            }
        };
        let Some(bias) = self.bias else {
            return if self.source.is_done() {
                Ok(None)
            } else {
                self.source.array().map(Some)
            };
        };
        loop {
            if self.next == 8 {
                if self.source.is_done() {
                    return Ok(None);
                }
                self.codes = self.source.array()?;
                self.next = 0;
            }
            let code = self.codes[self.next];
            self.next += 1;
            return match code {
                0 => continue,
                252 => Ok(None),
                253 => self.source.array().map(Some),
                254 => Ok(Some(*b"        ")),
                255 => Ok(Some(bytes(NOTHING))),
                code => Ok(Some(bytes(f64::from(code) - bias))),
            };
        }
    }
}

/// Reads the rows that follow the dictionary, column by column.
/// Refused when they end too soon, or there are more than memory bears.
pub fn read_cases(
    name: &str,
    dictionary: &SavDictionary,
    source: ByteReader<'_>,
    letters: &mut SavDecoder,
) -> Result<Vec<Column>, Refusal> {
    let unpacked = if dictionary.packing == 2 {
        Some(inflated(name, source.clone())?)
    } else {
        None
    };
    let source = match &unpacked {
        Some(bytes) => ByteReader::new(name, bytes, dictionary.big),
        None => source,
    };
    let bias = match dictionary.packing {
        0 => None,
        1 | 2 => Some(dictionary.bias),
        other => return Err(source.broken(&format!("it is packed in way {other}"))),
    };
    let mut elements = CaseElements {
        source,
        bias,
        big: dictionary.big,
        codes: [0; 8],
        next: 8,
    };
    let mut columns: Vec<ColumnBuilder> =
        vec![ColumnBuilder::default(); dictionary.variables.len()];
    let made =
        |columns: Vec<ColumnBuilder>| columns.into_iter().map(ColumnBuilder::finish).collect();
    let mut rows = 0_usize;
    while dictionary.rows.is_none_or(|told| rows < told) {
        for (place, (variable, column)) in dictionary.variables.iter().zip(&mut columns).enumerate()
        {
            let mut bytes = Vec::new();
            for (segment, count) in variable.segments.iter().enumerate() {
                for _ in 0..*count {
                    let Some(element) = elements.next()? else {
                        if dictionary.rows.is_none()
                            && place == 0
                            && segment == 0
                            && bytes.is_empty()
                        {
                            return Ok(made(columns));
                        }
                        return Err(elements
                            .source
                            .broken(&format!("it ends in the middle of row {}", rows + 1)));
                    };
                    bytes.extend(element);
                }
                // A segment of 255 bytes fills 32 elements; the last byte is none of its words.
                bytes.truncate(((segment + 1) * 255).min(variable.width.max(8)));
            }
            column.push(&letters.cell(variable, &bytes));
        }
        rows += 1;
        if rows * columns.len() > tabular::MAX_CELLS {
            return Err(tabular::refuse_too_many(name));
        }
    }
    Ok(made(columns))
}

/// What the blocks of zlib hold, one after another; where they are stands at the end of the file.
fn inflated(name: &str, mut source: ByteReader<'_>) -> Result<Vec<u8>, Refusal> {
    let begin = source.position();
    let (header, trailer, length) = (source.long()?, source.long()?, source.long()?);
    let all = source.all();
    let within = |from: i64, length: i64| {
        let from = usize::try_from(from).ok()?;
        all.get(from..from.checked_add(usize::try_from(length).ok()?)?)
    };
    let (Some(trailer), true) = (
        within(trailer, length),
        usize::try_from(header) == Ok(begin),
    ) else {
        return Err(source.broken("its packed rows are not where it says"));
    };
    let mut blocks = source.within(trailer);
    blocks.take(20)?;
    let mut unpacked = Vec::new();
    for _ in 0..blocks.count()? {
        blocks.long()?;
        let from = blocks.long()?;
        blocks.int()?;
        let length = i64::from(blocks.int()?);
        let Some(packed) = within(from, length) else {
            return Err(source.broken("its packed rows are not where it says"));
        };
        let left = LONGEST.saturating_sub(unpacked.len() as u64);
        let read_cases = ZlibDecoder::new(packed)
            .take(left + 1)
            .read_to_end(&mut unpacked);
        if read_cases.is_err() {
            return Err(source.broken("its packed rows cannot be unpacked"));
        }
        if unpacked.len() as u64 > LONGEST {
            return Err(Refusal::new(
                format!(
                    "{name} unpacks to more than {} MB: a zip bomb",
                    LONGEST >> 20
                ),
                "Nothing was read; save it again without compression (.sav)",
            ));
        }
    }
    Ok(unpacked)
}
