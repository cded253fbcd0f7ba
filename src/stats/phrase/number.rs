//! Numbers in sentences: p-values are never zero, no more digits than meaningful, decimal comma in
//! Danish.
//!
//! A variable within a sentence. Its label is always in quotation marks, since it may be a verb, a
//! question or a whole sentence; the words around it are chosen to fit that.

use super::SentenceLanguage;
use crate::stats::estimate::Interval;

/// A limit nearer to no effect than this counts as no effect.
const NONE: f64 = 1e-9;

/// The scale of a number with an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Between −1 and 1, 0 without a relation.
    Unit,
    /// A probability, one half without a relation.
    Chance,
    /// A ratio, 1 without a relation.
    Ratio,
    /// A difference of shares, in percentage points with so many decimals.
    Points(usize),
    /// A share in per cent with so many decimals, for which no value means no effect.
    Percent(usize),
    /// A number in its own unit with so many decimals, 0 without a relation.
    Own(usize),
}

impl Scale {
    /// The displayed value of no relation.
    fn none(self) -> f64 {
        match self {
            Scale::Chance => 0.5,
            Scale::Ratio => 1.0,
            Scale::Percent(_) => f64::NAN,
            Scale::Unit | Scale::Points(_) | Scale::Own(_) => 0.0,
        }
    }

    /// Factor by which a value is multiplied for display, and its decimals.
    fn shown(self) -> (f64, usize) {
        match self {
            Scale::Points(digits) | Scale::Percent(digits) => (100.0, digits),
            Scale::Own(digits) => (1.0, digits),
            Scale::Unit | Scale::Chance | Scale::Ratio => (1.0, 2),
        }
    }
}

impl SentenceLanguage {
    /// A number with so many decimals.
    pub fn decimals(self, x: f64, digits: usize) -> String {
        if x.is_infinite() {
            return if x > 0.0 { "∞" } else { "−∞" }.into();
        }
        let text = format!("{x:.digits$}");
        // A number that rounds to zero has no sign.
        let nothing = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
        let text = if nothing {
            text.replace('-', "")
        } else {
            text.replace('-', "−")
        };
        match self {
            SentenceLanguage::English => text,
            SentenceLanguage::Danish => text.replace('.', ","),
        }
    }

    /// A number that cannot exceed 1, with so many decimals.
    pub fn unit(self, x: f64, digits: usize) -> String {
        self.bare(self.decimals(x, digits))
    }

    /// A number between −1 and 1, with two decimals.
    pub fn share(self, x: f64) -> String {
        self.unit(x, 2)
    }

    /// English omits the zero before the decimal point.
    fn bare(self, text: String) -> String {
        let digits = text.strip_prefix('−').unwrap_or(&text);
        if self == SentenceLanguage::English && digits.starts_with("0.") {
            text.replacen("0.", ".", 1)
        } else {
            text
        }
    }

    /// "64 %" of a count among others; halves are rounded up.
    pub fn percent(self, count: f64, n: f64, digits: usize) -> String {
        let scale = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
        let percent = (100.0 * count / n.max(f64::MIN_POSITIVE) * scale).round() / scale;
        format!("{} %", self.decimals(percent, digits))
    }

    /// "64 % (32 of 50)".
    pub fn part(self, count: f64, n: f64, digits: usize) -> String {
        format!(
            "{} ({})",
            self.percent(count, n, digits),
            self.of_n(count, n)
        )
    }

    /// "32 of 50".
    pub fn of_n(self, count: f64, n: f64) -> String {
        format!(
            "{} {} {}",
            self.count(count),
            self.say("of", "af"),
            self.count(n)
        )
    }

    /// A count with thousands separators: an integer as such, otherwise with one decimal.
    pub fn count(self, n: f64) -> String {
        let text = self.decimals(n, if (n - n.round()).abs() < NONE { 0 } else { 1 });
        let (point, thousand) = if self == SentenceLanguage::English {
            ('.', ',')
        } else {
            (',', '.')
        };
        let (whole, rest) = text.split_at(text.find(point).unwrap_or(text.len()));
        let mut grouped = String::new();
        let digits = whole.chars().filter(char::is_ascii_digit).count();
        let mut left = digits;
        for c in whole.chars() {
            if c.is_ascii_digit() {
                if left < digits && left % 3 == 0 {
                    grouped.push(thousand);
                }
                left -= 1;
            }
            grouped.push(c);
        }
        grouped + rest
    }

    /// A number with as many decimals as it has, at most three.
    pub fn plain(self, x: f64) -> String {
        self.plain_to(x, 3)
    }

    /// A number with as many decimals as it has, at most `most`.
    pub fn plain_to(self, x: f64, most: usize) -> String {
        let x = round(x, most);
        let digits = (0..most)
            .find(|&digits| (x - round(x, digits)).abs() < NONE)
            .unwrap_or(most);
        self.decimals(x, digits)
    }

