//! Configurations as sets of codes. Their quotes are in the note for virk, since a selection cannot
//! be a member of a set.

use super::{
    RefiProjectDraft, values,
    xml_text::{attribute, text},
};
use crate::exchange::refi::extension_data::ConfigurationParts;
use crate::study::{Configuration, configuration::ConfigurationPart};
use maud::{Markup, html};

pub(super) fn sets(draft: &mut RefiProjectDraft<'_>) -> Markup {
    let study = draft.study;
    let all: Vec<&Configuration> = study.configurations().collect();
    for configuration in &all {
        let body = &configuration.body;
        draft.losses.add(
            "configuration that another was merged from",
            body.derived_from.len(),
        );
        draft.supplement.configurations.push(ConfigurationParts {
            set: configuration.id.uuid(),
            codes: ConfigurationPart::ALL.map(|part| {
                body.part(part)
                    .codes
                    .iter()
                    .map(|code| code.uuid())
                    .collect()
            }),
            selections: ConfigurationPart::ALL.map(|part| {
                body.part(part)
                    .quotes
                    .iter()
                    .map(|quote| values::selection_uuid(*quote))
                    .collect()
            }),
            told: study
                .configuration_polarities(configuration.id)
                .map(|(quote, polarity)| (values::selection_uuid(quote), polarity))
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
                        @for code in ConfigurationPart::ALL.iter().flat_map(|part| &configuration.body.part(*part).codes) {
                            MemberCode targetGUID=(code.uuid()) {}
                        }
                    }
                }
            }
        }
    }
}

fn statement<'a>(draft: &RefiProjectDraft<'a>, configuration: &Configuration) -> &'a str {
    configuration
        .body
        .statement
        .and_then(|content| draft.study.words(content))
        .unwrap_or_default()
}
