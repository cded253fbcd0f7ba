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
        "Make a code beside this one",
        |view, context| view.ask_new(false, context),
    ),
    (
        "new_code_under",
        &["N"],
        "",
        "Make a code under this one",
        |view, context| view.ask_new(true, context),
    ),
    (
        "rename_code",
        &["r"],
        "rename",
        "Call the code by another name",
        CodebookView::ask_name,
    ),
    (
        "define_code",
        &["e"],
        "define",
        "Write what the code means and when to use it",
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
        "Give the code another colour",
        CodebookView::ask_colour,
    ),
    (
        "retag_code",
        &["t"],
        "",
        "Give the code two other letters",
        CodebookView::ask_tag,
    ),
    (
        "code_kind",
        &["K"],
        "",
        "Say which part the code plays: mechanism, context …",
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
        "Mark the code, to merge or retire several at once, and go on",
        CodebookView::mark,
    ),
    (
        "mark_no_code",
        &["Esc"],
        "",
        "Mark no code",
        CodebookView::mark_none,
    ),
    (
        "merge_code",
        &["M"],
        "merge",
        "Merge the code, or those that are marked, into one that is kept",
        CodebookView::ask_merge,
    ),
    (
        "split_code",
        &["s"],
        "split",
        "Divide the quotes of the code among others, reading them one by one",
        CodebookView::ask_split,
    ),
    (
        "retire_code",
        &["x"],
        "retire",
        "Take the code, or those that are marked, out of the codebook",
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
