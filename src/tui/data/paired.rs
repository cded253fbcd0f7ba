//! The two marked variables as answers of the same people before and after, or of two raters.

use super::{DataView, VariableKey};
use crate::evidence::paired::{
    self, AnswerCategory, BilingualSentence, ChangeOptions, PairedMeasure, PairedTest, ShareChange,
};
use crate::stats::signed_rank::ZeroHandling;
use crate::study::{Dataset, Refusal};
use crate::text::number;
use crate::tui::{context::AppContext, layer::text_dialog::TextDialog, theme::StyleRole};

/// Seed of the resampling behind alpha's interval; the same as on the command line.
const SEED: u64 = 1;

type PairedLines = Vec<(StyleRole, String)>;

impl DataView {
    /// Shows how the answers changed from the row variable to the column variable.
    pub(super) fn show_change(&mut self, context: &mut AppContext) {
        let found = self
            .two(context)
            .and_then(|(dataset, before, after)| change(dataset, before, after, context));
        self.show(found, context);
    }

    /// Shows how far the two variables, taken as raters, agree.
    pub(super) fn show_agreement(&mut self, context: &mut AppContext) {
        let found = self
            .two(context)
            .and_then(|(dataset, first, second)| agreement(dataset, first, second, context));
        self.show(found, context);
    }

    fn show(
        &mut self,
        found: Result<(String, PairedLines, String), Refusal>,
        context: &mut AppContext,
    ) {
        match found {
            Ok((title, lines, sentence)) => {
                context.push_layer(TextDialog::new(title, lines, sentence))
            }
            Err(refusal) => context.notify_refusal(refusal),
        }
    }

    /// The marked variables; otherwise the selected one and the variable declared as its "before".
    fn two<'a>(&self, context: &'a AppContext) -> Result<(&'a Dataset, usize, usize), Refusal> {
        let study = context.study();
        let found = |at: &VariableKey| {
            study
                .dataset(at.0)
                .and_then(|dataset| Some((dataset, dataset.variable_index(&at.1)?)))
        };
        let mark = context.key_for("mark");
        let gone = || {
            Refusal::new(
                "two variables are compared",
                format!("Mark the variable before and then the one after, with {mark}"),
            )
        };
        match (
            self.row.as_ref().and_then(found),
            self.column.as_ref().and_then(found),
        ) {
            (Some((dataset, before)), Some((other, after))) if dataset.id == other.id => {
                Ok((dataset, before, after))
            }
            (Some((dataset, _)), Some((other, _))) => Err(Refusal::new(
                format!(
                    "{} and {} are different people",
                    dataset.body.name, other.body.name
                ),
                "Two variables can be compared when they are in the same dataset",
            )),
            (one, other) => {
                let here = || {
                    self.rows
                        .get(self.list.selected())
                        .and_then(|row| found(&(row.dataset, row.name.clone())))
                };
                let (dataset, after) = one.or(other).or_else(here).ok_or_else(gone)?;
                // The title names the two variables, so a match by name will do where none is
                // declared.
                let before = paired::before_of(dataset, after).or_else(|refusal| {
                    let both = || {
                        Refusal::new(
                            refusal.what,
                            format!("Mark the variable before and then the one after, with {mark}"),
                        )
                    };
                    paired::before_like(dataset, after).ok_or_else(both)
                })?;
                Ok((dataset, before, after))
            }
        }
    }
}

fn change(
    dataset: &Dataset,
    before: usize,
    after: usize,
    context: &AppContext,
) -> Result<(String, PairedLines, String), Refusal> {
    let study = context.study();
    let found = paired::change(
        dataset,
        (before, after),
        ChangeOptions {
            zeros: ZeroHandling::Wilcoxon,
            ordered: false,
            alpha: study.alpha,
        },
        &study.language,
    )?;
    let danish = &*study.language == "da";
    let mut lines = vec![
        (
            StyleRole::Success,
            format!("» {}", found.sentence.say(danish)),
        ),
        (StyleRole::Text, String::new()),
    ];
    for share in found.shares.iter().chain(&found.goal) {
        lines.push((StyleRole::Text, share_line(share)));
    }
    if let Some(moved) = &found.moved {
        lines.push((
            StyleRole::Text,
            format!(
                "{} higher after, {} lower, {} the same",
                moved.up, moved.down, moved.same
            ),
        ));
    }
    lines.extend(
        found
            .measures
            .iter()
            .map(|measure| (StyleRole::Text, measure_line(measure, danish))),
    );
    lines.push((StyleRole::Text, String::new()));
    tests(&mut lines, &found.tests, found.recommended, danish);
    notes(&mut lines, &found.notes, danish);
    lines.push((
        StyleRole::Muted,
        format!("N = {}, {} missing", found.n, found.missing),
    ));
    filters(&mut lines, dataset);
    Ok((
        format!("{} → {}", found.before.name, found.after.name),
        lines,
        found.sentence.say(danish).to_owned(),
    ))
}

