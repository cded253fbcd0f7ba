//! Data files of Stata (`.dta`) since Stata 7, formats 110 to 119, as the Stata manual describes
//! them (`help dta`).
//!
//! Names, labels and missing values come along. What is missing for a reason (`.a` to `.z`) stays
//! in its cell, as it may mean something, and counts as no answer; `.` alone is empty. Stata tells
//! no level, so levels are guessed. A count in the file is never believed beyond the bytes that are
//! there: the crate `dta` takes memory as a file tells it to.
//!
//! The rows of a data file of Stata, and the long texts that stand after them.

mod schema;
mod values;

use super::sav::ByteReader;
use super::table_reader::TableContents;
use super::tabular;
use crate::study::column::ColumnBuilder;
use crate::study::{Column, Refusal, Variable};
use schema::{DtaSchema, StataType, ended, expect};
use std::collections::{BTreeMap, HashMap};
use values::{StataDecoder, StataMissing};

/// How words between tags begin since format 117.
const TAGGED: &[u8] = b"<stata_dta>";

/// Whether `bytes` begin as a data file of Stata does.
pub fn is_dta(bytes: &[u8]) -> bool {
    bytes.starts_with(TAGGED) || matches!(bytes, [102..=115, 1 | 2, 1, 0, ..])
}

/// Reads the data file that `bytes` of the file called `name` are.
/// Refused when it ends too soon, contradicts itself, is older than Stata 7, or holds more than
/// memory bears.
pub fn read(name: &str, bytes: &[u8]) -> Result<TableContents, Refusal> {
    let source = ByteReader::of("Stata file", name, bytes, false);
    let (schema, mut source) = schema::DtaSchema::read(name, source, bytes)?;
    let mut letters = values::StataDecoder::default();
    let columns = read_cases(name, &schema, &mut source, &mut letters)?;
    let labels = values::value_labels(&schema, &mut source, &mut letters)?;
    let variables: Vec<Variable> = schema
        .variables
        .iter()
        .zip(&columns)
        .map(|(raw, column)| values::variable(raw, column, &labels, &mut letters))
        .collect();
    let mut notes = Vec::new();
    let named = |wanted: fn(&schema::StataVariable) -> bool| -> Vec<String> {
        let found = schema
            .variables
            .iter()
            .zip(&variables)
            .filter(|(raw, _)| wanted(raw));
        found
            .map(|(_, known)| format!("`{}`", known.name))
            .collect()
    };
    let dates = named(|raw| raw.format.is_moment());
    if !dates.is_empty() {
        notes.push(format!(
            "dates and times are never tested: {}",
            dates.join(", ")
        ));
    }
    let long = named(|raw| raw.kind == schema::StataType::Long);
    if !long.is_empty() {
        notes.push(format!("texts of any length (strL): {}", long.join(", ")));
    }
    for ((raw, known), column) in schema
        .variables
        .iter()
        .zip(&variables)
        .zip(&columns)
        .filter(|((raw, _), _)| raw.kind.is_number())
    {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        column
            .iter()
            .filter(|cell| known.missing.iter().any(|code| code == cell))
            .for_each(|cell| *counts.entry(cell).or_default() += 1);
        if !counts.is_empty() {
            let each: Vec<String> = counts
                .iter()
                .map(|(code, count)| format!("{code} {count}"))
                .collect();
            notes.push(format!(
                "missing in `{}` for a reason: {}",
                letters.words(&raw.name),
                each.join(", ")
            ));
        }
    }
    if letters.binary > 0 {
        notes.push(format!(
            "{} that hold no text (binary strL) are empty",
            crate::text::number::count_noun(letters.binary, "cell")
        ));
    }
    let unsure = schema
        .variables
        .iter()
        .zip(&variables)
        .filter(|(raw, _)| !raw.format.is_moment());
    let unsure = unsure.map(|(_, known)| known.name.clone()).collect();
    let encoding = format!(
        "dta {}, {}",
        schema.release,
        if letters.fallen_back {
            "windows-1252"
        } else {
            "utf-8"
        }
    );
    Ok(TableContents::of_variables(
        variables, columns, notes, unsure, encoding,
    ))
}

