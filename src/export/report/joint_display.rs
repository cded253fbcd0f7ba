//! Statistics by themes: for each link the themes of its quotes beside its tests (Guetterman,
//! Fetters & Creswell 2015). The two are joined by construct, not by person: those interviewed are
//! not those who answered the survey.

use super::{ReportData, words};
use crate::study::Polarity;
use maud::{Markup, html};

const MAX_THEMES: usize = 5;

pub(super) fn section(report: &ReportData<'_>) -> Markup {
    let study = report.study;
    if report.links.is_empty() {
        return html! {};
    }
    let rows = report.links.iter().enumerate().map(|(place, evidence)| {
        let mut themes: Vec<(String, [usize; 3])> = Vec::new();
        for found in &evidence.quotes {
            if report.is_public() && !study.is_released(found.quote.location()) {
                continue;
            }
            let Some(theme) = study
                .condensation(found.quote.location())
                .map(|known| known.theme.trim().to_lowercase())
            else {
                continue;
            };
            if theme.is_empty() {
                continue;
            }
            let at = themes
                .iter()
                .position(|(known, _)| *known == theme)
                .unwrap_or_else(|| {
                    themes.push((theme, [0; 3]));
                    themes.len() - 1
                });
            let side = match found.polarity {
                Some(Polarity::Contradicts) => 1,
                Some(Polarity::Nuances) => 2,
                _ => 0,
            };
            themes[at].1[side] += 1;
        }
        themes.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<usize>()));
        (place, evidence, themes)
    });
    html! {
        p { "Themes of what was said about each link, beside what the tests show. Interviews and survey have different people: they meet in the construct." }
        div.wide tabindex="0" {
            table {
                thead { tr { th scope="col" { "Link" } th scope="col" { "Themes" } th.n scope="col" { "Quotes" } th scope="col" { "Tests" } th scope="col" { "Verdict" } } }
                tbody {
                    @for (place, evidence, themes) in rows {
                        @let balance = evidence.balance();
                        tr {
                            th scope="row" { a href={ "#link-" (place + 1) } { (report.name(evidence.link.from)) " → " (report.name(evidence.link.to)) } }
                            td.words {
                                @for (at, (theme, [_, against, nuance])) in themes.iter().take(MAX_THEMES).enumerate() {
                                    @if at > 0 { "; " }
                                    (words(theme))
                                    @if *against > 0 { span.bad { " −" } }
                                    @if *nuance > 0 { span.mid { " ~" } }
                                }
                                @if themes.len() > MAX_THEMES { span.quiet { " and " (themes.len() - MAX_THEMES) " more" } }
                                @if themes.is_empty() { span.quiet { "nothing condensed" } }
                            }
                            td.n { "+" (balance.supports) " −" (balance.contradicts) " ~" (balance.nuances) }
                            td {
                                @if evidence.tests.tests.is_empty() { span.quiet { "untested" } } @else {
                                    (evidence.significant(study.alpha)) " of " (evidence.tests.tests.len())
                                }
                            }
                            td { @if let Some(verdict) = evidence.verdict { (verdict.conclusion) } }
                        }
                    }
                }
            }
        }
    }
}
