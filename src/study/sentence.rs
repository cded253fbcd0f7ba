//! Facts in sentences: what a person reads in the history.
//!
//! Names are today's: a code that was renamed since is called what it is
//! called now, and what has left the study keeps the name it had.

use super::{
    Change, Code, CodeBody, Coding, Configuration, Dataset, Document, Event, GuideItem, Id,
    Informant, Link, Record, Reported, Study, Theory,
    change::{ChangeBody, TheoryElement},
    event::MemoTarget,
    finding::{ARCHIVE_RULE, FindingSubject},
    record::Act,
    theory::QuoteAt,
};
use crate::text::number;

/// How many characters of a quote a sentence repeats.
const EXCERPT_LENGTH: usize = 60;

/// A record in a sentence: what happened, and whether it was undo or redo.
#[must_use]
pub fn describe_record(record: &Record, study: &Study) -> String {
    let happened = describe_event(&record.event, study);
    match record.act {
        Act::Do => happened,
        Act::Undo(_) => format!("Undo: {happened}"),
        Act::Redo(_) => format!("Redo: {happened}"),
    }
}

/// The fact that says what a batch was about: the first that is more than an
/// informant who came along with a transcript.
#[must_use]
pub fn main_event(events: &[Event]) -> Option<&Event> {
    let along = |event: &&Event| {
        matches!(
            event,
            Event::InformantAdded { .. } | Event::InformantChanged { .. }
        )
    };
    events.iter().find(|event| !along(event)).or(events.first())
}

