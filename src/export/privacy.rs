//! What may leave the house: everything, what a supervisor may see, what may be published.
//!
//! One rule for all that goes out, by what a field is:
//!
//! * **What tells who somebody is** (names, titles of documents, labels of speakers, names of files
//!   and of the datasets that are called after them): numbers in their place for a supervisor and
//!   the public. What else is known of an informant stays inside, but for role and department,
//!   which a supervisor sees, and the public where enough informants have both in common
//!   ([`super::informant_traits`]). Names of coders are numbers in public.
//! * **What somebody said or wrote freely** (quotes, condensations, themes, memos, reasons of
//!   verdicts, changes, filters and acceptances, inferences, definitions and examples of codes): a
//!   supervisor reads what is on paper, the public only what was released (`virk quotes release`: a
//!   quote with its condensation and theme) or declared ([`PrivacyFilter::with_definitions`]).
//! * **What is made to be published** (titles and names of study, codes, theory and variables,
//!   statements of links, questions and labels of the questionnaire, verdicts without their
//!   reasons): everybody sees it. Who puts names or quotes there is told by the archive, which
//!   looks every cell through.
//! * **Counts of people** below a threshold are withheld in public, with all that would give them
//!   away ([`super::group_disclosure`]): no list of people stands beside them, and no figure of a table so
//!   small that the figure is the table.

use super::ExportCell;
use crate::evidence::{Crosstab, IndicatorTest};
use crate::study::{Dataset, Document, Id, Informant, Refusal, Study, theory::QuoteAt};
use crate::text::number;

/// What stands in the place of what is withheld.
pub const WITHHELD: &str = "[withheld]";

/// What is said of figures that are withheld.
pub const FEW_PEOPLE_NOTE: &str = "withheld: its figures would tell of few people";

/// Counts of people below this are withheld in public, when nothing else is said.
pub const DEFAULT_MIN_COUNT: usize = 5;

/// With the totals known, the figures of a table that leaves no more than so many cells free may
/// fit one table alone: of 31 answers in 3 × 4 cells, chi-square to three decimals fits one or two
/// of ten thousand. Five by five leave 16.
const MAX_SOLVABLE_CELLS: usize = 15;

/// Who a file is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Privacy {
    /// Those who work on the study.
    #[default]
    Internal,
    /// A supervisor: pseudonyms for informants.
    Supervisor,
    /// Everybody: pseudonyms, released quotes, no small counts.
    Public,
}

impl Privacy {
    /// All of them.
    pub const ALL: [Privacy; 3] = [Privacy::Internal, Privacy::Supervisor, Privacy::Public];

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Privacy::Internal => "internal",
            Privacy::Supervisor => "supervisor",
            Privacy::Public => "public",
        }
    }
}

/// Whether a file that holds everything may be made for these readers.
///
/// # Errors
/// When it is for others than those who work on the study: names, quotes that nobody released and
/// rows of the survey stand in it.
pub fn check_full_export(privacy: Privacy, what: &str) -> Result<(), Refusal> {
    if privacy == Privacy::Internal {
        return Ok(());
    }
    Err(Refusal::new(
        format!(
            "{what} holds everything, names and unreleased quotes too, and cannot be made for {} readers",
            privacy.name()
        ),
        "Nothing was written; export tables with --privacy, make a page with `virk report --privacy`, or take `virk archive`",
    ))
}

/// Whether what shows everything may be shown to these readers.
///
/// # Errors
/// When they are others than those who work on the study.
pub fn check_internal(privacy: Privacy, what: &str) -> Result<(), Refusal> {
    if privacy == Privacy::Internal {
        return Ok(());
    }
    Err(Refusal::new(
        format!(
            "{what} is for those who work on the study, not for {} readers",
            privacy.name()
        ),
        "Say --privacy internal, or unset VIRK_PRIVACY, to work on the study; `virk export TABLE`, `matrix`, `questions`, `report` \
         and `archive` make what others may see",
    ))
}

/// Decides what a reader sees of a study.
#[derive(Clone, Copy, Debug)]
pub struct PrivacyFilter<'a> {
    study: &'a Study,
    privacy: Privacy,
    min_count: usize,
    definitions_public: bool,
}

impl<'a> PrivacyFilter<'a> {
    /// For these readers; counts of people below `small` are withheld in public.
    #[must_use]
    pub fn new(study: &'a Study, privacy: Privacy, small: usize) -> PrivacyFilter<'a> {
        PrivacyFilter {
            study,
            privacy,
            min_count: small,
            definitions_public: false,
        }
    }

    /// For those who work on the study: nothing is withheld.
    #[must_use]
    pub fn internal(study: &'a Study) -> PrivacyFilter<'a> {
        PrivacyFilter::new(study, Privacy::Internal, DEFAULT_MIN_COUNT)
    }

    /// Declares that what codes mean was written to be published, and quotes nobody.
    #[must_use]
    pub fn with_definitions(self, definitions: bool) -> PrivacyFilter<'a> {
        PrivacyFilter {
            definitions_public: definitions,
            ..self
        }
    }

    /// The study.
    #[must_use]
    pub fn study(&self) -> &'a Study {
        self.study
    }

    /// Whom it is for.
    #[must_use]
    pub fn privacy(&self) -> Privacy {
        self.privacy
    }

