//! The codebook's actions and their default keys.

use super::CodebookView;
use crate::tui::action::{Action, list_moves, view_actions};
use crate::tui::route::ViewKind;

pub const ACTIONS: &[Action] = view_actions![
    CodebookView,
    ViewKind::Codebook,
    (
        "code_quotes",
        &["Enter", "l", "Right"],
        "quotes",
        "List the quotes of the code",
        CodebookView::quotes,
    ),
    (
        "new_code",
        &["n"],
        "new",
        "New code beside this one",
        |view, context| view.ask_new(false, context),
    ),
    (
        "new_code_under",
        &["N"],
        "",
        "New code under this one",
        |view, context| view.ask_new(true, context),
    ),
    (
        "rename_code",
        &["r"],
        "rename",
        "Rename the code",
        CodebookView::ask_name,
    ),
    (
        "define_code",
        &["e"],
        "define",
        "Define the code: what it means and when to use it",
        CodebookView::ask_rules,
    ),
    (
        "code_memo",
        &["w"],
        "",
        "Write a memo on the code",
        CodebookView::ask_memo,
    ),
    (
        "recolour_code",
        &["c"],
        "colour",
        "Change the colour of the code",
        CodebookView::ask_colour,
    ),
    (
        "retag_code",
        &["t"],
        "",
        "Change the two letters of the code",
        CodebookView::ask_tag,
    ),
    (
        "code_kind",
        &["K"],
        "",
        "Change the kind of the code: mechanism, context …",
        CodebookView::ask_kind,
    ),
    (
        "move_code",
        &["m"],
        "move",
        "Move the code under another one, or to the top",
        CodebookView::ask_parent,
    ),
    (
        "mark_code",
        &["Space", "v"],
        "mark",
        "Mark the code, to merge or retire several at once",
        CodebookView::mark,
    ),
    (
        "mark_no_code",
        &["Esc"],
        "",
        "Clear all marks",
        CodebookView::mark_none,
    ),
    (
        "merge_code",
        &["M"],
        "merge",
        "Merge the code, or the marked codes, into another",
        CodebookView::ask_merge,
    ),
    (
        "split_code",
        &["s"],
        "split",
        "Split the code: assign its quotes to other codes one by one",
        CodebookView::ask_split,
    ),
    (
        "retire_code",
        &["x"],
        "retire",
        "Retire the code, or the marked codes",
        CodebookView::ask_retire,
    ),
    (
        "find_code",
        &["/"],
        "",
        "Find a code by name",
        CodebookView::ask_code,
    ),
];

pub const MOVES: &[Action] = list_moves![
    ViewKind::Codebook,
    [
        "next_code",
        "previous_code",
        "codes_down",
        "codes_up",
        "first_code",
        "last_code"
    ],
    ("code", "codes"),
    ("ten", 10)
];
