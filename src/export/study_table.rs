//! The tables of a study that can be exported by name, on the command line and in the terminal UI.

use super::privacy::PrivacyFilter;
use super::{ExportTable, codebook, codings, condensations, informants, matrix, quotes};
use crate::study::{ProgressMonitor, Refusal, Study, Theory};
use crate::tables::tests;
use std::collections::HashSet;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum StudyTable {
    /// One row per coding.
    Codings,
    /// One row per quote, with all its codes.
    Quotes,
    /// One row per natural unit, with its condensation.
    Condensations,
    /// One row per code.
    Codebook,
    /// One row per test of a link.
    Tests,
    /// One row per informant.
    Informants,
    /// One row per link, with its evidence.
    Matrix,
}

#[derive(Clone, Copy, Debug)]
pub struct StudyTableRequest<'a> {
    pub privacy_filter: PrivacyFilter<'a>,
    /// Name of the version of the theory; the latest if `None`.
    pub theory: Option<&'a str>,
    /// Counts of people below this are withheld in public.
    pub small: usize,
    pub threads: usize,
    pub watch: ProgressMonitor<'a>,
}

impl StudyTable {
    pub const ALL: [StudyTable; 7] = [
        StudyTable::Codings,
        StudyTable::Quotes,
        StudyTable::Condensations,
        StudyTable::Codebook,
        StudyTable::Tests,
        StudyTable::Informants,
        StudyTable::Matrix,
    ];

    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Describes the rows, for menus.
    pub fn about(self) -> &'static str {
        match self {
            StudyTable::Codings => "Every coding: words, place, code, coder, memo",
            StudyTable::Quotes => "Every quote with its codes and condensation",
            StudyTable::Condensations => "What was said beside its condensed meaning and theme",
            StudyTable::Codebook => "Every code with its rules",
            StudyTable::Tests => "Every test of every link",
            StudyTable::Informants => "Every informant, and their share",
            StudyTable::Matrix => "The evidence of every link",
        }
    }

    /// The noun for one row.
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

    /// The table after which a file is named: `quotes.csv`, `mentoring-quotes.xlsx`.
    pub fn from_path(path: &Path) -> Option<StudyTable> {
        let stem = path.file_stem()?.to_str()?.to_lowercase();
        let last = stem.rsplit(['-', '_', ' ', '.']).next()?;
        StudyTable::ALL
            .into_iter()
            .find(|sheet| sheet.name() == last)
    }

    /// Builds the table. Fails if it is about a theory and the study has none, or none of that
    /// name.
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
                tests::table(privacy_filter, theory(study, ask)?, ask.threads, ask.watch)?
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

/// The names of all tables, for messages.
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
