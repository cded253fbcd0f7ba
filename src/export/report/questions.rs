//! The report's answers to the four questions (does it work, what works, for whom, under what
//! circumstances), as `virk questions` gives them.

use super::{ReportData, words};
use crate::export::{
    html as page,
    questions::{self, EvaluationQuestion},
};
use crate::study::ProgressMonitor;
use maud::{Markup, html};

pub(super) fn section(report: &ReportData<'_>) -> Markup {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let answered: Vec<_> = EvaluationQuestion::ALL
        .into_iter()
        .filter_map(|question| {
            let tables = questions::answer(
                report.study,
                report.theory,
                question,
                &report.privacy_filter,
                threads,
                ProgressMonitor::default(),
            )
            .ok()?;
            // The page is no wider than a terminal.
            let brief = question == EvaluationQuestion::Circumstances;
            let tables: Vec<_> = tables
                .into_iter()
                .map(|table| {
                    if brief {
                        questions::narrow_table(&table)
                    } else {
                        table
                    }
                })
                .collect();
            Some((question, tables))
        })
        .collect();
    if answered.is_empty() {
        return html! {};
    }
    html! {
        @for (question, tables) in &answered {
            h3 { (question.question_text()) }
            @for table in tables {
                @if let Some(title) = &table.title { p.quiet { (words(title)) } }
                (page::table(table))
                @for note in &table.notes { p.quiet { (words(note)) } }
            }
        }
    }
}
