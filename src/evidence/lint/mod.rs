//! Checks on the reasoning: where a conclusion does not follow from what it
//! rests on, in the study itself and in what a report prints.
//!
//! A rule is a pure function of what is known. It finds the matter in the facts
//! (p-values, pairs, constructs, verdicts), says what it found with the numbers
//! it rests on, and names the object to go to. It accuses nobody and corrects
//! nothing: the researcher changes what is wrong, or accepts it with a reason.

mod citation;
mod contradictions;
mod measure;
mod number;
mod printed_p_value;
mod reading;
mod report;
pub mod rule;
mod study_material;
pub mod unnamed_informants;

pub use printed_p_value::PrintedPValue;
pub use rule::{LintRule, LintSeverity};

use crate::study::{
    Cancelled, Code, Id, ProgressMonitor, Study,
    finding::{AcceptedFinding, FindingSubject},
};
use crate::text::digest;

/// Something a rule found.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleFinding {
    /// The rule.
    pub rule: &'static LintRule,
    /// Where one goes to do something about it.
    pub object: FindingSubject,
    /// The object in words: `T100 rel_tilfr × rel_forst`, or a link.
    pub place: String,
    /// The section of a report it stands in; empty for the study's own material.
    pub section: String,
    /// The line of the report.
    pub line: Option<u32>,
    /// The reported tests it rests on, by their ids.
    pub tests: Vec<String>,
    /// What was found, in one or two sentences.
    pub message: String,
}

impl RuleFinding {
    /// As an acceptance knows it: what it says, with its codes by identity, so that it says the
    /// same when one is renamed.
    #[must_use]
    pub fn key(&self, study: &Study) -> AcceptedFinding {
        self.known_as(&with_stable_ids(study, &self.message))
    }

    /// How it was accepted, and why; `None` when it is not.
    #[must_use]
    pub fn acceptance<'a>(&self, study: &'a Study) -> Option<(AcceptedFinding, &'a str)> {
        // What was accepted by an earlier virk is known by the bare message.
        [self.key(study), self.known_as(&self.message)]
            .into_iter()
            .find_map(|key| {
                let reason = study.acceptance(&key)?;
                Some((key, reason))
            })
    }

    fn known_as(&self, says: &str) -> AcceptedFinding {
        AcceptedFinding {
            rule: self.rule.id.into(),
            object: self.object.clone(),
            says: digest::quote_hash(says).into(),
        }
    }

    /// Where it stands, in words: the object, and for a report its section and line.
    #[must_use]
    pub fn location(&self) -> String {
        let mut place = self.place.clone();
        if !self.section.is_empty() {
            place += &format!(", section {}", self.section);
        }
        if let Some(line) = self.line {
            place += &format!(", line {line}");
        }
        place
    }
}

/// A message with the names of codes, where they stand as words of their own, replaced by what
/// never changes of them.
fn with_stable_ids(study: &Study, message: &str) -> String {
    let mut names: Vec<(&str, Id<Code>)> = study
        .codes()
        .map(|code| (code.name(&study.language), code.id))
        .collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut said = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(next) = rest.chars().next() {
        let begins_word = !said.ends_with(char::is_alphanumeric);
        let ends_word = |name: &str| !rest[name.len()..].starts_with(char::is_alphanumeric);
        match names.iter().find(|(name, _)| {
            begins_word && !name.is_empty() && rest.starts_with(name) && ends_word(name)
        }) {
            Some((name, id)) => {
                // Parted from what follows by what no message holds.
                said += &format!("{id}\u{0}");
                rest = &rest[name.len()..];
            }
            None => {
                said.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    said
}

/// Everything the rules find: errors first, then by rule, reported results before the study's own
/// material.
#[must_use]
pub fn findings(study: &Study) -> Vec<RuleFinding> {
    // Nobody watches, so nobody stops it.
    findings_with_progress(study, ProgressMonitor::default()).unwrap_or_default()
}

/// The [`findings`]; `watch` hears of each link.
///
/// # Errors
/// When it is stopped.
pub fn findings_with_progress(
    study: &Study,
    watch: ProgressMonitor<'_>,
) -> Result<Vec<RuleFinding>, Cancelled> {
    let mut found = Vec::new();
    for reported in study.reported() {
        let report = report::CheckedReport::new(study, reported);
        reading::check(&report, &mut found);
        contradictions::check(&report, &mut found);
        measure::check(&report, &mut found);
        number::check(&report, &mut found);
        citation::check(&report, &mut found);
    }
    study_material::check(study, watch, &mut found)?;
    let place =
        |finding: &RuleFinding| rule::ALL.iter().position(|rule| rule.id == finding.rule.id);
    found.sort_by_key(|finding| (finding.rule.severity, place(finding)));
    Ok(found)
}

/// The findings that nobody has accepted, and how many have been.
#[must_use]
pub fn open_findings(study: &Study) -> (Vec<RuleFinding>, usize) {
    let mut found = findings(study);
    let all = found.len();
    found.retain(|finding| finding.acceptance(study).is_none());
    let accepted = all - found.len();
    (found, accepted)
}
