//! The evidence matrix as a table, in several layouts: one link, mechanism or output per row;
//! statistics by themes and side by side (Guetterman, Fetters & Creswell 2015); mechanisms against
//! outputs. A [`PrivacyFilter`] decides what the reader may see.

mod cells;
mod columns;
mod entry;
mod layouts;

pub use columns::{ALL as COLUMNS, MatrixColumn};

use super::privacy::{DEFAULT_MIN_COUNT, Privacy, PrivacyFilter};
use super::{ExportCell, ExportTable};
use crate::evidence::{Proposal, assessment, proposal::propose, tests};
use crate::study::{Link, ProgressMonitor, Refusal, Study, Theory};
use crate::text::{FoldMode, folding::fold};
use entry::MatrixEntry;

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
    /// Column keys for the layout by link; the default columns if empty.
    pub columns: Vec<String>,
    /// Column key.
    pub sort: Option<String>,
    pub descending: bool,
    /// Keeps rows with this text in some cell, or with `KEY=TEXT` in that column.
    pub filter: Option<String>,
    pub privacy: Privacy,
    /// Counts of people below this are withheld in public.
    pub small: usize,
}

impl Default for MatrixRequest {
    fn default() -> MatrixRequest {
        let (form, columns, sort, backwards, filter) =
            (MatrixLayout::Links, Vec::new(), None, false, None);
        MatrixRequest {
            layout: form,
            columns,
            sort,
            descending: backwards,
            filter,
            privacy: Privacy::Internal,
            small: DEFAULT_MIN_COUNT,
        }
    }
}

impl MatrixRequest {
    pub fn selected_columns(&self) -> Result<Vec<&'static MatrixColumn>, Refusal> {
        match self.columns.as_slice() {
            [] => Ok(COLUMNS.iter().filter(|of| of.is_default).collect()),
            [all] if all == "all" => Ok(COLUMNS.iter().collect()),
            keys => keys
                .iter()
                .map(|key| columns::find_column(key).ok_or_else(|| unknown_column(key)))
                .collect(),
        }
    }

    /// True if the tests must be assessed to fill the matrix.
    pub fn needs_proposals(&self) -> Result<bool, Refusal> {
        Ok(self.layout != MatrixLayout::Links
            || self.selected_columns()?.iter().any(|of| of.needs_proposals))
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
    let mut table = match ask.layout {
        MatrixLayout::Links => {
            let chosen = ask.selected_columns()?;
            let rows = entries
                .iter()
                .map(|entry| chosen.iter().map(|of| (of.cell)(entry)).collect())
                .collect();
            ExportTable {
                columns: chosen.iter().map(|of| of.column()).collect(),
                rows,
                ..ExportTable::default()
            }
        }
        MatrixLayout::Mechanisms | MatrixLayout::Outputs => layouts::by_element(
            privacy_filter,
            theory,
            &proposals,
            ask.layout == MatrixLayout::Mechanisms,
        ),
        MatrixLayout::SideBySide => layouts::side_by_side(&entries),
        MatrixLayout::StatisticsByThemes => layouts::by_themes(&entries),
        MatrixLayout::Grid => layouts::grid(study, theory, &entries),
    };
    if let Some(filter) = &ask.filter {
        table.filter_rows(filter)?;
    }
    if let Some(key) = &ask.sort {
        table.sort_rows(key, ask.descending)?;
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
    table.notes.extend(privacy_filter.note());
    Ok(table)
}

impl ExportTable {
    /// Keeps rows with `filter` in some cell or, if it is `KEY=TEXT`, with the text in that column.
    /// Case is ignored.
    pub fn filter_rows(&mut self, filter: &str) -> Result<(), Refusal> {
        let has = |cell: &ExportCell, words: &str| {
            fold(cell.as_shown(), FoldMode::IgnoreCase).contains(words)
        };
        if let Some((key, words)) = filter.split_once('=').filter(|(key, _)| !key.contains(' ')) {
            let (place, words) = (
                self.column_index(key)?,
                fold(words.trim(), FoldMode::IgnoreCase),
            );
            self.rows.retain(|row| {
                if words.is_empty() {
                    row[place] == ExportCell::Empty
                } else {
                    has(&row[place], &words)
                }
            });
        } else {
            let words = fold(filter.trim(), FoldMode::IgnoreCase);
            self.rows
                .retain(|row| row.iter().any(|cell| has(cell, &words)));
        }
        Ok(())
    }

    /// Sorts by a column: numbers by size, text alphabetically, and empty cells last in either
    /// direction.
    pub fn sort_rows(&mut self, key: &str, backwards: bool) -> Result<(), Refusal> {
        let place = self.column_index(key)?;
        self.rows.sort_by(|a, b| {
            let order = match (&a[place], &b[place]) {
                (ExportCell::Empty, ExportCell::Empty) => return std::cmp::Ordering::Equal,
                (ExportCell::Empty, _) => return std::cmp::Ordering::Greater,
                (_, ExportCell::Empty) => return std::cmp::Ordering::Less,
                (ExportCell::Number { value: a, .. }, ExportCell::Number { value: b, .. }) => {
                    a.total_cmp(b)
                }
                (a, b) => a
                    .as_shown()
                    .to_lowercase()
                    .cmp(&b.as_shown().to_lowercase()),
            };
            if backwards { order.reverse() } else { order }
        });
        Ok(())
    }

    fn column_index(&self, key: &str) -> Result<usize, Refusal> {
        let known = || {
            self.columns
                .iter()
                .map(|column| &*column.key)
                .collect::<Vec<_>>()
                .join(", ")
        };
        self.columns
            .iter()
            .position(|column| column.key == key.trim())
            .ok_or_else(|| {
                Refusal::new(
                    format!("the table has no column `{}`", key.trim()),
                    format!("It has {}", known()),
                )
            })
    }
}

fn unknown_column(key: &str) -> Refusal {
    let all: Vec<&str> = COLUMNS.iter().map(|of| of.key).collect();
    Refusal::new(
        format!("the matrix has no column `{key}`"),
        format!("It has {}; `all` is all of them", all.join(", ")),
    )
}
