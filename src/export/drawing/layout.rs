//! Positions of nodes: one column per part of the theory, circumstances below the activities, and
//! within a column the order with the fewest crossing lines.
//!
//! Routes of links: out of the right side of one node, into the left side of another, and through
//! the gaps between the nodes of columns on the way.

use super::TheoryDrawing;
use crate::study::CodeKind;
use crate::text::wrap::width;

pub const NODE_WIDTH: f32 = 204.0;
/// Wide enough for the lines routed between two columns.
const COLUMN_GAP: f32 = 150.0;
/// Vertical gap between two nodes of a column.
const NODE_GAP: f32 = 20.0;
pub const MARGIN: f32 = 36.0;
/// Height reserved above the nodes for the column headings.
pub const HEAD: f32 = 78.0;
const TOP: f32 = 98.0;
pub const LINE_HEIGHT: f32 = 17.0;
/// Vertical distance between the ends of two links on the same side of a node.
pub const PORT_SPACING: f32 = 12.0;
/// Terminal cells of text that fit into one line of a node.
const CHARS_PER_LINE: usize = 23;

#[derive(Clone, Debug)]
pub struct NodeBox {
    /// From 0, left to right.
    pub column: usize,
    pub x: f32,
    pub y: f32,
    pub height: f32,
    /// The node's name, wrapped.
    pub lines: Vec<String>,
    /// The note below the name, wrapped.
    pub small: Vec<String>,
}

impl NodeBox {
    /// The vertical middle.
    pub fn middle(&self) -> f32 {
        self.y + self.height / 2.0
    }

    /// Baseline of the first line of text; the text as a whole is vertically centred.
    pub fn first_line(&self) -> f32 {
        let words = self.lines.len() as f32 * LINE_HEIGHT + self.small.len() as f32 * 14.0;
        self.y + (self.height - words) / 2.0 + 13.0
    }
}

