//! Joining copies is the same whichever comes first, whatever was joined before, and however often.

use super::people::{Dice, Person, Words, exports, fold, stored_texts};
use std::collections::BTreeSet;
use uuid::Uuid;
use virk::log::{Rewriting, StoredLog, write_study};
use virk::study::{Conflict, ConflictKind};
use virk::team::{apart, conflicts, union};

/// Two to four people who work on their copies, and merge now and then.
fn history(seed: u64) -> (Vec<Person>, Words) {
    let (mut dice, mut words) = (Dice::new(seed), Words::default());
    let anna = Person::begins(&mut dice, &mut words);
    let names = ["Bente", "Carl", "Dora"];
    let mut people = vec![anna.clone()];
    for name in &names[..1 + dice.below(3)] {
        // Now and then somebody goes on as the same writer, as copies on one machine did.
        let writer = (dice.below(4) > 0).then(|| dice.uuid());
        let mut person = anna.copies(name, writer);
        person.clock = [0, 0, 3_600][dice.below(3)];
        people.push(person);
    }
    for _ in 0..8 + dice.below(30) {
        let who = dice.below(people.len());
        if dice.below(12) == 0 {
            let other = people[dice.below(people.len())].clone();
            people[who].merges(&other, &words);
            // Whoever has merged goes on as a writer of their own.
            people[who].writer = dice.uuid();
        } else {
            people[who].does_something(&mut dice, &mut words);
        }
    }
    (people, words)
}

/// Conflicts, whichever side is ours.
fn keys(found: &[Conflict]) -> BTreeSet<(ConflictKind, Uuid, Uuid)> {
    found.iter().map(Conflict::key).collect()
}

fn check(seed: u64) -> (Vec<StoredLog>, Words) {
    let (people, words) = history(seed);
    let logs: Vec<StoredLog> = people.into_iter().map(|person| person.log).collect();
    let both = |one: &StoredLog, other: &StoredLog| union(one, other).unwrap();
    let (a, b, c) = (&logs[0], &logs[1], &logs[logs.len() - 1]);
    let joined = both(a, b);
    assert_eq!(joined, both(b, a), "seed {seed}: A ∪ B = B ∪ A");
    assert_eq!(both(a, a), *a, "seed {seed}: A ∪ A = A");
    assert_eq!(both(&joined, a), joined, "seed {seed}: A ∪ B ∪ A = A ∪ B");
    assert_eq!(both(&joined, b), joined, "seed {seed}: A ∪ B ∪ B = A ∪ B");
    let alone = apart(a, b);
    let found = keys(&conflicts(&alone.ours, &alone.theirs));
    let turned = keys(&conflicts(&alone.theirs, &alone.ours));
    assert_eq!(found, turned, "seed {seed}: both find the same");
    let (left, right) = (both(&joined, c), both(a, &both(b, c)));
    assert_eq!(left, right, "seed {seed}: (A ∪ B) ∪ C = A ∪ (B ∪ C)");
    assert_eq!(
        exports(&fold(&left, &words)),
        exports(&fold(&both(c, &both(b, a)), &words)),
        "seed {seed}"
    );
    (logs, words)
}

#[test]
fn joining_copies_is_the_same_in_every_order() {
    for seed in 0..150 {
        check(seed);
    }
}

#[test]
#[ignore = "ten thousand histories take minutes"]
fn joining_copies_is_the_same_in_every_order_ten_thousand_times() {
    for seed in 1_000..11_000 {
        check(seed);
    }
}

/// What was joined holds as a file: chains, texts and what each fact says of them.
#[test]
fn what_was_joined_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mut renamed = 0;
    for seed in 0..40 {
        let (logs, words) = check(seed);
        let all = logs
            .iter()
            .skip(1)
            .fold(logs[0].clone(), |all, log| union(&all, log).unwrap());
        renamed += all
            .records
            .iter()
            .filter(|record| record.body.contains("\"forked\""))
            .count();
        // What repeats erased words is erased by a fact of its own, which only a file gets.
        let erased = all
            .records
            .iter()
            .any(|record| record.body.contains("\"erased\""));
        if erased {
            continue;
        }
        let rewriting = Rewriting {
            texts: stored_texts(&all, &words),
            records: all.records,
            ..Rewriting::default()
        };
        write_study(&folder.path().join(format!("{seed}.virk")), &rewriting).unwrap();
    }
    assert!(
        renamed > 50,
        "some copies had gone on as one writer: {renamed}"
    );
}

/// A writer's branch is called the same whoever finds it, and an altered record is noticed.
#[test]
fn a_renamed_record_that_was_changed_is_noticed() {
    let (mut dice, mut words) = (Dice::new(5), Words::default());
    let mut anna = Person::begins(&mut dice, &mut words);
    let mut bente = anna.copies("Bente", None);
    for person in [&mut anna, &mut bente] {
        let memo = virk::study::Command::SetMemo {
            on: virk::study::event::MemoTarget::Study,
            text: "what I think".into(),
        };
        assert!(person.does(memo, &mut dice, &mut words));
    }
    let joined = union(&anna.log, &bente.log).unwrap();
    let write = |records, name: &str, folder: &tempfile::TempDir| {
        let rewriting = Rewriting {
            texts: stored_texts(&joined, &words),
            records,
            ..Rewriting::default()
        };
        write_study(&folder.path().join(name), &rewriting)
    };
    let folder = tempfile::tempdir().unwrap();
    write(joined.records.clone(), "good.virk", &folder).unwrap();
    let place = joined
        .records
        .iter()
        .position(|record| record.body.starts_with("{\"forked\""))
        .unwrap();
    for (name, from, to) in [("number", "\"n\":11", "\"n\":12"), ("fact", "memo", "menu")] {
        let mut records = joined.records.clone();
        let mut record = (*records[place]).clone();
        assert!(record.body.contains(from), "{}", record.body);
        record.body = record.body.replacen(from, to, 1).into();
        // Even if its own hash is computed again.
        record.hash = record.hashed().hash(&Default::default());
        records[place] = record.into();
        assert!(write(records, name, &folder).is_err(), "{name}");
    }
}
