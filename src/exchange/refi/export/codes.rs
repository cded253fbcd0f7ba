//! The codebook as a tree of codes with colours and descriptions.

use super::{
    RefiProjectDraft,
    notes::RefiProjectNotes,
    values,
    xml_text::{attribute, text},
};
use crate::exchange::refi::extension_data;
use crate::study::{Code, CodeBody, Id, Study, event::MemoTarget};
use maud::{Markup, html};
use std::collections::HashMap;

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
