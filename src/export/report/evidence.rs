//! The evidence of each link side by side: quotes, contradicting ones first, and statistics; then
//! the verdict.

use super::{ReportData, p_value, words};
use crate::evidence::{Evidence, LinkQuote, comparison_sentence};
use crate::export::privacy::FEW_PEOPLE_NOTE;
use crate::study::{Polarity, QuoteSpeaker};
use crate::text::number;
use maud::{Markup, html};

/// Above this share of small expected counts a large-sample p is only a rough guide (Cochran 1954).
const MAX_SPARSE_SHARE: f64 = 0.2;

pub(super) fn section(report: &ReportData<'_>) -> Markup {
    if report.links.is_empty() {
        return html! {};
    }
    html! {
        p { "Quotes that contradict a link come first. Tests are Pearson's chi-square without correction; all possible tests are shown, whatever they say." }
        p.filters { button #open-all type="button" hidden { "Open all" } }
        @for (place, evidence) in report.links.iter().enumerate() { (link(report, place, evidence)) }
    }
}

fn link(report: &ReportData<'_>, place: usize, evidence: &Evidence<'_>) -> Markup {
    let study = report.study;
    let balance = evidence.balance();
    let tests = evidence.tests.tests.len();
    html! {
        details id={ "link-" (place + 1) } {
            summary {
                b {
                    (report.node(evidence.link.from)) " → " (report.node(evidence.link.to))
                    @if let Some(verdict) = evidence.verdict { span.tag { (verdict.conclusion) } }
                }
                span.counts {
                    "+" (balance.supports) " −" (balance.contradicts) " ~" (balance.nuances) " · "
                    @if tests == 0 { "untested" } @else { (evidence.significant(study.alpha)) " of " (tests) " tests p < " (study.alpha) }
                }
            }
            div.body {
                @if !evidence.link.statement.is_empty() { p { (words(&evidence.link.statement)) } }
                div.sides {
                    div { h4 { "What people said" } (quotes(report, evidence)) }
                    div { h4 { "What the numbers say" } (numbers(report, place, evidence)) }
                }
                (verdict(report, evidence))
            }
        }
    }
}

fn quotes(report: &ReportData<'_>, evidence: &Evidence<'_>) -> Markup {
    if evidence.quotes.is_empty() {
        return html! { p.quiet { "No quote is about this link." } };
    }
    let informants = evidence.informants();
    let counts = report.privacy_filter.may_show_count(informants.len());
    html! {
        p.note {
            (number::count_noun(evidence.quotes.len(), "quote")) " by "
            @if !counts { (report.count(informants.len())) " informants" } @else { (number::count_noun(informants.len(), "informant")) ": " }
            @if counts { (informants.iter().map(|(who, count)| format!("{} ({count})", report.informant_name(who))).collect::<Vec<_>>().join(", ")) }
        }
        @let told: Vec<_> = evidence.quotes.iter().filter(|quote| !report.is_public() || report.study.is_released(quote.quote.location())).collect();
        @for quote in &told { (quote_figure(report, quote, counts)) }
        @if told.len() < evidence.quotes.len() {
            p.quiet { (number::count_noun(evidence.quotes.len() - told.len(), "quote")) " withheld from this copy." }
        }
    }
}

/// A quote with its speaker. The speaker is left out if naming each would disclose a withheld
/// count.
fn quote_figure(report: &ReportData<'_>, found: &LinkQuote<'_>, counts: bool) -> Markup {
    let quote = &found.quote;
    let class = found.polarity.map(Polarity::name);
    html! {
        figure class=[class] {
            blockquote { "“" (words(quote.words())) "”" }
            @if let Some((meaning, theme)) = quote.condensed(report.study) {
                p.condensed { (words(meaning)) @if !theme.is_empty() { " — " (words(theme)) } }
            }
            figcaption {
                b { @match found.polarity { Some(polarity) => { (polarity.sign()) " " (polarity.name()) } None => "· not judged" } }
                " · " (match quote.speaker() {
                    QuoteSpeaker::Informant(_) if !counts => "an informant".to_owned(),
                    QuoteSpeaker::Informant(who) => report.informant_name(who),
                    QuoteSpeaker::Interviewer(_) => "the interviewer".to_owned(),
                    QuoteSpeaker::Unknown(_) => "unknown speaker".to_owned(),
                })
                @if !report.is_public() {
                    @if let Some(who) = quote.informant.filter(|who| !who.body.department.is_empty()) { ", " (words(&who.body.department)) }
                }
                @if report.is_internal() { " · " (words(&quote.document.body.title)) ", turn " (quote.turn + 1) }
            }
        }
    }
}

fn numbers(report: &ReportData<'_>, place: usize, evidence: &Evidence<'_>) -> Markup {
    let (study, tests) = (report.study, &evidence.tests);
    let sparse = |share: f64| share > MAX_SPARSE_SHARE;
    let any_sparse = tests
        .tests
        .iter()
        .filter_map(|test| test.pearson.as_ref().ok())
        .any(|test| sparse(test.share_expected_below_5));
    html! {
        @if !tests.tests.is_empty() {
            div.wide tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Test" } th.n scope="col" { "N" } th.n scope="col" { "p" } th.n scope="col" { "adjusted" } th.n scope="col" { "V" } } }
                    tbody {
                        @for (test, adjusted) in tests.tests.iter().zip(&report.adjusted[place]) {
                            tr {
                                td {
                                    (words(&test.crosstab.row.label)) " × " (words(&test.crosstab.column.label))
                                    @match (&test.scores, &test.pearson) {
                                        _ if !report.privacy_filter.may_show_test(test) => { br; span.quiet { (FEW_PEOPLE_NOTE) } }
                                        (Some(scores), _) => { br; span.quiet { (words(&comparison_sentence::line(scores))) } }
                                        (None, Err(_)) if test.weighted.is_some() => {
                                            @if let Some(weighted) = &test.weighted { br; span.quiet { (words(&weighted.sentence(study.alpha, false))) } }
                                        }
                                        (None, Err(why)) => { br; span.quiet { (why.english()) } }
                                        (None, Ok(_)) => {}
                                    }
                                }
                                td.n { (report.count(test.crosstab.n())) }
                                td.n {
                                    @if let (Err(_), Some(p), true) = (&test.pearson, test.p(), report.privacy_filter.may_show_test(test)) { (p_value(p, study.alpha)) }
                                    @if let (Ok(pearson), true) = (&test.pearson, report.privacy_filter.may_show_test(test)) {
                                        (p_value(pearson.p, study.alpha)) @if sparse(pearson.share_expected_below_5) { span.mid title="Small expected counts" { "†" } }
                                    }
                                }
                                td.n { @if let (Some(p), true) = (adjusted, report.privacy_filter.may_show_test(test)) { (p_value(*p, study.alpha)) } }
                                td.n { @if let (Ok(v), true) = (&test.cramers_v, report.privacy_filter.may_show_test(test)) { (number::decimals(v.value, 2)) } }
                            }
                        }
                    }
                }
            }
            p.note {
                (evidence.significant(study.alpha)) " of " (number::count_noun(tests.tests.len(), "test")) " of this link below " (study.alpha) "; "
                (report.tests) " different tests in the theory, among which p is adjusted (Benjamini–Hochberg)."
                @if any_sparse { " † More than a fifth of the cells expect fewer than 5 answers: p is only a rough guide." }
            }
        }
        @for note in &tests.notes { p.quiet { (words(&report.privacy_filter.generated_sentence(note))) "." } }
        @if tests.tests.is_empty() { p.quiet { "Not tested does not mean not true." } }
    }
}

