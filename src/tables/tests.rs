//! The tests of a theory: one row per test of each link, with its own result and the result adjusted
//! for all others. An untested link has a row as well, which says why it is untested.
//!
//! All pairs of a set of variables, one test per row.

use super::Audience::{Everybody, Team};
use super::privacy::{FEW_PEOPLE_NOTE, PrivacyFilter};
use super::{ExportCell, ExportTable, Listing, TableColumn};
use crate::evidence::pairs::TestedPair;
use crate::evidence::planned_tests::FittingTest;
use crate::evidence::{AssessedTest, LinkAssessment, PairwiseTests, assessment, tests};
use crate::stats::advice::Certainty;
use crate::stats::chisq::ChiSquare;
use crate::stats::exact::{ExactTest, PValueSource};
use crate::study::{Cancelled, Link, ProgressMonitor, Theory};
use crate::text::number;
use serde_json::json;

struct LinkTest<'a> {
    of: &'a LinkAssessment<'a>,
    /// `None` if there is none.
    test: Option<&'a AssessedTest<'a>>,
    /// Whether its figures may be shown.
    shown: bool,
}

impl<'a> LinkTest<'a> {
    fn new(
        of: &'a LinkAssessment<'a>,
        test: Option<&'a AssessedTest<'a>>,
        reader: PrivacyFilter<'_>,
    ) -> Self {
        let shown = test.is_some_and(|test| reader.may_show_test(&test.test));
        LinkTest { of, test, shown }
    }

    /// The test, if its figures may be shown.
    fn visible(&self) -> Option<&'a AssessedTest<'a>> {
        self.test.filter(|_| self.shown)
    }

    fn pearson(&self) -> Option<&'a ChiSquare> {
        self.visible()?.test.pearson.as_ref().ok()
    }

    fn fitting(&self) -> Option<&'a FittingTest> {
        self.visible()?.fitting.as_ref().ok()
    }

    fn note(&self, reader: PrivacyFilter<'_>) -> String {
        let Some(test) = self.test else {
            return match self.of.notes.as_slice() {
                [] => "no indicators in a common dataset".to_owned(),
                notes => reader.generated_sentence(&notes.join("; ")),
            };
        };
        match (&test.test.pearson, &test.circular) {
            _ if !self.shown => FEW_PEOPLE_NOTE.to_owned(),
            (_, Some(variable)) => {
                format!("{variable} measures both ends: it cannot support the link")
            }
            (Err(why), None) => why.to_string(),
            (Ok(_), None) => String::new(),
        }
    }
}

fn test_columns<'a>(reader: PrivacyFilter<'a>) -> Vec<TableColumn<'a, LinkTest<'a>>> {
    type Column<'a> = TableColumn<'a, LinkTest<'a>>;
    let p = |p: f64| ExportCell::shown(p, number::bare_p(p));
    let table = |row: &LinkTest<'a>| row.test.map(|test| &test.test.crosstab);
    vec![
        Column::words("from", "From", Everybody, |study, row| {
            json!(study.code_name(row.of.link.from))
        }),
        Column::words("to", "To", Everybody, |study, row| {
            json!(study.code_name(row.of.link.to))
        }),
        Column::words("dataset", "Dataset", Everybody, move |_, row| {
            row.test.map(|test| reader.dataset(test.test.dataset.id))
        }),
        Column::words("a", "A", Everybody, move |_, row| {
            table(row).map(|of| of.row.name.clone())
        }),
        Column::words("a_label", "A says", Everybody, move |_, row| {
            table(row).map(|of| of.row.label.clone())
        }),
        Column::words("b", "B", Everybody, move |_, row| {
            table(row).map(|of| of.column.name.clone())
        }),
        Column::words("b_label", "B says", Everybody, move |_, row| {
            table(row).map(|of| of.column.label.clone())
        }),
        Column::numbers("n", "N", Everybody, move |_, row| {
            table(row).map(|of| reader.count(of.n()))
        }),
        Column::numbers("statistic", "χ²", Everybody, |_, row| {
            row.pearson()
                .map(|test| ExportCell::decimals(test.statistic, 3))
        }),
        Column::numbers("df", "df", Everybody, |_, row| {
            row.pearson().map(|test| test.df as usize)
        }),
        Column::numbers("p", "p", Everybody, move |_, row| {
            row.pearson().map(|test| p(test.p))
        }),
        Column::numbers("cramers_v", "Cramér’s V", Everybody, |_, row| {
            let estimate = row.visible()?.test.cramers_v.as_ref().ok()?;
            Some(ExportCell::decimals(estimate.value, 3))
        }),
        Column::numbers(
            "min_expected",
            "Smallest expected",
            Everybody,
            move |_, row| {
                let test = row
                    .pearson()
                    .filter(|_| table(row).is_some_and(|of| reader.may_show_expected(of)));
                test.map(|test| ExportCell::decimals(test.min_expected, 2))
            },
        ),
        Column::words("fitting", "The test that fits", Everybody, |_, row| {
            row.fitting().map(|outcome| outcome.key)
        }),
        Column::numbers("fitting_p", "Its p", Everybody, move |_, row| {
            row.fitting().map(|outcome| p(outcome.p))
        }),
        Column::words("fitting_by", "By", Everybody, |_, row| {
            row.fitting().map(|outcome| match outcome.certainty {
                Certainty::LargeSample => "large sample",
                Certainty::Exact => "exact",
                Certainty::MonteCarlo { .. } => "Monte Carlo",
            })
        }),
        Column::numbers(
            "fitting_adjusted",
            "Adjusted (BH)",
            Everybody,
            move |_, row| row.visible()?.adjusted.map(p),
        ),
        Column::numbers("planned_p", "p by the plan", Everybody, move |_, row| {
            row.visible()?.planned.map(p)
        }),
        Column::words("direction", "Direction", Everybody, |_, row| {
            row.test.map(|test| test.sign())
        }),
        Column::words("status", "It says", Everybody, |_, row| match row.test {
            Some(test) => test.status(row.of.link.expected).name(),
            None => "untested",
        }),
        Column::words("note", "Note", Everybody, move |_, row| row.note(reader)),
    ]
}