/// A fact in a sentence, without a full stop.
#[must_use]
pub fn describe_event(event: &Event, study: &Study) -> String {
    use Event as E;
    match event {
        E::StudyStarted { title, .. } => format!("Started the study “{title}”"),
        E::DocumentAdded { body, .. } => format!("Imported the document “{}”", body.title),
        E::DocumentErased { id, contents } => {
            format!(
                "Erased the words of “{}”, {} in all",
                study.title_of(*id),
                number::count_noun(contents.len(), "text")
            )
        }
        E::OriginSet { document, .. } => format!(
            "Kept how the text of “{}” differs from its file",
            study.title_of(*document)
        ),
        E::InformantErased { id, .. } => format!("Erased what {} said", study.informant_name(*id)),
        E::DocumentRemoved { id } => format!("Removed the document “{}”", study.title_of(*id)),
        E::DocumentRestored { id } => {
            format!("Brought the document “{}” back", study.title_of(*id))
        }
        E::DocumentReplaced { id, .. } => format!(
            "Put a corrected version in the place of “{}”",
            study.title_of(*id)
        ),
        E::DocumentReinstated { id, .. } => format!(
            "Brought the earlier version of “{}” back",
            study.title_of(*id)
        ),
        E::InformantAdded { body, .. } => format!("Made the informant {} known", body.name),
        E::InformantChanged { was, now, .. } if was.name != now.name => {
            format!("Renamed the informant {} to {}", was.name, now.name)
        }
        E::InformantChanged { now, .. } => format!("Described the informant {} anew", now.name),
        E::InformantRemoved { id } => {
            format!("Removed the informant {}", study.informant_name(*id))
        }
        E::InformantRestored { id } => {
            format!("Brought the informant {} back", study.informant_name(*id))
        }
        E::SpeakerAssigned {
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
        E::CodeAdded { body, .. } => {
            format!("Added the code {}", body.name.in_language(&study.language))
        }
        E::CodeChanged {
            id,
            was,
            now,
            reason,
        } => because(changed(study, *id, was, now), reason),
        E::CodeMerged { id, into, reason } => because(
            format!(
                "Merged the code {} into {}",
                study.code_name(*id),
                study.code_name(*into)
            ),
            study.words(*reason).unwrap_or_default(),
        ),
        E::CodeParted { id, into, .. } => {
            format!(
                "Parted the code {} from {} again",
                study.code_name(*id),
                study.code_name(*into)
            )
        }
        E::CodeSplit { id, into, reason } => because(
            format!(
                "Split the code {} into {}",
                study.code_name(*id),
                study.names(into)
            ),
            study.words(*reason).unwrap_or_default(),
        ),
        E::CodeRejoined { id, into, .. } => {
            format!(
                "Took back splitting the code {} into {}",
                study.code_name(*id),
                study.names(into)
            )
        }
        E::CodeRetired { id, reason } => {
            because(format!("Retired the code {}", study.code_name(*id)), reason)
        }
        E::CodeRestored { id } => format!("Brought the code {} back", study.code_name(*id)),
        E::Coded {
            document,
            span,
            code,
            ..
        } => {
            format!(
                "Coded {} as {}",
                study.quote_excerpt(QuoteAt {
                    document: *document,
                    span: *span
                }),
                study.code_name(*code)
            )
        }
        E::CodingAdopted {
            document,
            span,
            code,
            by,
            ..
        } => {
            let words = study.quote_excerpt(QuoteAt {
                document: *document,
                span: *span,
            });
            format!(
                "Took over {by}’s coding of {words} as {}",
                study.code_name(*code)
            )
        }
        E::CodingRemoved { id } => format!("Took away the coding {}", study.coding_in_words(*id)),
        E::CodingRestored { id } => {
            format!("Brought back the coding {}", study.coding_in_words(*id))
        }
        E::CodingRecoded { id, was, now } => {
            let quote = study.codings.get_any(*id).map(|coding| QuoteAt {
                document: coding.document,
                span: coding.span,
            });
            let words = quote.map_or_else(|| "?".into(), |quote| study.quote_excerpt(quote));
            format!(
                "Coded {words} as {} instead of {}",
                study.code_name(*now),
                study.code_name(*was)
            )
        }
        E::BoundaryMoved { id, now, .. } => {
            let Some(coding) = study.codings.get_any(*id) else {
                return "Moved the boundary of a quote".into();
            };
            let quote = QuoteAt {
                document: coding.document,
                span: now.span,
            };
            format!(
                "Moved the boundary of a quote coded as {} to {}",
                study.code_name(coding.code),
                study.quote_excerpt(quote)
            )
        }
        E::CodingCarried { id, now, .. } => {
            let words = study.quote_excerpt(QuoteAt {
                document: now.document,
                span: now.extent.span,
            });
            let code = study
                .codings
                .get_any(*id)
                .map_or("?", |coding| study.code_name(coding.code));
            format!(
                "Carried the coding as {code} to {words} of another version of “{}”",
                study.title_of(now.document)
            )
        }
        E::QuoteDoubted { quote, .. } => format!(
            "Marked {} to be looked at, as its words have changed",
            study.quote_excerpt(*quote)
        ),
        E::QuoteConfirmed { quote, .. } => format!(
            "Looked at {}, whose words had changed",
            study.quote_excerpt(*quote)
        ),
        E::CondensationSet { quote, was, now } => {
            format!(
                "{} the condensation of {}",
                set(was.is_some(), now.is_some()),
                study.quote_excerpt(*quote)
            )
        }
        E::MemoSet { on, was, now } => {
            format!(
                "{} the memo on {}",
                set(was.is_some(), now.is_some()),
                study.target_in_words(*on)
            )
        }
        E::TheoryAdded {
            version,
            parent: None,
            ..
        } => format!("Began theory {version}"),
        E::TheoryAdded {
            version,
            parent: Some(parent),
            ..
        } => {
            format!("Began theory {version} from {}", study.version_of(*parent))
        }
        E::TheoryRemoved { id } => format!("Removed theory {}", study.version_of(*id)),
        E::TheoryRestored { id } => format!("Brought theory {} back", study.version_of(*id)),
        E::TheoryFrozen { id } => format!("Froze theory {}", study.version_of(*id)),
        E::TheoryThawed { id } => {
            format!("Took back the freezing of theory {}", study.version_of(*id))
        }
        E::NodeAdded { theory, code, .. } => {
            format!(
                "Made {} a node of theory {}",
                study.code_name(*code),
                study.version_of(*theory)
            )
        }
        E::NodeRemoved { theory, code, .. } => {
            format!(
                "Took {} out of theory {}",
                study.code_name(*code),
                study.version_of(*theory)
            )
        }
        E::NodeDescribed { theory, code, .. } => {
            format!(
                "Described {} anew in theory {}",
                study.code_name(*code),
                study.version_of(*theory)
            )
        }
        E::LinkAdded { link } => format!("Drew the link {}", study.link_name(link)),
        E::LinkRemoved { id } => format!("Took away the link {}", study.link_in_words(*id)),
        E::LinkRestored { id } => format!("Brought the link {} back", study.link_in_words(*id)),
        E::LinkChanged { was, now } if (was.from, was.to) != (now.from, now.to) => {
            format!(
                "Changed the link {} to {}",
                study.link_name(was),
                study.link_name(now)
            )
        }
        E::LinkChanged { now, .. } => format!("Changed the link {}", study.link_in_words(now.id)),
        E::ChangeNoted { body, .. } => format!("Wrote down that {}", study.change_in_words(body)),
        E::ChangeWithdrawn { id } => {
            format!(
                "Took back from the change log that {}",
                study.change_title(*id)
            )
        }
        E::ChangeRestored { id } => format!(
            "Brought back into the change log that {}",
            study.change_title(*id)
        ),
        E::ConfigurationAdded { id, .. } => {
            format!(
                "Put together the configuration {}",
                study.configuration_title(*id)
            )
        }
        E::ConfigurationChanged { id, .. } => {
            format!(
                "Changed the configuration {}",
                study.configuration_title(*id)
            )
        }
        E::ConfigurationRemoved { id } => {
            format!(
                "Took away the configuration {}",
                study.configuration_title(*id)
            )
        }
        E::ConfigurationRestored { id } => {
            format!(
                "Brought the configuration {} back",
                study.configuration_title(*id)
            )
        }
        E::ConfigurationJudged {
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
        E::PolaritySet {
            link, quote, now, ..
        } => {
            let (quote, link) = (study.quote_excerpt(*quote), study.link_in_words(*link));
            match now {
                Some(polarity) => format!("Judged that {quote} {polarity} {link}"),
                None => format!("Left open again what {quote} does to {link}"),
            }
        }
        E::VerdictSet { link, now, .. } => match now {
            Some(verdict) => format!(
                "Concluded on {}: {}",
                study.link_in_words(*link),
                verdict.conclusion
            ),
            None => format!("Took away the verdict on {}", study.link_in_words(*link)),
        },
        E::InferenceSet { link, was, now } => {
            format!(
                "{} the inference on {}",
                set(was.is_some(), now.is_some()),
                study.link_in_words(*link)
            )
        }
        E::PlanSet {
            now: Some(plan), ..
        } => format!("Planned the analysis: {plan}"),
        E::PlanSet { now: None, .. } => "Took the plan of analysis back".into(),
        E::QuoteReleased { quote } => {
            format!("Released {} for publication", study.quote_excerpt(*quote))
        }
        E::QuoteWithheld { quote } => {
            format!("Withheld {} from publication", study.quote_excerpt(*quote))
        }
        E::DatasetAdded { body, .. } => {
            format!("Imported the dataset “{}”: {} rows", body.name, body.rows)
        }
        E::VariableSet {
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
        E::VariableSet { now: Some(now), .. } => {
            format!("Described the variable {} anew", now.name)
        }
        E::VariableSet { was, .. } => {
            format!(
                "Took the variable {} away",
                was.as_ref().map_or("", |was| was.name.as_str())
            )
        }
        E::FilterSet {
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
        E::FilterSet { dataset, was, .. } => {
            let rule = was.as_ref().map(ToString::to_string).unwrap_or_default();
            format!(
                "Counted the rows of “{}” again where {rule}",
                study.dataset_name(*dataset)
            )
        }
        E::WeightingSet {
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
        E::WeightingSet { dataset, .. } => format!(
            "Counted each row of “{}” as one",
            study.dataset_name(*dataset)
        ),
        E::DatasetRemoved { id } => format!("Removed the dataset “{}”", study.dataset_name(*id)),
        E::DatasetRestored { id } => {
            format!("Brought the dataset “{}” back", study.dataset_name(*id))
        }
        E::DatasetErased { id, contents } => {
            format!(
                "Erased the rows of “{}”, {} in all",
                study.dataset_name(*id),
                number::count_noun(contents.len(), "text")
            )
        }
        E::RowsErased { dataset, rows, .. } => {
            format!(
                "Erased {} of “{}”",
                numbered(rows),
                study.dataset_name(*dataset)
            )
        }
        E::IndicatorAdded { indicator } => {
            format!(
                "Took {} for an indicator of {}",
                indicator.variable,
                study.code_name(indicator.code)
            )
        }
        E::IndicatorRemoved { indicator } => {
            format!(
                "No longer took {} for an indicator of {}",
                indicator.variable,
                study.code_name(indicator.code)
            )
        }
        E::SearchSaved {
            name, was: None, ..
        } => format!("Saved the search “{name}”"),
        E::SearchSaved { name, was, now } => {
            format!("{} the search “{name}”", set(was.is_some(), now.is_some()))
        }
        E::SearchErased { name, .. } => format!("Erased the saved search “{name}”"),
        E::ReportedAdded { body, .. } => format!(
            "Wrote down the results that “{}” reports: {} tests",
            body.name, body.tests
        ),
        E::ReportedRemoved { id } => format!(
            "Removed the reported results “{}”",
            study.reported_name(*id)
        ),
        E::ReportedRestored { id } => format!(
            "Brought the reported results “{}” back",
            study.reported_name(*id)
        ),
        E::GuideItemAdded { body, .. } => {
            format!("Added a question to the interview guide “{}”", body.guide)
        }
        E::GuideItemRemoved { id } => format!(
            "Took a question out of the interview guide “{}”",
            study.guide_of(*id)
        ),
        E::GuideItemRestored { id } => format!(
            "Brought a question of the interview guide “{}” back",
            study.guide_of(*id)
        ),
        E::AcceptanceSet { finding, now, .. } => {
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

/// What was changed of a code, when it was one thing.
fn changed(study: &Study, id: Id<Code>, was: &CodeBody, now: &CodeBody) -> String {
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

/// The first words of a quote and where it stands.
#[must_use]
pub fn excerpt(study: &Study, quote: QuoteAt) -> String {
    study.quote_excerpt(quote)
}

/// What happened to something that is written, changed or taken away.
fn set(was: bool, now: bool) -> &'static str {
    match (was, now) {
        (false, _) => "Wrote",
        (true, true) => "Changed",
        (true, false) => "Took away",
    }
}

fn because(sentence: String, reason: &str) -> String {
    if reason.is_empty() {
        sentence
    } else {
        format!("{sentence}: {reason}")
    }
}

/// Names that outlive what they name.
impl Study {
    fn title_of(&self, id: Id<Document>) -> &str {
        self.documents
            .get_any(id)
            .map_or("?", |document| &document.body.title)
    }

    fn informant_name(&self, id: Id<Informant>) -> &str {
        self.informants
            .get_any(id)
            .map_or("?", |informant| &informant.body.name)
    }

    fn version_of(&self, id: Id<Theory>) -> &str {
        self.theories
            .get_any(id)
            .map_or("?", |theory| &theory.version)
    }

    fn dataset_name(&self, id: Id<Dataset>) -> &str {
        self.datasets
            .get_any(id)
            .map_or("?", |dataset| &dataset.body.name)
    }

    fn reported_name(&self, id: Id<Reported>) -> &str {
        self.reported
            .get_any(id)
            .map_or("?", |reported| &reported.body.name)
    }

    fn guide_of(&self, id: Id<GuideItem>) -> &str {
        self.guide_items
            .get_any(id)
            .map_or("?", |item| &item.body.guide)
    }

    /// What a finding is about, also when it has left the study.
    #[must_use]
    pub fn object_in_words(&self, object: &FindingSubject) -> String {
        match object {
            FindingSubject::Study => "the study".into(),
            FindingSubject::Code(id) => self.code_name(*id).to_owned(),
            FindingSubject::Link(id) => self.link_in_words(*id),
            FindingSubject::Informant(id) => self.informant_name(*id).to_owned(),
            FindingSubject::Variable { variable, .. } => variable.clone(),
            FindingSubject::Reported { of, item } => {
                format!("{item} of “{}”", self.reported_name(*of))
            }
        }
    }

    /// A link in words, also when it has left the study.
    #[must_use]
    pub fn link_words(&self, id: Id<Link>) -> String {
        self.link_in_words(id)
    }

    fn link_in_words(&self, id: Id<Link>) -> String {
        self.links
            .get_any(id)
            .map_or_else(|| "?".into(), |link| self.link_name(link))
    }

    fn change_in_words(&self, change: &ChangeBody) -> String {
        let element = match change.on {
            TheoryElement::Node(code) => self.code_name(code).to_owned(),
            TheoryElement::Link(link) => self.link_in_words(link),
        };
        let by = change
            .by
            .map(|code| format!(" by {}", self.code_name(code)))
            .unwrap_or_default();
        format!(
            "theory {}: {element} {}{by}",
            self.version_of(change.theory),
            change.operation
        )
    }

    fn change_title(&self, id: Id<Change>) -> String {
        self.changes
            .get_any(id)
            .map_or_else(|| "?".into(), |change| self.change_in_words(&change.body))
    }

    fn configuration_title(&self, id: Id<Configuration>) -> String {
        self.configurations.get_any(id).map_or_else(
            || "?".into(),
            |configuration| self.configuration_name(configuration),
        )
    }

    fn coding_in_words(&self, id: Id<Coding>) -> String {
        let Some(coding) = self.codings.get_any(id) else {
            return "?".into();
        };
        let quote = QuoteAt {
            document: coding.document,
            span: coding.span,
        };
        format!(
            "of {} as {}",
            self.quote_excerpt(quote),
            self.code_name(coding.code)
        )
    }

    /// What a memo is on, as people say it; also when it has left the study.
    #[must_use]
    pub fn target_in_words(&self, on: MemoTarget) -> String {
        match on {
            MemoTarget::Study => "the study".into(),
            MemoTarget::Document(id) => format!("“{}”", self.title_of(id)),
            MemoTarget::Quote(quote) => self.quote_excerpt(quote),
            MemoTarget::Code(id) => named_code(self, id),
            MemoTarget::Link(id) => self.link_in_words(id),
        }
    }

    fn names(&self, codes: &[Id<Code>]) -> String {
        codes
            .iter()
            .map(|code| self.code_name(*code))
            .collect::<Vec<_>>()
            .join(" + ")
    }

    /// The first words of a quote and where it stands.
    fn quote_excerpt(&self, quote: QuoteAt) -> String {
        let Some(document) = self.documents.get_any(quote.document) else {
            return "a quote".into();
        };
        let words: Vec<&str> = quote.span.text(&document.text).split_whitespace().collect();
        let words = words.join(" ");
        let title = &document.body.title;
        if words.is_empty() {
            return format!("words of “{title}” that have been erased");
        }
        match words.char_indices().nth(EXCERPT_LENGTH) {
            None => format!("“{words}” ({title})"),
            Some((end, _)) => {
                let cut = words[..end].rfind(' ').unwrap_or(end);
                format!("“{} …” ({title})", &words[..cut])
            }
        }
    }
}

/// "row 12", "rows 12, 40".
#[must_use]
pub fn numbered(rows: &[u32]) -> String {
    let all: Vec<String> = rows.iter().map(ToString::to_string).collect();
    format!(
        "row{} {}",
        if all.len() == 1 { "" } else { "s" },
        all.join(", ")
    )
}

fn named_code(study: &Study, id: Id<Code>) -> String {
    format!("the code {}", study.code_name(id))
}
