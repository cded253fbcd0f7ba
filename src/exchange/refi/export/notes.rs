//! Notes: memos of the study, each with the name of what it is on.

use super::xml_text::{attribute, text, unencodable_chars};
use maud::{Markup, html};
use uuid::Uuid;

/// The notes of a project, in the order they were added.
#[derive(Default)]
pub(super) struct RefiProjectNotes(Vec<(Uuid, String, String)>);

impl RefiProjectNotes {
    /// Adds a note and answers with its identity.
    pub(super) fn add(&mut self, id: Uuid, name: &str, words: &str) -> Uuid {
        self.0.push((id, name.to_owned(), words.to_owned()));
        id
    }

    /// How many characters XML could not hold.
    pub(super) fn unencodable_chars(&self) -> usize {
        self.0
            .iter()
            .map(|(_, _, words)| unencodable_chars(words))
            .sum()
    }

    /// The element; none when there is no note, since it may not be empty.
    pub(super) fn xml(&self) -> Markup {
        html! {
            @if !self.0.is_empty() {
                Notes {
                    @for (id, name, words) in &self.0 {
                        Note guid=(id) name=(attribute(name)) { PlainTextContent { (text(words)) } }
                    }
                }
            }
        }
    }
}
