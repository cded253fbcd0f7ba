//! Finding text in the current document, ignoring case. (Searching the study, with stems and
//! filters, is [`crate::search`].)

use super::TranscriptView;
use crate::text::Span;
use crate::tui::{
    context::AppContext,
    layer::form::{FormDialog, FormField},
    view::AnyView,
};
use regex::{Regex, RegexBuilder};

/// The text to find, and its hits.
#[derive(Default)]
pub struct FindState {
    pattern: Option<Regex>,
    /// Hits of a search in the study, kept until something else is looked for.
    pub search_hits: Vec<Span>,
    hits: Vec<Span>,
    /// A stretch to select once the document is loaded.
    pub pending_span: Option<Span>,
}

impl FindState {
    /// Recomputes the hits in `text`.
    pub fn again(&mut self, text: &str) {
        let found = self
            .pattern
            .iter()
            .flat_map(|wanted| wanted.find_iter(text))
            .map(|hit| hit.range());
        let given = self
            .search_hits
            .iter()
            .filter(|_| self.pattern.is_none())
            .map(|hit| hit.range());
        // A hit never splits a grapheme, as `a` would in `a` with a ring above.
        self.hits = found
            .chain(given)
            .filter_map(|hit| Span::snap(text, hit).ok())
            .collect();
    }

    /// In the order of the text.
    #[must_use]
    pub fn hits(&self) -> &[Span] {
        &self.hits
    }

    /// The hits that meet a range.
    #[must_use]
    pub fn hits_in(&self, stretch: Span) -> &[Span] {
        let from = self.hits.partition_point(|hit| hit.end <= stretch.start);
        let to = self.hits.partition_point(|hit| hit.start < stretch.end);
        &self.hits[from..to.max(from)]
    }
}

impl TranscriptView {
    /// Asks for text to find.
    pub(super) fn ask_find(&mut self, context: &mut AppContext) {
        context.push_layer(
            FormDialog::new(
                "Find in this document",
                "",
                vec![FormField::new("Words", "", 1)],
                |view, context, texts| {
                    if let AnyView::Transcript(transcript) = view {
                        transcript.find_words(&texts[0], context);
                    }
                    true
                },
            )
            .with_verb("find"),
        );
    }

    fn find_words(&mut self, words: &str, context: &mut AppContext) {
        let words = words.trim();
        let wanted = (!words.is_empty()).then(|| {
            RegexBuilder::new(&regex::escape(words))
                .case_insensitive(true)
                .build()
                .ok()
        });
        self.find.pattern = wanted.flatten();
        self.find.search_hits.clear();
        self.find.again(&self.text);
        if self.find.pattern.is_none() {
            return;
        }
        match self.find.hits.len() {
            0 => context.notify(format!("“{words}” is not in this document")),
            _ => self.by_hit(true, context),
        }
    }

    /// Moves to the next or previous hit, wrapping around.
    pub(super) fn by_hit(&mut self, forward: bool, context: &mut AppContext) {
        let hits = &self.find.hits;
        if hits.is_empty() {
            context.notify(format!(
                "Nothing to find; {} looks for words",
                context.key_for("find")
            ));
            return;
        }
        let at = self.selection().extent();
        let next = if forward {
            hits.iter().position(|hit| {
                hit.start > at.start
                    || (hit.start == at.start && *hit != at && self.selection().selected.is_none())
            })
        } else {
            hits.iter().rposition(|hit| hit.start < at.start)
        };
        let place = next.unwrap_or(if forward { 0 } else { hits.len() - 1 });
        let (hit, count) = (hits[place], hits.len());
        self.jump(|selection, document_text| {
            selection.clear();
            selection.select(document_text, hit);
        });
        let round = if next.is_none() {
            ", round the end"
        } else {
            ""
        };
        context.notify(format!("Hit {} of {count}{round}", place + 1));
    }
}