#[derive(Clone, Debug)]
pub struct DrawingLayout {
    /// One per node, in the drawing's order.
    pub boxes: Vec<NodeBox>,
    /// The column headings: text, x and y.
    pub heads: Vec<(&'static str, f32, f32)>,
    pub width: f32,
    /// Height without the legend.
    pub height: f32,
}

/// The columns from left to right; circumstances share the first one.
const COLUMNS: [(CodeKind, &str); 5] = [
    (CodeKind::Activity, "ACTIVITIES"),
    (CodeKind::Mechanism, "MECHANISMS"),
    (CodeKind::Output, "OUTPUTS"),
    (CodeKind::Outcome, "OUTCOME"),
    (CodeKind::Other, "OTHER"),
];

impl DrawingLayout {
    pub fn new(drawing: &TheoryDrawing) -> DrawingLayout {
        let has = |kind: CodeKind| drawing.nodes.iter().any(|node| node.kind == kind);
        let columns: Vec<(CodeKind, &str)> = COLUMNS
            .into_iter()
            .filter(|(kind, _)| {
                has(*kind) || (*kind == CodeKind::Activity && has(CodeKind::Context))
            })
            .collect();
        let order = order(drawing, &columns);
        // Links within the first column are routed around its left side, which needs extra room
        // there.
        let first = |place: usize| order.first().is_some_and(|column| column.contains(&place));
        let left = if drawing
            .links
            .iter()
            .any(|link| first(link.from) && first(link.to))
        {
            MARGIN + 36.0
        } else {
            MARGIN
        };
        let mut boxes: Vec<NodeBox> = (0..drawing.nodes.len())
            .map(|place| measure_node(drawing, place))
            .collect();
        let mut heads = Vec::new();
        let mut heights = Vec::new();
        for (column, (kind, head)) in columns.iter().enumerate() {
            let x = left + column as f32 * (NODE_WIDTH + COLUMN_GAP);
            let mut y = TOP;
            if has(*kind) {
                heads.push((*head, x, HEAD));
            }
            for place in &order[column] {
                let context = drawing.nodes[*place].kind == CodeKind::Context;
                if context && !heads.iter().any(|(head, ..)| *head == "CIRCUMSTANCES") {
                    let above = if has(CodeKind::Activity) {
                        y + 34.0
                    } else {
                        HEAD
                    };
                    heads.push(("CIRCUMSTANCES", x, above));
                    y = above + TOP - HEAD;
                }
                (boxes[*place].column, boxes[*place].x, boxes[*place].y) = (column, x, y);
                y += boxes[*place].height + NODE_GAP;
            }
            heights.push(y - NODE_GAP);
        }
        let bottom = heights.iter().copied().fold(TOP + 40.0, f32::max);
        // Shorter columns are centred vertically, with their nodes spread out.
        for (column, height) in heights.iter().enumerate().filter(|(column, _)| *column > 0) {
            let places = &order[column];
            let spare = bottom - height;
            let each = (spare / (places.len() as f32 + 1.0)).max(0.0);
            for (n, place) in places.iter().enumerate() {
                boxes[*place].y += each * (n as f32 + 1.0);
            }
        }
        let width =
            left + MARGIN + columns.len().max(1) as f32 * (NODE_WIDTH + COLUMN_GAP) - COLUMN_GAP;
        DrawingLayout {
            boxes,
            heads,
            width: width.max(640.0),
            height: bottom + MARGIN,
        }
    }
}

fn measure_node(drawing: &TheoryDrawing, place: usize) -> NodeBox {
    let node = &drawing.nodes[place];
    let lines = wrapped(&node.name, CHARS_PER_LINE);
    let mut small = Vec::new();
    if node.post_hoc {
        small.push("post hoc".to_owned());
    }
    small.extend(
        wrapped(&node.note, CHARS_PER_LINE + 4)
            .into_iter()
            .filter(|line| !line.is_empty()),
    );
    // High enough for the name, and for all links that end on one side.
    let words = 18.0 + lines.len() as f32 * LINE_HEIGHT + small.len() as f32 * 14.0;
    let leaving = drawing
        .links
        .iter()
        .filter(|link| link.from == place)
        .count();
    let arriving = drawing
        .links
        .iter()
        .filter(|link| link.to == place && link.on.is_none())
        .count();
    let height = words.max(14.0 + leaving.max(arriving) as f32 * PORT_SPACING);
    NodeBox {
        column: 0,
        x: 0.0,
        y: 0.0,
        height,
        lines,
        small,
    }
}

/// Wraps text to `cells` terminal cells per line; a longer word is cut.
fn wrapped(text: &str, cells: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let room = lines.last().map_or(0, |line| width(line));
        if room > 0 && room + 1 + width(word) > cells {
            lines.push(String::new());
        }
        let Some(line) = lines.last_mut() else {
            continue;
        };
        if !line.is_empty() {
            line.push(' ');
        }
        let fits = word.chars().take(cells).count() == word.chars().count();
        if fits {
            line.push_str(word);
        } else {
            line.extend(word.chars().take(cells - 1));
            line.push('…');
        }
    }
    lines
}

