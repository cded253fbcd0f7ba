//! Which counts of people must be withheld so that none below a threshold is disclosed, neither
//! directly nor by subtraction (complementary cell suppression; Cox 1980, as a network after Cox
//! 1995).
//!
//! A count from 1 to below the threshold is *small*. Small counts are withheld, and as many others
//! as necessary: for a reader who knows every published count, every total, and that a withheld
//! count is an integer from 1 (0 is published, since it concerns nobody), each value from 1 to
//! below the threshold must remain possible for each small count. Counts withheld for their own
//! sake and for the sake of others must look alike, since a reader who can distinguish them knows
//! more. Totals that are known in any case cannot be withheld; if that leaves no solution, the
//! table must be left out.
//!
//! A table is a circulation: each count flows from its row to its column, and totals close the
//! cycle. A count can have another value exactly if there is a cycle of withheld counts through it,
//! so its smallest and largest possible values are maximum flows, and the cheapest cycle is
//! withheld along with it.

mod flow;

use flow::{ArcState, FlowArc};

/// Counts with their totals, as a circulation.
#[derive(Clone, Debug)]
pub struct SuppressionTable {
    nodes: usize,
    arcs: Vec<FlowArc>,
    /// Number of leading arcs that are the caller's counts.
    own: usize,
}

impl SuppressionTable {
    /// Counts with a known total.
    #[must_use]
    pub fn line(counts: &[u64]) -> SuppressionTable {
        let mut arcs: Vec<FlowArc> = counts
            .iter()
            .map(|count| FlowArc::cell(0, 1, *count))
            .collect();
        arcs.push(FlowArc::known(1, 0, counts.iter().sum()));
        SuppressionTable {
            nodes: 2,
            arcs,
            own: counts.len(),
        }
    }

    /// A table, row by row, with known column totals. Row totals are published too and may be
    /// withheld (they follow the cells), unless they are `known`.
    #[must_use]
    pub fn table(columns: usize, cells: &[u64], known: bool) -> SuppressionTable {
        let rows = cells.len().checked_div(columns).unwrap_or(0);
        let (root, sink) = (rows + columns, rows + columns + 1);
        let row = |row: usize| &cells[row * columns..(row + 1) * columns];
        let mut arcs = Vec::with_capacity(cells.len() + rows + columns + 1);
        for (place, count) in cells.iter().enumerate().take(rows * columns) {
            arcs.push(FlowArc::cell(
                place / columns,
                rows + place % columns,
                *count,
            ));
        }
        for place in 0..rows {
            let total = row(place).iter().sum();
            arcs.push(if known {
                FlowArc::known(root, place, total)
            } else {
                FlowArc::total(root, place, total)
            });
        }
        let own = if known { rows * columns } else { arcs.len() };
        for column in 0..columns {
            arcs.push(FlowArc::known(
                rows + column,
                sink,
                (0..rows).map(|place| row(place)[column]).sum(),
            ));
        }
        arcs.push(FlowArc::known(sink, root, cells.iter().sum()));
        SuppressionTable {
            nodes: rows + columns + 2,
            arcs,
            own,
        }
    }

    /// Flags the counts to withhold so that none from 1 to below `below` is disclosed; `None` if
    /// there is no solution, and the table must be left out.
    #[must_use]
    pub fn withheld(&self, below: u64) -> Option<Vec<bool>> {
        let mut now = self.clone();
        let small: Vec<usize> = (0..now.own)
            .filter(|place| (1..below).contains(&now.arcs[*place].count))
            .collect();
        for place in &small {
            now.arcs[*place].state = ArcState::Withheld;
        }
        for place in &small {
            let count = now.arcs[*place].count;
            now.free(*place, true, below - 1 - count)?;
            now.free(*place, false, count - 1)?;
        }
        // A count that is disclosed although withheld may as well be published.
        for place in 0..now.own {
            let arc = now.arcs[place];
            if arc.state == ArcState::Withheld && arc.count >= below {
                let (least, most) = now.bounds(place);
                if most == Some(least) {
                    now.arcs[place].state = ArcState::Published;
                }
            }
        }
        Some(
            now.arcs[..now.own]
                .iter()
                .map(|arc| arc.state == ArcState::Withheld)
                .collect(),
        )
    }

    /// The smallest and largest possible value of a count for a reader who does not see `withheld`.
    #[must_use]
    pub fn feasible(&self, withheld: &[bool], place: usize) -> (u64, Option<u64>) {
        let mut now = self.clone();
        for (arc, withheld) in now.arcs.iter_mut().zip(withheld) {
            arc.state = if *withheld {
                ArcState::Withheld
            } else {
                ArcState::Published
            };
        }
        now.bounds(place)
    }

    fn bounds(&self, place: usize) -> (u64, Option<u64>) {
        let arc = self.arcs[place];
        if arc.state != ArcState::Withheld {
            return (arc.count, Some(arc.count));
        }
        let down = flow::room(self.nodes, &self.arcs, place, false, arc.count - 1);
        // No limit beyond the number of all people.
        let all: u64 = self.arcs.iter().map(|arc| arc.count).sum();
        let up = flow::room(self.nodes, &self.arcs, place, true, all + 1);
        (arc.count - down, (up <= all).then_some(arc.count + up))
    }

    /// Withholds what is necessary for a count to be larger, or smaller, by `need`.
    fn free(&mut self, place: usize, up: bool, need: u64) -> Option<()> {
        let used = flow::open(self.nodes, &self.arcs, place, up, need)?;
        for used in used {
            self.arcs[used].state = ArcState::Withheld;
        }
        Some(())
    }
}
