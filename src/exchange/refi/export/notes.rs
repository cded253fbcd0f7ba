//! Memos of the study as notes, each named after what it is on.

use super::xml_text::{attribute, text, unencodable_chars};
use maud::{Markup, html};
use uuid::Uuid;

/// Id, name and words, in the order in which they were added.
#[derive(Default)]
pub(super) struct RefiProjectNotes(Vec<(Uuid, String, String)>);

impl RefiProjectNotes {
    /// Returns the id, for the reference to the note.
    pub(super) fn add(&mut self, id: Uuid, name: &str, words: &str) -> Uuid {
        self.0.push((id, name.to_owned(), words.to_owned()));
        id
    }

    pub(super) fn unencodable_chars(&self) -> usize {
        self.0
            .iter()
            .map(|(_, _, words)| unencodable_chars(words))
            .sum()
    }

    /// Empty when there is no note: the schema allows no empty element.
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
