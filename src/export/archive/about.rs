//! What a reader of the archive must know: what is in it, how it was made, what is not in it.

use super::File;
use crate::evidence::tests;
use crate::export::privacy::Shield;
use crate::import::refi::Losses;
use crate::study::{Dataset, Study, Theory};
use crate::text::{harmless, number};

/// The first file one opens.
pub(super) fn readme(
    study: &Study,
    files: &[File],
    left_out: &Losses,
    small: usize,
    replaced: usize,
) -> String {
    let mut out = format!(
        "# {}\n\nA public archive of a realist evaluation.\n\n",
        harmless::one_line(&study.title)
    );
    for file in files {
        out += &format!("- `{}`: {}\n", file.name, file.about);
    }
    out += "- `SHA256SUMS`: `sha256sum -c SHA256SUMS` proves that nothing was changed\n\n";
    out += "Tables are CSV in UTF-8 with commas. Places are Unicode code points counted from 0, the end not included. ";
    out += "A cell that a spreadsheet would take for a formula begins with an apostrophe.\n\n";
    out += &format!(
        "Informants, documents and coders stand under numbers. Only quotes that were released are here; counts of people below {small} are withheld. "
    );
    out += &if left_out.is_empty() {
        "Nothing was left out.\n".to_owned()
    } else {
        format!("Left out: {}.\n", left_out.say())
    };
    if replaced > 0 {
        out += &format!(
            "Other words were written in {}.\n",
            number::some(replaced, "place")
        );
    }
    out += &format!(
        "\nMade with virk {} from {} of the study's log.\n",
        env!("CARGO_PKG_VERSION"),
        number::some(study.revision(), "record")
    );
    out
}

/// How many rows there are and how many are counted; who is left out may be one person.
pub(in crate::export) fn rows(shield: &Shield<'_>, dataset: &Dataset) -> String {
    let all = dataset.body.rows as usize;
    let out = all.saturating_sub(dataset.kept.len());
    match (shield.shows(out), out) {
        (true, 0) => format!("{all} rows, all counted"),
        (true, _) => format!(
            "{all} rows, {} counted; the others left out by rule",
            dataset.kept.len()
        ),
        (false, _) => format!(
            "{} rows counted; fewer than {} left out by rule",
            dataset.kept.len(),
            shield.small()
        ),
    }
}

/// How it was done.
pub(super) fn method(shield: Shield<'_>, theory: Option<&Theory>) -> String {
    let study = shield.study();
    let mut out = format!(
        "# Method\n\n- Level of significance: {}; each test by itself, adjusted p-values beside it.\n",
        study.alpha
    );
    out += &format!(
        "- Plan: {}{}.\n",
        study.plan(),
        if study.declared_plan().is_some() {
            ""
        } else {
            " (no plan was declared)"
        }
    );
    out += "- Tests: every indicator of one end of a link against every indicator of the other within one dataset, Pearson's chi-square without correction; ";
    out += "beside it the test that fits levels and expected counts.\n";
    if let Some(theory) = theory {
        let tests = tests::in_theory(study, theory);
        out += &format!(
            "- {} in theory {}: about {} would be expected below {} by chance alone.\n",
            number::some(tests, "different test"),
            harmless::one_line(&theory.version),
            number::decimals(tests as f64 * study.alpha, 1),
            study.alpha
        );
    }
    out += "- Quotes of a link: where codings of both its ends overlap, or what somebody judged; what a quote does to a link is a person's judgement.\n";
    for dataset in study.datasets() {
        out += &format!(
            "- {}: {}",
            shield.dataset(dataset.id),
            rows(&shield, dataset)
        );
        out += ".\n";
    }
    out += "\nAn association is no cause, and what is not shown may well be there. Those who were interviewed are not those who answered.\n";
    out
}