    /// An informant's name, or a pseudonym that is the same everywhere.
    #[must_use]
    pub fn informant(&self, id: Id<Informant>) -> String {
        match (self.privacy, self.study.informant(id)) {
            (Privacy::Internal, Some(informant)) => informant.body.name.clone(),
            (_, None) => "unknown".to_owned(),
            _ => {
                let place = self
                    .study
                    .informants()
                    .position(|informant| informant.id == id)
                    .unwrap_or_default();
                format!("Informant {}", place + 1)
            }
        }
    }

    /// A document's title, or a number in its place: titles tell who speaks.
    #[must_use]
    pub fn document(&self, id: Id<Document>) -> String {
        match (self.privacy, self.study.document(id)) {
            (Privacy::Internal, Some(document)) => document.body.title.clone(),
            (_, None) => "unknown".to_owned(),
            _ => {
                let place = self
                    .study
                    .documents()
                    .position(|document| document.id == id)
                    .unwrap_or_default();
                format!("Document {}", place + 1)
            }
        }
    }

    /// A dataset's name, or a number in its place: it is called after its file.
    #[must_use]
    pub fn dataset(&self, id: Id<Dataset>) -> String {
        match (self.privacy, self.study.dataset(id)) {
            (Privacy::Internal, Some(dataset)) => dataset.body.name.clone(),
            (_, None) => "unknown".to_owned(),
            _ => {
                let place = self
                    .study
                    .datasets()
                    .position(|dataset| dataset.id == id)
                    .unwrap_or_default();
                format!("Dataset {}", place + 1)
            }
        }
    }

    /// The name of a file, or nothing.
    #[must_use]
    pub fn file_name<'w>(&self, name: &'w str) -> &'w str {
        if self.privacy == Privacy::Internal {
            name
        } else {
            WITHHELD
        }
    }

    /// What somebody who works on the study wrote freely, and may quote or name.
    #[must_use]
    pub fn free_text<'w>(&self, words: &'w str) -> &'w str {
        if self.privacy == Privacy::Public && !words.is_empty() {
            WITHHELD
        } else {
            words
        }
    }

    /// What a code means: free text, unless it is declared to be public.
    #[must_use]
    pub fn definition<'w>(&self, words: &'w str) -> &'w str {
        if self.definitions_public {
            words
        } else {
            self.free_text(words)
        }
    }

    /// A sentence that virk made, with numbers in the place of names.
    #[must_use]
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
        // The longest first: one name may hold another.
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for (name, number) in names.iter().filter(|(name, _)| !name.trim().is_empty()) {
            sentence = sentence.replace(name, number);
        }
        sentence
    }

    /// Whether the figures of a table of people may be shown: nobody reads its small counts off
    /// them.
    #[must_use]
    pub fn may_show_crosstab(&self, crosstab: &Crosstab) -> bool {
        if self.privacy != Privacy::Public {
            return true;
        }
        let (rows, columns) = crosstab.table.used();
        let free = rows.len().saturating_sub(1) * columns.len().saturating_sub(1);
        self.may_show_count(crosstab.n())
            && (free > MAX_SOLVABLE_CELLS || !self.has_small_count(crosstab.table.observed()))
    }

    /// Whether the figures of a test may be shown. The table of a test of scores is not shown
    /// anywhere.
    #[must_use]
    pub fn may_show_test(&self, test: &IndicatorTest<'_>) -> bool {
        if test.scores.is_some() {
            self.may_show_count(test.crosstab.n())
        } else {
            self.may_show_crosstab(&test.crosstab)
        }
    }

    /// Whether expected counts may be shown: they are made of the totals.
    #[must_use]
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

    /// Counts below this are withheld in public.
    #[must_use]
    pub fn min_count(&self) -> usize {
        self.min_count
    }

    /// Whether everybody may read it.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.privacy == Privacy::Public
    }

    /// Whether the words of a quote may be shown.
    #[must_use]
    pub fn may_quote(&self, quote: QuoteAt) -> bool {
        self.privacy != Privacy::Public || self.study.is_released(quote)
    }

    /// What is said of rows that were left out of a table; `what` is one of them, such as `quote`.
    #[must_use]
    pub fn unreleased_note(&self, count: usize, what: &str) -> Option<String> {
        let were = if count == 1 { "is" } else { "are" };
        (count > 0).then(|| {
            format!(
                "{} that nobody released {were} left out.",
                number::count_noun(count, what)
            )
        })
    }

    /// Words of a quote, or of its condensation.
    #[must_use]
    pub fn quote_words(&self, quote: QuoteAt, words: &str) -> String {
        if self.may_quote(quote) {
            words.to_owned()
        } else {
            WITHHELD.to_owned()
        }
    }

    /// Whether a count of people may be shown. None at all tells nothing of anybody.
    #[must_use]
    pub fn may_show_count(&self, count: usize) -> bool {
        self.privacy != Privacy::Public || count == 0 || count >= self.min_count
    }

    /// A count of people.
    #[must_use]
    pub fn count(&self, count: usize) -> ExportCell {
        if self.may_show_count(count) {
            count.into()
        } else {
            ExportCell::Text(format!("< {}", self.min_count))
        }
    }

    /// What a reader must know of what is left out.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        match self.privacy {
            Privacy::Internal => None,
            Privacy::Supervisor => {
                Some("Informants, documents and datasets stand under numbers.".into())
            }
            Privacy::Public => Some(format!(
                "Informants stand under pseudonyms; quotes that were not released, free text, and counts of people below {} \
                 with what would give them away are withheld.",
                self.min_count
            )),
        }
    }
}
