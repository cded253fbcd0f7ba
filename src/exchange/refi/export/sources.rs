//! Documents as text sources, their quotes as selections.

use super::codes::{attribute, text};
use super::{RefiProjectDraft, codes, theory, values};
use crate::exchange::refi::extension_data::DocumentReading;
use crate::study::event::MemoTarget;
use crate::study::theory::QuoteAt;
use crate::study::{Coding, Document};
use crate::text::Span;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// How many characters of a quote make the name of its selection.
const NAME: usize = 120;

/// The element `Sources` and the files it refers to.
pub(super) struct SourcesXml {
    pub xml: Markup,
    pub files: Vec<(Uuid, Arc<str>)>,
}

/// Erased documents have no text and are left out.
pub(super) fn sources<'a>(draft: &mut RefiProjectDraft<'a>) -> SourcesXml {
    let documents: Vec<&'a Document> = draft
        .study
        .documents()
        .filter(|document| !document.erased)
        .collect();
    let all: Vec<Markup> = documents
        .iter()
        .map(|document| source(draft, document))
        .collect();
    let files = documents
        .iter()
        .map(|document| (document.id.uuid(), document.text.clone()))
        .collect();
    SourcesXml {
        xml: html! { @if !all.is_empty() { Sources { @for source in all { (source) } } } },
        files,
    }
}

fn source<'a>(draft: &mut RefiProjectDraft<'a>, document: &'a Document) -> Markup {
    let study = draft.study;
    let id = document.id.uuid();
    let body = &document.body;
    let speakers = body.speakers.iter();
    draft.supplement.documents.insert(
        id,
        DocumentReading {
            language: body.language.clone(),
            format: body.format.clone(),
            speakers: speakers
                .map(|speaker| {
                    (
                        speaker.label.clone(),
                        speaker.informant.map(|informant| informant.uuid()),
                    )
                })
                .collect(),
            source: body.source.clone(),
            hash: body.hash.clone(),
        },
    );
    let mut quotes: BTreeMap<Span, Vec<&'a Coding>> = BTreeMap::new();
    for coding in study.codings_in(document.id) {
        quotes.entry(coding.span).or_default().push(coding);
    }
    // A quote that is only condensed, noted or judged is a selection too, without a coding.
    for quote in referenced_quotes(draft)
        .into_iter()
        .filter(|quote| quote.document == document.id)
    {
        quotes.entry(quote.span).or_default();
    }
    let selections: Vec<Markup> = quotes
        .into_iter()
        .map(|(span, codings)| {
            selection(
                draft,
                document,
                QuoteAt {
                    document: document.id,
                    span,
                },
                &codings,
            )
        })
        .collect();
    let memo = study.memo(MemoTarget::Document(document.id)).map(|memo| {
        draft.notes.add(
            values::derived_uuid("memo of a document", &id.to_string()),
            &format!("Memo on {}", body.title),
            memo,
        )
    });
    let mut known = body
        .speakers
        .iter()
        .filter_map(|speaker| study.informant(speaker.informant?));
    let alone = known.next().filter(|_| known.next().is_none());
    html! {
        TextSource guid=(id) name=(attribute(&body.title)) plainTextPath={ "internal://" (id) ".txt" } {
            @for selection in selections { (selection) }
            @if let Some(memo) = memo { NoteRef targetGUID=(memo) {} }
            @if let Some(informant) = alone { (codes::variable_values(&informant.body)) }
        }
    }
}

/// Quotes that are condensed, have a memo, or belong to a configuration or to the theory.
fn referenced_quotes(draft: &RefiProjectDraft<'_>) -> Vec<QuoteAt> {
    let study = draft.study;
    let condensed = study.condensations().map(|(quote, _)| quote);
    let noted = study.memos().filter_map(|(on, _)| {
        if let MemoTarget::Quote(quote) = on {
            Some(quote)
        } else {
            None
        }
    });
    let told = study.configurations().flat_map(|configuration| {
        let body = &configuration.body;
        let parts = [&body.context, &body.mechanism, &body.outcome]
            .into_iter()
            .flat_map(|part| part.quotes.iter().copied());
        parts
            .chain(
                study
                    .configuration_polarities(configuration.id)
                    .map(|(quote, _)| quote),
            )
            .collect::<Vec<_>>()
    });
    condensed
        .chain(noted)
        .chain(told)
        .chain(theory::referenced_quotes(study))
        .collect()
}

fn selection<'a>(
    draft: &mut RefiProjectDraft<'a>,
    document: &Document,
    quote: QuoteAt,
    codings: &[&'a Coding],
) -> Markup {
    let study = draft.study;
    let id = values::selection_uuid(quote);
    let words = quote.span.text(&document.text);
    let (start, end) = document.points().of_span(&document.text, quote.span);
    let condensation = study.condensation(quote);
    let condensed = condensation.and_then(|condensation| study.words(condensation.content));
    if let Some(condensation) = condensation.filter(|condensation| !condensation.theme.is_empty()) {
        draft
            .supplement
            .themes
            .insert(id, condensation.theme.clone());
    }
    let mut name: String = words.chars().take(NAME).collect();
    if name.len() < words.len() {
        // With an ellipsis, so that nobody takes it for the whole quote.
        name.pop();
        name.push('…');
    }
    let memo = study.memo(MemoTarget::Quote(quote)).map(|memo| {
        draft.notes.add(
            values::derived_uuid("memo of a quote", &id.to_string()),
            "Memo on a quote",
            memo,
        )
    });
    draft
        .coders
        .extend(codings.iter().map(|coding| &*coding.coder));
    html! {
        PlainTextSelection guid=(id) name=(attribute(&name)) startPosition=(start) endPosition=(end)
            creatingUser=[codings.first().map(|coding| values::derived_uuid("coder", &coding.coder))]
            creationDateTime=[codings.first().map(|coding| values::xml_date(coding.time))] {
            @if let Some(condensed) = condensed { Description { (text(condensed)) } }
            @for coding in codings {
                Coding guid=(coding.id.uuid()) creatingUser=(values::derived_uuid("coder", &coding.coder))
                    creationDateTime=(values::xml_date(coding.time)) { CodeRef targetGUID=(coding.code.uuid()) {} }
            }
            @if let Some(memo) = memo { NoteRef targetGUID=(memo) {} }
        }
    }
}
