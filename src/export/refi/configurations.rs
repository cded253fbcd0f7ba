//! Configurations as sets of codes; their quotes go along in the note for virk,
//! since a selection cannot be a member of a set.

use super::{
    Draft,
    attribute::{attribute, text},
    identity,
};
use crate::import::refi::supplement::Parts;
use crate::study::{Configuration, configuration::Part};
use maud::{Markup, html};

/// The sets; none when there is no configuration.
pub(super) fn sets(draft: &mut Draft<'_>) -> Markup {
    let study = draft.study;
    let all: Vec<&Configuration> = study.configurations().collect();
    for configuration in &all {
        let body = &configuration.body;
        draft.losses.add(
            "configuration that another was merged from",
            body.derived_from.len(),
        );
        draft.supplement.configurations.push(Parts {
            set: configuration.id.uuid(),
            codes: Part::ALL.map(|part| {
                body.part(part)
                    .codes
                    .iter()
                    .map(|code| code.uuid())
                    .collect()
            }),
            selections: Part::ALL.map(|part| {
                body.part(part)
                    .quotes
                    .iter()
                    .map(|quote| identity::selection(*quote))
                    .collect()
            }),
            told: study
                .told(configuration.id)
                .map(|(quote, polarity)| (identity::selection(quote), polarity))
                .collect(),
            statement: statement(draft, configuration).to_owned(),
            next: body.next.map(|next| next.uuid()),
        });
    }
    html! {
        @if !all.is_empty() {
            Sets {
                @for configuration in all {
                    Set guid=(configuration.id.uuid()) name=(attribute(&study.configuration_name(configuration))) {
                        Description { (text(statement(draft, configuration))) }
                        @for code in Part::ALL.iter().flat_map(|part| &configuration.body.part(*part).codes) {
                            MemberCode targetGUID=(code.uuid()) {}
                        }
                    }
                }
            }
        }
    }
}

fn statement<'a>(draft: &Draft<'a>, configuration: &Configuration) -> &'a str {
    configuration
        .body
        .statement
        .and_then(|content| draft.study.words(content))
        .unwrap_or_default()
}
