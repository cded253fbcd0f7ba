//! The cells of one variable, row by row, in as little memory as they need.
//!
//! A register has millions of rows and few different answers: each different cell is held once, and
//! a row is its place, of one, two or four bytes. Where hardly a cell stands twice, the cells stand
//! one behind the other instead. Either way there is one long string and no string per cell.
//!
//! A column as it is stored: an array of strings, as it has always been.

mod dictionary;

use dictionary::{DictionaryCells, DictionaryKeys, Strings};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::hash::BuildHasher;
use std::ops::{Index, Range};
use std::sync::Arc;

/// The cells of one variable, row by row; a copy shares them.
#[derive(Clone, Default)]
pub struct Column(Arc<DictionaryCells>);

impl Column {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of a row; `None` behind the last.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.0.strings.get(self.0.keys.get(row)?)
    }

    /// The first cell.
    pub fn first(&self) -> Option<&str> {
        self.get(0)
    }

    /// The cells, row by row.
    pub fn iter(&self) -> CellIter<'_> {
        CellIter {
            column: self,
            rows: 0..self.len(),
        }
    }

    /// Every different cell, some of them several times: of millions of rows often a handful.
    pub fn strings(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.0.strings.len()).map(|at| self.0.strings.get(at).unwrap_or_default())
    }

    /// For each row what `of` says of its cell; it is asked once for each of [`Column::strings`].
    pub fn map_rows<'a, T: Copy + 'a>(
        &'a self,
        of: impl FnMut(&'a str) -> T,
    ) -> impl Iterator<Item = T> + 'a {
        let of_strings: Vec<T> = self.strings().map(of).collect();
        (0..self.len()).filter_map(move |row| of_strings.get(self.0.keys.get(row)?).copied())
    }

    /// How many cells pass a test, which is made once for each of [`Column::strings`].
    pub fn count(&self, test: impl FnMut(&str) -> bool) -> usize {
        self.map_rows(test).filter(|passes| *passes).count()
    }

    /// The same column with every cell rewritten.
    pub fn map<S: AsRef<str>>(&self, now: impl FnMut(&str) -> S) -> Column {
        let mut strings = Strings::default();
        self.strings()
            .map(now)
            .for_each(|string| strings.push(string.as_ref()));
        strings.shrink();
        Column(Arc::new(DictionaryCells {
            strings,
            keys: self.0.keys.clone(),
        }))
    }

    /// The same column without its first rows.
    pub fn after(&self, rows: usize) -> Column {
        if rows == 0 {
            self.clone()
        } else {
            self.iter().skip(rows).collect()
        }
    }

    /// How long its cells are together, in bytes.
    pub fn text_bytes(&self) -> usize {
        self.map_rows(str::len).sum()
    }

    /// How many bytes it takes, but for what every column takes.
    pub fn bytes(&self) -> usize {
        self.0.strings.bytes() + self.0.keys.bytes()
    }
}

/// The cell of a row, which must exist.
impl Index<usize> for Column {
    type Output = str;

    fn index(&self, row: usize) -> &str {
        let cells = &self.0;
        match &cells.keys {
            DictionaryKeys::U8(places) => cells.strings.get(usize::from(places[row])),
            DictionaryKeys::U16(places) => cells.strings.get(usize::from(places[row])),
            DictionaryKeys::U32(places) => cells.strings.get(places[row] as usize),
            DictionaryKeys::PerRow => {
                let end = cells.strings.ends[row];
                cells.strings.text.get(
                    row.checked_sub(1)
                        .map_or(0, |before| cells.strings.ends[before])..end,
                )
            }
        }
        .unwrap_or_default()
    }
}

/// The cells of a column, row by row.
#[derive(Clone)]
pub struct CellIter<'a> {
    column: &'a Column,
    rows: Range<usize>,
}

impl<'a> Iterator for CellIter<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.column.get(self.rows.next()?)
    }

    fn nth(&mut self, n: usize) -> Option<&'a str> {
        self.column.get(self.rows.nth(n)?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl DoubleEndedIterator for CellIter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.column.get(self.rows.next_back()?)
    }
}

