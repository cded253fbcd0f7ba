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

    /// Whether a form could have a stem, as far as their first letters tell: the Danish
    /// stemmer only takes from the end, the English one rewrites two letters
    /// there at most; both leave the first letter alone.
    pub fn may_stem(self, form: &str, stem: &str) -> bool {
        let kept = match self {
            Language::Danish => stem.len(),
            Language::English => stem.len().saturating_sub(2).max(1).min(stem.len()),
        };
        let (form, kept) = (form.as_bytes(), &stem.as_bytes()[..kept]);
        // Most differ in the first letter.
        kept.is_empty() || form.first() == kept.first() && form.starts_with(kept)
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
    /// The stem of a form, which is not remembered.
    pub fn once(&mut self, language: Language, form: &str) -> String {
        let mut tokens = self.analyzers[language as usize].token_stream(form);
        if tokens.advance() { tokens.token().text.clone() } else { String::new() }
    }

    /// The stem of a form.
    pub fn stem(&mut self, language: Language, form: &str) -> &str {
        let place = language as usize;
        if !self.known[place].contains_key(form) {
            let stem = self.once(language, form);
            self.known[place].insert(form.to_owned(), stem);
        }
        self.known[place].get(form).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Endings that the stemmers take or rewrite.
    const ENDINGS: &str = "|s|es|e?ed(ly)?|ing(ly)?|y|ies?|ying|tional|[ea]nci|[ai]bli|entli|izer|ational|alism|fulness|ousness\
        |i?veness|iviti|biliti|ogi|li|icate|iciti|ical|ness|ement|løst|erede|hedernes?|elig|igst|est|kt";

    proptest! {
        #[test]
        fn the_first_letters_of_a_word_tell_of_its_stem(begin in "[a-zæøå][a-zæøå']{0,6}", end in ENDINGS) {
            let (form, mut stems) = (begin + &end, Stems::default());
            for language in Language::ALL {
                let stem = stems.once(language, &form);
                prop_assert!(language.may_stem(&form, &stem), "{} {}", form, stem);
            }
        }
    }

    #[test]
    fn so_do_those_of_words_with_a_stem_of_their_own() {
        let mut stems = Stems::default();
        for word in
            "skis skies sky dying lying tying idly gently ugly early only singly news howe atlas cosmos bias andes".split(' ')
        {
            let stem = stems.once(Language::English, word);
            assert!(Language::English.may_stem(word, &stem), "{word} {stem}");
        }
    }

    #[test]
    fn endings_go_by_language() {
        let mut stems = Stems::default();
        let mut stem = |language, form: &str| stems.stem(language, form).to_owned();
        assert_eq!(stem(Language::Danish, "refleksionen"), stem(Language::Danish, "refleksion"));
        assert_eq!(stem(Language::English, "mentor's"), "mentor");
        assert_ne!(stem(Language::Danish, "får"), stem(Language::Danish, "far"));
    }
}
