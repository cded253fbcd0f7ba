//! L30: one informant occurs in several documents under a label that names nobody. Labels like `R`
//! occur in every file of most transcribers, so several people may be counted as one.

use super::{RuleFinding, rule, study_material};
use crate::study::command::Deferred;
use crate::study::inference::{AcceptedFinding, FindingSubject};
use crate::study::informant::UnnamedInformant;
use crate::study::{Command, Id, Informant, Study};

pub(super) fn check(study: &Study, found: &mut Vec<RuleFinding>) {
    found.extend(
        study
            .unnamed_informants()
            .into_iter()
            .map(|unnamed| finding(unnamed.informant)),
    );
}

fn finding(informant: &Informant) -> RuleFinding {
    let name = &informant.body.name;
    // Without the number of documents, so that an acceptance also covers the next one.
    let message = format!(
        "{name} names nobody, and is one informant in several documents. Split {name} by document, or accept that it is one person."
    );
    study_material::at(
        &rule::UNNAMED,
        FindingSubject::Informant(informant.id),
        name.clone(),
        message,
    )
}

/// Informants that have not been accepted as one person.
pub fn open(study: &Study) -> Vec<UnnamedInformant<'_>> {
    let mut unnamed = study.unnamed_informants();
    unnamed.retain(|unnamed| finding(unnamed.informant).acceptance(study).is_none());
    unnamed
}

/// Accepts all informants open when the command is carried out, or `only` this one, which the user
/// has declared to be one person.
pub fn accept(only: Option<Id<Informant>>, reason: &'static str) -> Command {
    Command::Later(Deferred::new(move |study| {
        let wanted = open(study)
            .into_iter()
            .map(|unnamed| unnamed.informant)
            .filter(|known| only.is_none_or(|id| id == known.id));
        let keys: Vec<AcceptedFinding> = wanted
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
