//! The plan of analysis, inferences, and the release of quotes.

use super::{Decision, IdSource};
use crate::study::{
    Assignment, ContentId, Event, Id, Link, Refusal, Study,
    inference::{Inference, InferenceText, IntegrationFit},
    plan::AnalysisPlan,
    theory::QuoteAt,
};

impl Study {
    pub(super) fn set_plan(&self, plan: Option<AnalysisPlan>) -> Result<Decision, Refusal> {
        if self.plan == plan {
            return Ok(Decision {
                message: "The plan says so already".into(),
                ..Decision::default()
            });
        }
        let said = match plan {
            Some(plan) => format!("Planned: {plan}, at the level {}", self.alpha),
            None => "Took the plan of analysis back".to_owned(),
        };
        Ok(Decision::from_event(
            Event::Set(Assignment::Plan {
                was: self.plan,
                now: plan,
            }),
            said,
        ))
    }

    pub(super) fn infer(
        &self,
        link: Id<Link>,
        inferred: &InferenceText,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let name = self.link_name(self.require_link(link)?);
        if inferred.fit == Some(IntegrationFit::Discord) && inferred.explanation.trim().is_empty() {
            return Err(Refusal::new(
                "a discord needs its explanation",
                "Write what may be behind it: who was asked, the indicator, the time, the circumstances, or that it is real",
            ));
        }
        let was = self.inference(link).copied();
        let mut decision = Decision::default();
        let known = self.inference_text(link);
        let mut text = |now: &str, before: &str, id: Option<ContentId>| match now.trim() {
            "" => None,
            same if same == before && id.is_some() => id,
            words => Some(decision.store_words(mint, words)),
        };
        let now = Inference {
            quantitative: text(
                &inferred.quantitative,
                &known.quantitative,
                was.and_then(|was| was.quantitative),
            ),
            qualitative: text(
                &inferred.qualitative,
                &known.qualitative,
                was.and_then(|was| was.qualitative),
            ),
            fit: inferred.fit,
            explanation: text(
                &inferred.explanation,
                &known.explanation,
                was.and_then(|was| was.explanation),
            ),
            caveats: text(
                &inferred.caveats,
                &known.caveats,
                was.and_then(|was| was.caveats),
            ),
            confidence: inferred.confidence,
        };
        let now = (now != Inference::default()).then_some(now);
        if now == was {
            decision.message = "Inferred so already".into();
            return Ok(decision);
        }
        decision.message = match now.map(|now| now.fit) {
            None => format!("Took away the inference on {name}"),
            Some(Some(fit)) => format!("Inferred of {name}: {fit}"),
            Some(None) => format!("Inferred of {name}"),
        };
        decision
            .events
            .push(Event::Set(Assignment::Inference { link, was, now }));
        Ok(decision)
    }

    pub(super) fn release(&self, quote: QuoteAt, released: bool) -> Result<Decision, Refusal> {
        self.require_quote(quote)?;
        if self.is_released(quote) == released {
            let said = if released {
                "The quote is released already"
            } else {
                "The quote is not released"
            };
            return Ok(Decision {
                message: said.into(),
                ..Decision::default()
            });
        }
        Ok(if released {
            Decision::from_event(
                Event::QuoteReleased { quote },
                "Released the quote: it may stand in what is published",
            )
        } else {
            Decision::from_event(
                Event::QuoteWithheld { quote },
                "Withheld the quote from what is published",
            )
        })
    }
}
