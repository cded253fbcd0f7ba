//! Which counts of people must be withheld so that none below a threshold is known, neither by
//! itself nor by subtraction (complementary cell suppression; Cox 1980, as a network after Cox
//! 1995).
//!
//! A count from 1 to below the threshold is *small*. Small counts are withheld, and with them as
//! many others as it takes: a reader who knows every count that is shown, every total, that a
//! withheld count is a whole number from 1 (0 is shown, since it tells of nobody), and nothing
//! else, must hold each value from 1 to below the threshold for possible in the place of each small
//! count. What is withheld for its own sake and what for the sake of others must look alike, since
//! a reader who can tell them apart knows more. The totals that are known anyway cannot be
//! withheld; where that leaves no way, the table is to be left out.
//!
//! A table is a circulation: each count flows from its row to its column, totals close the circle.
//! A count can be another one exactly when there is a circle of withheld counts through it, so the
//! least and the most it can be are maximal flows, and the cheapest circle is what is withheld
//! beside it.

mod flow;

use flow::{ArcState, FlowArc};

/// Counts with their totals, as a circulation.
#[derive(Clone, Debug)]
pub struct SuppressionTable {
    nodes: usize,
    arcs: Vec<FlowArc>,
    /// How many arcs, from the first, are the caller's.
    own: usize,
}

impl SuppressionTable {
    /// Counts that sum up to a total that is known.
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

    /// A table, row by row, of which the totals of columns are known. The totals of rows are told
    /// beside it and may be withheld (they follow the cells); or they are `known` too.
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

    /// Which counts are withheld, in their order, so that none from 1 to below `below` is known;
    /// `None` when there is no way, and the whole is to be left out.
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
        // What is known in spite of being withheld may as well be told.
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

    /// The least and the most that a count can be for a reader from whom `withheld` are kept.
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
        // More than everybody would be no end.
        let all: u64 = self.arcs.iter().map(|arc| arc.count).sum();
        let up = flow::room(self.nodes, &self.arcs, place, true, all + 1);
        (arc.count - down, (up <= all).then_some(arc.count + up))
    }

    /// Withholds what it takes for a count to be able to be so much more, or less.
    fn free(&mut self, place: usize, up: bool, need: u64) -> Option<()> {
        let used = flow::open(self.nodes, &self.arcs, place, up, need)?;
        for used in used {
            self.arcs[used].state = ArcState::Withheld;
        }
        Some(())
    }
}
