//! The nodes by layer, side by side if there is room, otherwise stacked. The layers are the same in
//! every drawing: activities with circumstances below them, mechanisms, outputs, outcomes.

use crate::export::drawing::{DrawnNode, TheoryDrawing, text};
use crate::study::CodeKind;
use crate::study::revision::Operation;
use crate::tui::canvas::Canvas;
use crate::tui::theme::StyleRole;
use ratatui::layout::{Position, Rect};

/// Width from which the layers are side by side.
pub const WIDE: u16 = 108;

/// Kind, heading and column of each layer.
const LAYERS: [(CodeKind, &str, usize); 6] = [
    (CodeKind::Activity, "ACTIVITIES", 0),
    (CodeKind::Context, "CIRCUMSTANCES", 0),
    (CodeKind::Mechanism, "MECHANISMS", 1),
    (CodeKind::Output, "OUTPUTS", 2),
    (CodeKind::Outcome, "OUTCOMES", 3),
    (CodeKind::Other, "OTHER", 4),
];

#[derive(Clone, Copy, Debug)]
enum BoardRow {
    Heading(&'static str),
    Node(usize),
}

#[derive(Default)]
pub struct BoardLayers {
    columns: Vec<Vec<BoardRow>>,
    /// First visible row.
    top: usize,
}

impl BoardLayers {
    /// Assigns the nodes to columns and rows.
    pub fn update(&mut self, nodes: &[DrawnNode], width: u16) {
        let mut columns: Vec<Vec<BoardRow>> = vec![Vec::new(); 5];
        for (kind, heading, column) in LAYERS {
            let own: Vec<usize> = (0..nodes.len())
                .filter(|place| nodes[*place].kind == kind)
                .collect();
            if !own.is_empty() {
                columns[column].push(BoardRow::Heading(heading));
                columns[column].extend(own.into_iter().map(BoardRow::Node));
            }
        }
        columns.retain(|column| !column.is_empty());
        self.columns = if width >= WIDE {
            columns
        } else {
            vec![columns.concat()]
        };
    }

    /// Scrolls until the node is visible.
    pub fn scroll(&mut self, at: usize, height: u16) {
        let row = self.find(at).map_or(0, |(_, row)| row);
        let height = (height as usize).max(1);
        let last = self.columns.iter().map(Vec::len).max().unwrap_or(0);
        // Keep the heading above the node visible, too.
        self.top = self
            .top
            .min(row.saturating_sub(1))
            .max((row + 1).saturating_sub(height))
            .min(last.saturating_sub(height.min(last)));
    }

    /// Rows of the tallest column.
    pub fn rows(&self) -> u16 {
        self.columns.iter().map(Vec::len).max().unwrap_or(0) as u16 + 1
    }

    fn find(&self, at: usize) -> Option<(usize, usize)> {
        self.columns.iter().enumerate().find_map(|(column, rows)| {
            let row = rows
                .iter()
                .position(|row| matches!(row, BoardRow::Node(node) if *node == at))?;
            Some((column, row))
        })
    }

    /// Returns whether the node is on the board.
    pub fn has(&self, at: usize) -> bool {
        self.find(at).is_some()
    }

    pub fn first(&self) -> usize {
        self.columns
            .iter()
            .flatten()
            .find_map(|row| {
                if let BoardRow::Node(node) = row {
                    Some(*node)
                } else {
                    None
                }
            })
            .unwrap_or(0)
    }

    /// The node `by` positions further down the column.
    pub fn step(&self, at: usize, by: isize) -> usize {
        let Some((column, _)) = self.find(at) else {
            return self.first();
        };
        let nodes: Vec<usize> = self.columns[column]
            .iter()
            .filter_map(|row| {
                if let BoardRow::Node(node) = row {
                    Some(*node)
                } else {
                    None
                }
            })
            .collect();
        let place = nodes.iter().position(|node| *node == at).unwrap_or(0);
        nodes[place.saturating_add_signed(by).min(nodes.len() - 1)]
    }

    /// The node at about the same height in a neighbouring layer.
    pub fn across(&self, at: usize, by: isize) -> usize {
        let Some((column, row)) = self.find(at) else {
            return self.first();
        };
        if self.columns.len() == 1 {
            return self.next_layer(at, row, by);
        }
        let Some(rows) = column
            .checked_add_signed(by)
            .and_then(|column| self.columns.get(column))
        else {
            return at;
        };
        let near = rows.iter().enumerate().filter_map(|(place, row)| {
            if let BoardRow::Node(node) = row {
                Some((place, *node))
            } else {
                None
            }
        });
        near.min_by_key(|(place, _)| place.abs_diff(row))
            .map_or(at, |(_, node)| node)
    }

