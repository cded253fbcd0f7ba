//! What may leave the study: everything, what a supervisor may see, or what may be published.
//!
//! One rule for all output, by the nature of a field:
//!
//! * **What identifies somebody** (names, titles of documents, speaker labels, names of files and
//!   of datasets, which are named after files): replaced by numbers for a supervisor and the
//!   public. Other facts about an informant are not shown, except role and department, which a
//!   supervisor sees, and the public if enough informants share them
//!   ([`crate::export::informants`]). Names of coders are replaced by numbers in public.
//! * **What somebody said or wrote freely** (quotes, condensations, themes, memos, reasons of
//!   verdicts, changes, filters and acceptances, inferences, definitions and examples of codes): a
//!   supervisor sees it, the public only what was released (`virk quotes release`: a quote with its
//!   condensation and theme) or declared public ([`PrivacyFilter::with_definitions`]).
//! * **What is written to be published** (titles and names of study, codes, theory and variables,
//!   statements of links, questions and labels of the questionnaire, verdicts without their
//!   reasons): everybody sees it. If it contains names or quotes, the archive, which checks every
//!   cell, reports them.
//! * **Counts of people** below a threshold are withheld in public, along with everything from
//!   which they could be derived ([`crate::export::group_disclosure`]): lists of the people counted, and
//!   figures of a table so small that the table follows from them.

use super::ExportCell;
use crate::evidence::{Crosstab, IndicatorTest};
use crate::study::{Dataset, Document, Id, Informant, Refusal, Study, theory::QuoteAt};
use crate::text::number;

pub const WITHHELD: &str = "[withheld]";

/// Said in place of figures that are withheld.
pub const FEW_PEOPLE_NOTE: &str = "withheld: its figures would reveal few people";

/// Counts of people below this are withheld in public by default.
pub const DEFAULT_MIN_COUNT: usize = 5;

/// A table with at most this many degrees of freedom may be the only one that fits its figures once
/// the totals are known: of 31 answers in 3 × 4 cells, chi-square to three decimals fits one or two
/// of ten thousand tables. Five by five cells leave 16.
const MAX_SOLVABLE_CELLS: usize = 15;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Privacy {
    /// Those who work on the study: nothing is withheld.
    #[default]
    Internal,
    /// A supervisor: pseudonyms for informants.
    Supervisor,
    /// Everybody: pseudonyms, released quotes, no small counts.
    Public,
}

impl Privacy {
    pub const ALL: [Privacy; 3] = [Privacy::Internal, Privacy::Supervisor, Privacy::Public];

    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Refuses a file that contains everything, with names, unreleased quotes and survey rows, to
/// anybody but those who work on the study.
pub fn check_full_export(privacy: Privacy, what: &str) -> Result<(), Refusal> {
    if privacy == Privacy::Internal {
        return Ok(());
    }
    Err(Refusal::new(
        format!(
            "{what} contains everything, including names and unreleased quotes, and cannot be made for {} readers",
            privacy.name()
        ),
        "Nothing was written; export tables with --privacy, make a page with `virk report --privacy`, or use `virk archive`",
    ))
}

/// Refuses to show something unfiltered to anybody but those who work on the study.
pub fn check_internal(privacy: Privacy, what: &str) -> Result<(), Refusal> {
    if privacy == Privacy::Internal {
        return Ok(());
    }
    Err(Refusal::new(
        format!(
            "{what} is only for people who work on the study, not for {} readers",
            privacy.name()
        ),
        "Say --privacy internal, or unset VIRK_PRIVACY, to work on the study; `virk export TABLE`, `matrix`, `questions`, `report` \
         and `archive` make what others may see",
    ))
}

/// Decides what a reader may see of a study.
#[derive(Clone, Copy, Debug)]
pub struct PrivacyFilter<'a> {
    study: &'a Study,
    privacy: Privacy,
    min_count: usize,
    definitions_public: bool,
}

impl<'a> PrivacyFilter<'a> {
    /// `small` is the threshold below which counts of people are withheld in public.
    pub fn new(study: &'a Study, privacy: Privacy, small: usize) -> PrivacyFilter<'a> {
        PrivacyFilter {
            study,
            privacy,
            min_count: small,
            definitions_public: false,
        }
    }

    /// For those who work on the study: nothing is withheld.
    pub fn internal(study: &'a Study) -> PrivacyFilter<'a> {
        PrivacyFilter::new(study, Privacy::Internal, DEFAULT_MIN_COUNT)
    }

    /// Takes the user's word that definitions of codes were written to be published and quote
    /// nobody.
    pub fn with_definitions(self, definitions: bool) -> PrivacyFilter<'a> {
        PrivacyFilter {
            definitions_public: definitions,
            ..self
        }
    }

    pub fn study(&self) -> &'a Study {
        self.study
    }

    pub fn privacy(&self) -> Privacy {
        self.privacy
    }

    /// An informant's name, or a pseudonym that is the same everywhere.
    pub fn informant(&self, id: Id<Informant>) -> String {
        let name = self.study.informant(id).map(|known| &known.body.name);
        let place = || self.study.informants().position(|known| known.id == id);
        self.name_or_number(name, "Informant", place)
    }

    /// A document's title, or a number in its place: titles often name the speaker.
    pub fn document(&self, id: Id<Document>) -> String {
        let title = self.study.document(id).map(|known| &known.body.title);
        let place = || self.study.documents().position(|known| known.id == id);
        self.name_or_number(title, "Document", place)
    }

