//! The tables of a study that go out by name, for the command line and the screen alike.

use super::{
    Table, codebook, codings, condensations, informants, matrix, privacy::Shield, quotes, tests,
};
use crate::study::{Refusal, Study, Theory, Watch};
use std::collections::HashSet;
use std::path::Path;

/// A table of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
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
pub struct Ask<'a> {
    /// What the readers may see of which study.
    pub shield: Shield<'a>,
    /// The version of the theory, by name; without it the latest.
    pub theory: Option<&'a str>,
    /// Counts of people below this are withheld in public.
    pub small: usize,
    /// How many threads share the work.
    pub threads: usize,
    /// Who is told how far it has come.
    pub watch: Watch<'a>,
}

impl Sheet {
    /// All of them.
    pub const ALL: [Sheet; 7] = [
        Sheet::Codings,
        Sheet::Quotes,
        Sheet::Condensations,
        Sheet::Codebook,
        Sheet::Tests,
        Sheet::Informants,
        Sheet::Matrix,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sheet::Codings => "codings",
            Sheet::Quotes => "quotes",
            Sheet::Condensations => "condensations",
            Sheet::Codebook => "codebook",
            Sheet::Tests => "tests",
            Sheet::Informants => "informants",
            Sheet::Matrix => "matrix",
        }
    }

    /// What stands in a row.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Sheet::Codings => "Every coding: words, place, code, coder, memo",
            Sheet::Quotes => "Every quote with its codes and condensation",
            Sheet::Condensations => "What was said beside its condensed meaning and theme",
            Sheet::Codebook => "Every code with its rules",
            Sheet::Tests => "Every test of every link",
            Sheet::Informants => "Every informant, and how much is theirs",
            Sheet::Matrix => "The evidence of every link",
        }
    }

    /// What a row is, in the singular.
    #[must_use]
    pub fn row(self) -> &'static str {
        match self {
            Sheet::Codings => "coding",
            Sheet::Quotes | Sheet::Condensations => "quote",
            Sheet::Codebook => "code",
            Sheet::Tests => "test",
            Sheet::Informants => "informant",
            Sheet::Matrix => "link",
        }
    }

    /// The sheet that a file is called after: `quotes.csv`, `mentoring-quotes.xlsx`.
    #[must_use]
    pub fn of(path: &Path) -> Option<Sheet> {
        let stem = path.file_stem()?.to_str()?.to_lowercase();
        let last = stem.rsplit(['-', '_', ' ', '.']).next()?;
        Sheet::ALL.into_iter().find(|sheet| sheet.name() == last)
    }

    /// The table.
    ///
    /// # Errors
    /// When it is of a theory and the study has none, or none called so; when it is stopped.
    pub fn table(self, ask: Ask<'_>) -> Result<Table, Refusal> {
        let shield = ask.shield;
        let study = shield.study();
        Ok(match self {
            Sheet::Codings => codings::codings(shield),
            Sheet::Quotes => quotes::quotes(
                shield,
                &study.quotes_under(&study.codes().map(|code| code.id).collect::<HashSet<_>>()),
            ),
            Sheet::Condensations => {
                condensations::table(shield, &condensations::units(study, None, false))
            }
            Sheet::Codebook => codebook::table(shield),
            Sheet::Tests => tests::table(shield, theory(study, ask)?, ask.threads, ask.watch)?,
            Sheet::Informants => informants::informants(shield),
            Sheet::Matrix => {
                let of = matrix::Ask {
                    privacy: shield.privacy(),
                    small: ask.small,
                    ..matrix::Ask::default()
                };
                matrix::matrix(study, theory(study, ask)?, &of, ask.threads, ask.watch)?
            }
        })
    }
}

/// The names of all tables, for people.
#[must_use]
pub fn names() -> String {
    Sheet::ALL.map(Sheet::name).join(", ")
}

fn theory<'a>(study: &'a Study, ask: Ask<'_>) -> Result<&'a Theory, Refusal> {
    study.find_theory(ask.theory)
}

#[cfg(test)]
mod named {
    use super::*;

    #[test]
    fn files_are_known_by_what_they_are_called_after() {
        let of = |name: &str| Sheet::of(Path::new(name));
        assert_eq!(of("a/Quotes.csv"), Some(Sheet::Quotes));
        assert_eq!(of("mentoring-tests.xlsx"), Some(Sheet::Tests));
        assert_eq!(
            (of("mentoring.csv"), of("testsuite.csv"), of("")),
            (None, None, None)
        );
    }
}
