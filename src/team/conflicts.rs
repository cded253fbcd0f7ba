//! What two copies say differently: a pure function of what each has alone.

use super::sayings::{Gone, LETTERS, Sayings};
use crate::log::StoredRecord;
use crate::study::{Assignment, Conflict, ConflictKind, Event, Ref};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// What the records that only we have and those that only they have say differently, in the order of
/// our records. The same are found the other way round, with the sides exchanged.
pub fn conflicts(ours: &[Arc<StoredRecord>], theirs: &[Arc<StoredRecord>]) -> Vec<Conflict> {
    let (our, their) = (Sayings::new(ours), Sayings::new(theirs));
    let mut found = BTreeSet::new();
    for (place, said) in &our.places {
        let Some(other) = their.places.get(place) else {
            continue;
        };
        if said.now != other.now && said.changes() && other.changes() {
            found.insert(Conflict {
                kind: said.kind,
                ours: said.record,
                theirs: other.record,
            });
        }
    }
    for (ours, theirs) in of_both(&our.texts, &their.texts) {
        found.insert(Conflict {
            kind: ConflictKind::SameText,
            ours,
            theirs,
        });
    }
    same_names(&our, &their, &mut found);
    for (kind, used, removed) in used_and_gone(theirs, &our, &their) {
        found.insert(Conflict {
            kind,
            ours: removed,
            theirs: used,
        });
    }
    for (kind, used, removed) in used_and_gone(ours, &their, &our) {
        found.insert(Conflict {
            kind,
            ours: used,
            theirs: removed,
        });
    }
    let place: HashMap<Uuid, usize> = ours
        .iter()
        .enumerate()
        .map(|(place, record)| (record.id, place))
        .collect();
    let mut found: Vec<Conflict> = found.into_iter().collect();
    found.sort_by_key(|conflict| (place.get(&conflict.ours).copied(), conflict.key()));
    found
}

/// What each side's things are told by, with the things and the records that say so.
type Told<K> = BTreeMap<K, BTreeSet<(Uuid, Uuid)>>;

/// The records of things of either side that are told by the same.
fn of_both<K: Ord>(ours: &Told<K>, theirs: &Told<K>) -> Vec<(Uuid, Uuid)> {
    let mut pairs = Vec::new();
    for (name, things) in ours {
        for (thing, record) in things {
            let others = theirs.get(name).into_iter().flatten();
            let others = others.filter(|(other, _)| other != thing);
            pairs.extend(others.map(|(_, their_record)| (*record, *their_record)));
        }
    }
    pairs
}

fn same_names(our: &Sayings, their: &Sayings, found: &mut BTreeSet<Conflict>) {
    let is_letters = |name: &String| name.starts_with(LETTERS);
    let (our_letters, our_names): (Told<String>, Told<String>) = our
        .names()
        .into_iter()
        .partition(|(name, _)| is_letters(name));
    let (their_letters, their_names): (Told<String>, Told<String>) = their
        .names()
        .into_iter()
        .partition(|(name, _)| is_letters(name));
    for (kind, pairs) in [
        (ConflictKind::SameName, of_both(&our_names, &their_names)),
        (
            ConflictKind::SameLetters,
            of_both(&our_letters, &their_letters),
        ),
    ] {
        for (ours, theirs) in pairs {
            // The same text has the same title, and codes of one name are told once.
            let is_told = [ConflictKind::SameText, ConflictKind::SameName]
                .iter()
                .any(|kind| {
                    found.contains(&Conflict {
                        kind: *kind,
                        ours,
                        theirs,
                    })
                });
            if !is_told {
                found.insert(Conflict { kind, ours, theirs });
            }
        }
    }
}

/// Things that are gone on one side and used on the other, whose records these are: the last record
/// that uses each, and the one by which it went.
fn used_and_gone(
    users: &[Arc<StoredRecord>],
    gone_here: &Sayings,
    gone_there: &Sayings,
) -> Vec<(ConflictKind, Uuid, Uuid)> {
    let wanted: HashMap<Uuid, (Uuid, Gone)> = gone_here
        .gone
        .iter()
        .filter(|(thing, _)| !gone_there.gone.contains_key(thing))
        .map(|(thing, gone)| (*thing, *gone))
        .collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut used: HashMap<Uuid, Uuid> = HashMap::new();
    for record in users {
        let named: BTreeSet<Uuid> = uuids(&record.body)
            .filter(|id| wanted.contains_key(id))
            .collect();
        if named.is_empty() {
            continue;
        }
        let Some(event) = record.event() else {
            continue;
        };
        let undone = matches!(&event, Event::Coded { id, .. } | Event::CodingAdopted { id, .. } if gone_there.gone.contains_key(&id.uuid()));
        for thing in named {
            let is_use = wanted.get(&thing).is_some_and(|(_, how)| match how {
                Gone::Frozen => changes_theory(&event),
                _ => names_now(&event, thing),
            });
            if is_use && !undone {
                used.insert(thing, record.id);
            }
        }
    }
    let found = used.into_iter().filter_map(|(thing, user)| {
        let (removed, how) = wanted.get(&thing)?;
        let kind = match how {
            Gone::Removed => ConflictKind::UsedAndRemoved,
            Gone::Merged => ConflictKind::UsedAndMerged,
            Gone::Corrected => ConflictKind::CodedAndCorrected,
            Gone::Frozen => ConflictKind::FrozenAndChanged,
            Gone::Erased => ConflictKind::ErasedAndUsed,
        };
        Some((kind, user, *removed))
    });
    found.collect()
}

/// The identities that a body names, without reading it as JSON: there are a million of them.
fn uuids(body: &str) -> impl Iterator<Item = Uuid> + '_ {
    let words = body.split('"').filter(|word| word.len() == 36);
    words.filter_map(|word| Uuid::try_parse(word).ok())
}

/// Whether a fact names this as what holds from then on, and not only as what was before.
fn names_now(event: &Event, thing: Uuid) -> bool {
    let mut value = serde_json::to_value(event).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("was");
        // What leaves needs nothing that is gone; where a place was emptied nothing is used.
        let emptied =
            matches!(event, Event::Set(_)) && fields.get("now").is_none_or(Value::is_null);
        if emptied || matches!(event, Event::Removed(_)) {
            return false;
        }
    }
    holds(&value, &thing.to_string())
}

fn holds(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Array(values) => values.iter().any(|value| holds(value, wanted)),
        Value::Object(fields) => fields.values().any(|value| holds(value, wanted)),
        _ => false,
    }
}

/// Whether a fact changes the version of the theory that it names.
fn changes_theory(event: &Event) -> bool {
    use crate::study::{Addition, Amendment};
    matches!(
        event,
        Event::Added(Addition::Node { .. } | Addition::Link { .. } | Addition::Change { .. })
            | Event::Removed(Ref::Node { .. } | Ref::Link { .. })
            | Event::Changed(Amendment::Link { .. })
            | Event::Set(Assignment::Node { .. })
    )
}
