//! The evidence matrix as a table, in its forms: a link, a mechanism or an output in a row;
//! statistics by themes and side by side (Guetterman, Fetters & Creswell 2015); mechanisms against
//! outputs. What a reader may see is decided by a [`Shield`].

mod columns;
mod entry;
mod forms;

pub use columns::{ALL as COLUMNS, Of};

use super::privacy::{Privacy, SMALL, Shield};
use super::{Cell, Table};
use crate::evidence::{Proposal, proposal::propose, tests, weighing};
use crate::study::{Link, Refusal, Study, Theory, Watch};
use crate::text::{Folding, folded::fold};
use entry::Entry;

/// A form of the matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A link in a row.
    #[default]
    Links,
    /// A mechanism in a row.
    Mechanisms,
    /// An output or outcome in a row.
    Outputs,
    /// For each link its numbers beside its quotes, and what they come to.
    SideBySide,
    /// For each link its statistics, and below them the themes of its quotes.
    StatisticsByThemes,
    /// Mechanisms against outputs.
    Grid,
}

impl Form {
    /// All forms.
    pub const ALL: [Form; 6] = [
        Form::Links,
        Form::Mechanisms,
        Form::Outputs,
        Form::SideBySide,
        Form::StatisticsByThemes,
        Form::Grid,
    ];

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Form::Links => "links",
            Form::Mechanisms => "mechanisms",
            Form::Outputs => "outputs",
            Form::SideBySide => "side-by-side",
            Form::StatisticsByThemes => "statistics-by-themes",
            Form::Grid => "grid",
        }
    }
}

/// What is asked of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The form.
    pub form: Form,
    /// The columns by link, by key; the usual ones when none is named.
    pub columns: Vec<String>,
    /// The column to sort by, by key.
    pub sort: Option<String>,
    /// Whether the sort goes backwards.
    pub backwards: bool,
    /// Only rows that have this in some cell, or `KEY=WORDS` in that column.
    pub filter: Option<String>,
    /// Who reads it.
    pub privacy: Privacy,
    /// Counts of people below this are withheld in public.
    pub small: usize,
}

impl Default for Ask {
    fn default() -> Ask {
        let (form, columns, sort, backwards, filter) = (Form::Links, Vec::new(), None, false, None);
        Ask {
            form,
            columns,
            sort,
            backwards,
            filter,
            privacy: Privacy::Internal,
            small: SMALL,
        }
    }
}

impl Ask {
    /// The columns by link.
    ///
    /// # Errors
    /// When a column is not known.
    pub fn chosen(&self) -> Result<Vec<&'static Of>, Refusal> {
        match self.columns.as_slice() {
            [] => Ok(COLUMNS.iter().filter(|of| of.usual).collect()),
            [all] if all == "all" => Ok(COLUMNS.iter().collect()),
            keys => keys
                .iter()
                .map(|key| columns::named(key).ok_or_else(|| unknown(key)))
                .collect(),
        }
    }

    /// Whether the tests must be weighed for it.
    ///
    /// # Errors
    /// When a column is not known.
    pub fn weighs(&self) -> Result<bool, Refusal> {
        Ok(self.form != Form::Links || self.chosen()?.iter().any(|of| of.weighed))
    }
}

/// The matrix of a theory as asked; the work is shared by `threads`, and `watch` hears how far it
/// has come.
///
/// # Errors
/// When a column is not known, or it is stopped.
pub fn matrix(
    study: &Study,
    theory: &Theory,
    ask: &Ask,
    threads: usize,
    watch: Watch<'_>,
) -> Result<Table, Refusal> {
    let links: Vec<&Link> = study.links_of(theory).collect();
    let proposals: Vec<Proposal<'_>> = if ask.weighs()? {
        propose(study, theory, &links, threads, watch)?
    } else {
        Vec::new()
    };
    let shield = Shield::new(study, ask.privacy, ask.small);
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let planned = match proposals.as_slice() {
        [] => weighing::by_plan(study, theory, &links, watch)?,
        weighed => weighed
            .iter()
            .map(|proposal| proposal.weighing.by_plan(study.alpha))
            .collect(),
    };
    for (link, planned) in links.iter().zip(planned) {
        watch.step(entries.len(), links.len(), "link")?;
        entries.push(Entry::new(study, theory, link, shield, &proposals, planned));
    }
    let mut table = match ask.form {
        Form::Links => {
            let chosen = ask.chosen()?;
            let rows = entries
                .iter()
                .map(|entry| chosen.iter().map(|of| (of.cell)(entry)).collect())
                .collect();
            Table {
                columns: chosen.iter().map(|of| of.column()).collect(),
                rows,
                ..Table::default()
            }
        }
        Form::Mechanisms | Form::Outputs => {
            forms::elements(shield, theory, &proposals, ask.form == Form::Mechanisms)
        }
        Form::SideBySide => forms::side_by_side(&entries),
        Form::StatisticsByThemes => forms::by_themes(&entries),
        Form::Grid => forms::grid(study, theory, &entries),
    };
    if let Some(filter) = &ask.filter {
        table.keep(filter)?;
    }
    if let Some(key) = &ask.sort {
        table.sort(key, ask.backwards)?;
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
    table.notes.extend(shield.note());
    Ok(table)
}

impl Table {
    /// Keeps the rows that have `filter` in some cell, or, of `KEY=WORDS`, the words in that
    /// column; letter case does not count.
    ///
    /// # Errors
    /// When the column is not in the table.
    pub fn keep(&mut self, filter: &str) -> Result<(), Refusal> {
        let has = |cell: &Cell, words: &str| fold(cell.as_shown(), Folding::Words).contains(words);
        if let Some((key, words)) = filter.split_once('=').filter(|(key, _)| !key.contains(' ')) {
            let (place, words) = (self.place(key)?, fold(words.trim(), Folding::Words));
            self.rows.retain(|row| {
                if words.is_empty() {
                    row[place] == Cell::Empty
                } else {
                    has(&row[place], &words)
                }
            });
        } else {
            let words = fold(filter.trim(), Folding::Words);
            self.rows
                .retain(|row| row.iter().any(|cell| has(cell, &words)));
        }
        Ok(())
    }

    /// Sorts by a column: numbers by size, words by letter, empty cells last in either direction.
    ///
    /// # Errors
    /// When the column is not in the table.
    pub fn sort(&mut self, key: &str, backwards: bool) -> Result<(), Refusal> {
        let place = self.place(key)?;
        self.rows.sort_by(|a, b| {
            let order = match (&a[place], &b[place]) {
                (Cell::Empty, Cell::Empty) => return std::cmp::Ordering::Equal,
                (Cell::Empty, _) => return std::cmp::Ordering::Greater,
                (_, Cell::Empty) => return std::cmp::Ordering::Less,
                (Cell::Number { value: a, .. }, Cell::Number { value: b, .. }) => a.total_cmp(b),
                (a, b) => a
                    .as_shown()
                    .to_lowercase()
                    .cmp(&b.as_shown().to_lowercase()),
            };
            if backwards { order.reverse() } else { order }
        });
        Ok(())
    }

    fn place(&self, key: &str) -> Result<usize, Refusal> {
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

fn unknown(key: &str) -> Refusal {
    let all: Vec<&str> = COLUMNS.iter().map(|of| of.key).collect();
    Refusal::new(
        format!("the matrix has no column `{key}`"),
        format!("It has {}; `all` is all of them", all.join(", ")),
    )
}
