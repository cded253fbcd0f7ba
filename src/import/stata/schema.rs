//! What stands before the rows: variables with their kinds, names, formats and labels.

use super::TAGGED;
use super::values::StataFormat;
use crate::import::sav::ByteReader;
use crate::study::Refusal;

/// How a cell is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StataType {
    /// So many bytes of text.
    Text(usize),
    /// A text of any length, stored after the rows.
    Long,
    /// Whole numbers of one, two and four bytes.
    Byte,
    /// Two bytes.
    Int,
    /// Four bytes.
    Whole,
    /// A number of four bytes.
    Float,
    /// A number of eight bytes.
    Double,
}

impl StataType {
    /// How many bytes a cell takes.
    pub fn width(self) -> usize {
        match self {
            StataType::Text(width) => width,
            StataType::Long | StataType::Double => 8,
            StataType::Byte => 1,
            StataType::Int => 2,
            StataType::Whole | StataType::Float => 4,
        }
    }

    pub fn is_number(self) -> bool {
        !matches!(self, StataType::Text(_) | StataType::Long)
    }

    fn of(code: u16, release: u16) -> Option<StataType> {
        let tagged = release >= 117;
        if release < 113 {
            return Some(match code {
                128.. => StataType::Text(usize::from(code - 127)),
                _ => match u8::try_from(code).ok()? {
                    b'd' => StataType::Double,
                    b'f' => StataType::Float,
                    b'l' => StataType::Whole,
                    b'i' => StataType::Int,
                    b'b' => StataType::Byte,
                    _ => return None,
                },
            });
        }
        Some(match (code, tagged) {
            (1..=244, false) | (1..=2045, true) => StataType::Text(usize::from(code)),
            (32768, true) => StataType::Long,
            (255, false) | (65526, true) => StataType::Double,
            (254, false) | (65527, true) => StataType::Float,
            (253, false) | (65528, true) => StataType::Whole,
            (252, false) | (65529, true) => StataType::Int,
            (251, false) | (65530, true) => StataType::Byte,
            _ => return None,
        })
    }
}

/// A variable as the file has it, its words undecoded.
#[derive(Clone, Debug)]
pub struct StataVariable {
    /// How its cells are stored.
    pub kind: StataType,
    /// Its name.
    pub name: Vec<u8>,
    /// How Stata shows it.
    pub format: StataFormat,
    /// The name of its set of value labels.
    pub labels: Vec<u8>,
    pub label: Vec<u8>,
}

/// Everything before the rows.
pub struct DtaSchema {
    /// The number of the format.
    pub release: u16,
    pub variables: Vec<StataVariable>,
    /// How many rows there are.
    pub rows: usize,
}

impl DtaSchema {
    /// Whether parts stand between tags.
    pub fn is_tagged(&self) -> bool {
        self.release >= 117
    }

    /// How long a name is stored.
    pub fn name_length(&self) -> usize {
        if self.release >= 118 { 129 } else { 33 }
    }

