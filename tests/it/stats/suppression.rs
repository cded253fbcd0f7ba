//! Withheld counts, attacked: by somebody who tries every table that what is shown allows, and
//! shares no code with what withholds.
//!
//! 300 random tables of a seed; `VIRK_TABLES=1000 cargo test --test it stats::suppression::` tries as
//! many as one likes.

use std::collections::BTreeSet;
use virk::stats::rng::Rng;
use virk::stats::suppression::SuppressionTable;

const BELOW: u64 = 5;

/// A published table: what is hidden is `None`. The totals of columns are known, those of rows may
/// be hidden.
struct Published {
    columns: usize,
    cells: Vec<Option<u64>>,
    rows: Vec<Option<u64>>,
    totals: Vec<u64>,
}

/// What each cell and each total of a row can be.
#[derive(Clone)]
struct Known {
    cells: Vec<BTreeSet<u64>>,
    rows: Vec<BTreeSet<u64>>,
}

impl Published {
    /// Tries every table of whole numbers, 1 at least where something is hidden.
    fn attack(&self) -> Known {
        let rows = self.rows.len();
        let mut known = Known {
            cells: vec![BTreeSet::new(); self.cells.len()],
            rows: vec![BTreeSet::new(); rows],
        };
        let mut guess: Vec<u64> = Vec::new();
        self.guess(&mut guess, &mut known);
        known
    }

    fn guess(&self, guess: &mut Vec<u64>, known: &mut Known) {
        let at = guess.len();
        if at > 0 && at.is_multiple_of(self.columns) {
            let row = at / self.columns - 1;
            let sum: u64 = guess[at - self.columns..].iter().sum();
            // A total that is hidden is no 0, which would be shown.
            if self.rows[row].map_or(sum == 0, |total| total != sum) {
                return;
            }
        }
        if at == self.cells.len() {
            let column = |of: usize| guess.iter().skip(of).step_by(self.columns).sum::<u64>();
            if (0..self.columns).all(|of| column(of) == self.totals[of]) {
                for (value, seen) in guess.iter().zip(&mut known.cells) {
                    seen.insert(*value);
                }
                for (row, seen) in guess.chunks(self.columns).zip(&mut known.rows) {
                    seen.insert(row.iter().sum());
                }
            }
            return;
        }
        let column = at % self.columns;
        let so_far: u64 = guess.iter().skip(column).step_by(self.columns).sum();
        let left = self.totals[column].saturating_sub(so_far);
        let last = at + self.columns >= self.cells.len();
        let tries = match self.cells[at] {
            Some(value) => value..=value,
            None if last => left.max(1)..=left,
            None => 1..=left,
        };
        for value in tries.filter(|value| *value <= left) {
            guess.push(value);
            self.guess(guess, known);
            guess.pop();
        }
    }
}

fn count(rng: &mut Rng) -> u64 {
    // Half of them small, as in tables of few people.
    let drawn = match rng.below(4) {
        0 => 0,
        1 => 1 + rng.below(4),
        2 => 1 + rng.below(8),
        _ => 5 + rng.below(9),
    };
    drawn.into()
}

fn holds(what: &str, real: u64, hidden: bool, seen: &BTreeSet<u64>) {
    assert!(seen.contains(&real), "{what}: the attack misses the truth");
    if !hidden {
        assert!(real == 0 || real >= BELOW, "{what}: {real} is shown");
        return;
    }
    assert!(seen.len() > 1, "{what}: {real} is known");
    if real < BELOW {
        assert!(
            (1..BELOW).all(|value| seen.contains(&value)),
            "{what}: {real} is among {seen:?}"
        );
    }
}

