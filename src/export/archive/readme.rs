//! The archive's readme and its account of the method: what is in it, how it was made, what is left
//! out.
//!
//! The data dictionary: every variable of every dataset, with labels and codes but without answers.
//!
//! The programme theory as tables: nodes and links of every version.

use super::ArchiveFile;
use crate::evidence::tests;
use crate::exchange::refi::ConversionLosses;
use crate::export::privacy::PrivacyFilter;
use crate::export::{ExportCell, ExportColumn, ExportTable};
use crate::study::theory::Prespecification;
use crate::study::{Dataset, Study, Theory, Variable};
use crate::text::{number, sanitize};

pub(super) fn readme(
    study: &Study,
    files: &[ArchiveFile],
    left_out: &ConversionLosses,
    small: usize,
    replaced: usize,
) -> String {
    let mut out = format!(
        "# {}\n\nA public archive of a realist evaluation.\n\n",
        sanitize::sanitize_line(&study.title)
    );
    for file in files {
        out += &format!("- `{}`: {}\n", file.name, file.about);
    }
    out += "- `SHA256SUMS`: `sha256sum -c SHA256SUMS` checks that nothing was changed\n\n";
    out += "Tables are CSV in UTF-8 with commas. Places are Unicode code points counted from 0, the end not included. ";
    out += "A cell that a spreadsheet would take for a formula begins with an apostrophe.\n\n";
    out += &format!(
        "Informants, documents and coders are replaced by numbers. Only released quotes are included; counts of people below {small} are withheld. "
    );
    out += &if left_out.is_empty() {
        "Nothing was left out.\n".to_owned()
    } else {
        format!("Left out: {}.\n", left_out.summary())
    };
    if replaced > 0 {
        out += &format!(
            "Other words were written in {}.\n",
            number::count_noun(replaced, "place")
        );
    }
    out += &format!(
        "\nMade with virk {} from {} of the study's log.\n",
        env!("CARGO_PKG_VERSION"),
        number::count_noun(study.revision(), "record")
    );
    out
}

/// How many rows there are and how many are counted. A small number of excluded rows is withheld,
/// since it may be a single person.
pub(in crate::export) fn row_counts(
    privacy_filter: &PrivacyFilter<'_>,
    dataset: &Dataset,
) -> String {
    let all = dataset.body.rows as usize;
    let out = all.saturating_sub(dataset.kept_rows.len());
    match (privacy_filter.may_show_count(out), out) {
        (true, 0) => format!("{all} rows, all counted"),
        (true, _) => format!(
            "{all} rows, {} counted; the others left out by rule",
            dataset.kept_rows.len()
        ),
        (false, _) => format!(
            "{} rows counted; fewer than {} left out by rule",
            dataset.kept_rows.len(),
            privacy_filter.min_count()
        ),
    }
}

pub(super) fn method_text(privacy_filter: PrivacyFilter<'_>, theory: Option<&Theory>) -> String {
    let study = privacy_filter.study();
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
            number::count_noun(tests, "different test"),
            sanitize::sanitize_line(&theory.version),
            number::decimals(tests as f64 * study.alpha, 1),
            study.alpha
        );
    }
    out += "- Quotes of a link: where codings of both its ends overlap, or what somebody judged; what a quote does to a link is a person's judgement.\n";
    for dataset in study.datasets() {
        out += &format!(
            "- {}: {}",
            privacy_filter.dataset(dataset.id),
            row_counts(&privacy_filter, dataset)
        );
        out += ".\n";
    }
    out += "\nAn association is not a cause, and what is not shown may still exist. Those who were interviewed are not those who answered.\n";
    out
}

