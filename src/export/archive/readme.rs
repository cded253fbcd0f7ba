//! The archive's readme and its account of the method: what is in it, how it was made, what is left
//! out.
//!
//! The data dictionary: every variable of every dataset, with labels and codes but without answers.
//!
//! The programme theory as tables: nodes and links of every version.

use super::ArchiveFile;
use crate::evidence::tests;
use crate::exchange::refi::ConversionLosses;
use crate::study::theory::Prespecification;
use crate::study::{Code, Dataset, Id, Link, Study, Theory};
use crate::tables::Audience::Everybody;
use crate::tables::privacy::PrivacyFilter;
use crate::tables::variables::{variable_columns, variable_rows};
use crate::tables::{ExportTable, Listing, TableColumn, with_table_keys};
use crate::text::{number, sanitize};
use serde_json::json;

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
pub(super) fn table(reader: PrivacyFilter<'_>) -> ExportTable {
    const KEYS: &str =
        "dataset name level label question values missing_codes middle asked_if measures n";
    let study = reader.study();
    let rows = study
        .datasets()
        .flat_map(|dataset| variable_rows(study, dataset));
    let columns = with_table_keys(variable_columns(reader), KEYS);
    Listing::new(columns, rows.collect(), "").file(reader)
}

pub(super) fn links(study: &Study) -> ExportTable {
    type Column<'a> = TableColumn<'a, (&'a Theory, &'a Link)>;
    let links = |theory| study.links_of(theory).map(move |link| (theory, link));
    let columns = vec![
        Column::words("version", "Version", Everybody, |_, (theory, _)| {
            json!(theory.version)
        }),
        Column::words("from", "From", Everybody, |study, (_, link)| {
            json!(study.code_name(link.from))
        }),
        Column::words("relation", "Relation", Everybody, |study, (_, link)| {
            study.relation_of(link)
        }),
        Column::words("to", "To", Everybody, |study, (_, link)| {
            json!(study.code_name(link.to))
        }),
        Column::words("statement", "Statement", Everybody, |_, (_, link)| {
            json!(link.statement)
        }),
        Column::words("basis", "Basis", Everybody, |_, (_, link)| {
            json!(link.basis)
        }),
        Column::words(
            "expected",
            "Expected direction",
            Everybody,
            |_, (_, link)| link.expected.name(),
        ),
        Column::words(
            "prespecified",
            "Fixed beforehand",
            Everybody,
            |study, (_, link)| match study.prespecification(link) {
                Prespecification::Prespecified(_) => "yes",
                Prespecification::PostHoc => "post hoc",
                Prespecification::NotFrozen => "not frozen",
            },
        ),
        Column::words("verdict", "Verdict", Everybody, |study, (_, link)| {
            let verdict = study.verdict(link.id);
            verdict.map(|verdict| verdict.conclusion.name())
        }),
    ];
    let rows = study.theories().flat_map(links).collect();
    Listing::new(columns, rows, "").file(PrivacyFilter::internal(study))
}

pub(super) fn nodes(study: &Study) -> ExportTable {
    type Column<'a> = TableColumn<'a, (&'a Theory, Id<Code>)>;
    let columns = vec![
        Column::words("version", "Version", Everybody, |_, (theory, _)| {
            json!(theory.version)
        }),
        Column::words("parent", "Derived from", Everybody, |study, (theory, _)| {
            json!(study.parent_of(theory).map(|parent| &parent.version))
        }),
        Column::words("node", "Node", Everybody, |study, (_, code)| {
            json!(study.code_name(*code))
        }),
        Column::words("kind", "Kind", Everybody, |study, (theory, code)| {
            study.kind_in(theory, *code).name()
        }),
        Column::words("code_key", "Code key", Everybody, |study, (_, code)| {
            json!(study.code(*code).map(|code| &code.body.key))
        }),
    ];
    let rows = study
        .theories()
        .flat_map(|theory| theory.nodes.iter().map(move |code| (theory, *code)))
        .collect();
    Listing::new(columns, rows, "").file(PrivacyFilter::internal(study))
}
