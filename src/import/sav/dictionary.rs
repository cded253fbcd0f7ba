//! What stands before the cases: variables, labels, missing values, and the extension records that
//! later versions of SPSS added.

use super::ByteReader;
use super::values::SpssFormat;
use crate::study::Refusal;

/// Two words each, undecoded: a value and its label, a short name and a long one.
type BytePairs = Vec<(Vec<u8>, Vec<u8>)>;

/// A variable as the file has it, its words undecoded.
#[derive(Clone, Debug, Default)]
pub struct SavVariable {
    /// The name of at most eight bytes by which the records speak of it.
    pub short: Vec<u8>,
    /// Its name for people.
    pub name: Vec<u8>,
    /// The bytes of a string; 0 for a number.
    pub width: usize,
    /// How many elements of eight bytes each of its segments takes; strings beyond 255 bytes have
    /// several.
    pub segments: Vec<usize>,
    pub label: Vec<u8>,
    /// Its labelled values.
    pub labels: BytePairs,
    /// Values that count as no answer.
    pub missing: Vec<Vec<u8>>,
    /// The lowest and the highest number of a range that counts as no answer.
    pub range: Option<(f64, f64)>,
    /// How SPSS shows it.
    pub format: SpssFormat,
    /// 0 unknown, 1 nominal, 2 ordinal, 3 scale.
    pub measure: i32,
}

/// Everything before the cases.
pub struct SavDictionary {
    pub variables: Vec<SavVariable>,
    /// How the letters are written, as the file says.
    pub charset: Option<String>,
    /// Whether numbers begin with their greatest byte.
    pub big: bool,
    /// 0 not packed, 1 by codes of a byte, 2 by zlib.
    pub packing: i32,
    /// What is subtracted from a code.
    pub bias: f64,
    /// How many rows there are; `None` when the file does not say.
    pub rows: Option<usize>,
    /// The place of the variable that weights the rows.
    pub weight: Option<usize>,
}

/// Labels of a string that is longer than eight bytes, and its missing values: extension records 21
/// and 22.
#[derive(Default)]
struct LongStringInfo {
    labels: Vec<(Vec<u8>, BytePairs)>,
    missing: Vec<(Vec<u8>, Vec<Vec<u8>>)>,
}

