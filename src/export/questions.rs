//! The four questions of a realist evaluation as tables: does it work, what works, for whom, under
//! what circumstances. Everything about people passes the [`PrivacyFilter`].

pub use super::circumstances::{circumstances, narrow_table};
use super::matrix::{self, MatrixRequest};
use super::{
    ExportCell, ExportColumn, ExportTable, group_disclosure,
    privacy::{FEW_PEOPLE_NOTE, PrivacyFilter, WITHHELD},
};
use crate::evidence::{circumstance, effect::GoalAttainment};
use crate::stats::Estimate;
use crate::study::{ProgressMonitor, Refusal, Study, Theory};
use crate::text::number;
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum EvaluationQuestion {
    Effect,
    Mechanisms,
    Groups,
    Circumstances,
}

impl EvaluationQuestion {
    pub const ALL: [EvaluationQuestion; 4] = [
        EvaluationQuestion::Effect,
        EvaluationQuestion::Mechanisms,
        EvaluationQuestion::Groups,
        EvaluationQuestion::Circumstances,
    ];

    /// The word used in commands.
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub fn question_text(self) -> &'static str {
        match self {
            EvaluationQuestion::Effect => "Does it work?",
            EvaluationQuestion::Mechanisms => "What works?",
            EvaluationQuestion::Groups => "For whom does it work?",
            EvaluationQuestion::Circumstances => "In what circumstances does it work?",
        }
    }
}

fn share(estimate: &Estimate, shown: bool) -> [ExportCell; 3] {
    let percent =
        |value: f64| ExportCell::shown(value, format!("{} %", number::decimals(value * 100.0, 2)));
    match &estimate.interval {
        _ if !shown => [
            ExportCell::Text(WITHHELD.into()),
            ExportCell::Empty,
            ExportCell::Empty,
        ],
        Some(interval) => [
            percent(estimate.value),
            percent(interval.low),
            percent(interval.high),
        ],
        None => [
            percent(estimate.value),
            ExportCell::Empty,
            ExportCell::Empty,
        ],
    }
}

/// Status before and after, by group.
pub fn effect(effect: &GoalAttainment<'_>, privacy_filter: &PrivacyFilter<'_>) -> ExportTable {
    let columns = vec![
        ExportColumn::words("by", "By"),
        ExportColumn::words("group", "Group"),
        ExportColumn::numbers("n", "N"),
        ExportColumn::numbers("reached", "Reached the goal"),
        ExportColumn::numbers("share", "Share"),
        ExportColumn::numbers("low", "95 % from"),
        ExportColumn::numbers("high", "95 % to"),
        ExportColumn::numbers("before", "Had reached it before"),
        ExportColumn::numbers("moved", "Another status than before"),
    ];
    let told = group_disclosure::group_disclosures(effect, privacy_filter);
    let left_out: BTreeSet<&str> = effect
        .groups
        .iter()
        .zip(&told)
        .filter(|(_, told)| told.is_none())
        .map(|(group, _)| group.by_label.as_str())
        .collect();
    let withheld = || ExportCell::Text(WITHHELD.into());
    let some = |told: bool, count: usize| if told { count.into() } else { withheld() };
    let rows = effect
        .groups
        .iter()
        .zip(&told)
        .filter_map(|(group, told)| Some((group, (*told)?)))
        .map(|(group, told)| {
            let all = group.by.is_empty().then_some("All");
            // A category that respondents wrote themselves may identify them; predefined answers do
            // not.
            let named = told.n || effect.is_answer(group);
            let mut row: Vec<ExportCell> = vec![
                all.map_or_else(|| group.by_label.as_str().into(), ExportCell::from),
                if named {
                    group.category.as_str().into()
                } else {
                    withheld()
                },
                some(told.n, group.n),
                some(told.splits, group.reached),
            ];
            row.extend(group.share.as_ref().map_or(
                [ExportCell::Empty, ExportCell::Empty, ExportCell::Empty],
                |estimate| share(estimate, told.splits),
            ));
            row.extend([
                some(told.splits, group.before),
                some(told.splits, group.moved),
            ]);
            row
        });
    let rows = rows.collect();
    let after = &effect.dataset.body.variables[effect.after];
    let mut notes = vec![
        format!(
            "Reached: {} is {}. Intervals after Wilson.",
            after.name,
            after.goal.join(" or ")
        ),
        "There is no comparison group: a percentage is not yet an effect.".to_owned(),
    ];
    if !left_out.is_empty() {
        let labels = left_out.into_iter().collect::<Vec<&str>>().join("; ");
        notes.push(format!(
            "Left out, because some groups are so small that the others would reveal them: {labels}."
        ));
    }
    ExportTable {
        title: Some(format!(
            "{} ({})",
            EvaluationQuestion::Effect.question_text(),
            privacy_filter.dataset(effect.dataset.id)
        )),
        columns,
        rows,
        notes,
    }
}

