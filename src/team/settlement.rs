//! Settling a conflict: the command that makes hold what is kept.

use super::sayings::fields_of;
use crate::study::event::MemoTarget;
use crate::study::{
    Addition, Amendment, Assignment, Command, Conflict, ConflictKind, Event, Id, Kept, Record,
    Refusal, Study,
};
use serde_json::{Value, json};

/// A conflict with the two records it is about.
#[derive(Debug)]
pub struct Disagreement<'a> {
    pub conflict: Conflict,
    pub ours: &'a Record,
    pub theirs: &'a Record,
}

impl Disagreement<'_> {
    /// The command that settles it so.
    ///
    /// # Errors
    /// When it cannot be settled so; the refusal says how it can.
    pub fn settle(&self, study: &Study, kept: Kept, because: &str) -> Result<Command, Refusal> {
        let mut before = Vec::new();
        let again = match self.conflict.kind {
            ConflictKind::BothSet | ConflictKind::BothRecoded | ConflictKind::BothMoved => {
                if kept == Kept::Both {
                    before.push(self.both_memos(study)?);
                    Vec::new()
                } else {
                    self.one_value(study, kept)?
                }
            }
            ConflictKind::UsedAndRemoved => self.removed(study, kept),
            ConflictKind::UsedAndMerged => self.merged(study, kept),
            ConflictKind::CodedAndCorrected => {
                before.extend(self.corrected(study, kept)?);
                Vec::new()
            }
            ConflictKind::SameLetters => {
                before.extend(self.other_letters(study, kept));
                Vec::new()
            }
            ConflictKind::SameName => {
                before.extend(self.other_letters(study, kept));
                before.extend(self.same_name(study, kept)?);
                Vec::new()
            }
            ConflictKind::SameText => {
                before.extend(self.same_text(kept));
                Vec::new()
            }
            ConflictKind::FrozenAndChanged | ConflictKind::ErasedAndUsed => {
                self.acknowledged(kept)?;
                Vec::new()
            }
        };
        let settle = Command::Settle {
            conflict: self.conflict,
            kept,
            because: because.to_owned(),
            again,
        };
        before.push(settle);
        Ok(match before.len() {
            1 => before.swap_remove(0),
            _ => Command::All(before),
        })
    }

    /// The record that is kept, and the other.
    fn sides(&self, kept: Kept) -> (&Record, &Record) {
        match kept {
            Kept::Theirs => (self.theirs, self.ours),
            Kept::Ours | Kept::Both => (self.ours, self.theirs),
        }
    }

    /// Whether what the record says came later, and holds now.
    fn holds(record: &Record, other: &Record) -> bool {
        (record.time, record.writer, record.n) > (other.time, other.writer, other.n)
    }

    fn one_value(&self, study: &Study, kept: Kept) -> Result<Vec<Event>, Refusal> {
        let (kept, left) = self.sides(kept);
        match (&kept.event, &left.event) {
            (Event::Changed(kept), Event::Changed(left)) => Ok(changed_again(study, kept, left)),
            _ if Self::holds(kept, left) => Ok(Vec::new()),
            (Event::CodeMerged { .. }, Event::CodeMerged { id, into, reason }) => Ok(vec![
                Event::CodeParted {
                    id: *id,
                    into: *into,
                    reason: *reason,
                },
                kept.event.clone(),
            ]),
            (kept, left) => {
                let (mut again, left) = (json!(kept), json!(left));
                if left.get("now").is_some() || again.get("now").is_some() {
                    again["was"] = left.get("now").cloned().unwrap_or_default();
                    drop_nulls(&mut again);
                }
                serde_json::from_value(again)
                    .map(|event| vec![event])
                    .map_err(|_| {
                        Refusal::new(
                            "this cannot be said again as it was",
                            "Change it by hand, then settle it as `both`",
                        )
                    })
            }
        }
    }

    /// One memo of both.
    fn both_memos(&self, study: &Study) -> Result<Command, Refusal> {
        let memo = |event: &Event| match event {
            Event::Set(Assignment::Memo { on, now, .. }) => {
                Some((*on, now.and_then(|now| study.words(now))?.to_owned()))
            }
            _ => None,
        };
        match (memo(&self.ours.event), memo(&self.theirs.event)) {
            (Some((on, ours)), Some((_, theirs))) => Ok(joined_memo(on, &ours, &theirs)),
            _ => Err(Refusal::new(
                "only one of the two can stand here",
                "Say `ours` or `theirs`; two memos can become one",
            )),
        }
    }

    /// A thing that one side removed stays away, or comes back.
    fn removed(&self, study: &Study, kept: Kept) -> Vec<Event> {
        let is_removal = |record: &Record| matches!(record.event, Event::Removed(_));
        let (kept_record, _) = self.sides(kept);
        let removal = if is_removal(self.ours) {
            self.ours
        } else {
            self.theirs
        };
        if kept != Kept::Both && is_removal(kept_record) {
            return Vec::new();
        }
        let back = removal.event.inverse();
        back.into_iter()
            .filter(|back| !study.is_there(back))
            .collect()
    }

    /// What was put under a code that was merged follows it, or the code comes back.
    fn merged(&self, study: &Study, kept: Kept) -> Vec<Event> {
        let merging = [self.ours, self.theirs]
            .into_iter()
            .find(|record| matches!(record.event, Event::CodeMerged { .. }));
        let Some(Record {
            id: merge,
            event: Event::CodeMerged { id, into, reason },
            ..
        }) = merging
        else {
            // A code that was split is there still, and so is what was put under it.
            return Vec::new();
        };
        let (kept_record, _) = self.sides(kept);
        if kept == Kept::Both || kept_record.id == *merge {
            return study.following_merge(*id);
        }
        vec![Event::CodeParted {
            id: *id,
            into: *into,
            reason: *reason,
        }]
    }

    /// What was coded in the earlier version goes where the same words are said once.
    fn corrected(&self, study: &Study, kept: Kept) -> Result<Vec<Command>, Refusal> {
        let replaced = [self.ours, self.theirs]
            .into_iter()
            .find_map(|record| match record.event {
                Event::DocumentReplaced { id, .. } => Some((id, record.id)),
                _ => None,
            });
        let Some((document, record)) = replaced else {
            return Ok(Vec::new());
        };
        if kept != Kept::Both && self.sides(kept).0.id != record {
            return Err(Refusal::new(
                "a corrected document stays corrected, and the codings of the earlier version go along where their words are",
                "Say `both`; or take the correction back by hand",
            ));
        }
        Ok(study
            .orphans()
            .into_iter()
            .filter(|orphan| orphan.version.id == document)
            .filter_map(|orphan| {
                let to = orphan.only_place()?;
                Some(Command::Reanchor {
                    orphan: orphan.quote,
                    to,
                })
            })
            .collect())
    }

    /// Other letters and another key for the code that is not kept, where they are the same.
    fn other_letters(&self, study: &Study, kept: Kept) -> Option<Command> {
        let id = code_of(&self.sides(kept).1.event)?;
        let body = study.told_apart(id)?;
        Some(Command::ChangeCode {
            id,
            body: Box::new(body),
            reason: String::new(),
        })
    }

    fn same_name(&self, study: &Study, kept: Kept) -> Result<Option<Command>, Refusal> {
        if kept == Kept::Both {
            return Ok(None);
        }
        let (kept, left) = self.sides(kept);
        match (&kept.event, &left.event) {
            (kept, left) if code_of(kept).is_some() && code_of(left).is_some() => {
                let (Some(into), Some(from)) = (code_of(kept), code_of(left)) else {
                    return Ok(None);
                };
                Ok(Some(Command::MergeCodes {
                    from: vec![from],
                    into,
                    reason: "the same, made in two copies".into(),
                }))
            }
            (
                Event::Added(Addition::Informant { id: into, .. }),
                Event::Added(Addition::Informant { id: from, .. }),
            ) => Ok(study.informant(*into).map(|known| Command::JoinInformants {
                from: vec![*from],
                into: *into,
                name: known.body.name.clone(),
            })),
            _ => Err(Refusal::new(
                "virk does not make one of these two",
                "Rename or remove one of them by hand, then settle it as `both`",
            )),
        }
    }

    fn same_text(&self, kept: Kept) -> Option<Command> {
        let document = |record: &Record| match &record.event {
            Event::Added(Addition::Document { id, .. }) => Some(*id),
            _ => None,
        };
        let (kept_record, left) = self.sides(kept);
        let (into, id) = (document(kept_record)?, document(left)?);
        (kept != Kept::Both).then_some(Command::UnifyDocuments { id, into })
    }

    fn acknowledged(&self, kept: Kept) -> Result<(), Refusal> {
        let is_erasure = |record: &Record| matches!(record.event, Event::Erased(_));
        let erased = self.conflict.kind == ConflictKind::ErasedAndUsed;
        let (kept_record, _) = self.sides(kept);
        match kept {
            _ if erased && kept != Kept::Both && is_erasure(kept_record) => Ok(()),
            Kept::Both if !erased => Ok(()),
            _ if erased => Err(Refusal::new(
                "what was erased cannot be brought back",
                "Keep the side that erased it",
            )),
            _ => Err(Refusal::new(
                "a frozen version is not thawed, and what was changed in it stands",
                "Take the changes back by hand or begin a draft with `virk theory draft`, then settle it as `both`",
            )),
        }
    }
}

