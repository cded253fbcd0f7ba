//! Finds personal data in a study.
//!
//! Transcripts and surveys are scanned before they are imported. What a researcher types is never
//! refused, but reported after it was written ([`warn_about_text`]). On request the whole study is
//! scanned ([`scan_study`]), including texts that are no longer visible, which stay in the file
//! until they are erased.

mod study_scan;

use crate::privacy::{self, PersonalDataKind};
use crate::study::theory::QuoteAt;
use crate::study::{
    Addition, Amendment, Assignment, Cancelled, Code, Dataset, Document, Event, Id, Informant,
    Link, ProgressMonitor, Record, Study, sentence, upgrade,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use study_scan::StudyScan;

/// What to open in order to deal with a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingTarget {
    Quote(QuoteAt),
    Document(Id<Document>),
    Variable(Id<Dataset>, String),
    Informant(Id<Informant>),
    Code(Id<Code>),
    Link(Id<Link>),
    Nowhere,
}

/// A place that may identify a person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonalDataFinding {
    pub kind: PersonalDataKind,
    /// The kind of text or item: `document`, `memo`, `column` …
    pub what: &'static str,
    /// Its name.
    pub of: String,
    /// Line in the text, from 1; `None` for a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Start in code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// End in code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// For a column: the number of answers concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<usize>,
    /// The command line that shows it.
    pub show: String,
    #[serde(skip)]
    pub target: FindingTarget,
}

/// Everything in a study that may identify a person, including `names`: first what is visible, then
/// what no longer is.
pub fn scan_study(
    study: &Study,
    names: &[String],
    watch: ProgressMonitor<'_>,
) -> Result<Vec<PersonalDataFinding>, Cancelled> {
    let mut look = StudyScan {
        study,
        names,
        findings: Vec::new(),
        scanned: HashSet::new(),
        words: HashSet::new(),
    };
    look.text(
        "title",
        "the study",
        "virk check",
        FindingTarget::Nowhere,
        &study.title,
    );
    let documents = study.documents().count();
    for (done, document) in study.documents().enumerate() {
        watch.report(done, documents, "document")?;
        look.document(document);
    }
    for (done, dataset) in study.datasets().enumerate() {
        watch.report(done, study.datasets().count(), "dataset")?;
        look.dataset(dataset);
    }
    look.people_and_codes();
    look.notes();
    look.theories();
    look.others();
    look.deleted_content();
    Ok(look.findings)
}

/// Every string in a value, except ids and hashes.
fn strings(value: &Value, take: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => {
            let hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            if text.len() > 4 && !hash && uuid::Uuid::try_parse(text).is_err() {
                take(text);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| strings(value, take)),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "was")
            .for_each(|(_, value)| strings(value, take)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A warning about personal data in something just written. Transcripts and surveys are left out,
/// as they were scanned on import.
pub fn warn_about_text(study: &Study, records: &[Record]) -> Option<String> {
    let mut kinds: BTreeSet<PersonalDataKind> = BTreeSet::new();
    let mut places: Vec<String> = Vec::new();
    for Record { event, .. } in records {
        use Event as E;
        // Frequent events without any text.
        if matches!(
            event,
            E::Coded { .. }
                | E::CodingAdopted { .. }
                | E::CodingRecoded { .. }
                | E::CodingCarried { .. }
                | E::BoundaryMoved { .. }
        ) {
            continue;
        }
        let mut found = false;
        let mut look = |text: &str| {
            let here = privacy::scan(text, &[]);
            found |= !here.is_empty();
            kinds.extend(here.into_iter().map(|finding| finding.kind));
        };
        strings(&upgrade::as_logged(event), &mut look);
        if !matches!(
            event,
            E::Added(Addition::Document { .. })
                | E::Added(Addition::Dataset { .. })
                | E::Set(Assignment::Origin { .. })
        ) {
            let texts = event.contents();
            let texts = texts.into_iter().filter_map(|id| study.words(id));
            if matches!(
                event,
                E::Added(Addition::Informant { .. }) | E::Changed(Amendment::Informant { .. })
            ) {
                // A description is several texts in one.
                let details = texts.filter_map(|text| serde_json::from_str(text).ok());
                details.for_each(|details: Value| strings(&details, &mut look));
            } else {
                texts.for_each(&mut look);
            }
        }
        if found {
            places.push(sentence::describe_event(event, study));
        }
    }
    let listed: Vec<String> = kinds.iter().map(|kind| with_article(kind.noun())).collect();
    let listed = match listed.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => listed.concat(),
    };
    match (places.as_slice(), records.len()) {
        ([], _) => None,
        (_, 1) => Some(format!(
            "It holds {listed}: check whether that identifies somebody"
        )),
        ([first, others @ ..], _) => {
            let more = if others.is_empty() {
                String::new()
            } else {
                format!(" and {} more", others.len())
            };
            Some(format!(
                "What was written holds {listed}: check whether that identifies somebody ({first}{more})"
            ))
        }
    }
}

fn with_article(word: &str) -> String {
    let vowel = word.starts_with(['e', 'I', 'i']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}