    /// In the stacked layout: the first node below the next (or previous) heading.
    fn next_layer(&self, at: usize, row: usize, by: isize) -> usize {
        let rows = &self.columns[0];
        let headings: Vec<usize> = (0..rows.len())
            .filter(|place| matches!(rows[*place], BoardRow::Heading(_)))
            .collect();
        let own = headings
            .iter()
            .rposition(|heading| *heading < row)
            .unwrap_or(0);
        let Some(heading) = own
            .checked_add_signed(by)
            .and_then(|place| headings.get(place))
        else {
            return at;
        };
        rows[*heading..]
            .iter()
            .find_map(|row| {
                if let BoardRow::Node(node) = row {
                    Some(*node)
                } else {
                    None
                }
            })
            .unwrap_or(at)
    }

    fn column_width(&self, area: Rect) -> u16 {
        area.width / self.columns.len().max(1) as u16
    }

    /// The node drawn at a screen position.
    pub fn node_at(&self, area: Rect, at: Position) -> Option<usize> {
        let column = self
            .columns
            .get(((at.x - area.x) / self.column_width(area).max(1)) as usize)?;
        match column.get(self.top + (at.y - area.y) as usize)? {
            BoardRow::Node(node) => Some(*node),
            BoardRow::Heading(_) => None,
        }
    }

    /// Draws the nodes; those linked to the selected node are marked with the line of the link.
    pub fn draw(
        &self,
        drawing: &TheoryDrawing,
        at: usize,
        on_links: bool,
        canvas: &mut Canvas<'_>,
        area: Rect,
    ) {
        let width = self.column_width(area);
        for (column, rows) in self.columns.iter().enumerate() {
            let x = area.x + column as u16 * width + 1;
            let end = (x + width - 2).min(area.right());
            for (y, row) in (area.top()..area.bottom()).zip(rows.iter().skip(self.top)) {
                match row {
                    BoardRow::Heading(heading) => {
                        canvas.put(x, y, end, heading, canvas.style(StyleRole::Muted));
                    }
                    BoardRow::Node(node) => {
                        draw_node(
                            drawing,
                            *node,
                            at,
                            canvas,
                            Rect {
                                x,
                                y,
                                width: end - x,
                                height: 1,
                            },
                        );
                        if *node == at {
                            let role = if on_links {
                                StyleRole::Title
                            } else {
                                StyleRole::Current
                            };
                            canvas.restyle(
                                Rect {
                                    x: x - 1,
                                    y,
                                    width: end - x + 1,
                                    height: 1,
                                },
                                canvas.style(role),
                            );
                        }
                    }
                }
            }
        }
    }
}

/// Room for a link's line, before and after a node.
const LINE: u16 = 4;

fn draw_node(
    drawing: &TheoryDrawing,
    place: usize,
    at: usize,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let node = &drawing.nodes[place];
    let (x, y, end) = (area.x, area.y, area.right());
    let comes = drawing
        .links
        .iter()
        .find(|arrow| arrow.from == at && arrow.to == place);
    let leads = drawing
        .links
        .iter()
        .find(|arrow| arrow.to == at && arrow.from == place);
    let line = |mark: Option<Operation>| match mark {
        Some(Operation::Removed) => StyleRole::Error,
        Some(Operation::Added) => StyleRole::Success,
        _ => StyleRole::Text,
    };
    if let Some(arrow) = comes {
        canvas.put(x, y, end, text::line(arrow), canvas.style(line(arrow.mark)));
    }
    let room = end.saturating_sub(if leads.is_some() { LINE } else { 0 });
    let glyph = canvas.theme.code(&node.colour);
    let after = canvas.put(x + LINE, y, room, &node.kind.glyph().to_string(), glyph);
    let mark = node
        .mark
        .filter(|mark| *mark != Operation::Kept)
        .map(|mark| format!("{} ", mark.sign()))
        .unwrap_or_default();
    let gone = matches!(node.mark, Some(Operation::Removed | Operation::Replaced));
    let style = if gone {
        canvas
            .style(StyleRole::Muted)
            .add_modifier(ratatui::style::Modifier::CROSSED_OUT)
    } else {
        canvas.style(StyleRole::Text)
    };
    let after = canvas.put(after + 1, y, room, &mark, canvas.style(StyleRole::Key));
    let post_hoc = if node.post_hoc { " °" } else { "" };
    let after = canvas.put_cut(after, y, room, &format!("{}{post_hoc}", node.name), style);
    if let Some(arrow) = leads {
        canvas.put(
            after + 1,
            y,
            end,
            text::line(arrow),
            canvas.style(line(arrow.mark)),
        );
    }
}