/// All tests of `theory`, computed on `threads` threads. Tests of fewer people than may be shown
/// are listed without figures.
pub fn table(
    reader: PrivacyFilter<'_>,
    theory: &Theory,
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<ExportTable, Cancelled> {
    let study = reader.study();
    let links: Vec<&Link> = study.links_of(theory).collect();
    let assessed = assessment::assess(study, theory, &links, threads, watch)?;
    let rows = assessed.iter().flat_map(|of| {
        let none = of.tests.is_empty().then(|| LinkTest::new(of, None, reader));
        let tests = of.tests.iter();
        tests
            .map(|test| LinkTest::new(of, Some(test), reader))
            .chain(none)
    });
    let mut listing = Listing::new(test_columns(reader), rows.collect(), "");
    listing.title = Some(format!(
        "Tests of {}, theory {}",
        study.title, theory.version
    ));
    listing.notes = vec![
        format!(
            "{} different tests in the theory; one that belongs to several links has a row in each.",
            tests::in_theory(study, theory)
        ),
        "χ² is Pearson’s, without correction; its p is the large-sample one.".to_owned(),
        format!(
            "By the plan: {}, level {}. “Not shown” is not “no relation”.",
            study.plan(),
            study.alpha
        ),
    ];
    listing.notes.extend(reader.note());
    Ok(listing.file(reader))
}

/// `comma` asks for a decimal comma.
pub fn pairs(pairs: &PairwiseTests, comma: bool) -> Listing<'_, &TestedPair> {
    type Column<'a> = TableColumn<'a, &'a TestedPair>;
    let exact = pairs.pairs.iter().any(|pair| pair.exact.is_some());
    let shown = move |value: f64, shown: String| {
        let shown = if comma {
            number::with_comma(&shown)
        } else {
            shown
        };
        ExportCell::shown(value, shown)
    };
    let p = move |p: f64| shown(p, number::bare_p(p));
    let figure = move |pair: &TestedPair, value: f64, decimals: usize| {
        let known = pair.test.p;
        known.map(|_| shown(value, number::decimals(value, decimals)))
    };
    let mut columns = vec![
        Column::words("row", "A", Team, |_, pair| json!(pair.row)),
        Column::words("column", "B", Team, |_, pair| json!(pair.column)),
        Column::numbers("n", "N", Team, |_, pair| pair.test.n as usize),
        Column::numbers("statistic", "χ²", Team, move |_, pair| {
            figure(pair, pair.test.statistic, 3)
        }),
        Column::numbers("df", "df", Team, move |_, pair| {
            figure(pair, f64::from(pair.test.df), 0)
        }),
        Column::numbers("p", "p", Team, move |_, pair| pair.test.p.map(p)),
        Column::numbers("min_expected", "Smallest expected", Team, move |_, pair| {
            figure(pair, pair.test.min_expected, 2)
        }),
        Column::numbers("holm", "Holm", Team, move |_, pair| pair.holm.map(p)),
        Column::numbers("benjamini_hochberg", "BH", Team, move |_, pair| {
            pair.benjamini_hochberg.map(p)
        }),
    ];
    if exact {
        let done = |pair: &TestedPair| -> Option<ExactTest> { pair.exact.clone()?.ok() };
        let of = [
            Column::numbers("exact_p", "Exact p", Team, move |_, pair| {
                done(pair).map(|test| p(test.p))
            }),
            Column::words("exact_by", "", Team, move |_, pair| {
                done(pair).map(|test| match test.by {
                    PValueSource::Enumeration { .. } => "exact",
                    _ => "Monte Carlo",
                })
            }),
        ];
        columns.splice(7..7, of);
    }
    let adjusted = if exact {
        "the exact p-values"
    } else {
        "Pearson's p-values"
    };
    let mut listing = Listing::new(columns, pairs.pairs.iter().collect(), "No pair");
    listing.title = Some("All pairs".into());
    listing.notes.push(format!(
        "{}, {} of them testable. Holm and BH (Benjamini–Hochberg) adjust {adjusted} for that many tests.",
        number::count_noun(pairs.pairs.len(), "pair"),
        pairs.tested()
    ));
    let left_out = pairs.left_out.iter();
    listing
        .notes
        .extend(left_out.map(|what| format!("Left out: {what}.")));
    listing
}