/// Reads the rows column by column, and what follows them up to the value labels.
/// Refused when they end too soon, or there are more than memory bears.
pub fn read_cases(
    name: &str,
    schema: &DtaSchema,
    source: &mut ByteReader<'_>,
    letters: &mut StataDecoder,
) -> Result<Vec<Column>, Refusal> {
    let width: usize = schema.variables.iter().map(|raw| raw.kind.width()).sum();
    if schema.rows.saturating_mul(width) > source.remaining() {
        return Err(source.broken("it ends before its last row"));
    }
    if schema.rows.saturating_mul(schema.variables.len()) > tabular::MAX_CELLS {
        return Err(tabular::refuse_too_many(name));
    }
    let mut columns: Vec<ColumnBuilder> = vec![ColumnBuilder::default(); schema.variables.len()];
    // Which long text stands where.
    let mut long: Vec<(usize, usize, [u8; 8])> = Vec::new();
    for row in 0..schema.rows {
        for (place, raw) in schema.variables.iter().enumerate() {
            let bytes = source.take(raw.kind.width())?;
            let cell = match raw.kind {
                StataType::Text(_) => letters.words(&ended(bytes)).trim().to_owned(),
                StataType::Long => {
                    let mut key = [0; 8];
                    key.copy_from_slice(bytes);
                    if key != [0; 8] {
                        long.push((place, row, key));
                    }
                    String::new()
                }
                kind => match number(kind, bytes, source.is_big(), schema.release) {
                    Ok(value) => raw.format.shown(value, kind == StataType::Float),
                    Err(StataMissing(0)) => String::new(),
                    Err(missing) => missing.to_string(),
                },
            };
            columns[place].push(&cell);
        }
    }
    let mut columns: Vec<Column> = columns.into_iter().map(ColumnBuilder::finish).collect();
    if schema.is_tagged() {
        expect(source, b"</data><strls>")?;
        let texts = texts(schema, source, letters)?;
        let mut length = 0_usize;
        let mut whole: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (place, row, key) in long {
            let Some(text) = texts.get(&reference(schema.release, key, source.is_big())) else {
                continue;
            };
            // Rows may share a text, and a small file could make a large one of that.
            length = length.saturating_add(text.len());
            if length > LONGEST {
                return Err(Refusal::new(
                    format!("{name} holds texts of more than {} MB", LONGEST >> 20),
                    "Save it without them (drop the strL variables), or as CSV",
                ));
            }
            whole.entry(place).or_insert_with(|| vec![""; schema.rows])[row] = text.trim();
        }
        whole
            .into_iter()
            .for_each(|(place, cells)| columns[place] = cells.into_iter().collect());
        expect(source, b"</strls>")?;
    }
    Ok(columns)
}

/// How long all long texts may be in their cells.
const LONGEST: usize = 256 << 20;

/// The long texts by variable and row, as the cells name them.
fn texts(
    schema: &DtaSchema,
    source: &mut ByteReader<'_>,
    letters: &mut StataDecoder,
) -> Result<HashMap<(u64, u64), String>, Refusal> {
    let mut texts = HashMap::new();
    while source.begins(b"GSO") {
        source.take(3)?;
        let variable = u64::from(source.int()?.cast_unsigned());
        let row = if schema.release == 117 {
            u64::from(source.int()?.cast_unsigned())
        } else {
            source.long()?.cast_unsigned()
        };
        let [kind] = source.array::<1>()?;
        let length = source.count()?;
        let bytes = source.take(length)?;
        if kind == 130 {
            texts.insert((variable, row), letters.words(&ended(bytes)));
        } else {
            letters.binary += 1;
        }
    }
    Ok(texts)
}

