//! Numbers and words of sentences to paste, in English and Danish.

use crate::stats::Interval;
use crate::text::number;
use serde::Serialize;

/// The same said in two languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// English.
    pub en: String,
    /// Danish.
    pub da: String,
}

impl Said {
    /// One of the two.
    #[must_use]
    pub fn say(&self, danish: bool) -> &str {
        if danish { &self.da } else { &self.en }
    }

    pub(super) fn new(en: impl Into<String>, da: impl Into<String>) -> Said {
        Said { en: en.into(), da: da.into() }
    }

    /// Words made once for each language.
    pub(super) fn both(make: impl Fn(Words) -> String) -> Said {
        Said { en: make(Words { danish: false }), da: make(Words { danish: true }) }
    }
}

/// How a language writes numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub danish: bool,
}

impl Words {
    pub fn pick<'a>(self, en: &'a str, da: &'a str) -> &'a str {
        if self.danish { da } else { en }
    }

    /// A number with so many decimals, a real minus and the right sign before decimals.
    pub fn decimals(self, value: f64, decimals: usize) -> String {
        let text = number::decimals(value, decimals).replace('-', "−");
        if self.danish { text.replace('.', ",") } else { text }
    }

    /// A number between −1 and 1; English leaves the zero out, and an end that only touches 1 is not called 1.
    pub fn share(self, value: f64) -> String {
        let text = self.decimals(value, 2);
        if self.danish || value.abs() >= 0.995 { text } else { text.replacen("0.", ".", 1) }
    }

    /// "55 %".
    pub fn percent(self, share: f64) -> String {
        format!("{} %", self.decimals(100.0 * share, 0))
    }

    /// "+15" or "−3" percentage points, without the word.
    pub fn points(self, difference: f64) -> String {
        let text = self.decimals(100.0 * difference, 0);
        if difference > 0.0 && text != "0" { format!("+{text}") } else { text }
    }

    /// "[2; 27], 95 % CI" of percentage points.
    pub fn points_interval(self, interval: &Interval) -> String {
        format!("[{}; {}], {}", self.points(interval.low).replace('+', ""), self.points(interval.high).replace('+', ""), self.ci())
    }

    /// "[.08; .67], 95 % CI" of numbers between −1 and 1.
    pub fn share_interval(self, interval: &Interval) -> String {
        format!("[{}; {}], {}", self.share(interval.low), self.share(interval.high), self.ci())
    }

    pub fn ci(self) -> &'static str {
        if self.danish { "95 %-interval" } else { "95 % CI" }
    }

    /// "p = .012", "p < .001"; two digits above .1.
    pub fn p(self, p: f64) -> String {
        let (sign, value, digits) = if p < 0.001 { ("<", 0.001, 3) } else { ("=", p, if p < 0.0995 { 3 } else { 2 }) };
        let text = self.decimals(value, digits);
        let text = if !self.danish && value < 0.995 { text.replacen("0.", ".", 1) } else { text };
        format!("p {sign} {text}")
    }

    /// A word in quotation marks.
    pub fn quoted(self, word: &str) -> String {
        let word = crate::text::harmless::one_line(word);
        if self.danish { format!("»{word}«") } else { format!("“{word}”") }
    }
}