impl SavDictionary {
    /// Reads it, and answers with what follows.
    /// Refused when it contradicts itself or ends too soon.
    pub fn read<'a>(
        name: &'a str,
        bytes: &'a [u8],
    ) -> Result<(SavDictionary, ByteReader<'a>), Refusal> {
        let big = !matches!(bytes.get(64..68), Some([2 | 3, 0, 0, 0]));
        let mut source = ByteReader::new(name, bytes, big);
        source.take(64)?;
        if !matches!(source.int()?, 2 | 3) {
            return Err(source.broken("its layout is unknown"));
        }
        source.int()?;
        let packing = source.int()?;
        let weight = source.int()?;
        let rows = usize::try_from(source.int()?).ok();
        let bias = source.array()?;
        let bias = source.number(bias);
        source.take(9 + 8 + 64 + 3)?;
        let mut dictionary = SavDictionary {
            variables: Vec::new(),
            charset: None,
            big,
            packing,
            bias,
            rows,
            weight: None,
        };
        // Which variable each element of eight bytes belongs to; the records count elements.
        let mut elements: Vec<Option<usize>> = Vec::new();
        let (mut measures, mut long_widths, mut long_names) = (Vec::new(), Vec::new(), Vec::new());
        let mut strings = LongStringInfo::default();
        loop {
            match source.int()? {
                2 => dictionary.variable(&mut source, &mut elements)?,
                3 => dictionary.labels(&mut source, &elements)?,
                6 => {
                    let lines = source.count()?;
                    source.take(lines.saturating_mul(80))?;
                }
                7 => {
                    let (kind, size, count) = (source.int()?, source.count()?, source.count()?);
                    let data = source.take(size.saturating_mul(count))?;
                    let mut record = source.within(data);
                    match kind {
                        3 if data.len() >= 32 => {
                            record.take(28)?;
                            dictionary.charset = dictionary.charset.take().or(page(record.int()?));
                        }
                        11 => {
                            measures = (0..count).map(|_| record.int()).collect::<Result<_, _>>()?
                        }
                        13 => long_names = pairs(data),
                        14 => long_widths = pairs(data),
                        16 if size == 8 && count == 2 => {
                            record.long()?;
                            dictionary.rows =
                                usize::try_from(record.long()?).ok().or(dictionary.rows);
                        }
                        20 => {
                            dictionary.charset = Some(
                                String::from_utf8_lossy(data)
                                    .trim_end_matches(['\0', ' '])
                                    .to_owned(),
                            )
                        }
                        21 => strings.read_labels(&mut record)?,
                        22 => strings.read_missing(&mut record)?,
                        _ => {}
                    }
                }
                999 => {
                    source.int()?;
                    break;
                }
                other => return Err(source.broken(&format!("it has a record of kind {other}"))),
            }
        }
        if weight > 0 {
            dictionary.weight = elements.get(weight as usize - 1).copied().flatten();
        }
        // Each variable has its level, width and alignment, or in older files its level and
        // alignment.
        let variables = dictionary.variables.len();
        let each = [3, 2]
            .into_iter()
            .find(|each| variables > 0 && measures.len() == variables * each);
        if let Some(each) = each {
            for (variable, measure) in dictionary.variables.iter_mut().zip(measures.chunks(each)) {
                variable.measure = measure[0];
            }
        }
        dictionary.join_segments(&long_widths, &source)?;
        for variable in &mut dictionary.variables {
            let long = long_names
                .iter()
                .find(|(short, _)| short.eq_ignore_ascii_case(&variable.short));
            variable.name = long.map_or_else(|| variable.short.clone(), |(_, name)| name.clone());
        }
        strings.describe_value_labels(&mut dictionary.variables);
        if dictionary.variables.is_empty() {
            return Err(source.broken("it has no variables"));
        }
        Ok((dictionary, source))
    }

    fn variable(
        &mut self,
        source: &mut ByteReader<'_>,
        elements: &mut Vec<Option<usize>>,
    ) -> Result<(), Refusal> {
        let (width, labelled, missing, format) =
            (source.int()?, source.int()?, source.int()?, source.int()?);
        source.int()?;
        let short = trimmed(source.take(8)?);
        let label = if labelled == 1 {
            let length = source.count()?;
            let words = source.take(length.saturating_add(3) / 4 * 4)?;
            words.get(..length).unwrap_or_default().to_vec()
        } else {
            Vec::new()
        };
        if !(-3..=3).contains(&missing) || missing == -1 {
            return Err(source.broken("a variable has a strange number of missing values"));
        }
        let mut values = Vec::new();
        for _ in 0..missing.abs() {
            values.push(source.array::<8>()?);
        }
        if width == -1 {
            // The rest of a string of more than eight bytes.
            elements.push(None);
            return Ok(());
        }
        let Some(width) = usize::try_from(width).ok().filter(|width| *width <= 255) else {
            return Err(source.broken("a variable has a strange width"));
        };
        let range = match (missing < 0, values.as_slice()) {
            (true, [low, high, ..]) => Some((source.number(*low), source.number(*high))),
            _ => None,
        };
        let missing = values
            .iter()
            .skip(if range.is_some() { 2 } else { 0 })
            .map(|value| value.to_vec())
            .collect();
        elements.push(Some(self.variables.len()));
        let segments = vec![width.div_ceil(8).max(1)];
        let format = SpssFormat::of(format);
        self.variables.push(SavVariable {
            short,
            width,
            segments,
            label,
            missing,
            range,
            format,
            ..SavVariable::default()
        });
        Ok(())
    }

    /// Value labels, and right after them the variables they are for.
    fn labels(
        &mut self,
        source: &mut ByteReader<'_>,
        elements: &[Option<usize>],
    ) -> Result<(), Refusal> {
        let count = source.count()?;
        let mut labels = Vec::new();
        for _ in 0..count {
            let value = source.take(8)?.to_vec();
            let length = usize::from(source.array::<1>()?[0]);
            let words = source.take((length + 1).div_ceil(8) * 8 - 1)?;
            labels.push((value, words[..length].to_vec()));
        }
        if source.int()? != 4 {
            return Err(source.broken("value labels are for no variable"));
        }
        for _ in 0..source.count()? {
            let place = source
                .count()?
                .checked_sub(1)
                .and_then(|place| elements.get(place).copied().flatten());
            let Some(variable) = place.and_then(|place| self.variables.get_mut(place)) else {
                return Err(source.broken("value labels are for a variable that does not exist"));
            };
            // Not added to: a file could otherwise tell the same labels of a variable without end.
            variable.labels.clone_from(&labels);
        }
        Ok(())
    }

    /// Strings of more than 255 bytes are written as several variables: they become one.
    fn join_segments(
        &mut self,
        widths: &[(Vec<u8>, Vec<u8>)],
        source: &ByteReader<'_>,
    ) -> Result<(), Refusal> {
        let mut joined: Vec<SavVariable> = Vec::new();
        let mut rest = std::mem::take(&mut self.variables).into_iter().enumerate();
        let weight = self.weight;
        while let Some((place, mut variable)) = rest.next() {
            let told = widths.iter().find(|(short, _)| *short == variable.short);
            let width = told.and_then(|(_, width)| {
                std::str::from_utf8(width)
                    .ok()?
                    .trim_matches(['\0', ' '])
                    .parse::<usize>()
                    .ok()
            });
            if let Some(width) = width.filter(|width| *width > 255) {
                for _ in 1..width.div_ceil(252) {
                    let Some((_, segment)) = rest.next() else {
                        return Err(source.broken("a long string ends too soon"));
                    };
                    variable.segments.extend(segment.segments);
                }
                variable.width = width;
            }
            if weight == Some(place) {
                self.weight = Some(joined.len());
            }
            joined.push(variable);
        }
        self.variables = joined;
        Ok(())
    }
}

