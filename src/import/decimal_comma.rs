//! Numbers in Danish notation: `1.234,5`.

use crate::study::Column;

/// Rewrites a column of numbers with decimal commas; returns whether it did. A single cell in
/// another notation leaves the whole column unchanged.
pub fn read_decimal_commas(column: &mut Column) -> bool {
    let read = column.strings().any(|cell| cell.contains(','))
        && column.strings().all(|cell| with_point(cell).is_some());
    if read {
        *column = column.map(|cell| with_point(cell).unwrap_or_default());
    }
    read
}

/// The number with a decimal point. Points before the comma must separate groups of three.
fn with_point(cell: &str) -> Option<String> {
    let (whole, fraction) = cell
        .split_once(',')
        .map_or((cell, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let mut groups = digits.split('.');
    let first = groups.next().unwrap_or_default();
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = groups.clone().next().is_some();
    let fits = is_digits(first)
        && groups.all(|group| group.len() == 3 && is_digits(group))
        && (!grouped || (1..=3).contains(&first.len()))
        && fraction.is_none_or(|fraction| {
            !fraction.is_empty() && !first.is_empty() && is_digits(fraction)
        });
    fits.then(|| {
        let whole = whole.replace('.', "");
        fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str]) -> Option<Column> {
        let mut column: Column = cells.iter().collect();
        read_decimal_commas(&mut column).then_some(column)
    }

    #[test]
    fn decimal_commas_become_points() {
        assert_eq!(
            read(&["0,05", "", "-1,5", "3"]).unwrap(),
            ["0.05", "", "-1.5", "3"]
        );
        assert_eq!(
            read(&["1.234,5", "1.234", "987"]).unwrap(),
            ["1234.5", "1234", "987"]
        );
    }

    #[test]
    fn other_columns_stay_as_they_are() {
        for cells in [
            &["1", "2"][..],
            &["1,5", "about 2"],
            &["1.5", "2,5"],
            &["yes, no"],
            &["1,2,3"],
            &[",5"],
            &["1."],
        ] {
            assert_eq!(read(cells), None, "{cells:?}");
        }
    }
}