impl ExactSizeIterator for CellIter<'_> {}

impl<'a> IntoIterator for &'a Column {
    type Item = &'a str;
    type IntoIter = CellIter<'a>;

    fn into_iter(self) -> CellIter<'a> {
        self.iter()
    }
}

/// A column in the making.
#[derive(Clone, Default)]
pub struct ColumnBuilder {
    cells: DictionaryCells,
    /// The places of the strings, by their hashes.
    key_by_hash: HashTable<u32>,
    /// How many bytes all cells have had.
    bytes_seen: usize,
}

impl ColumnBuilder {
    /// Adds the next row.
    pub fn push(&mut self, cell: &str) {
        self.bytes_seen += cell.len();
        let DictionaryCells {
            strings,
            keys: places,
        } = &mut self.cells;
        if matches!(places, DictionaryKeys::PerRow) {
            strings.push(cell);
            return;
        }
        let hash = FxBuildHasher.hash_one(cell);
        if let Some(place) = self
            .key_by_hash
            .find(hash, |place| strings.get(*place as usize) == Some(cell))
        {
            places.push(*place as usize);
            return;
        }
        if strings.len() == places.capacity() {
            places.widen();
        }
        // Of so many different cells few will come again, and places would take more than the cells
        // themselves.
        if matches!(places, DictionaryKeys::U32(_))
            && strings.bytes() + cell.len() > self.bytes_seen
        {
            self.expand();
        }
        let DictionaryCells {
            strings,
            keys: places,
        } = &mut self.cells;
        let place = strings.len();
        strings.push(cell);
        if !matches!(places, DictionaryKeys::PerRow) {
            places.push(place);
            let of = |place: &u32| {
                FxBuildHasher.hash_one(strings.get(*place as usize).unwrap_or_default())
            };
            self.key_by_hash.insert_unique(hash, place as u32, of);
        }
    }

    /// How many rows there are so far.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds empty cells until there are so many rows.
    pub fn fill(&mut self, rows: usize) {
        (self.len()..rows).for_each(|_| self.push(""));
    }

    /// Gives every row a string of its own.
    fn expand(&mut self) {
        let DictionaryCells {
            strings,
            keys: places,
        } = std::mem::take(&mut self.cells);
        let mut own = Strings::default();
        (0..places.len())
            .filter_map(|row| strings.get(places.get(row)?))
            .for_each(|cell| own.push(cell));
        self.cells = DictionaryCells {
            strings: own,
            keys: DictionaryKeys::PerRow,
        };
        self.key_by_hash = HashTable::new();
    }

    /// The column.
    pub fn finish(mut self) -> Column {
        self.cells.strings.shrink();
        self.cells.keys.shrink();
        Column(Arc::new(self.cells))
    }
}

impl<S: AsRef<str>> Extend<S> for ColumnBuilder {
    fn extend<I: IntoIterator<Item = S>>(&mut self, cells: I) {
        cells.into_iter().for_each(|cell| self.push(cell.as_ref()));
    }
}

impl<S: AsRef<str>> FromIterator<S> for Column {
    fn from_iter<I: IntoIterator<Item = S>>(cells: I) -> Column {
        let mut builder = ColumnBuilder::default();
        builder.extend(cells);
        builder.finish()
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Column) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.iter().eq(other.iter())
    }
}

impl Eq for Column {}

impl<S: AsRef<str>> PartialEq<[S]> for Column {
    fn eq(&self, other: &[S]) -> bool {
        self.iter().eq(other.iter().map(AsRef::as_ref))
    }
}

impl<S: AsRef<str>, const N: usize> PartialEq<[S; N]> for Column {
    fn eq(&self, other: &[S; N]) -> bool {
        *self == other[..]
    }
}

impl<S: AsRef<str>> PartialEq<Vec<S>> for Column {
    fn eq(&self, other: &Vec<S>) -> bool {
        *self == other[..]
    }
}

impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Column, D::Error> {
        deserializer.deserialize_seq(ColumnVisitor)
    }
}

struct ColumnVisitor;

impl<'de> Visitor<'de> for ColumnVisitor {
    type Value = Column;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of strings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Column, A::Error> {
        let mut builder = ColumnBuilder::default();
        while rows.next_element_seed(CellSeed(&mut builder))?.is_some() {}
        Ok(builder.finish())
    }
}

/// Takes a cell without making a string of it.
struct CellSeed<'a>(&'a mut ColumnBuilder);

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for CellSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, cell: &str) -> Result<(), E> {
        self.0.push(cell);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Cells of some mix: few different ones, many, or all.
    fn mixes() -> impl Strategy<Value = Vec<String>> {
        let few = prop::collection::vec("[ab]{0,2}", 0..60);
        let any = prop::collection::vec("(\\PC|[\n\"\\\\]){0,5}", 0..40);
        let many = (0_u32..70_000, 1_u32..700, 0_u32..3).prop_map(|(rows, step, tail)| {
            let own = (0..rows)
                .step_by(step as usize)
                .map(|row| format!("{row} æ"));
            own.chain((0..rows / 2).map(move |row| (row % (1 + tail)).to_string()))
                .collect()
        });
        prop_oneof![few, any, many]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
        #[test]
        fn a_column_gives_back_what_was_put_in(cells in mixes()) {
            let column: Column = cells.iter().collect();
            prop_assert_eq!(&column, &cells);
            prop_assert_eq!((column.len(), column.get(cells.len())), (cells.len(), None));
            prop_assert!(cells.iter().enumerate().all(|(row, cell)| column[row] == **cell));
            prop_assert!(column.iter().rev().eq(cells.iter().rev().map(String::as_str)));
            prop_assert!(column.map_rows(str::len).eq(cells.iter().map(String::len)));
            prop_assert_eq!(column.count(|cell| cell.len() > 1), cells.iter().filter(|cell| cell.len() > 1).count());
            let strings: std::collections::HashSet<&str> = column.strings().collect();
            prop_assert_eq!(strings, cells.iter().map(String::as_str).collect());
            prop_assert_eq!(column.map(|cell| cell.to_uppercase()), cells.iter().map(|cell| cell.to_uppercase()).collect::<Vec<_>>());
        }

        /// What is stored is what has always been stored.
        #[test]
        fn it_is_stored_as_an_array_of_strings(cells in prop::collection::vec(mixes(), 0..4)) {
            let columns: Vec<Column> = cells.iter().map(|cells| cells.iter().collect()).collect();
            let stored = serde_json::to_string(&columns).unwrap();
            prop_assert_eq!(&stored, &serde_json::to_string(&cells).unwrap());
            prop_assert_eq!(serde_json::from_str::<Vec<Column>>(&stored).unwrap(), columns);
        }
    }

    #[test]
    fn a_row_takes_as_little_as_it_can() {
        let of = |rows: u32, cell: &dyn Fn(u32) -> String| {
            (0..rows).map(cell).collect::<Column>().bytes()
        };
        assert!(
            of(1_000_000, &|row| [
                "mentor",
                "guidance",
                "internship",
                "course",
                "none"
            ][row as usize % 5]
                .into())
                < 1_001_000
        );
        assert!(of(1_000_000, &|row| format!("branch {}", row % 1_000)) < 2_020_000);
        // A running number: its digits, and where they end.
        assert!(of(1_000_000, &|row| row.to_string()) < 14_000_000);
        // Long words that come again, and all of them different at first.
        assert!(of(200_000, &|row| format!("{:0>99}", row % 50_000)) < 6_000_000);
    }

    #[test]
    fn no_array_of_strings_is_no_column() {
        for stored in ["[1]", "{}", "\"a\"", "[null]", "[[\"a\"]]"] {
            assert!(serde_json::from_str::<Column>(stored).is_err(), "{stored}");
        }
        assert!(serde_json::from_str::<Column>("[]").unwrap().is_empty());
    }
}
