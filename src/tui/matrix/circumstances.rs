//! Under what circumstances: the moderators in the theory, and a regression for each.

use super::MatrixView;
use crate::evidence::circumstance::LinkModeration;
use crate::evidence::regression_analysis::{RegressionAnalysis, RegressionSpec};
use crate::evidence::{circumstance, strata};
use crate::study::{Dataset, Study};
use crate::text::{number, sanitize};
use crate::tui::context::{AppCommand, AppContext};
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use ratatui::style::Style;

impl MatrixView {
    /// Lists them by p, smallest first, with the adjusted p.
    pub(super) fn ask_circumstances(&mut self, context: &mut AppContext) {
        let study = context.study();
        let found = study
            .theory()
            .map(|theory| circumstance::moderations(study, theory))
            .unwrap_or_default();
        if found.is_empty() {
            context.notify("No context of the theory moderates a link with indicators of all three; see `virk questions circumstances`");
            return;
        }
        let testable = found.iter().filter(|asked| asked.result.is_ok()).count();
        let danish = study.language == "da";
        let choices = found
            .iter()
            .map(|asked| choice(asked, study, danish))
            .collect();
        let title = format!(
            "{testable} of {} testable; a choice is explained and copied",
            number::count_noun(found.len(), "moderation")
        );
        context.push_layer(Picker::new(title, choices, |_, context, picked| {
            if let Picked::Some(picked) = picked
                && let Some(chosen) = picked.into_iter().next()
            {
                let sentence = explained(&chosen, context.study());
                context.notify(sentence.clone());
                context.send(AppCommand::Copy(sentence));
            }
        }));
    }
}

/// The moderator's variable and those of the link's ends.
type ModeratorChoice = (String, String, String);

fn choice(
    asked: &LinkModeration<'_>,
    study: &Study,
    danish: bool,
) -> PickerChoice<ModeratorChoice> {
    let (a, b) = &asked.pair;
    let p = |p: f64| number::bare_p(p);
    let note = match (&asked.result, asked.adjusted) {
        (Ok(found), Some(adjusted)) => format!("p {}, adjusted {}", p(found.test.p), p(adjusted)),
        (Ok(found), None) => format!("p {}", p(found.test.p)),
        (Err(_), _) => "cannot be told".to_owned(),
    };
    let link = format!(
        "{} · {}",
        study.code_name(asked.moderator),
        study.link_name(asked.link)
    );
    let about = match &asked.result {
        Ok(found) => format!(
            "{link}. {}",
            strata::bracket(found, None, study.alpha, danish)
        ),
        Err(why) => format!(
            "{link}. {}",
            if danish { why.danish() } else { why.english() }
        ),
    };
    PickerChoice {
        sign: String::new(),
        style: Style::new(),
        text: sanitize::sanitize_line(&format!("{a} × {b} by {}", asked.by)),
        tag: sanitize::sanitize_line(&format!("{a} {b} {}", asked.by)),
        note,
        about: sanitize::sanitize_line(&about),
        value: (asked.by.clone(), a.clone(), b.clone()),
    }
}

/// Describes the regression with the interaction, or why there is none.
fn explained((by, a, b): &ModeratorChoice, study: &Study) -> String {
    let places = |dataset: &Dataset| {
        Some(RegressionSpec {
            outcome: dataset.variable_index(b)?,
            cause: dataset.variable_index(a)?,
            covariates: Vec::new(),
            moderator: Some(dataset.variable_index(by)?),
        })
    };
    let known = study
        .datasets()
        .find_map(|dataset| places(dataset).map(|places| (dataset, places)));
    let Some((dataset, places)) = known else {
        return String::new();
    };
    let sentence = match RegressionAnalysis::new(dataset, &places, &study.language) {
        Ok(found) => found.sentence(study.alpha, study.language == "da"),
        Err(refusal) => refusal.what,
    };
    sanitize::sanitize_line(&sentence)
}