    /// Reads it, and answers with what follows: the rows.
    /// Refused when it contradicts itself or ends too soon.
    pub fn read<'a>(
        name: &'a str,
        mut source: ByteReader<'a>,
        bytes: &'a [u8],
    ) -> Result<(DtaSchema, ByteReader<'a>), Refusal> {
        let (release, count, rows);
        if bytes.starts_with(TAGGED) {
            expect(&mut source, TAGGED)?;
            expect(&mut source, b"<header><release>")?;
            release = std::str::from_utf8(source.take(3)?)
                .ok()
                .and_then(|told| told.parse().ok())
                .unwrap_or(0);
            if !(117..=119).contains(&release) {
                return Err(unknown(name, release));
            }
            expect(&mut source, b"</release><byteorder>")?;
            let big = source.take(3)? == b"MSF";
            let at = source.position();
            source = ByteReader::of("Stata file", name, bytes, big);
            source.take(at)?;
            expect(&mut source, b"</byteorder><K>")?;
            count = if release == 119 {
                source.count()?
            } else {
                usize::from(short(&mut source, big)?)
            };
            expect(&mut source, b"</K><N>")?;
            rows = if release == 117 {
                i64::from(source.int()?)
            } else {
                source.long()?
            };
            expect(&mut source, b"</N><label>")?;
            let length = if release == 117 {
                usize::from(source.array::<1>()?[0])
            } else {
                usize::from(short(&mut source, big)?)
            };
            source.take(length)?;
            expect(&mut source, b"</label><timestamp>")?;
            let length = usize::from(source.array::<1>()?[0]);
            source.take(length)?;
            expect(&mut source, b"</timestamp></header><map>")?;
            source.take(14 * 8)?;
            expect(&mut source, b"</map>")?;
        } else {
            let [told, order, ..] = source.array::<4>()?;
            release = u16::from(told);
            if !(110..=115).contains(&release) {
                return Err(unknown(name, release));
            }
            let big = order == 1;
            source = ByteReader::of("Stata file", name, bytes, big);
            source.take(4)?;
            count = usize::from(short(&mut source, big)?);
            rows = i64::from(source.int()?);
            source.take(81 + 18)?;
        }
        let Ok(rows) = usize::try_from(rows) else {
            return Err(source.broken("it counts its rows below zero"));
        };
        // Each variable takes more bytes than this: what is told is never believed beyond the file.
        if count == 0 || count.saturating_mul(100) > bytes.len() {
            return Err(source.broken(if count == 0 {
                "it has no variables"
            } else {
                "it has fewer bytes than variables need"
            }));
        }
        let mut schema = DtaSchema {
            release,
            variables: Vec::new(),
            rows,
        };
        schema.variables(&mut source, count)?;
        schema.characteristics(&mut source)?;
        Ok((schema, source))
    }

    fn variables(&mut self, source: &mut ByteReader<'_>, count: usize) -> Result<(), Refusal> {
        let tagged = self.is_tagged();
        let part = |tag: &str,
                    each: usize,
                    more: usize,
                    source: &mut ByteReader<'_>|
         -> Result<Vec<Vec<u8>>, Refusal> {
            if tagged {
                expect(source, format!("<{tag}>").as_bytes())?;
            }
            let all = (0..count)
                .map(|_| source.take(each).map(<[u8]>::to_vec))
                .collect();
            source.take(more)?;
            if tagged {
                expect(source, format!("</{tag}>").as_bytes())?;
            }
            all
        };
        let big = source.is_big();
        let (name, sort) = (self.name_length(), if self.release == 119 { 4 } else { 2 });
        let format = match self.release {
            ..=113 => 12,
            114..=117 => 49,
            _ => 57,
        };
        let label = if self.release >= 118 { 321 } else { 81 };
        let kinds = part("variable_types", if tagged { 2 } else { 1 }, 0, source)?;
        let names = part("varnames", name, 0, source)?;
        part("sortlist", sort, sort, source)?;
        let formats = part("formats", format, 0, source)?;
        let sets = part("value_label_names", name, 0, source)?;
        let labels = part("variable_labels", label, 0, source)?;
        let rest = formats.into_iter().zip(sets).zip(labels);
        for ((kind, name), ((format, labels), label)) in kinds.into_iter().zip(names).zip(rest) {
            let code = match kind[..] {
                [only] => u16::from(only),
                [first, second] if big => u16::from_be_bytes([first, second]),
                [first, second] => u16::from_le_bytes([first, second]),
                _ => 0,
            };
            let Some(kind) = StataType::of(code, self.release) else {
                return Err(source.broken("a variable is of an unknown type"));
            };
            let format = if kind.is_number() {
                StataFormat::of(&ended(&format))
            } else {
                StataFormat::Plain
            };
            self.variables.push(StataVariable {
                kind,
                name: ended(&name),
                format,
                labels: ended(&labels),
                label: ended(&label),
            });
        }
        Ok(())
    }

    /// Passes over notes and whatever else is told of the variables.
    fn characteristics(&self, source: &mut ByteReader<'_>) -> Result<(), Refusal> {
        if self.is_tagged() {
            expect(source, b"<characteristics>")?;
            while source.begins(b"<ch>") {
                expect(source, b"<ch>")?;
                let length = source.count()?;
                source.take(length)?;
                expect(source, b"</ch>")?;
            }
            return expect(source, b"</characteristics><data>");
        }
        loop {
            let [kind] = source.array::<1>()?;
            let length = source.count()?;
            if kind == 0 && length == 0 {
                return Ok(());
            }
            source.take(length)?;
        }
    }
}

fn unknown(name: &str, release: u16) -> Refusal {
    Refusal::new(
        format!(
            "{name} is a data file of Stata in format {release}, which is older than Stata 7 or newer than virk"
        ),
        "In Stata write it with `saveold file, version(13)`, or save it as CSV",
    )
}

fn short(source: &mut ByteReader<'_>, big: bool) -> Result<u16, Refusal> {
    let bytes = source.array()?;
    Ok(if big {
        u16::from_be_bytes(bytes)
    } else {
        u16::from_le_bytes(bytes)
    })
}

/// Reads what must stand here.
pub fn expect(source: &mut ByteReader<'_>, words: &[u8]) -> Result<(), Refusal> {
    if source.take(words.len())? == words {
        return Ok(());
    }
    Err(source.broken(&format!(
        "`{}` is not where it should be",
        String::from_utf8_lossy(words)
    )))
}

/// The bytes before the first zero.
pub fn ended(bytes: &[u8]) -> Vec<u8> {
    bytes
        .split(|byte| *byte == 0)
        .next()
        .unwrap_or_default()
        .to_vec()
}
