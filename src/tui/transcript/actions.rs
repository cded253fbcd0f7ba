//! What can be done in a transcript, with the keys it has from the start.

use super::{Transcript, edges::Edge};
use crate::study::Kind;
use crate::tui::action::{Action, Run};
use crate::tui::informants;

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Transcript, &mut crate::tui::desk::Desk),
) -> Action {
    Action { name, keys, doc, hint, run: Run::Transcript(run) }
}

/// The table.
pub const ACTIONS: &[Action] = &[
    action("code", &["Space", "c"], "code", "Choose codes for the selection, or for this sentence", Transcript::ask_code),
    action("suggest", &["H"], "", "See which codes quotes like these words argue for", Transcript::suggest),
    action("code_again", &["."], "again", "Put the last code here too", Transcript::put_again),
    action(
        "condense",
        &["e", "Enter"],
        "condense",
        "Write the meaning in a short sentence, and its theme",
        Transcript::ask_condensation,
    ),
    action("memo", &["m"], "", "Write a memo on these words", Transcript::ask_memo),
    action("uncode", &["x"], "uncode", "Take a coding away", Transcript::uncode),
    action("recode", &["r"], "", "Put another code in the place of one; memo and condensation stay", Transcript::recode),
    action("code_hits", &["A"], "", "Code the sentence of every hit of the last search at once", Transcript::code_hits),
    action("polarity", &["p"], "", "Say what this quote does to a link of the theory", Transcript::ask_polarity),
    action(
        "configure",
        &["C"],
        "",
        "Put a configuration together that these words tell: C, M and O",
        Transcript::ask_configuration,
    ),
    action("anchor_orphan", &["O"], "", "Put an orphan of an earlier version on these words", Transcript::ask_anchor),
    action("who_speaks", &["W"], "", "Say who speaks here: the interviewer, or which informant", |view, desk| {
        informants::ask_turn(view.document(), view.selection().extent().start as usize, desk);
    }),
    action("in_vivo", &["I"], "", "Make a code of the selected words themselves", Transcript::ask_in_vivo),
    action("copy", &["y"], "", "Copy the quote with who said it and where", Transcript::copy),
    action("code_activity", &["a a"], "", "Code as an activity", |view, desk| view.ask_of_kind(Kind::Activity, desk)),
    action("code_context", &["a c"], "", "Code as a context", |view, desk| view.ask_of_kind(Kind::Context, desk)),
    action("code_mechanism", &["a m"], "", "Code as a mechanism", |view, desk| view.ask_of_kind(Kind::Mechanism, desk)),
    action("code_output", &["a o"], "", "Code as an output", |view, desk| view.ask_of_kind(Kind::Output, desk)),
    action("code_outcome", &["a u"], "", "Code as an outcome", |view, desk| view.ask_of_kind(Kind::Outcome, desk)),
    action("code_other", &["a x"], "", "Code as something else", |view, desk| view.ask_of_kind(Kind::Other, desk)),
    action("code_1", &["1"], "", "Put the code under 1 in the codebook", |view, desk| view.put_digit(1, desk)),
    action("code_2", &["2"], "", "Put the code under 2 in the codebook", |view, desk| view.put_digit(2, desk)),
    action("code_3", &["3"], "", "Put the code under 3 in the codebook", |view, desk| view.put_digit(3, desk)),
    action("code_4", &["4"], "", "Put the code under 4 in the codebook", |view, desk| view.put_digit(4, desk)),
    action("code_5", &["5"], "", "Put the code under 5 in the codebook", |view, desk| view.put_digit(5, desk)),
    action("code_6", &["6"], "", "Put the code under 6 in the codebook", |view, desk| view.put_digit(6, desk)),
    action("code_7", &["7"], "", "Put the code under 7 in the codebook", |view, desk| view.put_digit(7, desk)),
    action("code_8", &["8"], "", "Put the code under 8 in the codebook", |view, desk| view.put_digit(8, desk)),
    action("code_9", &["9"], "", "Put the code under 9 in the codebook", |view, desk| view.put_digit(9, desk)),
    action("next_word", &["w", "l", "Right"], "", "Go to the next word", |view, _| view.by_word(true)),
    action("previous_word", &["b", "h", "Left"], "", "Go to the word before", |view, _| view.by_word(false)),
    action("down", &["j", "Down"], "", "Go a row down", |view, _| view.by_row(1)),
    action("up", &["k", "Up"], "", "Go a row up", |view, _| view.by_row(-1)),
    action("sentence", &["s"], "sentence", "Select the sentence; again, the next of the same speaker", |view, desk| {
        view.sentence(true, desk)
    }),
    action("previous_sentence", &["S"], "", "Select the sentence; again, the one before of the same speaker", |view, desk| {
        view.sentence(false, desk)
    }),
    action("turn", &["t"], "turn", "Select the turn; again, the next of the same speaker", |view, desk| view.turn(true, desk)),
    action("previous_turn", &["T"], "", "Select the turn; again, the one before of the same speaker", |view, desk| {
        view.turn(false, desk)
    }),
    action("extend", &["v"], "", "Begin to extend the selection, or end it", |view, _| {
        view.select(|selection, _| selection.toggle_extending())
    }),
    action("grow", &["+"], "", "Select more: word, sentence, turn", |view, _| {
        view.select(|selection, ground| selection.grow(ground))
    }),
    action("shrink", &["-"], "", "Select less: turn, sentence, word", |view, _| {
        view.select(|selection, ground| selection.shrink(ground))
    }),
    action("one_word_more", &[">", "Shift-Right"], "", "Take a word more at the end of the selection", |view, _| {
        view.select(|selection, ground| selection.stretch(ground, true))
    }),
    action("one_word_less", &["<", "Shift-Left"], "", "Take a word less at the end of the selection", |view, _| {
        view.select(|selection, ground| selection.stretch(ground, false))
    }),
    action(
        "sentence_by_letter",
        &["z"],
        "",
        "Show a letter at every sentence in sight; its key selects it",
        Transcript::ask_sentence,
    ),
    action("between", &["i"], "", "Select what is not coded here, between two codings", Transcript::between_codings),
    action("quote_end_later", &[")"], "", "Move the end of this quote a word on", |view, desk| {
        view.move_edge(Edge::End, true, desk)
    }),
    action("quote_end_earlier", &["("], "", "Move the end of this quote a word back", |view, desk| {
        view.move_edge(Edge::End, false, desk)
    }),
    action("quote_start_earlier", &[","], "", "Move the beginning of this quote a word back", |view, desk| {
        view.move_edge(Edge::Start, true, desk)
    }),
    action("quote_start_later", &[";"], "", "Move the beginning of this quote a word on", |view, desk| {
        view.move_edge(Edge::Start, false, desk)
    }),
    action(
        "quote_to_selection",
        &["="],
        "",
        "Give this quote the selected words; what is said of it goes along",
        Transcript::quote_to_selection,
    ),
    action("unselect", &["Esc"], "", "Select nothing; once more, forget what was looked for", |view, _| view.clear()),
    action("next_coding", &["Tab"], "", "Select the next coded words", |view, desk| view.by_coding(true, desk)),
    action("previous_coding", &["Shift-Tab"], "", "Select the coded words before", |view, desk| view.by_coding(false, desk)),
    action("next_turn", &["J"], "", "Go to the next turn", |view, _| view.by_turn(true)),
    action("turn_before", &["K"], "", "Go to the turn before", |view, _| view.by_turn(false)),
    action("half_down", &["Ctrl-d", "PgDn"], "", "Go half a screen down", |view, _| view.by_half(true)),
    action("half_up", &["Ctrl-u", "PgUp"], "", "Go half a screen up", |view, _| view.by_half(false)),
    action("first_word", &["g g", "Home"], "", "Go to the beginning of the document", |view, _| view.ends(false)),
    action("last_word", &["G", "End"], "", "Go to the end of the document", |view, _| view.ends(true)),
    action("next_uncoded", &["g u"], "", "Go to the next turn of an informant without a coding", Transcript::uncoded),
    action("last_coded", &["g ."], "", "Go to the last words that are coded, where you left off", Transcript::last_coded),
    action("go_to", &["%"], "", "Go to a turn by its number, or so far into the document", Transcript::ask_place),
    action("go_to_quote", &["o"], "", "Go to one of the document's quotes, chosen from a list", Transcript::ask_quote),
    action("jump_back", &["Ctrl-o", "Alt-Left"], "", "Back to where you were before the last far move", Transcript::jump_back),
    action("jump_forward", &["Alt-Right"], "", "Forward again to where you came back from", Transcript::jump_forward),
    action("document_after", &["g j"], "", "Go to the next document", |view, desk| view.beside(true, desk)),
    action("document_before", &["g k"], "", "Go to the document before", |view, desk| view.beside(false, desk)),
    action("find", &["/"], "", "Find words in this document", Transcript::ask_find),
    action("next_hit", &["n"], "", "Go to the next hit", |view, desk| view.by_hit(true, desk)),
    action("previous_hit", &["N"], "", "Go to the hit before", |view, desk| view.by_hit(false, desk)),
    action("focus", &["f"], "", "Show the code of this quote alone, or all again", Transcript::toggle_focus),
    action("uncoded", &["F"], "", "Let what is not coded stand out, or show all again", Transcript::toggle_uncoded),
    action("lines", &["L"], "", "Number the lines of the text, or not", |view, _| view.numbered = !view.numbered),
    action("codebook", &["B"], "codebook", "Show the codebook beside the text, or hide it", Transcript::toggle_codebook),
];
