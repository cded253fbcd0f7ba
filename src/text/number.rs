//! Number formatting for people: no more digits than are meaningful.

/// "p = 0.043", "p < 0.001".
#[must_use]
pub fn p(p: f64) -> String {
    if p < 0.001 {
        "p < 0.001".into()
    } else {
        format!("p = {}", decimals(p, 3))
    }
}

/// A p-value without "p": "0.043", "<0.001".
#[must_use]
pub fn bare_p(p: f64) -> String {
    if p < 0.001 {
        "<0.001".into()
    } else {
        decimals(p, 3)
    }
}

/// Fixed number of decimals, and never "-0.00".
#[must_use]
pub fn decimals(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.to_owned(),
        _ => text,
    }
}

/// Time in a recording, from milliseconds: "0:05", "1:02:03".
#[must_use]
pub fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Seconds of a recording, from milliseconds, for programs.
#[must_use]
pub fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1_000.0
}

/// A count: whole numbers without decimals, weighted ones with two.
#[must_use]
pub fn count(value: f64) -> String {
    if value.fract() == 0.0 {
        decimals(value, 0)
    } else {
        decimals(value, 2)
    }
}

/// Prepositions after the counted noun: "2 marks of importance", not "2 mark of importances".
const AFTER_THE_NOUN: [&str; 6] = [
    " of ",
    " that ",
    " whose ",
    " without ",
    " outside ",
    " with ",
];

/// "1 record", "2 records", "2 codings of a source".
#[must_use]
pub fn count_noun(n: impl TryInto<u64>, noun: &str) -> String {
    let n = n.try_into().unwrap_or(u64::MAX);
    let end = AFTER_THE_NOUN
        .iter()
        .filter_map(|word| noun.find(word))
        .min()
        .unwrap_or(noun.len());
    let (noun, rest) = noun.split_at(end);
    format!("{n} {noun}{}{rest}", if n == 1 { "" } else { "s" })
}

/// A share as a percentage: "39 %" or "38.7 %".
#[must_use]
pub fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        String::new()
    } else {
        format!("{} %", decimals(part as f64 * 100.0 / whole as f64, 1))
    }
}

/// Replaces decimal points, those between two digits, by commas.
#[must_use]
pub fn with_comma(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let point = |at: usize| letters[at] == '.' && digit(at.checked_sub(1)) && digit(Some(at + 1));
    (0..letters.len())
        .map(|at| if point(at) { ',' } else { letters[at] })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_takes_the_plural() {
        assert_eq!(
            [
                count_noun(1, "mark of importance"),
                count_noun(2, "mark of importance")
            ],
            ["1 mark of importance", "2 marks of importance"]
        );
        assert_eq!(
            [
                count_noun(0, "record"),
                count_noun(3, "quote whose words are gone")
            ],
            ["0 records", "3 quotes whose words are gone"]
        );
    }

    #[test]
    fn a_full_stop_is_no_decimal_point() {
        assert_eq!(
            with_comma("p = 0.043. χ² is 12.5 (.5, see a.b)."),
            "p = 0,043. χ² is 12,5 (.5, see a.b)."
        );
    }

    #[test]
    fn small_p_values_and_negative_zeros() {
        assert_eq!(
            (p(0.0004), p(0.0434)),
            ("p < 0.001".into(), "p = 0.043".into())
        );
        assert_eq!(
            (decimals(-0.001, 2), decimals(-0.5, 1)),
            ("0.00".into(), "-0.5".into())
        );
        assert_eq!(
            (count(3.0), count(2.5), percent(12, 31)),
            ("3".into(), "2.50".into(), "38.7 %".into())
        );
    }
}
