//! The bytes of a data file, read front to back and never beyond their end.

use crate::study::Refusal;

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
