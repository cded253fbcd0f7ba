//! Where a finding leads: to the view that shows its object.

use crate::evidence::lint::RuleFinding;
use crate::study::inference::FindingSubject;
use crate::study::reported::ReportedResults;
use crate::study::{Code, Id, Link, Study};
use crate::tui::route::Route;

/// Returns `None` for objects that only occur in reports.
pub fn page(study: &Study, finding: &RuleFinding) -> Option<Route> {
    let evidence = |link: Id<Link>| Route::Evidence(Some(link));
    match &finding.object {
        FindingSubject::Study => None,
        FindingSubject::Link(id) => study.link(*id).map(|link| evidence(link.id)),
        FindingSubject::Code(code) => link_of(study, *code).map(evidence),
        FindingSubject::Variable { dataset, variable } => {
            Some(Route::Data(Some((*dataset, variable.clone()))))
        }
        FindingSubject::Informant(id) => Some(Route::Informants(Some(*id))),
        FindingSubject::Reported { of, .. } => {
            tested_link(study, &study.reported_results(*of)?.results, finding).map(evidence)
        }
    }
}

/// The first link of the theory with the code at either end.
fn link_of(study: &Study, code: Id<Code>) -> Option<Id<Link>> {
    study
        .links_of(study.theory()?)
        .find(|link| link.from == code || link.to == code)
        .map(|link| link.id)
}

/// The study's own link between the codes measured by the variables of a reported test.
fn tested_link(
    study: &Study,
    results: &ReportedResults,
    finding: &RuleFinding,
) -> Option<Id<Link>> {
    let test = results.test(finding.tests.first()?)?;
    let code = |element: &str| {
        let ends_so = |key: &str| {
            key == element || key.rsplit_once('_').is_some_and(|(_, end)| end == element)
        };
        study
            .codes()
            .find(|code| !element.is_empty() && ends_so(&code.body.key))
            .map(|code| code.id)
    };
    let (from, to) = (code(test.ends().0)?, code(test.ends().1)?);
    study
        .links_of(study.theory()?)
        .find(|link| link.from == from && link.to == to)
        .map(|link| link.id)
}
