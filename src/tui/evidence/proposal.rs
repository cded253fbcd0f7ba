//! Accepting a proposal: what the evidence suggests, as a draft to edit and save as verdict and
//! inference together, or to discard.

use super::EvidenceView;
use crate::evidence::{self, basis};
use crate::study::{
    Command, Id, Link,
    inference::{InferenceText, IntegrationFit},
    theory::Conclusion,
};
use crate::tui::{
    context::AppContext,
    layer::form::{FormDialog, FormField},
    proposal_job::ProposedVerdict,
};

/// Requests a proposal, or opens it as a draft once it is there.
pub fn ask(view: &mut EvidenceView, context: &mut AppContext) {
    let Some(link) = view.link() else {
        context.notify("There is no link to propose for");
        return;
    };
    match view.proposal.current() {
        Some(proposed) => edit(link, &proposed.clone(), context),
        None => {
            view.proposal_requested = true;
            view.proposal.retry();
            context.notify("Weighing the tests; the proposal comes below");
        }
    }
}

fn edit(link: Id<Link>, proposed: &ProposedVerdict, context: &mut AppContext) {
    let InferenceText {
        quantitative,
        qualitative,
        fit,
        explanation,
        caveats,
        confidence,
    } = proposed.inferred.clone();
    let parts = vec![
        FormField::new("Verdict", proposed.conclusion.name(), 1),
        FormField::new("Reason", &proposed.reason, 3),
        FormField::new("Numbers", &quantitative, 2),
        FormField::new("Quotes", &qualitative, 2),
        FormField::new("Fit", fit.map_or("", IntegrationFit::name), 1),
        FormField::new("Beware", &caveats, 2),
    ];
    context.push_layer(FormDialog::new("Take the proposal over", &proposed.line, parts, move |_, context, texts| {
        let [conclusion, reason, quantitative, qualitative, fit, caveats] = texts else { return false };
        let Some(conclusion) = Conclusion::parse(conclusion) else {
            context.notify("The verdict is keep, revise, replace, demote, promote, remove or open");
            return false;
        };
        let Some(fit) = IntegrationFit::parse(fit) else {
            context.notify("The fit is confirm, expand, discord, complement, quant only, qual only, silence or unclear");
            return false;
        };
        let study = context.study();
        let Some(known) = study.link(link) else { return true };
        let gathered = evidence::Evidence::new(study, known);
        let (rests_on, basis) = (gathered.summary(study), Some(Box::new(basis::of(study, &gathered))));
        // An explanation is dropped together with the discord it explains; for a new discord the
        // reason is the explanation.
        let explanation = match (fit, explanation.is_empty()) {
            (IntegrationFit::Discord, true) => reason.clone(),
            (IntegrationFit::Discord, false) => explanation.clone(),
            _ => String::new(),
        };
        let inferred = InferenceText {
            quantitative: quantitative.clone(),
            qualitative: qualitative.clone(),
            fit: Some(fit),
            explanation,
            caveats: caveats.clone(),
            confidence,
        };
        let conclude = Command::Conclude { link, conclusion, reason: reason.clone(), rests_on, basis };
        context.perform(Command::All(vec![conclude, Command::Infer { link, inferred: Box::new(inferred) }]))
    }));
}
