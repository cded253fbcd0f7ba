//! Under what circumstances: the moderations of the theory in a list, and of each what a regression
//! makes of it.

use super::Matrix;
use crate::evidence::{
    circumstance::{self, Moderation},
    homogeneity,
    model::{Asked, Explained},
};
use crate::study::{Dataset, Study};
use crate::text::{harmless, number};
use crate::tui::{
    desk::{Desk, Go},
    layer::picker::{Choice, Picked, Picker},
};
use ratatui::style::Style;

impl Matrix {
    /// Lists them, the smallest p first, with the adjusted beside it.
    pub(super) fn ask_circumstances(&mut self, desk: &mut Desk) {
        let study = desk.study();
        let found = study
            .theory()
            .map(|theory| circumstance::moderations(study, theory))
            .unwrap_or_default();
        if found.is_empty() {
            desk.say("No context of the theory moderates a link with indicators of all three; see `virk questions circumstances`");
            return;
        }
        let told = found.iter().filter(|asked| asked.found.is_ok()).count();
        let danish = study.language == "da";
        let choices = found
            .iter()
            .map(|asked| choice(asked, study, danish))
            .collect();
        let title = format!(
            "{told} of {} testable; a choice is explained and copied",
            number::some(found.len(), "moderation")
        );
        desk.ask(Picker::new(title, choices, |_, desk, picked| {
            if let Picked::Some(picked) = picked
                && let Some(chosen) = picked.into_iter().next()
            {
                let said = explained(&chosen, desk.study());
                desk.say(said.clone());
                desk.go(Go::Copy(said));
            }
        }));
    }
}

/// The moderator's variable and those of the link's ends.
type Chosen = (String, String, String);

/// One of them.
fn choice(asked: &Moderation<'_>, study: &Study, danish: bool) -> Choice<Chosen> {
    let (a, b) = &asked.pair;
    let p = |p: f64| number::bare_p(p);
    let note = match (&asked.found, asked.adjusted) {
        (Ok(found), Some(adjusted)) => format!("p {}, adjusted {}", p(found.test.p), p(adjusted)),
        (Ok(found), None) => format!("p {}", p(found.test.p)),
        (Err(_), _) => "cannot be told".to_owned(),
    };
    let link = format!(
        "{} · {}",
        study.code_name(asked.moderator),
        study.link_name(asked.link)
    );
    let about = match &asked.found {
        Ok(found) => format!(
            "{link}. {}",
            homogeneity::bracket(found, None, study.alpha, danish)
        ),
        Err(why) => format!(
            "{link}. {}",
            if danish { why.danish() } else { why.english() }
        ),
    };
    Choice {
        sign: String::new(),
        style: Style::new(),
        text: harmless::one_line(&format!("{a} × {b} by {}", asked.by)),
        tag: harmless::one_line(&format!("{a} {b} {}", asked.by)),
        note,
        about: harmless::one_line(&about),
        value: (asked.by.clone(), a.clone(), b.clone()),
    }
}

/// What a regression with the interaction says, or why there is none.
fn explained((by, a, b): &Chosen, study: &Study) -> String {
    let places = |dataset: &Dataset| {
        Some(Asked {
            outcome: dataset.place(b)?,
            cause: dataset.place(a)?,
            covariates: Vec::new(),
            whom: Some(dataset.place(by)?),
        })
    };
    let known = study
        .datasets()
        .find_map(|dataset| places(dataset).map(|places| (dataset, places)));
    let Some((dataset, places)) = known else {
        return String::new();
    };
    let said = match Explained::new(dataset, &places, &study.language) {
        Ok(found) => found.sentence(study.alpha, study.language == "da"),
        Err(refusal) => refusal.what,
    };
    harmless::one_line(&said)
}
