//! L30: one informant stands in several documents for a label that names nobody. Labels like `R`
//! stand in every file of most transcribers, so several people may count as one.

use super::{Finding, own, rule};
use crate::study::{
    Command, Id, Informant, Study,
    command::Later,
    finding::{Accepted, Object},
    informant::Unnamed,
};

pub(super) fn check(study: &Study, found: &mut Vec<Finding>) {
    found.extend(
        study
            .unnamed()
            .into_iter()
            .map(|unnamed| finding(unnamed.informant)),
    );
}

fn finding(informant: &Informant) -> Finding {
    let name = &informant.body.name;
    // Without the number of documents: what was accepted holds for the next one too.
    let message = format!(
        "{name} names nobody, and is one informant in several documents. Split {name} by document, or accept that it is one person."
    );
    own::at(
        &rule::UNNAMED,
        Object::Informant(informant.id),
        name.clone(),
        message,
    )
}

/// Those whom nobody has accepted for one person.
#[must_use]
pub fn open(study: &Study) -> Vec<Unnamed<'_>> {
    let mut unnamed = study.unnamed();
    unnamed.retain(|unnamed| finding(unnamed.informant).acceptance(study).is_none());
    unnamed
}

/// Accepts those that stand open by then, or this one alone, because a person has said that they
/// are one.
#[must_use]
pub fn accept(only: Option<Id<Informant>>, reason: &'static str) -> Command {
    Command::Later(Later::new(move |study| {
        let wanted = open(study)
            .into_iter()
            .map(|unnamed| unnamed.informant)
            .filter(|known| only.is_none_or(|id| id == known.id));
        let keys: Vec<Accepted> = wanted
            .map(|informant| finding(informant).key(study))
            .collect();
        Ok(Command::All(
            keys.into_iter()
                .map(|finding| Command::Accept {
                    finding,
                    reason: reason.to_owned(),
                })
                .collect(),
        ))
    }))
}
