//! The rows of a data file: as they are, by codes of one byte, or by zlib over these.

use super::super::tabular;
use super::byte_reader::ByteReader;
use super::dictionary::SavDictionary;
use super::values::SavDecoder;
use crate::study::{Column, Refusal, column::ColumnBuilder};
use flate2::bufread::ZlibDecoder;
use std::io::Read;

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
///
/// # Errors
/// When they end too soon, or there are more than memory bears.
pub fn read(
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
        let read = ZlibDecoder::new(packed)
            .take(left + 1)
            .read_to_end(&mut unpacked);
        if read.is_err() {
            return Err(source.broken("its packed rows cannot be unpacked"));
        }
        if unpacked.len() as u64 > LONGEST {
            return Err(Refusal::new(
                format!(
                    "{name} unpacks to more than {} MB: a zip bomb",
                    LONGEST >> 20
                ),
                "Nothing was read; save it again without packing (.sav)",
            ));
        }
    }
    Ok(unpacked)
}
