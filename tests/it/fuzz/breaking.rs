//! Broken files made of whole ones, the same for the same number everywhere.

use std::io::{Cursor, Read, Write};

/// Marsaglia's xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// Bytes that break readers more often than others.
const NASTY: [&[u8]; 26] = [
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x80",
    b"<",
    b"</",
    b"&#xD800;",
    b"&x;",
    b"<!DOCTYPE a>",
    b"<w:tbl>",
    b"</w:tc>",
    b"{",
    b"}",
    b"\\u-1",
    b"\\bin99",
    b"-->",
    b"99999999999999999999",
    b"-1",
    b"1e308",
    b"null",
    b"\"",
    b";",
    b"\n",
    b"stream",
    b"endobj",
    b"\xef\xbb\xbf",
    "å\u{30a}\u{200d}👩".as_bytes(),
];

/// The broken file of this number, made of one of the seeds.
pub fn file(seeds: &[Vec<u8>], number: u64) -> Vec<u8> {
    let mut dice = Dice(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let seed = &seeds[dice.below(seeds.len())];
    let inside = seed.starts_with(b"PK") && dice.below(4) > 0;
    let packed = if inside {
        broken_archive(seed, &mut dice)
    } else {
        None
    };
    packed.unwrap_or_else(|| broken(seed.clone(), &mut dice))
}

fn broken(mut bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let to = (at + 1 + dice.below(64)).min(bytes.len());
        match dice.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            2 if at < to => drop(bytes.drain(at..to)),
            3 if at < to => {
                let piece = bytes[at..to].to_vec();
                let times = 1 + dice.below(40);
                let piece = piece.repeat(times);
                bytes.splice(at..at, piece);
            }
            4 => drop(bytes.splice(at..at, NASTY[dice.below(NASTY.len())].iter().copied())),
            5 if dice.below(4) == 0 => bytes.truncate(at),
            _ => {
                let from = dice.below(bytes.len() + 1);
                let piece = bytes[from..(from + dice.below(200)).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// An archive is broken inside: one of the parts that hold text, put together again with the
/// others.
fn broken_archive(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::with_capacity(zip.len());
    for place in 0..zip.len() {
        let mut part = zip.by_index(place).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut inside = Vec::new();
        part.read_to_end(&mut inside).ok()?;
        parts.push((name, inside));
    }
    let reads = |name: &str| {
        [".xml", ".qde", ".txt"]
            .iter()
            .any(|end| name.ends_with(end))
            && !name.contains("theme")
    };
    let read: Vec<usize> = (0..parts.len())
        .filter(|place| reads(&parts[*place].0))
        .collect();
    let largest = read
        .iter()
        .copied()
        .max_by_key(|place| parts[*place].1.len())?;
    // What matters stands mostly in the largest part.
    let chosen = if dice.below(2) == 0 {
        largest
    } else {
        read[dice.below(read.len())]
    };
    parts[chosen].1 = broken(std::mem::take(&mut parts[chosen].1), dice);
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, inside) in parts {
        out.start_file(name, stored).ok()?;
        out.write_all(&inside).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}
