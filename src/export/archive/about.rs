//! What a reader of the archive must know: what is in it, how it was made, what is not in it.

use super::File;
use crate::evidence::tests;
use crate::import::refi::Losses;
use crate::study::{Study, Theory};
use crate::text::{harmless, number};

/// The first file one opens.
pub(super) fn readme(study: &Study, files: &[File], left_out: &Losses, small: usize, replaced: usize) -> String {
    let mut out = format!("# {}\n\nA public archive of a realist evaluation.\n\n", harmless::one_line(&study.title));
    for file in files {
        out += &format!("- `{}`: {}\n", file.name, file.about);
    }
    out += "- `SHA256SUMS`: `sha256sum -c SHA256SUMS` proves that nothing was changed\n\n";
    out += "Tables are CSV in UTF-8 with commas. Places are Unicode code points counted from 0, the end not included. ";
    out += "A cell that a spreadsheet would take for a formula begins with an apostrophe.\n\n";
    out += &format!(
        "Informants, documents and coders stand under numbers. Only quotes that were released are here; counts of people below {small} are withheld. "
    );
    out += &if left_out.is_empty() { "Nothing was left out.\n".to_owned() } else { format!("Left out: {}.\n", left_out.say()) };
    if replaced > 0 {
        out += &format!("Other words were written in {}.\n", number::some(replaced, "place"));
    }
    out += &format!(
        "\nMade with virk {} from {} of the study's log.\n",
        env!("CARGO_PKG_VERSION"),
        number::some(study.revision(), "record")
    );
    out
}

/// How it was done.
pub(super) fn method(study: &Study, theory: Option<&Theory>) -> String {
    let mut out =
        format!("# Method\n\n- Level of significance: {}; each test by itself, adjusted p-values beside it.\n", study.alpha);
    out += &format!("- Plan: {}{}.\n", study.plan(), if study.declared_plan().is_some() { "" } else { " (no plan was declared)" });
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
            "- Dataset {}: {} rows, {} counted",
            harmless::one_line(&dataset.body.name),
            dataset.body.rows,
            dataset.kept.len()
        );
        for rule in &dataset.body.exclusions {
            out += &format!(
                "; left out: {} ({} = {})",
                harmless::one_line(&rule.reason),
                harmless::one_line(&rule.variable),
                harmless::one_line(&rule.equals)
            );
        }
        out += ".\n";
    }
    out += "\nAn association is no cause, and what is not shown may well be there. Those who were interviewed are not those who answered.\n";
    out
}
