//! Content of the study that may identify a person, as a list to go through.

use super::{
    codebook::CodebookView,
    context::{AppCommand, AppContext},
    data::DataView,
    evidence::EvidenceView,
    informants::InformantsView,
    layer::picker::{Picked, Picker, PickerChoice},
    theme::StyleRole,
    transcript::TranscriptView,
    view::AnyView,
};
use crate::import::personal_data::{self, FindingTarget, PersonalDataFinding};
use crate::study::ProgressMonitor;
use crate::text::{number, sanitize};

/// Scans the study and lists what it finds.
pub fn ask(context: &mut AppContext) {
    let found = personal_data::scan_study(context.study(), &[], ProgressMonitor::default())
        .unwrap_or_default();
    if found.is_empty() {
        return context.notify(
            "Nothing found that identifies people; virk looks for numbers and addresses, not names",
        );
    }
    let title = format!(
        "{} may identify somebody",
        number::count_noun(found.len(), "place")
    );
    let choices = found
        .into_iter()
        .map(|finding| choice(finding, context))
        .collect();
    context.push_layer(Picker::new(title, choices, |_, context, picked| {
        if let Picked::Some(chosen) = picked
            && let Some(finding) = chosen.first()
        {
            go(finding, context);
        }
    }));
}

fn choice(finding: PersonalDataFinding, context: &AppContext) -> PickerChoice<PersonalDataFinding> {
    let line = finding
        .line
        .filter(|_| finding.what == "document")
        .map_or_else(String::new, |line| format!(", line {line}"));
    let answers = finding
        .answers
        .map_or_else(String::new, |answers| format!("{answers} × "));
    PickerChoice {
        sign: if finding.kind.is_hint() { "?" } else { "!" }.into(),
        style: context.theme.style(if finding.kind.is_hint() {
            StyleRole::Muted
        } else {
            StyleRole::Error
        }),
        text: sanitize::sanitize_line(&format!("{}: {}{line}", finding.what, finding.of)),
        tag: String::new(),
        note: format!("{answers}{}", finding.kind.noun()),
        about: sanitize::sanitize_line(&finding.show),
        value: finding,
    }
}

fn go(finding: &PersonalDataFinding, context: &mut AppContext) {
    let view = match &finding.target {
        FindingTarget::Quote(quote) => AnyView::Transcript(Box::new(TranscriptView::at_span(
            quote.document,
            quote.span,
        ))),
        FindingTarget::Document(document) => {
            AnyView::Transcript(Box::new(TranscriptView::new(*document)))
        }
        FindingTarget::Variable(dataset, variable) => {
            AnyView::Data(Box::new(DataView::with_marked(*dataset, variable)))
        }
        FindingTarget::Informant(informant) => {
            AnyView::Informants(Box::new(InformantsView::at(*informant)))
        }
        FindingTarget::Link(link) => AnyView::Evidence(Box::new(EvidenceView::for_link(*link))),
        FindingTarget::Code(_) => AnyView::Codebook(Box::<CodebookView>::default()),
        FindingTarget::Nowhere => {
            return context.notify(format!("{}: `{}` shows it", finding.what, finding.show));
        }
    };
    context.send(AppCommand::Open(Box::new(view)));
    context.notify(format!("{}: {}", finding.kind.noun(), finding.what));
}