/// The evaluator's inferences and conclusion about a link. The inferences may quote people, so the
/// public only sees the conclusion.
fn verdict(report: &ReportData<'_>, evidence: &Evidence<'_>) -> Markup {
    let inference = report.study.inference(evidence.link.id);
    if inference.is_none() && evidence.verdict.is_none() {
        return html! {};
    }
    let inferred = report.study.inference_text(evidence.link.id);
    let parts = [
        ("Numbers", &inferred.quantitative),
        ("People", &inferred.qualitative),
        ("Together", &inferred.explanation),
    ];
    let told = !report.is_public();
    html! {
        div.verdict {
            @if let Some(fit) = inferred.fit { p { b { "Fit: " (fit.name().replace('_', " ")) } " (" (fit.about()) ")" } }
            @if told {
                @for (name, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) { p { b { (name) ". " } (words(text)) } }
                @if !inferred.caveats.is_empty() { p.quiet { "Beware: " (words(&inferred.caveats)) } }
            }
            @if let Some(verdict) = evidence.verdict {
                p { b { "Verdict: " (verdict.conclusion) ". " } @if told { (words(report.study.words(verdict.reason).unwrap_or("(the reason has been erased)"))) } }
                @if told && !verdict.rests_on.is_empty() { p.quiet { "It rested on " (words(&verdict.rests_on)) "." } }
            }
        }
    }
}