fn agreement(
    dataset: &Dataset,
    first: usize,
    second: usize,
    context: &AppContext,
) -> Result<(String, PairedLines, String), Refusal> {
    let study = context.study();
    let found = paired::agreement(dataset, &[first, second], SEED, &study.language)?;
    let danish = &*study.language == "da";
    let mut lines = vec![
        (
            StyleRole::Success,
            format!("» {}", found.sentence.say(danish)),
        ),
        (StyleRole::Text, String::new()),
    ];
    lines.extend(
        found
            .measures
            .iter()
            .map(|measure| (StyleRole::Text, measure_line(measure, danish))),
    );
    let warnings: Vec<BilingualSentence> = found
        .measures
        .iter()
        .flat_map(|measure| measure.warnings.clone())
        .collect();
    notes(&mut lines, &warnings, danish);
    lines.push((
        StyleRole::Muted,
        format!("N = {}, {} not rated by both", found.n, found.missing),
    ));
    filters(&mut lines, dataset);
    let names: Vec<&str> = found
        .raters
        .iter()
        .map(|rater| rater.name.as_str())
        .collect();
    Ok((
        names.join(" · "),
        lines,
        found.sentence.say(danish).to_owned(),
    ))
}

/// "2 Yes: 30 % → 48 %, +18 [7; 31] points; 13 to it, 2 from it".
fn share_line(share: &ShareChange) -> String {
    let AnswerCategory { code, label } = &share.answer;
    let name = if code == label {
        label.clone()
    } else {
        format!("{code} {label}")
    };
    let percent = |x: f64| number::decimals(100.0 * x, 0);
    let interval = share
        .interval
        .as_ref()
        .map(|i| format!(" [{}; {}]", percent(i.low), percent(i.high)))
        .unwrap_or_default();
    let sign = if share.difference > 0.0 { "+" } else { "" };
    format!(
        "{name}: {} % → {} %, {sign}{}{interval} points; {} to it, {} from it",
        percent(share.before),
        percent(share.after),
        percent(share.difference),
        share.gained,
        share.lost
    )
}

fn measure_line(measure: &PairedMeasure, danish: bool) -> String {
    let decimals = |x: f64| number::decimals(x, 2);
    let interval = measure
        .interval
        .as_ref()
        .map(|i| format!(" [{}; {}]", decimals(i.low), decimals(i.high)))
        .unwrap_or_default();
    format!(
        "{} = {}{interval}",
        measure.name.say(danish),
        decimals(measure.value)
    )
}

fn tests(lines: &mut PairedLines, tests: &[PairedTest], recommended: Option<&str>, danish: bool) {
    for test in tests {
        let fits = recommended == Some(test.key);
        let p = match (test.p, &test.why) {
            (Some(p), _) => number::p(p),
            (None, Some(why)) => why.say(danish).to_owned(),
            (None, None) => "–".to_owned(),
        };
        let sign = if fits { "▸ " } else { "  " };
        lines.push((
            if fits {
                StyleRole::Title
            } else {
                StyleRole::Text
            },
            format!("{sign}{}: {p}", test.name.say(danish)),
        ));
    }
}

fn notes(lines: &mut PairedLines, notes: &[BilingualSentence], danish: bool) {
    lines.push((StyleRole::Text, String::new()));
    lines.extend(
        notes
            .iter()
            .map(|note| (StyleRole::Muted, format!("· {}", note.say(danish)))),
    );
}

fn filters(lines: &mut PairedLines, dataset: &Dataset) {
    lines.extend(
        dataset
            .filters_in_words()
            .map(|words| (StyleRole::Muted, words)),
    );
}