    /// A level of significance: ".05", ".005".
    pub fn level(self, alpha: f64) -> String {
        let digits = (2..5)
            .find(|&digits| (alpha - round(alpha, digits)).abs() < 1e-12)
            .unwrap_or(5);
        self.unit(alpha, digits)
    }

    /// "p = .012", "p < .001"; two digits above .1.
    pub fn p(self, p: f64) -> String {
        let (sign, value, digits) = if p < 0.001 {
            ("<", 0.001, 3)
        } else {
            ("=", p, if p < 0.0995 { 3 } else { 2 })
        };
        format!("p {sign} {}", self.unit(value, digits))
    }

    /// Relative to a level: "p = .0496", and "p just below .05" if no reasonable number of digits
    /// distinguishes them.
    pub fn p_against(self, p: f64, alpha: f64) -> String {
        let usual = self.p(p);
        if p == alpha || p < 0.001 || usual != self.p(alpha) {
            return usual;
        }
        let digits = if alpha < 0.01 { 3..6 } else { 3..5 };
        match digits
            .into_iter()
            .find(|&digits| round(p, digits) != round(alpha, digits))
        {
            Some(digits) => format!("p = {}", self.unit(p, digits)),
            None => format!("p {} {}", self.beside(p < alpha), self.level(alpha)),
        }
    }

    fn beside(self, below: bool) -> &'static str {
        match (self, below) {
            (SentenceLanguage::English, true) => "just below",
            (SentenceLanguage::English, false) => "just above",
            (SentenceLanguage::Danish, true) => "lige under",
            (SentenceLanguage::Danish, false) => "lige over",
        }
    }

    /// A value with its interval: ".63 [.49; .73], 95 % CI", "−28 percentage points [−52; −3], 95 %
    /// CI".
    pub fn estimate(self, value: f64, interval: Option<&Interval>, scale: Scale) -> String {
        let interval = interval
            .map(|interval| format!(" {}", self.interval(interval, scale)))
            .unwrap_or_default();
        let said = self.on(value, scale);
        let unit = match scale {
            Scale::Points(_) if matches!(said.as_str(), "1" | "−1") => {
                self.say(" percentage point", " procentpoint")
            }
            Scale::Points(_) => self.say(" percentage points", " procentpoint"),
            _ => "",
        };
        format!("{said}{unit}{interval}")
    }

    /// "[.49; .73], 95 % CI".
    pub fn interval(self, interval: &Interval, scale: Scale) -> String {
        let (low, high) = self.ends(interval, scale);
        format!("[{low}; {high}], {}", self.of_level(interval.level))
    }

    /// Both limits of an interval, with enough decimals to distinguish them from each other and
    /// from no effect.
    pub fn ends(self, interval: &Interval, scale: Scale) -> (String, String) {
        let (factor, digits) = scale.shown();
        let same = |digits: usize| {
            self.decimals(interval.low * factor, digits)
                == self.decimals(interval.high * factor, digits)
        };
        let digits = (digits..digits + 3)
            .find(|&digits| !same(digits))
            .unwrap_or(digits);
        let end = |x: f64| {
            let none = scale.none();
            let hidden = |digits: usize| {
                (x - none).abs() > NONE
                    && self.decimals(x * factor, digits) == self.decimals(none * factor, digits)
            };
            match (digits..digits + 2).find(|&digits| !hidden(digits)) {
                Some(digits) => self.with(x, scale, digits),
                None => {
                    let none = if scale == Scale::Chance {
                        self.share(none)
                    } else {
                        self.decimals(none, 0)
                    };
                    format!("{} {none}", self.beside(x < scale.none()))
                }
            }
        };
        (end(interval.low), end(interval.high))
    }

    /// A value on its scale, without unit.
    pub fn on(self, x: f64, scale: Scale) -> String {
        self.with(x, scale, scale.shown().1)
    }

    fn with(self, x: f64, scale: Scale, digits: usize) -> String {
        let text = self.decimals(x * scale.shown().0, digits);
        match scale {
            Scale::Unit | Scale::Chance => self.bare(text),
            Scale::Percent(_) => format!("{text} %"),
            Scale::Ratio | Scale::Points(_) | Scale::Own(_) => text,
        }
    }

    /// "95 % CI".
    pub fn of_level(self, level: f64) -> String {
        let percent = self.plain((1000.0 * level).round() / 10.0);
        format!("{percent}{}", self.say(" % CI", " %-konfidensinterval"))
    }
}

/// A number to so many decimals.
fn round(x: f64, digits: usize) -> f64 {
    let scale = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
    (x * scale).round() / scale
}

/// Beginnings of statements that respondents make about themselves or others.
const STARTS: [&str; 15] = [
    "I ", "I'", "I’", "My ", "We ", "Our ", "It ", "There ", "Jeg ", "Vi ", "Min ", "Mit ",
    "Mine ", "Det ", "Der ",
];

