//! Values of a spreadsheet as people see them.

/// How many digits a spreadsheet shows of a number, wherever they stand.
const DIGITS: usize = 15;

/// A number: `0.3` also when it is stored as 0.30000000000000004.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value);
    // Without a sign before zero.
    format!("{}", rounded + 0.0)
}

/// A date with a time that is not midnight: `2024-03-01 12:30`.
pub fn moment((year, month, day): (u16, u8, u8), time: (u32, u32, u32)) -> String {
    let date = format!("{year:04}-{month:02}-{day:02}");
    if time == (0, 0, 0) {
        date
    } else {
        format!("{date} {}", clock(time))
    }
}

/// A time of the day, or a length of time: `12:30`, `12:30:05`, `100:00`.
pub fn clock((hours, minutes, seconds): (u32, u32, u32)) -> String {
    if seconds == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    }
}

/// Hours, minutes and seconds of so many days, to the second.
pub fn hours(days: f64) -> (u32, u32, u32) {
    let seconds = (days * 86_400.0).round().clamp(0.0, f64::from(u32::MAX)) as u32;
    (seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A date of ISO 8601, its midnight left out: `2024-03-01T12:30:00` → `2024-03-01 12:30`.
pub fn iso_moment(words: &str) -> String {
    let Some((date, time)) = words.split_once('T') else {
        return words.to_owned();
    };
    let time = time.split('.').next().unwrap_or_default();
    match time.strip_suffix(":00").unwrap_or(time) {
        "00:00" => date.to_owned(),
        time => format!("{date} {time}"),
    }
}

/// A length of time of ISO 8601: `PT12H30M00S` → `12:30`; other words stay as they are.
pub fn iso_clock(words: &str) -> String {
    let mut parts = [0_u32; 3];
    let Some(mut rest) = words.strip_prefix("PT") else {
        return words.to_owned();
    };
    for (part, letter) in parts.iter_mut().zip(['H', 'M', 'S']) {
        if let Some((digits, after)) = rest.split_once(letter) {
            let Ok(value) = digits.split('.').next().unwrap_or_default().parse() else {
                return words.to_owned();
            };
            (*part, rest) = (value, after);
        }
    }
    clock((parts[0], parts[1], parts[2]))
}

/// Whether a cell shows that its formula failed.
pub fn is_error(words: &str) -> bool {
    matches!(
        words,
        "#N/A" | "#I/T" | "#DIV/0!" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!"
    ) || words.starts_with("Err:5")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_people_see() {
        for (value, words) in [
            (0.1 + 0.2, "0.3"),
            (5.0, "5"),
            (-0.0, "0"),
            (1234567.891, "1234567.891"),
            (-2.5e-7, "-0.00000025"),
        ] {
            assert_eq!(number(value), words);
        }
        assert_eq!(number(f64::NAN), "");
    }

    #[test]
    fn dates_and_times_without_what_they_do_not_say() {
        assert_eq!(moment((2024, 3, 1), (0, 0, 0)), "2024-03-01");
        assert_eq!(moment((2024, 3, 1), hours(0.5)), "2024-03-01 12:00");
        assert_eq!(clock(hours(4.0 + 1.0 / 86_400.0)), "96:00:01");
        assert_eq!(iso_moment("2024-03-01T00:00:00"), "2024-03-01");
        assert_eq!(iso_moment("2024-03-01T09:05:00"), "2024-03-01 09:05");
        assert_eq!(iso_clock("PT12H30M00S"), "12:30");
        assert_eq!(iso_clock("PT00H00M07.5S"), "00:00:07");
        assert_eq!(iso_clock("P1D"), "P1D");
    }
}
