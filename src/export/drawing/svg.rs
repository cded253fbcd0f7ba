//! A theory drawing as a self-contained SVG. All text is escaped by construction, and every line
//! has a `title` that describes its link.

use super::layout::{DrawingLayout, LINE_HEIGHT, LinkRoute, MARGIN, NODE_WIDTH, NodeBox, routes};
use super::{DrawnLink, DrawnNode, TheoryDrawing};
use crate::evidence::LinkStatus;
use crate::study::CodeKind;
use crate::study::revision::Operation;
use crate::study::theory::ExpectedDirection;
use maud::{Markup, html};
use std::fmt::Write;

const INK: &str = "#1f2328";
const QUIET: &str = "#59636e";
const PALE: &str = "#9aa4ae";
const RED: &str = "#c0392b";
const GREEN: &str = "#116b3c";

pub fn write(drawing: &TheoryDrawing) -> String {
    let layout = DrawingLayout::new(drawing);
    let routes = routes(drawing, &layout);
    let (width, height) = (layout.width, layout.height + 64.0);
    let picture = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {width:.0} {height:.0}")) width=(format!("{width:.0}"))
            height=(format!("{height:.0}")) role="img" font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif" {
            title { (drawing.title) }
            rect width="100%" height="100%" fill="#ffffff" {}
            text x=(MARGIN) y="40" font-size="20" font-weight="600" fill=(INK) { (drawing.title) }
            @for (head, x, y) in &layout.heads {
                text x=(x) y=(y) font-size="11" font-weight="600" letter-spacing="1.2" fill=(QUIET) { (head) }
            }
            // The least important links are drawn first, so that others cover them.
            @for place in draw_order(drawing) { (line(drawing, &drawing.links[place], &routes[place])) }
            @for (node, at) in drawing.nodes.iter().zip(&layout.boxes) { (node_box(node, at)) }
            @for (place, (arrow, route)) in drawing.links.iter().zip(&routes).enumerate() {
                (badge(arrow, route, badge_position(drawing, &layout, place)))
            }
            (legend(drawing, layout.height))
        }
    };
    format!("{}\n", picture.into_string())
}

/// Links in drawing order: the most prominent ones last, on top.
fn draw_order(drawing: &TheoryDrawing) -> Vec<usize> {
    let mut places: Vec<usize> = (0..drawing.links.len()).collect();
    places.sort_by_key(|place| {
        let arrow = &drawing.links[*place];
        let loud = match (arrow.mark, arrow.standing) {
            (Some(Operation::Kept), _) => 0,
            (Some(_), _) => 9,
            (None, LinkStatus::Untested | LinkStatus::NotShown) => 1,
            (None, LinkStatus::Fragile) => 2,
            (None, LinkStatus::Supported) => 3,
            (None, LinkStatus::Contrary) => 4,
        };
        (loud, arrow.quotes)
    });
    places
}

struct LinkStroke {
    colour: &'static str,
    dashes: &'static str,
    width: f32,
}

impl LinkStroke {
    fn of(arrow: &DrawnLink) -> LinkStroke {
        let (colour, dashes) = match (arrow.mark, arrow.standing) {
            (Some(Operation::Removed), _) => (RED, "2 5"),
            (Some(Operation::Added), _) => (GREEN, ""),
            (Some(Operation::Kept), _) => (PALE, ""),
            (Some(_), _) => ("#8a4b00", "9 5"),
            (None, LinkStatus::Supported) => (INK, ""),
            (None, LinkStatus::Fragile) => (INK, "9 5"),
            (None, LinkStatus::NotShown) => (PALE, "10 4 2 4"),
            (None, LinkStatus::Contrary) => (RED, ""),
            (None, LinkStatus::Untested) => (QUIET, "1.5 5"),
        };
        let loud = if arrow.mark == Some(Operation::Added) {
            1.2
        } else {
            0.0
        };
        LinkStroke {
            colour,
            dashes,
            // The square root keeps links with many quotes from dominating the picture.
            width: (1.1 + (arrow.quotes as f32).sqrt() * 0.75).min(5.5) + loud,
        }
    }
}

fn line(drawing: &TheoryDrawing, arrow: &DrawnLink, route: &LinkRoute) -> Markup {
    let stroke = LinkStroke::of(arrow);
    let mut d = format!("M{:.1} {:.1}", route.start.0, route.start.1);
    for [a, b, c] in &route.curves {
        // Writing to a String cannot fail.
        let _ = write!(
            d,
            "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            a.0, a.1, b.0, b.1, c.0, c.1
        );
    }
    let claim = if arrow.statement.is_empty() {
        String::new()
    } else {
        format!("\n{}", arrow.statement)
    };
    html! {
        g {
            title { (drawing.link_line(arrow)) (claim) }
            // An invisible wider line is easier to hover over.
            path d=(d) fill="none" stroke="#ffffff" stroke-opacity="0.75" stroke-width=(format!("{:.1}", stroke.width + 4.0)) {}
            path d=(d) fill="none" stroke=(stroke.colour) stroke-width=(format!("{:.1}", stroke.width))
                stroke-dasharray=[(!stroke.dashes.is_empty()).then_some(stroke.dashes)]
                stroke-linecap=(if stroke.dashes.starts_with("1.5") { "round" } else { "butt" }) {}
            (head(arrow, route, &stroke))
        }
    }
}

