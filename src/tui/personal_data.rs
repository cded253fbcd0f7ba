//! Content of the study that may identify a person, as a list to go through.

use super::route::Route;
use super::{
    context::{AppCommand, AppContext},
    layer::picker::{Picked, Picker, PickerChoice},
    theme::StyleRole,
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
        other_words: Vec::new(),
        value: finding,
    }
}

fn go(finding: &PersonalDataFinding, context: &mut AppContext) {
    let route = match &finding.target {
        FindingTarget::Quote(quote) => Route::quote(*quote),
        FindingTarget::Document(document) => Route::document(*document),
        FindingTarget::Variable(dataset, variable) => {
            Route::Data(Some((*dataset, variable.clone())))
        }
        FindingTarget::Informant(informant) => Route::Informants(Some(*informant)),
        FindingTarget::Link(link) => Route::Evidence(Some(*link)),
        FindingTarget::Code(_) => Route::Codebook,
        FindingTarget::Nowhere => {
            return context.notify(format!("{}: `{}` shows it", finding.what, finding.show));
        }
    };
    context.send(AppCommand::Open(route));
    context.notify(format!("{}: {}", finding.kind.noun(), finding.what));
}
