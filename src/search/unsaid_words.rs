//! Words of a condensation that its natural unit does not contain. They are marked so that the
//! researcher sees where meaning may have been put into somebody's mouth. Words are compared by
//! stem in the document's language. Function words are ignored: condensing turns "I" into "she".
//!
//! Danish writes compounds as one word. There a word of five or more letters also counts as said
//! when it begins or ends a word that was said (*samtale* in *vejledningssamtale*), and a compound
//! of two words that were said, of four or more letters each, directly or with an s or e between
//! them (*vejledningssamtale* where somebody spoke of *samtaler om vejledning*). What the compound
//! means is not considered.
//!
//! The mark is a hint and never a fault: a good condensation may well need a new word.

use super::{
    stem::{LANGUAGES, StemCache, StemLanguage},
    word::WordIter,
};
use crate::text::Span;
use crate::text::language::stop_words;
use std::collections::HashSet;

/// Function words of Danish (articles, pronouns, prepositions, conjunctions, auxiliaries and the
/// commonest adverbs), alphabetically.
const DANISH: &str = "af aldrig alle alt altid altså anden andet andre at blev blevet blive bliver bare både da de dem den denne \
    der deres derfor det dette dig din dine disse dit dog du eller en end endnu er et ethvert efter få får fik for fordi forskellige \
    fra før gennem gør gøre gør gjort ham han hans har havde have hej helt hende hendes her hos hun hvad hvem hver hvilken hvis hvor \
    hvordan hvorfor hvornår i igen ikke ind ingen intet ja jeg jer jeres jo kan kom komme kommer kun kunne lidt man mange med meget \
    mellem men mens mere mig min mine mit mod må måtte når ned nej noget nogen nogle nok nu ny og også om op os over på så sådan sig \
    sin sine sit skal skulle som sine stadig selv til to ud uden under var ved vi vil ville vor vores være været";

/// The same for English.
const ENGLISH: &str = "a about above after again all also always am an and another any are as at be became because become been \
    before being between both but by can come comes could did do does doing done down each either else even ever every few for from \
    get gets getting give given gives go goes got had has have having he her here hers herself him himself his how i if in into is it \
    its itself just let like made make makes many may me might mine more most much must my myself neither never no nobody nor not \
    nothing now of off often on once one only or other others our ours out over own put rather same shall she should so some such take \
    takes than that the their theirs them themselves then there these they this those through to too under until up us very was we \
    well were what when where whether which while who whom whose why will with within without would yet you your yours yourself";

/// Shorter words are not looked up at the ends of compounds; the rest of the compound must have
/// this many letters too.
const MIN_WHOLE_STEM: usize = 5;
const MIN_REST: usize = 3;

/// Shortest part of a compound.
const MIN_COMPOUND_PART: usize = 4;

/// Caches stems from one condensation to the next.
pub struct UnsaidWordFinder {
    stems: StemCache,
    function: [HashSet<&'static str>; LANGUAGES],
}

impl Default for UnsaidWordFinder {
    fn default() -> UnsaidWordFinder {
        let function = StemLanguage::ALL.map(|language| match language {
            StemLanguage::Danish => DANISH.split_whitespace().collect(),
            StemLanguage::English => ENGLISH.split_whitespace().collect(),
            other => stop_words(other.code()),
        });
        UnsaidWordFinder {
            stems: StemCache::default(),
            function,
        }
    }
}

impl UnsaidWordFinder {
    /// Spans in `condensed` of words that `unit` does not contain. `language` is the code of the
    /// document's language; without a stemmer, words are compared as they are.
    pub fn words(&mut self, condensed: &str, unit: &str, language: &str) -> Vec<Span> {
        let language = StemLanguage::of(language);
        let (mut own, mut said) = (HashSet::new(), HashSet::new());
        let mut words = WordIter::new(unit);
        while let Some((_, form)) = words.next() {
            own.insert(self.compared(form, language));
            said.insert(form.to_owned());
        }
        let mut foreign = Vec::new();
        let mut words = WordIter::new(condensed);
        while let Some((bytes, form)) = words.next() {
            let holds_together =
                language.is_some_and(|language| self.function[language as usize].contains(form));
            let stem = self.compared(form, language);
            let long = form.chars().count() >= MIN_WHOLE_STEM;
            let is_part = || {
                language == Some(StemLanguage::Danish)
                    && long
                    && (ends_one(&stem, &own) || is_of_two(&stem, &own, &said))
            };
            if !holds_together && !own.contains(&stem) && !is_part() {
                foreign.push(Span::of(bytes.start, bytes.end));
            }
        }
        foreign
    }

