//! Findings of the checks on the reasoning, and those that were accepted, with the reasons.

use super::{ReportData, words};
use crate::evidence::lint::{self, LintSeverity, RuleFinding};
use crate::text::number;
use maud::{Markup, html};

pub(super) fn section(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    let (open, accepted): (Vec<RuleFinding>, Vec<RuleFinding>) = lint::findings(study)
        .into_iter()
        .partition(|finding| finding.acceptance(study).is_none());
    let count = |severity: LintSeverity| {
        open.iter()
            .filter(|finding| finding.rule.severity == severity)
            .count()
    };
    html! {
        p {
            @if open.is_empty() { "The checks find nothing that is not accepted." } @else {
                (number::count_noun(count(LintSeverity::Error), "error")) ", " (number::count_noun(count(LintSeverity::Warning), "warning")) " and "
                (number::count_noun(count(LintSeverity::Note), "note")) ". They are prompts to think, not verdicts."
            }
        }
        @for group in open.chunk_by(|a, b| a.rule == b.rule) {
            @let rule = group[0].rule;
            details {
                summary { b { (rule.in_words()) } span.counts { (group.len()) " · " (rule.severity.name()) } }
                div.body {
                    p.quiet { (rule.source) }
                    // Findings name documents, people and passages.
                    @if report.is_internal() { dl {
                        @for finding in group {
                            dt { (words(&finding.location())) }
                            dd { (words(&finding.message)) }
                        }
                    } }
                }
            }
        }
        @if !accepted.is_empty() {
            h3 { "Accepted" }
            @if !report.is_internal() { p.quiet { (number::count_noun(accepted.len(), "finding")) ", with the reasons." } } @else { dl {
                @for finding in &accepted {
                    dt { (finding.rule.id) " " (words(&finding.location())) }
                    dd { (words(&finding.message)) br; span.quiet { "Accepted: " (words(finding.acceptance(study).map_or("", |(_, reason)| reason))) } }
                }
            } }
        }
    }
}
