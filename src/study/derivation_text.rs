//! Derivations in words: how they are typed, and how they are told.

use super::derivation::{Derivation, RecodeRule, ScaleItem};
use super::{Refusal, answer};
use std::borrow::Cow;
use std::fmt;

/// The ends that words such as `1..5` say.
/// Refused when they say none.
pub fn parse_ends(words: &str) -> Result<Option<(String, String)>, Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let ends = words
        .split_once("..")
        .or_else(|| words.split_once('–'))
        .or_else(|| words.split_once('-'));
    let plain = |end: &str| answer::plain_number(end.trim()).map(Cow::into_owned);
    let ends = ends
        .and_then(|(low, high)| Some((plain(low)?, plain(high.trim_start_matches(['.', '=']))?)));
    match ends.filter(|(low, high)| answer::compare_numbers(low, high).is_lt()) {
        Some(ends) => Ok(Some(ends)),
        None => Err(Refusal::new(
            format!("`{words}` are not the ends of a scale"),
            "Write the lowest and the highest answer there is: 1..5",
        )),
    }
}

impl RecodeRule {
    /// The rules that words such as `1,2=low; 3..5=high; 9=` say.
    /// Refused when a part says none.
    pub fn parse_all(words: &str) -> Result<Vec<RecodeRule>, Refusal> {
        let parts = words
            .split([';', '\n'])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        parts.map(RecodeRule::parse).collect()
    }

    pub(super) fn parse(words: &str) -> Result<RecodeRule, Refusal> {
        let refuse = || {
            Refusal::new(
                format!("`{words}` is not a recode rule"),
                "Write what becomes of which values: `1,2=low; 3..5=high; 6..=higher; 9=` (nothing means missing)",
            )
        };
        let (before, becomes) = words.rsplit_once('=').ok_or_else(refuse)?;
        let (before, becomes) = (before.trim(), becomes.trim().to_owned());
        if let Some((low, high)) = before.split_once("..") {
            let ends = (
                low.trim().replace(',', "."),
                high.trim().trim_start_matches('=').replace(',', "."),
            );
            let sound = |end: &str| end.is_empty() || answer::number(end).is_some();
            if !sound(&ends.0) || !sound(&ends.1) || ends.0.is_empty() && ends.1.is_empty() {
                return Err(refuse());
            }
            return Ok(RecodeRule {
                codes: Vec::new(),
                range: Some(ends),
                becomes,
            });
        }
        let codes: Vec<String> = before
            .split(',')
            .map(|code| code.trim().to_owned())
            .filter(|code| !code.is_empty())
            .collect();
        if codes.is_empty() {
            Err(refuse())
        } else {
            Ok(RecodeRule {
                codes,
                range: None,
                becomes,
            })
        }
    }
}

/// `1, 2 → low`
impl fmt::Display for RecodeRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.range.as_ref().map_or_else(
            || self.codes.join(", "),
            |(low, high)| format!("{low}..{high}"),
        );
        write!(
            f,
            "{before} → {}",
            if self.becomes.is_empty() {
                "no answer"
            } else {
                &self.becomes
            }
        )
    }
}

/// `i4 (reversed 1..5)`
impl fmt::Display for ScaleItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.ends {
            Some((low, high)) if self.reversed => {
                write!(f, "{} (reversed {low}..{high})", self.variable)
            }
            _ => write!(
                f,
                "{}{}",
                self.variable,
                if self.reversed { " (reversed)" } else { "" }
            ),
        }
    }
}

/// How it is made, in a few words.
impl fmt::Display for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Derivation::Recode {
                from,
                rules,
                others_stay,
            } => {
                let rules: Vec<String> = rules.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "{from} recoded: {}; others {}",
                    rules.join("; "),
                    if *others_stay { "stay" } else { "are missing" }
                )
            }
            Derivation::Index { items, least } => {
                let named: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "mean of {}, where at least {least} of {} are answered",
                    named.join(", "),
                    items.len()
                )
            }
        }
    }
}