    fn compared(&mut self, form: &str, language: Option<StemLanguage>) -> String {
        // "it's" and "mentor's" are compared as "it" and "mentor".
        let bare = form.split('\'').next().unwrap_or(form);
        language
            .map_or(form, |language| self.stems.stem(language, bare))
            .to_owned()
    }
}

/// Returns whether the stem begins or ends a longer word that was said.
fn ends_one(stem: &str, own: &HashSet<String>) -> bool {
    let rest = |known: &str| {
        known
            .strip_prefix(stem)
            .or_else(|| known.strip_suffix(stem))
            .map_or(0, |rest| rest.chars().count())
    };
    stem.chars().count() >= MIN_COMPOUND_PART && own.iter().any(|known| rest(known) >= MIN_REST)
}

/// Returns whether the stem is a compound of a word that was said and the stem of another.
fn is_of_two(stem: &str, own: &HashSet<String>, said: &HashSet<String>) -> bool {
    let is_head = |head: &str| {
        head.chars().count() >= MIN_COMPOUND_PART && (own.contains(head) || said.contains(head))
    };
    let cuts = stem.char_indices().map(|(at, _)| stem.split_at(at));
    cuts.filter(|(_, tail)| tail.chars().count() >= MIN_COMPOUND_PART && own.contains(*tail))
        .any(|(head, _)| {
            is_head(head)
                || ["s", "e"]
                    .into_iter()
                    .any(|joint| head.strip_suffix(joint).is_some_and(is_head))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign<'a>(condensed: &'a str, unit: &str, language: &str) -> Vec<&'a str> {
        UnsaidWordFinder::default()
            .words(condensed, unit, language)
            .into_iter()
            .map(|span| span.text(condensed))
            .collect()
    }

    #[test]
    fn words_that_were_not_said_are_found_by_stem() {
        let unit = "Så begyndte jeg at tænke over, hvad jeg selv kunne gøre ved det.";
        assert_eq!(
            foreign(
                "Hun tænker over, hvad hun kan gøre, og bliver myndiggjort.",
                unit,
                "da"
            ),
            ["myndiggjort"]
        );
        assert_eq!(
            foreign(
                "Thinks of what she could do; empowerment",
                "I began to think what I’d do",
                "en"
            ),
            ["empowerment"]
        );
        assert_eq!(foreign("Das Wort", "ein wort", "other"), ["Das"]);
        assert_eq!(
            foreign("Die Gärten; Ermächtigung", "ein Garten", "de"),
            ["Ermächtigung"]
        );
        assert!(foreign("", unit, "da").is_empty());
    }

    #[test]
    fn a_danish_compound_is_said_when_its_parts_were_and_a_part_when_its_compound_was() {
        let unit =
            "Vi holdt en lang samtale om vejledning, og om arbejde, og hun tog støttepersonen med.";
        assert!(
            foreign(
                "Vejledningssamtalen varede længe; vejledningssamtaler, arbejdssamtale",
                unit,
                "da"
            ) == ["varede", "længe"]
        );
        assert!(
            foreign("Støtte af en person", unit, "da").is_empty(),
            "the ends of a compound"
        );
        // Not counted: short parts, a part in the middle, and a part that nobody said.
        assert_eq!(
            foreign("medarbejder samtalekøkken sonen", unit, "da"),
            ["medarbejder", "samtalekøkken", "sonen"]
        );
        assert_eq!(
            foreign(
                "guidance conversationguidance",
                "A conversation with guidance",
                "en"
            ),
            ["conversationguidance"]
        );
    }
}
