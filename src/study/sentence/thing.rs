//! Sentences of things that come, go, come back, are described anew, or are erased.
//!
//! Sentences of what stands in a place.

use super::because;
use crate::study::inference::ARCHIVE_RULE;
use crate::study::{Addition, Amendment, Assignment, Code, CodeBody, Erasing, Id, Ref, Study};
use crate::text::number;

/// What is said of a thing that was added, removed and brought back; `{}` is its name.
const fn sentences(thing: &Ref) -> [&'static str; 3] {
    match thing {
        Ref::Document { .. } => [
            "Imported the document “{}”",
            "Removed the document “{}”",
            "Restored the document “{}”",
        ],
        Ref::Informant { .. } => [
            "Made the informant {} known",
            "Removed the informant {}",
            "Restored the informant {}",
        ],
        Ref::Code { .. } => [
            "Added the code {}",
            "Retired the code {}",
            "Restored the code {}",
        ],
        Ref::Coding { .. } => [
            "Made the coding {}",
            "Removed the coding {}",
            "Restored the coding {}",
        ],
        Ref::Theory { .. } => ["Began theory {}", "Removed theory {}", "Restored theory {}"],
        Ref::Node { .. } => [
            "Made {} a node of theory {}",
            "Removed {} from theory {}",
            "Made {} a node of theory {} again",
        ],
        Ref::Link { .. } => [
            "Drew the link {}",
            "Removed the link {}",
            "Restored the link {}",
        ],
        Ref::Change { .. } => [
            "Wrote down that {}",
            "Removed from the change log that {}",
            "Restored in the change log that {}",
        ],
        Ref::Configuration { .. } => [
            "Added the configuration {}",
            "Removed the configuration {}",
            "Restored the configuration {}",
        ],
        Ref::Dataset { .. } => [
            "Imported the dataset “{}”",
            "Removed the dataset “{}”",
            "Restored the dataset “{}”",
        ],
        Ref::Indicator { .. } => [
            "Made {} an indicator of {}",
            "Removed {} as an indicator of {}",
            "Made {} an indicator of {} again",
        ],
        Ref::Reported { .. } => [
            "Recorded the results that “{}” reports",
            "Removed the reported results “{}”",
            "Restored the reported results “{}”",
        ],
        Ref::GuideItem { .. } => [
            "Added a question to the interview guide “{}”",
            "Removed a question from the interview guide “{}”",
            "Restored a question of the interview guide “{}”",
        ],
    }
}

/// A sentence with the names in their places.
fn filled(sentence: &str, names: &[String]) -> String {
    let mut parts = sentence.split("{}");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for (part, name) in parts.zip(names) {
        filled += name;
        filled += part;
    }
    filled
}

/// What a thing is called, also when it has left the study.
fn names(thing: &Ref, study: &Study) -> Vec<String> {
    let name = match thing {
        Ref::Document { id } => study.title_of(*id).to_owned(),
        Ref::Informant { id } => study.informant_name(*id).to_owned(),
        Ref::Code { id, .. } => study.code_name(*id).to_owned(),
        Ref::Coding { id } => study.coding_in_words(*id),
        Ref::Theory { id } => study.version_of(*id).to_owned(),
        Ref::Node { theory, code, .. } => {
            return vec![
                study.code_name(*code).to_owned(),
                study.version_of(*theory).to_owned(),
            ];
        }
        Ref::Link { id } => study.link_in_words(*id),
        Ref::Change { id } => study.change_title(*id),
        Ref::Configuration { id } => study.configuration_title(*id),
        Ref::Dataset { id } => study.dataset_name(*id).to_owned(),
        Ref::Indicator { indicator } => {
            return vec![
                indicator.variable.clone(),
                study.code_name(indicator.code).to_owned(),
            ];
        }
        Ref::Reported { id } => study.reported_name(*id).to_owned(),
        Ref::GuideItem { id } => study.guide_of(*id).to_owned(),
    };
    vec![name]
}

/// By the name it came with, and what else is told of it.
pub(super) fn added(thing: &Addition, study: &Study) -> String {
    let named = thing.clone().named();
    let [sentence, ..] = sentences(&named);
    let (name, more) = match thing {
        Addition::Document { body, .. } => (body.title.clone(), String::new()),
        Addition::Informant { body, .. } => (body.name.clone(), String::new()),
        Addition::Code { body, .. } => (
            body.name.in_language(&study.language).to_owned(),
            String::new(),
        ),
        Addition::Theory {
            version, parent, ..
        } => {
            let from = parent.map(|parent| format!(" from {}", study.version_of(parent)));
            (version.clone(), from.unwrap_or_default())
        }
        Addition::Link { link } => (study.link_name(link), String::new()),
        Addition::Change { body, .. } => (study.change_in_words(body), String::new()),
        Addition::Dataset { body, .. } => (body.name.clone(), format!(": {} rows", body.rows)),
        Addition::Reported { body, .. } => (body.name.clone(), format!(": {} tests", body.tests)),
        Addition::GuideItem { body, .. } => (body.guide.clone(), String::new()),
        Addition::Configuration { .. } | Addition::Node { .. } | Addition::Indicator { .. } => {
            return filled(sentence, &names(&named, study));
        }
    };
    filled(sentence, &[name]) + &more
}