/// Variable and row of a long text, as eight bytes of a cell tell them.
fn reference(release: u16, key: [u8; 8], big: bool) -> (u64, u64) {
    let width = match release {
        117 => 4,
        118 => 2,
        _ => 3,
    };
    let whole = |bytes: &[u8]| {
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        if big {
            bytes.iter().fold(0, add)
        } else {
            bytes.iter().rev().fold(0, add)
        }
    };
    (whole(&key[..width]), whole(&key[width..]))
}

/// The number that bytes are, or why there is none.
fn number(kind: StataType, bytes: &[u8], big: bool, release: u16) -> Result<f64, StataMissing> {
    let mut ordered = [0_u8; 8];
    // The greatest byte first, at the end of eight.
    for (to, from) in ordered.iter_mut().rev().zip(0..bytes.len()) {
        *to = if big {
            bytes[bytes.len() - 1 - from]
        } else {
            bytes[from]
        };
    }
    let bits = u64::from_be_bytes(ordered);
    // Missing numbers are the greatest there are: `.`, and since Stata 8 26 letters after it.
    let whole =
        |value: i64, last: i64| match value - if release < 113 { last + 27 } else { last + 1 } {
            missing @ 0..=26 => Err(StataMissing(missing as u8)),
            _ => Ok(value as f64),
        };
    match kind {
        StataType::Byte => whole(i64::from(bits as u8 as i8), 100),
        StataType::Int => whole(i64::from(bits as u16 as i16), 32_740),
        StataType::Whole => whole(i64::from(bits as u32 as i32), 2_147_483_620),
        StataType::Float => letter(bits as u32 as u64, 0x7f00_0000, 0x800)
            .map_or_else(|| Ok(f64::from(f32::from_bits(bits as u32))), Err),
        _ => letter(bits, 0x7fe0_0000_0000_0000, 0x0100_0000_0000)
            .map_or_else(|| Ok(f64::from_bits(bits)), Err),
    }
}

/// The missing value whose bits are the first one's and so many steps.
fn letter(bits: u64, first: u64, step: u64) -> Option<StataMissing> {
    let steps = bits.checked_sub(first)?;
    (steps % step == 0 && steps / step <= 26).then_some(StataMissing((steps / step) as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_numbers_are_missing_for_a_reason() {
        let told = |kind, bytes: &[u8]| {
            number(kind, bytes, false, 118).map_err(|missing| missing.to_string())
        };
        assert_eq!(told(StataType::Byte, &[100]), Ok(100.0));
        assert_eq!(told(StataType::Byte, &[0xff]), Ok(-1.0));
        assert_eq!(told(StataType::Byte, &[101]), Err(".".into()));
        assert_eq!(told(StataType::Byte, &[127]), Err(".z".into()));
        assert_eq!(
            told(StataType::Int, &32_742_i16.to_le_bytes()),
            Err(".a".into())
        );
        assert_eq!(told(StataType::Whole, &(-5_i32).to_le_bytes()), Ok(-5.0));
        assert_eq!(
            told(StataType::Float, &0x7f00_0800_u32.to_le_bytes()),
            Err(".a".into())
        );
        assert_eq!(
            told(StataType::Double, &0x7fe0_0200_0000_0000_u64.to_le_bytes()),
            Err(".b".into())
        );
        assert_eq!(
            number(StataType::Double, &1.5_f64.to_be_bytes(), true, 118).ok(),
            Some(1.5)
        );
        assert_eq!(
            number(StataType::Int, &300_i16.to_be_bytes(), true, 118).ok(),
            Some(300.0)
        );
        assert_eq!(
            (
                number(StataType::Byte, &[126], false, 110).ok(),
                number(StataType::Byte, &[127], false, 110).ok()
            ),
            (Some(126.0), None)
        );
        assert_eq!(reference(118, [1, 0, 2, 0, 0, 0, 0, 0], false), (1, 2));
    }
}
