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
        let text = format!("{x:.digits$}");
        // What rounds to nothing has no sign.
        let nothing = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
        let text = if nothing { text.replace('-', "") } else { text.replace('-', "−") };
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

    /// "[.02; .41]", of numbers between −1 and 1, with as many decimals as tell its ends apart and from no effect.
    pub fn ends(self, low: f64, high: f64, none: f64) -> String {
        let (low, high) = self.pair((low, high), 2, none);
        let bare = |text: String, x: f64| {
            if self == Tongue::English && x.abs() < 0.995 { text.replacen("0.", ".", 1) } else { text }
        };
        format!("[{}; {}]", bare(low.1, low.0), bare(high.1, high.0))
    }

    /// "[4; 42]": ends in percentage points, of shares, with so many decimals or more.
    pub fn points(self, low: f64, high: f64, digits: usize) -> String {
        let (low, high) = self.pair((100.0 * low, 100.0 * high), digits, 0.0);
        format!("[{}; {}]", low.1, high.1)
    }

    /// Two ends with their texts, of so many decimals or as many more as tell them apart, and each from no effect.
    pub fn pair(self, ends: (f64, f64), digits: usize, none: f64) -> ((f64, String), (f64, String)) {
        let same = |digits: usize| self.decimals(ends.0, digits) == self.decimals(ends.1, digits);
        let digits = (digits..digits + 3).find(|&digits| !same(digits)).unwrap_or(digits);
        let end = |x: f64| {
            let hidden = |digits: usize| (x - none).abs() > 1e-9 && self.decimals(x, digits) == self.decimals(none, digits);
            let digits = (digits..digits + 4).find(|&digits| !hidden(digits)).unwrap_or(digits);
            (x, self.decimals(x, digits))
        };
        (end(ends.0), end(ends.1))
    }

    /// Words as they were answered, in quotation marks.
    pub fn quoted(self, words: &str) -> String {
        match self {
            Tongue::English => format!("“{words}”"),
            Tongue::Danish => format!("»{words}«"),
        }
    }

    /// A number between 0 and 1 with so many decimals.
    pub fn unit(self, x: f64, digits: usize) -> String {
        let text = self.decimals(x, digits);
        if self == Tongue::English && x < 0.995 { text.replacen("0.", ".", 1) } else { text }
    }

    /// "p = .012", "p < .001"; two digits above .1.
    pub fn p(self, p: f64) -> String {
        let (sign, value, digits) = if p < 0.001 { ("<", 0.001, 3) } else { ("=", p, if p < 0.0995 { 3 } else { 2 }) };
        let text = self.decimals(value, digits);
        let text = if self == Tongue::English && value < 0.995 { text.replacen("0.", ".", 1) } else { text };
        format!("p {sign} {text}")
    }

    /// The same, with as many decimals as tell it from a level that it does not reach.
    pub fn p_beside(self, p: f64, alpha: f64) -> String {
        let usual = self.p(p);
        if p == alpha || p < 0.001 || usual != self.p(alpha) && !usual.ends_with(&self.unit(alpha, 3)) {
            return usual;
        }
        let digits = (3..7).find(|&digits| self.unit(p, digits) != self.unit(alpha, digits)).unwrap_or(6);
        format!("p = {}", self.unit(p, digits))
    }

    /// A count: whole when it is whole.
    pub fn count(self, n: f64) -> String {
        self.decimals(n, if (n - n.round()).abs() < 1e-9 { 0 } else { 1 })
    }
}
