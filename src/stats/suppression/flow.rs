//! How far a count can vary while its table keeps its totals: flows through the withheld counts.

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
