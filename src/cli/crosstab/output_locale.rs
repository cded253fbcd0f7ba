//! Language and decimal sign of the output.

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

#[derive(Clone, Copy, Debug)]
pub struct OutputLocale {
    /// Danish, otherwise English.
    pub danish: bool,
    /// True for a decimal comma.
    pub comma: bool,
}

impl OutputLocale {
    /// The requested language, or that of the study. Requesting Danish implies a decimal comma.
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

    /// The language code, as used by labels.
    pub fn language(self) -> &'static str {
        self.choose("en", "da")
    }

    /// Selects the wording for the language.
    pub fn choose<'a>(self, english: &'a str, danish: &'a str) -> &'a str {
        if self.danish { danish } else { english }
    }

    /// Replaces decimal points if a comma is wanted.
    pub fn with_decimal_sign(self, text: &str) -> String {
        if self.comma {
            number::with_comma(text)
        } else {
            text.to_owned()
        }
    }

    pub fn decimals(self, value: f64, decimals: usize) -> String {
        if value.is_infinite() {
            return if value > 0.0 { "∞" } else { "−∞" }.into();
        }
        self.with_decimal_sign(&number::decimals(value, decimals))
    }

    /// A whole or a weighted count.
    pub fn count(self, value: f64) -> String {
        self.with_decimal_sign(&number::count(value))
    }

    /// A p-value without "p =".
    pub fn p(self, p: f64) -> String {
        self.with_decimal_sign(&number::bare_p(p))
    }
}
