//! The four questions of the report: does it work, what works, for whom, under
//! what circumstances, as `virk questions` answers them.

use super::{Report, words};
use crate::export::{
    html as page,
    questions::{self, Question},
};
use crate::study::Watch;
use maud::{Markup, html};

pub(super) fn section(report: &Report<'_>) -> Markup {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let answered: Vec<_> = Question::ALL
        .into_iter()
        .filter_map(|question| {
            let tables = questions::answer(
                report.study,
                report.theory,
                question,
                &report.shield,
                threads,
                Watch::default(),
            )
            .ok()?;
            // A page has no more room than a terminal.
            let brief = question == Question::Circumstances;
            let tables: Vec<_> = tables
                .into_iter()
                .map(|table| {
                    if brief {
                        questions::brief(&table)
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
            h3 { (question.asks()) }
            @for table in tables {
                @if let Some(title) = &table.title { p.quiet { (words(title)) } }
                (page::table(table))
                @for note in &table.notes { p.quiet { (words(note)) } }
            }
        }
    }
}
