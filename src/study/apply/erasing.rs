//! Words that are gone for ever.

use crate::study::{
    ContentId, Document, Erasing, InformantBody, Study, informant::InformantDetails,
};

impl Study {
    /// Forgets what was erased.
    pub(super) fn forget_erased(&mut self, gone: Erasing) {
        match gone {
            Erasing::Document { id, contents } => {
                self.forget(&contents);
                if let Some(document) = self.documents.get_any_mut(id) {
                    *document = Document::new(id, document.body.clone(), None);
                }
            }
            Erasing::Informant { id, contents } => {
                self.forget(&contents);
                self.informants.set_live(id, false);
            }
            Erasing::Dataset { id, contents } => {
                self.forget(&contents);
                self.datasets.set_live(id, false);
                if let Some(dataset) = self.datasets.get_any_mut(id) {
                    dataset.erase_all_rows();
                }
            }
            Erasing::Rows {
                dataset,
                rows,
                now,
                contents,
            } => {
                self.forget(&contents);
                let columns = self.columns(now);
                if let Some(dataset) = self.datasets.get_any_mut(dataset) {
                    dataset.replace_rows(rows, now, columns);
                }
            }
            Erasing::Search { name, contents } => {
                self.forget(&contents);
                self.searches.remove(&name);
            }
        }
    }

    /// These texts are gone, and what was nothing else.
    fn forget(&mut self, contents: &[ContentId]) {
        for content in contents {
            self.contents.remove(content);
            self.rows.remove(content);
            self.erased.insert(*content);
        }
        let erased = &self.erased;
        self.condensations
            .retain(|_, condensation| !erased.contains(&condensation.content));
        let gone = |content: Option<ContentId>| content.is_some_and(|id| contents.contains(&id));
        for condensation in self.condensations.values_mut() {
            if gone(condensation.theme_content) {
                condensation.theme = String::new();
            }
        }
        for informant in self.informants.all_mut() {
            if gone(informant.details) {
                let name = std::mem::take(&mut informant.body.name);
                informant.body = InformantBody::described(name, InformantDetails::default());
            }
        }
        self.memos.retain(|_, memo| !erased.contains(memo));
        self.origins.retain(|_, origin| !erased.contains(origin));
    }
}
