//! Where everything stands: a column per part, circumstances under the
//! activities, the nodes of a column in the order that lets lines cross least.

use super::TheoryDrawing;
use crate::study::CodeKind;
use crate::text::wrap::width;

/// How wide a node is.
pub const NODE_WIDTH: f32 = 204.0;
/// Room between two columns, for the lines.
const COLUMN_GAP: f32 = 150.0;
/// Room between two nodes of a column.
const NODE_GAP: f32 = 20.0;
/// Room round everything.
pub const MARGIN: f32 = 36.0;
/// Where the heads of the columns stand, and where the nodes begin.
pub const HEAD: f32 = 78.0;
const TOP: f32 = 98.0;
/// A line of a name.
pub const LINE_HEIGHT: f32 = 17.0;
/// Room for a line that arrives at a node.
pub const PORT_SPACING: f32 = 12.0;
/// So many cells of text fit into a line of a node.
const CHARS_PER_LINE: usize = 23;

/// A node in its place.
#[derive(Clone, Debug)]
pub struct NodeBox {
    /// The column, from 0.
    pub column: usize,
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// How high it is.
    pub height: f32,
    /// Its name, in lines.
    pub lines: Vec<String>,
    /// What is said under the name, in lines.
    pub small: Vec<String>,
}

impl NodeBox {
    /// The middle, from above.
    #[must_use]
    pub fn middle(&self) -> f32 {
        self.y + self.height / 2.0
    }

    /// Where the first line of its name stands: the words fill the middle.
    #[must_use]
    pub fn first_line(&self) -> f32 {
        let words = self.lines.len() as f32 * LINE_HEIGHT + self.small.len() as f32 * 14.0;
        self.y + (self.height - words) / 2.0 + 13.0
    }
}

/// Everything in its place.
#[derive(Clone, Debug)]
pub struct DrawingLayout {
    /// A seat per node.
    pub boxes: Vec<NodeBox>,
    /// The heads: words, and where they stand.
    pub heads: Vec<(&'static str, f32, f32)>,
    /// How wide it all is.
    pub width: f32,
    /// How high it all is, without a legend.
    pub height: f32,
}

/// The parts from left to right; circumstances stand below the first.
const COLUMNS: [(CodeKind, &str); 5] = [
    (CodeKind::Activity, "ACTIVITIES"),
    (CodeKind::Mechanism, "MECHANISMS"),
    (CodeKind::Output, "OUTPUTS"),
    (CodeKind::Outcome, "OUTCOME"),
    (CodeKind::Other, "OTHER"),
];

impl DrawingLayout {
    /// Places the nodes of a drawing.
    #[must_use]
    pub fn new(drawing: &TheoryDrawing) -> DrawingLayout {
        let has = |kind: CodeKind| drawing.nodes.iter().any(|node| node.kind == kind);
        let columns: Vec<(CodeKind, &str)> = COLUMNS
            .into_iter()
            .filter(|(kind, _)| {
                has(*kind) || (*kind == CodeKind::Activity && has(CodeKind::Context))
            })
            .collect();
        let order = order(drawing, &columns);
        // Lines within the first column go round by its left side.
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
        // Short columns stand in the middle, with more room between their nodes.
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
            boxes: boxes,
            heads,
            width: width.max(640.0),
            height: bottom + MARGIN,
        }
    }
}

/// How big a node is.
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
    // High enough for its name, and for the lines that meet on one side.
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

/// Words in lines of so many cells; a word that is too long is cut.
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

/// The nodes of each column, from above: in the theory's order first, then so
/// that each stands near the middle of what it is linked with (Sugiyama et al.
/// 1981, barycentres).
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
