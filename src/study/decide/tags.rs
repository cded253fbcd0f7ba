//! The letters that tell codes apart: two as long as there are any, then three.

use crate::study::{Code, CodeBody, Refusal};
use std::collections::{HashMap, HashSet};

/// The tags of a codebook, in lower case: `Se` and `SE` are hard to tell apart, and typed alike.
pub(super) struct Tags {
    taken: HashSet<String>,
    /// Whether all of two letters that are no part of a name are taken.
    pairs_are_taken: bool,
    /// By first letter, how many of three letters were looked at.
    triples_seen: HashMap<char, usize>,
}

/// What may stand behind the first letter.
fn others() -> impl Iterator<Item = char> + Clone {
    ('a'..='z').chain('0'..='9')
}

/// What may stand first, the letter of the name before the others.
fn firsts(own: char) -> impl Iterator<Item = char> {
    std::iter::once(own)
        .chain('A'..='Z')
        .chain('0'..='9')
        .chain("ÆØÅÄÖÜÉÈÇÑ".chars())
}

impl Tags {
    pub(super) fn of<'a>(codes: impl Iterator<Item = &'a Code>) -> Tags {
        Tags {
            taken: codes.map(|code| code.body.tag.to_lowercase()).collect(),
            pairs_are_taken: false,
            triples_seen: HashMap::new(),
        }
    }

    pub(super) fn has(&self, tag: &str) -> bool {
        self.taken.contains(&tag.to_lowercase())
    }

    pub(super) fn take(&mut self, tag: &str) {
        self.taken.insert(tag.to_lowercase());
    }

    /// Two letters of the name that no other code uses, else letters and digits in turn; three
    /// where no two are left.
    pub(super) fn free(&mut self, body: &CodeBody) -> Result<String, Refusal> {
        let letters: Vec<char> = body
            .name
            .in_language("en")
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let own = letters
            .first()
            .copied()
            .unwrap_or('x')
            .to_uppercase()
            .next()
            .unwrap_or('X');
        let of_name = letters
            .iter()
            .skip(1)
            .flat_map(|c| c.to_lowercase())
            .map(|second| format!("{own}{second}"))
            .find(|tag| !self.has(tag));
        let tag = of_name
            .or_else(|| self.free_pair(own))
            .or_else(|| self.free_triple(own));
        tag.ok_or_else(|| {
            Refusal::new(
                format!(
                    "no three letters are left for the code `{}`",
                    body.name.in_language("en")
                ),
                "Merge or retire codes that are not used; a code is told apart by its letters",
            )
        })
    }

    fn free_pair(&mut self, own: char) -> Option<String> {
        if self.pairs_are_taken {
            return None;
        }
        let pair = firsts(own)
            .flat_map(|first| others().map(move |second| format!("{first}{second}")))
            .find(|tag| !self.has(tag));
        // What is taken stays taken while codes are added.
        self.pairs_are_taken = pair.is_none();
        pair
    }

    fn free_triple(&mut self, own: char) -> Option<String> {
        for first in firsts(own) {
            let seen = self.triples_seen.get(&first).copied().unwrap_or(0);
            let mut rest = others()
                .flat_map(|second| others().map(move |third| (second, third)))
                .enumerate()
                .skip(seen);
            let free = rest.find_map(|(place, (second, third))| {
                let tag = format!("{first}{second}{third}");
                (!self.has(&tag)).then_some((place, tag))
            });
            let looked_at = free.as_ref().map_or(usize::MAX, |(place, _)| place + 1);
            self.triples_seen.insert(first, looked_at);
            if let Some((_, tag)) = free {
                return Some(tag);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::BilingualText;

    #[test]
    fn every_code_of_a_large_codebook_has_letters_of_its_own() {
        let mut tags = Tags::of(std::iter::empty());
        let mut lengths = HashMap::new();
        for n in 0..20_000 {
            let body = CodeBody {
                name: BilingualText::new(format!("Theme {n}")),
                ..CodeBody::default()
            };
            let tag = tags.free(&body).unwrap();
            assert!(!tags.has(&tag), "{tag} twice");
            tags.take(&tag);
            *lengths.entry(tag.chars().count()).or_insert(0) += 1;
        }
        assert_eq!(lengths, HashMap::from([(2, 1_656), (3, 18_344)]));
    }
}
