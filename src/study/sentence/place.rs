//! Sentences of what stands in a place.

use crate::study::{Assignment, Study, finding::ARCHIVE_RULE};

pub(super) fn set(place: &Assignment, study: &Study) -> String {
    use Assignment as A;
    match place {
        A::Origin { document, .. } => format!(
            "Kept how the text of “{}” differs from its file",
            study.title_of(*document)
        ),
        A::Speaker {
            document,
            label,
            now,
            ..
        } => match now {
            Some(informant) => format!(
                "Took {label} in “{}” for {}",
                study.title_of(*document),
                study.informant_name(*informant)
            ),
            None => format!(
                "Took {label} in “{}” for the interviewer",
                study.title_of(*document)
            ),
        },
        A::Condensation { quote, was, now } => {
            format!(
                "{} the condensation of {}",
                written(was.is_some(), now.is_some()),
                study.quote_excerpt(*quote)
            )
        }
        A::Memo { on, was, now } => {
            format!(
                "{} the memo on {}",
                written(was.is_some(), now.is_some()),
                study.target_in_words(*on)
            )
        }
        A::Node { theory, code, .. } => {
            format!(
                "Described {} anew in theory {}",
                study.code_name(*code),
                study.version_of(*theory)
            )
        }
        A::Configuration {
            configuration,
            quote,
            now,
            ..
        } => {
            let (quote, name) = (
                study.quote_excerpt(*quote),
                study.configuration_title(*configuration),
            );
            match now {
                Some(polarity) => {
                    format!("Judged that {quote} {polarity} the configuration {name}")
                }
                None => format!("Took {quote} away from the configuration {name}"),
            }
        }
        A::Polarity {
            link, quote, now, ..
        } => {
            let (quote, link) = (study.quote_excerpt(*quote), study.link_in_words(*link));
            match now {
                Some(polarity) => format!("Judged that {quote} {polarity} {link}"),
                None => format!("Left open again what {quote} does to {link}"),
            }
        }
        A::Verdict { link, now, .. } => match now {
            Some(verdict) => format!(
                "Concluded on {}: {}",
                study.link_in_words(*link),
                verdict.conclusion
            ),
            None => format!("Took away the verdict on {}", study.link_in_words(*link)),
        },
        A::Inference { link, was, now } => {
            format!(
                "{} the inference on {}",
                written(was.is_some(), now.is_some()),
                study.link_in_words(*link)
            )
        }
        A::Plan {
            now: Some(plan), ..
        } => format!("Planned the analysis: {plan}"),
        A::Plan { now: None, .. } => "Took the plan of analysis back".into(),
        A::Variable {
            was: None,
            now: Some(now),
            ..
        } => {
            let made = now
                .made
                .as_ref()
                .map(|made| format!(": {made}"))
                .unwrap_or_default();
            format!("Made the variable {}{made}", now.name)
        }
        A::Variable { now: Some(now), .. } => {
            format!("Described the variable {} anew", now.name)
        }
        A::Variable { was, .. } => {
            format!(
                "Took the variable {} away",
                was.as_ref().map_or("", |was| was.name.as_str())
            )
        }
        A::Filter {
            dataset,
            now: Some(rule),
            ..
        } => {
            format!(
                "Left rows of “{}” out where {rule}: {}",
                study.dataset_name(*dataset),
                rule.reason
            )
        }
        A::Filter { dataset, was, .. } => {
            let rule = was.as_ref().map(ToString::to_string).unwrap_or_default();
            format!(
                "Counted the rows of “{}” again where {rule}",
                study.dataset_name(*dataset)
            )
        }
        A::Weighting {
            dataset,
            now: Some(now),
            ..
        } => {
            format!(
                "Counted “{}” by {}",
                study.dataset_name(*dataset),
                now.in_words()
            )
        }
        A::Weighting { dataset, .. } => format!(
            "Counted each row of “{}” as one",
            study.dataset_name(*dataset)
        ),
        A::Search {
            name, was: None, ..
        } => format!("Saved the search “{name}”"),
        A::Search { name, was, now } => {
            format!(
                "{} the search “{name}”",
                written(was.is_some(), now.is_some())
            )
        }
        A::Acceptance { finding, now, .. } => {
            let found = match finding.rule.as_str() {
                ARCHIVE_RULE => "words of the public archive".to_owned(),
                rule => format!(
                    "what {rule} finds at {}",
                    study.object_in_words(&finding.object)
                ),
            };
            format!(
                "{} {found}",
                if now.is_some() {
                    "Accepted"
                } else {
                    "Left open again"
                }
            )
        }
    }
}

/// What happened to something that is written, changed or taken away.
fn written(was: bool, now: bool) -> &'static str {
    match (was, now) {
        (false, _) => "Wrote",
        (true, true) => "Changed",
        (true, false) => "Took away",
    }
}