/// An arrow head, or a circle for moderators.
fn head(arrow: &DrawnLink, route: &LinkRoute, stroke: &LinkStroke) -> Markup {
    let (x, y) = route.end();
    let size = 3.6 + stroke.width * 0.7;
    if arrow.relation == "moderates" {
        return html! {
            circle cx=(format!("{:.1}", x + 4.0)) cy=(format!("{y:.1}")) r=(format!("{size:.1}")) fill="#ffffff" stroke=(stroke.colour)
                stroke-width="1.6" {}
        };
    }
    // The last control point gives the direction in which the line arrives.
    let before = route.curves.last().map_or(route.start, |curve| curve[1]);
    let ahead = if before.0 > x { -1.0 } else { 1.0 };
    let points = format!(
        "{:.1},{y:.1} {:.1},{:.1} {:.1},{:.1}",
        x + 9.0 * ahead,
        x - ahead,
        y - size,
        x - ahead,
        y + size
    );
    html! { polygon points=(points) fill=(stroke.colour) {} }
}

fn node_box(node: &DrawnNode, at: &NodeBox) -> Markup {
    let gone = matches!(node.mark, Some(Operation::Removed | Operation::Replaced))
        || (node.mark == Some(Operation::Demoted) && !node.note.is_empty());
    let came = node.mark == Some(Operation::Added);
    let edge = if gone {
        RED
    } else if came {
        GREEN
    } else {
        node.colour.as_str()
    };
    let ink = if gone { QUIET } else { INK };
    let text = at.x + 34.0;
    html! {
        g {
            title { (node.name) " (" (node.kind) ")" @if let Some(mark) = node.mark { ": " (mark) } }
            rect x=(format!("{:.1}", at.x)) y=(format!("{:.1}", at.y)) width=(NODE_WIDTH) height=(format!("{:.1}", at.height)) rx="7"
                fill="#ffffff" stroke=(edge) stroke-width=(if came { "3" } else { "1.5" })
                stroke-dasharray=[gone.then_some("4 4")] {}
            rect x=(format!("{:.1}", at.x)) y=(format!("{:.1}", at.y)) width=(NODE_WIDTH) height=(format!("{:.1}", at.height)) rx="7"
                fill=(node.colour) fill-opacity=(if gone { "0.04" } else { "0.13" }) {}
            (sign(node, at.x + 18.0, at.first_line() - 4.5))
            @for (n, words) in at.lines.iter().enumerate() {
                text x=(format!("{text:.1}")) y=(format!("{:.1}", at.first_line() + n as f32 * LINE_HEIGHT)) font-size="13.5" fill=(ink)
                    text-decoration=[gone.then_some("line-through")] { (words) }
            }
            @for (n, words) in at.small.iter().enumerate() {
                text x=(format!("{text:.1}")) y=(format!("{:.1}", at.first_line() - 1.0 + at.lines.len() as f32 * LINE_HEIGHT + n as f32 * 14.0))
                    font-size="11" font-style="italic" fill=(QUIET) { (words) }
            }
            @if let Some(mark) = node.mark.filter(|mark| *mark != Operation::Kept) { (operation_mark(at.x + NODE_WIDTH - 2.0, at.y + 2.0, mark)) }
        }
    }
}

/// A sign for the node's part of the theory, so that it can be told apart without colour.
fn sign(node: &DrawnNode, x: f32, y: f32) -> Markup {
    let (l, r, t, b) = (x - 6.0, x + 6.0, y - 6.0, y + 6.0);
    let points = match node.kind {
        CodeKind::Mechanism => format!("{x:.1},{t:.1} {r:.1},{y:.1} {x:.1},{b:.1} {l:.1},{y:.1}"),
        CodeKind::Output => format!("{l:.1},{t:.1} {r:.1},{t:.1} {r:.1},{b:.1} {l:.1},{b:.1}"),
        CodeKind::Outcome => format!("{x:.1},{t:.1} {r:.1},{b:.1} {l:.1},{b:.1}"),
        CodeKind::Activity | CodeKind::Context | CodeKind::Other => {
            let fill = if node.kind == CodeKind::Context {
                node.colour.as_str()
            } else {
                "#ffffff"
            };
            let radius = if node.kind == CodeKind::Other {
                "2.5"
            } else {
                "5.5"
            };
            return html! {
                circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(radius) fill=(fill) stroke=(node.colour) stroke-width="2" {}
            };
        }
    };
    html! { polygon points=(points) fill=(node.colour) {} }
}

