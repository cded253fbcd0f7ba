//! Alternative interpretations of the middle category: as it is, as missing, merged with either
//! side, as one of three points.
//!
//! The same interpretation is applied to every variable whose middle also means "don't know". All
//! are shown beside each other, to keep the one with the smallest p from being selected.
//!
//! Fragility: the smallest number of answers that must change for p to cross the level, and whether
//! a single person decides. It is a sensitivity analysis that adds nothing to p (Potter 2020), so
//! it does not affect the status by itself.
//!
//! A move changes one answer to one question: to the neighbouring category in use if they are
//! ordered, to any other category in use otherwise. All tables one move away are examined, then all
//! two moves away, within the budget; beyond that only the most promising, and the result says that
//! fewer may suffice. Every table is evaluated by the recommended test, exactly if it is sparse. A
//! table for which that test does not exist flips nothing. (After Walsh et al. 2014, who counted
//! events in trials.)

use super::question::AdviceRequest;
use super::recommend::{Certainty, Method, recommend, run};
use crate::stats::chisq::{is_sparse, pearson};
use crate::stats::exact::Effort;
use crate::stats::ordinal;
use crate::stats::side::{MiddleMeaning, SideLevel, TableSide};
use crate::stats::table::Table;
use serde::Serialize;
use std::collections::HashSet;

/// An interpretation of the middle category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MiddleReading {
    /// As answered.
    AsIs,
    /// As missing.
    Missing,
    /// Merged with the categories below.
    WithBelow,
    /// Merged with the categories above.
    WithAbove,
    /// Below, middle and above as three points.
    ThreePoints,
}

/// The result of the recommended test under an interpretation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MiddleReadingResult {
    /// The reading.
    pub reading: MiddleReading,
    /// Number of answers left.
    pub n: f64,
    /// p of the test that fits the reinterpreted table; `None` if it cannot be tested.
    pub p: Option<f64>,
    /// Kendall's tau-b, −1 to 1; `None` if it does not exist.
    pub tau_b: Option<f64>,
}

/// The plain interpretation comes first; empty if no middle category is ambiguous.
pub fn readings(table: &Table, question: &AdviceRequest) -> Vec<MiddleReadingResult> {
    let middle = |side: &TableSide| match side.middle {
        Some((index, MiddleMeaning::AlsoDoNotKnow | MiddleMeaning::Undeclared))
            if side.level == SideLevel::Ordinal =>
        {
            Some(index)
        }
        _ => None,
    };
    let (row, column) = (middle(table.row_side()), middle(table.column_side()));
    if row.is_none() && column.is_none() {
        return Vec::new();
    }
    [
        MiddleReading::AsIs,
        MiddleReading::Missing,
        MiddleReading::WithBelow,
        MiddleReading::WithAbove,
        MiddleReading::ThreePoints,
    ]
    .into_iter()
    .filter_map(|reading| {
        let read = match reading {
            MiddleReading::AsIs => table.clone(),
            _ => table
                .regrouped(
                    &places(table.rows(), row, reading),
                    &places(table.columns(), column, reading),
                )
                .ok()?,
        };
        let p = recommend(&read)
            .and_then(|m| run(&read, m, &question.effort))
            .map(|o| o.p)
            .ok();
        Some(MiddleReadingResult {
            reading,
            n: read.n(),
            p,
            tau_b: ordinal::tau_b(&read).map(|t| t.value).ok(),
        })
    })
    .collect()
}

/// New index of each category; unchanged without a middle.
fn places(categories: usize, middle: Option<usize>, reading: MiddleReading) -> Vec<Option<usize>> {
    let Some(middle) = middle else {
        return (0..categories).map(Some).collect();
    };
    (0..categories)
        .map(|k| match reading {
            MiddleReading::AsIs => Some(k),
            MiddleReading::Missing if k == middle => None,
            MiddleReading::Missing => Some(k),
            MiddleReading::WithBelow => Some(usize::from(k > middle)),
            MiddleReading::WithAbove => Some(usize::from(k >= middle)),
            MiddleReading::ThreePoints => Some(usize::from(k >= middle) + usize::from(k > middle)),
        })
        .collect()
}

/// Largest number of moves searched.
const MAX_MOVES: usize = 8;

/// Tables followed per step where not all can be.
const BEAM_WIDTH: usize = 3;

/// Largest number of tables followed at once.
const MAX_TABLES: usize = 20_000;

/// Cost of a large-sample p in units of work.
const LARGE_SAMPLE_WORK: u64 = 600;

/// Largest cost of one exact p.
const MAX_EXACT_WORK: u64 = 1_000_000;

/// One answer that changes its cell (row, column).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Cell of the answer.
    pub from: (usize, usize),
    /// Its new cell, in the same row or column.
    pub to: (usize, usize),
}

/// How much a result depends on single answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fragility {
    /// Number of moves that flip the result; `None` if none were found up to eight (or a third of
    /// the answers).
    pub fewest: Option<usize>,
    /// Whether fewer moves certainly do not suffice: all nearer tables were examined.
    pub certain: bool,
    /// The moves.
    pub moves: Vec<Move>,
    /// p after the moves, 0 to 1.
    pub p_after: f64,
    /// A cell in which removing one person flips the result.
    pub one_person: Option<(usize, usize)>,
    /// p without that person.
    pub p_without: Option<f64>,
}

/// The p-value of a table near the observed one, with the work it took; `None` if it does not exist
/// or costs too much.
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

    /// All new tables one move further, evaluated; `None` if the budget does not allow it.
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

    /// The most promising tables one move further, selected by the large-sample p and then
    /// evaluated.
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

    /// Nearest to a flip first: p has to rise to lose a relation and to fall to show one.
    fn compare_p(&self, a: f64, b: f64) -> std::cmp::Ordering {
        if self.shown {
            b.total_cmp(&a)
        } else {
            a.total_cmp(&b)
        }
    }
}

/// Costs about `work` units. `None` if the p of the table itself cannot be computed exactly in this
/// way.
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

/// The counts as a key for visited tables.
fn counts(table: &Table) -> Vec<u64> {
    table
        .observed()
        .iter()
        .map(|count| count.to_bits())
        .collect()
}

/// The tables one move further.
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

/// All changes of one answer to one question, within the categories that the observed table uses.
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
