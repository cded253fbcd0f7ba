//! Groups of few people in a table of many, as it is published, attacked by somebody who knows all
//! the rest of the file: the totals, every count that is shown, and a coarser variable beside it.
//!
//! `VIRK_TABLES=1000 cargo test --test it small_counts::` tries as many as one likes.

use std::collections::BTreeSet;
use uuid::Uuid;
use virk::evidence::effect::{GoalAttainment, GoalGroup};
use virk::export::group_disclosure::{GroupDisclosure, group_disclosures};
use virk::export::privacy::{Privacy, PrivacyFilter};
use virk::stats::rng::Rng;
use virk::study::dataset::{DatasetBody, MeasurementLevel};
use virk::study::document::Provenance;
use virk::study::{ContentId, Dataset, Id, Study, Variable};

const BELOW: usize = 5;

/// People of towns, each with a status before and after; towns lie in regions.
fn register(people: &[(usize, &str, &str)]) -> Dataset {
    let variable = |name: &str| Variable {
        name: name.into(),
        level: MeasurementLevel::Nominal,
        ..Variable::default()
    };
    let after = Variable {
        before: Some("before".into()),
        goal: vec!["job".into()],
        ..variable("after")
    };
    let body = DatasetBody {
        name: "register".into(),
        variables: vec![
            variable("before"),
            after,
            variable("town"),
            variable("region"),
        ],
        exclusions: Vec::new(),
        content: ContentId::new(Uuid::from_u128(1)),
        rows: u32::try_from(people.len()).unwrap(),
        source: Provenance {
            file: "r.csv".into(),
            sha256: String::new(),
            encoding: "utf-8".into(),
            virk: "test".into(),
        },
    };
    let column = |of: &dyn Fn(&(usize, &str, &str)) -> String| {
        people.iter().map(of).collect::<virk::study::Column>()
    };
    let columns = vec![
        column(&|person| person.1.to_owned()),
        column(&|person| person.2.to_owned()),
        column(&|person| format!("town {}", person.0)),
        column(&|person| format!("region {}", person.0 / 2)),
    ];
    Dataset::new(Id::new(Uuid::from_u128(2)), body, columns)
}

/// How many a group has, how many of them reached the goal, and how many moved.
type Counts = [usize; 3];

fn counts(group: &GoalGroup) -> Counts {
    [group.n, group.reached, group.moved]
}

/// What is published of a row fits a guess.
fn fits(guess: Counts, real: Counts, told: Option<GroupDisclosure>) -> bool {
    let Some(told) = told else { return true };
    // Nobody would be shown as nobody.
    (if told.n {
        guess[0] == real[0]
    } else {
        guess[0] > 0
    }) && (!told.splits || guess[1..] == real[1..])
}

/// Every way the towns can be, for somebody who has read the table.
struct Attack<'a> {
    all: Counts,
    towns: &'a [(Counts, Option<GroupDisclosure>)],
    regions: &'a [(Counts, Option<GroupDisclosure>)],
    seen: Vec<[BTreeSet<usize>; 4]>,
}

