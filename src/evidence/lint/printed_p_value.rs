//! P-values as printed in a report.

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedPValue {
    /// For `< .001` and `.000` the upper bound.
    pub value: f64,
    /// Number of decimals printed.
    pub decimals: usize,
    /// Whether the decimal separator is a comma.
    pub comma: bool,
    /// Whether only a bound is printed: `< .001`, or nothing but zeros.
    pub bound: bool,
}

impl PrintedPValue {
    /// Parses `0,051`, `.044`, `p = 0.044`, `< .001`, `0,000`; `None` for anything else, such as
    /// `n.s.`
    #[must_use]
    pub fn read(text: &str) -> Option<PrintedPValue> {
        let text = text.trim().trim_start_matches(['p', 'P']).trim_start();
        let bound = text.starts_with('<') || text.starts_with('≤');
        let digits = text.trim_start_matches(['=', '<', '≤']).trim();
        let comma = digits.contains(',');
        let digits = digits.replacen(',', ".", 1);
        let value: f64 = digits
            .parse()
            .ok()
            .filter(|value| (0.0..=1.0).contains(value))?;
        let decimals = digits
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        if value == 0.0 && decimals > 0 {
            // Nothing but zeros means less than half of the last decimal.
            return Some(PrintedPValue {
                value: 0.5 * 10f64.powi(-(decimals as i32)),
                decimals,
                comma,
                bound: true,
            });
        }
        Some(PrintedPValue {
            value,
            decimals,
            comma,
            bound,
        })
    }

    #[must_use]
    pub fn below(self, alpha: f64) -> bool {
        if self.bound {
            self.value <= alpha
        } else {
            self.value < alpha
        }
    }

    /// Number of significant digits: `.116` has three, `.001` has one.
    #[must_use]
    pub fn significant_digits(self) -> usize {
        // Rounded down, since nothing but zeros is stored as half of the last decimal. The small
        // addition makes up for .116 × 1000 being slightly below 116.
        let whole = (self.value * 10f64.powi(self.decimals as i32) + 1e-6).floor();
        if whole < 1.0 {
            0
        } else {
            whole.log10() as usize + 1
        }
    }

    /// Returns whether a computed p would be printed like this.
    #[must_use]
    pub fn agrees(self, p: f64) -> bool {
        let unit = 10f64.powi(-(self.decimals as i32));
        if self.bound {
            p <= self.value + unit / 2.0
        } else {
            (p - self.value).abs() <= unit / 2.0 + 1e-9
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_read_as_people_print_them() {
        let read =
            |text: &str| PrintedPValue::read(text).map(|p| (p.value, p.decimals, p.comma, p.bound));
        assert_eq!(read("0,051"), Some((0.051, 3, true, false)));
        assert_eq!(read("p = .044"), Some((0.044, 3, false, false)));
        assert_eq!(read("< 0.001"), Some((0.001, 3, false, true)));
        assert_eq!(read("0,000"), Some((0.0005, 3, true, true)));
        assert_eq!(
            (read("n.s."), read(""), read("12"), read("1,2,3")),
            (None, None, None, None)
        );
        let digits = |text: &str| PrintedPValue::read(text).unwrap().significant_digits();
        assert_eq!(
            (
                digits("0,116"),
                digits("0,001"),
                digits("0,54"),
                digits("0,060"),
                digits(".000")
            ),
            (3, 1, 2, 2, 0)
        );
        assert!(
            PrintedPValue::read("0,001").unwrap().agrees(0.00143)
                && !PrintedPValue::read("0,54").unwrap().agrees(0.0537)
        );
        assert!(
            PrintedPValue::read("0,000").unwrap().agrees(0.0005)
                && !PrintedPValue::read("0,000").unwrap().agrees(0.02)
        );
        assert!(
            !PrintedPValue::read("0,050").unwrap().below(0.05)
                && PrintedPValue::read("<.05").unwrap().below(0.05)
        );
    }
}
