//! The actions that code and annotate a transcript, and their default keys.

use super::TranscriptView;
use crate::study::CodeKind;
use crate::tui::action::{Action, ActionHandler};
use crate::tui::informants;

pub(super) const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut TranscriptView, &mut crate::tui::context::AppContext),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: ActionHandler::Transcript(run),
    }
}

pub const ACTIONS: &[Action] = &[
    action(
        "code",
        &["Space", "c"],
        "code",
        "Choose codes for the selection, or for this sentence",
        TranscriptView::ask_code,
    ),
    action(
        "suggest",
        &["H"],
        "",
        "See which codes quotes like these words argue for",
        TranscriptView::suggest,
    ),
    action(
        "code_again",
        &["."],
        "again",
        "Put the last code here too",
        TranscriptView::put_again,
    ),
    action(
        "condense",
        &["e", "Enter"],
        "condense",
        "Write the meaning in a short sentence, and its theme",
        TranscriptView::ask_condensation,
    ),
    action(
        "memo",
        &["m"],
        "",
        "Write a memo on these words",
        TranscriptView::ask_memo,
    ),
    action(
        "uncode",
        &["x"],
        "uncode",
        "Take a coding away",
        TranscriptView::uncode,
    ),
    action(
        "recode",
        &["r"],
        "",
        "Put another code in the place of one; memo and condensation stay",
        TranscriptView::recode,
    ),
    action(
        "code_hits",
        &["A"],
        "",
        "Code the sentence of every hit of the last search at once",
        TranscriptView::code_hits,
    ),
    action(
        "polarity",
        &["p"],
        "",
        "Say what this quote does to a link of the theory",
        TranscriptView::ask_polarity,
    ),
    action(
        "configure",
        &["C"],
        "",
        "Put a configuration together that these words tell: C, M and O",
        TranscriptView::ask_configuration,
    ),
    action(
        "anchor_orphan",
        &["O"],
        "",
        "Put an orphan of an earlier version on these words",
        TranscriptView::ask_anchor,
    ),
    action(
        "who_speaks",
        &["W"],
        "",
        "Say who speaks here: the interviewer, or which informant",
        |view, context| {
            informants::ask_turn(
                view.document(),
                view.selection().extent().start as usize,
                context,
            );
        },
    ),
    action(
        "in_vivo",
        &["I"],
        "",
        "Make a code of the selected words themselves",
        TranscriptView::ask_in_vivo,
    ),
    action(
        "copy",
        &["y"],
        "",
        "Copy the quote with who said it and where",
        TranscriptView::copy,
    ),
    action(
        "code_activity",
        &["a a"],
        "",
        "Code as an activity",
        |view, context| view.ask_of_kind(CodeKind::Activity, context),
    ),
    action(
        "code_context",
        &["a c"],
        "",
        "Code as a context",
        |view, context| view.ask_of_kind(CodeKind::Context, context),
    ),
    action(
        "code_mechanism",
        &["a m"],
        "",
        "Code as a mechanism",
        |view, context| view.ask_of_kind(CodeKind::Mechanism, context),
    ),
    action(
        "code_output",
        &["a o"],
        "",
        "Code as an output",
        |view, context| view.ask_of_kind(CodeKind::Output, context),
    ),
    action(
        "code_outcome",
        &["a u"],
        "",
        "Code as an outcome",
        |view, context| view.ask_of_kind(CodeKind::Outcome, context),
    ),
    action(
        "code_other",
        &["a x"],
        "",
        "Code as something else",
        |view, context| view.ask_of_kind(CodeKind::Other, context),
    ),
    action(
        "code_1",
        &["1"],
        "",
        "Put the code under 1 in the codebook",
        |view, context| view.put_digit(1, context),
    ),
    action(
        "code_2",
        &["2"],
        "",
        "Put the code under 2 in the codebook",
        |view, context| view.put_digit(2, context),
    ),
    action(
        "code_3",
        &["3"],
        "",
        "Put the code under 3 in the codebook",
        |view, context| view.put_digit(3, context),
    ),
    action(
        "code_4",
        &["4"],
        "",
        "Put the code under 4 in the codebook",
        |view, context| view.put_digit(4, context),
    ),
    action(
        "code_5",
        &["5"],
        "",
        "Put the code under 5 in the codebook",
        |view, context| view.put_digit(5, context),
    ),
    action(
        "code_6",
        &["6"],
        "",
        "Put the code under 6 in the codebook",
        |view, context| view.put_digit(6, context),
    ),
    action(
        "code_7",
        &["7"],
        "",
        "Put the code under 7 in the codebook",
        |view, context| view.put_digit(7, context),
    ),
    action(
        "code_8",
        &["8"],
        "",
        "Put the code under 8 in the codebook",
        |view, context| view.put_digit(8, context),
    ),
    action(
        "code_9",
        &["9"],
        "",
        "Put the code under 9 in the codebook",
        |view, context| view.put_digit(9, context),
    ),
];
