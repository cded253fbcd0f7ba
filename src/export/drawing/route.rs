//! Routes of links: out of the right side of one node, into the left side of another, and through
//! the gaps between the nodes of columns on the way.

use super::TheoryDrawing;
use super::layout::{DrawingLayout, NODE_WIDTH, NodeBox, PORT_SPACING};

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

    #[must_use]
    pub fn end(&self) -> (f32, f32) {
        self.curves.last().map_or(self.start, |curve| curve[2])
    }

    /// The point on the first curve at parameter `t` (0 to 1).
    #[must_use]
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
const HEAD: f32 = 9.0;

/// One route per link, in the drawing's order.
#[must_use]
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
        route.curve_to((middle.0 - HEAD, middle.1));
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
    route.curve_to((b.x - HEAD, arrive));
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
            (b.x - HEAD, arrive),
        ]);
        return route;
    }
    let mut route = LinkRoute::from((a.x, leave));
    route.curves.push([
        (a.x - 60.0, leave),
        (b.x + NODE_WIDTH + 60.0, arrive),
        (b.x + NODE_WIDTH + HEAD, arrive),
    ]);
    route
}
