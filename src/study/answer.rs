//! One answer, however it is written: `1`, `1.0`, `01`, `1,0` and `1e0` are one number.
//!
//! Numbers are told by their digits and never by way of a binary fraction, so that long identifiers
//! stay apart. Whether an answer is to be taken as a number is not said by it alone: see
//! [`ParsedColumn`](super::parsed_column::ParsedColumn).

use std::borrow::Cow;
use std::cmp::Ordering;

/// Numbers beyond this power of ten are none that anybody answers.
const MAX_EXPONENT: i64 = 300;

/// The plain spelling of the number that a cell says: no sign but a minus, no zeros that say
/// nothing, a point before decimals. `None` when it says none.
pub fn plain_number(cell: &str) -> Option<Cow<'_, str>> {
    let bytes = cell.as_bytes();
    // Most cells are plain already, or so but for zeros, or begin as no number does.
    let first = *bytes.first()?;
    if first.is_ascii_digit() {
        let whole = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let zeros = bytes[..whole - 1]
            .iter()
            .take_while(|byte| **byte == b'0')
            .count();
        if whole == bytes.len() {
            return Some(Cow::Borrowed(&cell[zeros..]));
        }
        if bytes[whole] == b'.' && bytes[whole + 1..].iter().all(u8::is_ascii_digit) {
            let decimals = cell[zeros..].trim_end_matches('0');
            return Some(Cow::Borrowed(
                decimals.strip_suffix('.').unwrap_or(decimals),
            ));
        }
    } else if !matches!(first, b'-' | b'+' | b'.' | 0xE2) {
        return None;
    }
    let (negative, rest) = match cell.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, cell.strip_prefix('+').unwrap_or(cell)),
    };
    let (mantissa, power) = match rest.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, exponent(power)?),
        None => (rest, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some(parts) => parts,
        // A comma alone before digits is no number.
        None => match mantissa.split_once(',') {
            Some((whole, fraction)) if !whole.is_empty() && !fraction.is_empty() => {
                (whole, fraction)
            }
            Some(_) => return None,
            None => (mantissa, ""),
        },
    };
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    // Where the point stands among the significant digits.
    let point = whole.len() as i64 - (digits.len() - significant.len()) as i64 + power;
    let significant = significant.trim_end_matches('0');
    if significant.is_empty() {
        return Some(Cow::Borrowed("0"));
    }
    if point.abs() > MAX_EXPONENT {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    let length = significant.len() as i64;
    let zeros = |many: i64| "0".repeat(usize::try_from(many).unwrap_or_default());
    Some(Cow::Owned(if point <= 0 {
        format!("{sign}0.{}{significant}", zeros(-point))
    } else if point >= length {
        format!("{sign}{significant}{}", zeros(point - length))
    } else {
        let (before, after) = significant.split_at(point as usize);
        format!("{sign}{before}.{after}")
    }))
}

fn exponent(power: &str) -> Option<i64> {
    let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
    let sound =
        !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound
        .then(|| power.strip_prefix('+').unwrap_or(power).parse().ok())
        .flatten()
}

/// The number that a cell says; `None` when it says none.
pub fn number(cell: &str) -> Option<f64> {
    plain_number(cell.trim())?.parse().ok()
}

/// Whether two cells say the same: the same words, or the same number where `numeric` says that
/// numbers are meant.
pub fn same_answer(a: &str, b: &str, numeric: bool) -> bool {
    a == b || numeric && plain_number(a).is_some_and(|a| plain_number(b).is_some_and(|b| a == b))
}

/// The order of answers: numbers by size, then words by letter. Two spellings of a number stand
/// beside each other.
pub fn compare_answers(a: &str, b: &str) -> Ordering {
    match (plain_number(a), plain_number(b)) {
        (Some(first), Some(second)) => compare_numbers(&first, &second).then_with(|| a.cmp(b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

/// The order of two numbers in their plain spelling.
pub fn compare_numbers(a: &str, b: &str) -> Ordering {
    match (a.strip_prefix('-'), b.strip_prefix('-')) {
        (Some(a), Some(b)) => magnitude(b, a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => magnitude(a, b),
    }
}

fn magnitude(a: &str, b: &str) -> Ordering {
    let parts = |number| str::split_once(number, '.').unwrap_or((number, ""));
    let ((whole, fraction), (other, rest)) = (parts(a), parts(b));
    // Without zeros in front, the longer whole number is the larger; decimals compare as they are
    // read.
    (whole.len(), whole, fraction).cmp(&(other.len(), other, rest))
}

/// What programs and people write where there is no answer.
const NO_ANSWER_WORDS: [&str; 21] = [
    "na", "n/a", "n.a.", "n.a", "#n/a", "#na", "#n/a n/a", "<na>", "nan", "-nan", "#null!", "null",
    "(null)", ".", "..", "-", "--", "–", "—", "−", "…",
];

/// Whether a cell says that there is no answer. Among numbers it says nothing else; among words it
/// may be one.
pub fn is_no_answer(cell: &str) -> bool {
    // What may be one of them is short and begins as they do.
    let may = cell.len() <= 8
        && cell.starts_with(['n', 'N', '#', '<', '(', '.', '-', '–', '—', '−', '…']);
    may && NO_ANSWER_WORDS
        .iter()
        .any(|word| word.eq_ignore_ascii_case(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_plain_spelling() {
        for one in [
            "1", "1.0", "01", "1,0", "1e0", "+1", "1.", "10e-1", "0.1E1", "1.000",
        ] {
            assert_eq!(plain_number(one).as_deref(), Some("1"), "{one}");
        }
        let told = |cell: &str| plain_number(cell).map(Cow::into_owned);
        for (cell, spelling) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("000", "0"),
            (".5", "0.5"),
            ("-1,50", "-1.5"),
            ("−3", "-3"),
            ("1.25e2", "125"),
            ("1e5", "100000"),
            ("5e-3", "0.005"),
            ("0012.3400", "12.34"),
            ("12345678901234567890", "12345678901234567890"),
            ("100", "100"),
        ] {
            assert_eq!(told(cell).as_deref(), Some(spelling), "{cell}");
        }
        for word in [
            "", "-", ".", ",", ",5", "5,", "e5", "1e", "1e+", "1 2", "1.2.3", "1,2,3", "nan",
            "inf", "1a", "0x1", "1e999", "٣",
        ] {
            assert_eq!(told(word), None, "{word}");
        }
    }

    #[test]
    fn order_is_by_size_then_by_letter() {
        let mut cells = [
            "b",
            "10",
            "9",
            "-1",
            "a",
            "1,5",
            "-10",
            "01",
            "1",
            "",
            "12345678901234567891",
            "12345678901234567890",
        ];
        cells.sort_by(|a, b| compare_answers(a, b));
        let right = [
            "-10",
            "-1",
            "01",
            "1",
            "1,5",
            "9",
            "10",
            "12345678901234567890",
            "12345678901234567891",
            "",
            "a",
            "b",
        ];
        assert_eq!(cells, right);
    }

    #[test]
    fn what_says_nothing_is_known() {
        for word in ["NA", "N/A", "#N/A", "n/a", "nan", "NaN", "NULL", ".", "-"] {
            assert!(is_no_answer(word), "{word}");
        }
        assert!(
            !["0", "No", "None", "", "a", "9"]
                .into_iter()
                .any(is_no_answer)
        );
    }
}
