//! Stemming by language.

use std::collections::HashMap;
use tantivy::tokenizer::{Language as Algorithm, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

/// The languages with a stemmer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
pub enum StemLanguage {
    #[strum(to_string = "da")]
    Danish,
    #[strum(to_string = "en")]
    English,
    #[strum(to_string = "de")]
    German,
    #[strum(to_string = "sv")]
    Swedish,
    /// Bokmål.
    #[strum(to_string = "nb")]
    Norwegian,
    #[strum(to_string = "nl")]
    Dutch,
    #[strum(to_string = "fr")]
    French,
    #[strum(to_string = "es")]
    Spanish,
}

pub const LANGUAGES: usize = 8;

impl StemLanguage {
    /// In the order of their discriminants.
    pub const ALL: [StemLanguage; LANGUAGES] = [
        StemLanguage::Danish,
        StemLanguage::English,
        StemLanguage::German,
        StemLanguage::Swedish,
        StemLanguage::Norwegian,
        StemLanguage::Dutch,
        StemLanguage::French,
        StemLanguage::Spanish,
    ];

    /// `None` for a language without a stemmer.
    pub fn of(code: &str) -> Option<StemLanguage> {
        code.parse().ok()
    }

    /// The language code of the document.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// A cheap necessary condition, by the first letters: the Scandinavian stemmers only remove
    /// endings, the English one also rewrites up to two letters there, and the German and Spanish
    /// ones keep a first letter without an accent. The French and Dutch ones may also remove
    /// beginnings: *l'école*, *gesprekken*.
    pub fn may_stem(self, form: &str, stem: &str) -> bool {
        let kept = match self {
            StemLanguage::Danish | StemLanguage::Swedish | StemLanguage::Norwegian => stem.len(),
            StemLanguage::English => stem.len().saturating_sub(2).max(1).min(stem.len()),
            StemLanguage::French | StemLanguage::Dutch => return true,
            StemLanguage::German | StemLanguage::Spanish => {
                let firsts = form.bytes().next().zip(stem.bytes().next());
                return firsts.is_none_or(|(form, stem)| {
                    form == stem || !form.is_ascii() || !stem.is_ascii()
                });
            }
        };
        let (form, kept) = (form.as_bytes(), &stem.as_bytes()[..kept]);
        // Most words differ in the first letter.
        kept.is_empty() || form.first() == kept.first() && form.starts_with(kept)
    }

    pub fn algorithm(self) -> Algorithm {
        match self {
            StemLanguage::Danish => Algorithm::Danish,
            StemLanguage::English => Algorithm::English,
            StemLanguage::German => Algorithm::German,
            StemLanguage::Swedish => Algorithm::Swedish,
            StemLanguage::Norwegian => Algorithm::Norwegian,
            StemLanguage::Dutch => Algorithm::Dutch,
            StemLanguage::French => Algorithm::French,
            StemLanguage::Spanish => Algorithm::Spanish,
        }
    }
}

/// A cache of stems, since an interview repeats its words.
pub struct StemCache {
    analyzers: [TextAnalyzer; LANGUAGES],
    known: [HashMap<String, String>; LANGUAGES],
}

impl Default for StemCache {
    fn default() -> StemCache {
        let analyzer = |language: StemLanguage| {
            TextAnalyzer::builder(RawTokenizer::default())
                .filter(Stemmer::new(language.algorithm()))
                .build()
        };
        StemCache {
            analyzers: StemLanguage::ALL.map(analyzer),
            known: Default::default(),
        }
    }
}

impl StemCache {
    /// Computes the stem without caching it.
    pub fn once(&mut self, language: StemLanguage, form: &str) -> String {
        let mut tokens = self.analyzers[language as usize].token_stream(form);
        if tokens.advance() {
            tokens.token().text.clone()
        } else {
            String::new()
        }
    }

    pub fn stem(&mut self, language: StemLanguage, form: &str) -> &str {
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

    /// Endings that the stemmers remove or rewrite.
    const ENDINGS: &str = "|s|es|e?ed(ly)?|ing(ly)?|y|ies?|ying|tional|[ea]nci|[ai]bli|entli|izer|ational|alism|fulness|ousness\
        |i?veness|iviti|biliti|ogi|li|icate|iciti|ical|ness|ement|løst|erede|hedernes?|elig|igst|est|kt|löst|fullt|arna|heterna|ertes?\
        |ungen|heiten|lichkeit|isch|heden|en|issements?|atrices?|euses?|aux|amente|aciones|logías?|ándose|iéndome";

    proptest! {
        #[test]
        fn the_first_letters_of_a_word_tell_of_its_stem(begin in "[a-zæøåäöüéñß][a-zæøåäöüéñß']{0,6}", end in ENDINGS) {
            let (form, mut stems) = (begin + &end, StemCache::default());
            for language in StemLanguage::ALL {
                let stem = stems.once(language, &form);
                prop_assert!(language.may_stem(&form, &stem), "{} {}", form, stem);
            }
        }
    }

    #[test]
    fn so_do_those_of_words_with_a_stem_of_their_own() {
        let mut stems = StemCache::default();
        for word in
            "skis skies sky dying lying tying idly gently ugly early only singly news howe atlas cosmos bias andes".split(' ')
        {
            let stem = stems.once(StemLanguage::English, word);
            assert!(StemLanguage::English.may_stem(word, &stem), "{word} {stem}");
        }
    }

    #[test]
    fn endings_go_by_language() {
        let mut stems = StemCache::default();
        let mut stem = |language, form: &str| stems.stem(language, form).to_owned();
        assert_eq!(
            stem(StemLanguage::Danish, "refleksionen"),
            stem(StemLanguage::Danish, "refleksion")
        );
        assert_eq!(stem(StemLanguage::English, "mentor's"), "mentor");
        assert_ne!(
            stem(StemLanguage::Danish, "får"),
            stem(StemLanguage::Danish, "far")
        );
        for (code, one, other) in [
            ("de", "gärten", "garten"),
            ("sv", "trädgården", "trädgårdarna"),
            ("nb", "samtalene", "samtaler"),
            ("nl", "boeken", "boek"),
            ("fr", "montrée", "montrer"),
            ("fr", "l'école", "écoles"),
            ("es", "bonitos", "bonito"),
        ] {
            let language = StemLanguage::of(code).unwrap();
            assert_eq!(stem(language, one), stem(language, other), "{code}");
        }
    }
}