/// The nodes of each column from the top: first in the theory's order, then sorted towards the mean
/// position of their neighbours (barycentre heuristic; Sugiyama et al. 1981).
fn order(drawing: &TheoryDrawing, columns: &[(CodeKind, &str)]) -> Vec<Vec<usize>> {
    let place_of = |kind: CodeKind| columns.iter().position(|(column, _)| *column == kind);
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); columns.len()];
    for (place, node) in drawing.nodes.iter().enumerate() {
        let column = if node.kind == CodeKind::Context {
            place_of(CodeKind::Activity)
        } else {
            place_of(node.kind)
        };
        if let Some(column) = column {
            order[column].push(place);
        }
    }
    let below = |place: &usize| drawing.nodes[*place].kind == CodeKind::Context;
    for _ in 0..4 {
        let mut rank = vec![0.0_f32; drawing.nodes.len()];
        for column in &order {
            column
                .iter()
                .enumerate()
                .for_each(|(n, place)| rank[*place] = (n as f32 + 0.5) / column.len() as f32);
        }
        for column in &mut order {
            let middle = |place: usize| {
                let near = drawing.links.iter().filter_map(|link| match () {
                    () if link.from == place => Some(rank[link.to]),
                    () if link.to == place => Some(rank[link.from]),
                    () => None,
                });
                let near: Vec<f32> = near.collect();
                if near.is_empty() {
                    rank[place]
                } else {
                    near.iter().sum::<f32>() / near.len() as f32
                }
            };
            column.sort_by(|a, b| {
                below(a)
                    .cmp(&below(b))
                    .then(middle(*a).total_cmp(&middle(*b)))
            });
        }
    }
    order
}

/// A chain of cubic Bézier curves.
#[derive(Clone, Debug)]
pub struct LinkRoute {
    pub start: (f32, f32),
    /// Two control points and the end point of each curve.
    pub curves: Vec<[(f32, f32); 3]>,
}

impl LinkRoute {
    fn from(start: (f32, f32)) -> LinkRoute {
        LinkRoute {
            start,
            curves: Vec::new(),
        }
    }

    /// A curve that leaves and arrives horizontally.
    fn curve_to(&mut self, to: (f32, f32)) {
        let from = self.end();
        let reach = ((to.0 - from.0) * 0.5).max(24.0);
        self.curves
            .push([(from.0 + reach, from.1), (to.0 - reach, to.1), to]);
    }

    fn line_to(&mut self, to: (f32, f32)) {
        let from = self.end();
        self.curves.push([from, to, to]);
    }

    pub fn end(&self) -> (f32, f32) {
        self.curves.last().map_or(self.start, |curve| curve[2])
    }

    /// The point on the first curve at parameter `t` (0 to 1).
    pub fn at(&self, t: f32) -> (f32, f32) {
        let Some([a, b, c]) = self.curves.first() else {
            return self.start;
        };
        let mix = |p0: f32, p1: f32, p2: f32, p3: f32| {
            let u = 1.0 - t;
            u * u * u * p0 + 3.0 * u * u * t * p1 + 3.0 * u * t * t * p2 + t * t * t * p3
        };
        (
            mix(self.start.0, a.0, b.0, c.0),
            mix(self.start.1, a.1, b.1, c.1),
        )
    }
}

/// Lines end this far before a node, to leave room for the arrow head.
const ARROW_HEAD: f32 = 9.0;

/// One route per link, in the drawing's order.
pub fn routes(drawing: &TheoryDrawing, layout: &DrawingLayout) -> Vec<LinkRoute> {
    let mut routes: Vec<Option<LinkRoute>> = vec![None; drawing.links.len()];
    for (place, link) in drawing
        .links
        .iter()
        .enumerate()
        .filter(|(_, link)| link.on.is_none())
    {
        let leave = port(drawing, layout, place, link.from, true);
        let arrive = port(drawing, layout, place, link.to, false);
        routes[place] = Some(between(layout, (link.from, leave), (link.to, arrive)));
    }
    // Moderators that act on a link end at its middle, so the link's route must be known first.
    for (place, link) in drawing.links.iter().enumerate() {
        let Some(middle) = link
            .on
            .and_then(|on| routes.get(on)?.as_ref())
            .map(|route| route.at(0.55))
        else {
            continue;
        };
        let from = &layout.boxes[link.from];
        let mut route = LinkRoute::from((
            from.x + NODE_WIDTH,
            port(drawing, layout, place, link.from, true),
        ));
        route.curve_to((middle.0 - ARROW_HEAD, middle.1));
        routes[place] = Some(route);
    }
    routes
        .into_iter()
        .map(|route| route.unwrap_or_else(|| LinkRoute::from((0.0, 0.0))))
        .collect()
}

