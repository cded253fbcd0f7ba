//! Interview guides.

use super::{Decision, IdSource, count};
use crate::study::{
    Addition, Event, GuideItemBody, Id, Ref, Refusal, Study, command::NewGuideItem,
};

impl Study {
    pub(super) fn add_guide(
        &self,
        guide: &str,
        items: Vec<NewGuideItem>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let guide = guide.trim();
        if guide.is_empty() || items.is_empty() {
            return Err(Refusal::new(
                "a guide needs a name and a question",
                "See `virk guide import --help`",
            ));
        }
        if self.guide_items().any(|item| item.body.guide == guide) {
            return Err(Refusal::new(
                format!("there is a guide called `{guide}` already"),
                "Give this one another name with --name, or take that one away with `virk guide remove`",
            ));
        }
        let mut decision = Decision {
            message: format!(
                "Added the guide `{guide}`: {}",
                count(items.len(), "question")
            ),
            ..Decision::default()
        };
        for NewGuideItem {
            number,
            question,
            about,
        } in items
        {
            if question.trim().is_empty() {
                return Err(Refusal::new(
                    format!("question {number} of `{guide}` is empty"),
                    "Write it, or leave it out",
                ));
            }
            for code in &about {
                self.require_code(*code)?;
            }
            let (id, content) = (Id::new(mint()), decision.store_words(mint, question.trim()));
            let body = GuideItemBody {
                guide: guide.to_owned(),
                number,
                content,
                about,
            };
            decision
                .events
                .push(Event::Added(Addition::GuideItem { id, body }));
        }
        Ok(decision)
    }

    pub(super) fn remove_guide(&self, guide: &str) -> Result<Decision, Refusal> {
        let items = self.guide_items().filter(|item| item.body.guide == guide);
        let events: Vec<Event> = items
            .map(|item| Event::Removed(Ref::GuideItem { id: item.id }))
            .collect();
        if events.is_empty() {
            return Err(Refusal::new(
                format!("there is no guide called `{guide}`"),
                "See `virk guide list`",
            ));
        }
        let said = format!(
            "Removed the guide `{guide}`: {}",
            count(events.len(), "question")
        );
        Ok(Decision {
            events,
            message: said,
            ..Decision::default()
        })
    }
}
