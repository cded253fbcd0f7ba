//! The verdict: the evaluator's conclusion about the link, its reason and its basis. Nothing but
//! the evaluator's own input is stored here.

use super::{EvidenceView, link_evidence::LinkEvidence};
use crate::evidence::proposal;
use crate::evidence::{self, basis};
use crate::study::inference::InferenceText;
use crate::study::{Command, Id, Link, theory::Conclusion};
use crate::study::{ProgressMonitor, Study};
use crate::text::sanitize;
use crate::tui::jobs::JobKind;
use crate::tui::{
    canvas::Canvas,
    context::AppContext,
    layer::{
        form::{FormDialog, FormField},
        menu::{Menu, MenuItem},
    },
    theme::StyleRole,
};
use ratatui::{layout::Rect, style::Style};

/// The proposal of a verdict, computed beside the screen because it assesses the tests of the link
/// and of its family.
pub struct ProposalJob;

impl JobKind for ProposalJob {
    type Subject = ProposalSubject;
    type Answer = ProposedVerdict;
}

/// A link at a revision of the study.
pub type ProposalSubject = (Id<Link>, u64);

/// A proposal as shown on screen.
#[derive(Clone, Debug)]
pub struct ProposedVerdict {
    pub conclusion: Conclusion,
    /// In sentences.
    pub reason: String,
    /// Draft of an inference.
    pub inferred: InferenceText,
    /// In one line: "keep (low): not shown, mixed, unclear".
    pub line: String,
}

/// Returns `None` if the link does not exist, or if cancelled.
pub fn propose(
    study: &Study,
    link: Id<Link>,
    watch: ProgressMonitor<'_>,
) -> Option<ProposedVerdict> {
    let link = study.link(link)?;
    let theory = study.theory_at(link.theory)?;
    // One thread of two belongs to the screen.
    let proposal = proposal::propose(study, theory, &[link], 1, watch)
        .ok()?
        .pop()?;
    let numbers = proposal.numbers_in_words(study);
    Some(ProposedVerdict {
        conclusion: proposal.conclusion,
        reason: proposal.reason(),
        inferred: proposal.to_inference(),
        line: format!(
            "{} ({} confidence). Numbers: {numbers}. Quotes: {}. Fit: {}.",
            proposal.conclusion, proposal.confidence, proposal.quote_consensus, proposal.fit
        ),
    })
}

/// Draws the verdict below a rule.
pub fn draw(
    view: &EvidenceView,
    context: &AppContext,
    gathered: &LinkEvidence,
    canvas: &mut Canvas<'_>,
) {
    let area = view.layout.verdict;
    if area.height == 0 {
        return;
    }
    let (quiet, rule) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Rule),
    );
    for x in area.left()..area.right() {
        canvas.put(x, area.y, area.right(), "─", rule);
    }
    canvas.put(
        area.x + 1,
        area.y,
        area.right(),
        " VERDICT ",
        canvas.style(StyleRole::Title),
    );
    let room = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height - 1,
    };
    let Some([word, reason, rests_on]) = &gathered.verdict else {
        let say = match (view.proposal.current(), weighing(view, context)) {
            (Some(proposed), _) => format!(
                "Proposed: {} {} uses and edits it.",
                proposed.line,
                context.key_for("propose")
            ),
            (None, Some(said)) => said,
            (None, None) => format!("No verdict yet; {} writes one.", context.key_for("verdict")),
        };
        let rows = canvas.paragraph(room, &say, quiet);
        draw_inferred(gathered, canvas, below(room, rows));
        return;
    };
    let rows = canvas.paragraph(
        room,
        &format!("{word}: {reason}"),
        canvas.style(StyleRole::Text),
    );
    canvas.put(
        room.x,
        room.y,
        room.right(),
        word,
        canvas.style(StyleRole::Key),
    );
    let room = below(room, rows);
    let changed = match (view.proposal.current(), weighing(view, context)) {
        (Some(proposed), _) => format!(". Proposed now: {}", proposed.line),
        (None, Some(said)) => format!(". {said}"),
        (None, None) if gathered.changed_since.is_empty() => String::new(),
        (None, None) => format!(". Changed since: {}", gathered.changed_since),
    };
    let rows = canvas.paragraph(room, &format!("Rested on {rests_on}{changed}"), quiet);
    draw_inferred(gathered, canvas, below(room, rows));
}

/// Progress of a requested proposal.
fn weighing(view: &EvidenceView, context: &AppContext) -> Option<String> {
    view.proposal
        .progress_text("Weighing the tests", "propose", context)
        .filter(|_| view.proposal_requested)
}

/// The part of `room` below the first `rows` rows.
fn below(room: Rect, rows: u16) -> Rect {
    let rows = rows.min(room.height);
    Rect {
        y: room.y + rows,
        height: room.height - rows,
        ..room
    }
}

/// Draws as much of the inference as fits.
fn draw_inferred(gathered: &LinkEvidence, canvas: &mut Canvas<'_>, mut room: Rect) {
    for sentence in &gathered.inferred {
        let rows = canvas.paragraph(room, sentence, canvas.style(StyleRole::Text));
        let (x, y) = (room.x, room.y);
        if rows > 0
            && let Some((what, _)) = sentence.split_once(':')
        {
            canvas.put(x, y, room.right(), what, canvas.style(StyleRole::Muted));
        }
        room = below(room, rows);
    }
}

/// Asks for the conclusion, then for the reason.
pub fn ask(view: &mut EvidenceView, context: &mut AppContext) {
    let Some(link) = view.link() else {
        context.notify("There is no link for a verdict");
        return;
    };
    let items = Conclusion::ALL
        .into_iter()
        .map(|conclusion| MenuItem {
            sign: String::new(),
            style: Style::new(),
            text: format!("{conclusion}: {}", means(conclusion)),
            value: conclusion,
        })
        .collect();
    context.push_layer(Menu::new(
        "What is your verdict on this link?",
        items,
        move |_, context, conclusion| ask_reason(link, conclusion, context),
    ));
}

fn ask_reason(link: Id<Link>, conclusion: Conclusion, context: &mut AppContext) {
    let study = context.study();
    let Some(known) = study.link(link) else {
        return;
    };
    let earlier = study
        .verdict(link)
        .and_then(|verdict| study.words(verdict.reason))
        .unwrap_or_default()
        .to_owned();
    let about = format!(
        "{}: {}",
        study.link_name(known),
        evidence::Evidence::new(study, known).summary(study)
    );
    let title = format!("{}: reason", sanitize::sanitize_line(conclusion.name()));
    context.push_layer(FormDialog::new(
        title,
        &about,
        vec![FormField::new(
            "What the quotes and the tests show",
            &earlier,
            4,
        )],
        move |_, context, texts| {
            let study = context.study();
            let gathered = study
                .link(link)
                .map(|link| evidence::Evidence::new(study, link));
            let rests_on = gathered
                .as_ref()
                .map(|gathered| gathered.summary(study))
                .unwrap_or_default();
            let basis = gathered.map(|gathered| Box::new(basis::of(study, &gathered)));
            context.perform(Command::Conclude {
                link,
                conclusion,
                reason: texts[0].clone(),
                rests_on,
                basis,
            })
        },
    ));
}

/// Short explanation of a conclusion.
fn means(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Keep => "the link stays",
        Conclusion::Revise => "it stays, reworded",
        Conclusion::Replace => "it is replaced by another element",
        Conclusion::Demote => "it becomes a context",
        Conclusion::Promote => "it gets a larger role",
        Conclusion::Remove => "it leaves the theory",
        Conclusion::Open => "not decided",
    }
}
