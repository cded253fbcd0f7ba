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
//!
//! How far a count can vary while its table keeps its totals: flows through the withheld counts.

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
        let down = room(self.nodes, &self.arcs, place, false, arc.count - 1);
        // No limit beyond the number of all people.
        let all: u64 = self.arcs.iter().map(|arc| arc.count).sum();
        let up = room(self.nodes, &self.arcs, place, true, all + 1);
        (arc.count - down, (up <= all).then_some(arc.count + up))
    }

    /// Withholds what is necessary for a count to be larger, or smaller, by `need`.
    fn free(&mut self, place: usize, up: bool, need: u64) -> Option<()> {
        let used = open(self.nodes, &self.arcs, place, up, need)?;
        for used in used {
            self.arcs[used].state = ArcState::Withheld;
        }
        Some(())
    }
}

/// A count as an arc from one node to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlowArc {
    from: usize,
    to: usize,
    pub(super) count: u64,
    pub(super) state: ArcState,
    /// Cost of withholding it.
    price: u64,
}

/// Disclosure state of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArcState {
    /// Published, and may be withheld.
    Published,
    /// Withheld.
    Withheld,
    /// Known to the reader in any case.
    Known,
}

/// A total discloses more than a single count.
const TOTAL: u64 = 8;

impl FlowArc {
    pub(super) fn cell(from: usize, to: usize, count: u64) -> FlowArc {
        // Large counts disclose most.
        let price = 1 + u64::from(count.checked_ilog2().unwrap_or(0));
        FlowArc {
            from,
            to,
            count,
            state: ArcState::Published,
            price,
        }
    }

    pub(super) fn total(from: usize, to: usize, count: u64) -> FlowArc {
        let cell = FlowArc::cell(from, to, count);
        FlowArc {
            price: cell.price + TOTAL,
            ..cell
        }
    }

    pub(super) fn known(from: usize, to: usize, count: u64) -> FlowArc {
        FlowArc {
            state: ArcState::Known,
            ..FlowArc::cell(from, to, count)
        }
    }
}

/// How much larger (`up`) or smaller a withheld count can be, up to `most`.
pub(super) fn room(nodes: usize, arcs: &[FlowArc], place: usize, up: bool, most: u64) -> u64 {
    let mut flow = FlowNetwork::new(nodes, arcs, |arc| {
        (arc.state == ArcState::Withheld).then_some(0)
    });
    let mut found = 0;
    while found < most {
        let Some(path) = flow.path(place, up) else {
            break;
        };
        found += flow.push(&path, most - found);
    }
    found
}

/// The counts to be withheld so that one can be larger (`up`) or smaller by `need`; cheapest cycles
/// first.
pub(super) fn open(
    nodes: usize,
    arcs: &[FlowArc],
    place: usize,
    up: bool,
    need: u64,
) -> Option<Vec<usize>> {
    let mut flow = FlowNetwork::new(nodes, arcs, |arc| match arc.state {
        ArcState::Withheld => Some(0),
        ArcState::Published if arc.count > 0 => Some(arc.price),
        ArcState::Published | ArcState::Known => None,
    });
    let mut used = Vec::new();
    let mut found = 0;
    while found < need {
        let path = flow.path(place, up)?;
        found += flow.push(&path, need - found);
        for (arc, _) in path {
            flow.price[arc] = Some(0);
            used.push(arc);
        }
    }
    Some(used)
}

/// A flow under construction.
struct FlowNetwork<'a> {
    nodes: usize,
    arcs: &'a [FlowArc],
    /// Cost of using an arc; `None` if it is fixed.
    price: Vec<Option<u64>>,
    now: Vec<u64>,
}

impl<'a> FlowNetwork<'a> {
    fn new(
        nodes: usize,
        arcs: &'a [FlowArc],
        price: impl Fn(&FlowArc) -> Option<u64>,
    ) -> FlowNetwork<'a> {
        FlowNetwork {
            nodes,
            arcs,
            price: arcs.iter().map(price).collect(),
            now: arcs.iter().map(|arc| arc.count).collect(),
        }
    }

    /// The cheapest path that closes a cycle with an arc that increases (`up`) or decreases: other
    /// arcs, each with its direction. A withheld count is at least 1.
    fn path(&self, place: usize, up: bool) -> Option<Vec<(usize, bool)>> {
        let FlowArc { from, to, .. } = self.arcs[place];
        let (start, end) = if up { (to, from) } else { (from, to) };
        let mut cost: Vec<Option<u64>> = vec![None; self.nodes];
        let mut came: Vec<Option<(usize, bool)>> = vec![None; self.nodes];
        cost[start] = Some(0);
        // Bellman–Ford, since tables are small.
        for _ in 0..self.nodes {
            let mut changed = false;
            for (at, arc) in self.arcs.iter().enumerate() {
                let Some(price) = self.price[at].filter(|_| at != place) else {
                    continue;
                };
                for grows in [true, false] {
                    let (tail, head) = if grows {
                        (arc.from, arc.to)
                    } else {
                        (arc.to, arc.from)
                    };
                    let Some(so_far) = cost[tail].filter(|_| grows || self.now[at] > 1) else {
                        continue;
                    };
                    if cost[head].is_none_or(|known| so_far + price < known) {
                        cost[head] = Some(so_far + price);
                        came[head] = Some((at, grows));
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        cost[end]?;
        let mut path = Vec::new();
        let mut node = end;
        while node != start {
            let (at, grows) = came[node]?;
            path.push((at, grows));
            node = if grows {
                self.arcs[at].from
            } else {
                self.arcs[at].to
            };
        }
        Some(path)
    }

    /// Sends as much along a path as it takes, up to `most`.
    fn push(&mut self, path: &[(usize, bool)], most: u64) -> u64 {
        let shrinking = path
            .iter()
            .filter(|(_, grows)| !grows)
            .map(|(at, _)| self.now[*at] - 1);
        let much = shrinking.min().unwrap_or(most).min(most);
        for (at, grows) in path {
            self.now[*at] = if *grows {
                self.now[*at] + much
            } else {
                self.now[*at] - much
            };
        }
        much
    }
}