/// The grammatical form of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LabelKind {
    /// "Trust", "Meetings attended".
    Thing,
    /// "Do you have a job?", or a statement answered by a frequency.
    Asked,
    /// "I was seen", answered by agreement.
    Agreed,
}

/// A variable to be mentioned in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct VariablePhrase<'a> {
    label: &'a str,
    kind: LabelKind,
}

impl<'a> VariablePhrase<'a> {
    /// A variable by its label and those of its categories.
    pub fn new<T: AsRef<str>>(label: &'a str, categories: &[T]) -> VariablePhrase<'a> {
        let text = label.trim();
        let sentence =
            text.ends_with(['.', '?', '!']) || STARTS.iter().any(|start| text.starts_with(start));
        let agreed = || {
            categories.iter().any(|category| {
                let category = category.as_ref().to_lowercase();
                category.contains("agree") || category.contains("enig")
            })
        };
        let kind = match sentence {
            false => LabelKind::Thing,
            true if !text.ends_with('?') && agreed() => LabelKind::Agreed,
            true => LabelKind::Asked,
        };
        VariablePhrase { label, kind }
    }

    /// “Trust”.
    pub fn quoted(&self, t: SentenceLanguage) -> String {
        t.quoted(self.label)
    }

    /// The subject of "is": "“In a job”", "the answer to “Do you have a job?”".
    pub fn subject(&self, t: SentenceLanguage) -> String {
        let label = self.quoted(t);
        match self.kind {
            LabelKind::Thing => label,
            _ => format!("{} {label}", t.say("the answer to", "svaret på")),
        }
    }

    /// "whose “Gender” is “Man”", "hvis »Gender« er »Man«".
    pub fn whose(&self, t: SentenceLanguage, category: &str) -> String {
        let (label, category) = (self.quoted(t), t.quoted(category));
        let of = match self.kind {
            LabelKind::Thing => "",
            _ => t.say("answer to ", "svar på "),
        };
        format!(
            "{} {of}{label} {} {category}",
            t.say("whose", "hvis"),
            t.say("is", "er")
        )
    }

    /// "values of “Trust”", and whether it takes a singular verb.
    pub fn values(&self, t: SentenceLanguage) -> (String, bool) {
        let label = self.quoted(t);
        match self.kind {
            LabelKind::Thing => (
                format!("{} {label}", t.say("values of", "værdier af")),
                false,
            ),
            LabelKind::Asked => (format!("{} {label}", t.say("answers to", "svar på")), false),
            LabelKind::Agreed => (
                format!("{} {label}", t.say("agreement with", "enighed i")),
                true,
            ),
        }
    }

    /// The definite form: "values of “Trust”", "værdierne af »Trust«".
    pub fn all_values(&self, t: SentenceLanguage) -> (String, bool) {
        let (words, one) = self.values(t);
        let label = self.quoted(t);
        match (t, self.kind) {
            (SentenceLanguage::English, _) => (words, one),
            (SentenceLanguage::Danish, LabelKind::Thing) => (format!("værdierne af {label}"), one),
            (SentenceLanguage::Danish, LabelKind::Asked) => (format!("svarene på {label}"), one),
            (SentenceLanguage::Danish, LabelKind::Agreed) => (format!("enigheden i {label}"), one),
        }
    }

    /// "a higher value of “Trust”".
    pub fn higher(&self, t: SentenceLanguage) -> String {
        let label = self.quoted(t);
        let what = match self.kind {
            LabelKind::Thing => t.say("a higher value of", "en højere værdi af"),
            LabelKind::Asked => t.say("a higher answer to", "et højere svar på"),
            LabelKind::Agreed => t.say("higher agreement with", "højere enighed i"),
        };
        format!("{what} {label}")
    }
}

#[cfg(test)]
mod tests {
    use super::{SentenceLanguage::Danish, SentenceLanguage::English, VariablePhrase};

    #[test]
    fn words_go_with_what_a_label_is() {
        let agree = ["Disagree", "Agree"];
        let (seen, job) = (
            VariablePhrase::new("I was seen", &agree),
            VariablePhrase::new("In a job", &["Yes", "No"]),
        );
        let asked = VariablePhrase::new("Do you have a job?", &["Yes", "No"]);
        assert_eq!(
            seen.values(English),
            ("agreement with “I was seen”".into(), true)
        );
        assert_eq!(job.values(Danish), ("værdier af »In a job«".into(), false));
        assert_eq!(
            asked.whose(English, "Yes"),
            "whose answer to “Do you have a job?” is “Yes”"
        );
        assert_eq!(job.whose(Danish, "Yes"), "hvis »In a job« er »Yes«");
        assert_eq!(
            (asked.subject(Danish), job.subject(English)),
            ("svaret på »Do you have a job?«".into(), "“In a job”".into())
        );
        assert_eq!(
            VariablePhrase::new("I sleep well", &["Never", "Often"]).higher(English),
            "a higher answer to “I sleep well”"
        );
    }
}
