//! The tests of a theory as a table: every test of every link in a row, what it
//! says by itself and what it says beside all the others. A link that nobody
//! tested has a row too, which says why.

use super::{
    Cell, Column, Table,
    privacy::{FEW, Shield},
};
use crate::evidence::{Weighed, tests, weighing};
use crate::stats::advice::Certainty;
use crate::study::{Link, Stopped, Study, Theory, Watch};
use crate::text::number;

/// The table of all tests of `theory`; the work is shared by `threads`, and `watch` hears how
/// far it has come. Tests of fewer people than may be told of are left without numbers.
///
/// # Errors
/// When it is stopped.
pub fn table(
    shield: Shield<'_>,
    theory: &Theory,
    threads: usize,
    watch: Watch<'_>,
) -> Result<Table, Stopped> {
    let study = shield.study();
    let columns = vec![
        Column::words("from", "From"),
        Column::words("to", "To"),
        Column::words("dataset", "Dataset"),
        Column::words("a", "A"),
        Column::words("a_label", "A says"),
        Column::words("b", "B"),
        Column::words("b_label", "B says"),
        Column::numbers("n", "N"),
        Column::numbers("statistic", "χ²"),
        Column::numbers("df", "df"),
        Column::numbers("p", "p"),
        Column::numbers("cramers_v", "Cramér’s V"),
        Column::numbers("min_expected", "Smallest expected"),
        Column::words("fitting", "The test that fits"),
        Column::numbers("fitting_p", "Its p"),
        Column::words("fitting_by", "By"),
        Column::numbers("fitting_adjusted", "Adjusted (BH)"),
        Column::numbers("planned_p", "p by the plan"),
        Column::words("direction", "Direction"),
        Column::words("status", "It says"),
        Column::words("note", "Note"),
    ];
    let links: Vec<&Link> = study.links_of(theory).collect();
    let mut rows = Vec::new();
    for weighing in weighing::weigh(study, theory, &links, threads, watch)? {
        let ends = [
            study.code_name(weighing.link.from).into(),
            study.code_name(weighing.link.to).into(),
        ];
        rows.extend(
            weighing
                .tests
                .iter()
                .map(|test| [ends.to_vec(), cells(shield, weighing.link, test)].concat()),
        );
        if weighing.tests.is_empty() {
            let why = if weighing.notes.is_empty() {
                "no indicators in a common dataset".into()
            } else {
                shield.made(&weighing.notes.join("; "))
            };
            let mut row = ends.to_vec();
            row.resize(columns.len() - 2, Cell::Empty);
            row.extend(["untested".into(), why.into()]);
            rows.push(row);
        }
    }
    let title = format!("Tests of {}, theory {}", study.title, theory.version);
    Ok(Table {
        title: Some(title),
        columns,
        rows,
        notes: notes(shield, study, theory),
    })
}

fn notes(shield: Shield<'_>, study: &Study, theory: &Theory) -> Vec<String> {
    let mut notes = vec![
        format!(
            "{} different tests in the theory; one that stands in several links has a row in each.",
            tests::in_theory(study, theory)
        ),
        "χ² is Pearson’s, without correction; its p is the large-sample one.".to_owned(),
        format!(
            "By the plan: {}, level {}. “Not shown” is not “no relation”.",
            study.plan(),
            study.alpha
        ),
    ];
    notes.extend(shield.note());
    notes
}

/// What stands in the row of a test, its link apart.
fn cells(shield: Shield<'_>, link: &Link, weighed: &Weighed<'_>) -> Vec<Cell> {
    let crosstab = &weighed.test.crosstab;
    let told = shield.tells_of(&weighed.test);
    let number =
        |value: f64, decimals: usize| Cell::shown(value, number::decimals(value, decimals));
    let p = |p: f64| Cell::shown(p, number::bare_p(p));
    let pearson = weighed.test.pearson.as_ref().ok().filter(|_| told);
    let fitting = weighed.fitting.as_ref().ok().filter(|_| told);
    let by = fitting.map(|outcome| match outcome.certainty {
        Certainty::LargeSample => "large sample",
        Certainty::Exact => "exact",
        Certainty::MonteCarlo { .. } => "Monte Carlo",
    });
    let note = match (&weighed.test.pearson, &weighed.circular) {
        _ if !told => FEW.to_owned(),
        (_, Some(variable)) => {
            format!("{variable} measures both ends: it cannot speak for the link")
        }
        (Err(why), None) => why.to_string(),
        (Ok(_), None) => String::new(),
    };
    vec![
        shield.dataset(weighed.test.dataset.id).into(),
        crosstab.row.name.as_str().into(),
        crosstab.row.label.as_str().into(),
        crosstab.column.name.as_str().into(),
        crosstab.column.label.as_str().into(),
        shield.count(crosstab.n()),
        pearson.map(|test| number(test.statistic, 3)).into(),
        pearson.map(|test| test.df as usize).into(),
        pearson.map(|test| p(test.p)).into(),
        weighed
            .test
            .cramers_v
            .as_ref()
            .ok()
            .filter(|_| told)
            .map(|estimate| number(estimate.value, 3))
            .into(),
        pearson
            .filter(|_| shield.tells_expected(crosstab))
            .map(|test| number(test.min_expected, 2))
            .into(),
        fitting.map(|outcome| outcome.key).into(),
        fitting.map(|outcome| p(outcome.p)).into(),
        by.into(),
        weighed.adjusted.filter(|_| told).map(p).into(),
        weighed.planned.filter(|_| told).map(p).into(),
        weighed.sign().into(),
        weighed.status(link.expected).name().into(),
        note.into(),
    ]
}
