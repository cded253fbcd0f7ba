//! Informants as cases, with their attributes as text variables.

use super::{
    RefiProjectDraft, values,
    xml_text::{attribute, text},
};
use crate::study::{Informant, InformantBody};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Role and department, then the other attributes; empty ones are left out.
pub(super) fn values(body: &InformantBody) -> Vec<(&str, &str)> {
    let own = [
        ("role", body.role.as_str()),
        ("department", body.department.as_str()),
    ];
    let rest = body
        .attributes
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    own.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .chain(rest)
        .collect()
}

pub(super) fn variable_values(body: &InformantBody) -> Markup {
    html! {
        @for (name, value) in values(body) {
            VariableValue { VariableRef targetGUID=(values::derived_uuid("variable", name)) {} TextValue { (text(value)) } }
        }
    }
}

/// The elements `Variables` and `Cases`, each empty when there is nothing to put in it.
pub(super) fn cases(draft: &mut RefiProjectDraft<'_>) -> (Markup, Markup) {
    let study = draft.study;
    let informants: Vec<&Informant> = study.informants().collect();
    draft.supplement.informants = informants
        .iter()
        .map(|informant| (informant.id.uuid(), informant.body.clone()))
        .collect();
    let names: BTreeSet<&str> = informants
        .iter()
        .flat_map(|informant| values(&informant.body))
        .map(|(name, _)| name)
        .collect();
    let variables = html! {
        @if !names.is_empty() {
            Variables {
                @for name in names {
                    Variable guid=(values::derived_uuid("variable", name)) name=(attribute(name)) typeOfVariable="Text" {}
                }
            }
        }
    };
    let cases = html! {
        @if !informants.is_empty() {
            Cases {
                @for informant in informants {
                    Case guid=(informant.id.uuid()) name=(attribute(&informant.body.name)) {
                        (variable_values(&informant.body))
                        @for document in study.documents().filter(|document| !document.erased) {
                            @if document.body.speakers.iter().any(|speaker| speaker.informant == Some(informant.id)) {
                                SourceRef targetGUID=(document.id.uuid()) {}
                            }
                        }
                    }
                }
            }
        }
    };
    (variables, cases)
}
