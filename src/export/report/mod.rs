//! The whole study as one page, for browser, phone or paper: theory, evidence, matrix, charts,
//! methods and caveats.
//!
//! The page is self-contained, with no external font, picture or script. A content security policy
//! that allows its one style and one script by their hashes makes the browser enforce that. All
//! text from the study is escaped by construction and sanitised ([`crate::text::sanitize`]),
//! whatever a transcript contains.

mod chart;
mod evidence;
mod lists;

use super::privacy::{DEFAULT_MIN_COUNT, Privacy, PrivacyFilter};
use crate::evidence::lint::RuleFinding;
use crate::evidence::{Evidence, lint, tests};
use crate::stats::estimate;
use crate::study::{Cancelled, Informant, ProgressMonitor, ProgressUpdate, Study, Theory};
use crate::text::{number, sanitize};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::sync::atomic::{AtomicUsize, Ordering};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A study with everything the sections share.
struct ReportData<'a> {
    study: &'a Study,
    theory: Option<&'a Theory>,
    privacy_filter: PrivacyFilter<'a>,
    /// The evidence of each link, in the theory's order.
    links: Vec<Evidence<'a>>,
    /// By link and test: p adjusted within the theory (Benjamini & Hochberg).
    adjusted: Vec<Vec<Option<f64>>>,
    /// Number of different tests in the theory.
    tests: usize,
    /// What the checks on the reasoning find and nobody accepted, and what was accepted.
    open: Vec<RuleFinding>,
    accepted: Vec<RuleFinding>,
    /// Hears of every step of a section.
    watch: ProgressMonitor<'a>,
}

/// Sanitised text of the study.
fn words(text: &str) -> String {
    sanitize::sanitize(text).into_owned()
}

impl<'a> ReportData<'a> {
    fn new(
        privacy_filter: PrivacyFilter<'a>,
        theory: Option<&'a Theory>,
        watch: ProgressMonitor<'a>,
    ) -> Result<ReportData<'a>, Cancelled> {
        let study = privacy_filter.study();
        let mut links: Vec<Evidence<'_>> = Vec::new();
        for link in theory.into_iter().flat_map(|theory| study.links_of(theory)) {
            watch.report(links.len(), links.len() + 1, "link")?;
            links.push(Evidence::new(study, link));
        }
        let (open, accepted) = lint::findings_with_progress(study, watch)?
            .into_iter()
            .partition(|finding| finding.acceptance(study).is_none());
        let adjusted = adjust(&links);
        let tests = theory.map_or(0, |theory| tests::in_theory(study, theory));
        Ok(ReportData {
            study,
            theory,
            privacy_filter,
            links,
            adjusted,
            tests,
            open,
            accepted,
            watch,
        })
    }

    fn name(&self, code: crate::study::Id<crate::study::Code>) -> String {
        words(self.study.code_name(code))
    }

    /// "◆ Reflection".
    fn node(&self, code: crate::study::Id<crate::study::Code>) -> Markup {
        let kind = match self.theory {
            Some(theory) => self.study.kind_in(theory, code),
            None => self
                .study
                .code(code)
                .map(|code| code.body.kind)
                .unwrap_or_default(),
        };
        html! { span.kind title=(kind.name()) { (kind.glyph()) } " " (self.name(code)) }
    }

    fn is_public(&self) -> bool {
        self.privacy_filter.privacy() == Privacy::Public
    }

    fn is_internal(&self) -> bool {
        self.privacy_filter.privacy() == Privacy::Internal
    }

    /// An informant's name or pseudonym.
    fn informant_name(&self, informant: &Informant) -> String {
        words(&self.privacy_filter.informant(informant.id))
    }

    /// A count of people, or a placeholder if withheld.
    fn count(&self, count: usize) -> String {
        words(self.privacy_filter.count(count).as_shown())
    }
}

