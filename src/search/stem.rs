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
    /// German.
    German,
    /// Swedish.
    Swedish,
    /// Norwegian, as most of it is written (Bokmål).
    Norwegian,
    /// Dutch.
    Dutch,
    /// French.
    French,
    /// Spanish.
    Spanish,
}

/// How many languages have stems.
pub const LANGUAGES: usize = 8;

impl Language {
    /// All of them, each at the place of its number.
    pub const ALL: [Language; LANGUAGES] = [
        Language::Danish,
        Language::English,
        Language::German,
        Language::Swedish,
        Language::Norwegian,
        Language::Dutch,
        Language::French,
        Language::Spanish,
    ];

    /// The language of a document; `None` when it has no stems here.
    pub fn of(code: &str) -> Option<Language> {
        Language::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Language::Danish => "da",
            Language::English => "en",
            Language::German => "de",
            Language::Swedish => "sv",
            Language::Norwegian => "nb",
            Language::Dutch => "nl",
            Language::French => "fr",
            Language::Spanish => "es",
        }
    }

    /// Whether a form could have a stem, as far as their first letters tell: the Scandinavian
    /// stemmers only take from the end, the English one rewrites two letters there at most, and the
    /// German and Spanish ones leave a first letter without an accent alone. French and Dutch words
    /// lose what stands at their front: *l'école*, *gesprekken*.
    pub fn may_stem(self, form: &str, stem: &str) -> bool {
        let kept = match self {
            Language::Danish | Language::Swedish | Language::Norwegian => stem.len(),
            Language::English => stem.len().saturating_sub(2).max(1).min(stem.len()),
            Language::French | Language::Dutch => return true,
            Language::German | Language::Spanish => {
                let firsts = form.bytes().next().zip(stem.bytes().next());
                return firsts.is_none_or(|(form, stem)| {
                    form == stem || !form.is_ascii() || !stem.is_ascii()
                });
            }
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
            Language::German => Algorithm::German,
            Language::Swedish => Algorithm::Swedish,
            Language::Norwegian => Algorithm::Norwegian,
            Language::Dutch => Algorithm::Dutch,
            Language::French => Algorithm::French,
            Language::Spanish => Algorithm::Spanish,
        }
    }
}

/// Stemmers that remember: an interview repeats its words.
pub struct Stems {
    analyzers: [TextAnalyzer; LANGUAGES],
    known: [HashMap<String, String>; LANGUAGES],
}

impl Default for Stems {
    fn default() -> Stems {
        let analyzer = |language: Language| {
            TextAnalyzer::builder(RawTokenizer::default())
                .filter(Stemmer::new(language.algorithm()))
                .build()
        };
        Stems {
            analyzers: Language::ALL.map(analyzer),
            known: Default::default(),
        }
    }
}

impl Stems {
    /// The stem of a form, which is not remembered.
    pub fn once(&mut self, language: Language, form: &str) -> String {
        let mut tokens = self.analyzers[language as usize].token_stream(form);
        if tokens.advance() {
            tokens.token().text.clone()
        } else {
            String::new()
        }
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
        |i?veness|iviti|biliti|ogi|li|icate|iciti|ical|ness|ement|løst|erede|hedernes?|elig|igst|est|kt|löst|fullt|arna|heterna|ertes?\
        |ungen|heiten|lichkeit|isch|heden|en|issements?|atrices?|euses?|aux|amente|aciones|logías?|ándose|iéndome";

    proptest! {
        #[test]
        fn the_first_letters_of_a_word_tell_of_its_stem(begin in "[a-zæøåäöüéñß][a-zæøåäöüéñß']{0,6}", end in ENDINGS) {
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
        assert_eq!(
            stem(Language::Danish, "refleksionen"),
            stem(Language::Danish, "refleksion")
        );
        assert_eq!(stem(Language::English, "mentor's"), "mentor");
        assert_ne!(stem(Language::Danish, "får"), stem(Language::Danish, "far"));
        for (code, one, other) in [
            ("de", "gärten", "garten"),
            ("sv", "trädgården", "trädgårdarna"),
            ("nb", "samtalene", "samtaler"),
            ("nl", "boeken", "boek"),
            ("fr", "montrée", "montrer"),
            ("fr", "l'école", "écoles"),
            ("es", "bonitos", "bonito"),
        ] {
            let language = Language::of(code).unwrap();
            assert_eq!(stem(language, one), stem(language, other), "{code}");
        }
    }
}
