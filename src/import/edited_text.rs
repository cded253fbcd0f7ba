//! A text derived from another, with every difference recorded.

use crate::study::origin::Edit;

/// Builds a text in one pass over the original and records an [`Edit`] for each difference.
pub struct EditedText<'a> {
    raw: &'a str,
    at: usize,
    text: String,
    edits: Vec<Edit>,
}

impl<'a> EditedText<'a> {
    pub fn new(raw: &'a str) -> EditedText<'a> {
        EditedText {
            raw,
            at: 0,
            text: String::with_capacity(raw.len()),
            edits: Vec::new(),
        }
    }

    /// The text built so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Copies `raw` up to byte `to` unchanged.
    pub fn copy_to(&mut self, to: usize) {
        self.text
            .push_str(self.raw.get(self.at..to).unwrap_or_default());
        self.at = self.at.max(to);
    }

    /// Writes `with` instead of `raw` up to byte `to`; adjacent edits are merged.
    pub fn replace_to(&mut self, to: usize, with: &str) {
        let was = self.raw.get(self.at..to).unwrap_or_default();
        self.at = self.at.max(to);
        if was == with {
            self.text.push_str(with);
            return;
        }
        match self
            .edits
            .last_mut()
            .filter(|last| last.at + last.len == self.text.len())
        {
            Some(last) => {
                last.was.push_str(was);
                last.len += with.len();
            }
            None => self.edits.push(Edit {
                at: self.text.len(),
                len: with.len(),
                was: was.to_owned(),
            }),
        }
        self.text.push_str(with);
    }

    /// Removes the last character, which must have been copied unchanged.
    pub fn take_back(&mut self) {
        let Some(letter) = self.text.pop() else {
            return;
        };
        let at = self.text.len();
        self.edits.push(Edit {
            at,
            len: 0,
            was: letter.to_string(),
        });
    }

    /// Copies the rest of `raw`; returns the text and its edits.
    pub fn done(mut self) -> (String, Vec<Edit>) {
        self.copy_to(self.raw.len());
        (self.text, self.edits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::origin::original;

    #[test]
    fn what_was_changed_leads_back() {
        let raw = "Header\nrela-\ntion\u{c}Header\nså";
        let mut draft = EditedText::new(raw);
        draft.replace_to(7, "");
        draft.copy_to(11);
        draft.replace_to(13, "");
        draft.copy_to(17);
        draft.replace_to(18, " ");
        draft.replace_to(25, "");
        let (text, edits) = draft.done();
        assert_eq!(text, "relation så");
        assert_eq!(edits.len(), 3);
        assert_eq!(original(&text, &edits).as_deref(), Some(raw));
    }
}