/// How many moved from each status to each other status.
pub fn flows(effect: &GoalAttainment<'_>, privacy_filter: &PrivacyFilter<'_>) -> ExportTable {
    let columns = vec![
        ExportColumn::words("from", "From"),
        ExportColumn::words("to", "To"),
        ExportColumn::numbers("count", "How many"),
    ];
    let title = Some("From one status to another".into());
    if !group_disclosure::may_show_flows(effect, privacy_filter) {
        let notes = vec![
            "Left out: some paths have so few people that the others would reveal them.".to_owned(),
        ];
        return ExportTable {
            title,
            columns,
            rows: Vec::new(),
            notes,
        };
    }
    let rows = effect.flows.iter().map(|flow| {
        vec![
            flow.from.as_str().into(),
            flow.to.as_str().into(),
            flow.count.into(),
        ]
    });
    ExportTable {
        title,
        columns,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// What works: one row per mechanism.
pub fn mechanisms(
    theory: &Theory,
    privacy_filter: &PrivacyFilter<'_>,
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<ExportTable, Refusal> {
    let ask = MatrixRequest {
        layout: matrix::MatrixLayout::Mechanisms,
        privacy: privacy_filter.privacy(),
        small: privacy_filter.min_count(),
        ..MatrixRequest::default()
    };
    let mut table = matrix::matrix(privacy_filter.study(), theory, &ask, threads, watch)?;
    table.title = Some(EvaluationQuestion::Mechanisms.question_text().into());
    Ok(table)
}

/// A note for each dataset whose rows are not single people, since tests treat them as such.
pub(super) fn row_is_person_notes<'a>(
    privacy_filter: &PrivacyFilter<'a>,
) -> impl Iterator<Item = String> + use<'a> {
    let privacy_filter = *privacy_filter;
    privacy_filter
        .study()
        .datasets()
        .filter_map(move |dataset| {
            let weighting = dataset.weighting.as_ref()?;
            Some(format!(
                "Each row of {} counts as one person here, though it is counted by {}.",
                privacy_filter.dataset(dataset.id),
                weighting.in_words()
            ))
        })
}

/// The outcome against background variables of the respondents.
pub fn groups(study: &Study, theory: &Theory, privacy_filter: &PrivacyFilter<'_>) -> ExportTable {
    let columns = vec![
        ExportColumn::words("outcome", "Outcome"),
        ExportColumn::words("background", "Background"),
        ExportColumn::words("label", "What it is"),
        ExportColumn::numbers("n", "N"),
        ExportColumn::numbers("p_pearson", "Pearson p"),
        ExportColumn::numbers("p_recommended", "Recommended p"),
        ExportColumn::words("method", "Test"),
        ExportColumn::numbers("p_adjusted", "Adjusted p"),
    ];
    let p = |p: f64| ExportCell::shown(p, number::bare_p(p));
    let found = circumstance::backgrounds(study, theory);
    let tests = found.len();
    let rows = found.into_iter().map(|background| {
        let told = privacy_filter.may_show_crosstab(&background.crosstab);
        let fitting = background.fitting.as_ref().ok().filter(|_| told);
        vec![
            background.crosstab.column.name.as_str().into(),
            background.crosstab.row.name.as_str().into(),
            background.crosstab.row.label.as_str().into(),
            privacy_filter.count(background.crosstab.n()),
            background
                .pearson
                .as_ref()
                .ok()
                .filter(|_| told)
                .copied()
                .map(p)
                .into(),
            fitting.map(|outcome| p(outcome.p)).into(),
            if told {
                background
                    .fitting
                    .as_ref()
                    .map_or_else(|why| why.to_string(), |outcome| outcome.name.to_owned())
                    .into()
            } else {
                FEW_PEOPLE_NOTE.into()
            },
            background.adjusted.filter(|_| told).map(p).into(),
        ]
    });
    let rows = rows.collect();
    let mut notes = vec![
        format!(
            "{tests} tests; adjusted by Benjamini–Hochberg among them. “Not shown” is not “no relation”."
        ),
        "`virk crosstab BACKGROUND OUTCOME` shows the table.".to_owned(),
    ];
    notes.extend(row_is_person_notes(privacy_filter));
    ExportTable {
        title: Some(EvaluationQuestion::Groups.question_text().into()),
        columns,
        rows,
        notes,
    }
}

/// A number with two decimals, or up to four where fewer would show 0: an interval that ends just
/// below 0 must not seem to include it. An infinite end is written as text.
pub(super) fn number_or_infinite(value: f64) -> ExportCell {
    if !value.is_finite() {
        return ExportCell::Text("∞".into());
    }
    let looks_like_zero =
        |decimals: i32| value != 0.0 && value.abs() < 0.5 * 0.1_f64.powi(decimals);
    ExportCell::decimals(
        value,
        (2..4)
            .find(|decimals| !looks_like_zero(*decimals))
            .unwrap_or(4) as usize,
    )
}

/// The tables that answer a question. Fails if the study lacks what is needed for the answer.
pub fn answer(
    study: &Study,
    theory: Option<&Theory>,
    asked: EvaluationQuestion,
    privacy_filter: &PrivacyFilter<'_>,
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<Vec<ExportTable>, Refusal> {
    let theory = || {
        theory.ok_or_else(|| {
            Refusal::new(
                "there is no programme theory yet",
                "Import one with `virk theory import FILE`",
            )
        })
    };
    let mut tables = match asked {
        EvaluationQuestion::Effect => {
            let effects = crate::evidence::effect::effects(study);
            if effects.is_empty() {
                return Err(Refusal::new(
                    "no dataset has a status before and after",
                    "Say in its variables file which variable is `before` and which values are the `goal`",
                ));
            }
            effects
                .iter()
                .flat_map(|found| [effect(found, privacy_filter), flows(found, privacy_filter)])
                .collect()
        }
        EvaluationQuestion::Mechanisms => {
            vec![mechanisms(theory()?, privacy_filter, threads, watch)?]
        }
        EvaluationQuestion::Groups => vec![groups(study, theory()?, privacy_filter)],
        EvaluationQuestion::Circumstances => vec![circumstances(study, theory()?, privacy_filter)],
    };
    if let Some(last) = tables.last_mut() {
        last.notes.extend(privacy_filter.note());
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::number_or_infinite;

    #[test]
    fn an_end_beside_zero_is_told_from_zero() {
        let shown = |value: f64| number_or_infinite(value).as_shown().to_owned();
        assert_eq!(
            [-0.03, -0.0044, -0.0004, 0.0].map(shown),
            ["-0.03", "-0.004", "-0.0004", "0.00"]
        );
        assert_eq!([f64::INFINITY, -0.00001].map(shown), ["∞", "0.0000"]);
    }
}
