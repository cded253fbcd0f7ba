//! Configurations: putting together, changing, attaching quotes, merging.

use super::{Decision, IdSource, count};
use crate::study::{
    Addition, Amendment, Assignment, Configuration, ConfigurationBody, Event, Id, Polarity, Ref,
    Refusal, Study,
    configuration::{ConfigurationPart, PartBody},
    theory::QuoteAt,
};

/// A configuration as a person puts it together.
#[derive(Clone, Debug, Default)]
pub struct NewConfiguration {
    /// Circumstances, mechanism, outcome.
    pub parts: [PartBody; 3],
    /// If … then … because ….
    pub statement: String,
    /// What people said for and against it.
    pub quotes: Vec<(QuoteAt, Polarity)>,
}

impl Study {
    pub(super) fn add_configuration(
        &self,
        new: NewConfiguration,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let NewConfiguration {
            parts: [context, mechanism, outcome],
            statement,
            quotes,
        } = new;
        let mut decision = Decision::default();
        let mut body = ConfigurationBody {
            context,
            mechanism,
            outcome,
            ..ConfigurationBody::default()
        };
        self.check_parts(&body)?;
        if body.shape().is_empty() && quotes.is_empty() && statement.trim().is_empty() {
            return Err(Refusal::new(
                "a configuration needs a part, a quote or a statement",
                "Name a code for C, M or O; the others may stay empty",
            ));
        }
        if !statement.trim().is_empty() {
            body.statement = Some(decision.store_words(mint, statement.trim()));
        }
        let id = Id::new(mint());
        let named = self.configuration_name(&Configuration {
            id,
            body: body.clone(),
        });
        decision.message = format!("Added {named}{}", missing(&body));
        decision
            .events
            .push(Event::Added(Addition::Configuration { id, body }));
        for (quote, polarity) in quotes {
            self.require_quote(quote)?;
            decision.events.push(Event::Set(Assignment::Configuration {
                configuration: id,
                quote,
                was: None,
                now: Some(polarity),
            }));
        }
        Ok(decision)
    }

    pub(super) fn change_configuration(
        &self,
        id: Id<Configuration>,
        mut body: ConfigurationBody,
        statement: Option<&str>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let known = self.require_configuration(id)?;
        self.check_parts(&body)?;
        let mut decision = Decision::default();
        body.statement = known.body.statement;
        if let Some(statement) = statement.map(str::trim) {
            let before = known
                .body
                .statement
                .and_then(|id| self.words(id))
                .unwrap_or_default();
            if statement != before {
                body.statement = if statement.is_empty() {
                    None
                } else {
                    Some(decision.store_words(mint, statement))
                };
            }
        }
        if let Some(next) = body.next {
            self.require_configuration(next)?;
            let mut at = Some(next);
            let mut seen = Vec::new();
            while let Some(here) = at.filter(|here| !seen.contains(here)) {
                if here == id {
                    return Err(Refusal::new(
                        "the chain would be a circle",
                        "Choose another next configuration",
                    ));
                }
                seen.push(here);
                at = self
                    .configuration(here)
                    .and_then(|configuration| configuration.body.next);
            }
        }
        if known.body == body {
            decision.message = "The configuration already says that".into();
            return Ok(decision);
        }
        decision.message = format!(
            "Changed {}",
            self.configuration_name(&Configuration {
                id,
                body: body.clone()
            })
        );
        let was = Box::new(known.body.clone());
        decision
            .events
            .push(Event::Changed(Amendment::Configuration {
                id,
                was,
                now: Box::new(body),
            }));
        Ok(decision)
    }

    pub(super) fn judge_configuration(
        &self,
        id: Id<Configuration>,
        quote: QuoteAt,
        polarity: Option<Polarity>,
    ) -> Result<Decision, Refusal> {
        let name = self.configuration_name(self.require_configuration(id)?);
        self.require_quote(quote)?;
        let was = self.configuration_polarity(id, quote);
        let judged = Assignment::Configuration {
            configuration: id,
            quote,
            was,
            now: polarity,
        };
        Ok(Decision::from_judgement(
            (was, polarity),
            judged,
            &name,
            || format!("The quote no longer belongs to {name}"),
        ))
    }