/// One row per variable, with the number of people who answered it.
pub(super) fn table(privacy_filter: PrivacyFilter<'_>) -> ExportTable {
    let study = privacy_filter.study();
    let columns = vec![
        ExportColumn::words("dataset", "Dataset"),
        ExportColumn::words("variable", "Variable"),
        ExportColumn::words("level", "Level"),
        ExportColumn::words("label", "Label"),
        ExportColumn::words("question", "Question"),
        ExportColumn::words("values", "Values"),
        ExportColumn::words("missing", "No answer"),
        ExportColumn::words("middle", "The middle category means"),
        ExportColumn::words("asked_if", "Asked if"),
        ExportColumn::words("measures", "Measures"),
        ExportColumn::numbers("n", "Answers"),
    ];
    let mut rows = Vec::new();
    for dataset in study.datasets() {
        for (place, variable) in dataset.body.variables.iter().enumerate() {
            let measured = study
                .all_indicators()
                .filter(|known| known.dataset == dataset.id && known.variable == variable.name);
            let measures: Vec<&str> = measured.map(|known| study.code_name(known.code)).collect();
            let asked = variable
                .asked_if
                .as_ref()
                .map(|only| format!("{} = {}", only.variable, only.equals));
            rows.push(vec![
                privacy_filter.dataset(dataset.id).into(),
                variable.name.as_str().into(),
                variable.level.name().into(),
                variable.label.in_language(&study.language).into(),
                variable.question.in_language(&study.language).into(),
                values(variable, &study.language).into(),
                variable.missing.join("; ").into(),
                variable
                    .middle
                    .as_ref()
                    .map_or(ExportCell::Empty, |middle| {
                        format!("{}: {}", middle.code, middle.means).into()
                    }),
                asked.into(),
                measures.join("; ").into(),
                privacy_filter.count(dataset.answers(place).flatten().count()),
            ]);
        }
    }
    ExportTable {
        columns,
        rows,
        ..ExportTable::default()
    }
}

fn values(variable: &Variable, language: &str) -> String {
    let one = |value: &crate::study::dataset::Value| {
        format!("{} = {}", value.code, value.label.in_language(language))
    };
    variable
        .values
        .iter()
        .map(one)
        .collect::<Vec<_>>()
        .join("; ")
}

pub(super) fn links(study: &Study) -> ExportTable {
    let columns = vec![
        ExportColumn::words("version", "Version"),
        ExportColumn::words("from", "From"),
        ExportColumn::words("relation", "Relation"),
        ExportColumn::words("to", "To"),
        ExportColumn::words("statement", "Statement"),
        ExportColumn::words("basis", "Basis"),
        ExportColumn::words("expected", "Expected direction"),
        ExportColumn::words("prespecified", "Fixed beforehand"),
        ExportColumn::words("verdict", "Verdict"),
    ];
    let mut rows = Vec::new();
    for theory in study.theories() {
        for link in study.links_of(theory) {
            let fixed = match study.prespecification(link) {
                Prespecification::Prespecified(_) => "yes",
                Prespecification::PostHoc => "post hoc",
                Prespecification::NotFrozen => "not frozen",
            };
            rows.push(vec![
                theory.version.as_str().into(),
                study.code_name(link.from).into(),
                study.relation_of(link).into(),
                study.code_name(link.to).into(),
                link.statement.as_str().into(),
                link.basis.as_str().into(),
                link.expected.name().into(),
                fixed.into(),
                study
                    .verdict(link.id)
                    .map(|verdict| verdict.conclusion.name())
                    .into(),
            ]);
        }
    }
    ExportTable {
        columns,
        rows,
        ..ExportTable::default()
    }
}

pub(super) fn nodes(study: &Study) -> ExportTable {
    let columns = vec![
        ExportColumn::words("version", "Version"),
        ExportColumn::words("parent", "Derived from"),
        ExportColumn::words("node", "Node"),
        ExportColumn::words("kind", "Kind"),
        ExportColumn::words("code_key", "Code key"),
    ];
    let mut rows = Vec::new();
    for theory in study.theories() {
        for code in &theory.nodes {
            rows.push(vec![
                theory.version.as_str().into(),
                study
                    .parent_of(theory)
                    .map(|parent| parent.version.as_str())
                    .into(),
                study.code_name(*code).into(),
                study.kind_in(theory, *code).name().into(),
                study
                    .code(*code)
                    .map_or(ExportCell::Empty, |code| code.body.key.as_str().into()),
            ]);
        }
    }
    ExportTable {
        columns,
        rows,
        ..ExportTable::default()
    }
}
