//! Numbers as people write them: p-values never zero, shares without needless digits, comma in Danish.
//!
//! For sentences only. Files and JSON carry full doubles and never pass through here.

/// The two languages of sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    /// Decimal point, no zero before it where a number cannot pass 1.
    English,
    /// Decimal comma.
    Danish,
}

impl Tongue {
    /// A number with so many decimals.
    pub fn decimals(self, x: f64, digits: usize) -> String {
        if x.is_infinite() {
            return if x > 0.0 { "∞" } else { "−∞" }.into();
        }
        let text = format!("{x:.digits$}").replace('-', "−");
        match self {
            Tongue::English => text,
            Tongue::Danish => text.replace('.', ","),
        }
    }

    /// A number that lies between −1 and 1, with two decimals.
    pub fn share(self, x: f64) -> String {
        let text = self.decimals(x, 2);
        match self {
            Tongue::English if x.abs() < 0.995 => text.replacen("0.", ".", 1),
            _ => text,
        }
    }

    /// "p = .012", "p < .001"; two digits above .1.
    pub fn p(self, p: f64) -> String {
        let (sign, value, digits) = if p < 0.001 { ("<", 0.001, 3) } else { ("=", p, if p < 0.0995 { 3 } else { 2 }) };
        let text = self.decimals(value, digits);
        let text = if self == Tongue::English && value < 0.995 { text.replacen("0.", ".", 1) } else { text };
        format!("p {sign} {text}")
    }

    /// A count: whole when it is whole.
    pub fn count(self, n: f64) -> String {
        self.decimals(n, if (n - n.round()).abs() < 1e-9 { 0 } else { 1 })
    }
}