fn code_of(event: &Event) -> Option<Id<crate::study::Code>> {
    match event {
        Event::Added(Addition::Code { id, .. }) | Event::Changed(Amendment::Code { id, .. }) => {
            Some(*id)
        }
        _ => None,
    }
}

fn joined_memo(on: MemoTarget, ours: &str, theirs: &str) -> Command {
    Command::SetMemo {
        on,
        text: format!("{ours}\n\n{theirs}"),
    }
}

/// The fields that both changed as the kept side has them; all others as they are now.
fn changed_again(study: &Study, kept: &Amendment, left: &Amendment) -> Vec<Event> {
    let (kept, left) = (json!(kept), json!(left));
    let known = match serde_json::from_value(kept.clone()) {
        Ok(Amendment::Code { id, .. }) => study.code(id).map(|code| json!(code.body)),
        Ok(Amendment::Informant { id, .. }) => study.informant(id).map(|known| json!(known.fact())),
        Ok(Amendment::Link { now, .. }) => study.link(now.id).map(|link| json!(link)),
        Ok(Amendment::Configuration { id, .. }) => {
            study.configuration(id).map(|known| json!(known.body))
        }
        Err(_) => None,
    };
    let Some(known) = known else {
        return Vec::new();
    };
    let mut now = known.clone();
    let part = |body: &Value, when: &str, field: &str| body[when].get(field).cloned();
    for field in fields_of(&kept["was"], &kept["now"]) {
        let changed = |side: &Value| part(side, "was", &field) != part(side, "now", &field);
        if changed(&kept) && changed(&left) {
            now[&field] = part(&kept, "now", &field).unwrap_or_default();
        }
    }
    drop_nulls(&mut now);
    if now == known {
        return Vec::new();
    }
    let mut again = kept;
    (again["was"], again["now"]) = (known, now);
    let again = serde_json::from_value(again).map(Event::Changed);
    again.into_iter().collect()
}

/// A field without a value is not written.
fn drop_nulls(value: &mut Value) {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
}