    pub(super) fn merge_configurations(
        &self,
        sources: &[Id<Configuration>],
        statement: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let mut unique = Vec::new();
        sources.iter().for_each(|id| {
            if !unique.contains(id) {
                unique.push(*id)
            }
        });
        if unique.len() < 2 {
            return Err(Refusal::new(
                "merging needs at least two configurations",
                "Name the ones that say the same",
            ));
        }
        let merged = self.merged_configurations();
        let mut body = ConfigurationBody {
            derived_from: unique.clone(),
            ..ConfigurationBody::default()
        };
        let mut quotes: Vec<(QuoteAt, Polarity)> = Vec::new();
        for id in &unique {
            let source = self.require_configuration(*id)?;
            if merged.contains(id) {
                return Err(Refusal::new(
                    format!(
                        "{} has already been merged",
                        self.configuration_name(source)
                    ),
                    "Merge the configuration it is now part of",
                ));
            }
            for part in ConfigurationPart::ALL {
                let (all, own) = (body.part_mut(part), source.body.part(part));
                own.codes.iter().for_each(|code| {
                    if !all.codes.contains(code) {
                        all.codes.push(*code)
                    }
                });
                own.quotes.iter().for_each(|quote| {
                    if !all.quotes.contains(quote) {
                        all.quotes.push(*quote)
                    }
                });
            }
            body.next = body
                .next
                .or(source.body.next.filter(|next| !unique.contains(next)));
            for (quote, polarity) in self.configuration_polarities(*id) {
                match quotes.iter().find(|(known, _)| *known == quote) {
                    Some((_, known)) if *known != polarity => {
                        return Err(Refusal::new(
                            format!("one quote {known} one of them and {polarity} another"),
                            "Give it the same judgement in both first",
                        ));
                    }
                    Some(_) => {}
                    None => quotes.push((quote, polarity)),
                }
            }
        }
        let mut decision = Decision::default();
        if !statement.trim().is_empty() {
            body.statement = Some(decision.store_words(mint, statement.trim()));
        }
        let id = Id::new(mint());
        let named = self.configuration_name(&Configuration {
            id,
            body: body.clone(),
        });
        decision.message = format!(
            "Merged {} into {named}",
            count(unique.len(), "configuration")
        );
        decision
            .events
            .push(Event::Added(Addition::Configuration { id, body }));
        let judged = |(quote, polarity)| {
            Event::Set(Assignment::Configuration {
                configuration: id,
                quote,
                was: None,
                now: Some(polarity),
            })
        };
        decision.events.extend(quotes.into_iter().map(judged));
        Ok(decision)
    }

    pub(super) fn remove_configuration(&self, id: Id<Configuration>) -> Result<Decision, Refusal> {
        let name = self.configuration_name(self.require_configuration(id)?);
        if let Some(whole) = self
            .configurations()
            .find(|other| other.body.derived_from.contains(&id))
        {
            return Err(Refusal::new(
                format!("{name} is part of {}", self.configuration_name(whole)),
                "Remove the one it was merged into first",
            ));
        }
        let mut decision = Decision::without_events(format!("Removed {name}"));
        for before in self
            .configurations()
            .filter(|other| other.body.next == Some(id))
        {
            let (was, now) = (
                before.body.clone(),
                ConfigurationBody {
                    next: None,
                    ..before.body.clone()
                },
            );
            decision
                .events
                .push(Event::Changed(Amendment::Configuration {
                    id: before.id,
                    was: Box::new(was),
                    now: Box::new(now),
                }));
        }
        decision
            .events
            .push(Event::Removed(Ref::Configuration { id }));
        Ok(decision)
    }

    fn require_configuration(&self, id: Id<Configuration>) -> Result<&Configuration, Refusal> {
        self.configuration(id).ok_or_else(|| {
            Refusal::new(
                "that configuration is no longer in the study",
                "See `virk configuration list`",
            )
        })
    }

    fn check_parts(&self, body: &ConfigurationBody) -> Result<(), Refusal> {
        for part in ConfigurationPart::ALL {
            body.part(part)
                .codes
                .iter()
                .try_for_each(|code| self.require_code(*code).map(|_| ()))?;
            body.part(part)
                .quotes
                .iter()
                .try_for_each(|quote| self.require_quote(*quote).map(|_| ()))?;
        }
        Ok(())
    }
}

/// "; the outcome is missing".
fn missing(body: &ConfigurationBody) -> String {
    let missing: Vec<&str> = body.missing().map(ConfigurationPart::name).collect();
    match missing.as_slice() {
        [] => String::new(),
        [one] => format!("; the {one} is missing"),
        several => format!("; {} are missing", several.join(" and ")),
    }
}
