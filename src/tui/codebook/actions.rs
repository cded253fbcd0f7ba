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
        "New code beside this one",
        |view, context| view.ask_new(false, context),
    ),
    action(
        "new_code_under",
        &["N"],
        "",
        "New code under this one",
        |view, context| view.ask_new(true, context),
    ),
    action(
        "rename_code",
        &["r"],
        "rename",
        "Rename the code",
        CodebookView::ask_name,
    ),
    action(
        "define_code",
        &["e"],
        "define",
        "Define the code: what it means and when to use it",
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
        "Change the colour of the code",
        CodebookView::ask_colour,
    ),
    action(
        "retag_code",
        &["t"],
        "",
        "Change the two letters of the code",
        CodebookView::ask_tag,
    ),
    action(
        "code_kind",
        &["K"],
        "",
        "Change the kind of the code: mechanism, context …",
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
        "Mark the code, to merge or retire several at once",
        CodebookView::mark,
    ),
    action(
        "mark_no_code",
        &["Esc"],
        "",
        "Clear all marks",
        CodebookView::mark_none,
    ),
    action(
        "merge_code",
        &["M"],
        "merge",
        "Merge the code, or the marked codes, into another",
        CodebookView::ask_merge,
    ),
    action(
        "split_code",
        &["s"],
        "split",
        "Split the code: assign its quotes to other codes one by one",
        CodebookView::ask_split,
    ),
    action(
        "retire_code",
        &["x"],
        "retire",
        "Retire the code, or the marked codes",
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
        "Go to the previous code",
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
