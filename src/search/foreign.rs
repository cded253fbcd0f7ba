//! Whose words a condensation is made of: those that its natural unit does not
//! have are told apart, so that one sees where meaning was put into somebody's
//! mouth. Words are compared by their stems in the document's language, and
//! function words do not count: "she" for "I" is how one condenses.
//!
//! This is a mark for the researcher, never a fault: a good condensation may
//! well need a word of its own.

use super::{
    stem::{Language, Stems},
    word::Words,
};
use crate::text::Span;
use std::collections::HashSet;

/// What holds sentences together in Danish (articles, pronouns, prepositions,
/// conjunctions, auxiliaries and the commonest adverbs), by the alphabet.
const DANISH: &str = "af aldrig alle alt altid altså anden andet andre at blev blevet blive bliver bare både da de dem den denne \
    der deres derfor det dette dig din dine disse dit dog du eller en end endnu er et ethvert efter få får fik for fordi forskellige \
    fra før gennem gør gøre gør gjort ham han hans har havde have hej helt hende hendes her hos hun hvad hvem hver hvilken hvis hvor \
    hvordan hvorfor hvornår i igen ikke ind ingen intet ja jeg jer jeres jo kan kom komme kommer kun kunne lidt man mange med meget \
    mellem men mens mere mig min mine mit mod må måtte når ned nej noget nogen nogle nok nu ny og også om op os over på så sådan sig \
    sin sine sit skal skulle som sine stadig selv til to ud uden under var ved vi vil ville vor vores være været";

/// The same in English.
const ENGLISH: &str = "a about above after again all also always am an and another any are as at be became because become been \
    before being between both but by can come comes could did do does doing done down each either else even ever every few for from \
    get gets getting give given gives go goes got had has have having he her here hers herself him himself his how i if in into is it \
    its itself just let like made make makes many may me might mine more most much must my myself neither never no nobody nor not \
    nothing now of off often on once one only or other others our ours out over own put rather same shall she should so some such take \
    takes than that the their theirs them themselves then there these they this those through to too under until up us very was we \
    well were what when where whether which while who whom whose why will with within without would yet you your yours yourself";

/// One who tells words apart, and remembers stems from one condensation to the next.
pub struct Foreign {
    stems: Stems,
    function: [HashSet<&'static str>; 2],
}

impl Default for Foreign {
    fn default() -> Foreign {
        Foreign { stems: Stems::default(), function: [DANISH, ENGLISH].map(|words| words.split_whitespace().collect()) }
    }
}

impl Foreign {
    /// The places in `condensed` of words that `unit` does not have, in a
    /// document of this language (`"da"`, `"en"`; of others words are compared as they are).
    pub fn words(&mut self, condensed: &str, unit: &str, language: &str) -> Vec<Span> {
        let language = Language::of(language);
        let mut own = HashSet::new();
        let mut words = Words::new(unit);
        while let Some((_, form)) = words.next() {
            own.insert(self.compared(form, language));
        }
        let mut foreign = Vec::new();
        let mut words = Words::new(condensed);
        while let Some((bytes, form)) = words.next() {
            let holds_together = language.is_some_and(|language| self.function[language as usize].contains(form));
            if !holds_together && !own.contains(&self.compared(form, language)) {
                foreign.push(Span::of(bytes.start, bytes.end));
            }
        }
        foreign
    }

    fn compared(&mut self, form: &str, language: Option<Language>) -> String {
        // "it's" and "mentor's" are compared as "it" and "mentor".
        let bare = form.split('\'').next().unwrap_or(form);
        language.map_or(form, |language| self.stems.stem(language, bare)).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign<'a>(condensed: &'a str, unit: &str, language: &str) -> Vec<&'a str> {
        Foreign::default().words(condensed, unit, language).into_iter().map(|span| span.text(condensed)).collect()
    }

    #[test]
    fn words_that_were_not_said_are_found_by_stem() {
        let unit = "Så begyndte jeg at tænke over, hvad jeg selv kunne gøre ved det.";
        assert_eq!(foreign("Hun tænker over, hvad hun kan gøre, og bliver myndiggjort.", unit, "da"), ["myndiggjort"]);
        assert_eq!(foreign("Thinks of what she could do; empowerment", "I began to think what I’d do", "en"), ["empowerment"]);
        assert_eq!(foreign("Das Wort", "ein wort", "de"), ["Das"]);
        assert!(foreign("", unit, "da").is_empty());
    }
}
