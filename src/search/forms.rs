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
        let mut distances = Distances::new(wanted, errors);
        let (mut found, mut next) = (Vec::new(), 0);
        while let Some(number) = self.sorted.get(next) {
            let form = self.get(*number);
            let shared = distances.path.iter().zip(form.chars()).take_while(|(a, b)| **a == *b).count();
            distances.cut(shared);
            next += 1;
            let is_far = form.chars().skip(shared).any(|c| {
                distances.push(c);
                distances.is_far()
            });
            if is_far {
                let beginning: String = distances.path.iter().collect();
                next += self.sorted[next..].partition_point(|number| self.get(*number).starts_with(&beginning));
            } else if distances.last() <= errors {
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

/// How far the beginnings of a form are from the beginnings of a wanted one.
/// Whatever is further than so many errors counts as one error more.
struct Distances {
    wanted: Vec<char>,
    errors: usize,
    /// The letters so far.
    path: Vec<char>,
    /// For none and each of them, the distance from each beginning of `wanted`.
    rows: Vec<usize>,
}

impl Distances {
    fn new(wanted: &str, errors: usize) -> Distances {
        let wanted: Vec<char> = wanted.chars().collect();
        let rows = (0..=wanted.len()).map(|length| length.min(errors + 1)).collect();
        Distances { wanted, errors, path: Vec::new(), rows }
    }

    /// How long a row is.
    fn width(&self) -> usize {
        self.wanted.len() + 1
    }

    /// Forgets all but the first letters.
    fn cut(&mut self, letters: usize) {
        self.path.truncate(letters);
        self.rows.truncate((letters + 1) * self.width());
    }

    /// Takes one letter more.
    fn push(&mut self, c: char) {
        let (width, row) = (self.width(), self.path.len() + 1);
        let (above, own) = ((row - 1) * width, row * width);
        self.rows.resize(own + width, self.errors + 1);
        // Lengths that differ by more than the errors are too far apart anyway.
        for at in row.saturating_sub(self.errors)..=(row + self.errors).min(self.wanted.len()) {
            let least = match at.checked_sub(1) {
                None => row,
                Some(before) => {
                    let other = usize::from(self.wanted[before] != c);
                    let least = (self.rows[above + before] + other).min(self.rows[above + at] + 1).min(self.rows[own + before] + 1);
                    let exchanged =
                        row > 1 && before > 0 && self.path[row - 2] == self.wanted[before] && self.wanted[before - 1] == c;
                    if exchanged { least.min(self.rows[(row - 2) * width + before - 1] + 1) } else { least }
                }
            };
            self.rows[own + at] = least.min(self.errors + 1);
        }
        self.path.push(c);
    }

    /// Whether no letters to come can make it near; an exchange looks two rows back.
    fn is_far(&self) -> bool {
        self.rows.iter().rev().take(2 * self.width()).all(|distance| *distance > self.errors)
    }

    /// The distance of all letters from all of the wanted.
    fn last(&self) -> usize {
        self.rows.last().copied().unwrap_or(self.errors + 1)
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