impl Attack<'_> {
    fn guess(&mut self, so_far: &mut Vec<Counts>) {
        let at = so_far.len();
        let sum = |of: usize, some: &[Counts]| some.iter().map(|counts| counts[of]).sum::<usize>();
        if at.is_multiple_of(2) && at > 0 || at == self.towns.len() {
            let region = (at - 1) / 2;
            let here = &so_far[region * 2..];
            let (real, told) = self.regions[region];
            if !fits([0, 1, 2].map(|of| sum(of, here)), real, told) {
                return;
            }
        }
        let left = [0, 1, 2].map(|of| self.all[of] - sum(of, so_far));
        if at == self.towns.len() {
            if left == [0; 3] {
                for (counts, seen) in so_far.iter().zip(&mut self.seen) {
                    let [n, reached, moved] = *counts;
                    for (value, seen) in [n, reached, n - reached, moved].into_iter().zip(seen) {
                        seen.insert(value);
                    }
                }
            }
            return;
        }
        let (real, told) = self.towns[at];
        let last = at + 1 == self.towns.len();
        let (count, splits) = told.map_or((false, false), |told| (told.n, told.splits));
        let range = |shown: bool, real: usize, most: usize| {
            if shown {
                real..=real.min(most)
            } else {
                0..=most
            }
        };
        for n in if last {
            left[0]..=left[0]
        } else {
            range(count, real[0], left[0])
        } {
            for moved in range(splits, real[2], left[2].min(n)) {
                // Nobody had reached the goal before: who reached it moved.
                for reached in range(splits, real[1], left[1].min(moved)) {
                    if fits([n, reached, moved], real, told) {
                        so_far.push([n, reached, moved]);
                        self.guess(so_far);
                        so_far.pop();
                    }
                }
            }
        }
    }
}

#[test]
fn nobody_learns_of_few_people_of_a_group() {
    let tables: usize = std::env::var("VIRK_TABLES")
        .ok()
        .and_then(|typed| typed.parse().ok())
        .unwrap_or(25);
    let study = Study::default();
    let shield = PrivacyFilter::new(&study, Privacy::Public, BELOW);
    let mut rng = Rng::new(17);
    let (mut attacked, mut hidden, mut left_out) = (0, 0, 0);
    while attacked < tables {
        let towns = 3 + rng.below(2) as usize;
        let mut people = Vec::new();
        for town in 0..towns {
            let few = rng.below(2) == 0;
            for _ in 0..if few {
                1 + rng.below(9)
            } else {
                8 + rng.below(12)
            } {
                let before = ["aid", "none"][rng.below(2) as usize];
                people.push((
                    town,
                    before,
                    ["job", "job", "aid", "none"][rng.below(4) as usize],
                ));
            }
        }
        let dataset = register(&people);
        let effect = GoalAttainment::new(&dataset, "en").unwrap();
        let told = group_disclosures(&effect, &shield);
        let of = |by: &str| {
            let rows = effect
                .groups
                .iter()
                .zip(&told)
                .filter(|(group, _)| group.by == by);
            rows.map(|(group, told)| (counts(group), *told))
                .collect::<Vec<_>>()
        };
        let (of_towns, of_regions) = (of("town"), of("region"));
        let all = counts(&effect.groups[0]);
        if told[0]
            != Some(GroupDisclosure {
                n: true,
                splits: true,
            })
            || of_towns.iter().all(|(_, told)| told.is_none())
        {
            assert!(of_towns.iter().all(|(_, told)| told.is_none()));
            left_out += 1;
            continue;
        }
        let mut attack = Attack {
            all,
            towns: &of_towns,
            regions: &of_regions,
            seen: vec![Default::default(); towns],
        };
        attack.guess(&mut Vec::new());
        let seen = attack.seen;
        for (((real, told), seen), town) in of_towns.iter().zip(&seen).zip(0..) {
            let [n, reached, moved] = *real;
            let (count, splits) = told.map_or((false, false), |told| (told.n, told.splits));
            let values = [
                (n, count),
                (reached, splits),
                (n - reached, splits && count),
                (moved, splits),
            ];
            for ((real, shown), seen) in values.into_iter().zip(seen) {
                assert!(seen.contains(&real), "the attack misses the truth");
                let small = (1..BELOW).contains(&real);
                assert!(!small || !shown, "{of_towns:?}: town {town} shows {real}");
                assert!(
                    !small || (1..BELOW).all(|value| seen.contains(&value)),
                    "{of_towns:?} {of_regions:?}: town {town}, {real} in {seen:?}"
                );
                hidden += usize::from(small);
            }
        }
        attacked += 1;
    }
    assert!(
        hidden > tables,
        "{hidden} small counts in {attacked} tables"
    );
    println!("{attacked} attacked with {hidden} small counts, {left_out} left out as a whole");
}
