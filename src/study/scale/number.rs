//! Scales of whole numbers.

use crate::study::answer::plain_number;

/// What such a scale is called, before its ends.
pub const NUMBER_SCALE_NAME: &str = "whole numbers";

/// The whole number that an answer is.
#[must_use]
pub fn whole(answer: &str) -> Option<i64> {
    plain_number(answer)?.parse().ok()
}

/// The ends of the scale that whole numbers seem to be on: from 0 or 1 to at most 10, or as far
/// below 0 as above, and at least half of it answered by somebody.
#[must_use]
pub fn ends(numbers: &[i64]) -> Option<(i64, i64)> {
    let (low, high) = (*numbers.iter().min()?, *numbers.iter().max()?);
    let begins = matches!(low, 0 | 1) && high <= 10 || low == -high && high <= 5;
    let mut different = numbers.to_vec();
    different.sort_unstable();
    different.dedup();
    let steps = high - low + 1;
    (begins && steps >= 4 && different.len() >= 3 && different.len() as i64 * 2 >= steps)
        .then_some((low, high))
}

/// The number that stands before words, as in `5 – very`, or alone.
#[must_use]
pub fn leading_number(words: &str) -> Option<i64> {
    let words = words.trim().trim_start_matches('(');
    let end = words
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(words.len());
    let rest = &words[end..];
    let parted =
        rest.is_empty() || rest.starts_with([' ', '.', ':', ')', '=', '-', '–', '—', '\u{a0}']);
    if (1..=2).contains(&end) && parted {
        words[..end].parse().ok()
    } else {
        None
    }
}

/// Codes that stand for no answer in many surveys.
const MISSING_CODES: [i64; 20] = [
    8, 9, 66, 77, 88, 96, 97, 98, 99, 666, 777, 888, 996, 997, 998, 999, 9998, 9999, 99_998, 99_999,
];

/// Whole numbers that look like codes for no answer: far outside what the others are. Nobody can
/// know it.
#[must_use]
pub fn likely_missing_codes(numbers: &[i64]) -> Vec<i64> {
    let mut different = numbers.to_vec();
    different.sort_unstable();
    different.dedup();
    let is_code = |number: i64| MISSING_CODES.contains(&number.saturating_abs()) || number == -1;
    // From above: behind a gap, beyond a small scale that is answered throughout, or far beyond
    // larger numbers.
    let begins = |at: usize| {
        let (below, above) = different.split_at(at);
        let ([low, .., top], [first, ..]) = (below, above) else {
            return false;
        };
        let throughout =
            *top <= 10 && below.len() as i64 >= top - (*low).max(0) && *first > top + 1;
        let far = *top > 10 && *first >= 99 && first.saturating_mul(2) > top.saturating_mul(3);
        above.iter().all(|number| is_code(*number)) && (throughout || far)
    };
    let at = (2..different.len())
        .find(|at| begins(*at))
        .unwrap_or(different.len());
    let mut found = different.split_off(at);
    // From below: where no other number is under 0, and they are not the lower half of a scale.
    let under = different.partition_point(|number| *number < 0);
    let (negative, rest) = different.split_at(under);
    if let ([low, ..], [_, .., top]) = (negative, rest)
        && negative.len() <= 3
        && *low != -top
        && negative.iter().all(|number| is_code(*number))
    {
        found.extend(negative);
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_of_numbers_begin_at_nought_or_one() {
        assert_eq!(ends(&[1, 2, 3, 4, 5]), Some((1, 5)));
        assert_eq!(ends(&[0, 3, 10, 5, 7, 8]), Some((0, 10)));
        assert_eq!(ends(&[-2, -1, 0, 1, 2]), Some((-2, 2)));
        assert_eq!(ends(&[1, 2, 4]), Some((1, 4)));
        for none in [
            &[1, 2][..],
            &[0, 1],
            &[1, 2, 3],
            &[18, 19, 20, 21],
            &[1, 2, 9],
            &[2, 3, 4, 5],
            &[1, 2, 3, 12],
            &[],
        ] {
            assert_eq!(ends(none), None, "{none:?}");
        }
    }

    #[test]
    fn codes_for_no_answer_are_far_from_the_rest() {
        assert_eq!(likely_missing_codes(&[1, 2, 3, 9]), [9]);
        assert_eq!(likely_missing_codes(&[1, 2, 3, 4, 5, 8, 9]), [8, 9]);
        assert_eq!(likely_missing_codes(&[1, 2, 3, 4, 5, 98, 99]), [98, 99]);
        assert_eq!(likely_missing_codes(&[0, 1, 99]), [99]);
        assert_eq!(likely_missing_codes(&[-1, 1, 2, 3]), [-1]);
        assert_eq!(likely_missing_codes(&[-9, -1, 0, 1, 2, 3]), [-9, -1]);
        assert_eq!(likely_missing_codes(&[18, 25, 64, 999]), [999]);
        for none in [
            &[1, 2, 3, 4, 5, 6, 7, 8, 9][..],
            &[5, 6, 7, 8, 9],
            &[-2, -1, 0, 1, 2],
            &[95, 96, 97, 98, 99],
            &[1, 2, 3],
            &[9],
            &[88, 90, 99],
            &[],
        ] {
            assert!(
                likely_missing_codes(none).is_empty(),
                "{none:?} {:?}",
                likely_missing_codes(none)
            );
        }
    }

    #[test]
    fn numbers_before_words_are_read() {
        for (words, number) in [
            ("1 - never", Some(1)),
            ("(2) rarely", Some(2)),
            ("10", Some(10)),
            ("3: often", Some(3)),
            ("4th", None),
            ("a1", None),
            ("100 %", None),
        ] {
            assert_eq!(leading_number(words), number, "{words}");
        }
    }
}
