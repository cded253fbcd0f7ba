//! The codebook: adding, changing and retiring codes.

use super::{Decision, Mint, count};
use crate::study::{Code, CodeBody, Event, Id, Kind, Refusal, Study, command::NewCode};
use std::collections::{HashMap, HashSet};

/// Okabe & Ito's colours, which colour-blind people can tell apart, one family per kind.
fn family(kind: Kind) -> &'static str {
    match kind {
        Kind::Activity => "#56B4E9",
        Kind::Context => "#E69F00",
        Kind::Mechanism => "#009E73",
        Kind::Output => "#D55E00",
        Kind::Outcome => "#F0E442",
        Kind::Other => "#999999",
    }
}

impl Study {
    pub(super) fn add_codes(&self, codes: Vec<NewCode>, mint: Mint<'_>) -> Result<Decision, Refusal> {
        let mut decision = Decision::default();
        let mut keys: HashMap<String, Id<Code>> = self.codes().map(|code| (code.body.key.clone(), code.id)).collect();
        let mut tags: HashSet<String> = self.codes().map(|code| code.body.tag.clone()).collect();
        let mut skipped = 0;
        let mut names = Vec::new();
        for NewCode { mut body, parent } in codes {
            if body.key.trim().is_empty() {
                body.key = key_from(&body, &keys);
            }
            if keys.contains_key(&body.key) {
                skipped += 1;
                continue;
            }
            body.parent = match parent {
                None => None,
                Some(parent) => Some(*keys.get(&parent).ok_or_else(|| {
                    Refusal::new(
                        format!("the code `{}` belongs under `{parent}`, which is not known", body.key),
                        "Parents stand before their children in a codebook",
                    )
                })?),
            };
            if body.colour.is_empty() {
                body.colour = family(body.kind).to_owned();
            }
            if body.tag.is_empty() || tags.contains(&body.tag) {
                body.tag = free_tag(&body, &tags);
            }
            check_body(&body)?;
            tags.insert(body.tag.clone());
            let id = Id::new(mint());
            keys.insert(body.key.clone(), id);
            names.push(body.name.say(&self.language).to_owned());
            decision.events.push(Event::CodeAdded { id, body });
        }
        decision.said = match names.as_slice() {
            [only] => format!("Added the code {only}"),
            several => format!("Added {}", count(several.len(), "code")),
        };
        if skipped > 0 {
            decision.said += &format!("; {skipped} known already");
        }
        Ok(decision)
    }

    pub(super) fn change_code(&self, id: Id<Code>, body: CodeBody, reason: String) -> Result<Decision, Refusal> {
        let code = self.known_code(id)?;
        check_body(&body)?;
        if let Some(other) = self.codes().find(|other| other.id != id && (other.body.key == body.key || other.body.tag == body.tag))
        {
            return Err(Refusal::new(format!("the key or tag is taken by {}", self.code_name(other.id)), "Choose another"));
        }
        if body.parent.is_some_and(|parent| self.subtree(id).contains(&parent)) {
            return Err(Refusal::new("a code cannot belong under itself", "Choose another parent"));
        }
        let said = format!("Changed {}", code.name(&self.language));
        if body == code.body {
            return Ok(Decision { said: "Nothing to change".into(), ..Decision::default() });
        }
        Ok(Decision::fact(Event::CodeChanged { id, was: Box::new(code.body.clone()), now: Box::new(body), reason }, said))
    }

    pub(super) fn retire_code(&self, id: Id<Code>, reason: String) -> Result<Decision, Refusal> {
        let code = self.known_code(id)?;
        if let Some(theory) = self.theories().find(|theory| theory.nodes.contains(&id)) {
            return Err(Refusal::new(
                format!("{} is a node of theory {}", code.name(&self.language), theory.version),
                "A code stays as long as a theory speaks of it",
            ));
        }
        if let Some(child) = self.codes().find(|child| child.body.parent == Some(id)) {
            return Err(Refusal::new(
                format!("{} stands under it", self.code_name(child.id)),
                "Move or retire the codes under it first",
            ));
        }
        Ok(Decision::fact(
            Event::CodeRetired { id, reason },
            format!("Retired {}; its codings are out of sight", code.name(&self.language)),
        ))
    }

    pub(super) fn known_code(&self, id: Id<Code>) -> Result<&Code, Refusal> {
        self.code(id).ok_or_else(|| Refusal::new("that code is no longer in the codebook", "Undo its retirement first"))
    }
}

fn check_body(body: &CodeBody) -> Result<(), Refusal> {
    let name = if body.key.is_empty() { body.name.say("en") } else { &body.key };
    if body.name.is_empty() {
        return Err(Refusal::new(format!("the code `{name}` has no name"), "Give it one, in English or Danish"));
    }
    let colour =
        body.colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    if colour.is_none() {
        return Err(Refusal::new(format!("the colour `{}` of the code `{name}` is not one", body.colour), "Write it as #RRGGBB"));
    }
    if body.tag.chars().count() != 2 || body.tag.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Refusal::new(format!("the tag `{}` of the code `{name}` is not two letters", body.tag), "Choose two letters"));
    }
    Ok(())
}

/// A key from the name: `o_self_support`.
fn key_from(body: &CodeBody, keys: &HashMap<String, Id<Code>>) -> String {
    let words: String = body.name.say("en").to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let key = words.trim_matches('_').to_owned();
    let mut candidate = key.clone();
    let mut n = 2;
    while keys.contains_key(&candidate) {
        candidate = format!("{key}_{n}");
        n += 1;
    }
    candidate
}

/// Two letters of the name that no other code uses, else letters and digits in turn.
fn free_tag(body: &CodeBody, tags: &HashSet<String>) -> String {
    let letters: Vec<char> = body.name.say("en").chars().filter(|c| c.is_alphanumeric()).collect();
    let first = letters.first().copied().unwrap_or('x').to_uppercase().next().unwrap_or('X');
    let others = letters.iter().skip(1).flat_map(|c| c.to_lowercase()).chain('a'..='z').chain('0'..='9');
    for second in others {
        let tag = format!("{first}{second}");
        if !tags.contains(&tag) {
            return tag;
        }
    }
    let mut all = ('A'..='Z').flat_map(|a| ('a'..='z').chain('0'..='9').map(move |b| format!("{a}{b}")));
    all.find(|tag| !tags.contains(tag)).unwrap_or_else(|| "??".into())
}
