//! Facts in sentences: what a person reads in the history.
//!
//! Names are today's: a code that was renamed since is called what it is
//! called now, and what has left the study keeps the name it had.

mod thing;

use super::event::{Act, MemoTarget};
use super::inference::FindingSubject;
use super::revision::{ChangeBody, TheoryElement};
use super::theory::QuoteAt;
use super::{
    Addition, Amendment, Change, Code, Coding, Configuration, Dataset, Document, Event, GuideItem,
    Id, Informant, Kept, Link, Record, Reported, Study, Theory,
};
use crate::text::number::count_noun;

pub use thing::numbered;

/// How many characters of a quote a sentence repeats.
const EXCERPT_LENGTH: usize = 60;

/// A record in a sentence: what happened, and whether it was undo or redo.
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
pub fn main_event(events: &[Event]) -> Option<&Event> {
    let along = |event: &&Event| {
        matches!(
            event,
            Event::Added(Addition::Informant { .. }) | Event::Changed(Amendment::Informant { .. })
        )
    };
    events.iter().find(|event| !along(event)).or(events.first())
}

/// A fact in a sentence, without a full stop.
pub fn describe_event(event: &Event, study: &Study) -> String {
    use Event as E;
    match event {
        E::StudyStarted { title, .. } => format!("Started the study “{title}”"),
        E::Added(thing) => thing::added(thing, study),
        E::Removed(thing) => thing::removed(thing, study),
        E::Restored(thing) => thing::restored(thing, study),
        E::Changed(change) => thing::changed(change, study),
        E::Set(place) => thing::set(place, study),
        E::Erased(gone) => thing::erased(gone, study),
        E::DocumentReplaced { id, .. } => format!(
            "Put a corrected version in the place of “{}”",
            study.title_of(*id)
        ),
        E::DocumentReinstated { id, .. } => format!(
            "Brought the earlier version of “{}” back",
            study.title_of(*id)
        ),
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
                "Undid splitting the code {} into {}",
                study.code_name(*id),
                study.names(into)
            )
        }
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
                "Adopted {by}’s coding of {words} as {}",
                study.code_name(*code)
            )
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
        E::TheoryFrozen { id } => format!("Froze theory {}", study.version_of(*id)),
        E::TheoryThawed { id } => {
            format!("Unfroze theory {}", study.version_of(*id))
        }
        E::QuoteReleased { quote } => {
            format!("Released {} for publication", study.quote_excerpt(*quote))
        }
        E::QuoteWithheld { quote } => {
            format!("Withheld {} from publication", study.quote_excerpt(*quote))
        }
        E::CopyMade { person, blind, .. } => {
            let codings = if *blind {
                ", without the codings of others"
            } else {
                ""
            };
            format!("Made a copy for {person}{codings}")
        }
        E::CopyMerged {
            people,
            records,
            conflicts,
        } => {
            let whose = match people.as_slice() {
                [] => String::new(),
                people => format!(" of {}", people.join(" and ")),
            };
            format!(
                "Merged a copy in: {}{whose}, {}",
                count_noun(*records, "record"),
                count_noun(conflicts.len(), "conflict")
            )
        }
        E::ConflictSettled { kept, reason, .. } => because(
            format!("Settled a conflict: {} kept", kept_in_words(*kept)),
            study.words(*reason).unwrap_or_default(),
        ),
        E::ConflictReopened { .. } => "Opened a conflict again that had been settled".into(),
    }
}

/// The first words of a quote and where it stands.
pub fn excerpt(study: &Study, quote: QuoteAt) -> String {
    study.quote_excerpt(quote)
}

fn kept_in_words(kept: Kept) -> &'static str {
    match kept {
        Kept::Ours => "ours is",
        Kept::Theirs => "theirs is",
        Kept::Both => "both are",
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

fn named_code(study: &Study, id: Id<Code>) -> String {
    format!("the code {}", study.code_name(id))
}
