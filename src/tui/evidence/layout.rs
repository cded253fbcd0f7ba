//! Layout of the evidence: heading above, quotes and tests side by side or one at a time, verdict
//! below.
//!
//! The heading: the link, its claim, and how much evidence there is on either side.
//!
//! Accepting a proposal: what the evidence suggests, as a draft to edit and save as verdict and
//! inference together, or to discard.

use super::link_evidence::LinkEvidence;
use super::verdict::ProposedVerdict;
use super::{EvidencePane, EvidenceView};
use crate::evidence;
use crate::evidence::basis;
use crate::study::inference::{InferenceText, IntegrationFit};
use crate::study::theory::Conclusion;
use crate::study::{Command, Id, Link};
use crate::text::{Span, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::layer::form::{FormDialog, FormField};
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

/// Width from which quotes and tests are side by side.
pub const WIDE: u16 = 110;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvidenceLayout {
    /// The link and its claim.
    pub heading: Rect,
    /// The line of counts above both sides.
    pub tabs: Rect,
    /// Empty when only tests are shown.
    pub quotes: Rect,
    /// Empty when only quotes are shown.
    pub tests: Rect,
    /// The verdict and the inference.
    pub verdict: Rect,
}

impl EvidenceLayout {
    pub fn new(area: Rect, gathered: &LinkEvidence, side: EvidencePane) -> EvidenceLayout {
        let columns = area.width.saturating_sub(2);
        let claim =
            rows_of(&gathered.statement, columns).min(if area.height >= 30 { 3 } else { 2 });
        // The people quoted are listed only if there is room.
        let who = u16::from(area.height >= 30 && !gathered.quoted.is_empty());
        let heading = Rect {
            height: (1 + claim + who).min(area.height),
            ..area
        };
        let tabs = Rect {
            y: heading.bottom(),
            height: 1.min(area.height - heading.height),
            ..area
        };
        let left = area.height - heading.height - tabs.height;
        // The inference gets room beside the verdict, without hiding the evidence.
        let most = match (area.height >= 40, gathered.inferred.is_empty()) {
            (true, true) => 8,
            (true, false) => 14,
            (false, true) => 4,
            (false, false) => area.height / 3,
        };
        let verdict = (verdict_rows(gathered, columns) + 1).min(most).min(left);
        let body = Rect {
            y: tabs.bottom(),
            height: left - verdict,
            ..area
        };
        let verdict = Rect {
            y: body.bottom(),
            height: verdict,
            ..area
        };
        let none = Rect {
            width: 0,
            height: 0,
            ..body
        };
        let (quotes, tests) = match side {
            _ if area.width >= WIDE => {
                let half = area.width / 2;
                (
                    Rect {
                        width: half - 1,
                        ..body
                    },
                    Rect {
                        x: area.x + half + 1,
                        width: area.width - half - 1,
                        ..body
                    },
                )
            }
            EvidencePane::Quotes => (body, none),
            EvidencePane::Tests => (none, body),
        };
        EvidenceLayout {
            heading,
            tabs,
            quotes,
            tests,
            verdict,
        }
    }
}

/// Rows of the verdict's text.
fn verdict_rows(gathered: &LinkEvidence, columns: u16) -> u16 {
    let inferred: u16 = gathered
        .inferred
        .iter()
        .map(|sentence| rows_of(sentence, columns))
        .sum();
    inferred
        + match &gathered.verdict {
            Some([word, reason, rests_on]) => {
                rows_of(&format!("{word} {reason}"), columns) + rows_of(rests_on, columns)
            }
            None => 1,
        }
}

/// Rows that a text takes when wrapped to `columns`.
pub fn rows_of(text: &str, columns: u16) -> u16 {
    let mut rows = 0;
    wrap::wrap(text, Span::of(0, text.len()), columns as usize, |_| {
        rows += 1
    });
    rows
}

pub fn draw(view: &EvidenceView, gathered: &LinkEvidence, canvas: &mut Canvas<'_>) {
    let Rect {
        x,
        y,
        width,
        height,
    } = view.layout.heading;
    let (quiet, title) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Title),
    );
    let end = (x + width).saturating_sub(1);
    let at = canvas.put(x + 1, y, end, "LINK ", quiet);
    let at = canvas.put(at, y, end, &gathered.ends[0], title);
    let at = canvas.put(at, y, end, " ──► ", canvas.style(StyleRole::Key));
    let at = canvas.put_cut(at, y, end, &gathered.ends[1], title);
    canvas.put_cut(at, y, end, &format!("  ({})", gathered.relation), quiet);
    let claim = Rect {
        x: x + 1,
        y: y + 1,
        width: width.saturating_sub(2),
        height: height.saturating_sub(1),
    };
    let rows = canvas.paragraph(claim, &gathered.statement, quiet);
    if rows < claim.height {
        let who = format!("Quoted: {}", gathered.quoted);
        canvas.paragraph(
            Rect {
                y: claim.y + rows,
                height: 1,
                ..claim
            },
            &who,
            quiet,
        );
    }
    draw_tabs(view, gathered, canvas);
}