/// Where on a node's side a link leaves or arrives. Links are spread out in the order of their
/// other ends, so that they do not cross at the node.
fn port(
    drawing: &TheoryDrawing,
    layout: &DrawingLayout,
    link: usize,
    node: usize,
    leaving: bool,
) -> f32 {
    let end = |place: usize| {
        if leaving {
            drawing.links[place].from
        } else {
            drawing.links[place].to
        }
    };
    let other = |place: usize| {
        if leaving {
            drawing.links[place].to
        } else {
            drawing.links[place].from
        }
    };
    let here = &layout.boxes[node];
    let meets =
        |place: &usize| end(*place) == node && (leaving || drawing.links[*place].on.is_none());
    let mut all: Vec<usize> = (0..drawing.links.len()).filter(meets).collect();
    all.sort_by(|a, b| {
        layout.boxes[other(*a)]
            .middle()
            .total_cmp(&layout.boxes[other(*b)].middle())
            .then(a.cmp(b))
    });
    let n = all.iter().position(|place| *place == link).unwrap_or(0) as f32;
    let step = ((here.height - 12.0) / all.len() as f32).min(PORT_SPACING + 3.0);
    here.middle() + (n - (all.len() as f32 - 1.0) / 2.0) * step
}

fn between(
    layout: &DrawingLayout,
    (from, leave): (usize, f32),
    (to, arrive): (usize, f32),
) -> LinkRoute {
    let (a, b) = (&layout.boxes[from], &layout.boxes[to]);
    if b.column <= a.column {
        return route_back(a, b, leave, arrive);
    }
    let mut route = LinkRoute::from((a.x + NODE_WIDTH, leave));
    let whole = (b.x - a.x - NODE_WIDTH).max(1.0);
    for column in a.column + 1..b.column {
        let inside: Vec<&NodeBox> = layout
            .boxes
            .iter()
            .filter(|other| other.column == column)
            .collect();
        let Some(x) = inside.first().map(|other| other.x) else {
            continue;
        };
        let wanted = leave + (arrive - leave) * (x + NODE_WIDTH / 2.0 - a.x - NODE_WIDTH) / whole;
        let y = free_height(&inside, wanted);
        route.curve_to((x - 8.0, y));
        route.line_to((x + NODE_WIDTH + 8.0, y));
    }
    route.curve_to((b.x - ARROW_HEAD, arrive));
    route
}

/// The height nearest to `wanted` at which no box is in the way.
fn free_height(boxes: &[&NodeBox], wanted: f32) -> f32 {
    let clear = |y: f32| {
        boxes
            .iter()
            .all(|other| y < other.y - 8.0 || y > other.y + other.height + 8.0)
    };
    let edges = boxes
        .iter()
        .flat_map(|other| [other.y - 9.0, other.y + other.height + 9.0]);
    let all = std::iter::once(wanted).chain(edges).filter(|y| clear(*y));
    all.min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))
        .unwrap_or(wanted)
}

/// A link within a column or backwards, routed around the left side of the node it leads to.
fn route_back(a: &NodeBox, b: &NodeBox, leave: f32, arrive: f32) -> LinkRoute {
    if a.column == b.column {
        let mut route = LinkRoute::from((a.x, leave));
        let out = 20.0 + (arrive - leave).abs().min(240.0) / 12.0;
        route.curves.push([
            (a.x - out - 8.0, leave),
            (b.x - out - 8.0, arrive),
            (b.x - ARROW_HEAD, arrive),
        ]);
        return route;
    }
    let mut route = LinkRoute::from((a.x, leave));
    route.curves.push([
        (a.x - 60.0, leave),
        (b.x + NODE_WIDTH + 60.0, arrive),
        (b.x + NODE_WIDTH + ARROW_HEAD, arrive),
    ]);
    route
}
