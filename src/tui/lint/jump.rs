//! Where a finding leads: the view that shows its object.

use crate::evidence::lint::Finding;
use crate::study::{Code, Id, Link, Study, finding::Object, reported::Results};
use crate::tui::{data::Data, evidence::Evidence, informants::Informants, view::Page};

/// The view a finding leads to; `None` when its object is nowhere but in a report.
pub fn page(study: &Study, finding: &Finding) -> Option<Page> {
    let evidence = |link: Id<Link>| Page::Evidence(Box::new(Evidence::of(link)));
    match &finding.object {
        Object::Study => None,
        Object::Link(id) => study.link(*id).map(|link| evidence(link.id)),
        Object::Code(code) => link_of(study, *code).map(evidence),
        Object::Variable { dataset, variable } => {
            Some(Page::Data(Box::new(Data::marking(*dataset, variable))))
        }
        Object::Informant(id) => Some(Page::Informants(Box::new(Informants::at(*id)))),
        Object::Reported { of, .. } => {
            tested_link(study, &study.reported_results(*of)?.results, finding).map(evidence)
        }
    }
}

/// The first link of the theory that begins or ends at a code.
fn link_of(study: &Study, code: Id<Code>) -> Option<Id<Link>> {
    study
        .links_of(study.theory()?)
        .find(|link| link.from == code || link.to == code)
        .map(|link| link.id)
}

/// The study's own link between what a reported test's variables measure.
fn tested_link(study: &Study, results: &Results, finding: &Finding) -> Option<Id<Link>> {
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
