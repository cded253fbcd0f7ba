//! The theory board's actions and their default keys.

use super::BoardView;
use crate::study::revision::Operation;
use crate::tui::action::{Action, view_actions};
use crate::tui::context::{AppCommand, AppContext};
use crate::tui::route::Route;
use crate::tui::route::ViewKind;

pub const ACTIONS: &[Action] = view_actions![
    BoardView,
    ViewKind::Board,
    (
        "renew_board",
        &["g r"],
        "",
        "Draw the theory again after cancelling",
        |view, _| view.drawing.retry(),
    ),
    (
        "open_link",
        &["Enter"],
        "evidence",
        "Open the evidence of the link; on a node, go to its links",
        BoardView::open,
    ),
    (
        "nodes_or_links",
        &["Tab"],
        "links",
        "Switch between the nodes and the links of one",
        |board, _| board.turn_over(),
    ),
    (
        "node_down",
        &["j", "Down"],
        "",
        "Go to the node or link below",
        |board, _| board.step(1),
    ),
    (
        "node_up",
        &["k", "Up"],
        "",
        "Go to the node or link above",
        |board, _| board.step(-1),
    ),
    (
        "layer_right",
        &["l", "Right"],
        "",
        "Go to the next layer",
        |board, _| board.across(1),
    ),
    (
        "layer_left",
        &["h", "Left"],
        "",
        "Go to the previous layer",
        |board, _| board.across(-1),
    ),
    (
        "compare_versions",
        &["d"],
        "compare",
        "Compare with the previous version, or show only this one",
        BoardView::compare,
    ),
    (
        "choose_version",
        &["t", "/"],
        "",
        "Show another version",
        BoardView::ask_version,
    ),
    (
        "new_version",
        &["n"],
        "new version",
        "Begin a new version from this one",
        BoardView::ask_new,
    ),
    (
        "freeze_version",
        &["F"],
        "",
        "Freeze this version: it will not change again",
        BoardView::ask_freeze,
    ),
    (
        "add_node",
        &["a"],
        "",
        "Add a code to this draft as a node",
        BoardView::ask_add,
    ),
    (
        "draw_link",
        &["L", "Space"],
        "draw link",
        "Draw a link from this node to another",
        BoardView::ask_draw,
    ),
    (
        "moderate_link",
        &["m"],
        "",
        "Draw a link from this node onto a link that it moderates",
        BoardView::ask_moderate,
    ),
    (
        "remove_element",
        &["x"],
        "",
        "Remove the link, or the node with its links",
        BoardView::ask_remove,
    ),
    (
        "reword_element",
        &["r"],
        "",
        "Reword the link, or edit the node",
        BoardView::ask_reword,
    ),
    (
        "expect_direction",
        &["E"],
        "",
        "Set the expected direction of the link",
        BoardView::ask_expected,
    ),
    (
        "replace_node",
        &["R"],
        "",
        "Replace the node by another code",
        BoardView::ask_replace,
    ),
    (
        "promote_node",
        &["P"],
        "",
        "Promote the node: a context becomes a mechanism",
        |board, context| board.ask_move(Operation::Promoted, context),
    ),
    (
        "demote_node",
        &["D"],
        "",
        "Demote the node: a mechanism becomes a context",
        |board, context| board.ask_move(Operation::Demoted, context),
    ),
    (
        "keep_element",
        &["K"],
        "",
        "Note that the node or link is kept, and why",
        BoardView::ask_keep,
    ),
    (
        "draw_theory",
        &["e"],
        "",
        "Export the drawing: SVG, Graphviz, Mermaid or text",
        BoardView::ask_picture,
    ),
];

impl BoardView {
    fn turn_over(&mut self) {
        self.on_links = !self.on_links && !self.links_here().is_empty();
    }

    /// Opens the evidence of the selected link; from a node, moves to its links first.
    pub(super) fn open(&mut self, context: &mut AppContext) {
        if !self.on_links {
            self.turn_over();
            if !self.on_links {
                context.notify("The node has no links yet");
            }
            return;
        }
        let link = self.link().map(|arrow| arrow.link);
        match link.filter(|link| context.study().link(*link).is_some()) {
            Some(link) => context.send(AppCommand::Open(Route::Evidence(Some(link)))),
            None => context.notify("That link is no longer in the theory"),
        }
    }
}
