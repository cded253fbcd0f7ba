//! The evidence matrix as a table, in several layouts: one link, mechanism or output per row;
//! statistics by themes and side by side (Guetterman, Fetters & Creswell 2015); mechanisms against
//! outputs. A [`PrivacyFilter`] decides what the reader may see.

mod cells;
mod columns;
mod entry;
mod layouts;

pub use columns::{MatrixColumn, columns};

use super::ExportTable;
use super::privacy::{DEFAULT_MIN_COUNT, Privacy, PrivacyFilter};
use crate::evidence::{Proposal, assessment, proposal::propose, tests};
use crate::study::{Link, ProgressMonitor, Refusal, Study, Theory};
use crate::tables::{Listing, TableForm, TableRequest};
use entry::MatrixEntry;
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum MatrixLayout {
    /// One link per row.
    #[default]
    Links,
    /// One mechanism per row.
    Mechanisms,
    /// One output or outcome per row.
    Outputs,
    /// For each link its statistics beside its quotes, and what the two amount to.
    SideBySide,
    /// For each link its statistics, and below them the themes of its quotes.
    StatisticsByThemes,
    /// Mechanisms against outputs.
    Grid,
}

impl MatrixLayout {
    pub const ALL: [MatrixLayout; 6] = [
        MatrixLayout::Links,
        MatrixLayout::Mechanisms,
        MatrixLayout::Outputs,
        MatrixLayout::SideBySide,
        MatrixLayout::StatisticsByThemes,
        MatrixLayout::Grid,
    ];

    pub fn name(self) -> &'static str {
        self.into()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRequest {
    pub layout: MatrixLayout,
    pub form: TableForm,
    /// Column keys for the layout by link; the default columns if empty.
    pub columns: Vec<String>,
    /// Column key; backwards with a minus before it.
    pub sort: Option<String>,
    /// Keeps rows with this text in some cell, or with `KEY=TEXT` in that column.
    pub filter: Option<String>,
    pub privacy: Privacy,
    /// Counts of people below this are withheld in public.
    pub small: usize,
}

impl Default for MatrixRequest {
    fn default() -> MatrixRequest {
        MatrixRequest {
            layout: MatrixLayout::Links,
            form: TableForm::File,
            columns: Vec::new(),
            sort: None,
            filter: None,
            privacy: Privacy::Internal,
            small: DEFAULT_MIN_COUNT,
        }
    }
}

impl MatrixRequest {
    /// True if the tests must be assessed to fill the matrix, or to sort it.
    fn needs_proposals(&self) -> Result<bool, Refusal> {
        let listing = Listing::new(columns(), Vec::new(), "");
        let sort = self.sort.as_deref().unwrap_or_default();
        let sort = sort.trim_start_matches('-');
        let slow = |column: &MatrixColumn<'_>| column.is_slow;
        Ok(self.layout != MatrixLayout::Links
            || listing
                .columns
                .iter()
                .any(|of| of.column.key == sort && slow(of))
            || listing
                .chosen(&self.columns, self.form)?
                .into_iter()
                .any(slow))
    }
}

/// Builds the matrix on `threads` threads.
pub fn matrix(
    study: &Study,
    theory: &Theory,
    ask: &MatrixRequest,
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<ExportTable, Refusal> {
    let links: Vec<&Link> = study.links_of(theory).collect();
    let proposals: Vec<Proposal<'_>> = if ask.needs_proposals()? {
        propose(study, theory, &links, threads, watch)?
    } else {
        Vec::new()
    };
    let privacy_filter = PrivacyFilter::new(study, ask.privacy, ask.small);
    let mut entries: Vec<MatrixEntry<'_>> = Vec::new();
    let planned = match proposals.as_slice() {
        [] => assessment::by_plan(study, theory, &links, watch)?,
        weighed => weighed
            .iter()
            .map(|proposal| proposal.assessment.by_plan(study.alpha))
            .collect(),
    };
    for (link, planned) in links.iter().zip(planned) {
        watch.report(entries.len(), links.len(), "link")?;
        entries.push(MatrixEntry::new(
            study,
            theory,
            link,
            privacy_filter,
            &proposals,
            planned,
        ));
    }
    let mut reasons: BTreeSet<&str> = BTreeSet::new();
    if ask.form == TableForm::Screen {
        let untested = entries.iter().filter(|entry| entry.row.tests == 0);
        reasons.extend(untested.flat_map(|entry| entry.row.notes.iter().map(String::as_str)));
    }
    let untested = reasons.into_iter().collect::<Vec<_>>().join("; ");
    let untested = privacy_filter.generated_sentence(&untested);
    let asked = TableRequest {
        columns: &ask.columns,
        sort: ask.sort.as_deref(),
    };
    let mut table = match ask.layout {
        MatrixLayout::Links => {
            Listing::new(columns(), entries, "").table(privacy_filter, asked, ask.form)?
        }
        layout => {
            let ready = match layout {
                MatrixLayout::SideBySide => layouts::side_by_side(&entries),
                MatrixLayout::StatisticsByThemes => layouts::by_themes(&entries),
                MatrixLayout::Grid => layouts::grid(study, theory, &entries),
                _ => layouts::by_element(
                    privacy_filter,
                    theory,
                    &proposals,
                    layout == MatrixLayout::Mechanisms,
                ),
            };
            Listing::from(ready).table(privacy_filter, asked, ask.form)?
        }
    };
    if let Some(filter) = &ask.filter {
        table.filter_rows(filter)?;
    }
    table.title = Some(format!(
        "Evidence matrix of {}, theory {}",
        study.title, theory.version
    ));
    table.notes.splice(
        0..0,
        [
            format!("{} links; {} different tests in the theory.", links.len(), tests::in_theory(study, theory)),
            format!("Significant means p < {} by Pearson’s chi-square without correction, each test by itself.", study.alpha),
            "Where more than a fifth of the cells expect fewer than 5 answers, that p is only a rough guide.".to_owned(),
        ],
    );
    if !proposals.is_empty() {
        table.notes.push(format!(
            "Shown means: by {}, at the level {}. “Not shown” is not “no relation”.",
            study.plan(),
            study.alpha
        ));
    }
    if ask.form == TableForm::Screen {
        table.notes.push(format!(
            "Plan p is that of the link as a whole: {}",
            study.plan()
        ));
    }
    if !untested.is_empty() {
        table.notes.push(format!("Untested: {untested}"));
    }
    table.notes.extend(privacy_filter.note());
    Ok(table)
}
