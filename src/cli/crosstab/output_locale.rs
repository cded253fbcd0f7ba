//! How numbers and words are said: in which language, with which decimal sign.

use crate::text::number;

/// A language.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageArg {
    /// English
    En,
    /// Danish
    Da,
}

/// A decimal sign.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalSignArg {
    /// 0.05
    Point,
    /// 0,05
    Comma,
}

/// How to say things.
#[derive(Clone, Copy, Debug)]
pub struct OutputLocale {
    /// Danish words, else English ones.
    pub danish: bool,
    /// A decimal comma.
    pub comma: bool,
}

impl OutputLocale {
    /// As asked, else as the study speaks; a comma where Danish is asked for.
    pub fn new(
        lang: Option<LanguageArg>,
        decimal: Option<DecimalSignArg>,
        language: &str,
    ) -> OutputLocale {
        let danish = lang.map_or(language == "da", |lang| lang == LanguageArg::Da);
        OutputLocale {
            danish,
            comma: decimal.map_or(danish, |decimal| decimal == DecimalSignArg::Comma),
        }
    }

    /// The language as labels know it.
    pub fn language(self) -> &'static str {
        self.choose("en", "da")
    }

    /// One of two ways to say the same.
    pub fn choose<'a>(self, english: &'a str, danish: &'a str) -> &'a str {
        if self.danish { danish } else { english }
    }

    /// A text with the right decimal sign.
    pub fn with_decimal_sign(self, text: &str) -> String {
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
        self.with_decimal_sign(&number::decimals(value, decimals))
    }

    /// A count, whole or weighted.
    pub fn count(self, value: f64) -> String {
        self.with_decimal_sign(&number::count(value))
    }

    /// A p-value alone.
    pub fn p(self, p: f64) -> String {
        self.with_decimal_sign(&number::bare_p(p))
    }
}
