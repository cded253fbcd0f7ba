//! Erasing documents and informants.

use super::{Decision, count};
use crate::study::{Document, Event, Id, Informant, Refusal, Study, erasure::Erasure};

impl Study {
    pub(super) fn erase_document(&self, id: Id<Document>) -> Result<Decision, Refusal> {
        let known = self.documents.ever(id);
        let document =
            known.ok_or_else(|| Refusal::new("that document has never been in the study", "See `virk document list`"))?;
        if document.erased {
            let said = format!("The words of `{}` are erased already", document.body.title);
            return Ok(Decision { said, ..Decision::default() });
        }
        Ok(self.erase(&self.erasure_of(document), &document.body.title))
    }

    pub(super) fn erase_informant(&self, id: Id<Informant>) -> Result<Decision, Refusal> {
        let known = self.informant(id);
        let informant = known.ok_or_else(|| Refusal::new("that informant is not in the study", "See `virk informant list`"))?;
        Ok(self.erase(&self.erasure_of_informant(informant)?, &informant.body.name))
    }

    fn erase(&self, erasure: &Erasure, name: &str) -> Decision {
        let documents = erasure.documents.iter().zip(&erasure.contents);
        let mut events: Vec<Event> =
            documents.map(|(id, contents)| Event::DocumentErased { id: *id, contents: contents.clone() }).collect();
        events.extend(erasure.informant.map(|id| Event::InformantErased { id }));
        let said = format!(
            "Erased `{name}`: the words of {} and {} on them; {} without words stay",
            count(erasure.documents.len(), "document"),
            count(erasure.notes(), "note"),
            count(erasure.codings, "coding"),
        );
        Decision { events, contents: Vec::new(), said }
    }
}
