//! Taking a proposal over: what the evidence suggests, as a draft to be edited
//! and saved as verdict and inference together, or left.

use super::Evidence;
use crate::evidence::{self, basis};
use crate::study::{
    Command, Id, Link,
    inference::{Fit, Inferred},
    theory::Conclusion,
};
use crate::tui::{
    desk::Desk,
    layer::form::{Form, Part},
    proposer::Proposed,
};

/// Asks for a proposal; when it is there already, opens it as a draft.
pub fn ask(view: &mut Evidence, desk: &mut Desk) {
    let Some(link) = view.link() else {
        desk.say("There is no link to propose for");
        return;
    };
    match view.proposed.current() {
        Some(proposed) => edit(link, &proposed.clone(), desk),
        None => {
            view.asked = true;
            view.proposed.again();
            desk.say("Weighing the tests; the proposal comes below");
        }
    }
}

fn edit(link: Id<Link>, proposed: &Proposed, desk: &mut Desk) {
    let Inferred {
        quantitative,
        qualitative,
        fit,
        explanation,
        caveats,
        confidence,
    } = proposed.inferred.clone();
    let parts = vec![
        Part::new("Verdict", proposed.conclusion.name(), 1),
        Part::new("Reason", &proposed.reason, 3),
        Part::new("Numbers", &quantitative, 2),
        Part::new("Quotes", &qualitative, 2),
        Part::new("Fit", fit.map_or("", Fit::name), 1),
        Part::new("Beware", &caveats, 2),
    ];
    desk.ask(Form::new("Take the proposal over", &proposed.line, parts, move |_, desk, texts| {
        let [conclusion, reason, quantitative, qualitative, fit, caveats] = texts else { return false };
        let Some(conclusion) = Conclusion::parse(conclusion) else {
            desk.say("The verdict is keep, revise, replace, demote, promote, remove or open");
            return false;
        };
        let Some(fit) = Fit::parse(fit) else {
            desk.say("The fit is confirm, expand, discord, complement, quant only, qual only, silence or unclear");
            return false;
        };
        let study = desk.study();
        let Some(known) = study.link(link) else { return true };
        let gathered = evidence::Evidence::new(study, known);
        let (rests_on, basis) = (gathered.summary(study), Some(Box::new(basis::of(study, &gathered))));
        // A discord that is no longer one keeps no explanation; a new one is explained by the
        // reason.
        let explanation = match (fit, explanation.is_empty()) {
            (Fit::Discord, true) => reason.clone(),
            (Fit::Discord, false) => explanation.clone(),
            _ => String::new(),
        };
        let inferred = Inferred {
            quantitative: quantitative.clone(),
            qualitative: qualitative.clone(),
            fit: Some(fit),
            explanation,
            caveats: caveats.clone(),
            confidence,
        };
        let conclude = Command::Conclude { link, conclusion, reason: reason.clone(), rests_on, basis };
        desk.perform(Command::All(vec![conclude, Command::Infer { link, inferred: Box::new(inferred) }]))
    }));
}
