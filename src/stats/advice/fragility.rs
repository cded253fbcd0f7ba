//! How much hangs on single answers: the fewest that must move for p to come to the other side of
//! the level, and whether one person does. A sensitivity analysis, which says nothing that p does
//! not say (Potter 2020) and so sets no word by itself.
//!
//! A move changes one answer to one question: to the next used category where there is order, to
//! any other used one where there is none. All tables one move away are looked at, then all two
//! away, as long as the work lasts; beyond that only the most promising, and then it is said that
//! fewer may do. Every table is judged by the test of the verdict, exactly where it is sparse. A
//! table in which that test does not exist flips nothing. (After Walsh et al. 2014, who counted
//! events in trials.)

use super::recommend::{Certainty, Method, run};
use crate::stats::chisq::{is_sparse, pearson};
use crate::stats::exact::Effort;
use crate::stats::side::SideLevel;
use crate::stats::table::Table;
use serde::Serialize;
use std::collections::HashSet;

/// Most moves searched.
const MAX_MOVES: usize = 8;

/// Tables that are followed where not all can be.
const BEAM_WIDTH: usize = 3;

/// Most tables that are followed at once.
const MAX_TABLES: usize = 20_000;

/// Units of work of a large-sample p.
const LARGE_SAMPLE_WORK: u64 = 600;

/// Units of work that one exact p may take.
const MAX_EXACT_WORK: u64 = 1_000_000;

/// One answer that changes its cell (row, column).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Where the answer is.
    pub from: (usize, usize),
    /// Where it goes: same row or same column.
    pub to: (usize, usize),
}

/// How much hangs on single answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fragility {
    /// So many moves flip the verdict; nothing when none were found up to eight (or a third of the
    /// answers).
    pub fewest: Option<usize>,
    /// Whether no fewer do: all tables nearer by were looked at.
    pub certain: bool,
    /// The moves.
    pub moves: Vec<Move>,
    /// p after the moves, 0 to 1.
    pub p_after: f64,
    /// Cell from which leaving out one person flips the verdict, when there is one.
    pub one_person: Option<(usize, usize)>,
    /// p without that person.
    pub p_without: Option<f64>,
}

/// The p-value by which a table near the observed one is judged, and the work it took; nothing when
/// it does not exist or takes too much.
fn p_value(table: &Table, method: Method, left: u64) -> (Option<f64>, u64) {
    let sparse = pearson(table).is_ok_and(|test| is_sparse(&test)) && table.whole().is_ok();
    let method = if sparse {
        method.exact()
    } else {
        method.large_sample()
    };
    let wanted = method.is_exact();
    let effort = Effort {
        work: MAX_EXACT_WORK.min(left),
        samples: 0,
        seed: 0,
    };
    match run(table, method, &effort) {
        Ok(outcome) if wanted && outcome.certainty != Certainty::Exact => (None, effort.work),
        Ok(outcome) => (
            Some(outcome.p),
            LARGE_SAMPLE_WORK + if wanted { outcome.work } else { 0 },
        ),
        Err(_) => (None, LARGE_SAMPLE_WORK),
    }
}

/// A table some moves away from the observed one.
struct NearbyTable {
    table: Table,
    moves: Vec<Move>,
    p: f64,
}

impl NearbyTable {
    fn after(&self, step: Move, table: Table, p: f64) -> NearbyTable {
        NearbyTable {
            table,
            moves: self.moves.iter().copied().chain([step]).collect(),
            p,
        }
    }
}

/// The search from one observed table.
struct FragilitySearch {
    method: Method,
    alpha: f64,
    shown: bool,
    left: u64,
}

impl FragilitySearch {
    fn p(&mut self, table: &Table) -> Option<f64> {
        let (p, work) = p_value(table, self.method, self.left);
        self.left = self.left.saturating_sub(work);
        p
    }

    fn flips(&self, p: f64) -> bool {
        (p <= self.alpha) != self.shown
    }

    /// All tables one move on that were not met before, judged; nothing when the work does not last
    /// for them.
    fn all(
        &mut self,
        front: &[NearbyTable],
        observed: &Table,
        seen: &mut HashSet<Vec<u64>>,
    ) -> Option<Vec<NearbyTable>> {
        let mut next = Vec::new();
        for near in front {
            for (step, table) in steps(&near.table, observed) {
                if !seen.insert(counts(&table)) {
                    continue;
                }
                if self.left == 0 || next.len() >= MAX_TABLES {
                    return None;
                }
                if let Some(p) = self.p(&table) {
                    next.push(near.after(step, table, p));
                }
            }
        }
        Some(next)
    }