    /// A dataset's name, or a number in its place: datasets are named after their files.
    pub fn dataset(&self, id: Id<Dataset>) -> String {
        let name = self.study.dataset(id).map(|known| &known.body.name);
        let place = || self.study.datasets().position(|known| known.id == id);
        self.name_or_number(name, "Dataset", place)
    }

    fn name_or_number(
        &self,
        name: Option<&String>,
        noun: &str,
        place: impl Fn() -> Option<usize>,
    ) -> String {
        match (self.privacy, name) {
            (Privacy::Internal, Some(name)) => name.clone(),
            (_, None) => "unknown".to_owned(),
            _ => format!("{noun} {}", place().unwrap_or_default() + 1),
        }
    }

    /// The name of a file, which may identify somebody; empty if withheld.
    pub fn file_name<'w>(&self, name: &'w str) -> &'w str {
        if self.privacy == Privacy::Internal {
            name
        } else {
            WITHHELD
        }
    }

    /// Text written freely by somebody who works on the study; it may quote or name people.
    pub fn free_text<'w>(&self, words: &'w str) -> &'w str {
        if self.privacy == Privacy::Public && !words.is_empty() {
            WITHHELD
        } else {
            words
        }
    }

    /// A code's definition: free text, unless definitions are declared public.
    pub fn definition<'w>(&self, words: &'w str) -> &'w str {
        if self.definitions_public {
            words
        } else {
            self.free_text(words)
        }
    }

    /// A sentence composed by virk, with names replaced by numbers.
    pub fn generated_sentence(&self, sentence: &str) -> String {
        let mut sentence = sentence.to_owned();
        if self.privacy == Privacy::Internal {
            return sentence;
        }
        let study = self.study;
        let mut names: Vec<(&str, String)> = Vec::new();
        names.extend(
            study
                .informants()
                .map(|known| (known.body.name.as_str(), self.informant(known.id))),
        );
        names.extend(
            study
                .documents()
                .map(|known| (known.body.title.as_str(), self.document(known.id))),
        );
        names.extend(
            study
                .datasets()
                .map(|known| (known.body.name.as_str(), self.dataset(known.id))),
        );
        // Longest first, since one name may be part of another.
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for (name, number) in names.iter().filter(|(name, _)| !name.trim().is_empty()) {
            sentence = sentence.replace(name, number);
        }
        sentence
    }

    /// True if the figures of a table of people may be shown, because no small count can be derived
    /// from them.
    pub fn may_show_crosstab(&self, crosstab: &Crosstab) -> bool {
        if self.privacy != Privacy::Public {
            return true;
        }
        let (rows, columns) = crosstab.table.used();
        let free = rows.len().saturating_sub(1) * columns.len().saturating_sub(1);
        self.may_show_count(crosstab.n())
            && (free > MAX_SOLVABLE_CELLS || !self.has_small_count(crosstab.table.observed()))
    }

    /// True if the figures of a test may be shown. A test of scores has no table that would be
    /// shown.
    pub fn may_show_test(&self, test: &IndicatorTest<'_>) -> bool {
        if test.scores.is_some() {
            self.may_show_count(test.crosstab.n())
        } else {
            self.may_show_crosstab(&test.crosstab)
        }
    }

    /// True if expected counts may be shown, which are computed from the totals.
    pub fn may_show_expected(&self, crosstab: &Crosstab) -> bool {
        let totals = [crosstab.table.row_totals(), crosstab.table.column_totals()].concat();
        self.may_show_crosstab(crosstab)
            && (self.privacy != Privacy::Public || !self.has_small_count(&totals))
    }

    fn has_small_count(&self, counts: &[f64]) -> bool {
        counts
            .iter()
            .any(|count| *count > 0.0 && *count < self.min_count as f64)
    }

    /// Counts of people below this are withheld in public.
    pub fn min_count(&self) -> usize {
        self.min_count
    }

    pub fn is_public(&self) -> bool {
        self.privacy == Privacy::Public
    }

    /// True if the words of a quote may be shown.
    pub fn may_quote(&self, quote: QuoteAt) -> bool {
        self.privacy != Privacy::Public || self.study.is_released(quote)
    }

    /// A note about rows left out of a table; `what` is the singular noun for a row, such as
    /// `quote`.
    pub fn unreleased_note(&self, count: usize, what: &str) -> Option<String> {
        let were = if count == 1 { "is" } else { "are" };
        (count > 0).then(|| {
            format!(
                "{} that nobody released {were} left out.",
                number::count_noun(count, what)
            )
        })
    }

    /// Words of a quote or of its condensation; a placeholder if withheld.
    pub fn quote_words(&self, quote: QuoteAt, words: &str) -> String {
        if self.may_quote(quote) {
            words.to_owned()
        } else {
            WITHHELD.to_owned()
        }
    }

    /// True if a count of people may be shown. Zero discloses nothing about anybody.
    pub fn may_show_count(&self, count: usize) -> bool {
        self.privacy != Privacy::Public || count == 0 || count >= self.min_count
    }

    /// A count of people; a placeholder if withheld.
    pub fn count(&self, count: usize) -> ExportCell {
        if self.may_show_count(count) {
            count.into()
        } else {
            ExportCell::Text(format!("< {}", self.min_count))
        }
    }

    /// Tells the reader of a filtered table what was left out of it.
    pub fn note(&self) -> Option<String> {
        match self.privacy {
            Privacy::Internal => None,
            Privacy::Supervisor => {
                Some("Informants, documents and datasets are replaced by numbers.".into())
            }
            Privacy::Public => Some(format!(
                "Informants have pseudonyms; quotes that were not released, free text, and counts of people below {} \
                 with what would give them away are withheld.",
                self.min_count
            )),
        }
    }
}
