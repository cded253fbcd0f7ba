//! Checks of the reasoning: conclusions that do not follow from their evidence, in the study itself
//! and in a report.
//!
//! A rule is a pure function of the study. It looks at facts (p-values, pairs, constructs,
//! verdicts), states the finding with the numbers behind it, and names the object to go to. It
//! blames nobody and corrects nothing: the researcher fixes the problem, or accepts the finding
//! with a reason.

mod contradictions;
mod number;
mod reading;
mod report;
pub mod rule;
mod study_material;
pub mod unnamed_informants;

pub use report::PrintedPValue;
pub use rule::{LintRule, LintSeverity};

use crate::study::inference::{AcceptedFinding, FindingSubject};
use crate::study::{Cancelled, Code, Id, ProgressMonitor, Study};
use crate::text::sanitize;

#[derive(Clone, Debug, PartialEq)]
pub struct RuleFinding {
    pub rule: &'static LintRule,
    /// Where the user can act on it.
    pub object: FindingSubject,
    /// Description of the object: `T100 rel_tilfr × rel_forst`, or a link.
    pub place: String,
    /// Section of the report; empty for the study's own material.
    pub section: String,
    /// Line of the report.
    pub line: Option<u32>,
    /// Ids of the reported tests behind it.
    pub tests: Vec<String>,
    /// The finding in one or two sentences.
    pub message: String,
}

impl RuleFinding {
    /// Identifies the finding for acceptance: its message with codes by id, so that renaming a code
    /// does not undo the acceptance.
    pub fn key(&self, study: &Study) -> AcceptedFinding {
        self.known_as(&with_stable_ids(study, &self.message))
    }

    /// How it was accepted and why; `None` if it was not.
    pub fn acceptance<'a>(&self, study: &'a Study) -> Option<(AcceptedFinding, &'a str)> {
        // Most studies have accepted nothing, and a key looks for every code in the message.
        study.acceptances().next()?;
        // Earlier versions of virk stored the bare message.
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
            says: sanitize::quote_hash(says).into(),
        }
    }

    /// The object, and for a report its section and line.
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

/// Replaces the names of codes, where they occur as whole words, by their ids.
fn with_stable_ids(study: &Study, message: &str) -> String {
    let mut names: Vec<(&str, Id<Code>)> = study
        .codes()
        .map(|code| (code.name(&study.language), code.id))
        .collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut replaced = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(next) = rest.chars().next() {
        let begins_word = !replaced.ends_with(char::is_alphanumeric);
        let ends_word = |name: &str| !rest[name.len()..].starts_with(char::is_alphanumeric);
        match names.iter().find(|(name, _)| {
            begins_word && !name.is_empty() && rest.starts_with(name) && ends_word(name)
        }) {
            Some((name, id)) => {
                // NUL cannot occur in a message, so the id is delimited from what follows.
                replaced += &format!("{id}\u{0}");
                rest = &rest[name.len()..];
            }
            None => {
                replaced.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    replaced
}

/// All findings: errors first, then by rule, reports before the study's own material.
pub fn findings(study: &Study) -> Vec<RuleFinding> {
    // Without a monitor nothing can cancel it.
    findings_with_progress(study, ProgressMonitor::default()).unwrap_or_default()
}

/// Like [`findings`]; `watch` is notified of each link and may cancel.
pub fn findings_with_progress(
    study: &Study,
    watch: ProgressMonitor<'_>,
) -> Result<Vec<RuleFinding>, Cancelled> {
    let mut found = Vec::new();
    for reported in study.reported() {
        let report = report::CheckedReport::new(study, reported);
        reading::check(&report, &mut found);
        contradictions::check(&report, &mut found);
        number::check_measures(&report, &mut found);
        number::check(&report, &mut found);
        contradictions::check_citations(&report, &mut found);
    }
    study_material::check(study, watch, &mut found)?;
    let place =
        |finding: &RuleFinding| rule::ALL.iter().position(|rule| rule.id == finding.rule.id);
    found.sort_by_key(|finding| (finding.rule.severity, place(finding)));
    Ok(found)
}

/// The findings not accepted, and the number of those accepted.
pub fn open_findings(study: &Study) -> (Vec<RuleFinding>, usize) {
    let mut found = findings(study);
    let all = found.len();
    found.retain(|finding| finding.acceptance(study).is_none());
    let accepted = all - found.len();
    (found, accepted)
}