    /// The most promising tables one move on from the most promising so far, by the large-sample p,
    /// then judged.
    fn promising(&self, front: &[NearbyTable], observed: &Table, work: u64) -> Vec<NearbyTable> {
        let mut seen = HashSet::new();
        let mut next = Vec::new();
        for near in front.iter().take(BEAM_WIDTH) {
            for (step, table) in steps(&near.table, observed) {
                if let Some(p) =
                    large_sample_p(&table, self.method).filter(|_| seen.insert(counts(&table)))
                {
                    next.push(near.after(step, table, p));
                }
            }
        }
        next.sort_by(|a, b| self.compare_p(a.p, b.p));
        next.truncate(BEAM_WIDTH);
        next.retain_mut(|near| match p_value(&near.table, self.method, work / 8).0 {
            Some(p) => {
                near.p = p;
                true
            }
            None => false,
        });
        next
    }

    /// The nearest to a flip first: towards no relation p must rise, towards a relation it must
    /// fall.
    fn compare_p(&self, a: f64, b: f64) -> std::cmp::Ordering {
        if self.shown {
            b.total_cmp(&a)
        } else {
            a.total_cmp(&b)
        }
    }
}

/// How much hangs on single answers, at a cost of about `work`; nothing when the table's own p
/// cannot be had exactly that way.
pub fn fragility(table: &Table, method: Method, alpha: f64, work: u64) -> Option<Fragility> {
    table.whole().ok()?;
    let own = p_value(table, method, work).0?;
    let mut search = FragilitySearch {
        method,
        alpha,
        shown: own <= alpha,
        left: work,
    };
    let mut found = Fragility {
        fewest: None,
        certain: false,
        moves: Vec::new(),
        p_after: own,
        one_person: None,
        p_without: None,
    };
    for cell in cells(table) {
        let Some(p) = table.without_answer(cell).and_then(|t| search.p(&t)) else {
            continue;
        };
        if search.flips(p)
            && found
                .p_without
                .is_none_or(|best| search.compare_p(p, best).is_lt())
        {
            (found.one_person, found.p_without) = (Some(cell), Some(p));
        }
    }
    let limit = MAX_MOVES.min((table.n() / 3.0) as usize);
    let mut seen: HashSet<Vec<u64>> = HashSet::from([counts(table)]);
    let mut front = vec![NearbyTable {
        table: table.clone(),
        moves: Vec::new(),
        p: own,
    }];
    let (mut complete, mut whole) = (0, true);
    for depth in 1..=limit {
        let all = if whole {
            search.all(&front, table, &mut seen)
        } else {
            None
        };
        whole = all.is_some();
        complete = if whole { depth } else { complete };
        let mut next = all.unwrap_or_else(|| search.promising(&front, table, work));
        next.sort_by(|a, b| search.compare_p(a.p, b.p));
        if let Some(best) = next.first().filter(|best| search.flips(best.p)) {
            found.fewest = Some(depth);
            found.certain = depth <= complete + 1;
            (found.moves, found.p_after) = (best.moves.clone(), best.p);
            return Some(found);
        }
        front = next;
        if front.is_empty() {
            break;
        }
    }
    found.certain = complete >= limit;
    Some(found)
}

/// The large-sample p.
fn large_sample_p(table: &Table, method: Method) -> Option<f64> {
    run(
        table,
        method.large_sample(),
        &Effort {
            work: 0,
            samples: 0,
            seed: 0,
        },
    )
    .ok()
    .map(|outcome| outcome.p)
}

/// A table as a key.
fn counts(table: &Table) -> Vec<u64> {
    table
        .observed()
        .iter()
        .map(|count| count.to_bits())
        .collect()
}

/// The tables one move on.
fn steps<'a>(table: &'a Table, observed: &Table) -> impl Iterator<Item = (Move, Table)> + use<'a> {
    options(table, observed)
        .into_iter()
        .filter_map(|step| Some((step, table.with_answer_moved(step.from, step.to)?)))
}

/// All cells.
fn cells(table: &Table) -> impl Iterator<Item = (usize, usize)> + use<> {
    let (rows, columns) = (table.rows(), table.columns());
    (0..rows).flat_map(move |i| (0..columns).map(move |j| (i, j)))
}

/// All single changes of one answer to one question, within the categories that the observed table
/// uses.
fn options(table: &Table, observed: &Table) -> Vec<Move> {
    let (rows, columns) = observed.used();
    let levels = (table.row_side().level, table.column_side().level);
    let near = |level: SideLevel, a: usize, b: usize| {
        a != b && (level == SideLevel::Nominal || a.abs_diff(b) == 1)
    };
    let mut all = Vec::new();
    for (a, &i) in rows.iter().enumerate() {
        for (b, &j) in columns.iter().enumerate() {
            let across = columns
                .iter()
                .enumerate()
                .filter(|(c, _)| near(levels.1, b, *c))
                .map(|(_, &k)| (i, k));
            let along = rows
                .iter()
                .enumerate()
                .filter(|(c, _)| near(levels.0, a, *c))
                .map(|(_, &k)| (k, j));
            all.extend(across.chain(along).map(|to| Move { from: (i, j), to }));
        }
    }
    all
}