/// Draws the counts of both sides, with the active side highlighted.
fn draw_tabs(view: &EvidenceView, gathered: &LinkEvidence, canvas: &mut Canvas<'_>) {
    let area = view.layout.tabs;
    if area.height == 0 {
        return;
    }
    let rule = canvas.style(StyleRole::Rule);
    for x in area.left()..area.right() {
        canvas.put(x, area.y, area.right(), "─", rule);
    }
    let half = area.width / 2;
    let tests = area.x + half + 1;
    let both = view.layout.quotes.width > 0 && view.layout.tests.width > 0;
    // Side by side each count is above its list; otherwise the second one follows the first.
    let x = tab(
        canvas,
        area,
        area.x + 1,
        &gathered.quotes_counted(),
        view.pane == EvidencePane::Quotes,
    );
    tab(
        canvas,
        area,
        if both { tests } else { x + 1 },
        &gathered.tests_counted(),
        view.pane == EvidencePane::Tests,
    );
    if both {
        let body = view.layout.quotes;
        for y in body.top()..body.bottom() {
            canvas.put(body.right(), y, area.right(), "│", rule);
        }
        canvas.put(body.right(), area.y, area.right(), "┬", rule);
    }
}

fn tab(canvas: &mut Canvas<'_>, area: Rect, x: u16, text: &str, current: bool) -> u16 {
    let style = canvas.style(if current {
        StyleRole::Title
    } else {
        StyleRole::Muted
    });
    let text = if current {
        format!(" ▸ {text} ")
    } else {
        format!(" {text} ")
    };
    canvas.put(x, area.y, area.right(), &text, style)
}

/// Requests a proposal, or opens it as a draft once it is there.
pub fn ask(view: &mut EvidenceView, context: &mut AppContext) {
    let Some(link) = view.link() else {
        context.notify("There is no link to propose a verdict for");
        return;
    };
    match view.proposal.current() {
        Some(proposed) => edit(link, &proposed.clone(), context),
        None => {
            view.proposal_requested = true;
            view.proposal.retry();
            context.notify("Weighing the tests for a proposal");
        }
    }
}

fn edit(link: Id<Link>, proposed: &ProposedVerdict, context: &mut AppContext) {
    let InferenceText {
        quantitative,
        qualitative,
        fit,
        explanation,
        caveats,
        confidence,
    } = proposed.inferred.clone();
    let parts = vec![
        FormField::new("Verdict", proposed.conclusion.name(), 1),
        FormField::new("Reason", &proposed.reason, 3),
        FormField::new("Numbers", &quantitative, 2),
        FormField::new("Quotes", &qualitative, 2),
        FormField::new("Fit", fit.map_or("", IntegrationFit::name), 1),
        FormField::new("Beware", &caveats, 2),
    ];
    context.push_layer(FormDialog::new("Use this proposal", &proposed.line, parts, move |_, context, texts| {
        let [conclusion, reason, quantitative, qualitative, fit, caveats] = texts else { return false };
        let Some(conclusion) = Conclusion::parse(conclusion) else {
            context.notify("The verdict is keep, revise, replace, demote, promote, remove or open");
            return false;
        };
        let Some(fit) = IntegrationFit::parse(fit) else {
            context.notify("The fit is confirm, expand, discord, complement, quant only, qual only, silence or unclear");
            return false;
        };
        let study = context.study();
        let Some(known) = study.link(link) else { return true };
        let gathered = evidence::Evidence::new(study, known);
        let (rests_on, basis) = (gathered.summary(study), Some(Box::new(basis::of(study, &gathered))));
        // An explanation is dropped together with the discord it explains; for a new discord the
        // reason is the explanation.
        let explanation = match (fit, explanation.is_empty()) {
            (IntegrationFit::Discord, true) => reason.clone(),
            (IntegrationFit::Discord, false) => explanation.clone(),
            _ => String::new(),
        };
        let inferred = InferenceText {
            quantitative: quantitative.clone(),
            qualitative: qualitative.clone(),
            fit: Some(fit),
            explanation,
            caveats: caveats.clone(),
            confidence,
        };
        let conclude = Command::Conclude { link, conclusion, reason: reason.clone(), rests_on, basis };
        context.perform(Command::All(vec![conclude, Command::Infer { link, inferred: Box::new(inferred) }]))
    }));
}
