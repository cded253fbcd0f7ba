//! What can be done in the codebook, with the keys it has from the start.

use super::Codebook;
use crate::tui::{
    action::{Action, Run},
    desk::Desk,
};

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Codebook, &mut Desk),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: Run::Codebook(run),
    }
}

/// The table.
pub const ACTIONS: &[Action] = &[
    action(
        "code_quotes",
        &["Enter", "l", "Right"],
        "quotes",
        "List the quotes of the code",
        Codebook::quotes,
    ),
    action(
        "new_code",
        &["n"],
        "new",
        "Make a code beside this one",
        |view, desk| view.ask_new(false, desk),
    ),
    action(
        "new_code_under",
        &["N"],
        "",
        "Make a code under this one",
        |view, desk| view.ask_new(true, desk),
    ),
    action(
        "rename_code",
        &["r"],
        "rename",
        "Call the code by another name",
        Codebook::ask_name,
    ),
    action(
        "define_code",
        &["e"],
        "define",
        "Write what the code means and when to use it",
        Codebook::ask_rules,
    ),
    action(
        "code_memo",
        &["w"],
        "",
        "Write a memo on the code",
        Codebook::ask_memo,
    ),
    action(
        "recolour_code",
        &["c"],
        "colour",
        "Give the code another colour",
        Codebook::ask_colour,
    ),
    action(
        "retag_code",
        &["t"],
        "",
        "Give the code two other letters",
        Codebook::ask_tag,
    ),
    action(
        "code_kind",
        &["K"],
        "",
        "Say which part the code plays: mechanism, context …",
        Codebook::ask_kind,
    ),
    action(
        "move_code",
        &["m"],
        "move",
        "Move the code under another one, or to the top",
        Codebook::ask_parent,
    ),
    action(
        "mark_code",
        &["Space", "v"],
        "mark",
        "Mark the code, to merge or retire several at once, and go on",
        Codebook::mark,
    ),
    action(
        "mark_no_code",
        &["Esc"],
        "",
        "Mark no code",
        Codebook::mark_none,
    ),
    action(
        "merge_code",
        &["M"],
        "merge",
        "Merge the code, or those that are marked, into one that is kept",
        Codebook::ask_merge,
    ),
    action(
        "split_code",
        &["s"],
        "split",
        "Divide the quotes of the code among others, reading them one by one",
        Codebook::ask_split,
    ),
    action(
        "retire_code",
        &["x"],
        "retire",
        "Take the code, or those that are marked, out of the codebook",
        Codebook::ask_retire,
    ),
    action(
        "find_code",
        &["/"],
        "",
        "Find a code by name",
        Codebook::ask_code,
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
        |view, _| view.list.go(0),
    ),
    action(
        "last_code",
        &["End", "G"],
        "",
        "Go to the last code",
        |view, _| view.list.step(isize::MAX / 2),
    ),
];
