//! How numbers and words are said: in which language, with which decimal sign.

use crate::text::number;

/// A language.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English
    En,
    /// Danish
    Da,
}

/// A decimal sign.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// 0.05
    Point,
    /// 0,05
    Comma,
}

/// How to say things.
#[derive(Clone, Copy, Debug)]
pub struct Tongue {
    /// Danish words, else English ones.
    pub danish: bool,
    /// A decimal comma.
    pub comma: bool,
}

impl Tongue {
    /// As asked, else as the study speaks; a comma where Danish is asked for.
    pub fn new(lang: Option<Lang>, decimal: Option<Decimal>, language: &str) -> Tongue {
        let danish = lang.map_or(language == "da", |lang| lang == Lang::Da);
        Tongue {
            danish,
            comma: decimal.map_or(danish, |decimal| decimal == Decimal::Comma),
        }
    }

    /// The language as labels know it.
    pub fn language(self) -> &'static str {
        self.say("en", "da")
    }

    /// One of two ways to say the same.
    pub fn say<'a>(self, english: &'a str, danish: &'a str) -> &'a str {
        if self.danish { danish } else { english }
    }

    /// A text with the right decimal sign.
    pub fn sign(self, text: &str) -> String {
        if self.comma {
            number::with_comma(text)
        } else {
            text.to_owned()
        }
    }

    /// A number with so many decimals.
    pub fn decimals(self, value: f64, decimals: usize) -> String {
        if value.is_infinite() {
            return if value > 0.0 { "∞" } else { "−∞" }.into();
        }
        self.sign(&number::decimals(value, decimals))
    }

    /// A count, whole or weighted.
    pub fn count(self, value: f64) -> String {
        self.sign(&number::count(value))
    }

    /// A p-value alone.
    pub fn p(self, p: f64) -> String {
        self.sign(&number::bare_p(p))
    }
}