pub(super) fn removed(thing: &Ref, study: &Study) -> String {
    let [_, sentence, _] = sentences(thing);
    let said = filled(sentence, &names(thing, study));
    match thing {
        Ref::Code { reason, .. } => because(said, reason),
        _ => said,
    }
}

pub(super) fn restored(thing: &Ref, study: &Study) -> String {
    let [.., sentence] = sentences(thing);
    filled(sentence, &names(thing, study))
}

pub(super) fn changed(change: &Amendment, study: &Study) -> String {
    match change {
        Amendment::Informant { was, now, .. } if was.name != now.name => {
            format!("Renamed the informant {} to {}", was.name, now.name)
        }
        Amendment::Informant { now, .. } => format!("Updated the informant {}", now.name),
        Amendment::Code {
            id,
            was,
            now,
            reason,
        } => because(code_changed(study, *id, was, now), reason),
        Amendment::Link { was, now } if (was.from, was.to) != (now.from, now.to) => {
            format!(
                "Changed the link {} to {}",
                study.link_name(was),
                study.link_name(now)
            )
        }
        Amendment::Link { now, .. } => format!("Changed the link {}", study.link_in_words(now.id)),
        Amendment::Configuration { id, .. } => {
            format!(
                "Changed the configuration {}",
                study.configuration_title(*id)
            )
        }
    }
}

/// What was changed of a code, when it was one thing.
fn code_changed(study: &Study, id: Id<Code>, was: &CodeBody, now: &CodeBody) -> String {
    let (before, after) = (
        was.name.in_language(&study.language),
        now.name.in_language(&study.language),
    );
    let name = study.code_name(id);
    let only = |change: &dyn Fn(&mut CodeBody)| {
        let mut body = was.clone();
        change(&mut body);
        body == *now
    };
    if before != after {
        format!("Renamed the code {before} to {after}")
    } else if only(&|body| body.parent = now.parent) {
        match now.parent {
            Some(parent) => format!("Moved the code {name} under {}", study.code_name(parent)),
            None => format!("Moved the code {name} to the top"),
        }
    } else if only(&|body| body.colour.clone_from(&now.colour)) {
        format!("Recoloured the code {name}")
    } else if only(&|body| body.tag.clone_from(&now.tag)) {
        format!("Gave the code {name} the letters {}", now.tag)
    } else if only(&|body| body.kind = now.kind) {
        format!("Made the code {name} of the kind {}", now.kind)
    } else {
        format!("Changed the code {name}")
    }
}

pub(super) fn erased(gone: &Erasing, study: &Study) -> String {
    let in_all = |contents: &[_]| number::count_noun(contents.len(), "text");
    match gone {
        Erasing::Document { id, contents } => format!(
            "Erased the words of “{}”, {} in all",
            study.title_of(*id),
            in_all(contents)
        ),
        Erasing::Informant { id, .. } => format!("Erased what {} said", study.informant_name(*id)),
        Erasing::Dataset { id, contents } => format!(
            "Erased the rows of “{}”, {} in all",
            study.dataset_name(*id),
            in_all(contents)
        ),
        Erasing::Rows { dataset, rows, .. } => format!(
            "Erased {} of “{}”",
            numbered(rows),
            study.dataset_name(*dataset)
        ),
        Erasing::Search { name, .. } => format!("Erased the saved search “{name}”"),
    }
}

/// "row 12", "rows 12, 40".
pub fn numbered(rows: &[u32]) -> String {
    let all: Vec<String> = rows.iter().map(ToString::to_string).collect();
    format!(
        "row{} {}",
        if all.len() == 1 { "" } else { "s" },
        all.join(", ")
    )
}

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
                "Made {label} in “{}” {}",
                study.title_of(*document),
                study.informant_name(*informant)
            ),
            None => format!(
                "Made {label} in “{}” the interviewer",
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
                "Updated {} in theory {}",
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
                None => format!("Removed {quote} from the configuration {name}"),
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
            None => format!("Removed the verdict on {}", study.link_in_words(*link)),
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
        A::Plan { now: None, .. } => "Removed the analysis plan".into(),
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
            format!("Updated the variable {}", now.name)
        }
        A::Variable { was, .. } => {
            format!(
                "Removed the variable {}",
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
        (true, false) => "Removed",
    }
}
