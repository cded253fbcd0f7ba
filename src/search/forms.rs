//! Many forms of words in little room, found by their beginning, by a part, or
//! by typing errors.

use memchr::memmem;
use std::ops::Range;

/// Stands before every form, and in none.
const BETWEEN: char = '\n';

/// The forms, numbered as they came.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// All of them, each after [`BETWEEN`].
    text: String,
    /// Where each begins.
    starts: Vec<u32>,
    /// The numbers by the alphabet of bytes, as far as they have been sorted.
    sorted: Vec<u32>,
}

impl Forms {
    /// Adds a form and answers with its number.
    pub fn push(&mut self, form: &str) -> u32 {
        self.text.push(BETWEEN);
        self.starts.push(self.text.len() as u32);
        self.text.push_str(form);
        self.starts.len() as u32 - 1
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// A form by number.
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let end = self.starts.get(number + 1).map_or(self.text.len(), |next| *next as usize - BETWEEN.len_utf8());
        &self.text[self.starts[number] as usize..end]
    }

    /// Makes ready for the questions below; costs nothing when nothing was added.
    pub fn sort(&mut self) {
        if self.sorted.len() < self.len() {
            let mut sorted: Vec<u32> = (0..self.len() as u32).collect();
            sorted.sort_unstable_by(|a, b| self.get(*a).cmp(self.get(*b)));
            self.sorted = sorted;
        }
    }

    /// The number of a sorted form.
    pub fn number(&self, form: &str) -> Option<u32> {
        self.beginning(form).first().copied().filter(|number| self.get(*number) == form)
    }

    /// The sorted forms that begin so.
    pub fn beginning(&self, beginning: &str) -> &[u32] {
        let first = self.sorted.partition_point(|number| self.get(*number) < beginning);
        let length = self.sorted[first..].partition_point(|number| self.get(*number).starts_with(beginning));
        &self.sorted[first..first + length]
    }

    /// The forms that hold a part, which is not empty.
    pub fn holding(&self, part: &str) -> Vec<u32> {
        let mut found = Vec::new();
        for at in memmem::find_iter(self.text.as_bytes(), part) {
            let number = self.starts.partition_point(|start| *start as usize <= at) as u32 - 1;
            if found.last() != Some(&number) {
                found.push(number);
            }
        }
        found
    }

    /// The sorted forms at most so many typing errors from `wanted`: letters left out, put in,
    /// taken for another, or two side by side exchanged (optimal string alignment).
    ///
    /// Forms that begin alike share the rows of the table of distances, and
    /// those whose beginning is too far away already are passed over.
    pub fn near(&self, wanted: &str, errors: usize) -> Vec<u32> {
        let wanted: Vec<char> = wanted.chars().collect();
        let mut rows = vec![(0..=wanted.len()).collect::<Vec<usize>>()];
        let (mut path, mut found, mut next): (Vec<char>, _, _) = (Vec::new(), Vec::new(), 0);
        while let Some(number) = self.sorted.get(next) {
            let form = self.get(*number);
            let shared = path.iter().zip(form.chars()).take_while(|(a, b)| **a == *b).count();
            path.truncate(shared);
            rows.truncate(shared + 1);
            next += 1;
            let mut is_far = false;
            for c in form.chars().skip(shared) {
                let row = row(&rows, &path, c, &wanted);
                path.push(c);
                rows.push(row);
                // A letter exchanged with the next looks two rows back.
                is_far = rows.iter().rev().take(2).all(|row| row.iter().all(|distance| *distance > errors));
                if is_far {
                    let beginning: String = path.iter().collect();
                    next += self.sorted[next..].partition_point(|number| self.get(*number).starts_with(&beginning));
                    break;
                }
            }
            if !is_far && rows.last().and_then(|row| row.last()).is_some_and(|distance| *distance <= errors) {
                found.push(*number);
            }
        }
        found
    }

    /// Numbers of all forms.
    pub fn all(&self) -> Range<u32> {
        0..self.len() as u32
    }
}

/// The distances of `path` and one letter more from every beginning of `wanted`.
fn row(rows: &[Vec<usize>], path: &[char], c: char, wanted: &[char]) -> Vec<usize> {
    let above = &rows[rows.len() - 1];
    let mut row = Vec::with_capacity(above.len());
    row.push(above[0] + 1);
    for (at, want) in wanted.iter().enumerate() {
        let mut least = (above[at] + usize::from(*want != c)).min(above[at + 1] + 1).min(row[at] + 1);
        if let (Some(before), Some(two)) = (path.last(), rows.len().checked_sub(2))
            && at > 0
            && *before == *want
            && wanted[at - 1] == c
        {
            least = least.min(rows[two][at - 1] + 1);
        }
        row.push(least);
    }
    row
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
            let mut forms = Forms::default();
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
            prop_assert_eq!(those(forms.beginning(&wanted)), plainly(&|word| word.starts_with(&wanted)));
            prop_assert_eq!(those(&forms.holding(&wanted)), plainly(&|word| word.contains(&wanted)));
            prop_assert_eq!(those(&forms.near(&wanted, errors)), plainly(&|word| strsim::osa_distance(&wanted, word) <= errors));
        }
    }
}
