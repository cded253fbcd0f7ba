//! `virk matrix`

use super::{Desk, Outcome, Page, form::Form, grid::Grid, number};
use crate::evidence::{Matrix, Row};
use crate::export;
use crate::study::{Refusal, Study};

/// Show the evidence matrix: the evidence of every link of the theory in a row.
///
///   virk matrix
///   virk matrix --format csv > matrix.csv
///   virk matrix --output matrix.html
///
/// Quotes as supporting (+), contradicting (−), nuancing (~) and not judged (·);
/// tests as significant of those run. A link without a test says why. Exit code
/// 1 when the theory has no link.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The version of the theory; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// Shows it.
///
/// # Errors
/// When the study has no such theory, or the file cannot be written.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let matrix = Matrix::new(study, study.find_theory(args.theory.as_deref())?);
    match args.form.asked(desk)? {
        Some(format) => {
            let table = export::matrix::matrix(&matrix, &study.title);
            args.form.deliver(&table, format, &study.language, desk, page)?;
        }
        None => show(study, &matrix, page),
    }
    Ok(Outcome::found(!matrix.rows.is_empty()))
}

/// The matrix for people.
pub fn show(study: &Study, matrix: &Matrix, page: &mut Page) {
    page.heading(&format!("Evidence matrix of “{}”, theory {}", study.title, matrix.version));
    let mut grid = Grid::new(&["Link", ">+", ">−", ">~", ">·", ">Informants", ">Significant", ">Smallest p", "Verdict"]);
    for row in &matrix.rows {
        let Row { from, to, balance, .. } = row;
        grid.row([
            format!("{} → {}", from.name, to.name),
            balance.supports.to_string(),
            balance.contradicts.to_string(),
            balance.nuances.to_string(),
            balance.unjudged.to_string(),
            row.informants.len().to_string(),
            if row.tests == 0 { "untested".into() } else { format!("{} of {}", row.significant, row.tests) },
            row.smallest_p.map(number::bare_p).unwrap_or_default(),
            row.verdict.unwrap_or_default().to_owned(),
        ]);
    }
    grid.show(page);
    page.gap();
    page.say(&format!(
        "{} links, {} different tests in the theory; significant means p < {}, each test by itself",
        matrix.rows.len(),
        matrix.tests_in_theory,
        matrix.alpha
    ));
    let mut reasons: Vec<&str> =
        matrix.rows.iter().filter(|row| row.tests == 0).flat_map(|row| &row.notes).map(String::as_str).collect();
    reasons.sort_unstable();
    reasons.dedup();
    if !reasons.is_empty() {
        page.say(&format!("Untested: {}", reasons.join("; ")));
    }
}
