//! The tables of a study that go out by name, for the command line and the screen alike.

use super::{
    ExportTable, codebook, codings, condensations, informants, link_tests, matrix,
    privacy::PrivacyFilter, quotes,
};
use crate::study::{ProgressMonitor, Refusal, Study, Theory};
use std::collections::HashSet;
use std::path::Path;

/// A table of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StudyTable {
    /// A coding in a row.
    Codings,
    /// A quote in a row, with all its codes.
    Quotes,
    /// A natural unit in a row, beside its condensation.
    Condensations,
    /// A code in a row.
    Codebook,
    /// A test of a link in a row.
    Tests,
    /// An informant in a row.
    Informants,
    /// The evidence of a link in a row.
    Matrix,
}

/// What is asked of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct StudyTableRequest<'a> {
    /// What the readers may see of which study.
    pub privacy_filter: PrivacyFilter<'a>,
    /// The version of the theory, by name; without it the latest.
    pub theory: Option<&'a str>,
    /// Counts of people below this are withheld in public.
    pub small: usize,
    /// How many threads share the work.
    pub threads: usize,
    /// Who is told how far it has come.
    pub watch: ProgressMonitor<'a>,
}

impl StudyTable {
    /// All of them.
    pub const ALL: [StudyTable; 7] = [
        StudyTable::Codings,
        StudyTable::Quotes,
        StudyTable::Condensations,
        StudyTable::Codebook,
        StudyTable::Tests,
        StudyTable::Informants,
        StudyTable::Matrix,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StudyTable::Codings => "codings",
            StudyTable::Quotes => "quotes",
            StudyTable::Condensations => "condensations",
            StudyTable::Codebook => "codebook",
            StudyTable::Tests => "tests",
            StudyTable::Informants => "informants",
            StudyTable::Matrix => "matrix",
        }
    }

    /// What stands in a row.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            StudyTable::Codings => "Every coding: words, place, code, coder, memo",
            StudyTable::Quotes => "Every quote with its codes and condensation",
            StudyTable::Condensations => "What was said beside its condensed meaning and theme",
            StudyTable::Codebook => "Every code with its rules",
            StudyTable::Tests => "Every test of every link",
            StudyTable::Informants => "Every informant, and how much is theirs",
            StudyTable::Matrix => "The evidence of every link",
        }
    }

    /// What a row is, in the singular.
    #[must_use]
    pub fn row(self) -> &'static str {
        match self {
            StudyTable::Codings => "coding",
            StudyTable::Quotes | StudyTable::Condensations => "quote",
            StudyTable::Codebook => "code",
            StudyTable::Tests => "test",
            StudyTable::Informants => "informant",
            StudyTable::Matrix => "link",
        }
    }

    /// The sheet that a file is called after: `quotes.csv`, `mentoring-quotes.xlsx`.
    #[must_use]
    pub fn from_path(path: &Path) -> Option<StudyTable> {
        let stem = path.file_stem()?.to_str()?.to_lowercase();
        let last = stem.rsplit(['-', '_', ' ', '.']).next()?;
        StudyTable::ALL
            .into_iter()
            .find(|sheet| sheet.name() == last)
    }

    /// The table.
    ///
    /// # Errors
    /// When it is of a theory and the study has none, or none called so; when it is stopped.
    pub fn table(self, ask: StudyTableRequest<'_>) -> Result<ExportTable, Refusal> {
        let privacy_filter = ask.privacy_filter;
        let study = privacy_filter.study();
        Ok(match self {
            StudyTable::Codings => codings::codings(privacy_filter),
            StudyTable::Quotes => quotes::quotes(
                privacy_filter,
                &study.quotes_under(&study.codes().map(|code| code.id).collect::<HashSet<_>>()),
            ),
            StudyTable::Condensations => {
                condensations::table(privacy_filter, &condensations::units(study, None, false))
            }
            StudyTable::Codebook => codebook::table(privacy_filter),
            StudyTable::Tests => {
                link_tests::table(privacy_filter, theory(study, ask)?, ask.threads, ask.watch)?
            }
            StudyTable::Informants => informants::informants(privacy_filter),
            StudyTable::Matrix => {
                let of = matrix::MatrixRequest {
                    privacy: privacy_filter.privacy(),
                    small: ask.small,
                    ..matrix::MatrixRequest::default()
                };
                matrix::matrix(study, theory(study, ask)?, &of, ask.threads, ask.watch)?
            }
        })
    }
}

/// The names of all tables, for people.
#[must_use]
pub fn table_names() -> String {
    StudyTable::ALL.map(StudyTable::name).join(", ")
}

fn theory<'a>(study: &'a Study, ask: StudyTableRequest<'_>) -> Result<&'a Theory, Refusal> {
    study.find_theory(ask.theory)
}

#[cfg(test)]
mod named {
    use super::*;

    #[test]
    fn files_are_known_by_what_they_are_called_after() {
        let of = |name: &str| StudyTable::from_path(Path::new(name));
        assert_eq!(of("a/Quotes.csv"), Some(StudyTable::Quotes));
        assert_eq!(of("mentoring-tests.xlsx"), Some(StudyTable::Tests));
        assert_eq!(
            (of("mentoring.csv"), of("testsuite.csv"), of("")),
            (None, None, None)
        );
    }
}
