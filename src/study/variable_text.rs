//! What people write of a variable in a line or two: its values, their order, its middle category.

use super::dataset::{MeasurementLevel, MiddleAnswer, Value};
use super::{BilingualText, Refusal, Variable};

impl BilingualText {
    /// The same, but for what they say in `language`.
    #[must_use]
    pub fn with(mut self, language: &str, words: &str) -> BilingualText {
        let words = words.trim().to_owned();
        // What has been said in the other language only is said anew there.
        let other = if language == "da" {
            (&self.da, &self.en)
        } else {
            (&self.en, &self.da)
        };
        let danish = if other.0.is_empty() && !other.1.is_empty() {
            language != "da"
        } else {
            language == "da"
        };
        *(if danish { &mut self.da } else { &mut self.en }) = words;
        self
    }
}

impl MeasurementLevel {
    /// All of them.
    pub const ALL: [MeasurementLevel; 4] = [
        MeasurementLevel::Nominal,
        MeasurementLevel::Ordinal,
        MeasurementLevel::Interval,
        MeasurementLevel::Id,
    ];

    /// The level that a word, or its beginning, says.
    ///
    /// # Errors
    /// When it says none.
    pub fn parse(word: &str) -> Result<MeasurementLevel, Refusal> {
        let word = word.trim().to_lowercase();
        let found = MeasurementLevel::ALL
            .into_iter()
            .find(|level| !word.is_empty() && level.name().starts_with(&word));
        found.ok_or_else(|| {
            Refusal::new(
                format!("`{word}` is no level"),
                "Use nominal, ordinal, interval or id",
            )
        })
    }
}

impl Variable {
    /// Its values in order, as `1 = Never; 2 = Often`.
    #[must_use]
    pub fn values_in_words(&self, language: &str) -> String {
        let one = |value: &Value| match value.label.in_language(language) {
            "" => value.code.clone(),
            label => format!("{} = {label}", value.code),
        };
        self.values.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    /// Its answers in order, as `Never < Often`.
    #[must_use]
    pub fn order_in_words(&self, language: &str) -> String {
        let answers = self
            .values
            .iter()
            .filter(|value| !self.missing.contains(&value.code));
        let order = answers
            .map(|value| self.label_of(&value.code, language))
            .collect::<Vec<_>>()
            .join(" < ");
        if self.missing.is_empty() {
            order
        } else {
            format!("{order}; no answer: {}", self.missing.join(", "))
        }
    }

    /// Gives it the values that such words say, in their order. A label that is not said anew
    /// stays.
    ///
    /// # Errors
    /// When a part has no value before its `=`.
    pub fn set_values(&mut self, words: &str, language: &str) -> Result<(), Refusal> {
        let parts = words
            .split([';', '\n'])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let values: Result<Vec<Value>, Refusal> = parts
            .map(|part| {
                let (code, label) = part
                    .split_once('=')
                    .map_or((part, None), |(code, label)| (code.trim(), Some(label)));
                if code.is_empty() {
                    return Err(Refusal::new(
                        format!("`{part}` labels no value"),
                        "Write `1 = Never; 2 = Often`, in their order",
                    ));
                }
                let was = self
                    .values
                    .iter()
                    .find(|value| value.code == code)
                    .map(|value| value.label.clone())
                    .unwrap_or_default();
                let label =
                    label.map_or_else(|| was.clone(), |label| was.clone().with(language, label));
                Ok(Value {
                    code: code.to_owned(),
                    label,
                })
            })
            .collect();
        self.values = values?;
        Ok(())
    }

    /// Puts its values in the order of these; those that are not named follow as they were.
    pub fn set_order(&mut self, codes: &[String]) {
        let named = codes.iter().map(|code| {
            let known = self
                .values
                .iter()
                .find(|value| value.code == *code)
                .cloned();
            known.unwrap_or_else(|| Value {
                code: code.clone(),
                label: BilingualText::default(),
            })
        });
        let rest = self
            .values
            .iter()
            .filter(|value| !codes.contains(&value.code))
            .cloned();
        self.values = named.chain(rest).collect();
    }

    /// Says what its middle category means, as in `3 = neutral or don't know`; nothing takes it
    /// back.
    ///
    /// # Errors
    /// When there is no value or no meaning.
    pub fn set_middle(&mut self, words: &str) -> Result<(), Refusal> {
        self.middle = match words
            .split_once('=')
            .map(|(code, means)| (code.trim(), means.trim()))
        {
            _ if words.trim().is_empty() => None,
            Some((code, means)) if !code.is_empty() && !means.is_empty() => Some(MiddleAnswer {
                code: code.to_owned(),
                means: means.to_owned(),
            }),
            _ => {
                return Err(Refusal::new(
                    format!(
                        "`{}` does not say what the middle category means",
                        words.trim()
                    ),
                    "Write `3 = neutral or don't know`; `3 = neutral` says that it has no second meaning",
                ));
            }
        };
        Ok(())
    }
}

/// A name as it is typed in a shell.
#[must_use]
pub fn shell_quoted(name: &str) -> String {
    if !name.is_empty()
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || "_-./".contains(letter))
    {
        return name.to_owned();
    }
    let mut out = String::from("\"");
    for letter in name.chars() {
        if "\"\\$`".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out + "\""
}

/// The parts of a list such as `8, 9`; where a semicolon parts them, a comma belongs to what is
/// said.
#[must_use]
pub fn split_list(words: &str) -> Vec<String> {
    let sign = if words.contains(';') { ';' } else { ',' };
    words
        .split(sign)
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_written() {
        let mut variable = Variable::default();
        variable.set_values("2 = Ofte; 1=Aldrig ; 9", "da").unwrap();
        assert_eq!(variable.values_in_words("da"), "2 = Ofte; 1 = Aldrig; 9");
        variable.set_values("1; 2 = Often", "en").unwrap();
        assert_eq!(variable.values_in_words("da"), "1 = Aldrig; 2 = Often");
        variable.set_order(&["2".into(), "3".into()]);
        assert_eq!(variable.values_in_words("en"), "2 = Often; 3; 1 = Aldrig");
        assert!(variable.set_values("= x", "en").is_err());
        variable.set_middle("3 = neutral or don't know").unwrap();
        assert_eq!(
            variable.middle.as_ref().unwrap().means,
            "neutral or don't know"
        );
        assert!(variable.set_middle("neutral").is_err());
        variable.set_middle(" ").unwrap();
        assert_eq!(variable.middle, None);
        assert_eq!(
            MeasurementLevel::parse("Ord").unwrap(),
            MeasurementLevel::Ordinal
        );
        assert!(MeasurementLevel::parse("scale").is_err());
    }
}
