//! The words of a project's sources, and what becomes of sources that have none of their own.

use super::{
    package::SourceText,
    plan::{ProjectPlan, titled},
    project::SourceEntry,
    tally::ProjectItem,
};
use crate::study::Refusal;

impl<'a> ProjectPlan<'a> {
    /// The sources with their words; those without any are reported as missing.
    pub(super) fn texts(
        &mut self,
        mut words_at: impl FnMut(&str) -> Result<Option<SourceText>, Refusal>,
    ) -> Result<Vec<(&'a SourceEntry, SourceText)>, Refusal> {
        let mut texts = Vec::new();
        for source in &self.project.sources {
            let words = match (&source.content, &source.path) {
                (Some(content), _) => Some(SourceText {
                    text: content.clone(),
                    encoding: "utf-8",
                    ..SourceText::default()
                }),
                (None, Some(path)) => words_at(path)?,
                (None, None) => None,
            };
            // Some programs write a plain text without a word beside the formatted one.
            let blank = words
                .as_ref()
                .is_none_or(|words| words.text.trim().is_empty());
            let words = match &source.formatted {
                Some(formatted) if blank && source.selections.is_empty() => {
                    match words_at(formatted)? {
                        Some(other) if !other.text.trim().is_empty() => Some(other),
                        _ => words,
                    }
                }
                _ => words,
            };
            match words {
                Some(words) if words.text.trim().is_empty() => {
                    self.without(source, "empty source");
                    // Projects of other programs' databases hold no tally.
                    if self.tally.all().next().is_none() {
                        self.losses.add("empty source", 1);
                    }
                }
                Some(words) => texts.push((source, words)),
                None => {
                    self.missing.push(titled(&source.name).to_owned());
                    self.without(source, "source whose words are missing");
                }
            }
        }
        Ok(texts)
    }

    /// Counts a source without words as lost, with all it holds.
    fn without(&mut self, source: &SourceEntry, what: &'static str) {
        let mut held = source.tally.clone();
        let sources = held.fate(ProjectItem::Source).held;
        held.place(ProjectItem::Source, sources);
        self.lose(ProjectItem::Source, what, sources);
        self.tally.leave_part(
            &held,
            &what
                .replacen("empty", "an empty", 1)
                .replacen("source whose", "a source whose", 1),
            &mut self.losses,
        );
    }

    /// Counts a source as imported, or as lost when an earlier one has the same words.
    pub(super) fn frame(&mut self, source: &SourceEntry, first: bool) {
        for thing in [ProjectItem::Source, ProjectItem::Transcript] {
            let held = source.tally.fate(thing).held;
            if first {
                self.tally.place(thing, held);
            } else {
                self.lose(
                    thing,
                    format!("{} with the same words as another", thing.name()),
                    held,
                );
            }
        }
    }
}
