//! Under what circumstances it works: the table of configurations.

use super::questions::{EvaluationQuestion, number_or_infinite, row_is_person_notes};
use super::{
    ExportCell, ExportColumn, ExportTable,
    privacy::{FEW_PEOPLE_NOTE, PrivacyFilter, WITHHELD},
};
use crate::evidence::{Crosstab, circumstance};
use crate::stats::Estimate;
use crate::study::{Dataset, Study, Theory};
use crate::text::number;

/// Each relation of the theory that a moderator may change, with a test of whether it does.
pub fn circumstances(
    study: &Study,
    theory: &Theory,
    privacy_filter: &PrivacyFilter<'_>,
) -> ExportTable {
    let columns = vec![
        ExportColumn::words("moderator", "Moderator"),
        ExportColumn::words("by", "Its variable"),
        ExportColumn::words("link", "Link"),
        ExportColumn::words("a", "A"),
        ExportColumn::words("b", "B"),
        ExportColumn::numbers("n", "N"),
        ExportColumn::words("groups", "Groups"),
        ExportColumn::words("measure", "Measure"),
        ExportColumn::numbers("value", "Difference"),
        ExportColumn::numbers("low", "95 % from"),
        ExportColumn::numbers("high", "95 % to"),
        ExportColumn::numbers("p_difference", "p that they differ"),
        ExportColumn::numbers("p_adjusted", "Adjusted p"),
        ExportColumn::numbers("crude", "Odds ratio of all"),
        ExportColumn::numbers("adjusted", "Odds ratio within groups"),
        ExportColumn::words("method", "Test"),
        ExportColumn::words("why", "Why it cannot be told"),
    ];
    let mut found = circumstance::moderations(study, theory);
    if privacy_filter.is_public() {
        // Sorting by p would disclose the order of withheld values.
        found.sort_by_cached_key(|asked| {
            (
                asked.by.clone(),
                asked.pair.clone(),
                study.link_name(asked.link),
            )
        });
    }
    let p: Vec<f64> = found
        .iter()
        .filter_map(|asked| asked.result.as_ref().ok())
        .map(|found| found.test.p)
        .collect();
    let below =
        |values: &mut dyn Iterator<Item = f64>| values.filter(|p| *p <= study.alpha).count();
    let notes = vec![
        format!(
            "{} moderations, {} of them testable: {} with p up to {}, {} after Benjamini–Hochberg; by chance alone {} would be expected.",
            found.len(),
            p.len(),
            below(&mut p.iter().copied()),
            study.alpha,
            below(&mut found.iter().filter_map(|asked| asked.adjusted)),
            number::decimals(p.len() as f64 * study.alpha, 1),
        ),
        "A moderator without order is taken by its groups, one with order by its steps. That a relation is shown in one group and \
         not in another is no difference between them; p asks whether they differ."
            .into(),
    ];
    let notes: Vec<String> = notes
        .into_iter()
        .chain(row_is_person_notes(privacy_filter))
        .collect();
    let p = |p: f64| ExportCell::shown(p, number::bare_p(p));
    let rows = found.into_iter().map(|asked| {
        let shown = asked
            .groups
            .iter()
            .all(|(_, n)| privacy_filter.may_show_count(*n));
        let shown =
            shown && may_show_variables(privacy_filter, [&asked.by, &asked.pair.0, &asked.pair.1]);
        let told = asked
            .result
            .as_ref()
            .ok()
            .filter(|found| shown && privacy_filter.may_show_count(found.test.n as usize));
        let size = told.and_then(|found| found.size.as_ref());
        let ends = size.and_then(|(_, size)| size.interval.as_ref());
        let ratio = |of: &Option<Estimate>| {
            of.as_ref()
                .filter(|ratio| ratio.value.is_finite())
                .map(|ratio| ExportCell::decimals(ratio.value, 2))
        };
        let groups = asked
            .groups
            .iter()
            .map(|(name, n)| format!("{name}: {n}"))
            .collect::<Vec<String>>()
            .join(", ");
        vec![
            study.code_name(asked.moderator).into(),
            asked.by.into(),
            study.link_name(asked.link).into(),
            asked.pair.0.into(),
            asked.pair.1.into(),
            told.map(|found| found.test.n as usize).into(),
            if shown {
                groups.into()
            } else {
                ExportCell::Text(WITHHELD.into())
            },
            size.map(|(measure, _)| measure.english()).into(),
            size.map(|(_, size)| number_or_infinite(size.value)).into(),
            ends.map(|ends| number_or_infinite(ends.low)).into(),
            ends.map(|ends| number_or_infinite(ends.high)).into(),
            told.map(|found| p(found.test.p)).into(),
            asked.adjusted.filter(|_| told.is_some()).map(p).into(),
            told.and_then(|found| ratio(&found.crude)).into(),
            told.and_then(|found| ratio(&found.adjusted)).into(),
            told.map(|found| found.test.method).into(),
            match &asked.result {
                Err(why) => why.to_string().into(),
                Ok(_) if told.is_none() => FEW_PEOPLE_NOTE.into(),
                Ok(_) => ExportCell::Empty,
            },
        ]
    });
    ExportTable {
        title: Some(EvaluationQuestion::Circumstances.question_text().into()),
        columns,
        rows: rows.collect(),
        notes,
    }
}

