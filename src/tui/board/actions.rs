//! What can be done on the theory board, with the keys it has from the start.

use super::Board;
use crate::study::change::Operation;
use crate::tui::{
    action::{Action, Run},
    desk::{Desk, Go},
    evidence::Evidence,
    view::Page,
};

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Board, &mut Desk),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: Run::Board(run),
    }
}

/// The table.
pub const ACTIONS: &[Action] = &[
    action(
        "renew_board",
        &["g r"],
        "",
        "Draw the theory that was stopped",
        |view, _| view.gathered.again(),
    ),
    action(
        "open_link",
        &["Enter"],
        "evidence",
        "Open the evidence of the link; on a node, go to its links",
        Board::open,
    ),
    action(
        "nodes_or_links",
        &["Tab"],
        "links",
        "Go from the nodes to the links of one and back",
        |board, _| board.turn_over(),
    ),
    action(
        "node_down",
        &["j", "Down"],
        "",
        "Go to the node or link below",
        |board, _| board.step(1),
    ),
    action(
        "node_up",
        &["k", "Up"],
        "",
        "Go to the node or link above",
        |board, _| board.step(-1),
    ),
    action(
        "layer_right",
        &["l", "Right"],
        "",
        "Go to the next layer",
        |board, _| board.across(1),
    ),
    action(
        "layer_left",
        &["h", "Left"],
        "",
        "Go to the layer before",
        |board, _| board.across(-1),
    ),
    action(
        "compare_versions",
        &["d"],
        "compare",
        "Show what became of the version before, or this one alone",
        Board::compare,
    ),
    action(
        "choose_version",
        &["t", "/"],
        "",
        "Show another version",
        Board::ask_version,
    ),
    action(
        "new_version",
        &["n"],
        "new version",
        "Begin a new version from this one",
        Board::ask_new,
    ),
    action(
        "freeze_version",
        &["F"],
        "",
        "Freeze this version: from now on it never changes",
        Board::ask_freeze,
    ),
    action(
        "add_node",
        &["a"],
        "",
        "Make a code a node of this draft",
        Board::ask_add,
    ),
    action(
        "draw_link",
        &["L", "Space"],
        "draw link",
        "Draw a link from this node to another",
        Board::ask_draw,
    ),
    action(
        "moderate_link",
        &["m"],
        "",
        "Draw a link from this node onto a link that it moderates",
        Board::ask_moderate,
    ),
    action(
        "remove_element",
        &["x"],
        "",
        "Take the link away, or the node with its links",
        Board::ask_remove,
    ),
    action(
        "reword_element",
        &["r"],
        "",
        "Say the link in other words, or something else of the node",
        Board::ask_reword,
    ),
    action(
        "expect_direction",
        &["E"],
        "",
        "Say which direction is expected of the link",
        Board::ask_expected,
    ),
    action(
        "replace_node",
        &["R"],
        "",
        "Put another code in the place of the node",
        Board::ask_replace,
    ),
    action(
        "promote_node",
        &["P"],
        "",
        "Promote the node: a circumstance becomes a mechanism",
        |board, desk| board.ask_move(Operation::Promoted, desk),
    ),
    action(
        "demote_node",
        &["D"],
        "",
        "Demote the node: a mechanism becomes a circumstance",
        |board, desk| board.ask_move(Operation::Demoted, desk),
    ),
    action(
        "keep_element",
        &["K"],
        "",
        "Write down that the node or link is kept, and why",
        Board::ask_keep,
    ),
    action(
        "draw_theory",
        &["e"],
        "",
        "Draw what is shown into a file: SVG, Graphviz, Mermaid or text",
        Board::ask_picture,
    ),
];

impl Board {
    fn turn_over(&mut self) {
        self.on_links = !self.on_links && !self.links_here().is_empty();
    }

    /// Opens the evidence of the link one stands on; from a node one goes to its links first.
    pub(super) fn open(&mut self, desk: &mut Desk) {
        if !self.on_links {
            self.turn_over();
            if !self.on_links {
                desk.say("The node has no link yet");
            }
            return;
        }
        let link = self.link().map(|arrow| arrow.link);
        match link.filter(|link| desk.study().link(*link).is_some()) {
            Some(link) => desk.go(Go::Open(Box::new(Page::Evidence(Box::new(Evidence::of(
                link,
            )))))),
            None => desk.say("That link is not in the theory any more"),
        }
    }
}
