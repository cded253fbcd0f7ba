//! The codebook: adding, changing and retiring codes.

use super::tags::Tags;
use super::{Decision, IdSource, count};
use crate::study::{
    Addition, Amendment, Code, CodeBody, Event, Id, Ref, Refusal, Study, command::NewCode, palette,
    sentence,
};
use std::collections::{HashMap, HashSet};

impl Study {
    pub(super) fn add_codes(
        &self,
        codes: Vec<NewCode>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let asked = codes.len();
        let added = self.complete_new_codes(codes, mint)?;
        let skipped = asked - added.len();
        let mut said = match added.as_slice() {
            [(_, only)] => format!("Added the code {}", only.name.in_language(&self.language)),
            several => format!("Added {}", count(several.len(), "code")),
        };
        if skipped > 0 {
            said += &format!("; {skipped} already known");
        }
        let events = added
            .into_iter()
            .map(|(id, body)| Event::Added(Addition::Code { id, body }))
            .collect();
        Ok(Decision {
            events,
            message: said,
            ..Decision::default()
        })
    }

    /// The codes as they would join the codebook, each with key, tag and colour;
    /// those whose key is known are left out.
    pub(super) fn complete_new_codes(
        &self,
        codes: Vec<NewCode>,
        mint: IdSource<'_>,
    ) -> Result<Vec<(Id<Code>, CodeBody)>, Refusal> {
        let mut keys: HashMap<String, Id<Code>> = self
            .codes()
            .map(|code| (code.body.key.clone(), code.id))
            .collect();
        let mut tags = Tags::of(self.codes());
        let mut added = Vec::with_capacity(codes.len());
        for NewCode { mut body, parent } in codes {
            if body.key.trim().is_empty() {
                body.key = key_from(&body, &keys);
            }
            if keys.contains_key(&body.key) {
                continue;
            }
            body.parent = match parent {
                None => None,
                Some(parent) => Some(*keys.get(&parent).ok_or_else(|| {
                    Refusal::new(
                        format!(
                            "the code `{}` belongs under `{parent}`, which is not known",
                            body.key
                        ),
                        "Parents stand before their children in a codebook",
                    )
                })?),
            };
            if body.colour.is_empty() {
                body.colour = palette::family(body.kind);
            }
            if body.tag.is_empty() || tags.has(&body.tag) {
                body.tag = tags.free(&body)?;
            }
            check_body(&body)?;
            tags.take(&body.tag);
            let id = Id::new(mint());
            keys.insert(body.key.clone(), id);
            added.push((id, body));
        }
        Ok(added)
    }

    pub(super) fn change_code(
        &self,
        id: Id<Code>,
        body: CodeBody,
        reason: String,
    ) -> Result<Decision, Refusal> {
        let code = self.require_code(id)?;
        check_body(&body)?;
        let same_tag = |other: &Code| {
            body.tag != code.body.tag && other.body.tag.to_lowercase() == body.tag.to_lowercase()
        };
        if let Some(other) = self
            .codes()
            .find(|other| other.id != id && (other.body.key == body.key || same_tag(other)))
        {
            return Err(Refusal::new(
                format!("the key or tag is taken by {}", self.code_name(other.id)),
                "Choose another",
            ));
        }
        if body
            .parent
            .is_some_and(|parent| self.subtree(id).contains(&parent))
        {
            return Err(Refusal::new(
                "a code cannot be its own parent",
                "Choose another parent",
            ));
        }
        if body == code.body {
            return Ok(Decision::without_events("Nothing to change"));
        }
        let changed = Event::Changed(Amendment::Code {
            id,
            was: Box::new(code.body.clone()),
            now: Box::new(body),
            reason,
        });
        let said = sentence::describe_event(&changed, self);
        Ok(Decision::from_event(changed, said))
    }

    pub(super) fn retire_codes(
        &self,
        codes: &[Id<Code>],
        reason: &str,
    ) -> Result<Decision, Refusal> {
        let leaving: HashSet<Id<Code>> = codes.iter().copied().collect();
        for id in codes {
            let code = self.require_code(*id)?;
            if let Some(theory) = self.theories().find(|theory| theory.nodes.contains(id)) {
                return Err(Refusal::new(
                    format!(
                        "{} is a node of theory {}",
                        code.name(&self.language),
                        theory.version
                    ),
                    "A code cannot be retired while a theory uses it",
                ));
            }
            let stays =
                |child: &&Code| child.body.parent == Some(*id) && !leaving.contains(&child.id);
            if let Some(child) = self.codes().find(stays) {
                return Err(Refusal::new(
                    format!(
                        "{} is a subcode of {}",
                        self.code_name(child.id),
                        code.name(&self.language)
                    ),
                    "Move or retire its subcodes first",
                ));
            }
        }
        // The deepest first: undone, each comes back to where it stood.
        let tree = self.code_tree();
        let retired: Vec<&Code> = tree
            .iter()
            .rev()
            .map(|(_, code)| *code)
            .filter(|code| leaving.contains(&code.id))
            .collect();
        let said = match retired.as_slice() {
            [] => return Err(Refusal::new("no code is named", "Nothing was changed")),
            [only] => format!(
                "Retired {}; its codings are hidden",
                only.name(&self.language)
            ),
            several => format!(
                "Retired {}; their codings are hidden",
                count(several.len(), "code")
            ),
        };
        let retire = |code: &Code| {
            Event::Removed(Ref::Code {
                id: code.id,
                reason: reason.to_owned(),
            })
        };
        Ok(Decision {
            events: retired.into_iter().map(retire).collect(),
            message: said,
            ..Decision::default()
        })
    }

    pub(super) fn require_code(&self, id: Id<Code>) -> Result<&Code, Refusal> {
        self.code(id).ok_or_else(|| {
            Refusal::new(
                "that code is no longer in the codebook",
                "Undo its retirement first",
            )
        })
    }
}

fn check_body(body: &CodeBody) -> Result<(), Refusal> {
    let name = if body.key.is_empty() {
        body.name.in_language("en")
    } else {
        &body.key
    };
    if body.name.is_empty() {
        return Err(Refusal::new(
            format!("the code `{name}` has no name"),
            "Give it one, in English or Danish",
        ));
    }
    let colour = body.colour.strip_prefix('#').filter(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    });
    if colour.is_none() {
        return Err(Refusal::new(
            format!(
                "the colour `{}` of the code `{name}` is not a colour",
                body.colour
            ),
            "Write it as #RRGGBB",
        ));
    }
    if !(2..=3).contains(&body.tag.chars().count())
        || body
            .tag
            .chars()
            .any(|c| c.is_control() || c.is_whitespace())
    {
        return Err(Refusal::new(
            format!(
                "the tag `{}` of the code `{name}` is not two letters, or three",
                body.tag
            ),
            "Choose two letters, or three",
        ));
    }
    Ok(())
}

/// A key from the name: `o_self_support`.
fn key_from(body: &CodeBody, keys: &HashMap<String, Id<Code>>) -> String {
    let words: String = body
        .name
        .in_language("en")
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    let key = words.trim_matches('_').to_owned();
    let mut candidate = key.clone();
    let mut n = 2;
    while keys.contains_key(&candidate) {
        candidate = format!("{key}_{n}");
        n += 1;
    }
    candidate
}