/// What became of an element, as a sign in a circle.
fn operation_mark(x: f32, y: f32, mark: Operation) -> Markup {
    let colour = match mark {
        Operation::Added => GREEN,
        Operation::Removed | Operation::Replaced => RED,
        Operation::Kept => PALE,
        _ => "#8a4b00",
    };
    let written = if mark == Operation::Removed {
        '×'
    } else {
        mark.sign()
    };
    html! {
        circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="9" fill=(colour) stroke="#ffffff" stroke-width="1.5" {}
        text x=(format!("{x:.1}")) y=(format!("{:.1}", y + 4.5)) font-size="13" font-weight="700" text-anchor="middle" fill="#ffffff" {
            (written)
        }
    }
}

/// Where along its line a link's badge is placed (0 to 1): badges of links that leave the same node
/// are staggered, so that they do not overlap.
fn badge_position(drawing: &TheoryDrawing, layout: &DrawingLayout, link: usize) -> f32 {
    let from = drawing.links[link].from;
    let height = |place: &usize| layout.boxes[drawing.links[*place].to].middle();
    let mut siblings: Vec<usize> = (0..drawing.links.len())
        .filter(|place| drawing.links[*place].from == from)
        .collect();
    siblings.sort_by(|a, b| height(a).total_cmp(&height(b)));
    let n = siblings
        .iter()
        .position(|place| *place == link)
        .unwrap_or(0);
    [0.3, 0.18, 0.42][(n + from) % 3]
}

/// The tests of a link, or what became of it, beside its line.
fn badge(arrow: &DrawnLink, route: &LinkRoute, at: f32) -> Markup {
    let (x, y) = route.at(at);
    if let Some(mark) = arrow.mark {
        return if mark == Operation::Kept {
            html! {}
        } else {
            operation_mark(x, y, mark)
        };
    }
    let expected = if arrow.expected == ExpectedDirection::Unstated {
        String::new()
    } else {
        format!(" {}", arrow.expected.sign())
    };
    let crossed = if arrow.standing == LinkStatus::Contrary {
        "✕ "
    } else {
        ""
    };
    let words = match arrow.tests {
        0 if crossed.is_empty() && expected.is_empty() => return html! {},
        0 => format!("{crossed}{}", expected.trim()),
        tests => format!("{crossed}{}/{tests}{expected}", arrow.significant),
    };
    html! {
        text x=(format!("{x:.1}")) y=(format!("{:.1}", y + 4.0)) font-size="11" font-weight="600" text-anchor="middle" fill=(INK)
            stroke="#ffffff" stroke-width="3.5" paint-order="stroke" stroke-linejoin="round" { (words) }
    }
}

fn legend(drawing: &TheoryDrawing, y: f32) -> Markup {
    let keys: Vec<(&str, &str, &str)> = if drawing.compares {
        vec![
            (PALE, "", "= kept"),
            (GREEN, "", "+ added"),
            (RED, "2 5", "× removed"),
            (
                "#8a4b00",
                "9 5",
                "~ reworded, narrowed, weakened · ↓ demoted · ↑ promoted · → replaced",
            ),
        ]
    } else {
        vec![
            (INK, "", "supported"),
            (INK, "9 5", "fragile"),
            (PALE, "10 4 2 4", "not shown"),
            (QUIET, "1.5 5", "untested"),
            (RED, "", "✕ contrary"),
        ]
    };
    let mut x = MARGIN;
    let mut items = Vec::new();
    for (colour, dashes, words) in keys {
        items.push((x, colour, dashes, words));
        x += 62.0 + words.chars().count() as f32 * 6.4;
    }
    let more = if drawing.compares {
        "The thicker a line, the more quotes."
    } else {
        "3/6: significant of all tests, each by itself. The thicker a line, the more quotes. A circle at the end: moderates."
    };
    html! {
        @for (x, colour, dashes, words) in items {
            path d=(format!("M{x:.1} {:.1}h34", y + 14.0)) stroke=(colour) stroke-width="2.4" fill="none"
                stroke-dasharray=[(!dashes.is_empty()).then_some(dashes)] {}
            text x=(format!("{:.1}", x + 42.0)) y=(format!("{:.1}", y + 18.0)) font-size="12" fill=(INK) { (words) }
        }
        text x=(MARGIN) y=(format!("{:.1}", y + 42.0)) font-size="12" fill=(QUIET) { (more) }
    }
}
