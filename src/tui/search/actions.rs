//! What can be done in the search, with the keys it has from the start.

use super::{Look, Search, deeds, facets, saved};
use crate::tui::{
    action::{Action, Run},
    desk::Desk,
};

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Search, &mut Desk),
) -> Action {
    Action { name, keys, doc, hint, run: Run::Search(run) }
}

/// The table; to ask comes first.
pub const ACTIONS: &[Action] = &[
    action("ask", &["/", "i", "F3"], "ask", "Write what to search for", Search::ask),
    action("open_passage", &["Enter", "l", "Right"], "open", "Open the passage in its document", Search::open),
    action("next_passage", &["j", "Down"], "", "Go to the next passage", |view, _| view.list.step(1)),
    action("previous_passage", &["k", "Up"], "", "Go to the passage before; from the first one to the line", Search::up),
    action("next_group", &["J", "Tab"], "", "Go to the passages of the next document or informant", |view, _| view.by_group(true)),
    action("previous_group", &["K", "Shift-Tab"], "", "Go to the passages of the document or informant before", |view, _| {
        view.by_group(false)
    }),
    action("passages_down", &["PgDn", "Ctrl-d"], "", "Go ten passages down", |view, _| view.list.step(10)),
    action("passages_up", &["PgUp", "Ctrl-u"], "", "Go ten passages up", |view, _| view.list.step(-10)),
    action("first_passage", &["Home", "g g"], "", "Go to the first passage", |view, _| view.list.go(0)),
    action("last_passage", &["End", "G"], "", "Go to the last passage", |view, _| view.list.step(isize::MAX / 2)),
    action("narrow", &["f"], "narrow", "Narrow the search by a code, informant, role or document that was found", facets::ask),
    action("scope", &["s"], "scope", "Search in something else: turns, quotes, condensations, themes, memos", Search::next_scope),
    action("choose", &["Space"], "choose", "Choose the passage to do something with several, or not; and go on", Search::choose),
    action("choose_range", &["v"], "", "Begin to choose from here on, or end it", Search::choose_range),
    action("choose_all", &["*"], "", "Choose all passages, or none", Search::choose_all),
    action("choose_none", &["Esc"], "", "Choose nothing; stop a search that takes long", Search::choose_none),
    action("code_passages", &["c"], "code", "Choose codes for what is chosen, or for this passage", deeds::code),
    action("recode_passages", &["r"], "", "Put another code in the place of one of what is chosen", deeds::recode),
    action("judge_passages", &["p"], "", "Say what the chosen quotes do to a link of the theory", deeds::judge),
    action("copy_passage", &["y"], "", "Copy what is chosen as quotes with who said them and where", deeds::copy),
    action("export_passages", &["e"], "", "Write what is chosen, or all that was found, into a file", deeds::export),
    action("order", &["o"], "order", "Order passages as they are read, or the best first", Search::toggle_order),
    action("group", &["b"], "", "Put passages together by document, by informant, or not at all", Search::next_group),
    action("context_lines", &["t"], "", "Show the turns around each passage: none, one, two", Search::more_context),
    action(
        "words_in_context",
        &["w"],
        "",
        "Show each place that was asked for in a line with the words around it, or passages again",
        |view, desk| view.look_at(Look::Lines, desk),
    ),
    action("word_counts", &["W"], "", "Show how often words stand in what was found, or passages again", |view, desk| {
        view.look_at(Look::Words, desk)
    }),
    action("more_like_this", &["m"], "", "Show quotes like this one, or the answer again", Search::more_like_this),
    action("save_search", &["S"], "", "Save this search in the study under a name", saved::ask_name),
    action("erase_search", &["X"], "", "Erase a saved search for ever, in every version it had", saved::ask_erase),
    action("saved_searches", &["P"], "", "Pick a saved search and ask it again", saved::ask),
];