/// Adjusts the p of every test among all different tests of the theory. A pair of variables that
/// occurs in several links counts as one test.
fn adjust(links: &[Evidence<'_>]) -> Vec<Vec<Option<f64>>> {
    let mut pairs = Vec::new();
    let mut p = Vec::new();
    let mut at = Vec::with_capacity(links.len());
    for evidence in links {
        let mut row = Vec::with_capacity(evidence.tests.tests.len());
        for test in &evidence.tests.tests {
            let (a, b) = (
                test.crosstab.row.name.as_str(),
                test.crosstab.column.name.as_str(),
            );
            let pair = (test.dataset.id, a.min(b), a.max(b));
            let place = pairs
                .iter()
                .position(|known| *known == pair)
                .unwrap_or_else(|| {
                    pairs.push(pair);
                    p.push(test.p());
                    pairs.len() - 1
                });
            row.push(place);
        }
        at.push(row);
    }
    let adjusted = estimate::benjamini_hochberg(&p);
    at.into_iter()
        .map(|row| row.into_iter().map(|place| adjusted[place]).collect())
        .collect()
}

/// The report on `study` with the evidence of `theory`, restricted to what `privacy` allows.
pub fn report_page(study: &Study, theory: Option<&Theory>, privacy: Privacy) -> String {
    let privacy_filter = PrivacyFilter::new(study, privacy, DEFAULT_MIN_COUNT);
    // Without a monitor nothing can cancel it.
    filtered_report_page(privacy_filter, theory, ProgressMonitor::default()).unwrap_or_default()
}

/// Makes a section of the page.
type SectionWriter = fn(&ReportData<'_>) -> Markup;

/// The sections in order, each with its anchor and its heading.
const SECTIONS: [(&str, &str, SectionWriter); 12] = [
    ("theory", "Theory", lists::theory),
    ("changes", "Change log", lists::changes),
    ("evidence", "Evidence", evidence::section),
    ("joint", "Joint display", chart::joint_display),
    ("questions", "Questions", lists::questions),
    ("matrix", "Matrix", chart::matrix),
    ("charts", "Distributions", chart::section),
    ("coverage", "Coverage", lists::coverage),
    ("methods", "Methods", lists::methods),
    ("reasoning", "Checks", lists::reasoning),
    ("informants", "Informants", lists::informants),
    ("codebook", "Codebook", lists::codebook),
];

/// [`report_page`] with a filter of the caller's; tells `watch` of each section and stops when it says so.
pub fn filtered_report_page(
    privacy_filter: PrivacyFilter<'_>,
    theory: Option<&Theory>,
    watch: ProgressMonitor<'_>,
) -> Result<String, Cancelled> {
    let study = privacy_filter.study();
    // The evidence is gathered before the first section, and takes as long as some.
    let parts = SECTIONS.len() + 1;
    let part = AtomicUsize::new(0);
    let step = |_: ProgressUpdate| {
        watch
            .report(part.load(Ordering::Relaxed), parts, "section")
            .is_ok()
    };
    let within = ProgressMonitor::new(&step);
    let report = ReportData::new(privacy_filter, theory, within)?;
    let mut sections: Vec<(&str, &str, Markup)> = Vec::with_capacity(SECTIONS.len());
    for (id, title, write) in SECTIONS {
        part.fetch_add(1, Ordering::Relaxed);
        within.report(0, 1, "section")?;
        sections.push((id, title, write(&report)));
    }
    watch.report(parts, parts, "section")?;
    let privacy_filter = &report.privacy_filter;
    let sections: Vec<_> = sections
        .into_iter()
        .filter(|(_, _, content)| !content.0.is_empty())
        .collect();
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        sanitize::sha256_base64(STYLE),
        sanitize::sha256_base64(SCRIPT)
    );
    let page = html! {
        (DOCTYPE)
        html lang=(study.language) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="generator" content=(concat!("virk ", env!("CARGO_PKG_VERSION")));
                title { (sanitize::sanitize_line(&study.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (sanitize::sanitize_line(&study.title)) }
                    (summary(&report))
                }
                nav aria-label="Contents" {
                    ol { @for (id, title, _) in &sections { li { a href={ "#" (id) } { (title) } } } }
                }
                main {
                    @for (id, title, content) in &sections {
                        section id=(id) aria-label=(title) {
                            h2 { (title) }
                            (content)
                        }
                    }
                    @if sections.is_empty() { p.lead { "There is nothing in this study yet." } }
                }
                footer {
                    "Made with virk " (env!("CARGO_PKG_VERSION")) ". For " (privacy_filter.privacy().name()) " use. "
                    @if let Some(note) = report.privacy_filter.note() { (note) " " }
                    "This page contains everything it needs and sends nothing anywhere."
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    Ok(page.into_string() + "\n")
}

/// The study in one sentence and six figures.
fn summary(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    let quotes: usize = report.links.iter().map(|link| link.quotes.len()).sum();
    let concluded = report
        .links
        .iter()
        .filter(|link| link.verdict.is_some())
        .count();
    let untested = report
        .links
        .iter()
        .filter(|link| link.tests.tests.is_empty())
        .count();
    let answers: usize = study
        .datasets()
        .map(|dataset| dataset.kept_rows.len())
        .sum();
    let tiles = [
        (report.links.len().to_string(), "links in the theory"),
        (quotes.to_string(), "quotes on them"),
        (report.count(study.informants().count()), "informants"),
        (report.tests.to_string(), "different tests"),
        (untested.to_string(), "links untested"),
        (report.open.len().to_string(), "open findings"),
    ];
    let version = report.theory.map(|theory| words(&theory.version));
    html! {
        p.lead {
            "A realist evaluation"
            @if let Some(version) = version { ": programme theory " (version) ", tested link by link" }
            " with " (number::count_noun(study.documents().count(), "transcript"))
            " and " (number::count_noun(answers, "row")) " of data. "
            @if !report.links.is_empty() { (concluded) " of " (number::count_noun(report.links.len(), "link")) " concluded on." }
        }
        div.tiles { @for (count, what) in tiles { div { b { (count) } span { (what) } } } }
    }
}

/// "p = 0.025", marked if below the level of significance.
fn p_value(p: f64, alpha: f64) -> Markup {
    html! { @if p < alpha { b { (number::bare_p(p)) } } @else { (number::bare_p(p)) } }
}
