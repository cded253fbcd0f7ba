//! Layout of the evidence: heading above, quotes and tests side by side or one at a time, verdict
//! below.

use super::{EvidencePane, link_evidence::LinkEvidence};
use crate::text::{Span, wrap};
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
    #[must_use]
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
#[must_use]
pub fn rows_of(text: &str, columns: u16) -> u16 {
    let mut rows = 0;
    wrap::wrap(text, Span::of(0, text.len()), columns as usize, |_| {
        rows += 1
    });
    rows
}
