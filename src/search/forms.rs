//! A compact table of word forms with lookup by prefix, substring and edit distance.

use super::fuzzy::{FuzzyForm, LetterSet};
use memchr::memmem;
use std::collections::HashMap;
use std::ops::Range;

/// Precedes every form and occurs in none.
const SEPARATOR: char = '\n';

/// Length in bytes of the pieces by which substrings are looked up.
const TRIGRAM: usize = 3;

/// Forms are numbered in the order of insertion.
#[derive(Clone, Debug, Default)]
pub struct FormTable {
    /// All forms, each preceded by [`SEPARATOR`].
    text: String,
    /// Offset of each form in `text`.
    starts: Vec<u32>,
    /// Numbers in byte order, for the forms added before the last `sort`.
    sorted: Vec<u32>,
    /// Letter sets of the sorted forms.
    letters: Vec<LetterSet>,
    /// Numbers of the sorted forms that contain each trigram, ascending.
    trigrams: HashMap<[u8; TRIGRAM], Vec<u32>>,
}

impl FormTable {
    /// Returns the number of the new form.
    pub fn push(&mut self, form: &str) -> u32 {
        self.text.push(SEPARATOR);
        self.starts.push(self.text.len() as u32);
        self.text.push_str(form);
        self.starts.len() as u32 - 1
    }

    pub fn len(&self) -> usize {
        self.starts.len()
    }

    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let end = self.starts.get(number + 1).map_or(self.text.len(), |next| {
            *next as usize - SEPARATOR.len_utf8()
        });
        &self.text[self.starts[number] as usize..end]
    }

    /// Must be called before the lookups below; costs nothing if nothing was added since.
    pub fn sort(&mut self) {
        if self.sorted.len() == self.len() {
            return;
        }
        let mut sorted: Vec<u32> = self.all().collect();
        sorted.sort_unstable_by(|a, b| self.get(*a).cmp(self.get(*b)));
        for number in self.sorted.len() as u32..self.len() as u32 {
            self.letters.push(LetterSet::of(self.get(number)));
            let (from, to) = (
                self.starts[number as usize] as usize,
                self.starts[number as usize] as usize + self.get(number).len(),
            );
            for piece in self.text.as_bytes()[from..to].windows(TRIGRAM) {
                let holding = self
                    .trigrams
                    .entry([piece[0], piece[1], piece[2]])
                    .or_default();
                if holding.last() != Some(&number) {
                    holding.push(number);
                }
            }
        }
        self.sorted = sorted;
    }

    /// Sorted forms only.
    pub fn number(&self, form: &str) -> Option<u32> {
        self.with_prefix(form)
            .first()
            .copied()
            .filter(|number| self.get(*number) == form)
    }

    /// Sorted forms only.
    pub fn with_prefix(&self, beginning: &str) -> &[u32] {
        let first = self
            .sorted
            .partition_point(|number| self.get(*number) < beginning);
        let length =
            self.sorted[first..].partition_point(|number| self.get(*number).starts_with(beginning));
        &self.sorted[first..first + length]
    }

    /// Sorted forms only; `part` must not be empty.
    pub fn containing(&self, part: &str) -> Vec<u32> {
        let finder = memmem::Finder::new(part);
        let mut found = Vec::new();
        if part.len() < TRIGRAM {
            for at in finder.find_iter(self.text.as_bytes()) {
                let number = self.starts.partition_point(|start| *start as usize <= at) as u32 - 1;
                if found.last() != Some(&number) {
                    found.push(number);
                }
            }
            return found;
        }
        let pieces = part
            .as_bytes()
            .windows(TRIGRAM)
            .map(|piece| self.trigrams.get(piece).map_or(&[][..], Vec::as_slice));
        let mut pieces: Vec<&[u32]> = pieces.collect();
        // Intersecting the two rarest trigrams leaves few forms to compare.
        pieces.sort_unstable_by_key(|holding| holding.len());
        let (rarest, mut other) = (pieces[0], pieces.get(1).copied().unwrap_or(pieces[0]));
        for number in rarest {
            other = &other[other
                .iter()
                .position(|other| other >= number)
                .unwrap_or(other.len())..];
            if other.first() == Some(number) && finder.find(self.get(*number).as_bytes()).is_some()
            {
                found.push(*number);
            }
        }
        found
    }

    /// Sorted forms within the edit distance of `typo`.
    pub fn similar_to(&self, typo: &FuzzyForm) -> Vec<u32> {
        // Most forms are ruled out by their length or letters alone.
        let mut found = Vec::new();
        for (number, letters) in (0..).zip(&self.letters) {
            if typo.may_match(*letters) && typo.is_within_distance(self.get(number)) {
                found.push(number);
            }
        }
        found
    }

    pub fn all(&self) -> Range<u32> {
        0..self.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn forms_are_found_as_by_reading_all_of_them(
            words in proptest::collection::btree_set("[abæ]{1,6}", 1..40),
            shuffled in any::<bool>(),
            wanted in "[abæ]{1,6}",
            errors in 1usize..3,
        ) {
            let mut words: Vec<String> = words.into_iter().collect();
            if shuffled {
                words.reverse();
            }
            let mut forms = FormTable::default();
            for (number, word) in words.iter().enumerate() {
                prop_assert_eq!(forms.push(word) as usize, number);
            }
            forms.sort();
            let those = |found: &[u32]| {
                let mut found: Vec<String> = found.iter().map(|number| forms.get(*number).to_owned()).collect();
                found.sort();
                found
            };
            let plainly = |is: &dyn Fn(&str) -> bool| {
                let mut found: Vec<String> = words.iter().filter(|word| is(word)).cloned().collect();
                found.sort();
                found
            };
            prop_assert_eq!(those(forms.with_prefix(&wanted)), plainly(&|word| word.starts_with(&wanted)));
            prop_assert_eq!(those(&forms.containing(&wanted)), plainly(&|word| word.contains(&wanted)));
            prop_assert_eq!(those(&forms.similar_to(&FuzzyForm::new(&wanted, errors))), plainly(&|word| strsim::osa_distance(&wanted, word) <= errors));
        }
    }
}
