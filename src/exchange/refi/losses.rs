//! What is lost between two programs, with counts: the standard asks every program to warn of it
//! (REFI-QDA 1.5, section 7).

use crate::text::number;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many things of each kind were lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ConversionLosses(BTreeMap<Cow<'static, str>, usize>);

impl ConversionLosses {
    /// Adds `n` lost things; `what` is a noun in the singular, which [`ConversionLosses::summary`]
    /// makes plural.
    pub fn add(&mut self, what: impl Into<Cow<'static, str>>, n: usize) {
        if n > 0 {
            *self.0.entry(what.into()).or_default() += n;
        }
    }

    pub fn count(&self, what: &str) -> usize {
        self.0.get(what).copied().unwrap_or_default()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn all(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().map(|(what, n)| (&**what, *n))
    }

    /// "2 verdicts, 1 dataset"; empty when nothing was lost.
    pub fn summary(&self) -> String {
        self.0
            .iter()
            .map(|(what, n)| number::count_noun(*n, what))
            .collect::<Vec<_>>()
            .join(", ")
    }
}