#[test]
fn nobody_learns_a_withheld_count_of_a_table() {
    let tables: u64 = std::env::var("VIRK_TABLES")
        .ok()
        .and_then(|typed| typed.parse().ok())
        .unwrap_or(300);
    let mut rng = Rng::new(15);
    let (mut attacked, mut left_out, mut plain) = (0, 0, 0);
    while attacked < tables {
        let (rows, columns) = (2 + rng.below(3) as usize, 2 + rng.below(2) as usize);
        let cells: Vec<u64> = (0..rows * columns).map(|_| count(&mut rng)).collect();
        let row = |row: usize| {
            cells[row * columns..(row + 1) * columns]
                .iter()
                .sum::<u64>()
        };
        let known = rng.below(2) == 0;
        let counts = SuppressionTable::table(columns, &cells, known);
        let Some(withheld) = counts.withheld(BELOW) else {
            left_out += 1;
            continue;
        };
        let is_hidden = |place: usize| withheld.get(place).copied().unwrap_or(false);
        if !withheld.contains(&true) {
            plain += 1;
            continue;
        }
        let hidden = |place: usize, value: u64| (!is_hidden(place)).then_some(value);
        let published = Published {
            columns,
            cells: cells
                .iter()
                .enumerate()
                .map(|(place, value)| hidden(place, *value))
                .collect(),
            rows: (0..rows)
                .map(|place| {
                    if known {
                        Some(row(place))
                    } else {
                        hidden(cells.len() + place, row(place))
                    }
                })
                .collect(),
            totals: (0..columns)
                .map(|of| cells.iter().skip(of).step_by(columns).sum())
                .collect(),
        };
        let learnt = published.attack();
        for (place, seen) in learnt.cells.iter().enumerate() {
            holds(
                &format!("{cells:?} by {columns}, cell {place}"),
                cells[place],
                is_hidden(place),
                seen,
            );
            let (least, most) = counts.feasible(&withheld, place);
            assert_eq!(
                (Some(&least), most.as_ref()),
                (seen.first(), seen.last()),
                "{cells:?}, cell {place}"
            );
        }
        if !known {
            for (place, seen) in learnt.rows.iter().enumerate() {
                holds(
                    &format!("{cells:?} by {columns}, row {place}"),
                    row(place),
                    is_hidden(cells.len() + place),
                    seen,
                );
            }
        }
        attacked += 1;
    }
    assert!(
        left_out < 4 * tables,
        "{left_out} left out for {attacked} attacked, {plain} without a small count"
    );
    println!("{attacked} attacked, {left_out} left out as a whole, {plain} without a small count");
}

#[test]
fn nobody_learns_a_withheld_count_by_subtraction() {
    let mut rng = Rng::new(16);
    for _ in 0..1000 {
        let parts = 2 + rng.below(5) as usize;
        let cells: Vec<u64> = (0..parts).map(|_| count(&mut rng)).collect();
        let Some(withheld) = SuppressionTable::line(&cells).withheld(BELOW) else {
            continue;
        };
        let published = Published {
            columns: 1,
            cells: cells
                .iter()
                .zip(&withheld)
                .map(|(value, withheld)| (!withheld).then_some(*value))
                .collect(),
            // A row of one cell has no total of its own.
            rows: vec![None; parts],
            totals: vec![cells.iter().sum()],
        };
        // Rows that are hidden are no 0; here shown ones may be.
        let open: Vec<usize> = (0..parts)
            .filter(|place| withheld[*place] || cells[*place] > 0)
            .collect();
        let published = Published {
            cells: open.iter().map(|place| published.cells[*place]).collect(),
            rows: vec![None; open.len()],
            ..published
        };
        if open.is_empty() {
            continue;
        }
        let learnt = published.attack();
        for (at, place) in open.iter().enumerate() {
            holds(
                &format!("{cells:?}, {place}"),
                cells[*place],
                withheld[*place],
                &learnt.cells[at],
            );
        }
    }
}

#[test]
fn one_person_of_a_group_is_not_told_by_the_others() {
    // The one who is in flexible work would be all less the others.
    assert_eq!(
        SuppressionTable::line(&[1, 112]).withheld(5),
        Some(vec![true, true])
    );
    assert_eq!(
        SuppressionTable::line(&[1, 30, 82]).withheld(5),
        Some(vec![true, true, false])
    );
    assert_eq!(
        SuppressionTable::line(&[0, 30, 82]).withheld(5),
        Some(vec![false; 3])
    );
    // Three people in two groups of 1 and 2: there is nothing to say of them.
    assert_eq!(SuppressionTable::line(&[1, 2]).withheld(5), None);
    assert_eq!(SuppressionTable::line(&[]).withheld(5), Some(Vec::new()));
}
