//! Stems: what is left of a word without its ending, by language.

use std::collections::HashMap;
use tantivy::tokenizer::{Language as Algorithm, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

/// The languages that have stems here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Danish.
    Danish,
    /// English.
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Language; 2] = [Language::Danish, Language::English];

    /// The language of a document; `None` when it has no stems here.
    pub fn of(code: &str) -> Option<Language> {
        match code {
            "da" => Some(Language::Danish),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// The stemmer's algorithm.
    pub fn algorithm(self) -> Algorithm {
        match self {
            Language::Danish => Algorithm::Danish,
            Language::English => Algorithm::English,
        }
    }
}

/// Stemmers that remember: an interview repeats its words.
pub struct Stems {
    analyzers: [TextAnalyzer; 2],
    known: [HashMap<String, String>; 2],
}

impl Default for Stems {
    fn default() -> Stems {
        let analyzer =
            |language: Language| TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language.algorithm())).build();
        Stems { analyzers: Language::ALL.map(analyzer), known: Default::default() }
    }
}

impl Stems {
    /// The stem of a form.
    pub fn stem(&mut self, language: Language, form: &str) -> &str {
        let place = language as usize;
        if !self.known[place].contains_key(form) {
            let mut tokens = self.analyzers[place].token_stream(form);
            let stem = if tokens.advance() { tokens.token().text.clone() } else { String::new() };
            self.known[place].insert(form.to_owned(), stem);
        }
        self.known[place].get(form).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_go_by_language() {
        let mut stems = Stems::default();
        let mut stem = |language, form: &str| stems.stem(language, form).to_owned();
        assert_eq!(stem(Language::Danish, "refleksionen"), stem(Language::Danish, "refleksion"));
        assert_eq!(stem(Language::English, "mentor's"), "mentor");
        assert_ne!(stem(Language::Danish, "får"), stem(Language::Danish, "far"));
    }
}