/// True if the figures of three variables may be shown, which requires that those of each pair may.
pub(super) fn may_show_variables(privacy_filter: &PrivacyFilter<'_>, names: [&str; 3]) -> bool {
    let study = privacy_filter.study();
    let place = |dataset: &Dataset| names.map(|name| dataset.variable_index(name));
    let told =
        |dataset: &Dataset, a: usize, b: usize| match Crosstab::new(dataset, a, b, &study.language)
        {
            Ok(crosstab) => privacy_filter.may_show_crosstab(&crosstab),
            // A test of scores has no table that could disclose small counts.
            Err(_) => true,
        };
    !privacy_filter.is_public()
        || study.datasets().all(|dataset| match place(dataset) {
            [Some(by), Some(a), Some(b)] => {
                told(dataset, a, b) && told(dataset, by, a) && told(dataset, by, b)
            }
            _ => true,
        })
}

/// The circumstances in few enough columns for a terminal; `--json` and files have all of them.
pub fn narrow_table(table: &ExportTable) -> ExportTable {
    let place = |key: &str| table.columns.iter().position(|column| column.key == key);
    let kept = ["by", "a", "b", "n"]
        .iter()
        .filter_map(|key| place(key))
        .collect::<Vec<usize>>();
    let ends = [place("value"), place("low"), place("high"), place("why")];
    let p = ["p_difference", "p_adjusted"]
        .iter()
        .filter_map(|key| place(key))
        .collect::<Vec<usize>>();
    let shown = |row: &[ExportCell], at: Option<usize>| {
        at.and_then(|at| row.get(at))
            .map_or(String::new(), |cell| cell.as_shown().to_owned())
    };
    let mut columns: Vec<ExportColumn> = kept
        .iter()
        .filter_map(|at| table.columns.get(*at).cloned())
        .collect();
    columns.push(ExportColumn::words("difference", "Difference [95 %]"));
    columns.extend(p.iter().filter_map(|at| table.columns.get(*at).cloned()));
    let rows = table.rows.iter().map(|row| {
        let [value, low, high, why] = ends.map(|at| shown(row, at));
        let size = if value.is_empty() {
            why
        } else {
            format!("{value} [{low}; {high}]")
        };
        let pick = |places: &[usize]| {
            places
                .iter()
                .filter_map(|at| row.get(*at).cloned())
                .collect::<Vec<ExportCell>>()
        };
        [pick(&kept), vec![size.into()], pick(&p)].concat()
    });
    let mut notes = table.notes.clone();
    notes.push(
        "Measure, groups, odds ratios and the name of each test: `virk questions circumstances --json`, or `--output FILE`.".into(),
    );
    ExportTable {
        title: table.title.clone(),
        rows: rows.collect(),
        columns,
        notes,
    }
}
