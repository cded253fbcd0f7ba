//! The codebook as a tree of codes with colours and descriptions.
//!
//! Memos of the study as notes, each named after what it is on.
//!
//! Configurations as sets of codes. Their quotes are in the note for virk, since a selection cannot
//! be a member of a set.
//!
//! Informants as cases, with their attributes as text variables.
//!
//! Text for XML: maud escapes it, and characters that XML cannot hold are replaced here.

use super::{RefiProjectDraft, values};
use crate::exchange::refi::extension_data;
use crate::exchange::refi::extension_data::ConfigurationParts;
use crate::study::configuration::ConfigurationPart;
use crate::study::event::MemoTarget;
use crate::study::{Code, CodeBody, Configuration, Id, Informant, InformantBody, Study};
use maud::{Markup, PreEscaped, Render, html};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// In the order of the codebook.
type CodesByParent<'a> = HashMap<Option<Id<Code>>, Vec<&'a Code>>;

/// The element `CodeBook`; nothing when there is no code.
pub(super) fn codebook(draft: &mut RefiProjectDraft<'_>) -> Markup {
    let study = draft.study;
    draft.supplement.codes = study
        .codes()
        .map(|code| {
            (
                code.id.uuid(),
                CodeBody {
                    parent: None,
                    ..code.body.clone()
                },
            )
        })
        .collect();
    let codes = code_level(study, &tree(study), None, &mut Some(&mut draft.notes));
    html! { @if study.codes().next().is_some() { CodeBook { Codes { (codes) } } } }
}

/// A codebook file has no notes.
pub(super) fn codes_without_notes(study: &Study) -> Markup {
    code_level(study, &tree(study), None, &mut None)
}

fn tree(study: &Study) -> CodesByParent<'_> {
    let mut tree = CodesByParent::new();
    for code in study.codes() {
        tree.entry(
            code.body
                .parent
                .filter(|parent| study.code(*parent).is_some()),
        )
        .or_default()
        .push(code);
    }
    tree
}

fn code_level(
    study: &Study,
    tree: &CodesByParent<'_>,
    parent: Option<Id<Code>>,
    notes: &mut Option<&mut RefiProjectNotes>,
) -> Markup {
    let mut codes = Vec::new();
    for code in tree.get(&parent).into_iter().flatten() {
        let name = code.name(&study.language);
        let description = extension_data::description(&code.body, &study.language);
        let memo = notes
            .as_mut()
            .zip(study.memo(MemoTarget::Code(code.id)))
            .map(|(notes, memo)| {
                notes.add(
                    values::derived_uuid("memo of a code", &code.id.uuid().to_string()),
                    &format!("Memo on {name}"),
                    memo,
                )
            });
        let children = code_level(study, tree, Some(code.id), notes);
        codes.push(html! {
            Code guid=(code.id.uuid()) name=(attribute(name)) isCodable="true" color=(code.body.colour) {
                Description { (text(&description)) }
                @if let Some(memo) = memo { NoteRef targetGUID=(memo) {} }
                (children)
            }
        });
    }
    html! { @for code in codes { (code) } }
}

/// Id, name and words, in the order in which they were added.
#[derive(Default)]
pub(super) struct RefiProjectNotes(Vec<(Uuid, String, String)>);

impl RefiProjectNotes {
    /// Returns the id, for the reference to the note.
    pub(super) fn add(&mut self, id: Uuid, name: &str, words: &str) -> Uuid {
        self.0.push((id, name.to_owned(), words.to_owned()));
        id
    }

    pub(super) fn unencodable_chars(&self) -> usize {
        self.0
            .iter()
            .map(|(_, _, words)| unencodable_chars(words))
            .sum()
    }

    /// Empty when there is no note: the schema allows no empty element.
    pub(super) fn xml(&self) -> Markup {
        html! {
            @if !self.0.is_empty() {
                Notes {
                    @for (id, name, words) in &self.0 {
                        Note guid=(id) name=(attribute(name)) { PlainTextContent { (text(words)) } }
                    }
                }
            }
        }
    }
}

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

/// XML 1.0 cannot hold the others even when they are escaped.
fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

pub(super) fn unencodable_chars(words: &str) -> usize {
    words.chars().filter(|c| !is_xml_char(*c)).count()
}

/// The content of an element; what XML cannot hold becomes U+FFFD.
pub(super) fn text(words: &str) -> Cow<'_, str> {
    if unencodable_chars(words) == 0 && !words.contains('\r') {
        return Cow::Borrowed(words);
    }
    Cow::Owned(
        words
            .chars()
            .map(|c| if c == '\r' { '\n' } else { c })
            .map(|c| if is_xml_char(c) { c } else { '\u{fffd}' })
            .collect(),
    )
}

/// An attribute: line ends and tabs become character references, since a reader turns bare ones
/// into spaces.
pub(super) fn attribute(words: &str) -> PreEscaped<String> {
    let escaped = text(words).render().into_string();
    PreEscaped(escaped.replace('\n', "&#10;").replace('\t', "&#9;"))
}
