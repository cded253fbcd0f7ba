//! Finding words in the document one reads, without regard to case. (Finding
//! across the study, with stems and filters, is what [`crate::search`] is for.)

use super::Transcript;
use crate::text::Span;
use crate::tui::{
    desk::Desk,
    layer::form::{Form, Part},
    view::Page,
};
use regex::{Regex, RegexBuilder};

/// What is looked for, and where it was found.
#[derive(Default)]
pub struct Find {
    wanted: Option<Regex>,
    /// Where a search across the study found something, as long as nothing else is looked for.
    pub given: Vec<Span>,
    hits: Vec<Span>,
    /// A stretch to stand on as soon as the document is there.
    pub go_to: Option<Span>,
}

impl Find {
    /// Looks for what is wanted in a text, anew.
    pub fn again(&mut self, text: &str) {
        let found = self
            .wanted
            .iter()
            .flat_map(|wanted| wanted.find_iter(text))
            .map(|hit| hit.range());
        let given = self
            .given
            .iter()
            .filter(|_| self.wanted.is_none())
            .map(|hit| hit.range());
        // A hit never cuts a letter, as `a` would in `a` with a ring above.
        self.hits = found
            .chain(given)
            .filter_map(|hit| Span::snap(text, hit).ok())
            .collect();
    }

    /// All hits, in the order of the text.
    #[must_use]
    pub fn hits(&self) -> &[Span] {
        &self.hits
    }

    /// The hits that meet a stretch.
    #[must_use]
    pub fn hits_in(&self, stretch: Span) -> &[Span] {
        let from = self.hits.partition_point(|hit| hit.end <= stretch.start);
        let to = self.hits.partition_point(|hit| hit.start < stretch.end);
        &self.hits[from..to.max(from)]
    }
}

impl Transcript {
    /// Asks what to find.
    pub(super) fn ask_find(&mut self, desk: &mut Desk) {
        desk.ask(
            Form::new(
                "Find in this document",
                "",
                vec![Part::new("Words", "", 1)],
                |page, desk, texts| {
                    if let Page::Transcript(transcript) = page {
                        transcript.find_words(&texts[0], desk);
                    }
                    true
                },
            )
            .to("find"),
        );
    }

    fn find_words(&mut self, words: &str, desk: &mut Desk) {
        let words = words.trim();
        let wanted = (!words.is_empty()).then(|| {
            RegexBuilder::new(&regex::escape(words))
                .case_insensitive(true)
                .build()
                .ok()
        });
        self.find.wanted = wanted.flatten();
        self.find.given.clear();
        self.find.again(&self.text);
        if self.find.wanted.is_none() {
            return;
        }
        match self.find.hits.len() {
            0 => desk.say(format!("“{words}” is not in this document")),
            _ => self.by_hit(true, desk),
        }
    }

    /// To the next hit or the one before; round at the ends.
    pub(super) fn by_hit(&mut self, forward: bool, desk: &mut Desk) {
        let hits = &self.find.hits;
        if hits.is_empty() {
            desk.say(format!(
                "Nothing to find; {} looks for words",
                desk.key("find")
            ));
            return;
        }
        let at = self.selection().extent();
        let next = if forward {
            hits.iter().position(|hit| {
                hit.start > at.start
                    || (hit.start == at.start && *hit != at && self.selection().chosen.is_none())
            })
        } else {
            hits.iter().rposition(|hit| hit.start < at.start)
        };
        let place = next.unwrap_or(if forward { 0 } else { hits.len() - 1 });
        let (hit, count) = (hits[place], hits.len());
        self.jump(|selection, ground| {
            selection.clear();
            selection.choose(ground, hit);
        });
        let round = if next.is_none() {
            ", round the end"
        } else {
            ""
        };
        desk.say(format!("Hit {} of {count}{round}", place + 1));
    }
}
