//! Fuzzy matching of words by edit distance.

/// Code points below this are looked up in a table.
const TABLE_SIZE: usize = 512;

/// Letters of the pattern that fit into one machine word.
const MAX_LETTERS: u32 = u64::BITS;

/// A word prepared for comparison with many others.
#[derive(Clone, Debug, PartialEq)]
pub struct FuzzyForm {
    form: String,
    letters: LetterSet,
    errors: usize,
    /// For each letter below `TABLE_SIZE`, a bit at every position at which the word has it.
    places: Vec<u64>,
    /// The same for all other letters.
    others: Vec<(char, u64)>,
}

impl FuzzyForm {
    /// `errors` is the largest edit distance to match: one or two.
    pub fn new(form: &str, errors: usize) -> FuzzyForm {
        let mut typo = FuzzyForm {
            form: form.to_owned(),
            letters: LetterSet::of(form),
            errors,
            places: vec![0; TABLE_SIZE],
            others: Vec::new(),
        };
        for (place, c) in form.chars().take(MAX_LETTERS as usize).enumerate() {
            match typo.places.get_mut(c as usize) {
                Some(places) => *places |= 1 << place,
                None => typo.others.push((c, 1 << place)),
            }
        }
        typo
    }

    /// Returns whether `form` is within the edit distance (optimal string alignment: insertions,
    /// deletions, substitutions and transpositions of neighbours).
    pub fn matches(&self, form: &str) -> bool {
        self.may_match(LetterSet::of(form)) && self.is_within_distance(form)
    }

    /// A cheap necessary condition for up to two errors: each changes the length by at most one,
    /// and adds and removes at most one letter.
    pub fn may_match(&self, other: LetterSet) -> bool {
        let own = self.letters;
        let few = |set: u32| {
            let but_one = set & set.wrapping_sub(1);
            let but_two = but_one & but_one.wrapping_sub(1);
            if self.errors > 1 { but_two } else { but_one }
        };
        // No early exit: which test fails is unpredictable, and a mispredicted branch costs more
        // than both.
        let other_letters = few(own.set & !other.set) | few(other.set & !own.set);
        (other_letters == 0) & (own.count.abs_diff(other.count) as usize <= self.errors)
    }

    /// Bit-parallel: a column of the distance table fits into a few machine words (Hyyrö 2003, “A
    /// bit-vector algorithm for computing Levenshtein and Damerau edit distances”).
    pub fn is_within_distance(&self, form: &str) -> bool {
        if self.letters.count > MAX_LETTERS {
            return strsim::osa_distance(&self.form, form) <= self.errors;
        }
        // Bits where the distance is one more, or one less, than at the previous letter of the
        // word.
        let (mut more, mut less) = (u64::MAX, 0);
        let (mut level, mut before) = (0, 0);
        let mut distance = self.letters.count as usize;
        let last = 1 << self.letters.count.saturating_sub(1);
        for c in form.chars() {
            let here = self.places(c);
            let exchanged = ((!level & here) << 1) & before;
            level = ((here & more).wrapping_add(more) ^ more) | here | less | exchanged;
            let (up, down) = (less | !(level | more), level & more);
            distance = distance + usize::from(up & last != 0) - usize::from(down & last != 0);
            let (up, down) = (up << 1 | 1, down << 1);
            (more, less) = (down | !(level | up), up & level);
            before = here;
        }
        distance <= self.errors
    }

    fn places(&self, c: char) -> u64 {
        let others = || {
            self.others
                .iter()
                .filter(|(other, _)| *other == c)
                .fold(0, |places, (_, place)| places | place)
        };
        self.places.get(c as usize).copied().unwrap_or_else(others)
    }
}

/// A coarse set of letters with the length of the word; a quick filter before the distance is
/// computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LetterSet {
    /// One bit for several letters each.
    set: u32,
    count: u32,
}

impl LetterSet {
    pub fn of(form: &str) -> LetterSet {
        let none = LetterSet { set: 0, count: 0 };
        form.chars().fold(none, |own, c| LetterSet {
            set: own.set | 1 << (u32::from(c) % 32),
            count: own.count + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_is_near_as_the_whole_table_has_it(
            wanted in "[abæ\u{4e00}]{1,9}|[ab]{60,70}",
            other in "[abæ\u{4e00}]{0,9}|[ab]{60,70}",
            errors in 1usize..3,
        ) {
            prop_assert_eq!(FuzzyForm::new(&wanted, errors).matches(&other), strsim::osa_distance(&wanted, &other) <= errors);
        }

        #[test]
        fn an_error_is_forgiven(word in "[a-zæøå]{3,9}", at in 0usize..9, letter in "[a-zæøå]", which in 0..4) {
            let mut letters: Vec<char> = word.chars().collect();
            let (at, letter) = (at % (letters.len() - 1), letter.chars().next().unwrap());
            match which {
                0 => drop(letters.remove(at)),
                1 => letters.insert(at, letter),
                2 => letters[at] = letter,
                _ => letters.swap(at, at + 1),
            }
            prop_assert!(FuzzyForm::new(&word, 1).matches(&letters.into_iter().collect::<String>()));
        }
    }
}
