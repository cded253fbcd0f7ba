//! Days that there are.

/// Whether there is such a day.
pub(super) fn is_day(year: i16, month: i16, day: i16) -> bool {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return false;
    };
    jiff::civil::Date::new(year, month, day).is_ok()
}

/// Whether there is such a day in the last century or in this one.
pub(super) fn is_short_day(year: i16, month: i16, day: i16) -> bool {
    (0..100).contains(&year) && (is_day(1900 + year, month, day) || is_day(2000 + year, month, day))
}

/// Whether a year is one that people write of.
pub(super) fn is_year(year: i16) -> bool {
    (1800..2100).contains(&year)
}
