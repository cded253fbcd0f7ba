//! Validates dates.

pub(super) fn is_day(year: i16, month: i16, day: i16) -> bool {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return false;
    };
    jiff::civil::Date::new(year, month, day).is_ok()
}

/// A year of two digits, in the last century or this one.
pub(super) fn is_short_day(year: i16, month: i16, day: i16) -> bool {
    (0..100).contains(&year) && (is_day(1900 + year, month, day) || is_day(2000 + year, month, day))
}

/// Plausible as a year in a text.
pub(super) fn is_year(year: i16) -> bool {
    (1800..2100).contains(&year)
}
