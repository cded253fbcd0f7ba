//! What an erasure cannot take: words that are repeated in facts.

use super::{Study, erasure::Erasure, erasure::runs_of};
use std::collections::HashSet;

impl Study {
    /// Where words that an erasure takes are repeated in facts, which it cannot take: definitions and
    /// examples of codes, statements of links, attributes. They are changed by hand.
    #[must_use]
    pub fn still_said(&self, erasure: &Erasure) -> Vec<String> {
        let documents = erasure.documents.iter().filter_map(|id| self.documents.ever(*id));
        let runs: HashSet<String> = documents.flat_map(|document| runs_of(&document.text).collect::<Vec<_>>()).collect();
        let repeats = |text: &str| runs_of(text).any(|run| runs.contains(&run));
        let codes = self.codes.all().filter(|code| {
            let body = &code.body;
            let texts = [&body.definition, &body.include, &body.exclude, &body.example];
            texts.iter().any(|words| repeats(&words.en) || repeats(&words.da))
        });
        let links = self.links.all().filter(|link| repeats(&link.statement));
        let informants = self.informants.all().filter(|known| known.body.attributes.values().any(|value| repeats(value)));
        codes
            .map(|code| format!("the texts of the code {}", code.name(&self.language)))
            .chain(links.map(|link| format!("the statement of the link {}", self.link_name(link))))
            .chain(informants.map(|known| format!("the attributes of {}", known.body.name)))
            .collect()
    }
}