impl LongStringInfo {
    fn read_labels(&mut self, record: &mut ByteReader<'_>) -> Result<(), Refusal> {
        while !record.is_done() {
            let length = record.count()?;
            let name = record.take(length)?.to_vec();
            record.int()?;
            let count = record.count()?;
            let mut labels = Vec::new();
            for _ in 0..count {
                let length = record.count()?;
                let value = record.take(length)?.to_vec();
                let length = record.count()?;
                labels.push((value, record.take(length)?.to_vec()));
            }
            self.labels.push((name, labels));
        }
        Ok(())
    }

    fn read_missing(&mut self, record: &mut ByteReader<'_>) -> Result<(), Refusal> {
        while !record.is_done() {
            let length = record.count()?;
            let name = record.take(length)?.to_vec();
            let [count] = record.array::<1>()?;
            let length = record.count()?;
            let values = (0..count)
                .map(|_| Ok(record.take(length)?.to_vec()))
                .collect::<Result<Vec<_>, Refusal>>()?;
            self.missing.push((name, values));
        }
        Ok(())
    }

    /// The variables learn of them; both are said by the names for people.
    fn describe_value_labels(self, variables: &mut [SavVariable]) {
        for (name, labels) in self.labels {
            if let Some(variable) = variables
                .iter_mut()
                .find(|variable| variable.name.eq_ignore_ascii_case(&name))
            {
                variable.labels = labels;
            }
        }
        for (name, missing) in self.missing {
            if let Some(variable) = variables
                .iter_mut()
                .find(|variable| variable.name.eq_ignore_ascii_case(&name))
            {
                variable.missing = missing;
            }
        }
    }
}

/// Without the blanks at its end.
pub fn trimmed(bytes: &[u8]) -> Vec<u8> {
    let end = bytes
        .iter()
        .rposition(|byte| !matches!(byte, b' ' | 0))
        .map_or(0, |last| last + 1);
    bytes[..end].to_vec()
}

/// `A=b<tab>C=d`, as extension records write names.
fn pairs(data: &[u8]) -> BytePairs {
    let parts = data.split(|byte| *byte == b'\t');
    parts
        .filter_map(|part| {
            let middle = part.iter().position(|byte| *byte == b'=')?;
            Some((part[..middle].to_vec(), trimmed(&part[middle + 1..])))
        })
        .collect()
}

/// The letters that a Windows code page stands for.
fn page(code: i32) -> Option<String> {
    match code {
        65001 => Some("utf-8".into()),
        1250..=1258 => Some(format!("windows-{code}")),
        28591..=28606 => Some(format!("iso-8859-{}", code - 28590)),
        _ => None,
    }
}
