//! How far a count can move while its table goes on summing up: flows in what is left open.

/// A count on its way from a node to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlowArc {
    from: usize,
    to: usize,
    pub(super) count: u64,
    pub(super) state: ArcState,
    /// What it costs to withhold it.
    price: u64,
}

/// What is done with a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArcState {
    /// It is told, and may be withheld.
    Published,
    /// It is withheld.
    Withheld,
    /// It is known anyway.
    Known,
}

/// A total tells more than one count of it.
const TOTAL: u64 = 8;

impl FlowArc {
    pub(super) fn cell(from: usize, to: usize, count: u64) -> FlowArc {
        // Large counts tell most.
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

/// How much more (`up`) or less a withheld count can be, `most` at most.
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

/// The counts that are to be withheld, so that one can be `need` more (`up`) or less; the cheapest
/// circles first.
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

/// A flow under way.
struct FlowNetwork<'a> {
    nodes: usize,
    arcs: &'a [FlowArc],
    /// What it costs to use an arc; `None` when it stands firm.
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

    /// The cheapest way that closes a circle with an arc that grows (`up`) or shrinks: other arcs,
    /// each growing or shrinking. A withheld count is 1 at least.
    fn path(&self, place: usize, up: bool) -> Option<Vec<(usize, bool)>> {
        let FlowArc { from, to, .. } = self.arcs[place];
        let (start, end) = if up { (to, from) } else { (from, to) };
        let mut cost: Vec<Option<u64>> = vec![None; self.nodes];
        let mut came: Vec<Option<(usize, bool)>> = vec![None; self.nodes];
        cost[start] = Some(0);
        // Bellman and Ford: tables are small.
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

    /// Sends as much along a way as it takes, `most` at most.
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
