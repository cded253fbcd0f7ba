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
        "Code the selection, or this sentence",
        TranscriptView::ask_code,
    ),
    action(
        "suggest",
        &["H"],
        "",
        "Suggest codes from similar quotes",
        TranscriptView::suggest,
    ),
    action(
        "code_again",
        &["."],
        "again",
        "Repeat the last code here",
        TranscriptView::put_again,
    ),
    action(
        "condense",
        &["e", "Enter"],
        "condense",
        "Condense: the meaning in a short sentence, and its theme",
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
        "Remove a coding",
        TranscriptView::uncode,
    ),
    action(
        "recode",
        &["r"],
        "",
        "Change the code (memo and condensation are kept)",
        TranscriptView::recode,
    ),
    action(
        "code_hits",
        &["A"],
        "",
        "Code the sentence of every match of the last search",
        TranscriptView::code_hits,
    ),
    action(
        "polarity",
        &["p"],
        "",
        "Judge what this quote does to a link of the theory",
        TranscriptView::ask_polarity,
    ),
    action(
        "configure",
        &["C"],
        "",
        "Add a configuration from these words: C, M and O",
        TranscriptView::ask_configuration,
    ),
    action(
        "anchor_orphan",
        &["O"],
        "",
        "Anchor an orphan of an earlier version to these words",
        TranscriptView::ask_anchor,
    ),
    action(
        "who_speaks",
        &["W"],
        "",
        "Correct who speaks here: interviewer or informant",
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
        "Make a code from the selected words (in vivo)",
        TranscriptView::ask_in_vivo,
    ),
    action(
        "copy",
        &["y"],
        "",
        "Copy the quote with its source",
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
        "Assign the code with digit 1 in the codebook",
        |view, context| view.put_digit(1, context),
    ),
    action(
        "code_2",
        &["2"],
        "",
        "Assign the code with digit 2 in the codebook",
        |view, context| view.put_digit(2, context),
    ),
    action(
        "code_3",
        &["3"],
        "",
        "Assign the code with digit 3 in the codebook",
        |view, context| view.put_digit(3, context),
    ),
    action(
        "code_4",
        &["4"],
        "",
        "Assign the code with digit 4 in the codebook",
        |view, context| view.put_digit(4, context),
    ),
    action(
        "code_5",
        &["5"],
        "",
        "Assign the code with digit 5 in the codebook",
        |view, context| view.put_digit(5, context),
    ),
    action(
        "code_6",
        &["6"],
        "",
        "Assign the code with digit 6 in the codebook",
        |view, context| view.put_digit(6, context),
    ),
    action(
        "code_7",
        &["7"],
        "",
        "Assign the code with digit 7 in the codebook",
        |view, context| view.put_digit(7, context),
    ),
    action(
        "code_8",
        &["8"],
        "",
        "Assign the code with digit 8 in the codebook",
        |view, context| view.put_digit(8, context),
    ),
    action(
        "code_9",
        &["9"],
        "",
        "Assign the code with digit 9 in the codebook",
        |view, context| view.put_digit(9, context),
    ),
];
