//! The codes at hand: nine under the digits, and those put on last.

use crate::study::{Code, Id, Study};
use std::cmp::Reverse;

/// How many codes one hand finds by digit.
const DIGITS: usize = 9;

/// Codes under the digits 1–9. A code keeps its digit, so that the hand can
/// learn it: when all are taken, only the last one changes.
#[derive(Debug, Default)]
pub struct Digits {
    codes: Vec<Id<Code>>,
    last: Vec<Id<Code>>,
}

impl Digits {
    /// The codes used most so far.
    #[must_use]
    pub fn new(study: &Study) -> Digits {
        let counts = study.coding_counts();
        let mut used: Vec<(usize, Id<Code>)> =
            study.codes().filter_map(|code| counts.get(&code.id).map(|count| (*count, code.id))).collect();
        used.sort_by_key(|(count, _)| Reverse(*count));
        Digits { codes: used.into_iter().take(DIGITS).map(|(_, id)| id).collect(), last: Vec::new() }
    }

    /// Remembers codes that were put on.
    pub fn used(&mut self, codes: &[Id<Code>]) {
        for code in codes {
            match (self.of(*code), self.codes.get_mut(DIGITS - 1)) {
                (Some(_), _) => {}
                (None, Some(last)) => *last = *code,
                (None, None) => self.codes.push(*code),
            }
        }
        self.last = codes.to_vec();
    }

    /// The code under a digit from 1 to 9.
    #[must_use]
    pub fn code(&self, digit: usize) -> Option<Id<Code>> {
        self.codes.get(digit.checked_sub(1)?).copied()
    }

    /// The digit a code is under.
    #[must_use]
    pub fn of(&self, code: Id<Code>) -> Option<usize> {
        self.codes.iter().position(|known| *known == code).map(|place| place + 1)
    }

    /// The codes put on last, all at once.
    #[must_use]
    pub fn last(&self) -> &[Id<Code>] {
        &self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn codes_keep_their_digits() {
        let mut digits = Digits::default();
        let code = |n: u128| Id::new(Uuid::from_u128(n));
        (1..=9).for_each(|n| digits.used(&[code(n)]));
        digits.used(&[code(10), code(3)]);
        assert_eq!(
            (digits.of(code(1)), digits.of(code(3)), digits.of(code(9)), digits.of(code(10))),
            (Some(1), Some(3), None, Some(9))
        );
        assert_eq!(digits.last(), [code(10), code(3)]);
    }
}
