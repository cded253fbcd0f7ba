//! The programme theory, the polarity of quotes, and verdicts.

use super::{Decision, IdSource, count};
use crate::study::{
    Addition, Assignment, Basis, Code, Event, Id, Link, Polarity, Refusal, Study, Theory, Verdict,
    command::NewLink,
    theory::{Conclusion, QuoteAt},
};
use std::collections::BTreeSet;

impl Study {
    pub(super) fn add_theory(
        &self,
        version: String,
        nodes: Vec<Id<Code>>,
        links: Vec<NewLink>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let version = self.new_version(&version)?;
        let theory = Id::new(mint());
        let mut decision = Decision::from_event(
            Event::Added(Addition::Theory {
                id: theory,
                version: version.clone(),
                parent: None,
            }),
            "",
        );
        for code in &nodes {
            self.require_code(*code)?;
            decision.events.push(Event::Added(Addition::Node {
                theory,
                code: *code,
                at: None,
            }));
        }
        decision.message = format!(
            "Began theory {version}: {}, {}",
            count(nodes.len(), "node"),
            count(links.len(), "link")
        );
        for NewLink {
            from,
            to,
            statement,
            basis,
            expected,
        } in links
        {
            for end in [from, to] {
                if !nodes.contains(&end) {
                    return Err(Refusal::new(
                        format!(
                            "a link ends in {}, which is no node of the theory",
                            self.code_name(end)
                        ),
                        "Add the node first",
                    ));
                }
            }
            let link = Link {
                statement,
                basis,
                expected,
                ..Link::new(Id::new(mint()), theory, from, to)
            };
            decision.events.push(Event::Added(Addition::Link { link }));
        }
        Ok(decision)
    }

    /// A name that no version has yet.
    pub(super) fn new_version(&self, version: &str) -> Result<String, Refusal> {
        let version = version.trim();
        if version.is_empty() {
            return Err(Refusal::new("a theory needs a version", "Call it v1"));
        }
        if self.theories().any(|theory| theory.version == version) {
            return Err(Refusal::new(
                format!("there is a theory {version} already"),
                "Choose another version",
            ));
        }
        Ok(version.to_owned())
    }

    pub(super) fn freeze_theory(&self, id: Id<Theory>) -> Result<Decision, Refusal> {
        let theory = self.require_theory(id)?;
        if theory.frozen {
            return Err(Refusal::new(
                format!("theory {} is frozen already", theory.version),
                "Begin a new version to change it",
            ));
        }
        Ok(Decision::from_event(
            Event::TheoryFrozen { id },
            format!(
                "Froze theory {}: from now on it never changes",
                theory.version
            ),
        ))
    }

    pub(super) fn judge(
        &self,
        link: Id<Link>,
        quote: QuoteAt,
        polarity: Option<Polarity>,
    ) -> Result<Decision, Refusal> {
        let name = self.link_name(self.require_link(link)?);
        self.require_quote(quote)?;
        let was = self.polarity(link, quote);
        if was == polarity {
            return Ok(Decision {
                message: "Judged so already".into(),
                ..Decision::default()
            });
        }
        let said = match polarity {
            Some(polarity) => format!("The quote {polarity} {name}"),
            None => format!("The quote's polarity for {name} is open again"),
        };
        Ok(Decision::from_event(
            Event::Set(Assignment::Polarity {
                link,
                quote,
                was,
                now: polarity,
            }),
            said,
        ))
    }

    pub(super) fn judge_each(
        &self,
        link: Id<Link>,
        quotes: &[QuoteAt],
        polarity: Option<Polarity>,
    ) -> Result<Decision, Refusal> {
        let name = self.link_name(self.require_link(link)?);
        let quotes: BTreeSet<QuoteAt> = quotes.iter().copied().collect();
        let mut events = Vec::with_capacity(quotes.len());
        for quote in &quotes {
            self.require_quote(*quote)?;
            let was = self.polarity(link, *quote);
            if was != polarity {
                events.push(Event::Set(Assignment::Polarity {
                    link,
                    quote: *quote,
                    was,
                    now: polarity,
                }));
            }
        }
        if events.is_empty() {
            return Err(Refusal::new(
                format!("these quotes are judged so for {name} already"),
                "Nothing was changed",
            ));
        }
        let some = count(events.len(), "quote");
        let mut said = match polarity {
            Some(polarity) => format!("{some} judged for {name}: {polarity}"),
            None => format!("{some} judged for {name}: open again"),
        };
        if events.len() < quotes.len() {
            said += &format!("; {} judged so already", quotes.len() - events.len());
        }
        Ok(Decision {
            events,
            message: said,
            ..Decision::default()
        })
    }

    pub(super) fn conclude(
        &self,
        link: Id<Link>,
        conclusion: Conclusion,
        reason: &str,
        (rests_on, basis): (String, Option<Box<Basis>>),
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let name = self.link_name(self.require_link(link)?);
        if reason.trim().is_empty() {
            return Err(Refusal::new(
                "a verdict needs its reason",
                "Write in a sentence what the quotes and the tests show",
            ));
        }
        let was = self.verdict(link).cloned();
        let mut decision = Decision {
            message: format!("Verdict on {name}: {conclusion}"),
            ..Decision::default()
        };
        let reason = decision.store_words(mint, reason.trim());
        decision.events.push(Event::Set(Assignment::Verdict {
            link,
            was,
            now: Some(Verdict {
                conclusion,
                reason,
                rests_on,
                basis,
            }),
        }));
        Ok(decision)
    }

    pub(super) fn require_link(&self, id: Id<Link>) -> Result<&Link, Refusal> {
        self.link(id).ok_or_else(|| {
            Refusal::new(
                "that link is no longer in the theory",
                "See `virk theory show`",
            )
        })
    }
}
