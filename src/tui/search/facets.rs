//! Facets: the result counted by code, informant, role and document; picking one narrows the
//! search.

use super::SearchView;
use crate::study::{Id, Informant, Study, quote::INTERVIEWER};
use crate::text::{number, sanitize};
use crate::tui::{
    context::AppContext,
    layer::{
        picker::{Picked, Picker, PickerChoice},
        text_field::TextField,
    },
    view::AnyView,
};
use ratatui::style::Style;
use std::collections::BTreeMap;

/// Asks for a facet to narrow by.
pub fn ask(view: &mut SearchView, context: &mut AppContext) {
    if view.passages().is_empty() {
        context.notify("Nothing was found that could be narrowed");
        return;
    }
    let facets = facets(view, context);
    let counts = &view.counts;
    let all = number::count_noun(counts.total, "passage");
    let title = if counts.is_whole() {
        format!("Narrow {all} by")
    } else {
        format!("Narrow by (the first {} of {all})", counts.counted)
    };
    context.push_layer(
        Picker::new(title, facets, |view, _, picked| {
            if let (AnyView::Search(view), Picked::Some(fields)) = (view, picked) {
                view.narrow(&fields);
            }
        })
        .several(),
    );
}

impl SearchView {
    /// Adds fields to the query.
    pub(super) fn narrow(&mut self, fields: &[String]) {
        self.similar_to = None;
        let text = self.line.text().trim();
        let text = if text.contains(" OR ") {
            format!("({text})")
        } else {
            text.to_owned()
        };
        self.line = TextField::new(&format!("{text} {}", fields.join(" ")));
    }
}

fn facets(view: &SearchView, context: &AppContext) -> Vec<PickerChoice<String>> {
    let study = context.study();
    let plain = |sign: &str, text: &str, count: usize, value: String| PickerChoice {
        sign: sign.to_owned(),
        style: Style::new(),
        text: sanitize::sanitize_line(text),
        tag: String::new(),
        note: count.to_string(),
        about: String::new(),
        value,
    };
    let (mut facets, counts) = (Vec::new(), &view.counts);
    for (id, count) in &view.counts.codes {
        let Some(code) = study.code(*id) else {
            continue;
        };
        let sign = format!(
            "{} {}",
            code.body.kind.glyph(),
            sanitize::sanitize_line(&code.body.tag)
        );
        let choice = plain(
            &sign,
            code.name(&study.language),
            *count,
            field("code", &code.body.key),
        );
        facets.push(PickerChoice {
            style: context.theme.code(&code.body.colour),
            tag: code.body.tag.clone(),
            ..choice
        });
    }
    for (id, count) in &view.counts.informants {
        if let Some(known) = id.and_then(|id| study.informant(id)) {
            facets.push(plain(
                "who",
                &known.body.name,
                *count,
                field("informant", &known.body.name),
            ));
        }
    }
    // Interviewers are not informants: they are excluded, or selected alone, by role.
    let asked = view.passages().iter().filter(|passage| {
        let document = study.document(passage.document);
        document.is_some_and(|document| study.speaker_at(document, passage.span).is_interviewer())
    });
    match asked.count() {
        0 => {}
        asked => {
            let choice = plain("who", "Interviewer", asked, field("role", INTERVIEWER));
            // Passages that were not fetched are not counted here.
            let note = if view.passages().len() < counts.total {
                String::new()
            } else {
                choice.note
            };
            facets.push(PickerChoice { note, ..choice });
        }
    }
    for (name, read) in [
        ("role", role as fn(&Informant) -> &str),
        ("department", department),
    ] {
        let informants = informant_choices(study, &view.counts.informants, read);
        facets.extend(
            informants
                .into_iter()
                .map(|(value, count)| plain(name, value, count, field(name, value))),
        );
    }
    for (id, count) in &view.counts.documents {
        if let Some(document) = study.document(*id) {
            facets.push(plain(
                "in",
                &document.body.title,
                *count,
                field("document", &document.body.title),
            ));
        }
    }
    facets
}

fn role(informant: &Informant) -> &str {
    &informant.body.role
}

fn department(informant: &Informant) -> &str {
    &informant.body.department
}

/// Choices for the speakers, each with the number of passages.
fn informant_choices<'a>(
    study: &'a Study,
    informants: &[(Option<Id<Informant>>, usize)],
    read: fn(&Informant) -> &str,
) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for (known, count) in informants
        .iter()
        .filter_map(|(id, count)| Some((study.informant((*id)?)?, count)))
    {
        if !read(known).is_empty() {
            *counts.entry(read(known)).or_insert(0) += count;
        }
    }
    counts
}

/// A condition as written in a query.
fn field(name: &str, value: &str) -> String {
    let plain = !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if plain {
        format!("{name}:{value}")
    } else {
        format!("{name}:\"{}\"", sanitize::sanitize_line(value))
    }
}
