//! The codebook's actions and their default keys.

use super::CodebookView;
use crate::tui::{
    action::{Action, ActionHandler},
    context::AppContext,
};

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut CodebookView, &mut AppContext),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: ActionHandler::Codebook(run),
    }
}

pub const ACTIONS: &[Action] = &[
    action(
        "code_quotes",
        &["Enter", "l", "Right"],
        "quotes",
        "List the quotes of the code",
        CodebookView::quotes,
    ),
    action(
        "new_code",
        &["n"],
        "new",
        "Make a code beside this one",
        |view, context| view.ask_new(false, context),
    ),
    action(
        "new_code_under",
        &["N"],
        "",
        "Make a code under this one",
        |view, context| view.ask_new(true, context),
    ),
    action(
        "rename_code",
        &["r"],
        "rename",
        "Call the code by another name",
        CodebookView::ask_name,
    ),
    action(
        "define_code",
        &["e"],
        "define",
        "Write what the code means and when to use it",
        CodebookView::ask_rules,
    ),
    action(
        "code_memo",
        &["w"],
        "",
        "Write a memo on the code",
        CodebookView::ask_memo,
    ),
    action(
        "recolour_code",
        &["c"],
        "colour",
        "Give the code another colour",
        CodebookView::ask_colour,
    ),
    action(
        "retag_code",
        &["t"],
        "",
        "Give the code two other letters",
        CodebookView::ask_tag,
    ),
    action(
        "code_kind",
        &["K"],
        "",
        "Say which part the code plays: mechanism, context …",
        CodebookView::ask_kind,
    ),
    action(
        "move_code",
        &["m"],
        "move",
        "Move the code under another one, or to the top",
        CodebookView::ask_parent,
    ),
    action(
        "mark_code",
        &["Space", "v"],
        "mark",
        "Mark the code, to merge or retire several at once, and go on",
        CodebookView::mark,
    ),
    action(
        "mark_no_code",
        &["Esc"],
        "",
        "Mark no code",
        CodebookView::mark_none,
    ),
    action(
        "merge_code",
        &["M"],
        "merge",
        "Merge the code, or those that are marked, into one that is kept",
        CodebookView::ask_merge,
    ),
    action(
        "split_code",
        &["s"],
        "split",
        "Divide the quotes of the code among others, reading them one by one",
        CodebookView::ask_split,
    ),
    action(
        "retire_code",
        &["x"],
        "retire",
        "Take the code, or those that are marked, out of the codebook",
        CodebookView::ask_retire,
    ),
    action(
        "find_code",
        &["/"],
        "",
        "Find a code by name",
        CodebookView::ask_code,
    ),
    action(
        "next_code",
        &["j", "Down"],
        "",
        "Go to the next code",
        |view, _| view.list.step(1),
    ),
    action(
        "previous_code",
        &["k", "Up"],
        "",
        "Go to the code before",
        |view, _| view.list.step(-1),
    ),
    action(
        "codes_down",
        &["PgDn", "Ctrl-d"],
        "",
        "Go ten codes down",
        |view, _| view.list.step(10),
    ),
    action(
        "codes_up",
        &["PgUp", "Ctrl-u"],
        "",
        "Go ten codes up",
        |view, _| view.list.step(-10),
    ),
    action(
        "first_code",
        &["Home", "g g"],
        "",
        "Go to the first code",
        |view, _| view.list.select(0),
    ),
    action(
        "last_code",
        &["End", "G"],
        "",
        "Go to the last code",
        |view, _| view.list.step(isize::MAX / 2),
    ),
];
