//! How few answers decide: the fewest that must move for the verdict to flip, and whether one person alone carries it.
//!
//! A move changes one answer to one question: to the next category where there is order, to any other where there is none. The
//! search takes the best move, then the best move after it, so that its count is an upper limit for the fewest. Moves and
//! leavings-out are ranked by the large-sample p, and only the best three, when near alpha, are judged by the exact one: a
//! search for advice, not a proof. (After Walsh et al. 2014, who counted events in trials.)

use super::question::Question;
use super::recommend::{Certainty, Method, large_sample, run};
use crate::stats::exact::Effort;
use crate::stats::side::Level;
use crate::stats::table::Table;
use serde::Serialize;

/// Most moves searched.
const MOVES: usize = 8;

/// Best moves by the large-sample p that are looked at with the real one.
const SHORTLIST: usize = 3;

/// How far the large-sample p may be from alpha, as a factor, before the real one is not worth its time.
const NEAR: f64 = 3.0;

/// One answer that changes its cell (row, column).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Where the answer is.
    pub from: (usize, usize),
    /// Where it goes: same row or same column.
    pub to: (usize, usize),
}

/// How few answers decide the verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fragility {
    /// Fewest moves found after which the verdict flips; 0 when it depends on how p is computed; nothing when more than eight
    /// (or a third of the answers) are needed.
    pub fewest: Option<usize>,
    /// The moves.
    pub moves: Vec<Move>,
    /// p after the moves, 0 to 1.
    pub p_after: f64,
    /// Cell from which leaving out one person flips the verdict, when there is one.
    pub one_person: Option<(usize, usize)>,
}

/// The fewest answers that bring p to the other side of alpha.
pub fn fragility(table: &Table, method: Method, question: &Question, p: f64) -> Fragility {
    // Small effort and no Monte Carlo: where the observed table is too much for it, the large-sample p stands in throughout.
    let effort = Effort { work: 1_000_000, samples: 0, seed: 0 };
    let quick = |t: &Table| large_sample(t, method).map_or(1.0, |o| o.p);
    let exactly = |t: &Table| run(t, method, &effort);
    let exact = exactly(table).is_ok_and(|o| o.certainty == Certainty::Exact);
    let real = |t: &Table, rough: f64| {
        let near = rough * NEAR > question.alpha && rough < question.alpha * NEAR;
        if exact && near { exactly(t).map_or(1.0, |o| o.p) } else { rough }
    };
    let shown = p <= question.alpha;
    let flipped = |p: f64| (p <= question.alpha) != shown;
    // Towards no relation p must rise, towards a relation it must fall.
    let best_first = |a: f64, b: f64| {
        if shown { b.total_cmp(&a) } else { a.total_cmp(&b) }
    };
    let start = if exact { p } else { quick(table) };
    let mut alone: Vec<(f64, (usize, usize), Table)> =
        cells(table).filter_map(|cell| table.without(cell).map(|t| (quick(&t), cell, t))).collect();
    alone.sort_by(|a, b| best_first(a.0, b.0));
    let one_person = alone.iter().take(SHORTLIST).find(|(q, _, t)| flipped(real(t, *q))).map(|a| a.1);
    let mut found = Fragility { fewest: None, moves: Vec::new(), p_after: start, one_person };
    if flipped(start) {
        found.fewest = Some(0);
        return found;
    }
    let limit = MOVES.min((table.n() / 3.0) as usize);
    let mut at = table.clone();
    while found.moves.len() < limit {
        let mut candidates: Vec<(f64, Move, Table)> =
            options(&at).filter_map(|m| at.moved(m.from, m.to).map(|t| (quick(&t), m, t))).collect();
        candidates.sort_by(|a, b| best_first(a.0, b.0));
        candidates.truncate(SHORTLIST);
        let real = candidates.into_iter().map(|(q, m, t)| (real(&t, q), m, t));
        let best = real.min_by(|a, b| best_first(a.0, b.0));
        let Some((p, step, next)) = best else { break };
        found.moves.push(step);
        found.p_after = p;
        at = next;
        if flipped(p) {
            found.fewest = Some(found.moves.len());
            return found;
        }
    }
    Fragility { moves: Vec::new(), p_after: start, ..found }
}

/// All cells.
fn cells(table: &Table) -> impl Iterator<Item = (usize, usize)> + use<> {
    let (rows, columns) = (table.rows(), table.columns());
    (0..rows).flat_map(move |i| (0..columns).map(move |j| (i, j)))
}

/// All single changes of one answer to one question.
fn options(table: &Table) -> impl Iterator<Item = Move> + use<> {
    let (rows, columns) = (table.rows(), table.columns());
    let (row, column) = (table.row_side().level, table.column_side().level);
    let near = |level: Level, a: usize, b: usize| a != b && (level == Level::Nominal || a.abs_diff(b) == 1);
    cells(table).flat_map(move |(i, j)| {
        let across = (0..columns).filter(move |&k| near(column, j, k)).map(move |k| (i, k));
        let along = (0..rows).filter(move |&k| near(row, i, k)).map(move |k| (k, j));
        across.chain(along).map(move |to| Move { from: (i, j), to })
    })
}
